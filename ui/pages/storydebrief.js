// The debrief of a drill: how it came out, the one change that would help most, and each follow-up with why it was asked and what the answer gave.

import { get, sentence } from "../lib/api.js";
import { button, el } from "../lib/dom.js";
import { pageKeys } from "../lib/keys.js";
import { minutesSeconds, moment, spoken } from "../lib/when.js";
import { driftPart, marked, quote, states } from "../stories/words.js";

const replies = { full: "Answered", partial: "Answered in part", evaded: "Not answered", declined: "No answer" };

function changePart(change) {
	return el("section", { class: "change", "aria-labelledby": "change" },
		el("h2", { id: "change" }, "The one change"),
		el("p", { class: "passed" }, change.text),
		change.quote && el("p", {}, quote(change.quote)),
		el("p", { class: "soft" }, sentence(`why: ${change.why}`)));
}

function probeItem(one) {
	const verdict = replies[one.verdict] ?? "The drill ended here", kind = one.held === false ? "evaded" : one.verdict ?? "none";
	return el("li", {},
		el("p", { class: "probe" }, one.probe),
		one.why && el("p", { class: "soft small" }, `Asked${one.again ? " once more" : ""} because ${one.why}${one.by_model ? ", in a model’s words" : ""}`, one.quote ? [": ", quote(one.quote)] : "", one.quote2 ? [" and ", quote(one.quote2)] : "", "."),
		one.reply && el("p", { class: "answer-quote" }, el("span", { class: "soft" }, "You said: "), quote(one.reply)),
		el("p", {}, el("span", { class: `reply ${kind}` }, `${verdict}${one.held === false && one.verdict !== "declined" && one.verdict !== "evaded" ? ", and did not hold" : ""}. `),
			one.gave?.length > 0 && ["New was: ", one.gave.map((text, i) => [i > 0 && ", ", quote(text)]), "."]),
		one.missing && (one.held === false || one.verdict !== "full") && el("p", { class: "soft" }, sentence(one.missing)));
}

function stagePart(stage, i) {
	const [words, tone] = states[stage.state] ?? ["Not finished", "soft"];
	const phrases = stage.templates ?? [];
	return el("section", { class: "debrief-part", "aria-labelledby": `stage-${i}` },
		el("h2", { id: `stage-${i}`, class: "part" }, `Asked for ${stage.name}: `, el("span", { class: tone }, words.toLowerCase())),
		stage.why && el("p", { class: "soft" }, sentence(stage.why)),
		el("blockquote", { class: "question" }, el("p", {}, stage.question)),
		el("p", { class: "soft" }, `Told in ${spoken(stage.elapsed_ms ?? 0)}${stage.depth ? `; pressed to level ${stage.depth} of 3` : ""}.`),
		el("details", { open: phrases.length > 0 || null }, el("summary", {}, "What you told"), el("p", { class: "telling" }, marked(stage.telling, phrases.map((one) => one.text)))),
		phrases.length > 0 && el("ul", { class: "points", "aria-label": "Phrases that say nothing" }, phrases.map((one) => el("li", {}, el("mark", {}, one.text), ` could stand in anybody’s story. Instead: ${one.instead}.`))),
		stage.probes.length > 0 && el("div", { class: "points" }, el("h3", {}, "What was asked then"), el("ol", { class: "asked" }, stage.probes.map(probeItem))));
}

export async function storyDebrief(ctx) {
	const data = await get(`/api/stories/drills/${ctx.params.id}/debrief`, { signal: ctx.signal });
	const [words, tone] = states[data.state] ?? [data.state, "soft"];
	const told = data.stages.reduce((sum, one) => sum + (one.elapsed_ms ?? 0) + one.probes.reduce((all, probe) => all + (probe.elapsed_ms ?? 0), 0), 0);
	const again = data.story ? `/stories/drill?memory=${data.story}` : "/stories/drill";
	pageKeys("This debrief", [
		{ key: "Enter", label: "Tell it again", run: () => ctx.go(again) },
		{ key: "Escape", label: "All stories", run: () => ctx.go("/stories") },
	], ctx.signal);
	return {
		title: "Debrief of a story",
		page: "stories",
		body: el("div", { class: "page debrief story-debrief" },
			el("div", { class: "attempt-head" },
				el("p", { class: "kicker" }, `Debrief, ${moment(data.started_ms, Date.now(), ctx.zone)}, ${minutesSeconds(told)}`),
				el("h1", { tabindex: -1 }, el("span", { class: tone }, words)),
				el("p", {}, data.story ? ["Told: ", el("a", { href: `/story/${data.story}` }, data.title)] : "What was told is none of the memories that are written down.")),
			changePart(data.change),
			driftPart(data.drift),
			data.stages.map(stagePart),
			el("div", { class: "actions" },
				el("a", { class: "button go", href: again }, "Tell it again", el("kbd", { "aria-hidden": "true" }, "Enter")),
				el("a", { class: "button", href: "/stories" }, "All stories", el("kbd", { "aria-hidden": "true" }, "Esc")),
				button("Print", { onclick: () => print() }))),
	};
}
