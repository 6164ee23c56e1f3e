#!/usr/bin/env bash
# The phone gate wants a principle that was drawn: a chosen one does not count and says why, what it names instead does, and an old record.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/cli/pack.sh"
. "$ROOT/tests/cli/mock.sh"
cp "$ROOT/content/amazon-de/stories.yaml" "$SPAR_CONTENT/mini/"

told() {
	printf '%s\n\n' "$STORY"
	replies
	replies
}

# line NAME: what Ready says of this line.
line() {
	sed -n "/^  . $1: /,/^  [^ ] \\|^    [A-Z]\\|^\$/p" <<<"$out"
}

run spar ready
like "$out" '    A principle that holds: not tried' 'nothing was told'
unlike "$out" 'does not count' 'so nothing is left out'

run spar story drill --seed 3 --principle ownership < <(told)
exits 0 'a drill of a chosen principle'
like "$(event story.drill)" '"principle_by":"chosen"' 'says so in the record'
like "$(event story.switched)" '"principle_by":"(drawn|only)"' 'and of the question after the switch, that Spar chose it'
run spar ready
flat=$(tr -s ' \n' ' ' <<<"$out")
like "$flat" 'A principle that holds: not tried A success: a principle drawn by chance' 'it is no attempt at the gate'
like "$flat" '2026-11-25 does not count: ownership \(story told, event [0-9]+\), its principle was chosen beforehand; let Spar draw one' 'and is told why'
command=$(sed -n 's/^      This counts: //p' <<<"$out")
is "$command" 'spar mock phone --minutes 30' 'with what counts'
run spar ready --json
like "$out" '"uncounted":\[\{.*"note":"its principle was chosen beforehand; let Spar draw one"' 'also as JSON'
like "$("$SPAR" ready)" 'Two stories with follow-ups: (passed|shaky)' 'what asks for no draw counts it'

# What Ready named, as it stands there.
REPLY='I compared the row counts of source and target for 14 nights, because a lost partition would have shown there.'
# shellcheck disable=SC2086
SPAR_STEP=2 run $command --seed 1 < <(
	printf '%s\n\n' "$STORY" "$REPLY" "$REPLY"
	printf '%s\n' 'SELECT customer, count(*) FROM orders GROUP BY customer;'
	printf '%s\n\n' 'One row is one customer. I use count(*) because a NULL amount must still count, and count(amount) would skip it. Nothing can tie here.' \
		'A NULL amount is counted, because count(*) counts rows and not values.' 'A row that stands twice is counted twice, since nothing makes it one.'
	printf '%s\n' 'SELECT advertiser, count(*) FROM charges GROUP BY advertiser;'
	printf '%s\n\n' 'It counts.' 'It is short because there is only one table, and one row is one advertiser.' "$REPLY" "$REPLY"
	printf '%s\n\n' "$STORY" 'I would have looked at the log on the first night and not after the third, because the pattern was there on March 4.' "$REPLY" "$REPLY" "$REPLY"
)
exits 0 'the round that it names'
like "$(event mock.started)" '"principle":"[a-z-]+","principle_by":"drawn"' 'draws its principle'
like "$(event mock.part)" '"principle_by":"drawn"' 'and its part keeps that'
run spar ready
like "$out" 'A principle that holds: (passed|shaky)' 'so it is an attempt'
unlike "$(line 'A principle that holds')" 'nothing in the record' 'that counts'

# A record of the time before it was kept: rounds always drew, of a drill nobody knows.
sqlite3 "$HOME/.local/share/spar/spar.db" "DROP TRIGGER event_never_changes;
	UPDATE event SET body = json_remove(body, '\$.principle_by', '\$.result.principle_by') WHERE kind IN ('story.drill', 'story.switched', 'mock.part')"
unlike "$(event mock.part)$(event story.drill)" 'principle_by' 'an old record'
before=$(line 'A principle that holds' | head -1)
run spar ready
is "$(line 'A principle that holds' | head -1)" "$before" 'a round still counts'
run spar ready --json
like "$out" 'the record does not say that its principle was drawn; let Spar draw one' 'a drill does not'

HOME=$HOME/drawn run spar story drill --seed 3 < <(told)
like "$(HOME=$HOME/drawn event story.drill)" '"principle_by":"drawn"' 'a drill without --principle draws'
HOME=$HOME/drawn run spar ready
unlike "$out" 'chosen beforehand|does not say' 'and nothing else is said of it'
run spar story drill --help
like "$(tr -s ' \n' ' ' <<<"$out")" 'With --principle the telling does not count for the phone gate' 'the help says it before'
done_testing
