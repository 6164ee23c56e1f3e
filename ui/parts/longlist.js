// A list that may be long: what is newest, and more of it on demand, so that the page is there as soon as with a short one.

import { button, el } from "../lib/dom.js";

const PAGE = 50;

/** items, each made to a <li> by line(), as children of an <ol>: the list, and a button while there are more. */
export function longList(items, line, attributes) {
	let shown = PAGE;
	const list = el("ol", { ...attributes, role: "list" }, items.slice(0, PAGE).map(line));
	if (items.length <= PAGE)
		return list;
	const more = button("Show earlier ones", {
		onclick: () => {
			const next = items.slice(shown, shown + PAGE).map(line);
			list.append(...next);
			shown += PAGE;
			more.hidden = shown >= items.length;
			next[0].querySelector("a").focus();
		},
	});
	return [list, el("div", { class: "actions" }, more)];
}
