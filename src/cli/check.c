/* spar sql check: judge a file, once or each time it is saved. */
#include <errno.h>
#include <libgen.h>
#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "base/fs.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/submit.h"

#define SETTLE_MS 60

static const struct option options[] = {
	{"watch", NULL, VALUE_NONE, "judge again each time the file is saved, until Ctrl-C"},
	{"variant", "V", VALUE_VARIANT, "the variant, when SLUG does not name it"},
	{"json", NULL, VALUE_NONE, "each verdict as one line of JSON"},
	{NULL, NULL, VALUE_NONE, NULL},
};

/* "-- spar: slug/variant" anywhere in the file; "" if there is none. */
static const char *named_in_file(struct cli *cli, struct str text)
{
	struct str line;

	while (str_next_line(&text, &line)) {
		line = str_trim(line);
		if (!str_starts(line, "--"))
			continue;
		line = str_trim((struct str){line.p + 2, line.n - 2});
		if (!str_starts(line, "spar:"))
			continue;
		line = str_trim((struct str){line.p + 5, line.n - 5});
		return arena_strndup(&cli->arena, line.p, line.n);
	}
	return "";
}

/* Which exercise this is about. Only the beginning of a file is looked at, so a huge one costs nothing. */
static enum err_code find_exercise(struct cli *cli, const struct args *args, const struct buf *query,
				   const struct bank_exercise **ex, const struct bank_variant **v, struct err *err)
{
	struct str head = {buf_text(query), query->n < JUDGE_QUERY_MAX_BYTES ? query->n : JUDGE_QUERY_MAX_BYTES};
	const char *name = args->count > 1 ? args->p[1] : named_in_file(cli, head);

	if (!*name)
		return err_set(err, ERR_USAGE,
			       "which exercise is '%s' for? Name it behind the file, or in the file: -- spar: slug/variant",
			       args->p[0]);
	return cli_find_variant(cli, name, args_value(args, "variant"), ex, v, err);
}

/* Ctrl-C between two judgements ends the watch. Wait until the file of this name in the watched folder was written, and then for it to settle. */
static enum err_code wait_for_save(int fd, const char *name, struct err *err)
{
	char events[8192] __attribute__((aligned(8)));
	bool saved = false;

	for (;;) {
		struct pollfd p = {.fd = fd, .events = POLLIN};

		interrupt_editing(true);
		int n = poll(&p, 1, saved ? SETTLE_MS : -1);
		interrupt_editing(false);
		if (interrupt_taken())
			return err_set(err, ERR_STOPPED, "stopped");
		if (n == 0)
			return ERR_OK;
		if (n < 0 && errno == EINTR)
			continue;
		ssize_t got = n < 0 ? -1 : read(fd, events, sizeof(events));

		if (got <= 0)
			return err_errno(err, ERR_IO, errno, "cannot watch '%s'", name);
		for (ssize_t i = 0; i < got;) {
			const struct inotify_event *e = (const struct inotify_event *)(const void *)(events + i);

			saved = saved || (e->len && !strcmp(e->name, name));
			i += (ssize_t)(sizeof(*e) + e->len);
		}
	}
}

static int judge_once(struct attempt *t, const char *file, bool json)
{
	struct err err = {0};
	struct buf query;
	int status;

	buf_init(&query, 65u << 20);
	if (submit_read(file, &query, &err) || query_check((struct str){buf_text(&query), query.n}, &err))
		status = cli_fail(&err);
	else
		status = submit_text(t, (struct str){buf_text(&query), query.n}, json);
	buf_release(&query);
	return status;
}

static int watch(struct cli *cli, struct attempt *t, const char *file, bool json)
{
	char *folder = dirname(arena_strdup(&cli->arena, file)), *name = basename(arena_strdup(&cli->arena, file));
	int fd = inotify_init1(IN_CLOEXEC);
	struct err err = {0};

	/* The folder, not the file: editors write a new file and rename it into place. */
	if (fd < 0 || inotify_add_watch(fd, folder, IN_CLOSE_WRITE | IN_MOVED_TO) < 0) {
		err_errno(&err, ERR_IO, errno, "cannot watch '%s'", folder);
		if (fd >= 0)
			close(fd);
		return cli_fail(&err);
	}
	judge_once(t, file, json);
	for (;;) {
		if (!json) {
			out_put(&cli->out, STYLE_DIM, "\nWaiting for '%s' to be saved; Ctrl-C leaves.\n", name);
			fflush(cli->out.file);
		}
		if (wait_for_save(fd, name, &err))
			break;
		judge_once(t, file, json);
	}
	close(fd);
	return cli_fail(&err);
}

static int cmd_check(struct cli *cli, const struct args *args)
{
	const struct bank_exercise *ex = NULL;
	const struct bank_variant *v = NULL;
	const char *file = args->p[0];
	bool json = args_flag(args, "json");
	struct err err = {0};
	struct attempt t;
	struct buf query;
	enum err_code code;
	int status;

	if (args_flag(args, "watch") && !strcmp(file, "-")) {
		err_set(&err, ERR_USAGE, "standard input cannot be watched");
		return cli_fail(&err);
	}
	buf_init(&query, 65u << 20);
	code = submit_read(file, &query, &err);
	if (!code)
		code = find_exercise(cli, args, &query, &ex, &v, &err);
	if (!code && !args_flag(args, "watch"))
		code = query_check((struct str){buf_text(&query), query.n}, &err);
	if (code) {
		buf_release(&query);
		return cli_fail(&err);
	}
	interrupt_catch();
	attempt_begin(&t, cli, ex, v, "check", 0, false);
	if (args_flag(args, "watch"))
		status = watch(cli, &t, file, json);
	else
		status = submit_text(&t, (struct str){buf_text(&query), query.n}, json);
	attempt_end(&t);
	buf_release(&query);
	return cli_status(cli, status);
}

const struct command command_sql_check = {
	.name = "sql check",
	.run = cmd_check,
	.needs = NEEDS_BANK | NEEDS_STORE | NEEDS_JUDGE,
	.summary = "judge a query in a file, once or on every save",
	.arguments = "FILE [SLUG]",
	.min_args = 1,
	.max_args = 2,
	.arg_kind = VALUE_FILE,
	.options = options,
	.details = "Which exercise the file answers is said by SLUG or SLUG/VARIANT, or by a comment in the file: -- spar: slug/variant. "
		   "FILE may be - for standard input. There is no clock, so an attempt of this kind is never cold.",
	.examples = "spar sql check answer.sql top-customers-by-month/shop\n"
		    "spar sql check answer.sql --watch\n",
};
