// What the server tells without being asked.
//
// The WebSocket is a doorbell: it says that a job or the record has changed, and what is shown is then fetched. So a message that
// was missed, came twice or came before the reply that names its job does no harm. While there is no socket the jobs are asked
// for by the clock.

import { ApiError, get } from "./api.js";

const WAIT_FIRST_MS = 250;
const WAIT_MOST_MS = 5000;
const PING_MS = 20_000;
const ASK_MS = 400;

const listeners = new Set();
const following = new Map();
let socket = null;
let boot = null;
let wait = WAIT_FIRST_MS;
let retry = null;
let state = "new";
let held = false;
let failures = 0;

/** fn({type: "changed", ...}) or {type: "link", state: "open"|"lost"|"back", restarted} until signal is aborted. */
export function onTold(fn, signal) {
	listeners.add(fn);
	signal?.addEventListener("abort", () => listeners.delete(fn), { once: true });
}

function tell(message) {
	for (const fn of [...listeners])
		fn(message);
}

function ring() {
	for (const job of following.values())
		job.look();
}

function lost() {
	socket = null;
	if (held)
		return;
	failures++;
	/* A first try that fails is tried again before anybody is told. */
	if (state === "open" || (state === "new" && failures > 1)) {
		state = "lost";
		tell({ type: "link", state });
	}
	clearTimeout(retry);
	retry = setTimeout(connect, wait * (0.8 + 0.4 * Math.random()));
	wait = Math.min(wait * 2, WAIT_MOST_MS);
}

function hello(message) {
	const restarted = boot !== null && boot !== message.boot;
	const before = state;
	boot = message.boot;
	state = "open";
	wait = WAIT_FIRST_MS;
	failures = 0;
	tell({ type: "link", state: before === "lost" ? "back" : "open", restarted });
	ring();
}

function onMessage(event) {
	let message;
	try {
		message = JSON.parse(event.data);
	} catch {
		return;
	}
	if (message.type === "hello")
		hello(message);
	else if (message.type === "job")
		following.get(message.job)?.look();
	else if (message.type === "changed")
		tell(message);
}

/** Begin; also: try again at once. */
export function connect() {
	clearTimeout(retry);
	if (held || (socket && socket.readyState <= WebSocket.OPEN))
		return;
	const mine = new WebSocket(`ws://${location.host}/ws`);
	socket = mine;
	mine.addEventListener("message", onMessage);
	mine.addEventListener("close", () => socket === mine && lost());
}

/** Be still: the server lets this page in no more. */
export function hold() {
	held = true;
	clearTimeout(retry);
	socket?.close();
}

/** It does after all. */
export function unhold() {
	held = false;
	connect();
}

export function linkState() {
	return state;
}

setInterval(() => socket?.readyState === WebSocket.OPEN && socket.send('{"type":"ping"}'), PING_MS);
addEventListener("online", connect);
document.addEventListener("visibilitychange", () => {
	if (!document.hidden && state === "lost") {
		wait = WAIT_FIRST_MS;
		connect();
	}
});

/**
 * Follow a job to its end. on(job) is called with the job as the server shows it whenever that has grown; the promise gives its last
 * state, or throws ApiError (status 404: the server was started again and knows it no more).
 */
export function follow(id, on, signal) {
	return new Promise((resolve, reject) => {
		let looking = false, again = false, seen = "";

		const end = (settle, value) => {
			following.delete(id);
			clearInterval(timer);
			settle(value);
		};
		async function look() {
			if (looking) {
				again = true;
				return;
			}
			looking = true;
			try {
				const job = await get(`/api/jobs/${id}`, { signal });
				const now = `${job.state} ${job.messages.length}`;
				if (now !== seen) {
					seen = now;
					on?.(job);
				}
				if (job.state !== "waiting" && job.state !== "running")
					return end(resolve, job);
			} catch (error) {
				if (!(error instanceof ApiError) || !error.gone)
					return end(reject, error);
			} finally {
				looking = false;
			}
			if (again) {
				again = false;
				look();
			}
		}
		const timer = setInterval(() => state !== "open" && look(), ASK_MS);
		following.set(id, { look });
		signal?.addEventListener("abort", () => end(reject, new DOMException("left", "AbortError")), { once: true });
		look();
	});
}
