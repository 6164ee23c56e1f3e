/* The table of commands. A new command is one file that defines its struct command, and one row here. */
#include "cli/commands.h"

const struct command *const commands[] = {
	&command_home,
	&command_setup,
	&command_plan,
	&command_plan_post,
	&command_next,
	&command_sql_list,
	&command_sql_show,
	&command_sql_try,
	&command_sql_check,
	&command_sql_refute,
	&command_mock_phone,
	&command_mock_loop,
	&command_mock_bar_raiser,
	&command_mock_design,
	&command_mock_resume,
	&command_mock_leave,
	&command_mock_debrief,
	&command_ready,
	&command_bank_check,
	&command_serve,
	&command_talk_probe,
	&command_talk_eval,
	&command_talk_check,
	&command_completion,
	&command_help,
};

const size_t command_count = sizeof(commands) / sizeof(commands[0]);
