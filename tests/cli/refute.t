#!/usr/bin/env bash
# spar sql refute: two queries, or many pairs.
. "$(dirname "$0")/lib.sh"

cat >schema.sql <<-'END'
	CREATE TABLE t (id INTEGER PRIMARY KEY, v INTEGER);
END
echo 'SELECT count(*) FROM t;' >all.sql
echo 'SELECT count(v) FROM t' >values.sql
echo 'SELECT count(id) FROM t' >ids.sql
echo 'SELECT nonsense FROM t' >unbound.sql
echo 'DELETE FROM t' >delete.sql
echo 'SELECT v FROM t ORDER BY id' >up.sql
echo 'SELECT v FROM t ORDER BY id DESC' >down.sql

run spar sql refute --schema schema.sql all.sql values.sql
exits 1 'different'
like "$out" '^Different' 'says so'
like "$out" 'NULL' 'and shows the database'
ok 'without a record' test ! -e "$HOME/.local"
run spar sql refute --schema schema.sql all.sql ids.sql
exits 0 'no difference'
like "$out" 'No difference found' 'says so'
like "$out" '1,000 databases tried' 'and how many were tried'
run spar sql refute --schema schema.sql --assume no-nulls all.sql values.sql
exits 0 'without NULLs they are the same'
run spar sql refute --schema schema.sql --small --json --seed 7 all.sql ids.sql
like "$out" '"small":\{"rows":[0-9]+,"worlds":[0-9]+' 'every small database'
is "$(wc -l <<<"$out")" 1 'JSON is one line'
run spar sql refute --schema schema.sql --json all.sql values.sql
for key in verdict reason worlds plain small ms clauses witness; do
	like "$out" "\"$key\":" "it has $key"
done
like "$out" '"witness":\{"tables":\{"t":\{"columns":\["id","v"\]' 'the witness'
like "$out" '"left":\{"columns"' 'the left result'
like "$out" '"right":\{"columns"' 'the right result'
run spar sql refute --schema schema.sql up.sql down.sql
exits 0 'the order does not count'
run spar sql refute --schema schema.sql --ordered up.sql down.sql
exits 1 'unless it does'

cat >visits.sql <<-'END'
	CREATE TABLE visits (who INTEGER NOT NULL, day DATE NOT NULL, amount INTEGER NOT NULL);
END
cat >largest.sql <<-'END'
	SELECT who, max(amount) FROM visits v WHERE day = (SELECT max(day) FROM visits w WHERE w.who = v.who) GROUP BY who
END
cat >chance.sql <<-'END'
	SELECT who, amount FROM (SELECT *, row_number() OVER (PARTITION BY who ORDER BY day DESC) AS n FROM visits) WHERE n = 1
END
run spar sql refute --schema visits.sql --json largest.sql chance.sql
exits 1 'a tie that is broken by chance'
like "$out" 'the right side depends on the order in which rows are stored' 'says what decides'
like "$out" '"tables":\{"visits":\{[^}]*"rows":\[\[([0-9]+,"[0-9-]+",)-?[0-9]+\],\[\1-?[0-9]+\]\]' 'two rows with a tie are enough to show it'

run spar sql refute --schema schema.sql all.sql unbound.sql
exits 2 'a query that does not bind'
like "$out" '^Invalid: right' 'which one'
run spar sql refute --schema schema.sql all.sql delete.sql
isnt "$status" 0 'a query that is none'
run spar sql refute --schema all.sql all.sql values.sql
exits 2 'a schema that is none'
run spar sql refute --schema nothing.sql all.sql values.sql
exits 2 'a file that is not there'
run spar sql refute all.sql values.sql
exits 2 'no schema'
run spar sql refute --schema schema.sql all.sql
exits 2 'one query'
run spar sql refute --schema schema.sql --assume no-luck all.sql values.sql
exits 2 'an assumption that is none'
: >empty.sql
run spar sql refute --schema schema.sql all.sql empty.sql
exits 2 'an empty query'
like "$err" 'empty.sql: the query is empty' 'which one'

cat >pairs.jsonl <<-'END'
	{"id": 1, "left": "SELECT count(*) FROM t", "right": "SELECT count(v) FROM t", "label": "N"}
	{"id": "two", "left": "SELECT count(*) FROM t", "right": "SELECT count(id) FROM t"}

	{"id": 3, "left": "SELECT count(*) FROM t", "right": "SELECT x FROM t"}
	{"id": 4, "left": "SELECT 1", "right": "SELECT 1"}
END
run spar sql refute --schema schema.sql --pairs pairs.jsonl --jobs 2
exits 0 'many pairs'
verdicts() {
	grep -o '"id":[^,]*,"verdict":"[^"]*"' <<<"$out" | sed 's/"id"://; s/"verdict"://' | tr '\n' ' '
}
is "$(verdicts)" '1,"different" "two","none-found" 3,"invalid" 4,"none-found" ' 'in their order, further members ignored'
three=$out
run spar sql refute --schema schema.sql --pairs - --jobs 1 <pairs.jsonl
is "$(sed -E 's/"(shrink_)?ms":[0-9]*//g' <<<"$out")" "$(sed -E 's/"(shrink_)?ms":[0-9]*//g' <<<"$three")" 'one judge or two, from a file or not: the same'
printf '{"id":1,"left":"SELECT 1","right":"SELECT 2"}\nbroken\n{"id":9,"left":"SELECT 1"}\n[]\n{"id":5,"left":"SELECT 1","right":"SELECT 2"}\n' >bad.jsonl
run spar sql refute --schema schema.sql --pairs bad.jsonl
exits 2 'lines that cannot be used'
is "$(verdicts)" '1,"different" null,"invalid" 9,"invalid" null,"invalid" 5,"different" ' 'are answered, and the others too'
like "$out" 'line 2 is not a JSON object' 'with their number'
run spar sql refute --schema schema.sql --pairs pairs.jsonl all.sql
exits 2 'pairs and a file'
run spar sql refute --schema schema.sql --pairs pairs.jsonl --jobs 0
exits 2 'no judges at all'
SPAR_WORKER=/nonexistent run spar sql refute --schema schema.sql --pairs pairs.jsonl
exits 7 'a worker that cannot start is said once'
is "$out" '' 'and not for each pair'
run spar sql refute --schema schema.sql --pairs pairs.jsonl --jobs 2 --budget-ms 1
is "$(wc -l <<<"$out")" 4 'a budget of nothing still answers every line'
done_testing
