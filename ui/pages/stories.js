// Stories: the memories, what they cover, how they were told, and the next thing to do about them.

import { get, post } from "../lib/api.js";
import { button, el } from "../lib/dom.js";
import { pageKeys } from "../lib/keys.js";
import { day, moment, plural } from "../lib/when.js";
import { longList } from "../parts/longlist.js";
import { matrixPart } from "../stories/matrix.js";
import { states } from "../stories/words.js";

/** {kicker, title, why, label, run}: the one next thing. */
function nextOf(data, act) {
	const { next, memories, parts, enough } = data;
	const usable = memories.filter((one) => !one.aside && one.answered > 0).length;
	const about = memories.find((one) => one.id === next.memory);
	switch (next.do) {
	case "resume":
		return { title: "A drill is open", why: "Its clock stands still until you go on.", label: "Go on", run: () => act.go(`/stories/drill/${data.open_drill}`) };
	case "edit":
		return { title: about.title, why: `${plural(parts.length - about.answered, "question")} about it ${parts.length - about.answered === 1 ? "is" : "are"} open.`, label: "Go on", run: () => act.go(`/story/${about.id}`) };
	case "new":
		return usable ? { title: "Write down another memory", why: `${enough.from} or ${enough.to} are enough; ${usable} ${usable === 1 ? "is" : "are"} there.`, label: "Write", run: act.begin }
			: { title: "Write down a memory", why: `One piece of work that you remember, by ${plural(parts.length, "question")}, in any order. ${enough.from} or ${enough.to} are enough.`, label: "Write", run: act.begin };
	default:
		return { title: "Tell one, and be pressed on it", why: "A question is drawn, the clock runs, follow-ups press on what you said. Nothing is commented until the debrief.", label: "Tell one", run: () => act.go("/stories/drill") };
	}
}

function memoryPart(data, act, zone) {
	const { memories, parts, enough } = data;
	const usable = memories.filter((one) => !one.aside && one.answered > 0).length;
	const words = usable >= enough.from ? `${usable} are there. ${enough.from} or ${enough.to} are enough: drill them instead of writing more.` : `${enough.from} or ${enough.to} are enough: a good one carries several principles, told another way each time.`;
	const facts = (one) => [one.aside && "put away", one.answered < parts.length && `${one.answered} of ${parts.length} answered`,
		one.told ? `told ${one.told === 1 ? "once" : `${one.told} times`}${one.last_state ? `, last: ${one.last_state}` : ""}` : "never told"].filter(Boolean).join(", ");
	return el("section", { "aria-labelledby": "memories" },
		el("h2", { id: "memories" }, `Memories, ${usable} of ${enough.from} or ${enough.to}`),
		el("p", { class: "soft" }, words),
		memories.length > 0 && el("ol", { class: "lines memories", role: "list" }, memories.map((one) => el("li", {}, el("a", { href: `/story/${one.id}` },
			el("span", { class: "soft" }, day(one.changed_ms, zone)), el("strong", {}, `${one.number}. `, one.answered ? one.title : "Nothing written yet"), el("span", { class: "soft end" }, facts(one)))))),
		el("div", { class: "actions" }, button("Write down a memory", { key: "N", onclick: act.begin }), usable > 0 && el("a", { class: "button", href: "/stories/drill" }, "Tell one", el("kbd", { "aria-hidden": "true" }, "D")),
			memories.length > 0 && el("a", { class: "button", href: "/api/stories/export.md", download: "" }, "Export as Markdown")));
}

function drillPart({ drills, memories }, zone, now) {
	const past = drills.filter((one) => one.told > 0 || !one.ended);
	const titleOf = (one) => memories.find((memory) => memory.id === one.story)?.title ?? "A memory that is not written down";
	return past.length > 0 && el("section", { "aria-labelledby": "drills" },
		el("h2", { id: "drills" }, "Drills"),
		longList(past, (one) => el("li", {}, el("a", { href: one.ended ? `/stories/debrief/${one.id}` : `/stories/drill/${one.id}` },
			el("span", { class: "soft" }, moment(one.started_ms, now, zone)), el("strong", {}, one.told ? titleOf(one) : "Nothing told yet"),
			el("span", { class: "soft end" }, one.ended ? states[one.state]?.[0] ?? one.state : "open"))), { class: "lines memories" }));
}

export async function stories(ctx) {
	const [data, matrix] = await Promise.all([get("/api/stories", { signal: ctx.signal }), get("/api/stories/matrix", { signal: ctx.signal })]);
	const act = {
		go: ctx.go,
		begin: () => post("/api/stories").then(({ id }) => ctx.go(`/story/${id}`)).catch(ctx.fail),
	};
	const next = nextOf(data, act), usable = data.memories.some((one) => !one.aside && one.answered > 0);
	pageKeys("Stories", [
		{ key: "Enter", label: next.title, run: next.run },
		{ key: "N", label: "Write down a memory", run: act.begin },
		{ key: "D", label: "Tell one", run: () => ctx.go("/stories/drill"), when: () => usable },
	], ctx.signal);
	return {
		title: "Stories",
		page: "stories",
		live: ["record"],
		body: el("div", { class: "page stories" },
			el("section", { class: "next", "aria-labelledby": "next" },
				el("div", {}, el("p", { class: "kicker" }, "Stories, next"), el("h1", { id: "next", tabindex: -1 }, next.title), el("p", { class: "soft" }, next.why)),
				button(next.label, { key: "Enter", go: true, id: "go", onclick: next.run })),
			memoryPart(data, act, ctx.zone),
			matrixPart(matrix),
			drillPart(data, ctx.zone, data.now_ms)),
	};
}
