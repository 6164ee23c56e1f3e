/*
 * Inside of ready: the lines as they are written, and the attempts that the record has.
 */
#ifndef SPAR_MOCK_READY_INT_H
#define SPAR_MOCK_READY_INT_H

#include "mock/ready.h"

enum proof_kind { PROOF_SQL, PROOF_WHY, PROOF_STORY, PROOF_DESIGN, PROOF_KINDS };

struct ready_line {
	const char *id, *name, *rule;
	enum proof_kind proof;
	const char **patterns;     /* PROOF_SQL, PROOF_WHY: any of these */
	size_t pattern_count;
	const char **scenarios;    /* PROOF_DESIGN: only these; none: all */
	size_t scenario_count;
	const char *design;        /* PROOF_DESIGN: "pipeline" | "model"; NULL: both */
	const char **points;       /* topics that must have been treated */
	size_t point_count;
	const char **asked;        /* gaps: a question about one of them must have been answered, where it was asked */
	size_t asked_count;
	bool no_tools;             /* PROOF_DESIGN: a list of tools is no success */
	bool drawn;                /* PROOF_STORY: Spar drew the principle; one that was named beforehand is no attempt */
	bool differently;          /* PROOF_STORY: "what would you have done differently" was asked and answered */
	bool survived;             /* PROOF_STORY: every follow-up answered, one three levels deep */
	int depth;
	bool first;                /* PROOF_SQL: right at the first submission; cold alone allows one before it that is no valid SQL */
	int minutes;               /* PROOF_SQL: at most; 0: those of its exercise */
	int most_minutes;          /* PROOF_DESIGN: at most; 0: any */
	int dodged_most;           /* so many follow-ups may be dodged; none about a point */
	int need;                  /* different principles or subjects */
	int fresh_days, fresh_most;
};

struct ready_gate {
	const char *id, *name;
	bool checklist;
	const struct ready_line *lines;
	size_t line_count;
};

struct ready_block {
	const char *kind, *topic, *subject, *what, *command;
	const char *route;         /* of the page; NULL: none */
	int minutes;
};

struct ready_rules {
	const struct ready_gate *gates;
	size_t gate_count;
	const struct ready_block *blocks;  /* one for each line, in order of gates and lines */
	const char *stop;          /* when both gates hold */
	const char *eve, *eve_work, *evening;  /* the day before: with its list, with work of a plan of one day, with nothing left */
	const char *day_done;      /* any other day, when what was planned for it is behind */
};

/* proofs.c: everything that may stand behind a line, oldest first. New reference; what is in it is only read. */
enum err_code ready_proofs(struct bank *b, struct store *s, const json_t *more, json_t **out, struct err *err);

/* "sql", "why", "story", "design". */
extern const char *const ready_proof_names[PROOF_KINDS];

#endif
