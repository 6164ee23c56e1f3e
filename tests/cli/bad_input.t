#!/usr/bin/env bash
# Hostile and broken queries, and a machine that fails: a clear message, a documented status, and what was recorded stays.
# More of the record is in record.t: a newer and a damaged one, two at once, a worker that is killed.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/cli/pack.sh"

db=$HOME/.local/share/spar/spar.db
before=0

# check NAME STATUS REGEX: query on standard input; both outputs are searched.
check() {
	run spar sql check - counts/shop
	like " $2 " " $status " "$1: status $status is one of $2"
	like "$out$err" "$3" "$1: says why"
	unlike "$out$err" 'BUG|Sanitizer|assertion' "$1: nothing broke"
}

# no_query: what cannot be a query is no attempt. judged: what reaches the judge was recorded first.
no_query() {
	check "$@"
	is "$(attempts)" "$before" "$1: is no attempt"
}
judged() {
	check "$@"
	is "$(attempts)" $((before + 1)) "$1: is in the record"
	before=$((before + 1))
}
attempts() {
	local n
	n=$(fact attempts)
	echo "${n:-0}"
}

no_query empty 2 'the query is empty' </dev/null
no_query comments 2 'the query is empty' <<<$'-- nothing\n/* here */ ;'
no_query 'a NUL byte' 2 'NUL byte, at byte 8' < <(printf 'SELECT \0')
no_query 'bad UTF-8' 2 'not valid UTF-8, at byte 9' < <(printf "SELECT '\xff'")
no_query 'a megabyte' 6 'has 1048576 bytes, and the limit is 65536' < <(head -c 1048576 /dev/zero | tr '\0' x)
judged 'the longest' 2 'Not valid SQL' < <(head -c 65536 /dev/zero | tr '\0' x)
judged 'an open quote' 2 'unterminated quoted string \(line 1, column 8\)' <<<"SELECT 'abc FROM orders"
judged 'an open name' 2 'unterminated quoted identifier \(line 1, column 8\)' <<<'SELECT "abc FROM orders'
judged 'an open dollar' 2 'unterminated dollar-quoted string \(line 1, column 8\)' <<<'SELECT $$abc FROM orders'
judged 'an open comment' 2 'unterminated /\* comment \(line 1, column 10\)' <<<'SELECT 1 /* abc'
judged 'several statements' 2 'only one statement' <<<'SELECT 1; SELECT 2'
judged 'a statement that changes' 2 'only a SELECT' <<<'DROP TABLE orders'
judged 'a file' 2 'Not allowed' <<<"SELECT 1, 2 FROM read_csv('/etc/passwd')"
judged 'a hidden query' 2 'Not allowed' <<<"SELECT 1, 2 FROM query('SELECT 1')"
judged 'the environment' 2 'Not allowed|Not valid' <<<"SELECT getenv('HOME'), 1"
judged 'no end' 7 'Too slow|Could not be evaluated' \
	<<<'WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT n, n FROM r'
judged 'no end, from a table' '6 7' 'memory|Too slow|ould not be evaluated' \
	<<<'WITH RECURSIVE r(n) AS (SELECT customer FROM orders UNION ALL SELECT n + 1 FROM r) SELECT n, n FROM r'
judged 'a hundred gigabytes' '1 6 7' 'memory|allocate|Too slow|ould not be evaluated' \
	<<<"SELECT customer, length(string_agg(repeat('x', 1000000000), '')) FROM orders, range(100) r(i) GROUP BY 1"
judged 'ten million rows' '1 7' 'Wrong|Too slow|ould not be evaluated' <<<'SELECT i, i FROM generate_series(1, 10000000) g(i)'
judged 'many brackets' 1 'Wrong' < <(printf 'SELECT 1, %s1%s' "$(printf '(%.0s' $(seq 9000))" "$(printf ')%.0s' $(seq 9000))")
judged 'deep nesting' 2 'nested too deeply' < <(printf 'SELECT 1, %s1%s' "$(printf '(1+%.0s' $(seq 9000))" "$(printf ')%.0s' $(seq 9000))")
judged 'control characters' 2 'Not valid SQL' < <(printf 'SELECT \033[2J FROM orders')
unlike "$out" $'\033' 'and they do not reach the terminal'
judged 'a right query after all that' 0 'Right so far' <<<"$RIGHT"
is "$(fact passes)" 1 'is a pass'

# Spar itself is killed while the judge works: the query was on disk before, and no worker is left behind.
"$SPAR" sql check - counts/shop >out 2>err <<<'WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT n, 4711 FROM r' &
pid=$!
worker=$(child_of $pid)
kill -KILL $pid
wait $pid 2>/dev/null
before=$((before + 1))
is "$(attempts)" $before 'spar killed: the attempt is in the record'
ok 'with its query' grep -qa 'SELECT n, 4711 FROM r' "$db" "$db-wal"
for _ in $(seq 200); do
	kill -0 "$worker" 2>/dev/null || break
	sleep 0.05
done
ok 'its worker is gone' ! kill -0 "$worker"
judged 'and the next one' 0 'Right so far' <<<"$RIGHT"

# A small disk, in a mount namespace that goes away by itself.
mkdir disk
export XDG_DATA_HOME=$HOME/disk
cat >disk.sh <<'END'
say() {
	echo "$1: status $2, $("$SPAR" sql list --json 2>/dev/null | grep -o '"attempts":[0-9]*' | tail -n 1)"
}
check() {
	"$SPAR" sql check - counts/shop <<<"$RIGHT" >"$1.out" 2>"$1.err"
	say "$1" $?
}
# fill KIB: so much is left.
fill() {
	dd if=/dev/zero of=disk/filler bs=1k 2>/dev/null
	truncate -s -"$1K" disk/filler
}
mount -t tmpfs -o size=400k none disk || exit
check room
fill 0
check full
fill 36
check nearly
rm disk/filler
check again
mount -o remount,ro none disk
check read-only
mount -o remount,rw none disk
check writable
END
if unshare -rm mount -t tmpfs none disk 2>/dev/null; then
	run unshare -rm bash disk.sh
	exits 0 'a small disk'
	like "$out" 'room: status 0, "attempts":1' 'with room it records'
	like "$out" 'full: status 4' 'a full disk'
	like "$(cat full.err)" 'not recorded: .*(no space left|the disk is full)' 'is said'
	like "$(cat full.out)" 'Right so far' 'the verdict is given'
	like "$out" 'nearly: status 4' 'a disk that fills while it writes'
	like "$(cat nearly.err)" 'not recorded: .*(no space left|the disk is full)' 'is said'
	like "$(cat nearly.out)" 'Right so far' 'the verdict is given'
	like "$out" 'again: status 0, "attempts":[2-9]' 'with room again nothing is lost'
	like "$out" 'read-only: status 4' 'a read-only home'
	like "$(cat read-only.err)" 'not recorded: .*read-only' 'is said'
	like "$(cat read-only.out)" 'Right so far' 'the verdict is given'
	like "$out" 'writable: status 0, "attempts":[3-9]' 'and nothing is lost'
	# shellcheck disable=SC2016
	run unshare -rm bash -c 'mount -t tmpfs -o ro none disk && "$SPAR" sql check - counts/shop <<<"$RIGHT"'
	exits 4 'a read-only home without a record'
	like "$err" 'read-only' 'is said'
else
	skip 'this machine allows no mounts'
fi
done_testing
