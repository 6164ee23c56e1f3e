/*
 * A query that comes from a file or a pipe: judged once.
 */
#ifndef SPAR_CLI_SUBMIT_H
#define SPAR_CLI_SUBMIT_H

#include "cli/attempt.h"

struct submit_options {
	const char *mode;          /* of the attempt: "try" or "check" */
	long minutes;              /* on the clock; 0: none */
	bool json;                 /* one line of JSON instead of text */
	bool no_run;
	bool show_exercise;        /* before the verdict */
	bool must_have_query;      /* an input without a single byte is an error, not an end */
};

/* Judge the query in a file ("-": standard input) as an attempt of its own. Gives the exit status; prints what went wrong. */
int submit_file(struct cli *cli, const struct bank_exercise *ex, const struct bank_variant *v, const char *file,
		const struct submit_options *o);

/* Judge a text within an attempt that is running. */
int submit_text(struct attempt *t, struct str query, bool json);

/* Read a query with room for saying how much too large it is. */
enum err_code submit_read(const char *file, struct buf *out, struct err *err);

#endif
