#!/usr/bin/env bash
# spar sql check: a file, once and on every save.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/cli/pack.sh"

echo "$WRONG" >plain.sql
run spar sql check plain.sql counts
exits 1 'a wrong file'
like "$out" 'Wrong when an amount is NULL' 'says why'
printf -- '-- mine\n-- spar: counts/shop\n%s\n' "$RIGHT" >named.sql
run spar sql check named.sql
exits 0 'the exercise named in the file'
like "$out" 'Passed, not cold' 'is never cold'
is "$(fact attempts)/$(fact cold_passes)" 2/0 'both are in the record'
run spar sql check named.sql counts/ads
exits 2 'an argument counts more than the comment'
run spar sql check named.sql --json
like "$out" '"verdict":"right"' 'as JSON'
run spar sql check - counts <<<"$RIGHT"
exits 0 'from standard input'
run spar sql check plain.sql
exits 2 'no exercise named'
like "$err" 'which exercise' 'says how to'
run spar sql check nothing.sql counts
exits 3 'no such file'
run spar sql check - counts --watch
exits 2 'standard input cannot be watched'

# wait_for REGEX COUNT: until the log holds that many lines like it.
# shellcheck disable=SC2317
wait_for() {
	for _ in $(seq 600); do
		[ "$(grep -cE "$1" log)" -ge "$2" ] && return 0
		sleep 0.1
	done
	tap_comment "log: $(cat log)"
	return 1
}
cp plain.sql watched.sql
"$SPAR" sql check watched.sql counts --watch >log 2>&1 &
pid=$!
ok 'watch judges at once' wait_for '^Wrong' 1
ok 'and waits' wait_for '^Waiting' 1
echo "$RIGHT" >watched.sql
ok 'judges again when the file is saved' wait_for '^Right so far' 1
ok 'and waits again' wait_for '^Waiting' 2
# As editors do it: a new file, renamed into place.
echo "$WRONG" >new.sql
mv new.sql watched.sql
ok 'also when it is replaced' wait_for '^Wrong' 2
ok 'and waits' wait_for '^Waiting' 3
: >watched.sql
ok 'an empty file is said' wait_for 'the query is empty' 1
ok 'and is not the end' wait_for '^Waiting' 4
kill -INT $pid
wait $pid
is $? 130 'Ctrl-C ends it'
is "$(fact last)" '"passed"' 'as one attempt'
done_testing
