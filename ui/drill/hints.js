// The ladder of hints: the clause, a case without its answer, the pattern, the mistake.
//
// The record keeps that a hint was taken, not its words, which depend on what stood in the editor. This browser keeps those until it is closed.

import { ApiError, post } from "../lib/api.js";
import { button, el, show } from "../lib/dom.js";
import { follow } from "../lib/live.js";
import { inline } from "../lib/prose.js";
import { say } from "../lib/say.js";
import { inputTables } from "../parts/witness.js";

export const HINT_STEPS = 4;
const KEY = "hints:";
const names = ["the clause", "a case to think about", "the pattern", "the mistake"];

/** What the next step gives, for its button. */
export const nextHint = (step) => names[step] ?? "";

function hintView(hint, onAgain) {
	return el("li", { class: "hint" },
		el("h3", {}, `Hint ${hint.step} of ${HINT_STEPS}: `, inline(hint.title ?? names[hint.step - 1])),
		hint.text && el("p", {}, inline(hint.text)),
		hint.witness && el("div", { class: "witness-tables" }, inputTables(hint.witness.tables)),
		!hint.title && el("p", {}, button("Show it again", { quiet: true, onclick: () => onAgain(hint.step) })));
}

/** {dom, take(query), again(step), step()}; onHint(hint) when one is shown. */
export function hints({ attempt, taken, query, onHint, onError, signal }) {
	const dom = el("ol", { class: "hints", role: "list", "aria-label": "Hints" });
	const known = JSON.parse(sessionStorage.getItem(KEY + attempt) ?? "{}");
	let step = taken, busy = false;

	function draw() {
		show(dom, Array.from({ length: step }, (_, i) => hintView(known[i + 1] ?? { step: i + 1 }, ask)));
		const last = known[step];
		if (last)
			onHint(last);
	}
	async function ask(wanted) {
		if (busy || wanted > HINT_STEPS)
			return;
		busy = true;
		try {
			const { job } = await post(`/api/attempts/${attempt}/hint`, { step: wanted, query: query() });
			const done = await follow(job, null, signal);
			const hint = done.messages.find((message) => message.type === "hint");
			if (!hint)
				throw new ApiError(500, "", done.error?.text ?? "There is no hint now. Try again.");
			known[wanted] = hint;
			step = Math.max(step, wanted);
			sessionStorage.setItem(KEY + attempt, JSON.stringify(known));
			draw();
			say(`Hint ${wanted} of ${HINT_STEPS}. ${hint.title ?? ""}. ${hint.text ?? ""}`);
			dom.children[wanted - 1]?.scrollIntoView({ block: "nearest" });
		} catch (error) {
			if (error.name !== "AbortError")
				onError(error);
		} finally {
			busy = false;
		}
	}
	draw();
	return { dom, take: () => ask(step + 1), step: () => step };
}
