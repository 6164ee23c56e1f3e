#!/usr/bin/env bash
# Help, usage, exit statuses of the command line itself, completion: all of it comes from one table.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/cli/pack.sh"

run spar --version
exits 0 '--version'
like "$out" '^spar [0-9]+\.[0-9]+' 'says which'
ok 'without touching the home' test ! -e "$HOME/.local"

run spar --help
exits 0 '--help'
overview=$out
run spar help
is "$out" "$overview" 'is what help says'
commands=$(sed -n '/^Commands/,/^$/p' <<<"$out" | grep -oE '^  spar [a-z-]+( [a-z-]+)?' | sed 's/^  spar //; s/ *$//')
isnt "$commands" '' 'it lists commands'
while read -r command; do
	read -ra words <<<"$command"
	run spar "${words[@]}" --help
	exits 0 "spar $command --help"
	like "$out" "usage: spar $command" 'shows its usage'
	page=$out
	run spar help "${words[@]}"
	is "$out" "$page" "spar help $command is the same"
	run spar "${words[@]}" --no-such-option
	exits 2 "spar $command with an unknown option"
	like "$err" "unknown option '--no-such-option'" 'is named'
done <<<"$commands"

run spar help exit
exits 0 'help exit'
for status in 0 1 2 3 4 5 6 7 8 130; do
	like "$out" "(^|"$'\n'") *$status  " "status $status is documented"
done
run spar help environment
like "$out" SPAR_SEED 'help environment'
run spar help nothing
exits 3 'no such help'

run spar sql lst
exits 2 'a command with a slip'
like "$err" "did you mean 'spar sql list'" 'the nearest is named'
run spar sql
exits 2 'half a command'
like "$err" 'needs one more word' 'says so'
run spar frobnicate
exits 2 'no such command'
run spar sql show
exits 2 'an argument missing'
like "$err" "usage: spar sql show" 'shows the usage'
run spar sql list more
exits 2 'an argument too many'
run spar sql try --minutes soon
exits 2 'a number that is none'
like "$err" "'--minutes' must be a number from 1 to 240, not 'soon'" 'says what it may be'
run spar sql try --minutes
exits 2 'a value missing'
run spar sql list --json=yes
exits 2 'a value too many'
run spar sql try --varian shop
like "$err" "did you mean '--variant'" 'the nearest option is named'
# shellcheck disable=SC2016
run bash -c '"$SPAR" help >/dev/full'
exits 4 'a result that cannot be written is an error'

run spar completion fish
exits 2 'a shell that is not known'
run spar completion bash
exits 0 'completion bash'
while read -r command; do
	like "$out" "$command\\|" "knows $command"
done <<<"$commands"
printf '%s\n' "$out" >completion.sh
ok 'bash can read it' bash -n completion.sh
run spar completion zsh
exits 0 'completion zsh'
like "$out" '^#compdef spar' 'is for zsh'
printf '%s\n' "$out" >completion.zsh

# complete WORD...: what bash offers for the last word.
complete_words() {
	# shellcheck disable=SC2016
	PATH=$(dirname "$SPAR"):$PATH run bash -c '
		. ./completion.sh
		COMP_WORDS=(spar "$@"); COMP_CWORD=$#; COMPREPLY=()
		_spar; printf "%s\n" "${COMPREPLY[@]}"' bash "$@"
}
complete_words sq
is "$out" sql 'bash completes a group'
complete_words sql ch
is "$out" check 'a command'
complete_words sql list --j
is "$out" --json 'an option'
complete_words sql show co
is "$out" counts 'an exercise'
complete_words sql try counts --variant a
is "$out" ads 'a variant of it'
complete_words sql try counts --no-run --var
is "$out" --variant 'an option behind a flag'
complete_words sql check comp
is "$out" $'completion.sh\ncompletion.zsh' 'a file'

# zsh runs the same functions the way its bashcompinit does.
zsh_words() {
	# shellcheck disable=SC2016
	PATH=$(dirname "$SPAR"):$PATH run zsh -fc '
		compdef() { :; }
		. ./completion.zsh
		emulate sh; setopt kshglob noshglob braceexpand
		COMP_WORDS=(spar "$@"); COMP_CWORD=$#; COMPREPLY=()
		_spar; printf "%s\n" "${COMPREPLY[@]}"' zsh "$@"
}
if command -v zsh >/dev/null; then
	ok 'zsh can read its script' zsh -fn completion.zsh
	# What begins otherwise zsh itself leaves out.
	zsh_words sq
	like " ${out//$'\n'/ } " ' sql ' 'zsh completes a group'
	zsh_words sql ch
	like " ${out//$'\n'/ } " ' check ' 'a command'
	zsh_words sql list --j
	like " ${out//$'\n'/ } " ' --json ' 'an option'
	zsh_words sql try counts --variant a
	is "$out" $'shop\nads' 'a variant'
	is "$err" '' 'without a complaint'
else
	skip 'no zsh'
fi
done_testing
