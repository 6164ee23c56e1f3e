/* Opening and locking a database, statements of ours, errors, the deadline. */
#include "duck/duck_int.h"

#include <errno.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <time.h>

#include "base/clock.h"
#include "base/json.h"

#define MEMORY_MB_DEFAULT 512
#define WATCHDOG_STACK_BYTES (128u << 10)
/* An interrupt that arrives while DuckDB prepares to run is lost, so it is repeated. */
#define INTERRUPT_AGAIN_MS 5

static atomic_bool any_broken;

bool duck_broken(void)
{
	return atomic_load(&any_broken);
}

const char *duck_version(void)
{
	const char *v = duckdb_library_version();

	return *v == 'v' ? v + 1 : v;
}

/* ---- errors ---- */

static void copy_cut(char *out, size_t size, const char *text)
{
	size_t n = strlen(text);

	if (n >= size) {
		n = size - 1;
		while (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80)
			n--;
	}
	memmove(out, text, n);
	out[n] = '\0';
}

/* "INTERRUPT" and "FATAL" as the other kinds are written; "Binder" stays. */
static void set_kind(struct duck_error *why, const char *kind)
{
	copy_cut(why->kind, sizeof(why->kind), kind);
	if (!strcmp(kind, "INTERRUPT"))
		copy_cut(why->kind, sizeof(why->kind), "Interrupt");
	if (!strcmp(kind, "INTERNAL") || !strcmp(kind, "FATAL"))
		atomic_store(&any_broken, true);
}

bool duck_refuse(struct duck_error *why, const char *kind, const char *fmt, ...)
{
	va_list ap;

	copy_cut(why->kind, sizeof(why->kind), kind);
	why->position = -1;
	va_start(ap, fmt);
	vsnprintf(why->text, sizeof(why->text), fmt, ap);
	va_end(ap);
	return false;
}

/* "Binder Error: text\n\nLINE 1: ..." when there is no JSON to read. */
static void fail_plain(struct duck_error *why, const char *message)
{
	const char *colon = strstr(message, " Error: ");
	const char *picture = strstr(message, "\n\nLINE ");
	char kind[sizeof(why->kind)] = "Unknown";

	if (colon && (size_t)(colon - message) < sizeof(kind) && !memchr(message, '\n', (size_t)(colon - message))) {
		memcpy(kind, message, (size_t)(colon - message));
		kind[colon - message] = '\0';
		message = colon + strlen(" Error: ");
	}
	set_kind(why, kind);
	copy_cut(why->text, sizeof(why->text), message);
	if (picture && picture > message && (size_t)(picture - message) < sizeof(why->text))
		why->text[picture - message] = '\0';
}

bool duck_fail(struct duck_error *why, const char *message)
{
	const char *brace = message ? strchr(message, '{') : NULL;
	const char *before = brace ? strstr(message, "Error: {") : NULL;
	json_t *json = NULL;

	why->position = -1;
	if (!message)
		return duck_refuse(why, "Unknown", "the statement failed without a message");
	if (brace == message || (before && before + strlen("Error: ") == brace))
		json = json_parse(str_of(brace), NULL);
	if (json) {
		long position;

		set_kind(why, json_get_text(json, "exception_type", "Unknown"));
		copy_cut(why->text, sizeof(why->text), json_get_text(json, "exception_message", message));
		if (str_to_long(str_of(json_get_text(json, "position", "")), 0, INT32_MAX, &position))
			why->position = position;
		json_decref(json);
	} else {
		fail_plain(why, message);
	}
	/* What follows is advice on settings that nobody here can change. */
	if (!strcmp(why->kind, "Out of Memory"))
		why->text[strcspn(why->text, "\n")] = '\0';
	return false;
}

static enum err_code fail_ours(const struct duck_error *why, struct err *err)
{
	enum err_code code = !strcmp(why->kind, "Interrupt")       ? ERR_TIMEOUT
			     : !strcmp(why->kind, "Out of Memory") ? ERR_MEMORY
								   : ERR_SQL;

	return err_set(err, code, "%s: %s", why->kind, why->text);
}

/* ---- the deadline ---- */

static void *watch(void *arg)
{
	struct duck *d = arg;

	pthread_mutex_lock(&d->lock);
	while (!d->closing) {
		int64_t now = clock_mono_ms();

		d->wakes_at_ms = d->deadline_ms;
		if (now >= d->deadline_ms) {
			d->wakes_at_ms = INT64_MAX;
			if (d->busy) {
				duckdb_interrupt(d->conn);
				d->wakes_at_ms = now + INTERRUPT_AGAIN_MS;
			}
		}
		if (d->wakes_at_ms == INT64_MAX) {
			pthread_cond_wait(&d->wake, &d->lock);
		} else {
			struct timespec at = {
				.tv_sec = d->wakes_at_ms / 1000,
				.tv_nsec = d->wakes_at_ms % 1000 * 1000000,
			};

			pthread_cond_timedwait(&d->wake, &d->lock, &at);
		}
	}
	pthread_mutex_unlock(&d->lock);
	return NULL;
}

static enum err_code watchdog_start(struct duck *d, struct err *err)
{
	pthread_attr_t attr;
	pthread_condattr_t cond;
	int e;

	pthread_mutex_init(&d->lock, NULL);
	pthread_condattr_init(&cond);
	pthread_condattr_setclock(&cond, CLOCK_MONOTONIC);
	pthread_cond_init(&d->wake, &cond);
	pthread_condattr_destroy(&cond);
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, WATCHDOG_STACK_BYTES);
	e = pthread_create(&d->watchdog, &attr, watch, d);
	pthread_attr_destroy(&attr);
	if (e == EAGAIN || e == ENOMEM)
		return err_set(err, ERR_MEMORY, "no memory is left for another database");
	if (e)
		return err_errno(err, ERR_SQL, e, "cannot start the watchdog of the database");
	d->watchdog_runs = true;
	return ERR_OK;
}

void duck_deadline(struct duck *d, int64_t deadline_ms)
{
	pthread_mutex_lock(&d->lock);
	d->deadline_ms = deadline_ms < 0 ? INT64_MAX : deadline_ms;
	/* A later deadline needs no waking: the watchdog finds it when it wakes for the old one. */
	if (d->deadline_ms < d->wakes_at_ms)
		pthread_cond_signal(&d->wake);
	pthread_mutex_unlock(&d->lock);
}

void duck_interrupt(struct duck *d)
{
	duckdb_interrupt(d->conn);
}

bool duck_enter(struct duck *d, struct duck_error *why)
{
	bool late;

	pthread_mutex_lock(&d->lock);
	late = d->deadline_ms != INT64_MAX && clock_mono_ms() >= d->deadline_ms;
	d->busy = !late;
	pthread_mutex_unlock(&d->lock);
	if (late)
		duck_refuse(why, "Interrupt", "the time limit was reached");
	return !late;
}

void duck_leave(struct duck *d)
{
	pthread_mutex_lock(&d->lock);
	d->busy = false;
	pthread_mutex_unlock(&d->lock);
}

/* ---- opening ---- */

static enum err_code settings(struct duck *d, const struct duck_options *o, struct err *err)
{
	/* temp_directory cannot be changed once external access is off, hence this order. */
	static const char always[] =
		"SET temp_directory = '';"
		"SET errors_as_json = true;"
		"SET TimeZone = 'UTC';"
		"SET autoinstall_known_extensions = false;"
		"SET autoload_known_extensions = false;"
		"SET allow_community_extensions = false;"
		"SET allow_persistent_secrets = false;"
		"SET preserve_insertion_order = true;"
		/* In 1.4 it loses the equality of a correlated EXISTS that also has <> and a range. */
		"SET disabled_optimizers = 'deliminator';"
		"SET disabled_filesystems = 'LocalFileSystem';"
		"SET enable_external_access = false;";
	enum err_code code = duck_exec(d, always, err);

	if (!code && o->integer_division)
		code = duck_exec(d, "SET integer_division = true;", err);
	if (!code && o->postgres_nulls)
		code = duck_exec(d, "SET default_null_order = 'nulls_last_on_asc_first_on_desc';", err);
	if (!code && o->lock)
		code = duck_exec(d, "SET lock_configuration = true;", err);
	return code;
}

enum err_code duck_open(struct duck **out, const struct duck_options *options, struct err *err)
{
	unsigned memory_mb = options->memory_mb ? options->memory_mb : MEMORY_MB_DEFAULT;
	struct duck *d = calloc(1, sizeof(*d));
	duckdb_config config = NULL;
	enum err_code code = ERR_OK;
	char memory[24], *text = NULL;

	*out = NULL;
	if (!d)
		return err_set(err, ERR_MEMORY, "out of memory for a database");
	d->deadline_ms = d->wakes_at_ms = INT64_MAX;
	snprintf(memory, sizeof(memory), "%uMiB", memory_mb);
	if (duckdb_create_config(&config) ||
	    duckdb_set_config(config, "threads", "1") ||
	    duckdb_set_config(config, "max_memory", memory) ||
	    duckdb_set_config(config, "max_temp_directory_size", "0B")) {
		code = err_set(err, ERR_SQL, "cannot configure the database");
		goto out;
	}
	if (duckdb_open_ext(":memory:", &d->db, config, &text)) {
		code = err_set(err, ERR_SQL, "cannot open a database: %s", text ? text : "no reason given");
		goto out;
	}
	if (duckdb_connect(d->db, &d->conn)) {
		code = err_set(err, ERR_SQL, "cannot connect to the database");
		goto out;
	}
	code = watchdog_start(d, err);
	if (!code)
		code = settings(d, options, err);
out:
	duckdb_free(text);
	duckdb_destroy_config(&config);
	if (code) {
		duck_free(d);
		return code;
	}
	*out = d;
	return ERR_OK;
}

void duck_free(struct duck *d)
{
	if (!d)
		return;
	if (d->watchdog_runs) {
		pthread_mutex_lock(&d->lock);
		d->closing = true;
		pthread_cond_signal(&d->wake);
		pthread_mutex_unlock(&d->lock);
		pthread_join(d->watchdog, NULL);
		pthread_cond_destroy(&d->wake);
		pthread_mutex_destroy(&d->lock);
	}
	duckdb_disconnect(&d->conn);
	duckdb_close(&d->db);
	free(d);
}

enum err_code duck_exec(struct duck *d, const char *sql, struct err *err)
{
	struct duck_error why;
	duckdb_result result;
	enum err_code code = ERR_OK;

	if (!duck_enter(d, &why))
		return fail_ours(&why, err);
	if (duckdb_query(d->conn, sql, &result)) {
		duck_fail(&why, duckdb_result_error(&result));
		code = fail_ours(&why, err);
	}
	duckdb_destroy_result(&result);
	duck_leave(d);
	return code;
}
