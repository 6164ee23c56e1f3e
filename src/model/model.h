/*
 * The model endpoint: somebody's language model, asked to word one prepared probe another way.
 *
 * It is optional and off until it is switched on.  It speaks the chat completions of the OpenAI interface, which llama.cpp, Ollama and
 * hosted services have alike.  A model is trusted with nothing: it gets one prepared question and may only say it in other words,
 * talk_reword() decides, and the prepared question stands whenever the answer is late, broken or refused.  So nobody ever waits longer
 * than MODEL_DEADLINE_MS, and nothing depends on it.
 *
 * What is sent: the question of the drill, what was told and replied to it so far (MODEL_TOLD_BYTES of it), the prepared follow-up and
 * why it is asked.  Nothing else of the record.  The key goes to the endpoint alone: it is never in the record, in a message, in a log, in the
 * page or in an export.
 *
 * https, or http to loopback, and nothing else.  No redirects; no proxy for loopback; certificates are checked.  libcurl is loaded when
 * the first question is sent and not before: it costs 15 ms, and who does not use it does not have it in the program.
 *
 * Ownership: a struct model is its opener's; text that is handed out is lent until the next call on it.
 * Threads: model_ask() and model_take() belong to one thread; the network has a thread of its own, which is never waited for:
 * a name that is not resolved, or a server that trickles, holds up nobody.
 */
#ifndef SPAR_MODEL_MODEL_H
#define SPAR_MODEL_MODEL_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

#define MODEL_DEADLINE_MS 1500               /* from model_ask() on, everything included */
#define MODEL_URL_BYTES_MAX 500
#define MODEL_NAME_BYTES_MAX 200
#define MODEL_KEY_BYTES_MAX 4096
#define MODEL_TOLD_BYTES 8000                /* of what was told that are sent: its beginning and its end */
#define MODEL_REPLY_BYTES_MAX (64u << 10)    /* of an answer; a larger one is cut off and counts as broken */
#define MODEL_SETTING "model"                /* of store_settings() */
#define MODEL_KEY_VARIABLE "SPAR_MODEL_KEY"

/* Where the model is. */
struct model_endpoint {
	bool on;
	const char *url;           /* as it was given: "http://127.0.0.1:11434/v1" */
	const char *address;       /* what is asked: ".../chat/completions" */
	const char *name;          /* of the model: "llama3.2:1b" */
	const char *key_file;      /* NULL: the environment variable, if it is set */
	bool loopback;
};

/*
 * An address as a person gives it: https, or http with the host 127.0.0.1, localhost or [::1]; no user, query or fragment.  Without a
 * path it gets /v1; /chat/completions is put behind it if it does not end so.  Errors: ERR_USAGE saying what is wrong.
 */
enum err_code model_address(struct arena *a, const char *url, struct model_endpoint *out, struct err *err);

/* What is set; everything empty when nothing is. settings: all of the record's. Errors: ERR_INPUT when what is set cannot be used. */
enum err_code model_endpoint_read(struct arena *a, const json_t *settings, struct model_endpoint *out, struct err *err);
/* The setting for an endpoint: {"on","url","name","key_file"|null}. It has no key. New reference; NULL out of memory. */
json_t *model_endpoint_json(const struct model_endpoint *e);

/*
 * The key: the first line of key_file, which must be a file of ours that nobody else may read (0600 or less), else the environment variable; empty when
 * there is neither.  Errors: ERR_INPUT (mode, owner, no file, a character that no header can have), ERR_MISSING, ERR_IO.
 */
enum err_code model_key(const struct model_endpoint *e, struct buf *out, struct err *err);

/* One probe to be worded another way. */
struct model_question {
	const char *question;      /* what the candidate was asked; "" if unknown */
	struct str told;           /* the telling and the replies */
	const char *probe;         /* the prepared follow-up */
	const char *why;           /* "a decision is told and no other option" */
};

/* The body of the request: model_ask() sends it. In a. Errors: ERR_MEMORY, ERR_LIMIT. */
enum err_code model_request(struct arena *a, const struct model_endpoint *e, const struct model_question *q, const char **out, struct err *err);

/*
 * The text of an answer, trimmed, without a model's thinking and without quotation marks around the whole.  *out lies in a. Any bytes may
 * come.  Errors: ERR_PARSE (no JSON, or not of that shape), ERR_INPUT (the endpoint says that it failed; nothing was said).
 */
enum err_code model_answer(struct arena *a, struct str body, struct str *out, struct err *err);

struct model;

enum model_state { MODEL_WAITS, MODEL_CAME, MODEL_FAILED };

/* An endpoint to ask. The endpoint is copied, its key read anew for each question. model_close(NULL) is allowed; what runs is let go. */
enum err_code model_open(struct model **out, const struct model_endpoint *e, struct err *err);
void model_close(struct model *m);

/* Send a question; returns at once. One before it that has not come is forgotten. Errors: as model_key(); ERR_BUSY when that one still holds the network. */
enum err_code model_ask(struct model *m, const struct model_question *q, struct err *err);

/*
 * Has the answer to the last question come?  Waits for it at most wait_ms, and never beyond the deadline; 0 looks and returns.  MODEL_CAME: *text
 * is the model's wording, lent; whether it holds is talk_reword()'s matter.  MODEL_FAILED: late, broken or refused, and err says which.
 */
enum model_state model_take(struct model *m, int wait_ms, struct str *text, struct err *err);
/* How long the last answer took; -1 as long as it has not come. Units: ms. */
int64_t model_took_ms(const struct model *m);

#endif
