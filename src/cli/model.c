/* spar model: somebody's language model that may word follow-ups another way. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "cli/commands.h"
#include "cli/model_use.h"
#include "cli/story.h"
#include "talk/talk.h"

/* What `spar model test` sends in place of a candidate's words. */
static const char example_question[] = "Tell me about a problem that others had got used to.";
static const char example_told[] =
	"In March the load of our shop reports was late on most mornings and everybody had got used to it. I read the plan of the query and saw that it read the "
	"whole history each night. I decided to keep the old table for a month, and I rewrote the merge step so that it reads three days only. The load went from "
	"four hours to 40 minutes, and the planners had their report at seven.";

static enum err_code read_endpoint(struct cli *cli, struct model_endpoint *e, struct err *err)
{
	json_t *settings = NULL;
	enum err_code code = store_settings(cli->store, &settings, err);

	if (!code)
		code = model_endpoint_read(&cli->arena, settings, e, err);
	json_decref(settings);
	return code;
}

static const char *key_words(const struct model_endpoint *e)
{
	const char *variable = getenv(MODEL_KEY_VARIABLE);

	return e->key_file ? "file" : variable && *variable ? "variable" : "none";
}

static void put_sent(struct cli *cli, const struct model_endpoint *e)
{
	struct out *o = &cli->out;

	out_wrap(o, STYLE_PLAIN, 0, NULL, arena_printf(&cli->arena, "While it is on, this is sent to %s with each follow-up of a story drill and of a mock round:", e->address));
	out_wrap(o, STYLE_PLAIN, 4, "  -", "the question that you were asked");
	out_wrap(o, STYLE_PLAIN, 4, "  -",
		 arena_printf(&cli->arena, "what you told and replied in this half of the drill or part of the round: all of it up to %s bytes, else its beginning and end", out_count(MODEL_TOLD_BYTES)));
	out_wrap(o, STYLE_PLAIN, 4, "  -", "the follow-up that Spar prepared, and why it asks");
	out_wrap(o, STYLE_PLAIN, 0, NULL,
		 e->loopback ? "Nothing else. The address is on this machine; what the program behind it does with your words is that program's matter."
			     : "Nothing else. The address is not on this machine: whoever runs it reads your words. If the story is confidential, do not switch it on.");
}

static json_t *state_json(const struct model_endpoint *e)
{
	json_t *o = model_endpoint_json(e);

	json_object_set_new(o, "address", json_string(e->address));
	json_object_set_new(o, "key", json_string(key_words(e)));
	json_object_set_new(o, "deadline_ms", json_integer(MODEL_DEADLINE_MS));
	json_object_set_new(o, "sends", json_pack("[s,s,s,s]", "question", "told", "prepared_probe", "why"));
	return o;
}

static void put_state(struct cli *cli, const struct model_endpoint *e, bool json)
{
	FILE *f = cli->out.file;

	if (json) {
		cli_put_json(cli, state_json(e));
		return;
	}
	if (!*e->url) {
		out_wrap(&cli->out, STYLE_PLAIN, 0, NULL, "No model is set. Spar needs none: its follow-ups are prepared. 'spar model on --help' says what one can do.");
		return;
	}
	out_put(&cli->out, STYLE_BOLD, "The model is %s.\n", e->on ? "on" : "off");
	fprintf(f, "  Address  ");
	out_verbatim(&cli->out, 0, e->address);
	fprintf(f, "  Model    ");
	out_verbatim(&cli->out, 0, e->name);
	fprintf(f, "  Key      %s%s\n", !strcmp(key_words(e), "file") ? "the first line of " : "",
		e->key_file ? e->key_file : !strcmp(key_words(e), "variable") ? "from " MODEL_KEY_VARIABLE : "none");
	fputc('\n', f);
	put_sent(cli, e);
}

static int cmd_model(struct cli *cli, const struct args *args)
{
	struct model_endpoint e;
	struct err err = {0};

	if (read_endpoint(cli, &e, &err))
		return cli_fail(&err);
	put_state(cli, &e, args_flag(args, "json"));
	return 0;
}

static enum err_code keep(struct cli *cli, const struct model_endpoint *e, struct err *err)
{
	json_t *body = json_pack("{s:o}", MODEL_SETTING, model_endpoint_json(e));
	enum err_code code = body ? store_append(cli->store, EVENT_SETTINGS_CHANGED, "settings", body, NULL, err) : err_set(err, ERR_MEMORY, "out of memory");

	json_decref(body);
	return code;
}

/* A yes typed at a terminal; who cannot be asked has said --yes. */
static bool agreed(struct cli *cli)
{
	char line[40] = "";

	fprintf(cli->out.file, "\nSwitch it on? yes or no: ");
	fflush(cli->out.file);
	if (!fgets(line, sizeof(line), stdin))
		return false;
	return str_eq_nocase(str_trim(str_of(line)), STR("yes")) || str_eq_nocase(str_trim(str_of(line)), STR("y"));
}

/* It is read from wherever Spar runs later. Links in it are not followed here: model_key() refuses one. */
static const char *whole_path(struct cli *cli, const char *file)
{
	char *here = *file == '/' ? NULL : getcwd(NULL, 0);
	const char *path = here ? fs_join(&cli->arena, here, file) : file;

	free(here);
	return path;
}

static enum err_code take_args(struct cli *cli, const struct args *args, struct model_endpoint *e, struct err *err)
{
	const char *file = args_value(args, "key-file");
	struct buf key;
	enum err_code code = model_address(&cli->arena, args->p[0], e, err);

	if (code)
		return code;
	e->name = args->p[1];
	for (const char *c = e->name; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7F)
			return err_set(err, ERR_USAGE, "the name of the model has a character that no name has");
	if (!*e->name || strlen(e->name) > MODEL_NAME_BYTES_MAX || !utf8_valid(e->name, strlen(e->name), NULL))
		return err_set(err, ERR_USAGE, "a model's name has 1 to %d bytes of UTF-8", MODEL_NAME_BYTES_MAX);
	e->key_file = file ? whole_path(cli, file) : NULL;
	buf_init(&key, MODEL_KEY_BYTES_MAX + 16);
	code = model_key(e, &key, err);
	if (key.p)
		explicit_bzero(key.p, key.size_bytes);
	buf_release(&key);
	return code;
}

static int cmd_on(struct cli *cli, const struct args *args)
{
	struct model_endpoint e = {.on = true};
	bool json = args_flag(args, "json"), yes = args_flag(args, "yes");
	struct err err = {0};

	if (take_args(cli, args, &e, &err))
		return cli_fail(&err);
	if (!yes) {
		put_sent(cli, &e);
		if (!cli->reader) {
			err_set(&err, ERR_USAGE, "nothing is switched on: standard input is no terminal; say --yes when that may be sent");
			return cli_fail(&err);
		}
		if (!agreed(cli)) {
			fputs("Nothing is switched on.\n", cli->out.file);
			return 0;
		}
	}
	if (keep(cli, &e, &err))
		return cli_fail(&err);
	put_state(cli, &e, json);
	if (!json)
		out_wrap(&cli->out, STYLE_DIM, 0, NULL, "'spar model test' tries it with words that are not yours.");
	return 0;
}

static int cmd_off(struct cli *cli, const struct args *args)
{
	struct model_endpoint e;
	struct err err = {0};
	bool json = args_flag(args, "json"), forget = args_flag(args, "forget");
	json_t *none = NULL;
	enum err_code code = read_endpoint(cli, &e, &err);

	/* What is set and cannot be used is forgotten: off is off. */
	if (code && code != ERR_INPUT)
		return cli_fail(&err);
	forget = forget || code == ERR_INPUT;
	e.on = false;
	if (forget) {
		e = (struct model_endpoint){.url = "", .address = "", .name = ""};
		none = json_pack("{s:n}", MODEL_SETTING);
		code = store_append(cli->store, EVENT_SETTINGS_CHANGED, "settings", none, NULL, &err);
		json_decref(none);
	} else {
		code = *e.url ? keep(cli, &e, &err) : ERR_OK;
	}
	if (code)
		return cli_fail(&err);
	if (json)
		put_state(cli, &e, true);
	else
		fputs("The model is off. Nothing is sent.\n", cli->out.file);
	return 0;
}

/* --- trying it -------------------------------------------------------------------------------------------------------- */

struct trial {
	const char *prepared, *came, *asked;   /* came: NULL when nothing did */
	int64_t took_ms;
	struct err why;                        /* why the prepared one is asked */
};

static enum err_code try_once(struct cli *cli, const struct model_endpoint *e, struct trial *out, struct err *err)
{
	struct talk_round round = {.kind = TALK_BEHAVIOURAL, .principle = "ownership", .question = example_question, .level = TALK_L5, .seed = 1};
	struct talk_pack *pack = NULL;
	struct talk *t = NULL;
	struct model *m = NULL;
	struct str text = {"", 0};
	enum err_code code;

	*out = (struct trial){.took_ms = -1};
	if ((code = talk_pack_open(&pack, NULL, NULL, err)) || (code = talk_new(&t, pack, &round, err)) || (code = talk_answer(t, str_of(example_told), err)) ||
	    (code = model_open(&m, e, err)))
		goto out;
	const struct talk_probe *p = talk_next(t);

	if (!p)
		BUG("the example is asked nothing");
	out->prepared = arena_strdup(&cli->arena, p->text);
	struct model_question q = {.question = example_question, .told = str_of(example_told), .probe = p->text, .why = p->why};

	if ((code = model_ask(m, &q, err)))
		goto out;
	if (model_take(m, MODEL_DEADLINE_MS + 100, &text, &out->why) == MODEL_CAME) {
		out->came = arena_strndup(&cli->arena, text.p, text.n);
		talk_reword(t, text, &out->why);
	}
	out->took_ms = model_took_ms(m);
	out->asked = arena_strdup(&cli->arena, talk_next(t)->text);
out:
	model_close(m);
	talk_free(t);
	talk_pack_free(pack);
	return code;
}

static void put_line(struct cli *cli, const char *head, const char *text)
{
	fprintf(cli->out.file, "%s", head);
	out_verbatim(&cli->out, 0, text);
}

static void put_trial(struct cli *cli, const struct trial *t, bool json)
{
	if (json) {
		json_t *o = json_pack("{s:b,s:s,s:o,s:s}", "taken", !t->why.code, "prepared", t->prepared, "came",
				      t->came ? json_text_value(t->came, strlen(t->came)) : json_null(), "why", t->why.code ? t->why.text : "");

		json_object_set_new(o, "asked", json_text_value(t->asked, strlen(t->asked)));
		json_object_set_new(o, "took_ms", t->took_ms >= 0 ? json_integer(t->took_ms) : json_null());
		cli_put_json(cli, o);
		return;
	}
	put_line(cli, "  Prepared    ", t->prepared);
	if (t->came)
		put_line(cli, "  It says     ", t->came);
	if (t->took_ms >= 0)
		fprintf(cli->out.file, "  It took     %lld ms of %d\n", (long long)t->took_ms, MODEL_DEADLINE_MS);
	put_line(cli, "  Asked       ", t->asked);
	if (t->why.code)
		out_wrap(&cli->out, STYLE_PLAIN, 0, NULL, arena_printf(&cli->arena, "The prepared one is asked: %s.", t->why.text));
	else
		fputs("Its wording is taken.\n", cli->out.file);
}

static int cmd_test(struct cli *cli, const struct args *args)
{
	struct model_endpoint e;
	struct trial t;
	struct err err = {0};

	if (read_endpoint(cli, &e, &err))
		return cli_fail(&err);
	if (!*e.url) {
		err_set(&err, ERR_MISSING, "no model is set; 'spar model on' sets one");
		return cli_fail(&err);
	}
	if (try_once(cli, &e, &t, &err))
		return cli_fail(&err);
	put_trial(cli, &t, args_flag(args, "json"));
	return t.why.code ? EXIT_WRONG : 0;
}

static const struct option json_only[] = {
	{"json", NULL, VALUE_NONE, "one line of JSON"},
	{NULL, NULL, VALUE_NONE, NULL},
};

const struct command command_model = {
	.name = "model",
	.run = cmd_model,
	.needs = NEEDS_STORE,
	.summary = "whether a language model may word follow-ups",
	.arguments = "",
	.options = json_only,
	.details = "Spar needs no model; its follow-ups are prepared. One that is on gets 1.5 seconds to word a prepared follow-up another way. What it says is asked "
		   "only when it is one question, quotes only what you said, and asks about the same point; else the prepared one is asked.",
	.examples = "spar model\nspar model --json\n",
};

static const struct option on_options[] = {
	{"key-file", "FILE", VALUE_FILE, "its first line is the key; only you may read it (mode 600). Else " MODEL_KEY_VARIABLE ", if it is set"},
	{"yes", NULL, VALUE_NONE, "do not ask"},
	{"json", NULL, VALUE_NONE, "one line of JSON"},
	{NULL, NULL, VALUE_NONE, NULL},
};

const struct command command_model_on = {
	.name = "model on",
	.run = cmd_on,
	.needs = NEEDS_STORE,
	.summary = "let a language model word follow-ups",
	.arguments = "URL MODEL",
	.min_args = 2,
	.max_args = 2,
	.arg_kind = VALUE_TEXT,
	.options = on_options,
	.details = "URL is an address that speaks the chat completions of OpenAI, as llama.cpp, Ollama and hosted services do: https, or http on this machine "
		   "(127.0.0.1, localhost, [::1]). It says what is sent and asks before anything is switched on. The key itself is kept nowhere by Spar.",
	.examples = "spar model on http://127.0.0.1:11434/v1 llama3.2:3b\nspar model on https://api.example.org/v1 small --key-file ~/.config/spar-key\n",
};

static const struct option off_options[] = {
	{"forget", NULL, VALUE_NONE, "forget the address as well"},
	{"json", NULL, VALUE_NONE, "one line of JSON"},
	{NULL, NULL, VALUE_NONE, NULL},
};

const struct command command_model_off = {
	.name = "model off",
	.run = cmd_off,
	.needs = NEEDS_STORE,
	.summary = "send nothing any more",
	.arguments = "",
	.options = off_options,
	.details = "The address stays set, so that 'spar model test' can try it; --forget takes it away. What was set once stays in the record's history.",
	.examples = "spar model off\nspar model off --forget\n",
};

const struct command command_model_test = {
	.name = "model test",
	.run = cmd_test,
	.needs = NEEDS_STORE,
	.summary = "try the model that is set, with words that are not yours",
	.arguments = "",
	.options = json_only,
	.details = "Sends a telling that comes with Spar, and shows what comes back and whether it would be asked. Works while the model is off as well. The exit "
		   "status is 0 when its wording is taken and 1 when the prepared one stands.",
	.examples = "spar model test\nspar model test --json\n",
};
