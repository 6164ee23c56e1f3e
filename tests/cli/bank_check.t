#!/usr/bin/env bash
# spar bank check: a sound exercise passes, and each kind of defect is found.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/cli/pack.sh"

check() {
	run spar bank check counts --worlds 1000 "$@"
}
sql=$SPAR_CONTENT/mini/sql/counts
cp -r "$sql" sound

# with_defect: back to the sound one; the caller then spoils it.
again() {
	rm -rf "$sql"
	cp -r sound "$sql"
}

check
exits 0 'a sound exercise'
like "$out" 'counts/shop +3/3 +8/8' 'its answers and mutants'
like "$out" 'counts/ads +3/3 +8/8 .* 3/3' 'and the base answers refuted'
like "$out" '2 variants, 2 sound' 'the sum'
check --json --jobs 2
exits 0 'as JSON'
like "$out" '"exercise":"counts","variant":"shop","sound":true' 'one line for each variant'
is "$(wc -l <<<"$out")" 2 'and no other'

again
echo '-- name: wrong
SELECT {{who}}, count(DISTINCT id) + 1 FROM {{table}} GROUP BY 1' >"$sql/answers/4-wrong.sql"
check
exits 1 'an answer that is wrong'
like "$out" "answer '4-wrong' does not survive: wrong" 'is named'
like "$out" 'INSERT INTO' 'with the database that shows it'

again
echo '-- mistake: other
-- lesson: None.
SELECT {{who}}, {{count}} FROM {{table}} GROUP BY 1' >"$sql/mutants/right.sql"
check
exits 1 'a mutant that is right'
like "$out" "mutant 'right' is not refuted" 'is named'

again
echo '-- mistake: other
-- lesson: Seven rows are needed.
SELECT {{who}}, {{count}} FROM {{table}} WHERE (SELECT count(*) FROM {{table}}) < 7 GROUP BY 1' >"$sql/mutants/seven.sql"
check
exits 1 'a mutant that needs seven rows'
like "$out" "mutant 'seven' needs a witness of 7 rows, and 6 are allowed" 'is named'
sed -i 's/^minutes: 5/minutes: 5\nwitness: {rows: 7, reason: it counts to seven}/' "$sql/exercise.yaml"
check
exits 0 'unless the exercise allows it'

again
sed -i 's/count: count(amount), other: count(\*)/count: count(*), other: count(amount)/' "$sql/exercise.yaml"
check
exits 1 'a variant that changes nothing'
like "$out" "base answer '1-group' is not refuted" 'is named'

again
sed -i 's/WHERE amount IS NULL/WHERE id IS NULL/' "$sql/exercise.yaml"
check
exits 1 'a clause that is never true'
like "$out" "clause 'Unknown': its query never gives a row" 'is named'

again
rm "$sql/answers/3-subquery.sql" "$sql/mutants/sums.sql"
check
exits 1 'too few files'
like "$out" '2 answers, and 3 are needed' 'answers'
like "$out" '7 mutants, and 8 are needed' 'mutants'

again
echo 'INSERT INTO {{table}} VALUES (1, NULL, 3)' >"$sql/sample.sql"
check
exits 1 'a sample that the schema forbids'
like "$out" 'sample.sql' 'is named'

again
sed -i 's/^round/rond/' "$sql/exercise.yaml"
check
exits 1 'a file that cannot be read'
like "$out" "exercise.yaml:3:1: unknown key 'rond'" 'with its place'
run spar bank check nothing
exits 3 'no such exercise'
done_testing
