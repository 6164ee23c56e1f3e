/*
 * Verbs and what belongs to them: the light grammar that clues are read from.
 *
 * No parser: closed-class words, the verb lists of the lexicon and the neighbours of a word decide whether it is a finite verb,
 * who its subject is and how far its object reaches.  Text without punctuation and with false starts must still give most verbs, and
 * a wrong guess must stay local.
 */
#ifndef SPAR_TALK_TAG_H
#define SPAR_TALK_TAG_H

#include <string.h>

#include "talk/text.h"

enum talk_tense { TENSE_PAST, TENSE_PERFECT, TENSE_PASSIVE, TENSE_PRESENT, TENSE_MODAL, TENSE_INFINITIVE, TENSE_ING };

enum talk_subject {
	SUBJECT_NONE, SUBJECT_I, SUBJECT_WE, SUBJECT_YOU,
	SUBJECT_THEY,              /* he, she, they */
	SUBJECT_PERSON,            /* a noun for people */
	SUBJECT_IT, SUBJECT_THING,
	SUBJECT_ANYBODY,           /* one, somebody, everybody, people in general */
};

struct talk_verb {
	uint32_t token;            /* the main verb */
	uint32_t group;            /* first token of the verb group: "had not been|built" begins at "had" */
	uint32_t end;              /* behind the object */
	uint32_t clause_end;       /* behind everything that belongs to its clause */
	uint32_t subject, subject_count;  /* tokens; count 0: none said */
	enum talk_subject who;
	enum talk_tense tense;
	uint32_t sentence;
	bool past;                 /* past, perfect, or a passive in the past */
	bool negative;
	bool inherited;            /* the subject is the one of the verb before: "I read and wrote" */
	bool relative;             /* in a clause opened by which, that, who */
	bool sub;                  /* in a clause opened by because, if, when, how, ...: no statement of its own */
};

struct talk_verbs {
	struct talk_verb *p;       /* finite verbs in the order of the text; infinitives and -ing forms are left out */
	size_t n;
};

void talk_verbs_read(struct arena *a, const struct talk_text *t, struct talk_verbs *out);

/* The first verb whose group begins at or behind token i; n if there is none. */
size_t talk_verb_from(const struct talk_verbs *v, size_t i);

/* Does the verb's word, in any form, belong to the class? */
bool talk_verb_is(const struct talk_text *t, const struct talk_verb *v, int cls);

#endif
