/* oracle_place.h - is a report in an area: by courses and distances, not by vectors. */
#ifndef TESTS_RELEASE_ORACLE_PLACE_H
#define TESTS_RELEASE_ORACLE_PLACE_H

#include "release/world.h"

bool oracle_certain(const world_area *area, const world_report *report);
bool oracle_possible(const world_area *area, const world_report *report);

#endif
