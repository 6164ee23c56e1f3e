#!/usr/bin/env bash
# Every exercise is sound: spar bank check over all of them, at full size. Under the sanitizers a few, with few databases.
. "$(dirname "$0")/lib.sh"
export SPAR_CONTENT=$ROOT/content
RUN_TIMEOUT_S=2400

# check ARGUMENT...: one check for each variant; leaves $lines, one JSON object each.
check() {
	run spar bank check --json --jobs 2 "$@"
	lines=$out
	while IFS= read -r line; do
		name=$(grep -o '"exercise":"[^"]*","variant":"[^"]*"' <<<"$line" | sed 's/"[a-z]*"://g; s/"//g; s/,/\//')
		like "$line" '"sound":true' "${name:-$line}"
	done <<<"$lines"
	exits 0 "bank check $*"
}

if [ "${VARIANT:-release}" = asan ]; then
	for slug in top-customers-by-month latest-event-per-user retention-30-day; do
		check "$slug" --worlds 1000
	done
else
	check
	exercises=$(grep -o '"exercise":"[^"]*"' <<<"$lines" | sort -u | wc -l)
	is "$exercises" "$(find "$SPAR_CONTENT"/*/sql -name exercise.yaml | wc -l)" 'no exercise is left out'
	ok 'there are 28 or more' test "$exercises" -ge 28
fi
done_testing
