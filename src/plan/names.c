/* Names of what the plan counts in. */
#include "plan/plan_int.h"

#include <strings.h>

static const char *const kind_names[] = {
#define X(kind, name) name,
	PLAN_BLOCK_TABLE(X)
#undef X
};
static const char *const plan_kinds[] = {"phone", "loop", "both"};
static const char *const level_names[] = {"L4", "L5", "L6+"};
static const char *const lean_names[] = {"unknown", "modelling", "pipelines", "analytics"};
static const char *const verdict_names[] = {"must", "hour", "skip"};
static const char *const need_names[] = {"required", "any-of", "preferred", "named", "not-needed"};
static const char *const change_names[] = {"moved", "added", "dropped", "resized"};
static const char *const status_names[] = {"ok", "no-date", "today", "past", "no-time"};
static const char *const about_names[] = {"pattern", "family", "principle", "topic"};

#define COUNT(x) ((int)(sizeof(x) / sizeof((x)[0])))
#define NAME_OF(names, i) ((int)(i) >= 0 && (int)(i) < COUNT(names) ? (names)[(int)(i)] : (BUG("no name for %d", (int)(i)), ""))

/* The place of text in names; -1 when it is none of them. Case is ignored. */
static int find(const char *const *names, int n, const char *text)
{
	for (int i = 0; text && i < n; i++)
		if (!strcasecmp(names[i], text))
			return i;
	return -1;
}

const char *block_kind_name(enum block_kind kind)
{
	return NAME_OF(kind_names, kind);
}

bool block_kind_find(const char *text, enum block_kind *kind)
{
	int i = find(kind_names, COUNT(kind_names), text);

	if (i >= 0)
		*kind = (enum block_kind)i;
	return i >= 0;
}

const char *plan_kind_name(enum plan_kind kind)
{
	return NAME_OF(plan_kinds, kind);
}

const char *plan_level_name(enum plan_level level)
{
	return NAME_OF(level_names, level);
}

const char *plan_lean_name(enum plan_lean lean)
{
	return NAME_OF(lean_names, lean);
}

bool plan_kind_find(const char *text, enum plan_kind *kind)
{
	int i = find(plan_kinds, COUNT(plan_kinds), text);

	if (i >= 0)
		*kind = (enum plan_kind)i;
	return i >= 0;
}

bool plan_level_find(const char *text, enum plan_level *level)
{
	int i = find(level_names, COUNT(level_names), text);

	if (i < 0 && text && !strcasecmp(text, "L6"))
		i = PLAN_L6;
	if (i >= 0)
		*level = (enum plan_level)i;
	return i >= 0;
}

bool plan_lean_find(const char *text, enum plan_lean *lean)
{
	int i = find(lean_names, COUNT(lean_names), text);

	if (i >= 0)
		*lean = (enum plan_lean)i;
	return i >= 0;
}

const char *tool_verdict_name(enum tool_verdict verdict)
{
	return NAME_OF(verdict_names, verdict);
}

const char *tool_need_name(enum tool_need need)
{
	return NAME_OF(need_names, need);
}

const char *plan_change_name(enum plan_change change)
{
	return NAME_OF(change_names, change);
}

const char *plan_status_name(enum plan_status status)
{
	return NAME_OF(status_names, status);
}

bool plan_status_find(const char *text, enum plan_status *status)
{
	int i = find(status_names, COUNT(status_names), text);

	if (i >= 0)
		*status = (enum plan_status)i;
	return i >= 0;
}

const char *evidence_about_name(enum evidence_about about)
{
	return NAME_OF(about_names, about);
}

bool evidence_about_find(const char *text, enum evidence_about *about)
{
	int i = find(about_names, COUNT(about_names), text);

	if (i >= 0)
		*about = (enum evidence_about)i;
	return i >= 0;
}
