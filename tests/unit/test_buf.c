/* Views, buffers and UTF-8. */
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "tap.h"

static void views(void)
{
	struct str rest = STR("one\r\n\ntwo\rx\nthree");
	struct str line;
	static const char *const want[] = { "one", "", "two\rx", "three" };

	for (int i = 0; i < 4; i++)
		tap_ok(str_next_line(&rest, &line) && str_eq_c(line, want[i]), "line %d is cut off", i + 1);
	tap_ok(!str_next_line(&rest, &line), "no line behind the last");
	rest = STR("\n");
	tap_ok(str_next_line(&rest, &line) && line.n == 0 && !str_next_line(&rest, &line), "a single line end is one empty line");
	rest = STR("\r");
	tap_ok(str_next_line(&rest, &line) && line.n == 1, "a carriage return alone is text");
	tap_ok(str_eq(str_of(NULL), STR("")), "NULL is the empty view");
	tap_ok(!str_eq(STR("ab"), STR("ac")) && !str_eq(STR("ab"), STR("a")), "other bytes and other lengths differ");
	tap_ok(str_eq_nocase(STR("SeLeCt"), STR("sElEcT")), "letters without case");
	tap_ok(!str_eq_nocase(STR("[\xC4"), STR("{\xE4")), "only ASCII letters have a case");
	tap_ok(str_eq_c(str_trim(STR(" \t\r\n a b \n")), "a b") && str_trim(STR(" \n")).n == 0, "trimmed on both sides");
	tap_ok(str_starts(STR("select"), "sel") && !str_starts(STR("se"), "sel") && str_starts(STR(""), ""), "starts");
}

static void numbers(void)
{
	static const struct {
		const char *text;
		long want;
		bool ok;
	} cases[] = {
		{ "0", 0, true }, { "-1", -1, true }, { "+7", 7, true }, { "007", 7, true },
		{ "9223372036854775807", LONG_MAX, true }, { "9223372036854775808", 0, false },
		{ "-9223372036854775808", LONG_MIN, true }, { "-9223372036854775809", 0, false },
		{ "99999999999999999999", 0, false }, { "", 0, false }, { "-", 0, false }, { "+", 0, false },
		{ " 1", 0, false }, { "1 ", 0, false }, { "1.5", 0, false }, { "0x10", 0, false }, { "--1", 0, false },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		long got = 42;
		bool ok = str_to_long(str_of(cases[i].text), LONG_MIN, LONG_MAX, &got);
		tap_ok(ok == cases[i].ok && got == (ok ? cases[i].want : 42), "number '%s'", cases[i].text);
	}
	long v = 42;
	tap_ok(!str_to_long(STR("11"), 0, 10, &v) && !str_to_long(STR("-1"), 0, 10, &v) && v == 42, "outside its range");
	tap_ok(str_to_long(STR("10"), 0, 10, &v) && v == 10 && str_to_long(STR("0"), 0, 10, &v) && v == 0, "the range includes its ends");
	tap_ok(str_digits("0423x", 4) == 423 && str_digits("999999999", 9) == 999999999 && str_digits("x", 0) == 0, "digits of a fixed number");
	tap_ok(str_digits("+12", 3) < 0 && str_digits("1 2", 3) < 0 && str_digits("12", 3) < 0, "and nothing else");
}

static void limits(void)
{
	struct buf b;
	struct err err = { 0 };

	buf_init(&b, 10);
	tap_is_text(buf_text(&b), "", "an empty buffer has a text");
	buf_adds(&b, "12345");
	buf_addf(&b, "%d", 67890);
	tap_is_text(buf_text(&b), "1234567890", "filled to the maximum");
	tap_is_int(buf_check(&b, &err), ERR_OK, "that is no error");
	tap_ok(err.code == ERR_OK && err.text[0] == '\0', "err is untouched");
	buf_addc(&b, 'x');
	tap_is_int(b.code, ERR_LIMIT, "one byte more is over the limit");
	tap_is_text(buf_text(&b), "1234567890", "and changes nothing");
	tap_is_int(buf_check(&b, &err), ERR_LIMIT, "the check says so");
	tap_ok(strstr(err.text, "10 bytes"), "and names the limit");
	buf_reset(&b);
	tap_ok(b.code == ERR_OK && b.n == 0 && b.size_bytes > 0 && buf_text(&b)[0] == '\0', "reset forgets the error and keeps the memory");
	buf_addf(&b, "%s", "12345678901");
	buf_adds(&b, "1");
	tap_ok(b.code == ERR_LIMIT && b.n == 0, "the error is sticky: nothing is added behind what did not fit");
	buf_release(&b);

	buf_init(&b, 100);
	char *taken = buf_take(&b);
	tap_is_text(taken, "", "an empty buffer hands over an empty text");
	free(taken);
	buf_add(&b, "a\0b", 3);
	taken = buf_take(&b);
	tap_ok(memcmp(taken, "a\0b", 4) == 0 && b.n == 0 && b.p == NULL && b.max_bytes == 100, "taken with its NUL bytes, the limit stays");
	free(taken);
	for (int i = 0; i < 100; i++)
		buf_add(&b, "x", 1);
	tap_ok(b.code == ERR_OK && b.n == 100 && strlen(buf_text(&b)) == 100, "grows one by one to its maximum");
	buf_add(&b, NULL, 0);
	tap_is_int(b.code, ERR_OK, "nothing always fits");
	buf_release(&b);

	buf_init(&b, 0);
	buf_adds(&b, "");
	tap_ok(b.code == ERR_OK && buf_text(&b)[0] == '\0', "a maximum of 0 holds the empty text");
	buf_addc(&b, 'x');
	tap_is_int(b.code, ERR_LIMIT, "and nothing else");
	buf_release(&b);
	buf_init(&b, SIZE_MAX);
	buf_addf(&b, "%05d", 42);
	tap_is_text(buf_text(&b), "00042", "no maximum works too");
	buf_release(&b);
}

static void valid_utf8(void)
{
	static const struct {
		const char *text;
		int bad_at;   /* -1: valid */
		const char *what;
	} cases[] = {
		{ "", -1, "empty" }, { "plain", -1, "ASCII" }, { "\x7F", -1, "DEL" },
		{ "\xC2\x80", -1, "the first of two bytes" }, { "\xDF\xBF", -1, "the last of two bytes" },
		{ "\xE0\xA0\x80", -1, "the first of three bytes" }, { "\xEF\xBF\xBF", -1, "the last of three bytes" },
		{ "\xF0\x90\x80\x80", -1, "the first of four bytes" }, { "\xF4\x8F\xBF\xBF", -1, "the last of all" },
		{ "\xED\x9F\xBF", -1, "the last before the surrogates" }, { "\xEE\x80\x80", -1, "the first behind them" },
		{ "a\x80", 1, "a lone continuation" }, { "\xC0\x80", 0, "an overlong NUL" }, { "\xC1\xBF", 0, "overlong, two bytes" },
		{ "\xE0\x9F\xBF", 0, "overlong, three bytes" }, { "\xF0\x8F\xBF\xBF", 0, "overlong, four bytes" },
		{ "\xED\xA0\x80", 0, "the first surrogate" }, { "\xED\xBF\xBF", 0, "the last surrogate" },
		{ "\xF4\x90\x80\x80", 0, "over U+10FFFF" }, { "\xF8\x88\x80\x80\x80", 0, "five bytes" }, { "\xFF", 0, "0xFF" },
		{ "ab\xC3", 2, "cut in two" }, { "ab\xE2\x82", 2, "cut in three" }, { "ab\xF0\x9F\x98", 2, "cut in four" },
		{ "\xC3(", 0, "no continuation" }, { "\xE2\x82(", 0, "one continuation of two" },
		{ "\xC3\xA4\xFFz", 2, "behind a good character" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t at = 99;
		bool ok = utf8_valid(cases[i].text, strlen(cases[i].text), &at);
		tap_ok(ok == (cases[i].bad_at < 0) && (ok ? at == 99 : (int)at == cases[i].bad_at), "valid: %s", cases[i].what);
	}
	tap_ok(utf8_valid("a\0b", 3, NULL), "NUL is a character, and no offset needs to be asked for");
	tap_ok(!utf8_valid("\xE2\x82\xAC", 2, NULL), "n is believed, not what stands behind");
}

static void characters(void)
{
	unsigned code = 0;

	tap_ok(utf8_next("a", 1, &code) == 1 && code == 'a', "one byte");
	tap_ok(utf8_next("\xC3\xA4", 2, &code) == 2 && code == 0xE4, "two bytes");
	tap_ok(utf8_next("\xE2\x82\xAC", 3, &code) == 3 && code == 0x20AC, "three bytes");
	tap_ok(utf8_next("\xF0\x9F\x98\x80", 4, &code) == 4 && code == 0x1F600, "four bytes");
	tap_ok(utf8_next("\xE2\x82\xAC", 2, &code) == 1 && code == 0xFFFD, "a cut one is one bad byte");
	tap_ok(utf8_next("\x80", 1, &code) == 1 && code == 0xFFFD, "a bad byte");
}

static void columns(void)
{
	static const struct {
		const char *text;
		int want;
	} cases[] = {
		{ "", 0 }, { "abc", 3 }, { "M\xC3\xBCnchen", 7 }, { "\xE6\x97\xA5\xE6\x9C\xAC", 4 },
		{ "e\xCC\x81", 1 }, { "\xF0\x9F\x98\x80", 2 }, { "a\xFF" "b", 3 }, { "\xE2\x82\xAC", 1 },
		{ "\t\x1B", 0 }, { "\xE2\x80\x8B", 0 }, { "\xEF\xBC\xA1", 2 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		tap_is_int((long long)utf8_columns(cases[i].text, strlen(cases[i].text)), cases[i].want, "columns of text %zu", i);
}

int main(void)
{
	views();
	numbers();
	limits();
	valid_utf8();
	characters();
	columns();
	return tap_done();
}
