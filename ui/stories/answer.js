// The box of one question about a memory. What is typed is a draft at once; leaving the box, or Ctrl Enter, makes it the answer.

import { ApiError, post } from "../lib/api.js";
import { button, el, show } from "../lib/dom.js";
import { drafter, keptDraft, pageName } from "../lib/draft.js";
import { moment, plural } from "../lib/when.js";
import { markedIn } from "./words.js";

/** Another page writes into the same draft. */
class Other extends ApiError {
	constructor(other) {
		super(409, "OTHER", "Another tab writes here too.");
		this.other = other;
	}
}

export class AnswerBox {
	/** memory: its id; answer: as the server has it; onKept(memory) is told when the answer was recorded; rows: 1 makes a line of it. */
	constructor({ memory, answer, label, help, line = false, placeholder, onKept, signal }) {
		Object.assign(this, { path: `/api/stories/${memory}`, part: answer.part, answer: answer.text, rev: answer.draft?.rev ?? null, onKept, flight: null, saving: false });
		const id = `part-${this.part}`, how = help ? `${id}-help` : null;
		this.area = el(line ? "input" : "textarea", {
			class: "answer", id, autocomplete: "off", spellcheck: "true", placeholder, "aria-describedby": how,
			oninput: () => this.changed(), onblur: () => document.activeElement !== this.area && this.keep(),
		});
		this.state = el("p", { class: "soft small box-state", role: "status" });
		this.conflict = el("div", { class: "conflict" });
		this.phrases = el("div", { class: "phrases" });
		this.before = el("div", { class: "before" });
		this.dom = el("section", { class: line ? "memory-question name" : "memory-question", "aria-labelledby": `${id}-label` },
			el("label", { for: id, id: `${id}-label` }, label), help && el("p", { class: "soft small", id: how }, help),
			this.area, this.state, this.conflict, this.phrases, this.before);
		this.draft = drafter({ key: () => `story/${memory}/${this.part}`, text: () => this.text(), post: (text, options) => this.send(text, options), onState: (state, error) => this.drafted(state, error), signal });
		const kept = keptDraft(`story/${memory}/${this.part}`), typed = kept ?? answer.draft?.text ?? null;
		this.draft.saved(answer.draft?.text ?? this.answer);
		this.fill(typed ?? this.answer);
		if (kept !== null)
			this.draft.send();
		else if (this.open())
			this.say("A draft from before. It becomes the answer when you leave the box.");
	}

	text() {
		return this.area.value;
	}

	fill(text) {
		if (text !== this.area.value)
			this.area.value = text;
		this.grow();
	}

	/** The box is as high as its text, where the browser does not see to it itself. */
	grow() {
		if (this.area.tagName === "TEXTAREA")
			this.area.rows = Math.min(24, Math.max(3, this.text().split("\n").reduce((n, one) => n + 1 + Math.floor(one.length / 72), 0)));
	}

	/** Is something typed that is not the answer yet? */
	open() {
		return this.text().trim() !== this.answer;
	}

	say(...words) {
		show(this.state, words);
	}

	changed() {
		this.grow();
		this.draft.changed();
	}

	drafted(state, error) {
		if (error?.other)
			this.ask(error.other);
		else if (state === "kept")
			this.say(error.gone ? "Kept in this browser" : el("span", { class: "wrong" }, `Not saved: ${error.message}`));
		else if (!this.saving)
			this.say(state === "saved" && this.open() ? "Draft saved" : "");
	}

	/** What equals the answer is no draft. */
	async send(text, options) {
		const sent = post(`${this.path}/drafts/${this.part}`, { text: text.trim() === this.answer ? "" : text, page: pageName, seen: this.rev }, options);
		this.flight = sent.catch(() => {});
		const { rev, other } = await sent;
		if (other)
			throw new Other(other);
		this.rev = rev;
	}

	/** Both texts stand there until one is chosen. */
	ask(other) {
		this.other = other;
		this.say("");
		const choose = (text) => {
			this.rev = other.rev;
			this.other = null;
			show(this.conflict);
			if (text !== null)
				this.fill(text);
			this.changed();
			this.area.focus();
		};
		show(this.conflict, el("div", { role: "alert" },
			el("p", { class: "warn" }, "Another tab writes here too. There it says:"),
			el("blockquote", { class: "before-text" }, other.text),
			el("div", { class: "actions" }, button("Keep what stands here", { onclick: () => choose(null) }), button("Take the other", { onclick: () => choose(other.text) }))));
	}

	/** What stands in the box becomes the answer. True if it is. */
	async keep() {
		if (this.other || this.saving)
			return false;
		if (!this.open()) {
			if (!this.draft.clean())
				this.draft.flush();
			return true;
		}
		this.saving = true;
		this.draft.cancel();
		const text = this.text();
		try {
			await this.flight;
			const memory = await post(`${this.path}/answers/${this.part}`, { text, page: pageName });
			const now = memory.answers.find((one) => one.part === this.part)?.text ?? text.trim();
			this.answer = now;
			this.rev = null;
			if (this.text() === text) {
				this.draft.forget();
				this.draft.saved(now);
				this.fill(now);
			} else {
				this.draft.changed();
			}
			this.say(now ? "Kept" : "Taken away", memory.replaced > 0 && `; ${plural(memory.replaced, "character")} that ${memory.replaced === 1 ? "was" : "were"} no text became �`);
			this.onKept(memory);
			return true;
		} catch (error) {
			if (error.name !== "AbortError" && !error.locked) {
				this.draft.changed();
				this.say(error.gone ? "Spar does not answer. Kept in this browser" : el("span", { class: "wrong" }, error.message));
			}
			return false;
		} finally {
			this.saving = false;
		}
	}

	/** Taken before the server is asked, for refresh(). */
	mark() {
		return this.draft.mark();
	}

	/** What the server has now: typed elsewhere, or in the terminal. What is being typed here stays, and so does what was sent since mark. */
	refresh(answer, mark) {
		const clean = this.draft.clean(mark) && !this.other && !this.saving;
		const was = this.answer;
		this.answer = answer.text;
		if (!clean)
			return;
		const text = answer.draft?.text ?? answer.text;
		this.rev = answer.draft?.rev ?? null;
		if (text.trim() === this.text().trim() && was === this.answer)
			return;
		if (text.trim() !== this.text().trim()) {
			this.fill(text);
			this.say(answer.draft ? "Changed in another tab" : "Kept in another tab");
		} else if (!answer.draft) {
			this.say("Kept");
		}
		this.draft.saved(text);
	}

	/** What is said about the answer, right below it. */
	about({ templates, history, zone }) {
		const own = templates.filter((one) => one.part === this.part);
		show(this.phrases, own.length > 0 && el("ul", { role: "list", "aria-label": "Phrases that say nothing" }, own.map((one) => el("li", {},
			el("p", {}, markedIn(this.answer, one)), el("p", { class: "soft small" }, `“${one.text}” could stand in anybody’s story. Instead: ${one.instead}.`)))));
		const open = this.before.querySelector("details")?.open;
		const earlier = history.filter((one) => one.part === this.part).slice(0, -1).reverse();
		show(this.before, earlier.length > 0 && el("details", { open: open || null }, el("summary", {}, `What stood here before: ${plural(earlier.length, "version")}`),
			el("ol", { role: "list" }, earlier.map((one) => el("li", {}, el("p", { class: "soft small" }, moment(one.at_ms, Date.now(), zone)),
				el("blockquote", { class: "before-text" }, one.text || el("span", { class: "null" }, "nothing")))))));
	}
}
