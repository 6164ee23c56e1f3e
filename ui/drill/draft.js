// The draft of an attempt: sent at most every 500 ms, and kept in this browser until the server has it.
//
// The copy in the browser is for the time when the server is away: the page can then be closed or reloaded and nothing is lost.

import { ApiError, post } from "../lib/api.js";
import { randomName, throttle } from "../lib/dom.js";

const EVERY_MS = 500;
const KEY = "draft:";
/** Browsers refuse larger requests when a page is being left. */
const LEAVING_MAX_BYTES = 60_000;

export const pageName = randomName();

/** What this browser kept because the server was away; null if nothing. */
export function keptDraft(attempt) {
	return localStorage.getItem(KEY + attempt);
}

/** {changed(), flush(), send(), clean(), saved(text), drop()}: text() gives what stands in the editor, onState("typing"|"saved"|"kept") is told. */
export function drafter({ attempt, text, onState, signal }) {
	let last = null, sending = false;

	async function send() {
		const now = text();
		if (now === last)
			return onState("saved");
		if (sending)
			return later();
		sending = true;
		try {
			await post(`/api/attempts/${attempt}/draft`, { text: now, page: pageName });
			last = now;
			if (text() === now) {
				localStorage.removeItem(KEY + attempt);
				onState("saved");
			}
		} catch (error) {
			if (error instanceof ApiError)
				onState("kept", error);
		} finally {
			sending = false;
		}
		return undefined;
	}
	const later = throttle(send, EVERY_MS);

	function keep() {
		try {
			localStorage.setItem(KEY + attempt, text());
		} catch {
			// The browser's own store is full or shut: the server is still there.
		}
	}
	function leave() {
		if (!later.waits() && !localStorage.getItem(KEY + attempt))
			return;
		const body = { text: text(), page: pageName };
		if (new Blob([body.text]).size < LEAVING_MAX_BYTES)
			post(`/api/attempts/${attempt}/draft`, body, { keepalive: true }).catch(() => {});
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
		send,
		clean: () => !later.waits() && !sending && localStorage.getItem(KEY + attempt) === null,
		saved(now) {
			last = now;
		},
		/** Forget it, here and there. */
		async drop() {
			later.cancel();
			localStorage.removeItem(KEY + attempt);
			await post(`/api/attempts/${attempt}/draft`, { text: "", page: pageName });
			last = text();
		},
	};
}
