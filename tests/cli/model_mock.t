#!/usr/bin/env bash
# A model beside a mock round: its words in place of prepared ones, and a round that does not wait for one that never answers.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/cli/pack.sh"
. "$ROOT/tests/cli/mock.sh"

REPLY='I compared the row counts of source and target for 14 nights, because a lost partition would have shown there.'
answers() {
	printf '%s\n\n' "$STORY" "$REPLY" "$REPLY" "$REPLY" "$REPLY" "$REPLY" "$REPLY"
}

. "$ROOT/tests/cli/model.sh"

# round NAME: a bar raiser of its own record, beside an endpoint that answers that way (off: none).
round() {
	export XDG_DATA_HOME=$HOME/data-$1
	[ "$1" = off ] || "$SPAR" model on "$base/$1/v1" tiny --yes >/dev/null
	: >"$log"
	run spar mock bar-raiser --seed 1 < <(answers)
	exits 0 "a round beside an endpoint: $1"
}

round off
prepared=$out
is "$(cat "$log")" '' 'off: nothing is sent'
round never
is "$out" "$prepared" 'one that never answers changes nothing'
isnt "$(cat "$log")" '' 'it was asked'
round invented
is "$out" "$prepared" 'nor does one that invents quotes'
round echo
like "$out" '  So: ' 'other words for the same point are asked'
like "$(cat "$log")" 'Prepared follow-up' 'for a prepared follow-up'
run spar mock resume
exits 0 'the round is taken up'
run spar mock leave
run spar mock debrief
like "$out" "in a[[:space:]]+model's[[:space:]]+words" 'and its debrief says whose words they were'
like "$out" 'So: ' 'with the words'
done_testing
