#!/usr/bin/env node
// Ready: what stands there without a record, with evidence for and against, when it goes stale, and when both gates hold.
"use strict";

const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { resize, root, run, scratch, serve, violations } = require("./lib.js");

process.env.SPAR_NOW = "2026-11-25T08:00:00Z";
process.env.SPAR_SEED = "1";

const EXERCISE = "top-customers-by-month";
const wrong = "SELECT 1 AS month, 'x' AS name, 2 AS revenue";

const line = (page, name) => page.locator(".gate-line").filter({ has: page.locator(".gate-name", { hasText: new RegExp(`^${name}:`) }) }).first();

/** An attempt without running, judged by the real judge: one submission. Gives its id. */
async function attempt(page, variant, query) {
	const id = await page.evaluate(async ([exercise, of, text]) => {
		const ask = async (to, body) => (await fetch(to, body ? { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) } : {})).json();
		const begun = await ask("/api/attempts", { exercise, variant: of, limit_ms: 600000, no_run: true });
		const { job } = await ask(`/api/attempts/${begun.id}/submit`, { query: text });
		while (!["done", "failed"].includes((await ask(`/api/jobs/${job}`)).state))
			await new Promise((go) => setTimeout(go, 30));
		return begun.id;
	}, [EXERCISE, variant, query]);
	await page.evaluate((of) => fetch(`/api/attempts/${of}/end`, { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" }), id);
	return id;
}

/** A right answer of the exercise, in the words of a variant. */
async function rightAnswer(page, variant) {
	return page.evaluate(async ([exercise, of]) => {
		const ask = async (to, body) => (await fetch(to, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) })).json();
		const begun = await ask("/api/attempts", { exercise, variant: of });
		const { answers } = await ask(`/api/attempts/${begun.id}/answers`, {});
		await ask(`/api/attempts/${begun.id}/end`, {});
		return answers[0].sql;
	}, [EXERCISE, variant]);
}

async function variants(page) {
	const { exercises } = await page.evaluate(async () => (await fetch("/api/drills")).json());
	return exercises.find((one) => one.slug === EXERCISE).variants.map((one) => one.name);
}

async function empty(t) {
	const { page } = t;
	await page.keyboard.press("g");
	await page.keyboard.press("r");
	await page.locator(".gate").first().waitFor();
	t.is(await page.locator(".gate h2").allTextContents(), ["Phone screen", "Loop", "The last day"], "G then R leads to two gates and the list for the last day");
	t.ok((await page.locator(".gate-state").allTextContents()).every((text) => text.endsWith("not tried")), "without a record nothing was tried");
	t.like(await line(page, "A query, cold").textContent(), /A success: .*Passed when the last attempt is a success; good for 3 days.*No evidence yet/, "what counts and the formula stand beside the line");
	t.is(await page.locator(".interval").count(), 0, "no interval is drawn without an attempt");
	t.like(await page.locator(".tonight").textContent(), /^Tonight.*30 minutes: One unseen variant/, "what is open is tonight's work");
	t.ok(!/score/i.test(await page.locator("main").textContent()), "no overall score");
	await page.keyboard.press("Enter");
	await page.locator("#start").waitFor();
	t.like(page.url(), /\/drill\/.*way=no-run/, "Enter starts the first of it");
	t.is(await page.locator("input[name=way]:checked").inputValue(), "no-run", "as the line asks for it");
	t.is(await page.locator("#minutes").inputValue(), "8", "with the minutes that it gives");
}

/** The answers were shown in a record of its own, so that here they spoil nothing. */
async function answersFor(t, names) {
	const dir = scratch(), server = await serve(dir), context = await t.browser.newContext(), page = await t.newPage(context), found = {};
	await page.goto(server.link);
	await page.locator("body[data-ready]").waitFor();
	for (const name of names)
		found[name] = await rightAnswer(page, name);
	await context.close();
	await server.end();
	return found;
}

async function evidence(t) {
	const { page, base } = t, names = await variants(page), answers = await answersFor(t, names), one = line(page, "A query, cold");
	const passed = await attempt(page, names[0], answers[names[0]]);
	await page.goto(`${base}/ready`);
	await one.waitFor();
	t.is(await one.locator(".gate-state").textContent(), "✓passed", "a cold query is passed");
	t.like(await one.textContent(), /The last attempt was a success\. Goes stale on Sat 28 Nov\./, "with the date on which it goes stale");
	t.like(await one.locator("svg").getAttribute("aria-label"), /^1 of 1 attempt; with that little evidence the share is between \d+\u00a0% and 100\u00a0%\.$/, "the interval is drawn, and said");
	const band = await one.locator(".interval-band").boundingBox(), axis = await one.locator("svg").boundingBox();
	t.ok(band.width > 20 && band.width < axis.width && Math.abs(band.x + band.width - axis.x - axis.width) < 6, "from somewhere up to 100 %");
	t.is(await one.locator(".behind a").getAttribute("href"), `/attempt/${passed}`, "the attempt behind it can be looked at");
	await one.locator(".behind a").click();
	await page.locator(".entries").waitFor();
	t.ok(true, "it is");
	await attempt(page, names[1], wrong);
	await page.goto(`${base}/ready`);
	await one.waitFor();
	t.is(await one.locator(".gate-state").textContent(), "~shaky", "a refusal after it makes the line shaky");
	t.like(await one.textContent(), /The last attempt was no success: not right\./, "and says why");
	t.is(await one.locator(".behind li").count(), 2, "both attempts are behind it");
	t.like(await one.locator("svg").getAttribute("aria-label"), /^1 of 2 attempts/, "and in the interval");
	t.like(await page.locator(".tonight li").first().textContent(), /One unseen variant/, "what is shaky is tonight's first");
	t.ok((await page.locator(".tonight li").count()) > 1, "what was not tried comes behind it");
}

/** A round on a terminal of the same record is evidence too: a salad of words passes nothing. */
async function round(t) {
	const { page, base } = t;
	const salad = `Kafka Spark Airflow schema drift late data watermark idempotent dedup partition grain.\n\n\n${"It depends, we follow best practices with Kafka.\n\n".repeat(11)}`;
	await page.goto(`${base}/ready`);
	await line(page, "The daily pipeline, told").waitFor();
	execFileSync(process.env.SPAR ?? path.join(root, "bin", "spar"), ["mock", "design", "--seed", "1", "--scenario", "daily-pipeline"],
		{ env: { ...process.env, HOME: t.dir, XDG_DATA_HOME: path.join(t.dir, "data") }, input: salad, stdio: ["pipe", "ignore", "ignore"] });
	await page.reload();
	const one = line(page, "The daily pipeline, told");
	await one.waitFor();
	t.is(await one.locator(".gate-state").textContent(), "~shaky", "a list of tools is an attempt and no success");
	t.like(await one.locator(".behind").textContent(), /no success.*mock \d+/, "with the round behind it");
	t.like(await one.locator(".behind a").getAttribute("href"), /^\/mock\/\d+\/debrief$/, "whose debrief can be looked at");
	t.is(await page.locator(".tonight li").nth(1).locator("a").getAttribute("href"), "/mock?round=design&scenario=daily-pipeline", "the same round is one click away");
	t.like(await page.locator(".tonight li").nth(1).textContent(), /daily pipeline/, "and it is tonight's work too");
}

/** A principle that was chosen does not count for the phone gate: the page says why, and starts a round that draws one. */
async function drawn(t) {
	const { page, base } = t, one = line(page, "A principle that holds");
	const story = "In March the clicks of one Sunday did not match the invoices, and nobody owned the report. I counted 1,200 events row by row. I decided to rebuild the load by event date. The difference fell from 4 % to 0.2 %.";
	t.is(await one.locator(".behind").count(), 0, "nothing was told yet");
	await page.goto(`${base}/stories/drill?principle=ownership`);
	await page.locator("#start").waitFor();
	t.like(await page.locator(".story-start").textContent(), /was chosen beforehand, by the plan or by you.*does not count for the phone gate/, "a drill of a chosen principle says before it begins that it does not count");
	await page.getByRole("link", { name: "Let Spar draw one" }).click();
	await page.locator(".story-start", { hasNotText: "chosen beforehand" }).waitFor();
	t.is(new URL(page.url()).search, "", "and one click draws one instead");
	execFileSync(process.env.SPAR ?? path.join(root, "bin", "spar"), ["story", "drill", "--seed", "1", "--principle", "ownership"],
		{ env: { ...process.env, HOME: t.dir, XDG_DATA_HOME: path.join(t.dir, "data") }, input: `${story}\n\n${"I looked at the raw log again for three weeks, because Ana did not believe it.\n\n".repeat(14)}`, stdio: ["pipe", "ignore", "ignore"] });
	await page.goto(`${base}/ready`);
	await one.locator(".behind").waitFor();
	t.is(await one.locator(".gate-state").textContent(), "○not tried", "told for a chosen principle, nothing was tried");
	t.like(await one.locator(".behind").textContent(), /does not count, .*: ownership \(story told, event \d+\), its principle was chosen beforehand; let Spar draw one/, "and the page says why");
	t.is(await one.getByRole("link", { name: "Start it" }).getAttribute("href"), "/mock?round=phone&minutes=30", "what counts is one click away");
	await one.getByRole("link", { name: "Start it" }).click();
	await page.locator("#begin-wanted").waitFor();
	const begun = page.waitForResponse((response) => response.url().endsWith("/api/mocks") && response.request().method() === "POST");
	await page.locator("#begin-wanted").click();
	await begun;
	await page.locator("#answer").waitFor();
	const db = path.join(t.dir, "data", "spar", "spar.db");
	const parts = JSON.parse(execFileSync("sqlite3", [db, "SELECT body FROM event WHERE kind = 'mock.started' ORDER BY id DESC LIMIT 1"], { encoding: "utf8" })).parts;
	t.is(parts.filter((part) => part.principle).map((part) => part.principle_by), ["drawn"], "that round draws its principle");
	execFileSync(process.env.SPAR ?? path.join(root, "bin", "spar"), ["mock", "leave"], { env: { ...process.env, HOME: t.dir, XDG_DATA_HOME: path.join(t.dir, "data") }, stdio: "ignore" });
}

/** Where both gates hold, the page of the plan says so and offers nothing of the days until they go stale. */
async function planStops({ page, base }, t) {
	await page.goto(`${base}/plan`);
	await page.locator(".plan-stop").waitFor();
	t.like(await page.locator(".plan-stop").textContent(), /^StopSleep\. Nothing that you learn now is worth it\.$/, "the plan says the same");
	t.is(await page.locator(".summary").textContent(), "7 days until phone screen and loop on Wed 2 December.", "and counts no work");
	const today = page.locator(".day.today");
	t.is(await today.locator(".block").evaluateAll((all) => all.map((one) => one.dataset.id)), ["sql-windows-1", "sql-joins-1"], "today has what was ticked and what is pinned");
	t.like(await today.locator(".day-note").textContent(), /^Both gates hold\. Nothing more today\. .*What you pinned stays\.$/, "and says that there is nothing more");
	t.is(await page.locator(".day:not(.interview-day) .block:not(.ticked):not(.pinned)").count(), 0, "no other day before they go stale has a block");
	t.is(await page.locator(".next-block").count(), 0, "none is next");
	await page.locator(".block[data-id=sql-joins-1]").click();
	await page.locator("#detail-what", { hasText: "Joins" }).waitFor();
	t.is(await page.locator(".detail .go").count(), 0, "what is pinned can be started and is not urged");
	t.ok(!/Why now/.test(await page.locator(".detail").textContent()), "nor is it said why now");
	for (const width of [1280, 360])
		for (const colorScheme of ["light", "dark"]) {
			await resize(page, width);
			await page.emulateMedia({ colorScheme });
			await page.goto(`${base}/plan`);
			await page.locator(".plan-stop").waitFor();
			await page.evaluate(() => document.fonts.ready);
			t.is(await violations(page), [], `a plan that stops, axe: ${width} px, ${colorScheme}`);
			t.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${width} px: nothing scrolls sideways`);
		}
	await resize(page, 1280);
}

async function looks(t) {
	const { page, base } = t;
	for (const width of [1280, 360])
		for (const colorScheme of ["light", "dark"]) {
			await resize(page, width);
			await page.emulateMedia({ colorScheme });
			await page.goto(`${base}/ready`);
			await page.locator(".interval").first().waitFor();
			await page.evaluate(() => document.fonts.ready);
			t.is(await violations(page), [], `axe: ${width} px, ${colorScheme}`);
			t.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${width} px: nothing scrolls sideways`);
		}
}

/** The same record with another clock, and with gates of one line each. */
async function later(t) {
	await t.context.close();
	await t.server.end();
	const content = path.join(scratch(), "content"), rules = path.join(content, "amazon-de", "rounds", "ready.yaml");
	const gate = (id) => `  - id: ${id}\n    name: ${id}\n    lines:\n      - id: ${id}-sql\n        name: A query\n        proof: sql\n        patterns: [top-n-per-group]\n        fresh: 9\n        fresh_most: 9\n` +
		"        rule: right\n        tonight: {kind: sql, topic: sql-windows, minutes: 30, command: spar sql try, what: One query.}\n";
	fs.cpSync(path.join(root, "content"), content, { recursive: true });
	fs.writeFileSync(rules, `gates:\n${gate("phone")}${gate("loop")}${gate("last").replace("    lines", "    checklist: yes\n    lines").replace("proof: sql", "proof: design").replace(/ +patterns.*\n/, "")}stop: Sleep. Nothing that you learn now is worth it.\neve: The list.\neve_work: The plan.\nevening: Lie down.\nday_done: Enough.\n`);
	const open = async (env) => {
		const server = await serve(t.dir, { env }), context = await t.browser.newContext({ viewport: { width: 1280, height: 860 }, reducedMotion: "reduce" }), page = await t.newPage(context);
		await page.goto(server.link);
		await page.locator("body[data-ready]").waitFor();
		const end = async () => {
			await context.close();
			await server.end();
		};
		return { end, page, base: `http://127.0.0.1:${server.port}` };
	};
	const first = await open({ SPAR_CONTENT: content });
	await first.page.goto(`${first.base}/ready`);
	await first.page.locator(".gate").first().waitFor();
	t.is(await first.page.locator(".gate-head .right").count(), 0, "gates of one line each do not hold after a refusal");
	const tell = (where, body) => first.page.evaluate(async ([to, what]) => (await fetch(to, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(what) })).status, [where, body]);
	t.is(await tell("/api/settings", { interview_at: "2026-12-02T09:00", time_zone: "UTC", hours: [3, 3, 3, 3, 3, 3, 3] }), 200, "an interview in a week");
	await first.page.goto(`${first.base}/plan`);
	await first.page.locator(".block").first().waitFor();
	t.is(await first.page.locator(".plan-stop").count(), 0, "while they do not hold, the plan has work");
	t.is(await tell("/api/plan/tick", { id: "sql-windows-1", ticked: true }), 200, "some of it is done");
	t.is(await tell("/api/plan/pin", { id: "sql-joins-1", pinned: true, at: "2026-11-25T20:30" }), 200, "some of it is pinned");
	const names = await variants(first.page), answers = await answersFor(t, names);
	await attempt(first.page, names[2], answers[names[2]]);
	await first.page.goto(`${first.base}/ready`);
	await first.page.locator("h1", { hasText: "Stop" }).waitFor();
	t.like(await first.page.locator(".stop").textContent(), /^StopSleep\. Nothing/, "when both gates hold, Spar says stop, and what to do instead");
	t.is(await first.page.locator(".tonight").count(), 0, "and there is no work for tonight");
	t.is(await first.page.locator(".gate-head .right").count(), 2, "both gates hold");
	const last = first.page.locator(".gate").nth(2);
	t.is(await last.locator(".gate-state").textContent(), "–left", "the list for the last day is left");
	t.like(await last.textContent(), /Both gates hold, and they do not ask for it\./, "and says why");
	t.ok(!/not tried(?!\.)/.test(await last.textContent()), "it asks for nothing");
	await first.page.goto(first.base);
	await first.page.locator("#next", { hasText: "Stop" }).waitFor();
	t.like(await first.page.locator(".next").textContent(), /^StopSleep\. Nothing that you learn now is worth it\.$/, "Today says the same, and offers nothing");
	await planStops(first, t);
	await first.end();
	const second = await open({ SPAR_NOW: "2026-12-20T08:00:00Z" });
	await second.page.goto(`${second.base}/ready`);
	const one = line(second.page, "A query, cold");
	await one.waitFor();
	t.like(await one.textContent(), /shaky.*Was good until/, "weeks later a success is stale");
	await second.end();
}

run("ready", async (t) => {
	await empty(t);
	await evidence(t);
	await round(t);
	await drawn(t);
	await looks(t);
	await later(t);
});
