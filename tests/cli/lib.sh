# shellcheck shell=bash
# TAP for tests of the command line. A test is tests/cli/NAME.t, executable, and begins:
#
#	#!/usr/bin/env bash
#	. "$(dirname "$0")/lib.sh"
#
# and ends with `done_testing`. It runs in a folder of its own, which is also its HOME and goes away afterwards;
# standard input is empty, the dice are fixed (SPAR_SEED=1), colours are off.
#
#	run COMMAND...            run it (`run spar sql list`); then $status, $out, $err hold what came of it.
#	                          Input by redirection: run spar sql check - <<<"SELECT 1"
#	run_tty INPUT COMMAND...  the same on a terminal, INPUT typed; $out holds both outputs, without carriage returns
#	have_tty                  whether this machine has terminals to give (some containers have none)
#	ok NAME [!] COMMAND...    the command succeeds (or, after !, fails)
#	is GOT WANT NAME          the texts are equal
#	isnt GOT WANT NAME        they are not
#	like TEXT REGEX NAME      the text matches the extended regular expression
#	unlike TEXT REGEX NAME    it does not
#	exits STATUS NAME         the last run ended with this status; shows its output if not
#	child_of PID              waits for the first child of a process and prints its id
#	skip REASON               counts as one skipped check
#	skip_all REASON           ends the test as skipped
#	done_testing              the plan

set -u
LC_ALL=C.UTF-8
export LC_ALL

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
: "${SPAR:=$ROOT/bin/spar}"
: "${RUN_TIMEOUT_S:=120}"
TAP_COUNT=0
TAP_FAILED=0
status=0
out=
err=

unset XDG_DATA_HOME SPAR_NOW SPAR_FAULT SPAR_LOG EDITOR VISUAL
HOME=$(mktemp -d)
TAP_FILES=$(mktemp -d)
export HOME ROOT SPAR
export SPAR_SEED=1 NO_COLOR=1 TERM=dumb COLUMNS=100

tap_cleanup() {
	chmod -R u+rwX "$HOME" 2>/dev/null
	rm -rf "$HOME" "$TAP_FILES"
}
trap tap_cleanup EXIT
trap 'exit 130' INT TERM
cd "$HOME" || exit 1
exec </dev/null

tap_comment() {
	sed 's/^/# /' <<<"$*"
}

# tap_result GOOD NAME: GOOD is 0 for passed.
tap_result() {
	TAP_COUNT=$((TAP_COUNT + 1))
	if [ "$1" = 0 ]; then
		echo "ok $TAP_COUNT - $2"
		return 0
	fi
	TAP_FAILED=$((TAP_FAILED + 1))
	echo "not ok $TAP_COUNT - $2"
	return 1
}

# What a file holds, NUL bytes shown as \0 because a shell variable cannot hold them.
tap_slurp() {
	sed 's/\x00/\\0/g' "$1"
}

run() {
	if [ "$1" = spar ]; then
		shift
		set -- "$SPAR" "$@"
	fi
	timeout -k 5 "$RUN_TIMEOUT_S" "$@" >"$TAP_FILES/out" 2>"$TAP_FILES/err"
	status=$?
	out=$(tap_slurp "$TAP_FILES/out")
	err=$(tap_slurp "$TAP_FILES/err")
	if [ $status = 124 ]; then
		tap_comment "still running after $RUN_TIMEOUT_S s: $*"
	fi
	return 0
}

have_tty() {
	script -qefc true "$TAP_FILES/typescript" </dev/null >/dev/null 2>&1
}

run_tty() {
	local input=$1
	shift
	if [ "$1" = spar ]; then
		shift
		set -- "$SPAR" "$@"
	fi
	timeout -k 5 "$RUN_TIMEOUT_S" script -qefc "$(printf '%q ' "$@")" "$TAP_FILES/typescript" \
		<<<"$input" >/dev/null 2>"$TAP_FILES/err"
	status=$?
	# Its first and last lines are script's own.
	out=$(tap_slurp "$TAP_FILES/typescript" | tr -d '\r' | sed '1d' | sed '/^Script done on /d')
	err=
	return 0
}

child_of() {
	local child
	for _ in $(seq 600); do
		child=$(cat "/proc/$1/task/$1/children" 2>/dev/null)
		if [ -n "$child" ]; then
			echo "${child%% *}"
			return 0
		fi
		sleep 0.05
	done
	return 1
}

ok() {
	local name=$1 want=0 got
	shift
	if [ "$1" = '!' ]; then
		want=1
		shift
	fi
	"$@" >"$TAP_FILES/ok" 2>&1
	got=$?
	if [ "$got" -ne 0 ]; then
		got=1
	fi
	[ "$got" = "$want" ]
	tap_result $? "$name" || tap_comment "command: $*"$'\n'"$(tap_slurp "$TAP_FILES/ok")"
}

is() {
	[ "$1" = "$2" ]
	tap_result $? "$3" || tap_comment "got:"$'\n'"$1"$'\n'"want:"$'\n'"$2"
}

isnt() {
	[ "$1" != "$2" ]
	tap_result $? "$3" || tap_comment "got, and should not: $1"
}

like() {
	[[ $1 =~ $2 ]]
	tap_result $? "$3" || tap_comment "got:"$'\n'"$1"$'\n'"want something like: $2"
}

unlike() {
	[[ ! $1 =~ $2 ]]
	tap_result $? "$3" || tap_comment "got:"$'\n'"$1"$'\n'"want nothing like: $2"
}

exits() {
	[ "$status" = "$1" ]
	tap_result $? "$2" || tap_comment "status: $status, not $1"$'\n'"stdout:"$'\n'"$out"$'\n'"stderr:"$'\n'"$err"
}

skip() {
	TAP_COUNT=$((TAP_COUNT + 1))
	echo "ok $TAP_COUNT # SKIP $1"
}

skip_all() {
	echo "1..0 # SKIP $1"
	exit 0
}

done_testing() {
	echo "1..$TAP_COUNT"
	[ "$TAP_FAILED" = 0 ] && [ "$TAP_COUNT" -gt 0 ]
	exit
}
