// A question about a query, and what came of it: in the drill and in the attempt as it was.

import { sentence } from "../lib/api.js";
import { el } from "../lib/dom.js";
import { inline } from "../lib/prose.js";
import { plural } from "../lib/when.js";
import { dataTable, diffTable } from "./table.js";
import { inputTables } from "./witness.js";

const kinds = { why: "Why", predict: "What comes out", "what-if": "What if" };
const treated = [["Missing", "wrong"], ["Only named", "warn"], ["Said", "right"]];

export const kindWords = (question) => kinds[question.kind] ?? question.kind;

/** Two questions may be put in the same words; what is called after one must not be taken for the other. */
const named = ({ text, id }) => `${text} (${id})`;

/** The words of the query that it is about. */
export function quoted(question, shownSql) {
	return question.quote && el("div", { class: "quoted" }, shownSql(question.quote, { label: `The words that it is about: ${named(question)}` }));
}

/** {tone, text}: what the answer was, in one sentence. */
export function resultWords(question) {
	const { checked, state } = question;
	if (state === "passed" || !checked)
		return { tone: "soft", text: state === "open" ? "Not answered." : "Passed over." };
	if (checked.type === "checked") {
		if (checked.right)
			return { tone: "right", text: "Right." };
		return { tone: "wrong", text: checked.order_wrong ? "The rows are right and their order is not." : "Not what comes out." };
	}
	if (!checked.evaluable)
		return { tone: "warn", text: `Your answer could not be evaluated: ${sentence(checked.reason || "it is no English text")}` };
	const missing = checked.points.filter((point) => point.treated < 2).length;
	if (!missing)
		return { tone: "right", text: checked.points.length === 1 ? "The point is there." : "Every point is there." };
	if (checked.points.length === 1)
		return { tone: "wrong", text: "The point is missing." };
	return { tone: "wrong", text: `${missing} of ${plural(checked.points.length, "point")} ${missing === 1 ? "is" : "are"} missing.` };
}

/** The database beside what comes out of it and the rows that were typed, merged. */
function rowsResult(question) {
	const { checked, after, task, id } = question, text = named(question);
	const results = checked?.diff
		? diffTable(checked.diff, after.expected, {
			caption: "What comes out", label: `What comes out and your rows, merged: ${text}`,
			words: { "+": "comes out, not in yours", "-": "in yours, does not come out", "~": "right row, in another place" },
		})
		: dataTable(after.expected, { caption: "What comes out", label: `What comes out: ${text}` });
	return [
		el("div", { class: "witness" }, el("div", { class: "witness-part" }, inputTables(task.tables, "", ` of question ${id}`)), el("div", { class: "witness-part" }, results)),
		after.reading && !checked?.right && el("p", {}, checked?.as_misread ? "Your rows would come out if " : "Easily read as if ", after.reading, "."),
	];
}

function pointList({ checked, after }) {
	const of = (i) => checked?.evaluable ? treated[checked.points[i]?.treated ?? 0] : null;
	return el("ul", { class: "points", role: "list" }, after.points.map((point, i) => {
		const mark = of(i);
		return el("li", {}, mark && [el("strong", { class: mark[1] }, mark[0]), ": "], inline(point.say), ".");
	}));
}

function factView(question) {
	const { fact } = question.after, text = named(question);
	return el("details", { class: "fact" }, el("summary", {}, "A database that shows it"),
		el("div", { class: "witness" },
			el("div", { class: "witness-part" }, inputTables(fact.tables, ", for example", ` for: ${text}`)),
			el("div", { class: "witness-part" },
				dataTable(fact.expected, { caption: "What your query returns", label: `What your query returns: ${text}` }),
				fact.by_order && fact.misread && dataTable(fact.misread, { caption: "And with the same rows stored in another order", label: `In another order: ${text}` }))));
}

/** What came of a question that is closed. The first line, with this id, can take the focus. */
export function resultView(question, { id = null } = {}) {
	const { tone, text } = resultWords(question), { after, answers } = question, given = answers.at(-1);
	return el("div", { class: "question-result" },
		el("p", { class: `result-line ${tone}`, id, tabindex: id ? -1 : null }, text),
		given && el("blockquote", { class: question.task ? "given mono" : "given", "aria-label": "Your answer" }, given.text.trim()),
		question.task ? rowsResult(question) : [
			el("p", { class: "soft" }, question.checked?.evaluable ? "What an answer needs, and yours:" : "What an answer needs:"),
			pointList(question),
			after.answer && el("p", {}, el("strong", {}, "In short: "), inline(after.answer)),
			after.fact && factView(question),
		]);
}
