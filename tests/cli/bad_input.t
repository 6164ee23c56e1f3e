#!/usr/bin/env bash
# Hostile and broken queries: a clear message, a documented status, and what was recorded stays.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/cli/pack.sh"

# judged NAME STATUS REGEX: query on standard input; both outputs are searched.
judged() {
	run spar sql check - counts/shop
	like " $2 " " $status " "$1: status $status is one of $2"
	like "$out$err" "$3" "$1: says why"
	unlike "$out$err" 'BUG|Sanitizer|assertion' "$1: nothing broke"
}

judged empty 2 'the query is empty' </dev/null
judged comments 2 'the query is empty' <<<$'-- nothing\n/* here */ ;'
judged 'a NUL byte' 2 'NUL byte, at byte 8' < <(printf 'SELECT \0')
judged 'bad UTF-8' 2 'not valid UTF-8, at byte 9' < <(printf "SELECT '\xff'")
judged 'a megabyte' 6 'has 1,048,576 bytes, and the limit is 65,536' < <(head -c 1048576 /dev/zero | tr '\0' x)
judged 'an open quote' 2 'Not valid SQL' <<<"SELECT 'abc FROM orders"
judged 'an open name' 2 'Not valid SQL' <<<'SELECT "abc FROM orders'
judged 'an open comment' 2 'Not valid SQL|Not allowed|empty' <<<'SELECT 1 /* abc'
judged 'several statements' 2 'only one statement' <<<'SELECT 1; SELECT 2'
judged 'a statement that changes' 2 'only a SELECT' <<<'DROP TABLE orders'
judged 'a file' 2 'Not allowed' <<<"SELECT 1, 2 FROM read_csv('/etc/passwd')"
judged 'a hidden query' 2 'Not allowed' <<<"SELECT 1, 2 FROM query('SELECT 1')"
judged 'the environment' 2 'Not allowed|Not valid' <<<"SELECT getenv('HOME'), 1"
judged 'no end' 7 'Too slow|Could not be evaluated' \
	<<<'WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT n, n FROM r'
judged 'a hundred gigabytes' '1 7' '.' \
	<<<"SELECT 1, sum(length(x)) FROM (SELECT repeat('0123456789', 1000000) || i AS x FROM generate_series(1, 10000) g(i) ORDER BY x)"
judged 'ten million rows' '1 7' '.' <<<'SELECT i, i FROM generate_series(1, 10000000) g(i)'
judged 'deep nesting' '1 2 7' '.' < <(printf 'SELECT 1, %s1%s' "$(printf '(%.0s' $(seq 9000))" "$(printf ')%.0s' $(seq 9000))")
judged 'control characters' 2 'Not valid SQL' < <(printf 'SELECT \033[2J FROM orders')
unlike "$out" $'\033' 'and they do not reach the terminal'
judged 'a right query after all that' 0 'Right so far' <<<"$RIGHT"
is "$(fact passes)" 1 'is recorded'
ok 'with those before it' test "$(fact attempts)" -gt 8
done_testing
