#!/usr/bin/env node
// What a page weighs, where it comes from, whether it moves while it comes, and how soon it answers. Times are told and not judged here: a test must
// not depend on how fast the machine is. Bytes and shifts are judged.
"use strict";

const { run, startDrill, typeText } = require("./lib.js");

const MOST_BYTES = 400 * 1024;

run("speed", async (t) => {
	const { base } = t;
	const page = await t.newPage();
	const session = await page.context().newCDPSession(page);
	await session.send("Network.enable");
	await session.send("Network.setCacheDisabled", { cacheDisabled: true });
	const sizes = new Map(), types = new Map();
	session.on("Network.responseReceived", ({ requestId, response }) => types.set(requestId, response.url));
	session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => sizes.set(requestId, encodedDataLength));
	await page.addInitScript(() => {
		window.shifts = [];
		new PerformanceObserver((list) => {
			for (const entry of list.getEntries())
				window.shifts.push({ value: entry.value, nodes: entry.sources.map((source) => source.node?.outerHTML?.slice(0, 80)) });
		}).observe({ type: "layout-shift", buffered: true });
	});
	await page.goto(`${base}/history`);
	await page.locator("body[data-ready]").waitFor();
	await startDrill(page, { base });
	await page.locator(".sample td").first().waitFor();
	await page.waitForLoadState("networkidle");
	let assets = 0, html = 0;
	const seen = new Set();
	for (const [id, url] of types) {
		if (url.includes("/assets/") && !seen.has(url))
			assets += sizes.get(id) ?? 0;
		else if (url.endsWith("/shop"))
			html = sizes.get(id) ?? 0;
		seen.add(url);
	}
	t.ok(assets > 100_000 && assets + html < MOST_BYTES, "everything that the pages load, plot and editor included, is under 400 kB");
	t.note(`${[...seen].filter((url) => url.includes("/assets/")).length} files, ${((assets + html) / 1024).toFixed(0)} kB as they came`);

	await session.send("Network.setCacheDisabled", { cacheDisabled: false });
	for (const where of ["/", "/drills", "/compare", "/history", "/settings", "/drill/top-customers-by-month/shop"]) {
		await page.goto(base + where);
		await page.locator("body[data-ready]").waitFor();
		await page.waitForLoadState("networkidle");
		await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
		const { shifts, paint, first } = await page.evaluate(() => ({
			shifts: window.shifts,
			paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
			first: performance.getEntriesByType("navigation")[0].responseEnd,
		}));
		t.ok(shifts.reduce((sum, shift) => sum + shift.value, 0) < 0.005, `nothing moves while ${where} comes`) || t.note(JSON.stringify(shifts));
		t.note(`${where}: first paint after ${paint?.toFixed(0)} ms, the document had come after ${first.toFixed(0)} ms`);
	}

	/* From a key to the frame that shows it, ten times. */
	await page.locator(".cm-content").focus();
	const times = await page.evaluate(async () => {
		const found = [];
		for (const word of "SELECT a, b FROM c WHERE d = 1".split("")) {
			const began = performance.now();
			document.execCommand("insertText", false, word);
			await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
			found.push(performance.now() - began);
		}
		return found.sort((a, b) => a - b);
	});
	t.ok(times.length === 30, "typing is drawn");
	t.note(`a key is drawn after ${times[15].toFixed(0)} ms (median), ${times.at(-1).toFixed(0)} ms at most`);
	const pages = await page.evaluate(async () => {
		const found = [];
		for (const name of ["today", "drills", "history", "settings", "compare"]) {
			const began = performance.now();
			const path = document.querySelector(`header nav a[data-page=${name}]`).pathname;
			document.body.dataset.ready = "";
			document.querySelector(`header nav a[data-page=${name}]`).click();
			while (document.body.dataset.ready !== path)
				await new Promise((resolve) => requestAnimationFrame(resolve));
			found.push(`${name} ${(performance.now() - began).toFixed(0)} ms`);
		}
		return found;
	});
	t.is(pages.length, 5, "every page is reached from another");
	t.note(`from a click to the next page: ${pages.join(", ")}`);
	const hidden = await page.request.get(`${base}/assets/${(await page.locator("link[rel=stylesheet]").getAttribute("href")).split("/").at(-1)}`, { headers: { "Accept-Encoding": "gzip" } });
	t.is(hidden.headers()["content-encoding"], "gzip", "a browser without brotli gets gzip");
	await typeText(page, "");
});
