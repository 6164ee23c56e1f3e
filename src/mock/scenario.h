/*
 * What a candidate asks about a scenario, and the fact that answers it.
 *
 * A question is matched by the words that the fact names as data; what no fact has a word of is not answered. No model, and nothing is
 * made up.
 */
#ifndef SPAR_MOCK_SCENARIO_H
#define SPAR_MOCK_SCENARIO_H

#include "mock/content.h"

#define ASKING_OTHER_WORDS_MAX 12

/* The fact that answers this question best; NULL when none does. */
const struct fact *scenario_fact(const struct scenario *s, struct str question);
/* Every fact that a question asks for, a clause a time; the whole of it when no clause has one. How many, at most `most`. s may be NULL. */
size_t scenario_facts(const struct scenario *s, struct str question, const struct fact **out, size_t most);

/* Cut the next sentence off *rest; false at the end. */
bool sentence_next(struct str *rest, struct str *out);
/* Is this sentence a question? */
bool sentence_asks(struct str s);
/* Does the text hold questions, and beside them at most ASKING_OTHER_WORDS_MAX words? */
bool text_only_asks(struct str text);
size_t text_words(struct str s);

#endif
