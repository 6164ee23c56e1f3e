/* JSON: what is accepted survives a round trip, what is not has a reason. */
#include <stdint.h>
#include <stdlib.h>

#include "base/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct err err = { 0 };
	json_t *v = json_parse((struct str){ (const char *)p, n }, &err);

	if (!v) {
		if (!err.code || !err.text[0])
			abort();
		return 0;
	}
	char *text = json_text(v);
	json_t *again = json_parse(str_of(text), &err);
	if (!again || !json_equal(v, again))
		abort();
	json_get_text(v, "a", NULL);
	json_get_int(v, "a", 0);
	json_decref(again);
	json_decref(v);
	free(text);
	return 0;
}
