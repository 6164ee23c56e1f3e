#include "cli/planned.h"

#include "base/clock.h"
#include "base/json.h"
#include "mock/evidence.h"
#include "plan/zone.h"

enum err_code cli_plan(struct cli *cli, struct keep *out, struct err *err)
{
	const struct debrief_rules *rules = NULL;
	const struct plan_offer *offers = NULL;
	struct plan_evidence *evidence = NULL;
	size_t evidence_count = 0, offer_count = 0;
	struct err ignored = {0};
	enum err_code code = ERR_OK;

	if (!debrief_rules_load(&cli->arena, NULL, bank_pack(cli->bank)->id, &rules, &ignored)) {
		offers = mock_offers(rules, &offer_count);
		code = mock_evidence_read(rules, cli->bank, cli->store, &cli->arena, &evidence, &evidence_count, err);
	}
	return code ? code
		    : keep_open(cli->bank, cli->store, clock_now_ms(), evidence, evidence_count, offers, offer_count, &cli->arena, out, err);
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
