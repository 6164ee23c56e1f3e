// The clock of an attempt: counts down to its limit, and then up. It can be hidden, and stays so.

import { el, unseen } from "./dom.js";
import { say } from "./say.js";
import { minutesSeconds, spoken } from "./when.js";

const KEY = "clock";
const WARN_MS = [5 * 60_000, 60_000];

/**
 * {dom, toggle(), stop()}. left: ms that are left at this moment, null where the clock only counts up from elapsed. onOver() is called once when
 * the time is over.
 */
export function clock({ left, elapsed, onOver, signal }) {
	const began = performance.now();
	const face = el("span", { class: "clock-face" });
	const node = el("button", { type: "button", class: "quiet clock", "aria-keyshortcuts": "Alt+K" });
	let hidden = localStorage.getItem(KEY) === "hidden";
	let over = left !== null && left <= 0;
	let before = left;

	const leftNow = () => left - (performance.now() - began);
	function text() {
		if (left === null)
			return minutesSeconds(elapsed + performance.now() - began);
		const ms = leftNow();
		return ms >= 0 ? minutesSeconds(Math.ceil(ms / 1000) * 1000) : `+${minutesSeconds(-ms)}`;
	}
	function tick() {
		const now = text();
		if (face.textContent !== now)
			face.textContent = now;
		if (left === null)
			return;
		const ms = leftNow();
		for (const mark of WARN_MS)
			if (before > mark && ms <= mark)
				say(`${spoken(mark)} left.`);
		before = ms;
		node.classList.toggle("over", ms < 0);
		if (ms < 0 && !over) {
			over = true;
			say("The time is over. You can go on; it will not count as cold.");
			onOver?.();
		}
	}
	function draw() {
		node.replaceChildren();
		if (hidden)
			node.append("Show the clock");
		else
			node.append(face, unseen(left === null ? " gone. Hide the clock" : " left. Hide the clock"));
		node.title = hidden ? "Show the clock (Alt K)" : "Hide the clock (Alt K)";
	}
	function toggle() {
		hidden = !hidden;
		localStorage.setItem(KEY, hidden ? "hidden" : "shown");
		draw();
	}
	node.addEventListener("click", toggle);
	draw();
	tick();
	const timer = setInterval(tick, 250);
	const stop = () => clearInterval(timer);
	signal.addEventListener("abort", stop, { once: true });
	return { dom: node, toggle, stop, over: () => over };
}
