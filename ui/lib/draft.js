// What is being typed: sent at most every 500 ms, and kept in this browser until the server has it.
//
// The copy in the browser is for the time when the server is away: the page can then be closed or reloaded and nothing is lost.

import { ApiError } from "./api.js";
import { randomName, throttle } from "./dom.js";

const EVERY_MS = 500;
const KEY = "draft:";
/** Browsers refuse larger requests when a page is being left. */
const LEAVING_MAX_BYTES = 60_000;

export const pageName = randomName();

/** What this browser kept under a key because the server was away; null if nothing. */
export function keptDraft(key) {
	return localStorage.getItem(KEY + key);
}

/**
 * {changed(), flush(), cancel(), hold(), send(), mark(), clean(mark), saved(text), forget()}: text() gives what stands there, post(text, options) sends it, key() is its place in
 * this browser, and onState("typing"|"saved"|"kept", error) is told. It ends with signal.
 */
export function drafter({ key, text, post, onState, signal }) {
	let last = null, sending = null, puts = 0;

	async function send() {
		const now = text();
		if (now === last)
			return onState("saved");
		if (sending)
			return later();
		sending = put(now);
		await sending;
		return undefined;
	}
	async function put(now) {
		puts++;
		try {
			await post(now);
			last = now;
			if (text() === now) {
				localStorage.removeItem(KEY + key());
				onState("saved");
			}
		} catch (error) {
			if (error instanceof ApiError)
				onState("kept", error);
		} finally {
			puts++;
			sending = null;
		}
	}
	const later = throttle(send, EVERY_MS);

	function keep() {
		try {
			localStorage.setItem(KEY + key(), text());
		} catch {
			// The browser's own store is full or shut: the server is still there.
		}
	}
	function leave() {
		if (!later.waits() && !localStorage.getItem(KEY + key()))
			return;
		const now = text();
		if (new Blob([now]).size < LEAVING_MAX_BYTES)
			post(now, { keepalive: true }).catch(() => {});
	}
	addEventListener("pagehide", leave, { signal });
	signal.addEventListener("abort", () => later.waits() && later.flush(), { once: true });
	return {
		changed() {
			keep();
			onState("typing");
			later();
		},
		flush: () => later.flush(),
		/** What waits is not sent: the text goes another way. */
		cancel: () => later.cancel(),
		/** The same, and returns when nothing is on its way. */
		async hold() {
			later.cancel();
			await sending;
		},
		send,
		/** Taken before the server is asked for its draft, and given to clean(): what it then says may be older than what was sent meanwhile. */
		mark: () => puts,
		clean: (mark = puts) => mark === puts && !later.waits() && !sending && localStorage.getItem(KEY + key()) === null,
		saved(now) {
			last = now;
		},
		/** It is no draft any more: nothing of it is sent. */
		forget() {
			later.cancel();
			localStorage.removeItem(KEY + key());
			last = text();
		},
	};
}
