/*
 * Memories and their tellings, read from the record.  They are written as events (store.h); this reads their projection.
 *
 * Ownership: what is handed out lives in the arena given. Errors: as in store.h.
 */
#ifndef SPAR_STORE_STORIES_H
#define SPAR_STORE_STORIES_H

#include "store/store.h"

#define STORE_STORY_TITLE "title"  /* the part that holds a memory's name */

struct store_story {
	int64_t id;
	int64_t begun_ms, changed_ms;  /* wall clock */
	bool aside;                /* put away by the candidate */
};

/* The answer to one question about a memory, as it stands now. */
struct store_story_part {
	const char *part;          /* "decided", ..., or STORE_STORY_TITLE */
	const char *text;
	int64_t at_ms;             /* when it was last written */
	int edits;                 /* how often it was written again */
};

struct store_story_drill {
	int64_t id;
	int64_t started_ms, limit_ms;
	uint64_t seed;
	const char *level;         /* "L5" */
	int64_t story;             /* 0: nothing was told yet, or none of the memories */
	const char *principle, *question;
	const char *principle2, *question2;  /* after the switch; NULL: not switched */
	int64_t ended_ms;          /* 0: open */
};

/* A memory told once in a drill. */
struct store_telling {
	int64_t id, drill;
	int stage;                 /* 0, or 1 after the switch */
	int64_t story;             /* 0: none of the memories */
	const char *principle, *question;
	int64_t at_ms, elapsed_ms;
	const char *text;          /* the telling */
	const char *said;          /* with the replies, an empty line between them */
	int replies;
	const char *state;         /* NULL: not judged yet */
	int depth;
	const char *ledger;        /* JSON; NULL: not judged yet */
};

/* Every memory, oldest first, those put away too. */
enum err_code store_stories(struct store *s, struct arena *a, struct store_story **out, size_t *count, struct err *err);
/* What is answered about a memory, by name of part. */
enum err_code store_story_parts(struct store *s, int64_t story, struct arena *a, struct store_story_part **out, size_t *count,
				struct err *err);
/* Drills, newest first. */
enum err_code store_story_drills(struct store *s, struct arena *a, struct store_story_drill **out, size_t *count, struct err *err);
/* Tellings, oldest first: of a memory, of a drill, or (both 0) all. */
enum err_code store_tellings(struct store *s, int64_t story, int64_t drill, struct arena *a, struct store_telling **out, size_t *count,
			     struct err *err);

#endif
