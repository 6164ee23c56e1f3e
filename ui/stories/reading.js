// What a memory carries and why, ways to open it, and how it was told: each with the candidate's own words.

import { sentence } from "../lib/api.js";
import { el } from "../lib/dom.js";
import { minutesSeconds, moment, plural } from "../lib/when.js";
import { longList } from "../parts/longlist.js";
import { driftPart, quote, states } from "./words.js";

/** Where a quote stands: a link to its box. */
function where(part, parts) {
	const n = parts.findIndex((one) => one.part === part) + 1;
	return n > 0 && [" ", el("a", { href: `#part-${part}`, class: "where", onclick: (event) => {
		event.preventDefault();
		document.getElementById(`part-${part}`)?.focus();
	} }, `answer ${n}`)];
}

const shown = (parts) => (q) => el("li", {}, `${q.shows}: `, quote(q.quote), where(q.part, parts));

const claim = (parts) => (one) => {
	const carries = one.carries === "carries";
	return el("li", { class: "claim" },
		el("h3", {}, one.name, " ", el("span", { class: carries ? "right thin-word" : "warn thin-word" }, carries ? "carried" : "thin")),
		one.asks && el("p", { class: "soft small" }, one.asks),
		el("ul", {}, one.quotes.map(shown(parts))),
		one.lacks.length > 0 && el("p", { class: "soft small" }, `Not seen: ${one.lacks.join("; ")}.`));
};

const kindLine = (parts) => (one) => {
	const carries = one.carries === "carries";
	return el("li", { class: "claim" }, el("h3", {}, one.name[0].toUpperCase() + one.name.slice(1), " ", el("span", { class: carries ? "right thin-word" : "soft thin-word" }, carries ? "yes" : one.carries === "thin" ? "in part" : "not seen")),
		one.quotes.length > 0 && el("ul", {}, one.quotes.map(shown(parts))),
		!carries && one.lacks.length > 0 && el("p", { class: "soft small" }, `Not seen: ${one.lacks.join("; ")}.`));
};

function lens(one) {
	return el("li", { class: "lens" },
		el("h3", {}, `For ${one.name}`), el("p", {}, `${one.how}:`),
		el("blockquote", { class: "opening" }, one.open.quote),
		one.then.length > 0 && el("details", {}, el("summary", {}, "What follows, in this order"), el("ol", {}, one.then.map((q) => el("li", {}, quote(q.quote))))));
}

function tellings(list, zone) {
	return longList([...list].reverse(), (one) => el("li", {}, el("a", { href: `/stories/debrief/${one.drill}` },
		el("span", { class: "soft" }, moment(one.at_ms, Date.now(), zone)), el("span", { class: "time" }, minutesSeconds(one.elapsed_ms)),
		el("strong", {}, one.question), el("span", { class: "soft end" }, one.state ? states[one.state]?.[0] ?? one.state : "not judged"))), { class: "lines" });
}

export function reading(memory, zone) {
	const carried = memory.principles.filter((one) => one.carries === "carries"), thin = memory.principles.filter((one) => one.carries !== "carries");
	if (!memory.answered)
		return [el("h2", {}, "What it can carry"), el("p", { class: "soft" }, "Once something is answered, it is looked through here: which principles it can carry and why, ways to open it, and what is missing. Each with your own words.")];
	if (!memory.evaluable)
		return [el("h2", {}, "What it can carry"), el("p", { class: "warn" }, sentence(`it could not be looked through: ${memory.not_evaluable}`)), told(memory, zone)];
	return [
		el("section", { "aria-labelledby": "r-carries" },
			el("h2", { id: "r-carries" }, carried.length ? `What it can carry: ${plural(carried.length, "principle")}` : "What it can carry"),
			memory.cut && el("p", { class: "warn" }, "It is longer than can be looked through; what stands behind that was not read."),
			!carried.length && el("p", { class: "soft" }, "Nothing yet. A principle is carried when two of its signs are found in your words."),
			el("ul", { role: "list", class: "claims" }, carried.map(claim(memory.answers))),
			thin.length > 0 && el("details", {}, el("summary", {}, `Thin: ${thin.map((one) => one.name).join(", ")}`), el("ul", { role: "list", class: "claims" }, thin.map(claim(memory.answers))))),
		el("section", { "aria-labelledby": "r-kinds" }, el("h2", { id: "r-kinds" }, "What every loop looks for"), el("ul", { role: "list", class: "claims" }, memory.kinds.map(kindLine(memory.answers)))),
		memory.lenses.length > 0 && el("section", { "aria-labelledby": "r-lenses" }, el("h2", { id: "r-lenses" }, "Ways to open it"), el("ul", { role: "list", class: "claims" }, memory.lenses.map(lens))),
		told(memory, zone),
	];
}

function told(memory, zone) {
	return memory.tellings.length > 0 && [driftPart(memory.drift), el("section", { "aria-labelledby": "r-told" }, el("h2", { id: "r-told" }, "How it was told"), tellings(memory.tellings, zone))];
}
