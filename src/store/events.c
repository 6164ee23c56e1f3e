#include "store/store_int.h"

#include "base/fs.h"
#include "base/json.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#define PREFIX_MAX 64

/*
 * The statement for what is asked. What restricts least must not choose the index: behind a "+" a condition only filters. A beginning of kinds is read
 * by the index over kinds; the rowids come out of it sorted, so that no body has to be.
 */
static enum err_code prepare_which(struct store *s, const struct store_which *w, sqlite3_stmt **stmt, struct err *err)
{
	bool few = w->attempt || w->mock, family = w->kind && strpbrk(w->kind, "*?[");
	struct buf sql;
	enum err_code code;

	buf_init(&sql, 4096);
	buf_adds(&sql, "SELECT id, at_ms, kind, subject, body FROM event WHERE id > ?3 AND at_ms >= ?4");
	if (w->subject)
		buf_adds(&sql, " AND subject = ?2");
	if (w->attempt)
		buf_adds(&sql, " AND json_extract(body, '$.attempt') = ?5");
	if (w->mock)
		buf_adds(&sql, " AND json_extract(body, '$.mock') = ?6");
	if (few && w->kind)
		buf_adds(&sql, " AND +kind GLOB ?1");
	else if (family)
		buf_adds(&sql, " AND id IN (SELECT id FROM event WHERE kind >= ?7 AND kind < ?8 AND kind GLOB ?1 AND id > ?3)");
	else if (w->kind)
		buf_adds(&sql, " AND kind = ?1");
	buf_adds(&sql, w->newest_first ? " ORDER BY id DESC" : " ORDER BY id");
	code = buf_check(&sql, err);
	if (!code && sqlite3_prepare_v2(s->db, buf_text(&sql), -1, stmt, NULL) != SQLITE_OK)
		code = store_failed(s, sqlite3_errcode(s->db), "read", err);
	buf_release(&sql);
	return code;
}

static void bind_which(sqlite3_stmt *stmt, const struct store_which *w)
{
	size_t n = w->kind ? strcspn(w->kind, "*?[") : 0;
	char first[PREFIX_MAX], end[PREFIX_MAX];

	sqlite3_bind_int64(stmt, 3, w->after_id);
	sqlite3_bind_int64(stmt, 4, w->since_ms);
	if (w->kind)
		sqlite3_bind_text(stmt, 1, w->kind, -1, SQLITE_STATIC);
	if (w->subject)
		sqlite3_bind_text(stmt, 2, w->subject, -1, SQLITE_STATIC);
	if (w->attempt)
		sqlite3_bind_int64(stmt, 5, w->attempt);
	if (w->mock)
		sqlite3_bind_int64(stmt, 6, w->mock);
	if (sqlite3_bind_parameter_count(stmt) < 8)
		return;
	assert(n > 0 && n < PREFIX_MAX);
	memcpy(first, w->kind, n);
	memcpy(end, w->kind, n);
	end[n - 1]++;
	sqlite3_bind_text(stmt, 7, first, (int)n, SQLITE_TRANSIENT);
	sqlite3_bind_text(stmt, 8, end, (int)n, SQLITE_TRANSIENT);
}

enum err_code store_events(struct store *s, const struct store_which *which,
			   bool (*each)(const struct store_record *e, void *arg), void *arg, struct err *err)
{
	sqlite3_stmt *stmt = NULL;
	enum err_code code = prepare_which(s, which, &stmt, err);
	int rc = SQLITE_OK;

	if (code)
		return code;
	bind_which(stmt, which);
	while (rc == SQLITE_OK || rc == SQLITE_ROW) {
		rc = sqlite3_step(stmt);
		if (rc != SQLITE_ROW)
			break;
		struct store_record e = {
			.id = sqlite3_column_int64(stmt, 0),
			.at_ms = sqlite3_column_int64(stmt, 1),
			.kind = (const char *)sqlite3_column_text(stmt, 2),
			.subject = (const char *)sqlite3_column_text(stmt, 3),
		};
		struct str text = {(const char *)sqlite3_column_text(stmt, 4), (size_t)sqlite3_column_bytes(stmt, 4)};

		if (!e.kind || !e.subject || !text.p) {
			rc = SQLITE_NOMEM;
			break;
		}
		e.body = json_parse(text, err);
		if (!json_is_object(e.body)) {
			json_decref(e.body);
			sqlite3_finalize(stmt);
			return err_set(err, ERR_IO, "event %lld of the record '%s' cannot be read", (long long)e.id, s->path);
		}
		bool more = each(&e, arg);

		json_decref(e.body);
		if (!more)
			rc = SQLITE_DONE;
	}
	sqlite3_finalize(stmt);
	return rc == SQLITE_DONE ? ERR_OK : store_failed(s, rc, "read", err);
}

enum err_code store_last(struct store *s, const char *kind, const char *subject, struct arena *a, struct store_record *out, bool *found,
			 struct err *err)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(s->db, "SELECT id, at_ms, kind, subject, body FROM event WHERE subject = ? AND kind = ?"
				    " ORDER BY id DESC LIMIT 1", -1, &stmt, NULL);
	enum err_code code = ERR_OK;

	*found = false;
	if (rc == SQLITE_OK) {
		sqlite3_bind_text(stmt, 1, subject, -1, SQLITE_STATIC);
		sqlite3_bind_text(stmt, 2, kind, -1, SQLITE_STATIC);
		rc = sqlite3_step(stmt);
	}
	if (rc == SQLITE_ROW) {
		struct str text = {(const char *)sqlite3_column_text(stmt, 4), (size_t)sqlite3_column_bytes(stmt, 4)};

		*out = (struct store_record){.id = sqlite3_column_int64(stmt, 0), .at_ms = sqlite3_column_int64(stmt, 1),
					     .kind = store_text_at(stmt, 2, a), .subject = store_text_at(stmt, 3, a)};
		out->body = text.p ? json_parse(text, err) : NULL;
		*found = json_is_object(out->body);
		if (!*found) {
			json_decref(out->body);
			code = err_set(err, ERR_IO, "event %lld of the record '%s' cannot be read", (long long)out->id, s->path);
		}
	} else if (rc != SQLITE_DONE) {
		code = store_failed(s, rc, "read", err);
	}
	sqlite3_finalize(stmt);
	return code;
}

enum err_code store_settings(struct store *s, json_t **out, struct err *err)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(s->db, "SELECT key, value FROM setting ORDER BY key", -1, &stmt, NULL);

	*out = json_object();
	while (rc == SQLITE_OK || rc == SQLITE_ROW) {
		rc = sqlite3_step(stmt);
		if (rc != SQLITE_ROW)
			break;
		struct err ignored = {0};
		struct str text = {(const char *)sqlite3_column_text(stmt, 1), (size_t)sqlite3_column_bytes(stmt, 1)};

		json_object_set_new(*out, (const char *)sqlite3_column_text(stmt, 0), json_parse(text, &ignored));
	}
	sqlite3_finalize(stmt);
	if (rc == SQLITE_DONE)
		return ERR_OK;
	json_decref(*out);
	*out = NULL;
	return store_failed(s, rc, "read", err);
}

enum err_code store_drafts(struct store *s, json_t **out, struct err *err)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(s->db, "SELECT subject, at_ms, text FROM draft ORDER BY subject", -1, &stmt, NULL);

	*out = json_array();
	while (rc == SQLITE_OK || rc == SQLITE_ROW) {
		rc = sqlite3_step(stmt);
		if (rc != SQLITE_ROW)
			break;
		json_array_append_new(*out, json_pack("{s:s,s:I,s:o}", "subject", sqlite3_column_text(stmt, 0), "at_ms",
						      (json_int_t)sqlite3_column_int64(stmt, 1), "text",
						      json_text_value((const char *)sqlite3_column_text(stmt, 2),
								      (size_t)sqlite3_column_bytes(stmt, 2))));
	}
	sqlite3_finalize(stmt);
	if (rc == SQLITE_DONE)
		return ERR_OK;
	json_decref(*out);
	*out = NULL;
	return store_failed(s, rc, "read", err);
}

/* Only names that Spar gives: the folder may be somebody's own choice. */
static bool is_ours(const char *name)
{
	static const char *const whole[] = {STORE_FILE, STORE_FILE "-wal", STORE_FILE "-shm", STORE_FILE "-journal", "history",
					    STORE_SESSION_FILE, STORE_LINK_FILE};
	static const char *const begins[] = {STORE_FILE ".before-", "history.", "spar-export-"};

	for (size_t i = 0; i < sizeof(whole) / sizeof(whole[0]); i++)
		if (!strcmp(name, whole[i]))
			return true;
	for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++)
		if (!strncmp(name, begins[i], strlen(begins[i])))
			return true;
	return false;
}

enum err_code store_erase(const char *dir, json_t **deleted, struct err *err)
{
	enum err_code code = ERR_OK, first = ERR_OK;
	char *own_dir = NULL;
	const char **names = NULL;
	struct arena a;
	size_t n = 0;

	arena_init(&a, 1 << 20);
	if (deleted)
		*deleted = json_array();
	if (!dir) {
		code = fs_data_dir(&a, &own_dir, err);
		dir = own_dir;
	}
	if (!code && fs_is_dir(dir))
		code = fs_list(&a, dir, &names, &n, err);
	for (size_t i = 0; !code && i < n; i++) {
		const char *path = fs_join(&a, dir, names[i]);

		if (!is_ours(names[i]))
			continue;
		if (unlink(path) != 0 && errno != ENOENT) {
			/* The others go all the same. */
			if (!first)
				first = err_errno(err, ERR_IO, errno, "cannot delete '%s'", path);
		} else if (deleted) {
			json_array_append_new(*deleted, json_string(names[i]));
		}
	}
	arena_release(&a);
	return code ? code : first;
}
