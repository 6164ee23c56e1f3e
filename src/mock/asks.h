/*
 * Questions about a query that was written in a round: chosen once the query is there, and asked instead of general ones.
 *
 * Choosing needs the judge, who may take a second, and the round must not wait for him: it goes on with "explain it to me", and the questions are
 * recorded beside it (mock.questions). The interviewer takes them from there, so a round that is resumed asks what it would have asked.
 * Why and what if only: in a round nothing is run, also not in the head on a screen full of tables.
 *
 * Whoever holds a round calls mock_asks_due() after each step. When it is true, either mock_asks_make() (the terminal), or a job that calls
 * mock_asks_record() (the page, whose requests read the round anew).
 */
#ifndef SPAR_MOCK_ASKS_H
#define SPAR_MOCK_ASKS_H

#include "mock/mock.h"
#include "practice/ask.h"

struct mock_asking {
	const struct ask_content *content;
	ask_call_fn *call;         /* one request to the judge */
	void *arg;
	bool open;                 /* the judge has the exercise open already */
};

/* Is there a query in the part that runs whose questions were not chosen yet? */
bool mock_asks_due(const struct mock *m);

/*
 * Choose and record them; nothing happens when they are not due. When the judge cannot (also: the query is no SQL), none are recorded, with
 * the reason, and the general ones are asked. Errors: those of the store, and ERR_STOPPED, with which nothing is recorded.
 */
enum err_code mock_asks_make(struct mock *m, const struct mock_asking *a, struct err *err);

/* The same for a mock of the record, which is read for it. Nothing happens when it is over. */
enum err_code mock_asks_record(const struct mock_base *base, int64_t id, const struct mock_asking *a, struct err *err);

#endif
