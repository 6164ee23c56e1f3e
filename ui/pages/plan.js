// Plan: the days until the interview, what stands on each and why, what moved; the job post and what to leave out.

import { get, post } from "../lib/api.js";
import { button, el, randomName, show } from "../lib/dom.js";
import { pageKeys } from "../lib/keys.js";
import { say } from "../lib/say.js";
import { Calendar } from "../plan/calendar.js";
import { detail } from "../plan/detail.js";
import { movedPart, readingParts, recruiterPart } from "../plan/lists.js";
import { postField, postLists } from "../plan/post.js";
import { sheet } from "../plan/sheet.js";
import { clockText, dayWords } from "../plan/time.js";

const NARROW = "(max-width: 760px)";

/* The block that was looked at last, while this tab is open. */
let chosen = null;

class Week {
	constructor(ctx, plan) {
		Object.assign(this, { ctx, plan, name: randomName() });
		this.calendar = new Calendar({
			signal: ctx.signal,
			onChoose: (id) => this.choose(id),
			onStart: (id) => this.start(id),
			onMove: (block, date, minute) => this.move(block, date, minute),
		});
		this.side = el("div", { class: "side" });
		this.summary = el("p", { class: "summary" });
		this.stop = el("div", {});
		this.notes = el("div", { class: "plan-notes" });
		this.state = el("p", { class: "soft state", role: "status" });
		this.decision = el("div", {});
		this.moved = el("div", {});
		this.reading = el("div", {});
		this.lists = el("div", {});
		this.message = el("div", {});
		this.undoButton = button("Undo", { key: "U", id: "undo", onclick: () => this.undo() });
		this.field = postField({ name: this.name, onKept: () => this.load() });
		this.sheet = sheet();
		addEventListener("beforeprint", () => this.sheet.draw(this.plan), { signal: ctx.signal });
	}

	blocks() {
		return this.plan.days.flatMap((day) => day.blocks).filter((block) => block.kind !== "rest");
	}

	find(id) {
		return this.blocks().find((block) => block.id === id);
	}

	/** ---- what it looks like ---- */

	draw(plan) {
		const blocks = (this.plan = plan, this.blocks());
		if (!this.find(chosen))
			chosen = plan.next ?? blocks.findLast((block) => block.ticked)?.id ?? blocks[0]?.id ?? null;
		show(this.summary, plan.summary);
		show(this.stop, plan.stop && el("section", { class: "stop plan-stop", "aria-labelledby": "plan-stop" }, el("h2", { id: "plan-stop" }, plan.stop.title), el("p", {}, plan.stop.text)));
		show(this.notes, [...plan.warnings.map((text) => el("p", { class: "warn" }, text)), ...plan.notes.map((text) => el("p", { class: "soft small" }, text))]);
		this.calendar.draw(plan, chosen);
		show(this.decision, plan.decision && el("section", { "aria-labelledby": "decision" }, el("h2", { id: "decision" }, "The day before the last"), el("p", {}, plan.decision)));
		show(this.moved, movedPart(plan.moved));
		show(this.reading, readingParts(plan));
		show(this.message, recruiterPart(plan.recruiter));
		show(this.lists, plan.post_set && postLists(plan.post));
		this.undoButton.disabled = !plan.undo;
		this.choose(chosen);
	}

	choose(id) {
		const block = this.find(id);
		chosen = id;
		this.calendar.choose(id);
		show(this.side, block && detail(block, this.plan, {
			onStart: () => this.start(id),
			onTick: () => this.tick(id),
			onPin: () => this.pin(id),
			onMove: (one, date, minute) => this.move(one, date, minute),
		}));
		this.settle();
	}

	/** On a narrow page what is said about a block stands right under it. */
	settle() {
		const slot = matchMedia(NARROW).matches && this.calendar.nodes.get(chosen)?.slot;
		if (slot)
			slot.append(this.side);
		else
			this.week.append(this.side);
	}

	body() {
		this.week = el("section", { class: "week-and-block", "aria-labelledby": "days-head" }, el("h2", { class: "unseen", id: "days-head" }, "The days"), this.calendar.dom);
		const away = el("p", { class: "actions" },
			this.undoButton,
			el("a", { class: "button", href: "/api/plan.ics", download: "" }, "Calendar file"),
			el("a", { class: "button", href: "/api/plan.md", download: "" }, "Markdown"),
			button("Print one page", { id: "print", onclick: () => print() }),
			this.state);
		this.draw(this.plan);
		const wide = matchMedia(NARROW);
		wide.addEventListener("change", () => this.settle(), { signal: this.ctx.signal });
		return el("div", { class: "page plan" },
			el("div", { class: "plan-head" }, el("h1", { tabindex: -1 }, "Plan"), this.summary, this.stop, this.notes,
				this.plan.status === "ok" ? null : el("p", {}, el("a", { href: "/settings", class: "button" }, "Set date and hours"))),
			away,
			this.week,
			this.moved, this.decision,
			el("section", { "aria-labelledby": "post-head", class: "post-part" }, el("h2", { id: "post-head" }, "What the job post asks for"), this.field.dom, this.lists),
			this.message,
			this.reading,
			this.sheet.dom);
	}

	/** ---- what can be done ---- */

	/** Ask, and show the plan that comes back. words(plan) is said. */
	async ask(path, body, words) {
		const held = document.activeElement?.classList.contains("block"), key = document.activeElement?.id;
		try {
			const plan = await post(path, { ...body, page: this.name });
			const said = words(plan);
			this.draw(plan);
			show(this.state, said);
			say(said);
			if (held)
				this.calendar.focus();
			else if (key)
				document.getElementById(key)?.focus();
		} catch (error) {
			this.calendar.draw(this.plan, chosen);
			this.settle();
			if (held)
				this.calendar.focus();
			show(this.state, el("span", { class: "wrong" }, error.gone ? "Not done: Spar does not answer. Try again when it is back." : error.message));
		}
	}

	move(block, date, minute) {
		chosen = block.id;
		return this.ask("/api/plan/pin", { id: block.id, pinned: true, at: `${date}T${clockText(minute)}` },
			() => `${block.what} is pinned: ${dayWords(date, this.plan.today)}, ${clockText(minute)}.`);
	}

	tick(id) {
		const block = this.find(id);
		return this.ask("/api/plan/tick", { id, ticked: !block.ticked }, (plan) => {
			const next = plan.days.flatMap((day) => day.blocks).find((one) => one.id === plan.next);
			return block.ticked ? `${block.what} is to be done again.` : `${block.what} is done.${next ? ` Next: ${next.what}.` : ""}`;
		});
	}

	pin(id) {
		const block = this.find(id);
		return this.ask("/api/plan/pin", { id, pinned: !block.pinned }, () => block.pinned ? `${block.what} may move again.` : `${block.what} stays where it is.`);
	}

	undo() {
		if (!this.plan.undo)
			return say("There is nothing to take back.");
		return this.ask("/api/plan/undo", {}, (plan) => `Taken back: the last mark of ${plan.days.flatMap((day) => day.blocks).find((block) => block.id === plan.undone)?.what ?? plan.undone}.`);
	}

	/** Lead to the page of this block; a drill is one that was not seen yet. */
	async start(id) {
		const block = this.find(id);
		if (!block?.route || block.ticked) {
			const words = block?.ticked ? "It is done." : block?.command && !block.outside ? `In a terminal: ${block.command}` : "It is done outside Spar: what to do stands beside it.";
			show(this.state, words);
			say(words);
			return;
		}
		try {
			const { route } = await post("/api/plan/start", { id });
			if (route)
				this.ctx.go(route);
		} catch (error) {
			show(this.state, el("span", { class: "wrong" }, error.message));
		}
	}

	async load() {
		try {
			this.draw(await get("/api/plan", { signal: this.ctx.signal }));
		} catch (error) {
			this.ctx.fail(error);
		}
	}

	keys() {
		const has = () => Boolean(this.find(chosen)), open = () => has() && !this.find(chosen).ticked;
		pageKeys("Plan", [
			{ key: "Enter", label: "Start the block", run: () => this.start(chosen), when: has },
			{ key: "X", label: "Done, or not done after all", run: () => this.tick(chosen), when: has },
			{ key: "P", label: "Pin the block, or let it move", run: () => this.pin(chosen), when: open },
			{ key: "M", label: "Pick the block up; arrows move it, Enter puts it down", run: () => this.calendar.lift(), when: has },
			{ key: "U", label: "Undo the last mark", run: () => this.undo() },
			...["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"].map((key) => ({ key, label: key === "ArrowUp" ? "Arrows: to another block" : null, run: () => this.toBlocks(), when: has })),
		], this.ctx.signal);
	}

	/** Arrows anywhere on the page lead into the days, unless something else has the focus. */
	toBlocks() {
		return (document.activeElement === document.body || document.activeElement?.matches("h1, main")) && this.calendar.focus();
	}
}

export async function plan(ctx) {
	const week = new Week(ctx, await get("/api/plan", { signal: ctx.signal }));
	await week.field.load(ctx.signal);
	week.keys();
	return { title: "Plan", page: "plan", name: week.name, live: ["record", "settings"], body: week.body() };
}
