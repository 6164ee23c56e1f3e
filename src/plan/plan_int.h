/*
 * What the rules of content/PACK/plan/ are once they are read, and the steps from an input to a plan.
 */
#ifndef SPAR_PLAN_PLAN_INT_H
#define SPAR_PLAN_PLAN_INT_H

#include "bank/bank.h"
#include "bank/yaml.h"
#include "plan/plan.h"

#define TOPICS_MAX 120
#define DO_MAX 8
#define STARTS_MAX 8
#define PHASES 5
#define WORD_TOKENS_MAX 6          /* of a name or a cue */

/* Words of a post that mean something, as folded tokens: "ci", "cd" for "CI/CD". */
struct word_entry {
	const char *token[WORD_TOKENS_MAX];
	int count;
	const char *exact[WORD_TOKENS_MAX];    /* as written; NULL when the case does not matter */
	uint32_t first_hash;       /* of token[0] */
	int what;                  /* what it stands for: index of a tool, a need, a lean ... */
	struct word_entry *next;   /* of the same first token, longest first */
};

/* Hash of first tokens. */
struct word_set {
	struct word_entry **slot;
	size_t slot_count;         /* a power of two */
};

struct rule_topic {
	const char *id, *name;
	enum block_kind kind;
	int phase;                 /* 1 to PHASES */
	int minutes[PLAN_LEVELS];
	int block, least;
	int priority[PLAN_KINDS];  /* percent */
	int level[PLAN_LEVELS];    /* percent */
	int behavioural;           /* percent */
	const char **patterns;
	size_t pattern_count;
	const char **pattern_names;
	const char **families;
	size_t family_count;
	const char *why;
	const char *steps[DO_MAX];
	size_t step_count;
	const char *spar;
};

struct rule_principle {
	const char *id, *name, *question;
};

struct rule_decision {
	const char *id, *text;
	bool levels[PLAN_LEVELS];
	bool sql_clean;
	const char **without;      /* kinds or topics */
	size_t without_count;
	const char **weight_of;    /* kinds or topics */
	int *weight;               /* percent */
	size_t weight_count;
};

struct verdict_table {
	enum tool_verdict of[NEED_NOT + 1][PLAN_LEVELS];
};

struct rule_group {
	const char *id, *must, *hour;
	struct verdict_table verdict;
	int covered;               /* a block_kind; -1: none */
};

struct rule_tool {
	const char *id, *name;
	const struct rule_group *group;
	const char *must, *hour;
	struct verdict_table verdict;
	int covered;
};

struct rule_note {
	const char *id, *name, *why;
	bool levels[PLAN_LEVELS];
	enum plan_lean lean;                   /* what a role that leans there asks; PLAN_UNKNOWN: says nothing about it */
};

enum cue { CUE_REQUIRED, CUE_STRONG, CUE_PREFERRED, CUE_FAMILIAR, CUE_ANY_OF, CUE_NOT, CUE_OR, CUE_AND, CUES };
enum section { SECTION_NONE, SECTION_REQUIRED, SECTION_PREFERRED, SECTION_OTHER, SECTIONS };

struct rule_language {
	const char *name;
};

struct plan_rules {
	/* plan.yaml */
	struct {
		int up_to, at;     /* minutes; up_to 0: any */
	} starts[STARTS_MAX];
	size_t start_count;
	int latest, eve_latest;                /* minute of the day behind which nothing is laid that the day's own hours do not hold */
	int break_minutes, meal_after, meal_minutes, work_max;
	const char *meal_name, *meal_do;
	int behavioural[PLAN_KINDS];           /* percent */
	double stop;
	int ready_minutes, one_day_percent;
	const struct rule_topic *warm;
	int warm_minutes, warm_from;
	const char **clean;
	size_t clean_count;
	int clean_percent;
	int lean[PLAN_LEANS][BLOCK_KINDS];     /* percent */
	struct rule_decision *decisions;
	size_t decision_count;
	struct rule_principle *principles;
	size_t principle_count;
	const char *recruiter;
	/* topics.yaml */
	struct rule_topic *topics;
	size_t topic_count;
	/* reading.yaml */
	struct rule_note *sinks, *stakes, *team;
	size_t sink_count, stake_count, team_count;
	struct word_set note_words;            /* what: index over sinks, stakes, team, one after the other */
	/* tools.yaml */
	struct rule_tool *tools;
	size_t tool_count;
	struct word_set tool_words;
	/* post.yaml */
	int least_percent;
	struct rule_language *languages;
	size_t language_count;
	struct word_set language_words, heading_words, cue_words, lean_words;
	int lean_least;
	const char *need_text[NEED_NOT + 1], *verdict_text[3], *covered_text;
	const char *block_text[2];             /* of TOOL_MUST and TOOL_HOUR */
};

/* names.c: of what only the plan's JSON needs. */
const char *plan_change_name(enum plan_change change);
bool plan_status_find(const char *text, enum plan_status *status);
const char *evidence_about_name(enum evidence_about about);
bool evidence_about_find(const char *text, enum evidence_about *about);

/* --- rules_read.c: reading with places ------------------------------------------------------------ */

struct rules_reader {
	struct arena *a;
	const char *dir;           /* of the content */
	const char *file;          /* "amazon-de/plan/plan.yaml" */
	const struct bank *bank;   /* NULL: patterns are not checked */
	struct plan_rules *r;
	struct plan_issues issues;
	size_t issue_room;
};

void rules_issue(struct rules_reader *rd, const struct ydoc_node *at, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* The root of a file of plan/, a map with only these keys; NULL after an issue. */
const struct ydoc_node *rules_file(struct rules_reader *rd, const char *pack, const char *name, const char *const *keys, size_t n);
bool rules_keys(struct rules_reader *rd, const struct ydoc_node *map, const char *what, const char *const *keys, size_t n);
/* A text at map[key], trimmed, line ends as blanks; NULL when absent (an issue if required). */
const char *rules_text(struct rules_reader *rd, const struct ydoc_node *map, const char *key, bool required);
/* A whole number at map[key]; fallback when absent, which is an issue if required. */
int rules_number(struct rules_reader *rd, const struct ydoc_node *map, const char *key, int min, int max, int fallback, bool required);
const struct ydoc_node *rules_map(struct rules_reader *rd, const struct ydoc_node *map, const char *key, bool required);
/* The items of a list at map[key], none when absent (an issue if required). */
const struct ydoc_node *const *rules_list(struct rules_reader *rd, const struct ydoc_node *map, const char *key, bool required,
					  size_t *n);
/* The same as texts. */
const char **rules_texts(struct rules_reader *rd, const struct ydoc_node *map, const char *key, bool required, size_t *n);
/* Which of names[0..n) the text is; -1 after an issue. */
int rules_choice(struct rules_reader *rd, const struct ydoc_node *at, const char *text, const char *what, const char *const *names,
		 size_t n);
/* A level's name; -1 after an issue. */
int rules_level(struct rules_reader *rd, const struct ydoc_node *at, const char *text);
/* A value for each level from a map {L4: .., L5: .., L6+: ..} at map[key]. */
void rules_by_level(struct rules_reader *rd, const struct ydoc_node *map, const char *key, int min, int max, int fallback,
		    bool required, int out[PLAN_LEVELS]);

/* rules_topics.c, rules_post.c: one file each; nothing is set where issues are noted. */
void rules_topics_read(struct rules_reader *rd, const char *pack);
void rules_notes_read(struct rules_reader *rd, const char *pack);
void rules_tools_read(struct rules_reader *rd, const char *pack);
void rules_post_read(struct rules_reader *rd, const char *pack);

const struct rule_topic *rule_topic_find(const struct plan_rules *r, const char *id);

/* --- words.c: tokens, and sets of words ----------------------------------------------------------- */

#define TOKEN_BYTES_MAX 48

struct token {
	size_t at, n;              /* bytes of the text */
	char folded[TOKEN_BYTES_MAX];  /* small letters, cut when too long */
	uint32_t hash;             /* of folded */
};

/* The next token at or behind *at; false at the end. Letters, digits, '+' and '#'; what is written without blanks comes character by character. */
bool token_next(struct str text, size_t *at, struct token *t);

void word_set_init(struct word_set *s, struct arena *a, size_t words);
/* False when the text holds no token, or too many. */
bool word_set_add(struct word_set *s, struct arena *a, const char *text, bool exact, int what);
/*
 * The longest entry that tokens[i..n) begin with; NULL if there is none. Between its tokens stand at most
 * three other bytes.
 */
const struct word_entry *word_set_find(const struct word_set *s, struct str text, const struct token *tokens, size_t i, size_t n);
/* Every entry, also shorter ones: the next one behind `after` that matches there. */
const struct word_entry *word_set_next(const struct word_set *s, struct str text, const struct token *tokens, size_t i, size_t n,
				       const struct word_entry *after);

/* --- post.c, post_need.c ---------------------------------------------------------------------------- */

#define SENTENCE_BYTES_MAX 1200
#define SENTENCE_TOKENS_MAX 640

/* A tool in a sentence. */
struct mention {
	int tool;
	size_t first, count;       /* tokens */
	int chain;                 /* mentions joined by nothing but commas, "and", "or" */
	enum tool_need need;
};

struct cue_at {
	enum cue cue;
	size_t first, count;
};

/* A sentence of a post, cut into tokens. */
struct sentence {
	size_t at, n;              /* bytes of the post */
	struct token tokens[SENTENCE_TOKENS_MAX];
	int clause[SENTENCE_TOKENS_MAX];   /* counts up at commas, brackets, colons, dashes */
	size_t token_count;
	enum section section;      /* of the heading above it */
	struct mention mentions[SENTENCE_TOKENS_MAX];
	size_t mention_count;
	struct cue_at cues[SENTENCE_TOKENS_MAX];
	size_t cue_count;
};

/* Set mentions and the need of each. */
void sentence_needs(const struct plan_rules *r, struct str post, struct sentence *s);

/* text with "{tool}" replaced by name. In a, or text itself. */
const char *with_tool_name(struct arena *a, const char *text, const char *name);

/* As plan_post_read(); notes (may be NULL) gets for each of note_words' meanings the first sentence that has one of its words, n 0 if none. */
void post_scan(const struct plan_rules *r, struct str post, enum plan_level level, struct arena *a, struct plan_post *out,
	       struct plan_span *notes);

/* --- weigh.c, share.c, lay.c, say.c, moved.c: the steps of plan_make() --------------------------------- */

#define WORK_MAX (TOPICS_MAX + 12)         /* topics, and tools of the post */
#define CHUNKS_MAX 1200

/* A topic, and what it is worth now. */
struct work {
	const struct rule_topic *topic;
	int target;                /* minutes of a full preparation at this level */
	int cap;                   /* never more than this; 0: no such bound */
	double value;              /* of the first minute; 0: not planned */
	double need;               /* 0 to 1: what the evidence leaves to be done */
	int done;                  /* ticked minutes, and those of pinned blocks to come */
	int planned;               /* given by share_out() */
	int given;                 /* of those, in this group */
	int block_count;           /* blocks so far, for the texts */
};

/* A day that can still be worked on. */
struct slot {
	int date;
	int free_minutes;
	int64_t open_ms, close_ms; /* nothing begins before or ends behind these */
	int64_t cursor_ms;         /* end of the last block that was laid; 0: none */
	int since_rest;            /* minutes of blocks since the last rest */
	int limit;                 /* minutes of blocks that may be laid; counts down */
	struct plan_block *blocks; /* fixed ones, then laid ones */
	size_t count, fixed_count, room;
	bool decides, checks;      /* the day for what is weakest; the day of the readiness check */
};

struct chunk {
	struct work *work;
	int minutes;
};

struct maker {
	const struct plan_rules *r;
	const struct plan_input *in;
	const struct zone *zone;
	struct arena *a;
	struct plan *p;
	int64_t horizon_ms;        /* when it has to be known */
	struct work work[WORK_MAX];
	size_t work_count;
	struct slot *slots;        /* from today, or the first day of the window, to the day before the interview */
	size_t slot_count;
	struct plan_day *past;
	size_t past_count;
	int longest;               /* minutes of blocks in the longest day of the group that is filled */
	bool sql_clean;
	int clean_count;           /* of the core patterns */
	const struct rule_decision *decision;
	bool *wanted_done;         /* by index of in->wanted: it stands, or was done */
	int *pattern_used, *principle_used;    /* blocks that turn on it, by index of evidence and of rules */
	const char **notes;
	size_t note_count, note_room;
};

void maker_note(struct maker *m, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* weigh.c */
const struct plan_evidence *evidence_find(const struct plan_input *in, enum evidence_about about, const char *id);
void weigh_topics(struct maker *m);
/* The value of one more minute of a topic, after all that is done and planned. */
double work_value(const struct work *w, double weight);

/* fix.c: what is ticked or pinned, into slots, past days and work.done. */
void place_fixed(struct maker *m);
void slots_make(struct maker *m, int first, int count);

/* share.c */
/*
 * Spread minutes over the topics for which allow() is true and that d (may be NULL) does not bar; weighted: d's weights multiply
 * their values. Fills work.given. Returns the minutes spread.
 */
int share_out(struct maker *m, int minutes, bool (*allow)(const struct maker *m, const struct work *w), const struct rule_decision *d,
	      bool weighted);
bool decision_bars(const struct rule_decision *d, const struct rule_topic *t);

/* lay.c */
/* Minutes of blocks that fit into what is left of a day. */
int slot_net(const struct maker *m, const struct slot *s);
/* Minutes of the budget that are left. */
int slot_room(const struct maker *m, const struct slot *s);
/* Breaks and blocks. */
int blocks_used(const struct plan_rules *r, const struct plan_block *blocks, size_t n);
/* Lay a block of at most minutes and at least least; the minutes that it got, 0 when the day is full. */
int slot_lay(struct maker *m, struct slot *s, struct work *w, int minutes, int least);
void slots_fill(struct maker *m);

/*
 * wanted.c: what debriefs ask for, into slots [first, end); d (may be NULL) bars. What waits for SQL, the design of an L4, is laid with
 * behind_sql alone.
 */
void lay_wanted(struct maker *m, size_t first, size_t end, const struct rule_decision *d, bool behind_sql);

/* say.c: ids, subjects and texts of what was laid. */
void say_blocks(struct maker *m);
void say_days(struct maker *m);
void say_plan(struct maker *m);
const char *minutes_words(struct arena *a, int minutes);
/* The kinds with most minutes, "SQL, stories". */
const char *day_title(struct arena *a, const struct plan_day *d);
/* Minutes of blocks, with what was done or only what is left. */
void count_minutes(const struct plan_rules *r, const struct plan *p, bool done_too, int *technical, int *behavioural);

/* moved.c */
void tell_moved(struct maker *m);

#endif
