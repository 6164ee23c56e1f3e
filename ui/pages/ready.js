// Ready: the gates, each line passed, shaky or not tried, with the attempts behind it; tonight's work; when to stop. No overall score.

import { get } from "../lib/api.js";
import { el, svg, unseen } from "../lib/dom.js";
import { pageKeys } from "../lib/keys.js";
import { day, moment, plural } from "../lib/when.js";

const signs = { passed: "✓", shaky: "~", "not tried": "○", left: "–" };
const BEHIND_SHOWN = 3;
const percent = (share) => Math.round(100 * share);

/** The interval, drawn as a band from 0 to 100 %. No point: with so few attempts it would say more than is known. */
function intervalPart(line, confidence) {
	const [low, high] = line.interval, x = (share) => 2 + 196 * share;
	const words = `${line.successes} of ${plural(line.attempts, "attempt")}; with that little evidence the share is between ${percent(low)}\u00a0% and ${percent(high)}\u00a0%`;
	return el("figure", { class: "interval" },
		svg("svg", { viewBox: "0 0 200 18", width: 200, height: 18, role: "img", "aria-label": `${words}.` },
			svg("line", { x1: 2, x2: 198, y1: 9, y2: 9, class: "interval-axis" }),
			[0, 0.5, 1].map((share) => svg("line", { x1: x(share), x2: x(share), y1: 5, y2: 13, class: "interval-axis" })),
			svg("rect", { x: x(low), y: 5, width: Math.max(2, x(high) - x(low)), height: 8, class: "interval-band" })),
		el("div", { class: "interval-ends soft", "aria-hidden": "true" }, el("span", {}, "0 %"), el("span", {}, "50 %"), el("span", {}, "100 %")),
		el("figcaption", { class: "small" }, `${words} (Jeffreys, ${percent(confidence)}\u00a0%).`));
}

function attempt(one, env) {
	const what = one.link ? el("a", { href: one.link }, one.ref) : one.ref;
	return el("li", {}, el("span", { class: "behind-sign", "aria-hidden": "true" }, one.success ? "✓" : "✗"), el("span", {}, one.success ? "a success" : "no success", ", ", one.at_ms ? moment(one.at_ms, env.now, env.zone) : "", `: ${one.what} (`, what, ")", one.note && `, ${one.note}`));
}

function behindPart(line, env) {
	if (!line.behind.length)
		return null;
	const first = line.behind.slice(0, BEHIND_SHOWN), rest = line.behind.slice(BEHIND_SHOWN);
	return [
		el("ul", { class: "behind", role: "list", "aria-label": `Attempts behind: ${line.name}` }, first.map((one) => attempt(one, env))),
		rest.length > 0 && el("details", {}, el("summary", {}, `${plural(rest.length, "older attempt")}`), el("ul", { class: "behind", role: "list" }, rest.map((one) => attempt(one, env)))),
	];
}

/** Tellings that are neither for nor against the line, why, and what would count. */
function uncountedPart(line, env) {
	if (!line.uncounted.length)
		return null;
	const list = el("ul", { class: "behind", role: "list", "aria-label": `Does not count for: ${line.name}` }, line.uncounted.map((one) =>
		el("li", {}, el("span", { class: "behind-sign", "aria-hidden": "true" }, "–"), el("span", {}, "does not count, ", one.at_ms ? moment(one.at_ms, env.now, env.zone) : "", `: ${one.what} (`, one.link ? el("a", { href: one.link }, one.ref) : one.ref, `), ${one.note}`))));
	if (line.state === "passed")
		return el("details", {}, el("summary", {}, `${plural(line.uncounted.length, "telling")} that ${line.uncounted.length === 1 ? "does" : "do"} not count`), list);
	const { what, route, command } = line.tonight;
	return [list, env.offers && el("p", { class: "small" }, `This counts: ${what} `, route ? el("a", { href: route }, "Start it") : el("code", {}, command))];
}

/** Where nothing is begun any more: why a line of the last day's list stays as it is. */
function leftWords(line) {
	return `${line.left[0].toUpperCase()}${line.left.slice(1)}. ${line.state === "not tried" ? "It was not tried." : `It stands so: ${line.why}.`}`;
}

function staleWords(line, env) {
	if (!line.stale_ms)
		return null;
	return line.state === "passed" ? `Goes stale on ${day(line.stale_ms, env.zone)}.` : `Was good until ${day(line.stale_ms, env.zone)}.`;
}

function linePart(line, env) {
	const state = line.left ? "left" : line.state;
	return el("li", { class: `gate-line ${state.replace(" ", "-")}` },
		el("div", { class: "gate-state" }, el("span", { class: "gate-sign", "aria-hidden": "true" }, signs[state]), el("span", {}, state)),
		el("div", { class: "gate-what" },
			el("h3", { class: "gate-name" }, line.name, unseen(`: ${state}`)),
			el("p", {}, line.left ? leftWords(line) : [line.state !== "not tried" && `${line.why[0].toUpperCase()}${line.why.slice(1)}.`, staleWords(line, env)].filter(Boolean).join(" ")),
			el("p", { class: "small" }, el("span", { class: "soft" }, "A success: "), `${line.rule}.`),
			el("p", { class: "soft small formula" }, `${line.formula[0].toUpperCase()}${line.formula.slice(1)}.`),
			behindPart(line, env), uncountedPart(line, env)),
		el("div", { class: "gate-evidence" }, line.interval ? intervalPart(line, env.confidence) : el("p", { class: "soft small" }, "No evidence yet.")));
}

function gatePart(gate, env) {
	const passed = gate.lines.filter((line) => line.state === "passed").length;
	return el("section", { class: "gate", "aria-labelledby": `gate-${gate.id}` },
		el("div", { class: "gate-head" }, el("h2", { id: `gate-${gate.id}` }, gate.name),
			el("p", { class: gate.holds ? "right" : "soft" }, gate.checklist ? `A list for the day before: ${passed} of ${gate.lines.length} shown${gate.lines.some((line) => line.left) ? ", the rest is left" : ""}.` : gate.holds ? "✓ This gate holds." : `This gate does not hold yet: ${passed} of ${gate.lines.length} lines passed.`)),
		el("ol", { class: "gate-lines", role: "list" }, gate.lines.map((line) => linePart(line, env))));
}

function tonightItem(one, first) {
	return el("li", {}, el("div", {}, el("strong", {}, plural(one.minutes, "minute")), `: ${one.what}`),
		one.route ? el("a", { class: first ? "button go" : "button", href: one.route, id: first ? "go" : null, "aria-keyshortcuts": first ? "Enter" : null }, "Start", first && el("kbd", { "aria-hidden": "true" }, "Enter"))
			: el("code", {}, one.command));
}

function topPart(data) {
	const { guide, block } = data;
	if (guide)
		return el("section", { class: "stop", "aria-labelledby": "stop" }, el("h1", { id: "stop", tabindex: -1 }, guide.title), el("p", {}, guide.text),
			block && el("p", {}, `Next, ${block.day}, ${block.start}: `, el("strong", {}, block.what), "."),
			block && el("a", { class: "button go", id: "go", href: block.route ?? "/plan", "aria-keyshortcuts": "Enter" }, block.route ? "Start" : "To the plan", el("kbd", { "aria-hidden": "true" }, "Enter")));
	const first = data.tonight.find((one) => one.route);
	return el("section", { class: "tonight", "aria-labelledby": "tonight" },
		el("h1", { id: "tonight", tabindex: -1 }, "Tonight"),
		el("p", { class: "soft" }, "What is shaky first, then what was not tried. When both gates hold, Spar says stop."),
		el("ol", { class: "tonight-list", role: "list" }, data.tonight.map((one) => tonightItem(one, one === first))));
}

export async function ready(ctx) {
	const data = await get("/api/ready", { signal: ctx.signal });
	const env = { zone: ctx.zone, now: data.now_ms, confidence: data.confidence, offers: !data.guide };
	pageKeys("Ready", [{ key: "Enter", label: "Start tonight’s first", run: () => document.getElementById("go")?.click() }], ctx.signal);
	return {
		title: "Ready",
		page: "ready",
		live: ["record", "settings"],
		body: el("div", { class: "page ready" }, topPart(data), data.gates.map((gate) => gatePart(gate, env))),
	};
}
