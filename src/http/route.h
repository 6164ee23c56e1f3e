/*
 * Which route a path means. A template's part "{name}" stands for one part of the path, a last "{name*}" for all that is left;
 * the first route of the table that fits is taken, so that a special path stands above a general one.
 */
#ifndef SPAR_HTTP_ROUTE_H
#define SPAR_HTTP_ROUTE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "http/http.h"

enum route_found {
	ROUTE_FOUND,
	ROUTE_NO_PATH,     /* 404 */
	ROUTE_NO_METHOD,   /* 405: the path is there for other methods */
};

struct route_match {
	const struct http_route *route;
	size_t count;                              /* of parameters */
	struct str names[HTTP_PARAMS_MAX];         /* lent from the template */
	struct str values[HTTP_PARAMS_MAX];        /* lent from the path, as sent; never empty */
	bool allowed[2];                           /* with ROUTE_NO_METHOD: by enum http_method */
};

/* Does the path fit the template? Fills names, values and count of *match. */
bool route_fits(const char *template, struct str path, struct route_match *match);
/* Look a path up. head is answered like HTTP_GET; a method that is no enum http_method is given as -1. */
enum route_found route_find(const struct http_route *routes, size_t count, int method, struct str path, struct route_match *match);
/* BUG() for a table that cannot be meant: no handler, a path without "/", too many parameters, a "{" without "}". */
void route_check_table(const struct http_route *routes, size_t count);

#endif
