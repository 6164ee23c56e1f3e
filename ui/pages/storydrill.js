// A drill of a memory: how it is begun, and the room in which it is told. No principle is named here; the debrief does that.

import { ApiError, get, post } from "../lib/api.js";
import { button, el } from "../lib/dom.js";
import { pageName } from "../lib/draft.js";
import { pageKeys } from "../lib/keys.js";
import { onTold } from "../lib/live.js";
import { say } from "../lib/say.js";
import { plural } from "../lib/when.js";
import { wording } from "../lib/wording.js";
import { room } from "../parts/room.js";

/** How often the clock is kept while nothing is typed. */
const TICK_MS = 5000;

/** ---- before it ---- */

function startForm(data, ctx, start) {
	const usable = data.memories.filter((one) => !one.aside && one.answered > 0);
	const wanted = ctx.query.get("memory"), principle = ctx.query.get("principle");
	const minutes = el("input", { type: "number", id: "minutes", min: 0, max: 120, value: "15", inputmode: "numeric" });
	const memory = el("select", { id: "memory" }, el("option", { value: "" }, "Known by its words"), usable.map((one) => el("option", { value: one.id }, one.title)));
	if (usable.some((one) => String(one.id) === wanted))
		memory.value = wanted;
	return el("form", {
		class: "start story-start", onsubmit: (event) => {
			event.preventDefault();
			if (minutes.reportValidity())
				start({ minutes: Number(minutes.value), ...(memory.value ? { story: Number(memory.value) } : {}), ...(principle ? { principle } : {}) });
		},
	},
	el("p", { class: "kicker" }, "Stories"),
	el("h1", { tabindex: -1 }, "Tell one, and be pressed on it"),
	el("p", {}, "A question is drawn; what it is after is not said. Tell the story that answers it. Follow-ups press on what you said, to the third level. Then the same work is asked for from another side."),
	principle && el("p", {}, "What it is after was chosen beforehand, by the plan or by you. So it does not count for the phone gate, which wants a principle that was drawn. ", el("a", { href: "/stories/drill" }, "Let Spar draw one")),
	el("p", { class: "soft" }, "The clock runs, and nothing is commented until the debrief. You can leave at any moment and go on at the same second, here or in a terminal."),
	!usable.length && el("p", { class: "warn" }, "No memory is written down yet. It can be told all the same; what it carries is known once it is written down."),
	el("div", { class: "start-options" },
		el("label", { for: "minutes" }, el("span", {}, "Minutes (0: no clock)"), minutes),
		usable.length > 0 && el("label", { for: "memory" }, el("span", {}, "Which memory"), memory)),
	el("div", { class: "actions" }, button("Start", { type: "submit", go: true, id: "start", key: "Enter" }), el("a", { class: "button", href: "/stories" }, "All stories", el("kbd", { "aria-hidden": "true" }, "Esc"))));
}

export async function storyStart(ctx) {
	const data = await get("/api/stories", { signal: ctx.signal });
	const open = (id) => {
		history.replaceState(null, "", `/stories/drill/${id}`);
		ctx.go(`/stories/drill/${id}`);
	};
	if (data.open_drill) {
		history.replaceState(null, "", `/stories/drill/${data.open_drill}`);
		return new Sitting(ctx, await get(`/api/stories/drills/${data.open_drill}`, { signal: ctx.signal })).view();
	}
	const form = startForm(data, ctx, (how) => post("/api/stories/drills", how).then(({ id }) => open(id)).catch(ctx.fail));
	pageKeys("This drill", [
		{ key: "Enter", label: "Start", run: () => form.requestSubmit() },
		{ key: "Escape", label: "All stories", run: () => ctx.go("/stories") },
	], ctx.signal);
	return { title: "Tell a story", page: "stories", body: form, focus: () => form.querySelector("#start") };
}

/** ---- the drill ---- */

class Sitting {
	constructor(ctx, drill) {
		Object.assign(this, { ctx, id: drill.id, path: `/api/stories/drills/${drill.id}`, rev: drill.draft?.rev ?? null, saying: false, away: false, sent: performance.now(), other: null });
		this.take(drill);
	}

	/** Where it stands; the time on the question goes on from what was kept. */
	take(drill) {
		this.drill = drill;
		this.ms = drill.question_ms;
		this.from = performance.now();
	}

	elapsed() {
		const at = performance.now();
		if (!this.away)
			this.ms += at - this.from;
		this.from = at;
		return Math.min(86_400_000, Math.round(this.ms));
	}

	async view() {
		this.desk = room({
			name: `story-drill:${this.id}`,
			title: "This drill",
			text: this.drill.draft?.text ?? "",
			signal: this.ctx.signal,
			onSay: (text) => this.say(text),
			onDraft: (text, options) => this.keep(text, options),
			tools: [button("Pause", { quiet: true, onclick: () => this.pause() }), button("End the drill", { quiet: true, onclick: () => this.askEnd() })],
			overWords: "The time is over. One more answer counts.",
		});
		await this.desk.ask(this.question());
		const timer = setInterval(() => this.beat(), 1000);
		this.ctx.signal.addEventListener("abort", () => clearInterval(timer), { once: true });
		addEventListener("pagehide", () => this.tick({ keepalive: true }), { signal: this.ctx.signal });
		onTold((message) => this.told(message), this.ctx.signal);
		return { title: "A story", page: "stories", wide: true, body: this.desk.dom, aside: this.desk.aside, focus: this.desk.focus, leave: () => this.desk.leave() };
	}

	question() {
		const { drill } = this;
		return {
			key: this.key(drill),
			question: drill.question,
			action: drill.step === "tell" ? "Tell it" : "Answer",
			left: drill.left_ms === null ? null : drill.left_ms - (this.elapsed() - drill.question_ms),
		};
	}

	key({ stage, turn, step }) {
		return `${stage}.${turn}.${step}`;
	}

	where() {
		return { stage: this.drill.stage, turn: this.drill.turn, elapsed_ms: this.elapsed(), page: pageName };
	}

	/** ---- what is typed ---- */

	async keep(text, options) {
		if (this.saying)
			return;
		const key = this.key(this.drill);
		this.sent = performance.now();
		const sent = post(`${this.path}/draft`, { text, seen: this.rev, ...this.where() }, options);
		this.flight = sent.catch(() => {});
		const { rev, other, moved } = await sent;
		if (key !== this.key(this.drill))
			return;
		if (moved) {
			this.look();
			throw new ApiError(409, "MOVED", "The drill went on elsewhere.");
		}
		if (other) {
			this.askWhich(other);
			throw new ApiError(409, "OTHER", "Another tab writes here too.");
		}
		this.rev = rev;
	}

	askWhich(other) {
		this.other = other;
		const choose = (text) => {
			this.rev = other.rev;
			this.other = null;
			this.desk.note("");
			if (text !== null)
				this.desk.set(text);
			this.keep(this.desk.text()).catch(() => {});
			document.getElementById("answer")?.focus();
		};
		setTimeout(() => this.desk.note(["Another tab writes here too: “", other.text.slice(0, 200), other.text.length > 200 ? "…" : "", "” ",
			button("Keep what stands here", { onclick: () => choose(null) }), " ", button("Take the other", { onclick: () => choose(other.text) })]));
	}

	/** Keep the clock, with what is typed. */
	async tick(options) {
		if (this.saying || this.other)
			return;
		try {
			await this.keep(this.desk.text(), options);
		} catch {
			// The next one keeps it.
		}
	}

	beat() {
		this.elapsed();
		if (performance.now() - this.sent > TICK_MS && !this.away)
			this.tick();
	}

	/** ---- what is said ---- */

	async say(text) {
		this.saying = true;
		try {
			await this.flight;
			const said = await post(`${this.path}/say`, { text, ...this.where() });
			this.rev = said.draft?.rev ?? null;
			if (said.wording)
				said.question = (await wording(`${this.path}/wording`, { stage: said.stage, turn: said.turn }))?.question ?? said.question;
			this.take(said);
			if (said.step === "over")
				return this.over();
			const words = [said.not_evaluable && `Could not be evaluated: ${said.not_evaluable}. It is kept; the question stands.`,
				said.replaced > 0 && `${plural(said.replaced, "character")} that ${said.replaced === 1 ? "was" : "were"} no text became �.`].filter(Boolean).join(" ");
			if (words)
				setTimeout(() => {
					this.desk.note(words);
					if (said.not_evaluable)
						say(words);
				});
			return this.question();
		} finally {
			this.saying = false;
		}
	}

	over() {
		this.desk.clear();
		this.ctx.go(this.drill.told ? `/stories/debrief/${this.id}` : "/stories");
		return null;
	}

	async pause() {
		await this.tick();
		if (!this.ctx.signal.aborted)
			this.ctx.go("/stories");
	}

	askEnd() {
		this.desk.note(["End the drill here? It is judged as far as it went. ", button("End it", { id: "end-now", onclick: () => this.end() }), " ", button("Go on", { onclick: () => {
			this.desk.note("");
			this.desk.focus().focus();
		} })]);
		document.getElementById("end-now").focus();
	}

	async end() {
		this.saying = true;
		try {
			await this.flight;
			this.take(await post(`${this.path}/end`, { elapsed_ms: this.elapsed() }));
			this.over();
		} catch (error) {
			this.saying = false;
			this.desk.note(error.gone ? "Spar does not answer. The clock stands still." : error.message);
		}
	}

	/** ---- what others do ---- */

	async told(message) {
		if (message.type === "link") {
			this.elapsed();
			this.away = message.state === "lost";
			this.desk.hold(this.away);
		}
		const again = message.type === "link" ? message.state === "back" : message.type === "changed" && message.attempt === this.id && message.from !== pageName;
		if (again)
			await this.look();
	}

	/** Where it stands by now. */
	async look() {
		if (this.saying)
			return;
		try {
			const mark = this.desk.mark(), drill = await get(this.path, { signal: this.ctx.signal });
			if (!this.saying && !this.ctx.signal.aborted)
				await this.elsewhere(drill, mark);
		} catch {
			// It comes with the next word.
		}
	}

	/** It went on, or was typed at, in another tab or in the terminal. What stands in the box here was not said, and stays. */
	async elsewhere(drill, mark) {
		const moved = this.key(drill) !== this.key(this.drill) || drill.step === "over", text = this.desk.text();
		if (!moved) {
			if (drill.draft && this.desk.clean(mark) && !this.other && drill.draft.text !== text) {
				this.desk.set(drill.draft.text);
				this.rev = drill.draft.rev;
			}
			return;
		}
		this.take(drill);
		this.rev = drill.draft?.rev ?? null;
		if (drill.step === "over") {
			this.over();
			return;
		}
		await this.desk.ask(this.question());
		if (text.trim()) {
			this.desk.set(text);
			this.desk.note("The drill went on elsewhere. What stands in the box was not said.");
		}
	}
}

export async function storyDrill(ctx) {
	const drill = await get(`/api/stories/drills/${ctx.params.id}`, { signal: ctx.signal });
	if (drill.step === "over") {
		const where = drill.told ? `/stories/debrief/${drill.id}` : "/stories";
		history.replaceState(null, "", where);
		setTimeout(() => ctx.go(where));
		return { title: "A story", page: "stories", body: el("div", { class: "alone" }, el("h1", { tabindex: -1 }, "This drill is over")) };
	}
	return new Sitting(ctx, drill).view();
}
