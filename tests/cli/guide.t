#!/usr/bin/env bash
# One voice: what Today, 'spar next' and 'spar ready' say when there is nothing to be started any more.
. "$(dirname "$0")/lib.sh"

# said TITLE NAME: all three have this word, and none of them offers anything.
said() {
	local at=$1
	shift
	for command in '' next ready; do
		# shellcheck disable=SC2086
		run spar $command
		like "$out" "$at" "$1, in 'spar${command:+ }$command'"
		unlike "$out" '^  spar |Enter starts|Tonight|Why now' 'and nothing is offered'
	done
}

tick_all() {
	for id in $("$SPAR" plan --json | sed 's/{"id":/\n{"id":/g' | sed -n "/\"date\":\"${SPAR_NOW%T*}\"/s/^{\"id\":\"\([^\"]*\)\".*\"ticked\":false.*/\1/p" | grep -v '^rest-'); do
		run spar plan --tick "$id"
	done
}

# An ordinary day that is done.
export SPAR_NOW=2026-11-25T17:00:00Z
run spar setup --interview '2026-12-02 09:00' --zone UTC --kind both --level L5 --hours 1
run spar
unlike "$out" 'Today is done' 'while there is work, that is all there is to say'
tick_all
run spar
like "$out" 'Today is done'$'\n''  What was planned for today is behind you' 'a day that is done'
like "$out" 'Next'$'\n''  spar [^'$'\n'']*'$'\n''  Thu 26 November, ' 'what comes next has its day'
run spar ready
like "$out" 'Tonight' 'Ready keeps what is shaky, for who has time left'

# The eve.
export SPAR_NOW=2026-12-01T08:00:00Z
run spar
like "$out" 'The interview is tomorrow' 'the eve'
listed=$(sed -n 's/^  [0-9:]*, [0-9]* minutes: //p' <<<"$out")
ok 'has its list' test -n "$listed"
run spar ready
like "$out" "The interview is tomorrow"$'\n'"(.*"$'\n'")*  Next, Tue 1 December: $listed" 'and the gates name the same block'
unlike "$out" 'Tonight' 'and nothing else'
run spar next
like "$out" 'The interview is tomorrow' "'spar next' as well"
export SPAR_NOW=2026-12-01T23:30:00Z
said $'Stop\n  Nothing more is practised' 'an evening that has gone by'
like "$out" '  - Two stories with follow-ups: left as it is'$'\n''      Nothing more is practised before the interview\. It was not tried\.' 'the list asks for nothing that is refused'
unlike "$out" 'left as it is.*Loop  this gate' 'what the gates say stays what it was'
run spar ready --json
like "$out" '"left":"nothing more is practised before the interview"' 'also as JSON'
run spar plan
like "$out" 'Stop'$'\n''  Nothing more is practised' 'the plan says the same'
unlike "$out" 'Why now|\$ spar' 'and offers nothing'
export SPAR_NOW=2026-12-01T18:05:00Z
tick_all
said $'Stop\n  Nothing more is practised' 'a list that is done'
run spar next ready-sql-1
exits 0 'a block by its name is still there to be read'
export SPAR_NOW=2026-12-02T06:00:00Z
for command in '' next ready; do
	# shellcheck disable=SC2086
	run spar $command
	like "$out" 'The interview is today' "the day itself, in 'spar${command:+ }$command'"
	unlike "$out" '^  spar |Tonight|Why now' 'and nothing is offered'
done

# Both gates hold: gates of one line each, and a cold pass.
export SPAR_NOW=2026-11-25T08:00:00Z HOME=$HOME/holds
export SPAR_CONTENT=$HOME/content
mkdir -p "$HOME"
cp -r "$ROOT/content" "$SPAR_CONTENT"
rules=$SPAR_CONTENT/amazon-de/rounds/ready.yaml
gate() {
	cat <<-END
		  - id: $1
		    name: $1
		    lines:
		      - id: $1-sql
		        name: A query
		        proof: sql
		        patterns: [top-n-per-group]
		        rule: right
		        tonight: {kind: sql, topic: sql-windows, minutes: 30, command: spar sql try, what: One query.}
	END
}
{
	echo gates:
	gate phone
	gate loop
	gate last | sed 's/^    name: last/&\n    checklist: yes/; s/proof: sql/proof: story/; /patterns/d'
	sed -n '/^stop:/,$p' "$ROOT/content/amazon-de/rounds/ready.yaml"
} >"$rules"
run spar setup --interview '2026-12-02 09:00' --zone UTC --kind both --level L5 --hours 2
run spar ready
like "$out" 'Tonight' 'while they do not hold there is work'
like "$out" '    A query: not tried' 'and a list that asks'
run spar plan --tick sql-windows-1
run spar plan --move sql-joins-1 20:30
run spar plan
like "$out" '\$ spar sql try --pattern counting-nulls' 'and a plan that offers it'
unlike "$out" 'Stop|Nothing more today' 'and says nothing else'
cat >query.sql <<-'END'
	SELECT month, name, earnings
	FROM (SELECT CAST(date_trunc('month', t.ended_at) AS DATE) AS month, d.driver_id, d.name, sum(t.fare) AS earnings,
	             row_number() OVER (PARTITION BY date_trunc('month', t.ended_at) ORDER BY sum(t.fare) DESC, d.driver_id) AS place
	      FROM trips t JOIN drivers d ON d.driver_id = t.driver_id
	      GROUP BY date_trunc('month', t.ended_at), d.driver_id, d.name) m
	WHERE place <= 3
END
run spar sql try top-customers-by-month/rides --file query.sql
like "$out" 'cold' 'a cold pass'
said $'Stop\n  Both gates hold. Stop here' 'with both gates'
like "$out" '  - A query: left as it is'$'\n''      Both gates hold, and they do not ask for it\. It was not tried\.' 'the list for the last day is left, and says why'
unlike "$out" 'A query: not tried' 'and asks for nothing'

# The plan says the same, in each form that it is read in.
run spar plan
like "$out" '^7 days until phone screen and loop on Wed 2 December\.'$'\n\n''Stop'$'\n''  Both gates hold\. Stop here' 'the plan says stop, and no sum of work'
today=$(sed -n '/^Wed 25 November/,/^Thu 26 November/p' <<<"$out")
like "$today" 'Both gates hold\. Nothing more today\. Without another success they hold until.*Sun 29 November\. What you pinned stays' 'today has nothing, and until when'
like "$today" '  done         Window functions.*  20:30-[0-9:]*  Joins and aggregates.*  pinned' 'what was ticked and pinned stands there'
unlike "$today" 'NULLs|\$ spar|Why now' 'and nothing else, nor is it urged'
like "$out" 'Thu 26 November  Nothing planned'$'\n''  Nothing, as long as both gates hold\.' 'the days until then are empty'
like "$out" 'Sun 29 November  .*\$ spar ' 'when they go stale there is work again'
run spar plan --json
like "$out" '"stop":\{"title":"Stop","text":"Both gates hold' 'as JSON'
unlike "$out" '"date":"2026-11-2[678]","start_ms"' 'without a block of those days'
like "$out" '"id":"sql-joins-1".*"pinned":true' 'but what is pinned'
run spar plan --markdown
like "$out" '\*\*Stop\.\*\* Both gates hold' 'as Markdown'
run spar plan --page
like "$out" '^7 days until [^.]*\.'$'\n''Stop\. Both gates hold' 'on one page'
run spar plan --ics
unlike "$out" 'DTSTART:202611(25T1|26|27|28)' 'a calendar has no event of them'
like "$out" 'UID:sql-joins-1-[^V]*'$'\n''END:VEVENT' 'but the pinned one, which does not ring'
run spar setup
unlike "$out" 'of blocks' "'spar setup' counts no work either"
run spar plan --tick sql-joins-1
exits 0 'a pinned block can be ticked'
like "$out" 'Stop'$'\n''  Both gates hold(.|'$'\n'')*done         Joins and aggregates' 'and the plan behind it says the same'
run spar next sql-nulls-1
exits 0 'a block that is not shown is still there by its name'
like "$out" '\$ spar sql try' 'for who wants it'

export SPAR_NOW=2026-11-29T09:00:00Z
run spar plan
unlike "$out" 'Both gates hold' 'gates that went stale stop nobody'
like "$out" '^3 days until .* of blocks' 'and the work is back'
export SPAR_NOW=2026-11-25T08:00:00Z
run spar setup --interview '2026-11-26 09:00'
run spar plan
like "$out" '^1 day until .*(.|'$'\n'')*Both gates hold\. Nothing more today\.'$'\n' 'on the eve there is no day to name'
unlike "$out" 'Nothing more today\. Without|The one day|\$ spar' 'nor work'
run spar setup --interview none
run spar
like "$out" 'Both gates hold' 'also without a date'
run spar plan
like "$out" 'Stop'$'\n''  Both gates hold' 'in the plan too'
done_testing
