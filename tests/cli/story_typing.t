#!/usr/bin/env bash
# A memory and a drill on a terminal that goes away in the middle of a line: what was typed is kept. Waits for what must come, never for a time.
. "$(dirname "$0")/lib.sh"
export SPAR_CONTENT=$ROOT/content SPAR_PACK=amazon-de
if ! have_tty; then
	skip_all 'no terminal to be had'
fi
export TERM=xterm
db=$HOME/.local/share/spar/spar.db

# start COMMAND...: on a terminal. types TEXT: without an end of line.
start() {
	rm -f keys shown
	mkfifo keys
	: >shown
	script -qefc "$(printf '%q ' "$SPAR" "$@")" shown <keys >/dev/null 2>&1 &
	terminal=$!
	exec 3>keys
	sees '> $' "a prompt of $1 $2"
}
types() {
	# shellcheck disable=SC2059
	printf "$1" >&3
}
sees() {
	for _ in $(seq 1200); do
		[[ $(tr -d '\r' <shown | sed 's/\x1b\[[0-9;?]*[a-zA-Z]//g; s/\x00//g') =~ $1 ]] && break
		sleep 0.05
	done
	like "$(tr -d '\r' <shown | sed 's/\x1b\[[0-9;?]*[a-zA-Z]//g; s/\x00//g')" "$1" "$2"
}
drafts() {
	sqlite3 "file:$db?mode=ro" "SELECT text FROM draft WHERE subject LIKE '$1'" 2>/dev/null
}
# kept SUBJECT TEXT NAME: the draft comes to be this.
kept() {
	for _ in $(seq 1200); do
		[ "$(drafts "$1")" = "$2" ] && break
		sleep 0.05
	done
	is "$(drafts "$1")" "$2" "$3"
}
gone() {
	kill -9 "$terminal"
	wait "$terminal" 2>/dev/null
	exec 3>&-
}

start story new
types 'At the shop we had'
kept 'story/%/happening' 'At the shop we had' 'a line that was not ended is kept'
types ' a load\rthat was la'
kept 'story/%/happening' $'At the shop we had a load\nthat was la' 'with the lines before it'
gone
run spar story
like "$out" "not ended; what was typed is kept:" 'the memory is there, and the next thing to do'
run spar story edit 1 < <(printf 'draft\n\ndone\n')
like "$out" '1 of 6 .*A draft is kept from before' 'its first question offers what was typed'

start story new
types 'ski'
types 'p\rAnd no'
kept 'story/%/noticed' 'And no' 'a command leaves no draft behind'
is "$(sqlite3 "file:$db?mode=ro" "SELECT count(*) FROM draft WHERE text LIKE 'ski%'")" 0 'nor does half of one'
types '\003'
sees 'What you typed is kept as a draft' 'Ctrl-C says that it is kept'
is "$(drafts 'story/%/noticed')" 'And no' 'and it is'
gone

start story drill --seed 1
types 'In March I'
kept 'drill/%-%' 'In March I' 'a telling that was not ended is kept'
gone
run spar story drill --resume < <(printf 'draft\n')
like "$out" 'A draft is kept from before' 'and offered when the drill is taken up'
done_testing
