#include "base/fault.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static const char *fault_spec;
static atomic_long fault_count;

__attribute__((constructor))
static void fault_start(void)
{
	fault_set(getenv("SPAR_FAULT"));
}

void fault_set(const char *spec)
{
	fault_spec = spec && *spec ? spec : NULL;
	atomic_store(&fault_count, 0);
}

bool fault_hit(const char *place)
{
	if (!fault_spec)
		return false;
	size_t n = strlen(place);
	if (strncmp(fault_spec, place, n) != 0)
		return false;
	if (fault_spec[n] == '\0')
		return true;
	return fault_spec[n] == ':' && atomic_fetch_add(&fault_count, 1) + 1 == strtol(fault_spec + n + 1, NULL, 10);
}
