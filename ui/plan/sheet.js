// The plan on one printed page. It is laid out to fit a box that lies inside both A4 and US Letter, and measured: as long as it is too high, the next
// step makes the type smaller or something shorter. What a step leaves out is counted on the page, so that nothing is missing without a word.

import { el, show } from "../lib/dom.js";
import { dayAfter, dayName, minutesText } from "./time.js";

const HEIGHT_MM = 257;             /* Letter is 279.4 mm high, A4 297; 10 mm of margin above and below, and some air */
const PX_PER_MM = 96 / 25.4;
const WORDS_MAX = 110;             /* letters of a block's name: a memory may have a title of any length */
const NOTE_MAX = 300;
const NEAR_DAYS = 7;               /* what stands later is planned anew before it comes, so it is shortened first */

/* Each step adds to those before it. Sizes are points; none is below 7. */
const STEPS = [
	{ size: 9, columns: 2, words: 2, rests: true, tools: Infinity, notes: true },
	{ size: 8 },
	{ size: 9, words: 1 },
	{ size: 8 },
	{ size: 7.5 },
	{ size: 9, words: 0 },
	{ size: 8 },
	{ notes: false },
	{ size: 7.5 },
	{ size: 7, columns: 3 },
	{ rests: false },
	{ past: true },
	{ done: true },
	...[6, 5, 4, 3].map((far) => ({ far })),
	{ tools: 12 },
	...[2, 1, 0].map((far) => ({ far })),
	...[12, 10, 8, 7, 6, 5, 4, 3, 2, 1, 0].map((near) => ({ near })),
	{ tools: 4, gone: true },
];

const short = (text, most) => text.length > most ? `${text.slice(0, most).trimEnd()}…` : text;
const isWork = (block) => block.kind !== "rest";
const count = (n, one) => `${n} ${one}${n === 1 ? "" : "s"}`;

function blockLine(block, { words }) {
	const marks = [block.pinned && "pinned", block.outside && !block.ticked && "outside Spar"].filter(Boolean);
	return el("li", { class: isWork(block) ? "sheet-block" : "sheet-rest", "data-id": isWork(block) ? block.id : null },
		isWork(block) && el("span", { class: "sheet-box" }, block.ticked ? "☑" : "☐"),
		el("span", { class: "sheet-time" }, isWork(block) ? `${block.start}–${block.end}` : block.start), " ", short(block.what, WORDS_MAX),
		isWork(block) && words > 0 && marks.length > 0 && ` (${marks.join(", ")})`,
		isWork(block) && words > 1 && el("span", { class: "sheet-more" }, block.todo),
		isWork(block) && words > 0 && el("span", { class: "sheet-more" }, `Why now: ${block.why}`));
}

/** The lines of a day; blocks that find no room are counted. */
function dayLines(day, plan, step) {
	const work = day.blocks.filter(isWork), done = work.filter((block) => block.ticked);
	const folded = step.done && done.length > 1 ? done : [];
	const listed = (step.rests ? day.blocks : work).filter((block) => !folded.includes(block)), shown = [];
	let room = (day.date < dayAfter(plan.today, NEAR_DAYS) ? step.near : step.far) ?? Infinity;
	for (const block of listed)
		if (room > 0) {
			shown.push(blockLine(block, step));
			room -= isWork(block);
		}
	const left = work.length - folded.length - shown.filter((node) => node.classList.contains("sheet-block")).length;
	if (folded.length)
		shown.unshift(el("li", { class: "sheet-count", "data-count": folded.length }, el("span", { class: "sheet-box" }, "☑"), `${count(folded.length, "block")} done, listed in the app`));
	if (left > 0)
		shown.push(el("li", { class: "sheet-count", "data-count": left }, `and ${left} more in the app`));
	return shown;
}

function dayPart(day, plan, step) {
	const name = el("strong", {}, day.date === plan.today ? `Today, ${dayName(day.date)}` : dayName(day.date));
	const work = day.blocks.filter(isWork);
	if (day.past && step.past && work.length)
		return el("li", { class: "sheet-day sheet-count", "data-count": work.length }, name, `: ${work.filter((block) => block.ticked).length} of ${count(work.length, "block")} done, listed in the app`);
	const time = day.free_minutes || day.used_minutes ? `${minutesText(day.used_minutes)} of ${minutesText(day.free_minutes)}` : "no time";
	return el("li", { class: "sheet-day" },
		el("p", { class: "sheet-head" }, name, day.title ? `: ${day.title}, ` : ", ", el("span", { class: "sheet-soft" }, time)),
		day.over_minutes > 0 && el("p", {}, `${minutesText(day.over_minutes)} more than you have`),
		el("ol", { role: "list" }, dayLines(day, plan, step)),
		step.notes && day.note && el("p", { class: "sheet-soft" }, day.note));
}

/** Past days that are too many for a line each. */
function pastPart(days) {
	const work = days.flatMap((day) => day.blocks).filter(isWork);
	return days.length > 0 && el("li", { class: "sheet-day sheet-count", "data-count": work.length }, el("strong", {}, count(days.length, "day")),
		` before today: ${work.filter((block) => block.ticked).length} of ${count(work.length, "block")} done, listed in the app`);
}

/** Names in a row; those that find no room are counted. */
function names(title, list, step) {
	const shown = list.slice(0, step.tools), left = list.length - shown.length;
	return list.length > 0 && el("p", {}, el("strong", {}, `${title}: `), shown.map((one) => short(one.name, WORDS_MAX)).join("; "), left > 0 && `, and ${left} more in the app`, ".");
}

/** What this step leaves out that is counted nowhere else. */
function leftOut(step) {
	const out = [!step.notes && "notes on the plan", !step.rests && "breaks", step.words < 2 && "what to do in each block", step.words < 1 && "why it is now"].filter(Boolean);
	return out.length > 0 && el("p", { class: "sheet-soft sheet-left" }, `Not on this page but in the app: ${out.join("; ")}.`);
}

function content(plan, step) {
	const past = step.gone ? plan.days.filter((day) => day.past) : [], tools = plan.post_set ? plan.post.tools : [];
	const kind = { phone: "Phone screen", loop: "Loop", both: "Phone screen and loop" }[plan.kind];
	return [
		el("p", { class: "sheet-title" }, "Plan"),
		el("p", {}, plan.summary),
		plan.warnings.map((text) => el("p", {}, el("strong", {}, short(text, NOTE_MAX)))),
		step.notes && plan.notes.map((text) => el("p", { class: "sheet-soft" }, text)),
		el("ol", { class: "sheet-days", role: "list" }, pastPart(past), plan.days.filter((day) => !past.includes(day)).map((day) => dayPart(day, plan, step)),
			plan.status === "ok" && plan.interview_date && el("li", { class: "sheet-day" }, el("p", { class: "sheet-head" }, el("strong", {}, dayName(plan.interview_date)), `, ${plan.interview_at ?? ""}: ${kind}. Nothing is planned.`))),
		el("div", { class: "sheet-lists" },
			names("Must know", tools.filter((tool) => tool.verdict === "must"), step),
			names("One hour at most", tools.filter((tool) => tool.verdict === "hour"), step),
			names("Skip", tools.filter((tool) => tool.verdict === "skip"), step),
			names(`Time sinks at ${plan.level}`, plan.sinks, step),
			names("Table stakes", plan.stakes, step),
			names("Depends on the team", plan.team, step)),
		leftOut(step),
	];
}

/** A sheet that is hidden until it is printed. {dom, draw(plan): which step fitted} */
export function sheet() {
	const dom = el("div", { class: "sheet", "aria-hidden": "true" });
	return {
		dom,
		draw(plan) {
			let step = {}, tried = 0;
			dom.classList.add("fitting");
			for (const more of STEPS) {
				step = { ...step, ...more };
				tried++;
				dom.style.fontSize = `${step.size}pt`;
				dom.style.setProperty("--sheet-columns", step.columns);
				show(dom, content(plan, step));
				if (dom.getBoundingClientRect().height <= HEIGHT_MM * PX_PER_MM)
					break;
			}
			dom.classList.remove("fitting");
			return tried;
		},
	};
}
