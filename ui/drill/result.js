// What stands below the editor: what a run gave, the verdict, what can be done next.

import { button, el, show } from "../lib/dom.js";
import { minutesSeconds, plural } from "../lib/when.js";
import { dataTable } from "../parts/table.js";
import { verdictView } from "../parts/verdict.js";

/** Before anything was run. */
export function nothingYet(attempt) {
	return el("div", { class: "nothing soft" },
		!attempt.no_run && el("p", {}, "Run on sample shows what your query gives on the sample rows of the task. It costs the cold mark."),
		el("p", {}, "Submit has it judged on a thousand small databases. If it is wrong on one of them, the smallest such database stands here."));
}

export function rowsView(rows) {
	const total = `${rows.cut ? "At least " : ""}${plural(rows.row_count ?? rows.rows.length, "row")} on the sample, ${plural(rows.ms, "ms", "ms")}.`;
	return el("div", { class: "rows" },
		el("h2", { class: "lead quiet-lead", id: "outcome", tabindex: -1 }, "On the sample"),
		el("p", { class: "soft evidence" }, total, " This says nothing about other data."),
		dataTable(rows, { label: "Result on the sample", total: rows.row_count }));
}

export function failureView(title, text) {
	return el("div", { class: "verdict" }, el("h2", { class: "lead", id: "outcome", tabindex: -1 }, el("span", { class: "warn" }, title)), el("p", { class: "reason" }, text));
}

/** "Passed cold in 6:05." */
export function passedLine(attempt) {
	const time = minutesSeconds(attempt.elapsed_ms);
	if (attempt.cold)
		return el("p", { class: "passed" }, el("strong", { class: "right" }, "Passed cold"), ` in ${time}.`);
	const why = attempt.refuted ? "an earlier answer was refuted" : attempt.hints ? "you took a hint" : attempt.runs ? "you ran it on the sample"
		: attempt.completions ? "the editor completed a word" : attempt.seen ? "you had seen this variant before"
			: !attempt.limit_ms ? "there was no clock" : attempt.elapsed_ms > attempt.limit_ms ? "the time was over" : "a solution was shown in the last 24 hours";
	return el("p", { class: "passed" }, el("strong", { class: "right" }, "Passed"), ` in ${time}. Not cold: ${why}.`);
}

/**
 * The verdict and what follows from it. found: of standing(); waits: what is still being tried; act: {again, answers, finish} are functions.
 */
export function outcomeView(found, { waits, attempt, act }) {
	const right = found.verdict.verdict === "right" && !found.overturned;
	const after = right && (waits.length === 0 && attempt.outcome === "passed" ? passedLine(attempt) : waits.length > 0 && el("p", { class: "passed soft" }, "Two more tries before it counts."));
	return [
		verdictView(found, { id: "outcome", waits, after }),
		el("div", { class: "actions" },
			right ? button("Done", { go: true, onclick: act.finish }) : button("Try again", { go: true, key: "Escape", onclick: act.again }),
			!attempt.answers_shown && button(right ? "Show other answers" : "Show the answers", { class: "ask-answers", onclick: act.answers }),
			!right && !attempt.answers_shown && el("span", { class: "soft small ask-answers" }, "No cold pass here for 24 hours after that.")),
	];
}

/** Replace what stands in host, and tell where it begins. */
export function put(host, ...nodes) {
	show(host, ...nodes);
	return host.querySelector("#outcome");
}
