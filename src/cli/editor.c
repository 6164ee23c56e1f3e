#include "cli/editor.h"

#include <errno.h>
#include <histedit.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "cli/interrupt.h"
#include "judge/judge.h"

#define HISTORY_ENTRIES 500
#define IDLE_MS 500
/* Longer than a line may be, so that one that is too long is refused by name and not cut in silence. */
#define PASTE_MAX_BYTES (2 * JUDGE_QUERY_MAX_BYTES + 2)

/* A terminal that is asked to puts these around what is pasted. */
#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"
#define PASTE_BEGIN "\033[200~"
#define PASTE_END "\033[201~"

static const int leaving[] = {SIGHUP, SIGQUIT, SIGTERM, SIGTSTP};
static const int changing[] = {SIGCONT, SIGWINCH};

#define LEAVING (sizeof(leaving) / sizeof(leaving[0]))
#define CHANGING (sizeof(changing) / sizeof(changing[0]))

static EditLine *edit_line;        /* for the life of the process: el_end() would not free all of it */
static History *history_kept;
static int history_added;          /* statements of this run */
static char prompt_text[64];
static volatile sig_atomic_t pastes;  /* the terminal marks a paste */
static bool (*idle_call)(struct str typed, void *arg);
static void *idle_arg;
static int64_t looked_ms;          /* when it was called last; monotonic */
static bool cut_in;                /* idle_call said so */
static struct buf cut_line;
static struct termios terminal;    /* as it was before a line was read */
static struct sigaction before[LEAVING + CHANGING];
static volatile sig_atomic_t terminal_changed;

/* Stopped or ended from outside: the terminal is given back first. */
static void on_leaving(int signal_number)
{
	tcsetattr(STDIN_FILENO, TCSADRAIN, &terminal);
	if (pastes && write(STDOUT_FILENO, PASTE_OFF, sizeof(PASTE_OFF) - 1) < 0)
		pastes = 0;
	/* A stop may end, or may be none at all where no shell could end it. */
	terminal_changed = 1;
	signal(signal_number, SIG_DFL);
	raise(signal_number);
}

static void on_changing(int signal_number)
{
	(void)signal_number;
	terminal_changed = 1;
}

static void watch_one(int signal_number, void (*handler)(int), struct sigaction *was)
{
	struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};

	sigemptyset(&action.sa_mask);
	/* What was ignored when we were started (nohup) stays ignored. */
	if (!sigaction(signal_number, NULL, was) && was->sa_handler != SIG_IGN)
		sigaction(signal_number, &action, NULL);
}

static void watch_signals(void)
{
	tcgetattr(STDIN_FILENO, &terminal);
	for (size_t i = 0; i < LEAVING; i++)
		watch_one(leaving[i], on_leaving, &before[i]);
	for (size_t i = 0; i < CHANGING; i++)
		watch_one(changing[i], on_changing, &before[LEAVING + i]);
}

static void unwatch_signals(void)
{
	for (size_t i = 0; i < LEAVING; i++)
		sigaction(leaving[i], &before[i], NULL);
	for (size_t i = 0; i < CHANGING; i++)
		sigaction(changing[i], &before[LEAVING + i], NULL);
}

/* Another size, or ours again after a stop: back to single keys, and everything drawn anew. */
static void redraw(void)
{
	terminal_changed = 0;
	for (size_t i = 0; i < LEAVING; i++)
		if (before[i].sa_handler != SIG_IGN)
			signal(leaving[i], on_leaving);
	el_set(edit_line, EL_PREP_TERM, 0);
	el_set(edit_line, EL_PREP_TERM, 1);
	/* Where the line begins is not known any more: the terminal may have broken it anew. So it goes on a fresh one. */
	fputs(pastes ? PASTE_ON "\r\n" : "\r\n", stdout);
	el_resize(edit_line);
	el_set(edit_line, EL_REFRESH);
}

void editor_idle(bool (*idle)(struct str typed, void *arg), void *arg)
{
	idle_call = idle;
	idle_arg = arg;
}

static struct str line_now(void)
{
	const LineInfo *line = el_line(edit_line);

	return (struct str){line->buffer, (size_t)(line->lastchar - line->buffer)};
}

/* Half a second later. */
static bool look_up(void)
{
	struct str typed = line_now();

	looked_ms = clock_mono_ms();
	if (!idle_call(typed, idle_arg))
		return false;
	buf_reset(&cut_line);
	buf_add(&cut_line, typed.p, typed.n);
	return true;
}

/*
 * The next byte, -1 at the end of the input and once Ctrl-C was typed. Signals are let in only while waiting, so that none
 * falls between the look at its flag and the wait.
 */
static int next_byte(void)
{
	struct pollfd p = {.fd = STDIN_FILENO, .events = POLLIN};
	sigset_t held, open;
	unsigned char c;
	ssize_t n = -1;

	sigemptyset(&held);
	sigaddset(&held, SIGINT);
	for (size_t i = 0; i < LEAVING; i++)
		sigaddset(&held, leaving[i]);
	for (size_t i = 0; i < CHANGING; i++)
		sigaddset(&held, changing[i]);
	sigprocmask(SIG_BLOCK, &held, &open);
	while (n < 0 && !interrupt_pending() && !cut_in) {
		const struct timespec half_second = {.tv_nsec = IDLE_MS * 1000000};
		int ready;

		if (terminal_changed)
			redraw();
		/* Who types without a pause is looked at as well. */
		if (idle_call && clock_mono_ms() - looked_ms >= IDLE_MS) {
			cut_in = look_up();
			continue;
		}
		ready = ppoll(&p, 1, idle_call ? &half_second : NULL, &open);
		if (ready == 0) {
			cut_in = look_up();
			continue;
		}
		n = ready < 0 ? -1 : read(STDIN_FILENO, &c, 1);
		if (n < 0 && errno != EINTR && errno != EAGAIN)
			break;
	}
	sigprocmask(SIG_SETMASK, &open, NULL);
	return n == 1 ? c : -1;
}

/* libedit's own reader goes by the locale and drops in silence what is not valid there. */
static int next_character(EditLine *el, wchar_t *out)
{
	char p[4];
	size_t n = 0;
	unsigned code = 0;
	int byte = next_byte();

	(void)el;
	if (byte < 0)
		return 0;
	p[n++] = (char)byte;
	size_t length = byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;

	while (n < length && (byte = next_byte()) >= 0)
		p[n++] = (char)byte;
	utf8_next(p, n, &code);
	*out = (wchar_t)code;
	return 1;
}

static unsigned char put_blanks(EditLine *el, int key)
{
	(void)key;
	return el_insertstr(el, "    ") < 0 ? CC_ERROR : CC_REFRESH;
}

/* Read what is pasted, with its end mark, as far as it fits. */
static bool read_paste(struct buf *b)
{
	static const char end[] = PASTE_END;
	size_t matched = 0;
	int byte;

	while (matched < sizeof(end) - 1) {
		if ((byte = next_byte()) < 0)
			return false;
		matched = byte == end[matched] ? matched + 1 : byte == end[0];
		buf_addc(b, byte == '\r' ? '\n' : (char)byte);
	}
	if (!b->code)
		b->n -= sizeof(end) - 1;
	return true;
}

/* A paste goes in as one piece, so that its line ends do not end the line, nor its tabs and control characters do anything. */
static unsigned char put_paste(EditLine *el, int key)
{
	struct buf pasted, clean;
	unsigned char result = CC_EOF;

	(void)key;
	buf_init(&pasted, PASTE_MAX_BYTES);
	buf_init(&clean, 3 * PASTE_MAX_BYTES);
	if (read_paste(&pasted)) {
		struct str s = str_trim((struct str){buf_text(&pasted), pasted.n});
		unsigned code;

		for (size_t i = 0, n; i < s.n; i += n) {
			n = utf8_next(s.p + i, s.n - i, &code);
			if (code == 0 || code == 0xFFFD)
				buf_adds(&clean, "\xEF\xBF\xBD");
			else
				buf_add(&clean, s.p + i, n);
		}
		result = s.n && el_insertstr(el, buf_text(&clean)) < 0 ? CC_ERROR : CC_REFRESH;
	}
	buf_release(&pasted);
	buf_release(&clean);
	return result;
}

static char *prompt_now(EditLine *el)
{
	(void)el;
	return prompt_text;
}

/* Keys as in other programs where libedit's own differ; ~/.editrc may change them. */
static void set_up(void)
{
	static const char *const keys[][2] = {
		{"^I", "spar-blanks"},		   {PASTE_BEGIN, "spar-paste"},
		{"^R", "em-inc-search-prev"},	   {"^W", "ed-delete-prev-word"},
		{"\033[1~", "ed-move-to-beg"},	   {"\033[4~", "ed-move-to-end"},
		{"\033[3~", "ed-delete-next-char"}, {"\033[1;5D", "ed-prev-word"},
		{"\033[1;5C", "em-next-word"},
	};

	el_set(edit_line, EL_PROMPT, prompt_now);
	el_set(edit_line, EL_GETCFN, next_character);
	el_set(edit_line, EL_EDITOR, "emacs");
	el_set(edit_line, EL_ADDFN, "spar-blanks", "Insert four blanks", put_blanks);
	el_set(edit_line, EL_ADDFN, "spar-paste", "Insert what the terminal pastes", put_paste);
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		el_set(edit_line, EL_BIND, keys[i][0], keys[i][1], NULL);
	el_source(edit_line, NULL);
}

static History *new_history(const char *path)
{
	History *h = history_init();
	HistEvent e;

	if (!h)
		return NULL;
	history(h, &e, H_SETSIZE, HISTORY_ENTRIES);
	history(h, &e, H_SETUNIQUE, 1);
	if (path)
		history(h, &e, H_LOAD, path);
	return h;
}

void editor_open(const char *history_path)
{
	const char *name = getenv("TERM");

	/* Spar reads and writes UTF-8 whatever the locale; libedit asks the C library how wide a character is. */
	setlocale(LC_CTYPE, "C.UTF-8");
	pastes = isatty(STDOUT_FILENO) && name && *name && strcmp(name, "dumb") != 0;
	history_added = 0;
	cut_line.max_bytes = PASTE_MAX_BYTES;
	history_kept = new_history(history_path);
	if (!edit_line && (edit_line = el_init("spar", stdin, stdout, stderr)))
		set_up();
	if (edit_line && history_kept)
		el_set(edit_line, EL_HIST, history, history_kept);
}

static bool save_history(History *h, const char *path)
{
	mode_t old = umask(077);
	FILE *f = fopen(path, "w");
	HistEvent e;
	bool good;

	umask(old);
	if (!f)
		return false;
	good = history(h, &e, H_SAVE_FP, f) >= 0;
	return !fclose(f) && good;
}

/* The file is read again and the statements of this run put behind it: another spar may have written meanwhile. */
static void write_history(const char *path)
{
	History *all = new_history(path);
	HistEvent e, added;
	char fresh[1200];
	int got;

	if (!all)
		return;
	got = history(history_kept, &e, H_FIRST);
	for (int i = 1; i < history_added && got >= 0; i++)
		got = history(history_kept, &e, H_NEXT);
	for (; got >= 0; got = history(history_kept, &e, H_PREV))
		history(all, &added, H_ENTER, e.str);
	snprintf(fresh, sizeof(fresh), "%.1150s.%d", path, (int)getpid());
	if (!save_history(all, fresh) || rename(fresh, path))
		unlink(fresh);
	history_end(all);
}

void editor_close(const char *history_path)
{
	if (history_path && history_added)
		write_history(history_path);
	if (history_kept)
		history_end(history_kept);
	history_kept = NULL;
}

enum editor_end editor_line(const char *prompt, struct buf *line)
{
	const char *text = NULL;
	int n = 0;

	buf_reset(line);
	if (!edit_line)
		return EDITOR_END;
	snprintf(prompt_text, sizeof(prompt_text), "%s", prompt);
	interrupt_taken();
	terminal_changed = 0;
	cut_in = false;
	looked_ms = clock_mono_ms();
	watch_signals();
	interrupt_editing(true);
	if (pastes)
		fputs(PASTE_ON, stdout);
	/* Single keys before the prompt is there: what is typed between the two would be shown twice. */
	el_set(edit_line, EL_PREP_TERM, 1);
	text = el_gets(edit_line, &n);
	if (pastes)
		fputs(PASTE_OFF, stdout);
	fflush(stdout);
	interrupt_editing(false);
	unwatch_signals();
	if (interrupt_taken()) {
		buf_add(line, line_now().p, line_now().n);
		return EDITOR_INTERRUPTED;
	}
	if (cut_in) {
		fputc('\n', stdout);
		buf_add(line, buf_text(&cut_line), cut_line.n);
		return EDITOR_CUT;
	}
	if (!text || n <= 0)
		return EDITOR_END;
	buf_add(line, text, (size_t)n - (text[n - 1] == '\n'));
	return EDITOR_LINE;
}

void editor_remember(const char *statement)
{
	HistEvent e;

	/* 0 when it is the one that was remembered last. */
	if (history_kept && *statement && history(history_kept, &e, H_ENTER, statement) > 0 &&
	    history_added < HISTORY_ENTRIES)
		history_added++;
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

enum err_code editor_external(struct buf *text, const char *name, struct err *err)
{
	const char *tmp = getenv("TMPDIR");
	char dir[1024], path[1100];
	enum err_code code;
	struct buf changed;

	/* A folder of our own: editors make files beside the one they edit. */
	snprintf(dir, sizeof(dir), "%.900s/spar-edit-XXXXXX", tmp && *tmp ? tmp : P_tmpdir);
	if (!mkdtemp(dir))
		return err_errno(err, ERR_IO, errno, "cannot make a folder for the editor in '%s'", tmp ? tmp : P_tmpdir);
	snprintf(path, sizeof(path), "%s/%.60s", dir, name);
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
