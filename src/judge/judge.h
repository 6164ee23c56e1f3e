/*
 * The judge as the rest of Spar sees it: a worker process that is kept warm, and JSON messages.
 *
 * bin/spar never links DuckDB. It starts lib/spar/spar-worker, sends one request frame and reads
 * reply frames until {"type":"done"}. The worker may crash, hang or be killed; the client replaces it, and the caller
 * gets ERR_WORKER or ERR_TIMEOUT while nothing of the record is touched.
 *
 * Requests (every one may carry "seed", an integer; default 1):
 *
 *   {"op":"open","id":ID,"schema":DDL,"sample":SQL,"large":SQL,
 *    "contract":{"order_by":[...],"ties":"keep","column_names":"ignored","tolerance":1e-6,
 *                "empty_tables":true|false|[names],"empty_groups":true,"row_order_dependence":false,
 *                "clauses":[{"name":..,"text":..,"when":SQL|absent}]},
 *    "dialect":"redshift",
 *    "answers":[{"name":..,"sql":..}],                 the first is the reference
 *    "mutants":[{"name":..,"mistake":ID,"lesson":..,"sql":..}]}
 *     -> {"type":"opened","ms":N}                      An exercise stays open under its id until the worker ends; the oldest of 8 is dropped
 *
 *   {"op":"judge","id":ID,"query":SQL,"worlds":1000,"small":true,"large":true,"permute":false}
 *     -> {"type":"verdict",...}, then if the query survives and they were asked for {"type":"small",...} and {"type":"large",...}
 *
 *   {"op":"run","id":ID,"query":SQL,"max_rows":200}    on the sample
 *     -> {"type":"rows","columns":[..],"types":[..],"rows":[[..]],"row_count":N,"cut":false,"ms":N} or a {"type":"verdict","verdict":"invalid",...}
 *
 *   {"op":"sample","id":ID}                            -> {"type":"sample","tables":{T:{"columns","types","rows"}}, "expected":{"columns","types","rows"}}
 *
 *   {"op":"refute","schema":DDL,"left":SQL,"right":SQL,"ordered":false,"no_nulls":false,"no_empty":false,
 *    "worlds":1000,"small":false,"budget_ms":10000,"dialect":"redshift"|"duckdb"}
 *     -> {"type":"refuted",...} as section "refute" of the command's documentation
 *
 *   {"op":"status"}                                     -> {"type":"status","duckdb":VERSION,"memory_kb":N,"pid":N}
 *
 * A verdict:
 *
 *   {"type":"verdict",
 *    "verdict": "right"        no difference found ("right so far")
 *             | "wrong"        with a witness
 *             | "row-order"    the answer depends on the order in which rows are stored; both results in the witness
 *             | "invalid"      the query does not parse or bind, or is refused: "reason" is a sentence for people, "position" a byte offset or -1,
 *                              "refused": true where Spar does not allow it, "counts": false where it must not count as an attempt (a spelling of another dialect)
 *             | "timeout"      a statement or the whole judgement took too long
 *             | "unknown",     could not be evaluated: "reason" says why
 *    "reason":TEXT, "position":N,
 *    "worlds":N, "plain":N,     databases tried batched and plainly
 *    "permuted":N,              of them with rows in another order
 *    "differ":N,                how many of those tried differ
 *    "skipped":N,               where the reference itself failed
 *    "ms":N, "shrink_ms":N,
 *    "witness":{"tables":{T:{"columns","types","rows"}},
 *               "expected":{"columns","types","rows"} or {"error":TEXT},
 *               "got":{"columns","types","rows"} or {"error":TEXT},
 *               "other":{...}          row-order only: the same query on the same rows stored in another order
 *               "diff":[{"sign":" "|"+"|"-"|"~","row":[...]}],   merged: + expected and missing, - not expected, ~ in another place
 *               "row_count":N, "minimal":true,
 *               "insert":SQL},         statements that rebuild it
 *    "clauses":[{"index":I,"name":..,"text":..} | {"text":"only when `amount` is NULL"}],   what the difference needs, most telling first
 *    "order_wrong":true,         the rows are right and their order is not
 *    "names_wrong":true,         the rows are right and the column names are not
 *    "mistake":{"id":..,"mutant":NAME,"lesson":..} or null,
 *    "columns_differ":TEXT}      present when the number of columns is wrong
 *
 *   {"type":"small","agrees":true,"rows":K,"worlds":N,"values":TEXT,"ms":N} or with "agrees":false and a whole "verdict" object
 *   {"type":"large","rows":N,"ms":N,"reference_ms":N,"ratio":X} or {"type":"large","timeout":true,"limit_ms":N,"reference_ms":N}
 *   {"type":"error","code":"ERR_...","text":..}   Spar itself failed
 *
 * Numbers in rows are JSON numbers when DuckDB's value is a number that fits, text otherwise; dates and times are text.
 *
 * Threads: a client belongs to one thread. Several clients may live side by side.
 */
#ifndef SPAR_JUDGE_JUDGE_H
#define SPAR_JUDGE_JUDGE_H

#include <jansson.h>
#include <stdbool.h>

#include "base/err.h"

#define JUDGE_QUERY_MAX_BYTES 65536       /* a longer query is refused before the worker sees it */
#define JUDGE_FRAME_MAX_BYTES (16u << 20)
#define JUDGE_WORLDS 1000                 /* at least so many for "right so far" */
#define JUDGE_WORLDS_PLAIN 300            /* when the query can only be judged plainly */
#define JUDGE_STATEMENT_MS 5000
#define JUDGE_VERDICT_MS 10000

struct judge_client;

/* Prepare a client. The worker is started at the first call. Ownership: judge_client_free(). worker_path NULL: found beside the program. */
enum err_code judge_client_new(struct judge_client **out, const char *worker_path, struct err *err);
void judge_client_free(struct judge_client *c);

/* Called for each reply but "done". Return false to stop listening (the worker is then replaced). msg is borrowed. */
typedef bool judge_reply_fn(const json_t *msg, void *arg);

/*
 * Send a request and deliver its replies. "open" requests are remembered, and sent again when the worker had to be
 * replaced, so a caller opens an exercise once. A {"type":"error"} reply becomes the returned error.
 * Errors: ERR_WORKER (died; the next call starts another), ERR_STOPPED, ERR_TIMEOUT (no end after timeout_ms; the worker was killed),
 * ERR_LIMIT, and the code of an error reply; ERR_MEMORY and ERR_SQL also replace the worker.
 */
enum err_code judge_client_call(struct judge_client *c, const json_t *request, int timeout_ms,
				judge_reply_fn *on_reply, void *arg, struct err *err);

/* As above for requests with one reply: *reply is a new reference. */
enum err_code judge_client_ask(struct judge_client *c, const json_t *request, int timeout_ms,
			       json_t **reply, struct err *err);

/* End the call that runs, from any thread or a signal handler: it returns ERR_STOPPED and the worker is replaced. Nothing runs: nothing happens. */
void judge_client_stop(struct judge_client *c);

/*
 * Forget every stop so far, and let the next call be ended by one that comes before it begins. Who may be told to stop between two calls says
 * this, then looks whether the call is still wanted, then calls: so no stop is lost.
 */
void judge_client_ready(struct judge_client *c);

/* The pid of the worker, -1 when none runs. */
int judge_client_pid(const struct judge_client *c);

#endif
