#include "http/route.h"

#include <string.h>

/* Cut the part before the next "/" off; the slash goes too. */
static struct str next_part(struct str *rest)
{
	const char *slash = rest->n ? memchr(rest->p, '/', rest->n) : NULL;
	size_t n = slash ? (size_t)(slash - rest->p) : rest->n;
	struct str part = {rest->p, n};

	rest->p += n + (slash != NULL);
	rest->n -= n + (slash != NULL);
	return part;
}

static bool is_param(struct str part)
{
	return part.n > 2 && part.p[0] == '{' && part.p[part.n - 1] == '}';
}

static bool ends_with_slash(struct str s)
{
	return s.n && s.p[s.n - 1] == '/';
}

bool route_fits(const char *template, struct str path, struct route_match *match)
{
	struct str want = str_of(template);

	match->count = 0;
	if (!want.n || !path.n || path.p[0] != '/')
		return false;
	/* "/a" and "/a/" are two addresses, and only one of them is in the table. */
	bool takes_rest = want.n > 2 && !memcmp(want.p + want.n - 2, "*}", 2);
	if (!takes_rest && ends_with_slash(want) != ends_with_slash(path))
		return false;
	want = (struct str){want.p + 1, want.n - 1};
	path = (struct str){path.p + 1, path.n - 1};
	while (want.n) {
		struct str here = next_part(&want);

		if (!is_param(here)) {
			if (!path.n || !str_eq(here, next_part(&path)))
				return false;
			continue;
		}
		bool all = here.p[here.n - 2] == '*';
		struct str name = {here.p + 1, here.n - 2 - all};
		struct str value = all ? path : next_part(&path);
		if (!value.n || match->count == HTTP_PARAMS_MAX)
			return false;
		if (all)
			path.n = 0;
		match->names[match->count] = name;
		match->values[match->count++] = value;
	}
	return !path.n;
}

enum route_found route_find(const struct http_route *routes, size_t count, int method, struct str path, struct route_match *match)
{
	bool other = false;

	*match = (struct route_match){0};
	for (size_t i = 0; i < count; i++) {
		if (!route_fits(routes[i].path, path, match))
			continue;
		if ((int)routes[i].method == method) {
			match->route = &routes[i];
			return ROUTE_FOUND;
		}
		other = true;
		match->allowed[routes[i].method] = true;
	}
	match->count = 0;
	return other ? ROUTE_NO_METHOD : ROUTE_NO_PATH;
}

static void check_path(const char *path)
{
	struct str rest = str_of(path), part;
	size_t params = 0;

	if (!rest.n || rest.p[0] != '/' || strstr(path, "//"))
		BUG("'%s' is no path of a route", path);
	next_part(&rest);
	while (rest.n) {
		part = next_part(&rest);
		if ((memchr(part.p, '{', part.n) || memchr(part.p, '}', part.n)) && !is_param(part))
			BUG("'%s' has a malformed parameter", path);
		if (!is_param(part))
			continue;
		if (++params > HTTP_PARAMS_MAX)
			BUG("'%s' has more than %d parameters", path, HTTP_PARAMS_MAX);
		if (part.p[part.n - 2] == '*' && rest.n)
			BUG("'%s' goes on behind the rest", path);
	}
}

void route_check_table(const struct http_route *routes, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!routes[i].handler || !routes[i].path)
			BUG("route %zu has no handler or no path", i);
		check_path(routes[i].path);
	}
}
