// A mock round: the room, its clock, and what the interviewer says.
//
// The round is the server's: this page counts its clock on, hands it in with each word and once a second, and shows what comes back. While there is no
// server nobody counts.

import { get, post } from "../lib/api.js";
import { pageName } from "../lib/draft.js";
import { button, el } from "../lib/dom.js";
import { onTold } from "../lib/live.js";
import { inline, prose } from "../lib/prose.js";
import { wording } from "../lib/wording.js";
import { contractList } from "../drill/brief.js";
import { room as interview } from "../parts/room.js";
import { debrief } from "./debrief.js";

const TICK_MS = 1000;
/** A longer gap between two looks at the clock is a machine that slept; a tab that nobody looks at may be let to look once a minute. */
const SLEPT_MS = 90_000;
const asks = ["question", "explain", "probe"];

/** Milliseconds that the room was open. */
class RoundClock {
	constructor() {
		Object.assign(this, { ms: 0, from: performance.now(), runs: false });
	}

	now() {
		const at = performance.now(), gone = at - this.from;
		if (this.runs && gone < SLEPT_MS)
			this.ms += gone;
		this.from = at;
		return Math.round(this.ms);
	}

	/** It never goes back. */
	set(ms) {
		this.ms = Math.max(this.now(), ms);
	}

	run(on) {
		this.now();
		this.runs = on;
	}
}

async function exerciseView(subject, query, signal) {
	const [, slug, variant] = subject.split("/");
	const [exercise, { shownSql }] = await Promise.all([get(`/api/exercises/${slug}/${variant}`, { signal }), import("../lib/editor.js")]);
	return el("section", { class: "exercise-brief", "aria-label": "The task" },
		el("h1", { tabindex: -1 }, exercise.title),
		query && [el("h2", {}, "Your query"), shownSql(query, { label: "Your query" }), el("h2", {}, "The task")],
		el("div", { class: "prompt" }, prose(exercise.prompt)),
		el("h2", {}, "What the data may hold"), contractList(exercise).dom,
		el("h2", {}, "Tables"), shownSql(exercise.schema.trim(), { label: "Tables" }));
}

class Round {
	constructor(ctx, room) {
		Object.assign(this, { ctx, id: room.id, room, briefs: new Map(), clock: new RoundClock(), away: false, saying: false, ticked: 0, flying: null });
		this.clock.set(room.clock_ms);
	}

	async view() {
		const { ctx, room } = this;
		this.desk = interview({
			name: `mock:${this.id}`,
			title: "This round",
			text: room.typed,
			signal: ctx.signal,
			onSay: (text) => this.say("text", text),
			onDraft: (typed, options) => this.tick({ typed }, options),
			skip: { label: "No answer", run: () => this.say("skip", "") },
			pad: { text: room.pad, onLine: (line) => this.padLine(line) },
			tools: [button("Pause", { quiet: true, onclick: () => this.pause() }), button("End the round", { quiet: true, onclick: () => this.askEnd() })],
			onOver: () => this.tick(),
		});
		await this.desk.ask(await this.question());
		this.clock.run(room.expects !== "start");
		const timer = setInterval(() => this.beat(), TICK_MS / 4);
		ctx.signal.addEventListener("abort", () => clearInterval(timer), { once: true });
		onTold((message) => this.told(message), ctx.signal);
		return { title: room.title, page: "mock", wide: true, body: this.desk.dom, aside: [el("span", { class: "mode" }, room.title), this.desk.aside], focus: this.desk.focus, leave: () => this.desk.leave() };
	}

	/** ---- what is asked ---- */

	/** The question that stands, as the room shows it. */
	async question() {
		const { room } = this, { turns } = room;
		const at = turns.findLastIndex((turn) => turn.who === "interviewer" && asks.includes(turn.kind));
		const before = turns.slice(0, at).findLast((turn) => turn.kind !== "pad");
		const since = turns.slice(at + 1).filter((turn) => turn.kind !== "pad" && turn.kind !== "silence" && turn.text);
		const lead = turns[at]?.lead ?? (before?.kind === "note" ? before.text : "");
		const mode = room.expects;
		const handed = room.kind === "sql" && mode !== "query" ? turns.find((turn) => turn.part === room.part && turn.who === "candidate" && ["text", "cut"].includes(turn.kind) && turn.text) : null;
		const several = room.part_round && room.part_round !== room.title ? `${room.part_round}. ` : "";
		return {
			key: String(turns[at] ? `${turns[at].part}.${turns.slice(0, at).filter((turn) => turn.kind !== "pad").length}` : "0"),
			question: mode === "query" ? "" : room.asks,
			code: turns[at]?.quote ?? "",
			kicker: `${several}${room.part_name}, part ${room.part + 1} of ${room.part_count}`,
			lead,
			brief: room.subject && mode !== "start" ? await this.brief(room.subject, handed?.text ?? "") : null,
			said: since.filter((turn) => turn.kind !== "note").map((turn) => ({ mine: turn.who === "candidate", text: turn.text })),
			silent: room.silent,
			mode,
			action: mode === "query" ? "Hand it in" : mode === "start" ? "Go on" : "Answer",
			nothing: mode === "text" && (room.silent || since.some((turn) => turn.who === "candidate")) ? "Nothing to add" : "",
			left: room.part_limit_ms ? room.part_begun_ms + room.part_limit_ms - this.clock.now() : null,
		};
	}

	async brief(subject, query) {
		const key = `${subject} ${query}`;
		if (!this.briefs.has(key))
			this.briefs.set(key, await exerciseView(subject, query, this.ctx.signal).catch((error) => {
				if (error.name === "AbortError")
					throw error;
				return el("p", { class: "wrong" }, `The task cannot be shown: ${inline(error.message)}`);
			}));
		return this.briefs.get(key);
	}

	/** Where the round stands now. elsewhere: it went on without this page, and what stands in the box was not said. */
	async take(room, { elsewhere = false } = {}) {
		const text = this.desk.text();
		this.room = room;
		this.clock.set(room.clock_ms);
		this.clock.run(room.expects !== "start" && !this.away);
		this.desk.pad(room.pad);
		const question = await this.question();
		if (!elsewhere)
			return question;
		await this.desk.ask(question);
		if (text.trim()) {
			this.desk.set(text);
			this.desk.note("The round went on elsewhere. What stands in the box was not said.");
		}
		return null;
	}

	/** The room stays shut while the debrief is fetched: nothing can be said in it any more. */
	over() {
		this.ctx.go(`/mock/${this.id}/debrief`);
		return new Promise(() => {});
	}

	/** ---- the clock ---- */

	beat() {
		this.clock.now();
		if (!this.away && !this.saying && !this.flying && this.room.expects !== "start" && performance.now() - this.ticked >= TICK_MS)
			this.tick();
	}

	/** Hand the clock in, and what is typed where that has changed. One after another: else a page could take its own interviewer for another tab. */
	async tick(more = {}, options = {}) {
		while (this.flying && !options.keepalive)
			await this.flying.catch(() => {});
		if (this.saying)
			return;
		this.ticked = performance.now();
		const flight = this.send(more, options);
		this.flying = flight;
		try {
			await flight;
			this.here(true);
		} catch (error) {
			if (error.gone)
				this.here(false);
			else if (error.status === 404)
				this.ctx.fail(error);
			if (error.name !== "AbortError" && "typed" in more)
				throw error;
		} finally {
			if (this.flying === flight)
				this.flying = null;
		}
	}

	async send(more, options) {
		const seq = this.room.seq;
		const moved = await post(`/api/mocks/${this.id}/tick`, { clock_ms: this.clock.now(), seq, page: pageName, ...more }, options);
		if (this.saying || seq !== this.room.seq || this.ctx.signal.aborted)
			return;
		if (moved.over)
			this.over();
		else if (moved.room && moved.taken)
			await this.desk.next(await this.take(moved.room));
		else if (moved.room)
			await this.take(moved.room, { elsewhere: true });
	}

	/** Is there a server? Without one the clock stands still. */
	here(on) {
		if (this.away === !on)
			return;
		this.away = !on;
		this.clock.run(on && this.room.expects !== "start");
		this.desk.hold(!on);
	}

	/** ---- what one does ---- */

	async say(kind, text) {
		this.saying = true;
		try {
			const moved = await post(`/api/mocks/${this.id}/say`, { kind, text, clock_ms: this.clock.now(), seq: this.room.seq, page: pageName });
			this.here(true);
			if (moved.over) {
				this.desk.clear();
				return this.over();
			}
			return await this.take(await this.worded(moved), { elsewhere: !moved.taken });
		} catch (error) {
			if (error.gone)
				this.here(false);
			throw error;
		} finally {
			this.saying = false;
		}
	}

	/** The room, with a model's words if they come in time; nobody's clock pays for that. */
	async worded({ wording: waits, room, seq }) {
		if (!waits)
			return room;
		this.clock.set(room.clock_ms);
		this.clock.run(false);
		return (await wording(`/api/mocks/${this.id}/wording`, { seq }))?.room ?? room;
	}

	async padLine(line) {
		const moved = await post(`/api/mocks/${this.id}/say`, { kind: "pad", text: line, clock_ms: this.clock.now(), seq: this.room.seq, page: pageName });
		if (moved.over)
			this.over();
		return moved.room?.pad ?? "";
	}

	async pause() {
		try {
			await this.send({ typed: this.desk.text() }, {});
		} catch (error) {
			if (!error.gone)
				throw error;
		}
		if (!this.ctx.signal.aborted)
			this.ctx.go("/mock");
	}

	askEnd() {
		this.desk.note(["End the round here? What was not reached is said to be so. ", button("End it", { id: "end-now", onclick: () => this.end() }), " ", button("Go on", { onclick: () => {
			this.desk.note("");
			this.desk.focus().focus();
		} })]);
		document.getElementById("end-now").focus();
	}

	async end() {
		try {
			await post(`/api/mocks/${this.id}/leave`, { clock_ms: this.clock.now() });
			this.desk.clear();
			this.over();
		} catch (error) {
			this.desk.note(error.gone ? "Spar does not answer. The clock stands still." : error.message);
		}
	}

	/** ---- what others do ---- */

	async told(message) {
		if (message.type === "link")
			this.here(message.state !== "lost");
		const again = message.type === "link" ? message.state === "back" : message.type === "changed" && message.attempt === this.id && message.from !== pageName;
		if (!again || this.saying)
			return;
		try {
			const mark = this.desk.mark();
			const { over, room } = await get(`/api/mocks/${this.id}`, { signal: this.ctx.signal });
			if (this.saying || this.ctx.signal.aborted)
				return;
			if (over)
				this.over();
			else if (room.seq > this.room.seq)
				await this.take(room, { elsewhere: true });
			else if (room.seq < this.room.seq)
				return;    /* asked for before the last word, and come after it */
			else if (message.what === "draft" && this.desk.clean(mark))
				this.desk.set(room.typed);
			else
				this.desk.pad(room.pad);
		} catch {
			// It comes with the next word or tick.
		}
	}
}

export async function round(ctx) {
	const { over, room } = await get(`/api/mocks/${ctx.params.id}`, { signal: ctx.signal });
	if (over) {
		history.replaceState(null, "", `/mock/${ctx.params.id}/debrief`);
		return debrief(ctx);
	}
	return new Round(ctx, room).view();
}
