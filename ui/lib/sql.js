// SQL for the editor and for text that is only shown: one dialect, one set of colours.

import { syntaxHighlighting } from "@codemirror/language";
import { SQLDialect } from "@codemirror/lang-sql";
import { highlightCode, tagHighlighter, tags } from "@lezer/highlight";

const words = (text) => text.trim().replace(/\s+/g, " ");

/** Names of columns such as month, name or value are no keywords here, whatever a standard says. */
export const dialect = SQLDialect.define({
	keywords: words(`
		all and any as asc between by case cast cross cube current desc distinct else end escape except exclude exists extract false fetch
		filter first following for from full group grouping groups having ilike in inner intersect interval into is join last lateral left like
		limit materialized natural no not null nulls of offset on only or order outer over partition preceding qualify range recursive
		respect ignore right rollup row rows select semi anti asof sets similar some table tablesample then ties to true unbounded union unnest using
		values when where window with within create primary key references unique check constraint foreign default insert`),
	types: words(`
		bigint boolean char date decimal double float hugeint int integer numeric precision real smallint text time timestamp timestamptz
		tinyint varchar varying`),
	builtin: words(`
		abs array_agg avg ceil coalesce concat count cume_dist date_add date_diff date_part date_trunc datediff dateadd dense_rank first_value floor
		generate_series greatest lag last_value lead least length list listagg lower ltrim max median min mod mode nth_value ntile nullif nvl
		percent_rank percentile_cont percentile_disc rank replace round row_number rtrim split_part sqrt string_agg substring sum trim trunc upper`),
	backslashEscapes: false,
	operatorChars: "*+-%<>!=&|~^/?",
	identifierQuotes: '"',
});

/** Classes for the style sheet; nothing is injected. */
const highlighter = tagHighlighter([
	{ tag: tags.keyword, class: "sql-keyword" },
	{ tag: [tags.bool, tags.null], class: "sql-keyword" },
	{ tag: tags.typeName, class: "sql-type" },
	{ tag: tags.string, class: "sql-string" },
	{ tag: tags.number, class: "sql-number" },
	{ tag: tags.comment, class: "sql-comment" },
]);

export const highlighting = syntaxHighlighting(highlighter);

/** put(text, class) for each piece of a text. */
export function pieces(text, put) {
	highlightCode(text, dialect.language.parser.parse(text), highlighter, put, () => put("\n", ""));
}

/** What a query uses: keywords and functions, small. For comparing two. */
export function wordsOf(text) {
	const found = new Set();
	dialect.language.parser.parse(text).iterate({
		enter(node) {
			const word = text.slice(node.from, node.to).toLowerCase();
			if (node.name === "Keyword" || node.name === "Builtin" || (/^[a-z_]\w*$/.test(word) && /^\s*\(/.test(text.slice(node.to, node.to + 3))))
				found.add(word);
		},
	});
	return found;
}
