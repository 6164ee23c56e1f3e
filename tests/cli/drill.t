#!/usr/bin/env bash
# The drill on a terminal.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/cli/pack.sh"
command -v script >/dev/null || skip_all 'no script(1)'

# type LINE...: a drill of counts/shop with these lines typed.
drill() {
	run_tty "$(printf '%s\n' "$@")" spar sql try counts --variant shop
}

drill help clock 'SELECT customer, count(amount) AS n' 'FROM orders' 'GROUP BY customer;' "$RIGHT;" quit
exits 0 'a drill'
like "$out" 'Rows of each customer' 'the prompt'
like "$out" '7 +NULL' 'the sample'
like "$out" 'A pass counts as cold' 'a new variant'
like "$out" 'submit +\\s' 'help'
like "$out" '[45]:[0-9][0-9] left of 5 minutes' 'the clock'
like "$out" 'Wrong when an amount is NULL' 'a query over three lines is refuted'
like "$out" 'Right so far' 'and the next one is right'
like "$out" 'not cold: an earlier answer was refuted' 'but no longer cold'
like "$out" "'answers' shows 3 right answers" 'the answers are offered'
is "$(fact attempts)/$(fact passes)/$(fact cold_passes)" 1/1/0 'one attempt is in the record'

drill run "$RIGHT" run '\p' hint hint hint hint hint submit answers quit
like "$out" 'A pass will not count as cold: you have seen this variant' 'seen before'
like "$out" 'the query is empty' 'run without a query'
like "$out" '3 rows|2 rows on the sample' 'run on the sample'
like "$out" 'Hint 1 of 4' 'hints one by one'
like "$out" 'Hint 4 of 4' 'to the last'
like "$out" 'There are no more hints' 'and no further'
like "$out" 'with a window' 'answers'
like "$out" 'no attempt at this exercise counts as cold' 'and what they cost'

drill "$WRONG" hint hint hint hint quit
like "$out" 'Look at: Unknown' 'the first hint is the clause'
like "$out" 'Your query is wrong on this' 'the second a counterexample'
unlike "$out" 'expected, not in yours' 'without its answer'
like "$out" 'The pattern: Counting' 'the third the pattern'
like "$out" 'The mistake: COUNT\(column\)' 'the fourth the mistake'
is "$(fact last)" '"left"' 'a drill that was left'

drill "SELECT 'run" run "quit' AS x, 1" '\x' quit
unlike "$out" 'on the sample' 'within a string nothing is a command'
drill 'SELECT customer' quit
drill draft quit
like "$out" 'A draft is kept' 'a draft is kept'
like "$out" '  SELECT customer' 'and brought back'

export EDITOR="sed -i s/amount/*/"
drill "$WRONG" edit submit quit
like "$out" 'count\(\*\)' 'edit goes through EDITOR'
like "$out" 'Right so far' 'and what it saved is submitted'
export EDITOR=false
drill 'SELECT 1' edit quit
like "$out" "the editor 'false' failed" 'an editor that fails'
unset EDITOR

run_tty $'run\nSELECT 1\nrun\nquit' spar sql try counts --no-run
like "$out" 'This drill is without running' 'without running'
run_tty $'quit' spar sql try counts --minutes 3
like "$out" '3 minutes\.' 'another time on the clock'
run_tty $'next\nquit' spar sql try counts
is "$(grep -c 'What the data may hold' <<<"$out")" 2 'next goes on'
run_tty '' spar sql try counts
exits 0 'the end of the input leaves'
run_tty $'SELECT 1 FROM nowhere;\n\\foo\nquit' spar sql try counts
like "$out" "there is no table 'nowhere'" 'a table that is none'
like "$out" 'No such command' 'a command that is none'
ok 'the history is closed to others' test "$(stat -c %a "$HOME/.local/share/spar/history")" = 600
done_testing
