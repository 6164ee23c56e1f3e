#include "cli/planned.h"

#include "base/clock.h"
#include "base/json.h"
#include "plan/zone.h"

enum err_code cli_plan(struct cli *cli, struct keep *out, struct err *err)
{
	return planned_open(cli->bank, cli->store, clock_now_ms(), &cli->arena, out, err);
}

int cli_days_left(struct cli *cli)
{
	const struct zone *z = NULL;
	json_t *set = NULL;
	struct err ignored = {0};
	int64_t at_ms;
	int days = -1;

	if (keep_settings(cli->store, &set, &ignored))
		return -1;
	if (!zone_load(&cli->arena, json_get_text(set, "time_zone", NULL), &z, &ignored) &&
	    zone_time_parse(z, str_of(json_get_text(set, "interview_at", "")), &at_ms))
		days = zone_date(z, at_ms) - zone_date(z, clock_now_ms());
	json_decref(set);
	return days < 0 ? -1 : days;
}
