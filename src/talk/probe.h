/*
 * Probes: from gaps, presses and the thread so far to questions ready to be asked, best first.
 */
#ifndef SPAR_TALK_PROBE_H
#define SPAR_TALK_PROBE_H

#include "talk/analysis.h"

/* A probe that was asked, and what came of it. */
struct asked {
	struct talk_probe probe;
	bool answered;             /* a reply came */
	enum talk_verdict verdict;
	size_t fresh;              /* new clues of the reply */
	size_t fresh_words;        /* different content words of it that the passage it is nearest to had not */
	bool held;                 /* it counts as answered */
	uint32_t reply_at, reply_n;  /* bytes of the transcript */
};

struct probe_context {
	struct arena *a;           /* the probes live here */
	const struct talk_analysis *x;
	const struct asked *asked; /* so far, in order */
	size_t asked_count;
	uint32_t last_at;          /* where the last reply begins in the transcript; 0 before the first */
};

/* What could be asked now, best first; at least one while the answer can be evaluated and not everything was asked. */
void probes_rank(const struct probe_context *c, struct talk_probe **out, size_t *count);

/*
 * A wording of the probe at this depth (from 1) with its slots filled. gap NULL: a probe without a quote. NULL when no wording fits that
 * was not asked before.
 */
const char *probe_fill(const struct probe_context *c, const struct probe_wording *wordings, size_t n, const struct talk_gap *gap, uint64_t seed);

/* A quote cut to at most `words` words, without marks that would spoil a question. n 0 if nothing is left. */
struct str probe_quote(const struct talk_text *t, uint32_t at, uint32_t n, size_t words);

#endif
