/*
 * Places that a test can make fail: FAULT("store.commit") is true when SPAR_FAULT names that place
 * ("store.commit" every time, "store.commit:3" the third time only). Compiled in always; costs a
 * comparison of one pointer when SPAR_FAULT is unset.
 */
#ifndef SPAR_BASE_FAULT_H
#define SPAR_BASE_FAULT_H

#include <stdbool.h>

/* For tests: as if SPAR_FAULT had been spec from now on, counted anew; NULL: no fault. spec is lent. */
void fault_set(const char *spec);

bool fault_hit(const char *place);
#define FAULT(place) fault_hit(place)

#endif
