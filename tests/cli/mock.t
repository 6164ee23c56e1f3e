#!/usr/bin/env bash
# Mock rounds through a pipe and on a terminal: a phone screen, a bar raiser, a design, the debrief, the gates, bad input.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/cli/pack.sh"
. "$ROOT/tests/cli/mock.sh"

REPLY='I compared the row counts of source and target for 14 nights, because a lost partition would have shown there.'

# What a candidate types in a whole phone screen; $1 is the second query.
phone() {
	printf '%s\n\n' "$STORY" "$REPLY" "$REPLY"
	printf '%s\n' '/pad ask about ties' 'SELECT customer, count(*)' 'FROM orders GROUP BY customer;'
	echo 'One row is one customer. I use count(*) because a NULL amount must still count, and count(amount) would skip it. Nothing can tie here.'
	printf '\n%s\n\n%s\n\n' 'A NULL amount is counted, because count(*) counts rows and not values.' 'A row that stands twice is counted twice, since nothing makes it one.'
	printf '%s\n' "$1"
	printf '%s\n\n' 'It counts.' 'It is short because there is only one table, and one row is one advertiser.' "$REPLY" "$REPLY"
	printf '%s\n\n' "$STORY" 'I would have looked at the log on the first night and not after the third, because the pattern was there on March 4.' "$REPLY" "$REPLY" "$REPLY"
}

SECOND='SELECT advertiser, count(*) FROM charges GROUP BY advertiser;'

run spar mock debrief
exits 3 'no debrief before a round'
run spar mock resume
exits 3 'and nothing to resume'

run spar mock phone --seed 1 < <(phone "$SECOND")
exits 0 'a whole phone screen through a pipe'
during=${out%%That was the round*}
after=${out#*That was the round}
like "$during" '7:00 left of this part' 'the clock of a part'
like "$during" 'Rows of each customer' 'the first query'
unlike "$during" 'Counting|mini/|counts/' 'without its pattern, which would say how'
like "$during" 'Explain it to me' 'is explained'
like "$during" 'Rows of each advertiser' 'the second query'
like "$during" $'\n  \.\.\.\n' 'an answer that ends early meets a silence'
like "$during" 'What would you have done differently' 'the principle is pressed'
unlike "$during" 'Right so far|Wrong when|verdict|mistake|evaded|partial:|hint' 'nothing is told during the round'
like "$after" 'What cost the most' 'then the debrief'
like "$after" "Second query: 'Rows of each advertiser' was wrong" 'the wrong query cost the most'
like "$after" 'Right so far: it agrees on 1,000 databases' 'one query was right'
like "$after" 'Wrong when an amount is NULL' 'the other one was not'
like "$after" 'expected, not in yours' 'with its witness'
like "$after" 'The mistake: COUNT\(column\) and COUNT\(\*\) mixed up' 'and its name'
like "$after" 'Said without being asked' 'what was volunteered'
like "$after" 'a decision of your own: "decided to load only the changed partitions"' 'with a quote'
like "$after" 'Had to be pulled out' 'what was pulled out'
flat=$(tr -s ' \n' ' ' <<<"$after")
like "$flat" 'asked because [^"]*: "[^"]+" - (full|partial|evaded)' 'each follow-up with the words that it was asked for'
like "$flat" 'new was: "[^"]+"' 'and what the reply gave'
like "$after" 'When there is time, [0-9]+ minutes: ' 'each with a block, here without a plan for it'
is "$(grep -c 'When there is time, ' <<<"$after")" 3 'three of them'
first=$out

HOME=$HOME/again run spar mock phone --seed 1 < <(phone "$SECOND")
strip() { sed -E 's/[0-9]+ ms\b/N ms/g; s/^.*tried one at a time.*$//' <<<"$1"; }
is "$(strip "$out")" "$(strip "$first")" 'the same seed and answers give the same round and debrief'
HOME=$HOME/other run spar mock phone --seed 2 </dev/null
unlike "$out" 'That was the round' 'without an answer it waits'
like "$out" 'Paused in part 1 of 4, with 7:00 left' 'and is paused'

# With questions about queries in the pack, the query that was written is asked about.
cp -r "$ROOT/content/amazon-de/ask" "$SPAR_CONTENT/mini/ask"
outside=$HOME HOME=$HOME/asks
run spar mock phone --seed 1 < <(phone "$SECOND")
exits 0 'a phone screen that asks about the query'
key=$(event mock.asked | grep -o '"key":"why-[^"]*"' | head -1)
like "$key" 'why-' 'the first follow-up to a query asks why something stands in it'
question=$(event mock.asked | grep -F "$key" | head -1 | member text | tr -d '"')
during=$(tr -s ' \n' ' ' <<<"${out%%That was the round*}")
ok 'it is put' grep -qF -- "$question" <<<"$during"
unlike "$during" 'In short:|points' 'without what there is to say'
like "${out#*That was the round}" 'asked because it (stands in the query|is about the query)' 'the debrief says why it was asked'
like "${out#*That was the round}" 'In short: |in short: ' 'and what there is to say'
is "$(event mock.questions | wc -l)" 2 'each query has its questions, once'
run spar mock debrief --markdown
like "$out" $'\n   In short: ' 'also as Markdown'
like "$out" $'\n   New was: "' 'with what a reply gave'
HOME=$outside
rm -r "$SPAR_CONTENT/mini/ask"

run spar mock debrief --json
exits 0 'the debrief as JSON'
is "$(wc -l <<<"$out")" 1 'on one line'
like "$out" '"costs":\[\{.*"block":\{"kind":"sql"' 'with blocks for the plan'
like "$out" '"pad":"ask about ties' 'and the scratch pad'
run spar mock debrief --markdown
like "$out" '^# Debrief: Phone screen' 'as Markdown'
like "$out" '\| customer \||\| advertiser \|' 'with tables'
run spar mock debrief 1
exits 0 'by its number'
run spar mock debrief 999
exits 3 'a number that is none'
run spar mock debrief x
exits 2 'no number'

run spar ready
exits 0 'the gates'
like "$out" '~ A query, cold: shaky, the last attempt was no success: not right' 'the query that was refuted last'
HOME=$HOME/right run spar mock phone --seed 1 < <(phone 'SELECT advertiser, count(amount) FROM charges GROUP BY advertiser;')
HOME=$HOME/right run spar ready
like "$out" '\+ A query, cold: passed' 'a cold query of a round counts'
like "$out" 'Goes stale on 2026-12-01' 'with its date'
like "$out" '2 of 2 attempts; .* between 43 % and'$'\n''      100 % \(Jeffreys, 90 %\)' 'and an interval'
like "$out" 'attempt [0-9]+\)' 'and the attempts behind it'
like "$out" 'Tonight' 'what is open is tonight'
unlike "$out" '[Ss]core|overall' 'no overall score'
HOME=$HOME/right SPAR_NOW=2026-12-20T10:00:00Z run spar ready
like "$out" '~ A query, cold: shaky, ' 'a month later it is stale'
run spar ready --json
like "$out" '"holds":false.*"stop":null' 'as JSON'
HOME=$HOME/new run spar ready
exits 0 'without a record'
like "$out" 'A query, cold: not tried' 'nothing was tried'

# A list of words and evasions: whatever it mentions, it passes nothing.
HOME=$HOME/salad run spar mock design --seed 1 --scenario daily-pipeline < <(
	printf '%s\n\n\n' 'Kafka Spark Airflow Iceberg schema drift late data watermark idempotent dedup quality checks partition grain key alerting SLA backfill Redshift dbt.'
	for _ in 1 2 3 4 5 6 7 8 9 10 11; do printf '%s\n\n' 'It depends, we always follow best practices with Kafka and Spark.'; done)
exits 0 'a salad of words is heard to the end'
HOME=$HOME/salad run spar ready
like "$out" '~ The daily pipeline, told: shaky' 'and passes no gate'

# A bar raiser: the answer is long, and after two minutes he cuts in.
{
	for _ in 1 2 3 4 5 6 7; do echo "$STORY"; done
	echo
	echo 'I would have looked at the log on the first night, because the pattern was there.'
	echo
	replies
} >long
HOME=$HOME/raiser run spar mock bar-raiser --seed 1 <long
exits 0 'a bar raiser'
like "$out" 'Let me stop you there.'$'\n''[^?]*(differently|measure that)[^?]*\?' 'cuts in and presses'
run sqlite3 "$HOME/raiser/.local/share/spar/spar.db" "SELECT json_extract(body,'\$.clock_ms') FROM event WHERE kind='mock.asked' AND json_extract(body,'\$.kind')='probe' ORDER BY id LIMIT 1"
is "$out" 120000 'within two minutes'
HOME=$HOME/raiser run spar mock leave
exits 0 'left'
HOME=$HOME/raiser run spar mock debrief
like "$out" 'First principle: ' 'and debriefed'
like "$out" 'left early' 'as left'
run sqlite3 "$HOME/raiser/.local/share/spar/spar.db" "SELECT max(json_extract(body,'\$.depth')) FROM event WHERE kind='mock.asked'"
is "$out" 3 'three levels deep'

# A day: between two rounds the clock stands still, however long the break is.
for copy in third fourth; do
	rm -rf "$SPAR_CONTENT/mini/sql/$copy"
	cp -r "$SPAR_CONTENT/mini/sql/counts" "$SPAR_CONTENT/mini/sql/$copy"
	sed -i 's/round: phone/round: loop/' "$SPAR_CONTENT/mini/sql/$copy/exercise.yaml"
done
HOME=$HOME/day run spar mock loop --seed 1 < <(printf '%s\n' /skip /skip /skip /skip /clock /pad /clock '' /skip)
exits 0 'the first round of a day'
like "$out" 'A break of 15 minutes' 'then a break'
like "$out" 'The model' 'then the second round'
run sqlite3 "$HOME/day/.local/share/spar/spar.db" "SELECT max(json_extract(body,'\$.clock_ms')) - min(json_extract(body,'\$.clock_ms')) FROM event WHERE kind LIKE 'mock.%' AND json_extract(body,'\$.part') = 4"
is "$out" 0 'and the break took no time'
rm -rf "$SPAR_CONTENT/mini/sql/third" "$SPAR_CONTENT/mini/sql/fourth"

# Bad input.
export HOME=$HOME/bad
mkdir -p "$HOME"
run spar mock phone --minutes 29
exits 2 'too few minutes'
like "$err" 'takes 30 to 60 minutes' 'says how many'
run spar mock phone --scenario product-clicks
exits 2 'no design in a phone screen'
run spar mock design --scenario no-such
exits 3 'no such scenario'
like "$err" "there are .*'product-clicks'" 'names those that there are'
run spar mock loop knitting
exits 3 'no such round of a loop'
head -c 300000 /dev/zero | tr '\0' 'x' >huge
head -c 200000 /dev/zero | tr '\0' 'y' >large
{ cat huge; printf '\n\n'; cat large; printf '\n\n'; printf 'a\0b \377\376 done\n\n\n'; } >input
run spar mock design --seed 1 --scenario product-clicks <input
exits 0 'huge lines, NUL bytes and bad UTF-8'
like "$err" '300000 bytes, and the limit is 262144' 'too much is refused by its size'
is "$(event mock.said | wc -c | awk '{print ($1 > 200000 && $1 < 300000)}')" 1 'what fits is in the record'
run spar mock phone
exits 5 'a second round while one is open'
run spar mock leave
exits 0 'the first is left'

# On a terminal.
if have_tty; then
	export HOME=$HOME/tty
	mkdir -p "$HOME"
	unset SPAR_NOW
	run_tty $'/help\n/clock\n/pad remember\n/pad\n/pause' spar mock phone --seed 1
	exits 0 'on a terminal'
	like "$out" '/skip gives no answer' 'its commands'
	like "$out" '[67]:[0-9][0-9] left of this part' 'its clock'
	like "$out" 'remember' 'its scratch pad'
	like "$out" 'Paused in part 1' 'paused'
	run_tty $'/leave' spar mock resume
	exits 0 'resumed and left'
	like "$out" 'left early' 'then the debrief'
else
	skip 'no terminal here'
fi
done_testing
