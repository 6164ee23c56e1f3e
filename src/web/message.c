/* What a page says over its WebSocket. */
#include "web/web_int.h"

#include <string.h>

#include "base/json.h"

enum page_word web_message(struct str text, int64_t *job)
{
	enum page_word word = PAGE_NOTHING;
	struct err err = {0};
	struct guard_no no;
	json_t *m = guard_depth(text, &no) ? json_parse(text, &err) : NULL;
	const char *type = json_is_object(m) ? json_get_text(m, "type", "") : "";

	*job = 0;
	if (!strcmp(type, "ping"))
		word = PAGE_PING;
	else if (!strcmp(type, "stop") && (*job = json_get_int(m, "job", 0)) > 0)
		word = PAGE_STOP;
	json_decref(m);
	return word;
}
