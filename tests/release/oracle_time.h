/* oracle_time.h - when what is declared stands, second by second. Private to the oracle. */
#ifndef TESTS_RELEASE_ORACLE_TIME_H
#define TESTS_RELEASE_ORACLE_TIME_H

#include "release/oracle.h"

/* The second at which the epoch begins that holds this one. */
int oracle_epoch(const oracle *o, int second);

/* In half seconds, so that what is declared between two epochs has a whole number. */
int oracle_act_at(const world_act *act);

/* At the start of an epoch. */
bool oracle_act_stands(const world_act *act, int second);

#endif
