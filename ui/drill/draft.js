// The draft of an attempt, and of an answer to a question about its query.

import { post } from "../lib/api.js";
import { drafter as generalDrafter, pageName } from "../lib/draft.js";

export { keptDraft, pageName } from "../lib/draft.js";

/**
 * What lib/draft.js gives, and drop(): forget it, here and there. path: what the draft belongs to, without an end; name: for this browser.
 */
export function drafter({ attempt, name = attempt, path = `/api/attempts/${attempt}`, text, onState, signal }) {
	const send = (now, options) => post(`${path}/draft`, { text: now, page: pageName }, options);
	const draft = generalDrafter({ key: () => name, text, post: send, onState, signal });
	return {
		...draft,
		async drop() {
			draft.forget();
			await send("");
			draft.saved(text());
		},
	};
}
