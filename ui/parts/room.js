// The room of an interview: one question, the clock, a box for the answer. No hint, no coaching, no score: whoever asks says nothing else.
//
//   const view = room({ name: "mock:12", signal: ctx.signal, onSay, onDraft });
//   await view.ask({ key: "0", question: "Tell me about a time ...", left: 420_000 });
//   return { title, wide: true, body: view.dom, aside: view.aside, focus: view.focus, leave: view.leave };
//
// A question is an object:
//   key        another key is another question: it is shown, announced and focused. The same key again only brings what else has changed
//   question   its text; what stands in double quotes in it is marked as the candidate's own words
//   kicker     where one is: "First query, part 2 of 4"
//   code       a piece of a query that it is about
//   lead       what is said in front of it: an interruption
//   brief      an element with more to read, such as an exercise; it stands at the left, and its heading is the question's when there is no text
//   said       [{mine, text}], what was said since this question; mine is the candidate's
//   silent     the interviewer waits for more
//   mode       "text", "query" (an editor for SQL that completes nothing) or "start" (no box, only the button)
//   action     the words of the button; "Answer"
//   nothing    the words of the button while the box is empty, where saying nothing is an answer; else an empty box cannot be said
//   left       ms that are left at this moment; null or absent: no clock
//
// Ctrl Enter, or the button, says what stands in the box. Enter is a new line, and nothing else says anything. What is typed while the question has
// the focus goes into the box.

import { keptDraft, drafter } from "../lib/draft.js";
import { clock } from "../lib/clock.js";
import { button, el, show, unseen } from "../lib/dom.js";
import { pageKeys } from "../lib/keys.js";
import { say } from "../lib/say.js";

const KEPT = "Spar does not answer. What stands in the box is kept; say it when Spar is back.";

/** A text whose runs in double quotes are marked: they are the candidate's. */
export function quoted(text) {
	return text.split(/("[^"]+"|“[^”]+”)/).map((part) => /^["“].+["”]$/.test(part)
		? ["“", el("span", { class: "own-words" }, part.slice(1, -1)), "”"] : part);
}

/** The box of one question: a plain one, or an editor without completion. {dom, text(), set(text), focus(), lock(on), destroy()} */
function plainBox(onChange) {
	const area = el("textarea", { class: "room-answer", id: "answer", spellcheck: "true", autocomplete: "off", "aria-labelledby": "room-question", "aria-describedby": "room-how", oninput: onChange });
	return {
		dom: area,
		text: () => area.value,
		set(text) {
			if (text !== area.value)
				area.value = text;
		},
		focus: () => area.focus(),
		lock: (on) => {
			area.readOnly = on;
		},
		destroy() {},
	};
}

async function queryBox(onChange, onSay) {
	const { editor } = await import("../lib/editor.js");
	const box = editor({ label: "Your query", describedBy: "room-how", hint: "Write your query here", keys: { "Mod-Enter": () => void onSay() }, onChange });
	return { ...box, dom: el("div", { class: "editor" }, box.dom) };
}

/** Lines that are only ever added, for the candidate's own eyes. */
function scratchPad({ text, onLine }) {
	const lines = el("pre", { class: "pad-lines" });
	const line = el("input", { id: "pad-line", type: "text", autocomplete: "off", maxlength: 2000 });
	const note = el("p", { class: "wrong", role: "alert" });
	const draw = (now) => show(lines, now);
	const dom = el("section", { class: "pad", "aria-label": "Scratch pad", hidden: true },
		lines,
		el("form", { onsubmit: async (event) => {
			event.preventDefault();
			if (!line.value.trim())
				return;
			try {
				draw(await onLine(line.value));
				line.value = "";
				show(note);
				lines.scrollTop = lines.scrollHeight;
			} catch (error) {
				show(note, error.gone ? "Not kept: Spar does not answer." : error.message);
			}
		} },
		el("label", { for: "pad-line" }, "A line for the scratch pad"), el("div", { class: "pad-row" }, line, button("Add", { type: "submit" }))), note);
	draw(text ?? "");
	return { dom, set: draw, line };
}

/**
 * {dom, aside, ask(question), next(question), text(), set(text), clear(), hold(on), note(text), pad(text), focus(), leave()}.
 *
 * name        of this round in this browser, for its drafts
 * title       over its keys
 * text        what stands in the box of the first question: what the server has of it
 * onSay(text) says it. The promise gives the question that follows, or null when nothing was taken: the text then stays. A failure is shown, the text stays
 * onDraft(text, options)   keeps what is typed: at most every 500 ms. While that fails the text is kept in this browser
 * skip        {label, run}: gives no answer; run() like onSay()
 * pad         {text, onLine(line)}: a scratch pad; the promise gives all of its lines
 * tools       more buttons; keys: more keys as of pageKeys()
 * onOver()    the time of the question is over; overWords are said then
 *
 * ask() shows a question; next() the same after the box was emptied, for what came without the candidate: an interviewer who cuts in. set() is for a
 * text from elsewhere. hold(true) makes the clock stand still. note() is one line under the box.
 */
export function room({ name, title = "This round", text = "", signal, onSay, onDraft, skip, pad, tools = [], keys = [], onOver, overWords = "" }) {
	let now = null, box = null, busy = false, clockView = null, noted = "";
	const kicker = el("p", { class: "kicker" }), head = el("h1", { id: "room-question", tabindex: -1 });
	const code = el("p", { class: "room-code" }), brief = el("div", { class: "room-brief" }), said = el("ol", { class: "room-said", role: "list", "aria-label": "Said since the question" });
	const desk = el("div", { class: "room-box" }), state = el("p", { class: "soft state room-state", role: "status" });
	const sayWords = el("span");
	const sayButton = button(sayWords, { key: "Ctrl Enter", go: true, class: "say", onclick: () => speak() });
	const skipButton = skip && button(skip.label, { onclick: () => act(skip.run) });
	const padView = pad && scratchPad(pad);
	const padButton = pad && button("Scratch pad", { "aria-expanded": "false", onclick: () => showPad(padView.dom.hidden) });
	const dom = el("div", { class: "room" },
		brief,
		el("section", { class: "room-desk", "aria-labelledby": "room-question" },
			kicker, head, code, said, desk,
			el("p", { id: "room-how", class: "unseen" }, "Control Enter says it."),
			el("div", { class: "room-bar" }, sayButton, skipButton, padButton, el("span", { class: "room-tools" }, tools)),
			state, padView?.dom));
	const aside = el("span", { class: "room-aside" });

	const draft = drafter({
		key: () => `${name}:${now?.key}`, text: () => box?.text() ?? "", post: onDraft, signal,
		onState(what, error) {
			if (what === "kept")
				note(error.gone ? "Kept in this browser." : `Not saved: ${error.message}`, "draft");
			else if (noted === "draft")
				note("");
		},
	});

	function note(words, about = "") {
		noted = about;
		show(state, words);
	}
	function showPad(on) {
		padView.dom.hidden = !on;
		padButton.setAttribute("aria-expanded", String(on));
		if (on)
			padView.line.focus();
		else
			box?.focus();
	}
	const empty = () => !box?.text().trim();
	function drawButton() {
		const words = now.mode === "start" ? now.action ?? "Go on" : empty() && now.nothing ? now.nothing : now.action ?? "Answer";
		if (sayWords.textContent !== words)
			show(sayWords, words);
		sayButton.disabled = busy;
		if (skipButton)
			skipButton.hidden = now.mode === "start";
	}
	function changed() {
		if (noted === "failed")
			note("");
		draft.changed();
		drawButton();
	}
	async function makeBox() {
		box?.destroy();
		box = now.mode === "start" ? null : now.mode === "query" ? await queryBox(changed, speak) : plainBox(changed);
		show(desk, box?.dom);
	}
	function drawClock() {
		const left = now.left ?? null;
		if (left === null) {
			clockView?.stop();
			clockView = null;
			show(aside);
		} else if (clockView) {
			clockView.set(left);
		} else {
			clockView = clock({ left, onOver: () => onOver?.(), overWords, signal });
			show(aside, clockView.dom);
		}
	}
	function line(one) {
		return el("li", { class: one.mine ? "mine" : "theirs" }, unseen(one.mine ? "You: " : "The interviewer: "), one.mine ? one.text : quoted(one.text));
	}

	async function ask(question) {
		const before = now;
		now = question;
		const isNew = before?.key !== question.key;
		show(kicker, question.kicker);
		show(brief, question.brief);
		show(head, question.lead && el("span", { class: "room-lead" }, question.lead, " "), quoted(question.question ?? ""));
		head.hidden = !question.question;
		show(code, question.code && el("code", {}, question.code));
		dom.classList.toggle("with-brief", Boolean(question.brief));
		show(said, (question.said ?? []).map(line), question.silent && el("li", { class: "theirs silence" }, el("span", { "aria-hidden": "true" }, "…"), unseen("The interviewer waits.")));
		if (isNew || before.mode !== question.mode)
			await makeBox();
		drawClock();
		drawButton();
		if (!isNew) {
			const heard = (question.said ?? []).slice(before.said?.length ?? 0).filter((one) => !one.mine).map((one) => one.text);
			if (question.silent && !before.silent)
				heard.push("The interviewer waits.");
			if (heard.length)
				say(heard.join(" "));
			return;
		}
		const kept = keptDraft(`${name}:${question.key}`);
		if (box && (kept ?? (before ? "" : text))) {
			box.set(kept ?? text);
			if (kept !== null)
				draft.send();
			drawButton();
		}
		if (!before)
			return;
		say([question.kicker, question.lead].filter(Boolean).join(". "));
		scrollTo(0, 0);
		focus()?.focus({ preventScroll: true });
	}
	function clear() {
		box?.set("");
		draft.forget();
		note("");
	}
	function next(question) {
		clear();
		return ask(question);
	}
	/** Do what gives the next question; the box is locked meanwhile, and emptied when something was taken. */
	async function act(run) {
		if (busy)
			return;
		busy = true;
		drawButton();
		box?.lock(true);
		draft.cancel();
		const focused = document.activeElement;
		try {
			const question = await run();
			busy = false;
			box?.lock(false);
			if (question) {
				const same = question.key === now.key;
				await next(question);
				if (same && focused !== document.body)
					(box ?? sayButton).focus();
			}
		} catch (error) {
			if (error.name === "AbortError" || error.locked)
				return;
			draft.changed();
			note(el("span", { class: "wrong" }, error.gone ? KEPT : error.message), "failed");
			say(error.gone ? KEPT : error.message);
		} finally {
			busy = false;
			box?.lock(false);
			if (!signal.aborted)
				drawButton();
		}
	}
	function speak() {
		if (!now || (box && empty() && !now.nothing))
			return;
		act(() => onSay(box?.text() ?? ""));
	}
	function focus() {
		return head.hidden ? brief.querySelector("h1") ?? head : head;
	}

	/* Who reads the question and begins to type, types into the box. */
	dom.addEventListener("keydown", (event) => {
		const onQuestion = event.target === focus();
		if (onQuestion && box && event.key.length === 1 && event.key !== "?" && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey) {
			event.stopPropagation();
			box.focus();
		}
	});
	pageKeys(title, [
		{ key: "Ctrl Enter", label: "Say it", run: speak, typing: true },
		{ key: "Escape", label: "Back to the box", run: () => padView && !padView.dom.hidden ? showPad(false) : box?.focus(), typing: true },
		{ key: "Alt K", label: "Show or hide the clock", run: () => clockView?.toggle(), typing: true },
		...(pad ? [{ key: "Alt S", label: "Show or hide the scratch pad", run: () => showPad(padView.dom.hidden), typing: true }] : []),
		{ key: "Alt Q", label: "To the question", run: () => focus().focus(), typing: true },
		...keys,
	], signal);
	return {
		dom, aside, ask, next, clear, note, focus,
		text: () => box?.text() ?? "",
		set(other) {
			box?.set(other);
			draft.saved(other);
			drawButton();
		},
		mark: () => draft.mark(),
		clean: (mark) => draft.clean(mark),
		saveNow: () => draft.flush(),
		hold: (on) => clockView?.hold(on),
		pad: (lines) => padView?.set(lines),
		leave: () => box?.destroy(),
	};
}
