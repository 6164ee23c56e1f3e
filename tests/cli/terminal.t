#!/usr/bin/env bash
# The line editor on a terminal, key by key: each step waits for what the terminal shows, never for a time.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/cli/pack.sh"
if ! have_tty; then
	skip_all 'no terminal to be had'
fi
export TERM=xterm
seen=0

# start: a drill of counts/shop on a terminal. keys TEXT: type it (printf escapes).
start() {
	rm -f keys shown
	mkfifo keys
	: >shown
	seen=0
	script -qefc "$(printf '%q ' "$SPAR" sql try counts --variant shop "$@")" shown <keys >/dev/null 2>&1 &
	drill=$!
	exec 3>keys
	sees 'sql> $' "a prompt"
}
keys() {
	seen=$(stat -c %s shown)
	# shellcheck disable=SC2059
	printf "$1" >&3
}
# What came since the last keys, without what only moves the cursor.
shown() {
	tail -c +$((seen + 1)) shown | tr -d '\r' | sed 's/\x1b\[[0-9;?]*[a-zA-Z]//g; s/\x00//g'
}
# sees REGEX NAME: it comes within a minute.
sees() {
	for _ in $(seq 1200); do
		if [[ $(shown) =~ $1 ]]; then
			break
		fi
		sleep 0.05
	done
	like "$(shown)" "$1" "$2"
}
# ends STATUS NAME
ends() {
	exec 3>&-
	wait "$drill"
	is $? "$1" "$2"
}

start
keys 'SELECT 1, 2'
sees 'SELECT 1, 2' 'what is typed is shown'
keys '\003'
sees 'Ctrl-C again leaves.*sql> $' 'Ctrl-C gives a fresh prompt at once'
keys "SELECT '日本é', 2\177\1773\r"
sees '->' 'wide characters, and backspace'
keys "FROM nowhere;\r"
sees "no table 'nowhere'.*sql> $" 'a statement over two lines'
keys '\020'
sees "SELECT '日本é',3"$'.*FROM nowhere;' 'the history brings it back whole'
keys '\025SELECT\t7\r'
sees 'SELECT    7' 'Tab puts blanks in: there is no completion'
keys '\003'
sees "'edit' brings it back" 'Ctrl-C drops what was typed'
keys '\033[200~SELECT 1,\n\t2\nFROM nothere;\n\033[201~'
sees 'FROM nothere;' 'a paste of several lines is shown'
unlike "$(shown)" "no table" 'and waits'
keys '\r'
sees "no table 'nothere'.*sql> $" 'until Enter'
keys '\033[200~SELECT 1,\033[201~'
sees 'SELECT 1,' 'a paste'
keys "\b4\001-- \005x\r"
sees '-- SELECT 14x' 'can be changed before Enter'
keys '\003'
sees 'Ctrl-C again leaves' 'Ctrl-C after a line'
keys 'abc'
sees 'abc' 'a line'
pid=$(child_of "$(child_of $drill)") || pid=$(child_of $drill)
kill -WINCH "$(pgrep -n -x spar 2>/dev/null || echo "$pid")"
done_testing
