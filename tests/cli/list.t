#!/usr/bin/env bash
# Where the candidate stands: spar, spar sql list, spar sql show.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/cli/pack.sh"

run spar
exits 0 'spar alone'
like "$out" 'Nothing tried yet\. 1 exercise is ready' 'an empty record'
like "$out" 'spar sql try counts --variant' 'and the next thing to do'
run spar sql list
exits 0 'list'
like "$out" 'counts +Counting +0/2 +never tried +new +phone' 'a line for the exercise'
run spar sql list --json
like "$out" '"slug":"counts".*"attempts":0.*"last":"never tried","due_ms":null' 'as JSON'

run spar sql show counts
exits 0 'show'
like "$out" 'Rows of each customer' 'the title'
like "$out" 'Unknown +An amount that is NULL still counts' 'the clauses'
like "$out" 'Row order +Any' 'the row order'
like "$out" 'CREATE TABLE orders' 'the tables'
like "$out" '7 +NULL' 'the sample'
unlike "$out" 'GROUP BY' 'and no answer'
is "$(fact variants_seen)" 1 'what was shown has been seen'
run spar sql show counts --answers
like "$out" 'with a window' 'the answers when asked for'
run spar sql show counts/ads
like "$out" 'Rows of each advertiser' 'another variant, behind a slash'
run spar sql show counts --variant ads
like "$out" 'Rows of each advertiser' 'or as an option'
run spar sql show count
exits 3 'no such exercise'
like "$err" "did you mean 'counts'" 'the nearest is named'
run spar sql show counts --variant books
exits 3 'no such variant'
like "$err" 'there is: shop, ads' 'the others are named'
SPAR_PACK=other run spar sql list
exits 3 'no such pack'
like "$err" 'there is: mini' 'the others are named'

# An exercise that is broken takes nothing with it.
cp -r "$SPAR_CONTENT/mini/sql/counts" "$SPAR_CONTENT/mini/sql/broken"
printf 'CREATE TABLE t (\n  {{tabel}} INTEGER);\n' >"$SPAR_CONTENT/mini/sql/broken/schema.sql"
run spar sql list
exits 0 'list with a broken exercise'
like "$out" "broken/schema.sql:2:3: no word or rule 'tabel', did you mean 'table'" 'its place in the file'
like "$out" 'counts +Counting' 'the other one stands'
run spar sql list --json
like "$out" '"slug":"broken","error":"mini/sql/broken/schema.sql:2:3' 'as JSON'
run spar
like "$out" '1 exercise cannot be used' 'spar says so'
run spar sql show broken
exits 8 'it cannot be shown'
run spar sql try broken --file /dev/null
exits 8 'or tried'
printf 'a: [' >"$SPAR_CONTENT/mini/pack.yaml"
run spar sql list
exits 8 'a pack that is broken'
like "$err" 'mini/pack.yaml:2:1:' 'its place'
done_testing
