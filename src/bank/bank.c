#include "bank/bank_int.h"

#include "bank/suggest.h"
#include "base/fs.h"

#define ARENA_MAX_BYTES (512u << 20)
#define SUGGEST_BYTES (1u << 20)

/* "there are: a, b" for a message. */
static const char *names_text(struct arena *a, const char *const *names, size_t n)
{
	struct buf b;
	const char *text;

	buf_init(&b, 400);
	for (size_t i = 0; i < n; i++)
		buf_addf(&b, "%s%s", i ? ", " : "", names[i]);
	text = arena_strdup(a, buf_text(&b));
	buf_release(&b);
	return text;
}

static enum err_code pack_missing(struct bank *b, const char *pack, struct err *err)
{
	const char **names = NULL, **packs;
	size_t n = 0, pack_count = 0;
	enum err_code code = fs_list(&b->arena, b->content_dir, &names, &n, err);

	if (code)
		return code;
	packs = ARENA_NEW(&b->arena, const char *, n + 1);
	for (size_t i = 0; i < n; i++)
		if (fs_is_file(fs_join(&b->arena, fs_join(&b->arena, b->content_dir, names[i]), "pack.yaml")))
			packs[pack_count++] = names[i];
	if (pack_count == 0)
		return err_set(err, ERR_MISSING, "no pack in the content folder '%s'", b->content_dir);
	return err_set(err, ERR_MISSING, "no pack '%s' in '%s'; there is: %s", pack, b->content_dir,
		       names_text(&b->arena, packs, pack_count));
}

/* A folder is an exercise; loose files are passed over. */
static enum err_code list_exercises(struct bank *b, const char *dir, struct err *err)
{
	const char *sql = fs_join(&b->arena, dir, "sql");
	const char **names = NULL;
	size_t n = 0;
	enum err_code code;

	if (!fs_is_dir(sql))
		return ERR_OK;
	if ((code = fs_list(&b->arena, sql, &names, &n, err)))
		return code;
	if (n > BANK_EXERCISES_MAX)
		return err_set(err, ERR_LIMIT, "pack '%s' has over %d exercises", b->pack.id, BANK_EXERCISES_MAX);
	b->exercises = ARENA_NEW(&b->arena, struct bank_exercise, n + 1);
	b->loaded = ARENA_NEW(&b->arena, bool, n + 1);
	for (size_t i = 0; i < n; i++)
		if (fs_is_dir(fs_join(&b->arena, sql, names[i])))
			b->exercises[b->count++].slug = names[i];
	return ERR_OK;
}

enum err_code bank_open(struct bank **out, const char *content_dir, const char *pack, struct err *err)
{
	struct bank *b = calloc(1, sizeof(*b));
	enum err_code code;

	if (!b)
		return err_set(err, ERR_MEMORY, "out of memory");
	arena_init(&b->arena, ARENA_MAX_BYTES);
	memo_init(&b->memo);
	if (content_dir)
		b->content_dir = arena_strdup(&b->arena, content_dir);
	else if ((code = fs_content_dir(&b->arena, &b->content_dir, err)))
		goto out;
	if (!pack)
		pack = getenv("SPAR_PACK");
	if (!pack || !*pack)
		pack = BANK_PACK_DEFAULT;
	b->pack.id = arena_strdup(&b->arena, pack);

	const char *dir = fs_join(&b->arena, b->content_dir, pack);

	if (strchr(pack, '/') || *pack == '.' || !fs_is_file(fs_join(&b->arena, dir, "pack.yaml"))) {
		code = pack_missing(b, pack, err);
		goto out;
	}
	struct bank_load l = {.bank = b, .a = &b->arena, .dir = dir, .shown = b->pack.id};

	if ((code = bank_pack_read(&l, err)))
		goto out;
	bank_mistakes_read(&l);
	code = list_exercises(b, dir, err);
out:
	if (code) {
		bank_free(b);
		return code;
	}
	*out = b;
	return ERR_OK;
}

void bank_free(struct bank *b)
{
	if (!b)
		return;
	memo_release(&b->memo);
	free(b->issues);
	arena_release(&b->arena);
	free(b);
}

struct memo *bank_memo(struct bank *b)
{
	return &b->memo;
}

const struct bank_pack *bank_pack(const struct bank *b)
{
	return &b->pack;
}

size_t bank_count(const struct bank *b)
{
	return b->count;
}

const struct bank_exercise *bank_at(struct bank *b, size_t i)
{
	if (i >= b->count)
		BUG("exercise %zu of %zu", i, b->count);
	if (!b->loaded[i]) {
		struct arena *a = &b->arena;
		const char *slug = b->exercises[i].slug;
		struct bank_load l = {
			.bank = b, .a = a, .ex = &b->exercises[i],
			.dir = fs_join(a, fs_join(a, fs_join(a, b->content_dir, b->pack.id), "sql"), slug),
			.shown = arena_printf(a, "%s/sql/%s", b->pack.id, slug),
		};

		b->loaded[i] = true;
		bank_exercise_read(&l);
	}
	return &b->exercises[i];
}

void bank_load_all(struct bank *b)
{
	for (size_t i = 0; i < b->count; i++)
		bank_at(b, i);
}

/* Insertion keeps the order in which an exercise's own issues were found. */
const struct bank_issue *bank_issues(struct bank *b, size_t *count)
{
	for (size_t i = 1; i < b->issue_count; i++) {
		struct bank_issue x = b->issues[i];
		const char *slug = x.slug ? x.slug : "";
		size_t j = i;

		for (; j > 0 && strcmp(b->issues[j - 1].slug ? b->issues[j - 1].slug : "", slug) > 0; j--)
			b->issues[j] = b->issues[j - 1];
		b->issues[j] = x;
	}
	*count = b->issue_count;
	return b->issues;
}

/* Memory of the bank lives as long as the program, and a name that is not there may be asked for without end. */
static enum err_code no_exercise(const struct bank *b, const char *slug, struct err *err)
{
	enum err_code code;
	const char **slugs;
	struct arena a;

	arena_init(&a, SUGGEST_BYTES);
	slugs = ARENA_NEW(&a, const char *, b->count + 1);
	for (size_t i = 0; i < b->count; i++)
		slugs[i] = b->exercises[i].slug;
	code = err_set(err, ERR_MISSING, "no exercise '%s'%s", slug, suggest_text(&a, slug, slugs, b->count));
	arena_release(&a);
	return code;
}

enum err_code bank_find(struct bank *b, const char *slug, const struct bank_exercise **out, struct err *err)
{
	for (size_t i = 0; i < b->count; i++) {
		if (strcmp(b->exercises[i].slug, slug))
			continue;
		const struct bank_exercise *ex = bank_at(b, i);

		for (size_t j = 0; ex->broken && j < b->issue_count; j++)
			if (b->issues[j].slug && !strcmp(b->issues[j].slug, slug))
				return err_set(err, ERR_CONTENT, "%s", b->issues[j].text);
		*out = ex;
		return ERR_OK;
	}
	return no_exercise(b, slug, err);
}

enum err_code bank_variant(const struct bank_exercise *ex, const char *name, const struct bank_variant **out,
			   struct err *err)
{
	const char *names[BANK_VARIANTS_MAX] = {0};
	struct arena a;
	enum err_code code;

	for (size_t i = 0; i < ex->variant_count; i++) {
		names[i] = ex->variants[i].name;
		if (!name || !strcmp(names[i], name)) {
			*out = &ex->variants[i];
			return ERR_OK;
		}
	}
	arena_init(&a, 4096);
	code = err_set(err, ERR_MISSING, "exercise '%s' has no variant '%s'; there is: %s", ex->slug, name ? name : "",
		       names_text(&a, names, ex->variant_count));
	arena_release(&a);
	return code;
}

const char *bank_subject(const struct bank *b, const struct bank_exercise *ex, const struct bank_variant *v,
			 struct arena *a)
{
	return arena_printf(a, "%s/%s/%s", b->pack.id, ex->slug, v->name);
}
