#include "cli/interrupt.h"

#include <signal.h>
#include <unistd.h>

#include "base/err.h"

enum place { PLACE_ELSEWHERE, PLACE_JUDGING, PLACE_EDITING };

static volatile sig_atomic_t place, taken;
static struct judge_client *volatile judging;

static void leave(void)
{
	static const char end[] = "\n";

	if (write(STDOUT_FILENO, end, sizeof(end) - 1) < 0)
		_exit(130);
	_exit(130);
}

static void on_interrupt(int signal_number)
{
	pid_t pid;

	(void)signal_number;
	if (place == PLACE_ELSEWHERE || (place == PLACE_JUDGING && taken))
		leave();
	taken = 1;
	if (place == PLACE_JUDGING && (pid = judge_client_pid(judging)) > 0)
		kill(pid, SIGKILL);
}

void interrupt_catch(void)
{
	struct sigaction action = {.sa_handler = on_interrupt, .sa_flags = SA_RESTART};

	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
}

void interrupt_judging(struct judge_client *client)
{
	judging = client;
	taken = 0;
	place = PLACE_JUDGING;
}

bool interrupt_judged(void)
{
	bool was = taken;

	place = PLACE_ELSEWHERE;
	taken = 0;
	return was;
}

void interrupt_editing(bool on)
{
	place = on ? PLACE_EDITING : PLACE_ELSEWHERE;
}

bool interrupt_pending(void)
{
	return taken;
}

bool interrupt_taken(void)
{
	bool was = taken;

	taken = 0;
	return was;
}
