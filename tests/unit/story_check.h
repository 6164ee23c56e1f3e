/*
 * Memories for tests of stories, and how they get into a record.
 */
#ifndef SPAR_TESTS_STORY_CHECK_H
#define SPAR_TESTS_STORY_CHECK_H

#include "tap.h"

#include "base/fs.h"
#include "story/story_int.h"

struct check_answer {
	const char *part, *text;
};

/* A fault found unasked, with figures. */
static const struct check_answer check_clicks[] = {
	{"happening", "The nightly click report for the marketplace was used by forty sellers and by our billing team. It had been wrong "
		      "for weeks and everybody had got used to it."},
	{"noticed", "In March I saw that the clicks of Sunday did not match the invoices. Nobody owned the report since its author had left."},
	{"decided", "I decided to rebuild the load by event date instead of patching the numbers by hand. I did not know how late the events "
		    "could come, so I kept the old table beside it for a month."},
	{"did", "I counted 1,200 events row by row against the server log. It turned out that the phones sent their clicks up to three days "
		"late and our job read only the last day. I rewrote the merge step and wrote a check that stops the load when a day shrinks."},
	{"came", "The difference to the invoices fell from 4 % to 0.2 %. I compared the two every week for three months. The billing team "
		 "stopped correcting sellers by hand, which had cost them two days a month."},
	{"differently", "Next time I would ask for an owner before I build anything on a table."},
};

/* Advice-book language and no fact. */
static const struct check_answer check_empty[] = {
	{"happening", "We worked closely with the stakeholders in a fast paced environment."},
	{"did", "I demonstrated ownership and took initiative. I went above and beyond."},
	{"came", "The project was a great success and we significantly improved the process."},
};

/* A disagreement, a learner, and no number. */
static const struct check_answer check_schema[] = {
	{"happening", "Two teams wrote the same customer table from different scripts, and a new colleague had to run both every morning."},
	{"decided", "I disagreed with the lead of the other team, who wanted to keep both. He said that nobody would read one shared schema. "
		    "I decided to write it anyway rather than wait for a meeting."},
	{"did", "I deleted six scripts and built one generator. I paired with the new colleague until she could run it on her own."},
	{"came", "She now owns the generator, and other teams adopted it."},
};

#define CHECK_ADD(p, s, answers) check_add(p, s, answers, sizeof(answers) / sizeof(*(answers)))

static inline int64_t check_add(const struct story_pack *p, struct store *s, const struct check_answer *answers, size_t n)
{
	struct err err = {0};
	int64_t id = 0;

	if (story_begin(s, &id, &err))
		printf("# %s\n", err.text);
	for (size_t i = 0; i < n; i++)
		if (story_answer(p, s, id, answers[i].part, str_of(answers[i].text), NULL, &err))
			printf("# %s\n", err.text);
	return id;
}

static inline struct story_pack *check_pack(void)
{
	struct story_pack *p = NULL;
	struct err err = {0};

	tap_ok(!story_pack_open(&p, "content", "amazon-de", &err), "the pack opens %s", err.text);
	return p;
}

static inline struct store *check_store(struct arena *a, const char *name)
{
	struct store *s = NULL;
	struct err err = {0};

	tap_ok(!store_open(&s, fs_join(a, tap_dir(), name), &err), "a record %s", err.text);
	return s;
}

static inline const struct story_claim *check_claim(const struct story_reading *r, const char *id)
{
	for (size_t i = 0; i < r->principle_count; i++)
		if (!strcmp(r->principles[i].rule->id, id))
			return &r->principles[i];
	for (size_t i = 0; i < r->kind_count; i++)
		if (!strcmp(r->kinds[i].rule->id, id))
			return &r->kinds[i];
	return NULL;
}

/* Is the quote a run of bytes of one of the answers? */
static inline bool check_grounded(const struct story_memory *m, struct str quote)
{
	for (size_t i = 0; i < STORY_PARTS_MAX; i++)
		if (quote.n && m->answers[i].n >= quote.n && memmem(m->answers[i].p, m->answers[i].n, quote.p, quote.n))
			return true;
	return false;
}

#endif
