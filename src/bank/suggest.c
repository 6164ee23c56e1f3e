#include "bank/suggest.h"

#include <ctype.h>
#include <string.h>

#define WORD_MAX 64

static size_t min3(size_t a, size_t b, size_t c)
{
	size_t m = a < b ? a : b;

	return m < c ? m : c;
}

/* Optimal string alignment distance over at most WORD_MAX bytes. */
static size_t distance(const char *a, size_t an, const char *b, size_t bn)
{
	size_t rows[3][WORD_MAX + 1];

	for (size_t j = 0; j <= bn; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= an; i++) {
		size_t *now = rows[i % 3], *last = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];

		now[0] = i;
		for (size_t j = 1; j <= bn; j++) {
			int x = tolower((unsigned char)a[i - 1]), y = tolower((unsigned char)b[j - 1]);

			now[j] = min3(last[j] + 1, now[j - 1] + 1, last[j - 1] + (x != y));
			if (i > 1 && j > 1 && x == tolower((unsigned char)b[j - 2]) &&
			    y == tolower((unsigned char)a[i - 2]) && before[j - 2] + 1 < now[j])
				now[j] = before[j - 2] + 1;
		}
	}
	return rows[an % 3][bn];
}

const char *suggest(const char *typed, const char *const *words, size_t n)
{
	const char *best = NULL;
	size_t best_distance = 0, typed_n = strlen(typed);

	if (typed_n == 0 || typed_n > WORD_MAX)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		size_t word_n = words[i] ? strlen(words[i]) : 0;

		if (word_n == 0 || word_n > WORD_MAX)
			continue;
		size_t d = distance(typed, typed_n, words[i], word_n);

		/* A typed beginning counts as near: "top-cust" for "top-customers-by-month". */
		if (typed_n >= 4 && word_n > typed_n && !strncmp(typed, words[i], typed_n))
			d = 1;
		if (d <= (word_n < 6 ? 1 + (word_n > 3) : word_n / 3) && (!best || d < best_distance)) {
			best = words[i];
			best_distance = d;
		}
	}
	return best;
}

const char *suggest_text(struct arena *a, const char *typed, const char *const *words, size_t n)
{
	const char *word = suggest(typed, words, n);

	return word ? arena_printf(a, ", did you mean '%s'?", word) : "";
}
