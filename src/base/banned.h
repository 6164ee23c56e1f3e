/*
 * Calls that this project does not use, turned into compile errors. Included by the Makefile in every
 * file of ours (-include), after the system headers that declare them.
 */
#ifndef SPAR_BASE_BANNED_H
#define SPAR_BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf strtok atoi atol atof sscanf gets system
#endif
