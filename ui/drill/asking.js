// Questions about the query that was submitted: one at a time, below the verdict.
//
// The record has them, so that the terminal and another tab see the same: what is shown is what the server says, but for the text in the box.

import { ApiError, get, post, sentence } from "../lib/api.js";
import { button, el, show } from "../lib/dom.js";
import { follow } from "../lib/live.js";
import { say } from "../lib/say.js";
import { plural } from "../lib/when.js";
import { kindWords, quoted, resultView, resultWords } from "../parts/question.js";
import { inputTables } from "../parts/witness.js";
import { drafter, keptDraft } from "./draft.js";

const ROWS_HELP = "One row a line, values divided by |. NULL is typed NULL, an empty text ''. No rows at all: the word empty.";

/** What is to be typed for a prediction. */
function taskView(task) {
	return [
		el("div", { class: "witness" }, el("div", { class: "witness-part witness-tables" }, inputTables(task.tables, ", on this data", " of the question"))),
		el("p", {}, "Type the rows of ", el("code", {}, task.columns.join(" | ")), task.ordered ? ". Their order counts." : ". Any order."),
	];
}

/** The box for an answer, with its draft. */
class Box {
	constructor(question, { signal, onSend, onPass }) {
		Object.assign(this, { question, begun: Date.now(), ended: new AbortController() });
		const { id, task } = question, last = question.answers.at(-1)?.text ?? "";
		const kept = keptDraft(`ask:${id}`), stored = question.draft?.text ?? "";
		signal.addEventListener("abort", () => this.ended.abort(), { once: true, signal: this.ended.signal });
		this.problem = el("p", { class: "warn answer-problem", id: "answer-problem" });
		this.state = el("span", { class: "soft state", role: "status" });
		this.area = el("textarea", {
			class: task ? "mono" : null, rows: task ? 5 : 4, spellcheck: task ? "false" : "true", autocomplete: "off",
			"aria-labelledby": "asked", "aria-describedby": task ? "rows-help answer-problem" : "answer-problem", value: kept ?? (stored || last),
			oninput: () => this.draft.changed(),
			onkeydown: (event) => {
				if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.shiftKey)
					return;
				event.preventDefault();
				event.stopPropagation();
				onSend();
			},
		});
		this.draft = drafter({
			name: `ask:${id}`, path: `/api/questions/${id}`, text: () => this.area.value, signal: this.ended.signal,
			onState: (state, error) => show(this.state, state === "saved" ? "Draft saved" : state === "kept" ? (error.gone ? "Kept in this browser" : `Not saved: ${error.message}`) : ""),
		});
		this.draft.saved(stored);
		if (kept !== null)
			this.draft.send();
		this.send = button("Answer", { key: "Ctrl Enter", class: "send", onclick: onSend });
		this.pass = button("Pass", { quiet: true, class: "pass", onclick: onPass });
		this.dom = el("div", { class: "answer-box" }, this.area, task && el("p", { class: "soft small", id: "rows-help" }, ROWS_HELP), this.problem,
			el("div", { class: "bar" }, this.send, this.pass, this.state));
	}

	busy(words) {
		this.send.disabled = this.pass.disabled = Boolean(words);
		this.area.readOnly = Boolean(words);
		show(this.state, words);
	}

	/** What another tab has typed. mark: of the draft, from before the server was asked. */
	take(draft, mark) {
		if (!draft || !this.draft.clean(mark) || draft.text === this.area.value)
			return;
		this.area.value = draft.text;
		this.draft.saved(draft.text);
	}

	complain(text) {
		show(this.problem, text);
		say(text);
		this.area.focus();
	}

	close() {
		this.draft.forget();
		this.ended.abort();
	}
}

/** The place of an attempt: {dom, refresh(), toQuestion()}. attempt() gives its id and whether it has a verdict that can be asked about. */
export class Asking {
	constructor({ attempt, shownSql, signal }) {
		Object.assign(this, { attempt, shownSql, signal, ready: false, list: [], drawn: "", box: null, making: false });
		this.dom = el("section", { class: "asking", "aria-label": "Questions about your query" });
	}

	/** The open question, else the last one. */
	current() {
		return this.list.find((one) => one.state === "open") ?? this.list.at(-1);
	}

	/** There is a verdict: questions can be asked. */
	async open() {
		this.ready = true;
		await this.refresh();
	}

	async refresh() {
		if (!this.ready)
			return;
		const { box } = this, mark = box?.draft.mark();
		try {
			this.list = (await get(`/api/attempts/${this.attempt}/questions`, { signal: this.signal })).questions;
		} catch (error) {
			if (error.name !== "AbortError" && !error.locked && !error.gone)
				this.failed(error);
			return;
		}
		const now = this.current(), sign = JSON.stringify(this.list.map(({ id, state, checked }) => [id, state, checked !== null]));
		if (sign === this.drawn && this.dom.hasChildNodes()) {
			if (box && box === this.box && now.state === "open")
				box.take(now.draft, mark);
			return;
		}
		this.drawn = sign;
		this.draw();
	}

	draw() {
		const now = this.current();
		if (this.box && (now?.state !== "open" || now.id !== this.box.question.id)) {
			this.box.close();
			this.box = null;
		}
		if (now?.state === "open")
			this.box ??= new Box(now, { signal: this.signal, onSend: () => this.answer(), onPass: () => this.passOver() });
		this.note = el("span", { class: "soft state", role: "status" });
		this.askButton = button(now ? "Next question" : "Ask me", { key: "Alt Q", class: "ask", onclick: () => this.ask() });
		const held = document.activeElement === this.box?.area;
		show(this.dom,
			el("h2", { class: "part" }, "Questions about your query"),
			!now && el("p", { class: "soft" }, "An interviewer goes on from here: why it is written so, what comes out on a small database, and what if the data or the task changes. It costs nothing."),
			now && el("article", { class: "question", "aria-labelledby": "asked" },
				el("p", { class: "kicker" }, kindWords(now), now.again && el("span", { class: "thin" }, ". It was asked before: there is nothing new to ask here.")),
				el("h3", { class: "asked", id: "asked" }, now.text),
				quoted(now, this.shownSql),
				now.task && now.state === "open" && taskView(now.task),
				this.box ? this.box.dom : resultView(now, { id: "answered" })),
			!this.box && el("div", { class: "bar" }, this.askButton, this.note),
			this.earlier(now));
		if (held)
			this.box.area.focus({ preventScroll: true });
	}

	earlier(now) {
		const rest = this.list.filter((one) => one !== now && one.state !== "open");
		return rest.length > 0 && el("details", { class: "earlier" }, el("summary", {}, `${plural(rest.length, "question")} before this one`),
			el("ol", { class: "entries", role: "list" }, rest.map((one) => el("li", { class: "entry" },
				el("p", { class: "entry-head" }, el("strong", {}, one.text)), quoted(one, this.shownSql), resultView(one)))));
	}

	failed(error) {
		if (error.name === "AbortError" || error.locked)
			return;
		const text = error.gone ? "Spar does not answer. What you typed is kept; try again when it is back." : error.message;
		if (this.box) {
			this.box.busy("");
			this.box.draft.changed();
			this.box.complain(text);
		} else {
			this.making = false;
			if (!this.note)
				this.draw();
			this.askButton.disabled = false;
			show(this.note, text);
			say(text);
		}
	}

	/** A job to its end; its last message. */
	async done(job) {
		const ended = await follow(job, null, this.signal);
		if (ended.state === "failed")
			throw new ApiError(500, ended.error.code, sentence(ended.error.text));
		return ended.state === "stopped" ? null : ended.messages.at(-1);
	}

	toQuestion() {
		const place = this.box?.area ?? this.dom.querySelector("#answered") ?? this.askButton;
		place?.focus({ preventScroll: true });
		this.dom.querySelector(".question")?.scrollIntoView({ block: "nearest" });
		return Boolean(place);
	}

	async ask() {
		if (!this.ready || this.making)
			return;
		if (this.box) {
			this.toQuestion();
			return;
		}
		/* The key is there before the questions are. */
		if (!this.askButton) {
			await this.refresh();
			if (!this.askButton || this.box || this.making)
				return;
		}
		this.making = true;
		this.askButton.disabled = true;
		show(this.note, "Looking for a question…");
		try {
			const { job } = await post(`/api/attempts/${this.attempt}/questions`);
			show(this.note, "Looking for a question… ", button("Stop", { quiet: true, onclick: () => post(`/api/jobs/${job}/stop`).catch(() => {}) }));
			const told = await this.done(job);
			this.making = false;
			if (!told || told.type === "verdict" || !told.id) {
				this.askButton.disabled = false;
				this.askButton.focus();
				const words = !told ? "Stopped." : told.type === "verdict" ? "This query cannot be run, so there is nothing to ask about it." : "There is nothing to ask about this query.";
				show(this.note, words);
				say(words);
				return;
			}
			await this.refresh();
			this.toQuestion();
		} catch (error) {
			this.making = false;
			this.failed(error.status === 404 ? new ApiError(404, "", "Spar was started again before it had a question. Try again.") : error);
		}
	}

	async answer() {
		const { box } = this;
		if (!box || box.send.disabled)
			return;
		if (!box.area.value.trim()) {
			box.complain("There is no answer yet. Pass, if you have none.");
			return;
		}
		show(box.problem);
		box.busy("Checking…");
		try {
			await box.draft.hold();
			const { job } = await post(`/api/questions/${box.question.id}/answer`, { text: box.area.value, elapsed_ms: Date.now() - box.begun });
			const told = await this.done(job);
			box.busy("");
			if (!told || told.problem) {
				box.complain(told ? `No answer yet: ${told.line ? `line ${told.line}, ` : ""}${sentence(told.problem)}` : "Stopped before it was checked. Send it again.");
				return;
			}
			await this.settled();
		} catch (error) {
			this.failed(error.status === 404 ? new ApiError(404, "", "Spar was started again before it had checked this. Send it again.") : error);
		}
	}

	async passOver() {
		const { box } = this;
		if (!box || box.send.disabled)
			return;
		box.busy("Passing…");
		try {
			await box.draft.hold();
			await post(`/api/questions/${box.question.id}/pass`);
			await this.settled();
		} catch (error) {
			this.failed(error);
		}
	}

	/** The question is closed: show what came of it, and say it. */
	async settled() {
		const { id } = this.box?.question ?? {};
		await this.refresh();
		const closed = this.list.find((one) => one.id === id);
		if (closed && closed.state !== "open")
			say(resultWords(closed).text);
		this.dom.querySelector("#answered")?.focus({ preventScroll: true });
	}
}
