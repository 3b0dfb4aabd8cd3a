#include "tools/sim/recorded.h"

#include <stdlib.h>
#include <string.h>

#define APART_LEAST 1.0 /* s: nearer states tell more of their clocks than of the object */

bool recorded_add(scenario_object *object, const scenario_state *state)
{
    const size_t count = object->state_count;
    if (count > 0 && state->second < object->states[count - 1].second + APART_LEAST)
        return true;
    if ((count & (count - 1)) == 0) { /* room for the next power of two */
        scenario_state *grown = realloc(object->states, (2 * count + 1) * sizeof *grown);
        if (!grown)
            return false;
        object->states = grown;
    }
    object->states[object->state_count++] = *state;
    return true;
}

/* How many states are not after that second. */
static size_t states_until(const scenario_object *object, double second)
{
    size_t low = 0, high = object->state_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (object->states[middle].second <= second)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void between(const scenario_state *from, const scenario_state *to, double second,
                    double position[3], double velocity[3])
{
    const double lasts = to->second - from->second, f = (second - from->second) / lasts;
    const double f2 = f * f, f3 = f2 * f;
    for (int i = 0; i < 3; i++) {
        const double way = to->position[i] - from->position[i];
        const double v0 = from->velocity[i] * lasts, v1 = to->velocity[i] * lasts;
        position[i] = from->position[i] + (3.0 * f2 - 2.0 * f3) * way + (f3 - 2.0 * f2 + f) * v0 +
                      (f3 - f2) * v1;
        velocity[i] = ((6.0 * f - 6.0 * f2) * way + (3.0 * f2 - 4.0 * f + 1.0) * v0 +
                       (3.0 * f2 - 2.0 * f) * v1) /
                      lasts;
    }
}

bool recorded_at(const scenario_object *object, double second, double position[3],
                 double velocity[3])
{
    const size_t next = states_until(object, second);
    if (next == 0)
        return false;
    const scenario_state *from = &object->states[next - 1], *to = &object->states[next];
    if (from->second == second) {
        memcpy(position, from->position, sizeof from->position);
        memcpy(velocity, from->velocity, sizeof from->velocity);
        return true;
    }
    if (next == object->state_count || to->second - from->second > object->state_gap)
        return false;
    between(from, to, second, position, velocity);
    return true;
}
