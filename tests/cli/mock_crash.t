#!/usr/bin/env bash
# A round whose program is killed goes on at the same second, with the same question.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/cli/pack.sh"
. "$ROOT/tests/cli/mock.sh"

DB=$HOME/.local/share/spar/spar.db

# wait_for SQL: until the query on the record gives something; it is printed.
# shellcheck disable=SC2317 # ok calls it
wait_for() {
	local got
	for _ in $(seq 600); do
		got=$(sqlite3 "$DB" "$1" 2>/dev/null)
		if [ -n "$got" ] && [ "$got" != 0 ]; then
			echo "$got"
			return 0
		fi
		sleep 0.05
	done
	return 1
}

mkfifo pipe
"$SPAR" mock phone --seed 1 <pipe >first 2>&1 &
pid=$!
exec 3>pipe
printf '%s\n\n' "$STORY" >&3
ok 'the answer and the follow-up are in the record' wait_for "SELECT count(*) FROM event WHERE kind = 'mock.asked' AND json_extract(body, '\$.kind') = 'probe'"
printf 'a sentence that is not' >&3
printf ' finished\nand its second line\n' >&3
ok 'what is being typed is kept' wait_for "SELECT 1 FROM draft WHERE subject LIKE 'mock/%' AND text LIKE '%its second line%'"
clock=$(sqlite3 "$DB" "SELECT json_extract(text, '\$.clock_ms') FROM draft WHERE subject LIKE 'mock/%'")
question=$(sqlite3 "$DB" "SELECT json_extract(body, '\$.text') FROM event WHERE kind = 'mock.asked' ORDER BY id DESC LIMIT 1")
kill -9 "$pid"
wait "$pid" 2>/dev/null
exec 3>&-
unlike "$(cat first)" 'Paused' 'it was killed'

run spar mock resume </dev/null
exits 0 'resumed'
like "$(tr -s ' \n' ' ' <<<"$out")" "$(sed 's/[][()?."*+]/./g' <<<"$question")" 'the same question stands there'
like "$out" 'In the answer box:' 'and the answer box'
like "$out" 'and its second line' 'has what was typed'
left=$((7 * 60 - clock / 1000))
like "$out" "$(printf '%d:%02d left of this part' $((left / 60)) $((left % 60)))" 'at the same second'
run spar mock resume </dev/null
like "$out" "$(printf '%d:%02d left of this part' $((left / 60)) $((left % 60)))" 'also a second time'
SPAR_NOW=2026-11-27T09:00:00Z run spar mock resume </dev/null
like "$out" "$(printf '%d:%02d left of this part' $((left / 60)) $((left % 60)))" 'and two days later'

# The page of a laptop that was closed in a query: what was typed is still there.
printf '%s\n' '' '/skip' 'SELECT customer, count(*)' >input
run spar mock resume <input
like "$out" 'Paused in part 2' 'in the first query'
run spar mock resume <<<'FROM orders GROUP BY customer;'
like "$out" 'SELECT customer, count' 'the half query is in the answer box'
like "$out" 'Explain it to me' 'and is completed'
is "$(sqlite3 "$DB" "SELECT count(*) FROM event WHERE kind = 'attempt.started'")" 1 'one attempt for one query'
run spar mock leave
exits 0 'left'
run spar mock debrief
exits 0 'debriefed'
like "$out" 'Right so far' 'the query was whole'
like "$out" 'not reached' 'the rest was not reached'

# Killed before the queries were judged: the debrief judges them.
is "$(sqlite3 "$DB" "SELECT count(*) FROM event WHERE kind = 'attempt.judged'")" 1 'judged once'
run spar mock debrief
is "$(sqlite3 "$DB" "SELECT count(*) FROM event WHERE kind IN ('attempt.judged', 'attempt.submitted', 'attempt.ended')")" 3 'and not again'
SPAR_WORKER=/nonexistent run spar mock debrief
exits 0 'a debrief without the judge'
done_testing
