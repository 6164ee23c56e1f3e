/*
 * The bank: content packs as structs. See docs/CONTENT.md for the files.
 *
 * A pack is a folder of the content folder with a pack.yaml; another company's loop is another folder.  An exercise is read
 * when it is first asked for and then stands ready in each of its variants, with every {{name}} replaced, so that nothing
 * downstream ever meets a template.  Everything that is wrong is collected as an issue with file, line and column; an
 * exercise with an issue is broken and is never drilled, and the others are not touched by it.
 *
 * Ownership: everything that is reachable from a bank is lent until bank_free().
 * Threads: one; but once bank_load_all() has returned, any number may read.
 */
#ifndef SPAR_BANK_BANK_H
#define SPAR_BANK_BANK_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/memo.h"

#define BANK_PACK_DEFAULT "amazon-de"
#define BANK_FILE_BYTES_MAX (256u << 10)
#define BANK_FILES_MAX 64          /* answers or mutants of one exercise */
#define BANK_WITNESS_ROWS 6        /* unless the exercise gives a reason for more */

struct bank;

struct bank_pattern {
	const char *id;            /* "top-n-per-group" */
	const char *name;
	const char *hint;          /* one or two sentences */
};

struct bank_mistake {
	const char *id;            /* "rownumber-for-ties" */
	const char *name;          /* the mistake as a short sentence */
	const char *explanation;
	const char *killed_by;     /* the smallest data that shows it, in words */
	const char *family;        /* "window", "joins", ... */
};

struct bank_pack {
	const char *id;            /* name of the folder */
	const char *title;
	const char *dialect;       /* "redshift" | "duckdb", as the judge takes it */
	struct bank_pattern *patterns;
	size_t pattern_count;
	struct bank_mistake *mistakes;
	size_t mistake_count;
};

/* Something wrong in a file. */
struct bank_issue {
	const char *slug;          /* of the exercise; NULL: the pack itself */
	const char *text;          /* "amazon-de/sql/x/exercise.yaml:12:7: unknown key 'minute', did you mean 'minutes'?" */
};

struct bank_clause {
	const char *name;          /* "Ties" */
	const char *text;          /* what the candidate reads */
	const char *when;          /* a query that returns a row exactly when a database exercises it; NULL if none */
	const char *case_text;     /* completes "Wrong when ..."; NULL if none */
};

enum bank_ties { BANK_TIES_NONE, BANK_TIES_KEEP, BANK_TIES_BREAK };
enum bank_empty { BANK_EMPTY_ALLOWED, BANK_EMPTY_NOT_ALLOWED, BANK_EMPTY_LISTED };

struct bank_contract {
	const char **order_by;          /* "month", "revenue desc"; none: any order */
	size_t order_count;
	enum bank_ties ties;
	bool names_count;               /* do the names of the output columns count */
	double tolerance;               /* relative */
	enum bank_empty empty_tables;
	const char **empty_list;        /* of BANK_EMPTY_LISTED: the tables that may be empty */
	size_t empty_count;
	bool empty_groups;              /* may a parent row have no child rows */
	bool row_order_dependence;      /* may the answer depend on storage order */
	const char *time_zone;
	struct bank_clause *clauses;
	size_t clause_count;
};

/* An answer or a mutant. */
struct bank_query {
	const char *file;          /* without folder and ".sql": "1-window" */
	const char *name;          /* of an answer: how it is done; of a mutant: file */
	const char *note;          /* of an answer: when one would choose it; NULL if none */
	const char *mistake;       /* of a mutant: an id of mistakes.yaml; NULL for answers */
	const char *lesson;        /* of a mutant; NULL for answers */
	const char *sql;           /* one statement, without header lines and the last semicolon */
};

/* An exercise in one business, ready for use. */
struct bank_variant {
	const char *name;          /* "shop" */
	const char *changes;       /* what its contract changes: "ties", ...; NULL if nothing */
	const char *title, *prompt, *schema, *sample, *large;
	struct bank_contract contract;
	struct bank_query *answers;     /* the first is the reference */
	size_t answer_count;
	struct bank_query *mutants;
	size_t mutant_count;
	struct bank_query *foreign;     /* with changes: the base's answers under the base's rules in this variant's words */
	size_t foreign_count;
};

struct bank_exercise {
	const char *slug;
	bool broken;                    /* it has issues; only slug is sure to be set */
	const char **patterns;          /* ids; the first is the main one */
	size_t pattern_count;
	const char *round;              /* "phone" | "loop" */
	int minutes;
	int witness_rows;               /* most rows that a witness may have beside forced parents */
	const char *witness_reason;     /* NULL where it is the usual number */
	struct bank_variant *variants;  /* the first is the base */
	size_t variant_count;
};

/*
 * Open a pack and list its exercises without reading them. content_dir NULL: fs_content_dir(). pack NULL:
 * $SPAR_PACK, else BANK_PACK_DEFAULT.  Issues of mistakes.yaml and of single entries are collected; only what makes the pack
 * useless is returned.  Errors: ERR_MISSING (naming the packs that are there), ERR_CONTENT (pack.yaml), ERR_IO.
 */
enum err_code bank_open(struct bank **out, const char *content_dir, const char *pack, struct err *err);
void bank_free(struct bank *b);

const struct bank_pack *bank_pack(const struct bank *b);

/* For what others read from the content of this pack once. Lent until bank_free(). Threads: any. */
struct memo *bank_memo(struct bank *b);

/* Exercises, sorted by slug. bank_at() reads the exercise at its first call; i < bank_count(). Never NULL. */
size_t bank_count(const struct bank *b);
const struct bank_exercise *bank_at(struct bank *b, size_t i);
void bank_load_all(struct bank *b);

/* What is wrong so far: the pack, and the exercises read until now, in order of slugs. */
const struct bank_issue *bank_issues(struct bank *b, size_t *count);

/* An exercise by slug. Errors: ERR_MISSING with the nearest slug, ERR_CONTENT with its first issue. */
enum err_code bank_find(struct bank *b, const char *slug, const struct bank_exercise **out, struct err *err);
/* A variant by name; name NULL gives the base. Errors: ERR_MISSING naming those that exist. */
enum err_code bank_variant(const struct bank_exercise *ex, const char *name, const struct bank_variant **out,
			   struct err *err);
/* By id; NULL if there is none. */
const struct bank_pattern *bank_pattern(const struct bank *b, const char *id);
const struct bank_mistake *bank_mistake(const struct bank *b, const char *id);

/* "amazon-de/top-customers-by-month/shop": how the record and the judge name a variant. In a. */
const char *bank_subject(const struct bank *b, const struct bank_exercise *ex, const struct bank_variant *v,
			 struct arena *a);

/* The judge's "open" request for a variant (judge/judge.h), its id being bank_subject(). New reference; NULL out of memory. */
json_t *bank_open_request(const struct bank *b, const struct bank_exercise *ex, const struct bank_variant *v);

/* "keep", "break", "none". */
const char *bank_ties_name(enum bank_ties ties);

#endif
