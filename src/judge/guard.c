#include "judge/guard.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "judge/ast.h"

/*
 * Functions of values only: no clock, no dice, no session, no files, no catalogue. Sorted, for bsearch.
 */
static const char *const allowed_functions[] = {
	"!__postfix", "!~~", "!~~*", "%", "&", "&&", "*", "**", "+", "-", "->", "->>", "/", "//",
	"<->", "<<", "<@", ">>", "@", "@>", "^", "^@", "abs", "acos", "add", "age", "aggregate", "any_value",
	"apply", "approx_count_distinct", "approx_quantile", "arbitrary", "arg_max", "arg_max_null", "arg_min",
	"arg_min_null", "argmax", "argmin", "array_agg", "array_aggr", "array_aggregate", "array_append",
	"array_apply", "array_cat", "array_concat", "array_contains", "array_distinct", "array_extract",
	"array_filter", "array_has", "array_has_all", "array_has_any", "array_indexof", "array_intersect",
	"array_length", "array_position", "array_prepend", "array_reverse", "array_reverse_sort", "array_select",
	"array_slice", "array_sort", "array_to_string", "array_transform", "array_unique", "array_value",
	"ascii", "asin", "atan", "atan2", "avg", "bit_and", "bit_count", "bit_length", "bit_or", "bit_xor",
	"bool_and", "bool_or", "cardinality", "cbrt", "ceil", "ceiling", "century", "char_length",
	"character_length", "chr", "coalesce", "concat", "concat_ws", "contains", "corr", "cos", "cot", "count",
	"count_if", "count_star", "countif", "covar_pop", "covar_samp", "cume_dist", "date_add", "date_diff",
	"date_part", "date_sub", "date_trunc", "datediff", "datepart", "datesub", "datetrunc", "day", "dayname",
	"dayofmonth", "dayofweek", "dayofyear", "decade", "degrees", "dense_rank", "divide", "element_at",
	"ends_with", "entropy", "epoch", "epoch_ms", "epoch_ns", "epoch_us", "era", "even", "exp", "factorial",
	"favg", "fdiv", "filter", "first", "first_value", "flatten", "floor", "fmod", "format", "fsum", "gcd",
	"generate_series", "generate_subscripts", "geomean", "geometric_mean", "greatest",
	"greatest_common_divisor", "group_concat", "hamming", "hash", "histogram", "hour", "ilike_escape",
	"instr", "isfinite", "isinf", "isnan", "isodow", "isoyear", "julian", "kahan_sum", "kurtosis", "lag",
	"last", "last_day", "last_value", "lcase", "lcm", "lead", "least", "least_common_multiple", "left", "len",
	"length", "like_escape", "list", "list_aggr", "list_aggregate", "list_any_value",
	"list_append", "list_apply", "list_avg", "list_cat", "list_concat", "list_contains", "list_count",
	"list_distinct", "list_element", "list_extract", "list_filter", "list_first", "list_has",
	"list_has_all", "list_has_any", "list_indexof", "list_intersect", "list_last", "list_max",
	"list_median", "list_min", "list_pack", "list_position", "list_prepend", "list_reduce", "list_reverse",
	"list_reverse_sort", "list_select", "list_slice", "list_sort", "list_string_agg", "list_sum",
	"list_transform", "list_unique", "list_value", "list_where", "list_zip", "listagg", "ln", "log",
	"log10", "log2", "lower", "lpad", "ltrim", "mad", "make_date", "make_time", "make_timestamp", "map",
	"map_contains", "map_entries", "map_extract", "map_extract_value", "map_from_entries", "map_keys",
	"map_values", "max", "max_by", "md5", "mean", "median", "microsecond", "millennium", "millisecond", "min",
	"min_by", "minute", "mod", "mode", "month", "monthname", "multiply", "not_ilike_escape",
	"not_like_escape", "nth_value", "ntile", "nullif", "octet_length", "ord", "percent_rank", "pi",
	"position", "pow", "power", "prefix", "printf", "product", "quantile", "quantile_cont", "quantile_disc",
	"quarter", "radians", "range", "rank", "rank_dense", "reduce", "regexp_extract", "regexp_extract_all",
	"regexp_full_match", "regexp_matches", "regexp_replace", "regexp_split_to_array", "regr_count",
	"regr_intercept", "regr_r2", "regr_slope", "repeat", "replace", "reverse", "right", "round",
	"round_even", "roundbankers", "row", "row_number", "rpad", "rtrim", "second", "sem", "sign", "signbit",
	"sin", "skewness", "split", "split_part", "sqrt", "starts_with", "stddev", "stddev_pop", "stddev_samp",
	"str_split", "str_split_regex", "strftime", "string_agg", "string_split", "string_split_regex",
	"string_to_array", "strip_accents", "strlen", "strpos", "strptime", "struct_extract", "struct_extract_at",
	"struct_insert", "struct_pack", "substr", "substring", "subtract", "suffix", "sum", "sum_no_overflow",
	"tan", "time_bucket", "timezone", "to_base", "to_centuries", "to_days", "to_decades", "to_hours",
	"to_microseconds", "to_milliseconds", "to_minutes", "to_months", "to_quarters", "to_seconds",
	"to_timestamp", "to_weeks", "to_years", "translate", "trim", "trunc", "try_strptime", "typeof", "ucase",
	"unicode", "unnest", "upper", "var_pop", "var_samp", "variance", "wavg", "week", "weekday", "weekofyear",
	"weighted_avg", "xor", "year", "yearweek", "|", "||", "~", "~~", "~~*", "~~~",
};

static const char *const clock_names[] = {
	"current_date", "current_localtime", "current_localtimestamp", "current_time", "current_timestamp",
	"get_current_time", "get_current_timestamp", "getdate", "localtime", "localtimestamp", "now", "sysdate",
	"today", "transaction_timestamp",
};

static const char *const dice_names[] = {
	"gen_random_uuid", "random", "reservoir_quantile", "setseed", "uuid", "uuidv4", "uuidv7",
};

static const char *const session_names[] = {
	"current_catalog", "current_role", "current_schema", "current_user", "session_user", "user",
};

/* Their result depends on which row comes first among equals. */
static const char *const order_functions[] = {
	"any_value", "arbitrary", "arg_max", "arg_max_null", "arg_min", "arg_min_null", "argmax", "argmin", "array_agg",
	"first", "first_value", "group_concat", "lag", "last", "last_value", "lead", "list", "listagg", "max_by",
	"min_by", "mode", "nth_value", "ntile", "row_number", "string_agg",
};

static int by_name(const void *key, const void *element)
{
	return strcmp(key, *(const char *const *)element);
}

#define IN_TABLE(name, table) in_table((name), (table), sizeof(table) / sizeof *(table))

static bool in_table(const char *name, const char *const *table, size_t n)
{
	char lower[64];
	size_t i;

	for (i = 0; name[i] && i < sizeof lower - 1; i++)
		lower[i] = (char)(name[i] >= 'A' && name[i] <= 'Z' ? name[i] + 32 : name[i]);
	lower[i] = 0;
	return !name[i] && bsearch(lower, table, n, sizeof *table, by_name);
}

struct guard {
	const struct contract *contract;
	struct guard_facts *facts;
	struct refusal *no;
	json_t *ctes;      /* set of the names of all CTEs, lower case */
	json_t *aliases;   /* set of all names that the query gives */
	bool failed;
};

static void put_lower(json_t *set, const char *name)
{
	char lower[200];
	size_t i;

	for (i = 0; name[i] && i < sizeof lower - 1; i++)
		lower[i] = (char)(name[i] >= 'A' && name[i] <= 'Z' ? name[i] + 32 : name[i]);
	lower[i] = 0;
	if (i)
		json_object_set_new(set, lower, json_true());
}

static bool has_lower(json_t *set, const char *name)
{
	json_t *one = json_object();
	const char *key;
	json_t *value;
	bool found = false;

	put_lower(one, name);
	json_object_foreach(one, key, value)
		found = json_object_get(set, key) != NULL;
	json_decref(one);
	return found;
}

static bool refuse(struct guard *g, const json_t *object, bool counts, const char *fmt, const char *name)
{
	if (g->failed)
		return false;
	g->failed = true;
	g->no->refused = true;
	g->no->counts = counts;
	g->no->position = ast_position(object);
	/* fmt is always one of the literals below, with one %s at most */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	snprintf(g->no->text, sizeof g->no->text, fmt, name);
#pragma GCC diagnostic pop
	return false;
}

static bool collect_names(json_t *object, void *arg)
{
	struct guard *g = arg;
	json_t *map = json_get_array(json_get_object(object, "cte_map"), "map"), *entry, *alias;
	size_t i;

	json_array_foreach(map, i, entry)
		put_lower(g->ctes, json_get_text(entry, "key", ""));
	put_lower(g->aliases, json_get_text(object, "alias", ""));
	json_array_foreach(json_get_array(object, "column_name_alias"), i, alias)
		put_lower(g->aliases, json_is_string(alias) ? json_string_value(alias) : "");
	json_array_foreach(json_get_array(object, "aliases"), i, alias)
		put_lower(g->aliases, json_is_string(alias) ? json_string_value(alias) : "");
	return true;
}

static bool is_column_somewhere(const struct guard *g, const char *name)
{
	for (size_t t = 0; t < g->contract->table_count; t++)
		if (contract_column_find(&g->contract->tables[t], name) >= 0)
			return true;
	return has_lower(g->aliases, name);
}

static bool check_function(struct guard *g, json_t *object)
{
	const char *name = json_get_text(object, "function_name", "");
	const char *schema = json_get_text(object, "schema", "");

	if (IN_TABLE(name, order_functions))
		g->facts->order_sensitive = true;
	if (*schema && strcmp(schema, "main") != 0)
		return refuse(g, object, true, "functions of schema '%s' are not allowed", schema);
	if (IN_TABLE(name, allowed_functions))
		return true;
	if (IN_TABLE(name, clock_names))
		return refuse(g, object, false,
			      "'%s' reads the clock, which is not part of the data: use the dates of the prompt", name);
	if (IN_TABLE(name, dice_names))
		return refuse(g, object, true, "'%s' gives another result each time, so it cannot be judged", name);
	return refuse(g, object, true, "the function '%s' is not known here or not allowed", name);
}

static bool check_table(struct guard *g, json_t *object)
{
	const char *name = json_get_text(object, "table_name", "");
	const char *schema = json_get_text(object, "schema_name", "");
	const char *catalog = json_get_text(object, "catalog_name", "");

	if (*catalog || (*schema && strcasecmp(schema, "main") != 0 && strcasecmp(schema, "public") != 0))
		return refuse(g, object, true, "only the tables of this exercise can be read, without a schema: '%s'",
			      name);
	if (*schema)
		json_object_set_new(object, "schema_name", json_string(""));
	if (!json_is_null(json_object_get(object, "at_clause")) && json_object_get(object, "at_clause"))
		return refuse(g, object, true, "AT (...) on '%s' is not allowed", name);
	if (contract_table_find(g->contract, name) < 0 && !has_lower(g->ctes, name))
		return refuse(g, object, true, "there is no table '%s' here", name);
	return true;
}

static bool check_column(struct guard *g, json_t *object)
{
	json_t *names = json_get_array(object, "column_names");
	const char *name = json_string_value(json_array_get(names, 0));

	if (json_array_size(names) != 1 || !name || is_column_somewhere(g, name))
		return true;
	if (IN_TABLE(name, clock_names))
		return refuse(g, object, false,
			      "'%s' reads the clock, which is not part of the data: use the dates of the prompt", name);
	if (IN_TABLE(name, session_names))
		return refuse(g, object, true, "'%s' is not part of the data", name);
	if (strcasecmp(name, "rowid") == 0)
		return refuse(g, object, true, "'%s' is where a row is stored, not part of the table", name);
	return true;
}

static bool check_from(struct guard *g, json_t *object)
{
	const char *type = json_get_text(object, "type", "");
	json_t *sample = json_object_get(object, "sample");

	if (sample && !json_is_null(sample))
		return refuse(g, object, true, "a sample%s gives another result each time, so it cannot be judged", "");
	if (strcmp(type, "BASE_TABLE") == 0)
		return check_table(g, object);
	if (strcmp(type, "SHOW_REF") == 0)
		return refuse(g, object, true, "SHOW and DESCRIBE are not queries over the data%s", "");
	if (strcmp(type, "PIVOT") == 0 && *json_get_text(object, "pivot_enum", ""))
		return refuse(g, object, true, "a PIVOT must list its values: PIVOT (sum(x) FOR y IN ('a', 'b'))%s", "");
	if (strcmp(type, "JOIN") == 0 && strcmp(json_get_text(object, "ref_type", ""), "ASOF") == 0)
		g->facts->order_sensitive = true;
	return true;
}

/* A frame that counts rows, or starts at one, tells equal rows apart. */
static void check_window(struct guard *g, const json_t *object)
{
	const char *start = json_get_text(object, "start", ""), *end = json_get_text(object, "end", "");

	if (strstr(start, "ROWS") || strstr(end, "ROWS"))
		g->facts->order_sensitive = true;
	if (strcmp(json_get_text(object, "exclude_clause", "NO_OTHER"), "NO_OTHER") != 0)
		g->facts->order_sensitive = true;
}

static bool check_one(json_t *object, void *arg)
{
	struct guard *g = arg;
	const char *type = json_get_text(object, "type", "");

	if (g->failed)
		return false;
	if (strncmp(type, "LIMIT", 5) == 0 || strncmp(type, "OFFSET", 6) == 0)
		g->facts->order_sensitive = true;
	if (strcmp(type, "DISTINCT_MODIFIER") == 0 && json_array_size(json_get_array(object, "distinct_on_targets")))
		g->facts->order_sensitive = true;
	if (strcmp(type, "VALUE_PARAMETER") == 0)
		return refuse(g, object, true, "parameters%s are not allowed: write the value", "");
	if (ast_is_class(object, "WINDOW"))
		check_window(g, object);
	if (json_object_get(object, "function_name"))
		return check_function(g, object);
	if (ast_is_class(object, "COLUMN_REF"))
		return check_column(g, object);
	/* A POSITIONAL join pairs rows as they are stored. */
	if (strcmp(json_get_text(object, "ref_type", ""), "POSITIONAL") == 0)
		g->facts->order_sensitive = true;
	return check_from(g, object);
}

bool guard_check(json_t *doc, const struct contract *c, struct guard_facts *facts, struct refusal *no)
{
	struct guard g = {.contract = c, .facts = facts, .no = no};
	json_t *root = ast_root(doc), *modifier;
	size_t i;

	memset(facts, 0, sizeof *facts);
	g.ctes = json_object();
	g.aliases = json_object();
	ast_walk(root, collect_names, &g);
	ast_walk(root, check_one, &g);
	json_array_foreach(json_get_array(root, "modifiers"), i, modifier)
		if (ast_is(modifier, "ORDER_MODIFIER"))
			facts->ordered = true;
	json_decref(g.ctes);
	json_decref(g.aliases);
	return !g.failed;
}
