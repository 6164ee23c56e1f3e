/*
 * libcurl, loaded when it is first needed.
 */
#ifndef SPAR_MODEL_MODEL_INT_H
#define SPAR_MODEL_MODEL_INT_H

#include <curl/curl.h>
#include <stdatomic.h>

#include "model/model.h"

/* The calls that are used. */
struct curl_calls {
	CURLcode (*global_init)(long flags);
	CURL *(*init)(void);
	CURLcode (*setopt)(CURL *easy, CURLoption option, ...);
	CURLcode (*perform)(CURL *easy);
	CURLcode (*getinfo)(CURL *easy, CURLINFO info, ...);
	void (*cleanup)(CURL *easy);
	struct curl_slist *(*slist_append)(struct curl_slist *list, const char *text);
	void (*slist_free_all)(struct curl_slist *list);
	const char *(*strerror)(CURLcode code);
};

/* Lent for ever. Errors: ERR_MISSING when there is no libcurl. Threads: any. */
enum err_code curl_load(const struct curl_calls **out, struct err *err);

/* One request, which must answer with status 200 before the deadline; out is reset first. stop may be set by another thread. key may be "". */
struct exchange {
	const char *address, *body, *key;
	bool loopback;
	int64_t deadline_ms;       /* of clock_mono_ms() */
	const atomic_bool *stop;
};
enum err_code curl_exchange(const struct exchange *x, struct buf *out, struct err *err);

#endif
