/* Mock rounds: the machine over events, its clock, crashes, bad input. */
#include "tap.h"

#include "base/fault.h"
#include "base/json.h"
#include "mock/debrief.h"
#include "mock/mock.h"

static struct bank *bank;
static struct talk_pack *talk;
static struct rounds *rounds;
static int folder;

#define STORY                                                                                                                 \
	"I owned the nightly load of orders at a shop. In March it failed three nights in a row, and finance had no revenue until noon. I " \
	"looked at its log and saw that it copied the whole table, 90 million rows, although only two million had changed. I decided to "  \
	"load only the changed partitions. The load went from 3 hours to 20 minutes, and it has not failed since."
#define REPLY "I compared the row counts of source and target for 14 nights, because a difference would have shown a lost partition."
#define DESIGN                                                                                                                  \
	"One row of the table is one click, identified by its event_id. A loader reads the files of the last 48 hours every morning and drops " \
	"the second event with the same event_id. It writes each click into the partition of its event date, so a click that comes 36 hours " \
	"late reopens its day. A run replaces whole partitions in one transaction, so running it twice for the same day gives the same rows. " \
	"A new column in the source passes through and is reported; a missing or retyped one blocks the load and pages the person on call. " \
	"Rows in must equal rows out plus rejected plus duplicates, else nothing is published. If noon is missed, the report shows the day " \
	"before with a banner, and I am paged at 11:30 by an alarm on the age of the newest partition."

static struct mock_base base_new(void)
{
	struct mock_base b = {rounds, bank, talk, NULL};
	struct err err = {0};
	char dir[600];

	snprintf(dir, sizeof(dir), "%.500s/%d", tap_dir(), folder++);
	if (store_open(&b.store, dir, &err))
		printf("# %s\n", err.text);
	return b;
}

static struct mock *start(const struct mock_base *b, const char *round, uint64_t seed)
{
	struct mock_options o = {.round = round, .seed = seed, .level = TALK_L5};
	struct mock *m = NULL;
	struct err err = {0};

	if (mock_start(&m, b, &o, &err))
		printf("# %s\n", err.text);
	return m;
}

/* Say it 20 seconds after the last event. False with the error shown. */
static bool say(struct mock *m, enum mock_said said, const char *text)
{
	struct err err = {0};

	if (!mock_say(m, said, str_of(text), mock_view(m)->clock_ms + 20000, &err))
		return true;
	printf("# %s\n", err.text);
	return false;
}

/* What a candidate would say now. */
static const char *answer_to(const struct mock_view *v)
{
	if (v->expects == MOCK_EXPECTS_QUERY)
		return "SELECT 1";
	if (v->expects == MOCK_EXPECTS_START)
		return "";
	/* The first thing that is said to a part is an answer, the rest are replies. */
	for (size_t i = v->turn_count; i > 0 && v->turns[i - 1].part == v->part; i--)
		if (v->turns[i - 1].mine && (v->turns[i - 1].ask == ASK_PROBE || v->turns[i - 1].ask == ASK_EXPLAIN))
			return REPLY;
	return v->kind == MOCK_DESIGN ? DESIGN : STORY;
}

struct listing {
	struct buf text;
};

static bool list_event(const struct store_record *e, void *arg)
{
	struct listing *l = arg;
	char *text;

	json_object_del(e->body, "attempt");
	json_object_del(json_object_get(e->body, "result"), "attempt");
	json_object_del(e->body, "mock");
	text = json_text(e->body);
	buf_addf(&l->text, "%s %s\n", e->kind, text);
	free(text);
	return true;
}

/* Every event of the mock as text, without ids. */
static char *events_of(const struct mock_base *b)
{
	struct store_which which = {.kind = "mock.*"};
	struct listing l;
	struct err err = {0};

	buf_init(&l.text, 64u << 20);
	store_events(b->store, &which, list_event, &l, &err);
	return buf_take(&l.text);
}

/* Play to the end; again: leave the room after each word and come back. */
static void play(const struct mock_base *b, struct mock *m, bool again)
{
	struct err err = {0};

	for (int i = 0; m && !mock_view(m)->over && i < 300; i++) {
		if (!say(m, SAID_TEXT, answer_to(mock_view(m))))
			break;
		if (!again || mock_view(m)->over)
			continue;
		int64_t clock_ms = mock_view(m)->clock_ms;

		mock_free(m);
		if (mock_resume(&m, b, 0, &err) || mock_view(m)->clock_ms != clock_ms) {
			tap_ok(false, "resumed at the same second: %s", err.text);
			return;
		}
	}
	tap_ok(m && mock_view(m)->over, "the round ends");
	mock_free(m);
}

static void test_same(const char *round)
{
	struct mock_base a = base_new(), b = base_new(), c = base_new();
	char *x, *y, *z;

	play(&a, start(&a, round, 7), false);
	play(&b, start(&b, round, 7), true);
	play(&c, start(&c, round, 8), false);
	x = events_of(&a);
	y = events_of(&b);
	z = events_of(&c);
	tap_ok(strstr(x, "mock.ended") && strstr(x, "mock.part"), "%s: it is in the record", round);
	if (!tap_ok(!strcmp(x, y), "%s: left and resumed after each word, the events are the same", round)) {
		size_t i = 0;

		while (x[i] && x[i] == y[i])
			i++;
		printf("# differ at %zu: %.120s\n# %.120s\n", i, x + (i > 60 ? i - 60 : 0), y + (i > 60 ? i - 60 : 0));
	}
	tap_ok(strcmp(x, z) != 0, "%s: another seed draws another one", round);
	free(x);
	free(y);
	free(z);
	store_close(a.store);
	store_close(b.store);
	store_close(c.store);
}

/* The commit fails at each place in turn; what is resumed ends in the same events. */
static void test_crashes(void)
{
	struct mock_base whole = base_new();
	char *want, *got, fault[40];
	int places = 0;

	play(&whole, start(&whole, "design", 3), false);
	want = events_of(&whole);
	store_close(whole.store);
	for (int n = 2; n < 60; n++, places++) {
		struct mock_base b = base_new();
		struct mock *m = start(&b, "design", 3);
		struct err err = {0};
		bool failed = false;

		snprintf(fault, sizeof(fault), "store.commit:%d", n - 1);
		fault_set(fault);
		while (m && !mock_view(m)->over && !failed)
			failed = mock_say(m, SAID_TEXT, str_of(answer_to(mock_view(m))), mock_view(m)->clock_ms + 20000, &err) != ERR_OK;
		fault_set(NULL);
		if (failed) {
			mock_free(m);
			m = NULL;
			if (mock_resume(&m, &b, 0, &err))
				printf("# %s\n", err.text);
		}
		for (int i = 0; m && !mock_view(m)->over && i < 100; i++)
			say(m, SAID_TEXT, answer_to(mock_view(m)));
		mock_free(m);
		got = events_of(&b);
		if (strcmp(got, want))
			tap_ok(false, "a failure at commit %d changes the events", n);
		free(got);
		store_close(b.store);
		if (!failed)
			break;
	}
	tap_ok(places > 10, "%d places where the record failed, each resumed to the same events", places);
	free(want);
}

int main(void)
{
	struct err err = {0};

	setenv("SPAR_CONTENT", "content", 0);
	setenv("SPAR_NOW", "2026-11-25T10:00:00Z", 1);
	unsetenv("SPAR_PACK");
	if (bank_open(&bank, NULL, NULL, &err) || talk_pack_open(&talk, NULL, NULL, &err) || rounds_open(&rounds, NULL, NULL, bank, talk, &err))
		printf("# %s\n", err.text);
	test_same("phone");
	test_same("bar-raiser");
	test_same("loop");
	test_crashes();
	rounds_free(rounds);
	talk_pack_free(talk);
	bank_free(bank);
	return tap_done();
}
