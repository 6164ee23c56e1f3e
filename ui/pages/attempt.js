// An attempt again as it was: each query, when it was sent, and what came of it.

import { get } from "../lib/api.js";
import { el } from "../lib/dom.js";
import { pageKeys } from "../lib/keys.js";
import { minutesSeconds, moment, plural } from "../lib/when.js";
import { outcomeWords } from "../parts/outcome.js";
import { recorded, verdictView } from "../parts/verdict.js";
import { passedLine } from "../drill/result.js";

const hintNames = ["", "the clause", "a case without its answer", "the pattern", "the mistake"];

function entry(event, name, ...body) {
	return el("li", { class: `entry ${event.kind}` }, el("p", { class: "entry-head" }, el("span", { class: "mono soft" }, minutesSeconds(event.elapsed_ms)), " ", el("strong", {}, name)), body);
}

function submitted(event, events, shownSql) {
	const judged = events.find((one) => one.kind === "judged" && one.submission === event.id);
	return entry(event, "Submitted", shownSql(event.query ?? "", { label: "The query that was submitted" }),
		judged?.result?.verdict ? verdictView(recorded(judged.result), { minor: true }) : el("p", { class: "soft" }, "It has no verdict: the judgement was cut off."));
}

function entries(attempt, shownSql) {
	return attempt.events.map((event) => {
		switch (event.kind) {
		case "submitted":
			return submitted(event, attempt.events, shownSql);
		case "run":
			return entry(event, "Run on the sample", shownSql(event.query ?? "", { label: "The query that was run" }));
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
	const [data, sql] = await Promise.all([get(`/api/attempts/${ctx.params.id}`, { signal: ctx.signal }), import("../lib/editor.js")]);
	const again = `/drill/${data.slug}/${data.variant}`;
	const list = entries(data, sql.shownSql).filter(Boolean);
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
