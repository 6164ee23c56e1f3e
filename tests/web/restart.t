#!/usr/bin/env node
// The server is killed and started again while a page is open: the page says so, loses nothing, and goes on.
"use strict";

const { editorText, run, serve, startDrill, typeText } = require("./lib.js");

run("restart", async (t) => {
	const { page, base } = t;
	/* What the browser says about a server that is not there. */
	t.expected.push(/ERR_CONNECTION_REFUSED/, /ERR_EMPTY_RESPONSE/, /ERR_CONNECTION_RESET/, /ERR_SOCKET_NOT_CONNECTED/, /404/, /WebSocket/);
	const again = async () => {
		t.server = await serve(t.dir, { port: t.server.port });
	};
	await startDrill(page, { base, slug: "nth-highest", variant: "auctions" });
	await typeText(page, "SELECT 1 AS before");
	await page.locator(".state", { hasText: "Draft saved" }).waitFor();
	await t.server.end("SIGKILL");
	await page.locator(".line.stands").waitFor();
	t.like(await page.locator(".line").textContent(), /connection to Spar is gone|Spar does not answer/, "a page whose server was killed says so");
	await page.locator(".cm-content").focus();
	await page.keyboard.press("Control+End");
	await typeText(page, ", 2 AS meanwhile");
	await page.locator(".state", { hasText: "Kept in this browser" }).waitFor();
	t.ok(true, "what is typed meanwhile is kept in the browser");
	await page.keyboard.press("Control+Shift+Enter");
	await page.locator("#outcome", { hasText: "Not submitted" }).waitFor();
	t.like(await page.locator(".reason").textContent(), /Spar does not answer\. Your query is kept/, "a submission says that it did not go");
	await again();
	await page.locator(".line", { hasText: "Spar was started again." }).waitFor();
	t.ok(true, "it says when the server is back");
	await page.locator(".state", { hasText: "Draft saved" }).waitFor();
	t.is(await editorText(page), "SELECT 1 AS before, 2 AS meanwhile", "the text still stands there");
	await page.reload();
	await page.locator(".drill .cm-content").waitFor();
	t.is(await editorText(page), "SELECT 1 AS before, 2 AS meanwhile", "and was saved when the server came back");
	await page.locator(".drill .cm-content").focus();
	await page.keyboard.press("Control+Shift+Enter");
	await page.locator("#outcome", { hasText: /^(Wrong|Right)/ }).waitFor();
	t.ok(true, "the cookie still holds, and the judge answers");
	await page.locator(".bar .submit:not([disabled])").waitFor();

	/* Killed while it judges: what was submitted is in the record and is judged at the next start. */
	await page.locator(".drill .cm-content").focus();
	await page.keyboard.press("Control+A");
	await page.keyboard.press("Delete");
	await typeText(page, "SELECT 5 AS a, 6 AS b, 7 AS c, 8 AS d, 9 AS e");
	const sent = page.waitForResponse((response) => response.url().endsWith("/submit"));
	await page.keyboard.press("Control+Shift+Enter");
	await sent;
	await t.server.end("SIGKILL");
	await page.locator(".line.stands", { hasText: /gone|not answer/ }).waitFor();
	await again();
	await page.locator("#outcome", { hasText: /^Wrong: .*5/ }).waitFor();
	t.ok(true, "a submission that was cut off gets its verdict after the restart, in the page that waited");

	/* A page that was opened while nothing answers finds its way when the server comes. */
	await page.goto(`${base}/`);
	await page.locator("#next").waitFor();
	await t.server.end("SIGKILL");
	await page.locator(".line.stands").waitFor();
	await page.locator("header nav a[data-page=drills]").click();
	await page.locator("h1", { hasText: "Spar does not answer" }).waitFor();
	t.ok(true, "a page that cannot be fetched says so");
	await again();
	await page.locator(".exercise").first().waitFor();
	t.ok(true, "and comes by itself when the server is back");
});
