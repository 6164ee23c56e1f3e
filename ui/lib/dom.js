// Elements. Text only ever becomes a text node: nothing that a person, a query or a pack wrote is read as HTML.

const SVG = "http://www.w3.org/2000/svg";

function put(node, name, value) {
	if (value == null || value === false)
		return;
	if (name.startsWith("on"))
		node.addEventListener(name.slice(2), value);
	else if (name === "value" || name === "checked" || name === "disabled" || name === "indeterminate")
		node[name] = value;
	else
		node.setAttribute(name, value === true ? "" : String(value));
}

function fill(node, children) {
	for (const child of children.flat(Infinity))
		if (child != null && child !== false && child !== "")
			node.append(child instanceof Node ? child : document.createTextNode(String(child)));
	return node;
}

/** An element with attributes ("onclick" and the like are listeners; null and false are left out) and children (texts, nodes, lists of them). */
export function el(tag, attributes = {}, ...children) {
	const node = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes))
		put(node, name, value);
	return fill(node, children);
}

/** The same for a drawing. */
export function svg(tag, attributes = {}, ...children) {
	const node = document.createElementNS(SVG, tag);
	for (const [name, value] of Object.entries(attributes))
		put(node, name, value);
	return fill(node, children);
}

/** Make children the only content of node. */
export function show(node, ...children) {
	node.replaceChildren();
	return fill(node, children);
}

/** A button that says what happens and, if it has one, which key does it. */
export function button(label, { key, go, quiet, onclick, ...more } = {}) {
	const kind = [go && "go", quiet && "quiet", more.class].filter(Boolean).join(" ");
	return el("button", { type: "button", ...more, class: kind || null, "aria-keyshortcuts": key ? key.replaceAll(" ", "+") : null, onclick },
		label, key && el("kbd", { "aria-hidden": "true" }, key.replace("Escape", "Esc")));
}

/** Only for those who hear the page. */
export function unseen(...children) {
	return el("span", { class: "unseen" }, children);
}

/** A random text that tells this page from others. */
export function randomName() {
	return Array.from(crypto.getRandomValues(new Uint8Array(8)), (n) => n.toString(16).padStart(2, "0")).join("");
}

/** Call fn at most once in ms; the last call is never lost. flush() calls it at once if a call waits; cancel() forgets that one. */
export function throttle(fn, ms) {
	let timer = null, waiting = null;
	const run = () => {
		const args = waiting;
		timer = waiting = null;
		return fn(...args);
	};
	const call = (...args) => {
		waiting = args;
		timer ??= setTimeout(run, ms);
	};
	call.flush = () => {
		if (!timer)
			return undefined;
		clearTimeout(timer);
		return run();
	};
	call.cancel = () => {
		clearTimeout(timer);
		timer = waiting = null;
	};
	call.waits = () => timer !== null;
	return call;
}
