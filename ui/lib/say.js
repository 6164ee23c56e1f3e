// Words for those who hear the page, and the one line at its foot that says when something is wrong with Spar itself.

import { button, el, show } from "./dom.js";

const spoken = document.getElementById("say");
const line = document.getElementById("line");

/** Said once, politely. The same words twice are said twice. */
export function say(text) {
	show(spoken);
	setTimeout(() => show(spoken, text), 30);
}

/** Stands until it is replaced or taken away: a text and, if there is something to do, a button. */
export function setLine(text, action) {
	if (line.dataset.text === text)
		return;
	line.dataset.text = text;
	show(line, text && el("p", {}, text), action && button(action.label, { quiet: true, onclick: action.do }));
	line.classList.toggle("stands", Boolean(text));
}

export function clearLine() {
	setLine("");
}
