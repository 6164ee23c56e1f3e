#include "mock/planned.h"

#include "mock/evidence.h"

enum err_code planned_open(struct bank *b, struct store *s, int64_t now_ms, struct arena *a, struct keep *out, struct err *err)
{
	const struct debrief_rules *rules = NULL;
	const struct plan_offer *offers = NULL;
	struct plan_evidence *evidence = NULL;
	size_t evidence_count = 0, offer_count = 0;
	struct err ignored = {0};
	enum err_code code = ERR_OK;

	if (!debrief_rules_load(a, NULL, bank_pack(b)->id, &rules, &ignored)) {
		offers = mock_offers(rules, &offer_count);
		code = mock_evidence_read(rules, b, s, a, &evidence, &evidence_count, err);
	}
	return code ? code : keep_open(b, s, now_ms, evidence, evidence_count, offers, offer_count, a, out, err);
}
