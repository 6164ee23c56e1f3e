#!/usr/bin/env node
// A model beside the pages: its words are shown where they come in time and hold, in a drill and in a round; where it never answers the prepared question is,
// other pages are served meanwhile, and no clock pays for the wait. The endpoint is a program of our own that speaks the protocol.
"use strict";

process.env.SPAR_SEED = "1";

const { execFileSync, spawn } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const readline = require("node:readline");
const { root, run, scratch, typeText, violations } = require("./lib.js");

const STORY = "In March the clicks of one Sunday did not match the invoices. I pulled 1,200 events and counted them row by row. I decided to rebuild the load by event "
	+ "date. I rewrote the merge step. The difference to the invoices fell from 4 % to 0.2 % within a month and billing stopped correcting sellers.";
const REPLY = "I compared the row counts of source and target for 14 nights, because a lost partition would have shown there.";

/** The endpoint: its address and what it was sent. */
async function endpoint() {
	const log = path.join(scratch(), "log");
	fs.writeFileSync(log, "");
	const child = spawn(process.execPath, [path.join(root, "tests", "cli", "model-server.mjs"), log], { stdio: ["ignore", "pipe", "inherit"] });
	process.on("exit", () => child.kill("SIGKILL"));
	const port = await new Promise((resolve) => readline.createInterface({ input: child.stdout }).once("line", resolve));
	return { base: `http://127.0.0.1:${port}`, sent: () => fs.readFileSync(log, "utf8") };
}

run("model", async (t) => {
	const { page, base } = t, model = await endpoint();
	const spar = (...args) => execFileSync(process.env.SPAR ?? path.join(root, "bin", "spar"), args, {
		env: { ...process.env, HOME: t.dir, XDG_DATA_HOME: path.join(t.dir, "data") }, encoding: "utf8",
	});
	const turn = (how) => spar("model", "on", `${model.base}/${how}/v1`, "tiny", "--yes");
	const question = () => page.locator(".room h1:visible").first();
	/* The question has been shown and has the focus; only then does anybody type. */
	const asked = () => page.waitForFunction(() => document.activeElement.id === "room-question" && !document.querySelector(".room .say").disabled);
	const answer = async (text) => {
		await asked();
		await page.locator(".room #answer").focus();
		await typeText(page, text);
		await page.keyboard.press("Control+Enter");
	};
	/* Until another question is shown. */
	const next = async (before) => {
		await page.waitForFunction((old) => {
			const now = [...document.querySelectorAll(".room h1")].find((one) => one.checkVisibility());
			return now && now.textContent !== old && !document.querySelector(".room .say").disabled;
		}, before);
		return question().innerText();
	};
	const beginDrill = async () => {
		await page.goto(new URL("/stories/drill", base).href);
		await page.getByRole("button", { name: /^Start/ }).click();
		await asked();
	};
	const endIt = async (where) => {
		await page.getByRole("button", { name: /^End the/ }).click();
		await page.locator("#end-now").click();
		await page.locator(where).first().waitFor();
	};

	/* ---- a drill ---- */
	turn("echo");
	await beginDrill();
	const first = await question().innerText();
	await answer(STORY);
	const worded = await next(first);
	t.like(worded, /^So: /, "the follow-up of a drill is in the model's words");
	t.is(await page.evaluate(() => document.activeElement.id), "room-question", "it has the focus, so a screen reader reads it");
	t.like(model.sent(), /Prepared follow-up: /, "it was given the prepared one");
	t.ok(!/"cookie"/.test(model.sent()), "and no cookie");
	await page.reload();
	await page.locator(".room #answer").waitFor();
	t.is(await question().innerText(), worded, "what was shown stands after a reload");
	t.is(await violations(page), [], "axe finds nothing");
	turn("invented");
	await answer(REPLY);
	const prepared = await next(worded);
	t.ok(!/fired the whole team/.test(prepared) && !/^So: /.test(prepared), "a wording that quotes what was not said is not shown");

	/* A model that never answers holds up this question alone, and not for long. */
	turn("never");
	const waits = page.waitForResponse((response) => response.url().endsWith("/wording"));
	await answer(REPLY);
	t.ok((await (await waits).json()).waits, "a model that does not answer is waited for by the page");
	t.is(await page.evaluate(async () => (await fetch("/api/today")).status), 200, "and not by the server: others are answered");
	t.ok((await next(prepared)).length > 0, "then the prepared follow-up is shown");
	await endIt(".page.story-debrief, main h1");
	await page.getByText("in a model’s words").first().waitFor();
	t.ok(true, "the debrief says whose words they were");

	/* ---- a round ---- */
	turn("echo");
	await page.goto(new URL("/mock", base).href);
	await page.getByRole("button", { name: "Begin: Bar raiser" }).click();
	await page.locator(".room #answer").waitFor();
	let now = await question().innerText();
	const seen = [];
	for (let i = 0; i < 3; i++) {
		await answer(i ? REPLY.replace("14", String(14 + i)) : STORY);
		seen.push(now = await next(now));
	}
	t.ok(seen.some((text) => text.startsWith("So: ")), "a follow-up of a round is in the model's words");
	t.ok(seen.some((text) => !text.startsWith("So: ")), "a question that is the round's own is not");
	await page.reload();
	await page.locator(".room #answer").waitFor();
	t.is(await question().innerText(), now, "what was shown stands after a reload");
	await endIt(".page.debrief");
	await page.getByText("in a model’s words").first().waitFor();
	t.ok(true, "and its debrief says so");
	t.ok(!await page.evaluate(async () => JSON.stringify(await (await fetch("/api/settings")).json()).includes("tiny")), "the pages hear nothing of the endpoint");
});
