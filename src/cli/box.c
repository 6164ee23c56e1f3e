#include "cli/box.h"

#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "cli/editor.h"

static int command_of(struct str line, const char *const *words)
{
	struct str word = str_trim(line);

	if (word.n && word.p[0] == '\\') {
		word.p++;
		word.n--;
	}
	for (int i = 0; words && words[i]; i++)
		if (str_eq_nocase(word, str_of(words[i])))
			return i;
	return -1;
}

/* Could more be typed behind it, so that it becomes a command? */
static bool begins_command(struct str line, const char *const *words)
{
	struct str word = str_trim(line);

	if (word.n && word.p[0] == '\\') {
		word.p++;
		word.n--;
	}
	for (int i = 0; words && words[i]; i++)
		if (word.n <= strlen(words[i]) && !strncasecmp(word.p, words[i], word.n))
			return true;
	return false;
}

/* Keep the answer with what is typed behind it. An empty one is none: what was kept before stays until there is an answer. */
static void keep_draft(struct box *b, struct str typed)
{
	struct buf now;

	if (!b->draft || !b->typed || (!b->text.n && (!str_trim(typed).n || begins_command(typed, b->words))))
		return;
	buf_init(&now, 2 * BOX_BYTES_MAX + 2);
	buf_add(&now, buf_text(&b->text), b->text.n);
	if (b->text.n && typed.n)
		buf_addc(&now, '\n');
	buf_add(&now, typed.p, typed.n);
	if (now.n != b->seen.n || memcmp(buf_text(&now), buf_text(&b->seen), now.n) != 0) {
		b->draft((struct str){buf_text(&now), now.n}, b->arg);
		buf_reset(&b->seen);
		buf_add(&b->seen, now.p, now.n);
	}
	buf_release(&now);
}

static bool on_idle(struct str typed, void *arg)
{
	struct box *b = arg;

	keep_draft(b, typed);
	return b->idle && b->idle(typed, b->arg);
}

void box_open(struct box *b, struct cli *cli)
{
	*b = (struct box){.cli = cli, .typed = cli->reader};
	buf_init(&b->text, BOX_BYTES_MAX);
	buf_init(&b->line, BOX_BYTES_MAX);
	buf_init(&b->seen, 2 * BOX_BYTES_MAX + 2);
	if (!b->typed)
		return;
	editor_open(NULL);
	editor_idle(on_idle, b);
}

void box_close(struct box *b)
{
	if (b->typed) {
		editor_idle(NULL, NULL);
		editor_close(NULL);
	}
	buf_release(&b->text);
	buf_release(&b->line);
	buf_release(&b->seen);
	free(b->raw);
	b->raw = NULL;
}

/* The next line without its end. */
static enum editor_end next_line(struct box *b)
{
	char prompt[64] = "> ";
	ssize_t n;

	if (b->ended)
		return EDITOR_END;
	if (b->typed) {
		if (b->prompt)
			b->prompt(prompt, sizeof(prompt), !b->text.n, b->arg);
		fflush(b->cli->out.file);
		enum editor_end got = editor_line(prompt, &b->line);

		clock_work_step();
		return got;
	}
	fflush(b->cli->out.file);
	n = getline(&b->raw, &b->raw_size, stdin);
	if (n < 0)
		return EDITOR_END;
	if (n && b->raw[n - 1] == '\n')
		n--;
	if (n && b->raw[n - 1] == '\r')
		n--;
	buf_reset(&b->line);
	buf_add(&b->line, b->raw, (size_t)n);
	clock_work_step();
	return EDITOR_LINE;
}

enum box_end box_read(struct box *b, const char *const *words, int *command)
{
	if (!b->keep)
		buf_reset(&b->text);
	b->keep = false;
	b->words = words;
	buf_reset(&b->seen);
	for (;;) {
		enum editor_end got = next_line(b);
		struct str line = {buf_text(&b->line), b->line.n};

		if (got == EDITOR_INTERRUPTED) {
			keep_draft(b, line);
			return BOX_INTERRUPTED;
		}
		if (got == EDITOR_END) {
			b->ended = true;
			return b->text.n ? BOX_ANSWER : BOX_END;
		}
		if (!b->text.n && (*command = command_of(line, words)) >= 0)
			return BOX_COMMAND;
		if (!str_trim(line).n || str_eq_c(str_trim(line), ".")) {
			if (b->text.n)
				return BOX_ANSWER;
			continue;
		}
		if (b->text.n)
			buf_addc(&b->text, '\n');
		buf_add(&b->text, line.p, line.n);
		if (b->line.code && !b->text.code)
			b->text.code = b->line.code;
		if (b->text.code)
			return BOX_ANSWER;
		keep_draft(b, (struct str){"", 0});
	}
}

enum err_code box_read_all(struct box *b, struct err *err)
{
	buf_reset(&b->text);
	b->ended = true;
	return fs_read_fd(STDIN_FILENO, "standard input", BOX_BYTES_MAX, &b->text, err);
}

enum err_code box_edit(struct box *b, struct err *err)
{
	return editor_external(&b->text, "answer.txt", err);
}
