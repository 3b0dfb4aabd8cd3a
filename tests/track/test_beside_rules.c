/* What a stream under a floor is bound to, how long it is shown and how sure it is, by hand. */
#include "suites.h"
#include "track/beside.h"

#include "geo/wgs84.h"

#include <math.h>
#include <string.h>

#define SIGMA 1000.0 /* of a difference between a track and a report, along each axis; m */
#define GRID  10     /* s */

static const uint8_t key[16];
static const double origin[3] = {6.4e6, 0.0, 0.0}; /* up is x, east y, north z */
static beside all;
static roster tracks;
static room memory;

static measure report_of(double north)
{
    measure seen = {.number = 7,
                    .kind = FUSION_TRACK_STATE,
                    .categories = FUSION_AIR,
                    .reach = 1e6,
                    .floor = 1000,
                    .grid = GRID,
                    .source_named = true,
                    .nation_named = true,
                    .sensor = 70,
                    .nation = 3};
    fusion_state *state = &seen.as.state;
    memcpy(state->position, origin, sizeof origin);
    state->position[2] = north;
    state->velocity_kind = FUSION_VELOCITY_FULL;
    static const int diagonal[6] = {0, 6, 11, 15, 18, 20};
    for (int i = 0; i < 6; i++)
        state->covariance[diagonal[i]] = i < 3 ? SIGMA * SIGMA - 1e4 : 1e4 - 100.0;
    return seen;
}

/* A track of 100 m and 10 m/s; its number. */
static uint64_t add_track(double north, bool confirmed, uint8_t categories)
{
    measure first = report_of(north);
    static const int diagonal[6] = {0, 6, 11, 15, 18, 20};
    for (int i = 0; i < 6; i++)
        first.as.state.covariance[diagonal[i]] = i < 3 ? 1e4 : 100.0;
    first.categories = categories;
    track one;
    track_begin(&one, &first, 1.0);
    one.confirmed = confirmed;
    one.categories = categories;
    CU_ASSERT_TRUE_FATAL(roster_reserve(&tracks, &memory, 1));
    const uint32_t slot = roster_add(&tracks, &one, key, 1000 + tracks.order.count);
    roster_settle(&tracks);
    return tracks.slots.items[slot].number;
}

static void empty(void)
{
    beside_free(&all, &memory);
    roster_free(&tracks, &memory);
    memset(&all, 0, sizeof all);
    memset(&tracks, 0, sizeof tracks);
    CU_ASSERT_TRUE_FATAL(beside_reserve(&all, &memory, 8, 0));
}

/* Takes the report and gives its stream. */
static beside_stream *take(measure seen)
{
    CU_ASSERT_TRUE_FATAL(beside_take(&all, &seen, &tracks, 0, key));
    size_t i = 0;
    while ((all.streams.items[i].name & 0xffff) != seen.number)
        i++;
    return &all.streams.items[i];
}

/* The track that three reports are bound to, which lie so many sigmas to the north; 0: to none. */
static uint64_t bound_at(double first, double second, double third)
{
    const double norths[3] = {first, second, third};
    beside_stream *one = NULL;
    all.streams.count = 0;
    for (int i = 0; i < 3; i++) {
        CU_ASSERT(i == 0 || one->track == 0); /* a round is of three */
        one = take(report_of(norths[i] * SIGMA));
    }
    return one->track;
}

/* A squared distance is that of the place in sigmas, for velocities are alike. */
static void a_stream_is_bound_by_the_mean_of_three(void)
{
    empty();
    const uint64_t number = add_track(0.0, true, FUSION_AIR);
    CU_ASSERT_EQUAL(bound_at(3.99, 3.99, 3.99), number); /* 16 in the mean */
    CU_ASSERT_EQUAL(bound_at(4.01, 4.01, 4.01), 0);
    CU_ASSERT_EQUAL(bound_at(5.4, 3.0, 3.0), number); /* 29.2 + 9 + 9 = 47.2 */
    CU_ASSERT_EQUAL(bound_at(5.4, 3.1, 3.1), 0);      /* 29.2 + 9.6 + 9.6 = 48.4 */
    CU_ASSERT_EQUAL(bound_at(5.5, 0.0, 0.0), 0);      /* the first says whose it may be: 30.25 */
}

/* Tracks 5 sigma apart: with x from the first, the second is farther by 25 - 10 x each time. */
static void the_best_must_be_nearer_by_six_in_the_mean(void)
{
    empty();
    const uint64_t first = add_track(0.0, true, FUSION_AIR);
    const uint64_t second = add_track(5.0 * SIGMA, true, FUSION_AIR);
    CU_ASSERT_EQUAL(bound_at(1.89, 1.89, 1.89), first);
    CU_ASSERT_EQUAL(bound_at(1.91, 1.91, 1.91), 0);
    CU_ASSERT_EQUAL(bound_at(3.09, 3.09, 3.09), 0);
    CU_ASSERT_EQUAL(bound_at(3.11, 3.11, 3.11), second);
    CU_ASSERT_EQUAL(bound_at(2.4, 4.0, 4.0), second); /* that was the farther one at first */
    CU_ASSERT_EQUAL(bound_at(2.6, 1.0, 1.0), first);
}

/* A third, in between: it is held against the nearer of the two others. */
static void the_nearest_of_the_others_counts(void)
{
    empty();
    const uint64_t north = add_track(5.0 * SIGMA, true, FUSION_AIR);
    add_track(-5.0 * SIGMA, true, FUSION_AIR);
    CU_ASSERT_EQUAL(bound_at(3.3, 3.3, 3.3), north);
    add_track(1.5 * SIGMA, true, FUSION_AIR); /* 1.7^2 = 2.89 and 1.8^2 = 3.24 */
    CU_ASSERT_EQUAL(bound_at(3.3, 3.3, 3.3), 0);
    CU_ASSERT_EQUAL(bound_at(4.2, 4.2, 4.2), north); /* 0.64 and 7.29: by 6.65 */
    CU_ASSERT_EQUAL(bound_at(4.0, 4.0, 4.0), 0);     /* 1 and 6.25: by 5.25 */
}

static void four_are_asked_the_nearest_first(void)
{
    empty();
    uint64_t numbers[6];
    const double at[6] = {5.2, 1.0, 4.0, 2.0, 3.0, 5.0};
    for (int i = 0; i < 6; i++)
        numbers[i] = add_track(at[i] * SIGMA, true, FUSION_AIR);
    const beside_stream *one = take(report_of(0.0));
    CU_ASSERT_EQUAL_FATAL(one->vote_count, 4);
    const int nearest[4] = {1, 3, 4, 2};
    for (int i = 0; i < 4; i++) {
        CU_ASSERT_EQUAL(one->votes[i].track, numbers[nearest[i]]);
        CU_ASSERT_DOUBLE_EQUAL(one->votes[i].distance2, pow(at[nearest[i]], 2.0), 1e-6);
    }
}

static void who_cannot_be_meant_is_not_asked(void)
{
    empty();
    add_track(0.0, false, FUSION_AIR);
    add_track(0.0, true, FUSION_SURFACE);
    const beside_stream *one = take(report_of(0.0));
    CU_ASSERT_EQUAL(one->vote_count, 0);
    CU_ASSERT_EQUAL(one->round, 0); /* the next report begins again */
    add_track(0.0, true, FUSION_AIR);
    one = take(report_of(0.0));
    CU_ASSERT_EQUAL(one->vote_count, 1);
    CU_ASSERT_EQUAL(one->round, 1);
}

/* The report's reach and six sigma of the track, which are at most 6 sqrt(3) 100 m. */
static void beyond_reach_nothing_is_asked(void)
{
    empty();
    add_track(0.0, true, FUSION_AIR);
    measure seen = report_of(4.0 * SIGMA);
    seen.reach = 4.0 * SIGMA - 6.0 * sqrt(3e4) - 1.0;
    CU_ASSERT_EQUAL(take(seen)->vote_count, 0);
    seen.reach += 2.0;
    CU_ASSERT_EQUAL(take(seen)->vote_count, 1);
}

/* Velocity, 100 m/s a sigma: 3^2 + 4^2 of two coordinates. Where it is withheld it says nothing. */
static void a_velocity_counts_where_it_is_given(void)
{
    empty();
    add_track(0.0, true, FUSION_AIR);
    measure seen = report_of(3.0 * SIGMA);
    seen.as.state.velocity[1] = 400.0;
    CU_ASSERT_DOUBLE_EQUAL(take(seen)->votes[0].distance2, 25.0, 1e-9);
    seen.number++;
    seen.as.state.velocity_kind = FUSION_VELOCITY_NONE;
    CU_ASSERT_DOUBLE_EQUAL(take(seen)->votes[0].distance2, 9.0, 1e-9);
}

static void three_in_a_row_that_do_not_fit_end_it(void)
{
    empty();
    const uint64_t number = add_track(0.0, true, FUSION_AIR);
    CU_ASSERT_EQUAL(bound_at(0.0, 0.0, 0.0), number);
    const double off = 5.48 * SIGMA, near = 5.47 * SIGMA; /* 30.03 and 29.92 */
    take(report_of(off));
    CU_ASSERT_EQUAL(take(report_of(off))->track, number);
    CU_ASSERT_EQUAL(take(report_of(near))->doubts, 0); /* it begins anew */
    take(report_of(off));
    CU_ASSERT_EQUAL(take(report_of(off))->track, number);
    CU_ASSERT_EQUAL(take(report_of(off))->track, 0);
    /* What doubts there were do not count against the next. */
    take(report_of(0.0));
    take(report_of(0.0));
    CU_ASSERT_EQUAL(take(report_of(0.0))->doubts, 0);
    CU_ASSERT_EQUAL(take(report_of(off))->track, number);
}

static bool none(track *one, void *context)
{
    (void)one, (void)context;
    return false;
}

static void what_ended_in_a_round_is_not_meant(void)
{
    empty();
    add_track(0.0, true, FUSION_AIR);
    take(report_of(0.0));
    roster_keep(&tracks, none, NULL);
    take(report_of(0.0));
    CU_ASSERT_EQUAL(take(report_of(0.0))->track, 0);
    CU_ASSERT_EQUAL(all.streams.items[0].round, 0);
}

/* Of the whole covariance, the mean of the variances along east and north of the place, as axes
 * from latitude and longitude say it. */
static void its_uncertainty_is_that_square_to_the_vertical(void)
{
    empty();
    measure seen = report_of(0.0);
    fusion_state *state = &seen.as.state;
    const double lat = 0.7, lon = -2.1;
    wgs84_to_ecef(lat, lon, 0.0, state->position);
    const double p[3][3] = {{5e6, 1e6, -2e6}, {1e6, 4e6, 5e5}, {-2e6, 5e5, 3e6}};
    state->covariance[0] = p[0][0], state->covariance[1] = p[0][1];
    state->covariance[2] = p[0][2], state->covariance[6] = p[1][1];
    state->covariance[7] = p[1][2], state->covariance[11] = p[2][2];
    const double east[3] = {-sin(lon), cos(lon), 0.0};
    const double north[3] = {-sin(lat) * cos(lon), -sin(lat) * sin(lon), cos(lat)};
    double sum = 0.0;
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            sum += p[i][j] * (east[i] * east[j] + north[i] * north[j]);
    /* Twenty roundings of 5e6. */
    CU_ASSERT_DOUBLE_EQUAL(take(seen)->variance, sum / 2.0, 1e-3);
}

/* White acceleration of intensity q adds q t^3 / 3 to what velocity does (Bar-Shalom, Li and
 * Kirubarajan 2001, 6.2.2); along x, which is up, and along z, which is not. */
static void it_drifts_as_its_kind_does(void)
{
    static const struct {
        uint8_t categories;
        double level, up;
    } kinds[] = {{FUSION_AIR, 1.0, 0.3},
                 {0, 1.0, 0.3},
                 {FUSION_AIR | FUSION_SURFACE, 1.0, 0.3},
                 {FUSION_MISSILE, 10.0, 10.0},
                 {FUSION_MISSILE | FUSION_AIR, 10.0, 10.0},
                 {FUSION_SURFACE, 0.05, 0.01},
                 {FUSION_MINE, 0.05, 0.01}};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        empty();
        measure seen = report_of(0.0);
        seen.categories = kinds[i].categories;
        seen.as.state.velocity[2] = 100.0;
        take(seen);
        beside_pass(&all, &tracks, 0);
        fusion_track shown;
        beside_picture(&all, 0, 20 * FUSION_SECOND, &shown);
        const double steady = SIGMA * SIGMA - 1e4 + (1e4 - 100.0) * 400.0;
        CU_ASSERT_DOUBLE_EQUAL(shown.covariance[11], steady + kinds[i].level * 8000.0 / 3.0, 1e-3);
        CU_ASSERT_DOUBLE_EQUAL(shown.covariance[0], steady + kinds[i].up * 8000.0 / 3.0, 1e-3);
        CU_ASSERT_DOUBLE_EQUAL(shown.position[2], 2000.0, 1e-6);
    }
}

static size_t shown_at(int64_t now_ns)
{
    beside_pass(&all, &tracks, now_ns);
    return all.apart.count;
}

/* Heard 10 s after its time, then r + 100 v of variance; three sigma of that is nine times as much:
 * of velocities v and a drift of t^3 / 3 that is after some t found here by halving. */
static void it_is_shown_until_it_is_three_times_as_unsure(void)
{
    measure seen = report_of(0.0);
    const double r = SIGMA * SIGMA - 1e4, v = 40.0 * 40.0;
    seen.delay_ns = 10 * FUSION_SECOND;
    seen.grid = 1000; /* so long that it does not end it */
    seen.as.state.covariance[15] = seen.as.state.covariance[18] = seen.as.state.covariance[20] = v;
    const double most = 9.0 * (r + v * 100.0 + 1000.0 / 3.0);
    double low = 10.0, high = 1000.0;
    while (high - low > 1e-4) {
        const double t = 0.5 * (low + high);
        *(r + v * t * t + t * t * t / 3.0 < most ? &low : &high) = t;
    }
    for (int late = 0; late < 2; late++) {
        empty();
        take(seen);
        CU_ASSERT_EQUAL(shown_at((int64_t)((low + (late ? 0.01 : -0.01)) * 1e9)), late ? 0 : 1);
    }
}

static void it_coasts_after_two_grids_and_ends_after_five(void)
{
    empty();
    measure seen = report_of(0.0);
    /* Hardly known any worse later: only time ends it. */
    seen.as.state.covariance[15] = seen.as.state.covariance[18] = seen.as.state.covariance[20] = 1;
    fusion_track shown;
    for (int reports = 1; reports <= 3; reports++) {
        take(seen);
        CU_ASSERT_EQUAL(shown_at(0), 1);
        beside_picture(&all, 0, 0, &shown);
        CU_ASSERT_EQUAL(shown.status, reports < 3 ? FUSION_TENTATIVE : FUSION_CONFIRMED);
    }
    beside_picture(&all, 0, 20 * FUSION_SECOND, &shown);
    CU_ASSERT_EQUAL(shown.status, FUSION_CONFIRMED); /* one report may come late by a little */
    beside_picture(&all, 0, 22 * FUSION_SECOND, &shown);
    CU_ASSERT_EQUAL(shown.status, FUSION_COASTING);
    CU_ASSERT_EQUAL(shown_at(50 * FUSION_SECOND), 1);
    CU_ASSERT_EQUAL(shown_at(50 * FUSION_SECOND + 1), 0);
}

/* One 10 s on is told apart by its time alone; the older is the surer until it has drifted. */
static void an_older_place_stays_while_it_is_the_surer(void)
{
    empty();
    measure fine = report_of(0.0), coarse = report_of(0.0);
    fine.as.state.covariance[15] = fine.as.state.covariance[18] = fine.as.state.covariance[20] = 1;
    fine.number = coarse.number = 9;
    take(fine);
    /* In 10 s: 100 of velocity and 1000 / 3 of drift. */
    const double then = SIGMA * SIGMA - 1e4 + 100.0 + 1000.0 / 3.0;
    coarse.time_ns = 10 * FUSION_SECOND;
    coarse.as.state.covariance[6] = coarse.as.state.covariance[11] = then + 1.0;
    CU_ASSERT_EQUAL(take(coarse)->last.time_ns, 0);
    coarse.as.state.covariance[6] = coarse.as.state.covariance[11] = then - 1.0;
    CU_ASSERT_EQUAL(take(coarse)->last.time_ns, 10 * FUSION_SECOND);
    CU_ASSERT_EQUAL(all.streams.items[0].reports, 3);
    measure old = fine; /* surer, but of before */
    old.time_ns = 9 * FUSION_SECOND;
    old.as.state.covariance[6] = old.as.state.covariance[11] = 1.0;
    CU_ASSERT_EQUAL(take(old)->last.time_ns, 10 * FUSION_SECOND);
}

static fusion_track own_track(uint64_t number, double variance)
{
    fusion_track shown = {.number = number,
                          .status = FUSION_COASTING,
                          .marks = FUSION_MARK_CONFLICT | FUSION_MARK_HEIGHT_UNKNOWN,
                          .nations = 1,
                          .sensors = {1}};
    memcpy(shown.position, origin, sizeof origin);
    shown.covariance[0] = shown.covariance[6] = shown.covariance[11] = variance;
    return shown;
}

/* Two streams of each of two tracks: each track's place is taken by the surer stream, where that is
 * surer than the track. */
static void a_track_s_place_is_taken_by_the_surest(void)
{
    empty();
    uint64_t numbers[2] = {add_track(0.0, true, FUSION_AIR),
                           add_track(40.0 * SIGMA, true, FUSION_AIR)};
    for (int i = 0; i < 4; i++) {
        measure seen = report_of(i < 2 ? 0.0 : 40.0 * SIGMA);
        seen.number = 20 + (uint64_t)i;
        seen.as.state.height_known = i == 1;
        seen.as.state.height_is_pressure = i == 1;
        seen.as.state.covariance[0] = seen.as.state.covariance[6] = 1e4 * (5 - i);
        seen.as.state.covariance[11] = 1e4 * (5 - i);
        for (int k = 0; k < 3; k++)
            take(seen);
    }
    CU_ASSERT_EQUAL(shown_at(0), 0); /* none apart */
    CU_ASSERT_EQUAL_FATAL(all.bound.count, 2);
    size_t from = 0;
    fusion_track other = own_track(0, 1e9); /* has no stream */
    beside_cover(&all, &from, 0, &other);
    CU_ASSERT_EQUAL(other.covariance[6], 1e9);
    const bool swapped = numbers[1] < numbers[0];
    for (int k = 0; k < 2; k++) { /* by number */
        const int i = swapped ? 1 - k : k;
        fusion_track shown = own_track(numbers[i], i ? 2.1e4 : 3.9e4);
        beside_cover(&all, &from, 0, &shown);
        CU_ASSERT_EQUAL(shown.status, FUSION_CONFIRMED); /* the object is still heard of */
        /* Of the first track the surer has 4e4, and that is less sure than the track. */
        CU_ASSERT_EQUAL(shown.covariance[6], i ? 2e4 : 3.9e4);
        CU_ASSERT_EQUAL(shown.nations, i ? 1u | 1u << 3 : 1u);
        CU_ASSERT_EQUAL(shown.sensors[1], i ? UINT64_C(1) << 6 : 0);
        CU_ASSERT_EQUAL(shown.marks, FUSION_MARK_CONFLICT | FUSION_MARK_HEIGHT_UNKNOWN |
                                         (i ? FUSION_MARK_RELEASED_PLACE : 0));
    }
    fusion_track shown = own_track(numbers[0], 4.1e4);
    from = 0;
    beside_cover(&all, &from, 0, &shown);
    CU_ASSERT_EQUAL(shown.covariance[6], 4e4);
    CU_ASSERT_EQUAL(shown.marks,
                    FUSION_MARK_CONFLICT | FUSION_MARK_RELEASED_PLACE | FUSION_MARK_PRESSURE);
}

static void what_is_not_named_is_not_told(void)
{
    empty();
    measure seen = report_of(0.0);
    seen.as.state.velocity_kind = FUSION_VELOCITY_NONE;
    seen.as.state.height_known = true;
    seen.source_named = seen.nation_named = false;
    take(seen);
    CU_ASSERT_EQUAL_FATAL(shown_at(0), 1);
    fusion_track shown;
    beside_picture(&all, 0, 0, &shown);
    CU_ASSERT_EQUAL(shown.nations, 0);
    CU_ASSERT_EQUAL(shown.sensors[1], 0);
    CU_ASSERT_EQUAL(shown.marks, FUSION_MARK_RELEASED_PLACE | FUSION_MARK_VELOCITY_UNKNOWN);
}

/* Room for what may be kept, and for no more of it. */
static void no_more_room_is_made_than_may_be_kept(void)
{
    empty();
    beside_free(&all, &memory);
    CU_ASSERT_TRUE(beside_reserve(&all, &memory, 0, 3)); /* of none, none */
    CU_ASSERT_EQUAL(memory.held, 0);
    CU_ASSERT_TRUE(beside_reserve(&all, &memory, 5000, 3));
    CU_ASSERT(all.streams.capacity >= 3 && all.streams.capacity < 100);
    CU_ASSERT(all.apart.capacity >= 3 && all.bound.capacity >= 3);
    CU_ASSERT_TRUE(beside_reserve(&all, &memory, 5000, 0)); /* no ceiling */
    CU_ASSERT(all.streams.capacity >= 5000);
}

/* A number of one nation is not that of another's. */
static void each_nation_s_numbers_are_its_own(void)
{
    empty();
    measure seen = report_of(0.0);
    take(seen);
    seen.nation++;
    take(seen);
    CU_ASSERT_EQUAL(all.streams.count, 2);
    CU_ASSERT_NOT_EQUAL(all.streams.items[0].number, all.streams.items[1].number);
    empty();
    beside_free(&all, &memory);
    roster_free(&tracks, &memory);
    CU_ASSERT_EQUAL(memory.held, 0);
}

CU_TestInfo beside_rules_tests[] = {
    {"a stream is bound by the mean of three", a_stream_is_bound_by_the_mean_of_three},
    {"the best must be nearer by six in the mean", the_best_must_be_nearer_by_six_in_the_mean},
    {"the nearest of the others counts", the_nearest_of_the_others_counts},
    {"four are asked, the nearest first", four_are_asked_the_nearest_first},
    {"who cannot be meant is not asked", who_cannot_be_meant_is_not_asked},
    {"beyond reach nothing is asked", beyond_reach_nothing_is_asked},
    {"a velocity counts where it is given", a_velocity_counts_where_it_is_given},
    {"three in a row that do not fit end it", three_in_a_row_that_do_not_fit_end_it},
    {"what ended in a round is not meant", what_ended_in_a_round_is_not_meant},
    {"its uncertainty is that square to the vertical",
     its_uncertainty_is_that_square_to_the_vertical},
    {"it drifts as its kind does", it_drifts_as_its_kind_does},
    {"it is shown until it is three times as unsure",
     it_is_shown_until_it_is_three_times_as_unsure},
    {"it coasts after two grids and ends after five",
     it_coasts_after_two_grids_and_ends_after_five},
    {"an older place stays while it is the surer", an_older_place_stays_while_it_is_the_surer},
    {"a track's place is taken by the surest", a_track_s_place_is_taken_by_the_surest},
    {"what is not named is not told", what_is_not_named_is_not_told},
    {"no more room is made than may be kept", no_more_room_is_made_than_may_be_kept},
    {"each nation's numbers are its own", each_nation_s_numbers_are_its_own},
    CU_TEST_INFO_NULL,
};
