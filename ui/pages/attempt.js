// An attempt again as it was: each query, when it was sent, and what came of it.

import { get } from "../lib/api.js";
import { el } from "../lib/dom.js";
import { pageKeys } from "../lib/keys.js";
import { minutesSeconds, moment, plural } from "../lib/when.js";
import { outcomeWords } from "../parts/outcome.js";
import { quoted, resultView } from "../parts/question.js";
import { recorded, verdictView } from "../parts/verdict.js";
import { passedLine } from "../drill/result.js";

const hintNames = ["", "the clause", "a case without its answer", "the pattern", "the mistake"];

function entry(event, name, ...body) {
	return el("li", { class: `entry ${event.kind}` }, el("p", { class: "entry-head" }, el("span", { class: "mono soft" }, minutesSeconds(event.elapsed_ms)), " ", el("strong", {}, name)), body);
}

function submitted(event, events, shownSql) {
	const judged = events.find((one) => one.kind === "judged" && one.submission === event.id);
	const number = events.filter((one) => one.kind === "submitted").indexOf(event) + 1;
	return entry(event, "Submitted", shownSql(event.query ?? "", { label: `The query of submission ${number}` }),
		judged?.result?.verdict ? verdictView(recorded(judged.result), { minor: true, where: ` of submission ${number}` }) : el("p", { class: "soft" }, "It has no verdict: the judgement was cut off."));
}

function asked(question, attempt, shownSql) {
	const event = { kind: "asked", elapsed_ms: question.at_ms - attempt.started_ms };
	return entry(event, question.text, quoted(question, shownSql),
		question.state === "open" ? el("p", { class: "soft" }, attempt.running ? "It waits for your answer." : "It was not answered.") : resultView(question));
}

/** What happened and what was asked, in the order of the record. */
function entries(attempt, questions, shownSql) {
	const all = [...attempt.events.map((event) => ({ id: event.id, event })), ...questions.map((question) => ({ id: question.id, question }))].sort((a, b) => a.id - b.id);
	return all.map(({ event, question }) => {
		if (question)
			return asked(question, attempt, shownSql);
		switch (event.kind) {
		case "submitted":
			return submitted(event, attempt.events, shownSql);
		case "run":
			return entry(event, "Run on the sample", shownSql(event.query ?? "", { label: `The query that was run at ${minutesSeconds(event.elapsed_ms)}` }));
		case "hint":
			return entry(event, `Hint ${event.step}: ${hintNames[event.step] ?? ""}`);
		case "completed":
			return entry(event, "The editor completed a word");
		case "solution":
			return entry(event, "Other answers were shown");
		case "ended":
			return entry(event, "Ended");
		default:
			return null;
		}
	});
}

function facts(attempt, zone) {
	const clock = attempt.limit_ms ? `${minutesSeconds(attempt.limit_ms)} on the clock` : "no clock";
	return [moment(attempt.started_ms, Date.now(), zone), clock, attempt.no_run && "without running", plural(attempt.submissions, "submission"), attempt.runs && plural(attempt.runs, "run"),
		attempt.hints && plural(attempt.hints, "hint")].filter(Boolean).join(", ");
}

export async function attempt(ctx) {
	const path = `/api/attempts/${ctx.params.id}`;
	const [data, { questions }, sql] = await Promise.all([get(path, { signal: ctx.signal }), get(`${path}/questions`, { signal: ctx.signal }), import("../lib/editor.js")]);
	const again = `/drill/${data.slug}/${data.variant}`;
	const list = entries(data, questions, sql.shownSql).filter(Boolean);
	pageKeys("This attempt", [{ key: "Escape", label: "All attempts", run: () => ctx.go("/history") }], ctx.signal);
	return {
		title: data.title,
		page: "history",
		live: data.running ? ["record"] : null,
		body: el("div", { class: "page attempt" },
			el("div", { class: "attempt-head" },
				el("p", { class: "kicker" }, facts(data, ctx.zone)),
				el("h1", { tabindex: -1 }, data.title, " ", el("span", { class: "soft thin" }, data.variant)),
				data.outcome === "passed" ? passedLine(data) : el("p", { class: "soft" }, `${outcomeWords(data)[0].toUpperCase()}${outcomeWords(data).slice(1)}${data.elapsed_ms ? ` after ${minutesSeconds(data.elapsed_ms)}` : ""}.`),
				el("div", { class: "actions" }, el("a", { class: "button go", href: again }, data.running ? "Go on" : "Try it again"), el("a", { class: "button", href: "/history" }, "All attempts", el("kbd", { "aria-hidden": "true" }, "Esc")))),
			list.length ? el("ol", { class: "entries", role: "list" }, list) : el("p", { class: "soft empty" }, "Nothing was run or submitted in it.")),
	};
}
