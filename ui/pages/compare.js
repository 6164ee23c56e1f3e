// Compare: is the rewritten query still the same query? Any two, over any schema.

import { post, sentence } from "../lib/api.js";
import { button, el, show, throttle } from "../lib/dom.js";
import { pageKeys } from "../lib/keys.js";
import { follow } from "../lib/live.js";
import { inline } from "../lib/prose.js";
import { say } from "../lib/say.js";
import { plural } from "../lib/when.js";
import { pairWitness } from "../parts/witness.js";

const KEY = "compare";
const example = {
	schema: "CREATE TABLE customers (id INTEGER PRIMARY KEY, name VARCHAR NOT NULL);\nCREATE TABLE blocked (customer_id INTEGER);",
	left: "SELECT name\nFROM customers\nWHERE id NOT IN (SELECT customer_id FROM blocked)",
	right: "SELECT c.name\nFROM customers c\nLEFT JOIN blocked b ON b.customer_id = c.id\nWHERE b.customer_id IS NULL",
};
const options = [
	["ordered", "The order of rows counts"],
	["no_nulls", "No NULLs"],
	["no_empty", "No empty tables, no parents without children"],
	["small", "If nothing is found, try every small database too"],
];

const count = (n) => n.toLocaleString("en-GB");

/** {tone, first, rest} */
function headline(refuted) {
	switch (refuted.verdict) {
	case "different":
		return { tone: "wrong", first: "Different", rest: refuted.clauses.length ? `, ${refuted.clauses.join(", or ").replaceAll("`", "")}` : "" };
	case "none-found":
		return { tone: "right", first: "No difference found", rest: "" };
	case "invalid":
		return { tone: "wrong", first: "Not valid", rest: "" };
	case "timeout":
		return { tone: "warn", first: "No answer in time", rest: "" };
	default:
		return { tone: "warn", first: "Could not be compared", rest: "" };
	}
}

function evidence(refuted) {
	const tried = Math.max(refuted.worlds, refuted.plain), rows = refuted.witness?.row_count;
	return [
		rows > 0 && `${plural(rows, "row")} ${rows === 1 ? "is" : "are"} enough to show it.`,
		rows === 0 && "Empty tables are enough to show it.",
		tried > 0 && `${plural(tried, "database")} tried.`,
		refuted.small && `Also every database of up to ${plural(refuted.small.rows, "row")} over the values that matter, ${count(refuted.small.worlds)} of them.`,
		refuted.skipped > 0 && `${count(refuted.skipped)} skipped, where the left side itself fails.`,
		`${count(refuted.ms)} ms.`,
		refuted.verdict === "none-found" && "This is evidence, no proof.",
	].filter(Boolean).join(" ");
}

function refutedView(refuted) {
	const { tone, first, rest } = headline(refuted);
	return el("div", { class: "verdict" },
		el("h2", { class: "lead", id: "outcome", tabindex: -1 }, el("span", { class: tone }, first), rest),
		refuted.reason && el("p", { class: "reason" }, inline(sentence(refuted.reason))),
		el("p", { class: "soft evidence" }, evidence(refuted)),
		refuted.witness && pairWitness(refuted.witness));
}

function failed(text) {
	return el("div", { class: "verdict" }, el("h2", { class: "lead", id: "outcome", tabindex: -1 }, el("span", { class: "warn" }, "Not compared")), el("p", { class: "reason" }, text));
}

export async function compare(ctx) {
	const { editor } = await import("../lib/editor.js");
	const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null") ?? { schema: "", left: "", right: "" };
	const result = el("section", { class: "result", "aria-label": "Result" });
	const status = el("span", { class: "soft state", role: "status" });
	let busy = false;

	const keep = throttle(() => sessionStorage.setItem(KEY, JSON.stringify(values())), 300);
	addEventListener("pagehide", () => keep.flush(), { signal: ctx.signal });
	const make = (name, label, hint) => editor({ text: kept[name], label, hint, keys: { "Mod-Enter": () => run() }, onChange: keep });
	const fields = {
		schema: make("schema", "Schema, as CREATE TABLE statements", "CREATE TABLE …"),
		left: make("left", "Left query", "SELECT …"),
		right: make("right", "Right query", "SELECT …"),
	};
	const boxes = Object.fromEntries(options.map(([name]) => [name, el("input", { type: "checkbox", id: `compare-${name}`, checked: Boolean(kept[name]), onchange: keep })]));
	const dialect = el("select", { id: "compare-dialect", onchange: keep }, el("option", { value: "redshift" }, "Redshift and PostgreSQL"), el("option", { value: "duckdb" }, "DuckDB"));
	dialect.value = kept.dialect ?? "redshift";
	const go = button("Compare", { key: "Ctrl Enter", go: true, onclick: () => run() });

	function values() {
		const all = { dialect: dialect.value };
		for (const [name, field] of Object.entries(fields))
			all[name] = field.text();
		for (const [name, box] of Object.entries(boxes))
			all[name] = box.checked;
		return all;
	}
	async function run() {
		if (busy)
			return;
		const body = values(), missing = ["schema", "left", "right"].find((name) => !body[name].trim());
		if (missing) {
			show(status, missing === "schema" ? "The schema is empty." : `The ${missing} query is empty.`);
			fields[missing].focus();
			return;
		}
		keep.flush();
		busy = true;
		go.disabled = true;
		try {
			const { job } = await post("/api/refute", body, { signal: ctx.signal });
			show(status, "Comparing… ", button("Stop", { quiet: true, onclick: () => post(`/api/jobs/${job}/stop`).catch(() => {}) }));
			const done = await follow(job, null, ctx.signal);
			const refuted = done.messages.find((message) => message.type === "refuted");
			show(result, refuted ? refutedView(refuted) : failed(done.state === "stopped" ? "It was stopped." : done.error?.text ?? "The judge gave no answer. Try again."));
			const { first, rest } = refuted ? headline(refuted) : { first: "Not compared", rest: "" };
			say(`${first}${rest}. ${refuted ? evidence(refuted) : ""}`);
		} catch (error) {
			if (error.name === "AbortError")
				return;
			show(result, failed(error.status === 404 ? "Spar was started again before it answered. Compare again." : error.message));
			say(`Not compared. ${error.message}`);
		} finally {
			busy = false;
			go.disabled = false;
			show(status);
		}
		result.querySelector("#outcome")?.focus();
	}
	function fill() {
		for (const [name, field] of Object.entries(fields))
			field.set(example[name]);
		keep();
		fields.left.focus();
	}
	const side = (name, title) => el("div", { class: `field ${name}` }, el("h2", { "aria-hidden": "true" }, title), el("div", { class: "box" }, fields[name].dom));

	pageKeys("Compare", [
		{ key: "Ctrl Enter", label: "Compare", run, typing: true },
		{ key: "Escape", label: "Back to the left query", run: () => fields.left.focus() },
	], ctx.signal, { withEditor: true });
	return {
		title: "Compare",
		page: "compare",
		leave: () => {
			keep.flush();
			Object.values(fields).forEach((field) => field.destroy());
		},
		body: el("div", { class: "page compare" },
			el("h1", { tabindex: -1 }, "Compare two queries"),
			el("p", { class: "soft" }, "Do they always give the same rows? Spar looks for the smallest database on which they differ. It needs the tables and no data; everything that the schema does not forbid may happen."),
			el("div", { class: "fields" }, side("schema", "Schema"), side("left", "Left"), side("right", "Right")),
			el("div", { class: "options" },
				options.map(([name, label]) => el("label", { class: "tick" }, boxes[name], el("span", {}, label))),
				el("label", { class: "tick" }, el("span", {}, "Behave like "), dialect)),
			el("div", { class: "bar" }, go, button("Fill in an example", { onclick: fill }), status),
			result),
	};
}
