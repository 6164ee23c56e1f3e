/*
 * What tests of the gates look up in the answer of ready_make().
 */
#ifndef SPAR_TESTS_READY_CHECK_H
#define SPAR_TESTS_READY_CHECK_H

#include <string.h>

#include "base/json.h"

/* The line of a gate by its id; NULL if there is none. */
static inline const json_t *line_of(const json_t *ready, const char *id)
{
	const json_t *gates = json_get_array(ready, "gates");

	for (size_t g = 0; g < json_array_size(gates); g++) {
		const json_t *lines = json_get_array(json_array_get(gates, g), "lines");

		for (size_t i = 0; i < json_array_size(lines); i++)
			if (!strcmp(json_get_text(json_array_get(lines, i), "id", ""), id))
				return json_array_get(lines, i);
	}
	return NULL;
}

#endif
