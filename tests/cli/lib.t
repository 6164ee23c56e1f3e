#!/usr/bin/env bash
# The test library itself: a check that fails must say so.
. "$(dirname "$0")/lib.sh"

# shellcheck disable=SC2016
inner='. "$ROOT/tests/cli/lib.sh"; '

run bash -c "$inner is a b different; done_testing"
exits 1 'a failed check fails the test'
like "$out" '^not ok 1 - different' 'and says which one'
like "$out" '# a' 'and what it got'
run bash -c "$inner done_testing"
exits 1 'no check at all is a failure'
run bash -c "$inner ok one true; ok two ! false; is x x three; like abc '^a.c\$' four; unlike abc d five; isnt a b six; done_testing"
exits 0 'checks that hold'
like "$out" '1\.\.6$' 'and the plan'
unlike "$out" 'not ok' 'none of them failed'
run bash -c "$inner ok one false; ok two ! true; like abc d three; unlike abc b four; isnt a a five; status=3; exits 4 six"
is "$(grep -c '^not ok' <<<"$out")" 6 'each kind of check can fail'

run bash -c 'echo one; echo two >&2; exit 3'
is "$status/$out/$err" 3/one/two 'run keeps status and both outputs'
run cat <<<"typed"
is "$out" typed 'input comes by redirection'
run cat
is "$out" '' 'and is empty without'
run printf 'a\0b'
is "$out" 'a\0b' 'a NUL byte is shown'
RUN_TIMEOUT_S=0.1 run sleep 30
exits 124 'what hangs is ended'
if have_tty; then
	run_tty 'hello' bash -c 'test -t 0 && test -t 1 && read -r line && echo "got $line"; exit 5'
	exits 5 'run_tty keeps the status'
	like "$out" 'got hello' 'on a real terminal'
else
	skip 'no terminals here'
fi
isnt "$HOME" "$ROOT" 'a home of its own'
ok 'which is empty' test -z "$(ls -A "$HOME")"
done_testing
