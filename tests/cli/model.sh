# shellcheck shell=bash
# An endpoint for a model on a port of its own. Sourced after lib.sh: leaves base, its address; log, where it writes what it was asked; server, its
# process, which ends with the test.

log=$HOME/log
node "$ROOT/tests/cli/model-server.mjs" "$log" >"$HOME/port" &
server=$!
trap 'kill $server 2>/dev/null; tap_cleanup' EXIT
for _ in $(seq 600); do
	[ -s "$HOME/port" ] && break
	sleep 0.05
done
# shellcheck disable=SC2034
base=http://127.0.0.1:$(cat "$HOME/port")
