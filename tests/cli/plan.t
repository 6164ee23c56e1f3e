#!/usr/bin/env bash
# spar plan: days, blocks, marks, exports, and what the home page makes of it.
. "$(dirname "$0")/lib.sh"
export SPAR_NOW=2026-11-25T08:00:00Z

# block ID KEY: a member of a block in the JSON.
block() {
	"$SPAR" plan --json | sed 's/{"id":/\n{"id":/g' | sed -n "s/^{\"id\":\"$1\",.*\"$2\":\(\"[^\"]*\"\|[^,}]*\).*/\1/p" | head -n 1
}

run spar plan
exits 0 'a plan without any setting'
like "$out" 'No date yet: planned as if the interview were on Thu 3 December' 'says what it assumes'
like "$out" 'spar setup --interview' 'and how to change it'
run spar
unlike "$out" 'The interview' 'without a date the home page goes on as before'
like "$out" 'spar sql try .* --variant' 'and offers a drill'

run spar setup --interview '2026-12-02 09:00' --zone Europe/Berlin --kind both --level L4 --hours 4
run spar plan
exits 0 'a week for an L4'
like "$out" '7 days until phone screen and loop on Wed 2 December' 'the summary'
unlike "$out" 'What moved' 'the first plan for a date moves nothing'
like "$out" 'Wed 25 November  SQL' 'today'
like "$out" '18:00-[0-9:]+  Window functions: Top N per group  sql-windows-1' 'a block with its time and name'
like "$out" '\$ spar sql try --pattern [a-z-]+' 'that starts with one command'
like "$out" 'Why now: ' 'and its reason'
like "$out" 'No coding and no system design on this day' 'the decision'
like "$out" 'Tue 1 December  Readiness check' 'the last day'
like "$out" 'spar plan --recruiter' 'the lean is unknown'
unlike "$out" 'What moved since' 'nothing moved yet'
run spar plan --all
like "$out" 'Does this role lean towards data modelling' 'everything, with the message'
run spar
like "$out" 'The interview' 'the home page has the interview'
like "$out" 'spar sql try --pattern top-n-per-group'$'\n''  18:00, [0-9]+ minutes: Window functions' 'and the next block as the one next thing'
like "$out" 'Done\? spar plan --tick sql-windows-1' 'with how to tick it'
is "$("$SPAR" plan --json | sha256sum)" "$("$SPAR" plan --json | sha256sum)" 'the same plan again, byte for byte'

run spar next
exits 0 'the next block'
like "$out" 'Wed 25 November'$'\n''  18:00-[0-9:]+  Window functions: Top N per group  sql-windows-1' 'is the first'
unlike "$out" 'Enter starts it' 'and asks nothing when nobody is there'
run spar next sql-window-1
exits 3 'a block that is not there'
run spar next story-tell-1
like "$out" 'Tell a story' 'another block by its name'
if have_tty; then
	run_tty q spar next
	exits 0 'on a terminal'
	like "$out" 'Enter starts it, t ticks it off' 'one key'
	is "$(block sql-windows-1 ticked)" false 'another key leaves it'
	run_tty q spar next ready-things-1
	like "$out" 'It is done outside Spar' 'what Spar has not'
	run_tty t spar next story-tell-1
	like "$out" 'spar story drill --principle [a-z-]+' 'a story is told to Spar'
	like "$out" 'Done: Tell a story' 't ticks it off'
	is "$(block story-tell-1 ticked)" true 'in the record too'
	run spar plan --undo
	run_tty $'\nquit\nt' spar next
	like "$out" 'Phone screen|Loop' 'Enter starts the drill on the same terminal'
	like "$out" 'Is the block done' 'and asks afterwards'
	is "$(block sql-windows-1 ticked)" true 'whether it is done'
	run spar plan --undo
	like "$out" "'Window functions: Top N per group' is no longer ticked" 'a tick taken back says so in what moved'
else
	skip 'no terminals here'
fi

# Marks.
run spar plan --tick sql-windows-1
exits 0 'a block is ticked'
is "$(block sql-windows-1 ticked)" true 'it is'
like "$out" "'Window functions: Top N per group' is done, and the rest moved up" 'and what moved says why'
before=$(block pipeline-walk-1 start_ms)
run spar plan --pin pipeline-walk-1
is "$(block pipeline-walk-1 pinned)/$(block pipeline-walk-1 start_ms)" "true/$before" 'a pinned block stays where it is'
run spar plan --move story-tell-1 '2026-11-28 10:15'
is "$(block story-tell-1 start)/$(block story-tell-1 date)" '"10:15"/"2026-11-28"' 'a block is moved'
run spar setup --hours 2
is "$(block story-tell-1 start)/$(block pipeline-walk-1 start_ms)/$(block sql-windows-1 ticked)" "\"10:15\"/$before/true" 'and stays there when the hours change'
run spar plan
like "$out" 'has 2 h now instead of 4 h' 'which the moves say'
run spar plan --undo
like "$out" 'Taken back: the last mark of story-tell-1' 'undo'
is "$(block story-tell-1 pinned)" false 'the move is gone'
run spar plan --undo
run spar plan --undo
is "$(block pipeline-walk-1 pinned)/$(block sql-windows-1 ticked)" 'false/false' 'and so are those before it'
run spar plan --undo
exits 3 'until nothing is left'
run spar plan --tick sql-windows-1
run spar plan --untick sql-windows-1
is "$(block sql-windows-1 ticked)" false 'a tick is taken back by name as well'
run spar setup --hours 4

# What cannot be done.
run spar plan --tick sql-window-1
exits 3 'no such block'
like "$err" "did you mean 'sql-windows-1'" 'with the nearest'
run spar plan --tick "$(printf 'x%.0s' {1..500})"
exits 3 'a long name'
run spar plan --move pipeline-walk-1
exits 2 'a move without a time'
run spar plan --move pipeline-walk-1 yesterday
exits 2 'a time that is none'
run spar plan --move pipeline-walk-1 '2026-11-24 10:00'
exits 2 'into the past'
run spar plan --move pipeline-walk-1 '2026-12-02 07:00'
exits 2 'on the day of the interview'
run spar plan --move pipeline-walk-1 '2026-11-28 23:50'
exits 2 'over midnight'
run spar plan --tick pipeline-walk-1 --json
exits 2 'two things at once'
run spar plan pipeline-walk-1
exits 2 'a word that nobody asked for'

# Exports.
run spar plan --ics week.ics
exits 0 'a calendar'
like "$out" 'Written: week.ics' 'is written'
is "$(head -c 17 week.ics | tr -d '\r')" 'BEGIN:VCALENDAR' 'and is one'
is "$(stat -c %a week.ics)" 600 'for nobody else'
is "$("$SPAR" plan --ics | sha256sum)" "$(sha256sum <week.ics)" 'the same on standard output'
is "$(grep -c '^BEGIN:VEVENT' week.ics)" "$(grep -c '^DTSTART:2026[0-9]*T[0-9]*Z' week.ics)" 'every event has a time in UTC'
run spar plan --markdown
like "$out" '## Wed 25 November: SQL' 'Markdown'
run spar plan --page
ok 'one page has at most 66 lines' test "$(wc -l <<<"$out")" -le 66
like "$out" '\[ \] 18:00' 'with boxes to tick'
run spar plan --recruiter
like "$out" 'Which rounds will there be' 'the message'
run spar setup --lean pipelines
run spar plan --recruiter
exits 3 'nothing to ask when the lean is known'

# What stands apart: time sinks of the level, what every team asks, what depends on the team and what the role leans to first.
for level in L4 L5 L6+; do
	for lean in unknown modelling pipelines analytics; do
		run spar setup --level "$level" --lean "$lean"
		run spar plan --all
		flat=$(tr -s ' \n' ' ' <<<"$out")
		leans=$(grep -o "The role leans to [a-z]*: expect it" <<<"$flat" | sort -u)
		is "$leans" "$(test $lean = unknown || echo "The role leans to $lean: expect it")" "$level, $lean: what the role leans to is said, and no other"
		like "$flat" 'Leave out - .*Asked whatever the team - .*Depends on the team - ' "$level, $lean: three lists"
		first=${flat#*Depends on the team - } first=${first%%: expect it*}
		[ $lean = unknown ] || unlike "$first" ' - [A-Z].* - ' "$level, $lean: it stands at the head"
	done
	is "$(grep -c 'System design for a hundred million' <<<"$out")" "$([ $level = L4 ] && echo 1 || echo 0)" "$level: sinks are those of the level"
	run spar plan
	like "$(tr -s ' \n' ' ' <<<"$out")" "yours may well ask it .*What is asked whatever the team, and what depends on it: 'spar plan --all'" "$level: shortly, with the way to the rest"
done
run spar setup --level L4 --lean pipelines
run spar plan --ics /nowhere/week.ics
ok 'a place that is not there' test "$status" -ge 3

# A date that was set by mistake, looked at, and set back.
run spar plan --pin pipeline-walk-1
exits 0 'a pin'
run spar setup --interview '2026-11-25 23:30'
run spar plan
like "$out" 'The interview is today. Nothing is planned' 'the wrong date'
run spar setup --interview '2026-12-02 09:00'
run spar plan
unlike "$out" 'was marked, and the previous plan' 'no mark is lost'
run spar plan --json
like "$out" '"id":"pipeline-walk-1"[^}]*"pinned":true' 'the pin is still there'
run spar plan --undo
exits 0 'and can be taken back'

# The same with a date between the marks and now: what stands behind it is out of the plan and not lost.
far=$("$SPAR" plan --json | sed 's/{"id":/\n{"id":/g' | sed -n 's/^{"id":"\([a-z-]*[0-9]\)".*"date":"2026-11-29".*/\1/p' | grep -v rest | head -n 1)
run spar plan --pin "$far"
before=$(block "$far" start_ms)
run spar setup --interview '2026-11-26 09:00'
run spar plan
like "$(tr -s '\n ' '  ' <<<"$out")" 'on or after the day of the interview and is out of the plan' 'a pin behind the new date is out, and that is said'
unlike "$out" "$far" 'and stands in no day'
run spar plan --tick "$("$SPAR" next | grep -oE '[a-z]+(-[a-z]+)+-[0-9]+$' | head -n 1)"
run spar setup --interview '2026-12-02 09:00'
run spar plan
unlike "$out" 'was marked, and the previous plan' 'set back, no mark is lost'
is "$(block "$far" pinned) $(block "$far" start_ms)" "true $before" 'the pin is where it was'
run spar plan --undo
run spar plan --undo
is "$(block "$far" pinned)" false 'and can be taken back'

# Days go by.
export SPAR_NOW=2026-11-27T08:00:00Z
run spar plan
exits 0 'two days later'
like "$out" '5 days until' 'counted'
like "$out" 'It was not ticked on Wed 25 November; the days that are left take it' 'a missed day is absorbed'
export SPAR_NOW=2026-12-02T06:00:00Z
run spar plan
like "$out" 'The interview is today. Nothing is planned' 'the day itself is empty'
run spar plan --ics
exits 3 'and has no calendar'
export SPAR_NOW=2026-12-03T08:00:00Z
run spar plan
like "$out" 'The interview was on Wed 2 December 2026' 'the day after'
run spar setup --interview '2026-12-09 09:00'
run spar plan
unlike "$out" 'What moved' 'the next interview begins afresh'
like "$out" 'sql-windows-1' 'with its own blocks'

# The job post.
run spar plan post --level L5 - <<<$'Basic qualifications\n- SQL, Apache Iceberg\nPreferred qualifications\n- Kafka, Tableau'
exits 0 'a job post'
like "$out" 'Must know.*Iceberg.*One hour at most.*Kafka.*Skip.*Tableau' 'must, hour and skip'
like "$out" '"SQL, Apache Iceberg"' 'with the sentence'
run spar plan post --level L4 - <<<$'Preferred qualifications\n- Kafka'
like "$out" 'Skip.*Kafka' 'at another level'
run spar plan post --json - <<<'Iceberg is required'
like "$out" '"id":"iceberg".*"verdict":"must","need":"required","text":"Iceberg is required","quote":\{"at":0,"n":19\}' 'as JSON, with the place'
run spar plan post - <<<''
like "$out" 'no word in it' 'an empty one'
run spar plan post - <<<'データエンジニア Spark と Kafka の経験。大規模データ処理の設計と運用。'
like "$out" 'none of the languages' 'one in a language that Spar does not read'
like "$out" 'Spark' 'with its tools all the same'
run spar plan post --level L9 - <<<'SQL'
exits 2 'a level that is none'

# A post that comes later brings its tools, and the moves say so.
export SPAR_NOW=2026-12-03T09:00:00Z
run spar setup --hours 4 --level L5
run spar plan
run spar setup --post - <<<$'Basic qualifications\n- SQL, Apache Iceberg, Snowflake'
run spar plan
like "$out" 'The job post asks for it' 'a tool of the post gets its block'
like "$out" 'Iceberg: why, and when not, new on' 'by name'
is "$(block tool-iceberg-1 outside)" true 'to be learnt outside'

# Rules that cannot be read.
mkdir content
cp -r "$ROOT/content/amazon-de" content/
sed -i 's/^    phase: 2$/    phase: 9/; s/^stop: .*/stop: never/' content/amazon-de/plan/topics.yaml content/amazon-de/plan/plan.yaml
run env SPAR_CONTENT="$PWD/content" "$SPAR" plan
exits 8 'rules with mistakes'
like "$err" "amazon-de/plan/topics.yaml:[0-9]+:[0-9]+: 'phase' must be a whole number from 1 to 5" 'are named with their place'
like "$err" "amazon-de/plan/plan.yaml:23:7: 'stop' must be a number" 'all of them'
rm -r content/amazon-de/plan
run env SPAR_CONTENT="$PWD/content" "$SPAR" plan
exits 3 'a pack without a plan'
run env SPAR_CONTENT="$PWD/content" "$SPAR"
exits 0 'does not keep anybody from drilling'
like "$err" "pack 'amazon-de' has no plan" 'which is said'

# A record that cannot be written: there is a plan all the same.
run env SPAR_FAULT=store.commit SPAR_NOW=2026-12-04T09:00:00Z "$SPAR" plan
exits 4 'a plan that cannot be recorded'
like "$out" 'The plan could not be recorded' 'says so'
like "$out" 'Window functions' 'and is shown'

# Settings that another program spoiled, and a record that is not there.
export SPAR_NOW=2026-12-04T08:00:00Z
run sqlite3 "$HOME/.local/share/spar/spar.db" "INSERT INTO event (at_ms, kind, subject, body) VALUES (1796371200000, 'plan.made', 'plan', '{\"plan\":{\"days\":7}}')"
if [ "$status" = 0 ]; then
	run spar plan
	exits 0 'a plan of the record that cannot be read is left alone'
else
	skip 'no sqlite3 here'
fi
run env XDG_DATA_HOME=/proc/nowhere "$SPAR" plan
exits 4 'without a record'
like "$out" 'No date yet' 'there is a plan all the same'

# A plan that is made anew within a day keeps to its shares, and the last day of a preparation is the check alone.
export HOME=$HOME/anew
mkdir -p "$HOME"
next_id() { "$SPAR" next | grep -oE '[a-z]+(-[a-z]+)+-[0-9]+$' | head -n 1; }
export SPAR_NOW=2026-11-25T17:00:00Z
run spar setup --interview '2026-12-02 09:00' --zone Europe/Berlin --kind both --level L5 --hours 8
for _ in 1 2 3 4 5 6 7 8; do
	id=$(next_id)
	[[ $id == sql-* ]] || break
	run spar plan --tick "$id"
done
export SPAR_NOW=2026-11-26T07:00:00Z
run spar plan
like "$out" 'h( [0-9]+ min)? of blocks'$'\n'?' ?left: ' 'the sum is of what is left'
like "$out" '  done         Window functions: Top N per group  sql-windows-1' 'what is done has no hours'
like "$(next_id)" '^sql-warm-' 'a day of other things begins with one cold query'
run spar plan --tick "$(next_id)"
unlike "$(sed -n '/^Thu 26/,/^Fri 27/p' <<<"$out" | grep -v '^  done')" 'sql-warm-' 'and with no other when it is made anew'
export SPAR_NOW=2026-12-01T07:00:00Z
run spar plan
is "$(sed -n '/^Tue 1 Dec/,/^[A-Z][a-z]* know/p' <<<"$out" | grep -E '^  [0-9]' | grep -vc 'ready-')" 0 'nothing new on the last day'
for _ in 1 2 3 4 5 6; do
	run spar plan --tick "$(next_id)"
done
run spar plan
like "$out" '1 day until .* All of the plan is'$'\n'?' ?done' 'when the check is over'
run spar
unlike "$out" 'Next' 'nothing comes after it'
run spar ready
like "$out" 'Stop'$'\n''  Nothing more is practised' 'and the gates ask for nothing more'
unlike "$out" 'Tonight' 'tonight'
done_testing
