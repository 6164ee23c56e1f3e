/*
 * The command line: one table of commands, and what a command is given.
 *
 * A command is one file that defines a struct command and one row in commands.c.  Help, usage, parsing and
 * shell completion all come from that struct.  Only this folder and main.c print or choose an exit status.
 *
 * Results go to standard output; what went wrong to standard error as "spar: MESSAGE". Exit statuses are those of
 * base/err.h; in addition 1 says that an answer was judged and is wrong (see help.c, "exit").
 *
 * Threads: one, unless jobs.h says otherwise.
 */
#ifndef SPAR_CLI_CLI_H
#define SPAR_CLI_CLI_H

#include <stdbool.h>

#include "bank/bank.h"
#include "base/arena.h"
#include "base/err.h"
#include "cli/out.h"
#include "judge/judge.h"
#include "store/store.h"

#define SPAR_VERSION "0.1.0"
#define EXIT_WRONG 1
#define OPTIONS_MAX 12
#define ARGS_MAX 64

/* What stands open when a command runs. */
enum needs {
	NEEDS_NOTHING = 0,
	NEEDS_BANK = 1,        /* cli.bank */
	NEEDS_STORE = 2,       /* cli.store; NULL after saying why when it can do without, as read-only disks need */
	NEEDS_JUDGE = 4,       /* cli.judge; its worker starts at the first call */
};

/* What a value is, for completion by the shell. */
enum value_kind { VALUE_NONE, VALUE_TEXT, VALUE_FILE, VALUE_SLUG, VALUE_VARIANT };

struct option {
	const char *name;          /* without dashes: "variant"; NULL ends a list */
	const char *value;         /* "V", as usage shows it; NULL for a flag */
	enum value_kind kind;
	const char *summary;
};

struct cli;
struct args;

struct command {
	const char *name;          /* "sql try"; "" is spar alone */
	int (*run)(struct cli *cli, const struct args *args);   /* gives the exit status */
	unsigned needs;            /* of enum needs */
	const char *summary;       /* "drill a query" */
	const char *arguments;     /* "[SLUG]"; "" if none */
	int min_args, max_args;
	enum value_kind arg_kind;
	const struct option *options;  /* NULL if none; --help is everybody's */
	const char *details;       /* paragraphs; NULL */
	const char *examples;      /* one a line; NULL */
};

/* Every command, in the order of the help. */
extern const struct command *const commands[];
extern const size_t command_count;

struct args {
	const struct command *command;
	const char *values[OPTIONS_MAX];   /* by index of the command's options; "" for a flag; NULL when absent */
	const char *p[ARGS_MAX];           /* positional */
	size_t count;
};

struct cli {
	struct arena arena;            /* the command's lifetime */
	struct out out;                /* standard output */
	struct bank *bank;
	struct store *store;           /* NULL: nothing is recorded, and that was said */
	struct judge_client *judge;
	bool reader;                   /* standard input is a terminal */
	bool lost;                     /* something could not be recorded: the exit status says so in the end */
};

/* The program. */
int cli_main(int argc, char **argv);

/*
 * Parse the words behind a command's name. False after err was filled (ERR_USAGE), or with *help set when --help stands among
 * them.
 */
bool args_parse(const struct command *c, int argc, char **argv, struct args *out, bool *help, struct err *err);
/* The value of an option of this command by name; NULL when it is absent. BUG() for a name that it has not. */
const char *args_value(const struct args *args, const char *name);
bool args_flag(const struct args *args, const char *name);
/* A number between min and max; fallback when absent. */
enum err_code args_number(const struct args *args, const char *name, long min, long max, long fallback, long *out,
			  struct err *err);

/* Print "spar: TEXT" and give the code's exit status. */
int cli_fail(const struct err *err);
/* 0, or the status that says that the record could not be written. */
int cli_status(const struct cli *cli, int status);
/* The command with this name, the longest that the words begin with; *used says how many words. NULL if there is none. */
const struct command *cli_find(int argc, char **argv, int *used);

/* help.c */
void help_command(struct out *o, const struct command *c);
void help_overview(struct out *o);

/* "amazon-de/latest-event" for the record. In cli->arena. */
const char *cli_exercise_key(struct cli *cli, const struct bank_exercise *ex);
/*
 * An exercise and variant from "slug" or "slug/variant" and an option's variant (NULL: the base). Errors as bank_find() and
 * bank_variant().
 */
enum err_code cli_find_variant(struct cli *cli, const char *name, const char *variant, const struct bank_exercise **ex,
			       const struct bank_variant **v, struct err *err);

#endif
