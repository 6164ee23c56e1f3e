// A memory: its questions in any order, and beside them what the answers carry.

import { get, post } from "../lib/api.js";
import { button, el, show, throttle } from "../lib/dom.js";
import { pageName } from "../lib/draft.js";
import { pageKeys } from "../lib/keys.js";
import { onTold } from "../lib/live.js";
import { say } from "../lib/say.js";
import { AnswerBox } from "../stories/answer.js";
import { reading } from "../stories/reading.js";

/** The name that was given, not the first words that stand in for one. */
const givenName = (memory) => memory.history.filter((one) => one.part === "title").at(-1)?.text ?? "";

const listed = (memory) => [{ part: "title", text: givenName(memory), draft: null }, ...memory.answers];

class Memory {
	constructor(ctx, memory) {
		Object.assign(this, { ctx, memory, id: memory.id });
		const box = (answer, more) => new AnswerBox({ memory: memory.id, answer, signal: ctx.signal, onKept: (now) => this.take(now), ...more });
		this.name = box(listed(memory)[0], { label: "Name", line: true, placeholder: "The first words, unless you name it" });
		this.boxes = memory.answers.map((answer, i) => box(answer, { label: `${i + 1}. ${answer.ask}`, help: answer.help }));
		this.head = el("h1", { tabindex: -1 });
		this.facts = el("p", { class: "soft" });
		this.reading = el("div", { class: "reading" });
		this.asideButton = button("", { quiet: true, onclick: () => this.putAway() });
		this.drillLink = el("a", { class: "button", href: `/stories/drill?memory=${this.id}` }, "Tell it");
	}

	view() {
		this.draw();
		this.keys();
		const again = throttle(() => this.refresh(), 60);
		onTold((message) => {
			const ours = message.type === "changed" && message.attempt === this.id && message.from !== pageName;
			if (ours || (message.type === "link" && message.state === "back"))
				again();
		}, this.ctx.signal);
		const body = el("div", { class: "page memory" },
			el("div", { class: "memory-head" }, this.head, this.facts),
			el("div", { class: "memory-parts" },
				el("div", { class: "questions" }, this.boxes.map((one) => one.dom), this.name.dom,
					el("div", { class: "actions" }, el("a", { class: "button", href: "/stories" }, "All stories", el("kbd", { "aria-hidden": "true" }, "Esc")), this.drillLink, this.asideButton)),
				this.reading));
		return { title: this.memory.title, page: "stories", body, focus: this.memory.answered ? undefined : () => this.boxes[0].area };
	}

	keys() {
		pageKeys("This memory", [
			{ key: "Ctrl Enter", label: "Keep it, and go to the next question that is open", run: () => this.onward(), typing: true },
			...this.boxes.map((box, i) => ({ key: `Alt ${i + 1}`, label: box.dom.querySelector("label").textContent, run: () => box.area.focus(), typing: true })),
			{ key: "Alt R", label: "To what it carries", run: () => this.toReading(), typing: true },
			{ key: "Escape", label: "All stories", run: () => this.ctx.go("/stories") },
		], this.ctx.signal);
	}

	toReading() {
		const head = this.reading.querySelector("h2");
		head.tabIndex = -1;
		head.focus();
	}

	/** Keep what stands in the box that has the focus, then on to the next that is empty, or typed and not kept. */
	async onward() {
		const all = [...this.boxes, this.name];
		const at = all.findIndex((one) => one.area === document.activeElement);
		if (at < 0 || !await all[at].keep())
			return;
		const next = [...this.boxes.slice(at + 1), ...this.boxes.slice(0, Math.max(0, at))].find((one) => !one.text().trim() || one.open());
		if (next)
			next.area.focus();
		else
			this.toReading();
	}

	take(memory) {
		this.memory = memory;
		this.draw();
		const carried = memory.principles.filter((one) => one.carries === "carries").map((one) => one.name);
		say(`Kept. ${carried.length ? `It carries ${carried.join(", ")}.` : "It carries no principle yet."}`);
	}

	draw() {
		const { memory, ctx } = this, open = memory.answers.length - memory.answered;
		show(this.head, memory.answered ? `${memory.number}. ${memory.title}` : "A new memory");
		document.title = `${memory.answered ? memory.title : "A new memory"} · Spar`;
		show(this.facts, memory.aside ? "Put away: not counted, not drilled. " : "", memory.answered ? open ? `${memory.answered} of ${memory.answers.length} questions answered. Take them in any order.` : "Every question is answered."
			: "One piece of work that you remember. Take the questions in any order; each keystroke is kept.");
		for (const box of [...this.boxes, this.name])
			box.about({ templates: memory.templates, history: memory.history, zone: ctx.zone });
		const opened = [...this.reading.querySelectorAll("details[open] > summary")].map((one) => one.textContent);
		show(this.reading, reading(memory, ctx.zone));
		for (const one of this.reading.querySelectorAll("summary"))
			one.parentElement.open = opened.includes(one.textContent);
		show(this.asideButton, memory.aside ? "Bring it back" : "Put it away");
		this.drillLink.hidden = !memory.answered || memory.aside;
		this.drillLink.classList.toggle("go", !open);
	}

	async refresh() {
		const boxes = [this.name, ...this.boxes], marks = boxes.map((one) => one.mark()), before = this.memory;
		let now;
		try {
			now = await get(`/api/stories/${this.id}`, { signal: this.ctx.signal });
		} catch {
			return;
		}
		/* An answer was kept meanwhile: this may be from before it. */
		if (this.memory !== before) {
			await this.refresh();
			return;
		}
		this.memory = now;
		listed(now).forEach((answer, i) => boxes[i].refresh(answer, marks[i]));
		this.draw();
	}

	async putAway() {
		try {
			await post(`/api/stories/${this.id}/aside`, { aside: !this.memory.aside });
			await this.refresh();
			say(this.memory.aside ? "Put away." : "Back.");
		} catch (error) {
			this.ctx.fail(error);
		}
	}
}

export async function story(ctx) {
	return new Memory(ctx, await get(`/api/stories/${ctx.params.id}`, { signal: ctx.signal })).view();
}
