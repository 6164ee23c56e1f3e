// The days of the plan side by side, blocks at their time and as high as they are long. A block can be dragged, or picked up with M and moved with the
// arrows; where it is dropped, it is pinned. On a narrow page the same elements are a list of days.

import { el, show, unseen } from "../lib/dom.js";
import { say } from "../lib/say.js";
import { clockText, dayAfter, dayName, dayWords, minuteOf, minutesText } from "./time.js";

const HOUR_PX = 84;
const EMPTY_PX = 17;
const FIRST_HOUR = 6;
const STEP = 15;
const SNAP = 5;
const ROW_DAYS = 8;
const REST_MS = 350;               /* a finger that rests so long picks a block up */
const SLIP_PX = 10;                /* and may slip so far meanwhile */

/** Days in rows: one row when they fit, else weeks of seven. */
function rowsOf(days) {
	if (days.length <= ROW_DAYS)
		return [days];
	const rows = [];
	for (let i = 0; i < days.length; i += 7)
		rows.push(days.slice(i, i + 7));
	return rows;
}

/** Where the hours are drawn. An hour in which no day has a block is low, so that all of the day can be reached and little of it is empty. */
class Hours {
	constructor(days) {
		const blocks = days.flatMap((day) => day.blocks).map((b) => [minuteOf(b.start), minuteOf(b.start) + b.minutes]);
		this.first = Math.min(FIRST_HOUR, ...blocks.map(([from]) => Math.floor(from / 60)));
		this.tops = [0];
		for (let hour = this.first; hour < 24; hour++)
			this.tops.push(this.tops.at(-1) + (blocks.some(([from, to]) => from < (hour + 1) * 60 && to > hour * 60) ? HOUR_PX : EMPTY_PX));
	}

	get height() {
		return this.tops.at(-1);
	}

	/** Minutes since midnight to pixels. */
	y(minute) {
		const hour = Math.max(0, Math.min(this.tops.length - 2, Math.floor(minute / 60) - this.first));
		return this.tops[hour] + (this.tops[hour + 1] - this.tops[hour]) * (minute - (hour + this.first) * 60) / 60;
	}

	/** And back. */
	minute(y) {
		const hour = Math.max(0, this.tops.findLastIndex((top, i) => top <= y && i < this.tops.length - 1));
		return (hour + this.first) * 60 + 60 * (y - this.tops[hour]) / (this.tops[hour + 1] - this.tops[hour]);
	}

	/** A line at each hour, as a background. */
	lines() {
		return `linear-gradient(to bottom, ${this.tops.slice(0, -1).map((top) => `transparent ${top}px, var(--line) ${top}px ${top + 1}px, transparent ${top + 1}px`).join(", ")})`;
	}
}

/** What the marks of a block say, in words. */
function marks(block) {
	return [block.ticked && "done", block.pinned && "pinned", block.outside && !block.ticked && "outside Spar"].filter(Boolean);
}

/** {dom, draw(plan, chosen), focus(id), lift()}; onChoose(id), onStart(id), onMove(block, date, minute) */
export class Calendar {
	constructor({ onChoose, onStart, onMove, signal }) {
		Object.assign(this, { onChoose, onStart, onMove, signal, moving: null, nodes: new Map(), columns: [] });
		this.dom = el("div", { class: "calendar" });
	}

	draw(plan, chosen) {
		const days = [...plan.days];
		if (plan.interview_date && plan.status === "ok")
			days.push({ date: plan.interview_date, interview: true, blocks: [] });
		Object.assign(this, { plan, chosen, moving: null, hours: new Hours(days), columns: [] });
		this.nodes.clear();
		show(this.dom, rowsOf(days).map((row) => this.row(row)));
		this.dom.style.setProperty("--lines", this.hours.lines());
		this.choose(chosen);
	}

	row(days) {
		const axis = el("div", { class: "hours-axis" }, this.hours.tops.slice(0, -1).map((top, i) => {
			const label = el("span", {}, clockText((this.hours.first + i) * 60));
			label.style.top = `${top}px`;
			return label;
		}));
		axis.style.height = `${this.hours.height}px`;
		const list = el("ol", { class: "days", role: "list" }, el("li", { class: "axis", "aria-hidden": "true" }, axis), days.map((day) => day.interview ? this.interview(day) : this.day(day)));
		list.style.setProperty("--columns", days.length);
		return list;
	}

	day(day) {
		const { plan, hours } = this, today = day.date === plan.today, name = dayName(day.date);
		const lane = el("ol", { class: "lane", role: "list" }, day.blocks.map((block) => this.block(block, day)));
		lane.style.height = `${hours.height}px`;
		if (today && minuteOf(plan.now) > hours.first * 60) {
			const line = el("li", { class: "now-line", "aria-hidden": "true" });
			line.style.top = `${hours.y(minuteOf(plan.now))}px`;
			lane.append(line);
		}
		const node = el("li", { class: ["day", today && "today", day.past && "past"].filter(Boolean).join(" ") },
			el("h3", { class: "day-head" }, today ? ["Today", unseen(`, ${name.split(" ")[0]}`), `, ${name.split(" ").slice(1).join(" ")}`] : name),
			el("p", { class: "day-title" }, day.title ?? ""),
			el("p", { class: "day-time soft" }, day.free_minutes || day.used_minutes ? `${minutesText(day.used_minutes)} of ${minutesText(day.free_minutes)}` : "no time"),
			day.over_minutes > 0 && el("p", { class: "warn small" }, `${minutesText(day.over_minutes)} more than you have`),
			lane,
			day.note && el("p", { class: "soft small day-note" }, day.note));
		this.columns.push({ date: day.date, lane });
		return node;
	}

	interview(day) {
		const { plan, hours } = this;
		const mark = el("p", { class: "interview-mark" }, el("strong", {}, plan.interview_at ?? ""), " ", { phone: "Phone screen", loop: "Loop", both: "Phone screen and loop" }[plan.kind]);
		const lane = el("div", { class: "lane interview-lane" }, mark);
		mark.style.top = `${hours.y(minuteOf(plan.interview_at ?? "09:00"))}px`;
		lane.style.height = `${hours.height}px`;
		this.columns.push({ date: day.date, lane });
		return el("li", { class: "day interview-day" }, el("h3", { class: "day-head" }, dayName(day.date)), el("p", { class: "day-title" }, "The interview"), el("p", { class: "day-time soft" }, "nothing is planned"), lane);
	}

	place(node, minute, minutes) {
		const top = this.hours.y(Math.max(this.hours.first * 60, minute));
		node.style.top = `${top}px`;
		node.style.height = `${Math.max(EMPTY_PX, this.hours.y(minute + minutes) - top) - 2}px`;
	}

	block(block, day) {
		const slot = el("li", { class: "slot" });
		this.place(slot, minuteOf(block.start), block.minutes);
		if (block.kind === "rest") {
			slot.classList.add("rest-slot");
			slot.append(el("span", { class: "rest soft" }, `${block.start} ${block.what}`));
			return slot;
		}
		const words = marks(block), next = block.id === this.plan.next;
		const node = el("button", {
			type: "button", class: ["block", next && "next-block", block.ticked && "ticked", block.pinned && "pinned", block.outside && "outside", block.minutes < 25 && "short"].filter(Boolean).join(" "),
			tabindex: -1, "data-id": block.id, "data-key": `block-${block.id}`,
			"aria-keyshortcuts": "Enter X P M",
			onclick: () => this.clicked(block),
			onkeydown: (event) => this.onKey(event, block),
			onfocus: () => this.chosen !== block.id && this.onChoose(block.id),
			onblur: () => this.moving && this.drop(false),
			onpointerdown: (event) => this.grab(event, block, node),
		},
		el("span", { class: "block-time" }, block.ticked && el("span", { class: "right", "aria-hidden": "true" }, "✓ "), block.start, el("span", { class: "block-end" }, `–${block.end}`), unseen(`, ${dayWords(day.date, this.plan.today)}, ${block.minutes} minutes, `)),
		" ",
		el("span", { class: "block-what" }, block.what),
		words.length > 0 && el("span", { class: "block-marks" }, words.join(", ")),
		next && unseen(", next"));
		/* A finger that holds a block does not scroll. That has to be said before it touches. */
		node.addEventListener("touchmove", (event) => this.held && event.preventDefault(), { passive: false });
		slot.append(node);
		this.nodes.set(block.id, { node, slot, block, date: day.date });
		return slot;
	}

	/** ---- choosing ---- */

	choose(id) {
		this.chosen = id;
		for (const [key, { node }] of this.nodes) {
			node.tabIndex = key === id ? 0 : -1;
			node.classList.toggle("chosen", key === id);
			node.setAttribute("aria-pressed", String(key === id));
		}
	}

	focus(id = this.chosen) {
		this.nodes.get(id)?.node.focus();
		return this.nodes.has(id);
	}

	clicked(block) {
		if (this.dragged) {
			this.dragged = false;
			return;
		}
		this.onChoose(block.id);
	}

	/** The block above or below, or nearest in time on the next day that has one. */
	step(key, id) {
		const all = [...this.nodes.values()], mine = this.nodes.get(id), same = all.filter((one) => one.date === mine.date);
		if (key === "ArrowUp" || key === "ArrowDown")
			return (same[same.indexOf(mine) + (key === "ArrowDown" ? 1 : -1)] ?? all[all.indexOf(mine) + (key === "ArrowDown" ? 1 : -1)])?.block.id;
		const dates = [...new Set(all.map((one) => one.date))], to = dates[dates.indexOf(mine.date) + (key === "ArrowRight" ? 1 : -1)];
		const there = all.filter((one) => one.date === to), at = minuteOf(mine.block.start);
		return there.sort((a, b) => Math.abs(minuteOf(a.block.start) - at) - Math.abs(minuteOf(b.block.start) - at))[0]?.block.id;
	}

	onKey(event, block) {
		if (event.ctrlKey || event.metaKey || event.altKey)
			return;
		if (this.moving) {
			this.steer(event);
			return;
		}
		if (event.key === "Enter") {
			event.preventDefault();
			this.onStart(block.id);
		} else if (event.key.startsWith("Arrow")) {
			const to = this.step(event.key, block.id);
			event.preventDefault();
			if (to)
				this.focus(to);
		}
	}

	/** ---- moving by the keyboard ---- */

	/** Pick the chosen block up. False when it cannot be. */
	lift() {
		const found = this.nodes.get(this.chosen);
		if (!found)
			return false;
		if (found.block.ticked) {
			say("It is done and stays where it is. Take the tick back first.");
			return true;
		}
		found.node.focus();
		this.moving = { block: found.block, date: found.date, minute: minuteOf(found.block.start) };
		this.hint = el("p", { class: "moving-hint", role: "status" });
		this.dom.prepend(this.hint);
		this.ghost();
		say(`${found.block.what} is picked up. Arrows move it, Enter puts it down, Escape leaves it where it was.`);
		return true;
	}

	steer(event) {
		const { moving } = this, by = event.shiftKey ? SNAP : STEP;
		const days = { ArrowLeft: -1, ArrowRight: 1 }[event.key], minutes = { ArrowUp: -by, ArrowDown: by }[event.key];
		event.preventDefault();
		event.stopPropagation();
		if (event.key === "Enter" || event.key === "Escape" || event.key === " ") {
			this.drop(event.key !== "Escape");
			return;
		}
		if (days) {
			const to = dayAfter(moving.date, days);
			if (!this.columns.some((column) => column.date === to))
				return;
			moving.date = to;
		} else if (minutes) {
			moving.minute = Math.max(0, Math.min(24 * 60 - moving.block.minutes, Math.round((moving.minute + minutes) / SNAP) * SNAP));
		} else {
			return;
		}
		this.ghost();
		say(`${dayWords(moving.date, this.plan.today)}, ${clockText(moving.minute)}`);
	}

	/** Show where it would go. */
	ghost() {
		const { moving } = this, column = this.columns.find((one) => one.date === moving.date), found = this.nodes.get(moving.block.id);
		this.shade ??= el("div", { class: "ghost", "aria-hidden": "true" });
		show(this.shade, el("strong", {}, clockText(moving.minute)), ` ${moving.block.what}`);
		this.place(this.shade, moving.minute, moving.block.minutes);
		column.lane.append(this.shade);
		found.node.classList.add("lifted");
		if (this.hint)
			show(this.hint, `${moving.block.what}: ${dayWords(moving.date, this.plan.today)}, ${clockText(moving.minute)}. Enter puts it there, Escape leaves it where it was.`);
	}

	drop(there) {
		const { moving } = this, found = this.nodes.get(moving.block.id);
		this.moving = null;
		this.shade?.remove();
		this.hint?.remove();
		this.hint = null;
		found.node.classList.remove("lifted");
		if (!there || (moving.date === found.date && moving.minute === minuteOf(moving.block.start)))
			say("It stays where it was.");
		else
			this.onMove(moving.block, moving.date, moving.minute);
	}

	/** ---- dragging ---- */

	/** The mouse drags at once. A finger has to rest for a moment first, since it scrolls when it moves. */
	grab(event, block, node) {
		if (event.button !== 0 || block.ticked || this.moving)
			return;
		const touch = event.pointerType === "touch";
		const at = { x: event.clientX, y: event.clientY }, offset = event.clientY - node.getBoundingClientRect().top;
		const life = new AbortController(), options = { signal: life.signal };
		const begin = () => {
			this.moving = { block, date: this.nodes.get(block.id).date, minute: minuteOf(block.start) };
			this.held = touch;
			this.ghost();
		};
		const rest = touch && setTimeout(begin, REST_MS);
		const end = (there) => {
			clearTimeout(rest);
			life.abort();
			this.held = false;
			if (this.moving) {
				this.dragged = there;
				this.drop(there);
			}
		};
		this.dragged = false;
		node.setPointerCapture(event.pointerId);
		const move = (now) => {
			const far = Math.hypot(now.clientX - at.x, now.clientY - at.y);
			if (!this.moving && (touch ? far < SLIP_PX : far < 5))
				return;
			if (!this.moving && touch) {
				end(false);
				return;
			}
			if (!this.moving)
				begin();
			this.follow(now, offset);
		};
		node.addEventListener("pointermove", move, options);
		node.addEventListener("pointerup", () => end(true), options);
		node.addEventListener("pointercancel", () => end(false), options);
		node.addEventListener("contextmenu", (menu) => touch && menu.preventDefault(), options);
		addEventListener("keydown", (pressed) => {
			if (pressed.key !== "Escape" || !this.moving)
				return;
			pressed.preventDefault();
			this.dragged = true;
			this.held = false;
			life.abort();
			this.drop(false);
		}, { ...options, capture: true });
		this.signal.addEventListener("abort", () => end(false), { once: true, signal: life.signal });
	}

	/** Where the pointer is: a day and, where the hours are drawn, a time. In the list of a narrow page a block keeps its time. */
	follow(now, offset) {
		const { moving } = this, list = matchMedia("(max-width: 760px)").matches;
		const column = this.columns.find(({ lane }) => {
			const box = lane.parentElement.getBoundingClientRect();
			return now.clientX >= box.left && now.clientX < box.right && now.clientY >= box.top && now.clientY < box.bottom;
		}) ?? this.columns.find((one) => one.date === moving.date);
		const minute = list ? minuteOf(moving.block.start) : this.hours.minute(now.clientY - offset - column.lane.getBoundingClientRect().top);
		moving.date = column.date;
		moving.minute = Math.max(0, Math.min(24 * 60 - moving.block.minutes, Math.round(minute / SNAP) * SNAP));
		this.ghost();
	}
}
