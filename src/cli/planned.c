#include "cli/planned.h"

#include "base/clock.h"

enum err_code cli_plan(struct cli *cli, struct keep *out, struct err *err)
{
	return planned_open(cli->bank, cli->store, clock_now_ms(), &cli->arena, out, err);
}
