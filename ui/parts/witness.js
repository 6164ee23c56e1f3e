// The smallest case: its tables beside what comes out of them.

import { button, el } from "../lib/dom.js";
import { say } from "../lib/say.js";
import { dataTable, diffTable } from "./table.js";

/** The tables of a database. first: what the first of them is called besides its name; where: what tells them from those of another database on the page. */
export function inputTables(tables, first = "", where = "") {
	return Object.entries(tables).map(([name, data], i) => dataTable(data, { caption: i === 0 ? name + first : name, label: `Table ${name}${where}`, total: data.row_count }));
}

function copy(insert) {
	return button("Copy as INSERT", {
		quiet: true,
		onclick: async (event) => {
			await navigator.clipboard.writeText(insert);
			event.target.textContent = "Copied";
			say("The statements that rebuild this case are copied.");
		},
	});
}

function frame(tables, results, insert, where = "") {
	return el("div", { class: "witness" },
		el("div", { class: "witness-part" }, inputTables(tables, ", the smallest case", where)),
		el("div", { class: "witness-part" }, results),
		insert && navigator.clipboard && el("div", { class: "witness-foot" }, copy(insert)));
}

/** Of a verdict: its witness with the results of the candidate's query. */
export function verdictWitness(witness, rowOrder, where = "") {
	const { expected, got, other, diff } = witness;
	if (rowOrder)
		return frame(witness.tables, [dataTable(got, { caption: "Yours", label: `Yours${where}` }), other && dataTable(other, { caption: "Yours, the same rows stored in another order", label: `Yours in another order${where}` }),
			dataTable(expected, { caption: "Expected", label: `Expected${where}` })], witness.insert, where);
	if (diff && expected.columns)
		return frame(witness.tables, [diffTable(diff, expected, { caption: "Result", label: `Expected and your result, merged${where}` })], witness.insert, where);
	return frame(witness.tables, [dataTable(got, { caption: "Yours", label: `Yours${where}` }), dataTable(expected, { caption: "Expected", label: `Expected${where}` })], witness.insert, where);
}

/** Of two queries that were compared. */
export function pairWitness(witness) {
	const { left, right, diff } = witness;
	if (diff && left.columns)
		return frame(witness.tables, [diffTable(diff, left, {
			caption: "Result", label: "Left and right, merged",
			words: { "+": "only left", "-": "only right", "~": "in another place" },
		})], witness.insert);
	return frame(witness.tables, [dataTable(left, { caption: "Left" }), dataTable(right, { caption: "Right" })], witness.insert);
}
