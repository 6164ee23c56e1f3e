/* UTF-8, lines, numbers and times: the parsers of src/base that see bytes from outside. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void characters(const char *p, size_t n)
{
	size_t bad_at = n, at = 0, first_bad = n;
	unsigned code;

	bool valid = utf8_valid(p, n, &bad_at);
	while (at < n) {
		size_t length = utf8_next(p + at, n - at, &code);
		if (length == 0 || length > n - at)
			abort();
		if (length == 1 && code == 0xFFFD && first_bad == n)
			first_bad = at;
		at += length;
	}
	if (first_bad != bad_at || valid != (first_bad == n))
		abort();
	if (utf8_columns(p, n) > 2 * n)
		abort();
	json_t *v = json_text_value(p, n);
	if (!v || !utf8_valid(json_string_value(v), json_string_length(v), NULL))
		abort();
	json_decref(v);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct str rest = { (const char *)p, n }, line;
	struct err err = { 0 };
	char stamp[32];
	long v;

	characters((const char *)p, n);
	err_set(&err, ERR_INPUT, "%.*s", (int)n, (const char *)p);
	while (str_next_line(&rest, &line)) {
		struct str trimmed = str_trim(line);
		if (str_to_long(trimmed, -1000, 1000, &v) && (v < -1000 || v > 1000))
			abort();
		char *text = strndup(line.p, line.n);
		int64_t ms = text ? clock_parse_utc(text) : -1;
		if (ms >= 0 && clock_parse_utc(clock_format_utc(ms, stamp, sizeof(stamp))) != ms)
			abort();
		free(text);
	}
	return 0;
}
