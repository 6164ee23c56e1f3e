#!/usr/bin/env node
// Questions about a query: after a wrong and after a right submission, one of each kind answered wrongly and rightly, by the keyboard; a reload in
// the middle; what the terminal asked; axe and 360 px.
"use strict";

const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { resize, root, run, startDrill, typeText, violations } = require("./lib.js");

process.env.SPAR_SEED = "1";

const wrong = `SELECT month, name, revenue
FROM (SELECT CAST(date_trunc('month', ordered_at) AS DATE) AS month, customer_id, sum(amount) AS revenue,
             row_number() OVER (PARTITION BY date_trunc('month', ordered_at) ORDER BY sum(amount) DESC) AS place
      FROM orders GROUP BY date_trunc('month', ordered_at), customer_id) AS placed
JOIN customers USING (customer_id)
WHERE place <= 3`;
const right = wrong.replace("row_number()", "rank()").replace("GROUP BY date", "\n      GROUP BY date");
/* It treats what questions about a query ask for: reason, ties, NULL, grain, duplicates, scan, keys, failure. */
const fullAnswer = `I wrote it this way because the task asks for one row per customer and month, so the grain of the result is one customer in one month. If two
customers tie, equal rows share the same rank, so both of them appear. A NULL amount is left out of the sum, because sum skips nulls. If the source holds a
duplicate row it would be counted twice, so I would deduplicate on the order key first. On a large table the query scans every partition once, because the
filter does not prune; I would read only the last day's partition. I assume that order ids are unique. If a row arrives late, I would backfill the affected
day. If it fails in the middle I would rerun it, and the rerun overwrites the same partition.`;
const noAnswer = "The weather was pleasant on Tuesday and we walked along the river for an hour before lunch.";

/* By the clock and not by frames: a page behind another tab may draw none. */
const polling = 100;
const said = (page, pattern) => page.waitForFunction((source) => new RegExp(source).test(document.getElementById("say").textContent), pattern.source, { polling });
const line = (page) => page.locator(".asking > .question .result-line");
const asked = (page) => page.locator("#asked").textContent();

async function submit(page, query, verdict) {
	await page.locator(".drill .cm-content").focus();
	await page.keyboard.press("Control+A");
	await page.keyboard.press("Delete");
	await typeText(page, query);
	await page.keyboard.press("Control+Shift+Enter");
	await page.locator("#outcome", { hasText: verdict }).waitFor();
	await page.locator(".bar .submit:not([disabled])").waitFor();
}

/** The next question by its key; the box has the focus then. */
async function next(page, kind) {
	await page.keyboard.press("Alt+Q");
	await page.locator(".answer-box textarea").waitFor();
	await page.waitForFunction(() => document.activeElement?.matches(".answer-box textarea"), null, { polling });
	const kicker = await page.locator(".asking > .question > .kicker").textContent();
	return kicker.startsWith(kind);
}

async function answer(page, text) {
	await page.keyboard.press("Control+A");
	await typeText(page, text);
	await page.keyboard.press("Control+Enter");
}

/** What the judge knows of the open prediction, from the record. */
const expectedRows = (page) => page.evaluate(async () => {
	const { events } = await (await fetch("/api/export.json")).json();
	return events.filter((event) => event.kind === "ask.asked").at(-1).body.prediction.expected.rows;
});
const typed = (rows) => rows.length ? rows.map((row) => row.map((cell) => cell ?? "NULL").join(" | ")).join("\n") : "empty";

async function check(t, name) {
	for (const theme of ["light", "dark"]) {
		await t.page.emulateMedia({ colorScheme: theme });
		t.is(await violations(t.page), [], `${name}, ${theme}`);
		if (process.env.PICTURES)
			await t.page.screenshot({ path: path.join(process.env.PICTURES, `${name.replaceAll(" ", "-")}-${theme}.png`), fullPage: true });
	}
	await t.page.emulateMedia({ colorScheme: "light" });
}

async function narrow(t, name) {
	await resize(t.page, 360, 780);
	t.ok(await t.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name}: nothing scrolls sideways at 360 px`);
	await check(t, `${name} narrow`);
	await resize(t.page, 1280);
}

async function prediction(t) {
	const { page } = t;
	t.ok(await next(page, "What comes out"), "after a wrong submission Alt Q asks what comes out");
	t.like(await page.locator(".asking > .question").textContent(), /Type the rows of .+\. (Any order|Their order counts)\./, "it says what is to be typed");
	t.ok(await page.locator(".asking .witness table").count() >= 1, "on a small database");
	t.like(await page.locator("#rows-help").textContent(), /NULL is typed NULL/, "and how NULL is typed");
	t.is(await page.locator(".answer-box textarea").getAttribute("aria-labelledby"), "asked", "the box is named by the question");
	await page.keyboard.press("Control+Enter");
	await said(page, /There is no answer yet/);
	await answer(page, "one | two | three | four | five");
	await page.locator(".answer-problem", { hasText: "No answer yet" }).waitFor();
	t.like(await page.locator(".answer-problem").textContent(), /^No answer yet: line 1, .*\d values? stand/, "what cannot be read is no answer, and it says where");
	t.is(await page.evaluate(() => document.activeElement.tagName), "TEXTAREA", "the focus stays in the box");
	await check(t, "an open prediction");
	await narrow(t, "an open prediction");

	/* In the middle of it the page is loaded again. */
	await page.locator(".answer-box textarea").fill("2024-01-01 | No");
	await page.locator(".answer-box textarea").press("b");
	await page.locator(".answer-box .state", { hasText: "Draft saved" }).waitFor();
	const question = await asked(page);
	await page.reload();
	await page.locator(".answer-box textarea").waitFor();
	t.is(await asked(page), question, "after a reload the same question stands there");
	t.is(await page.locator(".answer-box textarea").inputValue(), "2024-01-01 | Nob", "with what was typed");
	const other = await t.newPage();
	await other.goto(page.url());
	await other.locator(".answer-box textarea").waitFor();
	t.is(await asked(other), question, "and so in another tab");
	await page.keyboard.press("Alt+Q");
	await page.waitForFunction(() => document.activeElement?.matches(".answer-box textarea"), null, { polling });
	const rows = await expectedRows(page);
	await answer(page, rows.length ? typed([...rows, rows[0]]) : "1999-01-01 | Nobody | 1");
	await line(page).waitFor();
	t.is(await line(page).textContent(), "Not what comes out.", "wrong rows are called wrong");
	await said(page, /Not what comes out/);
	t.ok(await page.locator(".question-result .diff tr.gone").count() >= 1, "the rows stand side by side, and what differs is marked");
	t.like(await page.locator(".question-result").textContent(), /(Easily read as if|Your rows would come out if) .+\./, "it says how it is misread");
	t.is(await page.evaluate(() => document.activeElement.id), "answered", "the focus is at the word on it");
	await other.locator(".asking > .question .result-line").waitFor();
	t.is(await line(other).textContent(), "Not what comes out.", "the other tab has it too");
	await other.close();
	await check(t, "a wrong prediction");
	await narrow(t, "a wrong prediction");
}

async function words(t) {
	const { page } = t;
	for (const kind of ["Why", "What if"]) {
		t.ok(await next(page, kind), `then: ${kind}`);
		await answer(page, noAnswer);
		await line(page).waitFor();
		t.like(await line(page).textContent(), /^(\d+ of \d+ points (is|are)|The point is) missing\.$/, "an answer beside the point misses points");
		t.ok(await page.locator(".question-result .points .wrong").count() >= 1, "and each is named");
		t.like(await page.locator(".asking > .question .given").textContent(), /^The weather/, "under what the answer was");
	}
	await check(t, "missing points");
}

async function rightOnes(t) {
	const { page } = t;
	await submit(page, right, "Right so far");
	t.ok(await next(page, "What comes out"), "after a right submission the round goes on");
	await answer(page, typed(await expectedRows(page)));
	await line(page).waitFor();
	t.is(await line(page).textContent(), "Right.", "right rows are right");
	await said(page, /Right\./);
	for (const kind of ["Why", "What if"]) {
		t.ok(await next(page, kind), `then: ${kind}`);
		await answer(page, fullAnswer);
		await line(page).waitFor();
		t.like(await line(page).textContent(), /^(Every|The) point is there\.$/, "an answer with its points has them") || t.note(await asked(page));
		t.is(await page.locator(".asking > .question .question-result .points .wrong").count(), 0, "none is missing");
	}
	await next(page, "");
	await page.locator(".answer-box .pass").focus();
	await page.keyboard.press("Enter");
	await line(page).waitFor();
	t.is(await line(page).textContent(), "Passed over.", "a question can be passed");
	t.like(await page.locator(".asking > .question .question-result").textContent(), /What (an answer needs|comes out)/, "and what it wanted is told");
	await page.locator(".earlier > summary").focus();
	await page.keyboard.press("Enter");
	const before = await page.locator(".earlier .entry-head").allTextContents();
	t.is(before.length, 6, "those before stand below");
	t.is(new Set([...before, await asked(page)]).size, 7, "no question came twice");
}

/** The terminal and the page share the record. */
async function shared(t) {
	const { page, base } = t;
	const before = await page.locator(".asking .entry-head, #asked").allTextContents();
	const file = path.join(t.dir, "q.sql");
	fs.writeFileSync(file, right);
	const out = execFileSync(process.env.SPAR ?? path.join(root, "bin", "spar"), ["sql", "ask", "top-customers-by-month/shop", "--file", file, "--json", "--count", "3"],
		{ env: { ...process.env, HOME: t.dir, XDG_DATA_HOME: path.join(t.dir, "data") }, encoding: "utf8" });
	const { questions } = JSON.parse(out);
	t.is(questions.filter((one) => before.includes(one.text) && one.kind !== "predict").length, 0, "the terminal does not ask again what the page has asked");
	await page.getByRole("button", { name: "Done" }).click();
	await page.locator("#next").waitFor();
	await page.goto(`${base}/history`);
	await page.locator("a[href^='/attempt/']").first().click();
	await page.locator(".entries").waitFor();
	t.is(await page.locator(".entry.asked").count(), 7, "the attempt shows what was asked");
	t.is(await page.locator(".entry.asked .given").count(), 6, "and what was answered");
	await check(t, "an attempt with questions");
	await narrow(t, "an attempt with questions");
}

run("ask", async (t) => {
	await startDrill(t.page, { base: t.base });
	t.is(await t.page.locator(".asking h2").count(), 0, "before a submission nothing is asked");
	await submit(t.page, wrong, "Wrong");
	await t.page.locator(".asking h2").waitFor();
	await check(t, "before the first question");
	await prediction(t);
	await words(t);
	await rightOnes(t);
	await shared(t);
});
