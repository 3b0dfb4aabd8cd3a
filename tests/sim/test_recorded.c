#include "suites.h"
#include "tools/sim/motion.h"
#include "tools/sim/recorded.h"

#include <math.h>
#include <stdlib.h>

/* A cubic in time, in each axis another; between two states the path is that very cubic. */
static scenario_state cubic_at(double t)
{
    scenario_state state = {.second = t};
    for (int i = 0; i < 3; i++) {
        const double a = 4e6 + 1e5 * i, b = 200.0 - 90.0 * i, c = 1.5 * i - 1.0, d = 0.02 * (1 - i);
        state.position[i] = a + b * t + c * t * t + d * t * t * t;
        state.velocity[i] = b + 2.0 * c * t + 3.0 * d * t * t;
    }
    return state;
}

static scenario_object seen_at(const double *seconds, size_t count)
{
    scenario_object object = {.ends = INFINITY, .state_gap = 30.0};
    for (size_t i = 0; i < count; i++) {
        const scenario_state state = cubic_at(seconds[i]);
        CU_ASSERT_TRUE_FATAL(recorded_add(&object, &state));
    }
    return object;
}

static void cubic_between_states_is_followed(void)
{
    static const double seconds[] = {0.4, 10.1, 20.0, 49.0};
    scenario_object object = seen_at(seconds, 4);
    double position[3], velocity[3];
    for (double t = 0.4; t < 49.0; t += 0.7) {
        const scenario_state want = cubic_at(t);
        CU_ASSERT_TRUE(recorded_at(&object, t, position, velocity));
        for (int i = 0; i < 3; i++) {
            /* Places of 4e6 m carry 1e-9 m each; some ten of them are added. */
            CU_ASSERT_DOUBLE_EQUAL(position[i], want.position[i], 1e-7);
            CU_ASSERT_DOUBLE_EQUAL(velocity[i], want.velocity[i], 1e-7);
        }
    }
    free(object.states);
}

static void object_is_not_there_in_a_gap(void)
{
    static const double seconds[] = {5.0, 15.0, 45.5, 50.0};
    scenario_object object = seen_at(seconds, 4);
    double position[3], velocity[3];
    CU_ASSERT_FALSE(recorded_at(&object, 4.9, position, velocity));
    CU_ASSERT_TRUE(recorded_at(&object, 15.0, position, velocity));
    CU_ASSERT_FALSE(recorded_at(&object, 15.1, position, velocity));
    CU_ASSERT_FALSE(recorded_at(&object, 45.4, position, velocity));
    CU_ASSERT_TRUE(recorded_at(&object, 45.5, position, velocity));
    CU_ASSERT_TRUE(recorded_at(&object, 50.0, position, velocity));
    CU_ASSERT_FALSE(recorded_at(&object, 50.1, position, velocity));
    free(object.states);
}

static void states_too_near_in_time_are_left_out(void)
{
    /* Positions of one aircraft 0.2 s and 100 m apart were once a speed of 500 m/s. */
    static const double seconds[] = {0.0, 10.0, 10.2, 20.0};
    scenario_object object = seen_at(seconds, 4);
    CU_ASSERT_EQUAL(object.state_count, 3);
    CU_ASSERT_EQUAL(object.states[2].second, 20.0);
    free(object.states);
}

static void body_is_looked_at_in_whole_seconds_only(void)
{
    static const double seconds[] = {2.5, 8.5};
    scenario_object object = seen_at(seconds, 2);
    body one;
    body_begin(&one, &object);
    CU_ASSERT_FALSE(one.here);
    for (int k = 1; k <= 10; k++) {
        body_step(&one, k);
        CU_ASSERT_EQUAL(one.here, k >= 3 && k <= 8);
        CU_ASSERT_EQUAL(one.whole, k >= 4 && k <= 8);
    }
    free(object.states);
}

CU_TestInfo recorded_tests[] = {
    {"cubic between states is followed", cubic_between_states_is_followed},
    {"object is not there in a gap", object_is_not_there_in_a_gap},
    {"states too near in time are left out", states_too_near_in_time_are_left_out},
    {"body is looked at in whole seconds only", body_is_looked_at_in_whole_seconds_only},
    CU_TEST_INFO_NULL,
};
