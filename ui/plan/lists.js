// What stands beside the days: what moved and why, what to leave out, what is asked whatever the team, the message to the recruiter.

import { button, el } from "../lib/dom.js";
import { say } from "../lib/say.js";
import { dayName, minutesText } from "./time.js";

const changes = {
	moved: (one) => one.from_date === one.to_date ? `moved on ${dayName(one.to_date)}` : `moved from ${dayName(one.from_date)} to ${dayName(one.to_date)}`,
	added: (one) => `new on ${dayName(one.to_date)}`,
	dropped: (one) => `no longer on ${dayName(one.from_date)}`,
	resized: (one) => `${minutesText(one.from_minutes)} became ${minutesText(one.to_minutes)}`,
};

const MOVED_SHOWN = 4;
const movedItem = (one) => el("li", {}, el("strong", {}, one.what), ` ${changes[one.change](one)}. `, el("span", { class: "soft" }, one.why));

export function movedPart(moved) {
	const rest = moved.slice(MOVED_SHOWN);
	return el("section", { "aria-labelledby": "moved", class: "moved" },
		el("h2", { id: "moved" }, "What moved, and why"),
		moved.length ? [el("ul", { class: "moved-list", role: "list" }, moved.slice(0, MOVED_SHOWN).map(movedItem)),
			rest.length > 0 && el("details", {}, el("summary", {}, `${rest.length} more`), el("ul", { class: "moved-list", role: "list" }, rest.map(movedItem)))]
			: el("p", { class: "soft empty" }, "Nothing since the last plan. When evidence, hours or a missed day change it, what moved stands here with its reason."));
}

function notes(id, title, words, list) {
	return list.length > 0 && el("section", { "aria-labelledby": id },
		el("h2", { id }, title), el("p", { class: "soft small" }, words),
		el("ul", { class: "topic-notes", role: "list" }, list.map((one) => el("li", {}, el("strong", {}, `${one.name}.`), el("span", {}, ` ${one.why}`), one.named && one.text && el("q", { class: "quote" }, one.text)))));
}

export function readingParts(plan) {
	return el("div", { class: "reading" },
		notes("sinks", "Time sinks", `What costs days and decides nothing at ${plan.level}.`, plan.sinks),
		notes("stakes", "Table stakes", "Asked whatever the team is.", plan.stakes),
		notes("team", "Depends on the team", "Ask first, or wait until the post says it.", plan.team));
}

export function recruiterPart(text) {
	if (!text)
		return null;
	const copy = button("Copy the message", {
		onclick: async () => {
			try {
				await navigator.clipboard.writeText(text);
				say("Copied.");
			} catch {
				say("The browser does not let it be copied. Select the text.");
			}
		},
	});
	return el("section", { "aria-labelledby": "recruiter" },
		el("h2", { id: "recruiter" }, "Ask the recruiter"),
		el("p", { class: "soft small" }, "You did not say what the role leans to. One answer changes the plan."),
		el("p", { class: "message" }, text), el("div", { class: "actions" }, copy));
}
