#include "cli/out.h"

#include <langinfo.h>
#include <stdarg.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define SLOTS 8

static const char *const escapes[] = {
	[STYLE_PLAIN] = "", [STYLE_BOLD] = "\033[1m", [STYLE_DIM] = "\033[2m", [STYLE_WRONG] = "\033[1;31m",
	[STYLE_RIGHT] = "\033[32m", [STYLE_CLAUSE] = "\033[33m", [STYLE_NULL] = "\033[2;3m",
};

static int terminal_columns(int fd)
{
	const char *env = getenv("COLUMNS");
	struct winsize size;
	long n = 0;

	if (env && str_to_long(str_of(env), 20, 1000, &n))
		return (int)n;
	if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col >= 20)
		return size.ws_col;
	return 80;
}

void out_init(struct out *o, FILE *file)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

	o->file = file;
	o->terminal = isatty(fileno(file));
	o->colour = o->terminal && !(no_color && *no_color) && term && strcmp(term, "dumb");
	o->utf8 = !strcmp(nl_langinfo(CODESET), "UTF-8");
	o->columns = terminal_columns(fileno(file));
}

void out_put(struct out *o, enum style style, const char *fmt, ...)
{
	bool styled = o->colour && style != STYLE_PLAIN;
	va_list ap;

	if (styled)
		fputs(escapes[style], o->file);
	va_start(ap, fmt);
	vfprintf(o->file, fmt, ap);
	va_end(ap);
	if (styled)
		fputs("\033[0m", o->file);
}

void out_clean(struct buf *b, const char *s, size_t n)
{
	for (size_t i = 0; i < n;) {
		unsigned code = 0;
		size_t len = utf8_next(s + i, n - i, &code);

		if (code == '\n')
			buf_adds(b, "\\n");
		else if (code == '\t')
			buf_adds(b, "\\t");
		else if (code == 0xFFFD && len == 1)
			buf_addf(b, "\\x%02x", (unsigned char)s[i]);
		/* C0, DEL, C1, and what turns the direction of writing around. */
		else if (code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0x202a && code <= 0x202e) ||
			 (code >= 0x2066 && code <= 0x2069))
			buf_addf(b, "\\u%04x", code);
		else
			buf_add(b, s + i, len);
		i += len;
	}
}

/* The next word of *p and the blanks before it; what separates paragraphs is told by *breaks. */
static struct str next_word(const char **p, int *breaks)
{
	struct str word;

	*breaks = 0;
	while (**p == ' ' || **p == '\n' || **p == '\t' || **p == '\r')
		*breaks += *(*p)++ == '\n';
	word.p = *p;
	while (**p && **p != ' ' && **p != '\n' && **p != '\t' && **p != '\r')
		(*p)++;
	word.n = (size_t)(*p - word.p);
	return word;
}

/* One line of the paragraph as it goes out: the style does not cover the indent. */
static void wrap_line(struct out *o, enum style style, int indent, const char *first, const char *text)
{
	int used = first ? (int)utf8_columns(first, strlen(first)) : 0;

	fprintf(o->file, "%s%*s", first ? first : "", indent > used ? indent - used : 0, "");
	out_put(o, style, "%s\n", text);
}

void out_wrap(struct out *o, enum style style, int indent, const char *first, const char *text)
{
	int columns = o->columns - 1 < OUT_TEXT_COLUMNS ? o->columns - 1 : OUT_TEXT_COLUMNS;
	size_t room = columns > indent + 20 ? (size_t)(columns - indent) : 20, used = 0;
	const char *p = text;
	struct buf line, word;
	int breaks;

	buf_init(&line, 1 << 20);
	buf_init(&word, 1 << 20);
	for (;;) {
		struct str raw = next_word(&p, &breaks);

		buf_reset(&word);
		out_clean(&word, raw.p, raw.n);
		size_t width = utf8_columns(buf_text(&word), word.n);
		bool entry = breaks && raw.n == 1 && *raw.p == '-';

		if (line.n && (raw.n == 0 || breaks > 1 || entry || used + 1 + width > room)) {
			wrap_line(o, style, indent, first, buf_text(&line));
			first = NULL;
			buf_reset(&line);
			used = 0;
			if (breaks > 1 && raw.n && !entry)
				fputc('\n', o->file);
		}
		if (raw.n == 0)
			break;
		buf_addf(&line, "%s%s", line.n ? " " : "", buf_text(&word));
		used += width + (used > 0);
	}
	buf_release(&line);
	buf_release(&word);
}

void out_verbatim(struct out *o, int indent, const char *text)
{
	struct str rest = str_of(text), line;
	struct buf b;

	buf_init(&b, 1 << 20);
	while (str_next_line(&rest, &line)) {
		buf_reset(&b);
		/* Tabs are layout here, so they stay. */
		while (line.n) {
			const char *tab = memchr(line.p, '\t', line.n);
			size_t n = tab ? (size_t)(tab - line.p) : line.n;

			out_clean(&b, line.p, n);
			if (tab)
				buf_adds(&b, "    ");
			line.p += n + (tab != NULL);
			line.n -= n + (tab != NULL);
		}
		fprintf(o->file, "%*s%s\n", line.n || b.n ? indent : 0, "", buf_text(&b));
	}
	buf_release(&b);
}

/* Texts of a few calls at once, so that one printf can hold several of them. */
static char *slot(void)
{
	static char slots[SLOTS][64];
	static int next;

	next = (next + 1) % SLOTS;
	return slots[next];
}

const char *out_count(long long n)
{
	char digits[32], *out = slot();
	int len = snprintf(digits, sizeof(digits), "%lld", n < 0 ? -n : n);
	int k = 0;

	if (n < 0)
		out[k++] = '-';
	for (int i = 0; i < len; i++) {
		if (i && (len - i) % 3 == 0)
			out[k++] = ',';
		out[k++] = digits[i];
	}
	out[k] = 0;
	return out;
}

const char *out_plural(long long n, const char *word)
{
	char *out = slot();

	snprintf(out, 64, "%s %.30s%s", out_count(n), word, n == 1 ? "" : "s");
	return out;
}

const char *out_span(long long ms)
{
	static const struct {
		long long ms;
		const char *name;
	} units[] = {{24 * 3600000LL, "day"}, {3600000, "hour"}, {60000, "minute"}, {1000, "second"}};

	for (size_t i = 0; i < 4; i++)
		if (ms >= units[i].ms)
			return out_plural((ms + units[i].ms / 2) / units[i].ms, units[i].name);
	return out_plural(0, "second");
}
