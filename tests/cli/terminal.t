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
sees '->' 'a line with a tab'
keys '\\p\r'
sees $'\n  SELECT    7\n' 'Tab puts blanks in: there is no completion'
keys '\003'
sees "'edit' brings it back" 'Ctrl-C drops what was typed'
keys '\033[200~SELECT 1,\n\t2\nFROM nothere;\n\033[201~'
sees 'FROM nothere;' 'a paste of several lines is shown'
unlike "$(shown)" 'no table' 'and waits'
keys '\r'
sees "no table 'nothere'.*sql> $" 'until Enter'
keys '\033[200~SELECT \xff1,\033[201~'
sees 'SELECT .*1,' 'a paste with a byte that is no UTF-8'
keys '\b4\001 \005x\r'
sees '->' 'can be changed before Enter'
keys '\\p\r'
sees $'\n   SELECT \xef\xbf\xbd14x\n' 'and the bad byte can be seen'
keys '\003'
sees "'edit' brings it back" 'Ctrl-C drops it'
keys 'abc'
sees 'abc' 'a line that is not ended'
spar=$(child_of $drill)
while [ "$(cat "/proc/$spar/comm")" != spar ]; do
	spar=$(child_of "$spar")
done
seen=$(stat -c %s shown)
kill -WINCH "$spar"
sees 'abc' 'is drawn again when the size changes'
keys '\025SELECT 3;\r'
sees 'Wrong.*sql> $' 'and goes on'
keys '\004'
ends 0 'Ctrl-D leaves'
is "$(grep -c 'SELECT' .local/share/spar/history)" 5 'each statement is one entry of the history'

# Two at once: neither loses the statements of the other.
start
keys 'SELECT 5 FROM first;\r'
sees "no table 'first'" 'one drill'
run_tty $'SELECT 6 FROM second;\nquit' spar sql try counts --variant shop
keys '\020\020\r'
sees 'Wrong.*sql> $' 'the history of before'
keys 'quit\r'
ends 0 'quit leaves'
is "$(tail -n 3 .local/share/spar/history)" $'SELECT\\0406\\040FROM\\040second;\nSELECT\\0405\\040FROM\\040first;\nSELECT\\0403;' \
	'both are kept'

start --no-run
keys 'cust\t\t9;\r'
sees 'Not valid SQL' 'nor in a drill without running'
unlike "$(shown)" 'customer' 'is anything completed'
keys '\003'
sees 'Ctrl-C again leaves' 'Ctrl-C'
keys '\003'
ends 0 'twice leaves'
ok 'no file is left beside the record' ! compgen -G '.local/share/spar/history.*'
done_testing
