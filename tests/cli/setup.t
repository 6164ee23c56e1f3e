#!/usr/bin/env bash
# spar setup: what is set, from options and from a terminal.
. "$(dirname "$0")/lib.sh"
export SPAR_NOW=2026-11-25T08:00:00Z

setting() {
	"$SPAR" setup --json | sed -n "s/.*\"$1\":\(\"[^\"]*\"\|\[[^]]*\]\|{[^}]*}\|[^,}]*\).*/\1/p"
}

run spar setup
exits 0 'without options and without a terminal it shows what is set'
like "$out" 'Interview +none' 'no interview yet'
like "$out" 'No date yet: planned as if the interview were on Thu 3 December' 'and what is planned then'

run spar setup --interview '2026-12-02 09:00' --zone Europe/Berlin --kind loop --level l6 --hours 2,2,2,2,2,5,5.5 --on 2026-11-27=0 --starts 07:30 --lean modelling
exits 0 'every option'
is "$(setting interview_at)" '"2026-12-02T09:00"' 'the interview, as the page writes it'
is "$(setting time_zone)" '"Europe/Berlin"' 'the zone'
is "$(setting kind)/$(setting level)/$(setting lean)" '"loop"/"L6+"/"modelling"' 'kind, level and lean'
is "$(setting hours)" '[2.0,2.0,2.0,2.0,2.0,5.0,5.5]' 'the hours'
is "$(setting hours_on)" '{"2026-11-27":0.0}' 'a day with other hours'
is "$(setting day_starts)" '"07:30"' 'when a day begins'
like "$out" '7 days until the loop on Wed 2 December' 'and what comes of it'
run spar setup --hours 3 --on 2026-11-27= --starts none
is "$(setting hours)/$(setting hours_on)/$(setting day_starts)" '[3.0,3.0,3.0,3.0,3.0,3.0,3.0]/{}/null' 'one number for all days; a day taken back; the start taken back'
is "$(setting level)" '"L6+"' 'what is not named stays'

printf 'Requirements: Iceberg, SQL\n' >post.txt
run spar setup --post post.txt
is "$(setting post)" '"Requirements: Iceberg, SQL\n"' 'the post is kept'
run spar setup --post - <<<'Kafka is a must'
is "$(setting post)" '"Kafka is a must\n"' 'also from standard input'
printf 'SQL\0 and Kafka \377 required\n' >odd.txt
run spar setup --post odd.txt
exits 0 'NUL bytes and bad UTF-8 in a post'
is "$(setting post)" '"SQL  and Kafka � required\n"' 'are replaced'
yes 'We need Iceberg and SQL and many more words in this sentence.' | head -c 307200 >large.txt
run spar setup --post large.txt
exits 0 'a post of 300 kB'
like "$out" 'Job post +307,200 bytes' 'is kept whole'
yes 'We need Iceberg and SQL.' | head -c 700000 >larger.txt
run spar setup --post larger.txt
like "$out" 'The post has 683 kB; the first 512 are kept' 'one of 700 kB is cut, and that is said'
run spar setup --post none
like "$out" 'Job post +none' 'and none takes it away'

for bad in '--interview tomorrow' '--interview 2026-02-30T09:00' '--zone Mars/Olympus' '--zone ../etc/passwd' '--kind coffee' '--level L7' \
	'--hours 2,2' '--hours 2,2,2,2,2,2,25' '--hours x' '--on 2026-11-27' '--on friday=2' '--starts 25:00' '--lean left'; do
	# shellcheck disable=SC2086
	run spar setup $bad
	ok "refused: $bad" test "$status" = 2 -o "$status" = 3
	like "$err" '^spar: ' 'and says why'
done
run spar setup --post nothing.txt
exits 3 'a file that is not there'
is "$(setting level)/$(setting kind)" '"L6+"/"loop"' 'after all that nothing has changed'

run spar setup --interview '2026-11-20 09:00'
exits 0 'a date in the past can be set'
like "$out" 'The interview was on Fri 20 November 2026. Set the next date' 'and is said'
run spar setup --interview '2026-12-02 09:00' --hours 0
like "$out" 'No block fits into the time that is left' '0 hours on every day'
like "$out" 'You have 0 hours on every day' 'with what would help'
run spar setup --interview '2026-11-26 09:00' --hours 6
like "$out" '1 day until the loop on Thu 26 November' 'the interview moved to tomorrow'
run spar setup --interview none
is "$(setting interview_at)" 'null' 'the date can be taken away'

if have_tty; then
	export HOME=$HOME/other
	mkdir "$HOME"
	run_tty $'2026-12-02 09:00\nEurope/Berlin\nphone\nL9\nL4\n1,1,1,1,1,1,1\nanalytics\nSQL required\n.' spar setup
	exits 0 'asked on a terminal'
	like "$out" "'L9' is not a level: L4, L5 or L6\+" 'a wrong answer is asked again'
	is "$(setting interview_at)/$(setting kind)/$(setting level)/$(setting lean)" '"2026-12-02T09:00"/"phone"/"L4"/"analytics"' 'the answers are kept'
	is "$(setting post)" '"SQL required\n"' 'with the post as pasted'
	run_tty $'\n\n\n\n\n\n.' spar setup
	is "$(setting interview_at)/$(setting level)" '"2026-12-02T09:00"/"L4"' 'empty lines keep what is set'
else
	skip 'no terminals here'
fi
done_testing
