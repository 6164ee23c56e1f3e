/*
 * The plan and the record: what the candidate set and did goes in, the plan of now comes out, and what was done to its blocks is kept.
 *
 * Terminal and page use the same: keep_open() reads settings, evidence, the last plan and its marks and makes the plan of this moment. A plan that
 * differs from the last one is recorded as plan.made and is what the next one compares itself with; as long as nothing changes, the moves of the
 * last one go on being shown.
 *
 * Settings, as settings.changed has them (those that the page writes, and four more):
 *   interview_at  "2026-12-02T09:00" on the wall of time_zone; null: no date yet
 *   time_zone     "Europe/Berlin"; null: that of this machine
 *   kind, level   "phone" | "loop" | "both"; "L4" | "L5" | "L6+"
 *   hours         seven numbers, Monday first
 *   lean          "unknown" | "modelling" | "pipelines" | "analytics"
 *   hours_on      {"2026-11-27": 0, ...}: other hours on single days
 *   day_starts    "18:00"; null: by the length of the day
 *   post          the text of the job post
 *
 * A mark says how a block stands from then on; undoing one appends {undo: its event}. Marks belong to one interview: when the date of a past interview
 * is replaced, the next plan begins afresh.
 *
 * Threads: one per struct store.
 */
#ifndef SPAR_PLAN_KEEP_H
#define SPAR_PLAN_KEEP_H

#include "bank/bank.h"
#include "plan/plan.h"
#include "store/store.h"

#define KEEP_SUBJECT "plan"

struct keep {
	const struct plan_rules *rules;
	const struct zone *zone;
	struct plan_input in;      /* as it was used; in.previous is the last recorded plan or NULL */
	struct plan *plan;         /* of now */
	bool recorded;             /* it differs from the last one and was written */
	bool lost;                 /* it differs, and could not be written; a warning says why */
	const char *undo;          /* the block whose mark keep_undo() would take back; NULL */
	const char **warnings;     /* settings that cannot be used, and what was taken instead */
	size_t warning_count;
};

/* Settings as JSON with every default filled in; new reference. s NULL: only the defaults. */
enum err_code keep_settings(struct store *s, json_t **out, struct err *err);

/* Can day_starts and hours_on, where set has them, be used? Errors: ERR_INPUT, naming what cannot. */
enum err_code keep_check(const json_t *set, struct err *err);

/* A text as the setting "post": what is too long for the plan is cut before a whole character, NUL bytes become blanks. New reference. */
json_t *keep_post(struct str text);

/*
 * Make the plan of now. s NULL: an empty record, and nothing is written. more (may be NULL): the evidence that other parts bring, what can be
 * started beside SQL drills, which are known here, and what debriefs ask for. A plan that cannot be recorded is made all the same. Ownership: in a. Errors: those of reading the
 * store, of plan_rules_of(), ERR_LIMIT.
 */
struct keep_more {
	const struct plan_evidence *evidence;
	size_t evidence_count;
	const struct plan_offer *offers;
	size_t offer_count;
	const struct plan_wanted *wanted;
	size_t wanted_count;
};
enum err_code keep_open(struct bank *b, struct store *s, int64_t now_ms, const struct keep_more *more, struct arena *a, struct keep *out,
			struct err *err);

/* The block with this id in the plan; NULL, and then near (may be NULL) is one that is spelt like it, or NULL. */
const struct plan_block *keep_block(const struct plan *p, const char *id, const char **near);

/* The first block that is neither ticked nor over, and no rest; NULL. */
const struct plan_block *keep_next(const struct plan *p, int64_t now_ms);

/*
 * Ticked: done. What is ticked before its time stands where it was done, just before now. Not ticked again: it is planned anew. start_ms of
 * keep_pin(): where it goes, 0: where it stands. Errors: ERR_INPUT (a rest, a place in the past, on or after the interview, or over midnight), the store's.
 */
enum err_code keep_tick(struct store *s, const struct plan_block *b, bool ticked, int64_t now_ms, struct err *err);
enum err_code keep_pin(struct store *s, const struct keep *k, const struct plan_block *b, bool pinned, int64_t start_ms, int64_t now_ms, struct err *err);

/* Take back the last mark that was not taken back yet. *id: its block, in a. Errors: ERR_MISSING when there is none. */
enum err_code keep_undo(struct store *s, struct arena *a, const char **id, struct err *err);

#endif
