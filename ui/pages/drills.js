// Drills: every exercise by pattern, how its variants went, and the way in.

import { get } from "../lib/api.js";
import { el, show, unseen } from "../lib/dom.js";
import { pageKeys } from "../lib/keys.js";
import { say } from "../lib/say.js";
import { day, plural, until } from "../lib/when.js";
import { kindName, mark, outcomeKind } from "../parts/outcome.js";
import { roundName } from "../drill/brief.js";

const KEY = "drills.filter";

const kindsOf = (exercise) => exercise.variants.flatMap((variant) => variant.attempts.map(outcomeKind));

const filters = [
	["all", "All", () => true],
	["new", "Not tried", (exercise) => kindsOf(exercise).length === 0],
	["due", "Due", (exercise, now) => exercise.due_ms !== null && exercise.due_ms <= now],
	["warm", "Not cold yet", (exercise) => kindsOf(exercise).length > 0 && !kindsOf(exercise).includes("cold")],
	["cold", "Passed cold", (exercise) => kindsOf(exercise).includes("cold")],
];

/** The variant to take next: one that was not seen; else the one whose last attempt is longest ago. */
function nextVariant(exercise) {
	const last = (variant) => variant.attempts.at(-1)?.started_ms ?? 0;
	return exercise.variants.find((variant) => variant.attempts.at(-1)?.outcome === "open")
		?? exercise.variants.find((variant) => !variant.seen && !variant.attempts.length)
		?? [...exercise.variants].sort((a, b) => last(a) - last(b))[0];
}

function variantLink(exercise, variant, zone) {
	const marks = variant.attempts.length ? variant.attempts.map((one) => mark(outcomeKind(one), `${kindName(outcomeKind(one))}, ${day(one.started_ms, zone)}`)) : mark("none", "not tried");
	const words = variant.attempts.length ? variant.attempts.map((one) => kindName(outcomeKind(one))).join(", ") : variant.seen ? "seen, not tried" : "not tried";
	return el("li", {}, el("a", { class: "variant", href: `/drill/${exercise.slug}/${variant.name}` },
		el("span", { class: "variant-name" }, variant.name), el("span", { class: "cells" }, marks), unseen(`, ${words}`)));
}

function row(exercise, { zone, now }) {
	if (exercise.broken)
		return el("li", { class: "exercise" }, el("span", { class: "soft" }, `${exercise.slug} cannot be used. “spar bank check ${exercise.slug}” says why.`));
	const next = nextVariant(exercise), due = exercise.due_ms;
	return el("li", { class: "exercise" },
		el("a", { class: "exercise-name", href: `/drill/${exercise.slug}/${next.name}` }, el("strong", {}, exercise.title)),
		el("span", { class: "soft facts" }, `${roundName(exercise.round)}, ${exercise.minutes} min`, due !== null && (due <= now ? ", due" : `, due ${until(due, now)}`)),
		el("ul", { class: "variants", role: "list", "aria-label": `Variants of ${exercise.title}` }, exercise.variants.map((variant) => variantLink(exercise, variant, zone))));
}

function legend() {
	return el("p", { class: "legend soft" }, ["cold", "passed", "failed", "open", "none"].map((kind) => el("span", {}, mark(kind), kind === "none" ? " not tried" : kind === "open" ? " open or left" : ` ${kindName(kind)}`)));
}

/** Groups of the exercises that fit, in the order of the patterns. */
function groups(data, fits, env) {
	const found = data.exercises.filter(fits);
	const of = (id) => found.filter((exercise) => !exercise.broken && exercise.patterns[0] === id);
	const known = data.patterns.filter((pattern) => of(pattern.id).length);
	const broken = found.filter((exercise) => exercise.broken);
	return [
		known.map((pattern) => el("section", { class: "pattern", "aria-label": pattern.name }, el("h2", {}, pattern.name), el("ul", { class: "exercises", role: "list" }, of(pattern.id).map((exercise) => row(exercise, env))))),
		broken.length > 0 && el("section", { class: "pattern", "aria-label": "Broken" }, el("h2", {}, "Cannot be used"), el("ul", { class: "exercises", role: "list" }, broken.map((exercise) => row(exercise, env)))),
		!found.length && el("p", { class: "soft empty" }, "No exercise fits. Take another filter, or other words."),
	];
}

/** Up and down through the links of the list. */
function step(list, by) {
	const links = [...list.querySelectorAll(".exercise-name")];
	const at = links.findIndex((link) => link.closest(".exercise").contains(document.activeElement));
	links[Math.max(0, Math.min(links.length - 1, at < 0 ? (by > 0 ? 0 : links.length - 1) : at + by))]?.focus();
	return links.length > 0;
}

export async function drills(ctx) {
	const [data, status] = await Promise.all([get("/api/drills", { signal: ctx.signal }), get("/api/status", { signal: ctx.signal })]);
	const env = { zone: ctx.zone, now: status.now_ms };
	const saved = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
	const names = Object.fromEntries(data.patterns.map((pattern) => [pattern.id, pattern.name]));
	const list = el("div", { class: "patterns" });
	const search = el("input", { type: "search", id: "find", value: saved.text ?? "", placeholder: "Title, pattern or business", autocomplete: "off", spellcheck: "false" });
	const count = el("p", { class: "soft count" });
	let chosen = saved.chosen ?? "all";

	function fits(exercise) {
		const text = search.value.trim().toLowerCase();
		if (exercise.broken)
			return chosen === "all" && (!text || exercise.slug.includes(text));
		const words = [exercise.title, exercise.slug, ...exercise.patterns.map((id) => names[id] ?? id), ...exercise.variants.flatMap((variant) => [variant.name, variant.title])].join(" ").toLowerCase();
		return filters.find(([id]) => id === chosen)[2](exercise, env.now) && text.split(/\s+/).every((word) => words.includes(word));
	}
	function draw() {
		show(list, groups(data, fits, env));
		const n = data.exercises.filter(fits).length;
		show(count, n === data.exercises.length ? plural(n, "exercise") : `${n} of ${plural(data.exercises.length, "exercise")}`);
		sessionStorage.setItem(KEY, JSON.stringify({ text: search.value, chosen }));
	}
	search.addEventListener("input", () => {
		draw();
		say(count.textContent);
	});
	const radios = filters.map(([id, name]) => el("label", {}, el("input", {
		type: "radio", name: "state", value: id, checked: id === chosen,
		onchange: () => {
			chosen = id;
			draw();
			say(count.textContent);
		},
	}), el("span", {}, name)));
	draw();

	pageKeys("Drills", [
		{ key: "/", label: "To the filter", run: () => search.focus() },
		{ key: "ArrowDown", label: "Next exercise", run: () => step(list, 1), typing: true, when: () => document.activeElement?.type !== "radio" },
		{ key: "ArrowUp", label: "Exercise before", run: () => step(list, -1), when: () => document.activeElement?.type !== "radio" },
	], ctx.signal);
	return {
		title: "Drills",
		page: "drills",
		live: ["record"],
		body: el("div", { class: "page" },
			el("h1", { tabindex: -1 }, "Drills"),
			el("div", { class: "filter" },
				el("label", { class: "find", for: "find" }, el("span", {}, "Find ", el("kbd", { "aria-hidden": "true" }, "/")), search),
				el("fieldset", { class: "choice" }, el("legend", { class: "unseen" }, "Which"), radios)),
			el("div", { class: "list-head" }, count, legend()),
			list),
	};
}
