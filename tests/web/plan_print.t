#!/usr/bin/env node
// The plan printed: one page on A4 and on US Letter in every situation, no type below 7 points, and each block on it or counted on it.
"use strict";

const { run, serve } = require("./lib.js");

process.env.SPAR_NOW = "2026-11-25T08:00:00Z";
process.env.SPAR_SEED = "1";

const TOOLS = "Airflow, Step Functions, Python, Iceberg, dbt, Spark, Kafka, Flink, Redshift, Snowflake, BigQuery, Glue, EMR, Athena, Kinesis, Terraform, Docker, Kubernetes, Tableau, Looker, Scala, Java, DynamoDB, Postgres, MongoDB, Hive, Presto, Trino, Delta Lake, Hudi, Databricks, Jenkins, Git, Lambda, S3, QuickSight".split(", ");
const POST = `Data Engineer\n\nBasic qualifications\n${TOOLS.map((tool) => `- You have years of experience with ${tool}.`).join("\n")}\n\nPreferred qualifications\n- dbt, Iceberg\n`;

const ask = (page, where, body) => page.evaluate(async ([to, what]) => {
	const reply = await fetch(to, what ? { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(what) } : {});
	return { status: reply.status, ...await reply.json() };
}, [where, body]);

/** Print it on both papers; what stands on the sheet is then looked at in the page. */
async function prints(t, name) {
	const { page } = t;
	await page.goto(`${t.base}/plan`);
	await page.locator(".plan .summary").waitFor();
	const plan = await ask(page, "/api/plan");
	for (const format of ["A4", "Letter"]) {
		const pdf = await page.pdf({ format });
		if (process.env.KEEP)
			require("node:fs").writeFileSync(`${process.env.KEEP}/${name.replaceAll(/\W+/g, "-")}-${format}.pdf`, pdf);
		t.is(pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g).length, 1, `${name}: one page on ${format}`);
	}
	const found = await page.evaluate(() => {
		const sheet = document.querySelector(".sheet");
		sheet.classList.add("fitting");
		const sizes = [...sheet.querySelectorAll("*")].filter((node) => node.textContent).map((node) => parseFloat(getComputedStyle(node).fontSize) * 0.75);
		const wide = sheet.scrollWidth > sheet.clientWidth + 1;
		sheet.classList.remove("fitting");
		return {
			least: Math.min(...sizes), wide, shown: sheet.querySelectorAll(".sheet-block").length, text: sheet.textContent, size: parseFloat(sheet.style.fontSize),
			counted: [...sheet.querySelectorAll("[data-count]")].reduce((sum, node) => sum + Number(node.dataset.count), 0),
		};
	});
	const blocks = plan.days.flatMap((day) => day.blocks).filter((block) => block.kind !== "rest");
	t.note(`${name}: ${plan.days.length} days, ${blocks.length} blocks, ${found.shown} shown, ${found.counted} counted, ${found.size} pt`);
	t.is(found.shown + found.counted, blocks.length, `${name}: each of ${blocks.length} blocks stands there or is counted`);
	t.ok(found.least >= 6.99, `${name}: no type below 7 points`);
	const text = await page.evaluate(async () => (await fetch("/api/plan.txt")).text());
	t.ok(text.trimEnd().split("\n").length <= 66, `${name}: the text has 66 lines at most`);
	t.ok(!found.wide, `${name}: nothing is cut at the side`);
	return { ...found, plan, blocks };
}

async function set(t, settings) {
	t.is((await ask(t.page, "/api/settings", settings)).status, 200, `set: ${JSON.stringify(settings)}`);
}

async function tickAll(t, most) {
	let n = 0;
	for (let plan = await ask(t.page, "/api/plan"); plan.next && n < most; n++)
		plan = await ask(t.page, "/api/plan/tick", { id: plan.next, ticked: true });
	return n;
}

/** The same record on another day. */
async function on(t, now) {
	await t.server.end();
	process.env.SPAR_NOW = now;
	t.server = await serve(t.dir);
	t.base = `http://127.0.0.1:${t.server.port}`;
	await t.page.goto(t.server.link);
	await t.page.locator("body[data-ready]").waitFor();
}

const same = (hours) => Array(7).fill(hours);

run("plan_print", async (t) => {
	const { page } = t;
	/* What the browser says about a server that is not there. */
	t.expected.push(/ERR_CONNECTION_REFUSED/, /ERR_EMPTY_RESPONSE/, /ERR_CONNECTION_RESET/, /ERR_SOCKET_NOT_CONNECTED/, /WebSocket/);
	await prints(t, "no date yet");
	await set(t, { interview_at: "2026-11-26T09:00", time_zone: "UTC", level: "L5", kind: "both", hours: same(8) });
	const day = await prints(t, "one day");
	t.ok(day.blocks.every((block) => day.text.includes(block.why) && day.text.includes(block.todo)), "where there is room, each block has its reason and what to do");
	t.ok(!/Not on this page/.test(day.text), "and nothing is left out");
	await set(t, { interview_at: "2026-12-02T09:00", hours: same(4), level: "L4", lean: "modelling" });
	await ask(page, "/api/plan/post", { text: POST });
	const week = await prints(t, "a week with 36 tools");
	t.ok(week.plan.post.tools.length > 30 && week.plan.post.tools.every((tool) => week.text.includes(tool.name)), "each tool stands there");
	t.ok([...week.plan.sinks, ...week.plan.stakes, ...week.plan.team].every((one) => week.text.includes(one.name)), "and what stands apart");
	t.is(week.shown, week.blocks.length, "and each block");
	t.like(week.text, /Not on this page but in the app: .*why it is now/, "what is left out is said");
	for (const level of ["L4", "L5", "L6+"]) {
		await set(t, { interview_at: "2026-12-16T09:00", hours: same(10), level });
		await prints(t, `21 days of 10 hours, ${level}`);
	}
	await set(t, { interview_at: "2026-12-16T09:00", hours: same(12), level: "L5" });
	await prints(t, "21 days of 12 hours");
	await set(t, { interview_at: "2026-12-02T09:00", hours: same(12) });
	t.note(`${await tickAll(t, 25)} ticked`);
	const ticked = await prints(t, "a day with 25 ticks");
	t.is(ticked.plan.days[0].blocks.filter((block) => block.ticked).length, 25, "25 ticks stand on one day");
	await on(t, "2026-11-28T08:00:00Z");
	await tickAll(t, 8);
	await prints(t, "three days later");
	await on(t, "2026-12-01T08:00:00Z");
	await set(t, { interview_at: "2026-12-20T09:00", hours: same(10) });
	const late = await prints(t, "past days, ticks and 19 days more");
	t.like(late.text, /\d+ of \d+ blocks done/, "past days are a line each");
	await set(t, { hours: same(0) });
	await prints(t, "0 hours on each day");
	await set(t, { interview_at: "2026-11-01T09:00" });
	const over = await prints(t, "an interview that is over");
	t.is(over.plan.notes.filter((note) => /stood on or after the day of the interview/.test(note)).length, 1, "all that is out of the plan is one sentence");
	t.like(over.text, /and \d\d other blocks stood on or after the day/, "with how many there are");
});
