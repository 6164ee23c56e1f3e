/* Files of weights and of kin, any bytes: read or refused with a line, and what was read can be asked for. */
#include <stdint.h>
#include <stdlib.h>

#include "talk/kin.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena a;
	struct weights w;
	const char *why = NULL;
	size_t line = 0, count, total = 0;

	arena_init(&a, 64u << 20);
	bool good = weights_read(&a, (struct str){(const char *)p, n}, &w, &why, &line);

	if (good == (why != NULL) || line > n + 1 || w.slot_count > WEIGHT_SLOTS_MAX)
		abort();
	for (size_t i = 0; i < w.table_size; i++) {
		const struct weight *e = w.table[i].key ? weights_of(&w, w.table[i].key, &count) : NULL;

		for (size_t k = 0; e && k < count; k++) {
			total++;
			if (e[k].slot >= w.slot_count)
				abort();
		}
	}
	if (total > n)
		abort();
	struct kin kin;

	good = kin_read(&a, (struct str){(const char *)p, n}, &kin, &why, &line);
	if (good == (why != NULL) || line > n + 1)
		abort();
	for (size_t i = 0; i < kin.size; i++)
		for (int width = 0; width < KIN_WIDTHS; width++)
			if (kin.table[i].hash && !kin_of(&kin, kin.table[i].hash, (enum kin_width)width).p)
				abort();
	arena_release(&a);
	return 0;
}
