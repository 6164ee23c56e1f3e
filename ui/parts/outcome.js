// How an attempt went, in a few words and as a mark of a grid.

import { el } from "../lib/dom.js";
import { plural } from "../lib/when.js";

/** cold, passed, failed, open, left: what a mark shows. */
export function outcomeKind(attempt) {
	return attempt.outcome === "passed" ? (attempt.cold ? "cold" : "passed") : attempt.outcome;
}

const names = { cold: "passed cold", passed: "passed", failed: "failed", open: "open", left: "left" };

export const kindName = (kind) => names[kind] ?? kind;

/** "passed cold", "passed, 2 hints", "failed: row_number() breaks ties by chance" */
export function outcomeWords(attempt) {
	const kind = outcomeKind(attempt);
	if (kind === "failed" && attempt.mistake)
		return `failed: ${attempt.mistake.name}`;
	if (kind !== "passed")
		return kindName(kind);
	const cost = [attempt.hints && plural(attempt.hints, "hint"), attempt.runs && plural(attempt.runs, "run"), attempt.refuted && `${attempt.refuted} refuted`].filter(Boolean);
	return ["passed", ...cost].join(", ");
}

/** The mark of one attempt. Shape and colour both tell; the words stand beside it for those who hear. */
export function mark(kind, title) {
	return el("span", { class: `cell ${kind}`, title, "aria-hidden": "true" });
}
