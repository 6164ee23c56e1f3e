/*
 * How many rows a witness has beside the parents that foreign keys force.
 *
 * The judge knows keys from the catalogue, but says only how many rows there are; this reads the REFERENCES of
 * a schema.sql of ours, which is CREATE TABLE statements only.
 */
#ifndef SPAR_CLI_FORCED_H
#define SPAR_CLI_FORCED_H

#include <jansson.h>

/*
 * Rows of tables ({"T":{"columns","rows"}}) that no other row refers to by a foreign key of schema, or -1 when schema cannot be
 * read.
 */
int rows_beside_parents(const char *schema, const json_t *tables);

#endif
