/*
 * The talk engine's own parts: what a pack holds, and what the stages hand to one another.
 */
#ifndef SPAR_TALK_TALK_INT_H
#define SPAR_TALK_TALK_INT_H

#include "base/rng.h"
#include "talk/hits.h"
#include "talk/pattern.h"
#include "talk/talk.h"
#include "talk/weights.h"

/* Each over all files of its folder. */
#define GAPS_MAX 160               /* rows of tables */
#define TOPICS_MAX 80
#define PATTERNS_MAX 6000          /* of clues; and as many of topics and presses */
#define WORDINGS_MAX 12            /* of one probe at one depth */
#define SLOTS_MAX 4
#define SLOT_WORDS_MIN 3           /* a quote may always have that many words */
#define QUOTE_WORDS_MAX 9

/* A wording cut at its slots: text, slot, text, slot, text. */
struct probe_slot {
	int clue;                  /* enum talk_clue_type; SLOT_QUOTE, SLOT_QUOTE2 */
	bool turned;               /* {you:action}: said back in the second person, without quotation marks */
};
#define SLOT_QUOTE 100
#define SLOT_QUOTE2 101

struct probe_wording {
	const char *source;        /* as written */
	struct str parts[SLOTS_MAX + 1];
	struct probe_slot slots[SLOTS_MAX];
	size_t slot_count;
	size_t words;              /* without the slots */
	const struct topic *fits;  /* asked only when this is named: in what the first slot holds, else in what was told; NULL: always */
};

struct probe_def {
	const char *gap;
	unsigned kinds;            /* bits of enum talk_kind */
	const char *reason;
	struct probe_wording *depths[TALK_DEPTH_MAX];
	size_t depth_counts[TALK_DEPTH_MAX];
	double weight;             /* of a press */
	bool press;
	bool summary;              /* its first question asks for what was told, in fewer words */
	bool once;                 /* answered, it is settled: no deeper questions */
	size_t when;               /* of a press: the tag of its patterns */
};

/* A topic: what names it, and what treats it. */
struct topic {
	const char *name;
	const char *where;         /* "amazon-de/talk/topics/sql.yaml:12" */
	size_t named, treated;     /* tags of patterns */
	size_t vague;              /* words that only seem to treat it */
};

/* One row of a table of gaps. */
struct gap_row {
	const char *gap;
	double weight;
	double levels[3];          /* added to the weight, by enum talk_level */
	const struct topic *topic; /* missing when this is not treated; NULL: a detector of its own */
	const struct topic *asked[4];  /* the question asks for it when it is about one of these, or about the topic itself */
	size_t asked_count;
	const struct topic *relevant;  /* only when this is in the answer or the question; NULL: always */
	bool evident;              /* words show it: never without a detector that found them */
	bool presumes;             /* its questions take something for granted (a failure, others who had to agree): never where no detector sees that */
	bool first;                /* comes before everything else when it fires */
	bool narrow;               /* only when asked for, also in a broad question */
	int open_slot, rank_slot;  /* in the weights of gaps; -1: none */
	const char **principles;   /* where it counts more */
	double *principle_weights;
	size_t principle_count;
};

struct gap_table {
	const char *name;
	unsigned kinds;            /* the table of these kinds, unless a round names another */
	struct gap_row *rows;
	size_t count;
};

/* A rule for clues: a pattern and how far the span reaches. */
enum clue_reach { REACH_MATCH, REACH_CLAUSE, REACH_OBJECT, REACH_SENTENCE, REACH_WHOLE_CLAUSE };

struct clue_rule {
	enum talk_clue_type type;
	enum clue_reach reach;
	double confidence;
};

struct talk_pack {
	struct arena arena;
	struct lexicon *lex;
	struct talk_issues issues;
	struct clue_rule *rules;       /* pattern->tag is an index */
	size_t rule_count, rule_room;
	const char *clue_places[CLUE_COUNT];   /* where the patterns of a type stand: "amazon-de/talk/clues/unsure.yaml:4"; NULL: nowhere */
	struct pattern_set clues;
	struct pattern_set watched;    /* the patterns of all topics and presses, by tag */
	size_t tag_count;
	struct topic topics[TOPICS_MAX];
	size_t topic_count;
	struct gap_table *tables;
	size_t table_count;
	struct probe_def *probes;
	size_t probe_count, probe_room;
	struct probe_wording *general[TALK_KIND_COUNT];
	size_t general_counts[TALK_KIND_COUNT];
	size_t wording_count;
	struct weights clue_weights;   /* weights/clues.txt; empty if there is none */
	struct weights gap_weights;    /* weights/gaps.txt */
	struct weights reply_weights;  /* weights/replies.txt */
	const char *over;              /* the file with which it became too large; NULL: none */
};

/* Where a file's nodes are reported. */
struct pack_load {
	struct talk_pack *pack;
	const char *file;          /* "amazon-de/talk/probes/sql.yaml" */
};

/* probe_load.c: one file of probes/. */
void probe_file_read(struct pack_load *l, const struct ydoc_node *root);
/* gap_load.c: one file of gaps/, topics/, clues/. */
void gap_file_read(struct pack_load *l, const char *name, const struct ydoc_node *root);
void topic_file_read(struct pack_load *l, const struct ydoc_node *root);
void clue_file_read(struct pack_load *l, const struct ydoc_node *root);
/* Bits of enum talk_kind from a list of names; all kinds when the list is absent. */
unsigned kinds_read(struct pack_load *l, const struct ydoc_node *list);
/* Every text of a list into pack->watched under a tag; issues for lines that are no patterns, and when there are too many. */
void patterns_read(struct pack_load *l, const struct ydoc_node *list, size_t tag);
/* The probe for a gap at questions of this kind; NULL if there is none. */
const struct probe_def *pack_probe(const struct talk_pack *p, const char *gap, enum talk_kind kind);
const struct gap_table *pack_table(const struct talk_pack *p, const char *name, enum talk_kind kind);
const struct topic *pack_topic(const struct talk_pack *p, const char *name);

#endif
