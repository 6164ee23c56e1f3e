// Today: where I stand, the one next thing, days left, what was done today.

import { get } from "../lib/api.js";
import { el, unseen } from "../lib/dom.js";
import { pageKeys } from "../lib/keys.js";
import { calendarDay, clock, day, daysBetween, inDays, minutesSeconds, plural } from "../lib/when.js";
import { outcomeWords } from "../parts/outcome.js";
import { roundName } from "../drill/brief.js";

const kinds = { phone: "Phone screen", loop: "Loop", both: "Interview" };

/** A local time such as "2026-11-28T09:00" as ms, read in the zone of the settings as far as days count. */
function localMs(text) {
	return Date.parse(`${text}:00Z`);
}

/** "Loop in 5 days, Sat 28 Nov, 09:00" */
function daysLeft({ settings, today }) {
	if (!settings.interview_at)
		return el("a", { href: "/settings", class: "soft" }, "Set the interview date");
	const at = localMs(settings.interview_at), days = daysBetween(Date.parse(`${today}T00:00:00Z`), at, "UTC");
	return el("span", { class: "soft" }, `${kinds[settings.kind]} ${inDays(days)}, ${day(at, "UTC")}, ${clock(at, "UTC")}`);
}

/** The plan's next block: what, when, why now, and one key to begin. On the eve with what there is to know of it. */
function blockPart(block, isToday, guide) {
	const when = `${isToday ? "" : `${block.day}, `}${block.start}, ${plural(block.minutes, "minute")}`;
	return el("section", { class: "next", "aria-labelledby": "next" },
		el("div", {},
			guide && el("p", { class: "eve" }, el("strong", {}, `${guide.title}. `), guide.text),
			el("p", { class: "kicker" }, `Next, ${when}`),
			el("h1", { id: "next", tabindex: -1 }, block.what),
			el("p", {}, block.todo),
			el("p", { class: "soft" }, `Why now: ${block.why}`),
			!block.route && el("p", { class: "soft" }, block.command && !block.outside ? ["In a terminal: ", el("code", {}, block.command)] : "Outside Spar. Tick it off on the plan when it is done.")),
		block.route ? el("a", { class: "button go", id: "go", href: block.route, "aria-keyshortcuts": "Enter" }, "Start", el("kbd", { "aria-hidden": "true" }, "Enter"))
			: el("a", { class: "button go", id: "go", href: "/plan", "aria-keyshortcuts": "Enter" }, "To the plan", el("kbd", { "aria-hidden": "true" }, "Enter")));
}

/** A story that is being told. */
function storyPart(id) {
	return el("section", { class: "next", "aria-labelledby": "next" },
		el("div", {}, el("p", { class: "kicker" }, "Next"), el("h1", { id: "next", tabindex: -1 }, "A drill of a story is open"), el("p", { class: "soft" }, "You have begun it. Its clock stands still until you go on.")),
		el("a", { class: "button go", id: "go", href: `/stories/drill/${id}`, "aria-keyshortcuts": "Enter" }, "Go on", el("kbd", { "aria-hidden": "true" }, "Enter")));
}

/** Nothing is to be started now: why, and what to do instead. What another day has is told and not offered. */
function restPart(guide, block) {
	return el("section", { class: "next", "aria-labelledby": "next" },
		el("div", {},
			el("h1", { id: "next", tabindex: -1 }, guide.title),
			el("p", {}, guide.text),
			block && el("p", { class: "soft" }, `Next, ${block.day}, ${block.start}, ${plural(block.minutes, "minute")}: ${block.what}.`)),
		guide.say === "done" && el("a", { class: "button", id: "go", href: "/plan", "aria-keyshortcuts": "Enter" }, "The plan", el("kbd", { "aria-hidden": "true" }, "Enter")));
}

/** What was begun comes first, then the word that there is nothing to do, then the plan, then a drill that nobody has planned. */
function leading({ next, block, guide, today, story_drill }) {
	if (next?.open_attempt)
		return nextPart(next);
	if (story_drill)
		return storyPart(story_drill);
	if (guide && guide.say !== "eve")
		return restPart(guide, block);
	return block ? blockPart(block, block.date === today, guide) : nextPart(next);
}

function nextPart(next) {
	if (!next)
		return el("section", { class: "next" }, el("h1", { tabindex: -1 }, "Nothing can be drilled"), el("p", { class: "soft" }, "The pack has no exercise that can be used. “spar bank check” says why."));
	const why = next.why[0].toUpperCase() + next.why.slice(1);
	return el("section", { class: "next", "aria-labelledby": "next" },
		el("div", {},
			el("p", { class: "kicker" }, `Next, ${plural(next.minutes, "minute")}`),
			el("h1", { id: "next", tabindex: -1 }, next.title),
			el("p", { class: "soft" }, `${roundName(next.round)}. ${why}.`)),
		el("a", { class: "button go", id: "go", href: `/drill/${next.slug}/${next.variant}`, "aria-keyshortcuts": "Enter" }, next.open_attempt ? "Go on" : "Start", el("kbd", { "aria-hidden": "true" }, "Enter")));
}

const parts = [
	["cold", "passed cold", (t) => t.cold],
	["passed", "passed", (t) => t.passed - t.cold],
	["tried", "tried", (t) => t.tried - t.passed],
	["new", "not tried", (t) => t.exercises - t.tried],
];

function standPart(totals) {
	const shares = parts.map(([kind, words, of]) => ({ kind, words, n: Math.max(0, of(totals)) }));
	const bar = el("div", { class: "stand-bar", "aria-hidden": "true" }, shares.filter((share) => share.n).map((share) => {
		const piece = el("span", { class: `share ${share.kind}` });
		piece.style.flexGrow = share.n;
		return piece;
	}));
	return el("section", { "aria-labelledby": "stand" },
		el("h2", { id: "stand" }, `Where you stand, ${plural(totals.exercises, "exercise")}`),
		bar,
		el("ul", { class: "stand-key", role: "list" }, shares.map((share) => el("li", {}, el("span", { class: `share-mark ${share.kind}`, "aria-hidden": "true" }), el("strong", {}, share.n), ` ${share.words}`))));
}

function donePart(done, zone) {
	if (!done.length)
		return el("section", { "aria-labelledby": "done" }, el("h2", { id: "done" }, "Done today"), el("p", { class: "soft empty" }, "What you finish today will stand here, with its time."));
	const minutes = Math.round(done.reduce((sum, one) => sum + one.elapsed_ms, 0) / 60_000);
	return el("section", { "aria-labelledby": "done" },
		el("h2", { id: "done" }, `Done today, ${plural(minutes, "minute")}`),
		el("ol", { class: "lines", role: "list" }, done.map((one) => el("li", {}, el("a", { href: one.outcome === "open" ? `/drill/${one.slug}/${one.variant}` : `/attempt/${one.id}` },
			el("span", { class: "mono" }, clock(one.started_ms, zone)),
			el("span", { class: "time" }, one.outcome === "open" ? "open" : minutesSeconds(one.elapsed_ms)),
			el("strong", {}, one.title, " ", el("span", { class: "soft thin" }, one.variant)),
			el("span", { class: "soft end" }, outcomeWords(one)))))));
}

function dayBox(one, isToday) {
	const { weekday, date, month } = calendarDay(one.day);
	return el("li", { class: isToday ? "now" : null },
		el("strong", {}, `${weekday} ${date}`, unseen(` ${month}`)),
		one.attempts ? [el("span", {}, plural(one.attempts, "attempt")), el("span", {}, `${one.passed} passed`), el("span", {}, `${one.cold} cold`)]
			: el("span", { class: "soft" }, isToday ? "Nothing yet" : "Nothing"));
}

export async function today(ctx) {
	const data = await get("/api/today", { signal: ctx.signal });
	const start = () => document.getElementById("go")?.click();
	pageKeys("Today", [{ key: "Enter", label: data.next?.open_attempt ? "Go on with it" : "Start the next thing", run: start }], ctx.signal);
	return {
		title: "Today",
		page: "today",
		live: ["record", "settings"],
		aside: daysLeft(data),
		body: el("div", { class: "page" },
			leading(data),
			data.plan && data.plan.status !== "today" && el("p", { class: data.plan.status === "ok" ? "soft" : "warn" }, data.plan.summary, " ", el("a", { href: "/plan" }, "The plan")),
			donePart(data.done, ctx.zone),
			standPart(data.totals),
			el("section", { "aria-labelledby": "week" },
				el("h2", { id: "week" }, "The last seven days"),
				el("ol", { class: "week", role: "list" }, data.week.map((one) => dayBox(one, one.day === data.today))))),
	};
}
