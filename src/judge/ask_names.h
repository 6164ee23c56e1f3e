/*
 * Names of what a question about a query can rest on: features of its syntax tree, and misreadings of it.
 *
 * Content names both (content/PACK/ask), the program checks the names, and the worker gives them their meaning (ask.h).
 */
#ifndef SPAR_JUDGE_ASK_NAMES_H
#define SPAR_JUDGE_ASK_NAMES_H

/* Identifier, name, and the slots that it can fill beside "quote": words of the query. */
#define ASK_FEATURE_TABLE(X)                                                 \
	X(ASK_QUERY, "query", "")                                            \
	X(ASK_TABLE, "table", "table")                                       \
	X(ASK_NULLABLE, "nullable-column", "column table")                   \
	X(ASK_WINDOW, "window", "function")                                  \
	X(ASK_ROW_NUMBER, "row-number", "function")                          \
	X(ASK_RANK, "rank", "function")                                      \
	X(ASK_DENSE_RANK, "dense-rank", "function")                          \
	X(ASK_FRAME_DEFAULT, "frame-default", "function column")             \
	X(ASK_FRAME_GIVEN, "frame-given", "function column")                 \
	X(ASK_FRAME_ROWS, "frame-rows", "function column")                   \
	X(ASK_LAST_VALUE, "last-value", "function column")                   \
	X(ASK_FIRST_VALUE, "first-value", "function column")                 \
	X(ASK_LAG_PLAIN, "lag-no-default", "function column")                \
	X(ASK_LAG_DEFAULT, "lag-default", "function column")                 \
	X(ASK_PARTITION, "partition", "function column")                     \
	X(ASK_NO_PARTITION, "no-partition", "function")                      \
	X(ASK_WINDOW_TIES, "window-ties", "function column")                 \
	X(ASK_WINDOW_DESC, "window-descending", "function column")           \
	X(ASK_INNER_JOIN, "inner-join", "table condition")                   \
	X(ASK_LEFT_JOIN, "left-join", "table condition")                     \
	X(ASK_LEFT_JOIN_WHERE, "left-join-where", "table column condition")  \
	X(ASK_FULL_JOIN, "full-join", "table")                               \
	X(ASK_SELF_JOIN, "self-join", "table")                               \
	X(ASK_AGGREGATE_OVER_JOIN, "aggregate-over-join", "function table")  \
	X(ASK_COUNT_STAR, "count-star", "")                                  \
	X(ASK_COUNT_COLUMN, "count-column", "column")                        \
	X(ASK_COUNT_DISTINCT, "count-distinct", "column")                    \
	X(ASK_SUM, "sum", "column")                                          \
	X(ASK_AVG, "avg", "column")                                          \
	X(ASK_MIN_MAX, "min-max", "function column")                         \
	X(ASK_NOT_IN, "not-in", "column")                                    \
	X(ASK_IN_SUBQUERY, "in-subquery", "column")                          \
	X(ASK_EXISTS, "exists", "")                                          \
	X(ASK_NOT_EXISTS, "not-exists", "")                                  \
	X(ASK_CORRELATED, "correlated-subquery", "column")                   \
	X(ASK_SCALAR, "scalar-subquery", "")                                 \
	X(ASK_DERIVED, "derived-table", "name")                              \
	X(ASK_CTE, "cte", "name")                                            \
	X(ASK_CTE_TWICE, "cte-twice", "name")                                \
	X(ASK_DISTINCT, "distinct", "")                                      \
	X(ASK_DISTINCT_OVER_JOIN, "distinct-over-join", "table")             \
	X(ASK_DISTINCT_ON, "distinct-on", "column")                          \
	X(ASK_ORDER_BY, "order-by", "column")                                \
	X(ASK_LIMIT, "limit", "number")                                      \
	X(ASK_LIMIT_TIES, "limit-ties", "column number")                     \
	X(ASK_FUNCTION_ON_FILTER, "function-on-filter", "column condition")  \
	X(ASK_WHERE, "where", "condition")                                   \
	X(ASK_WHERE_VALUE, "where-value", "column condition")                \
	X(ASK_COMPARISON, "comparison", "column condition")                  \
	X(ASK_BETWEEN, "between", "column")                                  \
	X(ASK_BETWEEN_TIMESTAMPS, "between-timestamps", "column")            \
	X(ASK_NOT_EQUAL, "not-equal", "column condition")                    \
	X(ASK_OR, "or", "")                                                  \
	X(ASK_LIKE, "like", "column")                                        \
	X(ASK_DIVISION, "division", "condition")                             \
	X(ASK_INTEGER_DIVISION, "integer-division", "condition")             \
	X(ASK_DATE_ARITHMETIC, "date-arithmetic", "condition")               \
	X(ASK_DATE_TRUNC, "date-trunc", "column")                            \
	X(ASK_CAST, "cast", "condition")                                     \
	X(ASK_CASE_NO_ELSE, "case-without-else", "")                         \
	X(ASK_COALESCE, "coalesce", "condition")                             \
	X(ASK_UNION, "union", "")                                            \
	X(ASK_UNION_ALL, "union-all", "")                                    \
	X(ASK_QUALIFY, "qualify", "condition")                               \
	X(ASK_HAVING, "having", "condition")                                 \
	X(ASK_GROUP_BY, "group-by", "column")                                \
	X(ASK_GROUP_BY_NAME, "group-by-name", "column table key")

enum ask_kind {
#define X(id, name, slots) id,
	ASK_FEATURE_TABLE(X)
#undef X
	ASK_KINDS
};

/* Identifier, name, and the feature whose node it changes. */
#define ASK_MISREADING_TABLE(X)                                                           \
	X(MISREAD_ROW_NUMBER_AS_RANK, "row-number-as-rank", ASK_ROW_NUMBER)               \
	X(MISREAD_RANK_AS_ROW_NUMBER, "rank-as-row-number", ASK_RANK)                     \
	X(MISREAD_RANK_AS_DENSE, "rank-as-dense-rank", ASK_RANK)                          \
	X(MISREAD_DENSE_AS_RANK, "dense-rank-as-rank", ASK_DENSE_RANK)                    \
	X(MISREAD_FRAME_AS_ROWS, "frame-as-rows", ASK_FRAME_DEFAULT)                      \
	X(MISREAD_FRAME_AS_WHOLE, "frame-as-whole", ASK_FRAME_DEFAULT)                    \
	X(MISREAD_GIVEN_AS_WHOLE, "given-frame-as-whole", ASK_FRAME_GIVEN)                \
	X(MISREAD_GIVEN_ONE_LESS, "given-frame-one-less", ASK_FRAME_GIVEN)                \
	X(MISREAD_LAST_AS_WHOLE, "last-value-as-whole", ASK_LAST_VALUE)                   \
	X(MISREAD_LAG_AS_OWN, "lag-as-own-value", ASK_LAG_PLAIN)                          \
	X(MISREAD_LAG_WITHOUT_DEFAULT, "lag-default-dropped", ASK_LAG_DEFAULT)            \
	X(MISREAD_PARTITION_DROPPED, "partition-dropped", ASK_PARTITION)                  \
	X(MISREAD_WINDOW_ASCENDING, "window-as-ascending", ASK_WINDOW_DESC)               \
	X(MISREAD_WINDOW_NULLS, "window-nulls-elsewhere", ASK_WINDOW_DESC)                \
	X(MISREAD_INNER_AS_LEFT, "inner-as-left", ASK_INNER_JOIN)                         \
	X(MISREAD_LEFT_AS_INNER, "left-as-inner", ASK_LEFT_JOIN)                          \
	X(MISREAD_WHERE_AS_ON, "where-as-on", ASK_LEFT_JOIN_WHERE)                        \
	X(MISREAD_STAR_AS_MATCHED, "count-star-as-matched", ASK_COUNT_STAR)               \
	X(MISREAD_COUNT_AS_STAR, "count-column-as-star", ASK_COUNT_COLUMN)                \
	X(MISREAD_COUNT_AS_DISTINCT, "count-column-as-distinct", ASK_COUNT_COLUMN)        \
	X(MISREAD_DISTINCT_AS_COUNT, "count-distinct-as-count", ASK_COUNT_DISTINCT)       \
	X(MISREAD_SUM_AS_DISTINCT, "sum-as-distinct", ASK_SUM)                            \
	X(MISREAD_SUM_NULL_AS_ZERO, "sum-of-nothing-as-zero", ASK_SUM)                    \
	X(MISREAD_AVG_NULL_AS_ZERO, "avg-null-as-zero", ASK_AVG)                          \
	X(MISREAD_NOT_IN_WITHOUT_NULL, "not-in-without-null", ASK_NOT_IN)                 \
	X(MISREAD_DISTINCT_DROPPED, "distinct-dropped", ASK_DISTINCT)                     \
	X(MISREAD_DISTINCT_ADDED, "distinct-added", ASK_QUERY)                            \
	X(MISREAD_EDGE_MOVED, "edge-moved", ASK_COMPARISON)                               \
	X(MISREAD_BETWEEN_HALF_OPEN, "between-as-half-open", ASK_BETWEEN)                 \
	X(MISREAD_NOT_EQUAL_KEEPS_NULL, "not-equal-keeps-null", ASK_NOT_EQUAL)            \
	X(MISREAD_INTEGER_AS_REAL, "integer-as-real-division", ASK_INTEGER_DIVISION)      \
	X(MISREAD_CASE_ELSE_ZERO, "case-else-zero", ASK_CASE_NO_ELSE)                     \
	X(MISREAD_COALESCE_DROPPED, "coalesce-dropped", ASK_COALESCE)                     \
	X(MISREAD_UNION_AS_ALL, "union-as-union-all", ASK_UNION)                          \
	X(MISREAD_ALL_AS_UNION, "union-all-as-union", ASK_UNION_ALL)                      \
	X(MISREAD_HAVING_DROPPED, "having-dropped", ASK_HAVING)                           \
	X(MISREAD_WHERE_DROPPED, "where-dropped", ASK_WHERE)                              \
	X(MISREAD_GROUP_BY_KEY, "group-by-key", ASK_GROUP_BY_NAME)

enum ask_misreading {
#define X(id, name, feature) id,
	ASK_MISREADING_TABLE(X)
#undef X
	ASK_MISREADINGS
};

#endif
