/* Times and dice. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/rng.h"
#include "tap.h"

static void stamps(void)
{
	static const struct {
		const char *text;
		long long want_ms;
	} cases[] = {
		{ "1970-01-01T00:00:00Z", 0 }, { "2026-11-24T09:30:00Z", 1795512600000 }, { "2024-02-29T23:59:59Z", 1709251199000 },
		{ "9999-12-31T23:59:59Z", 253402300799000 }, { "0", 0 }, { "1700000000", 1700000000000 },
		{ "253402300799", 253402300799000 }, { "253402300800", -1 }, { "99999999999999999999", -1 },
		{ "2026-02-29T00:00:00Z", -1 }, { "2026-13-01T00:00:00Z", -1 }, { "2026-00-01T00:00:00Z", -1 },
		{ "2026-04-31T00:00:00Z", -1 }, { "2026-01-01T24:00:00Z", -1 }, { "2026-01-01T00:60:00Z", -1 },
		{ "2026-01-01T00:00:60Z", -1 }, { "1969-12-31T23:59:59Z", -1 }, { "2026-01-01 00:00:00Z", -1 },
		{ "2026-01-01T00:00:00", -1 }, { "2026-01-01T00:00:00Zx", -1 }, { "2026-01-01T00:00:0xZ", -1 },
		{ "", -1 }, { "now", -1 }, { "-5", -1 }, { "+5", -1 }, { "1.5", -1 }, { " 1", -1 },
	};
	char out[32];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		tap_is_int(clock_parse_utc(cases[i].text), cases[i].want_ms, "time '%s'", cases[i].text);
	for (size_t i = 0; i < 4; i++)
		tap_is_text(clock_format_utc(cases[i].want_ms, out, sizeof(out)), cases[i].text, "written again");
	tap_is_text(clock_format_utc(999, out, 21), "1970-01-01T00:00:00Z", "parts of a second are dropped, 21 bytes suffice");
	tap_is_text(clock_format_utc(-1, out, sizeof(out)), "1969-12-31T23:59:59Z", "also before the beginning");
}

static void clocks(void)
{
	setenv("SPAR_NOW", "2026-11-24T09:30:00Z", 1);
	tap_is_int(clock_now_ms(), 1795512600000, "the wall clock is fixed by a time");
	setenv("SPAR_NOW", "12", 1);
	tap_is_int(clock_now_ms(), 12000, "or by seconds");
	setenv("SPAR_NOW", "soon", 1);
	tap_ok(clock_now_ms() > 1700000000000, "and runs when that is no time");
	unsetenv("SPAR_NOW");
	tap_ok(clock_now_ms() > 1700000000000, "or is not set");
	int64_t a = clock_mono_us(), b = clock_mono_us(), c = clock_mono_ms();
	tap_ok(a <= b && b / 1000 <= c && clock_cpu_us() >= 0, "the other clock never goes back");
}

static void dice(void)
{
	struct rng r, again, other;

	rng_init(&r, 1);
	rng_init(&again, 1);
	rng_init(&other, 2);
	bool same = true, differs = false;
	for (int i = 0; i < 1000; i++) {
		uint64_t v = rng_next(&r);
		same = same && v == rng_next(&again);
		differs = differs || v != rng_next(&other);
	}
	tap_ok(same && differs, "a seed gives its numbers, another one others");
	/* The published first outputs for the state 1, 2, 3, 4, and of splitmix64 for the seed 1234567. */
	r = (struct rng){ { 1, 2, 3, 4 } };
	static const uint64_t want[] = { 11520, 0, 1509978240, 1215971899390074240 };
	for (int i = 0; i < 4; i++)
		tap_ok(rng_next(&r) == want[i], "xoshiro256** output %d", i);
	rng_init(&r, 1234567);
	tap_ok(r.s[0] == 6457827717110365317u && r.s[1] == 3203168211198807973u && r.s[2] == 9817491932198370423u, "splitmix64");

	int counts[6] = { 0 };
	for (int i = 0; i < 60000; i++)
		counts[rng_below(&r, 6)]++;
	bool even = true;
	for (int i = 0; i < 6; i++)
		even = even && abs(counts[i] - 10000) < 500;
	tap_ok(even, "six sides are even: %d %d %d %d %d %d", counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]);
	/* With 3/4 of 2^32 a modulo would give the first third twice as often. */
	int low = 0;
	for (int i = 0; i < 30000; i++)
		low += rng_below(&r, 3221225472u) < 1073741824u;
	tap_ok(abs(low - 10000) < 500, "a large range is even too: %d", low);
	bool one = true;
	for (int i = 0; i < 100; i++)
		one = one && rng_below(&r, 1) == 0 && !rng_percent(&r, 0) && rng_percent(&r, 100);
	tap_ok(one, "one side, never, always");
	int hits = 0;
	for (int i = 0; i < 10000; i++)
		hits += rng_percent(&r, 25);
	tap_ok(abs(hits - 2500) < 250, "a quarter of the time: %d", hits);
}

static void seeds(void)
{
	unsigned char a[32] = { 0 }, b[32] = { 0 };

	setenv("SPAR_SEED", "42", 1);
	tap_is_int((long long)rng_seed_default(), 42, "SPAR_SEED is the seed");
	setenv("SPAR_SEED", "monday", 1);
	uint64_t word = rng_seed_default();
	tap_ok(word == rng_seed_default() && word == rng_hash(RNG_HASH_START, "monday", 6), "a word is one too");
	unsetenv("SPAR_SEED");
	tap_ok(rng_seed_default() != rng_seed_default(), "else the system gives one");
	tap_ok(rng_secret(a, sizeof(a)) == 0 && rng_secret(b, sizeof(b)) == 0 && memcmp(a, b, sizeof(a)) != 0, "secrets differ");
	tap_ok(rng_hash(RNG_HASH_START, "", 0) == RNG_HASH_START && rng_hash(RNG_HASH_START, "a", 1) == 0xAF63DC4C8601EC8Cu &&
	       rng_hash(RNG_HASH_START, "foobar", 6) == 0x85944171F73967E8u, "FNV-1a as published");
	tap_ok(rng_hash(rng_hash(RNG_HASH_START, "foo", 3), "bar", 3) == rng_hash(RNG_HASH_START, "foobar", 6), "hashes go on");
}

int main(void)
{
	stamps();
	clocks();
	dice();
	seeds();
	return tap_done();
}
