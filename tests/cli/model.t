#!/usr/bin/env bash
# The model endpoint: what may be set, what is sent, and that nothing but a good wording is asked.
. "$(dirname "$0")/lib.sh"
export SPAR_CONTENT=$ROOT/content SPAR_PACK=amazon-de
unset SPAR_MODEL_KEY http_proxy HTTP_PROXY all_proxy ALL_PROXY

run spar model
exits 0 'nothing is set'
like "$out" 'No model is set' 'and that is said'
run spar model test
exits 3 'nothing to try'
run spar model --json
like "$out" '"on":false,"url":"".*"key":"none"' 'as JSON'

for url in 'http://example.org/v1' 'http://127.0.0.2/v1' 'http://localhost.example.org/v1' 'http://127.0.0.1.example.org' 'ftp://127.0.0.1/v1' 'file:///etc/passwd' \
	'https://user:secret@example.org/v1' 'http://127.0.0.1@example.org/v1' 'http://[::2]/v1' 'http://[::1].example.org/' 'https:///v1' 'http://127.0.0.1:0/v1' \
	'http://127.0.0.1:99999/v1' 'https://example.org/v1?key=1' 'https://example.org/v1#a' 'http://127.0.0.1/ v1' 'https://exa_mple.org/v1' 'localhost' '' 'http://' \
	'http://127.1/v1' 'http://2130706433/v1' 'http://0.0.0.0/v1'; do
	run spar model on "$url" m --yes
	exits 2 "refused: '$url'"
done
run spar model on "https://example.org/$(head -c 600 /dev/zero | tr '\0' a)" m --yes
exits 2 'too long an address'
run spar model on 'https://example.org/v1' "$(printf 'a\033[2J')" --yes
exits 2 'a name with control characters'
for url in 'http://127.0.0.1:1/v1' 'http://localhost:1' 'http://[::1]:1/v1/' 'https://example.org/v1/chat/completions' 'HTTPS://example.org'; do
	run spar model on "$url" m --yes
	exits 0 "taken: $url"
done
like "$out" 'HTTPS://example.org/v1/chat/completions' 'without a path it gets one'
like "$out" 'this is sent to' 'what is sent is said'
like "$out" 'whoever runs it reads your[[:space:]]+words' 'and who reads it'
run spar model on http://127.0.0.1:1/v1 m
exits 2 'without a terminal and --yes nothing is switched on'
like "$out" 'The address is on this machine' 'but it is said what would be sent'
run spar model off
exits 0 'off'
run spar model --json
like "$out" '"on":false,"url":"HTTPS' 'the address stays'
run spar model off --forget
run spar model --json
like "$out" '"on":false,"url":""' 'unless it is forgotten'
if have_tty; then
	run_tty no spar model on http://127.0.0.1:1/v1 m
	like "$out" 'Nothing is switched on' 'a no on a terminal'
	run_tty yes spar model on http://127.0.0.1:1/v1 m
	like "$out" 'The model is on' 'a yes'
else
	skip 'no terminal here'
	skip 'no terminal here'
fi

. "$ROOT/tests/cli/model.sh"

# turn NAME: the endpoint answers that way.
turn() {
	"$SPAR" model on "$base/$1/v1" tiny --yes >/dev/null
}

for how in good quoted thinking; do
	turn "$how"
	run spar model test --json
	exits 0 "$how: taken"
	like "$out" '"taken":true.*"asked":"What else could you have done than to keep' 'and asked'
done
is "$(grep -c '"url":"/good/v1/chat/completions"' "$HOME/log")" 1 'one request for one question'
sent=$(grep '"url":"/good' "$HOME/log")
like "$sent" '"method":"POST"' 'a POST'
like "$sent" '\\"model\\":\\"tiny\\"' 'with the name of the model'
like "$sent" 'rewrote the merge step' 'what was told'
like "$sent" 'Prepared follow-up: ' 'and the prepared follow-up'
unlike "$sent" '"authorization"' 'no key where there is none'
unlike "$sent" '"cookie"' 'no cookie'
for how in invented two praise sixty number other statement empty escape nul badjson nothing html shape list object error bytes deep status unauthorised redirect huge endless half \
	chunks never trickle hangup unknown; do
	turn "$how"
	run spar model test --json
	exits 1 "$how: the prepared one stands"
	prepared=$(sed -n 's/.*"prepared":\("\([^"\\]\|\\.\)*"\).*/\1/p' <<<"$out")
	like "$out" "\"taken\":false" 'its wording is not taken'
	[[ -n $prepared && $out == *"\"asked\":$prepared"* ]]
	tap_result $? 'and the prepared one is asked'
done
is "$(grep -c '"url":"/good/' "$HOME/log")" 1 'a redirect was not followed'
turn redirect
run spar model test
like "$out" 'sends us elsewhere' 'that is said'
turn escape
run spar model test
unlike "$out" $'\033' 'a control character does not reach the terminal'
"$SPAR" model on http://127.0.0.1:1/v1 tiny --yes >/dev/null
run spar model test
exits 1 'nobody is there'
like "$out" 'cannot be reached' 'and that is said'

# The key.
printf 'sk-SECRET-1\n' >key
chmod 640 key
run spar model on "$base/good/v1" tiny --key-file key --yes
exits 2 'a key that others may read is refused'
like "$err" 'chmod 600' 'with what to do'
chmod 600 key
ln -s key link
run spar model on "$base/good/v1" tiny --key-file link --yes
exits 2 'a link is refused'
run spar model on "$base/good/v1" tiny --key-file nowhere --yes
exits 3 'a file that is not there'
printf 'sk-A\nX-Evil: 1\n' >evil
chmod 600 evil
run spar model on "$base/good/v1" tiny --key-file evil --yes
exits 2 'a key of two lines would be two headers'
run spar model on "$base/good/v1" tiny --key-file key --yes
exits 0 'a key of our own'
unlike "$out$err" 'SECRET' 'is not shown'
: >log
SPAR_LOG=debug run spar model test
exits 0 'and used'
like "$(cat log)" '"authorization":"Bearer sk-SECRET-1"' 'it goes to the endpoint'
unlike "$out$err" 'SECRET' 'and into no message or log'
ok 'it is not in the record' ! grep -rqa 'sk-SECRET' "$HOME/.local"
chmod 644 key
run spar model test
exits 2 'a file that was opened to others later is refused'
chmod 600 key
: >log
SPAR_MODEL_KEY=sk-OTHER run spar model test
like "$(cat log)" 'sk-SECRET-1' 'the file comes before the variable'
run spar model on "$base/good/v1" tiny --yes
: >log
SPAR_MODEL_KEY=sk-OTHER run spar model test
like "$(cat log)" '"authorization":"Bearer sk-OTHER"' 'the variable is used without a file'
http_proxy=http://127.0.0.1:1 all_proxy=http://127.0.0.1:1 run spar model test
exits 0 'no proxy is asked for loopback'

# A drill.
memory() {
	printf 'The nightly click report was used by forty sellers and by our billing team.\n\nIn March I saw that the clicks did not match the invoices.\n\n'
	printf 'I decided to rebuild the load by event date instead of patching it.\n\nI counted 1,200 events and rewrote the merge step.\n\n'
	printf 'The difference fell from 4 %% to 0.2 %%.\n\nNext time I would ask for an owner first.\n'
}
told() {
	printf 'In March the clicks of one Sunday did not match the invoices. I pulled 1,200 events and counted them row by row. I decided to rebuild the load by event '
	printf 'date. I rewrote the merge step. The difference to the invoices fell from 4 %% to 0.2 %% within a month and billing stopped correcting sellers.\n\n'
	for i in $(seq 3); do
		printf 'I looked at the delay for %d weeks in the raw log, because Ana from billing did not believe it, and %d percent came in time.\n\n' "$i" "$((80 + i))"
	done
}
# sit NAME: a drill of its own record, beside an endpoint that answers that way (off: none). $asked gets its questions.
sit() {
	export XDG_DATA_HOME=$HOME/sit-$1
	"$SPAR" story new < <(memory) >/dev/null
	[ "$1" = off ] || turn "$1"
	: >"$HOME/log"
	run spar story drill --seed 3 --principle ownership < <(told)
	exits 0 "a drill beside an endpoint: $1"
	asked=$("$SPAR" story debrief --json | grep -o '"probe":"\([^"\]\|\\.\)*"')
}
sit off
is "$(cat "$HOME/log")" '' 'off: nothing is sent'
prepared=$asked
for how in invented never badjson; do
	sit "$how"
	is "$asked" "$prepared" 'asks the prepared questions'
done
sit good
like "$(cat "$HOME/log")" 'counted them row by row' 'what was told went there'
unlike "$(cat "$HOME/log")" 'forty sellers' 'the memory did not'
like "$asked" 'than to keep the old table for a month' 'its wording was asked where it fits'
isnt "$asked" "$prepared" 'in place of the prepared one'
run spar story debrief
like "$out" "in a[[:space:]]+model's[[:space:]]+words" 'and the debrief says whose words they were'
run spar story drill --resume
exits 0 'such a drill is taken up'

# The page: its requests do not wait for the endpoint.
# page NAME: what a page sees beside an endpoint that answers that way.
page() {
	export XDG_DATA_HOME=$HOME/page-$1
	"$SPAR" story new < <(memory) >/dev/null
	[ "$1" = off ] || turn "$1"
	coproc PAGE { exec "$SPAR" serve --port 0 2>"$HOME/err"; }
	local pid=$PAGE_PID line
	read -r line <&"${PAGE[0]}"
	saw=$(node "$ROOT/tests/cli/model-page.mjs" "${line#listening on }")
	kill "$pid"
	wait "$pid"
}
page off
like "$saw" 'wording false.*first false true.*last prepared' 'no model: nothing to wait for'
page never
like "$saw" 'wording true' 'one that never answers is asked'
like "$saw" 'first true true' 'a look at it returns at once, while it is waited for'
like "$saw" 'last prepared.*stands true' 'and the prepared question stands in the end'
like "$saw" 'settings false false' 'the page is not told where the model is'
page invented
like "$saw" 'last prepared.*stands true' 'nor is an invented quote asked'
page good
like "$saw" 'last What else could you have done than .*stands true' 'a good wording is'
done_testing
