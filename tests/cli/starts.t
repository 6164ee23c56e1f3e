#!/usr/bin/env bash
# Every block of the plan and every piece of tonight's work starts what it says: a drill of the pattern that it names, in the way that it names.
. "$(dirname "$0")/lib.sh"

# The first line of a drill that a command starts: "Phone screen · Rolling windows · 10 minutes".
head_of() {
	local words
	read -r -a words <<<"$1"
	"$SPAR" "${words[@]:1}" </dev/null 2>&1 | sed -n 1p
}

export SPAR_NOW=2026-11-25T08:00:00Z
run spar setup --interview "2026-12-02 09:00" --zone UTC --kind both --level L4 --hours 4,4,4,4,4,4,4

# what <tab> command, of the blocks that drill
drills=$("$SPAR" plan --json | sed 's/{"id":/\n{"id":/g' |
	sed -n 's/^.*"kind":"\([^"]*\)".*"what":"\([^"]*\)".*"command":"\(spar sql try[^"]*\)".*/\1\t\2\t\3/p')
ok 'the plan drills' test "$(wc -l <<<"$drills")" -ge 5
like "$drills" $'ready\tOne query, cold: [A-Z]' 'and the last day turns on a pattern'
wrong=
while IFS=$'\t' read -r kind what command; do
	head=$(head_of "$command")
	case $what in
	*:*) [[ $head == *" · ${what##*: } · "* ]] || wrong+="$what: '$command' starts '$head'"$'\n' ;;
	esac
	if [ "$kind" = ready ] && [[ $command != *--no-run* ]]; then
		wrong+="$what: '$command' lets it run"$'\n'
	fi
done <<<"$drills"
is "$wrong" '' 'each block starts a drill of its pattern, those of the last day without running'

# The gates: what stands there is drawn from, and nothing else.
line() {
	"$SPAR" ready --json | sed 's/{"id":/\n{"id":/g' | sed -n "s/^{\"id\":\"$1\".*\"command\":\"\(spar sql try[^\"]*\)\".*/\1/p"
}
for seed in 1 2 3 4 5 6 7 8; do
	export SPAR_SEED=$seed
	last=$(head_of "$(line day-sql)")
	cold=$(head_of "$(line phone-sql)")
	[[ $last == *" · "*"Rolling windows"* || $last == *"Top N"* || $last == *"Latest"* || $last == *"Running"* || $last == *"over period"* ||
		$last == *"etention"* || $last == *"N-th"* || $last == *"Nth"* || $last == *"hare of"* ]] || wrong+="$last"$'\n'
	[[ $cold == *"Top N per group"* ]] || wrong+="$cold"$'\n'
done
is "$wrong" '' 'one query with a window or a cohort is one, the best of each group is one'
like "$(line phone-sql)" '--minutes 8' 'and has its eight minutes'

# --pattern.
run spar sql try --pattern rolling-windows </dev/null
exits 3 'a pattern that is none is refused'
like "$err" "'rolling-windows', did you mean 'rolling-window'" 'with the one that is spelt like it'
run spar sql try --pattern rolling-window,nothing </dev/null
like "$err" "no pattern is called 'nothing'" 'also behind a comma'
run spar sql try top-customers-by-month --pattern retention </dev/null
exits 2 'an exercise and a pattern cannot both be meant'
run spar sql try --pattern '' </dev/null
like "$err" "no pattern is called ''" 'an empty one is none'
if have_tty; then
	run_tty $'next\nnext\nquit' spar sql try --pattern retention,rolling-window
	is "$(grep -c ' · \(Rolling windows\|Retention\|Cohort\)' <<<"$out")" 3 'next stays with the patterns that were asked for'
else
	skip 'no terminals here'
fi
done_testing
