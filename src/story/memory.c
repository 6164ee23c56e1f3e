/* Memories: written as events, read from their projection. */
#include "base/clock.h"
#include "base/json.h"
#include "story/story_int.h"

#define TITLE_WORDS 8

struct str story_text_clean(struct arena *a, struct str text, size_t *replaced)
{
	size_t bad = 0;
	struct buf b;

	buf_init(&b, 3 * text.n + 1);
	for (size_t i = 0; i < text.n;) {
		unsigned code = 0;
		size_t n = utf8_next(text.p + i, text.n - i, &code);
		bool wrong = (code == 0xFFFD && n == 1) || code == 0x7f || (code < 0x20 && code != '\n' && code != '\t' && code != '\r');

		if (wrong) {
			buf_adds(&b, "\xEF\xBF\xBD");
			bad++;
		} else if (code != '\r') {
			buf_add(&b, text.p + i, n);
		} else if (i + 1 == text.n || text.p[i + 1] != '\n') {
			buf_addc(&b, '\n');
		}
		i += n;
	}
	if (replaced)
		*replaced = bad;
	struct str clean = str_trim((struct str){buf_text(&b), b.n});

	clean.p = arena_strndup(a, clean.p, clean.n);
	buf_release(&b);
	return clean;
}

const char *story_draft_subject(struct arena *a, int64_t id, const char *part)
{
	if (id)
		return arena_printf(a, "story/%lld/%s", (long long)id, part);
	return arena_printf(a, "story/new/%s", part);
}

enum err_code story_begin(struct store *s, int64_t *id, struct err *err)
{
	json_t *body = json_object();
	enum err_code code = body ? store_append(s, EVENT_STORY_BEGUN, "story", body, id, err) : err_set(err, ERR_MEMORY, "out of memory");

	json_decref(body);
	return code;
}

/* The first words of the first answer. */
static const char *title_of(const struct story_memory *m, size_t part_count, struct arena *a)
{
	for (size_t i = 0; i < part_count; i++) {
		struct str s = m->answers[i];
		size_t words = 0, n = 0;

		if (!s.n)
			continue;
		while (n < s.n && s.p[n] != '\n' && n < STORY_TITLE_BYTES_MAX / 2) {
			words += s.p[n] == ' ';
			if (words == TITLE_WORDS)
				break;
			n++;
		}
		while (n < s.n && n > 0 && ((unsigned char)s.p[n] & 0xC0) == 0x80)
			n--;
		return arena_printf(a, "%.*s%s", (int)n, s.p, n < s.n ? "..." : "");
	}
	return "(empty)";
}

static enum err_code fill(const struct story_pack *p, struct store *s, const struct store_story *rows, size_t at, struct arena *a, struct story_memory *m,
			  struct err *err)
{
	const struct store_story *row = &rows[at];
	struct store_story_part *parts = NULL;
	size_t n = 0;
	enum err_code code = store_story_parts(s, row->id, a, &parts, &n, err);

	*m = (struct story_memory){.id = row->id, .number = (int)at + 1, .begun_ms = row->begun_ms, .changed_ms = row->changed_ms, .aside = row->aside};
	if (code)
		return code;
	for (size_t i = 0; i < n; i++) {
		int k = story_part_find(p, parts[i].part);

		if (!strcmp(parts[i].part, STORE_STORY_TITLE) && *parts[i].text)
			m->title = parts[i].text;
		if (k < 0)
			continue;
		m->answers[k] = str_of(parts[i].text);
		m->edits[k] = parts[i].edits;
		m->answered += m->answers[k].n > 0;
	}
	if (!m->title)
		m->title = title_of(m, p->part_count, a);
	return ERR_OK;
}

enum err_code story_all(const struct story_pack *p, struct store *s, struct arena *a, struct story_memory **out, size_t *count,
			struct err *err)
{
	struct store_story *rows = NULL;
	size_t n = 0;
	enum err_code code = store_stories(s, a, &rows, &n, err);

	*out = ARENA_NEW(a, struct story_memory, n + 1);
	*count = 0;
	for (size_t i = 0; !code && i < n; i++)
		if (!(code = fill(p, s, rows, i, a, &(*out)[i], err)))
			*count = i + 1;
	return code;
}

enum err_code story_get(const struct story_pack *p, struct store *s, int64_t id, struct arena *a, struct story_memory *out, struct err *err)
{
	struct store_story *rows = NULL;
	size_t n = 0;
	enum err_code code = store_stories(s, a, &rows, &n, err);

	for (size_t i = 0; !code && i < n; i++)
		if (rows[i].id == id)
			return fill(p, s, rows, i, a, out, err);
	return code ? code : err_set(err, ERR_MISSING, "there is no such memory (%lld); see 'spar story'", (long long)id);
}

/* Do all words of name stand in the title? */
static bool title_has(const char *title, const char *name)
{
	while (*name) {
		size_t n = strcspn(name, " ");
		char word[100];

		snprintf(word, sizeof(word), "%.*s", (int)(n < sizeof(word) ? n : sizeof(word) - 1), name);
		if (n && !strcasestr(title, word))
			return false;
		name += n + (name[n] == ' ');
	}
	return true;
}

enum err_code story_find(const struct story_pack *p, struct store *s, const char *name, struct arena *a, struct story_memory *out,
			 struct err *err)
{
	struct story_memory *all = NULL;
	const struct story_memory *found = NULL;
	size_t n = 0;
	long id = 0;
	enum err_code code = story_all(p, s, a, &all, &n, err);

	if (code)
		return code;
	bool number = str_to_long(str_of(name), 1, INT32_MAX, &id);

	for (size_t i = 0; i < n; i++) {
		if (number ? all[i].number != id : !*name || !title_has(all[i].title, name))
			continue;
		if (found)
			return err_set(err, ERR_USAGE, "'%.80s' may be memory %d or %d; say the number", name, found->number, all[i].number);
		found = &all[i];
	}
	if (!found)
		return err_set(err, ERR_MISSING, "there is no memory '%.80s'; see 'spar story'", name);
	*out = *found;
	return ERR_OK;
}

/* Too long for the record: what was typed stays as a draft, if that can hold it. */
static enum err_code too_long(struct store *s, int64_t id, const char *part, struct str text, size_t most, struct arena *a, struct err *err)
{
	struct err ignored = {0};
	const char *kept = store_draft_put(s, story_draft_subject(a, id, part), text.p, text.n, &ignored) ? "it is not kept"
													  : "it is kept as a draft";

	return err_set(err, ERR_LIMIT, "the answer has %zu bytes, at most %zu are taken; %s", text.n, most, kept);
}

enum err_code story_answer(const struct story_pack *p, struct store *s, int64_t id, const char *part, struct str text, size_t *replaced,
			   struct err *err)
{
	bool title = !strcmp(part, STORE_STORY_TITLE);
	int k = title ? -1 : story_part_find(p, part);
	size_t most = title ? STORY_TITLE_BYTES_MAX : STORY_TEXT_BYTES_MAX;
	struct story_memory m;
	enum err_code code;
	struct arena a;

	if (!title && k < 0)
		return err_set(err, ERR_MISSING, "no question is called '%.60s'", part);
	arena_init(&a, STORY_WORK_BYTES_MAX);
	text = story_text_clean(&a, text, replaced);
	code = story_get(p, s, id, &a, &m, err);
	if (!code && text.n > most)
		code = too_long(s, id, part, text, most, &a, err);
	if (!code && !(title ? str_eq(str_of(m.title), text) : str_eq(m.answers[k], text))) {
		json_t *body = json_pack("{s:I,s:s,s:o}", "story", (json_int_t)id, "part", part, "text", json_text_value(text.p, text.n));

		if (body)
			code = store_append(s, EVENT_STORY_ANSWERED, arena_printf(&a, "story/%lld", (long long)id), body, NULL, err);
		else
			code = err_set(err, ERR_MEMORY, "out of memory");
		json_decref(body);
	}
	if (!code)
		code = store_draft_drop(s, story_draft_subject(&a, id, part), err);
	arena_release(&a);
	return code;
}

enum err_code story_aside(struct store *s, int64_t id, bool aside, struct err *err)
{
	char subject[40];
	json_t *body = json_pack("{s:I,s:b}", "story", (json_int_t)id, "aside", aside);
	enum err_code code;

	snprintf(subject, sizeof(subject), "story/%lld", (long long)id);
	code = body ? store_append(s, EVENT_STORY_ASIDE, subject, body, NULL, err) : err_set(err, ERR_MEMORY, "out of memory");
	json_decref(body);
	return code;
}

const char *story_day(struct arena *a, int64_t ms)
{
	char text[32];

	return arena_strndup(a, clock_format_utc(ms, text, sizeof(text)), 10);
}
