#!/usr/bin/env node
// What the server says of a draft may be older than what was typed and sent meanwhile: its answer is held on its way, one types on, and what was typed stays.
// In a memory, in a question about a query, and in the editor of a drill.
"use strict";

const { drawn, editorText, run, startDrill, typeText } = require("./lib.js");

const query = "SELECT month, name, revenue FROM (SELECT CAST(date_trunc('month', ordered_at) AS DATE) AS month, customer_id, sum(amount) AS revenue, "
	+ "row_number() OVER (PARTITION BY date_trunc('month', ordered_at) ORDER BY sum(amount) DESC) AS place FROM orders "
	+ "GROUP BY date_trunc('month', ordered_at), customer_id) AS placed JOIN customers USING (customer_id) WHERE place <= 3";

const send = (page, where, body) => page.evaluate(async ([at, what]) => {
	const reply = await fetch(at, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(what) });
	return reply.json();
}, [where, body]);

/** The next answer to GET path is made by the server and then held: {made, release()}. */
async function holdNext(page, path) {
	let release, tell;
	const gate = new Promise((resolve) => {
		release = resolve;
	});
	const made = new Promise((resolve) => {
		tell = resolve;
	});
	let taken = false;
	await page.route((url) => url.pathname === path, async (route) => {
		if (taken || route.request().method() !== "GET") {
			await route.fallback();
			return;
		}
		taken = true;
		const response = await route.fetch();
		tell();
		await gate;
		await route.fulfill({ response });
	});
	return {
		made,
		release: async () => {
			const answered = page.waitForResponse((response) => new URL(response.url()).pathname === path);
			release();
			await (await answered).finished();
			await drawn(page);
		},
	};
}

async function memory(t) {
	const { page, base } = t, other = await t.newPage();
	await page.goto(base);
	await page.locator("body[data-ready]").waitFor();
	const { id } = await send(page, "/api/stories", {});
	const state = (name, words) => page.locator(`section:has(> #part-${name}) .box-state`, { hasText: words }).waitFor();
	await page.goto(`${base}/story/${id}`);
	await page.locator("#part-did").focus();
	await page.keyboard.insertText("I counted");
	await state("did", "Draft saved");
	await other.goto(`${base}/routes`);
	await other.locator("body[data-ready]").waitFor();
	const held = await holdNext(page, `/api/stories/${id}`);
	await send(other, `/api/stories/${id}/drafts/noticed`, { text: "A number was wrong", page: "other", seen: null });
	await held.made;
	const saved = page.waitForResponse((response) => response.url().endsWith("/drafts/did"));
	await page.keyboard.insertText(" 1,200 events");
	await saved;
	await state("did", "Draft saved");
	await held.release();
	await state("noticed", "Changed in another tab");
	t.is(await page.locator("#part-noticed").inputValue(), "A number was wrong", "a memory shows what another tab typed");
	t.is(await page.locator("#part-did").inputValue(), "I counted 1,200 events", "an older draft of a memory does not replace what was typed meanwhile");

	/* The same with an answer that was kept meanwhile. */
	const again = await holdNext(page, `/api/stories/${id}`);
	await send(other, `/api/stories/${id}/drafts/came`, { text: "It fell", page: "other", seen: null });
	await again.made;
	await page.keyboard.insertText(" row by row");
	await page.keyboard.press("Control+Enter");
	await state("did", "Kept");
	await again.release();
	await state("came", "Changed in another tab");
	t.is(await page.locator("#part-did").inputValue(), "I counted 1,200 events row by row", "nor does it replace what was kept meanwhile");
	await other.close();
}

async function drill(t) {
	const { page, base } = t, other = await t.newPage();
	await startDrill(page, { base });
	await typeText(page, query);
	await page.locator(".bar .state", { hasText: "Draft saved" }).waitFor();
	await other.goto(`${base}/routes`);
	await other.locator("body[data-ready]").waitFor();
	const attempt = await other.evaluate(async () => (await (await fetch("/api/attempts?limit=1")).json()).attempts[0].id);
	const path = `/api/attempts/${attempt}`;
	const held = await holdNext(page, path);
	await send(other, `${path}/draft`, { text: query, page: "other" });
	await held.made;
	const saved = page.waitForResponse((response) => response.url().endsWith(`${path}/draft`));
	await page.keyboard.press("Control+End");
	await typeText(page, " ");
	await typeText(page, "-- ties");
	await saved;
	await page.locator(".bar .state", { hasText: "Draft saved" }).waitFor();
	await held.release();
	t.is(await editorText(page), `${query} -- ties`, "an older draft of a query does not replace what was typed meanwhile");
	const first = await holdNext(page, `${path}/questions`);
	await page.keyboard.press("Control+Shift+Enter");
	await page.locator("#outcome", { hasText: /^Wrong/ }).waitFor();
	await page.locator(".bar .submit:not([disabled])").waitFor();
	await first.made;
	await page.keyboard.press("Alt+Q");
	await first.release();
	await question(t, other, path);
	await other.close();
}

async function question(t, other, path) {
	const { page } = t, box = page.locator(".answer-box textarea"), saved = page.locator(".answer-box .state", { hasText: "Draft saved" });
	await box.waitFor();
	t.ok(true, "a question comes also when its key is pressed before the page has asked for those that are there");
	await page.waitForFunction(() => document.activeElement?.matches(".answer-box textarea"));
	await page.keyboard.insertText("2026-01-01 | a");
	await saved.waitFor();
	const held = await holdNext(page, `${path}/questions`);
	await send(other, `${path}/draft`, { text: `${query} -- ties`, page: "other" });
	await held.made;
	const sent = page.waitForResponse((response) => /\/api\/questions\/\d+\/draft$/.test(response.url()));
	await page.keyboard.insertText(" | 3");
	await sent;
	await saved.waitFor();
	await held.release();
	t.is(await box.inputValue(), "2026-01-01 | a | 3", "an older draft of an answer to a question does not replace what was typed meanwhile");
}

run("draft", async (t) => {
	await memory(t);
	await drill(t);
});
