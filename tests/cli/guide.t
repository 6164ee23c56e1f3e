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
	sed -n '/^stop:/,$p' "$ROOT/content/amazon-de/rounds/ready.yaml"
} >"$rules"
run spar setup --interview '2026-12-02 09:00' --zone UTC --kind both --level L5 --hours 2
run spar ready
like "$out" 'Tonight' 'while they do not hold there is work'
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
run spar setup --interview none
run spar
like "$out" 'Both gates hold' 'also without a date'
done_testing
