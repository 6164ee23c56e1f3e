/* What is made once and lent: by whom, how often, and how it ends. */
#include "tap.h"

#include <pthread.h>

#include "base/memo.h"

static int made, dropped;
static const char number_key, sum_key;

static enum err_code make_number(struct arena *a, void *with, void **out, struct err *err)
{
	int *n = ARENA_NEW(a, int, 1);

	(void)err;
	made++;
	*n = *(int *)with;
	*out = n;
	return ERR_OK;
}

static void drop(void *thing)
{
	dropped += *(int *)thing;
}

/* Of another thing of the same memo. */
static enum err_code make_sum(struct arena *a, void *with, void **out, struct err *err)
{
	struct memo *m = with;
	int seven = 7, *sum = ARENA_NEW(a, int, 1);
	void *n;
	enum err_code code = memo_get(m, &number_key, make_number, drop, &seven, &n, err);

	if (!code)
		*sum = *(int *)n + 1;
	*out = sum;
	return code;
}

static enum err_code make_nothing(struct arena *a, void *with, void **out, struct err *err)
{
	(void)a;
	(void)out;
	made++;
	return *(int *)with ? ERR_OK : err_set(err, ERR_CONTENT, "nothing to make it of");
}

static void *ask(void *arg)
{
	struct err err = {0};
	int five = 5;
	void *n = NULL;

	for (int i = 0; i < 1000; i++)
		if (memo_get(arg, &number_key, make_number, drop, &five, &n, &err) || *(int *)n != 7)
			return arg;
	return NULL;
}

int main(void)
{
	pthread_t threads[4];
	struct err err = {0};
	struct memo m;
	void *thing = NULL, *again = NULL, *bad = NULL;
	int zero = 0, wrong = 0;

	memo_init(&m);
	tap_ok(!memo_get(&m, &sum_key, make_sum, NULL, &m, &thing, &err) && *(int *)thing == 8, "a thing is made of another");
	tap_ok(!memo_get(&m, &sum_key, make_sum, NULL, &m, &again, &err) && again == thing, "the same is lent to the next");
	tap_is_int(made, 1, "what it was made of was made once");
	for (int i = 0; i < 4; i++)
		pthread_create(&threads[i], NULL, ask, &m);
	for (int i = 0; i < 4; i++) {
		pthread_join(threads[i], &bad);
		wrong += bad != NULL;
	}
	tap_is_int(wrong, 0, "four threads have the same");
	tap_is_int(made, 1, "and none made it again");
	tap_is_int(memo_get(&m, &made, make_nothing, NULL, &zero, &thing, &err), ERR_CONTENT, "what cannot be made is an error");
	tap_is_int(memo_get(&m, &made, make_nothing, NULL, &zero, &thing, &err), ERR_CONTENT, "each time");
	tap_is_int(made, 3, "since it is tried again");
	zero = 1;
	tap_is_int(memo_get(&m, &made, make_nothing, NULL, &zero, &thing, &err), ERR_OK, "until it can");
	memo_release(&m);
	tap_is_int(dropped, 7, "what has to be ended is ended with the memo");
	return tap_done();
}
