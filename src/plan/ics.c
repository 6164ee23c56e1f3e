/* The plan as an iCalendar file. */
#include "plan/plan_int.h"

#include "base/clock.h"
#include "base/rng.h"

#define FOLD_BYTES 75
#define SEQUENCE_FROM_MS 1767225600000LL    /* 2026-01-01 UTC: minutes since then fit into 31 bits for 4,000 years */
#define ALARM_MINUTES 5

/* One content line, folded so that no line has more than 75 bytes and no character is cut. */
static void put_line(struct buf *out, const char *p, size_t n)
{
	size_t used = 0;

	for (size_t i = 0; i < n;) {
		unsigned code;
		size_t len = utf8_next(p + i, n - i, &code);

		if (used + len > FOLD_BYTES) {
			buf_adds(out, "\r\n ");
			used = 1;
		}
		buf_add(out, p + i, len);
		used += len;
		i += len;
	}
	buf_adds(out, "\r\n");
}

__attribute__((format(printf, 2, 3)))
static void put(struct buf *out, const char *fmt, ...)
{
	struct buf line;
	va_list ap;

	buf_init(&line, 64 << 10);
	va_start(ap, fmt);
	buf_vaddf(&line, fmt, ap);
	va_end(ap);
	put_line(out, buf_text(&line), line.n);
	buf_release(&line);
}

/* A text value: backslash, semicolon, comma and line ends escaped, other control characters and bad UTF-8 replaced. */
static void add_value(struct buf *line, const char *s)
{
	size_t n = strlen(s);

	for (size_t i = 0; i < n;) {
		unsigned code;
		size_t len = utf8_next(s + i, n - i, &code);

		if (code == '\\' || code == ';' || code == ',') {
			buf_addc(line, '\\');
			buf_addc(line, (char)code);
		} else if (code == '\n') {
			buf_adds(line, "\\n");
		} else if (code == 0xFFFD && len == 1) {
			buf_adds(line, "\xEF\xBF\xBD");
		} else if (code >= 0x20 && code != 0x7F) {
			buf_add(line, s + i, len);
		} else if (code != '\r') {
			buf_addc(line, ' ');
		}
		i += len;
	}
}

static void put_text(struct buf *out, const char *name, const char *value)
{
	struct buf line;

	buf_init(&line, 64 << 10);
	buf_adds(&line, name);
	buf_addc(&line, ':');
	add_value(&line, value);
	put_line(out, buf_text(&line), line.n);
	buf_release(&line);
}

/* "20261126T170000Z" */
static const char *stamp(int64_t at_ms, char *out, size_t size)
{
	char utc[32];

	clock_format_utc(at_ms, utc, sizeof(utc));
	snprintf(out, size, "%.4s%.2s%.2sT%.2s%.2s%.2sZ", utc, utc + 5, utc + 8, utc + 11, utc + 14, utc + 17);
	return out;
}

static void put_event(struct buf *out, const struct plan *p, const struct plan_block *b, bool quiet, uint64_t owner)
{
	char made[32], start[32], end[32];
	struct buf description;

	buf_init(&description, 32 << 10);
	buf_addf(&description, "%s%s%s", b->todo, quiet ? "" : "\n\n", quiet ? "" : b->why);
	if (b->command)
		buf_addf(&description, "\n\n%s", b->command);
	put(out, "BEGIN:VEVENT");
	put(out, "UID:%s-%016llx@spar", b->id, (unsigned long long)owner);
	put(out, "DTSTAMP:%s", stamp(p->made_ms, made, sizeof(made)));
	/* A calendar that had the block before takes the later of the two: some look at one, some at the other. */
	put(out, "LAST-MODIFIED:%s", made);
	put(out, "SEQUENCE:%lld", p->made_ms > SEQUENCE_FROM_MS ? (long long)((p->made_ms - SEQUENCE_FROM_MS) / 60000) : 0LL);
	put(out, "DTSTART:%s", stamp(b->start_ms, start, sizeof(start)));
	put(out, "DTEND:%s", stamp(b->start_ms + b->minutes * 60000LL, end, sizeof(end)));
	put_text(out, "SUMMARY", b->what);
	put_text(out, "DESCRIPTION", buf_text(&description));
	put_text(out, "CATEGORIES", block_kind_name(b->kind));
	/* Nobody is called to what is not urged. */
	if (!quiet) {
		put(out, "BEGIN:VALARM");
		put(out, "ACTION:DISPLAY");
		put(out, "TRIGGER:-PT%dM", ALARM_MINUTES);
		put_text(out, "DESCRIPTION", b->what);
		put(out, "END:VALARM");
	}
	put(out, "END:VEVENT");
	buf_release(&description);
}

size_t plan_ics(const struct plan *p, const char *owner, struct buf *out)
{
	uint64_t hash = rng_hash(RNG_HASH_START, owner, strlen(owner));
	size_t events = 0;

	for (size_t d = 0; d < p->day_count; d++)
		for (size_t i = 0; i < p->days[d].block_count; i++) {
			const struct plan_block *b = &p->days[d].blocks[i];

			if (b->kind == BLOCK_REST || b->ticked || b->start_ms + b->minutes * 60000LL <= p->made_ms)
				continue;
			if (!events++) {
				put(out, "BEGIN:VCALENDAR");
				put(out, "VERSION:2.0");
				put(out, "PRODID:-//Spar//Plan//EN");
				put(out, "CALSCALE:GREGORIAN");
				put(out, "X-WR-CALNAME:Spar");
			}
			put_event(out, p, b, p->days[d].quiet, hash);
		}
	if (events)
		put(out, "END:VCALENDAR");
	return events;
}
