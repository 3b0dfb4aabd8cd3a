/* Claims of sources in whole engines: what is shown, and what they do to association. */
#include "scene.h"
#include "suites.h"

#include <stdio.h>
#include <string.h>

static const scene_object aircraft = {37.0, 129.0, 8000.0, 200.0, 0.0, 0.0};

/* A sensor of another nation than ROK. */
static uint16_t foreign_sensor(scene *one, const char *code, const char *name, double period)
{
    const size_t nation = one->registry.nation_count++;
    strcpy(one->registry.nations[nation].code, code);
    const uint16_t sensor = scene_sensor(one, name, period);
    one->registry.sensors[sensor].nation = (uint8_t)nation;
    return sensor;
}

static fusion_release *says(scene *one, uint16_t sensor, double t, uint8_t identity,
                            uint8_t percent)
{
    fusion_release *release = scene_sight(one, sensor, t, &aircraft, 50.0);
    release->report.nation = one->registry.sensors[sensor].nation;
    release->report.identity = identity;
    release->report.identity_percent = percent;
    return release;
}

static void hide(fusion_release *release, bool nation_too)
{
    release->source_named = false;
    release->nation_named = !nation_too;
    if (nation_too)
        release->report.nation = FUSION_NATION_UNNAMED;
    release->report.sensor = fusion_sensor_unnamed(release->report.nation);
}

static void a_conflict_keeps_both_claims_with_who_made_them(void)
{
    for (int hidden = 0; hidden <= 2; hidden++) {
        scene *one = scene_new(601);
        const uint16_t own = scene_sensor(one, "rok-sky", 4.0);
        const uint16_t other = foreign_sensor(one, "JPN", "jpn-ship", 4.0);
        for (double t = 0.5; t < 40.0; t += 4.0) {
            says(one, own, t, FUSION_FRIEND, 0);
            fusion_release *theirs = says(one, other, t + 2.0, FUSION_HOSTILE, 80);
            if (hidden > 0)
                hide(theirs, hidden > 1);
        }
        fusion_engine *engine = scene_run(one, NULL, 40);
        const fusion_track *shown;
        CU_ASSERT_EQUAL_FATAL(scene_picture(engine, FUSION_CONFIRMED, &shown), 1);
        CU_ASSERT_TRUE(shown[0].marks & FUSION_MARK_CONFLICT);
        CU_ASSERT_EQUAL(shown[0].identity, FUSION_FRIEND); /* .09 of .09 + .04 + .005 */
        CU_ASSERT_EQUAL(shown[0].identity_percent, 67);
        CU_ASSERT_EQUAL_FATAL(shown[0].claim_count, 2);
        const fusion_claim *first = &shown[0].claims[0], *second = &shown[0].claims[1];
        CU_ASSERT_EQUAL(first->sensor, own);
        CU_ASSERT_EQUAL(first->identity, FUSION_FRIEND);
        CU_ASSERT_EQUAL(first->identity_percent, 0);
        const uint8_t nation = hidden > 1 ? FUSION_NATION_UNNAMED : 1;
        CU_ASSERT_EQUAL(second->nation, nation);
        CU_ASSERT_EQUAL(second->sensor, hidden > 0 ? fusion_sensor_unnamed(nation) : other);
        CU_ASSERT_EQUAL(second->identity, FUSION_HOSTILE);
        CU_ASSERT_EQUAL(second->identity_percent, 80);
        fusion_engine_destroy(engine);
    }
}

/* Two sensors of one nation, which alone is named, until `until`; the first goes on to 200 s, and
 * says `then`. Gives the track's marks at 100 s and at 200 s, and its claims at the first. */
static size_t hidden_sensors(double until, uint8_t then, uint32_t marks[2])
{
    scene *one = scene_new(602);
    const uint16_t first = scene_sensor(one, "rok-sky", 4.0);
    const uint16_t second = scene_sensor(one, "rok-east", 4.0);
    for (double t = 0.5; t < 200.0; t += 4.0) {
        hide(says(one, first, t, t < until ? FUSION_FRIEND : then, 0), false);
        if (t < until)
            hide(says(one, second, t + 2.0, FUSION_HOSTILE, 0), false);
    }
    const fusion_track *shown;
    fusion_engine *engine = scene_run(one, NULL, 100);
    CU_ASSERT_EQUAL_FATAL(scene_picture(engine, FUSION_CONFIRMED, &shown), 1);
    marks[0] = shown[0].marks;
    const size_t claims = shown[0].claim_count;
    for (int second_on = 101; second_on <= 200; second_on++)
        scene_epoch(one, engine, second_on);
    CU_ASSERT_EQUAL_FATAL(scene_picture(engine, FUSION_CONFIRMED, &shown), 1);
    marks[1] = shown[0].marks;
    fusion_engine_destroy(engine);
    return claims;
}

static void who_may_not_be_named_may_disagree(void)
{
    /* Behind one name the newest word stood for both: the identity went to and fro, and the
     * conflict between them was shown nowhere. */
    uint32_t marks[2];
    CU_ASSERT_EQUAL(hidden_sensors(200.0, FUSION_FRIEND, marks), 2);
    CU_ASSERT_TRUE(marks[0] & FUSION_MARK_CONFLICT);
    CU_ASSERT_TRUE(marks[1] & FUSION_MARK_CONFLICT);
}

static void who_may_not_be_named_may_change_its_mind(void)
{
    uint32_t marks[2];
    hidden_sensors(120.0, FUSION_HOSTILE, marks);
    CU_ASSERT_TRUE(marks[0] & FUSION_MARK_CONFLICT);
    CU_ASSERT_FALSE(marks[1] & FUSION_MARK_CONFLICT);
}

static void who_agrees_shows_no_claims(void)
{
    scene *one = scene_new(602);
    const uint16_t own = scene_sensor(one, "rok-sky", 4.0);
    const uint16_t other = foreign_sensor(one, "JPN", "jpn-ship", 4.0);
    for (double t = 0.5; t < 40.0; t += 4.0) {
        says(one, own, t, FUSION_HOSTILE, 0);
        says(one, other, t + 2.0, FUSION_SUSPECT, 0);
    }
    fusion_engine *engine = scene_run(one, NULL, 40);
    const fusion_track *shown;
    CU_ASSERT_EQUAL_FATAL(scene_picture(engine, FUSION_CONFIRMED, &shown), 1);
    CU_ASSERT_FALSE(shown[0].marks & FUSION_MARK_CONFLICT);
    CU_ASSERT_EQUAL(shown[0].claim_count, 0);
    CU_ASSERT_EQUAL(shown[0].identity, FUSION_HOSTILE);
    CU_ASSERT_EQUAL(shown[0].identity_percent, 98); /* .63 / .645 */
    fusion_engine_destroy(engine);
}

/* One byte off in the address, or one report of another category, began a twin or hid the track
 * from its own reports. */
static void one_wrong_word_begins_no_second_track(void)
{
    for (int wrong = 0; wrong < 3; wrong++) {
        scene *one = scene_new(603);
        const uint16_t adsb = scene_sensor(one, "adsb", 0.0);
        one->registry.sensors[adsb].kind = FUSION_ADSB;
        for (int i = 0; i < 40; i++) {
            fusion_report *report = &says(one, adsb, i + 0.2, FUSION_NEUTRAL, 0)->report;
            report->number = 0x400E16;
            if (i != 20)
                continue;
            if (wrong == 0)
                report->number = 0x400E14;
            else if (wrong == 1)
                report->categories = FUSION_SURFACE;
            else
                report->identity = FUSION_HOSTILE;
        }
        fusion_engine *engine = scene_run(one, NULL, 0);
        for (int second = 1; second <= 40; second++) {
            scene_epoch(one, engine, second);
            const fusion_track *shown;
            if (second < 5)
                continue;
            CU_ASSERT_EQUAL_FATAL(scene_picture(engine, FUSION_CONFIRMED, &shown), 1);
            CU_ASSERT_EQUAL(shown[0].categories, FUSION_AIR);
            CU_ASSERT_TRUE(shown[0].newest_ns >= SCENE_START + (second - 3) * FUSION_SECOND);
        }
        fusion_engine_destroy(engine);
    }
}

/* Two abreast, 150 m apart, seen by radars whose noise is 100 m: words are all that tells them
 * apart. */
#define ABREAST 150.0

static int times_taken_for_the_other(bool with_words)
{
    int taken = 0;
    for (uint64_t seed = 0; seed < 20; seed++) {
        scene *one = scene_new(700 + seed);
        const uint16_t own = scene_sensor(one, "rok-sky", 4.0);
        const uint16_t other = foreign_sensor(one, "JPN", "jpn-ship", 4.0);
        for (double t = 0.5; t < 120.0; t += 4.0)
            for (int i = 0; i < 2; i++)
                for (int radar = 0; radar < 2; radar++) {
                    scene_object flown = aircraft;
                    flown.lat_deg += i * ABREAST / 110990.0;
                    const uint16_t sensor = radar ? other : own;
                    fusion_release *plot =
                        scene_sight(one, sensor, t + 2.0 * radar + 0.01 * i, &flown, 100.0);
                    plot->report.nation = (uint8_t)radar;
                    if (with_words)
                        plot->report.identity = i ? FUSION_HOSTILE : FUSION_FRIEND;
                }
        fusion_engine *engine = scene_run(one, NULL, 0);
        const fusion_track *shown;
        uint64_t southern = 0;
        for (int second = 1; second <= 120; second++) {
            scene_epoch(one, engine, second);
            if (second < 20 || scene_picture(engine, FUSION_CONFIRMED, &shown) != 2)
                continue;
            double place[3], velocity[3];
            scene_place(&aircraft, second, place, velocity);
            const int at = scene_distance(&shown[1], place) < scene_distance(&shown[0], place);
            taken += southern != 0 && southern != shown[at].number;
            southern = shown[at].number;
        }
        fusion_engine_destroy(engine);
    }
    return taken;
}

static void identities_tell_neighbours_apart(void)
{
    const int with = times_taken_for_the_other(true);
    const int without = times_taken_for_the_other(false);
    printf("\n    taken for the other %d times with identities, %d without ", with, without);
    CU_ASSERT_TRUE(2 * with < without);
}

CU_TestInfo claims_tests[] = {
    {"a conflict keeps both claims with who made them",
     a_conflict_keeps_both_claims_with_who_made_them},
    {"who may not be named may disagree", who_may_not_be_named_may_disagree},
    {"who may not be named may change its mind", who_may_not_be_named_may_change_its_mind},
    {"who agrees shows no claims", who_agrees_shows_no_claims},
    {"I1: one wrong word begins no second track", one_wrong_word_begins_no_second_track},
    {"identities tell neighbours apart", identities_tell_neighbours_apart},
    CU_TEST_INFO_NULL,
};
