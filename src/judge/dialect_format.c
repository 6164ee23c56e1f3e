#include "judge/dialect_format.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "judge/dialect_build.h"

#define FORMAT_MAX_BYTES 1024

/* What a part of a pattern becomes. */
enum part_kind {
	PLAIN,     /* a strftime code */
	NAME,      /* a name whose letters follow the pattern's: MON, Mon, mon */
	COMPUTED,  /* a template over the value */
};

static const struct part {
	const char *pattern;     /* longer ones first */
	enum part_kind kind;
	const char *code;        /* strftime's, or the template */
	const char *bare;        /* without leading zeros, after FM; NULL: the same */
	int width;               /* names are padded to it with spaces, unless after FM */
	const char *parse;       /* strptime's; NULL: cannot be read */
} parts[] = {
	{"MONTH", NAME, "%B", NULL, 9, "%B"},
	{"HH24", PLAIN, "%H", "%-H", 0, "%H"},
	{"HH12", PLAIN, "%I", "%-I", 0, "%I"},
	{"YYYY", PLAIN, "%Y", NULL, 0, "%Y"},
	{"IYYY", PLAIN, "%G", NULL, 0, NULL},
	{"DDD", PLAIN, "%j", "%-j", 0, "%j"},
	{"DAY", NAME, "%A", NULL, 9, "%A"},
	{"MON", NAME, "%b", NULL, 0, "%b"},
	{"YY", PLAIN, "%y", "%-y", 0, "%y"},
	{"MM", PLAIN, "%m", "%-m", 0, "%m"},
	{"MI", PLAIN, "%M", "%-M", 0, "%M"},
	{"MS", PLAIN, "%g", NULL, 0, "%g"},
	{"DD", PLAIN, "%d", "%-d", 0, "%d"},
	{"DY", NAME, "%a", NULL, 0, "%a"},
	{"HH", PLAIN, "%I", "%-I", 0, "%I"},
	{"SS", PLAIN, "%S", "%-S", 0, "%S"},
	{"US", PLAIN, "%f", NULL, 0, "%f"},
	{"AM", NAME, "%p", NULL, 0, "%p"},
	{"PM", NAME, "%p", NULL, 0, "%p"},
	{"IW", PLAIN, "%V", NULL, 0, NULL},
	{"WW", COMPUTED, "(lpad (:cast VARCHAR (:// (:+ (date_part 'doy' $1) 6) 7)) 2 '0')", NULL, 0, NULL},
	{"Q", COMPUTED, "(:cast VARCHAR (date_part 'quarter' $1))", NULL, 0, NULL},
	{"D", COMPUTED, "(:cast VARCHAR (:+ (date_part 'dow' $1) 1))", NULL, 0, NULL},
};

/* The pieces of an output, joined by ||: runs of strftime codes, and what stands between them. */
struct pieces {
	const json_t *value;
	struct buf run;      /* of the strftime format at hand */
	json_t *joined;      /* NULL: nothing yet */
};

static void join(struct pieces *out, json_t *piece)
{
	if (!out->joined)
		out->joined = piece;
	else
		out->joined = build_function("||", json_pack("[o, o]", out->joined, piece), true);
}

static json_t *strftime_of(const json_t *value, const char *format, size_t n)
{
	return build_function("strftime", json_pack("[o, o]", json_deep_copy(value), build_text(format, n)), false);
}

static void flush(struct pieces *out)
{
	if (out->run.n)
		join(out, strftime_of(out->value, out->run.p, out->run.n));
	buf_reset(&out->run);
}

/* upper(), lower() or nothing, as PostgreSQL tells from the first two letters; and the padding. */
static json_t *name_of(const json_t *value, const struct part *part, const char *pattern, bool bare)
{
	json_t *node = strftime_of(value, part->code, strlen(part->code));
	bool upper = isupper((unsigned char)pattern[0]) && isupper((unsigned char)pattern[1]);

	if (upper || islower((unsigned char)pattern[0]))
		node = build_function(upper ? "upper" : "lower", json_pack("[o]", node), false);
	if (part->width && !bare)
		node = build_function("rpad", json_pack("[o, o, o]", node, build_integer(part->width),
							build_text(" ", 1)), false);
	return node;
}

static const struct part *part_at(const char *pattern)
{
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (strncasecmp(pattern, parts[i].pattern, strlen(parts[i].pattern)) == 0)
			return &parts[i];
	return NULL;
}

static void literal(struct buf *b, char c)
{
	if (c == '%')
		buf_addc(b, '%');
	buf_addc(b, c);
}

/* "literal text" in double quotes; returns where the pattern goes on. */
static const char *quoted(struct buf *b, const char *pattern)
{
	for (pattern++; *pattern && *pattern != '"'; pattern++) {
		if (*pattern == '\\' && pattern[1])
			pattern++;
		literal(b, *pattern);
	}
	return *pattern ? pattern + 1 : pattern;
}

static bool unknown(const char *pattern, const char *function, char *why, size_t size)
{
	size_t n = 0;

	while (isalpha((unsigned char)pattern[n]) && n < 20)
		n++;
	snprintf(why, size, "%s: the part '%.*s' of the pattern is not known here, text that is no pattern stands in double quotes",
		 function, (int)(n ? n : 1), pattern);
	return false;
}

static bool is_number_format(const char *pattern)
{
	return strpbrk(pattern, "90") && !strpbrk(pattern, "YyMmDdHhQqSsWw");
}

static bool char_piece(struct pieces *out, const char **pattern, bool *bare, char *why, size_t size)
{
	const struct part *part = part_at(*pattern);
	json_t *args[1] = {json_deep_copy(out->value)};

	if (!part && isalpha((unsigned char)**pattern)) {
		json_decref(args[0]);
		return unknown(*pattern, "TO_CHAR", why, size);
	}
	if (!part) {
		literal(&out->run, *(*pattern)++);
	} else {
		if (part->kind == PLAIN) {
			buf_adds(&out->run, *bare && part->bare ? part->bare : part->code);
		} else {
			flush(out);
			join(out, part->kind == NAME ? name_of(out->value, part, *pattern, *bare)
						     : build_template(part->code, args, 1));
		}
		*pattern += strlen(part->pattern);
		*bare = false;
	}
	json_decref(args[0]);
	return true;
}

json_t *format_to_char(const json_t *value, const char *pattern, char *why, size_t size)
{
	struct pieces out = {.value = value};
	bool bare = false, good = true;

	if (is_number_format(pattern)) {
		snprintf(why, size, "TO_CHAR of numbers is not available here: use CAST(x AS VARCHAR), with ROUND(x, 2) inside if need be");
		return NULL;
	}
	buf_init(&out.run, FORMAT_MAX_BYTES);
	while (good && *pattern) {
		if (strncasecmp(pattern, "FM", 2) == 0) {
			bare = true;
			pattern += 2;
		} else if (*pattern == '"') {
			pattern = quoted(&out.run, pattern);
		} else {
			good = char_piece(&out, &pattern, &bare, why, size);
		}
	}
	if (good && out.run.code) {
		snprintf(why, size, "TO_CHAR: the pattern is too long");
		good = false;
	}
	if (good)
		flush(&out);
	if (good && !out.joined)
		out.joined = build_text("", 0);
	buf_release(&out.run);
	if (!good) {
		json_decref(out.joined);
		return NULL;
	}
	return out.joined;
}

json_t *format_to_time(const json_t *value, const char *pattern, char *why, size_t size)
{
	struct buf b;
	json_t *node = NULL;

	buf_init(&b, FORMAT_MAX_BYTES);
	while (*pattern) {
		const struct part *part = part_at(pattern);

		if (strncasecmp(pattern, "FM", 2) == 0) {
			pattern += 2;
		} else if (*pattern == '"') {
			pattern = quoted(&b, pattern);
		} else if (part && part->parse) {
			buf_adds(&b, part->parse);
			pattern += strlen(part->pattern);
		} else if (isalpha((unsigned char)*pattern)) {
			unknown(pattern, "TO_DATE", why, size);
			goto out;
		} else {
			literal(&b, *pattern++);
		}
	}
	if (b.code) {
		snprintf(why, size, "TO_DATE: the pattern is too long");
		goto out;
	}
	node = build_function("strptime", json_pack("[o, o]", json_deep_copy(value), build_text(buf_text(&b), b.n)), false);
out:
	buf_release(&b);
	return node;
}
