// The little Markdown that prompts are written in: paragraphs, lists, `code`, **strong words**.

import { el } from "./dom.js";

/** A line's text with its code and strong words as elements. */
export function inline(text) {
	return text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) => {
		if (part.startsWith("`") && part.length > 2)
			return el("code", {}, part.slice(1, -1));
		if (part.startsWith("**") && part.length > 4)
			return el("strong", {}, part.slice(2, -2));
		return part;
	});
}

/** Blocks of a text as a list of elements. */
export function prose(text) {
	return text.trim().split(/\n\s*\n/).map((block) => {
		const lines = block.split("\n");
		if (!/^\s*([-*]|\d+\.)\s/.test(lines[0]))
			return el("p", {}, inline(lines.join(" ")));
		const items = [];
		for (const line of lines) {
			if (/^\s*([-*]|\d+\.)\s/.test(line))
				items.push(line.replace(/^\s*([-*]|\d+\.)\s+/, ""));
			else
				items[items.length - 1] += ` ${line.trim()}`;
		}
		return el(/^\s*\d/.test(lines[0]) ? "ol" : "ul", {}, items.map((item) => el("li", {}, inline(item))));
	});
}
