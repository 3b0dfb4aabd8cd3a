/* recorded.h - an object that goes where a recording says, from state to state.
 *
 * Between two states it is on the cubic through both places and velocities. Between states further
 * apart than the object's state_gap nothing is known of it: it is not there.
 */
#ifndef TOOLS_SIM_RECORDED_H
#define TOOLS_SIM_RECORDED_H

#include "tools/sim/scenario.h"

/* Adds a state behind those that the object has; one less than a second after the last is left out.
 * false: memory was refused. */
bool recorded_add(scenario_object *object, const scenario_state *state);

/* Place and velocity (ECEF) at so many seconds since the start; false: it is not there. */
bool recorded_at(const scenario_object *object, double second, double position[3],
                 double velocity[3]);

#endif
