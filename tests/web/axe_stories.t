#!/usr/bin/env node
// The pages of stories break no rule that axe-core knows: in either theme, empty and full, wide and narrow; and none scrolls sideways.
"use strict";

const { resize, run, violations } = require("./lib.js");

const answers = {
	happening: "The nightly click report was used by forty sellers. It had been wrong for weeks.",
	noticed: "In March I saw that the clicks did not match the invoices. Nobody owned the report since its author had left.",
	decided: "I decided to rebuild the load instead of patching the numbers by hand. I did not know how late the events could come.",
	did: "I counted 1,200 events row by row against the server log. I worked with the team.",
	came: "The difference to the invoices fell from 4 % to 0.2 %. I compared the two every week for three months.",
};
const telling = "In March the clicks did not match the invoices. I counted 1,200 events row by row against the server log. I decided to rebuild the load by event date instead of patching "
	+ "the numbers by hand. The difference to the invoices fell from 4 % to 0.6 % within a month. It was a great success.";

run("axe_stories", async (t) => {
	const { page, base } = t;
	const check = async (name) => {
		await page.locator("body[data-ready]").waitFor();
		await page.evaluate(() => document.fonts.ready);
		for (const width of [1280, 360]) {
			await resize(page, width);
			for (const theme of ["light", "dark"]) {
				await page.emulateMedia({ colorScheme: theme });
				t.is(await violations(page), [], `${name}, ${theme}, ${width} px`);
			}
			t.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name} does not scroll sideways at ${width} px`);
		}
		await resize(page, 1280);
	};
	const post = (where, body) => page.evaluate(async ([at, what]) => {
		const reply = await fetch(at, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(what) });
		return reply.json();
	}, [where, body]);
	const visit = async (where, what) => {
		await page.goto(base + where);
		await page.locator(what).first().waitFor();
	};

	await visit("/stories", "#go");
	await check("stories, empty");
	const { id } = await post("/api/stories", {});
	await visit(`/story/${id}`, "#part-happening");
	await check("a memory, empty");
	for (const [part, text] of Object.entries(answers))
		await post(`/api/stories/${id}/answers/${part}`, { text });
	await post(`/api/stories/${id}/answers/came`, { text: `${answers.came} Petra saw it too.` });
	await visit(`/story/${id}`, ".phrases mark");
	await page.locator(".before summary").first().click();
	await check("a memory");
	await visit("/stories/drill", "#start");
	await check("before a drill");
	await page.keyboard.press("Enter");
	await page.locator("#answer").waitFor();
	await check("a drill");
	await page.locator("#answer").fill(telling);
	await page.keyboard.press("Control+Enter");
	await page.waitForFunction(() => document.getElementById("answer").value === "");
	await page.getByRole("button", { name: "End the drill" }).click();
	await check("a drill that is to end");
	await page.locator("#end-now").click();
	await page.locator(".drifts").waitFor();
	await check("its debrief");
	await visit("/stories", ".matrix");
	await check("stories");
	await visit(`/story/${id}`, ".drifts");
	await check("a memory that was told");
});
