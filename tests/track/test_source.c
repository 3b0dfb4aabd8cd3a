/* Which track a source's report goes to: each rule at its bound, the distances as bind.h has them.
 */
#include "bench.h"
#include "suites.h"
#include "track/bind.h"
#include "track/claim.h"

#include <math.h>
#include <string.h>

#define FAR 4e3 /* m; beyond every bound here, and within reach */

static bench on;

/* So far north, known to 100 m. */
static track *add_track(double north)
{
    return bench_add(&on, 0.0, north, 100.0);
}

/* A source's report of 200 m and 30 m/s; of a later second it knows the place better. */
static measure report_of(double north, double second)
{
    static uint64_t content;
    content++;
    measure seen = {.kind = FUSION_TRACK_STATE,
                    .time_ns = (int64_t)(second * 1e9),
                    .categories = FUSION_AIR,
                    .number = 5,
                    .content = content,
                    .round = content,
                    .reach = 6e3,
                    .as.state.position = {6.4e6, 0.0, north},
                    .as.state.velocity_kind = FUSION_VELOCITY_FULL};
    bench_spread(seen.as.state.covariance, 4e4 / (1.0 + second / 16.0), 900.0);
    return seen;
}

static void work(const measure *seen)
{
    bench_work(&on, seen, 1);
}

static const binding *held_by(const track *here)
{
    for (size_t i = 0; i < TRACK_BINDINGS; i++)
        if (here->bindings[i].bound && here->bindings[i].number == 5)
            return &here->bindings[i];
    return NULL;
}

/* How far north the report must lie for a distance that grows with it, to a micrometre. */
static double north_for(double distance2, double (*distance_of)(const track *, measure),
                        const track *here, measure seen)
{
    double low = 0.0, high = FAR;
    while (high - low > 1e-6) {
        seen.as.state.position[2] = 0.5 * (low + high);
        *(distance_of(here, seen) < distance2 ? &low : &high) = seen.as.state.position[2];
    }
    return low;
}

static double as_state(const track *here, measure seen)
{
    return bind_distance2(here, &seen);
}

/* Of the plot that the report adds. */
static double as_plot(const track *here, measure seen)
{
    tracklet next;
    measure plot;
    imm_fit fit;
    CU_ASSERT_TRUE_FATAL(bind_recover(held_by(here), &seen, &next, &plot));
    CU_ASSERT_EQUAL_FATAL(track_fit(here, &plot, &fit), FUSION_OK);
    return fit.distance2;
}

static void a_new_number_is_that_of_a_track_nearer_than_22(void)
{
    for (int beyond = 0; beyond < 2; beyond++) {
        bench_begin(&on);
        track *here = add_track(0.0);
        measure seen = report_of(0.0, 0.0);
        seen.as.state.position[2] = north_for(beyond ? 22.01 : 21.99, as_state, here, seen);
        seen.identity = FUSION_FRIEND;
        const cv_state before = here->mean;
        work(&seen);
        CU_ASSERT_EQUAL(on.tracks.order.count, beyond ? 2 : 1);
        CU_ASSERT_EQUAL(held_by(here) != NULL, !beyond);
        /* It says that the object is there, and what, but nothing of where it goes. */
        CU_ASSERT_EQUAL(here->hits, beyond ? 50 : 51);
        CU_ASSERT_EQUAL(here->claim_count, beyond ? 0 : 1);
        CU_ASSERT_EQUAL(memcmp(&before, &here->mean, sizeof before), 0);
        const track *born = &on.tracks.slots.items[1];
        if (beyond) {
            CU_ASSERT_PTR_NOT_NULL(held_by(born));
            track like; /* it is no other's, for sure */
            track_begin(&like, &seen, 1.0);
            life_begin(&like, &seen, 1.0, on.step.rules);
            CU_ASSERT_EQUAL(born->existence, like.existence);
            CU_ASSERT_DOUBLE_EQUAL(born->mean.state[2], seen.as.state.position[2], 1e-9);
        }
    }
    bench_free(&on);
}

/* Where two are about as near, by 6, its next three reports decide; of many the two nearest count,
 * in whatever order they come. */
static void where_two_are_as_near_it_is_left_open(void)
{
    for (int turn = 0; turn < 12; turn++) {
        bench_begin(&on);
        const double second = turn % 2 ? 6.01 : 5.99;
        measure seen = report_of(0.0, 0.0);
        track *here = add_track(0.0);
        const double away = north_for(second, as_state, here, seen);
        on.tracks.order.count = on.tracks.slots.count = 0; /* that was to measure by */
        track *nearest = NULL;
        for (int i = 0; i < 3; i++) { /* the nearest, the second, and one farther */
            const int which = (turn / 2 + (turn / 6 ? 2 - i : i)) % 3;
            track *made = add_track(which == 0 ? 0.0 : which == 1 ? -away : 1.3 * away);
            nearest = which == 0 ? made : nearest;
        }
        work(&seen);
        CU_ASSERT_PTR_NOT_NULL_FATAL(held_by(nearest));
        CU_ASSERT_EQUAL(held_by(nearest)->undecided, turn % 2 ? 0 : 3);
    }
    bench_free(&on);
}

/* A source speaks of one object under one number at a time. */
static void a_track_that_its_source_has_is_not_open(void)
{
    bench_begin(&on);
    track *here = add_track(0.0);
    measure other = report_of(0.0, 0.0);
    other.number = 6;
    work(&other);
    measure seen = report_of(0.0, 1.0);
    work(&seen);
    CU_ASSERT_PTR_NULL(held_by(here));
    CU_ASSERT_EQUAL(on.tracks.order.count, 2);
    bench_free(&on);
}

/* Words count as in claims: what contradicts makes it as much farther as they weigh, twice the
 * logarithm, for a squared distance is that of a density. */
static void words_weigh_as_distance_does(void)
{
    for (int beyond = 0; beyond < 2; beyond++) {
        bench_begin(&on);
        track *here = add_track(0.0);
        measure seen = report_of(0.0, 0.0), says = seen;
        says.identity = FUSION_FRIEND;
        says.sensor = 1;
        says.source_named = says.nation_named = true;
        claim_take(here, &says);
        seen.identity = FUSION_HOSTILE;
        const double evidence = claim_evidence(here, &seen, &on.registry);
        CU_ASSERT_FATAL(evidence < -0.5 && evidence > -10.0);
        seen.as.state.position[2] =
            north_for(22.0 + 2.0 * evidence + (beyond ? 0.01 : -0.01), as_state, here, seen);
        work(&seen);
        CU_ASSERT_EQUAL(held_by(here) != NULL, !beyond);
    }
    bench_free(&on);
}

/* A number that the track has, by its first report. */
static track *bound_track(void)
{
    bench_begin(&on);
    track *here = add_track(0.0);
    const measure seen = report_of(0.0, 0.0);
    work(&seen);
    CU_ASSERT_PTR_NOT_NULL_FATAL(held_by(here));
    return here;
}

static void a_number_whose_plot_lies_at_30_has_jumped(void)
{
    for (int beyond = 0; beyond < 2; beyond++) {
        track *here = bound_track();
        measure seen = report_of(0.0, 4.0);
        seen.as.state.position[2] = north_for(beyond ? 30.01 : 29.99, as_plot, here, seen);
        const bool far = bind_distance2(here, &seen) > 22.0; /* then it is not bound to it anew */
        const double before = here->mean.state[2];
        work(&seen);
        CU_ASSERT_EQUAL(here->mean.state[2] > before, !beyond);
        CU_ASSERT_EQUAL(here->time_ns, beyond ? 0 : seen.time_ns);
        CU_ASSERT_EQUAL(on.tracks.order.count, beyond && far ? 2 : 1);
    }
    bench_free(&on);
}

/* Where what is taken at all is nearer than that, it is held and not taken. */
static void what_is_beyond_the_gate_moves_nothing(void)
{
    for (int beyond = 0; beyond < 2; beyond++) {
        track *here = bound_track();
        on.settings.gate = 7.0;
        measure seen = report_of(0.0, 4.0);
        seen.as.state.position[2] = north_for(beyond ? 7.01 : 6.99, as_plot, here, seen);
        work(&seen);
        CU_ASSERT_EQUAL(here->time_ns, beyond ? 0 : seen.time_ns);
        CU_ASSERT_EQUAL(held_by(here)->heard_ns, seen.time_ns);
    }
    bench_free(&on);
}

/* The plot of a source that has been where it is now. */
static double as_steady_plot(const track *here, measure seen)
{
    track with = *here;
    const measure before = report_of(seen.as.state.position[2], 0.0);
    bind_make(&with, &before);
    return as_plot(&with, seen);
}

/* Beyond 9, and nearer to another track by 9, twice in a row: the first is still given. */
static void a_number_that_lies_nearer_to_another_is_doubted(void)
{
    for (int what = 0; what < 6; what++) {
        bench_begin(&on);
        track *here = add_track(0.0);
        measure seen = report_of(0.0, 4.0);
        const double off = north_for(what == 1 ? 8.99 : 9.01, as_steady_plot, here, seen);
        const measure before = report_of(off, 0.0);
        bind_make(here, &before);
        seen = report_of(off, 4.0);
        const double own2 = bind_distance2(here, &seen);
        CU_ASSERT_FATAL(own2 > 9.1); /* or there were no track so much nearer */
        if (what > 0) {
            measure there = seen;
            track at = *here; /* as far from the report as the other is to be */
            there.as.state.position[2] =
                north_for(own2 - (what == 2 ? 8.99 : 9.01), as_state, &at, seen);
            add_track(off - there.as.state.position[2]);
        }
        work(&seen);
        CU_ASSERT_PTR_NOT_NULL_FATAL(held_by(here));
        CU_ASSERT_EQUAL(held_by(here)->doubts, what > 2 ? 1 : 0);
        CU_ASSERT_EQUAL(here->time_ns, seen.time_ns); /* this one is given all the same */
        if (what < 4)
            continue;
        measure next = report_of(here->mean.state[2], 8.0);
        if (what == 5)
            next.as.state.position[2] = north_for(20.0, as_plot, here, next);
        const double plot2 = as_plot(here, next);
        CU_ASSERT_FATAL(what == 4 ? plot2 < 9.0 : plot2 > 9.0 && plot2 < 30.0);
        if (what == 5)
            add_track(next.as.state.position[2]);
        work(&next);
        CU_ASSERT_EQUAL(held_by(here) != NULL, what == 4);  /* the second moves it */
        CU_ASSERT(what == 5 || held_by(here)->doubts == 0); /* or it is as if it had never been */
    }
    bench_free(&on);
}

/* Three reports in which a number may still go to another track, which inform nothing. */
static void what_is_left_open_informs_nothing_until_it_is_decided(void)
{
    bench_begin(&on);
    track *here = add_track(0.0), *other = add_track(30.0);
    measure seen = report_of(0.0, 0.0);
    work(&seen);
    CU_ASSERT_PTR_NOT_NULL_FATAL(held_by(here));
    for (int left = 2; left >= 0; left--) {
        seen = report_of(0.0, 4.0 * (3 - left));
        work(&seen);
        CU_ASSERT_EQUAL(held_by(here)->undecided, left);
        CU_ASSERT_EQUAL(here->time_ns, 0);
        CU_ASSERT_EQUAL(here->hits, 50u + 4u - (unsigned)left);
        CU_ASSERT_EQUAL(held_by(here)->heard_ns, seen.time_ns);
    }
    seen = report_of(0.0, 16.0);
    work(&seen);
    CU_ASSERT_EQUAL(here->time_ns, seen.time_ns); /* from then on it does */
    CU_ASSERT_EQUAL(other->time_ns, 0);
    bench_free(&on);
}

/* The next report lies nearer to the one or to the other, by 6 or by less. */
static void the_next_report_decides_by_six(void)
{
    for (int turn = 0; turn < 4; turn++) {
        bench_begin(&on);
        const double away = 900.0;
        track *here = add_track(0.0), *other = add_track(away);
        measure seen = report_of(0.5 * away - 20.0, 0.0);
        work(&seen);
        CU_ASSERT_EQUAL_FATAL(held_by(here)->undecided, 3);
        const double wanted = turn == 0 ? 6.05 : turn == 1 ? 5.95 : turn == 2 ? -5.95 : -6.05;
        measure next = report_of(0.0, 4.0);
        double low = -FAR, high = FAR; /* how much nearer it is to the other */
        while (high - low > 1e-6) {
            next.as.state.position[2] = 0.5 * (low + high);
            const double nearer = bind_distance2(here, &next) - bind_distance2(other, &next);
            *(nearer < wanted ? &low : &high) = next.as.state.position[2];
        }
        work(&next);
        CU_ASSERT_EQUAL(held_by(here) == NULL, turn == 0); /* it was the other's */
        CU_ASSERT_EQUAL(held_by(other) != NULL, turn == 0);
        CU_ASSERT(turn == 0 || held_by(here)->undecided == (turn == 3 ? 0 : 2));
        CU_ASSERT_EQUAL(here->time_ns, 0);
    }
    bench_free(&on);
}

/* Of two tracks that hold a number, as where a source uses it twice, the nearer has the report. */
static void of_two_that_hold_it_the_nearer_has_it(void)
{
    for (int turn = 0; turn < 2; turn++) {
        bench_begin(&on);
        track *both[2] = {add_track(0.0), add_track(3e3)};
        for (int i = 0; i < 2; i++) {
            const measure seen = report_of(i * 3e3, 0.0);
            bind_make(both[i], &seen);
        }
        measure seen = report_of(turn ? 2.9e3 : 0.1e3, 4.0);
        work(&seen);
        CU_ASSERT_EQUAL(both[turn]->time_ns, seen.time_ns);
        CU_ASSERT_EQUAL(both[1 - turn]->time_ns, 0);
    }
    bench_free(&on);
}

/* A source that coasts, or says the same again, says no more than what its object is. */
static void what_is_not_new_moves_nothing(void)
{
    track *here = bound_track();
    measure seen = report_of(0.0, 4.0);
    seen.as.state.track_status = 3;
    seen.identity = FUSION_FRIEND;
    work(&seen);
    CU_ASSERT_EQUAL(here->time_ns, 0);
    CU_ASSERT_EQUAL(here->claim_count, 1);
    CU_ASSERT_EQUAL(here->hits, 51); /* of the first */
    seen = report_of(0.0, 5.0);      /* of nobody known, and it coasts */
    seen.number = 77;
    seen.as.state.track_status = 4;
    work(&seen);
    CU_ASSERT_EQUAL(on.tracks.order.count, 1);
    seen = report_of(0.0, 100.0); /* so late that only the next can be told from it */
    seen.time_ns = held_by(here)->heard_ns + TRACKLET_GAP_NS;
    seen.as.state.covariance[0] = seen.as.state.covariance[6] = 1e9;
    seen.as.state.covariance[11] = 1e9; /* and it learnt nothing since */
    work(&seen);
    CU_ASSERT_EQUAL(here->time_ns, 0);
    CU_ASSERT_EQUAL(held_by(here)->heard_ns, seen.time_ns);
    bench_free(&on);
}

/* A number of two is an error of the source, told where both of them are shown: of a source of
 * tracks as of a radar that numbers its plots. */
static void a_number_is_shared_by_who_is_shown_with_it(void)
{
    static const struct {
        uint64_t others;
        bool confirmed, shared;
    } cases[] = {{5, true, true}, {5, false, false}, {8, true, false}};
    for (int k = 0; k < 6; k++) {
        bench_begin(&on);
        track *own = add_track(0.0), *other = add_track(50e3);
        other->confirmed = cases[k / 2].confirmed;
        for (double second = 0.0; second < 20.0; second += 4.0) {
            measure seen = report_of(0.0, second);
            seen.kind = k % 2 ? FUSION_PLOT : FUSION_TRACK_STATE;
            other->looks[0] = (look){
                .number = cases[k / 2].others, .newest_ns = seen.time_ns, .hits = 9, .covers = 0.9};
            other->look_count = 1;
            work(&seen);
        }
        CU_ASSERT_EQUAL(own->hits, 55);
        CU_ASSERT_EQUAL(held_by(own) != NULL, k % 2 == 0);
        CU_ASSERT_PTR_NULL(held_by(other));
        CU_ASSERT_EQUAL(own->number_shared, cases[k / 2].shared);
    }
    bench_free(&on);
}

/* One that stands where the report's does: the look has one report for both; or two, where the
 * other had its own within half a period. */
static void a_report_asks_who_else_stands_there(void)
{
    for (int late = 0; late < 3; late++) {
        track *here = bound_track(), *other = add_track(20.0);
        measure seen = report_of(0.0, 4.0);
        if (late > 0) {
            other->look_count = 1;
            other->looks[0] =
                (look){.newest_ns = seen.time_ns - BENCH_PERIOD / 2 + (late == 1), .hits = 3};
        }
        work(&seen);
        CU_ASSERT_EQUAL(other->twin, here->number);
        /* Two; or log 1 / (2 x 0.1), as the sensor is believed to see. */
        CU_ASSERT_DOUBLE_EQUAL(other->twin_odds, late == 1 ? -7.0 : log(5.0), 1e-9);
    }
    bench_free(&on);
}

CU_TestInfo source_tests[] = {
    {"a new number is that of a track nearer than 22",
     a_new_number_is_that_of_a_track_nearer_than_22},
    {"where two are as near it is left open", where_two_are_as_near_it_is_left_open},
    {"a track that its source has is not open", a_track_that_its_source_has_is_not_open},
    {"words weigh as distance does", words_weigh_as_distance_does},
    {"a number whose plot lies at 30 has jumped", a_number_whose_plot_lies_at_30_has_jumped},
    {"what is beyond the gate moves nothing", what_is_beyond_the_gate_moves_nothing},
    {"a number that lies nearer to another is doubted",
     a_number_that_lies_nearer_to_another_is_doubted},
    {"what is left open informs nothing until it is decided",
     what_is_left_open_informs_nothing_until_it_is_decided},
    {"the next report decides by six", the_next_report_decides_by_six},
    {"of two that hold it the nearer has it", of_two_that_hold_it_the_nearer_has_it},
    {"what is not new moves nothing", what_is_not_new_moves_nothing},
    {"a number is shared by who is shown with it", a_number_is_shared_by_who_is_shown_with_it},
    {"a report asks who else stands there", a_report_asks_who_else_stands_there},
    CU_TEST_INFO_NULL,
};
