/*
 * The real bank, talk content and rounds, and bases with a record of their own, for tests of mock rounds.
 */
#ifndef SPAR_TESTS_MOCK_CHECK_H
#define SPAR_TESTS_MOCK_CHECK_H

#include "tap.h"

#include "mock/mock.h"

static struct bank *bank;
static struct talk_pack *talk;
static struct rounds *rounds;

static inline void content_open(void)
{
	struct err err = {0};

	if (bank_open(&bank, "content", "amazon-de", &err) || talk_pack_open(&talk, "content", "amazon-de", &err) ||
	    rounds_open(&rounds, "content", "amazon-de", bank, talk, &err))
		BUG("%s", err.text);
}

static inline void content_close(void)
{
	rounds_free(rounds);
	talk_pack_free(talk);
	bank_free(bank);
}

/* Another record each time; the caller closes it. */
static inline struct mock_base base_new(void)
{
	static int folder;
	struct mock_base b = {rounds, bank, talk, NULL};
	struct err err = {0};
	char dir[600];

	snprintf(dir, sizeof(dir), "%.500s/%d", tap_dir(), folder++);
	if (store_open(&b.store, dir, &err))
		BUG("%s", err.text);
	return b;
}

#endif
