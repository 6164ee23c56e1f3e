// What the tests of the page share: a server with a record of its own, a real Chromium, TAP.
//
//   run("name", async (t) => {...})     one program; t.ok(), t.is(), t.skip() are checks, t.server is running, t.page is logged in
// Nothing waits for a time to pass: waits are for what is to be seen, with one generous limit. What a page logs as an error, a request to anywhere
// but loopback and a violation of the Content-Security-Policy fail the test at its end.
"use strict";

const { spawn } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const readline = require("node:readline");

const root = path.join(__dirname, "..", "..");
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const LIMIT_MS = process.env.VARIANT === "asan" ? 120_000 : 60_000;
const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
	"--disable-sync", "--disable-default-apps", "--disable-extensions", "--disable-dev-shm-usage", "--font-render-hinting=none"];

/** A folder that is gone when the program ends. */
function scratch() {
	const dir = fs.mkdtempSync(path.join(os.tmpdir(), "spar-web-"));
	process.on("exit", () => fs.rmSync(dir, { recursive: true, force: true }));
	return dir;
}

const children = new Set();
process.on("exit", () => children.forEach((child) => child.kill("SIGKILL")));

/** Start "spar serve" with a record in dir; gives {port, link, child, end(signal)}. */
async function serve(dir, { port = 0, env = {} } = {}) {
	const spar = process.env.SPAR ?? path.join(root, "bin", "spar");
	const child = spawn(spar, ["serve", "--port", String(port)], {
		env: { ...process.env, HOME: dir, XDG_DATA_HOME: path.join(dir, "data"), ...env }, stdio: ["ignore", "pipe", "pipe"],
	});
	let stderr = "";
	child.stderr.on("data", (text) => {
		stderr += text;
	});
	children.add(child);
	const ended = new Promise((resolve) => child.on("exit", (code, signal) => {
		children.delete(child);
		resolve({ code, signal });
	}));
	const link = await new Promise((resolve, reject) => {
		readline.createInterface({ input: child.stdout }).on("line", (line) => {
			const found = /^listening on (http:\S+)$/.exec(line);
			if (found)
				resolve(found[1]);
		});
		ended.then(({ code, signal }) => reject(new Error(`spar serve ended with ${code ?? signal}: ${stderr}`)));
	});
	return {
		child,
		link,
		port: Number(new URL(link).port),
		errors: () => stderr,
		async end(signal = "SIGTERM") {
			child.kill(signal);
			return ended;
		},
	};
}

async function browse() {
	const { chromium } = require(path.join(root, "third_party", "browser", "node_modules", "playwright-core"));
	return chromium.launch({ executablePath: CHROMIUM, headless: true, args, env: { ...process.env, HOME: scratch() } });
}

/** A tab that is watched; complaints is what it did wrong. */
async function watchedPage(context, complaints, t) {
	const page = await context.newPage();
	page.setDefaultTimeout(LIMIT_MS);
	await page.addInitScript(() => document.addEventListener("securitypolicyviolation", (event) => console.error(
		`content security policy: ${event.violatedDirective} ${event.sourceFile}:${event.lineNumber}:${event.columnNumber} ${event.target?.outerHTML?.slice(0, 300)}`)));
	page.on("console", (message) => {
		if (message.type() !== "error" && !/content security policy/i.test(message.text()))
			return;
		if (!t.expected.some((pattern) => pattern.test(message.text())))
			complaints.push(`console: ${message.text()} ${message.location().url}`);
	});
	page.on("pageerror", (error) => complaints.push(`error: ${error.stack ?? error}`));
	page.on("request", (request) => {
		const { protocol, hostname } = new URL(request.url());
		if (protocol !== "data:" && protocol !== "blob:" && hostname !== "127.0.0.1")
			complaints.push(`request: ${request.url()}`);
	});
	return page;
}

class Tap {
	constructor() {
		Object.assign(this, { n: 0, failed: 0, expected: [] });
	}

	ok(value, name) {
		this.n++;
		this.failed += value ? 0 : 1;
		console.log(`${value ? "ok" : "not ok"} ${this.n} - ${name}`);
		return Boolean(value);
	}

	is(got, wanted, name) {
		const same = JSON.stringify(got) === JSON.stringify(wanted);
		if (!this.ok(same, name))
			console.log(`# got:    ${JSON.stringify(got)}\n# wanted: ${JSON.stringify(wanted)}`);
		return same;
	}

	like(got, pattern, name) {
		if (!this.ok(pattern.test(got), name))
			console.log(`# got: ${JSON.stringify(got)}\n# wanted: ${pattern}`);
	}

	skip(name, why) {
		console.log(`ok ${++this.n} - ${name} # SKIP ${why}`);
	}

	note(text) {
		for (const line of String(text).split("\n"))
			console.log(`# ${line}`);
	}
}

/** What stands in the editor, whatever of it is drawn. */
const editorText = (page) => page.evaluate(() => [...document.querySelectorAll(".editor .cm-line")].map((line) => line.textContent).join("\n"));

/** Type a text into whatever has the focus, without the editor's own indentation. */
async function typeText(page, text) {
	await page.keyboard.insertText(text);
}

/** Two frames on: what observers of sizes change (a box that can scroll now takes the focus) stands. */
const drawn = (page) => page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

/** What axe finds wrong with the page as it stands, a line each. Its script comes from here, not from an address: the policy lets no other in. */
async function violations(page) {
	await drawn(page);
	if (!await page.evaluate(() => "axe" in window))
		await page.evaluate(fs.readFileSync(path.join(root, "third_party", "browser", "node_modules", "axe-core", "axe.min.js"), "utf8"));
	const found = await page.evaluate((only) => window.axe.run(document, { runOnly: only, resultTypes: ["violations"] }),
		["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]);
	return found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target} ${node.failureSummary.split("\n")[1]?.trim()}`));
}

/** The page as narrow, or as wide, as this; drawn anew. */
async function resize(page, width, height = 860) {
	await page.setViewportSize({ width, height });
	await drawn(page);
}

/** Begin an attempt of a drill by the keyboard and wait for the editor. */
async function startDrill(page, { base, slug = "top-customers-by-month", variant = "shop", way } = {}) {
	await page.goto(`${base}/drill/${slug}/${variant}`);
	await page.locator("#start, .drill .cm-content").first().waitFor();
	if (await page.locator("#start").count()) {
		if (way)
			await page.locator(`input[name=way][value=${way}]`).check();
		await page.locator("#start").focus();
		await page.keyboard.press("Enter");
	}
	await page.locator(".drill .cm-content").waitFor();
}

async function run(name, body) {
	const t = new Tap();
	if (!fs.existsSync(CHROMIUM)) {
		console.log(`1..0 # SKIP no ${CHROMIUM} here; tools/bootstrap tests installs it`);
		return;
	}
	const complaints = [];
	let browser;
	try {
		t.dir = scratch();
		t.server = await serve(t.dir);
		t.base = `http://127.0.0.1:${t.server.port}`;
		browser = t.browser = await browse();
		t.context = await browser.newContext({ viewport: { width: 1280, height: 860 }, reducedMotion: "reduce" });
		t.newPage = (context = t.context) => watchedPage(context, complaints, t);
		t.page = await t.newPage();
		await t.page.goto(t.server.link);
		await t.page.locator("body[data-ready]").waitFor();
		await body(t);
	} catch (error) {
		t.ok(false, `${name} ran to its end`);
		t.note(error.stack ?? error);
		const shown = await t.page?.evaluate(() => `${location.href}\n${document.body.innerText.slice(0, 1500)}`).catch(() => "");
		t.note(`the page: ${shown}`);
	}
	t.is(complaints, [], "no error in the console, no violation of the policy, no request to elsewhere");
	await browser?.close().catch(() => {});
	if (t.server && t.server.child.exitCode === null && t.server.child.signalCode === null) {
		const { code } = await t.server.end();
		t.is(code, 0, "the server ends well");
	}
	console.log(`1..${t.n}`);
	process.exit(t.failed ? 1 : 0);
}

module.exports = { LIMIT_MS, browse, drawn, editorText, resize, root, run, scratch, serve, startDrill, typeText, violations, watchedPage };
