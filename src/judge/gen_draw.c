/*
 * The style of a random world: how many rows, how often NULL, whether children crowd on one parent, which
 * columns stay the same; then, for each class of columns, a few values from one or two clusters.
 */
#include "judge/gen_draw.h"

#define SMALL_COUNT 13           /* a group size up to this is built often, a larger one seldom */

static unsigned one_of(struct maker *m, const unsigned char choices[8])
{
	return choices[rng_next(&m->r) >> 61];
}

/* ---- style and sizes ---- */

void draw_style(struct maker *m)
{
	m->copy_percent = one_of(m, (const unsigned char[8]){ 0, 0, 20, 30, 30, 40, 60, 80 });
	m->null_percent = one_of(m, (const unsigned char[8]){ 0, 0, 0, 15, 25, 30, 45, 70 });
	m->fixed_percent = one_of(m, (const unsigned char[8]){ 0, 0, 0, 10, 10, 20, 40, 60 });
	m->skew_percent = one_of(m, (const unsigned char[8]){ 0, 0, 0, 30, 50, 60, 80, 100 });
	m->hit_percent = one_of(m, (const unsigned char[8]){ 0, 0, 15, 30, 40, 50, 60, 75 });
	m->shuffle = rng_percent(&m->r, 50);
	m->ids_in_order = rng_percent(&m->r, 60);
	m->orderly = rng_percent(&m->r, 30);
	m->broad = rng_percent(&m->r, 25);
	m->fk_walk = (enum walk)(WALK_STILL + rng_below(&m->r, 4));
	m->diverse = rng_percent(&m->r, 55);
	if (m->diverse) {
		m->fixed_percent = m->hit_percent = 0;
		m->copy_percent = rng_percent(&m->r, 50) ? 0 : 30;
		m->skew_percent /= 2;
	}
	if (m->orderly && rng_percent(&m->r, 70))
		m->copy_percent = m->fixed_percent = m->hit_percent = 0;
}

static int row_limit(struct maker *m, size_t i)
{
	if (i < 8)
		return 1;
	if (i < 32)
		return 2;
	if (i < 80)
		return 3;
	/* What one table has to show alone takes more of its rows. */
	if (m->c->table_count == 1)
		return (int)one_of(m, (const unsigned char[8]){ 4, 5, 6, 6, 8, 8, 10, 12 });
	return (int)one_of(m, (const unsigned char[8]){ 3, 4, 5, 6, 6, 8, 8, 11 });
}

/*
 * A world for COUNT(*) >= 5 or LIMIT 3: either one group of about so many rows, or about so many groups of one or two
 * rows each.
 */
static void draw_counts(struct maker *m)
{
	int k = m->g->counts[rng_below(&m->r, (uint32_t)m->g->count_count)];

	if (k > SMALL_COUNT && !rng_percent(&m->r, 8))
		return;
	m->broad = rng_percent(&m->r, 50);
	if (!m->broad) {
		m->fixed_percent = rng_percent(&m->r, 50) ? 60 : 30;
		m->skew_percent = rng_percent(&m->r, 60) ? 100 : 80;
	}
	for (size_t t = 0; t < m->c->table_count; t++) {
		int n = k - 1 + (int)rng_below(&m->r, 3) + (rng_percent(&m->r, 30) ? (int)rng_below(&m->r, 4) : 0);
		if (m->broad && m->is_parent[t])
			m->wanted[t] = n;
		else if (m->broad)
			m->wanted[t] = n + (int)rng_below(&m->r, (uint32_t)n + 1);
		else if (rng_percent(&m->r, m->is_parent[t] ? 40 : 80))
			m->wanted[t] = n;
	}
}

void draw_sizes(struct maker *m, size_t i)
{
	int limit = row_limit(m, i);
	unsigned empty_percent = i < 80 ? 8 : 4;

	for (size_t t = 0; t < m->c->table_count; t++) {
		int most = m->is_parent[t] && limit > 5 ? (m->broad ? 6 : 5) : limit;
		m->wanted[t] = 1 + (int)rng_below(&m->r, (uint32_t)most);
		if (i >= 40 && rng_percent(&m->r, 60)) {
			int again = 1 + (int)rng_below(&m->r, (uint32_t)most);
			m->wanted[t] = again > m->wanted[t] ? again : m->wanted[t];
		}
		/* Small worlds are no use if all tables have one row. */
		if (i < 8 && rng_percent(&m->r, 40))
			m->wanted[t]++;
		if (rng_percent(&m->r, empty_percent) || i == 0 || i == t + 1)
			m->wanted[t] = 0;
	}
	/* Dealt out, children want to be as many as their parents. */
	for (size_t t = 0; t < m->c->table_count && m->broad; t++) {
		for (size_t k = 0; k < m->c->tables[t].fk_count; k++) {
			int parents = m->wanted[m->c->tables[t].fks[k].table];
			if (m->wanted[t] && m->wanted[t] < parents)
				m->wanted[t] = parents + (int)rng_below(&m->r, (uint32_t)parents);
		}
	}
	if (i >= 32 && m->g->count_count && rng_percent(&m->r, 35))
		draw_counts(m);
	for (size_t t = 0; t < m->c->table_count; t++) {
		if (m->wanted[t] == 0 && !m->c->tables[t].may_be_empty)
			m->wanted[t] = 1;
	}
	/* A child needs its parents. */
	for (size_t t = m->c->table_count; t-- > 0;) {
		for (size_t k = 0; k < m->c->tables[t].fk_count; k++) {
			int parent = m->c->tables[t].fks[k].table;
			if (!m->c->tables[t].may_be_empty && m->wanted[parent] == 0)
				m->wanted[parent] = 1;
		}
	}
	for (size_t t = 0; t < m->c->table_count && !m->c->empty_groups; t++) {
		for (size_t k = 0; k < m->c->tables[t].fk_count; k++) {
			int parent = m->c->tables[t].fks[k].table;
			if (parent != (int)t && m->wanted[t] < m->wanted[parent])
				m->wanted[t] = m->wanted[parent] + (int)rng_below(&m->r, 3);
		}
	}
}

/* ---- values ---- */

static void draw_pick(struct maker *m, int class)
{
	const struct gen_column *c = &m->g->columns[class];
	struct pick *p = &m->picks[class];
	unsigned way = rng_below(&m->r, 100);
	bool all_learned = c->filled_count == c->learned_count;
	bool learned = c->learned_count > 0 &&
		rng_percent(&m->r, all_learned ? 100 : c->meta->type == DUCK_VARCHAR ? 80 : 65);
	uint32_t first = learned ? 0 : (uint32_t)c->learned_count;
	uint32_t end = learned ? (uint32_t)c->learned_count : (uint32_t)c->filled_count;
	int one, two;

	p->set = true;
	if (m->diverse && (c->ordered || c->meta->type == DUCK_DATE || c->meta->type == DUCK_TIMESTAMP))
		p->n = (int)one_of(m, (const unsigned char[8]){ 4, 5, 5, 6, 6, 8, 8, 8 });
	else if (m->diverse)
		p->n = (int)one_of(m, (const unsigned char[8]){ 2, 2, 2, 2, 3, 3, 3, 5 });
	else
		p->n = (int)one_of(m, (const unsigned char[8]){ 1, 2, 2, 3, 3, 4, 5, 8 });
	if (end == first) {
		p->n = 0;
		return;
	}
	one = c->filled[first + rng_below(&m->r, end - first)];
	two = c->filled[rng_below(&m->r, (uint32_t)c->filled_count)];
	for (int i = 0; i < p->n; i++) {
		if (way >= 80)
			p->filled[i] = c->filled[first + rng_below(&m->r, end - first)];
		else
			p->filled[i] = way < 55 || i % 2 == 0 ? one : two;
	}
	/* Mostly from the first value on: it is the one for which the comparison holds. */
	p->start = rng_percent(&m->r, 55) ? 0 : rng_below(&m->r, CLUSTER_MAX);
	p->scattered = rng_percent(&m->r, 40);
	for (int i = 0; i < p->n; i++)
		p->place[i] = p->scattered && i ? rng_below(&m->r, 27720) : p->start + (uint32_t)(way < 55 ? i : i / 2);
}

/* Times ascend, kinds follow one another as the query names them, groups change now and then. */
static void draw_walk(struct maker *m, const struct gen_column *c, struct draw *d)
{
	static const enum walk times[8] = { WALK_CYCLE, WALK_CYCLE, WALK_CYCLE, WALK_CYCLE, WALK_CYCLE, WALK_PAIRS,
		WALK_RANDOM, WALK_RANDOM };
	static const enum walk kinds[8] = { WALK_CYCLE, WALK_CYCLE, WALK_CYCLE, WALK_CYCLE, WALK_PAIRS, WALK_BLOCKS,
		WALK_STILL, WALK_RANDOM };
	static const enum walk groups[8] = { WALK_STILL, WALK_STILL, WALK_STILL, WALK_BLOCKS, WALK_BLOCKS, WALK_CYCLE,
		WALK_PAIRS, WALK_RANDOM };
	static const enum walk sizes[8] = { WALK_CYCLE, WALK_CYCLE, WALK_STILL, WALK_PAIRS, WALK_RANDOM, WALK_RANDOM,
		WALK_RANDOM, WALK_RANDOM };
	uint32_t i = (uint32_t)(rng_next(&m->r) >> 61);
	bool is_time = TYPES_WHEN & TYPE_BIT(c->meta->type);

	d->walk = WALK_RANDOM;
	if (!m->orderly)
		return;
	d->walk = is_time ? times[i] : c->computed && (TYPES_NUMBER & TYPE_BIT(c->meta->type)) ? sizes[i]
		: c->meta->type == DUCK_VARCHAR || c->meta->type == DUCK_BOOLEAN ? kinds[i] : groups[i];
	d->start = rng_percent(&m->r, 60) ? 0 : (int)rng_below(&m->r, PICKS_MAX);
	if (is_time && d->walk != WALK_RANDOM) {
		d->start = 0;
		for (int k = 1; k < d->n; k++) {
			int64_t v = d->v[k];
			int at = k;
			for (; at > 0 && d->v[at - 1] > v; at--)
				d->v[at] = d->v[at - 1];
			d->v[at] = v;
		}
	}
}

int walked(enum walk walk, int start, int row, int n)
{
	switch (walk) {
	case WALK_CYCLE:
		return (start + row) % n;
	case WALK_PAIRS:
		return (start + row / 2) % n;
	case WALK_BLOCKS:
		return (start + row / 3) % n;
	default:
		return start % n;
	}
}

void draw_column(struct maker *m, int column)
{
	const struct gen_column *c = &m->g->columns[column];
	int class = gen_class(m->g, column);
	struct pick *p = &m->picks[class];
	struct draw *d = &m->draws[column];

	if (!p->set)
		draw_pick(m, class);
	d->n = 0;
	for (int i = 0; i < p->n; i++) {
		int k = p->filled[i];
		const struct cluster *cluster = k < c->cluster_count ? &c->clusters[k] : NULL;
		if (!cluster || !cluster->n) {
			if (!c->clusters || c->filled_count == 0)
				continue;
			cluster = &c->clusters[c->filled[p->place[i] % (uint32_t)c->filled_count]];
		}
		/* One after another: each value once. */
		if (!p->scattered && i >= cluster->n && p->filled[0] == k)
			break;
		int64_t v = cluster->v[p->place[i] % (uint32_t)cluster->n];
		for (int j = 0; m->diverse && j < d->n; j++)
			if (d->v[j] == v)   /* another one instead, if the cluster has one */
				v = cluster->v[rng_below(&m->r, (uint32_t)cluster->n)];
		d->v[d->n++] = v;
	}
	d->null_share = 0;
	if (c->meta->nullable && !m->c->no_nulls) {
		unsigned percent = m->null_percent;
		/* Not all nullable columns alike. */
		if (percent && rng_percent(&m->r, 30))
			percent = rng_percent(&m->r, 70) ? 0 : 100;
		d->null_share = percent * 128 / 100;
	}
	d->hit_share = m->hit_percent * 128 / 100;
	if (d->n > 1 && !c->in_key && rng_percent(&m->r, m->fixed_percent))
		d->n = 1;
	draw_walk(m, c, d);
}

int64_t draw_cell(struct maker *m, int column, int row)
{
	const struct draw *d = &m->draws[column];
	uint64_t x = rng_next(&m->r);

	if (d->n == 0 || (x & 127) < d->null_share)
		return CELL_NULL;
	if (row >= 0 && d->walk != WALK_RANDOM)
		return d->v[walked(d->walk, d->start, row, d->n)];
	if ((x >> 7 & 127) < d->hit_share)
		return d->v[0];
	return d->v[((x >> 32) * (uint64_t)d->n) >> 32];
}
