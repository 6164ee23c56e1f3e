#!/usr/bin/env bash
# Stories: written down by questions, shown with what they carry, drilled, talked through, taken along.
. "$(dirname "$0")/lib.sh"
export SPAR_CONTENT=$ROOT/content SPAR_PACK=amazon-de
export SPAR_NOW=2026-11-25T09:00:00Z

memory() {
	cat <<-'TEXT'
		The nightly click report for the marketplace was used by forty sellers and by our billing team.
		It had been wrong for weeks and everybody had got used to it.

		In March I saw that the clicks of Sunday did not match the invoices. Nobody owned the report since its author had left.
		.
		I decided to rebuild the load by event date instead of patching the numbers by hand. I did not know how late the events could come.

		I counted 1,200 events row by row against the server log. I rewrote the merge step and wrote a check that stops the load.

		The difference to the invoices fell from 4 % to 0.2 %. I compared the two every week for three months.

		Next time I would ask for an owner before I build anything on a table.
	TEXT
}
# told: a telling and replies for every probe of both halves.
told() {
	cat <<-'TEXT'
		In March the clicks of one Sunday did not match the invoices, and nobody owned the report. I pulled 1,200 events and counted them row by row
		against the server log. It turned out that the phones sent their clicks three days late, and our job read only the last day. I decided to rebuild
		the load by event date instead of patching the numbers by hand. The difference to the invoices fell from 4 % to 0.2 % within a month.

	TEXT
	for i in $(seq 12); do
		printf 'I looked at the delay for %d weeks in the raw log, because Ana from billing did not believe it, and %d percent came in time.\n\n' "$i" "$((80 + i))"
	done
}

run spar story
exits 0 'no memory yet'
like "$out" 'No memory is written down yet' 'says so'
like "$out" '4 or 5 memories are enough' 'and how many are enough'
like "$out" "spar story new" 'and what to do next'
run spar story show
exits 3 'nothing to show'
run spar story debrief
exits 3 'nothing to talk through'
run spar story drill --resume
exits 3 'nothing to take up'
run spar story matrix
exits 0 'an empty matrix'
like "$out" 'Dive Deep +not covered' 'covers nothing'

run spar story new < <(memory)
exits 0 'a memory from standard input'
like "$out" '1 of 6  What was happening' 'questions, one at a time'
like "$out" '6 of 6 questions answered' 'an empty line or a dot ends an answer'
like "$out" '4 or 5 memories are enough' 'and Spar says how many are enough'
run spar story
like "$out" '6/6 +never' 'it is listed'
run spar story show
like "$out" 'everybody had got used' 'an answer of two lines'
like "$out" 'you took on something that nobody had given you: "Nobody owned' 'what it carries, with the quote'
like "$out" 'Open with the moment when nobody else would fix it' 'and how to open it'
run spar story matrix
like "$out" 'Dive Deep +yes +leans on one' 'what leans on one memory'
like "$out" 'Frugality +- +not covered' 'and what is not covered'
like "$out" 'a measured result +yes' 'the kinds too'

run spar story new < <(printf '5\nThe load was 10 %% faster than before.\n\nquestions\ndone\n')
exits 0 'another question first'
like "$out" '5 of 6  What came of it' 'by its number'
like "$out" '5  What came of it, and how was it measured\?  \(answered\)' 'and a list of them'
run spar story show 9
exits 3 'a memory that is none'
like "$err" "there is no memory '9'" 'is named'
id=2
run spar story edit "$id" came < <(printf 'The load was 12 %% faster than before.')
exits 0 'an answer written again'
run spar story show "$id" --history
like "$out" 'written again 1 time' 'is counted'
like "$out" '10 % faster' 'and what stood there before is kept'
run spar story edit "$id" < <(printf '5\ndone\n')
like "$out" 'This stands there now.*12 % faster' 'an answer that is there is shown'
run spar story edit "$id" title --text 'The fast load'
exits 0 'a title'
run spar story show 'fast load'
exits 0 'found by its title'
run spar story edit "$id" result --text x
exits 3 'no such question'
run spar story edit "$id" --aside
run spar story
like "$out" 'put away' 'put away'
run spar story show
exits 2 'which of them?'

run spar story new < <(printf 'done\n')
like "$out" 'nothing is kept' 'nothing answered, nothing kept'
printf '#!/bin/sh\nbasename "$1" >"%s/name"\nprintf "Typed in an editor." >"$1"\n' "$PWD" >editor
chmod +x editor
EDITOR=$PWD/editor VISUAL='' run spar story new < <(printf 'edit\ndone\n')
exits 0 'an answer from the editor'
is "$(cat name)" 'answer.txt' 'whose file is no query'
like "$("$SPAR" story --json)" 'Typed in an editor' 'and what was saved is the answer'
run spar story new < <(printf '42 17 99\n\n')
run spar story new < <(printf '\360\237\231\202\360\237\224\245\n\n')
run spar story new < <(printf 'a\000b\377c\n\n')
exits 0 'NUL and bad UTF-8'
like "$out" '2 bytes that were no text' 'are said'
head -c 200000 <(yes 'I loaded the rows again because they were late.') >big
run spar story new <big
exits 0 '200 kB'
run spar story --json
is "$(grep -o '"answered":1' <<<"$out" | wc -l)" 6 'all of them are kept'
head -c 400000 <(yes 'I loaded the rows again because they were late.') >big
run spar story new <big
exits 6 'more than can be taken'
like "$err" 'kept as a draft' 'stays as a draft'

run spar story drill --seed 3 < <(printf '')
run spar
like "$out" 'spar story drill --resume' 'the home screen names a drill that is open'
run spar story drill --resume --json < <(told)
run spar
unlike "$out" 'spar story drill --resume' 'until it is over'
run spar story drill --seed 3 --principle ownership < <(told)
exits 0 'a drill from standard input'
question=$(sed -n '/^15 minutes/,/^Debrief/p' <<<"$out" | sed '$d')
unlike "$question" 'Ownership' 'the principle is not said before the debrief'
unlike "$question" 'Why:|survived|Full|Partial|draft' 'nor is anything commented'
like "$question" 'Let us stay with that' 'the lens is switched'
like "$out" 'Debrief of drill [0-9]+: (survived|collapsed|not enough evidence)' 'a state'
like "$out" 'Told: The nightly click report' 'the memory is known by its words'
like "$out" 'Asked for Ownership' 'now the principle is named'
like "$out" 'Why: ' 'and why each was asked'
like "$out" 'The one change' 'and the one change'
like "$(tr -s ' \n' ' ' <<<"$out")" '"for [0-9]+ weeks" \(2026-11-25, told after the switch\) and "for [0-9]+ weeks" \(2026-11-25, told\)|"for [0-9]+ weeks" \(2026-11-25, told\) and "for [0-9]+ weeks" \(2026-11-25, told after the switch\)' 'numbers that drift, each with its telling'
again=$("$SPAR" story debrief)
is "$again" $'\n'"$(sed -n '/^Debrief/,$p' <<<"$out")" 'the debrief can be read again'
run spar story debrief --json
like "$out" '"change":\{"text":"' 'as JSON'

run spar story drill --seed 5 < <(told | head -5)
exits 0 'a drill that was cut off'
like "$out" "'spar story drill --resume' goes on" 'stays open'
run spar story
like "$out" 'A drill was cut off' 'and is offered'
run spar story drill --resume < <(told | tail -n +6)
exits 0 'taken up'
like "$out" 'Debrief of drill' 'to its end'
run spar story drill --seed 5 --json < <(told)
like "$out" '^\{"id":' 'only the debrief, as JSON'
run spar story drill --principle greatness
exits 3 'no such principle'
run spar story drill --level L9
exits 2 'no such level'
run spar story drill < <(printf '\360\237\231\202\n\nquit\n')
like "$out" 'Could not be evaluated' 'an emoji could not be evaluated'
like "$out" 'the question stands' 'and the question stands'

run spar story export stories.md
exits 0 'export'
is "$(stat -c %a stories.md)" 600 'closed to others'
like "$(cat stories.md)" '# Stories.*> The nightly click report.*### Told on 2026-11-25' 'memories and tellings'
export SPAR_FAULT=store.commit
run spar story new < <(printf 'An answer that cannot be kept.\n\n')
exits 4 'a full disk'
like "$err" 'the disk is full' 'is said'
unset SPAR_FAULT

if have_tty; then
	run_tty $'I decided to wait.\n\nskip\nskip\nskip\nskip\nskip\ndone' spar story new
	like "$out" 'Kept\.' 'a memory on a terminal'
	export EDITOR="sed -i 1iI-looked-at-the-log-because-it-was-late"
	run_tty $'edit\nquit' spar story drill --seed 2
	like "$out" '1[45]:[0-9][0-9] > ' 'the clock is in the prompt'
else
	skip 'no terminal to be had'
fi
done_testing
