// The job post: pasting it, and what it asks for. Each tool stands with the sentence of the post that decides about it.

import { get, post } from "../lib/api.js";
import { button, el, show } from "../lib/dom.js";
import { say } from "../lib/say.js";
import { plural } from "../lib/when.js";

const DRAFT = "plan.post";

const lists = [
	["must", "Must know", "The post asks for these."],
	["hour", "One hour at most", "Know what it is for and what you would use instead."],
	["skip", "Skip", "Not for this interview."],
];

/** The three lists of a post that was read. */
export function postLists(read) {
	if (!read.tools.length)
		return read.empty ? null : el("p", { class: "soft" }, "It names no tool that Spar knows.");
	return el("div", { class: "verdicts" }, lists.map(([verdict, title, words]) => {
		const tools = read.tools.filter((tool) => tool.verdict === verdict);
		return el("section", { class: `verdict-list verdict-${verdict}`, "aria-label": title },
			el("h3", {}, `${title}, ${tools.length}`), el("p", { class: "soft small" }, words),
			tools.length ? el("ul", { role: "list" }, tools.map((tool) => el("li", {}, el("strong", {}, tool.name), el("span", {}, ` ${tool.why}`),
				el("q", { class: "quote" }, tool.text), tool.todo && el("p", { class: "small" }, tool.todo))))
				: el("p", { class: "soft" }, "None."));
	}));
}

function readNotes(read, cut) {
	return [
		(cut || read.cut) && "It is longer than 512 kB; what stands behind was not read.",
		read.foreign && "It is in none of the languages that Spar reads. Tools are found by their names, and nobody can say how much each is wanted. A translation does better.",
		read.lean !== "unknown" && `It leans to ${read.lean}.`,
	].filter(Boolean);
}

/** The field, with what was kept. onKept(reply) after each time it is kept. Gives {dom, load()}. */
export function postField({ name, onKept }) {
	const field = el("textarea", { id: "post", rows: 8, spellcheck: "false", "aria-describedby": "post-state" });
	const state = el("p", { class: "soft", id: "post-state", role: "status" }, "Paste the whole post. It stays on this machine.");
	let kept = "";
	const draft = () => localStorage.getItem(DRAFT);

	async function keep(text) {
		show(state, "Reading it …");
		try {
			const reply = await post("/api/plan/post", name ? { text, page: name } : { text });
			kept = reply.text;
			field.value = kept;
			localStorage.removeItem(DRAFT);
			const { tools } = reply.read;
			const words = kept ? [`Kept. ${plural(tools.length, "tool")} found.`, ...readNotes(reply.read, reply.cut)].join(" ") : "There is no post now.";
			show(state, words);
			say(words);
			onKept(reply);
		} catch (error) {
			show(state, el("span", { class: "wrong" }, error.gone ? "Not kept: Spar does not answer. The text stays in this field." : `Not kept: ${error.message}`));
		}
	}
	field.addEventListener("input", () => {
		try {
			localStorage.setItem(DRAFT, field.value);
		} catch {
			/* Too long for the browser's own store: it is in the field until it is kept. */
		}
	});
	return {
		dom: el("div", { class: "post-field" }, el("label", { for: "post" }, "The job post"), field,
			el("div", { class: "actions" },
				button("Read and keep it", { id: "post-keep", onclick: () => keep(field.value) }),
				button("Take it away", { quiet: true, id: "post-drop", onclick: () => keep("") }), state)),
		async load(signal) {
			const found = await get("/api/plan/post", { signal });
			kept = found.text;
			field.value = draft() ?? kept;
			if (draft() !== null && draft() !== kept)
				show(state, "What you typed is not kept yet.");
		},
	};
}
