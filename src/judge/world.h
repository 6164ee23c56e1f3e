/*
 * Worlds: small databases, thousands of them, kept as plain arrays of int64.
 *
 * One value is one int64: INTEGER itself; DECIMAL scaled (12.50 with scale 2 is 1250); DOUBLE its bits
 * (never -0.0 or NaN); BOOLEAN 0 or 1; DATE days since 1970; TIMESTAMP microseconds since 1970;
 * VARCHAR an index into a pool of texts shared by all worlds. CELL_NULL is SQL NULL.
 *
 * A thousand worlds are stored in DuckDB once per table, as batch.T__w(spar_w, columns...), beside batch.worlds(spar_w). That is what
 * lets one statement try a query on all of them (see batch.h).
 */
#ifndef SPAR_JUDGE_WORLD_H
#define SPAR_JUDGE_WORLD_H

#include "judge/contract.h"

#define CELL_NULL INT64_MIN

/* Where worlds live in DuckDB. The column has a name that no exercise uses. */
#define WORLD_SCHEMA "batch"
#define WORLD_COLUMN "spar_w"   /* of T__w and of worlds */
#define WORLD_SUFFIX "__w"
#define PLAIN_SCHEMA "plain"

/* Texts by index. Grows only; a text keeps its index. */
struct texts {
	struct arena *arena;   /* lent: holds the texts */
	const char **p;        /* owned (malloc) */
	size_t n, room;
	uint32_t *slots;       /* owned: 1 + index by hash, 0 for none; twice as many as room */
};
void texts_init(struct texts *t, struct arena *a);
void texts_release(struct texts *t);
int64_t texts_put(struct texts *t, const char *s);   /* the index of s, added if new */

struct world_table {
	int row_count;
	int64_t *cells;        /* row by row, column_count of the contract's table each */
};

struct world {
	struct world_table *tables;   /* one per table of the contract, in its order */
};

struct worlds {
	const struct contract *contract;  /* lent */
	const struct texts *texts;        /* lent */
	struct world *p;                  /* in the arena that the maker was given */
	size_t n;
};

/* Rows in all tables. */
int world_rows(const struct contract *c, const struct world *w);

/* A deep copy in a. */
struct world world_copy(struct arena *a, const struct contract *c, const struct world *w);

/* The same rows, each table in another order chosen by seed (never the same order where two rows differ in any way and there are two rows). */
struct world world_permuted(struct arena *a, const struct contract *c, const struct world *w, uint64_t seed);

/* The same rows, each table backwards: no two rows keep their order, so that whoever breaks a tie by it breaks it the other way. */
struct world world_reversed(struct arena *a, const struct contract *c, const struct world *w);

/*
 * The same world with other whole numbers as keys, in the same order and with gaps drawn from seed. An engine may break ties by
 * the hash of a key: where ids are 1, 2, 3 that can look as if a missing tie-break did not matter.
 */
struct world world_respaced(struct arena *a, const struct contract *c, const struct world *w, uint64_t seed);

/*
 * Is w legal: NOT NULL, keys, foreign keys, emptiness; not the CHECKs. why (may be NULL) gets
 * the reason as a fixed text.
 */
bool world_keys_hold(const struct contract *c, const struct world *w, const char **why);

/* Store worlds[0..n) as numbers first_w.. in the tables T__w and worlds of d, in schema "batch": made anew with replace, else
 * added to what stands there. */
enum err_code worlds_store(struct duck *d, const struct worlds *w, int64_t first_w, bool replace, struct err *err);

/*
 * Let one world stand as T in schema "plain", which must exist: as views over its rows, in their order. Making tables
 * would cost ten times as much, and a witness is run on real tables once more anyway (scene_ground()).
 */
enum err_code world_store_plain(struct duck *d, const struct contract *c, const struct texts *texts,
				const struct world *w, struct err *err);

/* Append the SQL literal of a cell: 12.50, DATE '2026-01-31', NULL, 'it''s'. */
void cell_sql(struct buf *b, const struct contract_column *col, const struct texts *texts, int64_t v);
/* The cell as JSON: numbers as numbers (DECIMAL too), the rest as text, null. New reference. */
json_t *cell_json(const struct contract_column *col, const struct texts *texts, int64_t v);
/* {"T":{"columns":[...],"types":[...],"rows":[[...]]}}, every table of the contract, in contract order. New reference. */
json_t *world_json(const struct contract *c, const struct texts *texts, const struct world *w);

#endif
