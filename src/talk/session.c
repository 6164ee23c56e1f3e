#include <assert.h>
#include <ctype.h>

#include "talk/check_int.h"
#include "talk/probe.h"
#include "talk/session_int.h"

#define WORK_MAX_BYTES (192u << 20)
#define LIFE_MAX_BYTES (16u << 20)
#define STRAY_MOST 2               /* replies about something else that are let pass beyond those about the story */
#define FRESH_WORDS 4              /* different content words that had not been said */
#define SUMMARY_WORDS 80           /* of two sentences; what is longer is told again */

static const char *copy(struct arena *a, const char *s)
{
	return s && *s ? arena_strdup(a, s) : NULL;
}

enum err_code talk_new(struct talk **out, const struct talk_pack *p, const struct talk_round *round, struct err *err)
{
	struct talk *t;

	*out = NULL;
	if (!pack_table(p, round->table, round->kind))
		return err_set(err, ERR_MISSING, "no table of gaps is called '%s'", round->table ? round->table : talk_kind_name(round->kind));
	t = calloc(1, sizeof(*t));
	if (!t)
		return err_set(err, ERR_MEMORY, "out of memory");
	arena_init(&t->life, LIFE_MAX_BYTES);
	arena_init(&t->work, WORK_MAX_BYTES);
	buf_init(&t->transcript, TALK_TRANSCRIPT_BYTES_MAX);
	t->pack = p;
	t->round = *round;
	t->round.table = copy(&t->life, round->table);
	t->round.principle = copy(&t->life, round->principle);
	t->round.question = copy(&t->life, round->question);
	const char **want = ARENA_NEW(&t->life, const char *, round->want_count + 1);

	for (size_t i = 0; i < round->want_count; i++)
		want[i] = arena_strdup(&t->life, round->want[i]);
	t->round.want = want;
	*out = t;
	return ERR_OK;
}

void talk_free(struct talk *t)
{
	if (!t)
		return;
	buf_release(&t->transcript);
	arena_release(&t->work);
	arena_release(&t->life);
	free(t);
}

/* The turn that a byte of the transcript belongs to. */
static uint32_t turn_of(const struct talk *t, uint32_t at)
{
	uint32_t turn = 0;

	for (size_t i = 0; i < t->asked_count; i++)
		if (t->turns[i].reply_n && at >= t->turns[i].reply_at)
			turn = (uint32_t)i + 1;
	return turn;
}

/* What was seen lies in memory that has gone. */
static enum err_code unseen(struct talk *t, enum err_code code)
{
	t->view = (struct talk_view){.not_evaluable = "it is too long to be looked through", .opening = t->view.opening};
	return code;
}

/* All stages over the transcript as it is now. */
static enum err_code look(struct talk *t, struct err *err)
{
	struct probe_context c;
	struct talk_probe *probes = NULL;
	enum err_code code;

	uint32_t turns[TURNS_MAX];
	size_t n = 0;

	arena_clear(&t->work);
	for (size_t i = 0; i < t->asked_count; i++)
		if (t->turns[i].replied)
			turns[n++] = t->turns[i].reply_at;
	code = talk_analyse_turns(&t->x, &t->work, t->pack, &t->round, (struct str){buf_text(&t->transcript), t->transcript.n}, turns, n, err);
	t->x.turns = NULL;
	t->x.turn_count = 0;
	if (code)
		return unseen(t, code);
	for (size_t i = 0; i < t->x.clues.n; i++)
		t->x.clues.p[i].turn = turn_of(t, t->x.clues.p[i].at);
	c = (struct probe_context){.a = &t->work, .x = &t->x, .asked = t->asked, .asked_count = t->asked_count};
	if (t->asked_count && t->turns[t->asked_count - 1].reply_n)
		c.last_at = t->turns[t->asked_count - 1].reply_at;
	t->view = (struct talk_view){
		.transcript = t->x.text.text, .evaluable = t->x.evaluable, .not_evaluable = t->x.not_evaluable,
		.opening = t->asked_count ? t->view.opening : t->x.opening, .word_count = t->x.text.word_count, .sentence_count = t->x.text.sentence_count,
		.clues = t->x.clues.p, .clue_count = t->x.clues.n, .frame = t->x.frame, .gaps = t->x.gaps, .gap_count = t->x.gap_count,
	};
	probes_rank(&c, &probes, &t->view.probe_count);
	t->view.probes = probes;
	return arena_over(&t->work) ? unseen(t, err_set(err, ERR_LIMIT, "the answer needs more memory than it may have")) : ERR_OK;
}

/* Does a line begin as an entry of a list does: "- ", "* ", "3." */
static bool list_entry(const char *p, size_t n)
{
	size_t digits = 0;

	while (n && (*p == ' ' || *p == '\t')) {
		p++;
		n--;
	}
	while (digits < n && p[digits] >= '0' && p[digits] <= '9')
		digits++;
	return n && (strchr("-*+|#", *p) || (digits && digits < n && strchr(".)", p[digits])) || (n > 2 && !memcmp(p, "\xE2\x80\xA2", 3)));
}

/*
 * What was typed in lines is one text: a line end in the middle of a sentence becomes a blank, so that a quote can reach over it.  Empty lines, lists
 * and lines that end a sentence stay, and no byte moves.
 */
static void soften(char *p, size_t n)
{
	for (size_t i = 1; i + 1 < n; i++) {
		bool inside = p[i] == '\n' && !strchr(".!?:;\n\r ", p[i - 1]) && !strchr("\n\r", p[i + 1]);

		if (inside && p[i - 1] && p[i + 1] && !list_entry(p + i + 1, n - i - 1))
			p[i] = ' ';
	}
}

/* Say it, at the end of the transcript. */
static enum err_code add_said(struct talk *t, struct str text, struct err *err)
{
	size_t at = t->transcript.n;

	buf_add(&t->transcript, text.p, text.n);
	if (buf_check(&t->transcript, err))
		return t->transcript.code;
	if (text.n)
		soften(t->transcript.p + at, text.n);
	return ERR_OK;
}

enum err_code talk_answer(struct talk *t, struct str text, struct err *err)
{
	if (t->answered)
		return err_set(err, ERR_USAGE, "the answer was given already");
	if (text.n > TALK_ANSWER_BYTES_MAX)
		return err_set(err, ERR_LIMIT, "the answer has %zu bytes, at most %u are read", text.n, TALK_ANSWER_BYTES_MAX);
	if (add_said(t, text, err))
		return t->transcript.code;
	t->answered = true;
	return look(t, err);
}

const struct talk_view *talk_view(const struct talk *t)
{
	return &t->view;
}

static struct talk_probe keep(struct talk *t, const struct talk_probe *p)
{
	struct talk_probe kept = *p;

	kept.gap = arena_strdup(&t->life, p->gap);
	kept.text = arena_strdup(&t->life, p->text);
	kept.why = arena_strdup(&t->life, p->why);
	kept.quote = arena_strdup(&t->life, p->quote);
	kept.quote2 = arena_strdup(&t->life, p->quote2);
	return kept;
}

const struct talk_probe *talk_next(struct talk *t)
{
	struct turn *turn;

	if (!t->answered || !t->view.probe_count || t->asked_count == TURNS_MAX || arena_over(&t->life) ||
	    (t->round.probes_max && t->asked_count >= t->round.probes_max))
		return NULL;
	/* Without a reply to the last one the same probe would come again. */
	if (t->asked_count && !t->turns[t->asked_count - 1].replied)
		return &t->asked[t->asked_count - 1].probe;
	turn = &t->turns[t->asked_count];
	*turn = (struct turn){0};
	for (size_t i = 0; i < t->view.probe_count && i < CONSIDERED_MAX; i++) {
		turn->considered[turn->considered_count].gap = arena_strdup(&t->life, t->view.probes[i].gap);
		turn->considered[turn->considered_count++].score = t->view.probes[i].score;
	}
	t->asked[t->asked_count] = (struct asked){.probe = keep(t, &t->view.probes[0])};
	return &t->asked[t->asked_count++].probe;
}

/* "cost" alone shows nobody what was new; two words, a number or a name do. */
static bool shows(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] == ' ' || isdigit((unsigned char)p[i]) || isupper((unsigned char)p[i]))
			return true;
	return false;
}

/* Clues of the reply whose words had not been said. */
static void find_fresh(struct talk *t, uint32_t at)
{
	struct turn *turn = &t->turns[t->asked_count - 1];
	const char *said = buf_text(&t->transcript);

	t->fresh = ARENA_NEW(&t->work, const struct talk_clue *, t->x.clues.n + 1);
	t->outcome.new_count = 0;
	for (size_t i = 0; i < t->x.clues.n; i++) {
		const struct talk_clue *c = &t->x.clues.p[i];
		bool counts = c->type != CLUE_ACTOR && c->type != CLUE_HEDGE && c->type != CLUE_VAGUE && c->type != CLUE_DECLINE;

		if (c->at < at || !counts || memmem(said, at, said + c->at, c->n))
			continue;
		t->fresh[t->outcome.new_count++] = c;
		if (turn->fresh_count < FRESH_MAX && shows(said + c->at, c->n))
			turn->fresh[turn->fresh_count++] = arena_strndup(&t->life, said + c->at, c->n);
	}
	t->outcome.fresh = t->fresh;
}

/* A short reply where the point of a long answer was asked for: nothing in it need be new. */
static bool summarises(const struct talk_pack *p, const char *gap, enum talk_kind kind, const struct talk_analysis *reply)
{
	const struct probe_def *def = *gap ? pack_probe(p, gap, kind) : NULL;

	return def && def->summary && reply->text.word_count <= SUMMARY_WORDS;
}

/*
 * A full reply whose words are mostly its own tells something new, also where no clue is found in it: "the printer on the second floor,
 * because nobody had told it of the move".  Does the reply count as answered: with something new, unless the point of the question was another?
 */
static bool holds(const struct talk *t, const struct asked *a, bool summary)
{
	const struct probe_def *def = *a->probe.gap ? pack_probe(t->pack, a->probe.gap, t->round.kind) : NULL;
	bool full = a->verdict == TALK_FULL, settled = full && def && def->once, design = t->x.clues.design;

	/* A mechanism that was told and is told again where it is asked for answers; a story is pressed for what is new. */
	return (full || a->verdict == TALK_PARTIAL) && (a->fresh || (full && a->fresh_words >= FRESH_WORDS) || summary || settled || design);
}

/*
 * Replies that take up nothing of the story or the question.  One in four good ones does so ("our colleague in Pune"), so a few are
 * forgiven; a candidate who answers everything with something else is not.
 */
static bool strays(const struct talk *t)
{
	size_t loose = 1, tied = 0;

	if (t->round.kind != TALK_BEHAVIOURAL && t->round.kind != TALK_RETROSPECTIVE)
		return false;
	for (size_t i = 0; i + 1 < t->asked_count; i++) {
		tied += t->asked[i].held && t->turns[i].takes_up;
		loose += t->asked[i].held && !t->turns[i].takes_up;
	}
	return loose > tied + STRAY_MOST;
}

enum err_code talk_reply(struct talk *t, struct str text, const struct talk_outcome **out, struct err *err)
{
	struct turn *turn = t->asked_count ? &t->turns[t->asked_count - 1] : NULL;
	struct asked *asked = t->asked_count ? &t->asked[t->asked_count - 1] : NULL;
	struct talk_analysis reply;
	struct talk_text probe, before;
	enum err_code code;
	bool summary;

	if (!turn || turn->replied)
		return err_set(err, ERR_USAGE, "no probe waits for a reply");
	if (text.n > TALK_ANSWER_BYTES_MAX || t->transcript.n + text.n + 2 > TALK_TRANSCRIPT_BYTES_MAX)
		return err_set(err, ERR_LIMIT, "the reply has %zu bytes, at most %u are read", text.n, TALK_ANSWER_BYTES_MAX);
	arena_clear(&t->work);
	code = talk_analyse(&reply, &t->work, t->pack, &t->round, text, err);
	if (!code)
		code = talk_text_read(&t->work, t->pack->lex, str_of(asked->probe.text), &probe, err);
	if (!code)
		code = talk_text_read(&t->work, t->pack->lex, (struct str){buf_text(&t->transcript), t->transcript.n}, &before, err);
	if (code)
		return unseen(t, code);
	struct talk_text nothing = {.lex = t->pack->lex};
	struct check_input in = {&reply, &probe, &before, asked->probe.gap, t->view.opening == TALK_EVADED};

	summary = asked->probe.depth == 1 && summarises(t->pack, asked->probe.gap, t->round.kind, &reply);
	if (summary)
		in.before = &nothing;
	t->outcome = (struct talk_outcome){.verdict = check_reply(&in)};
	t->outcome.missing = check_missing(&in, t->outcome.verdict);
	check_novelty(&in, &asked->fresh_words);
	turn->takes_up = talk_takes_up(t, &before, &probe, &reply);
	bool off = t->outcome.verdict == TALK_EVADED && !strcmp(t->outcome.missing, CHECK_OFF_POINT);

	if (!turn->takes_up && (off || ((t->outcome.verdict == TALK_FULL || t->outcome.verdict == TALK_PARTIAL) && strays(t)))) {
		t->outcome.verdict = TALK_EVADED;
		t->outcome.missing = "it takes up nothing of what was told or asked";
	}
	turn->missing = t->outcome.missing;
	buf_adds(&t->transcript, "\n\n");
	turn->reply_at = (uint32_t)t->transcript.n;
	turn->reply_n = (uint32_t)text.n;
	code = add_said(t, text, err);
	turn->replied = true;
	asked->answered = true;
	asked->verdict = t->outcome.verdict;
	asked->reply_at = turn->reply_at;
	asked->reply_n = turn->reply_n;
	if (!code)
		code = look(t, err);
	if (code)
		return code;
	find_fresh(t, turn->reply_at);
	asked->fresh = t->outcome.new_count;
	asked->held = holds(t, asked, summary);
	t->outcome.ask_again = t->outcome.verdict == TALK_EVADED && t->view.probe_count && t->view.probes[0].again;
	*out = &t->outcome;
	return ERR_OK;
}

int talk_depth(const struct talk *t)
{
	int depth = 0;

	for (size_t i = 0; i < t->asked_count; i++)
		if (t->asked[i].held && t->asked[i].probe.depth > depth)
			depth = t->asked[i].probe.depth;
	return depth;
}

bool talk_survived(const struct talk *t)
{
	for (size_t i = 0; i < t->asked_count; i++) {
		bool saved = i + 1 < t->asked_count && t->asked[i + 1].probe.again && t->asked[i + 1].held;

		/* An evasion is forgiven when the one re-ask was answered. */
		if (t->asked[i].answered && !t->asked[i].held && !saved)
			return false;
	}
	return talk_depth(t) >= TALK_DEPTH_MAX;
}

size_t talk_places(const struct talk *t, const char *topic, struct talk_place *out, size_t max)
{
	const struct topic *found = t->answered ? pack_topic(t->pack, topic) : NULL;
	struct pattern_hit hit;
	size_t n = 0;

	for (size_t i = 0; found && n < max && talk_hit_find(&t->x.hits, found->named, i, t->x.text.token_count, &hit); i = hit.end) {
		struct str s = talk_span_text(&t->x.text, (struct talk_span){hit.mark_first, hit.mark_end - hit.mark_first});

		out[n++] = (struct talk_place){(uint32_t)(s.p - t->x.text.text.p), (uint32_t)s.n};
	}
	return n;
}

/* As check_features.c names them. */
static void features_put(const struct check_input *in, struct buf *out)
{
	const char *names[CHECK_FEATURES_MAX];
	size_t n = check_features_read(in, check_new_amounts(in), names);

	for (size_t i = 0; i < n; i++)
		buf_addf(out, " %s", names[i]);
}

enum err_code talk_check_seen(const struct talk_pack *p, const struct talk_round *round, const char *gap, struct str probe, struct str before,
			      bool after_evasion, struct str reply, enum talk_verdict *out, struct buf *features, struct arena *names, struct check_keys *keys, struct err *err)
{
	struct talk_analysis x;
	struct talk_text probe_text, before_text;
	struct arena a;
	enum err_code code;

	arena_init(&a, WORK_MAX_BYTES);
	code = talk_analyse(&x, &a, p, round, reply, err);
	if (!code)
		code = talk_text_read(&a, p->lex, probe, &probe_text, err);
	if (!code)
		code = talk_text_read(&a, p->lex, before, &before_text, err);
	if (!code) {
		struct talk_text nothing = {.lex = p->lex};
		struct check_input in = {&x, &probe_text, &before_text, gap ? gap : "", after_evasion};

		if (summarises(p, in.gap, round->kind, &x))
			in.before = &nothing;
		*out = check_reply(&in);
		if (features)
			features_put(&in, features);
		if (keys)
			check_keys_read(&in, names, keys);
	}
	arena_release(&a);
	return code;
}

enum err_code talk_check(const struct talk_pack *p, const struct talk_round *round, const char *gap, struct str probe, struct str before,
			 bool after_evasion, struct str reply, enum talk_verdict *out, struct err *err)
{
	return talk_check_seen(p, round, gap, probe, before, after_evasion, reply, out, NULL, NULL, NULL, err);
}

enum err_code talk_points(const struct talk_pack *p, struct str text, const char *const *topics, size_t n, int *treated, struct err *err)
{
	struct talk_round round = {.kind = TALK_SQL};
	struct talk_analysis x;
	struct arena a;
	enum err_code code;

	arena_init(&a, WORK_MAX_BYTES);
	code = talk_analyse(&x, &a, p, &round, text, err);
	for (size_t i = 0; i < n && !code; i++) {
		const struct topic *topic = pack_topic(p, topics[i]);

		if (!topic)
			code = err_set(err, ERR_MISSING, "no topic is called '%s'", topics[i]);
		else
			treated[i] = check_is_list(&x) || !x.evaluable ? 0 : talk_topic_in(&x, topic, NULL);
	}
	arena_release(&a);
	return code;
}
