// Mock rounds: which there are, the one that is open, and what came of those that are over.

import { get, post } from "../lib/api.js";
import { button, el, show } from "../lib/dom.js";
import { pageKeys } from "../lib/keys.js";
import { minutesSeconds, moment, plural } from "../lib/when.js";
import { longList } from "../parts/longlist.js";

/** As one meets them. Rounds that this list does not know follow it. */
const order = ["phone", "loop-sql", "loop-modelling", "loop-pipeline", "loop-behavioural", "bar-raiser", "loop", "design"];
const place = (round) => order.includes(round.id) ? order.indexOf(round.id) : order.length;

function openPart(one, again, fail) {
	return el("section", { class: "next", "aria-labelledby": "open" },
		el("div", {},
			el("p", { class: "kicker" }, `Open, ${minutesSeconds(one.clock_ms)} of ${minutesSeconds(one.minutes * 60_000)} gone`),
			el("h2", { id: "open", class: "big" }, one.title),
			el("p", { class: "soft" }, "The clock stands still until you go on.")),
		el("div", { class: "actions" },
			el("a", { class: "button go", id: "go", href: `/mock/${one.id}`, "aria-keyshortcuts": "Enter" }, "Go on", el("kbd", { "aria-hidden": "true" }, "Enter")),
			button("End it here", { onclick: () => post(`/api/mocks/${one.id}/leave`, { clock_ms: one.clock_ms }).then(again, fail) })));
}

/** What an address asks for: {round, minutes, scenario}, as the plan's blocks and tonight's work have it. */
const wish = (query) => ({ round: query.get("round"), minutes: Number(query.get("minutes")) || null, scenario: query.get("scenario") });

/** The length and, where designs are drawn, which one. wanted: what the address asks for. */
function options(round, scenarios, wanted) {
	const minutes = el("input", { type: "number", id: `minutes-${round.id}`, min: round.least, max: round.most, value: String(wanted.minutes ?? round.minutes), inputmode: "numeric" });
	const scenario = scenarios.length > 0 && el("select", { id: `scenario-${round.id}` }, el("option", { value: "" }, "any"),
		scenarios.map((one) => el("option", { value: one.id }, one.title)));
	const fixed = round.least === round.most;
	if (scenario && scenarios.some((one) => one.id === wanted.scenario))
		scenario.value = wanted.scenario;
	return {
		dom: el("div", { class: "round-options" },
			!fixed && el("label", { for: minutes.id }, "Minutes ", minutes),
			scenario && el("label", { for: scenario.id }, "Design ", scenario)),
		chosen: () => fixed || minutes.value === String(round.minutes) ? {} : { minutes: Number(minutes.value) },
		scenario: () => scenario?.value ? { scenario: scenario.value } : {},
		check: () => fixed || minutes.reportValidity(),
	};
}

function roundRow(round, scenarios, { begin, shut, wanted }) {
	const mine = wanted.round === round.id;
	const chosen = options(round, scenarios, mine ? wanted : {}), note = el("p", { class: "wrong", role: "alert" });
	return el("li", { class: mine ? "round wanted" : "round" },
		el("div", { class: "round-words" },
			el("h3", {}, round.title, " ", el("span", { class: "soft thin" }, plural(round.minutes, "minute"))),
			el("p", {}, round.about)),
		el("form", { class: "round-begin", onsubmit: (event) => {
			event.preventDefault();
			if (chosen.check())
				begin({ round: round.id, ...chosen.chosen(), ...chosen.scenario() }).catch((error) => show(note, error.message));
		} }, chosen.dom, button("Begin", { type: "submit", disabled: shut, go: mine, id: mine ? "begin-wanted" : null, "aria-label": `Begin: ${round.title}` }), note));
}

function pastPart(mocks, zone) {
	if (!mocks.length)
		return el("section", { "aria-labelledby": "past" }, el("h2", { id: "past" }, "Past rounds"),
			el("p", { class: "soft empty" }, "What came of each round will stand here: what you volunteered, what had to be pulled out, what cost the most."));
	return el("section", { "aria-labelledby": "past" }, el("h2", { id: "past" }, "Past rounds"),
		longList(mocks, (one) => el("li", {}, el("a", { href: `/mock/${one.id}/debrief` },
			el("span", { class: "mono" }, moment(one.at_ms, Date.now(), zone)),
			el("span", { class: "time" }, minutesSeconds(one.clock_ms)),
			el("strong", {}, one.title),
			el("span", { class: "soft end" }, "Debrief"))), { class: "lines wide-time" }));
}

export async function mock(ctx) {
	const data = await get("/api/mocks", { signal: ctx.signal });
	const open = data.mocks.find((one) => one.id === data.open) ?? null;
	const designs = data.scenarios;
	const begin = async (how) => {
		const { room } = await post("/api/mocks", how);
		ctx.go(`/mock/${room.id}`);
	};
	const scenariosOf = (round) => round.id === "design" ? designs : [];
	pageKeys("Mock rounds", open ? [{ key: "Enter", label: "Go on with the round that is open", run: () => document.getElementById("go")?.click() }] : [], ctx.signal);
	const wanted = wish(ctx.query), first = (round) => round.id === wanted.round ? -1 : place(round);
	return {
		title: "Mock",
		page: "mock",
		focus: () => document.querySelector("#begin-wanted:not(:disabled)"),
		live: ["record"],
		body: el("div", { class: "page mocks" },
			el("div", { class: "mocks-head" },
				el("h1", { tabindex: -1 }, "Mock rounds"),
				el("p", { class: "soft" }, "A question, a clock, an answer box. Nothing is run, nobody helps, and nothing is said about your answers until the debrief. Leave at any moment: the clock stops, and the round goes on at the same second, here or in a terminal.")),
			open && openPart(open, ctx.again, ctx.fail),
			el("section", { "aria-labelledby": "rounds" }, el("h2", { id: "rounds" }, "Rounds"),
				open && el("p", { class: "soft" }, "Another one can begin when the open one is over."),
				el("ul", { class: "rounds", role: "list" }, [...data.rounds].sort((a, b) => first(a) - first(b)).map((round) => roundRow(round, scenariosOf(round), { begin, shut: Boolean(open), wanted })))),
			pastPart(data.mocks.filter((one) => one.over), ctx.zone)),
	};
}
