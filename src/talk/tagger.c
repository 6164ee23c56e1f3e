#include "talk/tagger.h"

#include <math.h>

static double weight_at(const struct weights *w, const char *name, const char *first, const char *second, int slot)
{
	size_t n;
	const struct weight *e = weights_of(w, weight_key(weight_name_of(name).hash, weight_name_of(first).hash, second ? weight_name_of(second).hash : 0), &n);

	for (size_t i = 0; i < n; i++)
		if (e[i].slot == slot)
			return (double)e[i].value;
	return 0;
}

void tag_model_find(const struct weights *w, enum talk_clue_type type, struct tag_model *out)
{
	static const char *const labels[] = {"out", "begin", "in"};
	char name[40];

	*out = (struct tag_model){.begin = -1, .in = -1};
	snprintf(name, sizeof(name), "%s", talk_clue_name(type));
	int own = weights_slot(w, name);

	snprintf(name, sizeof(name), "%s.B", talk_clue_name(type));
	out->begin = weights_slot(w, name);
	snprintf(name, sizeof(name), "%s.I", talk_clue_name(type));
	out->in = weights_slot(w, name);
	if (own < 0 || out->begin < 0)
		out->begin = -1;
	if (out->begin < 0)
		return;
	for (int a = 0; a < TAG_COUNT; a++)
		for (int b = 0; b < TAG_COUNT; b++)
			out->step[a][b] = weight_at(w, "step", labels[a], labels[b], own);
	out->keep = weight_at(w, "keep", "1", NULL, own);
	out->add = weight_at(w, "add", "1", NULL, own);
}

#define FORBIDDEN (-1e9)
#define SCORE_MAX 40               /* beyond that a label is as good as certain */

static double bounded(double score)
{
	return score > SCORE_MAX ? SCORE_MAX : score < -SCORE_MAX ? -SCORE_MAX : score;
}

static double step_of(const struct tag_model *m, int from, int to)
{
	return from == TAG_OUT && to == TAG_IN ? FORBIDDEN : m->step[from][to];
}

/* The best labels: Viterbi's algorithm. from: three numbers a place. True: one of them carries a clue. */
static bool best_labels(const struct tag_model *m, const float *begin, const float *in, size_t n, uint8_t *labels, uint8_t *from)
{
	double step[TAG_COUNT][TAG_COUNT], best[TAG_COUNT];
	size_t label = 0;
	bool any = false;

	for (int j = 0; j < TAG_COUNT; j++)
		for (int k = 0; k < TAG_COUNT; k++)
			step[j][k] = step_of(m, j, k);
	for (int k = 0; k < TAG_COUNT; k++)
		best[k] = step[TAG_OUT][k] + (k == TAG_BEGIN ? (double)begin[0] + TAG_LEAN : k == TAG_IN ? (double)in[0] : 0);
	for (size_t t = 1; t < n; t++) {
		double before[TAG_COUNT] = {best[0], best[1], best[2]};

		for (int k = 0; k < TAG_COUNT; k++) {
			double out = before[0] + step[0][k], second = before[1] + step[1][k], third = before[2] + step[2][k], top = out;

			from[3 * t + (size_t)k] = 0;
			if (second > top) {
				top = second;
				from[3 * t + (size_t)k] = 1;
			}
			if (third > top) {
				top = third;
				from[3 * t + (size_t)k] = 2;
			}
			best[k] = top + (k == TAG_BEGIN ? (double)begin[t] + TAG_LEAN : k == TAG_IN ? (double)in[t] : 0);
		}
	}
	for (size_t k = 1; k < TAG_COUNT; k++)
		label = best[k] > best[label] ? k : label;
	for (size_t t = n; t-- > 0;) {
		labels[t] = (uint8_t)label;
		any = any || label;
		label = t ? from[3 * t + label] : 0;
	}
	return any;
}

/*
 * The sums over all sequences, forward and backward, each place scaled so that its three add up to one: then no logarithms are needed (Rabiner,
 * 1989). e, alpha and beta: three numbers a place.
 */
static void marginals(const struct tag_model *m, const float *begin, const float *in, size_t n, float *sure, double *e, double *alpha, double *beta)
{
	double step[TAG_COUNT][TAG_COUNT];

	for (int j = 0; j < TAG_COUNT; j++)
		for (int k = 0; k < TAG_COUNT; k++)
			step[j][k] = j == TAG_OUT && k == TAG_IN ? 0 : exp(bounded(m->step[j][k]));
	for (size_t t = 0; t < n; t++) {
		double sum = 0, *a = &alpha[3 * t];

		e[3 * t] = 1;
		e[3 * t + 1] = exp(bounded((double)begin[t]));
		e[3 * t + 2] = exp(bounded((double)in[t]));
		for (int k = 0; k < TAG_COUNT; k++) {
			const double *b = a - 3;

			a[k] = e[3 * t + (size_t)k] * (t ? b[0] * step[0][k] + b[1] * step[1][k] + b[2] * step[2][k] : step[TAG_OUT][k]);
			sum += a[k];
		}
		for (int k = 0; k < TAG_COUNT; k++)
			a[k] /= sum;
	}
	for (size_t k = 0; k < TAG_COUNT; k++)
		beta[3 * (n - 1) + k] = 1;
	for (size_t t = n - 1; t-- > 0;) {
		const double *next = &beta[3 * (t + 1)], *f = &e[3 * (t + 1)];
		double sum = 0, *b = &beta[3 * t];

		for (int j = 0; j < TAG_COUNT; j++) {
			b[j] = step[j][0] * f[0] * next[0] + step[j][1] * f[1] * next[1] + step[j][2] * f[2] * next[2];
			sum += b[j];
		}
		for (int j = 0; j < TAG_COUNT; j++)
			b[j] /= sum;
	}
	for (size_t t = 0; t < n; t++) {
		const double *a = &alpha[3 * t], *b = &beta[3 * t];
		double carried = a[1] * b[1] + a[2] * b[2];

		sure[t] = (float)(carried / (a[0] * b[0] + carried));
	}
}

void tag_decode(const struct tag_model *m, const float *begin, const float *in, size_t n, bool wanted, uint8_t *labels, float *sure, double *scratch)
{
	if (n && (best_labels(m, begin, in, n, labels, (uint8_t *)scratch) || wanted))
		marginals(m, begin, in, n, sure, scratch, scratch + 3 * n, scratch + 6 * n);
}

/* Not in the middle of an amount or of a name. */
static void whole_words(const struct clue_reader *r, size_t *first, size_t *end)
{
	const struct talk_text *t = r->t;

	if (t->amount_at[*first]) {
		const struct talk_amount *m = &t->amounts[t->amount_at[*first] - 1];

		if (*end < (size_t)m->first + m->count || *first > m->first)
			*first = m->first;
	}
	if (*end < t->token_count && t->amount_at[*end] && t->amount_at[*end] == t->amount_at[*end - 1])
		*end = (size_t)t->amounts[t->amount_at[*end] - 1].first + t->amounts[t->amount_at[*end] - 1].count;
}

static bool overlaps(const struct tag_span *p, size_t n, size_t first, size_t end)
{
	for (size_t i = 0; i < n; i++)
		if (p[i].first < end && first < p[i].end)
			return true;
	return false;
}

/* The place in the chain of a token, or of the next one that is in it. */
static size_t place_of(const struct tag_chain *c, size_t token)
{
	size_t low = 0, high = c->n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (c->tokens[mid] < token)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static double sure_of(const struct tag_chain *c, const float *sure, size_t first, size_t end)
{
	size_t from = place_of(c, first), to = place_of(c, end);
	double sum = 0;

	for (size_t p = from; p < to; p++)
		sum += (double)sure[p];
	return to > from ? sum / (double)(to - from) : 0;
}

size_t tag_merge(const struct tag_model *m, const struct clue_reader *r, const struct tag_chain *c, enum talk_clue_type type, const struct talk_clue *p, size_t n,
		 const uint8_t *labels, const float *sure, struct tag_span *out)
{
	size_t kept, count = 0;

	for (size_t i = 0; i < n; i++) {
		size_t end = (size_t)p[i].first + p[i].count;
		double s = p[i].type == type ? sure_of(c, sure, p[i].first, end) : 0;

		if (p[i].type == type && s >= m->keep)
			out[count++] = (struct tag_span){p[i].first, end, s};
	}
	kept = count;
	for (size_t i = 0; i < c->n;) {
		size_t from = i;

		if (labels[i] == TAG_OUT) {
			i++;
			continue;
		}
		for (i++; i < c->n && labels[i] == TAG_IN; i++)
			;
		size_t first = c->tokens[from], end = (size_t)c->tokens[i - 1] + 1;
		double s = sure_of(c, sure, first, end);

		whole_words(r, &first, &end);
		if (s >= m->add && !overlaps(out, kept, first, end))
			out[count++] = (struct tag_span){first, end, s};
	}
	return count;
}

/* The sums of all slots at all places: places x slots. */
static float *sums_read(struct clue_reader *r, const struct weights *w, const struct tag_chain *c)
{
	float *sums = ARENA_NEW(r->a, float, (c->n + 1) * w->slot_count);

	for (size_t p = 0; p < c->n; p++) {
		float here[WEIGHT_SLOTS_MAX];

		memset(here, 0, w->row_slots * sizeof(*here));
		for (size_t k = c->first[p]; k < c->first[p + 1]; k++)
			weights_add(w, c->keys[k], here);
		for (size_t slot = 0; slot < w->slot_count; slot++)
			sums[slot * c->n + p] = here[slot];
	}
	return sums;
}

void tag_clues(struct clue_reader *r)
{
	const struct weights *w = &r->pack->clue_weights;
	const struct talk_clue *rules = r->p;
	size_t rule_count = r->n;
	struct tag_chain c;
	struct tag_model models[CLUE_COUNT];
	unsigned ruled = 0;                /* types of which the rules found one */

	if (!w->feature_count || !r->t->token_count || r->t->token_count > TAG_TOKENS_MAX)
		return;
	tag_chain_read(r, false, &c);
	float *sums = sums_read(r, w, &c), *sure = ARENA_NEW(r->a, float, c.n + 1);
	uint8_t *labels = ARENA_NEW(r->a, uint8_t, c.n + 1);
	double *scratch = ARENA_NEW(r->a, double, 9 * (c.n + 1));
	struct tag_span *spans = ARENA_NEW(r->a, struct tag_span, rule_count + c.n + 1);

	if (arena_over(r->a))
		return;
	r->p = NULL;
	r->n = r->room = 0;
	for (size_t i = 0; i < rule_count; i++)
		ruled |= 1u << rules[i].type;
	for (int type = 0; type < CLUE_COUNT; type++)
		tag_model_find(w, (enum talk_clue_type)type, &models[type]);
	for (size_t i = 0; i < rule_count; i++)
		if (models[rules[i].type].begin < 0)
			*clue_add(r, rules[i].type, rules[i].first, (size_t)rules[i].first + rules[i].count, 1) = rules[i];
	for (int type = 0; type < CLUE_COUNT; type++) {
		if (models[type].begin < 0)
			continue;
		tag_decode(&models[type], &sums[(size_t)models[type].begin * c.n], &sums[(size_t)models[type].in * c.n], c.n, ruled >> type & 1, labels, sure, scratch);
		size_t n = tag_merge(&models[type], r, &c, (enum talk_clue_type)type, rules, rule_count, labels, sure, spans);

		for (size_t i = 0; i < n; i++)
			clue_add(r, (enum talk_clue_type)type, spans[i].first, spans[i].end, spans[i].sure > CLUE_SURE ? spans[i].sure : CLUE_SURE);
	}
	clues_sort(r);
}
