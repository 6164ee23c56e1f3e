/* spar completion: scripts for the shells, from the table of commands. */
#include "cli/commands.h"

/* Exercises and variants are asked from the program, so that new content needs no new script. */
static int put_words(struct cli *cli, const struct args *args)
{
	struct err err = {0};

	if (bank_open(&cli->bank, NULL, NULL, &err))
		return cli_fail(&err);
	if (!strcmp(args->p[0], "slugs")) {
		for (size_t i = 0; i < bank_count(cli->bank); i++)
			puts(bank_at(cli->bank, i)->slug);
		return 0;
	}
	const struct bank_exercise *ex = NULL;

	if (args->count < 2 || bank_find(cli->bank, args->p[1], &ex, &err))
		return err_exit_status(ERR_MISSING);
	for (size_t i = 0; i < ex->variant_count; i++)
		puts(ex->variants[i].name);
	return 0;
}

static const char *action(enum value_kind kind)
{
	switch (kind) {
	case VALUE_FILE:
		return "file";
	case VALUE_SLUG:
		return "slug";
	case VALUE_VARIANT:
		return "variant";
	case VALUE_NONE:
	case VALUE_TEXT:
		break;
	}
	return "";
}

/* Lines "NAME|ARGUMENT|--option:KIND:takes ..." that both scripts read. */
static void put_table(FILE *f)
{
	for (size_t i = 0; i < command_count; i++) {
		const struct command *c = commands[i];

		if (!*c->name)
			continue;
		fprintf(f, "%s|%s|--help::0", c->name, action(c->arg_kind));
		for (int k = 0; c->options && c->options[k].name; k++)
			fprintf(f, " --%s:%s:%d", c->options[k].name, action(c->options[k].kind), c->options[k].value != NULL);
		fputc('\n', f);
	}
}

static const char bash_script[] =
	"_spar_words() {\n"
	"\tlocal prev=${COMP_WORDS[COMP_CWORD-1]} typed=${COMP_WORDS[*]:1:$((COMP_CWORD - 1))}\n"
	"\tlocal name='' argument='' options='' n a o word offers=''\n"
	"\t# The longest command that the words begin with.\n"
	"\twhile IFS='|' read -r n a o; do\n"
	"\t\tif [[ \"$typed \" == \"$n \"* && ${#n} -gt ${#name} ]]; then name=$n argument=$a options=$o; fi\n"
	"\t\tif [[ \"$n \" == \"${typed:+$typed }\"* ]]; then\n"
	"\t\t\tword=${n:${#typed}}; word=${word# }; word=${word%% *}\n"
	"\t\t\tcase \"$offers \" in *\" $word \"*) ;; *) offers+=\" $word\" ;; esac\n"
	"\t\tfi\n"
	"\tdone <<<\"$_spar_table\"\n"
	"\tif [[ -n $name && $prev == --* ]]; then\n"
	"\t\tfor word in $options; do\n"
	"\t\t\tif [[ ${word%%:*} == \"$prev\" && ${word##*:} == 1 ]]; then\n"
	"\t\t\t\tword=${word#*:}; _spar_kind=${word%%:*}; return\n"
	"\t\t\tfi\n"
	"\t\tdone\n"
	"\tfi\n"
	"\t_spar_kind=${name:+$argument}\n"
	"\tfor word in $options; do offers+=\" ${word%%:*}\"; done\n"
	"\t_spar_list=$offers\n"
	"}\n"
	"_spar() {\n"
	"\tlocal cur=${COMP_WORDS[COMP_CWORD]} _spar_kind='' _spar_list=''\n"
	"\t_spar_words\n"
	"\tcase $_spar_kind in\n"
	"\tfile) COMPREPLY=($(compgen -f -W \"$_spar_list\" -- \"$cur\")) ;;\n"
	"\tslug) COMPREPLY=($(compgen -W \"$_spar_list $(spar completion slugs 2>/dev/null)\" -- \"$cur\")) ;;\n"
	"\tvariant)\n"
	"\t\tlocal w\n"
	"\t\tfor w in \"${COMP_WORDS[@]:1}\"; do\n"
	"\t\t\tCOMPREPLY+=($(compgen -W \"$(spar completion variants \"$w\" 2>/dev/null)\" -- \"$cur\"))\n"
	"\t\tdone ;;\n"
	"\t*) COMPREPLY=($(compgen -W \"$_spar_list\" -- \"$cur\")) ;;\n"
	"\tesac\n"
	"}\n";

static int put_script(bool zsh)
{
	if (zsh)
		fputs("#compdef spar\nautoload -U +X bashcompinit && bashcompinit\n", stdout);
	fputs("# Completion for spar. To use it: source <(spar completion ", stdout);
	fputs(zsh ? "zsh)\n" : "bash)\n", stdout);
	fputs("_spar_table='", stdout);
	put_table(stdout);
	fputs("'\n", stdout);
	fputs(bash_script, stdout);
	fputs("complete -F _spar spar\n", stdout);
	return 0;
}

static int cmd_completion(struct cli *cli, const struct args *args)
{
	const char *what = args->p[0];
	struct err err = {0};

	if (!strcmp(what, "bash") || !strcmp(what, "zsh"))
		return put_script(*what == 'z');
	if (!strcmp(what, "slugs") || !strcmp(what, "variants"))
		return put_words(cli, args);
	err_set(&err, ERR_USAGE, "no completion for '%s'; there is bash and zsh", what);
	return cli_fail(&err);
}

const struct command command_completion = {
	.name = "completion",
	.run = cmd_completion,
	.summary = "completion for your shell",
	.arguments = "bash | zsh",
	.min_args = 1,
	.max_args = 2,
	.details = "The scripts ask 'spar completion slugs' and 'spar completion variants SLUG' for names.",
	.examples = "source <(spar completion bash)\nsource <(spar completion zsh)\n",
};
