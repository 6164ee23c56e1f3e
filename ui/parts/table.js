// Tables of data. Numbers stand right, NULL cannot be taken for a text, a wide table scrolls inside itself.

import { el, unseen } from "../lib/dom.js";
import { plural } from "../lib/when.js";

const SHOWN_ROWS = 200;
const NUMBER = /^(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|U[A-Z]+INT|FLOAT|DOUBLE|REAL|DECIMAL|NUMERIC|INT\d*)/i;
const notes = { "+": "expected, not in yours", "-": "in yours, not expected", "~": "right row, in another place" };
const signs = { "+": "+", "-": "−", "~": "~" };
const kinds = { "+": "more", "-": "gone", "~": "moved" };

function isNumber(type) {
	return NUMBER.test(type ?? "");
}

/** One value as it is read: NULL in soft italics, an empty text as a pair of quotes, a DECIMAL with all of its digits. */
function value(cell, type) {
	if (cell === null)
		return el("span", { class: "null" }, "NULL");
	if (cell === "")
		return el("span", { class: "null" }, "''", unseen(" empty text"));
	const scale = typeof cell === "number" && /^(?:DECIMAL|NUMERIC)\(\d+, ?(\d+)\)/i.exec(type ?? "");
	if (scale)
		return cell.toFixed(Number(scale[1]));
	return typeof cell === "object" ? JSON.stringify(cell) : String(cell);
}

function cells(row, types) {
	return row.map((cell, i) => el("td", { class: isNumber(types[i]) ? "n" : null }, value(cell, types[i])));
}

/** A table in a box that scrolls sideways, and can be scrolled with the keys when there is something to scroll. */
export function scroller(table, label) {
	const box = el("div", { class: "scroll", role: "region", "aria-label": label }, table);
	const observer = new ResizeObserver(() => {
		if (box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1)
			box.tabIndex = 0;
		else
			box.removeAttribute("tabindex");
	});
	observer.observe(table);
	observer.observe(box);
	return box;
}

function headOf(columns, types, under) {
	return el("thead", {}, el("tr", {}, columns.map((name, i) => el("th", { scope: "col", class: isNumber(types[i]) ? "n" : null }, name,
		under && el("span", { class: "type" }, under[i] ?? "")))));
}

function howMany(shown, total) {
	return total > shown && el("p", { class: "soft small" }, `The first ${shown} of ${plural(total, "row")}.`);
}

/**
 * {columns, types, rows} with a caption. under: a second line below each column's name. An {error} is said in place of the rows; rows that are
 * null are not known yet, and room is kept for them.
 */
export function dataTable(data, { caption, label = caption, under, total } = {}) {
	if (data.error !== undefined)
		return el("div", { class: "table-box" }, caption && el("p", { class: "caption" }, caption), el("p", { class: "wrong" }, data.error));
	const rows = data.rows?.slice(0, SHOWN_ROWS) ?? [];
	const table = el("table", { class: "data" },
		caption && el("caption", {}, caption),
		headOf(data.columns, data.types, under),
		el("tbody", {}, rows.map((row) => el("tr", {}, cells(row, data.types))),
			data.rows?.length === 0 && el("tr", {}, el("td", { class: "soft", colspan: data.columns.length || 1 }, "no rows"))));
	return el("div", { class: data.rows ? "table-box" : "table-box waiting" }, scroller(table, label), howMany(rows.length, total ?? rows.length));
}

/** Both results merged into one: what is missing, what is too much, what stands in another place. */
export function diffTable(diff, like, { caption, label = caption, words = notes } = {}) {
	const rows = diff.slice(0, SHOWN_ROWS);
	const table = el("table", { class: "data diff" },
		caption && el("caption", {}, caption),
		el("thead", {}, el("tr", {}, el("td", { class: "sign" }),
			like.columns.map((name, i) => el("th", { scope: "col", class: isNumber(like.types[i]) ? "n" : null }, name)), el("td", {}))),
		el("tbody", {}, rows.map(({ sign, row }) => el("tr", { class: kinds[sign] },
			el("td", { class: "sign" }, el("span", { "aria-hidden": "true" }, signs[sign] ?? "")),
			cells(row, like.types),
			el("td", { class: "note" }, words[sign] ?? ""))),
		rows.length === 0 && el("tr", {}, el("td", {}), el("td", { class: "soft", colspan: like.columns.length + 1 }, "no rows"))));
	const present = ["+", "-", "~"].filter((sign) => rows.some((one) => one.sign === sign));
	return el("div", { class: "table-box" }, scroller(table, label),
		present.length > 0 && el("p", { class: "small soft sign-words", "aria-hidden": "true" }, present.map((sign) => `${signs[sign]} ${words[sign]}`).join("; ")),
		howMany(rows.length, diff.length));
}
