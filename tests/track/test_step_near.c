/* How near a track must be to be asked, by hand. */
#include "suites.h"
#include "track/step.h"

#include <math.h>
#include <string.h>

#define SIGMA 100.0 /* of a track's place, along each axis; m */

static const double six = 6.0 * 100.0 * 1.7320508075688772; /* of the root of the trace */

static track track_put(double ahead, double aside, uint8_t categories)
{
    measure first = {.kind = FUSION_PLOT,
                     .categories = categories,
                     .as.state.position = {6.4e6, ahead, aside},
                     .as.state.velocity = {30.0, -40.0, 120.0},
                     .as.state.velocity_kind = FUSION_VELOCITY_FULL};
    static const int diagonal[6] = {0, 6, 11, 15, 18, 20};
    for (int i = 0; i < 6; i++)
        first.as.state.covariance[diagonal[i]] = i < 3 ? SIGMA * SIGMA : 400.0;
    track one;
    track_begin(&one, &first, 1.0);
    one.possible = categories;
    return one;
}

static measure plot(double reach)
{
    return (measure){.kind = FUSION_PLOT, .reach = reach, .as.state.position = {6.4e6, 0.0, 0.0}};
}

/* Along y, as wide as 1 mrad. */
static measure sight(void)
{
    return (measure){.kind = FUSION_BEARING,
                     .ahead = {0.0, 1.0, 0.0},
                     .aside = {0.0, 0.0, 1.0},
                     .as.line = {.origin = {6.4e6, 0.0, 0.0}, .sigma_azimuth = 1e-3}};
}

static bool is_near(double ahead, double aside, measure seen)
{
    const track one = track_put(ahead, aside, FUSION_AIR);
    return step_near(&one, &seen);
}

static void six_sigma_of_both_are_near(void)
{
    const double limit = six + 700.0;
    CU_ASSERT_TRUE(is_near(limit - 0.01, 0.0, plot(700.0)));
    CU_ASSERT_FALSE(is_near(limit + 0.01, 0.0, plot(700.0)));
    CU_ASSERT_TRUE(is_near(0.6 * (limit - 0.01), -0.8 * (limit - 0.01), plot(700.0)));
    CU_ASSERT_FALSE(is_near(0.6 * (limit + 0.01), -0.8 * (limit + 0.01), plot(700.0)));
}

static void a_line_is_as_wide_as_its_angle_is_unsure(void)
{
    const double far = 100e3, wide = six + 6.0 * 1e-3 * far;
    CU_ASSERT_TRUE(is_near(far, wide - 0.01, sight()));
    CU_ASSERT_FALSE(is_near(far, wide + 0.01, sight()));
    CU_ASSERT_TRUE(is_near(far, -wide + 0.01, sight()));
    CU_ASSERT_FALSE(is_near(far, -wide - 0.01, sight()));
}

static void a_line_begins_where_it_is_seen_from_and_is_600_km_long(void)
{
    CU_ASSERT_TRUE(is_near(-six + 0.01, 0.0, sight()));
    CU_ASSERT_FALSE(is_near(-six - 0.01, 0.0, sight()));
    CU_ASSERT_TRUE(is_near(600e3 - 0.01, 0.0, sight()));
    CU_ASSERT_FALSE(is_near(600e3 + 0.01, 0.0, sight()));
    const double away = 3e3, ahead = sqrt(600e3 * 600e3 - away * away); /* as the crow flies */
    CU_ASSERT_TRUE(is_near(ahead - 0.01, away, sight()));
    CU_ASSERT_FALSE(is_near(ahead + 0.01, away, sight()));
}

static void what_cannot_be_of_one_object_is_never_near(void)
{
    track one = track_put(0.0, 0.0, FUSION_AIR);
    measure seen = plot(700.0);
    seen.categories = FUSION_SURFACE;
    CU_ASSERT_FALSE(step_near(&one, &seen));
    one.possible |= FUSION_SURFACE; /* some source once said so */
    CU_ASSERT_TRUE(step_near(&one, &seen));
}

/* 130 m/s; 6 sigma of place, of velocity and of what acceleration adds, as if all came together:
 * 100 and 20 m/s along each axis, and q t^3 / 3 along each. */
static void reach_bounds_where_it_may_be(void)
{
    static const uint8_t categories[] = {FUSION_AIR, FUSION_MISSILE, FUSION_SURFACE};
    for (int k = 0; k < 3; k++)
        for (double half = 0.5; half < 20.0; half *= 2.0) {
            const track one = track_put(0.0, 0.0, categories[k]);
            const int64_t middle_ns = 3 * FUSION_SECOND;
            const track_place middle = track_place_about(&one, middle_ns);
            const cv_noise q = one.filter.set->broad;
            const double acceleration = (2.0 * q.horizontal + q.vertical) * pow(half, 3.0) / 3.0;
            const double reach = step_reach(&one, &middle, half);
            CU_ASSERT_DOUBLE_EQUAL(reach,
                                   130.0 * half + 6.0 * (sqrt(middle.position_trace) +
                                                         sqrt(middle.velocity_trace) * half +
                                                         sqrt(acceleration)),
                                   1e-9 * reach);
            for (double off = -1.0; off <= 1.0; off += 0.125) {
                const track_place then =
                    track_place_about(&one, middle_ns + (int64_t)(off * half * 1e9));
                double apart2 = 0.0;
                for (int i = 0; i < 3; i++)
                    apart2 += pow(then.position[i] - middle.position[i], 2.0);
                CU_ASSERT_TRUE(sqrt(apart2) + 6.0 * sqrt(then.position_trace) <= reach);
            }
        }
}

CU_TestInfo step_near_tests[] = {
    {"six sigma of both are near", six_sigma_of_both_are_near},
    {"a line is as wide as its angle is unsure", a_line_is_as_wide_as_its_angle_is_unsure},
    {"a line begins where it is seen from and is 600 km long",
     a_line_begins_where_it_is_seen_from_and_is_600_km_long},
    {"what cannot be of one object is never near", what_cannot_be_of_one_object_is_never_near},
    {"reach bounds where it may be", reach_bounds_where_it_may_be},
    CU_TEST_INFO_NULL,
};
