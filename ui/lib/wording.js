// A model may word a question another way, where one is switched on. Spar asks it; a page waits for that before it shows the question, and what is shown is
// never changed.

import { post } from "./api.js";

/** It is looked for so often, and so long at most. Spar's own deadline is 1.5 s. */
const LOOK_MS = 100;
const MOST_MS = 1700;

/** The answer of path when nothing is waited for any more; null when there was none in time. */
export async function wording(path, body) {
	const until = performance.now() + MOST_MS;
	try {
		while (performance.now() < until) {
			const found = await post(path, body);
			if (!found.waits)
				return found;
			await new Promise((done) => setTimeout(done, LOOK_MS));
		}
	} catch {
		// The prepared question stands.
	}
	return null;
}
