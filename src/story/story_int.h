/*
 * The story folder's own parts: the rules as they were read, and a memory as one text.
 */
#ifndef SPAR_STORY_STORY_INT_H
#define SPAR_STORY_STORY_INT_H

#include "story/story.h"
#include "story/words.h"

#define STORY_SIGNALS_MAX 8
#define STORY_OPENINGS_MAX 16
#define STORY_WORK_BYTES_MAX (96u << 20)

/* A sign in what was written: one of the phrases, or one of the clues. */
struct story_signal {
	const char *shows;
	bool core;                 /* without one of these a principle is thin at most */
	struct story_phrase **when;
	size_t when_count;
	unsigned clues;            /* bits of enum talk_clue_type */
	unsigned in;               /* bits of parts: looked through first; 0: all alike */
};

struct story_opening {
	const char *id, *how, *lack;
	size_t parts[STORY_PARTS_MAX];   /* indexes, the best first */
	size_t part_count;
	struct story_signal sign;
};

/* Behind a struct story_rule of the same index. */
struct story_signs {
	struct story_signal p[STORY_SIGNALS_MAX];
	size_t n;
	size_t opens[STORY_OPENINGS_MAX];  /* indexes of openings, the best first */
	size_t open_count;
};

struct story_phrase_rule {
	struct story_phrase *say;
	const char *instead;
};

struct story_change {
	const char *gap, *text;
};

struct story_pack {
	struct arena arena;
	struct talk_pack *talk;
	struct story_part parts[STORY_PARTS_MAX];
	size_t part_count;
	struct story_rule *principles, *kinds;
	struct story_signs *principle_signs, *kind_signs;
	size_t principle_count, kind_count;
	struct story_opening openings[STORY_OPENINGS_MAX];
	size_t opening_count;
	struct story_signal *then;       /* what follows an opening, in this order */
	size_t then_count;
	struct story_phrase_rule *templates;
	size_t template_count;
	struct story_change *changes;
	size_t change_count;
	const char *switch_words;  /* said between the halves of a drill */
	int enough_from, enough_to;
	const char **issues;
	size_t issue_count, issue_room;
};

/* The index of a part by id; -1 if there is none. */
int story_part_find(const struct story_pack *p, const char *id);

/*
 * A memory as one text, its answers with empty lines between, in the order of the parts. The words, and the clues of the talk engine,
 * are of that text; places are told back as sentences of an answer.
 */
struct story_text {
	struct str text;                       /* at most STORY_READ_BYTES_MAX */
	bool cut;
	size_t starts[STORY_PARTS_MAX + 1];    /* byte where each answer begins */
	size_t parts[STORY_PARTS_MAX];         /* which part it is */
	size_t count;
	struct story_words words;
	struct talk *talk;                     /* owned: story_text_release() */
	const struct talk_view *view;
};

enum err_code story_text_read(const struct story_pack *p, const struct story_memory *m, struct arena *a, struct story_text *out,
			      struct err *err);
void story_text_release(struct story_text *t);
/* Which part holds byte at. */
size_t story_text_part(const struct story_text *t, size_t at);
/* The sentence around byte at as a quote, within one answer. */
struct story_quote story_text_quote(const struct story_pack *p, const struct story_text *t, size_t at, const char *shows);
/* The best place of a signal: in the parts that it prefers, else anywhere; false if there is none. */
bool story_signal_best(const struct story_signal *s, const struct story_text *t, size_t *at);
/* The first place where a signal is found from byte `from` to `to`; false if there is none. */
bool story_signal_find(const struct story_signal *s, const struct story_text *t, size_t from, size_t to, size_t *at);

/* lens.c */
void story_lenses(const struct story_pack *p, const struct story_text *t, struct arena *a, struct story_reading *r);

/* "2026-11-24". In a. */
const char *story_day(struct arena *a, int64_t ms);

/* json.c */
json_t *story_str_json(struct str s);
void story_set_text(json_t *obj, const char *key, const char *text);
json_t *story_drifts_json(const struct story_drift *d, size_t n);
json_t *story_templates_json(const struct story_pack *p, struct str text, struct arena *a);

/* choose.c: which principle and which memory. *from: among how many the dice had to choose. */
const struct story_rule *story_choose_principle(const struct story_pack *p, const struct story_matrix *m, const struct store_telling *tellings,
						size_t telling_count, uint64_t seed, size_t *from);
const struct story_rule *story_choose_switch(const struct story_pack *p, const struct story_matrix *m, int64_t story, const struct story_rule *not,
					     uint64_t seed, size_t *from);
/* The memory that a telling is of, by the words that they share; 0 if none shares enough. */
int64_t story_choose_memory(const struct story_matrix *m, struct str telling, struct arena *a);

/* The text of changes: for a gap; NULL if there is none. */
const char *story_change_for(const struct story_pack *p, const char *gap);

#endif
