#include "cli/submit.h"

#include "base/clock.h"
#include "base/fs.h"
#include "base/json.h"
#include "cli/show.h"

#define READ_MAX_BYTES (64u << 20)

struct printer {
	struct attempt *t;
	struct str query;
};

static bool on_reply(const json_t *msg, void *arg)
{
	struct printer *p = arg;
	const char *type = json_get_text(msg, "type", "");

	if (!strcmp(type, "verdict")) {
		show_verdict(p->t->cli, p->t->v, p->query, msg);
	} else if (!strcmp(type, "small")) {
		const json_t *other = json_get_object(msg, "verdict");

		if (other)
			show_verdict(p->t->cli, p->t->v, p->query, other);
		else
			show_small(&p->t->cli->out, msg);
	} else if (!strcmp(type, "large")) {
		show_large(&p->t->cli->out, msg);
	}
	return true;
}

int submit_text(struct attempt *t, struct str query, bool json)
{
	struct printer p = {t, query};
	struct judged judged;
	struct err err = {0};
	int status;

	if (attempt_submit(t, query, true, json ? NULL : on_reply, &p, &judged, &err))
		return cli_fail(&err);
	if (json)
		show_json(t, &judged);
	else if (judged.interrupted)
		show_stopped(t);
	else if (t->passed)
		fprintf(t->cli->out.file, "Passed, %s.\n", t->cold ? "cold" : "not cold");
	status = judged_status(&judged);
	judged_release(&judged);
	return status;
}

enum err_code submit_read(const char *file, struct buf *out, struct err *err)
{
	return fs_read(file, READ_MAX_BYTES, out, err);
}

int submit_file(struct cli *cli, const struct bank_exercise *ex, const struct bank_variant *v, const char *file,
		const struct submit_options *o)
{
	int64_t begun_ms = clock_mono_ms();
	struct attempt t = {0};
	struct err err = {0};
	struct buf query;
	int status = 0;

	buf_init(&query, READ_MAX_BYTES + 1);
	if (o->show_exercise) {
		attempt_begin(&t, cli, ex, v, o->mode, o->minutes * 60000LL, o->no_run);
		show_exercise(cli, ex, v, true);
		fflush(stdout);
	}
	if (submit_read(file, &query, &err)) {
		status = cli_fail(&err);
	} else if (query.n == 0 && !o->must_have_query) {
		fputs("\nNo query was given; nothing was judged.\n", stdout);
	} else if (query_check((struct str){buf_text(&query), query.n}, &err)) {
		status = cli_fail(&err);
	} else {
		/* What cannot be judged and was not shown is no attempt. The clock ran while the query was typed into the pipe. */
		if (!t.subject)
			attempt_begin(&t, cli, ex, v, o->mode, o->minutes * 60000LL, o->no_run);
		t.begun_ms = begun_ms;
		status = submit_text(&t, (struct str){buf_text(&query), query.n}, o->json);
	}
	if (t.subject)
		attempt_end(&t);
	buf_release(&query);
	return status;
}
