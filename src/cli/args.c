#include "bank/suggest.h"
#include "cli/cli.h"

static int option_find(const struct command *c, const char *name, size_t n)
{
	for (int i = 0; c->options && c->options[i].name; i++)
		if (strlen(c->options[i].name) == n && !strncmp(c->options[i].name, name, n))
			return i;
	return -1;
}

static enum err_code unknown_option(const struct command *c, const char *word, struct err *err)
{
	const char *names[OPTIONS_MAX + 1] = {"help"};
	char name[80];
	struct arena a;
	size_t n = 1;

	for (int i = 0; c->options && c->options[i].name; i++)
		names[n++] = c->options[i].name;
	snprintf(name, sizeof(name), "%.*s", (int)strcspn(word, "="), word);
	arena_init(&a, 4096);
	const char *near = suggest(name, names, n);

	err_set(err, ERR_USAGE, near ? "unknown option '--%s' of 'spar %s', did you mean '--%s'?"
				     : "unknown option '--%s' of 'spar %s'%s",
		name, c->name, near ? near : "");
	arena_release(&a);
	return ERR_USAGE;
}

/* One "--name", "--name=value" or "--name value"; *i moves on. */
static enum err_code parse_option(const struct command *c, int argc, char **argv, int *i, struct args *out, struct err *err)
{
	const char *word = argv[*i] + 2, *equals = strchr(word, '=');
	int k = option_find(c, word, equals ? (size_t)(equals - word) : strlen(word));

	if (k < 0)
		return unknown_option(c, word, err);
	const struct option *o = &c->options[k];

	if (!o->value) {
		if (equals)
			return err_set(err, ERR_USAGE, "option '--%s' takes no value", o->name);
		out->values[k] = "";
		return ERR_OK;
	}
	if (equals)
		out->values[k] = equals + 1;
	else if (*i + 1 < argc)
		out->values[k] = argv[++*i];
	else
		return err_set(err, ERR_USAGE, "option '--%s' needs a value: %s", o->name, o->value);
	return ERR_OK;
}

bool args_parse(const struct command *c, int argc, char **argv, struct args *out, bool *help, struct err *err)
{
	bool only_words = false;

	*out = (struct args){.command = c};
	*help = false;
	for (int i = 0; i < argc; i++) {
		const char *word = argv[i];

		if (!only_words && !strcmp(word, "--")) {
			only_words = true;
		} else if (!only_words && (!strcmp(word, "--help") || !strcmp(word, "-h"))) {
			*help = true;
			return false;
		} else if (!only_words && !strncmp(word, "--", 2)) {
			if (parse_option(c, argc, argv, &i, out, err))
				return false;
		} else if (!only_words && word[0] == '-' && word[1]) {
			err_set(err, ERR_USAGE, "unknown option '%s' of 'spar %s'", word, c->name);
			return false;
		} else if (out->count == (size_t)c->max_args || out->count == ARGS_MAX) {
			err_set(err, ERR_USAGE, "'%s' is one argument too many for 'spar %s'", word, c->name);
			return false;
		} else {
			out->p[out->count++] = word;
		}
	}
	if (out->count < (size_t)c->min_args) {
		err_set(err, ERR_USAGE, "'spar %s' needs %s", c->name, c->arguments);
		return false;
	}
	return true;
}

static int option_index(const struct args *args, const char *name)
{
	int i = option_find(args->command, name, strlen(name));

	if (i < 0)
		BUG("'%s' has no option '%s'", args->command->name, name);
	return i;
}

const char *args_value(const struct args *args, const char *name)
{
	return args->values[option_index(args, name)];
}

bool args_flag(const struct args *args, const char *name)
{
	return args->values[option_index(args, name)] != NULL;
}

enum err_code args_number(const struct args *args, const char *name, long min, long max, long fallback, long *out,
			  struct err *err)
{
	const char *value = args_value(args, name);

	*out = fallback;
	if (value && !str_to_long(str_of(value), min, max, out))
		return err_set(err, ERR_USAGE, "option '--%s' must be a number from %ld to %ld, not '%s'", name, min, max,
			       value);
	return ERR_OK;
}
