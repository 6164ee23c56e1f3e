// History: each attempt, how long a right answer takes, cold passes by pattern, mistakes.

import { get } from "../lib/api.js";
import { button, el, show, unseen } from "../lib/dom.js";
import { pageKeys } from "../lib/keys.js";
import { calendarDay, minutesSeconds, moment, plural } from "../lib/when.js";
import { mark, outcomeKind, outcomeWords } from "../parts/outcome.js";

const DAY_MS = 86_400_000;
const PAGE = 50;

/** Some days of a span as places on the axis, not more than eight; in a span without a midnight its day stands in the middle. */
function dayTicks(from, to) {
	const first = Math.floor(from / DAY_MS), last = Math.ceil(to / DAY_MS), step = Math.max(1, Math.ceil((last - first) / 7));
	const ticks = [];
	for (let n = first; n <= last; n += step) {
		const { date, month } = calendarDay(n);
		if (n * DAY_MS >= from && n * DAY_MS <= to)
			ticks.push({ at: n * DAY_MS, text: `${date} ${month}` });
	}
	if (!ticks.length) {
		const { date, month } = calendarDay(Math.floor((from + to) / 2 / DAY_MS));
		ticks.push({ at: (from + to) / 2, text: `${date} ${month}` });
	}
	return ticks;
}

function plainTable(label, head, rows) {
	return el("div", { class: "scroll", role: "region", "aria-label": label, tabindex: 0 }, el("table", { class: "data plain" },
		el("thead", {}, el("tr", {}, head.map((name) => el("th", { scope: "col" }, name)))),
		el("tbody", {}, rows.map((row) => el("tr", {}, row.map((cell) => el("td", {}, cell)))))));
}

/** Minutes to a right answer, one mark an attempt, with the time that each exercise gives. */
function timePlot(points, plot, ctx) {
	const minutes = points.map((point) => point.elapsed_ms / 60_000);
	const only = (fits) => points.map((point, i) => fits(point) ? minutes[i] : null);
	const kind = (point) => point.outcome === "passed" ? (point.cold ? "cold" : "passed") : "not passed";
	const from = points[0].at_ms, to = points.at(-1).at_ms, margin = Math.max((to - from) * 0.04, DAY_MS / 4);
	const passes = points.filter((point) => point.outcome === "passed"), cold = passes.filter((point) => point.cold);
	const inside = passes.filter((point) => point.elapsed_ms <= point.minutes * 60_000);
	return plot({
		title: "Time to a right answer",
		summary: `${passes.length} of ${plural(points.length, "attempt")} passed: ${cold.length} cold, ${inside.length} in time.`,
		x: { values: points.map((point) => point.at_ms), range: [from - margin, to + margin], ticks: dayTicks(from - margin / 2, to + margin / 2), label: "Day" },
		y: { label: "Minutes", least: 5 },
		series: [
			{ label: "time of the exercise", values: points.map((point) => point.minutes), shape: "dash", colour: "soft" },
			{ label: "passed cold", values: only((point) => kind(point) === "cold"), shape: "disc", colour: "right" },
			{ label: "passed", values: only((point) => kind(point) === "passed"), shape: "ring", colour: "right" },
			{ label: "not passed", values: only((point) => kind(point) === "not passed"), shape: "cross", colour: "wrong" },
		],
		says: (i) => `${moment(points[i].at_ms, Date.now(), ctx.zone)}: ${points[i].title}, ${minutesSeconds(points[i].elapsed_ms)} of ${points[i].minutes}:00, ${kind(points[i])}`,
		table: () => plainTable("Time to a right answer", ["When", "Exercise", "Time", "Of", "Outcome"], points.map((point) => [moment(point.at_ms, Date.now(), ctx.zone), point.title,
			minutesSeconds(point.elapsed_ms), `${point.minutes}:00`, kind(point)])),
	}, ctx.signal);
}

/** Cold passes so far, day by day, of all patterns or one. */
function coldPlot(patterns, total, plot, ctx) {
	const byDay = new Map();
	for (const pattern of patterns)
		for (const { day, cold } of pattern.by_day)
			byDay.set(day, (byDay.get(day) ?? 0) + cold);
	const days = [...byDay.keys()].sort();
	const byNumber = new Map(days.map((day) => [calendarDay(day).number, byDay.get(day)]));
	const first = calendarDay(days[0]).number, last = Math.max(calendarDay(days.at(-1)).number, Math.floor(Date.now() / DAY_MS));
	const x = [], y = [];
	let sum = 0;
	for (let n = first - 1; n <= last; n++) {
		sum += byNumber.get(n) ?? 0;
		x.push(n * DAY_MS);
		y.push(sum);
	}
	const label = (n) => `${calendarDay(n / DAY_MS).date} ${calendarDay(n / DAY_MS).month}`;
	return plot({
		title: "Cold passes",
		summary: `${plural(sum, "cold pass", "cold passes")} on ${plural(days.length, "day")}${patterns.length === 1 ? `, ${patterns[0].name}` : `, counted by pattern`}.`,
		x: { values: x, range: [x[0] - DAY_MS / 3, x.at(-1) + DAY_MS / 3], ticks: dayTicks(x[0], x.at(-1)), label: "Day" },
		y: { label: "Cold passes so far", whole: true, least: total },
		series: [
			{ label: "cold passes so far", values: y, shape: "step", colour: "right" },
			{ label: total === 1 ? "the pattern once" : `each of the ${total} tried patterns once`, values: x.map(() => total), shape: "level", colour: "soft" },
		],
		says: (i) => `${label(x[i])}: ${y[i]}`,
		table: () => plainTable("Cold passes", ["Day", "Cold passes", "So far"], x.map((at, i) => [label(at), String(y[i] - (y[i - 1] ?? 0)), String(y[i])])),
	}, ctx.signal);
}

function patternTable(patterns) {
	const most = Math.max(1, ...patterns.map((pattern) => pattern.attempts));
	const bar = (pattern) => {
		const node = el("span", { class: "meter", "aria-hidden": "true" });
		for (const [kind, n] of [["cold", pattern.cold_passes], ["passed", pattern.passes - pattern.cold_passes], ["failed", pattern.attempts - pattern.passes]]) {
			const piece = el("span", { class: `share ${kind}` });
			piece.style.width = `${(100 * n) / most}%`;
			node.append(piece);
		}
		return node;
	};
	return el("table", { class: "by-pattern" },
		el("caption", {}, "By pattern"),
		el("thead", {}, el("tr", {}, ["Pattern", "Cold", "Passed", "Attempts"].map((name, i) => el("th", { scope: "col", class: i ? "n" : null }, name)), el("th", { class: "meter-cell" }, unseen("Drawn")))),
		el("tbody", {}, patterns.map((pattern) => el("tr", {}, el("th", { scope: "row" }, pattern.name), [pattern.cold_passes, pattern.passes, pattern.attempts].map((n) => el("td", { class: "n" }, n)), el("td", { class: "meter-cell" }, bar(pattern))))));
}

/** Cold passes by pattern: a choice, the plot, and the table. */
function patternPart(patterns, plot, ctx) {
	const withCold = patterns.filter((pattern) => pattern.by_day.length);
	const host = el("div");
	const draw = (id) => show(host, coldPlot(id ? withCold.filter((pattern) => pattern.id === id) : withCold, id ? 1 : patterns.length, plot, ctx));
	const choice = el("select", { id: "pattern", onchange: () => draw(choice.value) }, el("option", { value: "" }, "All patterns"), withCold.map((pattern) => el("option", { value: pattern.id }, pattern.name)));
	if (withCold.length)
		draw("");
	return el("section", { class: "cold-part", "aria-label": "Cold passes by pattern" },
		withCold.length ? [host, el("label", { class: "plot-choice", for: "pattern" }, el("span", { class: "soft" }, "Show "), choice)] : el("div", { class: "empty" }, el("h2", {}, "Cold passes"), el("p", { class: "soft" }, "Cold passes are drawn here, day by day, once there is one.")));
}

function mistakePart(mistakes, zone) {
	if (!mistakes.length)
		return null;
	const sorted = [...mistakes].sort((a, b) => b.count - a.count || b.last_ms - a.last_ms);
	return el("section", { "aria-labelledby": "mistakes" },
		el("h2", { id: "mistakes" }, "Mistakes that came up"),
		el("ol", { class: "lines", role: "list" }, sorted.map((one) => el("li", {}, el("span", { class: "line-row" }, el("strong", {}, one.name), el("span", { class: "soft end" }, `${one.count === 1 ? "once" : one.count === 2 ? "twice" : `${one.count} times`}, last ${moment(one.last_ms, Date.now(), zone)}`))))));
}

function attemptLine(one, zone) {
	return el("li", {}, el("a", { href: `/attempt/${one.id}` },
		el("span", { class: "mono" }, moment(one.started_ms, Date.now(), zone)),
		el("span", { class: "time" }, mark(outcomeKind(one)), one.outcome === "open" ? "open" : minutesSeconds(one.elapsed_ms)),
		el("strong", {}, one.title, " ", el("span", { class: "soft thin" }, one.variant)),
		el("span", { class: "soft end" }, outcomeWords(one))));
}

/** The list, with more of it on demand. */
function attemptPart(first, ctx) {
	const list = el("ol", { class: "lines wide-time", role: "list" }, first.attempts.map((one) => attemptLine(one, ctx.zone)));
	let last = first.attempts.at(-1)?.id;
	const more = button("Show earlier ones", {
		onclick: async () => {
			const next = await get(`/api/attempts?limit=${PAGE}&before=${last}`, { signal: ctx.signal }).catch(ctx.fail);
			if (!next)
				return;
			const lines = next.attempts.map((one) => attemptLine(one, ctx.zone));
			list.append(...lines);
			last = next.attempts.at(-1)?.id;
			more.hidden = !next.more;
			lines[0]?.querySelector("a").focus();
		},
	});
	more.hidden = !first.more;
	return el("section", { "aria-labelledby": "attempts" }, el("h2", { id: "attempts" }, "Every attempt"), list, el("div", { class: "actions" }, more));
}

export async function history(ctx) {
	const [data, first, { plot }] = await Promise.all([get("/api/history", { signal: ctx.signal }), get(`/api/attempts?limit=${PAGE}`, { signal: ctx.signal }), import("../lib/plot.js")]);
	pageKeys("History", [], ctx.signal);
	const points = data.points.filter((point) => point.outcome !== "open").sort((a, b) => a.at_ms - b.at_ms);
	const body = first.attempts.length === 0
		? el("div", { class: "empty" }, el("p", { class: "soft" }, "Every attempt will stand here with its queries and verdicts, and above them how long a right answer takes you and which patterns you have passed cold."),
			el("div", { class: "actions" }, el("a", { class: "button go", href: "/" }, "To the next drill")))
		: [el("div", { class: "plots" },
			points.length ? timePlot(points, plot, ctx) : el("div", { class: "empty" }, el("h2", {}, "Time to a right answer"), el("p", { class: "soft" }, "It is drawn once an attempt has ended or passed.")),
			patternPart(data.patterns, plot, ctx)),
		data.patterns.length > 0 && patternTable(data.patterns),
		mistakePart(data.mistakes, ctx.zone),
		attemptPart(first, ctx)];
	return { title: "History", page: "history", live: ["record"], body: el("div", { class: "page history" }, el("h1", { tabindex: -1 }, "History"), body) };
}
