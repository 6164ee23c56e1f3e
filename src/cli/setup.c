/* spar setup: the interview, the level, the hours, the job post. Asks on a terminal, or takes options. */
#include "base/clock.h"
#include "base/fs.h"
#include "base/json.h"
#include "cli/commands.h"
#include "cli/planned.h"
#include "mock/guide.h"

#define POST_FILE_MAX_BYTES (16u << 20)
#define LINE_MAX_BYTES (1u << 20)

static const struct option options[] = {
	{"interview", "WHEN", VALUE_TEXT, "date and time where it takes place: \"2026-12-02 09:00\"; none takes it away"},
	{"zone", "ZONE", VALUE_TEXT, "the time zone of those times, Europe/Berlin; none: this machine's"},
	{"kind", "K", VALUE_TEXT, "phone, loop or both"},
	{"level", "L", VALUE_TEXT, "L4, L5 or L6+"},
	{"hours", "H", VALUE_TEXT, "free hours from Monday to Sunday: 2,2,2,2,2,5,5; one number holds for all"},
	{"on", "DATE=H", VALUE_TEXT, "other hours on one day: 2026-11-27=0; 2026-11-27= takes it away"},
	{"starts", "TIME", VALUE_TEXT, "when your day begins, 18:00; none: by the length of the day"},
	{"lean", "L", VALUE_TEXT, "what the role leans to: modelling, pipelines, analytics or unknown"},
	{"post", "FILE", VALUE_FILE, "the job post; - is standard input, none takes it away"},
	{"json", NULL, VALUE_NONE, "what is set, as one line of JSON"},
	{NULL, NULL, VALUE_NONE, NULL},
};

static bool is_none(const char *text)
{
	return !strcmp(text, "none") || !*text;
}

/* "2026-12-02 09:00" as the record has it, with a T. Checked against the calendar; whether the wall shows it depends on the zone. */
static enum err_code set_interview(json_t *set, const char *text, struct err *err)
{
	struct str s = str_trim(str_of(text));
	char out[20];
	int64_t at_ms;

	if (is_none(text)) {
		json_object_set_new(set, "interview_at", json_null());
		return ERR_OK;
	}
	if (!zone_time_parse(zone_utc(), s, &at_ms))
		return err_set(err, ERR_USAGE, "'%.40s' is no date and time; write it as \"2026-12-02 09:00\"", text);
	snprintf(out, sizeof(out), "%.10sT%.5s", s.p, s.p + 11);
	json_object_set_new(set, "interview_at", json_string(out));
	return ERR_OK;
}

static enum err_code set_zone(struct arena *a, json_t *set, const char *text, struct err *err)
{
	const struct zone *z = NULL;
	enum err_code code;

	if (is_none(text)) {
		json_object_set_new(set, "time_zone", json_null());
		return ERR_OK;
	}
	if ((code = zone_load(a, text, &z, err)))
		return code;
	json_object_set_new(set, "time_zone", json_string(text));
	return ERR_OK;
}

/* "2", "1.5", "1,5" is two numbers. False when it is no number from 0 to 24. */
static bool take_hours(struct str s, double *out)
{
	long whole = 0, part = 0;
	const char *dot = s.n ? memchr(s.p, '.', s.n) : NULL;
	struct str left = {s.p, dot ? (size_t)(dot - s.p) : s.n}, right = {dot ? dot + 1 : s.p, dot ? s.n - left.n - 1 : 0};
	double scale = right.n == 2 ? 100 : 10;

	if (!str_to_long(left, 0, 24, &whole) || (dot && (right.n > 2 || !str_to_long(right, 0, 99, &part))))
		return false;
	*out = (double)whole + (double)part / scale;
	return *out <= 24;
}

static enum err_code set_hours(json_t *set, const char *text, struct err *err)
{
	struct str rest = str_of(text);
	double hours[7] = {0};
	int n = 0;
	json_t *list;

	while (rest.n || n == 0) {
		const char *comma = rest.n ? memchr(rest.p, ',', rest.n) : NULL;
		struct str one = str_trim((struct str){rest.p, comma ? (size_t)(comma - rest.p) : rest.n});

		if (n == 7 || !take_hours(one, &hours[n]))
			return err_set(err, ERR_USAGE, "'%.60s' are no free hours; write seven numbers from 0 to 24, Monday first: 2,2,2,2,2,5,5", text);
		n++;
		rest = comma ? (struct str){comma + 1, rest.n - (size_t)(comma + 1 - rest.p)} : (struct str){rest.p, 0};
	}
	if (n != 1 && n != 7)
		return err_set(err, ERR_USAGE, "'%.60s' has %d numbers; write seven, Monday first, or one for all", text, n);
	list = json_array();
	for (int i = 0; i < 7; i++)
		json_array_append_new(list, json_real(n == 1 ? hours[0] : hours[i]));
	json_object_set_new(set, "hours", list);
	return ERR_OK;
}

static enum err_code set_on(const json_t *now, json_t *set, const char *text, struct err *err)
{
	const char *equals = strchr(text, '=');
	char day[DATE_TEXT_SIZE];
	double hours = 0;
	int date = 0;
	json_t *on;

	if (!equals || !date_parse((struct str){text, (size_t)(equals - text)}, &date) || (equals[1] && !take_hours(str_of(equals + 1), &hours)))
		return err_set(err, ERR_USAGE, "'%.40s' is no day with hours; write it as 2026-11-27=1.5", text);
	on = json_object_get(now, "hours_on") ? json_deep_copy(json_object_get(now, "hours_on")) : json_object();
	if (equals[1])
		json_object_set_new(on, date_format(date, day), json_real(hours));
	else
		json_object_del(on, date_format(date, day));
	json_object_set_new(set, "hours_on", on);
	return ERR_OK;
}

static enum err_code set_starts(json_t *set, const char *text, struct err *err)
{
	long h = 0, m = 0;

	if (is_none(text)) {
		json_object_set_new(set, "day_starts", json_null());
		return ERR_OK;
	}
	if (strlen(text) != 5 || text[2] != ':' || !str_to_long((struct str){text, 2}, 0, 23, &h) || !str_to_long((struct str){text + 3, 2}, 0, 59, &m))
		return err_set(err, ERR_USAGE, "'%.40s' is no time of the day; write it as 18:00", text);
	json_object_set_new(set, "day_starts", json_string(text));
	return ERR_OK;
}

static enum err_code set_post_file(struct cli *cli, json_t *set, const char *file, struct err *err)
{
	struct buf b;
	enum err_code code;

	if (is_none(file)) {
		json_object_set_new(set, "post", json_null());
		return ERR_OK;
	}
	buf_init(&b, POST_FILE_MAX_BYTES);
	code = fs_read(file, POST_FILE_MAX_BYTES, &b, err);
	if (!code) {
		json_object_set_new(set, "post", keep_post((struct str){buf_text(&b), b.n}));
		if (b.n > PLAN_POST_MAX_BYTES)
			fprintf(cli->out.file, "The post has %zu kB; the first %u are kept.\n", b.n >> 10, PLAN_POST_MAX_BYTES >> 10);
	}
	buf_release(&b);
	return code;
}

/* One of a few words. */
static enum err_code set_word(json_t *set, const char *key, const char *text, bool (*known)(const char *, const char **), const char *which,
			      struct err *err)
{
	const char *word = NULL;

	if (!known(text, &word))
		return err_set(err, ERR_USAGE, "'%.40s' is not %s", text, which);
	json_object_set_new(set, key, json_string(word));
	return ERR_OK;
}

static bool known_kind(const char *text, const char **word)
{
	enum plan_kind kind = PLAN_BOTH;
	bool ok = plan_kind_find(text, &kind);

	*word = plan_kind_name(kind);
	return ok;
}

static bool known_level(const char *text, const char **word)
{
	enum plan_level level = PLAN_L5;
	bool ok = plan_level_find(text, &level);

	*word = plan_level_name(level);
	return ok;
}

static bool known_lean(const char *text, const char **word)
{
	enum plan_lean lean = PLAN_UNKNOWN;
	bool ok = plan_lean_find(text, &lean);

	*word = plan_lean_name(lean);
	return ok;
}

/* One setting by the name of its option. now: what is set; set: what changes. */
static enum err_code set_one(struct cli *cli, const json_t *now, json_t *set, const char *name, const char *text, struct err *err)
{
	if (!strcmp(name, "interview"))
		return set_interview(set, text, err);
	if (!strcmp(name, "zone"))
		return set_zone(&cli->arena, set, text, err);
	if (!strcmp(name, "kind"))
		return set_word(set, "kind", text, known_kind, "a kind of interview: phone, loop or both", err);
	if (!strcmp(name, "level"))
		return set_word(set, "level", text, known_level, "a level: L4, L5 or L6+", err);
	if (!strcmp(name, "hours"))
		return set_hours(set, text, err);
	if (!strcmp(name, "on"))
		return set_on(now, set, text, err);
	if (!strcmp(name, "starts"))
		return set_starts(set, text, err);
	if (!strcmp(name, "lean"))
		return set_word(set, "lean", text, known_lean, "what a role leans to: modelling, pipelines, analytics or unknown", err);
	return set_post_file(cli, set, text, err);
}

/* --- asking -------------------------------------------------------------------------------------------------------- */

/* A line of standard input without its end; false at the end. */
static bool read_line(struct buf *line)
{
	int c;

	buf_reset(line);
	while ((c = getchar()) != EOF && c != '\n')
		if (c != '\r')
			buf_addc(line, (char)c);
	return c != EOF || line->n;
}

/* The present value as it would be typed. In the arena. */
static const char *shown(struct cli *cli, const json_t *now, const char *key)
{
	const json_t *v = json_object_get(now, key);
	struct buf b;
	const char *text;

	if (json_is_string(v))
		return json_string_value(v);
	if (!json_is_array(v))
		return "none";
	buf_init(&b, 200);
	for (size_t i = 0; i < json_array_size(v); i++)
		buf_addf(&b, "%s%g", i ? "," : "", json_number_value(json_array_get(v, i)));
	text = arena_strdup(&cli->arena, buf_text(&b));
	buf_release(&b);
	return text;
}

/* The post as it is pasted, up to a line with a single dot. */
static void ask_post(struct cli *cli, json_t *set, struct buf *line)
{
	struct buf post;

	out_put(&cli->out, STYLE_BOLD, "Paste the job post, then a line with a single dot.\n");
	out_put(&cli->out, STYLE_DIM, "  A dot at once leaves it as it is.\n");
	fflush(cli->out.file);
	buf_init(&post, POST_FILE_MAX_BYTES);
	while (read_line(line) && strcmp(buf_text(line), ".")) {
		buf_add(&post, buf_text(line), line->n);
		buf_addc(&post, '\n');
	}
	if (post.n)
		json_object_set_new(set, "post", keep_post((struct str){buf_text(&post), post.n}));
	buf_release(&post);
}

/* Every question in turn; an empty line keeps what stands in brackets. False when the input ended. */
static bool ask_all(struct cli *cli, const json_t *now, json_t *set)
{
	static const struct {
		const char *name, *key, *question, *help;
	} questions[] = {
		{"interview", "interview_at", "When is the interview?", "date and time, as 2026-12-02 09:00; none if you do not know yet"},
		{"zone", "time_zone", "In which time zone are your times?", "Europe/Berlin, America/New_York; none: that of this machine"},
		{"kind", "kind", "Phone screen, loop, or both?", "phone, loop, both"},
		{"level", "level", "Which level?", "L4, L5, L6+"},
		{"hours", "hours", "How many hours are free, from Monday to Sunday?", "seven numbers, 0 for none: 2,2,2,2,2,5,5"},
		{"lean", "lean", "What does the role lean to?", "modelling, pipelines, analytics, unknown"},
	};
	struct buf line;
	bool more = true;

	buf_init(&line, LINE_MAX_BYTES);
	for (size_t i = 0; more && i < sizeof(questions) / sizeof(questions[0]); i++) {
		struct err err = {0};

		out_put(&cli->out, STYLE_BOLD, "%s", questions[i].question);
		out_put(&cli->out, STYLE_DIM, " (%s)\n", questions[i].help);
		do {
			fprintf(cli->out.file, "  [%s] ", shown(cli, now, questions[i].key));
			fflush(cli->out.file);
			more = read_line(&line);
			if (!more || !str_trim((struct str){buf_text(&line), line.n}).n)
				break;
			err.code = ERR_OK;
			if (set_one(cli, now, set, questions[i].name, buf_text(&line), &err))
				cli_fail(&err);
		} while (err.code);
	}
	if (more)
		ask_post(cli, set, &line);
	buf_release(&line);
	return more;
}

/* --- the command ------------------------------------------------------------------------------------------------------ */

static void put_settings(struct cli *cli, const json_t *now, bool json)
{
	static const char *const names[] = {"interview_at", "time_zone", "kind", "level", "hours", "day_starts", "lean"};
	static const char *const words[] = {"Interview", "Time zone", "Kind", "Level", "Free hours", "Day starts", "Leans to"};
	const json_t *on = json_object_get(now, "hours_on");
	const char *post = json_get_text(now, "post", ""), *day;
	json_t *value;
	char *text;

	if (json) {
		text = json_text(now);
		fprintf(cli->out.file, "%s\n", text ? text : "{}");
		free(text);
		return;
	}
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		fprintf(cli->out.file, "  %-11s %s\n", words[i], shown(cli, now, names[i]));
	json_object_foreach((json_t *)on, day, value)
		fprintf(cli->out.file, "  %-11s %s: %g h\n", "", day, json_number_value(value));
	if (*post)
		fprintf(cli->out.file, "  %-11s %s bytes\n", "Job post", out_count((long long)strlen(post)));
	else
		fprintf(cli->out.file, "  %-11s none\n", "Job post");
}

/* The plan's first words, so that a date in the past or no free hour is said at once. */
static void put_summary(struct cli *cli)
{
	struct err err = {0};
	struct guide g;
	struct keep k;

	if (cli_plan(cli, &k, &err)) {
		cli_fail(&err);
		return;
	}
	guide_shown(cli->bank, cli->store, &k, &cli->arena, &g);
	cli->lost |= k.lost;
	fputc('\n', cli->out.file);
	out_wrap(&cli->out, STYLE_PLAIN, 0, NULL, k.plan->summary);
	for (size_t i = 0; i < k.warning_count; i++)
		out_wrap(&cli->out, STYLE_WRONG, 2, "- ", k.warnings[i]);
	for (size_t i = 0; i < k.plan->note_count; i++)
		out_wrap(&cli->out, STYLE_DIM, 2, "- ", k.plan->notes[i]);
	fputs("Next: spar plan\n", cli->out.file);
}

static enum err_code apply(struct cli *cli, const struct args *args, const json_t *now, json_t *set, struct err *err)
{
	enum err_code code = ERR_OK;
	bool any = false;

	for (size_t i = 0; options[i].name && !code; i++) {
		const char *value = options[i].value ? args_value(args, options[i].name) : NULL;

		if (value)
			code = set_one(cli, now, set, options[i].name, value, err);
		any |= value != NULL;
	}
	if (!code && !any && cli->reader && !args_flag(args, "json"))
		ask_all(cli, now, set);
	if (!code && json_object_size(set) && !cli->store)
		code = err_set(err, ERR_IO, "there is no record, so nothing can be set");
	if (!code && json_object_size(set))
		code = store_append(cli->store, EVENT_SETTINGS_CHANGED, "settings", set, NULL, err);
	return code;
}

static int cmd_setup(struct cli *cli, const struct args *args)
{
	json_t *now = NULL, *set = json_object();
	struct err err = {0};
	int status = 0;

	if (keep_settings(cli->store, &now, &err) || apply(cli, args, now, set, &err)) {
		status = cli_fail(&err);
	} else {
		json_decref(now);
		now = NULL;
		if (keep_settings(cli->store, &now, &err)) {
			status = cli_fail(&err);
		} else {
			put_settings(cli, now, args_flag(args, "json"));
			if (!args_flag(args, "json"))
				put_summary(cli);
		}
	}
	json_decref(now);
	json_decref(set);
	return cli_status(cli, status);
}

const struct command command_setup = {
	.name = "setup",
	.run = cmd_setup,
	.needs = NEEDS_BANK | NEEDS_STORE,
	.summary = "the interview, your level, your free hours, the job post",
	.arguments = "",
	.options = options,
	.details = "Without options it asks, on a terminal; else it shows what is set. What the page sets is the same.",
	.examples = "spar setup\n"
		    "spar setup --interview \"2026-12-02 09:00\" --zone Europe/Berlin --kind both --level L5\n"
		    "spar setup --hours 2,2,2,2,2,5,5 --on 2026-11-27=0 --post post.txt\n",
};
