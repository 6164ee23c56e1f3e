#!/usr/bin/env node
// Rounds from their beginning to the debrief: a phone screen with a reload and a killed server in it, a bar raiser who cuts in, a design with its
// questions; two tabs and a terminal. The clock of the page is the test's where something depends on it.
"use strict";

process.env.SPAR_SEED = "3";

const { execFileSync } = require("node:child_process");
const path = require("node:path");
const { root, run, serve, typeText } = require("./lib.js");

const STORY = "I owned the nightly load of orders at a shop. In March it failed three nights in a row, and finance had no revenue until noon. I looked at its "
	+ "log and saw that it copied the whole table, 90 million rows, although only two million had changed. I decided to load only the changed partitions. "
	+ "The load went from 3 hours to 20 minutes, and it has not failed since.";
const REPLY = "I compared the row counts of source and target for 14 nights, because a difference would have shown a lost partition.";
const DESIGN = "One row of the table is one event, identified by its event_id. A loader reads the files of the last 48 hours every morning and drops the second "
	+ "event with the same event_id. It writes each event into the partition of its date, and a run replaces whole partitions in one transaction, so running it "
	+ "twice for the same day gives the same rows.";
const FORBIDDEN = /hint|lesson|verdict|right so far|wrong|score|coach|mistake|cold|because|well done|passed/i;

run("mock", async (t) => {
	const { page, base } = t;
	t.expected.push(/ERR_CONNECTION_REFUSED/, /ERR_EMPTY_RESPONSE/, /ERR_CONNECTION_RESET/, /ERR_SOCKET_NOT_CONNECTED/, /WebSocket/);

	const api = (where, body) => page.evaluate(async ([to, what]) => (await fetch(to, what === null ? {} : {
		method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(what),
	})).json(), [where, body ?? null]);
	const ready = (tab) => tab.locator(".room .say:not([disabled]), .page.debrief").first().waitFor();
	const question = (tab) => tab.locator(".room h1:visible").first().innerText();
	/* Press what says it, and wait until the answer to it is shown. */
	const sends = async (tab, doing) => {
		const said = tab.waitForResponse((response) => response.url().endsWith("/say"));
		await doing();
		await said;
		await ready(tab);
	};
	const write = async (tab, text) => {
		await tab.locator(".room .cm-content, .room #answer").first().focus();
		await typeText(tab, text);
	};
	const answer = async (tab, text) => {
		await write(tab, text);
		await sends(tab, () => tab.keyboard.press("Control+Enter"));
	};
	const saved = (tab, text) => tab.waitForResponse((response) => response.url().endsWith("/tick") && response.request().postDataJSON()?.typed === text && response.ok());
	/* In the room there are a question, a clock, a box and five buttons. */
	const empty = async (tab, where) => {
		const seen = await tab.evaluate(() => ({
			buttons: [...document.querySelectorAll("main button")].filter((one) => one.checkVisibility()).map((one) => one.firstChild.textContent),
			parts: document.querySelectorAll("main :is(.verdict, .witness, .hint, .lesson, .costs, .sample)").length,
			nav: document.querySelector("header nav").checkVisibility({ visibilityProperty: true }),
			words: [...document.querySelectorAll("main .room-state, main .kicker, main button")].map((one) => one.textContent).join(" "),
		}));
		t.is(seen.buttons.slice(1), ["No answer", "Scratch pad", "Pause", "End the round"], `${where}: the buttons`);
		t.ok(seen.parts === 0 && !seen.nav && !FORBIDDEN.test(seen.words), `${where}: no hint, no coaching, no way to elsewhere`);
	};

	/* ---- a phone screen ---- */
	await page.goto(base);
	await page.locator("header nav a[data-page=mock]").click();
	await page.locator(".round").first().waitFor();
	await page.getByRole("button", { name: "Begin: Phone screen" }).click();
	await page.locator(".room #answer").waitFor();
	const id = Number(new URL(page.url()).pathname.split("/").at(-1));
	t.ok(id > 0, "a phone screen begins");
	await empty(page, "past work");
	t.is(await page.evaluate(() => document.activeElement.id), "room-question", "the question has the focus, so a screen reader reads it");
	const first = STORY.slice(0, 60);
	let kept = saved(page, first);
	await page.keyboard.type(first);
	await kept;
	t.is(await page.locator("#answer").inputValue(), first, "who types while it has goes into the box");
	await page.clock.install();
	await page.reload();
	await page.locator(".room #answer").waitFor();
	t.is(await page.locator("#answer").inputValue(), first, "what was typed is there after a reload");

	await page.locator(".clock").click();
	t.ok(!await page.locator(".clock-face").count(), "the clock can be hidden");
	await page.locator(".clock").click();
	t.like(await page.locator(".clock-face").innerText(), /^[67]:\d\d$/, "and shown");

	const asked = await question(page);
	await page.locator("#answer").fill("It failed.");
	await page.clock.pauseAt(Date.now() + 3_600_000);
	await sends(page, () => page.locator("#answer").press("Control+Enter"));
	await page.locator(".room-said .silence").waitFor();
	t.is(await question(page), asked, "a short answer meets silence, and no new question");
	t.is(await page.locator(".say > span").innerText(), "Nothing to add", "one may add nothing");
	await page.clock.resume();
	await answer(page, STORY);
	t.ok(await question(page) !== asked, "what is said then belongs to the answer: a follow-up comes");
	t.is(await page.evaluate(() => document.activeElement.id), "room-question", "and has the focus");
	await empty(page, "a follow-up");

	await page.keyboard.press("Alt+S");
	await page.locator("#pad-line").fill("90 million rows");
	await page.keyboard.press("Enter");
	await page.locator(".pad-lines", { hasText: "90 million rows" }).waitFor();
	await page.keyboard.press("Escape");
	t.ok(await page.locator(".pad").isHidden() && await page.locator("#answer").evaluate((one) => one === document.activeElement), "Escape goes from the scratch pad back to the box");

	/* Killed in the middle. */
	kept = saved(page, REPLY);
	await typeText(page, REPLY);
	await kept;
	await t.server.end("SIGKILL");
	await page.locator(".line.stands").waitFor();
	await page.locator("#answer").press("End");
	await typeText(page, " And so on.");
	await page.locator(".room-state", { hasText: "Kept in this browser" }).waitFor();
	const stood = await page.locator(".clock-face").innerText();
	await page.locator("#answer").press("Control+Enter");
	await page.locator(".room-state", { hasText: "Spar does not answer" }).waitFor();
	t.is(await page.locator("#answer").inputValue(), `${REPLY} And so on.`, "a word that cannot be said stays in the box");
	t.is(await page.locator(".clock-face").innerText(), stood, "the clock stands still while nobody is there");
	t.server = await serve(t.dir, { port: t.server.port });
	await page.locator(".line", { hasText: "Spar was started again." }).waitFor();
	await page.reload();
	await page.locator(".room #answer").waitFor();
	t.is(await page.locator("#answer").inputValue(), `${REPLY} And so on.`, "and is there after the restart, also in a page that is new");
	const seconds = (text) => text.split(":").reduce((sum, part) => 60 * sum + Number(part), 0);
	t.ok(seconds(stood) - seconds(await page.locator(".clock-face").innerText()) < 60, "the round goes on where its clock stood");
	await sends(page, () => page.locator("#answer").press("Control+Enter"));
	for (let i = 0; i < 6 && !await page.locator(".room .cm-content").count(); i++)
		await answer(page, REPLY);
	await page.locator(".room .cm-content").waitFor();
	await empty(page, "a query");
	t.ok(!await page.locator(".table-box").count(), "no sample, nothing that runs");
	await write(page, "SELE");
	t.ok(!await page.locator(".cm-tooltip-autocomplete").count(), "and no completion");
	await page.keyboard.press("Control+A");
	await page.keyboard.press("Delete");
	const table = /CREATE TABLE (\w+)/i.exec(await page.locator(".exercise-brief pre").last().innerText())[1];
	/* The columns that are asked for, and nothing right in them: whatever was drawn, it is refuted by its rows. */
	const wanted = await page.locator(".exercise-brief .prompt p", { hasText: /^Return / }).last().locator("code").allInnerTexts();
	await answer(page, `SELECT ${wanted.map((name) => `'?' AS ${name}`).join(", ")} FROM ${table} QUALIFY row_number() OVER (ORDER BY 1) > 0`);
	t.like(await page.locator(".exercise-brief").innerText(), /QUALIFY row_number/, "the query that was handed in stands beside the question about it");
	await empty(page, "its explanation");
	/* Questions about it are chosen meanwhile. */
	for (let { jobs } = await api("/api/status"); jobs.running + jobs.waiting > 0;)
		({ jobs } = await api("/api/status"));
	await answer(page, "I take every row of the table, because each of them is one event and none repeats, and I number them, so that one can be told from the other.");
	t.like(await page.locator(".room-code").innerText(), /row_number/, "a follow-up is about words of it");
	await empty(page, "a question about the query");
	for (let i = 0; i < 12 && !/Second query/.test(await page.locator(".kicker").innerText()); i++)
		await answer(page, "I take every row of the table, because each of them is one event and none repeats. NULL stays NULL, and ties do not matter to it.");
	await page.locator(".room .cm-content").waitFor();
	await sends(page, () => page.getByRole("button", { name: "No answer" }).click());
	for (let i = 0; i < 12 && !await page.locator(".page.debrief").count(); i++)
		await answer(page, i ? REPLY : STORY);
	await page.locator(".page.debrief").waitFor();
	t.is(new URL(page.url()).pathname, `/mock/${id}/debrief`, "after the last part the debrief comes");

	/* ---- the debrief ---- */
	await page.locator(".debrief .lead", { hasText: /^Wrong/ }).first().waitFor();
	t.ok(await page.locator(".debrief .witness").count() === 1, "the query has its verdict, with the case that refutes it");
	t.like(await page.locator(".debrief-part", { hasText: "Second query" }).innerText(), /No query was handed in/, "and what was skipped says so");
	const costs = await page.locator(".cost").allInnerTexts();
	t.ok(costs.length === 3 && costs.every((cost) => /[A-Z][a-z]{2} \d+ [A-Z][a-z]+, \d\d:\d\d, \d+ minutes: /.test(cost)), "three things that cost the most, each with its place in the plan");
	t.ok(await page.locator(".points", { hasText: "Said without being asked" }).count() >= 2 && await page.locator(".quote").count() > 4, "what was volunteered, in quotes");
	t.is(await page.locator(".time-used rect").count(), 4, "the time of each part as a bar");
	t.like(await page.locator(".pad-lines").innerText(), /90 million rows/, "and the scratch pad");
	const file = await page.evaluate(async (where) => {
		const reply = await fetch(where);
		return { name: reply.headers.get("Content-Disposition"), text: await reply.text() };
	}, await page.getByRole("link", { name: "Export as Markdown" }).getAttribute("href"));
	t.ok(/debrief-\d+\.md/.test(file.name) && /^# Debrief: Phone screen/.test(file.text) && /What cost the most/.test(file.text), "it is exported as Markdown");
	await page.emulateMedia({ media: "print" });
	t.ok(!await page.locator("header.top").isVisible() && !await page.getByRole("button", { name: "Print" }).isVisible() && await page.locator(".witness").first().isVisible(), "printed, it is the debrief and nothing else");
	t.ok(await page.locator(".time-used rect").evaluateAll((bars) => bars.every((bar) => getComputedStyle(bar).display !== "none")), "with its bars");
	await page.emulateMedia({ media: "screen" });
	await page.goto(`${base}/mock/${id}`);
	await page.locator(".page.debrief").waitFor();
	t.ok(true, "the room of a round that is over is its debrief");

	/* ---- a bar raiser ---- */
	const bar = await t.newPage();
	await bar.clock.install();
	await bar.goto(`${base}/mock`);
	await bar.getByRole("button", { name: "Begin: Bar raiser" }).click();
	await bar.locator(".room #answer").waitFor();
	kept = saved(bar, STORY);
	await write(bar, STORY);
	await kept;
	await bar.clock.fastForward(60_000);
	await bar.clock.fastForward(61_000);
	await bar.locator(".room-lead", { hasText: "Let me stop you there." }).waitFor();
	t.ok(!await bar.locator("#answer").inputValue(), "after two minutes the interviewer cuts in, and what stood in the box was said");
	await empty(bar, "the bar raiser");
	await answer(bar, REPLY);

	/* Two tabs. */
	const other = await t.newPage();
	await other.goto(bar.url());
	await other.locator(".room #answer").waitFor();
	t.is(await question(other), await question(bar), "another tab shows the same question");
	await write(other, "Half a word");
	const before = await question(bar);
	await bar.locator("#answer").fill("");
	await answer(bar, REPLY);
	if (await question(bar) !== before) {
		await other.waitForFunction((old) => document.querySelector("#room-question").innerText !== old, before);
		t.is(await question(other), await question(bar), "and the next one, when the first goes on");
	}
	await other.locator(".room-state", { hasText: "went on elsewhere" }).waitFor();
	t.like(await other.locator("#answer").inputValue(), /Half a word/, "what was typed there and not said is not lost");
	await other.close();

	/* A terminal. */
	await bar.getByRole("button", { name: "Pause" }).click();
	await bar.locator("#open").waitFor();
	t.is(await bar.locator("#open").innerText(), "Bar raiser", "a pause leads to the rounds, where it stands open");
	t.ok(await bar.getByRole("button", { name: "Begin: Phone screen" }).isDisabled(), "and no other can begin");
	execFileSync(process.env.SPAR ?? path.join(root, "bin", "spar"), ["mock", "resume"], {
		input: "/pad written in a terminal\n/pause\n", env: { ...process.env, HOME: t.dir, XDG_DATA_HOME: path.join(t.dir, "data") },
	});
	await bar.locator("#go").click();
	await bar.locator(".room #answer").waitFor();
	await bar.keyboard.press("Alt+S");
	t.like(await bar.locator(".pad-lines").innerText(), /written in a terminal/, "a terminal went on with it in between");
	await bar.keyboard.press("Escape");
	for (let i = 0; i < 40 && !await bar.locator(".page.debrief").count(); i++) {
		await bar.locator("#answer").fill("");
		await answer(bar, /part 1/.test(await bar.locator(".kicker").innerText()) || i % 12 ? REPLY : STORY);
	}
	await bar.locator(".page.debrief").waitFor();
	t.like(await bar.locator("h1").innerText(), /Debrief: Bar raiser/, "the bar raiser has a debrief");
	t.ok(await bar.locator(".follow-ups li").count() > 3 && await bar.locator(".follow-ups .reply").count() > 3, "with each question and what the reply was to it");
	t.ok(await bar.locator(".cost").count() >= 1, "and what cost the most");
	await bar.close();

	/* ---- a design ---- */
	await page.goto(`${base}/mock`);
	await page.locator("#scenario-design").selectOption("product-clicks");
	await page.getByRole("button", { name: "Begin: One design" }).click();
	await page.locator(".room #answer").waitFor();
	const task = await question(page);
	await answer(page, "How many clicks come in a day?");
	t.ok(await page.locator(".room-said .theirs").count() === 1 && await question(page) === task, "a clarifying question is answered, and the task stands");
	await answer(page, "What is the wifi password of the office?");
	t.like(await page.locator(".room-said .theirs").last().innerText(), /Assume what you like/, "to what nobody knows one may assume");
	await answer(page, DESIGN.slice(0, 90));
	await page.locator(".room-said .silence").waitFor();
	t.is(await question(page), task, "a design goes on after a silence");
	await answer(page, DESIGN);
	await sends(page, () => page.locator("#answer").press("Control+Enter"));
	t.ok(await question(page) !== task, "and ends when there is nothing to add");
	await page.getByRole("button", { name: "End the round" }).click();
	await page.locator("#end-now").click();
	await page.locator(".page.debrief").waitFor();
	t.like(await page.locator(".debrief-part").first().innerText(), /Asked before building/, "what was asked before building stands in the debrief");
	const list = await api("/api/mocks");
	t.ok(list.open === null && list.mocks.length === 3 && list.mocks.every((one) => one.over), "three rounds are over");
});
