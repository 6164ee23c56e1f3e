/*
 * Stories: memories that are captured with questions, looked through for what they can carry, and drilled until they hold.
 *
 * A *memory* is one piece of work that the candidate remembers: the answers to a few questions, in any order, each of them an event
 * of the record.  A *telling* is a memory told once in a drill.  What a memory can carry (principles, kinds, ways to open it) is
 * found by rules that are data (docs/STORIES.md) and by the clues of the talk engine.  Everything that is said about a memory quotes
 * it: a quote is a run of bytes of what the candidate wrote, never of ours.
 *
 * Ownership: a struct story_pack is read-only once opened and may be shared between threads; what it gives is lent until
 * story_pack_free().  Everything else belongs to the arena that a function was given, or says who owns it.
 * Threads: a store belongs to one thread; so does a struct story_drill.
 */
#ifndef SPAR_STORY_STORY_H
#define SPAR_STORY_STORY_H

#include <jansson.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "store/stories.h"
#include "talk/talk.h"

#define STORY_TEXT_BYTES_MAX TALK_ANSWER_BYTES_MAX   /* one answer, one telling, one reply */
#define STORY_READ_BYTES_MAX TALK_ANSWER_BYTES_MAX   /* of a memory that is looked through */
#define STORY_TITLE_BYTES_MAX 200
#define STORY_PARTS_MAX 12
#define STORY_PRINCIPLES_MAX 24
#define STORY_LENSES_MAX 3

struct story_pack;

/* A question that captures a memory. */
struct story_part {
	const char *id;            /* "decided" */
	const char *ask;           /* "What did you decide?" */
	const char *help;          /* what belongs in; "" if nothing is said */
};

/* A principle, or one of the kinds that every loop looks for (then there are no questions). */
struct story_rule {
	const char *id;            /* "dive-deep" */
	const char *name;          /* "Dive Deep" */
	const char *asks;          /* what it asks, in our words; "" for kinds */
	const char **questions;    /* how an interviewer asks for it, without its name */
	size_t question_count;
	const char **again;        /* the same after a switch, about the same work */
	size_t again_count;
};

/*
 * Open principles.yaml, stories.yaml and the talk content of a pack. content_dir NULL: fs_content_dir(). pack NULL: $SPAR_PACK, else the
 * default.  A broken entry becomes an issue and is left out. Errors: ERR_MISSING, ERR_IO, ERR_CONTENT (nothing usable).
 */
enum err_code story_pack_open(struct story_pack **out, const char *content_dir, const char *pack, struct err *err);
void story_pack_free(struct story_pack *p);
/* What is wrong in the two files: "amazon-de/principles.yaml:12:7: ..." */
const char *const *story_pack_issues(const struct story_pack *p, size_t *count);
const struct talk_pack *story_pack_talk(const struct story_pack *p);
const struct story_part *story_parts(const struct story_pack *p, size_t *count);
const struct story_rule *story_principles(const struct story_pack *p, size_t *count);
const struct story_rule *story_kinds(const struct story_pack *p, size_t *count);
/* By identifier or by name, whatever the case; NULL if there is none. */
const struct story_rule *story_principle(const struct story_pack *p, const char *name);
/* How many memories are enough: from *from to *to. */
void story_enough(const struct story_pack *p, int *from, int *to);

/*
 * What came as text: NUL and other control characters (not tab and line end), and bytes that are no UTF-8, become U+FFFD, "\r\n" becomes
 * "\n", white space at both ends goes. *replaced (may be NULL) says how many became U+FFFD. In a.
 */
struct str story_text_clean(struct arena *a, struct str text, size_t *replaced);

/* A memory as it stands now. */
struct story_memory {
	int64_t id;
	int number;                          /* its place in the list, from 1, as people call it; none is ever taken away */
	int64_t begun_ms, changed_ms;
	bool aside;                          /* put away: not counted, not drilled */
	const char *title;                   /* the candidate's, else the first words of the first answer; never empty */
	struct str answers[STORY_PARTS_MAX]; /* by part; n 0: not answered */
	int edits[STORY_PARTS_MAX];          /* how often each was written again */
	int answered;
};

/* Begin a memory, still empty. Errors: as store_append(). */
enum err_code story_begin(struct store *s, int64_t *id, struct err *err);
/*
 * Record the answer to a part ("decided", or "title"), as typed, after story_text_clean(); an empty one takes the answer away; the same
 * again is not recorded.  Its draft is dropped. *replaced as in story_text_clean().  Errors: ERR_MISSING (memory, part), ERR_LIMIT:
 * then the text is kept as the part's draft if that can hold it, and the message says so.
 */
enum err_code story_answer(const struct story_pack *p, struct store *s, int64_t id, const char *part, struct str text, size_t *replaced,
			   struct err *err);
/* Put a memory away, or bring it back. */
enum err_code story_aside(struct store *s, int64_t id, bool aside, struct err *err);
/* Every memory, oldest first. */
enum err_code story_all(const struct story_pack *p, struct store *s, struct arena *a, struct story_memory **out, size_t *count,
			struct err *err);
enum err_code story_get(const struct story_pack *p, struct store *s, int64_t id, struct arena *a, struct story_memory *out, struct err *err);
/* By number, or by words that only one title has. Errors: ERR_MISSING, ERR_USAGE (several). */
enum err_code story_find(const struct story_pack *p, struct store *s, const char *name, struct arena *a, struct story_memory *out,
			 struct err *err);
/* "story/17/decided": the subject of a part's draft. id 0: of a memory that is not begun. In a. */
const char *story_draft_subject(struct arena *a, int64_t id, const char *part);

/* A piece of a memory, and why it counts. */
struct story_quote {
	struct str text;           /* the sentence, as written */
	const char *part;          /* where it stands; lent by the pack */
	const char *shows;         /* "you took on something that nobody had given you"; lent by the pack */
};

enum story_carries { STORY_NOT, STORY_THIN, STORY_CARRIES };

/* What a memory says for one principle or kind. */
struct story_claim {
	const struct story_rule *rule;
	enum story_carries carries;
	struct story_quote *quotes; /* one for each sign that was found */
	size_t quote_count;
	const char **lacks;        /* signs that were not found: what would have to be told */
	size_t lack_count;
	double weight;             /* for ranking */
};

/* A way to begin the memory for one principle. */
struct story_lens {
	const struct story_rule *rule;
	const char *opening;       /* "moment" */
	const char *how;           /* "Open with the moment when nobody else would fix it" */
	struct story_quote open;   /* text.n 0: no sentence fits, and lack says what is missing */
	const char *lack;
	struct story_quote *then;  /* what follows, in the order of telling */
	size_t then_count;
};

/* A phrase of advice books, where it stands. */
struct story_template {
	struct str text;
	const char *part;
	uint32_t at;               /* byte of that answer */
	const char *instead;       /* what belongs there */
};

/* A memory that was looked through. Everything in the arena that story_read() was given. */
struct story_reading {
	const struct story_memory *memory;
	struct story_claim *principles;      /* in the order of story_principles() */
	size_t principle_count;
	struct story_claim *kinds;
	size_t kind_count;
	struct story_lens lenses[STORY_LENSES_MAX];
	size_t lens_count;
	struct story_template *templates;
	size_t template_count;
	bool evaluable;                      /* false: nothing is claimed */
	const char *not_evaluable;           /* why */
	bool cut;                            /* longer than STORY_READ_BYTES_MAX: the rest was not looked through */
};

/* Look a memory through. memory is lent as long as the reading is used. Errors: ERR_LIMIT, ERR_MEMORY. */
enum err_code story_read(const struct story_pack *p, const struct story_memory *memory, struct arena *a, struct story_reading *out,
			 struct err *err);
/* Phrases of advice books in any text; part is NULL in what they give. */
struct story_template *story_templates(const struct story_pack *p, struct str text, struct arena *a, size_t *count);

/* Memories against principles and kinds. */
struct story_matrix {
	struct story_reading *readings;      /* of memories that are not put away and not empty */
	size_t count;
	int *principle_carriers;             /* by principle: how many memories carry it */
	int *kind_carriers;
};
enum err_code story_matrix(const struct story_pack *p, struct store *s, struct arena *a, struct story_matrix *out, struct err *err);

/* --- drills: drill.c ------------------------------------------------------------------------------------------------ */

#define STORY_PROBES_FIRST 7       /* most probes to the first telling */
#define STORY_PROBES_SECOND 4      /* and to the one after the switch */
#define STORY_LIMIT_MS (15 * 60 * 1000)
#define STORY_TICK_MS 1000         /* how often the clock is kept */

/*
 * One drill: a question, the telling, probes; the switch to another principle of the same memory; a telling, probes.  Each word that the
 * candidate gives is in the record before it is analysed, so a drill that was cut off is resumed from the record.
 */
struct story_drill;

struct story_draw {
	uint64_t seed;
	const char *principle;     /* identifier; NULL: drawn */
	int64_t story;             /* the memory that will be told; 0: found by its words */
	enum talk_level level;
	int64_t limit_ms;          /* 0: no clock */
};

enum story_step {
	STORY_TELL,                /* a question stands, the story is to be told */
	STORY_REPLY,               /* a probe stands */
	STORY_OVER,
};

/* Draw a principle and a question and record the drill. Errors: as store_append(), ERR_MISSING (principle, memory). */
enum err_code story_drill_begin(struct story_drill **out, const struct story_pack *p, struct store *s, const struct story_draw *draw,
				struct err *err);
/* Take up a drill of the record where it stopped; id 0: the newest that is open. Errors: ERR_MISSING, ERR_INPUT (it has ended). */
enum err_code story_drill_resume(struct story_drill **out, const struct story_pack *p, struct store *s, int64_t id, struct err *err);
void story_drill_free(struct story_drill *d);

int64_t story_drill_id(const struct story_drill *d);
enum story_step story_drill_step(const struct story_drill *d);
/* What the interviewer says now; "" when it is over. Lent until the next call of story_drill_say() or story_drill_end(). */
const char *story_drill_question(const struct story_drill *d);
int64_t story_drill_limit_ms(const struct story_drill *d);
/*
 * The clock: what was used on the questions before the one that stands, and on this one, up to the last tick.  A drill that was taken up goes
 * on there; while no program runs nobody counts.
 */
int64_t story_drill_spent_ms(const struct story_drill *d);
int64_t story_drill_on_ms(const struct story_drill *d);
/* Keep the clock, at most every STORY_TICK_MS unless now. elapsed_ms as in story_drill_say(). Errors: as store_draft_put(). */
enum err_code story_drill_tick(struct story_drill *d, int64_t elapsed_ms, bool now, struct err *err);
/* "drill/17/2": the draft of what is being typed. Lent. */
const char *story_drill_draft(const struct story_drill *d);

/* What came of something that was said. */
struct story_said {
	bool empty;                /* nothing but white space: not recorded, the question stands */
	bool not_evaluable;        /* recorded; the question stands */
	const char *why;           /* of not_evaluable */
	size_t replaced;           /* bytes that became U+FFFD */
};

/*
 * The telling, or the reply to the probe. Recorded first, then analysed; the step and the question move on. elapsed_ms on the question
 * that stands, in all sittings; less than story_drill_on_ms() counts as that.  Errors: ERR_LIMIT (kept as a draft if that can hold it), ERR_USAGE when it is over; else as store_append().
 */
enum err_code story_drill_say(struct story_drill *d, struct str text, int64_t elapsed_ms, struct story_said *said, struct err *err);
/* End it, judged as far as it went. elapsed_ms as in story_drill_say(). Once more is no error. */
enum err_code story_drill_end(struct story_drill *d, int64_t elapsed_ms, struct err *err);
/*
 * The probe that stands, for somebody who words it another way: what was asked first, what was told, the prepared probe and why it is asked.
 * Lent until the next call on d. False when no probe stands, or it was worded another way already.
 */
bool story_drill_probe(const struct story_drill *d, const char **question, struct str *told, const char **probe, const char **why);
/* A model's wording in its place, recorded. Errors: ERR_INPUT when talk_reword() refuses it, ERR_USAGE without such a probe; else as store_append(). */
enum err_code story_drill_reword(struct story_drill *d, struct str text, struct err *err);
/* {"id","step","question","stage","turn","limit_ms","spent_ms","question_ms","started_ms","story","draft"}: for a page; no principle is named. New reference. */
json_t *story_drill_json(const struct story_drill *d);

/* --- what is said afterwards ---------------------------------------------------------------------------------------------- */

/* A number that is not the same in two tellings of a memory. */
struct story_drift {
	struct str quote, quote2;  /* the number where it was told first, and later */
	struct str sentence, sentence2;
	const char *where, *where2; /* "2026-11-25, told", "2026-11-25, told after the switch" or "2026-11-24, written down" */
	int64_t at_ms, at2_ms;
	int64_t telling, telling2; /* 0: the memory as written down */
};

/* Where the numbers of a memory drift, between its tellings and from what is written down. In a. */
enum err_code story_drifts(const struct story_pack *p, struct store *s, int64_t story, struct arena *a, struct story_drift **out,
			   size_t *count, struct err *err);

/*
 * The debrief of a drill (id 0: the newest with a telling):
 * {"id","started_ms","story","title","state","stages":[{"principle","name","question","telling","state","why","depth","elapsed_ms",
 *   "probes":[{"probe","why","quote","quote2","general","again","depth","reply","verdict","held","gave":[..],"missing","by_model"}],
 *   "templates":[{"text","instead"}]}],
 *  "drift":[..], "change":{"text","quote","why"}}
 * state: "survived", "collapsed", "not enough evidence", "could not be evaluated". New reference. Errors: ERR_MISSING.
 */
enum err_code story_debrief_json(const struct story_pack *p, struct store *s, int64_t drill, json_t **out, struct err *err);

/* --- for the page and --json ---------------------------------------------------------------------------------------------- */

/*
 * {"parts":[..],"memories":[..],"enough":{..},"drills":[{"id","started_ms","story","ended","told","state"}],"open_drill":ID|null,
 * "next":{"do":"new"|"edit"|"drill"|"resume","text","memory":ID|null}}. New reference.
 */
enum err_code story_list_json(const struct story_pack *p, struct store *s, json_t **out, struct err *err);
/*
 * A memory: {"id","title","answers":[{"part","ask","text","edits","draft"}],"principles":[..],"kinds":[..],"lenses":[..],"templates":[..],
 * "tellings":[..],"drift":[..]}, and with history "history":[{"part","at_ms","text"}].
 */
enum err_code story_json(const struct story_pack *p, struct store *s, int64_t id, bool history, json_t **out, struct err *err);
enum err_code story_matrix_json(const struct story_pack *p, struct store *s, json_t **out, struct err *err);
/* Memories, what they carry, lenses, tellings, as Markdown. */
enum err_code story_export(const struct story_pack *p, struct store *s, struct buf *out, struct err *err);

#endif
