#!/usr/bin/env bash
# The candidates of docs/examples can be played: the first day of each with a small share of its time, and nothing of the machine in what is kept.
. "$(dirname "$0")/lib.sh"

command -v node >/dev/null || skip_all 'no Node.js here'
have_tty || skip_all 'no terminal here'

for name in l4-week senior-three-days l5-one-day; do
	dir=$ROOT/docs/examples/$name
	ok "$name has its story" test -s "$dir/README.md"
	days=$(grep -c '^day [0-9]' "$dir/play")
	is "$(find "$dir" -name 'day-*.txt' | wc -l)" "$days" "$name: what was printed is there, a file a day"
	unlike "$(cat "$dir"/day-*.txt)" "[0-9] ms|$HOME|/(home|tmp|work)/" "$name: and does not depend on the machine"
done

# The first sittings of one of them, twice: the same text.
mkdir short
cp "$ROOT/docs/examples/l4-week/answers" "$ROOT/docs/examples/l4-week/post.txt" short/
sed -n '1,/^18:05/p' "$ROOT/docs/examples/l4-week/play" >short/play
printf '19:00 memory stock\n19:20 spar story drill\n20:00 spar ready\n' >>short/play
run "$ROOT/tools/play-example" short --out one
exits 0 'a candidate is played'
first=$(cat one/day-1.txt)
like "$first" 'Wrong when two products of one category tie' 'with a wrong query'
like "$first" 'Passed after 2:24, not cold' 'and a right one, by the clock that was set'
like "$first" 'Done: Window functions' 'the block is ticked'
like "$first" '6 of 6 questions answered' 'a memory is written'
like "$first" 'Debrief of drill' 'a story is told and pressed'
like "$first" 'this gate does not hold yet' 'the gates are looked at'
like "$first" '\[18:05\] \$ spar next' 'each command stands above what it printed'
run "$ROOT/tools/play-example" short --out two
is "$(cat two/day-1.txt)" "$first" 'once more gives the same text'
run "$ROOT/tools/play-example"
exits 2 'without a folder'
run "$ROOT/tools/play-example" missing
exits 1 'a folder that is none'
done_testing
