#!/usr/bin/env node
// A whole loop in the page: its breaks, closing the page in one, the end in the middle; then its debrief, printed and exported, with answers that try to break it.
"use strict";

const fs = require("node:fs");
const { resize, run, violations } = require("./lib.js");

process.env.SPAR_NOW = "2026-11-25T08:00:00Z";
process.env.SPAR_SEED = "1";

const EVIL = `<img src=x onerror="alert(1)"> **bold** [link](javascript:alert(1)) &lt;b&gt; \u202eturned # heading | cell | \`\`\` fence ${"w".repeat(3000)} שלום עולם`;

const ask = (page, where, body) => page.evaluate(async ([to, what]) => {
	const reply = await fetch(to, what ? { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(what) } : {});
	return { status: reply.status, ...await reply.json() };
}, [where, body]);

/** Say something without the page, twenty seconds later. */
async function say(t, id, kind, text = "") {
	const { room } = await ask(t.page, `/api/mocks/${id}`);
	const moved = await ask(t.page, `/api/mocks/${id}/say`, { kind, text, clock_ms: room.clock_ms + 20_000, seq: room.seq, page: "test" });
	return moved.room;
}

/** Skip to the next break. */
async function toBreak(t, id) {
	let room = (await ask(t.page, `/api/mocks/${id}`)).room;
	for (let i = 0; i < 80 && room.expects !== "start"; i++)
		room = await say(t, id, "skip");
	return room;
}

const question = (page, pattern) => page.locator("#room-question", { hasText: pattern }).waitFor();

async function theDay(t) {
	const { page, base } = t;
	await ask(page, "/api/settings", { interview_at: "2026-12-02T09:00", time_zone: "UTC", level: "L5", kind: "both", hours: Array(7).fill(4) });
	const { room } = await ask(page, "/api/mocks", { round: "loop", seed: 3 }), id = room.id;
	const first = await toBreak(t, id);
	await page.goto(`${base}/mock/${id}`);
	await question(page, "A break of 15 minutes. The clock stands still, however long it is. Then: Loop round: data modelling.");
	t.ok(true, "a break says how long it is and what comes then");
	t.is(await page.locator("#answer").count(), 0, "there is nothing to answer in it");
	for (const [width, colorScheme] of [[1280, "light"], [1280, "dark"], [360, "light"], [360, "dark"]]) {
		await resize(page, width);
		await page.emulateMedia({ colorScheme });
		t.is(await violations(page), [], `axe: a break, ${width} px, ${colorScheme}`);
	}
	await resize(page, 1280);
	await page.goto(`${base}/mock`);
	await page.locator("#open").waitFor();
	t.like(await page.locator(".next .kicker").textContent(), /^Open, 1:20 of 4:23:00 gone$/, "left in a break, it is open at its second, of the minutes that its clock has");
	await page.locator("#go").click();
	await question(page, "A break of 15 minutes");
	t.is((await ask(page, `/api/mocks/${id}`)).room.clock_ms, first.clock_ms, "a break costs no time");
	await page.keyboard.press("Control+Enter");
	await page.locator("#answer").waitFor();
	t.like(await page.locator(".kicker").first().textContent(), /^Loop round: data modelling\. The model, part 6 of 19/, "the next round begins, and says which");
	return id;
}

async function itsEnd(t, id) {
	const { page } = t;
	await say(t, id, "text", "How many rows are there? Who reads it?");
	await say(t, id, "text", `One row is one customer from a day to a day, and ${EVIL}.`);
	await say(t, id, "text", `Because ${EVIL}`);
	await say(t, id, "text", "Because the report of a closed month shows the region of then, a row of the dimension has its two days. ".repeat(1900));
	await say(t, id, "pad", `# ${EVIL}`);
	await toBreak(t, id);
	await question(page, "A break of 15 minutes. The clock stands still, however long it is. Then: Loop round: ETL and pipeline design.");
	await page.getByRole("button", { name: "End the round" }).click();
	await page.locator("#end-now").click();
	await page.locator(".debrief h1").waitFor();
	t.like(await page.locator(".debrief .kicker").textContent(), /left early$/, "a loop can end in the middle");
	t.is(await page.locator(".debrief-parts > .part").allTextContents(), ["Loop round: SQL", "Loop round: data modelling", "Loop round: ETL and pipeline design", "Loop round: behavioural", "Bar raiser"],
		"its debrief has each round");
	t.ok(await page.getByText("Nothing was said.").count() >= 4, "what was skipped is said to be so");
	t.is(await page.getByText("Not reached.").count(), 8, "so is each part that was not reached");
	t.like(await page.locator(".costs").textContent(), /Thu 26 November, 18:00/, "what cost the most stands in tomorrow's plan");
}

async function hostile(t, id) {
	const { page } = t;
	t.is(await page.locator(".debrief img, .debrief a[href^=javascript]").count(), 0, "no markup of an answer is markup");
	t.ok(await page.locator(".quote", { hasText: "<img src=x" }).count() > 0, "it is text");
	t.is(await page.evaluate(() => [...new Set([...document.querySelectorAll(".quote")].map((node) => getComputedStyle(node).unicodeBidi))]), ["isolate"], "what turns the direction of writing turns only itself");
	for (const width of [1280, 360]) {
		await resize(page, width);
		t.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${width} px: nothing scrolls sideways`);
	}
	await resize(page, 1280);
	const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Export as Markdown" }).click()]);
	const text = fs.readFileSync(await download.path(), "utf8"), outside = text.replaceAll(/^````[^]*?^````$/gm, "");
	t.like(download.suggestedFilename(), /\.md$/, "it is exported as Markdown");
	t.ok(!/\u202e/.test(text) && !/(^|[^\\])(<img|\*\*bold|\[link|&lt;|```)/.test(outside), "and no answer is markup there");
	t.is(outside.match(/^# /gm).length, 1, "it has one title");
	t.like(outside, /You said: "/, "and what was said");
	t.like(text, /## Your scratch pad\n\n````\n# <img/, "and the scratch pad");
	const { parts } = await ask(page, `/api/mocks/${id}/debrief`);
	t.is(parts.length, 15, "the same as JSON");
}

/** How much of each printed page is used cannot be read from a PDF here; how far down its first page the parts begin can. */
async function printed(t) {
	const { page } = t;
	for (const format of ["A4", "Letter"]) {
		const pages = (await page.pdf({ format })).toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g).length;
		t.ok(pages >= 2 && pages <= 8, `it prints on ${pages} pages of ${format}`);
	}
	await page.emulateMedia({ media: "print" });
	await resize(page, 700);
	t.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing is cut at the side");
	t.is(await page.evaluate(() => [".top", ".actions", ".cost-block a"].filter((one) => [...document.querySelectorAll(one)].some((node) => node.offsetParent))), [], "no buttons and no way to other pages");
	t.is(await page.evaluate(() => getComputedStyle(document.querySelector(".debrief-parts")).breakInside), "auto", "the parts begin where the page before has room");
	await page.emulateMedia({ media: "screen" });
	await resize(page, 1280);
}

run("mock_loop", async (t) => {
	const id = await theDay(t);
	await itsEnd(t, id);
	await hostile(t, id);
	await printed(t);
});
