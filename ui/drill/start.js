// Before a drill: how it is to be. The task stays covered until the clock runs.

import { button, el } from "../lib/dom.js";
import { plural } from "../lib/when.js";
import { kicker } from "./brief.js";

const KEY = "drill.way";

function ways(exercise) {
	return [
		{ id: "cold", name: "Cold", text: `${plural(exercise.minutes, "minute")} on the clock. No completion. Running it on the sample or taking a hint is allowed, and costs the cold mark.`, limit: true, noRun: false },
		{ id: "no-run", name: "Cold, and without running", text: "As in a phone screen: the query is never run, only submitted. No completion.", limit: true, noRun: true },
		{ id: "free", name: "Without a clock", text: "For learning: the editor completes names and keywords. It does not count as cold.", limit: false, noRun: false },
	];
}

/** wanted: the id of a way that the address asks for, or null; asked: minutes, likewise. onStart({limit_ms, no_run}) */
export function startPanel(exercise, wanted, asked, onStart) {
	const given = Number(asked) >= 1 && Number(asked) <= 1440 ? Math.round(Number(asked)) : exercise.minutes;
	const all = ways({ ...exercise, minutes: given }), last = all.some((way) => way.id === wanted) ? wanted : sessionStorage.getItem(KEY);
	const chosen = all.find((way) => way.id === last) ?? all[0];
	const minutes = el("input", { type: "number", id: "minutes", min: 1, max: 1440, step: 1, value: String(given), inputmode: "numeric" });
	const limit = el("label", { class: "minutes" }, "Minutes on the clock ", minutes);
	const radio = (way) => el("label", { class: "way" },
		el("input", {
			type: "radio", name: "way", value: way.id, checked: way === chosen,
			onchange: () => limit.classList.toggle("off", !way.limit),
		}),
		el("span", {}, el("strong", {}, way.name), el("span", { class: "soft" }, way.text)));
	const form = el("form", {
		class: "start", onsubmit: (event) => {
			event.preventDefault();
			const way = all.find((one) => one.id === form.elements.way.value) ?? all[0];
			sessionStorage.setItem(KEY, way.id);
			const limited = Math.min(1440, Math.max(1, Math.round(Number(minutes.value) || given)));
			onStart({ limit_ms: way.limit ? limited * 60_000 : 0, no_run: way.noRun });
		},
	},
	el("p", { class: "kicker" }, kicker(exercise)),
	el("h1", { tabindex: -1 }, exercise.title),
	el("p", { class: "soft" }, "The task is shown when the clock starts."),
	exercise.seen && el("p", { class: "warn" }, "You have seen this one before, so a pass will not count as cold."),
	el("fieldset", {}, el("legend", {}, "How"), all.map(radio)),
	limit,
	el("div", { class: "actions" }, button("Start", { type: "submit", key: "Enter", go: true, id: "start" })));
	limit.classList.toggle("off", !chosen.limit);
	return form;
}
