#!/usr/bin/env bash
# The record under bad conditions: newer, damaged, read-only, full, two at once, a worker that is killed.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/cli/pack.sh"

db=$HOME/.local/share/spar/spar.db
check() {
	run spar sql check - counts/shop <<<"$RIGHT"
}

check
exits 0 'a first attempt'
is "$(stat -c %a "$(dirname "$db")") $(stat -c %a "$db")" '700 600' 'folder and record are closed to others'
is "$(fact attempts)" 1 'it is there'

# A newer record: the version is four bytes at 60.
cp "$db" keep.db
printf '\0\0\0\143' | dd of="$db" bs=1 seek=60 conv=notrunc status=none
check
exits 5 'a newer record is refused'
like "$err" 'version 99 and was written by a newer Spar' 'and says so'
is "$out" '' 'nothing was judged'
cp keep.db "$db"
check
exits 0 'the one from before is used'

# Damaged: drilling goes on, and it is said that nothing is kept.
printf 'this is no database at all, %.0s' $(seq 100) >"$db"
check
exits 4 'a damaged record'
like "$err" 'not recorded: .*damaged' 'is said'
like "$out" 'Right so far' 'the verdict is given all the same'
cp keep.db "$db"

# Where no record can stand.
: >a-file
XDG_DATA_HOME=$HOME/a-file check
exits 4 'no place for a record'
like "$err" 'not recorded: .*a-file' 'is said'
like "$out" 'Right so far' 'the verdict is given'
XDG_DATA_HOME=$HOME/a-file run spar
exits 4 'spar alone too'
like "$out" 'Next' 'shows what is next'
SPAR_FAULT=store.open check
exits 4 'a record that cannot be opened'

# A disk that is full from the third event on.
before=$(fact attempts)
SPAR_FAULT=store.commit check
exits 4 'a full disk'
like "$err" 'not recorded: .*the disk is full' 'is said'
like "$out" 'Right so far' 'the verdict is given'
is "$(fact attempts)" "$before" 'and what was there is still there'
check
exits 0 'with room again it goes on'
is "$(fact attempts)" $((before + 1)) 'and records'

# Two at once.
before=$(fact attempts)
"$SPAR" sql check - counts/shop <<<"$RIGHT" >one 2>&1 &
one=$!
"$SPAR" sql check - counts/shop <<<"$WRONG" >two 2>&1 &
two=$!
wait $one
is $? 0 'one of two at once'
wait $two
is $? 1 'and the other'
is "$(fact attempts)" $((before + 2)) 'both are recorded'

endless='WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT n, n FROM r'
before=$(fact attempts)
"$SPAR" sql check - counts/shop <<<"$endless" >out 2>err &
pid=$!
kill -KILL "$(child_of $pid)"
wait $pid
is $? 7 'a worker that is killed'
like "$(cat err)" 'worker' 'is said'
is "$(fact attempts)" $((before + 1)) 'and the attempt is recorded'

"$SPAR" sql check - counts/shop <<<"$endless" >out 2>err &
pid=$!
child_of $pid >/dev/null
kill -INT $pid
wait $pid
is $? 130 'Ctrl-C'
like "$(cat out)" 'Stopped' 'ends the judgement'
is "$(fact attempts)" $((before + 2)) 'and the attempt is recorded'
run spar sql list
exits 0 'the record is whole'
done_testing
