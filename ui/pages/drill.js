// A drill: the task at the left, the editor, and below it what came of it.

import { ApiError, get, post } from "../lib/api.js";
import { clock } from "../lib/clock.js";
import { button, el, show, throttle } from "../lib/dom.js";
import { pageKeys } from "../lib/keys.js";
import { follow, onTold } from "../lib/live.js";
import { say } from "../lib/say.js";
import { minutesSeconds } from "../lib/when.js";
import { Asking } from "../drill/asking.js";
import { brief } from "../drill/brief.js";
import { drafter, keptDraft, pageName } from "../drill/draft.js";
import { HINT_STEPS, hints, nextHint } from "../drill/hints.js";
import { failureView, nothingYet, outcomeView, put, rowsView } from "../drill/result.js";
import { showAnswers } from "../drill/answers.js";
import { startPanel } from "../drill/start.js";
import { decidingClause, recorded, spokenVerdict, standing } from "../parts/verdict.js";

export async function drill(ctx) {
	const { slug, variant } = ctx.params;
	const exercise = await get(`/api/exercises/${slug}/${variant}`, { signal: ctx.signal });
	if (exercise.open_attempt)
		return running(ctx, exercise, await get(`/api/attempts/${exercise.open_attempt}`, { signal: ctx.signal }));

	const start = async (how) => {
		const attempt = await post("/api/attempts", { exercise: slug, variant, ...how });
		ctx.replace(await running(ctx, exercise, attempt));
	};
	const panel = startPanel(exercise, ctx.query.get("way"), ctx.query.get("minutes"), (how) => start(how).catch(ctx.fail));
	pageKeys("This drill", [
		{ key: "Enter", label: "Start", run: () => panel.requestSubmit() },
		{ key: "Escape", label: "All drills", run: () => ctx.go("/drills") },
	], ctx.signal);
	import("../lib/editor.js");
	return { title: exercise.title, page: "drills", body: panel, focus: () => panel.querySelector("#start") };
}

/** The sample is quick once the judge is warm: then it is there at the first drawing. */
const SAMPLE_WAIT_MS = 150;

async function sampleOf({ slug, variant }, signal) {
	const { job } = await post(`/api/exercises/${slug}/${variant}/sample`, {}, { signal });
	const done = await follow(job, null, signal);
	return done.messages.find((message) => message.type === "sample")?.tables ?? null;
}

async function running(ctx, exercise, first) {
	const sample = sampleOf(exercise, ctx.signal);
	const [sql, early] = await Promise.all([import("../lib/editor.js"),
		Promise.race([sample.catch(() => null), new Promise((resolve) => setTimeout(resolve, SAMPLE_WAIT_MS, null))])]);
	const desk = new Desk(ctx, exercise, first, sql);
	if (early)
		desk.brief.tables.fill(early);
	else
		sample.then((tables) => desk.brief.tables.fill(tables), (error) => desk.sampleFailed(error));
	return desk.view();
}

/** An attempt that runs, with its parts. */
class Desk {
	constructor(ctx, exercise, attempt, sql) {
		Object.assign(this, { ctx, exercise, attempt, sql, busy: null, shownJudged: 0, shown: null, judged: "" });
		this.brief = brief(exercise);
		this.status = el("span", { class: "soft state", role: "status" });
		this.result = el("section", { class: "result", "aria-label": "Result" });
		this.answers = el("section", { class: "answers", "aria-label": "Other answers" });
		this.asking = new Asking({ attempt: attempt.id, shownSql: sql.shownSql, signal: ctx.signal });
		this.mode = el("span", { class: "mode" });
		const kept = keptDraft(attempt.id), draft = kept ?? attempt.draft?.text ?? "";
		this.editor = sql.editor({
			text: draft,
			label: "Your query",
			describedBy: "editor-note",
			tables: exercise.tables,
			complete: this.completes(),
			hint: "Write your query here",
			keys: { "Mod-Enter": () => this.run(), "Mod-Shift-Enter": () => this.submit() },
			onChange: () => this.draft.changed(),
			onCompleted: () => this.completed(),
		});
		this.draft = drafter({ attempt: attempt.id, text: () => this.editor.text(), onState: (state, error) => this.drafted(state, error), signal: ctx.signal });
		this.draft.saved(attempt.draft?.text ?? "");
		this.hints = hints({
			attempt: attempt.id, taken: attempt.hint_step, query: () => this.editor.text(), signal: ctx.signal,
			onHint: (hint) => this.hinted(hint), onError: (error) => this.failed("No hint", error),
		});
		if (kept !== null)
			this.draft.send();
	}

	completes() {
		return !this.attempt.no_run && !this.attempt.cold_possible;
	}

	/** ---- what it looks like ---- */

	view() {
		const { attempt, ctx } = this;
		this.runButton = button("Run on sample", { key: "Ctrl Enter", onclick: () => this.run() });
		this.submitButton = button("Submit", { key: "Ctrl Shift Enter", go: true, class: "submit", onclick: () => this.submit() });
		this.hintButton = button("", { quiet: true, class: "hint-button", onclick: () => this.hints.take() });
		this.endButton = button("End this attempt", { quiet: true, onclick: () => this.leave(`/attempt/${attempt.id}`) });
		const body = el("div", { class: "drill" },
			this.brief.dom,
			el("div", { class: "desk" },
				el("section", { class: "editor", "aria-label": "Editor" }, this.editor.dom,
					el("p", { id: "editor-note", class: "unseen" }, "Tab indents. Escape and then Tab leaves the editor.")),
				el("div", { class: "bar" }, !attempt.no_run && this.runButton, this.submitButton, this.status, this.hintButton),
				this.result, this.asking.dom, this.hints.dom, this.answers,
				el("div", { class: "desk-foot" }, this.endButton)));
		this.keys();
		this.tell();
		this.draw();
		this.recall();
		return {
			title: this.exercise.title, page: "drills", wide: true, body, aside: this.aside(),
			focus: () => this.editor, leave: () => this.editor.destroy(),
		};
	}

	aside() {
		const { attempt, ctx } = this;
		const passed = attempt.outcome === "passed";
		const elapsed = attempt.left_ms !== null ? attempt.limit_ms - attempt.left_ms : Math.max(0, Date.now() - attempt.started_ms);
		this.clock = passed ? null : clock({ left: attempt.left_ms, elapsed, signal: ctx.signal, onOver: () => this.refresh() });
		this.timeHost = el("span", { class: "time-host" }, this.clock ? this.clock.dom : el("span", { class: "clock" }, minutesSeconds(attempt.elapsed_ms)));
		return [this.mode, this.timeHost];
	}

	keys() {
		const idle = () => this.attempt.running;
		pageKeys("This drill", [
			{ key: "Ctrl Enter", label: "Run on the sample", run: () => this.run(), when: () => idle() && !this.attempt.no_run },
			{ key: "Ctrl Shift Enter", label: "Submit", run: () => this.submit(), when: idle },
			{ key: "Escape", label: "Back to the editor", run: () => this.editor.focus() },
			{ key: "Alt I", label: "Take the next hint", run: () => this.hints.take(), typing: true, when: idle },
			{ key: "Alt K", label: "Show or hide the clock", run: () => this.clock?.toggle(), typing: true },
			{ key: "Alt Q", label: "A question about your query", run: () => this.asking.ask(), typing: true },
			{ key: "Alt R", label: "To the result", run: () => this.toResult(), typing: true },
			{ key: "Alt P", label: "To the task", run: () => this.brief.dom.querySelector("h1").focus(), typing: true },
		], this.ctx.signal, { withEditor: true });
	}

	toResult() {
		const head = this.result.querySelector("#outcome");
		head?.focus();
		return Boolean(head);
	}

	/** Draw what depends on the attempt's state. */
	draw() {
		const { attempt } = this, step = this.hints.step();
		let mode = attempt.no_run ? "No run, cold" : "Cold", why = "";
		if (attempt.outcome === "passed")
			mode = attempt.cold ? "Passed cold" : "Passed";
		else if (!attempt.cold_possible) {
			mode = attempt.no_run ? "No run, not cold" : "Not cold";
			why = attempt.cold_why ?? "";
		}
		show(this.mode, mode, why && el("span", { class: "mode-why" }, `: ${why}`));
		const more = step < HINT_STEPS;
		show(this.hintButton, more ? `Hint ${step + 1} of ${HINT_STEPS}: ${nextHint(step)}` : "No more hints", more && attempt.cold_possible && " (costs the cold mark)");
		this.hintButton.disabled = !more || !attempt.running;
		this.hintButton.hidden = attempt.outcome === "passed";
		for (const one of [this.runButton, this.submitButton])
			one.disabled = Boolean(this.busy) || !attempt.running;
		this.endButton.hidden = !attempt.running || attempt.outcome === "passed";
		this.submitButton.classList.toggle("go", attempt.outcome !== "passed");
		if (this.completing !== this.completes()) {
			this.completing = this.completes();
			this.editor.completion(this.completing);
		}
		if (attempt.outcome === "passed" && this.clock) {
			this.clock.stop();
			show(this.timeHost, el("span", { class: "clock" }, minutesSeconds(attempt.elapsed_ms)));
			this.clock = null;
		}
		if (!attempt.running)
			this.editor.lock(true);
	}

	say(text, ...more) {
		show(this.status, text, ...more);
	}

	drafted(state, error) {
		if (this.busy)
			return;
		if (state === "kept")
			this.say(error.gone ? "Kept in this browser" : `Not saved: ${error.message}`);
		else
			this.say(state === "saved" ? "Draft saved" : "");
	}

	failed(title, error) {
		this.busy = null;
		this.draw();
		this.say("");
		if (error.name === "AbortError" || error.locked)
			return;
		put(this.result, failureView(title, error.gone ? "Spar does not answer. Your query is kept; try again when it is back." : error.message));
		say(`${title}. ${error.message}`);
	}

	/** ---- what the server says ---- */

	tell() {
		const again = throttle(() => this.refresh(), 60);
		onTold((message) => {
			if (message.type === "link" && message.state === "back") {
				this.refresh();
				if (!this.draft.clean())
					this.draft.send();
			} else if (message.type === "changed" && message.attempt === this.attempt.id && message.from !== pageName)
				again();
		}, this.ctx.signal);
	}

	/** The attempt as the record has it; what another tab did is shown here too. */
	async refresh() {
		const mark = this.draft.mark();
		let now;
		try {
			now = await get(`/api/attempts/${this.attempt.id}`, { signal: this.ctx.signal });
		} catch (error) {
			if (error instanceof ApiError && error.status === 404)
				this.ctx.again();
			return;
		}
		this.attempt = now;
		if (this.draft.clean(mark) && now.draft && now.draft.text !== this.editor.text() && !this.busy) {
			this.editor.set(now.draft.text);
			this.draft.saved(now.draft.text);
			this.say("Changed in another tab");
		}
		this.draw();
		if (!this.busy)
			this.recall();
		this.asking.refresh();
		if (!now.running && this.shown !== "ended") {
			this.shown = "ended";
			this.say("This attempt has ended.");
		}
	}

	/** Show the last verdict of the record if it is newer than what is shown; take up what still runs. */
	recall() {
		const { events, jobs } = this.attempt;
		const judged = events.filter((event) => event.kind === "judged" && event.result?.verdict).at(-1);
		if (judged && judged.id > this.shownJudged) {
			this.shownJudged = judged.id;
			this.judged = events.find((event) => event.id === judged.submission)?.query ?? "";
			this.showVerdict(recorded(judged.result), []);
			this.asking.open();
		} else if (!judged && !this.result.hasChildNodes())
			put(this.result, nothingYet(this.attempt));
		if (!this.busy)
			jobs.forEach((id) => this.takeUp(id));
		if (this.attempt.answers_shown && !this.answers.hasChildNodes() && !this.attempt.running)
			this.showAnswers();
	}

	/** A job that began before this page, or in another tab. */
	async takeUp(id) {
		try {
			const job = await get(`/api/jobs/${id}`, { signal: this.ctx.signal });
			if (job.kind === "submit" && !this.busy)
				await this.track(id, "submit", this.editor.text());
		} catch (error) {
			if (error.name !== "AbortError" && error.status !== 404)
				this.failed("No verdict", error);
		}
	}

	/** The judge was started again in the middle, or is away: ask until it is there, and say so when it cannot. */
	sampleFailed(error) {
		if (error.name === "AbortError")
			return;
		if (error.status === 404 || error.gone)
			setTimeout(() => !this.ctx.signal.aborted && sampleOf(this.exercise, this.ctx.signal).then((tables) => this.brief.tables.fill(tables), (again) => this.sampleFailed(again)), 1000);
		else
			this.brief.tables.fail(error.message);
	}

	/** ---- what one does ---- */

	run() {
		if (this.attempt.no_run || !this.attempt.running)
			return undefined;
		return this.ask("run", "Running…");
	}

	submit() {
		if (!this.attempt.running)
			return undefined;
		return this.ask("submit", "Judging…");
	}

	async ask(kind, doing) {
		const query = this.editor.text();
		if (this.busy)
			return;
		if (!query.trim()) {
			this.say(kind === "run" ? "There is nothing to run yet." : "There is nothing to submit yet.");
			return;
		}
		this.busy = kind;
		this.draw();
		this.say(doing);
		this.editor.underline(-1);
		this.draft.flush();
		try {
			const { job } = await post(`/api/attempts/${this.attempt.id}/${kind}`, { query });
			this.say(doing, " ", button("Stop", { quiet: true, onclick: () => post(`/api/jobs/${job}/stop`).catch(() => {}) }));
			await this.track(job, kind, query);
		} catch (error) {
			this.failed(kind === "run" ? "Not run" : "Not submitted", error);
		}
	}

	/** Follow a job to its end and show what it says as it says it. */
	async track(id, kind, query) {
		this.busy = kind;
		this.judged = query;
		this.draw();
		let told = "";
		const on = (job) => {
			const ended = job.state !== "running" && job.state !== "waiting";
			const rows = job.messages.find((message) => message.type === "rows"), found = standing(job.messages);
			if (rows)
				put(this.result, rowsView(rows));
			else if (found.verdict)
				this.showVerdict(found, kind === "submit" && !ended ? [!found.small && "small", !found.large && "large"].filter(Boolean) : []);
			const words = rows ? `${rows.row_count} rows on the sample.` : found.verdict ? spokenVerdict(found) : "";
			if (words && words !== told) {
				told = words;
				say(words);
				this.lead(query);
			}
		};
		let job;
		try {
			job = await follow(id, on, this.ctx.signal);
		} catch (error) {
			if (error.status !== 404 || kind !== "submit")
				throw error.status === 404 ? new ApiError(404, "", "Spar was started again before it answered. Try again.") : error;
			/* Started again: what was submitted is in the record and is judged there. */
			this.busy = null;
			await this.refresh();
			return;
		}
		this.busy = null;
		this.say(job.state === "stopped" ? "Stopped" : "");
		if (job.state === "failed" && !standing(job.messages).verdict)
			this.failed("Could not be evaluated", new ApiError(500, job.error.code, job.error.text));
		else if (job.state === "stopped" && !job.messages.length)
			put(this.result, failureView("Stopped", kind === "submit" ? "There is no verdict. What you submitted is recorded." : "It was ended before it had a result."));
		await this.settle(job, kind);
	}

	/** The job is over: the attempt's own state says whether it was a pass. */
	async settle(job, kind) {
		await this.refresh();
		const found = standing(job.messages);
		if (kind === "submit" && found.verdict)
			this.showVerdict(found, []);
		const judged = this.attempt.events.filter((event) => event.kind === "judged").at(-1);
		this.shownJudged = Math.max(this.shownJudged, judged?.id ?? 0);
		if (judged)
			this.asking.open();
		if (this.attempt.outcome === "passed" && kind === "submit")
			say(`${spokenVerdict(found)} ${this.attempt.cold ? "Passed cold." : "Passed."}`);
		this.draw();
	}

	/** The focus goes to the first line, unless one has typed on. */
	lead(query) {
		const active = document.activeElement;
		if (this.editor.text() === query && (this.editor.hasFocus() || active === document.body || this.submitButton === active || this.runButton === active))
			this.toResult();
	}

	showVerdict(found, waits) {
		const { activeElement } = document, held = this.result.contains(activeElement);
		const head = put(this.result, outcomeView(found, {
			waits, attempt: this.attempt,
			act: { again: () => this.editor.focus(), answers: () => this.showAnswers(), finish: () => this.leave("/") },
		}));
		if (held)
			head.focus({ preventScroll: true });
		this.brief.contract.light(found.verdict.witness ? decidingClause(found.verdict) : -1);
		if (found.verdict.verdict === "invalid" && this.editor.text() === this.judged)
			this.editor.underline(found.verdict.position);
	}

	hinted(hint) {
		if (hint.clause !== undefined)
			this.brief.contract.light(hint.clause, "The hint is about this one.");
		if (this.status)
			setTimeout(() => this.refresh());
	}

	completed() {
		if (!this.attempt.completions)
			post(`/api/attempts/${this.attempt.id}/completed`).catch(() => {});
	}

	async showAnswers() {
		try {
			await showAnswers(this.answers, { attempt: this.attempt.id, mine: this.judged || this.editor.text(), sql: this.sql, zone: this.ctx.zone });
			this.result.querySelectorAll(".ask-answers").forEach((one) => {
				one.hidden = true;
			});
			await this.refresh();
		} catch (error) {
			this.failed("No answers", error);
		}
	}

	/** What was written is in the submissions; the next attempt begins with an empty editor. */
	async leave(path) {
		try {
			await this.draft.drop();
			await post(`/api/attempts/${this.attempt.id}/end`);
			this.ctx.go(path);
		} catch (error) {
			this.failed("Not ended", error);
		}
	}
}
