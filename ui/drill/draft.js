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

/** What this browser kept because the server was away; null if nothing. name: of an attempt its id, of anything else what its drafter has. */
export function keptDraft(name) {
	return localStorage.getItem(KEY + name);
}

/**
 * {changed(), flush(), send(), clean(), saved(text), drop(), hold(), forget()}: text() gives what stands in the editor, onState("typing"|"saved"|"kept") is told.
 * path: what the draft belongs to, without an end; name: for this browser.
 */
export function drafter({ attempt, name = attempt, path = `/api/attempts/${attempt}`, text, onState, signal }) {
	let last = null, sending = null;

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
		try {
			await post(`${path}/draft`, { text: now, page: pageName });
			last = now;
			if (text() === now) {
				localStorage.removeItem(KEY + name);
				onState("saved");
			}
		} catch (error) {
			if (error instanceof ApiError)
				onState("kept", error);
		} finally {
			sending = null;
		}
	}
	const later = throttle(send, EVERY_MS);

	function keep() {
		try {
			localStorage.setItem(KEY + name, text());
		} catch {
			// The browser's own store is full or shut: the server is still there.
		}
	}
	function leave() {
		if (!later.waits() && !localStorage.getItem(KEY + name))
			return;
		const body = { text: text(), page: pageName };
		if (new Blob([body.text]).size < LEAVING_MAX_BYTES)
			post(`${path}/draft`, body, { keepalive: true }).catch(() => {});
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
		clean: () => !later.waits() && !sending && localStorage.getItem(KEY + name) === null,
		saved(now) {
			last = now;
		},
		/** Send nothing more for now; returns when nothing is on its way. */
		async hold() {
			later.cancel();
			await sending;
		},
		/** Forget it here: what it belongs to takes no draft any more. */
		forget() {
			later.cancel();
			localStorage.removeItem(KEY + name);
			last = text();
		},
		/** Forget it, here and there. */
		async drop() {
			later.cancel();
			localStorage.removeItem(KEY + name);
			await post(`${path}/draft`, { text: "", page: pageName });
			last = text();
		},
	};
}
