/*
 * The commands, each defined in its own file.
 */
#ifndef SPAR_CLI_COMMANDS_H
#define SPAR_CLI_COMMANDS_H

#include "cli/cli.h"

extern const struct command command_home;         /* home.c */
extern const struct command command_setup;        /* setup.c */
extern const struct command command_plan;         /* plan.c */
extern const struct command command_plan_post;    /* plan.c */
extern const struct command command_next;         /* next.c */
extern const struct command command_sql_list;     /* list.c */
extern const struct command command_sql_show;     /* show.c */
extern const struct command command_sql_try;      /* try.c */
extern const struct command command_sql_check;    /* check.c */
extern const struct command command_sql_ask;      /* sql_ask.c */
extern const struct command command_sql_refute;   /* refute.c */
extern const struct command command_story;          /* story.c */
extern const struct command command_story_new;      /* story_write.c */
extern const struct command command_story_edit;     /* story_write.c */
extern const struct command command_story_show;     /* story_show.c */
extern const struct command command_story_matrix;   /* story.c */
extern const struct command command_story_drill;    /* story_drill.c */
extern const struct command command_story_debrief;  /* story_drill.c */
extern const struct command command_story_export;   /* story.c */
extern const struct command command_mock_phone;   /* mock.c */
extern const struct command command_mock_loop;
extern const struct command command_mock_bar_raiser;
extern const struct command command_mock_design;
extern const struct command command_mock_resume;
extern const struct command command_mock_leave;
extern const struct command command_mock_debrief;
extern const struct command command_ready;        /* ready.c */
extern const struct command command_model;        /* model.c */
extern const struct command command_model_on;
extern const struct command command_model_off;
extern const struct command command_model_test;
extern const struct command command_bank_check;   /* bank_check.c */
extern const struct command command_serve;        /* serve.c */
extern const struct command command_talk_probe;   /* talk_probe.c */
extern const struct command command_talk_eval;    /* talk_eval.c */
extern const struct command command_talk_check;   /* talk_check.c */
extern const struct command command_completion;   /* completion.c */
extern const struct command command_help;         /* help.c */

#endif
