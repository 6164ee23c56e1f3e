/* The list of tables that the page shows, from any text that calls itself a schema. Input: the text. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "web/web_int.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	char *text = malloc(n + 1);
	json_t *tables, *table;
	size_t i;

	if (!text)
		return 0;
	memcpy(text, p, n);
	text[n] = '\0';
	tables = web_tables(text);
	json_array_foreach(tables, i, table)
		if (!json_get_array(table, "columns") || !json_is_string(json_object_get(table, "name")))
			abort();
	json_decref(tables);
	free(text);
	return 0;
}
