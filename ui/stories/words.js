// What stands in a memory, as elements: quotes, and phrases marked where they stand.

import { el } from "../lib/dom.js";

const CONTEXT = 90;

/** The candidate's own words. */
export const quote = (text) => text && ["“", el("span", { class: "in-quotes" }, text), "”"];

/** The index in a text of a byte of its UTF-8. */
function indexOf(text, byte) {
	return new TextDecoder().decode(new TextEncoder().encode(text).slice(0, byte)).length;
}

/** A phrase that says nothing, with the words around it. */
export function markedIn(text, template) {
	const at = indexOf(text, template.at), end = at + template.text.length;
	const from = at > CONTEXT ? text.indexOf(" ", at - CONTEXT) + 1 : 0;
	const to = end + CONTEXT < text.length ? text.lastIndexOf(" ", end + CONTEXT) : text.length;
	return [from > 0 && "… ", text.slice(from, at), el("mark", {}, text.slice(at, end)), text.slice(end, Math.max(end, to)), to < text.length && " …"];
}

/** A whole text with each of some phrases marked. */
export function marked(text, phrases) {
	const spots = phrases.map((phrase) => [text.indexOf(phrase), phrase.length]).filter(([at]) => at >= 0).sort((a, b) => a[0] - b[0]);
	const parts = [];
	let done = 0;
	for (const [at, n] of spots) {
		if (at < done)
			continue;
		parts.push(text.slice(done, at), el("mark", {}, text.slice(at, at + n)));
		done = at + n;
	}
	return [...parts, text.slice(done)];
}

/** Numbers that are not the same in two tellings. */
export function driftPart(drift, level = "h2") {
	return drift.length > 0 && el("section", { class: "drifts", "aria-label": "Numbers that drift" },
		el(level, {}, "Numbers that drift"),
		el("ul", { role: "list" }, drift.map((one) => el("li", {},
			el("p", {}, el("strong", {}, one.quote), ` (${one.where}), then `, el("strong", {}, one.quote2), ` (${one.where2})`),
			el("p", { class: "soft" }, quote(one.sentence)), el("p", { class: "soft" }, quote(one.sentence2))))));
}

export const states = {
	survived: ["It survived", "right"],
	collapsed: ["It collapsed", "wrong"],
	"not enough evidence": ["Not enough evidence", "warn"],
	"could not be evaluated": ["Could not be evaluated", "warn"],
};
