#include "cli/box.h"

#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "cli/editor.h"

#define DRAFT_EVERY_MS 500

void box_open(struct box *b, struct cli *cli)
{
	*b = (struct box){.cli = cli, .typed = cli->reader};
	buf_init(&b->text, BOX_BYTES_MAX);
	buf_init(&b->line, BOX_BYTES_MAX);
	if (b->typed)
		editor_open(NULL);
}

void box_close(struct box *b)
{
	if (b->typed)
		editor_close(NULL);
	buf_release(&b->text);
	buf_release(&b->line);
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

static void keep_draft(struct box *b, bool now)
{
	int64_t at_ms = clock_mono_ms();

	if (!b->draft || !b->typed || !b->text.n || (!now && at_ms - b->drafted_ms < DRAFT_EVERY_MS))
		return;
	b->drafted_ms = at_ms;
	b->draft((struct str){buf_text(&b->text), b->text.n}, b->arg);
}

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

enum box_end box_read(struct box *b, const char *const *words, int *command)
{
	if (!b->keep)
		buf_reset(&b->text);
	b->keep = false;
	for (;;) {
		enum editor_end got = next_line(b);
		struct str line = {buf_text(&b->line), b->line.n};

		if (got == EDITOR_INTERRUPTED) {
			keep_draft(b, true);
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
		keep_draft(b, false);
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
