/* Sensors held against what is claimed of them: right is silent, tenfold wrong is said. */
#include "fusion/conduct.h"
#include "scene.h"
#include "suites.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define RADARS  2
#define SECONDS 260
#define SEEDS   5

/* What the radars do, in figures; the registry is told otherwise by the tests. */
typedef struct truth {
    double period, detection, false_plots; /* s, of a look, a scan */
    double stated;                         /* accuracy that is stated over that which is */
    bool numbered;                         /* scans */
    double clutter;                        /* false plots a scan and m3 */
    int aircraft;
} truth;

/* Six false plots in a box of 222 by 178 km, under the 12 km of height that aircraft may have; the
 * aircraft, which plots tell of too, fly in the middle third of it. */
static const truth usual = {4.0, 0.9, 6.0, 1.0, true, 1.26e-14, 12};

static void add_false(scene *one, uint16_t radar, double begun, uint32_t scan, const truth *is)
{
    /* As many as whole, and one more by chance: the mean is right. */
    const double count = floor(is->false_plots + chance_unit(&one->chance));
    for (int i = 0; i < (int)count; i++) {
        const scene_object place = {36.0 + 2.0 * chance_unit(&one->chance),
                                    128.0 + 2.0 * chance_unit(&one->chance),
                                    2000.0 + 10000.0 * chance_unit(&one->chance),
                                    0.0,
                                    0.0,
                                    0.0};
        const double t = begun + is->period * chance_unit(&one->chance);
        scene_sight(one, radar, t, &place, 100.0)->report.scan = is->numbered ? scan : 0;
    }
}

static void add_looks(scene *one, uint16_t radar, double begun, uint32_t scan, const truth *is)
{
    for (int i = 0; i < is->aircraft; i++) {
        const scene_object flown = {36.2 + 0.4 * (i % 4), 128.2 + 0.5 * (i / 4), 8000.0,
                                    200.0 * cos(i),       200.0 * sin(i),        0.0};
        const double t = begun + is->period * (0.05 + 0.075 * i);
        if (chance_unit(&one->chance) >= is->detection)
            continue;
        fusion_release *plot = scene_sight(one, radar, t, &flown, 100.0);
        plot->report.scan = is->numbered ? scan : 0;
        for (int k = 0; k < 21; k++)
            plot->report.as.state.covariance[k] *= is->stated * is->stated;
    }
}

/* Plays two such radars, of which `claimed` is written down, and judges the first; the second is as
 * usual. */
static void judge(uint64_t seed, const truth *first, const truth *claimed,
                  fusion_finding findings[FUSION_CLAIMS_OF_SENSORS])
{
    scene *one = scene_new(seed);
    for (int radar = 0; radar < RADARS; radar++) {
        const uint16_t sensor = scene_sensor(one, radar ? "second" : "first", claimed->period);
        one->registry.sensors[sensor].detection = claimed->detection;
        one->registry.sensors[sensor].false_plots = claimed->false_plots;
        one->registry.sensors[sensor].clutter = claimed->clutter;
        const truth *is = radar == 0 ? first : &usual;
        uint32_t scan = 1;
        for (double t = 1.0 + radar; t < SECONDS - is->period; t += is->period, scan++) {
            add_looks(one, sensor, t, scan, is);
            add_false(one, sensor, t, scan, is);
        }
    }
    fusion_engine *engine = scene_run(one, NULL, SECONDS);
    const fusion_conduct of = fusion_engine_conduct(engine, 0);
    fusion_conduct_judge(&of, &one->registry.sensors[0], findings);
    fusion_engine_destroy(engine);
}

/* In each seed nothing differs but `what`, and that where it should. */
static void expect(const truth *is, const truth *claimed, unsigned what)
{
    fusion_finding findings[FUSION_CLAIMS_OF_SENSORS];
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        judge(1100 + seed, is, claimed, findings);
        for (unsigned k = 0; k < FUSION_CLAIMS_OF_SENSORS; k++) {
            if (k == what || findings[k].differs)
                printf("\n    %s: claimed %.3g, found %.3g ", fusion_claimed_name(k),
                       findings[k].claimed, findings[k].found);
            CU_ASSERT_EQUAL(findings[k].differs, k == what);
        }
    }
}

static void what_is_claimed_rightly_is_not_said(void)
{
    expect(&usual, &usual, FUSION_CLAIMS_OF_SENSORS);
    truth poor = usual;
    poor.detection = 0.7;
    poor.false_plots = 20.0;
    poor.clutter = usual.clutter * 20.0 / usual.false_plots;
    expect(&poor, &poor, FUSION_CLAIMS_OF_SENSORS);
    truth unnumbered = usual;
    unnumbered.numbered = false;
    expect(&unnumbered, &unnumbered, FUSION_CLAIMS_OF_SENSORS);
}

static void what_is_found_is_what_is(void)
{
    fusion_finding findings[FUSION_CLAIMS_OF_SENSORS];
    judge(1200, &usual, &usual, findings);
    CU_ASSERT_DOUBLE_EQUAL(findings[FUSION_CLAIMED_PERIOD].found, 4.0, 0.3); /* first of 12 seen */
    CU_ASSERT_DOUBLE_EQUAL(findings[FUSION_CLAIMED_ACCURACY].found, 1.0, 0.25); /* see conduct.h */
    CU_ASSERT_DOUBLE_EQUAL(findings[FUSION_CLAIMED_DETECTION].found, 0.9,
                           0.05); /* 3 sigma of 350 */
    /* 180 of them: 3 sigma are 1.3; what has not ended yet is not known to be false. */
    CU_ASSERT_DOUBLE_EQUAL(findings[FUSION_CLAIMED_FALSE_PLOTS].found, 6.0, 2.0);
}

static void a_detection_tenfold_wrong_is_said(void)
{
    truth claimed = usual;
    claimed.detection = 0.09;
    expect(&usual, &claimed, FUSION_CLAIMED_DETECTION);
    /* Of nine looks in ten that saw nothing only three in a row counted, and too few looks came
     * together: where a radar was all but blind beside another that was not, nothing was said. */
    const double seen_of_it[] = {0.3, 0.09};
    for (int i = 0; i < 2; i++) {
        truth blind = usual;
        blind.detection = seen_of_it[i];
        expect(&blind, &usual, FUSION_CLAIMED_DETECTION);
    }
    truth blind = usual;
    blind.detection = 0.05;
    claimed.detection = 0.5;
    expect(&blind, &claimed, FUSION_CLAIMED_DETECTION);
}

/* Three aircraft make 90 looks in a block: they were too few to say anything, ever. */
static void few_aircraft_tell_of_a_detection_too(void)
{
    truth few = usual, claimed = usual;
    few.aircraft = 3;
    expect(&few, &usual, FUSION_CLAIMS_OF_SENSORS);
    claimed.detection = 0.09;
    expect(&few, &claimed, FUSION_CLAIMED_DETECTION);
    few.detection = 0.3;
    expect(&few, &usual, FUSION_CLAIMED_DETECTION);
}

static void a_clutter_tenfold_wrong_is_said(void)
{
    truth claimed = usual;
    claimed.false_plots = 60.0;
    expect(&usual, &claimed, FUSION_CLAIMED_FALSE_PLOTS);
    claimed.false_plots = 0.6;
    expect(&usual, &claimed, FUSION_CLAIMED_FALSE_PLOTS);
}

static void a_density_of_clutter_tenfold_wrong_is_said(void)
{
    truth claimed = usual;
    claimed.clutter = 10.0 * usual.clutter;
    expect(&usual, &claimed, FUSION_CLAIMED_CLUTTER);
    claimed.clutter = 0.1 * usual.clutter;
    expect(&usual, &claimed, FUSION_CLAIMED_CLUTTER);
}

static void a_period_tenfold_wrong_is_said(void)
{
    truth claimed = usual;
    claimed.period = 40.0;
    expect(&usual, &claimed, FUSION_CLAIMED_PERIOD);
    claimed.period = 0.4;
    fusion_finding findings[FUSION_CLAIMS_OF_SENSORS];
    judge(1300, &usual, &claimed, findings);
    CU_ASSERT_TRUE(findings[FUSION_CLAIMED_PERIOD].differs);
    CU_ASSERT_DOUBLE_EQUAL(findings[FUSION_CLAIMED_PERIOD].found, 4.0, 0.3);
}

static void an_accuracy_stated_wrongly_is_said(void)
{
    truth is = usual;
    is.stated = 0.5;
    expect(&is, &usual, FUSION_CLAIMED_ACCURACY);
    is.stated = 3.0;
    expect(&is, &usual, FUSION_CLAIMED_ACCURACY);
}

/* Six aircraft that tell their place to 100 m, every 4 to 8 s, for ten minutes; they state 100 m
 * times `stated`. */
static fusion_finding accuracy_of_broadcasts(double stated)
{
    fusion_finding findings[FUSION_CLAIMS_OF_SENSORS];
    scene *one = scene_new(1400);
    const uint16_t sensor = scene_sensor(one, "adsb", 0.0);
    one->registry.sensors[sensor].kind = FUSION_ADSB;
    for (int i = 0; i < 6; i++) {
        const scene_object flown = {36.0 + 0.5 * i, 128.0, 8000.0, 200.0, 50.0, 0.0};
        for (double t = 1.0 + i; t < 599.0; t += 4.0 + 4.0 * chance_unit(&one->chance)) {
            fusion_release *plot = scene_sight(one, sensor, t, &flown, 100.0);
            plot->report.number = 0xabc000 + (uint64_t)i;
            for (int k = 0; k < 21; k++)
                plot->report.as.state.covariance[k] *= stated * stated;
        }
    }
    fusion_engine *engine = scene_run(one, NULL, 610);
    const fusion_conduct of = fusion_engine_conduct(engine, sensor);
    fusion_conduct_judge(&of, &one->registry.sensors[sensor], findings);
    fusion_engine_destroy(engine);
    for (unsigned k = 0; k < FUSION_CLAIMS_OF_SENSORS; k++)
        CU_ASSERT_TRUE(k == FUSION_CLAIMED_ACCURACY || !findings[k].known);
    return findings[FUSION_CLAIMED_ACCURACY];
}

static void who_broadcasts_a_place_too_well_is_told(void)
{
    /* Only sensors with a period were once counted, so no receiver of AIS or ADS-B ever differed.
     */
    const fusion_finding right = accuracy_of_broadcasts(1.0), wrong = accuracy_of_broadcasts(0.3);
    const fusion_finding shy = accuracy_of_broadcasts(5.0);
    printf("\n    found %.2f, %.2f, %.2f ", right.found, wrong.found, shy.found);
    CU_ASSERT_TRUE(right.known && !right.differs);
    CU_ASSERT_TRUE(wrong.known && wrong.differs && wrong.found > 1.3);
    CU_ASSERT_TRUE(shy.known && !shy.differs);
}

/* Nine aircraft in rows of three, so far apart, each seen at a time of its own in the scan, whose
 * scans are not numbered: what is found of the period. */
static fusion_finding period_of_nine(uint64_t seed, double is, double claimed, double apart)
{
    fusion_finding findings[FUSION_CLAIMS_OF_SENSORS];
    scene *one = scene_new(seed);
    const uint16_t radar = scene_sensor(one, "radar", claimed);
    for (double t = 1.0; t < SECONDS - is; t += is)
        for (int i = 0; i < 9; i++) {
            const scene_object flown = {36.0 + apart * (i % 3) / 110990.0,
                                        128.0 + apart * (i / 3) / 90000.0,
                                        8000.0,
                                        200.0,
                                        0.0,
                                        0.0};
            if (chance_unit(&one->chance) < 0.9)
                scene_sight(one, radar, t + is * (0.05 + 0.1 * i), &flown, 30.0);
        }
    fusion_engine *engine = scene_run(one, NULL, SECONDS);
    const fusion_conduct of = fusion_engine_conduct(engine, radar);
    fusion_conduct_judge(&of, &one->registry.sensors[radar], findings);
    fusion_engine_destroy(engine);
    printf("\n    of 9, %.0f m apart: claimed %.3g s, found %.3g s ", apart,
           findings[FUSION_CLAIMED_PERIOD].claimed, findings[FUSION_CLAIMED_PERIOD].found);
    return findings[FUSION_CLAIMED_PERIOD];
}

/* What lies on a track so soon after its last plot is a neighbour's: it was said that a radar of 4
 * s looks every 1.1 s. Where there are no neighbours, it is what it was taken for. */
static void neighbours_make_no_period_shorter(void)
{
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        CU_ASSERT_FALSE(period_of_nine(1500 + seed, 4.0, 4.0, 150.0).differs);
        const fusion_finding wrong = period_of_nine(1500 + seed, 4.0, 40.0, 30e3);
        CU_ASSERT_TRUE(wrong.differs);
        CU_ASSERT_DOUBLE_EQUAL(wrong.found, 4.0, 2.0); /* one that is missed makes 8 of 4 s */
    }
}

CU_TestInfo conduct_tests[] = {
    {"what is claimed rightly is not said", what_is_claimed_rightly_is_not_said},
    {"what is found is what is", what_is_found_is_what_is},
    {"a detection tenfold wrong is said", a_detection_tenfold_wrong_is_said},
    {"few aircraft tell of a detection too", few_aircraft_tell_of_a_detection_too},
    {"a clutter tenfold wrong is said", a_clutter_tenfold_wrong_is_said},
    {"a density of clutter tenfold wrong is said", a_density_of_clutter_tenfold_wrong_is_said},
    {"a period tenfold wrong is said", a_period_tenfold_wrong_is_said},
    {"neighbours make no period shorter", neighbours_make_no_period_shorter},
    {"an accuracy stated wrongly is said", an_accuracy_stated_wrongly_is_said},
    {"who broadcasts a place too well is told", who_broadcasts_a_place_too_well_is_told},
    CU_TEST_INFO_NULL,
};
