/* Identities and categories of several sources, against posteriors worked out by hand. */
#include "fusion/status.h"
#include "suites.h"
#include "track/claim.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "chance.h"

#define MINUTE (60 * FUSION_SECOND)
#define NOW    (INT64_C(1000) * MINUTE)

static claim says(uint8_t nation, uint8_t identity, uint8_t percent)
{
    return (claim){.nation = nation,
                   .sensor = nation,
                   .heard_ns = NOW,
                   .identity_ns = NOW,
                   .categories = FUSION_AIR,
                   .identity = identity,
                   .identity_percent = percent};
}

static void check_sides(const claim *claims, size_t count, double ally, double neutral,
                        double hostile)
{
    double chance[BELIEF_SIDES];
    (void)belief_sides(claims, count, NOW, chance);
    /* Some ten roundings, and a logarithm with its exponential. */
    CU_ASSERT_DOUBLE_EQUAL(chance[BELIEF_FRIEND], ally, 1e-14);
    CU_ASSERT_DOUBLE_EQUAL(chance[BELIEF_NEUTRAL], neutral, 1e-14);
    CU_ASSERT_DOUBLE_EQUAL(chance[BELIEF_HOSTILE], hostile, 1e-14);
}

static void a_word_alone_is_its_row(void)
{
    const claim rows[] = {says(0, FUSION_FRIEND, 0),  says(0, FUSION_ASSUMED_FRIEND, 0),
                          says(0, FUSION_NEUTRAL, 0), says(0, FUSION_SUSPECT, 0),
                          says(0, FUSION_HOSTILE, 0), says(0, FUSION_PENDING, 0),
                          says(0, FUSION_UNKNOWN, 0), says(0, FUSION_FRIEND, 60)};
    static const double want[][3] = {
        {.90, .05, .05}, {.70, .15, .15},          {.05, .90, .05},          {.15, .15, .70},
        {.05, .05, .90}, {1. / 3, 1. / 3, 1. / 3}, {1. / 3, 1. / 3, 1. / 3}, {.60, .20, .20}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        check_sides(&rows[i], 1, want[i][0], want[i][1], want[i][2]);
}

static void originators_multiply(void)
{
    const claim agree[] = {says(0, FUSION_FRIEND, 0), says(1, FUSION_FRIEND, 80)};
    const double sum = .9 * .8 + 2 * .05 * .1;
    check_sides(agree, 2, .72 / sum, .005 / sum, .005 / sum);
    const claim differ[] = {says(0, FUSION_FRIEND, 0), says(1, FUSION_HOSTILE, 0)};
    check_sides(differ, 2, .045 / .0925, .0025 / .0925, .045 / .0925);
}

/* Sensors that pass on what their command decided made a wrong word certain. */
static void sensors_of_one_nation_have_one_opinion(void)
{
    claim claims[] = {says(0, FUSION_FRIEND, 0), says(0, FUSION_FRIEND, 0),
                      says(0, FUSION_FRIEND, 0)};
    check_sides(claims, 3, .90, .05, .05);
    claims[1] = says(0, FUSION_FRIEND, 60); /* the geometric mean of two */
    const double sum = sqrt(.9 * .6) + 2 * sqrt(.05 * .2);
    check_sides(claims, 2, sqrt(.9 * .6) / sum, sqrt(.05 * .2) / sum, sqrt(.05 * .2) / sum);
    claims[1] = says(0, FUSION_UNKNOWN, 0); /* who says nothing dilutes nothing */
    check_sides(claims, 2, .90, .05, .05);
}

static void who_may_not_be_named_counts_only_where_nobody_agrees(void)
{
    claim claims[] = {says(0, FUSION_FRIEND, 0), says(FUSION_NATION_UNNAMED, FUSION_FRIEND, 0)};
    check_sides(claims, 2, .90, .05, .05);
    check_sides(claims + 1, 1, .90, .05, .05);
    claims[1] = says(FUSION_NATION_UNNAMED, FUSION_HOSTILE, 0);
    check_sides(claims, 2, .045 / .0925, .0025 / .0925, .045 / .0925);
}

static void a_claim_fades(void)
{
    CU_ASSERT_EQUAL(belief_weight(NOW, NOW), 1.0);
    CU_ASSERT_EQUAL(belief_weight(NOW + MINUTE, NOW), 1.0); /* just released, not older than now */
    CU_ASSERT_EQUAL(belief_weight(NOW - MINUTE + 1, NOW), 1.0);
    CU_ASSERT_EQUAL(belief_weight(NOW - 30 * MINUTE, NOW), 0.5);
    claim old = says(0, FUSION_FRIEND, 0);
    old.identity_ns = NOW - 30 * MINUTE;
    check_sides(&old, 1, .45 + 1. / 6, .025 + 1. / 6, .025 + 1. / 6);
    uint8_t percent;
    old.identity_ns = NOW - 29 * MINUTE;
    CU_ASSERT_EQUAL(belief_identity(&old, 1, NOW, &percent), FUSION_FRIEND);
    old.identity_ns = NOW - 60 * MINUTE; /* a quarter: .475, less than half */
    CU_ASSERT_EQUAL(belief_identity(&old, 1, NOW, &percent), FUSION_UNKNOWN);
    CU_ASSERT_EQUAL(percent, 0);
}

static void identity_of(const claim *claims, size_t count, uint8_t identity, uint8_t percent)
{
    uint8_t shown;
    CU_ASSERT_EQUAL(belief_identity(claims, count, NOW, &shown), identity);
    CU_ASSERT_EQUAL(shown, percent);
}

static void fusion_declares_nobody_hostile(void)
{
    const claim suspects[] = {says(0, FUSION_SUSPECT, 0), says(1, FUSION_SUSPECT, 0)};
    identity_of(suspects, 1, FUSION_SUSPECT, 0);  /* one, without confidence: none is invented */
    identity_of(suspects, 2, FUSION_SUSPECT, 92); /* .49 / .535 */
    const claim declared[] = {says(0, FUSION_SUSPECT, 0), says(1, FUSION_HOSTILE, 0)};
    identity_of(declared, 2, FUSION_HOSTILE, 98); /* .63 / .645 */
    const claim stated[] = {says(0, FUSION_FRIEND, 60)};
    identity_of(stated, 1, FUSION_FRIEND, 60);
    const claim rounded[] = {says(0, FUSION_FRIEND, 66), says(1, FUSION_FRIEND, 60)};
    identity_of(rounded, 2, FUSION_FRIEND, 85); /* .396 / .464 is .8534 */
    const claim split[] = {says(0, FUSION_FRIEND, 0), says(1, FUSION_HOSTILE, 0)};
    identity_of(split, 2, FUSION_UNKNOWN, 0);
    const claim pending[] = {says(0, FUSION_PENDING, 0), says(1, FUSION_IDENTITY_NONE, 0)};
    identity_of(pending, 2, FUSION_PENDING, 0);
    identity_of(pending + 1, 1, FUSION_IDENTITY_NONE, 0);
    identity_of(NULL, 0, FUSION_IDENTITY_NONE, 0);
}

/* Coherence of two words, three times the sum of their products, is under 3/4 or not. */
static void what_excludes_each_other_is_a_conflict(void)
{
    static const struct {
        uint8_t one, other, percent;
        bool conflict;
    } cases[] = {
        {FUSION_FRIEND, FUSION_HOSTILE, 0, true},           /* .2775 */
        {FUSION_FRIEND, FUSION_NEUTRAL, 0, true},           /* .2775 */
        {FUSION_ASSUMED_FRIEND, FUSION_SUSPECT, 0, true},   /* .6975 */
        {FUSION_ASSUMED_FRIEND, FUSION_SUSPECT, 60, false}, /* .84 */
        {FUSION_ASSUMED_FRIEND, FUSION_FRIEND, 0, false},
        {FUSION_HOSTILE, FUSION_UNKNOWN, 0, false}, /* 1 */
        {FUSION_HOSTILE, FUSION_IDENTITY_NONE, 0, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const claim pair[] = {says(0, cases[i].one, cases[i].percent),
                              says(1, cases[i].other, cases[i].percent)};
        CU_ASSERT_EQUAL(belief_identities_conflict(pair, 2, NOW), cases[i].conflict);
        CU_ASSERT_EQUAL(belief_identities_conflict(pair, 2, NOW + 180 * MINUTE), false);
    }
    claim within[] = {says(0, FUSION_FRIEND, 0), says(0, FUSION_HOSTILE, 0)};
    within[1].sensor = 9; /* two sensors of one nation */
    CU_ASSERT_TRUE(belief_identities_conflict(within, 2, NOW));
}

static void categories_are_weighed(void)
{
    claim claims[] = {says(0, 0, 0), says(1, 0, 0), says(2, 0, 0)};
    claims[0].categories = FUSION_AIR | FUSION_MISSILE;
    CU_ASSERT_EQUAL(belief_categories(claims, 1, NOW), FUSION_AIR | FUSION_MISSILE);
    CU_ASSERT_EQUAL(belief_categories(claims, 2, NOW), FUSION_AIR);
    CU_ASSERT_FALSE(belief_categories_conflict(claims, 2, NOW));
    /* Of one nation they are pooled: the root of 0.05 is what that leaves of missile beside air. */
    claims[1].nation = 0;
    CU_ASSERT_EQUAL(belief_categories(claims, 2, NOW), FUSION_AIR);
    claims[1].nation = 1;
    claims[0].categories = FUSION_SURFACE;
    CU_ASSERT_EQUAL(belief_categories(claims, 2, NOW), FUSION_AIR | FUSION_SURFACE);
    CU_ASSERT_EQUAL(belief_categories(claims, 3, NOW), FUSION_AIR); /* two to one, and said so */
    CU_ASSERT_TRUE(belief_categories_conflict(claims, 3, NOW));
    claims[0].heard_ns = NOW - 40 * MINUTE;
    CU_ASSERT_EQUAL(belief_categories(claims, 2, NOW), FUSION_AIR);
    CU_ASSERT_FALSE(belief_categories_conflict(claims, 3, NOW));
    CU_ASSERT_EQUAL(belief_categories(NULL, 0, NOW), 0);
}

static measure word_of(uint16_t sensor, int seconds, uint8_t identity, uint8_t percent,
                       uint8_t categories)
{
    return (measure){.time_ns = NOW + seconds * FUSION_SECOND,
                     .kind = FUSION_PLOT,
                     .sensor = sensor,
                     .nation = (uint8_t)(sensor / 3),
                     .identity = identity,
                     .identity_percent = percent,
                     .categories = categories};
}

static track blank(void)
{
    track one;
    memset(&one, 0, sizeof one);
    one.filter.set = motion_of(FUSION_AIR).models;
    return one;
}

static void take_all(track *one, const measure *words, size_t count)
{
    *one = blank();
    for (size_t i = 0; i < count; i++)
        claim_take(one, &words[i]);
}

static bool same_claims(const track *one, const track *other)
{
    if (one->claim_count != other->claim_count || one->categories != other->categories)
        return false;
    for (size_t i = 0; i < one->claim_count; i++) {
        const claim *a = &one->claims[i], *b = &other->claims[i];
        if (a->heard_ns != b->heard_ns || a->identity_ns != b->identity_ns ||
            a->sensor != b->sensor || a->nation != b->nation || a->categories != b->categories ||
            a->identity != b->identity || a->identity_percent != b->identity_percent)
            return false;
    }
    return memcmp(one->sides, other->sides, sizeof one->sides) == 0;
}

static void order_of_claims_changes_no_byte(void)
{
    uint64_t chance = 4711;
    printf("\n    seed %d ", 4711);
    for (int round = 0; round < 500; round++) {
        measure words[40];
        const size_t count = 1 + (size_t)(chance_unit(&chance) * 39.0);
        for (size_t i = 0; i < count; i++)
            words[i] =
                word_of((uint16_t)(chance_unit(&chance) * FUSION_CLAIMS_MAX),
                        (int)(chance_unit(&chance) * 900.0), (uint8_t)(chance_unit(&chance) * 8.0),
                        (uint8_t)(chance_unit(&chance) * 101.0),
                        (uint8_t)(1 + (int)(chance_unit(&chance) * 7.0)));
        static track straight, mixed;
        take_all(&straight, words, count);
        for (size_t i = count; i > 1; i--) {
            const size_t other = (size_t)(chance_unit(&chance) * (double)i);
            const measure kept = words[i - 1];
            words[i - 1] = words[other];
            words[other] = kept;
        }
        take_all(&mixed, words, count);
        CU_ASSERT_TRUE(same_claims(&straight, &mixed));
    }
}

static void repeating_adds_nothing(void)
{
    measure words[30];
    static track once, often;
    for (int i = 0; i < 30; i++)
        words[i] = word_of(1, 2 * i, FUSION_HOSTILE, 80, FUSION_AIR);
    take_all(&once, words, 1);
    take_all(&often, words, 30);
    CU_ASSERT_EQUAL(often.claim_count, 1);
    CU_ASSERT_EQUAL(memcmp(once.sides, often.sides, sizeof often.sides), 0);
    words[0] = word_of(1, 100, FUSION_NEUTRAL, 0, FUSION_AIR); /* it may change its mind */
    claim_take(&often, &words[0]);
    CU_ASSERT_EQUAL(often.claims[0].identity, FUSION_NEUTRAL);
    CU_ASSERT_EQUAL(often.sides[BELIEF_NEUTRAL], 0.9);
    words[0] = word_of(1, 101, FUSION_NEUTRAL, 70, FUSION_AIR); /* and be less sure */
    claim_take(&often, &words[0]);
    CU_ASSERT_DOUBLE_EQUAL(often.sides[BELIEF_NEUTRAL], 0.7, 1e-15);
    words[0] = word_of(1, 102, FUSION_NEUTRAL, 70, FUSION_SURFACE);
    claim_take(&often, &words[0]);
    CU_ASSERT_EQUAL(often.categories, FUSION_SURFACE);
}

static void a_withheld_identity_tells_nothing(void)
{
    measure words[] = {word_of(1, 0, FUSION_FRIEND, 0, FUSION_AIR),
                       word_of(4, 1, FUSION_IDENTITY_NONE, 0, FUSION_AIR)};
    static track with, without;
    take_all(&without, words, 1);
    take_all(&with, words, 2);
    uint8_t percents[2];
    CU_ASSERT_EQUAL(memcmp(with.sides, without.sides, sizeof with.sides), 0);
    CU_ASSERT_EQUAL(belief_identity(with.claims, with.claim_count, NOW, &percents[0]),
                    belief_identity(without.claims, without.claim_count, NOW, &percents[1]));
    CU_ASSERT_EQUAL(percents[0], percents[1]);
    CU_ASSERT_FALSE(claim_conflict(&with, NOW));
    words[0].sensor = words[1].sensor; /* nor does it take back what was said */
    words[0].nation = words[1].nation;
    take_all(&with, words, 2);
    CU_ASSERT_EQUAL(with.claims[0].identity, FUSION_FRIEND);
}

/* Two desks disagree; eight radars that tell no side then filled the places, the desks' words were
 * gone, and the conflict with them. */
static void radars_do_not_push_out_what_desks_said(void)
{
    for (uint8_t word = FUSION_IDENTITY_NONE; word <= FUSION_UNKNOWN; word++) {
        const measure desks[] = {word_of(0, 0, FUSION_HOSTILE, 0, FUSION_AIR),
                                 word_of(3, 1, FUSION_FRIEND, 80, FUSION_AIR),
                                 word_of(90, 0, FUSION_HOSTILE, 0, FUSION_AIR)};
        static track one;
        take_all(&one, desks, 2);
        for (uint16_t radar = 0; radar < 2 * FUSION_CLAIMS_MAX; radar++) {
            const measure plot = word_of(6 + radar, 2 + radar, word, 0, FUSION_AIR);
            claim_take(&one, &plot);
        }
        uint8_t percent;
        CU_ASSERT_EQUAL(one.claim_count, FUSION_CLAIMS_MAX);
        CU_ASSERT_EQUAL(belief_identity(one.claims, one.claim_count, NOW, &percent),
                        FUSION_HOSTILE);
        CU_ASSERT_EQUAL(percent, 67); /* .09 of .09 + .04 + .005 */
        CU_ASSERT_TRUE(claim_conflict(&one, NOW));
        claim_take(&one, &desks[2]); /* late: still more than those radars have to say */
        CU_ASSERT_EQUAL(one.claims[FUSION_CLAIMS_MAX - 1].sensor, 90);
    }
}

static void a_radar_makes_no_room_among_desks(void)
{
    static track one;
    one = blank();
    for (uint16_t desk = 0; desk < FUSION_CLAIMS_MAX; desk++) {
        const measure word = word_of(desk, desk, FUSION_NEUTRAL, 0, FUSION_AIR);
        claim_take(&one, &word);
    }
    const measure plot = word_of(90, 60, FUSION_IDENTITY_NONE, 0, FUSION_AIR);
    claim_take(&one, &plot);
    CU_ASSERT_EQUAL(one.claims[0].sensor, 0);
    CU_ASSERT_EQUAL(one.claims[FUSION_CLAIMS_MAX - 1].sensor, FUSION_CLAIMS_MAX - 1);
    const measure newer = word_of(90, 60, FUSION_HOSTILE, 0, FUSION_AIR);
    claim_take(&one, &newer); /* of those that all say something, the oldest goes */
    CU_ASSERT_EQUAL(one.claims[0].sensor, 1);
    CU_ASSERT_EQUAL(one.claims[FUSION_CLAIMS_MAX - 1].sensor, 90);
}

static void who_says_nothing_makes_no_claim(void)
{
    const measure words[] = {word_of(1, 0, FUSION_IDENTITY_NONE, 0, 0),
                             word_of(2, 1, FUSION_IDENTITY_NONE, 0, FUSION_AIR),
                             word_of(2, 2, FUSION_IDENTITY_NONE, 0, 0)};
    static track one;
    take_all(&one, words, 1);
    CU_ASSERT_EQUAL(one.claim_count, 0);
    take_all(&one, words, 3);
    CU_ASSERT_EQUAL(one.claim_count, 1);
    CU_ASSERT_EQUAL(one.claims[0].sensor, 2);
    CU_ASSERT_EQUAL(one.categories, FUSION_AIR);
}

static void words_weigh_in_a_pair(void)
{
    static fusion_registry registry = {.sensor_count = 6};
    const measure first = word_of(0, 0, FUSION_FRIEND, 0, FUSION_AIR);
    static track one;
    take_all(&one, &first, 1);
    measure next = word_of(3, 1, FUSION_HOSTILE, 0, FUSION_AIR);
    CU_ASSERT_DOUBLE_EQUAL(claim_evidence(&one, &next, &registry), log(.2775), 1e-12);
    next.identity = FUSION_FRIEND;
    CU_ASSERT_DOUBLE_EQUAL(claim_evidence(&one, &next, &registry), log(2.445), 1e-12);
    next.identity = FUSION_UNKNOWN;
    CU_ASSERT_EQUAL(claim_evidence(&one, &next, &registry), 0.0);
    next.categories = FUSION_SURFACE;
    CU_ASSERT_EQUAL(claim_evidence(&one, &next, &registry), CLAIM_CONTRADICTS);
}

/* Two receivers of ADS-B hear the address that the unit sends; a radar numbers as it likes. */
static void an_address_is_the_unit_s_whoever_heard_it(void)
{
    static fusion_registry registry = {.sensor_count = 6,
                                       .sensors = {{.kind = FUSION_ADSB},
                                                   {.kind = FUSION_ADSB},
                                                   {.kind = FUSION_AIS},
                                                   {.kind = FUSION_AIR_SEARCH},
                                                   {.kind = FUSION_AIR_SEARCH},
                                                   {.kind = FUSION_AIS}}};
    track one = blank();
    one.look_count = 1;
    one.looks[0] = (look){.sensor = 0, .number = 0x400E16, .newest_ns = NOW};
    measure next = word_of(1, 1, FUSION_IDENTITY_NONE, 0, FUSION_AIR);
    CU_ASSERT_EQUAL(claim_evidence(&one, &next, &registry), 0.0);
    next.number = 0x400E16;
    CU_ASSERT_EQUAL(claim_evidence(&one, &next, &registry), -CLAIM_CONTRADICTS);
    next.number = 0x400E14;
    CU_ASSERT_EQUAL(claim_evidence(&one, &next, &registry), CLAIM_CONTRADICTS);
    for (uint16_t other = 2; other < 4; other++) {
        next.sensor = other;
        CU_ASSERT_EQUAL(claim_evidence(&one, &next, &registry), 0.0);
    }
    one.looks[0].number = next.number;
    one.looks[0].sensor = 4; /* two radars that happen to say the same */
    CU_ASSERT_EQUAL(claim_evidence(&one, &next, &registry), 0.0);
    one.looks[0].sensor = 5;
    next.sensor = 2;
    CU_ASSERT_EQUAL(claim_evidence(&one, &next, &registry), -CLAIM_CONTRADICTS);
}

CU_TestInfo belief_tests[] = {
    {"a word alone is its row", a_word_alone_is_its_row},
    {"originators multiply", originators_multiply},
    {"sensors of one nation have one opinion", sensors_of_one_nation_have_one_opinion},
    {"who may not be named counts only where nobody agrees",
     who_may_not_be_named_counts_only_where_nobody_agrees},
    {"a claim fades", a_claim_fades},
    {"fusion declares nobody hostile", fusion_declares_nobody_hostile},
    {"what excludes each other is a conflict", what_excludes_each_other_is_a_conflict},
    {"categories are weighed", categories_are_weighed},
    {"order of claims changes no byte", order_of_claims_changes_no_byte},
    {"repeating adds nothing", repeating_adds_nothing},
    {"a withheld identity tells nothing", a_withheld_identity_tells_nothing},
    {"I1: radars do not push out what desks said", radars_do_not_push_out_what_desks_said},
    {"a radar makes no room among desks", a_radar_makes_no_room_among_desks},
    {"who says nothing makes no claim", who_says_nothing_makes_no_claim},
    {"words weigh in a pair", words_weigh_in_a_pair},
    {"an address is the unit's, whoever heard it", an_address_is_the_unit_s_whoever_heard_it},
    CU_TEST_INFO_NULL,
};
