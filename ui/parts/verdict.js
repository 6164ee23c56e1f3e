// The verdict: a sentence, how sure it is, the smallest case, the mistake by name.
//
// The sentence is the same as in the terminal (src/cli/show_verdict.c).

import { sentence } from "../lib/api.js";
import { el, svg } from "../lib/dom.js";
import { inline } from "../lib/prose.js";
import { plural } from "../lib/when.js";
import { verdictWitness } from "./witness.js";

const count = (n) => n.toLocaleString("en-GB");
const triedOf = (v) => Math.max(v.worlds ?? 0, v.plain ?? 0);

/** The verdict that stands: a search of every small database may have overturned the first. */
export function standing(messages) {
	const verdict = messages.find((m) => m.type === "verdict") ?? null;
	const small = messages.find((m) => m.type === "small") ?? null;
	const large = messages.find((m) => m.type === "large") ?? null;
	const overturned = small?.agrees === false && small.verdict ? small.verdict : null;
	return { verdict: overturned ?? verdict, overturned: Boolean(overturned), small, large };
}

/** The same from what the record keeps. */
export function recorded(result) {
	return standing(["verdict", "small", "large"].map((type) => result?.[type] && { type, ...result[type] }).filter(Boolean));
}

/** {tone, first: the word that is coloured, rest} */
export function headline(v) {
	const wrong = (rest) => ({ tone: "wrong", first: "Wrong", rest });
	switch (v.verdict) {
	case "right":
		return { tone: "right", first: "Right so far", rest: "" };
	case "wrong":
		if (v.columns_differ)
			return wrong(`: ${v.columns_differ}`);
		if (v.names_wrong)
			return wrong(`: ${v.reason || "the column names are not those asked for"}`);
		if (v.order_wrong)
			return wrong(" in row order only: the rows are right, their order is not");
		if (v.when)
			return wrong(` ${v.when.replaceAll("`", "")}`);
		return wrong(triedOf(v) ? (v.differ * 2 > triedOf(v) ? " on most data" : " on some data") : "");
	case "row-order":
		return { tone: "wrong", first: "Depends on row order", rest: ": the same rows, stored in another order, give another result" };
	case "invalid":
		return { tone: "wrong", first: v.refused ? "Not allowed here" : "Not valid SQL", rest: "" };
	case "timeout":
		return { tone: "warn", first: "Too slow", rest: "" };
	default:
		return { tone: "warn", first: "Could not be evaluated", rest: "" };
	}
}

function sureRight(v) {
	const tried = triedOf(v), parts = [`Agrees with the reference on ${plural(tried, "database")}.`];
	if (v.plain && v.plain === tried)
		parts.push("All of them were tried one at a time.");
	else if (v.plain)
		parts.push(`${count(v.plain)} were also tried one at a time.`);
	if (v.permuted)
		parts.push(`${count(v.permuted)} also with their rows stored in another order.`);
	return [...parts, `${count(v.ms)} ms.`].join(" ");
}

/** How sure it is: rows, databases, milliseconds. */
export function evidence(v) {
	if (v.verdict === "right")
		return sureRight(v);
	if (v.verdict === "invalid")
		return v.counts === false ? "This does not count as an attempt." : "";
	const parts = [], tried = triedOf(v), rows = v.witness?.row_count;
	if (rows === 0)
		parts.push("Empty tables are enough to show it.");
	else if (rows > 0)
		parts.push(`${plural(rows, "row")} ${rows === 1 ? "is" : "are"} enough to show it.`);
	if (tried > 0) {
		const oneByOne = (v.worlds ?? 0) < tried ? " one at a time" : "";
		parts.push(`${plural(tried, "database")} tried${oneByOne}${v.witness ? `, ${count(v.differ)} ${v.differ === 1 ? "differs" : "differ"}` : ""}.`);
	}
	if (v.skipped)
		parts.push(`${count(v.skipped)} skipped, where the right answer itself fails.`);
	if (v.ms !== undefined)
		parts.push(`${count(v.ms)} ms.`);
	return parts.join(" ");
}

/** The whole first line as text, for those who hear it. */
export function spokenVerdict({ verdict, overturned }) {
	const { first, rest } = headline(verdict);
	return `${first}${rest}. ${overturned ? "Found by trying every small database. " : ""}${verdict.reason && !rest.includes(verdict.reason) ? `${sentence(verdict.reason)} ` : ""}${evidence(verdict)}`;
}

/** The index of the clause that decides, or -1. */
export function decidingClause(verdict) {
	return verdict?.clauses?.find((clause) => clause.index >= 0)?.index ?? -1;
}

function why(v) {
	if (v.mistake)
		return el("blockquote", { class: "lesson" }, el("p", {}, el("strong", {}, `${(v.mistake.name ?? v.mistake.id).replace(/\.$/, "")}.`), " ", inline(v.mistake.lesson ?? "")));
	return v.witness && el("p", { class: "soft" }, "No known mistake behaves like this one.");
}

function clauseEcho(v) {
	const clause = v.clauses?.find((one) => one.index >= 0);
	return clause && el("p", { class: "clause-echo" }, el("strong", {}, `The contract, ${clause.name}: `), inline(clause.text));
}

function smallLine(small) {
	if (!small || small.skipped || !small.agrees)
		return null;
	return el("div", { class: "also" },
		el("p", {}, `Agrees on every database of up to ${plural(small.rows, "row")} over the values that matter: ${count(small.worlds)} of them. `,
			el("span", { class: "soft" }, `${count(small.ms)} ms.`)),
		small.values && el("details", {}, el("summary", {}, "Which values"), el("p", { class: "mono values" }, small.values)));
}

const AXIS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 60_000];

/** Time on the large database, beside the reference's: two bars on one scale, with their figures. */
export function timeBars(large) {
	const yours = large.timeout ? large.limit_ms : large.ms;
	const most = Math.max(yours, large.reference_ms, 1);
	const step = AXIS.find((s) => most / s <= 5) ?? 60_000;
	const end = Math.ceil(most / step) * step;
	const ticks = Array.from({ length: Math.round(end / step) + 1 }, (_, i) => i * step);
	const at = (ms) => `${(ms / end) * 100}%`;
	const bar = (name, ms, kind, y, words) => [
		svg("text", { x: 0, y: y - 6, class: "bar-name" }, `${name}, ${words}`),
		svg("rect", { x: 0, y, width: at(Math.max(ms, end / 250)), height: 10, rx: 2, class: `bar ${kind}` }),
	];
	const timeWords = large.timeout ? `stopped after ${count(large.limit_ms)} ms` : `${count(large.ms)} ms`;
	return el("div", { class: "bars" },
		svg("svg", { class: "bars-plot", width: "100%", height: 104, role: "img", "aria-label": `Time on the large database: yours ${timeWords}, the reference ${count(large.reference_ms)} ms.` },
			ticks.map((ms) => svg("line", { x1: at(ms), x2: at(ms), y1: 4, y2: 82, class: "bar-grid" })),
			bar("Yours", yours, large.timeout ? "late" : "yours", 22, timeWords),
			bar("Reference", large.reference_ms, "reference", 58, `${count(large.reference_ms)} ms`),
			ticks.map((ms, i) => svg("text", {
				x: at(ms), y: 98, class: "bar-tick", "text-anchor": i === 0 ? "start" : i === ticks.length - 1 ? "end" : "middle",
			}, i === ticks.length - 1 ? `${count(ms)} ms` : count(ms)))));
}

function largeLine(large) {
	const rows = large.rows ? plural(large.rows, "row") : "the large database";
	let words;
	if (large.failed)
		words = `On ${rows} it fails: ${sentence(large.reason ?? "no reason is known")}`;
	else if (large.timeout)
		words = `Slow. On ${rows} it did not end in ${count(large.limit_ms)} ms; the reference takes ${count(large.reference_ms)} ms.`;
	else
		words = `On ${rows} it takes ${ratio(large)}.`;
	return el("div", { class: "also" },
		el("p", {}, words),
		large.agrees === false && el("p", { class: "warn" }, "Its result there is another one than the reference’s."),
		!large.failed && large.reference_ms !== undefined && timeBars(large));
}

function ratio(large) {
	const x = large.ratio ?? large.ms / Math.max(large.reference_ms, 1);
	if (x >= 1.15)
		return `${x >= 10 ? Math.round(x) : x.toFixed(1)} times as long as the reference`;
	return x <= 0.87 ? `${Math.round(x * 100)} % of the reference’s time` : "about as long as the reference";
}

/**
 * What the judge said, as elements. waits: "small", "large" or nothing, what is still being tried. id: of the first line, which can take the focus.
 * after: what stands right below it. minor: one of several on its page; where: which, for the names of its tables.
 */
export function verdictView(found, { id, waits = [], minor = false, where = "", after = null } = {}) {
	const v = found.verdict, { tone, first, rest } = headline(v);
	const survived = v.verdict === "right";
	return el("div", { class: "verdict" },
		el("h2", { class: minor ? "lead minor" : "lead", id, tabindex: id ? -1 : null }, el("span", { class: tone }, first), rest),
		after,
		v.reason && !rest.includes(v.reason) && el("p", { class: "reason" }, inline(sentence(v.reason))),
		el("p", { class: "soft evidence" }, found.overturned && "A thousand random databases did not show it; trying every small one did. ", evidence(v)),
		v.witness && verdictWitness(v.witness, v.verdict === "row-order", where),
		!survived && [clauseEcho(v), why(v)],
		survived && (found.small ? smallLine(found.small) : waits.includes("small") && el("div", { class: "also waits waits-small" }, "Trying every small database…")),
		survived && (found.large ? largeLine(found.large) : waits.includes("large") && el("div", { class: "also waits waits-large" }, waits.includes("small") ? "" : "Timing it on the large database…")));
}
