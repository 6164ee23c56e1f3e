#!/usr/bin/env node
// No page breaks a rule that axe-core knows, in either theme, empty and with something in it, wide and narrow.
"use strict";

const { resize, run, startDrill, typeText, violations } = require("./lib.js");

run("axe", async (t) => {
	const { page, base } = t;
	const settle = async () => {
		await page.locator("body[data-ready]").waitFor();
		await page.evaluate(() => document.fonts.ready);
	};
	const check = async (name) => {
		await settle();
		for (const theme of ["light", "dark"]) {
			await page.emulateMedia({ colorScheme: theme });
			t.is(await violations(page), [], `${name}, ${theme}`);
		}
	};
	const visit = async (where) => page.goto(base + where);

	for (const [name, where] of [["today", "/"], ["plan", "/plan"], ["drills", "/drills"], ["ready", "/ready"], ["compare", "/compare"], ["history", "/history"], ["settings", "/settings"], ["routes", "/routes"], ["mock", "/mock"],
		["start", "/drill/top-customers-by-month/shop"], ["nothing here", "/nowhere"]]) {
		if (where === "/nowhere") {
			await visit("/");
			await settle();
			await page.evaluate(() => {
				history.pushState(null, "", "/nowhere");
				dispatchEvent(new PopStateEvent("popstate"));
			});
			await page.locator(".alone").waitFor();
		} else {
			await visit(where);
		}
		await check(`${name}, empty`);
	}

	await startDrill(page, { base });
	await page.locator(".sample td").first().waitFor();
	await typeText(page, "SELECT 1");
	await page.keyboard.press("Control+Enter");
	await page.locator("#outcome").waitFor();
	await check("drill with rows");
	await page.locator(".cm-content").focus();
	await page.keyboard.press("Control+A");
	await typeText(page, "SELECT CAST(date_trunc('month', ordered_at) AS DATE), min(name), sum(amount) FROM orders JOIN customers USING (customer_id) GROUP BY 1");
	await page.locator(".bar .submit:not([disabled])").waitFor();
	await page.keyboard.press("Control+Shift+Enter");
	await page.locator(".witness").waitFor();
	await check("drill with a verdict");
	await resize(page, 360, 780);
	await check("drill, narrow");
	t.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "the page does not scroll sideways at 360 px");
	await resize(page, 1280);
	await page.keyboard.press("Alt+I");
	await page.locator(".hint").waitFor();
	await page.getByRole("button", { name: "Show the answers" }).click();
	await page.locator(".beside").waitFor();
	await check("drill with a hint and the answers");
	await page.getByRole("button", { name: "End this attempt" }).click();
	await page.locator(".entries").waitFor();
	await check("attempt");
	await page.keyboard.press("?");
	await page.locator("dialog[open]").waitFor();
	await check("keys");
	await page.keyboard.press("Escape");
	await visit("/compare");
	await page.getByRole("button", { name: "Fill in an example" }).click();
	await page.keyboard.press("Control+Enter");
	await page.locator(".witness").waitFor();
	await check("compare with a verdict");

	/* A round: with a question, with a silence and the scratch pad, with a query, and its debrief. */
	const narrow = async (name) => {
		await resize(page, 360, 780);
		await check(`${name}, narrow`);
		t.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name} does not scroll sideways at 360 px`);
		await resize(page, 1280);
	};
	await visit("/mock");
	await page.getByRole("button", { name: "Begin: Phone screen" }).click();
	await page.locator("#answer").waitFor();
	await check("room");
	await page.locator("#answer").fill("I owned the load of orders.");
	await page.locator(".room .say:not([disabled])").waitFor();
	await page.locator("#answer").press("Control+Enter");
	await page.locator(".room-said .mine").waitFor();
	await page.keyboard.press("Alt+S");
	await page.locator("#pad-line").waitFor();
	await check("room with a silence and the scratch pad");
	await narrow("room");
	await page.keyboard.press("Escape");
	while (!await page.locator(".room .cm-content").count()) {
		const said = page.waitForResponse((response) => response.url().endsWith("/say"));
		await page.getByRole("button", { name: "No answer" }).click();
		await said;
		await page.locator(".room .say:not([disabled])").waitFor();
	}
	await check("room with a query");
	await narrow("room with a query");
	await page.locator(".room .cm-content").focus();
	await typeText(page, "SELECT 1 AS one");
	await page.keyboard.press("Control+Enter");
	await page.locator("#answer").waitFor();
	await page.getByRole("button", { name: "Pause" }).click();
	await page.locator("#open").waitFor();
	await check("mock with an open round");
	await page.getByRole("button", { name: "End it here" }).click();
	await page.locator(".lines a", { hasText: "Phone screen" }).click();
	await page.locator(".debrief .verdict").waitFor();
	await check("debrief");
	await narrow("debrief");

	for (const [name, where] of [["today", "/"], ["drills", "/drills"], ["history", "/history"], ["mock", "/mock"]]) {
		await visit(where);
		await check(name);
		await resize(page, 360, 780);
		t.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name} does not scroll sideways at 360 px`);
		await resize(page, 1280);
	}
	t.expected.push(/404/);
});
