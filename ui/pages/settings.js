// Settings: the interview, the hours, the theme; taking everything away, and deleting everything.

import { get, post } from "../lib/api.js";
import { button, el, show } from "../lib/dom.js";
import { pageKeys } from "../lib/keys.js";
import { hold, unhold } from "../lib/live.js";
import { say } from "../lib/say.js";
import { browserZone, hours as hoursText } from "../lib/when.js";
import { postField } from "../plan/post.js";
import { dayName } from "../plan/time.js";

const CONFIRM = "delete everything";
const days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** One of several, as radio buttons in a row. */
function choice(name, legend, all, chosen, onChange) {
	return el("fieldset", { class: "setting choice" }, el("legend", {}, legend), el("div", { class: "choices" }, all.map(([value, label]) => el("label", {},
		el("input", { type: "radio", name, value, checked: value === chosen, onchange: () => onChange(value) }), el("span", {}, label)))));
}

const zoneOption = (zone) => el("option", { value: zone }, zone.replaceAll("_", " "));

/** All 400 zones come when somebody goes to the list: the page is there sooner without them. */
function zoneList(chosen, onChange) {
	const own = browserZone();
	const list = el("select", { id: "zone", onchange: () => onChange(list.value || null) },
		el("option", { value: "" }, `This browser’s: ${own.replaceAll("_", " ")}`), chosen && zoneOption(chosen));
	list.value = chosen ?? "";
	const fill = () => {
		const all = new Set([...(Intl.supportedValuesOf?.("timeZone") ?? []), own, "UTC"]);
		all.delete(chosen);
		list.append(...[...all].sort().map(zoneOption));
	};
	for (const event of ["focus", "pointerdown"])
		list.addEventListener(event, () => list.options.length < 4 && fill());
	return list;
}

function interviewPart(settings, save) {
	const at = el("input", { type: "datetime-local", id: "interview", value: settings.interview_at ?? "" });
	at.addEventListener("change", () => save({ interview_at: at.value ? at.value.slice(0, 16) : null }));
	return el("section", { "aria-labelledby": "s-interview" },
		el("h2", { id: "s-interview" }, "The interview"),
		el("div", { class: "setting" }, el("label", { for: "interview" }, "Date and time"), el("div", { class: "with-clear" }, at,
			button("Clear", { quiet: true, onclick: () => {
				at.value = "";
				save({ interview_at: null });
			} }))),
		el("div", { class: "setting" }, el("label", { for: "zone" }, "Time zone"), zoneList(settings.time_zone, (time_zone) => save({ time_zone }))),
		choice("kind", "What it is", [["phone", "Phone screen"], ["loop", "Loop"], ["both", "Both"]], settings.kind, (kind) => save({ kind })),
		choice("level", "Level", [["L4", "L4"], ["L5", "L5"], ["L6+", "L6+"]], settings.level, (level) => save({ level })),
		choice("lean", "What the role leans to", [["unknown", "I do not know"], ["modelling", "Modelling"], ["pipelines", "Pipelines"], ["analytics", "Analytics"]], settings.lean, (lean) => save({ lean })));
}

/** Other hours on single days: a list, and a row to add one. */
function singleDays(settings, save) {
	const on = { ...settings.hours_on };
	const list = el("ul", { class: "single-days", role: "list" });
	const date = el("input", { type: "date", id: "on-date", min: "2000-01-01", max: "9998-12-31" });
	const hours = el("input", { type: "number", id: "on-hours", min: 0, max: 24, step: 0.5, value: "0", inputmode: "decimal" });
	async function change() {
		await save({ hours_on: Object.keys(on).length ? on : null });
		draw();
	}
	function draw() {
		show(list, Object.keys(on).sort().map((day) => el("li", {}, el("span", {}, `${dayName(day)} ${day.slice(0, 4)}: ${hoursText(on[day])}`),
			button("Remove", { quiet: true, "aria-label": `Remove ${dayName(day)}`, onclick: () => {
				delete on[day];
				change();
				date.focus();
			} }))));
	}
	draw();
	return el("form", {
		class: "setting", onsubmit: (event) => {
			event.preventDefault();
			if (!date.value || !date.checkValidity() || hours.value === "" || !hours.checkValidity()) {
				(date.value && date.checkValidity() ? hours : date).reportValidity();
				date.focus();
				return;
			}
			on[date.value] = Number(hours.value);
			change();
		},
	},
	el("p", { class: "label" }, "Other hours on single days"), list,
	el("div", { class: "with-clear" }, el("label", { for: "on-date", class: "unseen" }, "Day"), date, hours, el("label", { for: "on-hours" }, "hours"), el("button", { type: "submit", id: "on-add" }, "Add this day")));
}

function startsPart(settings, save) {
	const at = el("input", { type: "time", id: "day-starts", value: settings.day_starts ?? "" });
	at.addEventListener("change", () => save({ day_starts: at.value ? at.value.slice(0, 5) : null }));
	return el("div", { class: "setting" }, el("label", { for: "day-starts" }, "Your day begins at"), el("div", { class: "with-clear" }, at,
		button("By the length of the day", { quiet: true, onclick: () => {
			at.value = "";
			save({ day_starts: null });
		} })));
}

function hoursPart(settings, save) {
	const inputs = days.map((name, i) => el("input", { type: "number", id: `hours-${i}`, min: 0, max: 24, step: 0.5, value: String(settings.hours[i]), inputmode: "decimal" }));
	const change = () => {
		const hours = inputs.map((input) => Number(input.value));
		if (inputs.every((input) => input.value !== "" && input.checkValidity()))
			save({ hours });
		else
			inputs.find((input) => input.value === "" || !input.checkValidity()).reportValidity();
	};
	inputs.forEach((input) => input.addEventListener("change", change));
	return el("section", { "aria-labelledby": "s-hours" },
		el("h2", { id: "s-hours" }, "Hours a day"),
		el("div", { class: "hours" }, days.map((name, i) => el("label", { for: `hours-${i}` }, el("span", {}, name.slice(0, 3)), el("span", { class: "unseen" }, name.slice(3)), inputs[i]))),
		startsPart(settings, save),
		singleDays(settings, save));
}

function postPart(field) {
	return el("section", { "aria-labelledby": "s-post" },
		el("h2", { id: "s-post" }, "The job post"),
		field.dom,
		el("p", { class: "soft" }, "What it asks for stands on ", el("a", { href: "/plan" }, "Plan"), "."));
}

const THEMES = [["system", "As the system"], ["light", "Light"], ["dark", "Dark"]];

function takePart(record) {
	return el("section", { "aria-labelledby": "s-take" },
		el("h2", { id: "s-take" }, "Your record"),
		el("p", { class: "soft" }, "It is one file on this machine: ", el("code", { class: "path" }, record), ". Nothing of it goes anywhere else."),
		el("div", { class: "actions" },
			el("a", { class: "button", href: "/api/export.json", download: "" }, "Export as JSON"),
			el("a", { class: "button", href: "/api/export.md", download: "" }, "Export as Markdown")));
}

function deletePart() {
	const typed = el("input", { type: "text", id: "confirm", autocomplete: "off", spellcheck: "false", autocapitalize: "off" });
	const note = el("p", { class: "wrong", role: "alert" });
	const form = el("form", {
		class: "setting", onsubmit: async (event) => {
			event.preventDefault();
			if (typed.value.trim() !== CONFIRM) {
				show(note, `Type “${CONFIRM}” first.`);
				typed.focus();
				return;
			}
			try {
				hold();
				const { deleted } = await post("/api/delete", { confirm: CONFIRM });
				localStorage.clear();
				sessionStorage.clear();
				show(document.getElementById("main"), el("div", { class: "alone" },
					el("h1", { tabindex: -1 }, "Everything is deleted"),
					deleted.length > 0 && el("ul", { class: "mono" }, deleted.map((file) => el("li", {}, file))),
					el("p", {}, "This page is locked now. Press Enter in the terminal where ", el("code", {}, "spar serve"), " runs, and open the new address that it prints.")));
				document.querySelector("#main h1").focus();
			} catch (error) {
				unhold();
				show(note, error.message);
			}
		},
	},
	el("label", { for: "confirm" }, "Type “", el("strong", {}, CONFIRM), "”"),
	el("div", { class: "with-clear" }, typed, button("Delete everything", { type: "submit", class: "danger" })), note);
	return el("section", { "aria-labelledby": "s-delete" },
		el("h2", { id: "s-delete" }, "Delete everything"),
		el("p", { class: "soft" }, "The record, its copies from earlier versions, drafts, settings, exports kept beside it, and what this browser keeps. It cannot be undone."),
		form);
}

export async function settings(ctx) {
	const field = postField({ name: null, onKept: () => {} });
	const [now, status] = await Promise.all([get("/api/settings", { signal: ctx.signal }), get("/api/status", { signal: ctx.signal }), field.load(ctx.signal)]);
	const state = el("p", { class: "soft saved", role: "status" }, "Changes are saved at once.");
	async function save(part) {
		try {
			await post("/api/settings", part);
			if (part.theme)
				document.documentElement.dataset.theme = part.theme;
			show(state, "Saved.");
			say("Saved.");
		} catch (error) {
			show(state, el("span", { class: "wrong" }, error.gone ? "Not saved: Spar does not answer. Change it again when it is back." : `Not saved: ${error.message}`));
		}
	}
	pageKeys("Settings", [], ctx.signal);
	return {
		title: "Settings",
		page: "settings",
		body: el("div", { class: "page settings" },
			el("div", { class: "settings-head" }, el("h1", { tabindex: -1 }, "Settings"), state),
			interviewPart(now, save),
			hoursPart(now, save),
			postPart(field),
			el("section", { "aria-labelledby": "s-look" }, el("h2", { id: "s-look" }, "Look"), choice("theme", "Theme", THEMES, now.theme, (theme) => save({ theme }))),
			takePart(status.record),
			deletePart(),
			el("p", { class: "soft foot" }, `Spar ${status.version}. `, el("a", { href: "/routes" }, "What the page asks the program"))),
	};
}
