#!/usr/bin/env bash
# What a debrief asks for stands in the plan of the next day.
. "$(dirname "$0")/lib.sh"
export SPAR_NOW=2026-11-25T17:00:00Z

day() {
	"$SPAR" plan --all | sed -n "/^$1/,/^[A-Z][a-z][a-z] [0-9]* /p"
}

# A design of which only the first answer says something.
bad_design() {
	run spar mock design --scenario "$1" --seed "$2" < <(
		printf '%s\n\n' "$3"
		for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
			printf '%s\n\n' 'I do not know that.'
		done
	)
	run spar mock leave
}

run spar setup --interview '2026-12-02 09:00' --zone UTC --kind both --level L5 --hours 3
unlike "$(day 'Thu 26')" 'Mock|part ' 'before a round nothing is asked for'
bad_design product-clicks 3 'I read the file every night, then I write it into a table by day, because the report reads one day at a time.'
run spar mock debrief
exits 0 'a design that went badly'
asked=$(grep -oE 'Thu 26 November, [0-9:]+, [0-9]+ minutes: [A-Z][a-z]+' <<<"$out")
is "$(wc -l <<<"$asked")" 3 'each of the three things has its place on the next day'
run spar plan --all
tomorrow=$(sed -n '/^Thu 26 November/,/^Fri 27 November/p' <<<"$out")
is "$(grep -c "Why now: .* on Wed 25 November, part" <<<"$tomorrow")" 3 'where the plan has three blocks that say why'
like "$(sed -n 2p <<<"$tomorrow")" '18:00' 'at its head'
while IFS= read -r line; do
	at=${line#*, } at=${at%%,*}
	like "$tomorrow" "^  $at-|"$'\n'"  $at-" "one at $at"
done <<<"$asked"
run spar plan --json
moved=$(grep -o '"moved":.*' <<<"$out")
like "$moved" 'debrief' 'and what moved says that a debrief asked for it'
is "$("$SPAR" plan --json | sha256sum)" "$("$SPAR" plan --json | sha256sum)" 'the same again'

# Done, it is asked for no more; what nobody did is left to the evidence.
export SPAR_NOW=2026-11-26T18:30:00Z
ids=$("$SPAR" plan --json | sed 's/{"id":/\n{"id":/g' | sed -n 's/^{"id":"\([^"]*\)".*on Wed 25 November, part.*/\1/p' | sort -u)
is "$(wc -w <<<"$ids")" 3 'the day comes and they are there'
for id in $ids; do
	run spar plan --tick "$id"
done
run spar plan
is "$(grep -c 'Why now: .* on Wed 25 November, part' <<<"$out")" 0 'done once is done'
run spar mock debrief
is "$(grep -cE 'Done on Thu 26 November, [0-9]+ minutes' <<<"$out")" 3 'and the debrief knows'
export SPAR_NOW=2026-11-28T17:00:00Z
run spar plan --all
is "$(grep -c 'Why now: .* on Wed 25 November, part' <<<"$out")" 0 'days later nothing is asked for again'

# What was answered is not "not heard", whatever its words.
export HOME=$HOME/heard
mkdir -p "$HOME"
run spar setup --interview '2026-12-09 09:00' --zone UTC --kind both --level L5 --hours 3
run spar mock design --scenario customer-address --seed 5 < <(
	# The empty line behind it is all there is to say in the silence.
	printf '%s\n\n\n' 'One row of the dimension is one customer at one address from a day to a day. A fact carries the number of its day, and a change can come late.'
	for _ in 1 2 3 4 5 6 7 8; do
		printf '%s\n\n' 'There is no limit: a change of last year splits the row of last year, because the report of a closed year must show the region of then.' \
			'By the day of the move that the customer gives; the day of arrival is kept beside it, because we wrote to the old address until then.'
	done
)
run spar mock leave
part() {
	sqlite3 "$HOME/.local/share/spar/spar.db" "SELECT $1 FROM event e, json_each(e.body, '\$.result.asked') a WHERE e.kind = 'mock.part' AND $2"
}
about="json_extract(a.value, '\$.gap') LIKE 'no\\_%' ESCAPE '\\'"
ok 'some follow-up about a point was answered' test "$(part 'count(*)' "$about AND json_extract(a.value, '\$.verdict') IN ('full', 'partial')")" -gt 0
is "$(part 'count(*)' "$about AND json_extract(a.value, '\$.verdict') IN ('full', 'partial')
	AND EXISTS (SELECT 1 FROM json_each(e.body, '\$.result.missing') m WHERE 'no_' || m.value = json_extract(a.value, '\$.gap'))")" 0 'and what was answered is not said to be missing'
run spar mock debrief
like "$out" 'Not heard' 'what was not is'
unlike "$out" 'Never said' 'without claiming that it was never said'
HOME=${HOME%/heard}

# On the last day nothing new.
export SPAR_NOW=2026-11-30T17:00:00Z
bad_design order-facts 4 'One table with all the orders, because that is simple.'
run spar plan --all
last=$(sed -n '/^Tue 1 December/,$p' <<<"$out")
unlike "$last" 'on Mon 30 November, part' 'the day of the check takes nothing new'
run spar mock debrief
like "$out" 'When there is time, [0-9]+ minutes' 'and the debrief does not promise it'
done_testing
