// A clock: counts down to its limit, and then up. It can be hidden, and stays so.

import { el, unseen } from "./dom.js";
import { say } from "./say.js";
import { minutesSeconds, spoken } from "./when.js";

const KEY = "clock";
const WARN_MS = [5 * 60_000, 60_000];
const OVER = "The time is over. You can go on; it will not count as cold.";

/**
 * {dom, toggle(), stop(), over(), set(left), hold(on)}. left: ms that are left at this moment, null where the clock only counts up from elapsed.
 * onOver() is called once when the time is over, and overWords are then said. set() gives it another limit; hold(true) makes it stand still.
 */
export function clock({ left, elapsed = 0, onOver, overWords = OVER, signal }) {
	let began = performance.now(), held = null;
	const face = el("span", { class: "clock-face" });
	const node = el("button", { type: "button", class: "quiet clock", "aria-keyshortcuts": "Alt+K" });
	let hidden = localStorage.getItem(KEY) === "hidden";
	let over = left !== null && left <= 0;
	let before = left;

	const gone = () => (held ?? performance.now()) - began;
	const leftNow = () => left - gone();
	function text() {
		if (left === null)
			return minutesSeconds(elapsed + gone());
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
			if (overWords)
				say(overWords);
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
	return {
		dom: node, toggle, stop,
		over: () => over,
		set(next) {
			const was = left;
			left = before = next;
			began = performance.now();
			held = held === null ? null : began;
			over = left !== null && left <= 0;
			if ((was === null) !== (left === null))
				draw();
			tick();
		},
		hold(on) {
			if (on === (held !== null))
				return;
			if (!on)
				began += performance.now() - held;
			held = on ? performance.now() : null;
			tick();
		},
	};
}
