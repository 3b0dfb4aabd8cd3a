/* oracle_place.h - is a report in an area: by courses and distances, not by vectors. */
#ifndef TESTS_RELEASE_ORACLE_PLACE_H
#define TESTS_RELEASE_ORACLE_PLACE_H

#include "release/oracle.h"

bool oracle_certain(const world_area *area, const world_report *report);
bool oracle_possible(const world_area *area, const world_report *report);

oracle_areas oracle_judge(const oracle *o, const world_report *report);

/* Carries a report back by so many nanoseconds with its velocity, and moves it by the displacement
 * of the step at that time: lat and lon of *shown. */
void oracle_move(const oracle *o, const world_report *report, unsigned step, int64_t back_ns,
                 world_report *shown);

#endif
