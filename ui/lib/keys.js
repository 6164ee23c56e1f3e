// Keys. Every page names its own; "?" shows all of them.

import { button, el, show } from "./dom.js";

/** Where G and a letter lead: a row for each link of the navigation in index.html, in its order. */
const places = [
	["T", "/", "Today"],
	["P", "/plan", "Plan"],
	["D", "/drills", "Drills"],
	["O", "/stories", "Stories"],
	["M", "/mock", "Mock"],
	["R", "/ready", "Ready"],
	["C", "/compare", "Compare"],
	["H", "/history", "History"],
	["S", "/settings", "Settings"],
];
const everywhere = [["?", "Show the keys"], ...places.map(([letter, , name]) => [`G then ${letter}`, name])];
const editor = [
	["Ctrl Space", "Complete a word, where completion is on"],
	["Ctrl /", "Comment the line out, or in"],
	["Ctrl F", "Search in the text"],
	["Tab", "Indent"],
	["Escape then Tab", "Leave the editor"],
];

let bound = [];
let title = "";
let hasEditor = false;
let pending = 0;
let go = () => {};

function isTyping(target) {
	return target instanceof HTMLElement && (target.isContentEditable || target.matches("input:not([type=radio], [type=checkbox]), textarea, select"));
}

function nameOf(event) {
	const key = event.key === " " ? "Space" : event.key.length === 1 ? event.key.toUpperCase() : event.key;
	const shift = event.shiftKey && (event.key.length > 1 || event.ctrlKey || event.altKey);
	return [(event.ctrlKey || event.metaKey) && "Ctrl", event.altKey && "Alt", shift && "Shift", key].filter(Boolean).join(" ");
}

/**
 * The keys of a page: [{key: "Ctrl Enter", label, run, typing: also while typing, when: () => bool}]. They hold until signal is aborted.
 * A run that returns false leaves the key to others.
 */
export function pageKeys(name, keys, signal, { withEditor = false } = {}) {
	title = name;
	bound = keys;
	hasEditor = withEditor;
	signal.addEventListener("abort", () => {
		if (bound === keys) {
			bound = [];
			hasEditor = false;
		}
	}, { once: true });
}

/** Press a key of the page from elsewhere, as the editor does. True if there was one. */
export function press(key) {
	const found = bound.find((one) => one.key === key && (!one.when || one.when()));
	return Boolean(found) && found.run() !== false;
}

function onKey(event) {
	if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]"))
		return;
	const typing = isTyping(event.target);
	const key = nameOf(event);
	const place = !typing && pending && Date.now() - pending < 1500 && places.find(([letter]) => letter === key);
	if (place) {
		pending = 0;
		event.preventDefault();
		go(place[1]);
		return;
	}
	pending = !typing && key === "G" ? Date.now() : 0;
	if (!typing && event.key === "?") {
		event.preventDefault();
		help();
		return;
	}
	const onControl = event.target instanceof HTMLElement && event.target.matches("a, button, summary, input, select");
	const found = bound.find((one) => one.key === key && (!typing || one.typing) && !(key === "Enter" && onControl) && (!one.when || one.when()));
	if (found && found.run() !== false)
		event.preventDefault();
}

function rows(list) {
	return el("dl", { class: "keys" }, list.map(([key, label]) => el("div", {},
		el("dt", {}, key.split(" ").map((part) => part === "then" ? " then " : el("kbd", {}, part === "Escape" ? "Esc" : part))), el("dd", {}, label))));
}

/** The overlay. Escape closes it; the focus goes back to where it was. */
export function help() {
	const own = bound.filter((one) => one.label).map((one) => [one.key, one.label]);
	const dialog = el("dialog", { class: "help", "aria-labelledby": "help-title" });
	show(dialog,
		el("div", { class: "help-head" }, el("h1", { id: "help-title" }, "Keys"), button("Close", { key: "Escape", onclick: () => dialog.close() })),
		own.length > 0 && [el("h2", {}, title), rows(own)],
		hasEditor && [el("h2", {}, "In the editor"), rows(editor)],
		el("h2", {}, "Everywhere"), rows(everywhere));
	dialog.addEventListener("close", () => dialog.remove(), { once: true });
	dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
	document.body.append(dialog);
	dialog.showModal();
}

export function startKeys(navigate) {
	go = navigate;
	addEventListener("keydown", onKey);
	document.getElementById("keys").addEventListener("click", help);
}
