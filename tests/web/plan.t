#!/usr/bin/env node
// The plan: setting up, days and blocks, dragging by the mouse and by the keyboard, pin, tick, undo, start, the job post; and what is typed wrongly.
"use strict";

const { resize, run, typeText, violations } = require("./lib.js");

process.env.SPAR_NOW = "2026-11-25T08:00:00Z";
process.env.SPAR_SEED = "1";

const POST = `Data Engineer, Marketplace

Basic qualifications
- 3+ years of SQL. Experience with Airflow or Step Functions.
- Python is a must.

Preferred qualifications
- Iceberg, dbt
`;

const ask = (page, where, body) => page.evaluate(async ([to, what]) => {
	const reply = await fetch(to, what ? { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(what) } : {});
	return { status: reply.status, ...await reply.json() };
}, [where, body]);
const planOf = (page) => ask(page, "/api/plan");
const blockOf = async (page, id) => (await planOf(page)).days.flatMap((day) => day.blocks).find((block) => block.id === id);
const block = (page, id) => page.locator(`.block[data-id="${id}"]`);
const state = (page, pattern) => page.locator(".plan .state", { hasText: pattern }).waitFor();

async function open(t) {
	await t.page.goto(`${t.base}/plan`);
	await t.page.locator(".block").first().waitFor();
}

async function settingUp(t) {
	const { page, base } = t;
	await page.keyboard.press("g");
	await page.keyboard.press("p");
	await page.locator(".summary", { hasText: "No date yet" }).waitFor();
	t.ok(true, "G then P leads to the plan, which says that there is no date yet");
	await page.getByRole("link", { name: "Set date and hours" }).click();
	await page.locator("#interview").fill("2026-12-02T09:00");
	await page.locator("#interview").blur();
	await page.locator(".saved", { hasText: "Saved." }).waitFor();
	await page.locator("#zone").focus();
	await page.locator("#zone").selectOption("Europe/Berlin");
	await page.getByLabel("Pipelines").check();
	const saved = (key) => page.waitForResponse((response) => response.url().endsWith("/api/settings") && response.request().method() === "POST" && response.request().postData().includes(key));
	let done = saved("day_starts");
	await page.locator("#day-starts").fill("17:30");
	await page.locator("#day-starts").blur();
	await done;
	await page.locator("#on-date").fill("2026-11-27");
	done = saved("hours_on");
	await page.locator("#on-add").click();
	await done;
	await page.locator(".single-days li", { hasText: "Fri 27 Nov 2026: 0 hours" }).waitFor();
	const { lean, day_starts, hours_on } = await ask(page, "/api/settings");
	t.is([lean, day_starts, hours_on], ["pipelines", "17:30", { "2026-11-27": 0 }], "lean, the hour at which a day begins and hours of single days are kept");
	await open(t);
	t.is(await page.locator(".day").count(), 8, "seven days and that of the interview");
	t.is(await page.locator(".day.today .day-head").textContent(), "Today, Wed, 25 Nov", "today is marked");
	t.like(await page.locator(".interview-day").textContent(), /Wed 2 Dec.*09:00 Phone screen and loop/, "so is the interview");
	t.like(await page.locator(".day").nth(2).textContent(), /Fri 27 Nov.*no time/, "a day without hours has no block");
	t.is((await planOf(page)).days[0].blocks[0].start, "17:30", "a day begins when it was said");
	const heights = await page.evaluate(() => {
		const found = {};
		for (const node of document.querySelectorAll(".block:not(.short)"))
			found[/(\d+) minutes/.exec(node.textContent)[1]] ??= Math.round(node.getBoundingClientRect().height);
		return Object.entries(found).sort((a, b) => a[0] - b[0]).map(([, height]) => height);
	});
	t.ok(heights.length > 1 && heights.every((height, i) => !i || height > heights[i - 1]), "longer blocks are higher");
	await page.goto(`${base}/settings`);
	done = saved("hours_on");
	await page.getByRole("button", { name: "Remove Fri 27 Nov" }).click();
	await done;
	t.is((await ask(page, "/api/settings")).hours_on, {}, "a single day can be taken away again");
	await open(t);
}

async function byMouse(t) {
	const { page } = t, from = await block(page, "sql-joins-1").boundingBox(), lane = await page.locator(".day").nth(4).locator(".lane").boundingBox();
	t.ok(from && lane, "a block and another day");
	await page.mouse.move(from.x + 20, from.y + 10);
	await page.mouse.down();
	await page.mouse.move(from.x + 30, from.y + 20);
	await page.mouse.move(lane.x + 30, lane.y + 200, { steps: 4 });
	await page.locator(".ghost").waitFor();
	const shown = await page.locator(".ghost strong").textContent();
	await page.mouse.up();
	await state(page, /is pinned: Sun 29 Nov, \d\d:\d\d\./);
	const moved = await blockOf(page, "sql-joins-1");
	t.is([moved.date, moved.start, moved.pinned], ["2026-11-29", shown, true], "a block that is dragged stands pinned where its shade was");
	t.like(await block(page, "sql-joins-1").textContent(), /pinned/, "and says so");
	t.is(await page.evaluate(() => document.activeElement.dataset.id), "sql-joins-1", "it keeps the focus");

	const again = await block(page, "sql-joins-1").boundingBox();
	await page.mouse.move(again.x + 20, again.y + 8);
	await page.mouse.down();
	await page.mouse.move(again.x - 200, again.y + 60, { steps: 4 });
	await page.locator(".ghost").waitFor();
	await page.keyboard.press("Escape");
	await page.locator(".ghost").waitFor({ state: "detached" });
	await page.mouse.up();
	t.is((await blockOf(page, "sql-joins-1")).start, moved.start, "Escape while dragging leaves it");

	const last = await page.locator(".interview-day .lane").boundingBox();
	await page.mouse.move(again.x + 20, again.y + 8);
	await page.mouse.down();
	await page.mouse.move(last.x + 20, last.y + 300, { steps: 4 });
	await page.mouse.up();
	t.expected.push(/422/);
	await state(page, /cannot be put on or after the day of the interview/);
	t.is((await blockOf(page, "sql-joins-1")).date, "2026-11-29", "nothing goes onto the day of the interview, and the page says why");
	await page.keyboard.press("u");
	await state(page, /Taken back: the last mark of Joins/);
	t.is((await blockOf(page, "sql-joins-1")).pinned, false, "U takes the drag back");
}

/** Until the page has not scrolled for thirty frames: a place that was measured before would be another one. */
async function still(page) {
	await page.evaluate(() => new Promise((done) => {
		let last = -1, frames = 0;
		const look = () => {
			frames = scrollY === last ? frames + 1 : 0;
			last = scrollY;
			if (frames < 30)
				requestAnimationFrame(look);
			else
				done();
		};
		look();
	}));
}

/** A finger as the browser sees it: real touches, of which it makes the pointer events itself. */
async function byTouch(t) {
	const context = await t.browser.newContext({ viewport: { width: 1280, height: 860 }, hasTouch: true, reducedMotion: "reduce", storageState: await t.context.storageState() });
	const page = await t.newPage(context), finger = await context.newCDPSession(page);
	const touch = (type, at) => finger.send("Input.dispatchTouchEvent", { type, touchPoints: at ? [{ x: at.x, y: at.y }] : [] });
	const middle = (box) => ({ x: box.x + box.width / 2, y: box.y + Math.min(20, box.height / 2) });
	await page.goto(`${t.base}/plan`);
	const from = middle(await block(page, "sql-joins-1").boundingBox()), before = await blockOf(page, "sql-joins-1");

	/* A finger that moves at once scrolls. */
	await touch("touchStart", from);
	for (let i = 1; i <= 6; i++)
		await touch("touchMove", { x: from.x, y: from.y - 30 * i });
	await touch("touchEnd");
	await page.waitForFunction(() => scrollY > 0);
	await still(page);
	t.is(await page.locator(".ghost").count(), 0, "a finger that moves at once scrolls the page and picks nothing up");
	t.is((await blockOf(page, "sql-joins-1")).start, before.start, "and moves nothing");

	/* One that rests picks the block up. */
	await block(page, "sql-joins-1").scrollIntoViewIfNeeded();
	await still(page);
	const at = middle(await block(page, "sql-joins-1").boundingBox()), lane = await page.locator(".day").nth(3).boundingBox(), scrolled = await page.evaluate(() => scrollY);
	await touch("touchStart", at);
	await page.locator(".ghost").waitFor();
	t.ok(true, "one that rests picks the block up");
	for (let i = 1; i <= 4; i++)
		await touch("touchMove", { x: at.x + (lane.x + 30 - at.x) * i / 4, y: at.y + 40 * i / 4 });
	await page.locator(".ghost").waitFor();
	const shown = (await page.locator(".ghost strong").textContent()).trim();
	t.is(await page.evaluate(() => scrollY), scrolled, "and does not scroll");
	await touch("touchEnd");
	await state(page, /is pinned/);
	const moved = await blockOf(page, "sql-joins-1");
	t.is([moved.start, moved.pinned], [shown, true], "where it is let go, the block stands pinned");
	t.ok(moved.date !== before.date || moved.start !== before.start, "elsewhere than before");
	await ask(page, "/api/plan/undo", {});

	/* On a narrow page the days are a list: a block goes to another day and keeps its time. */
	await page.setViewportSize({ width: 400, height: 3000 });
	await page.goto(`${t.base}/plan`);
	await still(page);
	const small = middle(await block(page, "sql-joins-1").boundingBox()), day = await page.locator(".day:not(.interview-day)").nth(4).boundingBox(), was = await blockOf(page, "sql-joins-1");
	await touch("touchStart", small);
	await page.locator(".ghost").waitFor();
	await touch("touchMove", { x: small.x, y: day.y + 10 });
	await touch("touchEnd");
	await state(page, /is pinned/);
	const listed = await blockOf(page, "sql-joins-1");
	t.ok(listed.date > was.date && listed.start === was.start && listed.pinned, `in the list a block goes to another day at its time: ${was.date} ${was.start}, ${listed.date} ${listed.start}`);
	await ask(page, "/api/plan/undo", {});
	await context.close();
}

async function byKeyboard(t) {
	const { page } = t;
	await open(t);
	await page.locator("h1").focus();
	await page.keyboard.press("ArrowDown");
	const first = await page.evaluate(() => document.activeElement.dataset.id);
	t.is(first, (await planOf(page)).next, "an arrow leads to the next block");
	await page.keyboard.press("ArrowDown");
	const id = await page.evaluate(() => document.activeElement.dataset.id);
	t.ok(id !== first && await page.locator("#detail-what").textContent() === (await blockOf(page, id)).what, "arrows go from block to block, and the page tells about it");
	await page.keyboard.press("m");
	await page.locator(".moving-hint", { hasText: "Enter puts it there" }).waitFor();
	await page.keyboard.press("ArrowRight");
	await page.keyboard.press("ArrowRight");
	await page.keyboard.press("ArrowUp");
	await page.keyboard.press("Shift+ArrowUp");
	const before = await blockOf(page, id);
	await page.locator("#say", { hasText: "Fri 27 Nov, " }).waitFor();
	t.ok(true, "each step is said");
	await page.keyboard.press("Enter");
	await state(page, /is pinned: Fri 27 Nov/);
	const after = await blockOf(page, id), minutes = (text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
	t.is([after.date, minutes(before.start) - minutes(after.start), after.pinned], ["2026-11-27", 20, true], "two days on, a quarter and five minutes earlier, pinned");
	await page.keyboard.press("m");
	await page.locator(".moving-hint").waitFor();
	await page.keyboard.press("ArrowRight");
	await page.keyboard.press("Escape");
	await page.locator(".moving-hint").waitFor({ state: "detached" });
	t.is((await blockOf(page, id)).date, "2026-11-27", "Escape leaves it where it was");
	await page.keyboard.press("p");
	await state(page, /may move again/);
	t.is((await blockOf(page, id)).pinned, false, "P lets it go");
	await page.keyboard.press("u");
	await state(page, /Taken back/);
	t.is((await blockOf(page, id)).pinned, true, "U takes that back");
	await page.locator("details.move summary").click();
	await page.locator("#move-date").fill("2026-11-28");
	await page.locator("#move-time").fill("23:55");
	await page.getByRole("button", { name: "Move and pin" }).click();
	await state(page, /would run over midnight/);
	t.ok(true, "the form refuses what does not fit, with the reason");
	await page.locator("#move-date").fill("2026-11-28");
	await page.locator("#move-time").fill("11:00");
	await page.getByRole("button", { name: "Move and pin" }).click();
	await state(page, /pinned: Sat 28 Nov, 11:00/);
	t.is((await blockOf(page, id)).start, "11:00", "and puts it where it fits");
}

async function ticking(t) {
	const { page } = t;
	await open(t);
	const { next } = await planOf(page);
	await block(page, next).click();
	await page.keyboard.press("x");
	await state(page, /is done\. Next: /);
	t.is((await blockOf(page, next)).ticked, true, "X ticks it off");
	t.ok((await planOf(page)).next !== next, "and another block is next");
	t.like(await page.locator(".moved").textContent(), /What moved, and why.*is done/, "what moved is told with its reason");
	t.like(await block(page, next).textContent(), /done/, "it says so in words");
	await page.getByRole("button", { name: "Not done after all" }).click();
	await state(page, /to be done again/);
	t.is((await blockOf(page, next)).ticked, false, "and it can be taken off again");
	const other = await t.newPage();
	await other.goto(`${t.base}/plan`);
	await other.locator(".block").first().waitFor();
	await page.keyboard.press("x");
	await state(page, /is done/);
	await other.locator(`.block.ticked[data-id="${next}"]`).waitFor();
	t.ok(true, "another tab shows the tick by itself");
	await other.close();
	await page.keyboard.press("u");
	await state(page, /Taken back/);
}

async function starting(t) {
	const { page, base } = t;
	await open(t);
	const plan = await planOf(page), next = plan.days.flatMap((day) => day.blocks).find((one) => one.id === plan.next);
	await page.goto(`${base}/`);
	await page.locator("#next").waitFor();
	t.is(await page.locator("#next").textContent(), next.what, "Today leads with the plan's next block");
	t.like(await page.locator(".next").textContent(), /Why now: /, "and its reason");
	await open(t);
	await page.locator("h1").focus();
	await page.keyboard.press("Enter");
	await page.locator("#start").waitFor();
	t.like(new URL(page.url()).pathname, /^\/drill\//, "Enter starts the block: its drill");
	await open(t);
	const outside = (await planOf(page)).days.flatMap((day) => day.blocks).find((one) => one.outside && one.kind !== "rest");
	await block(page, outside.id).click();
	t.is(await page.locator(".detail-text p").nth(1).textContent(), outside.todo, "a block outside Spar says what to do there");
	t.is(await page.locator("#start-block").count(), 0, "and starts nothing");
	await block(page, outside.id).focus();
	await page.keyboard.press("Enter");
	await state(page, /outside Spar/);
	const blocks = (await planOf(page)).days.flatMap((day) => day.blocks), design = blocks.find((one) => one.route?.startsWith("/mock?")), story = blocks.find((one) => one.route?.startsWith("/stories/drill?"));
	await block(page, design.id).click();
	await page.locator("#start-block").click();
	await page.locator("#begin-wanted").waitFor();
	t.is(await page.evaluate(() => document.activeElement.id), "begin-wanted", "a block of design leads to its round, one key from its begin");
	const asked = new URLSearchParams(design.route.split("?")[1]);
	t.is(await page.locator(`#scenario-${asked.get("round")}`).inputValue(), asked.get("scenario"), "with its task chosen");
	await open(t);
	await block(page, story.id).focus();
	await page.keyboard.press("Enter");
	await page.locator("#start").waitFor();
	t.like(new URL(page.url()).pathname + new URL(page.url()).search, /^\/stories\/drill\?principle=/, "a block of stories leads to the drill of its principle");
	await open(t);
	await block(page, "sql-aloud-1").click();
	await page.locator("#start-block").click();
	await page.locator("#start").waitFor();
	t.is(await page.locator("input[name=way]:checked").inputValue(), "no-run", "a query aloud is one without running");
}

async function jobPost(t) {
	const { page } = t;
	await open(t);
	await page.locator("#post").focus();
	await typeText(page, POST);
	await page.reload();
	await page.locator(".block").first().waitFor();
	t.is(await page.locator("#post").inputValue(), POST, "a post that is not kept yet is there after a reload");
	await page.locator("#post-keep").click();
	await page.locator("#post-state", { hasText: /Kept\. \d+ tools found/ }).waitFor();
	await page.locator(".verdict-must").waitFor();
	t.like(await page.locator(".verdict-must").textContent(), /Python.*“?.*Python is a must/, "must know, with the sentence");
	t.ok(await page.locator(".verdicts > section").count() === 3, "three lists");
	t.like(await page.locator(".verdicts").textContent(), /Iceberg/, "what is only preferred is in one of them");
	t.like(await page.locator(".reading").textContent(), /Time sinks.*Table stakes.*Depends on the team/, "time sinks, table stakes, what depends on the team");
	const long = `${"Airflow is a must. <script>alert(1)</script> ".repeat(8000)}`;
	await page.locator("#post").fill(long);
	await page.locator("#post-keep").click();
	await page.locator("#post-state", { hasText: /Kept\. 1 tool found/ }).waitFor();
	t.is((await ask(page, "/api/plan/post")).text.length, long.length, "a post of 350 kB is kept whole");
	await page.locator("#post-drop").click();
	await page.locator("#post-state", { hasText: "There is no post now" }).waitFor();
	await page.locator(".verdicts").waitFor({ state: "detached" });
	t.ok(true, "and goes away");
}

async function unusual(t) {
	const { page, base } = t;
	const shows = async (settings, pattern, name) => {
		await ask(page, "/api/settings", settings);
		await page.goto(`${base}/plan`);
		await page.locator(".plan-head", { hasText: pattern }).waitFor();
		t.ok(true, name);
	};
	await shows({ hours: [0, 0, 0, 0, 0, 0, 0] }, /You have 0 hours on every day/, "no hour on any day is said");
	t.is(await page.locator(".block:not(.pinned)").count(), 0, "and nothing is planned");
	await shows({ hours: [4, 4, 4, 4, 4, 4, 4], interview_at: "2026-11-26T09:00" }, /tomorrow|1 day/, "the interview moved to tomorrow");
	t.is(await page.locator(".day:not(.past)").count(), 2, "leaves today");
	await page.goto(`${base}/`);
	await page.locator(".next", { hasText: "The interview is tomorrow." }).waitFor();
	const listed = await page.locator("#next").textContent();
	await page.goto(`${base}/ready`);
	await page.locator(".stop h1", { hasText: "The interview is tomorrow" }).waitFor();
	t.is(await page.locator(".stop strong").textContent(), listed, "on the eve Today and Ready say the same and name the same block");
	t.is(await page.locator(".tonight").count(), 0, "and tonight there is no other work");
	await shows({ hours: [4, 4, 0, 4, 4, 4, 4] }, /No block fits|All of the plan/, "an eve without an hour is said");
	await shows({ hours: [4, 4, 4, 4, 4, 4, 4] }, /1 day until/, "with its hours again");
	let ticks = 0;
	for (let plan = await ask(page, "/api/plan"); plan.next && ticks < 40; ticks++)
		plan = await ask(page, "/api/plan/tick", { id: plan.next, ticked: true });
	await page.goto(`${base}/`);
	await page.locator("#next", { hasText: "Stop" }).waitFor();
	t.like(await page.locator(".next").textContent(), /^StopNothing more is practised.*sleep eight hours/, "when all is done, Today says stop and what to do instead");
	t.is(await page.locator("#go").count(), 0, "and offers nothing");
	await page.goto(`${base}/ready`);
	await page.locator(".stop h1", { hasText: "Stop" }).waitFor();
	t.like(await page.locator(".stop").textContent(), /^StopNothing more is practised/, "Ready says the same");
	for (; ticks > 0; ticks--)
		await ask(page, "/api/plan/undo", {});
	await shows({ interview_at: "2026-11-25T15:00" }, /today/i, "the interview is today");
	await page.goto(`${base}/`);
	await page.locator("#next", { hasText: "Today is the interview" }).waitFor();
	t.ok(true, "Today says so");
	await shows({ interview_at: "2026-11-01T09:00" }, /The interview was on Sun 1 November/, "a date that is past is said");
	await shows({ interview_at: "2026-12-20T09:00", hours: [8, 8, 8, 8, 8, 8, 8] }, /days until/, "four weeks at eight hours");
	t.ok(await page.locator(".days").count() > 2, "stand in rows of weeks");
	await shows({ interview_at: "2026-12-02T09:00", hours: [4, 4, 4, 4, 4, 4, 4] }, /7 days until/, "a week again");
	const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Calendar file" }).click()]);
	t.is(download.suggestedFilename(), "spar-plan.ics", "the calendar is a file");
}

async function narrow(t) {
	const { page } = t;
	await resize(page, 360, 780);
	await open(t);
	t.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "360 px: nothing scrolls sideways");
	t.ok(await page.evaluate(() => [...document.querySelectorAll(".block")].every((node, i, all) => !i || node.getBoundingClientRect().top > all[i - 1].getBoundingClientRect().top)), "it is a list of days");
	const id = await page.locator(".block").nth(3).getAttribute("data-id");
	await block(page, id).click();
	t.is(await page.evaluate((of) => document.querySelector(".detail").closest(".slot").querySelector(".block").dataset.id === of, id), true, "what is said about a block stands under it");
}

async function breaksNoRule(t) {
	const { page } = t;
	for (const width of [1280, 360])
		for (const colorScheme of ["light", "dark"]) {
			await resize(page, width);
			await page.emulateMedia({ colorScheme });
			await open(t);
			await page.evaluate(() => document.fonts.ready);
			t.is(await violations(page), [], `axe: ${width} px, ${colorScheme}`);
		}
}

run("plan", async (t) => {
	await settingUp(t);
	await byMouse(t);
	await byTouch(t);
	await byKeyboard(t);
	await ticking(t);
	await starting(t);
	await jobPost(t);
	await unusual(t);
	await narrow(t);
	await breaksNoRule(t);
});
