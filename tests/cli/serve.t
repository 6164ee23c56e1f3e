#!/usr/bin/env bash
# spar serve: its options, its one line, its end. What it answers is tested over sockets in tests/unit/test_web_*.c.
. "$(dirname "$0")/lib.sh"

run "$SPAR" serve --help
exits 0 'help'
like "$out" '--bind' 'names what is risky'
run "$SPAR" serve --port x
exits 2 'a port that is no number'
run "$SPAR" serve --port 65536
exits 2 'a port that does not exist'
run "$SPAR" serve --bind nonsense --port 0
exits 2 'an address that is none'
like "$err" "'nonsense'" 'and is named'
run "$SPAR" serve something
exits 2 'no arguments'

# served SIGNAL: start it without a terminal, wait for its line, end it; then $line, $status.
served() {
	coproc SERVER { exec "$SPAR" serve --port 0 2>"$HOME/err"; }
	local pid=$SERVER_PID
	line=
	read -r line <&"${SERVER[0]}"
	kill "-$1" "$pid"
	wait "$pid"
	status=$?
}

for signal in INT TERM HUP; do
	served "$signal"
	is "$status" 0 "SIG$signal is a good end"
done
like "$line" '^listening on http://127.0.0.1:[0-9]+/\?t=[0-9a-f]{64}$' 'one line says where'
is "$(cat "$HOME/err")" '' 'and nothing else is said'
is "$(stat -c '%a' "$HOME/.local/share/spar" "$HOME/.local/share/spar/page-session" | tr '\n' ' ')" '700 600 ' 'the key is ours alone'

# A record of a newer Spar is not touched.
echo 'no database' >"$HOME/.local/share/spar/spar.db"
rm -f "$HOME/.local/share/spar"/spar.db-*
run "$SPAR" serve --port 0
isnt "$status" 0 'a record that cannot be read ends it'
like "$err" 'spar.db' 'and is named'

done_testing
