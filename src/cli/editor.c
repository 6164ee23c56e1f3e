#include "cli/editor.h"

#include <errno.h>
#include <poll.h>
#include <readline/history.h>
#include <readline/readline.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fs.h"
#include "cli/interrupt.h"
#include "judge/judge.h"

#define HISTORY_ENTRIES 500

/*
 * The next byte, or an empty line once Ctrl-C was typed: readline by itself would go on waiting, with the interrupt pending, until
 * another key comes.
 */
static int next_byte(FILE *in)
{
	struct pollfd p = {.fd = fileno(in), .events = POLLIN};
	unsigned char c;

	for (;;) {
		if (poll(&p, 1, -1) < 0) {
			if (errno != EINTR)
				return EOF;
			rl_check_signals();
			if (interrupt_pending()) {
				rl_replace_line("", 0);
				return '\n';
			}
			continue;
		}
		ssize_t n = read(fileno(in), &c, 1);

		if (n == 1)
			return c;
		if (n == 0 || errno != EINTR)
			return EOF;
	}
}

static int put_blanks(int count, int key)
{
	(void)count;
	(void)key;
	return rl_insert_text("    ") < 0;
}

void editor_open(const char *history_path)
{
	rl_readline_name = "spar";
	rl_getc_function = next_byte;
	rl_catch_sigwinch = 1;
	rl_bind_key('\t', put_blanks);
	using_history();
	stifle_history(HISTORY_ENTRIES);
	if (history_path)
		read_history(history_path);
}

void editor_close(const char *history_path)
{
	mode_t old = umask(077);

	if (history_path)
		write_history(history_path);
	umask(old);
}

enum editor_end editor_line(const char *prompt, struct buf *line)
{
	char *text;
	bool interrupted;

	buf_reset(line);
	interrupt_taken();
	interrupt_editing(true);
	text = readline(prompt);
	interrupt_editing(false);
	interrupted = interrupt_taken();
	if (text)
		buf_adds(line, text);
	free(text);
	if (interrupted)
		return EDITOR_INTERRUPTED;
	return text ? EDITOR_LINE : EDITOR_END;
}

void editor_remember(const char *statement)
{
	const HIST_ENTRY *last = history_length ? history_get(history_base + history_length - 1) : NULL;

	if (*statement && (!last || strcmp(last->line, statement)))
		add_history(statement);
}

static enum err_code run_editor(const char *path, struct err *err)
{
	const char *editor = getenv("VISUAL");
	int status = 0;
	pid_t pid;

	if (!editor || !*editor)
		editor = getenv("EDITOR");
	if (!editor || !*editor)
		editor = "vi";
	fflush(stdout);
	pid = fork();
	if (pid < 0)
		return err_errno(err, ERR_IO, errno, "cannot start the editor");
	if (pid == 0) {
		/* The value may hold options, so a shell takes it apart; the path goes in as an argument, never as text. */
		signal(SIGINT, SIG_DFL);
		signal(SIGPIPE, SIG_DFL);
		execlp("sh", "sh", "-c", "exec $0 \"$1\"", editor, path, (char *)NULL);
		_exit(127);
	}
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (!WIFEXITED(status) || WEXITSTATUS(status))
		return err_set(err, ERR_IO, "the editor '%s' failed; set EDITOR to another one", editor);
	return ERR_OK;
}

enum err_code editor_external(struct buf *text, struct err *err)
{
	const char *tmp = getenv("TMPDIR");
	char dir[1024], path[1100];
	enum err_code code;
	struct buf changed;

	/* A folder of our own: editors make files beside the one they edit. */
	snprintf(dir, sizeof(dir), "%.900s/spar-edit-XXXXXX", tmp && *tmp ? tmp : P_tmpdir);
	if (!mkdtemp(dir))
		return err_errno(err, ERR_IO, errno, "cannot make a folder for the editor in '%s'", tmp ? tmp : P_tmpdir);
	snprintf(path, sizeof(path), "%s/query.sql", dir);
	buf_init(&changed, 4 * JUDGE_QUERY_MAX_BYTES);
	code = fs_write(path, (struct str){buf_text(text), text->n}, 0600, err);
	interrupt_editing(true);
	if (!code)
		code = run_editor(path, err);
	interrupt_editing(false);
	interrupt_taken();
	if (!code)
		code = fs_read(path, 4 * JUDGE_QUERY_MAX_BYTES, &changed, err);
	if (!code) {
		buf_reset(text);
		buf_add(text, buf_text(&changed), changed.n);
	}
	buf_release(&changed);
	unlink(path);
	rmdir(dir);
	return code;
}

/* Behind a quote: where it closes, or the end. Doubled quotes are part of it. */
static size_t skip_quoted(struct str s, size_t i, bool *open)
{
	char quote = s.p[i++];

	*open = true;
	for (; i < s.n; i++)
		if (s.p[i] == quote) {
			if (i + 1 < s.n && s.p[i + 1] == quote) {
				i++;
				continue;
			}
			*open = false;
			return i + 1;
		}
	return i;
}

static size_t skip_comment(struct str s, size_t i, bool *open)
{
	*open = true;
	for (i += 2; i + 1 < s.n; i++)
		if (s.p[i] == '*' && s.p[i + 1] == '/') {
			*open = false;
			return i + 2;
		}
	return s.n;
}

struct sql_state sql_state_of(struct str s)
{
	struct sql_state state = {false, false};
	size_t i = 0;

	while (i < s.n && !state.inside) {
		if (s.p[i] == '\'' || s.p[i] == '"') {
			i = skip_quoted(s, i, &state.inside);
			state.ended = false;
		} else if (i + 1 < s.n && s.p[i] == '/' && s.p[i + 1] == '*') {
			i = skip_comment(s, i, &state.inside);
		} else if (i + 1 < s.n && s.p[i] == '-' && s.p[i + 1] == '-') {
			while (i < s.n && s.p[i] != '\n')
				i++;
		} else {
			if (!strchr(" \t\r\n", s.p[i]))
				state.ended = s.p[i] == ';';
			i++;
		}
	}
	if (state.inside)
		state.ended = false;
	return state;
}
