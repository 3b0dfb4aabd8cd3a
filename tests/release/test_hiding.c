#include "release/books.h"
#include "release/gate.h"
#include "suites.h"
#include "track/chance.h"

#include "estimate/height.h"
#include "geo/turn.h"
#include "geo/wgs84.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Everything that ROK and USA see goes to JPN, in the form that is put for FORM. */
static const char all_to_jpn[] =
    "format: picket-rules-1\n"
    "title: \"Hiding\"\n"
    "nations: [{code: JPN, name: \"Japan\", role: nation}, {code: ROK, name: \"South Korea\", "
    "role: "
    "nation}, {code: USA, name: \"the United States\", role: nation}]\n"
    "sensors: [{name: rok-sky, nation: ROK, kind: air-search, sends: [plot, track, notice], "
    "period: 4 s}, {name: rok-sea, nation: ROK, kind: coastal, sends: [plot, track, notice], "
    "period: 10 s}, {name: usa-sky, nation: USA, kind: air-search, sends: [plot, track, notice], "
    "period: irregular}]\n"
    "forms:\n"
    "  - {name: nation, shows: track, delay: 0 s, every: report, position: exact, velocity: exact, "
    "altitude: exact, identity: withheld, label: withheld, source: nation}\n"
    "  - {name: hidden, shows: track, delay: 0 s, every: report, position: exact, velocity: exact, "
    "altitude: exact, identity: withheld, label: withheld, source: hidden}\n"
    "  - {name: moved, shows: track, delay: 0 s, every: report, position: 5 km, velocity: "
    "withheld, "
    "altitude: withheld, identity: withheld, label: withheld, source: nation}\n"
    "agreements:\n"
    "  - name: gifts\n"
    "    title: \"All to Japan\"\n"
    "    terms: {parties: [JPN, ROK, USA], notice: none, until: open, given-before: stays}\n"
    "    events: [{at: 1999-01-01T00:00:00Z, becomes: in-force}]\n"
    "    clauses:\n"
    "      - {name: rok-to-jpn, from: ROK, to: [JPN], via: direct, gives: all, products: [tracks, "
    "notices], sensors: all, where: everywhere, when: always, form: FORM}\n"
    "      - {name: usa-to-jpn, from: USA, to: [JPN], via: direct, gives: all, products: [tracks, "
    "notices], sensors: all, where: everywhere, when: always, form: FORM}\n"
    "owners: none\n"
    "rules: [{name: gifts, agreements: [gifts]}]\n"
    "examples:\n"
    "  - {name: one-plot, rule: gifts, at: 2000-06-01T03:00:00Z, given: {sensor: rok-sky, report: "
    "plot, categories: [air], position: 39.0 N 127.5 E, altitude: 20 km, caveats: none}, declared: "
    "none, expect: [{who: [JPN], sees: SEES, after: 0 s}, {who: everyone-else, sees: nothing}]}\n";

#define START   (INT64_C(946684800) * FUSION_SECOND)
#define SECONDS 40
#define FEEDS   20
#define TRACKS  256

typedef struct stage {
    fusion_book *book;
    fusion_registry registry;
    fusion_gate *gate;
    size_t sensors; /* the first so many may stand for one another */
    fusion_engine *engines[2];
    uint64_t chance;
} stage;

static stage on;

static void set_stage_of(const char *kind, const char *form, const char *sees, size_t sensors)
{
    char *of_kind = book_changed(all_to_jpn, "report: plot", kind);
    char *formed = book_changed(of_kind, "FORM", form);
    char *text = book_changed(formed, "SEES", sees);
    on = (stage){.book = book_from(text), .sensors = sensors};
    free(of_kind);
    free(formed);
    free(text);
    CU_ASSERT_PTR_NOT_NULL_FATAL(on.book);
    fusion_book_registry(on.book, &on.registry);
    const fusion_view jpn = {.audience = 1, .rule = 0};
    CU_ASSERT_EQUAL_FATAL(fusion_gate_create(on.book, &on.registry, &jpn, 1, &on.gate), FUSION_OK);
}

static void set_stage(const char *form, const char *sees, size_t sensors)
{
    set_stage_of("report: plot", form, sees, sensors);
}

static void end_stage(void)
{
    fusion_gate_destroy(on.gate);
    fusion_book_destroy(on.book);
}

/* One of three objects, 30 km apart and flying north, that a radar has measured to 50 m. */
static void add_state(fusion_report *report, unsigned object, double seconds)
{
    fusion_state *state = &report->as.state;
    double axes[9];
    const double north[3] = {0.0, 200.0, 0.0};
    wgs84_to_ecef(0.65, 2.2 + 0.006 * object, 9000.0, state->position);
    wgs84_axes(0.65, 2.2 + 0.006 * object, axes);
    turn_to_ecef(axes, north, state->velocity);
    for (int i = 0; i < 3; i++)
        state->position[i] += seconds * state->velocity[i] + 50.0 * chance_normal(&on.chance);
    static const size_t diagonal[6] = {0, 6, 11, 15, 18, 20};
    for (size_t i = 0; i < 6; i++)
        state->covariance[diagonal[i]] = i < 3 ? 2500.0 : 100.0;
    state->velocity_kind = FUSION_VELOCITY_FULL;
    state->height_known = report->kind != FUSION_PLOT || chance_next(&on.chance) % 2 == 0;
}

static fusion_report draw_report(double seconds)
{
    static const uint8_t kinds[] = {FUSION_PLOT, FUSION_PLOT, FUSION_PLOT, FUSION_TRACK_STATE,
                                    FUSION_NOTICE};
    fusion_report report;
    memset(&report, 0, sizeof report);
    report.kind = kinds[chance_next(&on.chance) % 5];
    report.time_ns = START + (int64_t)(seconds * 1e9);
    report.categories = FUSION_AIR;
    if (report.kind == FUSION_NOTICE)
        report.as.notice.until_ns = report.time_ns + 10 * FUSION_SECOND;
    else
        add_state(&report, (unsigned)(chance_next(&on.chance) % 3), seconds);
    return report;
}

/* Draws all that a form without source, label and identity withholds; of a plot without height also
 * how it bends, which tells the range. */
static void draw_withheld(fusion_report *report)
{
    uint64_t *chance = &on.chance;
    report->sensor = (uint16_t)(chance_next(chance) % on.sensors);
    report->nation = on.registry.sensors[report->sensor].nation;
    report->scan = (uint32_t)(chance_next(chance) % 4);
    report->number = chance_next(chance) % 4;
    report->began_ns = (int64_t)(chance_next(chance) % 3);
    report->stamp_ns = report->time_ns + (int64_t)(chance_next(chance) % 100) * 1000000;
    report->identity = (uint8_t)(chance_next(chance) % 8);
    report->identity_percent = (uint8_t)(chance_next(chance) % 101);
    report->type_code = (uint32_t)(chance_next(chance) % 3);
    report->caveats.no_relay = chance_next(chance) % 2;
    report->caveats.not_to = (uint32_t)(chance_next(chance) % 2) << 2;
    snprintf(report->label, sizeof report->label, "contact %u", (unsigned)report->number);
    if (report->kind == FUSION_NOTICE)
        snprintf(report->as.notice.text, sizeof report->as.notice.text, "by %u", report->sensor);
    for (size_t i = 0; report->kind == FUSION_PLOT && i < 3; i++)
        report->as.state.bend[i] = 1e-5 * chance_normal(chance);
    if (report->kind == FUSION_TRACK_STATE) {
        report->as.state.track_status = (uint8_t)(1 + chance_next(chance) % 4);
        report->as.state.updated_ns = report->time_ns - (int64_t)(chance_next(chance) % 1000);
    }
}

/* What the receiver gets, at one time whatever the stamp: a form may delay one more than another.
 */
static fusion_release given(const fusion_report *report)
{
    fusion_release release;
    fusion_decision decision;
    memset(&release, 0, sizeof release);
    fusion_gate_decide(on.gate, report, &decision);
    CU_ASSERT_TRUE(decision.released);
    decision.release_ns = report->time_ns + FUSION_SECOND / 10;
    CU_ASSERT_TRUE(fusion_gate_apply(on.gate, report, &decision, &release));
    return release;
}

/* Whether a report and one that differs in what is withheld are given as one. */
static bool same_releases(uint64_t seed)
{
    on.chance = seed;
    bool same = true;
    for (int i = 0; i < 1000; i++) {
        fusion_report one = draw_report(1.0), other = one;
        draw_withheld(&one);
        draw_withheld(&other);
        const fusion_release a = given(&one), b = given(&other);
        same = same && memcmp(&a, &b, sizeof a) == 0;
    }
    return same;
}

static bool same_track(const fusion_track *a, const fusion_track *b)
{
    return a->number == b->number && a->newest_ns == b->newest_ns && a->status == b->status &&
           a->categories == b->categories && a->identity == b->identity && a->marks == b->marks &&
           a->form == b->form && a->nations == b->nations && a->type_code == b->type_code &&
           strcmp(a->label, b->label) == 0 &&
           memcmp(a->position, b->position, sizeof a->position) == 0 &&
           memcmp(a->velocity, b->velocity, sizeof a->velocity) == 0 &&
           memcmp(a->covariance, b->covariance, sizeof a->covariance) == 0 &&
           memcmp(a->sensors, b->sensors, sizeof a->sensors) == 0;
}

static bool same_tracks(size_t *confirmed)
{
    static fusion_track shown[2][TRACKS];
    size_t count[2];
    for (size_t k = 0; k < 2; k++)
        CU_ASSERT_EQUAL_FATAL(fusion_engine_read(on.engines[k], shown[k], TRACKS, &count[k]),
                              FUSION_OK);
    *confirmed = 0;
    bool same = count[0] == count[1];
    for (size_t i = 0; same && i < count[0]; i++) {
        same = same_track(&shown[0][i], &shown[1][i]);
        *confirmed += shown[0][i].status == FUSION_CONFIRMED;
    }
    return same;
}

static bool same_notices(void)
{
    static fusion_released_notice shown[2][TRACKS];
    size_t count[2];
    for (size_t k = 0; k < 2; k++)
        CU_ASSERT_EQUAL_FATAL(fusion_engine_notices(on.engines[k], shown[k], TRACKS, &count[k]),
                              FUSION_OK);
    bool same = count[0] == count[1];
    for (size_t i = 0; same && i < count[0]; i++)
        same = shown[0][i].number == shown[1][i].number &&
               memcmp(&shown[0][i].release, &shown[1][i].release, sizeof shown[0][i].release) == 0;
    return same;
}

static bool same_counts(void)
{
    const fusion_engine_counts a = fusion_engine_count(on.engines[0]);
    const fusion_engine_counts b = fusion_engine_count(on.engines[1]);
    CU_ASSERT_EQUAL(a.refused, 0);
    return memcmp(&a, &b, sizeof a) == 0;
}

static void feed_second(int second)
{
    for (int i = 0; i < 4; i++) {
        const fusion_report seen = draw_report(second + 0.2 * i);
        for (size_t k = 0; k < 2; k++) {
            fusion_report report = seen;
            draw_withheld(&report);
            const fusion_release release = given(&report);
            CU_ASSERT_EQUAL(fusion_engine_feed(on.engines[k], &release, 1), FUSION_OK);
        }
    }
}

/* Two engines are fed reports that differ in what is withheld: whether every picture is the same.
 */
static bool same_pictures(uint64_t seed)
{
    const fusion_engine_settings settings = fusion_engine_defaults();
    on.chance = seed;
    bool same = true;
    size_t confirmed = 0;
    for (size_t k = 0; k < 2; k++)
        on.engines[k] = fusion_engine_create(&settings, &on.registry);
    for (int second = 0; second < SECONDS; second++) {
        feed_second(second);
        for (size_t k = 0; k < 2; k++)
            CU_ASSERT_EQUAL(
                fusion_engine_close(on.engines[k], START + (second + 1) * FUSION_SECOND),
                FUSION_OK);
        same = same && same_tracks(&confirmed) && same_notices() && same_counts();
    }
    CU_ASSERT_TRUE(!same || confirmed > 0);
    for (size_t k = 0; k < 2; k++)
        fusion_engine_destroy(on.engines[k]);
    return same;
}

static void check_hides(const char *form, const char *sees, size_t sensors, uint64_t seed)
{
    set_stage(form, sees, sensors);
    CU_ASSERT_TRUE(same_releases(seed));
    for (uint64_t feed = seed; feed < seed + FEEDS; feed++)
        if (!same_pictures(feed)) {
            printf("\n    form %s, seed %llu: pictures differ ", form, (unsigned long long)feed);
            CU_FAIL("what is withheld changed a picture");
        }
    end_stage();
}

static void which_sensor_of_the_nation_it_was_changes_nothing(void)
{
    check_hides("nation", "[identity withheld, label withheld, source nation]", 2, 8100);
}

static void whose_sensor_it_was_changes_nothing_where_that_is_hidden(void)
{
    check_hides("hidden", "[identity withheld, label withheld, source hidden]", 3, 8200);
}

static void the_check_can_see_a_source(void)
{
    set_stage("exact", "exact", 2);
    CU_ASSERT_FALSE(same_releases(8300));
    CU_ASSERT_FALSE(same_pictures(8300));
    end_stage();
    set_stage("nation", "[identity withheld, label withheld, source nation]", 3);
    CU_ASSERT_FALSE(same_releases(8300));
    CU_ASSERT_FALSE(same_pictures(8300));
    end_stage();
}

/* A track of rok-sky at a time of its grid, to which it need not be carried. */
static fusion_report draw_to_be_moved(int second)
{
    fusion_report report;
    memset(&report, 0, sizeof report);
    report.kind = FUSION_TRACK_STATE;
    report.time_ns = START + 10 * second * FUSION_SECOND;
    report.categories = FUSION_AIR;
    report.sensor = (uint16_t)fusion_sensor_find(&on.registry, "rok-sky");
    report.nation = on.registry.sensors[report.sensor].nation;
    report.number = 1 + chance_next(&on.chance) % 3;
    report.began_ns = START - FUSION_SECOND;
    report.as.state.velocity_kind = FUSION_VELOCITY_FULL;
    report.as.state.height_known = true;
    return report;
}

/* All that a moved place leaves out: how high and how fast it is, and how well that is known, as
 * far as it is better than the floor. */
static void draw_left_out(fusion_report *report, double lat, double lon)
{
    const fusion_report was = *report;
    fusion_state *state = &report->as.state;
    draw_withheld(report);
    report->sensor = was.sensor;
    report->nation = was.nation;
    report->number = was.number;
    report->began_ns = was.began_ns;
    wgs84_to_ecef(lat, lon, 100.0 * (double)(chance_next(&on.chance) % 120), state->position);
    for (size_t i = 0, k = 0; i < 6; k += 6 - i++)
        state->covariance[k] =
            (i < 3 ? 90000.0 : 4.0) * (1.0 + (double)(chance_next(&on.chance) % 8));
    for (size_t i = 0; i < 3; i++)
        state->velocity[i] = 100.0 * chance_normal(&on.chance);
    for (size_t i = 0; i < 3; i++)
        state->bend[i] = 1e-5 * chance_normal(&on.chance);
    state->climb_believed = chance_next(&on.chance) % 2 == 0;
}

static void set_moving_stage(void)
{
    static const uint8_t keys[3][FUSION_EXERCISE_KEY] = {{1}, {2}, {3}};
    set_stage_of("report: track", "moved",
                 "[position 5 km, velocity withheld, altitude withheld, identity withheld, label "
                 "withheld, source nation]",
                 1);
    for (uint8_t n = 0; n < 3; n++)
        CU_ASSERT_EQUAL_FATAL(fusion_gate_key(on.gate, n, keys[n]), FUSION_OK);
    on.chance = 8500;
}

static void what_a_moved_place_leaves_out_changes_nothing(void)
{
    size_t differ = 0;
    set_moving_stage();
    for (int i = 0; i < 2000; i++) {
        fusion_report one = draw_to_be_moved(i), other = one;
        const double lat = 0.6 + 1e-4 * i, lon = 2.2 + 1e-5 * i;
        draw_left_out(&one, lat, lon);
        draw_left_out(&other, lat, lon);
        const fusion_release a = given(&one), b = given(&other);
        differ += memcmp(&a, &b, sizeof a) != 0;
    }
    CU_ASSERT_EQUAL(differ, 0);
    end_stage();
}

/* The prior's variance, and one on the edge of two classes of accuracy, as the decoder turns them:
 * in the last bits the turn is of the true place. */
static void give_no_height(fusion_report *report, double lat, double lon)
{
    fusion_state *state = &report->as.state;
    double height, sigma, axes[9], local[21] = {0.0};
    static const size_t of_velocity[3] = {15, 18, 20};
    height_prior(report->categories, &height, &sigma);
    local[0] = local[6] = 1250.0 * 1250.0;
    local[11] = sigma * sigma;
    for (size_t i = 0; i < 3; i++)
        local[of_velocity[i]] = 25.0;
    wgs84_to_ecef(lat, lon, height, state->position);
    wgs84_axes(lat, lon, axes);
    turn_covariance6_to_ecef(axes, local, state->covariance);
    state->height_known = false;
}

/* 60 um apart, which roundings to 11 m hide but where they fall between: in 1 of 100,000. */
static void a_moved_place_without_height_tells_no_last_bits(void)
{
    size_t differ = 0;
    set_moving_stage();
    for (int i = 0; i < 2000; i++) {
        fusion_report one = draw_to_be_moved(i), other = one;
        const double lat = 0.6 + 1e-4 * i, lon = 2.2 + 1e-5 * i;
        give_no_height(&one, lat, lon);
        give_no_height(&other, lat + 1e-11, lon);
        const fusion_release a = given(&one), b = given(&other);
        differ += memcmp(&a, &b, sizeof a) != 0;
    }
    CU_ASSERT_EQUAL(differ, 0);
    end_stage();
}

static void the_check_can_see_a_moved_place(void)
{
    size_t differ = 0;
    set_moving_stage();
    for (int i = 0; i < 100; i++) {
        fusion_report one = draw_to_be_moved(i), other = one;
        draw_left_out(&one, 0.6, 2.2);
        draw_left_out(&other, 0.6 + 1e-5, 2.2); /* 64 m */
        const fusion_release a = given(&one), b = given(&other);
        differ += memcmp(&a, &b, sizeof a) != 0;
    }
    CU_ASSERT_EQUAL(differ, 100);
    end_stage();
}

static void an_engine_refuses_a_source_that_is_not_released(void)
{
    set_stage("nation", "[identity withheld, label withheld, source nation]", 2);
    on.chance = 8400;
    fusion_report report = draw_report(0.0);
    draw_withheld(&report);
    fusion_release releases[5];
    for (size_t i = 0; i < 5; i++)
        releases[i] = given(&report);
    releases[1].report.sensor = report.sensor;
    releases[2].report.number = 7;
    releases[3].report.scan = 7;
    releases[4].nation_named = false;
    const fusion_engine_settings settings = fusion_engine_defaults();
    fusion_engine *engine = fusion_engine_create(&settings, &on.registry);
    CU_ASSERT_EQUAL(fusion_engine_feed(engine, releases, 5), FUSION_OK);
    CU_ASSERT_EQUAL(fusion_engine_close(engine, START + FUSION_SECOND), FUSION_OK);
    CU_ASSERT_EQUAL(fusion_engine_count(engine).refused, 4);
    fusion_engine_destroy(engine);
    end_stage();
}

CU_TestInfo hiding_tests[] = {
    {"which sensor of the nation it was changes nothing",
     which_sensor_of_the_nation_it_was_changes_nothing},
    {"whose sensor it was changes nothing where that is hidden",
     whose_sensor_it_was_changes_nothing_where_that_is_hidden},
    {"the check can see a source", the_check_can_see_a_source},
    {"what a moved place leaves out changes nothing",
     what_a_moved_place_leaves_out_changes_nothing},
    {"a moved place without height tells no last bits",
     a_moved_place_without_height_tells_no_last_bits},
    {"the check can see a moved place", the_check_can_see_a_moved_place},
    {"an engine refuses a source that is not released",
     an_engine_refuses_a_source_that_is_not_released},
    CU_TEST_INFO_NULL,
};
