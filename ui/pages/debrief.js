// The debrief of a round: what cost the most, where the time went, and each part with what was volunteered and what had to be pulled out.

import { ApiError, get, post, sentence } from "../lib/api.js";
import { button, el, show, svg, unseen } from "../lib/dom.js";
import { pageKeys } from "../lib/keys.js";
import { follow } from "../lib/live.js";
import { minutesSeconds, moment, spoken } from "../lib/when.js";
import { recorded, verdictView } from "../parts/verdict.js";

const hows = { time: ", the time was over", left: ", left", open: ", not finished" };
const replies = { full: "answered", partial: "answered in part", evaded: "not answered", declined: "no answer" };

const quote = (text) => text && ["“", el("span", { class: "quote" }, text), "”"];

function costsPart(costs) {
	return el("section", { class: "costs", "aria-labelledby": "costs" },
		el("h2", { id: "costs" }, "What cost the most"),
		costs.length === 0 ? el("p", {}, "Nothing that a machine can see.") : el("ol", { role: "list" }, costs.map((one, i) => el("li", { class: "cost" },
			el("span", { class: "cost-n", "aria-hidden": "true" }, i + 1),
			el("div", {},
				el("p", {}, el("strong", {}, `${one.part}. `), one.what),
				one.quote && el("p", { class: "soft" }, quote(one.quote)),
				el("p", { class: "cost-block" }, `${one.block.planned ?? "When there is time"}, ${one.block.minutes} minutes: `, one.block.what, " ",
					one.block.route && el("a", { href: one.block.route }, "Start", unseen(`: ${one.block.what}`))))))),
		costs.length > 0 && el("p", { class: "soft" }, "They stand in ", el("a", { href: "/plan" }, "the plan"), " where a day is named."));
}

/** ---- the time ---- */

const ROW = 40;

/** One bar a part on one scale: what was used, and a mark where its time ends. */
function timePart(all, title) {
	const rows = all.filter((part) => part.how !== "not reached").map((part) => ({ ...part, name: part.round && part.round !== title ? `${part.round}, ${part.name.toLowerCase()}` : part.name }));
	if (!rows.length)
		return null;
	const most = Math.max(60_000, ...rows.map((part) => Math.max(part.used_ms, part.limit_ms)));
	const step = [1, 2, 5, 10, 15, 30, 60].find((minutes) => most / (minutes * 60_000) <= 6) ?? 60;
	const end = Math.ceil(most / (step * 60_000)) * step;
	const at = (ms) => `${(ms / (end * 60_000)) * 100}%`;
	const ticks = Array.from({ length: end / step + 1 }, (_, i) => i * step);
	const height = rows.length * ROW + 24;
	const over = rows.filter((part) => part.how === "time").length;
	const summary = `${minutesSeconds(rows.reduce((sum, part) => sum + part.used_ms, 0))} used; in ${over === 0 ? "no part" : `${over} of ${rows.length} parts`} the time was over.`;
	return el("section", { class: "time-used", "aria-labelledby": "time" },
		el("h2", { id: "time" }, "Where the time went"), el("p", { class: "soft" }, summary),
		el("div", { class: "bars" }, svg("svg", { class: "bars-plot", width: "100%", height, role: "img", "aria-label": `Time by part. ${rows.map((part) => `${part.name}: ${spoken(part.used_ms)} of ${spoken(part.limit_ms)}`).join("; ")}.` },
			ticks.map((minutes) => svg("line", { x1: at(minutes * 60_000), x2: at(minutes * 60_000), y1: 4, y2: height - 20, class: "bar-grid" })),
			rows.map((part, i) => [
				svg("text", { x: 0, y: i * ROW + 15, class: "bar-name" }, `${part.name}, ${minutesSeconds(part.used_ms)} of ${minutesSeconds(part.limit_ms)}`),
				svg("rect", { x: 0, y: i * ROW + 21, width: at(part.used_ms), height: 10, rx: 2, class: part.how === "time" ? "bar late" : "bar yours" }),
				svg("line", { x1: at(part.limit_ms), x2: at(part.limit_ms), y1: i * ROW + 19, y2: i * ROW + 33, class: "bar-limit" }),
			]),
			ticks.map((minutes, i) => svg("text", { x: at(minutes * 60_000), y: height - 4, class: "bar-tick", "text-anchor": i === 0 ? "start" : i === ticks.length - 1 ? "end" : "middle" },
				i === ticks.length - 1 ? `${minutes} min` : minutes)))),
		el("details", { class: "plot-table" }, el("summary", {}, "The same as a table"),
			el("div", { class: "scroll", role: "region", "aria-label": "Time by part", tabindex: 0 }, el("table", { class: "data plain" },
				el("thead", {}, el("tr", {}, ["Part", "Used", "Of"].map((name) => el("th", { scope: "col" }, name)))),
				el("tbody", {}, rows.map((part) => el("tr", {}, el("td", {}, part.name), el("td", {}, minutesSeconds(part.used_ms)), el("td", {}, minutesSeconds(part.limit_ms)))))))));
}

/** ---- one part ---- */

function points(title, list, line) {
	return list?.length > 0 && el("div", { class: "points" }, el("h4", {}, title), el("ul", {}, list.map((one) => el("li", {}, line(one)))));
}

function askedList(list) {
	return list?.length > 0 && el("div", { class: "points" }, el("h4", {}, "What was asked then"), el("ol", { class: "follow-ups" }, list.map((one) => el("li", {},
		el("p", {}, one.question),
		one.points && one.quote && el("p", {}, el("code", {}, one.quote)),
		one.why && el("p", { class: "soft small" }, `Asked because ${one.why}${one.by_model ? ", in a model’s words" : ""}`, !one.points && one.quote && [": ", quote(one.quote)], "."),
		el("p", {}, el("span", { class: `reply ${one.verdict ?? "none"}` }, sentence(replies[one.verdict] ?? "not reached"), " "), quote(one.reply)),
		one.gave?.length > 0 && el("p", {}, el("span", { class: "soft" }, "New was: "), one.gave.map((text, i) => [i > 0 && ", ", quote(text)]), "."),
		one.missing && one.reply && el("p", { class: "soft" }, sentence(one.missing)),
		one.answer && el("p", {}, el("span", { class: "soft" }, "In short: "), one.answer)))));
}

function sqlPart(sql, shownSql, judging) {
	const time = `${minutesSeconds(sql.query_ms)} of ${minutesSeconds(sql.limit_ms)}`;
	if (!sql.query)
		return el("p", {}, `No query was handed in for “${sql.title}”.`);
	return el("div", { class: "sql-part" },
		el("p", { class: "soft" }, `“${sql.title}”, handed in after ${time}. `, el("a", { href: `/drill/${sql.exercise}/${sql.variant}` }, "Drill it")),
		shownSql(sql.query, { label: `Your query for ${sql.title}` }),
		sql.verdict ? verdictView(recorded({ verdict: sql.verdict }), { minor: true, after: sql.verdict.verdict === "right" && el("p", { class: "passed" }, sql.cold ? "Cold." : "Not cold.") }) : judging());
}

function partView(part, shownSql, judging) {
	const name = part.principle_name ? `${part.name}: ${part.principle_name}` : part.name;
	if (part.how === "not reached")
		return el("section", { class: "debrief-part" }, el("h3", {}, name), el("p", { class: "soft" }, "Not reached."));
	return el("section", { class: "debrief-part" },
		el("h3", {}, name, " ", el("span", { class: "soft thin" }, `${minutesSeconds(part.used_ms)} of ${minutesSeconds(part.limit_ms)}${hows[part.how] ?? ""}`)),
		part.sql && sqlPart(part.sql, shownSql, judging),
		part.question && el("blockquote", { class: "question" }, el("p", {}, part.question)),
		!part.answer && !part.sql && el("p", { class: "wrong" }, "Nothing was said."),
		part.answer && el("p", { class: "answer-quote" }, el("span", { class: "soft" }, part.sql ? "You explained: " : "You said: "), quote(part.answer)),
		part.answer && part.evaluable === false && el("p", { class: "warn" }, sentence(`the answer could not be read as one: ${part.not_evaluable}`)),
		points("Asked before building", part.clarified?.asked, (one) => one),
		points("Not asked before building", part.clarified?.missed, (one) => one),
		points("Said without being asked", part.volunteered, (one) => [el("strong", {}, one.what), ": ", quote(one.quote)]),
		points("Had to be pulled out", part.pulled, (one) => [el("strong", {}, one.what), ": ", quote(one.quote), one.by && el("span", { class: "soft" }, ` after “${one.by}”`)]),
		points("Named and not treated", part.named, (one) => one),
		points("Not heard", part.missing, (one) => one),
		askedList(part.asked));
}

/** Parts under the title of their round, where there are several. */
function partsView(parts, title, shownSql, judging) {
	const rounds = new Set(parts.map((part) => part.round));
	let round = title;
	return parts.flatMap((part) => {
		const head = rounds.size > 1 && part.round !== round && el("h2", { class: "part" }, part.round);
		round = part.round;
		return [head, partView(part, shownSql, judging)].filter(Boolean);
	});
}

/** ---- the page ---- */

/** Have the judge look at what it has not seen; the page is drawn anew when it has. */
async function judge(ctx, data, status) {
	show(status, "The judge is looking at your queries…");
	try {
		const job = data.job ?? (await post(`/api/mocks/${data.id}/judge`, {}, { signal: ctx.signal })).job;
		const done = await follow(job, null, ctx.signal);
		if (done.state === "failed")
			throw new ApiError(500, done.error.code, done.error.text);
		ctx.again();
	} catch (error) {
		if (error.name !== "AbortError")
			show(status, el("span", { class: "warn" }, `Not every query was judged. ${error.message} `), button("Judge now", { onclick: () => judge(ctx, { ...data, job: null }, status) }));
	}
}

export async function debrief(ctx) {
	const [data, { shownSql }] = await Promise.all([get(`/api/mocks/${ctx.params.id}/debrief`, { signal: ctx.signal }), import("../lib/editor.js")]);
	const at = Date.parse(data.at), status = el("p", { class: "soft judging", role: "status" });
	const judging = () => el("p", { class: "soft" }, "No verdict yet.");
	const parts = data.parts.filter((part) => part.kind !== "break");
	pageKeys("This debrief", [{ key: "Escape", label: "All rounds", run: () => ctx.go("/mock") }], ctx.signal);
	return {
		title: `Debrief: ${data.title}`,
		page: "mock",
		body: el("div", { class: "page debrief" },
			el("div", { class: "attempt-head" },
				el("p", { class: "kicker" }, `${moment(at, Date.now(), ctx.zone)}, ${minutesSeconds(data.used_ms)} of ${minutesSeconds(data.limit_ms)}${data.how === "left" ? ", left early" : ""}`),
				el("h1", { tabindex: -1 }, "Debrief: ", data.title),
				status,
				el("div", { class: "actions" },
					el("a", { class: "button", href: `/api/mocks/${data.id}/debrief.md`, download: "" }, "Export as Markdown"),
					button("Print", { onclick: () => print() }),
					el("a", { class: "button", href: "/mock" }, "All rounds", el("kbd", { "aria-hidden": "true" }, "Esc")))),
			costsPart(data.costs),
			timePart(parts, data.title),
			el("section", { class: "debrief-parts", "aria-label": "Part by part" }, el("h2", {}, "Part by part"), partsView(parts, data.title, shownSql, judging)),
			data.pad.trim() && el("section", { "aria-labelledby": "pad" }, el("h2", { id: "pad" }, "Your scratch pad"), el("pre", { class: "pad-lines" }, data.pad.trim()))),
		shown: () => data.not_judged > 0 && judge(ctx, data, status),
	};
}

