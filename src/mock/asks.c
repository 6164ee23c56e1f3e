#include "mock/asks.h"

#include <string.h>

#include "base/json.h"
#include "mock/mock_int.h"

#define ASKS_EACH 3                /* of each kind */

/* Members that a round and its debrief need. */
static const char *const kept[] = {"key", "id", "kind", "feature", "text", "quote", "points", "answer"};

static const struct mock_part *due_part(const struct mock *m)
{
	const struct mock_part *p = m->part < m->part_count ? &m->parts[m->part] : NULL;

	return p && !m->over && p->kind == MOCK_SQL && p->query && !p->asks && p->probes > 0 && p->explain_ms > 0 ? p : NULL;
}

bool mock_asks_due(const struct mock *m)
{
	return due_part(m) != NULL;
}

/* The judge has the exercise from now on. */
static enum err_code open_exercise(const struct mock *m, const struct mock_part *p, const struct mock_asking *a, struct err *err)
{
	const char *slug = strchr(p->subject, '/') + 1, *variant = strrchr(p->subject, '/') + 1;
	const struct bank_exercise *ex = NULL;
	const struct bank_variant *v = NULL;
	json_t *reply = NULL;
	struct arena scratch;
	enum err_code code;

	if (a->open)
		return ERR_OK;
	arena_init(&scratch, 1 << 16);
	code = bank_find(m->base.bank, arena_strndup(&scratch, slug, strcspn(slug, "/")), &ex, err);
	arena_release(&scratch);
	if (code || (code = bank_variant(ex, variant, &v, err)))
		return code;
	code = a->call(bank_open_request(m->base.bank, ex, v), &reply, a->arg, err);
	json_decref(reply);
	return code;
}

static enum err_code choose(const struct mock *m, const struct mock_part *p, const struct mock_asking *a, enum ask_sort sort, bool quoted,
			    const json_t *earlier, json_t **out, struct err *err)
{
	struct ask_round round = {.content = a->content, .subject = p->subject, .query = str_of(p->query), .earlier = earlier, .seed = m->seed + m->part,
				  .count = ASKS_EACH, .only = (int)sort, .quoted = quoted, .bare = true, .call = a->call, .arg = a->arg};
	json_t *invalid = NULL;
	enum err_code code = ask_round_make(&round, out, &invalid, err);

	if (!code && invalid) {
		code = err_set(err, ERR_INPUT, "the query cannot be read: %s", json_get_text(invalid, "reason", "no reason is known"));
		json_decref(*out);
		*out = NULL;
	}
	json_decref(invalid);
	return code;
}

static void add_kept(json_t *list, const json_t *question)
{
	json_t *one = json_object();

	if (!question || !json_get_text(question, "key", NULL)) {
		json_decref(one);
		return;
	}
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		if (json_object_get(question, kept[i]))
			json_object_set(one, kept[i], json_object_get(question, kept[i]));
	json_array_append_new(list, one);
}

/* A why about words of the query, a what if, and so on in turn. */
static enum err_code choose_all(const struct mock *m, const struct mock_part *p, const struct mock_asking *a, const json_t *earlier, json_t *list,
				struct err *err)
{
	json_t *why = NULL, *what_if = NULL;
	enum err_code code = open_exercise(m, p, a, err);

	if (!code)
		code = choose(m, p, a, ASK_WHY, true, earlier, &why, err);
	if (!code)
		code = choose(m, p, a, ASK_WHAT_IF, false, earlier, &what_if, err);
	for (size_t i = 0; !code && i < ASKS_EACH; i++) {
		add_kept(list, json_array_get(why, i));
		add_kept(list, json_array_get(what_if, i));
	}
	json_decref(why);
	json_decref(what_if);
	return code;
}

enum err_code mock_asks_make(struct mock *m, const struct mock_asking *a, struct err *err)
{
	const struct mock_part *p = due_part(m);
	json_t *earlier = NULL, *list;
	struct err why = {0};
	enum err_code code;

	if (!p)
		return ERR_OK;
	if ((code = ask_earlier(m->base.store, p->subject, &earlier, err)))
		return code;
	list = json_array();
	code = choose_all(m, p, a, earlier, list, &why);
	json_decref(earlier);
	if (code == ERR_STOPPED) {
		json_decref(list);
		return err_set(err, ERR_STOPPED, "%s", why.text);
	}
	return mock_put(m, EVENT_MOCK_QUESTIONS, json_pack("{s:o,s:s}", "questions", list, "why", code ? why.text : ""), err);
}

enum err_code mock_asks_record(const struct mock_base *base, int64_t id, const struct mock_asking *a, struct err *err)
{
	struct mock *m = NULL;
	enum err_code code = mock_read(&m, base, id, err);

	if (!code)
		code = mock_asks_make(m, a, err);
	mock_free(m);
	return code;
}
