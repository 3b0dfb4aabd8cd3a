/* What a measurement takes of a release, and what it refuses, field by field. */
#include "scene.h"
#include "suites.h"
#include "track/measure.h"

#include "geo/wgs84.h"

#include <string.h>

static const uint8_t key[16] = {1, 2, 3};
static const double lat = 0.6, lon = 2.2;
static scene *field;
static measure out;

/* A plot of the one radar, of 10, 20 and 20 m. */
static fusion_release plot(void)
{
    double place[3];
    if (!field) {
        field = scene_new(411);
        scene_sensor(field, "radar", 4.0);
    }
    field->count = 0;
    wgs84_to_ecef(lat, lon, 0.0, place);
    fusion_release made = *scene_plot(field, 0, 1.0, place, 20.0);
    made.report.as.state.covariance[0] = 100.0;
    return made;
}

static fusion_release sight(double azimuth)
{
    fusion_release made = plot();
    made.report.kind = FUSION_BEARING;
    memset(&made.report.as, 0, sizeof made.report.as);
    made.report.as.line = (fusion_line_of_sight){.azimuth = azimuth, .sigma_azimuth = 0.01};
    wgs84_to_ecef(lat, lon, 0.0, made.report.as.line.origin);
    return made;
}

static fusion_status make(const fusion_release *release)
{
    return measure_make(release, &field->registry, key, &out);
}

/* The release with one number of it put in its place. */
static void refuse(fusion_release release, double *number, fusion_release *made)
{
    static const double lost[3] = {(double)NAN, (double)INFINITY, -(double)INFINITY};
    for (int k = 0; k < 3; k++) {
        *made = release;
        *number = lost[k];
        CU_ASSERT_EQUAL(make(made), FUSION_NOT_FINITE);
    }
}

static void no_number_that_is_none_is_taken(void)
{
    fusion_release made;
    fusion_state *state = &made.report.as.state;
    const fusion_release good = plot();
    CU_ASSERT_EQUAL(make(&good), FUSION_OK);
    for (int i = 0; i < 3; i++) {
        refuse(good, &state->position[i], &made);
        refuse(good, &state->velocity[i], &made);
        refuse(good, &state->bend[i], &made);
    }
    for (int i = 0; i < 21; i++)
        refuse(good, &state->covariance[i], &made);
    const fusion_release line = sight(0.3);
    fusion_line_of_sight *of = &made.report.as.line;
    CU_ASSERT_EQUAL(make(&line), FUSION_OK);
    for (int i = 0; i < 3; i++)
        refuse(line, &of->origin[i], &made);
    refuse(line, &of->azimuth, &made);
    refuse(line, &of->elevation, &made);
    refuse(line, &of->sigma_azimuth, &made);
    refuse(line, &of->sigma_elevation, &made);
}

/* Each axis by itself; where a velocity has its accuracy, its axes too. */
static void no_covariance_without_volume_is_taken(void)
{
    static const int diagonal[6] = {0, 6, 11, 15, 18, 20};
    for (int axis = 0; axis < 6; axis++) {
        fusion_release made = plot();
        fusion_state *state = &made.report.as.state;
        for (int i = 3; i < 6; i++)
            state->covariance[diagonal[i]] = 9.0;
        state->velocity_kind = FUSION_VELOCITY_FULL;
        CU_ASSERT_EQUAL(make(&made), FUSION_OK);
        state->covariance[diagonal[axis]] = 0.0;
        CU_ASSERT_EQUAL(make(&made), FUSION_NOT_POSITIVE);
        state->velocity_kind = FUSION_VELOCITY_NONE;
        CU_ASSERT_EQUAL(make(&made), axis < 3 ? FUSION_NOT_POSITIVE : FUSION_OK);
    }
    fusion_release made = sight(0.3);
    made.report.as.line.sigma_elevation = -0.01;
    CU_ASSERT_EQUAL(make(&made), FUSION_NOT_POSITIVE);
}

/* Six sigma of all axes together: 6 sqrt(100 + 400 + 400); of a source's track 600 m for its lag.
 */
static void reach_is_six_sigma(void)
{
    fusion_release made = plot();
    CU_ASSERT_EQUAL(make(&made), FUSION_OK);
    CU_ASSERT_DOUBLE_EQUAL(out.reach, 180.0, 1e-9);
    made.report.kind = FUSION_TRACK_STATE;
    CU_ASSERT_EQUAL(make(&made), FUSION_OK);
    CU_ASSERT_DOUBLE_EQUAL(out.reach, 780.0, 1e-9);
}

/* Along it is where latitude and longitude lead: a metre on, by differences. Square to it is level
 * too. */
static void a_line_points_where_its_azimuth_says(void)
{
    double origin[3], north[3], east[3];
    const double step = 1e-6; /* rad, some 6 m; curved by 3e-6 m */
    wgs84_to_ecef(lat, lon, 0.0, origin);
    wgs84_to_ecef(lat + step, lon, 0.0, north);
    wgs84_to_ecef(lat, lon + step, 0.0, east);
    double n2 = 0.0, e2 = 0.0;
    for (int i = 0; i < 3; i++) {
        n2 += (north[i] - origin[i]) * (north[i] - origin[i]);
        e2 += (east[i] - origin[i]) * (east[i] - origin[i]);
    }
    for (double azimuth = -3.0; azimuth < 3.1; azimuth += 0.7) {
        const fusion_release made = sight(azimuth);
        CU_ASSERT_EQUAL(make(&made), FUSION_OK);
        for (int i = 0; i < 3; i++) {
            const double n = (north[i] - origin[i]) / sqrt(n2);
            const double e = (east[i] - origin[i]) / sqrt(e2);
            CU_ASSERT_DOUBLE_EQUAL(out.ahead[i], cos(azimuth) * n + sin(azimuth) * e, 2e-6);
            CU_ASSERT_DOUBLE_EQUAL(out.aside[i], cos(azimuth) * e - sin(azimuth) * n, 2e-6);
        }
    }
}

static fusion_release unnamed(bool nation)
{
    fusion_release made = plot();
    made.source_named = false;
    made.nation_named = nation;
    made.report.nation = nation ? 0 : FUSION_NATION_UNNAMED;
    made.report.sensor = fusion_sensor_unnamed(made.report.nation);
    return made;
}

static void who_is_not_named_bears_nothing_of_its_own(void)
{
    for (int nation = 0; nation < 2; nation++) {
        fusion_release made = unnamed(nation);
        CU_ASSERT_EQUAL(make(&made), FUSION_OK);
        made.report.scan = 1;
        CU_ASSERT_EQUAL(make(&made), FUSION_OUT_OF_RANGE);
        made = unnamed(nation);
        made.report.number = 1;
        CU_ASSERT_EQUAL(make(&made), FUSION_OUT_OF_RANGE);
        made = unnamed(nation);
        made.report.began_ns = 1;
        CU_ASSERT_EQUAL(make(&made), FUSION_OUT_OF_RANGE);
        made = unnamed(nation);
        made.report.sensor = 0; /* it is in the registry, but may not be said */
        CU_ASSERT_EQUAL(make(&made), FUSION_OUT_OF_RANGE);
        made = unnamed(nation);
        made.nation_named = !nation;
        CU_ASSERT_EQUAL(make(&made), FUSION_OUT_OF_RANGE);
    }
    fusion_release made = unnamed(true);
    made.report.nation = 1; /* there is one nation */
    made.report.sensor = fusion_sensor_unnamed(1);
    CU_ASSERT_EQUAL(make(&made), FUSION_OUT_OF_RANGE);
}

static fusion_release moved(void)
{
    fusion_release made = plot();
    made.report.kind = FUSION_TRACK_STATE;
    made.report.number = (UINT64_C(1) << 48) - 1;
    made.floor = 500;
    made.grid = 10;
    return made;
}

static void a_moved_place_has_a_number_and_a_grid(void)
{
    fusion_release made = moved();
    CU_ASSERT_EQUAL(make(&made), FUSION_OK);
    CU_ASSERT_EQUAL(out.floor, 500);
    CU_ASSERT_EQUAL(out.grid, 10);
    made.report.number = 1;
    CU_ASSERT_EQUAL(make(&made), FUSION_OK);
    made.report.number = 0;
    CU_ASSERT_EQUAL(make(&made), FUSION_OUT_OF_RANGE);
    made.report.number = UINT64_C(1) << 48;
    CU_ASSERT_EQUAL(make(&made), FUSION_OUT_OF_RANGE);
    made = moved();
    made.grid = 0;
    CU_ASSERT_EQUAL(make(&made), FUSION_OUT_OF_RANGE);
    made = moved();
    made.report.kind = FUSION_PLOT;
    CU_ASSERT_EQUAL(make(&made), FUSION_OUT_OF_RANGE);
    made = moved(); /* its number is keyed anew, and so may be borne by who is not named */
    made.source_named = made.nation_named = false;
    made.report.nation = FUSION_NATION_UNNAMED;
    made.report.sensor = fusion_sensor_unnamed(FUSION_NATION_UNNAMED);
    CU_ASSERT_EQUAL(make(&made), FUSION_OK);
}

static void all_that_is_said_is_kept(void)
{
    fusion_release made = plot();
    fusion_report *report = &made.report;
    made.release_ns = report->time_ns + 5;
    made.form = 2;
    report->number = 77;
    report->began_ns = 11;
    report->type_code = 13;
    report->identity = FUSION_HOSTILE;
    report->identity_percent = 80;
    strcpy(report->label, "BLUE 7");
    CU_ASSERT_EQUAL(make(&made), FUSION_OK);
    CU_ASSERT_EQUAL(out.time_ns, report->time_ns);
    CU_ASSERT_EQUAL(out.delay_ns, 5);
    CU_ASSERT_EQUAL(out.form, 2);
    CU_ASSERT_EQUAL(out.number, 77);
    CU_ASSERT_EQUAL(out.began_ns, 11);
    CU_ASSERT_EQUAL(out.type_code, 13);
    CU_ASSERT_EQUAL(out.identity, FUSION_HOSTILE);
    CU_ASSERT_EQUAL(out.identity_percent, 80);
    CU_ASSERT_EQUAL(out.categories, FUSION_AIR);
    CU_ASSERT_STRING_EQUAL(out.label, "BLUE 7");
    made.release_ns = report->time_ns - 1; /* measured after its release */
    CU_ASSERT_EQUAL(make(&made), FUSION_OUT_OF_RANGE);
}

CU_TestInfo measure_fields_tests[] = {
    {"no number that is none is taken", no_number_that_is_none_is_taken},
    {"no covariance without volume is taken", no_covariance_without_volume_is_taken},
    {"reach is six sigma", reach_is_six_sigma},
    {"a line points where its azimuth says", a_line_points_where_its_azimuth_says},
    {"who is not named bears nothing of its own", who_is_not_named_bears_nothing_of_its_own},
    {"a moved place has a number and a grid", a_moved_place_has_a_number_and_a_grid},
    {"all that is said is kept", all_that_is_said_is_kept},
    CU_TEST_INFO_NULL,
};
