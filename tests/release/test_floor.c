/* What a position step makes of a report, and what it denies. */
#include "release/displace.h"
#include "release/floor_stage.h"
#include "release/gate.h"
#include "suites.h"

#include "geo/angle.h"
#include "geo/turn.h"
#include "geo/wgs84.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static displacement drawn(const fusion_report *report, size_t rung, int64_t time_ns)
{
    displacer *with = displacer_create();
    const displace_source source = {exercise_key, "rok-sky", report->number, report->began_ns,
                                    true};
    const displacement by = displace_at(with, &source, rung, time_ns);
    displacer_destroy(with);
    return by;
}

static void a_track_is_moved_by_what_is_drawn_for_its_time_on_the_grid(void)
{
    set_stage((words){.altitude = "1 km"});
    const fusion_report report = track_at_second(13.0), there = track_at_second(10.0);
    fusion_release release;
    CU_ASSERT_TRUE_FATAL(given(&report, JAPAN, &release));
    CU_ASSERT_EQUAL(release.report.time_ns, START + 10 * FUSION_SECOND);
    CU_ASSERT_EQUAL(release.release_ns, START + 20 * FUSION_SECOND);
    CU_ASSERT_EQUAL(release.report.stamp_ns, release.release_ns);
    const displacement by = drawn(&report, 3, release.report.time_ns);
    double local[3], velocity[3], axes[9], lat, lon, height;
    offset_from(&release, there.as.state.position, local);
    /* Metres of the ground, seen 8 km up; rounded to 11 m. */
    const double wider = 1.0 + 8000.0 / WGS84_A;
    CU_ASSERT_DOUBLE_EQUAL(local[0], wider * by.place[0], 7.0);
    CU_ASSERT_DOUBLE_EQUAL(local[1], wider * by.place[1], 7.0);
    wgs84_from_ecef(release.report.as.state.position, &lat, &lon, &height);
    CU_ASSERT_DOUBLE_EQUAL(height, 8000.0, 1e-6); /* a multiple of 1 km: nothing vertical */
    wgs84_axes(lat, lon, axes);
    turn_to_local(axes, release.report.as.state.velocity, velocity);
    CU_ASSERT_DOUBLE_EQUAL(velocity[0], 200.0 + by.rate[0], 0.6); /* whole, and the earth bends */
    CU_ASSERT_DOUBLE_EQUAL(velocity[1], 30.0 + by.rate[1], 0.6);
    const displace_source source = {exercise_key, "rok-sky", 7, report.began_ns, true};
    CU_ASSERT_EQUAL(release.report.number, displace_number(&source));
    CU_ASSERT_EQUAL(release.report.began_ns, 0);
    CU_ASSERT_EQUAL(release.floor, 5000);
    CU_ASSERT_EQUAL(release.grid, 10);
    end_stage();
}

static bool same_given(const fusion_report *one, const fusion_report *other)
{
    fusion_release a, b;
    bool same = given(one, JAPAN, &a);
    same = given(other, JAPAN, &b) && same;
    return same && memcmp(&a, &b, sizeof a) == 0;
}

static void covariance_height_scan_and_receipt_of_the_source_change_no_byte(void)
{
    set_stage((words){0});
    const fusion_report one = track_at_second(11.0);
    fusion_report other = one;
    other.as.state.covariance[0] = 400000.0; /* long to the side: below 1,250 m, as the other */
    other.as.state.covariance[1] = 3000.0;
    other.as.state.covariance[15] = 25.0;
    CU_ASSERT_TRUE(same_given(&one, &other));
    other = one;
    other.scan = 77;
    other.stamp_ns += FUSION_SECOND / 2;
    other.as.state.track_status = 1;
    CU_ASSERT_TRUE(same_given(&one, &other));
    other = track_at_second(12.9); /* another moment of the same even path */
    CU_ASSERT_TRUE(same_given(&one, &other));
    const fusion_report high = track_at_second(10.0);
    fusion_report low = high;
    double lat, lon, height;
    wgs84_from_ecef(high.as.state.position, &lat, &lon, &height);
    wgs84_to_ecef(lat, lon, 3000.0, low.as.state.position);
    for (unsigned key = 1; key <= 20; key++) { /* some of them move it far */
        take_key(key);
        CU_ASSERT_TRUE(same_given(&high, &low));
    }
    end_stage();
}

static void a_withheld_velocity_changes_no_byte_at_a_time_of_the_grid(void)
{
    set_stage((words){.velocity = "withheld"});
    const fusion_report one = track_at_second(10.0);
    fusion_report other = one;
    other.as.state.velocity[0] += 150.0;
    CU_ASSERT_TRUE(same_given(&one, &other));
    fusion_release release;
    CU_ASSERT_TRUE(given(&one, JAPAN, &release));
    CU_ASSERT_EQUAL(release.report.as.state.velocity_kind, FUSION_VELOCITY_NONE);
    end_stage();
}

static void the_check_can_see_what_does_differ(void)
{
    set_stage((words){0});
    const fusion_report one = track_at_second(11.0);
    fusion_report other = one;
    other.number = 8;
    CU_ASSERT_FALSE(same_given(&one, &other));
    other = one;
    other.began_ns++; /* the same number begun anew */
    CU_ASSERT_FALSE(same_given(&one, &other));
    other = one;
    other.as.state.covariance[0] = 1700.0 * 1700.0; /* another class */
    CU_ASSERT_FALSE(same_given(&one, &other));
    other = track_at_second(21.0);
    CU_ASSERT_FALSE(same_given(&one, &other));
    end_stage();
}

static void whoever_gets_a_step_gets_the_same_place_by_whatever_way(void)
{
    set_stage((words){0});
    const fusion_report report = track_at_second(1.0);
    fusion_release japan, america, by_hub;
    CU_ASSERT_TRUE_FATAL(given(&report, JAPAN, &japan) && given(&report, AMERICA, &america) &&
                         given(&report, JAPAN_BY_HUB, &by_hub));
    CU_ASSERT_EQUAL(memcmp(&japan, &america, sizeof japan), 0);
    CU_ASSERT_EQUAL(by_hub.release_ns, START + 40 * FUSION_SECOND); /* 31 s, and on */
    CU_ASSERT_EQUAL(memcmp(&japan.report.as, &by_hub.report.as, sizeof japan.report.as), 0);
    CU_ASSERT_EQUAL(japan.report.number, by_hub.report.number);
    end_stage();
}

static void a_coarser_step_is_moved_on_from_the_finer(void)
{
    set_stage((words){0});
    const fusion_report report = track_at_second(0.0);
    fusion_release near, far;
    double local[3];
    CU_ASSERT_TRUE_FATAL(given(&report, JAPAN, &near) && given(&report, BRITAIN, &far));
    const displacement five = drawn(&report, 3, START), ten = drawn(&report, 4, START);
    offset_from(&far, near.report.as.state.position, local);
    CU_ASSERT_DOUBLE_EQUAL(local[0], ten.place[0] - five.place[0], 30.0); /* two roundings, */
    CU_ASSERT_DOUBLE_EQUAL(local[1], ten.place[1] - five.place[1], 30.0); /* and bent axes */
    CU_ASSERT_EQUAL(far.report.number, near.report.number);
    CU_ASSERT_EQUAL(far.release_ns, START + 20 * FUSION_SECOND);
    end_stage();
}

static void the_covariance_is_that_of_the_step(void)
{
    set_stage((words){0});
    const fusion_report report = track_at_second(0.0);
    fusion_release release;
    CU_ASSERT_TRUE_FATAL(given(&report, JAPAN, &release));
    double lat, lon, height, axes[9], p[21];
    const fusion_state *state = &release.report.as.state;
    wgs84_from_ecef(state->position, &lat, &lon, &height);
    wgs84_axes(lat, lon, axes);
    turn_covariance6_to_local(axes, state->covariance, p);
    /* 1.5 F^2 + (F / 4)^2; v^2 (1 + 0.75 + 0.84) + (5 m/s)^2. Relative rounding of two turns. */
    CU_ASSERT_DOUBLE_EQUAL(p[0], 1.5625 * 25e6, 1e-3);
    CU_ASSERT_DOUBLE_EQUAL(p[6], 1.5625 * 25e6, 1e-3);
    CU_ASSERT_DOUBLE_EQUAL(p[1], 0.0, 1e-3);
    CU_ASSERT_DOUBLE_EQUAL(p[15], 284.0, 1e-6);
    CU_ASSERT_DOUBLE_EQUAL(p[18], 284.0, 1e-6);
    CU_ASSERT_FALSE(state->height_known);
    end_stage();
}

static bool gives(const fusion_report *report)
{
    fusion_release release;
    return given(report, JAPAN, &release);
}

static void what_cannot_be_moved_is_denied(void)
{
    set_stage((words){0});
    const fusion_report good = track_at_second(11.0);
    CU_ASSERT_TRUE(gives(&good));
    fusion_report report = good;
    report.number = 0;
    CU_ASSERT_FALSE(gives(&report));
    report = good;
    report.began_ns = 0; /* whether its number is new, other reports alone would say */
    CU_ASSERT_FALSE(gives(&report));
    report = good;
    report.kind = FUSION_PLOT;
    CU_ASSERT_FALSE(gives(&report));
    report.kind = FUSION_BEARING;
    CU_ASSERT_FALSE(gives(&report));
    report = good;
    report.as.state.velocity_kind = FUSION_VELOCITY_NONE;
    CU_ASSERT_FALSE(gives(&report));
    report.time_ns = report.stamp_ns = START + 20 * FUSION_SECOND;
    CU_ASSERT_TRUE(gives(&report)); /* on the grid: there is nothing to carry */
    report = good;
    report.as.state.updated_ns = report.time_ns - 20 * FUSION_SECOND;
    CU_ASSERT_TRUE(gives(&report));
    report.as.state.updated_ns--; /* coasting for longer than two steps of the grid */
    CU_ASSERT_FALSE(gives(&report));
    end_stage();
}

static void without_a_key_nothing_is_given(void)
{
    set_stage((words){0});
    const fusion_view view = {1u << JPN, 0};
    const fusion_report report = track_at_second(11.0);
    fusion_gate *unkeyed;
    fusion_decision decision;
    CU_ASSERT_EQUAL_FATAL(fusion_gate_create(on.book, &on.registry, &view, 1, &unkeyed), FUSION_OK);
    fusion_gate_decide(unkeyed, &report, &decision);
    CU_ASSERT_FALSE(decision.released);
    CU_ASSERT_EQUAL(fusion_gate_key(unkeyed, JPN, exercise_key), FUSION_OK); /* another's */
    fusion_gate_decide(unkeyed, &report, &decision);
    CU_ASSERT_FALSE(decision.released);
    CU_ASSERT_EQUAL(fusion_gate_key(unkeyed, 4, exercise_key), FUSION_OUT_OF_RANGE);
    fusion_gate_destroy(unkeyed);
    end_stage();
}

static void one_look_passes_in_each_step_of_the_grid(void)
{
    set_stage((words){0});
    size_t passed = 0;
    for (int i = 0; i < 100; i++) { /* a look each 4 s */
        const fusion_report report = track_at_second(1.3 + 4.0 * i);
        passed += gives(&report);
    }
    CU_ASSERT_EQUAL(passed, 40);
    fusion_report irregular = track_at_second(9.0);
    irregular.sensor = 1;
    CU_ASSERT_TRUE(gives(&irregular)); /* no antenna turns */
    end_stage();
}

/* The middle of "here" lies 10 km inside; 5 km of floor move many a place out, and others in. */
static void areas_are_asked_about_the_place_that_is_shown(void)
{
    set_stage((words){.where = "[here]"});
    size_t wrong = 0, inside = 0;
    for (unsigned i = 1; i <= 200; i++) {
        const fusion_report report = track_at_second(0.0);
        take_key(i);
        const displacement by = drawn(&report, 3, START);
        const double out = hypot(by.place[0], by.place[1]);
        if (fabs(out - 10e3) < 50.0)
            continue; /* near the edge: sphere and ellipsoid differ by some 20 m there */
        wrong += gives(&report) != (out < 10e3);
        inside += out < 10e3;
    }
    CU_ASSERT_EQUAL(wrong, 0);
    CU_ASSERT_TRUE(inside > 128 && inside < 166); /* 1 - exp(-100 / 75): 147, three sigma 19 */
    end_stage();
}

static void a_never_holds_at_the_true_and_at_the_shown_place(void)
{
    set_stage((words){.never =
                          "[{name: not-here, to: all, gives: [air], sensors: all, where: [here], "
                          "when: always}]"});
    fusion_report report = track_at_second(0.0);
    size_t given_away = 0, shown_in = 0;
    for (report.number = 1; report.number <= 100; report.number++)
        given_away += gives(&report); /* truly in it, wherever it is shown */
    CU_ASSERT_EQUAL(given_away, 0);
    double axes[9], east[3];
    wgs84_axes(lat0, lon0, axes);
    turn_to_ecef(axes, (const double[3]){15e3, 0.0, 0.0}, east);
    for (size_t i = 0; i < 3; i++)
        report.as.state.position[i] += east[i];
    for (unsigned i = 1; i <= 100; i++) {
        take_key(i);
        const displacement by = drawn(&report, 3, START);
        const double out = hypot(15e3 + by.place[0], by.place[1]);
        if (fabs(out - 10e3) < 50.0)
            continue;
        given_away += gives(&report) != (out > 10e3);
        shown_in += out < 10e3;
    }
    CU_ASSERT_EQUAL(given_away, 0);
    CU_ASSERT_TRUE(shown_in > 5);
    end_stage();
}

static void a_warning_has_a_moved_circle(void)
{
    set_stage((words){0});
    size_t within = 0;
    fusion_report report = track_at_second(70.0);
    report.categories = FUSION_MISSILE;
    for (unsigned i = 0; i < 400; i++) {
        fusion_release release;
        take_key(i);
        CU_ASSERT_TRUE_FATAL(warned(&report, BRITAIN, &release));
        const fusion_notice *circle = &release.report.as.notice;
        CU_ASSERT_TRUE(circle->has_circle);
        CU_ASSERT_EQUAL(release.report.time_ns, START + 60 * FUSION_SECOND);
        CU_ASSERT_EQUAL(circle->radius, 150e3);
        const double east = (circle->lon - lon0) * cos(lat0) * WGS84_A;
        within += hypot(east, (circle->lat - lat0) * WGS84_A) < circle->radius;
    }
    CU_ASSERT_TRUE(within >= 368 && within < 400); /* 95 %: 380, three sigma 13 */
    report.began_ns = 0;
    fusion_release release;
    CU_ASSERT_TRUE(warned(&report, BRITAIN, &release)); /* the event, and no place */
    CU_ASSERT_FALSE(release.report.as.notice.has_circle);
    CU_ASSERT_EQUAL(release.report.as.notice.lat, 0.0);
    end_stage();
}

static void one_event_looks_alike_within_its_minute(void)
{
    set_stage((words){0});
    fusion_report one = track_at_second(70.0), other = track_at_second(106.0);
    one.categories = other.categories = FUSION_MISSILE;
    fusion_release first, second;
    CU_ASSERT_TRUE_FATAL(warned(&one, BRITAIN, &first) && warned(&other, BRITAIN, &second));
    CU_ASSERT_EQUAL(memcmp(&first.report.as, &second.report.as, sizeof first.report.as), 0);
    CU_ASSERT_EQUAL(first.report.time_ns, second.report.time_ns);
    end_stage();
}

static void a_notice_s_circle_is_moved_and_grown(void)
{
    set_stage((words){0});
    fusion_report report = track_at_second(0.0);
    report.kind = FUSION_NOTICE;
    memset(&report.as, 0, sizeof report.as);
    report.as.notice = (fusion_notice){true, lat0, lon0, 2000.0, 0, "loud"};
    fusion_release release;
    CU_ASSERT_TRUE_FATAL(given(&report, JAPAN, &release));
    const displacement by = drawn(&report, 3, START);
    const fusion_notice *circle = &release.report.as.notice;
    CU_ASSERT_EQUAL(circle->radius, 17e3);
    /* Told in steps of 500 m; degrees of the ellipsoid differ by half a percent from those of A. */
    CU_ASSERT_DOUBLE_EQUAL((circle->lat - lat0) * WGS84_A, by.place[1], 400.0);
    CU_ASSERT_DOUBLE_EQUAL((circle->lon - lon0) * cos(lat0) * WGS84_A, by.place[0], 400.0);
    report.began_ns = 0;
    CU_ASSERT_TRUE(given(&report, JAPAN, &release));
    CU_ASSERT_FALSE(release.report.as.notice.has_circle);
    end_stage();
}

CU_TestInfo floor_tests[] = {
    {"a track is moved by what is drawn for its time on the grid",
     a_track_is_moved_by_what_is_drawn_for_its_time_on_the_grid},
    {"covariance, height, scan and receipt of the source change no byte",
     covariance_height_scan_and_receipt_of_the_source_change_no_byte},
    {"a withheld velocity changes no byte at a time of the grid",
     a_withheld_velocity_changes_no_byte_at_a_time_of_the_grid},
    {"the check can see what does differ", the_check_can_see_what_does_differ},
    {"whoever gets a step gets the same place, by whatever way",
     whoever_gets_a_step_gets_the_same_place_by_whatever_way},
    {"a coarser step is moved on from the finer", a_coarser_step_is_moved_on_from_the_finer},
    {"the covariance is that of the step", the_covariance_is_that_of_the_step},
    {"what cannot be moved is denied", what_cannot_be_moved_is_denied},
    {"without a key nothing is given", without_a_key_nothing_is_given},
    {"one look passes in each step of the grid", one_look_passes_in_each_step_of_the_grid},
    {"areas are asked about the place that is shown",
     areas_are_asked_about_the_place_that_is_shown},
    {"a never holds at the true and at the shown place",
     a_never_holds_at_the_true_and_at_the_shown_place},
    {"a warning has a moved circle", a_warning_has_a_moved_circle},
    {"one event looks alike within its minute", one_event_looks_alike_within_its_minute},
    {"a notice's circle is moved and grown", a_notice_s_circle_is_moved_and_grown},
    CU_TEST_INFO_NULL,
};
