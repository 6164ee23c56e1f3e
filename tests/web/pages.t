#!/usr/bin/env node
// Today, Compare, History, an attempt again as it was, Settings, export, and deleting everything.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { run, startDrill, typeText } = require("./lib.js");

const wrong = "SELECT CAST(date_trunc('month', ordered_at) AS DATE) AS month, min(name) AS name, sum(amount) AS revenue FROM orders JOIN customers USING (customer_id) GROUP BY 1";

async function empty(t) {
	const { page, base } = t;
	t.is(new URL(page.url()).pathname, "/", "the link leads to Today");
	t.ok(!page.url().includes("t="), "and its token is gone from the address");
	t.like(await page.locator("section[aria-labelledby=done]").textContent(), /What you finish today will stand here/, "an empty Today says what will stand there");
	t.like(await page.locator(".stand-key").textContent(), /0 passed cold0 passed0 tried29 not tried/, "where I stand");
	t.is(await page.locator(".week li").count(), 7, "a week of days");
	await page.goto(`${base}/history`);
	await page.locator(".empty").waitFor();
	t.like(await page.locator(".empty").textContent(), /Every attempt will stand here/, "an empty History says what will stand there");
	await page.goto(`${base}/drills`);
	await page.locator(".exercise").first().waitFor();
	t.is(await page.locator(".exercise").count(), 29, "every exercise is there");
	t.ok(await page.locator(".pattern").count() > 20, "by pattern");
	await page.getByLabel("Passed cold").check();
	await page.locator(".patterns .empty").waitFor();
	t.like(await page.locator(".patterns").textContent(), /No exercise fits/, "a filter without hits says so");
	await page.getByLabel("All", { exact: true }).check();
}

async function attempt(t) {
	const { page, base } = t;
	await startDrill(page, { base });
	await typeText(page, wrong);
	await page.keyboard.press("Control+Shift+Enter");
	await page.locator(".witness").waitFor();
	const shown = await page.locator("#outcome").textContent(), rows = await page.locator(".witness").textContent();
	await page.getByRole("button", { name: "End this attempt" }).click();
	await page.locator(".entries").waitFor();
	t.is(await page.locator(".entry .lead").textContent(), shown, "the attempt shows its verdict again");
	t.is(await page.locator(".entry .witness").textContent(), rows, "with the same rows");
	t.is((await page.locator(".entry pre").textContent()).trim(), wrong, "and the query as it was");
	await page.goto(`${base}/drill/top-customers-by-month/shop`);
	await page.locator("#start").waitFor();
	t.like(await page.locator(".start").textContent(), /You have seen this one before/, "another attempt says that it will not count as cold");
	await page.locator("#start").click();
	await page.locator(".drill .cm-content").waitFor();
	t.is(await page.locator(".cm-placeholder").count(), 1, "and begins with an empty editor");
	await page.getByRole("button", { name: "End this attempt" }).click();
	await page.locator(".attempt-head").waitFor();
	await page.goto(`${base}/history`);
	await page.locator(".plot canvas").first().waitFor();
	t.like(await page.locator(".plot-host").first().getAttribute("aria-label"), /^Time to a right answer\. 0 of 1 attempt passed/, "the plot is said in words");
	await page.locator(".plot summary").first().click();
	t.like(await page.locator(".plot-table tbody").first().textContent(), /Top customers by month.*not passed/, "and stands there as a table");
	t.like(await page.locator(".plot").first().textContent(), /Minutes.*Day/, "with units on both axes");
	t.like(await page.locator(".by-pattern").textContent(), /Top N per group/, "patterns are counted");
	t.is(await page.locator(".history .lines.wide-time li").count(), 2, "every attempt is listed");
	await page.locator(".lines.wide-time a").last().click();
	await page.locator(".entries").waitFor();
	t.is(await page.locator(".entry .lead").textContent(), shown, "and leads to what it was");
	await page.goBack();
	await page.locator(".lines.wide-time").waitFor();
	t.is(new URL(page.url()).pathname, "/history", "Back leads back");
	await page.goto(`${base}/drills`);
	await page.locator(".exercise").first().waitFor();
	t.is(await page.locator(".variant[href$='top-customers-by-month/shop'] .cell.failed").count(), 1, "the grid has a mark for it");
	t.like(await page.locator(".variant[href$='top-customers-by-month/shop']").textContent(), /failed/, "and words");
}

async function compare(t) {
	const { page, base } = t;
	await page.goto(`${base}/compare`);
	await page.locator(".cm-content").first().waitFor();
	await page.getByRole("button", { name: "Compare" }).click();
	await page.locator(".state", { hasText: "The schema is empty." }).waitFor();
	t.ok(true, "nothing to compare is said");
	await page.getByRole("button", { name: "Fill in an example" }).click();
	await page.keyboard.press("Control+Enter");
	await page.locator(".witness").waitFor();
	t.is(await page.locator("#outcome").textContent(), "Different, only when blocked.customer_id is NULL", "two queries that differ");
	t.like(await page.locator(".witness").textContent(), /NULL.*only right/, "with the smallest database, and which side has the row");
	t.is(await page.locator(".witness td .null").first().textContent(), "NULL", "NULL is set apart");
	await page.reload();
	await page.locator(".cm-content").first().waitFor();
	t.like(await page.locator(".field.left .cm-content").textContent(), /NOT IN/, "what was typed is there after a reload");
	await page.getByLabel("No NULLs").check();
	await page.getByRole("button", { name: "Compare" }).click();
	await page.locator("#outcome", { hasText: "No difference found" }).waitFor();
	t.like(await page.locator(".evidence").textContent(), /1,000 databases tried.*no proof/, "two that do not, on data without NULL");
	await page.locator(".field.right .cm-content").focus();
	await page.keyboard.press("Control+A");
	await page.keyboard.press("Delete");
	await typeText(page, "SELEC 1");
	await page.keyboard.press("Control+Enter");
	await page.locator("#outcome", { hasText: "Not valid" }).waitFor();
	t.like(await page.locator(".reason").textContent(), /right/i, "one that is none names its side");
}

async function settings(t) {
	const { page, base } = t;
	await page.goto(`${base}/settings`);
	await page.locator("#interview").fill("2031-03-14T09:00");
	await page.locator("#interview").blur();
	await page.locator(".saved", { hasText: "Saved." }).waitFor();
	await page.getByLabel("L6+").check();
	await page.getByLabel("Loop").check();
	await page.locator("#zone").focus();
	await page.locator("#zone").selectOption("Europe/Berlin");
	await page.locator("#hours-6").fill("1.5");
	await page.locator("#hours-6").blur();
	const saved = page.waitForResponse((response) => response.url().endsWith("/api/settings") && response.request().method() === "POST" && response.request().postData().includes("theme"));
	await page.getByLabel("Dark").check();
	await saved;
	t.is(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(21, 23, 26)", "the theme changes at once");
	await page.goto(`${base}/settings`);
	await page.locator("#interview").waitFor();
	t.is([await page.locator("#interview").inputValue(), await page.getByLabel("L6+").isChecked(), await page.locator("#zone").inputValue(), await page.locator("#hours-6").inputValue(), await page.getByLabel("Dark").isChecked()],
		["2031-03-14T09:00", true, "Europe/Berlin", "1.5", true], "what was set is there again");
	const reply = await page.request.get(`${base}/`);
	t.like(await reply.text(), /data-theme="dark"/, "the page comes in its theme, so that it is never drawn in another");
	await page.goto(`${base}/`);
	await page.locator("#aside span").waitFor();
	t.like(await page.locator("#aside").textContent(), /^Loop in \d+ days, Fri 14 Mar, 09:00$/, "Today says how many days are left");
}

async function take(t) {
	const { page, base } = t;
	await page.goto(`${base}/settings`);
	for (const [name, pattern] of [["Export as JSON", /\.json$/], ["Export as Markdown", /\.md$/]]) {
		const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name }).click()]);
		t.like(download.suggestedFilename(), pattern, `${name} gives a file`);
		const text = fs.readFileSync(await download.path(), "utf8");
		t.ok(text.includes("min(name) AS name"), "which holds what was submitted");
		if (name.endsWith("JSON"))
			t.ok(JSON.parse(text).events.length > 3, "and every event");
	}
}

async function deleteAll(t) {
	const { page, base } = t;
	const record = path.join(t.dir, "data", "spar", "spar.db");
	fs.copyFileSync(record, `${record}.before-1`);
	await page.goto(`${base}/settings`);
	await page.getByRole("button", { name: "Delete everything" }).click();
	await page.getByText("Type “delete everything” first.").waitFor();
	const holding = () => fs.readdirSync(path.dirname(record)).filter((name) => fs.readFileSync(path.join(path.dirname(record), name)).includes("min(name) AS name"));
	t.ok(holding().length > 0, "nothing is deleted before the words are typed");
	await page.locator("#confirm").fill("delete everything");
	await page.keyboard.press("Enter");
	await page.locator("h1", { hasText: "Everything is deleted" }).waitFor();
	t.ok(!fs.existsSync(`${record}.before-1`), "a copy that a migration made is gone");
	t.is(holding(), [], "no file of the record holds what was submitted");
	t.is(await page.locator(".line.stands").count(), 0, "nothing else is said");
	t.is(await page.evaluate(() => [localStorage.length, sessionStorage.length]), [0, 0], "nor does the browser");
	t.expected.push(/401/);
	const reply = await page.request.get(`${base}/api/status`);
	t.is(reply.status(), 401, "every page is locked");
	await page.evaluate(() => document.querySelector("header nav a").click());
	await page.locator("h1", { hasText: "This page is locked" }).waitFor();
	t.like(await page.locator("main").textContent(), /Press Enter in the terminal/, "and says how to open it again");
}

run("pages", async (t) => {
	await empty(t);
	await attempt(t);
	await compare(t);
	await settings(t);
	await take(t);
	await deleteAll(t);
});
