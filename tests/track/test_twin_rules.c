/* Evidence that two tracks are one object's, and what the one track takes over, by hand. */
#include "suites.h"
#include "track/claim.h"
#include "track/twin.h"

#include <math.h>
#include <string.h>

static track older, younger;

/* Two confirmed tracks at one place; `apart` m to the north of one another. */
static void two(double apart)
{
    measure seen = {.kind = FUSION_PLOT,
                    .categories = FUSION_AIR,
                    .as.state.position = {6.4e6, 0.0, 0.0},
                    .as.state.covariance = {[0] = 1e4, [6] = 1e4, [11] = 1e4}};
    track_begin(&older, &seen, 1.0);
    seen.as.state.position[2] = apart;
    track_begin(&younger, &seen, 1.0);
    older.number = 70, younger.number = 7;
    younger.begun_ns = 1; /* the number does not decide */
    older.confirmed = younger.confirmed = true;
    older.hits = younger.hits = 100;
}

/* The same, that looks have told apart when they were 5 sigma from one another. */
static void two_told_apart(double apart)
{
    two(apart);
    twin_look(&older, &younger, 2.0, 0.9, 5.0);
    CU_ASSERT_EQUAL(younger.twin, 70);
    CU_ASSERT_EQUAL(younger.told_apart, 5.0);
    CU_ASSERT_EQUAL(younger.twin_odds, -7.0); /* as sure as one in a thousand: log 1,000 is 6.9 */
}

/* 0.8 of looks may see both in one, and of the others one of two is missed by 2 x 0.1. */
static void where_both_may_be_in_one_it_says_little(void)
{
    two_told_apart(1e5); /* they do not agree at all */
    /* The last look told them apart: 400 to one then, of which the logarithm is 6. */
    CU_ASSERT_FALSE(twin_unresolved(&older, &younger, 5.9, log(390.0)));
    CU_ASSERT_TRUE(twin_unresolved(&older, &younger, 5.9, log(410.0)));
    twin_look(&older, &younger, 1.0, 0.9, 5.9);
    CU_ASSERT_DOUBLE_EQUAL(younger.twin_odds, -7.0 - log(0.8 + 0.2 * 0.2), 1e-12);
    CU_ASSERT_FALSE(twin_unresolved(&older, &younger, 5.9, log(9.5))); /* now ten to one */
    CU_ASSERT_TRUE(twin_unresolved(&older, &younger, 5.9, log(10.5)));
    CU_ASSERT_TRUE(twin_unresolved(&younger, &older, 5.9, log(10.5)));
    CU_ASSERT_FALSE(twin_unresolved(&older, &younger, 6.1, INFINITY)); /* 1.2 of 5 sigma */
    twin_look(&younger, &older, 1.0, 0.6, 0.0);
    CU_ASSERT_DOUBLE_EQUAL(younger.twin_odds, -7.0 - log(0.84) - log(0.8 + 0.2 * 0.8), 1e-12);
    const double before = younger.twin_odds;
    twin_look(&older, &younger, 1.0, 0.3, 0.0); /* 0.8 + 0.2 x 1.4 is more than 1: nothing */
    CU_ASSERT_EQUAL(younger.twin_odds, before);
    twin_look(&older, &younger, 1.0, 0.9, 6.1); /* so far off they would be seen as two */
    CU_ASSERT_EQUAL(younger.twin, 0);
}

/* Each says -log(0.84) = 0.174: after 41 of them 7 is made up, and nobody knows any more. */
static void after_forty_looks_nobody_knows(void)
{
    two_told_apart(1e5);
    int looks = 0;
    while (younger.twin_odds < 0.0 && looks < 100) {
        twin_look(&older, &younger, 1.0, 0.9, 1.0);
        looks++;
    }
    CU_ASSERT_EQUAL(looks, 41);
    CU_ASSERT_FALSE(twin_unresolved(&older, &younger, 1.0, INFINITY));
}

static void only_two_that_are_well_known_may_be_in_one_plot(void)
{
    for (int what = 0; what < 4; what++) {
        two_told_apart(1e5);
        younger.hits = what == 0 ? 39 : 40;
        older.confirmed = what != 1;
        younger.confirmed = what != 2;
        younger.twin_odds = -3.0;
        CU_ASSERT_EQUAL(twin_unresolved(&older, &younger, 1.0, INFINITY), what == 3);
    }
    two_told_apart(1e5);
    younger.twin_odds = -3.0;
    younger.twin = 8; /* told apart from another */
    CU_ASSERT_FALSE(twin_unresolved(&older, &younger, 1.0, INFINITY));
}

/* The least distance counts, while they are held for two. */
static void the_least_distance_told_apart_is_kept(void)
{
    two_told_apart(0.0);
    twin_look(&older, &younger, 1.6, 0.9, 9.0);
    CU_ASSERT_EQUAL(younger.told_apart, 5.0);
    twin_look(&older, &younger, 2.0, 0.9, 4.0);
    CU_ASSERT_EQUAL(younger.told_apart, 4.0);
    younger.twin_odds = 0.5; /* it was doubtful since: what was before says nothing of this */
    twin_look(&older, &younger, 2.0, 0.9, 9.0);
    CU_ASSERT_EQUAL(younger.told_apart, 9.0);
    younger.twin = 8; /* of another pair */
    younger.twin_odds = -1.0;
    twin_look(&older, &younger, 2.0, 0.9, 12.0);
    CU_ASSERT_EQUAL(younger.told_apart, 12.0);
    CU_ASSERT_EQUAL(younger.twin, 70);
}

static void one_question_is_asked_at_a_time(void)
{
    two(0.0);
    younger.twin = 8;
    younger.twin_odds = 0.5;
    twin_look(&older, &younger, 1.0, 0.9, INFINITY);
    CU_ASSERT_EQUAL(younger.twin, 8);
    younger.twin_odds = 0.0; /* nothing speaks for the other any more */
    twin_look(&older, &younger, 1.0, 0.9, INFINITY);
    CU_ASSERT_EQUAL(younger.twin, 70);
    CU_ASSERT_DOUBLE_EQUAL(younger.twin_odds, log(5.0), 1e-12); /* and not the other's sum */
    younger.twin = 8;
    younger.twin_odds = -2.0;
    twin_look(&older, &younger, 1.0, 0.9, INFINITY);
    CU_ASSERT_DOUBLE_EQUAL(younger.twin_odds, log(5.0), 1e-12);
}

/* Of two begun at once the lower number is the older. */
static void who_began_first_is_the_older(void)
{
    two(0.0);
    twin_look(&younger, &older, 1.0, 0.9, INFINITY);
    CU_ASSERT_EQUAL(younger.twin, 70);
    CU_ASSERT_EQUAL(older.twin, 0);
    two(0.0);
    younger.begun_ns = 0;
    twin_look(&older, &younger, 1.0, 0.9, INFINITY);
    CU_ASSERT_EQUAL(older.twin, 7);
    CU_ASSERT_EQUAL(younger.twin, 0);
}

/* States agree at the later time: one of 10 s ago that flies on to where the other is. */
static void states_are_held_against_each_other_at_one_time(void)
{
    two(0.0);
    static const int diagonal[6] = {0, 6, 11, 15, 18, 20};
    measure seen = {.kind = FUSION_PLOT,
                    .categories = FUSION_AIR,
                    .as.state.position = {6.4e6, 0.0, 0.0},
                    .as.state.velocity = {0.0, 0.0, 200.0},
                    .as.state.velocity_kind = FUSION_VELOCITY_FULL};
    for (int i = 0; i < 6; i++)
        seen.as.state.covariance[diagonal[i]] = i < 3 ? 1e4 : 100.0;
    track_begin(&older, &seen, 1.0);
    seen.time_ns = 10 * FUSION_SECOND;
    CU_ASSERT_TRUE(twin_agree(&older, &older));
    track_begin(&younger, &seen, 1.0); /* 2 km behind what the other is by then */
    CU_ASSERT_FALSE(twin_agree(&older, &younger));
    CU_ASSERT_FALSE(twin_agree(&younger, &older));
    seen.as.state.position[2] = 2000.0;
    track_begin(&younger, &seen, 1.0);
    CU_ASSERT_TRUE(twin_agree(&older, &younger));
    CU_ASSERT_TRUE(twin_agree(&younger, &older));
}

/* The surer estimate at the later time is kept whole, with what it was before. */
static void the_better_estimate_is_taken(void)
{
    for (int better = 0; better < 2; better++) {
        two(50.0);
        measure sure = {.kind = FUSION_PLOT,
                        .time_ns = 3,
                        .categories = FUSION_AIR,
                        .as.state.position = {6.4e6, 0.0, 50.0},
                        .as.state.covariance = {[0] = 1e4, [6] = 1e4, [11] = 1e4}};
        for (int i = 0; i < 12; i++)
            sure.as.state.covariance[i] *= better ? 0.5 : 2.0;
        track_begin(&younger, &sure, 1.0);
        const track from = younger, into = older;
        twin_merge(&older, &younger);
        const track *kept = better ? &from : &into;
        CU_ASSERT_EQUAL(older.time_ns, kept->time_ns);
        CU_ASSERT_EQUAL(memcmp(&older.mean, &kept->mean, sizeof kept->mean), 0);
        CU_ASSERT_EQUAL(memcmp(&older.filter, &kept->filter, sizeof kept->filter), 0);
        CU_ASSERT_EQUAL(memcmp(older.pasts, kept->pasts, sizeof kept->pasts), 0);
        CU_ASSERT_EQUAL(older.number, 70);
        CU_ASSERT_TRUE(younger.merged);
    }
}

/* Where all places are taken, who was silent longest makes room, for what is newer only. */
static void looks_find_a_place(void)
{
    for (int newer = 0; newer < 2; newer++) {
        two(0.0);
        older.look_count = TRACK_LOOKS;
        for (uint16_t i = 0; i < TRACK_LOOKS; i++)
            older.looks[i] = (look){.sensor = i, .newest_ns = i == 5 ? 100 : 200 + i};
        younger.look_count = 1;
        younger.looks[0] = (look){.sensor = 50, .newest_ns = newer ? 101 : 99, .hits = 3};
        twin_merge(&older, &younger);
        CU_ASSERT_EQUAL(older.look_count, TRACK_LOOKS);
        CU_ASSERT_EQUAL(older.looks[5].sensor, newer ? 50 : 5);
        for (uint16_t i = 0; i < TRACK_LOOKS; i++)
            CU_ASSERT(i == 5 || older.looks[i].sensor == i);
    }
}

static void words_and_form_come_with_what_is_newer(void)
{
    for (int newer = 0; newer < 2; newer++) {
        two(0.0);
        older.newest_ns = 10, younger.newest_ns = newer ? 20 : 5;
        older.form = 1, younger.form = 2;
        measure says = {.kind = FUSION_PLOT,
                        .sensor = 3,
                        .categories = FUSION_AIR,
                        .identity = FUSION_HOSTILE,
                        .identity_percent = 80,
                        .source_named = true,
                        .nation_named = true};
        claim_take(&younger, &says);
        CU_ASSERT_EQUAL_FATAL(younger.claim_count, 1);
        twin_merge(&older, &younger);
        CU_ASSERT_EQUAL(older.claim_count, 1);
        CU_ASSERT_EQUAL(older.claims[0].identity, FUSION_HOSTILE);
        CU_ASSERT_EQUAL(older.newest_ns, newer ? 20 : 10);
        CU_ASSERT_EQUAL(older.form, newer ? 2 : 1);
        CU_ASSERT_EQUAL(older.absorbed, 7);
        CU_ASSERT_EQUAL(older.absorbed_ns, newer ? 20 : 10);
    }
}

CU_TestInfo twin_rules_tests[] = {
    {"where both may be in one it says little", where_both_may_be_in_one_it_says_little},
    {"after forty looks nobody knows", after_forty_looks_nobody_knows},
    {"only two that are well known may be in one plot",
     only_two_that_are_well_known_may_be_in_one_plot},
    {"the least distance told apart is kept", the_least_distance_told_apart_is_kept},
    {"one question is asked at a time", one_question_is_asked_at_a_time},
    {"who began first is the older", who_began_first_is_the_older},
    {"states are held against each other at one time",
     states_are_held_against_each_other_at_one_time},
    {"the better estimate is taken", the_better_estimate_is_taken},
    {"looks find a place", looks_find_a_place},
    {"words and form come with what is newer", words_and_form_come_with_what_is_newer},
    CU_TEST_INFO_NULL,
};
