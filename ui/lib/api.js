// Requests. A failure is an ApiError with the server's words, or with ours when there was no server to answer.

export class ApiError extends Error {
	/** status 0: nobody answered */
	constructor(status, code, text) {
		super(text);
		this.status = status;
		this.code = code;
	}

	get gone() {
		return this.status === 0;
	}

	get locked() {
		return this.status === 401;
	}
}

const watchers = new Set();

/** fn(error or null) after each request: the chrome says so when the server is gone or the page is locked. */
export function watch(fn) {
	watchers.add(fn);
}

function tellWatchers(error) {
	for (const fn of watchers)
		fn(error);
}

async function ask(method, path, body, { signal, keepalive } = {}) {
	let response, value;
	try {
		response = await fetch(path, {
			method,
			signal,
			keepalive,
			headers: body === undefined ? {} : { "Content-Type": "application/json" },
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		value = await response.json();
	} catch (error) {
		if (error.name === "AbortError")
			throw error;
		if (!response) {
			const gone = new ApiError(0, "GONE", "Spar does not answer. Is “spar serve” still running?");
			tellWatchers(gone);
			throw gone;
		}
		value = null;
	}
	if (!response.ok || value === null) {
		const failed = new ApiError(response.ok ? 502 : response.status, value?.error?.code ?? "", sentence(value?.error?.text ?? `status ${response.status}`));
		tellWatchers(failed.locked ? failed : null);
		throw failed;
	}
	tellWatchers(null);
	return value;
}

/** The server's words begin small and have no full stop. */
export function sentence(text) {
	const trimmed = text.trim();
	const first = /^[a-z]/.test(trimmed) ? trimmed[0].toUpperCase() + trimmed.slice(1) : trimmed;
	return /[.?:]$/.test(first) ? first : `${first}.`;
}

export const get = (path, options) => ask("GET", path, undefined, options);
export const post = (path, body = {}, options) => ask("POST", path, body, options);
