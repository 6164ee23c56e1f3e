#!/usr/bin/env bash
# A query from a file or a pipe: the verdict, the record, the cold mark.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/cli/pack.sh"

echo "$RIGHT;" >right.sql
echo "$WRONG" >wrong.sql

run spar sql try counts --file wrong.sql
exits 1 'a wrong query'
like "$out" '^'$'\n''Wrong when an amount is NULL' 'the first line is the case'
like "$out" '1 row is enough to show it' 'how small it is'
like "$out" '[0-9,]+ databases? tried' 'how sure'
like "$out" '\+ +[0-9]+ +1 +expected, not in yours' 'the row that is missing, in words'
like "$out" '- +[0-9]+ +0 +in yours, not expected' 'the row that should not be there'
like "$out" 'The contract: Unknown' 'the clause'
like "$out" 'The mistake: COUNT\(column\) and COUNT\(\*\) mixed up' 'the mistake by name'
like "$out" 'treats a NULL amount in the other way' 'and its lesson'
unlike "$out" $'\033' 'no colours when it is no terminal'
is "$(fact attempts)/$(fact passes)/$(fact last)" '1/0/"failed"' 'it is in the record'

run spar sql try counts --variant ads --file - <<<'SELECT advertiser, count(amount) FROM charges GROUP BY 1'
exits 0 'a right query, from a pipe'
like "$out" 'Right so far: it agrees on 1,000 databases' 'how many databases'
like "$out" 'every database of up to [0-9]+ rows' 'every small one'
like "$out" '20,000 rows it takes [0-9,]+ ms, the reference' 'its time beside the reference'
like "$out" 'Passed, cold\.' 'an unseen variant, in time: cold'
is "$(fact attempts)/$(fact passes)/$(fact cold_passes)/$(fact last)" '2/1/1/"passed cold"' 'in the record'
run spar sql try counts/ads --file - <<<'SELECT advertiser, count(amount) FROM charges GROUP BY 1'
like "$out" 'Passed, not cold\.' 'the same variant again is not cold'

run spar sql try counts --json <right.sql
exits 0 'standard input, when it is no terminal'
is "$(wc -l <<<"$out")" 1 'JSON is one line'
like "$out" '"exercise":"counts","variant":"shop".*"recorded":true.*"verdict":\{.*"verdict":"right"' 'with the verdict'

run spar sql try </dev/null
exits 0 'without a query it ends cleanly'
like "$out" 'What the data may hold' 'having shown the exercise'
like "$out" 'No query was given' 'and says so'

run spar sql try counts --file - <<<"SELECT customer, count(*) FROM order GROUP BY 1"
exits 2 'a query that is no SQL'
like "$out" 'Not valid SQL' 'says so'
like "$out" '\^' 'and shows where'
run spar sql try counts --file - <<<"SELECT customer FROM orders"
exits 1 'too few columns'
like "$out" 'Wrong: .*1 column' 'is said at once'
run spar sql try counts --file - <<<"SELECT customer, row_number() OVER () FROM orders LIMIT 1"
exits 1 'a query that depends on row order, or is wrong'
run spar sql try --variant shop --file right.sql
exits 2 'a variant needs an exercise'
run spar sql try counts --file nothing.sql
exits 3 'no such file'

# Chosen by Spar: the same dice and record choose the same.
first=$(HOME=$HOME/a "$SPAR" sql try </dev/null | sed -n 2p)
second=$(HOME=$HOME/b "$SPAR" sql try </dev/null | sed -n 2p)
isnt "$first" '' 'Spar chooses an exercise'
is "$first" "$second" 'the same seed chooses the same'
third=$(HOME=$HOME/a "$SPAR" sql try </dev/null | sed -n 2p)
isnt "$third" "$first" 'and a variant that was seen is not chosen again'
done_testing
