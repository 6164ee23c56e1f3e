#!/usr/bin/env bash
# Questions about a query: asked, answered, judged, recorded, explained.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/cli/pack.sh"

put ask/q.yaml <<-'END'
	questions:
	  - id: predict-star
	    kind: predict
	    feature: count-column
	    misreading: count-column-as-star
	    reading: count of the column counted NULL as well
	    ask: ['What comes out with count({column})?', What does it return?, Which rows come out?]
	  - id: why-column
	    kind: why
	    feature: count-column
	    answer: It leaves out NULL.
	    points: {nulls: that NULL is left out}
	    ask: ['Why count({column})?', 'Why not count(*) but {column}?', 'What for is {column} counted?']
	  - id: what-if-null
	    kind: what-if
	    feature: count-column
	    fact: count-column-as-star
	    answer: It is not counted.
	    points: {nulls: that it is not counted}
	    ask: ['What if {column} is NULL?', 'What if all of {column} is NULL?', 'If {column} is NULL, is it counted?']
END
echo 'SELECT customer, count(amount) AS n FROM orders GROUP BY customer' >q.sql

run spar sql ask counts --file q.sql --json
exits 0 'questions as JSON'
is "$(wc -l <<<"$out")" 1 'one line'
like "$out" '"kind":"predict".*"kind":"why".*"kind":"what-if"' 'one of each kind'
like "$out" '"quote":"count\(amount\)","position":17,"length":13' 'with the words of the query'
like "$out" '"found":true' 'and a world'
like "$out" '"fact":\{' 'the what-if has one that shows it'

# rows_before KEY: the rows of the result that stands before KEY in the first prediction, as one would type them.
rows_before() {
	local text=${out%%\""$1"\":*}
	sed 's/\],\[/\n/g; s/[][}]//g; s/,$//; s/,/ | /g; s/null/NULL/g' <<<"${text##*\"rows\":}"
}
expected=$(rows_before misread)
misread=$(rows_before ordered)

run spar sql ask counts --file - --json <<<'SELECT nothing FROM orders'
exits 2 'a query that cannot be judged'
is "$(wc -l <<<"$out")" 1 'is one line of JSON too'
like "$out" '^\{.*"verdict":"invalid"' 'with the verdict'

# Another HOME has another record, so the same question is asked again.
fresh() {
	export HOME=$PWD/$1
	mkdir -p "$HOME"
}
fresh right
run_in() {
	out=$("$SPAR" sql ask counts --file q.sql "${@:2}" <<<"$1" 2>err)
	status=$?
	err=$(cat err)
}
run_in "$expected

because NULL is no order
at all

skip"
exits 0 'a right prediction'
like "$out" 'Type the rows of: customer \| n\. Any order\.' 'what is to be typed'
like "$out" 'Right\.' 'is called right at once'
like "$out" 'Debrief'$'\n' 'a debrief follows'
like "$out" 'Asked because of:'$'\n'' +count\(amount\)' 'with the reason'
like "$out" 'that NULL is left out' 'what a good answer says'
unlike "$out" 'said: that NULL' 'without the talk engine nothing is claimed'
like "$out" 'On this data your query returns [0-9]+ rows?:' 'and a database that shows it'
like "$out" 'You gave no answer' 'what was passed over'
ok 'that it was passed is in the record' grep -aqF '"kind":"what-if","answer":""' "$HOME/.local/share/spar/spar.db"
ok 'an answer is in the record as it was typed' grep -aqF 'because NULL is no order\nat all' "$HOME/.local/share/spar/spar.db"
ok 'the rows and the word on them too' grep -aqF '"checked":{"type":"checked","right":true' "$HOME/.local/share/spar/spar.db"

# With the content of the talk engine the answers in words are checked for their points.
fresh points
cp -r "$ROOT/content/amazon-de/talk" "$SPAR_CONTENT/mini/talk"
run_in "$expected

A row whose amount is NULL is left out, because count of a column skips nulls, so a customer with only nulls gets 0.

das ist eben so und nicht anders gemeint, weil es immer so war"
exits 0 'answers in words'
like "$out" 'said: that NULL is left out' 'a point that is treated'
like "$out" 'Your answer could not be evaluated' 'another language is not judged'
ok 'the word on the points is in the record' grep -aqF '"type":"points","evaluable":true' "$HOME/.local/share/spar/spar.db"
rm -r "$SPAR_CONTENT/mini/talk"

fresh wrong
run_in "nonsense

$misread

quit"
exits 1 'a wrong prediction'
like "$out" 'No answer yet: line 1, 1 value stands here, and 2 are needed' 'what cannot be read is no answer'
like "$out" 'Not what comes out' 'wrong rows are'
like "$out" 'expected, not in yours' 'the rows are compared'
like "$out" 'Your rows would come out if count of the column counted NULL as well' 'and the misreading is named'
like "$out" 'You foretold other rows' 'also in the debrief'

run_in "" --kind why --count 1
exits 0 'only one kind'
like "$out" 'Question 1 of 1' 'and one question'
run_in "" --kind why --count 2
like "$out" 'It was asked before' 'when nothing is new, that is said'

if have_tty; then
	fresh terminal
	run_tty "$(printf '%s\n' ask 'SELECT customer, count(amount) AS n FROM orders GROUP BY customer;' ask "$expected" '' 'it leaves out NULL' '' skip quit)" \
		spar sql try counts --variant shop
	like "$out" 'Questions come after a submission' 'within a drill: after a submission'
	like "$out" 'Question 1 of 3' 'also after a wrong one'
	like "$out" 'Right\.' 'rows are typed there too'
	like "$out" 'Debrief' 'with the debrief'
	ok 'in the record' grep -aqF 'it leaves out NULL' "$HOME/.local/share/spar/spar.db"
else
	skip 'no terminal here'
fi

fresh junk
out=$({
	head -c 1000000 /dev/zero | tr '\0' a
	printf '\n\n1 | \0001\n\n\377\376 | 2\n\nskip\nbecause \0 of \377\n\n'
	head -c 200000 /dev/zero | tr '\0' b
	printf '\n\n'
} | "$SPAR" sql ask counts --file q.sql 2>err)
exits 0 'junk for answers'
like "$out" 'Over 524,288 bytes' 'a megabyte is cut, and that is said'
like "$out" 'No answer yet: [0-9]+ bytes were typed, and the limit is 65536' 'and is no row'
like "$out" 'No answer yet: a NUL byte stands in it' 'a NUL byte'
like "$out" 'No answer yet: line 1, .* is not a number' 'bad UTF-8'
ok 'what was said is kept' grep -aqF 'because \u0000 of' "$HOME/.local/share/spar/spar.db"
ok 'all of it' grep -aq 'bbbbbbbbbbbbbbbbbbbb' "$HOME/.local/share/spar/spar.db"

fresh full
export SPAR_FAULT=store.commit
run_in "$expected

quit"
unset SPAR_FAULT
exits 4 'when the record cannot be written'
like "$err" 'not recorded' 'that is said'
like "$out" 'Right\.' 'and the round goes on'

fresh none
echo 'SELECT nothing' >bad.sql
run spar sql ask counts --file bad.sql
exits 2 'a query that cannot be run'
like "$out" 'nothing' 'is explained'
run spar sql ask counts
exits 2 'no query'
run spar sql ask counts --file q.sql --kind how
exits 2 'no such kind'
run spar sql ask counts --file q.sql --count 13
exits 2 'too many questions'
run spar sql ask counts --file nothing.sql
exits 3 'no such file'
printf 'SELECT 1\0' >nul.sql
run spar sql ask counts --file nul.sql
exits 2 'a NUL byte'
run spar sql ask counts --file - <q.sql
exits 0 'the query from standard input'
like "$out" 'Question 1 of 3' 'is asked about, without answers'

cp -r "$ROOT/content/amazon-de/talk" "$SPAR_CONTENT/mini/talk"
sed -i 's/points: {nulls: that NULL/points: {nills: that NULL/' "$SPAR_CONTENT/mini/ask/q.yaml"
run spar bank check counts --jobs 1 --worlds 1000
exits 1 'a point that the talk engine has no topic for'
like "$out" "mini/ask/q.yaml:12:14: there is no topic 'nills'" 'is named with file, line and column'
is "$(grep -c 'there is no topic' <<<"$out")" 1 'once, and no other'
run spar bank check counts --jobs 1 --worlds 1000 --json
like "$out" "q.yaml:12:14: there is no topic 'nills'" 'also as JSON'
rm -r "$SPAR_CONTENT/mini/talk"

put ask/q.yaml <<<'questions: [nonsense]'
run spar sql ask counts --file q.sql
exits 0 'broken questions are left out'
like "$out" 'nothing to ask' 'and then there are none'
run spar bank check counts --jobs 1 --worlds 1000
exits 1 'the check of the bank'
like "$out" 'mini/ask/q.yaml:1:13: a question must be a map' 'names them with their place'

done_testing
