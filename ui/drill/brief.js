// The left side of a drill: what is asked, what the data may hold, the tables with their sample.

import { el, show, unseen } from "../lib/dom.js";
import { inline, prose } from "../lib/prose.js";
import { dataTable } from "../parts/table.js";

export const roundName = (round) => round === "loop" ? "Loop" : "Phone screen";

/** "Phone screen · Top N per group" */
export function kicker(exercise) {
	return [roundName(exercise.round), ...exercise.patterns.map((pattern) => pattern.name)].join(" · ");
}

function emptyText(empty) {
	if (empty === true)
		return "Any table may be empty.";
	if (!empty || empty.length === 0)
		return "No table is empty.";
	return `Only these may be empty: ${empty.map((name) => `\`${name}\``).join(", ")}.`;
}

/** The clauses, and what the contract says by its settings, as the terminal shows it. */
export function contractLines(exercise) {
	const lines = exercise.contract.map(({ name, text }) => ({ name, text }));
	if (exercise.empty_tables !== undefined)
		lines.push({ name: "Empty", text: emptyText(exercise.empty_tables) });
	lines.push({ name: "Row order", text: exercise.order_by.length ? `By ${exercise.order_by.map((one) => `\`${one}\``).join(", then ")}.` : "Any." });
	if (exercise.names_count)
		lines.push({ name: "Columns", text: "Their names count." });
	if (exercise.time_zone && exercise.time_zone !== "UTC")
		lines.push({ name: "Time zone", text: exercise.time_zone });
	return lines;
}

/** {dom, light(index or -1, words)}: the contract as a list, of which one clause can light up. */
export function contractList(exercise) {
	const rows = contractLines(exercise).map(({ name, text }) => el("div", { class: "clause" }, el("dt", {}, name), el("dd", {}, inline(text))));
	return {
		dom: el("dl", { class: "contract" }, rows),
		light(index, words = "This one decides.") {
			rows.forEach((row, i) => {
				row.classList.toggle("lit", i === index);
				row.querySelector(".lit-words")?.remove();
				if (i === index)
					row.lastChild.append(el("span", { class: "lit-words" }, " ", words));
			});
		},
	};
}

function typeLine(column) {
	return [column.type.toLowerCase().replace(/\s+/g, ""), column.key ? "key" : column.nullable ? "or NULL" : ""].filter(Boolean).join(" ");
}

/** {dom, fill(tables of the sample), fail(text)}: the tables, first without rows, then with those of the sample. */
export function tableList(exercise) {
	const dom = el("div", { class: "sample" });
	const draw = (sample, more) => show(dom, exercise.tables.map((table) => {
		const data = sample?.[table.name];
		const columns = data?.columns ?? table.columns.map((column) => column.name);
		const described = columns.map((name) => table.columns.find((column) => column.name === name));
		return dataTable({ columns, types: data?.types ?? described.map((column) => column?.type ?? ""), rows: data?.rows ?? null }, {
			caption: table.name,
			label: `Table ${table.name}, sample`,
			under: described.map((column) => column ? typeLine(column) : ""),
			total: data?.row_count,
		});
	}), more);
	draw(null, unseen("The sample is on its way."));
	return {
		dom,
		fill: (sample) => draw(sample, sample ? null : el("p", { class: "soft" }, "There is no sample.")),
		fail: (text) => draw(null, el("p", { class: "soft" }, `The sample cannot be shown: ${text}`)),
	};
}

/** {dom, contract, tables} */
export function brief(exercise) {
	const contract = contractList(exercise), tables = tableList(exercise);
	const dom = el("section", { class: "brief", "aria-label": "The task" },
		el("div", { class: "brief-head" },
			el("p", { class: "kicker" }, kicker(exercise)),
			el("h1", { tabindex: -1 }, exercise.title)),
		el("div", { class: "prompt" }, prose(exercise.prompt)),
		el("h2", {}, "What the data may hold"), contract.dom,
		el("h2", {}, "Tables, with a sample"), tables.dom,
		el("details", { class: "ddl" }, el("summary", {}, "As CREATE TABLE"), el("pre", { class: "sql", tabindex: "0", role: "region", "aria-label": "Schema" }, el("code", {}, exercise.schema.trim()))));
	return { dom, contract, tables };
}
