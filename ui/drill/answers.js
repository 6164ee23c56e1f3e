// The other right answers, beside one's own.

import { post, sentence } from "../lib/api.js";
import { el, show } from "../lib/dom.js";
import { inline } from "../lib/prose.js";
import { moment } from "../lib/when.js";

const DAY_MS = 86_400_000;

const title = (name) => {
	const words = name.replace(/^\d+-/, "").replaceAll("-", " ");
	return words[0].toUpperCase() + words.slice(1);
};

const listed = (words) => words.map((word, i) => [i > 0 && (i === words.length - 1 ? " and " : ", "), el("code", {}, word)]);

/** "Only yours: rank. Only this one: dense_rank and qualify." */
function difference(mine, other) {
	const onlyMine = [...mine].filter((word) => !other.has(word)), onlyOther = [...other].filter((word) => !mine.has(word));
	if (!onlyMine.length && !onlyOther.length)
		return el("p", { class: "soft" }, "Both use the same keywords and functions.");
	return el("p", {}, onlyOther.length > 0 && ["Only this one uses ", listed(onlyOther), ". "], onlyMine.length > 0 && ["Only yours uses ", listed(onlyMine), "."]);
}

function pair({ shownSql, wordsOf }, mine, answer) {
	const myWords = wordsOf(mine), otherWords = wordsOf(answer.sql);
	const only = (a, b) => new Set([...a].filter((word) => !b.has(word)));
	return [
		answer.note && el("p", {}, inline(sentence(answer.note))),
		mine && difference(myWords, otherWords),
		el("div", { class: "beside" },
			mine && el("div", {}, el("h3", {}, "Yours"), shownSql(mine, { label: "Your query", marked: only(myWords, otherWords) })),
			el("div", {}, el("h3", {}, title(answer.name)), shownSql(answer.sql, { label: title(answer.name), marked: mine ? only(otherWords, myWords) : null }))),
	];
}

/** Ask for the answers, which is recorded, and show them in host. mine: the candidate's query, may be empty. */
export async function showAnswers(host, { attempt, mine, sql, zone }) {
	const { answers, spoils_until_ms } = await post(`/api/attempts/${attempt}/answers`);
	const beside = el("div", { class: "answer", "aria-live": "polite" });
	const choose = (i) => show(beside, pair(sql, mine, answers[i]));
	const radios = answers.map((answer, i) => el("label", {},
		el("input", { type: "radio", name: "answer", checked: i === 0, onchange: () => choose(i) }), el("span", {}, title(answer.name))));
	choose(0);
	show(host,
		el("h2", { class: "part", tabindex: -1 }, answers.length === 1 ? "A right answer" : `${answers.length} right answers`),
		el("p", { class: "soft" }, "They differ in method and agree on everything that the contract allows. ",
			`This exercise cannot be passed cold before ${moment(spoils_until_ms, spoils_until_ms - DAY_MS, zone)}.`),
		answers.length > 1 && el("fieldset", { class: "choice" }, el("legend", { class: "unseen" }, "Which answer"), radios),
		beside);
	const head = host.querySelector("h2");
	head.focus({ preventScroll: true });
	head.scrollIntoView({ block: "start" });
}
