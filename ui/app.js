// The pages' frame: which page belongs to an address, the links, the keys, and the one line that says when the server is away.
//
// A page is a function of a context that fetches what it shows and gives {title, body, ...}. It is shown when it has that, in place of
// the page before, whose signal is then aborted: listeners, requests and clocks end with it.

import { ApiError, get, watch } from "./lib/api.js";
import { el, show } from "./lib/dom.js";
import { startKeys } from "./lib/keys.js";
import { connect, hold, linkState, onTold, unhold } from "./lib/live.js";
import { clearLine, say, setLine } from "./lib/say.js";
import { attempt } from "./pages/attempt.js";
import { compare } from "./pages/compare.js";
import { debrief } from "./pages/debrief.js";
import { drill } from "./pages/drill.js";
import { drills } from "./pages/drills.js";
import { history as past } from "./pages/history.js";
import { mock } from "./pages/mock.js";
import { round } from "./pages/round.js";
import { plan } from "./pages/plan.js";
import { ready } from "./pages/ready.js";
import { routes as routeList } from "./pages/routes.js";
import { settings } from "./pages/settings.js";
import { stories } from "./pages/stories.js";
import { story } from "./pages/story.js";
import { storyDebrief } from "./pages/storydebrief.js";
import { storyDrill, storyStart } from "./pages/storydrill.js";
import { today } from "./pages/today.js";

const pages = [
	[/^\/$/, today],
	[/^\/plan$/, plan],
	[/^\/drills$/, drills],
	[/^\/drill\/(?<slug>[^/]+)\/(?<variant>[^/]+)$/, drill],
	[/^\/attempt\/(?<id>\d+)$/, attempt],
	[/^\/stories$/, stories],
	[/^\/story\/(?<id>\d+)$/, story],
	[/^\/stories\/drill$/, storyStart],
	[/^\/stories\/drill\/(?<id>\d+)$/, storyDrill],
	[/^\/stories\/debrief\/(?<id>\d+)$/, storyDebrief],
	[/^\/mock$/, mock],
	[/^\/mock\/(?<id>\d+)$/, round],
	[/^\/mock\/(?<id>\d+)\/debrief$/, debrief],
	[/^\/ready$/, ready],
	[/^\/compare$/, compare],
	[/^\/history$/, past],
	[/^\/settings$/, settings],
	[/^\/(routes|api)$/, routeList],
];

const main = document.getElementById("main");
const aside = document.getElementById("aside");
let current = null;
let turn = 0;

/** ---- showing a page ---- */

function alone(title, ...body) {
	return { title, body: el("div", { class: "alone" }, el("h1", { tabindex: -1 }, title), body) };
}

const locked = () => alone("This page is locked",
	el("p", {}, "Spar lets in only the browser that opened the address it printed. Press Enter in the terminal where ", el("code", {}, "spar serve"),
		" runs, and open the new address that it prints."));

function failure(error) {
	if (error.locked)
		return locked();
	if (error.gone)
		return alone("Spar does not answer", el("p", {}, "Start it again with ", el("code", {}, "spar serve"), ". This page goes on by itself as soon as it is back."));
	if (error.status === 404)
		return alone("Nothing is here", el("p", {}, error.message), el("p", {}, el("a", { href: "/drills" }, "All drills")));
	return alone("This did not work", el("p", {}, error.message));
}

function put(view, { focus, top }) {
	const old = current?.view;
	old?.leave?.();
	current.view = view;
	document.title = view.title === "Today" ? "Spar" : `${view.title} · Spar`;
	show(main, view.body);
	show(aside, view.aside ?? []);
	main.className = view.wide ? "wide" : "";
	for (const link of document.querySelectorAll("header nav a"))
		if (link.dataset.page === view.page)
			link.setAttribute("aria-current", "page");
		else
			link.removeAttribute("aria-current");
	if (top)
		scrollTo(0, 0);
	const wanted = view.focus?.() ?? (focus ? main.querySelector("h1") ?? main : null);
	wanted?.focus({ preventScroll: true });
	view.shown?.();
	document.body.dataset.ready = location.pathname;
}

/** What has the focus, so that it can be found again in a page that was drawn anew. */
function focusMark() {
	const active = document.activeElement;
	return active && main.contains(active) ? active.id || active.dataset.key || active.getAttribute("href") : null;
}

function findMark(mark) {
	return mark && main.querySelector(`[id="${CSS.escape(mark)}"], [data-key="${CSS.escape(mark)}"], [href="${CSS.escape(mark)}"]`);
}

/** Draw the page of the address. again: the same page, because what it shows has changed. */
async function draw({ again = false, first = false } = {}) {
	const mine = ++turn, path = location.pathname;
	const [pattern, page] = pages.find(([p]) => p.test(path)) ?? [null, null];
	const life = new AbortController();
	const context = {
		params: { ...pattern?.exec(path)?.groups },
		signal: life.signal,
		query: new URLSearchParams(location.search),
		zone: null,
		go,
		again: () => turn === mine && draw({ again: true }),
		replace: (view) => turn === mine && put(view, { focus: true, top: true }),
		fail: (error) => turn === mine && error.name !== "AbortError" && put(failure(error), { focus: true }),
	};
	let view;
	try {
		context.zone = (await settingsNow()).time_zone;
		view = page ? await page(context) : failure(new ApiError(404, "", "No page has this address."));
	} catch (error) {
		if (error.name === "AbortError")
			return;
		if (!(error instanceof ApiError))
			console.error(error);
		view = failure(error);
		context.retry = error.gone;
	}
	if (mine !== turn)
		return void life.abort();
	const mark = again ? focusMark() : null;
	const before = current;
	before?.life.abort();
	current = { life, view: before?.view, retry: context.retry, live: view.live };
	put(view, { focus: !first && !again, top: !first && !again });
	findMark(mark)?.focus({ preventScroll: true });
	if (!first && !again)
		say(view.title);
}

/** Go to an address of ours. */
function go(path) {
	if (path !== location.pathname + location.search)
		history.pushState(null, "", path);
	draw();
}

/** ---- settings: the theme and the time zone ---- */

let known = null;

function settingsNow() {
	known ??= get("/api/settings").then((found) => {
		document.documentElement.dataset.theme = found.theme;
		return found;
	}, (error) => {
		known = null;
		throw error;
	});
	return known;
}

/** ---- what happens to the frame ---- */

document.addEventListener("click", (event) => {
	const link = event.target instanceof Element && event.target.closest("a[href]");
	if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || link.hasAttribute("download") || link.target)
		return;
	const url = new URL(link.href);
	if (url.origin !== location.origin || url.pathname.startsWith("/api") || (url.hash && url.pathname === location.pathname))
		return;
	event.preventDefault();
	go(url.pathname + url.search);
});
addEventListener("popstate", () => draw());

let shut = false;
/* Opened by a new address in another tab, this one opens too when it is looked at. */
document.addEventListener("visibilitychange", () => {
	if (!shut || document.hidden)
		return;
	get("/api/settings").then(() => {
		shut = false;
		unhold();
		draw({ again: true });
	}, () => {});
});

watch((error) => {
	if (error?.gone && linkState() !== "open")
		setLine("Spar does not answer. What you type is kept in this browser; this page goes on by itself when it is back.", { label: "Try now", do: connect });
	else if (error?.locked && current && !document.querySelector(".alone")) {
		current.life.abort();
		put(locked(), { focus: true });
	}
	if (error?.locked) {
		shut = true;
		hold();
		clearLine();
	}
});

let wentAway = false;
onTold((message) => {
	if (message.type === "link" && message.state === "lost") {
		wentAway = true;
		setLine("The connection to Spar is gone. What you type is kept in this browser; this page goes on by itself when it is back.", { label: "Try now", do: connect });
	} else if (message.type === "link") {
		if (wentAway) {
			setLine(message.restarted ? "Spar was started again. Nothing is lost." : "Spar is back.", { label: "Close", do: clearLine });
			setTimeout(clearLine, 6000);
		}
		wentAway = false;
		if (current?.retry)
			draw({ again: true });
		else if (message.state === "back" && current?.live)
			draw({ again: true });
	} else if (message.what === "settings") {
		known = null;
		settingsNow().catch(() => {});
	}
	/* What this page did itself it shows already. */
	if (message.type === "changed" && current?.live?.includes(message.what) && !(message.from && message.from === current.view?.name))
		draw({ again: true });
});

startKeys(go);
connect();
draw({ first: true });
/* The editor is wanted soon; it is fetched when nothing else is. */
(window.requestIdleCallback ?? setTimeout)(() => import("./lib/editor.js"));
