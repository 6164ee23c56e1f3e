/*
 * The plain box: an answer of several lines, typed or piped, with nothing else on the screen.
 *
 * What is typed is kept as a draft as it is typed, the line that is not ended too. What comes through a pipe has a source of its own and needs none; with
 * thousands of lines one for each would take for ever.
 *
 * On a terminal lines come from the editor (editor.h), else from standard input, byte for byte. An answer ends with an empty line, a
 * lone dot, or the end of the input; an empty line in front of it is passed over. A word alone on the first line can be a command.
 */
#ifndef SPAR_CLI_BOX_H
#define SPAR_CLI_BOX_H

#include "cli/cli.h"

#define BOX_BYTES_MAX (1u << 20)

enum box_end { BOX_ANSWER, BOX_COMMAND, BOX_INTERRUPTED, BOX_END };

struct box {
	struct cli *cli;
	bool typed;                /* by a person, at a terminal */
	bool ended;                /* the input is at its end */
	bool keep;                 /* the next answer begins with what stands in text */
	struct buf text;           /* of the answer; of the command */
	struct buf line;
	char *raw;                 /* getline()'s */
	size_t raw_size;
	struct buf seen;           /* the answer with the line that is being typed, as it was last kept */
	/* What keeps a draft of what is typed; called when that has changed, at most every half second, and before leaving. NULL: no draft. */
	void (*draft)(struct str text, void *arg);
	/* As editor_idle(), which the box uses itself. NULL: nobody is called. */
	bool (*idle)(struct str typed, void *arg);
	/* The prompt of the next line. NULL: "> ". */
	void (*prompt)(char *out, size_t size_bytes, bool first, void *arg);
	void *arg;                 /* of all three */
	const char *const *words;  /* of box_read() */
};

void box_open(struct box *b, struct cli *cli);
void box_close(struct box *b);

/*
 * Read an answer into b->text. Commands are words[0..n) (NULL ends them), alone on a line while the box is empty, with or without a backslash:
 * then *command is its index.  A line that does not fit any more ends the answer; b->text.code is then ERR_LIMIT.
 */
enum box_end box_read(struct box *b, const char *const *words, int *command);

/* All of standard input, for one answer. */
enum err_code box_read_all(struct box *b, struct err *err);

/* Let $EDITOR change b->text. */
enum err_code box_edit(struct box *b, struct err *err);

#endif
