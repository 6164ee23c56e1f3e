// The draft of an attempt.

import { post } from "../lib/api.js";
import { drafter as generalDrafter, pageName } from "../lib/draft.js";

export { keptDraft, pageName } from "../lib/draft.js";

/** What lib/draft.js gives, and drop(): forget it, here and there. */
export function drafter({ attempt, text, onState, signal }) {
	const send = (now, options) => post(`/api/attempts/${attempt}/draft`, { text: now, page: pageName }, options);
	const draft = generalDrafter({ key: () => attempt, text, post: send, onState, signal });
	return {
		...draft,
		async drop() {
			draft.forget();
			await send("");
			draft.saved(text());
		},
	};
}
