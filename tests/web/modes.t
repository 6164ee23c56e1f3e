#!/usr/bin/env node
// No-run mode, the ladder of hints, completion, a clock that runs out, a judgement that is stopped.
"use strict";

const { drawn, editorText, run, startDrill, typeText } = require("./lib.js");

const counted = "SELECT p.customer_id, count(*) AS orders, sum(o.amount) AS revenue FROM customers p LEFT JOIN orders o ON o.customer_id = p.customer_id GROUP BY 1";

async function noRun(t) {
	const { page, base } = t;
	await startDrill(page, { base, slug: "top-customers-by-month", variant: "shop", way: "no-run" });
	t.is(await page.locator(".mode").textContent(), "No run, cold", "a drill without running says so");
	t.is(await page.getByRole("button", { name: "Run on sample" }).count(), 0, "it has no button that runs");
	const requests = [];
	page.on("request", (request) => requests.push(new URL(request.url()).pathname));
	await typeText(page, "SELECT cust");
	await page.keyboard.press("Control+Enter");
	await page.keyboard.press("Control+Space");
	await page.locator(".state", { hasText: "Draft saved" }).waitFor();
	t.ok(!requests.some((path) => path.endsWith("/run")), "Ctrl Enter does not run");
	t.is(await page.locator(".cm-tooltip-autocomplete").count(), 0, "Ctrl Space completes nothing");
	t.is(await editorText(page), "SELECT cust", "and changes nothing");
	await page.locator(".bar .submit:not([disabled])").waitFor();
	await page.keyboard.press("Control+Shift+Enter");
	await page.locator("#outcome").waitFor();
	t.like(await page.locator("#outcome").textContent(), /^Not valid SQL/, "it can be submitted");
	await page.getByRole("button", { name: "End this attempt" }).click();
	await page.locator(".entries").waitFor();
	t.like(await page.locator(".kicker").textContent(), /without running/, "the attempt keeps that it was without running");
}

async function hints(t) {
	const { page, base } = t;
	await startDrill(page, { base, slug: "top-customers-by-month", variant: "ads" });
	t.like(await page.locator(".hint-button").textContent(), /^Hint 1 of 4: the clause \(costs the cold mark\)$/, "the button says what comes and what it costs");
	await page.keyboard.press("Alt+I");
	await page.locator(".hint").waitFor();
	t.like(await page.locator(".hint").textContent(), /^Hint 1 of 4: Look at: \w+/, "the first hint names a clause");
	t.is(await page.locator(".clause.lit").count(), 1, "which lights up");
	await page.locator(".mode", { hasText: "Not cold: you took a hint" }).waitFor();
	t.ok(true, "the cold mark is gone");
	await page.locator(".hint-button", { hasText: "Hint 2 of 4: a case to think about" }).click();
	await page.locator(".hint").nth(1).waitFor();
	t.ok(await page.locator(".hint").nth(1).locator("table").count() > 0, "the second is a database without its answer");
	await page.locator(".hint-button", { hasText: "Hint 3 of 4" }).click();
	await page.locator(".hint").nth(2).waitFor();
	t.like(await page.locator(".hint").nth(2).textContent(), /The pattern: Top N per group/, "the third is the pattern");
	await page.locator(".hint-button", { hasText: "Hint 4 of 4" }).click();
	await page.locator(".hint").nth(3).waitFor();
	t.like(await page.locator(".hint").nth(3).textContent(), /mistake/i, "the fourth is the mistake");
	await page.locator(".hint-button", { hasText: "No more hints" }).waitFor();
	t.ok(await page.locator(".hint-button").isDisabled(), "there are no more");
	const third = await page.locator(".hint").nth(2).textContent();
	await page.reload();
	await page.locator(".hint").nth(3).waitFor();
	t.is(await page.locator(".hint").nth(2).textContent(), third, "they are there after a reload");
	await page.getByRole("button", { name: "End this attempt" }).click();
	await page.locator(".entries").waitFor();
	t.is(await page.locator(".entry.hint").count(), 4, "the attempt keeps that they were taken");
}

async function completion(t) {
	const { page, base } = t;
	await startDrill(page, { base, slug: "left-join-filters", variant: "market", way: "free" });
	t.like(await page.locator(".mode").textContent(), /^Not cold: there is no clock/, "without a clock it is not cold");
	t.like(await page.locator(".clock-face").textContent(), /^\d:\d\d$/, "the time that is gone is shown instead");
	const columns = await page.locator(".sample th").allTextContents();
	t.ok(columns.length > 3, "the schema is there");
	await page.locator(".drill .cm-content").focus();
	await page.keyboard.type("SELECT seller", { delay: 20 });
	/* Under load the list comes before the names that the schema brings. */
	await page.locator(".cm-tooltip-autocomplete", { hasText: "seller_id" }).waitFor();
	t.like(await page.locator(".cm-tooltip-autocomplete").textContent(), /seller_id/, "names of the schema are completed");
	const told = page.waitForRequest((request) => request.url().endsWith("/completed"));
	/* A list that has just opened takes no key for 75 ms, so that nothing is completed by mistake, and a key that comes too early closes it. */
	const popup = page.locator(".cm-tooltip-autocomplete"), selected = popup.locator("[aria-selected]");
	let chosen = null;
	for (let i = 0; i < 20 && !chosen; i++) {
		if (!await popup.count()) {
			await page.keyboard.press("Control+Space");
			await selected.waitFor();
		}
		await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 150)));
		const before = await popup.count() && await selected.getAttribute("id");
		await page.keyboard.press("ArrowDown");
		await drawn(page);
		if (await popup.count() && await selected.getAttribute("id") !== before)
			chosen = await selected.locator(".cm-completionLabel").textContent();
	}
	await page.keyboard.press("Enter");
	t.like(chosen ?? "nothing", /^seller(s|_id)$/, "Arrow Down chooses a name");
	t.is(await editorText(page), `SELECT ${chosen}`, "Enter takes it");
	await told;
	t.ok(true, "and the record is told");
	await page.keyboard.press("Escape");
	await page.keyboard.press("Tab");
	t.ok(await page.evaluate(() => !document.activeElement.matches(".cm-content")), "Escape and then Tab leaves the editor");
	await page.getByRole("button", { name: "End this attempt" }).click();
	await page.locator(".entries").waitFor();
	t.ok(await page.locator(".entry.completed").count() === 1, "the attempt keeps that a word was completed");
}

async function over(t) {
	const { base } = t;
	const page = await t.newPage();
	await page.clock.install();
	await page.goto(`${base}/drill/nth-highest/auctions`);
	await page.locator("#start").waitFor();
	await page.locator("#minutes").fill("1");
	await page.locator("#start").click();
	await page.locator(".clock-face").waitFor();
	await page.clock.runFor(61_000);
	await page.locator(".clock.over").waitFor();
	t.like(await page.locator(".clock-face").textContent(), /^\+0:0\d$/, "when the time is over the clock counts on");
	await page.waitForFunction(() => /The time is over/.test(document.getElementById("say").textContent) || document.querySelector(".clock.over"));
	t.ok(true, "and it is said");
	await page.close();
}

async function stop(t) {
	const { page, base } = t;
	await startDrill(page, { base, slug: "running-total", variant: "points", way: "free" });
	await page.locator(".drill .cm-content").focus();
	await typeText(page, "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 2000000000) SELECT count(*) AS a, 2 AS b, 3 AS c FROM r");
	await page.keyboard.press("Control+Shift+Enter");
	const button = page.getByRole("button", { name: "Stop" });
	const first = await Promise.race([button.waitFor().then(() => "stop"), page.locator("#outcome").waitFor().then(() => "outcome")]);
	if (first === "stop" && await button.count())
		await button.click().catch(() => {});
	await page.locator("#outcome").waitFor();
	t.like(await page.locator("#outcome").textContent(), /^(Stopped|Too slow|Wrong|Could not be evaluated|Not allowed here|Not valid SQL)/, "a long judgement ends when it is stopped, or with its limit");
	await page.locator(".bar .submit:not([disabled])").waitFor();
	t.ok(true, "then one can submit again");
	t.note(await page.locator("#outcome").textContent());
}

run("modes", async (t) => {
	await noRun(t);
	await hints(t);
	await completion(t);
	await over(t);
	await stop(t);
});
