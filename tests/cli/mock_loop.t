#!/usr/bin/env bash
# A whole loop over several days: breaks, a laptop that is closed in one, coming back late, an end in the middle, the debrief of it. Then a debrief of
# answers that try to break it.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/cli/pack.sh"
. "$ROOT/tests/cli/mock.sh"
DB=$HOME/.local/share/spar/spar.db
for copy in third fourth fifth sixth; do
	cp -r "$SPAR_CONTENT/mini/sql/counts" "$SPAR_CONTENT/mini/sql/$copy"
	sed -i 's/round: phone/round: loop/' "$SPAR_CONTENT/mini/sql/$copy/exercise.yaml"
done

skips() {
	for _ in $(seq "$1"); do
		echo /skip
	done
}
flat() {
	tr -s ' \n' ' ' <<<"$1"
}

run spar setup --interview '2026-12-02 09:00' --zone UTC --kind both --level L5 --hours 4
run spar mock loop --seed 3 < <(
	printf '%s\n' 'SELECT advertiser, count(amount) FROM charges GROUP BY advertiser;' 'One row is one advertiser. It counts amounts, so a NULL amount does not count.' ''
	skips 7
	echo /pad lunch with Ines
)
exits 0 'a loop is begun'
like "$out" '^A whole loop, [0-9]+ minutes' 'it says how long it is'
like "$out" 'Loop round: SQL. First query' 'a question says which round it belongs to'
like "$(flat "$out")" 'A break of 15 minutes. The clock stands still, however long it is. Then: Loop round: data modelling.' 'a break says what comes then'
like "$out" "Paused in the break before part [0-9]+ of 19. 'spar mock resume' goes on here" 'closed in a break'
is "$(event mock.part | wc -l)" 4 'after the four parts of the first round'
clock=$(sqlite3 "$DB" "SELECT json_extract(body, '\$.clock_ms') FROM event WHERE kind = 'mock.asked' ORDER BY id DESC LIMIT 1")

# Two hours later, and again: the break still stands there, and no time has passed.
export SPAR_NOW=2026-11-25T14:00:00Z
run spar mock resume </dev/null
like "$out" 'A break of 15 minutes' 'two hours later the break stands there'
unlike "$out" 'The model' 'and nothing has begun'
run spar mock resume < <(printf '\n')
like "$out" 'Loop round: data modelling. The model  33:00 left of this part' 'an empty line goes on, with the whole of its time'
is "$(sqlite3 "$DB" "SELECT json_extract(body, '\$.clock_ms') FROM event WHERE kind = 'mock.asked' ORDER BY id DESC LIMIT 1")" "$clock" 'a break costs no time'
like "$out" 'Paused in part 6 of 19' 'closed in the middle of a question'

# The next morning.
export SPAR_NOW=2026-11-26T07:00:00Z
run spar mock resume < <(
	printf '%s\n\n' 'How many rows are there? Who reads it?' "$DESIGN"
	skips 12
	printf '\n'
	skips 4
)
exits 0 'the next day it goes on'
like "$out" 'Loop round: ETL and pipeline design. The pipeline' 'to the third round'
run spar mock leave
exits 0 'ended in the middle'
run spar mock debrief
exits 0 'its debrief'
like "$out" 'Debrief [0-9]+: A whole loop, Wed 25 November, 10:00, [0-9:]+ of [0-9:]+, left early' 'counts from the first day'
for round in 'Loop round: SQL' 'Loop round: data modelling' 'Loop round: ETL and pipeline design' 'Loop round: behavioural' 'Bar raiser'; do
	like "$out" "== $round" "has a heading for: $round"
done
like "$out" 'Right so far' 'the query was judged'
like "$out" 'Nothing was said' 'what was skipped is said to be so'
reached=$(sqlite3 "$DB" "SELECT count(*) FROM event WHERE kind = 'mock.part' AND json_extract(body, '\$.part') NOT IN (4, 8, 12, 16)")
is "$(grep -c 'not reached' <<<"$out")" "$((15 - reached))" 'and each part that was not reached'
like "$out" $'\n  Asked before building' 'what was asked'
like "$(flat "$out")" 'The pipeline 0:20 of 33:00 .* Not asked before building - ' 'a design that nobody asked about: what was not asked is noted'
unlike "$out" ' ""|: ""' 'no empty quotes'
like "$(flat "$out")" 'Your scratch pad lunch with Ines' 'the scratch pad'
run spar mock resume
exits 3 'a loop that was left is over'

# A round that only skips asks for nothing and breaks nothing.
run spar mock loop --seed 4 < <(
	for _ in 1 2 3 4 5; do
		skips 4
		echo
	done
)
exits 0 'a loop from end to end'
like "$out" 'That was the round' 'is over after its last part'
is "$(grep -c 'A break of 15 minutes' <<<"$out")" 4 'with four breaks'

# Markup, terminal codes, a turned direction of writing, a very long word, 200 kB.
long=$(head -c 3000 /dev/zero | tr '\0' w)
evil=$'<img src=x onerror=alert(1)> **bold** [link](javascript:alert(1)) &lt;b&gt; \u202eturned # heading | cell | ``` fence \e[31mred\a '"$long"' שלום'
run spar mock design --scenario customer-address --seed 5 < <(
	printf '/pad # %s\n' "$evil"
	printf '%s\n\n' "One row is one customer from a day to a day, and $evil." "Because $evil"
	for _ in $(seq 1800); do
		printf 'Because the report of a closed month shows the region of then, a row of the dimension has its days, its number %s. ' "$RANDOM"
	done
	printf '\n\n'
	printf '%s\n\n' "Since $evil we chose the day."
)
exits 0 'a round of hostile answers'
run spar mock leave
run spar mock debrief
exits 0 'its debrief in the terminal'
unlike "$out" $'\e|\a|\u202e' 'has no code of a terminal and nothing that turns it around'
like "$out" '\\u202e' 'but shows that there was one'
run spar mock debrief --markdown
exits 0 'as Markdown'
unlike "$out" $'\e|\a|\u202e' 'nor there'
unlike "$(sed '/^```/,/^```/d' <<<"$out")" '(^|[^\\])<img|(^|[^\\])\*\*bold|(^|[^\\])\[link|(^|[^\\])&lt;' 'no markup of an answer is markup'
unlike "$(sed '/^````/,/^````/d' <<<"$out")" '(^|[^\\])```' 'a fence in a fence is kept in'
like "$out" $'\n````\n# <img' 'the scratch pad is a block of its own'
is "$(grep -c '^# ' <<<"$(sed '/^````/,/^````/d' <<<"$out")")" 1 'one title'
run spar mock debrief --json
is "$(sqlite3 :memory: "SELECT json_valid(readfile('$TAP_FILES/out'))")" 1 'and as JSON'
done_testing
