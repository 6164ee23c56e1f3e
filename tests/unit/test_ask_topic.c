/* Answers to questions about a query: what treats the point, what says something else with "because" in it, what repeats the question. */
#include "practice/ask_topic.h"

#include <string.h>

#include "base/json.h"
#include "practice/ask_content.h"
#include "talk/points.h"
#include "tap.h"

static struct ask_content *content;
static struct talk_pack *talk;

/* Fluent, with a cause and numbers, about something else. */
static const char *const elsewhere[] = {
	"I rewrote the merge step because it was slow. It took 3 hours before and 20 minutes after.",
	"We always test this carefully in staging, because our lead wants quality, and if it fails then we fix it within 2 days.",
	"It depends on the business, so I would clarify it with the stakeholders first because they know what they want.",
};

static json_t *question_of(const char *id)
{
	size_t count;
	const struct ask_entry *entries = ask_content_entries(content, &count);

	for (size_t i = 0; i < count; i++) {
		json_t *points = json_array(), *q;

		if (strcmp(entries[i].id, id) != 0) {
			json_decref(points);
			continue;
		}
		for (size_t k = 0; k < entries[i].point_count; k++)
			json_array_append_new(points, json_pack("{s:s,s:s}", "topic", entries[i].points[k].topic, "say", entries[i].points[k].say));
		q = json_pack("{s:s,s:o,s:s}", "text", entries[i].wordings[0], "points", points, "answer", entries[i].answer);
		return q;
	}
	BUG("no entry '%s'", id);
}

/* How many points an answer treats; as the engine says it, or weighed. */
static int treats(const json_t *q, const char *answer, bool weighed)
{
	json_t *checked = NULL, *one;
	struct err err = {0};
	int n = 0;
	size_t i;

	if (talk_points_json(talk, json_get_text(q, "text", ""), json_get_array(q, "points"), str_of(answer), &checked, &err))
		BUG("%s", err.text);
	if (weighed)
		ask_topic_weigh(q, str_of(answer), checked);
	json_array_foreach(json_get_array(checked, "points"), i, one)
		n += json_get_int(one, "treated", 0) == 2;
	json_decref(checked);
	return n;
}

static const struct {
	const char *id, *answer;
} good[] = {
	{"why-row-number", "I need exactly one row per customer. If two rows tie, rank() would give both number 1 and I would return two rows, so row_number is right because it breaks the tie."},
	{"why-left-join", "Because sellers with no refund must stay in the list. An inner join would lose them; now their refund columns are NULL."},
	{"why-left-join-where", "That is a mistake. For a seller with no match the column is NULL, so the comparison is not true and the row is dropped. In ON it would stay."},
	{"why-not-in", "If one customer_id in the subquery is NULL, NOT IN is never true and nothing comes back. NOT EXISTS is safer because it ignores NULL."},
	{"why-frame-default", "Without a frame it is RANGE up to the current row, so rows with the same booked_at are added together and both show the same total."},
	{"why-count-column", "count of the column skips NULL, so sellers without refunds get 0, because there the id is NULL. count(*) would say 1."},
	{"why-function-on-filter", "date_trunc on the column means every block has to be scanned. A range on viewed_at would let it skip partitions."},
	{"why-between-timestamps", "It ends at midnight of the last day, so everything later on the 31st is lost. I should use less than April 1st because that keeps the whole day."},
	{"why-distinct", "The join repeats a booking once for each overlap, so there are duplicates. DISTINCT removes them because I only want to know that it overlaps."},
	{"why-avg", "avg skips NULL, so a missing price is not counted as 0. That is right because unknown is not free."},
	{"why-group-by-name", "Two teams can have the same name and they would become one row, because name is no key. I should group by team_id."},
	{"what-if-join-doubles", "Then each order comes twice and the sum doubles. The key must be unique in the right table, so I would deduplicate it first."},
	{"what-if-ten-billion", "It scans the whole table and shuffles it by user for the window. I would partition by day so that only one day is read."},
	{"what-if-incremental", "I keep one partition per day and replace it when the job runs, so a second run changes nothing. Late rows change the last 3 days, so these are recomputed."},
	{"what-if-limit-ties", "If two customers tie at place 3, LIMIT cuts one of them at random. I would add the id to the ORDER BY to decide the tie."},
	{"what-if-sum-nothing", "sum gives NULL and not 0 when there are no rows, so I would wrap it in coalesce."},
};

int main(void)
{
	struct err err = {0};
	size_t both = 0, points = 0;

	if (ask_content_open(&content, "content", "amazon-de", &err) || talk_pack_open(&talk, "content", "amazon-de", &err))
		BUG("%s", err.text);
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		json_t *q = question_of(good[i].id);
		int n = treats(q, good[i].answer, true);

		points += json_array_size(json_get_array(q, "points"));
		both += (size_t)n;
		if (!tap_is_int(n, treats(q, good[i].answer, false), "%s: a good answer loses none of the %d points that the engine finds", good[i].id, n))
			tap_show("answer", good[i].answer);
		for (size_t k = 0; k < sizeof(elsewhere) / sizeof(elsewhere[0]); k++)
			if (!tap_is_int(treats(q, elsewhere[k], true), 0, "%s: what is about something else treats none", good[i].id))
				tap_show("answer", elsewhere[k]);
		json_decref(q);
	}
	printf("# %zu of %zu points of good answers\n", both, points);
	tap_ok(both * 2 > points, "of the points of good answers, more than half are found");
	ask_topic_weigh(NULL, STR("x"), NULL);
	talk_pack_free(talk);
	ask_content_free(content);
	return tap_done();
}
