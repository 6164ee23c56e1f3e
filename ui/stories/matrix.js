// The matrix: principles and kinds down, memories across. What is not covered, and what leans on one memory alone, stands in words at the end of its row.

import { el, unseen } from "../lib/dom.js";
import { plural } from "../lib/when.js";
import { mark } from "../parts/outcome.js";
import { scroller } from "../parts/table.js";

const words = { covered: "", "one memory": "leans on one memory", "not covered": "not covered" };
const tones = { covered: "soft", "one memory": "soft", "not covered": "warn" };

const cut = (text, n) => text.length > n ? `${text.slice(0, n - 1).trimEnd()}…` : text;

function cell(rule, memory) {
	const kind = rule.carries.includes(memory.id) ? "cold" : rule.thin.includes(memory.id) ? "passed" : "";
	return el("td", { class: "spot" }, kind ? [mark(kind, kind === "cold" ? "carried" : "thin"), unseen(kind === "cold" ? "carried" : "thin")] : unseen("no"));
}

function row(rule, memories) {
	return el("tr", {}, el("th", { scope: "row", title: rule.asks || null }, rule.name[0].toUpperCase() + rule.name.slice(1),
		words[rule.state] && el("span", { class: `lean-narrow ${tones[rule.state]}`, "aria-hidden": "true" }, words[rule.state])), memories.map((memory) => cell(rule, memory)),
		el("td", { class: `lean ${tones[rule.state]}` }, words[rule.state]));
}

/** "3 of 16 principles are not covered, 9 lean on one memory." */
function summary(principles) {
	const none = principles.filter((one) => one.state === "not covered").length, one = principles.filter((rule) => rule.state === "one memory").length;
	const parts = [none && `${none} of ${plural(principles.length, "principle")} ${none === 1 ? "is" : "are"} not covered`, one && `${one} ${one === 1 ? "leans" : "lean"} on one memory alone`].filter(Boolean);
	return parts.length ? `${parts.join(", ")}.` : "Every principle is carried by more than one memory.";
}

export function matrixPart({ memories, principles, kinds }) {
	if (!memories.length)
		return el("section", { "aria-labelledby": "matrix" }, el("h2", { id: "matrix" }, "What they cover"),
			el("p", { class: "soft empty" }, `The memories will stand here against ${plural(principles.length, "principle")}: what none of them carries, and what leans on one alone.`));
	const table = el("table", { class: "data plain matrix" },
		el("caption", { class: "unseen" }, "Which memory carries what"),
		el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "What is asked for"), memories.map((one) => el("th", { scope: "col", class: "spot" }, el("a", { href: `/story/${one.id}`, title: one.title }, cut(one.title, 40)))), el("th", { scope: "col" }, unseen("State")))),
		el("tbody", {}, kinds.map((rule) => row(rule, memories))),
		el("tbody", {}, principles.map((rule) => row(rule, memories))));
	return el("section", { "aria-labelledby": "matrix" },
		el("h2", { id: "matrix" }, "What they cover"),
		el("p", {}, summary(principles)),
		el("p", { class: "legend soft" }, el("span", {}, mark("cold"), " carried: two signs or more"), el("span", {}, mark("passed"), " thin: one sign")),
		scroller(table, "What the memories cover"));
}
