#include "bank/bank_int.h"

#include <ctype.h>

#include "bank/suggest.h"
#include "base/fs.h"

static const char *const answer_keys[] = {"name", "note", "variants"};
static const char *const mutant_keys[] = {"mistake", "lesson", "variants"};

/* "-- key: value" at the beginning of a line; key one small word. False for any other comment. */
static bool header_split(struct str line, struct str *key, struct str *value)
{
	size_t i = 0;

	if (!str_starts(line, "--"))
		return false;
	line = str_trim((struct str){line.p + 2, line.n - 2});
	while (i < line.n && islower((unsigned char)line.p[i]))
		i++;
	if (i == 0 || i == line.n || line.p[i] != ':')
		return false;
	*key = (struct str){line.p, i};
	*value = str_trim((struct str){line.p + i + 1, line.n - i - 1});
	return true;
}

/* "shop, ads": value stands at line and column. */
static void read_variants(struct bank_load *l, struct bank_sqlfile *f, struct str value, int line, int column)
{
	const char *known[BANK_VARIANTS_MAX], *begin = value.p;

	for (size_t i = 0; i < l->ex->variant_count; i++)
		known[i] = l->ex->variants[i].name;
	while (value.n) {
		const char *comma = memchr(value.p, ',', value.n);
		struct str word = str_trim((struct str){value.p, comma ? (size_t)(comma - value.p) : value.n});
		const char *name = arena_strndup(l->a, word.p, word.n);
		size_t k = 0;

		while (k < l->ex->variant_count && strcmp(known[k], name))
			k++;
		if (k == l->ex->variant_count)
			bank_issue_at(l, f->source, line, column + (int)(word.p - begin), "no variant '%s'%s", name,
				      suggest_text(l->a, name, known, l->ex->variant_count));
		else if (f->variant_count < BANK_VARIANTS_MAX)
			f->variants[f->variant_count++] = name;
		if (!comma)
			break;
		value.n -= (size_t)(comma + 1 - value.p);
		value.p = comma + 1;
	}
}

static void read_header_line(struct bank_load *l, struct bank_sqlfile *f, bool mutant, struct str key, struct str value,
			     int line, int column)
{
	const char *const *known = mutant ? mutant_keys : answer_keys;
	struct bank_template t = {arena_strndup(l->a, value.p, value.n), f->source, line, column};
	const char *k = arena_strndup(l->a, key.p, key.n);

	if (!strcmp(k, "variants"))
		read_variants(l, f, value, line, column);
	else if (!mutant && !strcmp(k, "name"))
		f->name = t;
	else if (!mutant && !strcmp(k, "note"))
		f->note = t;
	else if (mutant && !strcmp(k, "mistake"))
		f->mistake = t;
	else if (mutant && !strcmp(k, "lesson"))
		f->lesson = t;
	else
		bank_issue_at(l, f->source, line, 4, "unknown header '%s'%s", k, suggest_text(l->a, k, known, 3));
}

static void check_mistake(struct bank_load *l, const struct bank_sqlfile *f)
{
	const struct bank *b = l->bank;
	const char **ids;

	if (!b->mistakes_known || bank_mistake(b, f->mistake.p))
		return;
	ids = ARENA_NEW(l->a, const char *, b->pack.mistake_count ? b->pack.mistake_count : 1);
	for (size_t i = 0; i < b->pack.mistake_count; i++)
		ids[i] = b->pack.mistakes[i].id;
	bank_issue_at(l, f->source, f->mistake.line, f->mistake.column, "no mistake '%s' in mistakes.yaml%s",
		      f->mistake.p, suggest_text(l->a, f->mistake.p, ids, b->pack.mistake_count));
}

static void check_header(struct bank_load *l, const struct bank_sqlfile *f, bool mutant)
{
	if (!mutant && (!f->name.p || !*f->name.p))
		bank_issue_at(l, f->source, 1, 1, "the line '-- name: ...' is missing");
	if (!mutant)
		return;
	if (!f->mistake.p || !*f->mistake.p)
		bank_issue_at(l, f->source, 1, 1, "the line '-- mistake: ...' is missing");
	else
		check_mistake(l, f);
	if (!f->lesson.p || !*f->lesson.p)
		bank_issue_at(l, f->source, 1, 1, "the line '-- lesson: ...' is missing");
}

static void read_file(struct bank_load *l, const char *folder, const char *name, struct bank_sqlfile *f)
{
	bool mutant = !strcmp(folder, "mutants");
	struct str rest, line, key, value;
	int line_number = 1;

	memset(f, 0, sizeof(*f));
	f->file = arena_strndup(l->a, name, strlen(name) - 4);
	f->source = bank_source_read(l, fs_join(l->a, folder, name), BANK_FILE_BYTES_MAX);
	if (!f->source)
		return;
	rest = f->source->text;
	for (; rest.n; line_number++) {
		struct str before = rest;

		if (!str_next_line(&rest, &line))
			break;
		bool header = header_split(line, &key, &value);

		if (!header && str_trim(line).n && !str_starts(line, "--")) {
			rest = before;
			break;
		}
		if (header)
			read_header_line(l, f, mutant, key, value, line_number, 1 + (int)(value.p - line.p));
	}
	check_header(l, f, mutant);
	rest = str_trim(rest);
	while (rest.n && rest.p[rest.n - 1] == ';')
		rest = str_trim((struct str){rest.p, rest.n - 1});
	if (rest.n == 0) {
		bank_issue_at(l, f->source, line_number, 1, "no statement behind the header");
		return;
	}
	f->sql = (struct bank_template){arena_strndup(l->a, rest.p, rest.n), f->source, line_number, 1};
}

struct bank_sqlfile *bank_sqlfiles_read(struct bank_load *l, const char *folder, size_t *count)
{
	struct bank_source here = {.name = fs_join(l->a, l->shown, folder)};
	struct bank_sqlfile *out = NULL;
	const char **names = NULL;
	size_t name_count = 0;
	struct err err = {0};

	*count = 0;
	if (fs_list(l->a, fs_join(l->a, l->dir, folder), &names, &name_count, &err)) {
		bank_issue_at(l, &here, 1, 1, "%s", err.code == ERR_MISSING ? "the folder is missing" : err.text);
		return NULL;
	}
	if (name_count > BANK_FILES_MAX) {
		bank_issue_at(l, &here, 1, 1, "over %d files", BANK_FILES_MAX);
		return NULL;
	}
	out = ARENA_NEW(l->a, struct bank_sqlfile, name_count ? name_count : 1);
	for (size_t i = 0; i < name_count; i++) {
		size_t n = strlen(names[i]);

		if (n > 4 && !strcmp(names[i] + n - 4, ".sql")) {
			read_file(l, folder, names[i], &out[(*count)++]);
		} else {
			here.name = fs_join(l->a, here.name, names[i]);
			bank_issue_at(l, &here, 1, 1, "only files named *.sql may stand here");
			here.name = fs_join(l->a, l->shown, folder);
		}
	}
	return out;
}

bool bank_sqlfile_is_for(const struct bank_sqlfile *f, const char *variant)
{
	for (size_t i = 0; i < f->variant_count; i++)
		if (!strcmp(f->variants[i], variant))
			return true;
	return f->variant_count == 0;
}

static const char *render_optional(struct bank_load *l, const struct bank_template *t, const struct bank_words *words_of,
				   const struct bank_words *rules_of)
{
	return t->p ? bank_render(l, t, words_of, rules_of) : NULL;
}

struct bank_query *bank_queries_render(struct bank_load *l, const struct bank_sqlfile *files, size_t file_count,
				       const char *variant, const struct bank_words *words_of,
				       const struct bank_words *rules_of, size_t *count)
{
	struct bank_query *out = ARENA_NEW(l->a, struct bank_query, file_count ? file_count : 1);

	*count = 0;
	for (size_t i = 0; i < file_count; i++) {
		const struct bank_sqlfile *f = &files[i];

		if (!f->sql.p || !bank_sqlfile_is_for(f, variant))
			continue;
		struct bank_query *q = &out[*count];

		q->file = f->file;
		q->name = f->name.p ? render_optional(l, &f->name, words_of, rules_of) : f->file;
		q->note = render_optional(l, &f->note, words_of, rules_of);
		q->mistake = f->mistake.p;
		q->lesson = render_optional(l, &f->lesson, words_of, rules_of);
		q->sql = bank_render(l, &f->sql, words_of, rules_of);
		if (q->sql)
			++*count;
	}
	return out;
}
