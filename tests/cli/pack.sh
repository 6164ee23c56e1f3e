# shellcheck shell=bash
# A small pack for tests of the command line: $HOME/content/mini, with one exercise in two variants that is judged fast.
# Sourced after lib.sh. Leaves SPAR_CONTENT and SPAR_PACK set.
#
# The exercise `counts` asks for the number of rows of each `who`; in the variant ads, NULL amounts do not count.

export SPAR_CONTENT=$HOME/content SPAR_PACK=mini

# put FILE: write standard input to a file of the pack.
put() {
	mkdir -p "$SPAR_CONTENT/mini/$(dirname "$1")"
	cat >"$SPAR_CONTENT/mini/$1"
}

put pack.yaml <<-'END'
	name: mini
	title: A pack for tests
	dialect: redshift
	patterns:
	  - {id: counting, name: Counting, hint: Say what is counted before you count.}
	  - {id: dedup, name: Latest row, hint: Number the rows.}
END
put mistakes.yaml <<-'END'
	mistakes:
	  - {id: count-column, name: COUNT(column) and COUNT(*) mixed up, explanation: One of them skips NULL., killed_by: a NULL, family: nulls}
	  - {id: other, name: Another mistake, explanation: It is something else., killed_by: many rows, family: sets}
END

mini() {
	put "sql/counts/$1"
}
mini exercise.yaml <<-'END'
	title: Rows of each {{who}}
	patterns: [counting]
	round: phone
	minutes: 5
	contract:
	  clauses:
	    - name: Unknown
	      text: An amount that is NULL {{rule}}.
	      when: SELECT 1 FROM {{table}} WHERE amount IS NULL
	      case: an amount is NULL
	variants:
	  shop:
	    words: {table: orders, who: customer, rule: still counts}
	    rules: {count: count(*), other: count(amount)}
	  ads:
	    changes: nulls
	    words: {table: charges, who: advertiser, rule: does not count}
	    rules: {count: count(amount), other: count(*)}
END
mini prompt.md <<<'Return {{who}} and the number of its rows.'
mini schema.sql <<<'CREATE TABLE {{table}} (id INTEGER PRIMARY KEY, {{who}} INTEGER NOT NULL, amount INTEGER);'
mini sample.sql <<<'INSERT INTO {{table}} VALUES (1, 7, 10), (2, 7, NULL), (3, 8, 20);'
mini large.sql <<<'INSERT INTO {{table}} SELECT i, i % 100, i % 7 FROM range(20000) r(i);'
mini answers/1-group.sql <<<'-- name: with GROUP BY
-- note: the usual way
SELECT {{who}}, {{count}} AS n FROM {{table}} GROUP BY {{who}};'
mini answers/2-window.sql <<<'-- name: with a window
SELECT DISTINCT {{who}}, {{count}} OVER (PARTITION BY {{who}}) AS n FROM {{table}};'
mini answers/3-subquery.sql <<<'-- name: with a subquery
SELECT w.{{who}}, (SELECT {{count}} FROM {{table}} t WHERE t.{{who}} = w.{{who}}) AS n
FROM (SELECT DISTINCT {{who}} FROM {{table}}) w;'

mutant() {
	mini "mutants/$1.sql" <<<"-- mistake: $2
-- lesson: $3
$4"
}
mutant wrong-count count-column 'The other count treats a NULL amount in the other way.' \
	'SELECT {{who}}, {{other}} AS n FROM {{table}} GROUP BY {{who}};'
mutant distinct other 'Equal amounts are counted once.' \
	'SELECT {{who}}, count(DISTINCT amount) AS n FROM {{table}} GROUP BY {{who}};'
mutant sums other 'It sums.' 'SELECT {{who}}, sum(amount) AS n FROM {{table}} GROUP BY {{who}};'
mutant one-group other 'Only one row comes back.' 'SELECT min({{who}}), {{count}} AS n FROM {{table}};'
mutant limited other 'Only the first comes back.' \
	'SELECT {{who}}, {{count}} AS n FROM {{table}} GROUP BY {{who}} ORDER BY {{who}} LIMIT 1;'
mutant only-many other 'A single row is left out.' \
	'SELECT {{who}}, {{count}} AS n FROM {{table}} GROUP BY {{who}} HAVING count(*) > 1;'
mutant above-zero other 'Amounts of zero and below are left out.' \
	'SELECT {{who}}, {{count}} AS n FROM {{table}} WHERE amount > 0 GROUP BY {{who}};'
mutant key-too-wide other 'Each row is a group.' \
	'SELECT {{who}}, {{count}} AS n FROM {{table}} GROUP BY {{who}}, id;'

# Queries for both ends of a test.
RIGHT='SELECT customer, count(*) AS n FROM orders GROUP BY customer'
WRONG='SELECT customer, count(amount) AS n FROM orders GROUP BY customer'
export RIGHT WRONG

# fact KEY: a member of the line of `counts` in `spar sql list --json`.
fact() {
	"$SPAR" sql list --json 2>/dev/null | grep '"slug":"counts"' | grep -o "\"$1\":[^,}]*" | cut -d: -f2-
}
