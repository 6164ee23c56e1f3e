// One block: what, when, why now, what to do, and everything that can be done with it.

import { button, el } from "../lib/dom.js";
import { clockText, dayWords, minuteOf } from "./time.js";

/** How it starts, or what to do where Spar has nothing to start. */
function startPart(block, quiet, { onStart }) {
	if (block.ticked)
		return el("p", { class: "right" }, "✓ Done.");
	if (block.route)
		return el("div", { class: "actions" }, button("Start", { key: "Enter", go: !quiet, id: "start-block", onclick: onStart }));
	if (block.command && !block.outside)
		return el("p", { class: "soft" }, "In a terminal: ", el("code", {}, block.command));
	return el("p", { class: "soft" }, "Outside Spar. Tick it off when it is done.");
}

/** A date and a time, for those who do not drag. */
function moveForm(block, plan, onMove) {
	const date = el("input", { type: "date", id: "move-date", value: block.date, min: plan.today, max: plan.interview_date, required: true });
	const time = el("input", { type: "time", id: "move-time", value: clockText(minuteOf(block.start)), step: 300, required: true });
	return el("form", {
		class: "move-form", onsubmit: (event) => {
			event.preventDefault();
			onMove(block, date.value, minuteOf(time.value));
		},
	},
	el("label", { for: "move-date" }, "Day"), date, el("label", { for: "move-time" }, "Time"), time,
	el("button", { type: "submit" }, "Move and pin"));
}

export function detail(block, plan, { onStart, onTick, onPin, onMove }) {
	/* What was pinned onto a day on which nothing is to be done stands there and is not urged. */
	const open = !block.ticked, quiet = plan.days.some((day) => day.date === block.date && day.quiet);
	return el("section", { class: "detail", "aria-labelledby": "detail-what" },
		el("div", { class: "detail-text" },
			el("p", { class: "kicker" }, block.id === plan.next ? "Next: " : "", `${dayWords(block.date, plan.today)}, ${block.start} to ${block.end}, ${block.minutes} minutes`, block.pinned && ", pinned"),
			el("h2", { id: "detail-what", class: "detail-what" }, block.what),
			el("p", {}, block.todo),
			!quiet && el("p", { class: "soft" }, `Why now: ${block.why}`)),
		el("div", { class: "detail-actions" }, startPart(block, quiet, { onStart }), el("div", { class: "actions" },
			button(block.ticked ? "Not done after all" : "Done", { key: "X", id: "tick-block", onclick: onTick }),
			open && button(block.pinned ? "Let it move again" : "Pin it here", { key: "P", id: "pin-block", onclick: onPin })),
		open && el("details", { class: "move" }, el("summary", {}, "Move to another time ", el("kbd", { "aria-hidden": "true" }, "M")), moveForm(block, plan, onMove))));
}
