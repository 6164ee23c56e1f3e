#include "base/thread.h"

#include <signal.h>
#include <stddef.h>

enum err_code thread_start(pthread_t *thread, const char *name, const char *what, void *(*run)(void *), void *arg, struct err *err)
{
	sigset_t all, before;
	int failed;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	failed = pthread_create(thread, NULL, run, arg);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (failed)
		return err_errno(err, ERR_IO, failed, "cannot start %s", what);
	if (name)
		pthread_setname_np(*thread, name);
	return ERR_OK;
}
