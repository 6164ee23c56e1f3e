/* Files that are part of the program. */
#include "base/embed.h"
#include "tap.h"

int main(void)
{
	bool sorted = true, ended = true, plain = true;

	tap_ok(embed_migrations_count > 0, "there are migrations");
	for (size_t i = 0; i < embed_migrations_count; i++) {
		const struct embed_file *f = &embed_migrations[i];
		ended = ended && f->p[f->n] == '\0' && f->n > 0 && strlen((const char *)f->p) == f->n;
		plain = plain && !strchr(f->name, '/') && strstr(f->name, ".sql");
		if (i > 0)
			sorted = sorted && strcmp(embed_migrations[i - 1].name, f->name) < 0;
	}
	tap_ok(sorted, "sorted by name");
	tap_ok(ended, "each a text with a NUL behind");
	tap_ok(plain, "named without folders");
	tap_ok(embed_migrations[embed_migrations_count].name == NULL, "a row without a name ends the table");
	return tap_done();
}
