#include "release/displace.h"
#include "suites.h"

#include "fusion/engine.h"

#include <math.h>
#include <string.h>

#define START_NS (INT64_C(1930348800) * FUSION_SECOND)

static const uint8_t one_key[DISPLACE_KEY] = {1, 2, 3}, other_key[DISPLACE_KEY] = {4, 5, 6};

static displace_source source(void)
{
    return (displace_source){one_key, "rok-sky", 4711, START_NS, true};
}

static bool same(displacement a, displacement b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

static void any_moment_alone_in_any_order_gives_the_same(void)
{
    enum { MOMENTS = 500 };
    static displacement forward[MOMENTS];
    const displace_source of = source();
    displacer *with = displacer_create(), *fresh = displacer_create();
    for (int64_t i = 0; i < MOMENTS; i++)
        forward[i] = displace_at(with, &of, 6, START_NS + i * 7 * FUSION_SECOND);
    bool good = true;
    for (int64_t i = 0; i < MOMENTS; i++) {
        const int64_t j = i * 211 % MOMENTS; /* 211 and 500 have no common factor */
        good =
            good && same(displace_at(fresh, &of, 6, START_NS + j * 7 * FUSION_SECOND), forward[j]);
    }
    CU_ASSERT_TRUE(good);
    displacer_destroy(with);
    displacer_destroy(fresh);
}

/* More tracks than are kept: each is drawn anew again and again. */
static void what_is_kept_changes_nothing(void)
{
    displacer *with = displacer_create();
    displace_source of = source();
    bool good = true;
    for (uint64_t number = 1; number < 6000; number += number < 5900 ? 1 : 10) {
        of.number = number;
        (void)displace_at(with, &of, 1, START_NS);
    }
    for (uint64_t number = 1; number < 6000; number += 500) {
        displacer *fresh = displacer_create();
        of.number = number;
        good =
            good && same(displace_at(with, &of, 2, START_NS), displace_at(fresh, &of, 2, START_NS));
        displacer_destroy(fresh);
    }
    CU_ASSERT_TRUE(good);
    displacer_destroy(with);
}

static void a_rung_is_the_one_below_and_more(void)
{
    displacer *with = displacer_create();
    const displace_source of = source();
    const displacement fine = displace_at(with, &of, 2, START_NS);
    displacement coarse = displace_at(with, &of, 3, START_NS);
    for (displace_part part = 0; part < DISPLACE_PARTS; part++) {
        const displacement added = displace_part_at(with, &of, part, 3, START_NS);
        for (size_t axis = 0; axis < 2; axis++)
            coarse.place[axis] -= added.place[axis];
    }
    for (size_t axis = 0; axis < 2; axis++)
        CU_ASSERT_DOUBLE_EQUAL(coarse.place[axis], fine.place[axis], 1e-9); /* roundings of 10 km */
    const displacement none = displace_at(with, &of, 0, START_NS);
    CU_ASSERT_TRUE(none.place[0] == 0.0 && none.place[1] == 0.0 && none.rate[0] == 0.0);
    displacer_destroy(with);
}

static void the_common_part_is_the_originators_and_the_others_the_track_s(void)
{
    displacer *with = displacer_create();
    const displace_source of = source();
    displace_source track = of, nation = of;
    track.number = 4712;
    nation.key = other_key;
    for (displace_part part = 0; part < DISPLACE_PARTS; part++) {
        const displacement own = displace_part_at(with, &of, part, 1, START_NS);
        CU_ASSERT_EQUAL(same(own, displace_part_at(with, &track, part, 1, START_NS)),
                        part == DISPLACE_COMMON);
        CU_ASSERT_FALSE(same(own, displace_part_at(with, &nation, part, 1, START_NS)));
    }
    displacer_destroy(with);
}

static void the_constant_part_does_not_change_with_time_or_with_what_the_track_is(void)
{
    displacer *with = displacer_create();
    displace_source of = source();
    const displacement then = displace_part_at(with, &of, DISPLACE_CONSTANT, 4, START_NS);
    of.flies = false;
    CU_ASSERT_TRUE(same(then, displace_part_at(with, &of, DISPLACE_CONSTANT, 4, 2 * START_NS)));
    displacer_destroy(with);
}

enum { PAIRS = 1000 };

/* Of two series of normal draws, PAIRS each, the correlation has a sigma of 0.032. */
static double correlation(double a[PAIRS], double b[PAIRS])
{
    double ab = 0.0, aa = 0.0, bb = 0.0;
    for (size_t i = 0; i < PAIRS; i++) {
        ab += a[i] * b[i];
        aa += a[i] * a[i];
        bb += b[i] * b[i];
    }
    return ab / sqrt(aa * bb);
}

static void keys_numbers_incarnations_sensors_rungs_and_axes_have_nothing_in_common(void)
{
    static double of[7][PAIRS];
    displacer *with = displacer_create();
    for (size_t i = 0; i < PAIRS; i++) {
        uint8_t key[DISPLACE_KEY] = {(uint8_t)i, (uint8_t)(i >> 8), 9};
        displace_source each[7];
        for (size_t k = 0; k < 7; k++)
            each[k] = (displace_source){key, "rok-sky", i + 1, START_NS, true};
        uint8_t next[DISPLACE_KEY] = {(uint8_t)i, (uint8_t)(i >> 8), 10};
        each[1].key = next;
        each[2].number += PAIRS;
        each[3].began_ns++;
        each[4].sensor = "rok-sea";
        for (size_t k = 0; k < 7; k++) {
            /* Without the common part, which tracks of one key share. */
            const size_t axis = k == 5, rung = k == 6 ? 2 : 1;
            of[k][i] =
                displace_part_at(with, &each[k], DISPLACE_OWN, rung, START_NS).place[axis] +
                displace_part_at(with, &each[k], DISPLACE_CONSTANT, rung, START_NS).place[axis];
        }
    }
    for (size_t a = 0; a < 7; a++)
        for (size_t b = 0; b < a; b++)
            CU_ASSERT_TRUE(fabs(correlation(of[a], of[b])) < 0.1);
    displacer_destroy(with);
}

/* Each part of a rung has a variance of (F^2 - F'^2) / 2 on each axis, F' being the rung below; of
 * 1,000 draws it is known to 4.5 %, and a drift is correlated as (1 + d) exp(-d). */
static void parts_are_as_large_and_as_slow_as_they_should_be(void)
{
    static double now[PAIRS], later[PAIRS];
    displacer *with = displacer_create();
    displace_source of = source();
    for (displace_part part = 0; part < DISPLACE_PARTS; part++) {
        double square = 0.0;
        for (size_t i = 0; i < PAIRS; i++) {
            uint8_t key[DISPLACE_KEY] = {(uint8_t)i, (uint8_t)(i >> 8), 11};
            of.key = key;
            now[i] = displace_part_at(with, &of, part, 3, START_NS).place[0];
            later[i] =
                displace_part_at(with, &of, part, 3, START_NS + 750 * FUSION_SECOND).place[0];
            square += now[i] * now[i] / PAIRS;
        }
        CU_ASSERT_DOUBLE_EQUAL(square / ((25e6 - 4e6) / 2.0), 1.0, 0.14); /* three sigma */
        const double expected = part == DISPLACE_CONSTANT ? 1.0 : 2.5 * exp(-1.5);
        CU_ASSERT_DOUBLE_EQUAL(correlation(now, later), expected, 0.1);
    }
    displacer_destroy(with);
}

static void a_rate_is_the_change_of_the_place(void)
{
    displacer *with = displacer_create();
    const displace_source of = source();
    double square = 0.0;
    for (int64_t i = 0; i < 200; i++) {
        /* A tick of rung 1 is 6.25 s long, and no other tick begins within one. */
        const int64_t at_ns = START_NS + i * 400 * FUSION_SECOND;
        const displacement here = displace_at(with, &of, 6, at_ns);
        const displacement there = displace_at(with, &of, 6, at_ns + FUSION_SECOND);
        for (size_t axis = 0; axis < 2; axis++) {
            CU_ASSERT_DOUBLE_EQUAL(there.place[axis] - here.place[axis], here.rate[axis], 1e-6);
            square += here.rate[axis] * here.rate[axis] / 400.0;
        }
    }
    /* 400 values, of which those of 50 km hang together for some ten: within a fourth. */
    CU_ASSERT_DOUBLE_EQUAL(sqrt(square) / displace_rate(6, true), 1.0, 0.25);
    displacer_destroy(with);
}

static void rates_grow_slowly_with_the_rung(void)
{
    /* Drift speed v: v^2 (1 - (F' / F)^2) for each rung, added: 100, + 75, + 84, + 75, + 75, + 84.
     */
    const double squares[] = {0, 100, 175, 259, 334, 409, 493};
    for (size_t r = 0; r <= DISPLACE_RUNGS; r++) {
        CU_ASSERT_DOUBLE_EQUAL(displace_rate(r, true), sqrt(squares[r]), 1e-9);
        CU_ASSERT_DOUBLE_EQUAL(displace_rate(r, false), 0.15 * sqrt(squares[r]), 1e-9);
    }
}

static void a_number_is_keyed_anew(void)
{
    displace_source of = source();
    const uint64_t number = displace_number(&of);
    CU_ASSERT_TRUE(number > 0 && number < UINT64_C(1) << 48);
    of.flies = false; /* what it is said to be gives no new number */
    CU_ASSERT_EQUAL(displace_number(&of), number);
    of.began_ns++;
    CU_ASSERT_NOT_EQUAL(displace_number(&of), number);
    of = source();
    of.key = other_key;
    CU_ASSERT_NOT_EQUAL(displace_number(&of), number);
}

CU_TestInfo displace_tests[] = {
    {"any moment alone, in any order, gives the same",
     any_moment_alone_in_any_order_gives_the_same},
    {"what is kept changes nothing", what_is_kept_changes_nothing},
    {"a rung is the one below and more", a_rung_is_the_one_below_and_more},
    {"the common part is the originator's and the others the track's",
     the_common_part_is_the_originators_and_the_others_the_track_s},
    {"the constant part does not change with time or with what the track is",
     the_constant_part_does_not_change_with_time_or_with_what_the_track_is},
    {"keys, numbers, incarnations, sensors, rungs and axes have nothing in common",
     keys_numbers_incarnations_sensors_rungs_and_axes_have_nothing_in_common},
    {"parts are as large and as slow as they should be",
     parts_are_as_large_and_as_slow_as_they_should_be},
    {"a rate is the change of the place", a_rate_is_the_change_of_the_place},
    {"rates grow slowly with the rung", rates_grow_slowly_with_the_rung},
    {"a number is keyed anew", a_number_is_keyed_anew},
    CU_TEST_INFO_NULL,
};
