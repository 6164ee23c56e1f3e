#!/usr/bin/env node
// A drill from its start to a refutation to a right answer, with the keyboard alone. Then a reload in the middle of another, and two tabs.
"use strict";

const { editorText, run, startDrill, typeText } = require("./lib.js");

const tied = `WITH monthly AS (
  SELECT CAST(date_trunc('month', ordered_at) AS DATE) AS month,
         customer_id, sum(amount) AS revenue
  FROM orders
  GROUP BY 1, 2
), placed AS (
  SELECT *, row_number() OVER (PARTITION BY month
                               ORDER BY revenue DESC) AS place
  FROM monthly
)
SELECT month, name, revenue
FROM placed JOIN customers USING (customer_id)
WHERE place <= 3`;
const right = tied.replace("row_number()", "rank()");

const focused = (page) => page.evaluate(() => {
	const { activeElement: e } = document;
	return e.getAttribute("aria-label") || e.id || e.textContent;
});
const heard = async (page, pattern) => {
	await page.waitForFunction((source) => new RegExp(source).test(document.getElementById("say").textContent), pattern.source);
	return page.locator("#say").textContent();
};
/** Tab until the element that fits has the focus; a keyboard that cannot reach it fails. */
async function tabTo(page, selector, most = 60) {
	for (let i = 0; i < most; i++) {
		await page.keyboard.press("Tab");
		if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector))
			return i + 1;
	}
	return 0;
}
const sees = (page, selector) => page.evaluate((wanted) => {
	const style = getComputedStyle(document.querySelector(wanted));
	return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
}, selector);

async function byKeyboard(t) {
	const { page } = t;
	await page.keyboard.press("Tab");
	t.is(await focused(page), "To the content", "the first Tab leads to the content");
	await page.keyboard.press("g");
	await page.keyboard.press("d");
	await page.locator(".exercise-name").first().waitFor();
	t.is(new URL(page.url()).pathname, "/drills", "G then D leads to the drills");
	await page.keyboard.press("/");
	t.is(await page.evaluate(() => document.activeElement.id), "find", "/ leads to the filter");
	await page.keyboard.type("top customers");
	await page.locator(".exercise").nth(1).waitFor({ state: "detached" });
	t.is(await page.locator(".exercise").count(), 1, "the filter leaves the exercises that fit");
	await page.keyboard.press("ArrowDown");
	t.ok(await page.evaluate(() => document.activeElement.matches(".exercise-name")), "Arrow Down leads to the first of them");
	t.ok(await sees(page, ".exercise-name:focus"), "the focus is seen");
	await page.keyboard.press("Enter");
	await page.locator("#start").waitFor();
	t.is(await page.locator(".prompt").count(), 0, "the task is covered until the clock runs");
	t.is(await focused(page), "start", "the button that starts has the focus");
	await page.keyboard.press("Enter");
	await page.locator(".drill .cm-content").waitFor();
	t.is(await focused(page), "Your query", "the editor has the focus");
	t.is(await page.locator(".mode").textContent(), "Cold", "the drill is cold");
	t.like(await page.locator(".clock-face").textContent(), /^(10:00|9:\d\d)$/, "the clock runs");
	t.is(await page.locator(".clause").count(), 7, "the contract is a list");
	await page.locator(".sample td").first().waitFor();
	t.ok(await page.locator(".sample table").count() === 2 && await page.locator(".sample tbody tr").count() > 5, "the tables stand there with their sample");
	t.like(await page.locator(".sample thead").last().textContent(), /amount.*decimal/i, "with the types of their columns");

	await page.keyboard.press("Alt+K");
	t.is(await page.locator(".clock").textContent(), "Show the clock", "Alt K hides the clock");
	await page.keyboard.press("Alt+K");
	t.is(await page.locator(".clock-face").count(), 1, "and shows it again");

	await page.keyboard.press("Control+Shift+Enter");
	t.is(await page.locator(".state").textContent(), "There is nothing to submit yet.", "an empty query is not submitted");
	await typeText(page, tied);
	t.is(await page.locator(".cm-tooltip-autocomplete").count(), 0, "nothing is completed in a cold drill");
	t.ok(await page.locator(".cm-content .sql-keyword").count() > 10, "keywords are coloured");
	await page.locator(".bar .submit:not([disabled])").waitFor();
	await page.keyboard.press("Control+Shift+Enter");
	await page.locator(".witness").waitFor();
	t.is(await page.locator("#outcome").textContent(), "Wrong when two customers tie in one month", "the verdict is a sentence");
	t.like(await page.locator(".evidence").textContent(), /^\d+ rows are enough to show it\. 1,000 databases tried, \d+ differ\. [\d,]+ ms\.$/, "then how sure it is");
	t.like(await heard(page, /^Wrong/), /^Wrong when two customers tie in one month\. \d+ rows are enough/, "both are announced");
	t.is(await page.locator(".diff tr.more .sign").textContent(), "+", "the row that differs has a sign");
	t.like(await page.locator(".diff tr.more").textContent(), /expected, not in yours$/, "and words");
	t.is(await page.locator(".clause.lit dt").textContent(), "Ties", "the clause that decides lights up where it stands");
	t.like(await page.locator(".clause.lit").textContent(), /This one decides\./, "not by colour alone");
	t.like(await page.locator(".lesson").textContent(), /^row_number\(\) breaks ties by chance\. ./, "the mistake has a name and a lesson");
	t.is(await focused(page), "outcome", "the focus is at the verdict");
	await page.locator(".mode-why").waitFor();
	t.is(await page.locator(".mode").textContent(), "Not cold: an earlier answer was refuted", "the cold mark is gone, and it says why");

	await page.keyboard.press("Escape");
	t.is(await focused(page), "Your query", "Escape leads back to the editor");
	t.is(await editorText(page), tied, "in which the query still stands");
	await page.keyboard.press("Control+A");
	await page.keyboard.press("Delete");
	await typeText(page, "SELECT month FROM orders");
	await page.locator(".bar .submit:not([disabled])").waitFor();
	await page.keyboard.press("Control+Shift+Enter");
	await page.locator("#outcome", { hasText: "Not valid SQL" }).waitFor();
	t.is(await page.locator(".cm-content .place").textContent(), "month", "the place of an error is underlined");
	await page.keyboard.press("Escape");
	await page.keyboard.press("Control+A");
	await page.keyboard.press("Delete");
	await typeText(page, tied);
	await page.locator(".bar .submit:not([disabled])").waitFor();
	await page.keyboard.press("Control+Enter");
	await page.locator("#outcome", { hasText: "On the sample" }).waitFor();
	t.ok(await page.locator(".rows tbody tr").count() > 2, "Ctrl Enter shows rows of the sample");
	await page.keyboard.press("Escape");
	await page.keyboard.press("Control+A");
	await page.keyboard.press("Delete");
	await typeText(page, right);
	await page.locator(".bar .submit:not([disabled])").waitFor();
	await page.keyboard.press("Control+Shift+Enter");
	await page.locator(".bars").waitFor();
	t.is(await page.locator("#outcome").textContent(), "Right so far", "a right answer is right so far");
	t.like(await page.locator(".evidence").textContent(), /^Agrees with the reference on 1,000 databases\./, "it says on how many databases");
	t.like(await page.locator(".also").first().textContent(), /every database of up to \d+ rows/, "and on every small one");
	t.like(await page.locator(".bars-plot").getAttribute("aria-label"), /yours [\d,]+ ms, the reference [\d,]+ ms/, "the time on the large database is drawn, and said");
	await page.locator(".passed .right").waitFor();
	t.like(await page.locator(".passed").textContent(), /^Passed in \d+:\d\d\. Not cold: an earlier answer was refuted\.$/, "it passed, and why not cold");
	t.like(await heard(page, /Passed\.$/), /^Right so far\./, "the pass is announced");
	t.ok(await tabTo(page, ".actions button:nth-child(2)"), "Tab leads to the other answers");
	await page.keyboard.press("Enter");
	await page.locator(".beside pre").nth(1).waitFor();
	t.ok(await page.locator(".answers input[type=radio]").count() >= 3, "the other right answers stand there");
	t.is(await page.locator(".beside pre").count(), 2, "beside one's own");
	await tabTo(page, ".answers input[type=radio]");
	await page.keyboard.press("ArrowDown");
	t.like(await page.locator(".answer > p").last().textContent(), /^(Only|Both)/, "with what only one of them uses");
	await page.keyboard.press("Shift+Tab");
	await page.evaluate(() => document.querySelector(".result .go").focus());
	await page.keyboard.press("Enter");
	await page.locator("#next").waitFor();
	t.is(new URL(page.url()).pathname, "/", "Done leads to Today");
	t.like(await page.locator(".lines").textContent(), /Top customers by month.*passed, 1 run, 1 refuted/, "where it stands with what it cost");
}

async function reload(t) {
	const { page, base } = t;
	await startDrill(page, { base, slug: "nth-highest", variant: "auctions" });
	const first = "SELECT 'half of\n  a query'";
	await typeText(page, first);
	await page.locator(".state", { hasText: "Draft saved" }).waitFor();
	await page.reload();
	await page.locator(".drill .cm-content").waitFor();
	t.is(await editorText(page), first, "the draft is there after a reload");
	await page.keyboard.press("Control+End");
	const drafts = [];
	page.on("request", (request) => request.url().endsWith("/draft") && drafts.push(Date.now()));
	const began = Date.now();
	for (const letter of "abcdefghijklmnopqrstuvwxyz") {
		await page.keyboard.press(letter);
		await page.keyboard.press("Backspace");
	}
	await page.locator(".state", { hasText: "Draft saved" }).waitFor();
	t.ok(drafts.length <= Math.floor((Date.now() - began) / 500) + 1, "a draft is sent at most every 500 ms") || t.note(`${drafts.length} in ${Date.now() - began} ms`);
	await typeText(page, ", 2");
	await page.reload();
	await page.locator(".drill .cm-content").waitFor();
	t.is(await editorText(page), `${first}, 2`, "also when the page is left before it was saved");
	await page.keyboard.press("Control+Shift+Enter");
	await page.locator("#outcome").waitFor();
	const verdict = await page.locator("#outcome").textContent();
	await page.locator(".bar .submit:not([disabled])").waitFor();
	await page.reload();
	await page.locator("#outcome").waitFor();
	t.is(await page.locator("#outcome").textContent(), verdict, "the verdict is there after a reload");
	await page.goto(`${base}/`);
	await page.locator("#next").waitFor();
	t.is(await page.locator("#go").textContent(), "Go onEnter", "Today leads back to what was begun");
	/* Left while it is judged: the page that comes back finds the verdict. */
	await page.goto(`${base}/drill/nth-highest/auctions`);
	await page.locator(".drill .cm-content").waitFor();
	await page.locator(".drill .cm-content").focus();
	await page.keyboard.press("Control+A");
	await page.keyboard.press("Delete");
	await typeText(page, "SELECT 1 AS a, 2 AS b, 3 AS c, 4 AS d");
	const submitted = page.waitForResponse((response) => response.url().endsWith("/submit"));
	await page.keyboard.press("Control+Shift+Enter");
	await submitted;
	await page.goto(`${base}/settings`);
	await page.locator("#interview").waitFor();
	await page.goto(`${base}/drill/nth-highest/auctions`);
	await page.locator("#outcome", { hasText: /^Wrong: .*4/ }).waitFor();
	t.ok(true, "a page that was left while it was judged finds the verdict");
}

async function twoTabs(t) {
	const { page, base } = t;
	await startDrill(page, { base, slug: "running-total", variant: "wallet" });
	const other = await t.newPage();
	await other.goto(`${base}/drill/running-total/wallet`);
	await other.locator(".drill .cm-content").waitFor();
	t.is(await other.locator("#start").count(), 0, "a second tab shares the attempt that runs");
	await page.locator(".cm-content").focus();
	await typeText(page, "SELECT 1 AS one");
	await other.locator(".state", { hasText: "Changed in another tab" }).waitFor();
	t.is(await editorText(other), "SELECT 1 AS one", "what is typed in one tab stands in the other");
	await page.keyboard.press("Control+Shift+Enter");
	await other.locator("#outcome").waitFor();
	t.like(await other.locator("#outcome").textContent(), /^Wrong/, "and so does the verdict");
	await other.locator(".mode-why").waitFor();
	t.like(await other.locator(".mode").textContent(), /^Not cold/, "and that it is no longer cold");
	await page.getByRole("button", { name: "End this attempt" }).click();
	await page.locator(".entries").waitFor();
	await other.locator(".state", { hasText: "This attempt has ended." }).waitFor();
	t.ok(await other.locator(".bar .submit").isDisabled(), "an attempt that ended in one tab takes nothing in the other");
	await other.close();
}

run("drill", async (t) => {
	await byKeyboard(t);
	await reload(t);
	await twoTabs(t);
});
