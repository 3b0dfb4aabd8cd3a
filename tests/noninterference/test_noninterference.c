/* Noninterference (Goguen and Meseguer 1982): what a view is not given changes no byte of what it
 * publishes. */
#include "noninterference/lessen.h"
#include "noninterference/vary.h"
#include "suites.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NS INT64_C(1000000000)

enum { CASES = 400, OF_A_WORLD = 46, CONTROLS = 30, FLOOD = 40 };

/* How many variations to try: as usual, or as the environment's PICKET_CASES says. */
static uint64_t cases_wanted(void)
{
    const char *wanted = getenv("PICKET_CASES");
    return wanted ? strtoull(wanted, NULL, 10) : CASES;
}

/* What was tried. */
typedef struct tally {
    uint64_t cases;  /* variations that left some view what it is given */
    uint64_t views;  /* such views */
    uint64_t tracks; /* those whose last picture shows some: there was something to be seen */
    uint64_t left;   /* those that were given more, which left them again */
} tally;

/* What must hold for a view of one side: it is given the same as the view of its name on the other;
 * or it was given more, which has left it again, and it must be the same from then on. */
typedef struct aim {
    int other; /* -1: there is no such view */
    bool same, left;
} aim;

/* Gives the views of the other side that are looked at. */
static uint64_t aims_take(const side *from, const side *to, aim aims[WORLD_VIEWS])
{
    uint64_t views = 0;
    for (unsigned v = 0; v < from->w.view_count; v++) {
        aim *one = &aims[v];
        *one = (aim){.other = side_view(to, &from->w, v)};
        if (one->other < 0)
            continue;
        const unsigned w = (unsigned)one->other;
        one->same = side_given(from, v, 0) == side_given(to, w, 0);
        one->left = !one->same &&
                    side_given(from, v, LESSEN_AFTER_NS) == side_given(to, w, LESSEN_AFTER_NS);
        views |= (uint64_t)(one->same || one->left) << w;
    }
    return views;
}

/* The view that differs where it must not; -1: none. */
static int differing(const aim aims[WORLD_VIEWS], const stage_seen *seen, const stage_seen *other,
                     tally *t)
{
    for (unsigned v = 0; v < seen->view_count; v++) {
        if (!aims[v].same && !aims[v].left)
            continue;
        const stage_view *a = &seen->views[v], *b = &other->views[aims[v].other];
        t->views += aims[v].same;
        t->left += aims[v].left;
        t->tracks += aims[v].same && a->pictures[a->count - 1].tracks > 0;
        if (aims[v].same ? stage_differs(a, b, false, INT64_MIN) >= 0
                         : stage_differs(a, b, true, LESSEN_AFTER_NS) >= 0)
            return (int)v;
    }
    return -1;
}

/* Plays a side on the stage of another, or where its book differs on its own. */
static bool play(const side *one, const side *like, stage *of_like, uint64_t views,
                 stage_seen *seen)
{
    static stage own;
    if (side_same_book(one, like)) {
        side_play(one, of_like, views, seen);
        return !seen->refused;
    }
    const bool read = stage_open(&own, &one->w);
    if (read)
        side_play(one, &own, views, seen);
    stage_close(&own);
    return read && !seen->refused;
}

/* Variations of one recording. false: a view differs, and it was told. */
static bool try_recording(uint64_t seed, uint64_t enough, tally *t)
{
    static stage s;
    static stage_seen seen, other;
    side from = {0}, to = {0};
    uint64_t state = ~seed;
    side_draw(&from, seed);
    CU_ASSERT_TRUE_FATAL(stage_open(&s, &from.w));
    side_play(&from, &s, UINT64_MAX, &seen);
    CU_ASSERT_PTR_NULL(seen.refused);
    bool good = true;
    for (unsigned i = 0; good && i < OF_A_WORLD && t->cases < enough; i++) {
        const variation *how = &variations[i % VARIATIONS];
        const unsigned v = world_below(&state, from.w.view_count);
        side_copy(&to, &from);
        how->make(&to, &from, v, false, &state);
        if (side_same(&to, &from))
            continue;
        side_judge(&to, how->of_reports ? &from : NULL);
        aim aims[WORLD_VIEWS];
        const uint64_t views = aims_take(&from, &to, aims);
        if (views == 0 || !play(&to, &from, &s, views, &other))
            continue; /* a changed book may be none */
        t->cases++;
        const int found = differing(aims, &seen, &other, t);
        good = found < 0;
        if (!good) {
            printf("\n    %s, seed %llu:", how->name, (unsigned long long)seed);
            lessen_and_print(&from, &to, (unsigned)found);
        }
    }
    side_free(&from);
    side_free(&to);
    stage_close(&s);
    return good;
}

static void what_a_view_is_not_given_changes_no_byte_of_it(void)
{
    const uint64_t first = trial_seed(), enough = cases_wanted();
    tally t = {0};
    bool good = true;
    uint64_t seed = first;
    for (; good && t.cases < enough; seed++)
        good = try_recording(seed, enough, &t);
    printf("(seed %llu, %llu recordings, %llu cases, %llu views, %llu with tracks, %llu that lost "
           "something) ",
           (unsigned long long)first, (unsigned long long)(seed - first),
           (unsigned long long)t.cases, (unsigned long long)t.views, (unsigned long long)t.tracks,
           (unsigned long long)t.left);
    CU_ASSERT_TRUE(good);
    CU_ASSERT_TRUE(t.cases < 300 || t.tracks > t.views / 10);
    CU_ASSERT_TRUE(t.cases < 2000 || t.left > 0);
}

/* The same changes, made to what a view is given: its bytes are others. */
static void the_check_sees_each_kind_of_leak(void)
{
    size_t made[VARIATIONS] = {0}, found[VARIATIONS] = {0};
    for (uint64_t seed = trial_seed(); seed < trial_seed() + CONTROLS; seed++) {
        static stage s;
        static stage_seen seen, other;
        side from = {0}, to = {0};
        uint64_t state = ~seed;
        side_draw(&from, seed);
        CU_ASSERT_TRUE_FATAL(stage_open(&s, &from.w));
        side_play(&from, &s, UINT64_MAX, &seen);
        for (unsigned i = 0; i < VARIATIONS; i++) {
            const unsigned v = world_below(&state, from.w.view_count);
            side_copy(&to, &from);
            if (variations[i].can_be_seen)
                variations[i].make(&to, &from, v, true, &state);
            if (side_same(&to, &from))
                continue;
            side_judge(&to, &from);
            if (side_given(&from, v, 0) == side_given(&to, v, 0))
                continue; /* not given within the run, or late enough */
            side_play(&to, &s, UINT64_C(1) << v, &other);
            made[i]++;
            found[i] += stage_differs(&seen.views[v], &other.views[v], false, 0) >= 0;
        }
        side_free(&from);
        side_free(&to);
        stage_close(&s);
    }
    for (unsigned i = 0; i < VARIATIONS; i++) {
        if (!variations[i].can_be_seen)
            continue;
        printf("\n    %-28s seen in %zu of %zu", variations[i].name, found[i], made[i]);
        CU_ASSERT_TRUE(made[i] > 0 && 4 * found[i] >= 3 * made[i]);
    }
    printf("\n    ");
}

/* A second of reports that only their owner is given, who is not looked at: beside what a view is
 * given, from the same sensor. */
static void flood(side *one, unsigned sensor, int second, unsigned count)
{
    feed_report hidden = {.is = {.sensor = sensor,
                                 .kind = one->w.sensors[sensor].sends & 1 ? 0 : 1,
                                 .categories = 2,
                                 .placed = true,
                                 .number = 1,
                                 .owner_only = true},
                          .sigma = 100.0};
    for (unsigned i = 0; i < count; i++) {
        hidden.is.measured_ns = second * NS + (i / 4) * (NS / count * 4);
        hidden.is.stamp_ns = hidden.is.measured_ns;
        hidden.is.lat = 0.01 * (i % 200);
        hidden.is.lon = 128.0 + 0.01 * (i / 200 % 200);
        hidden.joined = i % 4 > 0;
        feed_add(&one->f, &hidden);
    }
}

/* How many reports of a sensor a view is given before the flood. */
static unsigned given_before(const side *from, unsigned v, unsigned sensor)
{
    unsigned given = 0;
    for (unsigned i = 0; i < from->f.count; i++)
        given += from->gifts[i].of[v] != 0 && from->f.reports[i].is.sensor == sensor &&
                 from->f.reports[i].is.stamp_ns < FLOOD * NS;
    return given;
}

/* Leaves one view, which is given much by a sensor of another, and is given it anew after the
 * flood. false: there is none. */
static bool set_flood(side *from, unsigned *sensor)
{
    for (*sensor = 0; *sensor < from->w.sensor_count; ++*sensor)
        for (unsigned v = 0; v < from->w.view_count; v++) {
            const world_sensor *of = &from->w.sensors[*sensor];
            if (given_before(from, v, *sensor) < 8 || of->sends % 4 == 0 ||
                from->w.views[v].audience == 1u << of->nation)
                continue;
            from->w.views[0] = from->w.views[v];
            from->w.view_count = 1;
            from->f.change_count = 1;
            from->f.changes[0] = (feed_change){.audience = from->w.views[0].audience, .at = 80};
            return true;
        }
    return false;
}

static void ten_thousand_hidden_reports_a_second_change_no_byte(void)
{
    unsigned floods = 0;
    for (uint64_t seed = trial_seed(); floods < 3; seed++) {
        static stage s;
        static stage_seen seen, other;
        side from = {0}, to = {0};
        unsigned sensor;
        side_draw(&from, seed);
        if (set_flood(&from, &sensor)) {
            CU_ASSERT_TRUE_FATAL(stage_open(&s, &from.w));
            side_copy(&to, &from);
            for (int second = FLOOD; second < FLOOD + 3; second++)
                flood(&to, sensor, second, 10000);
            feed_part(&to.f);
            side_play(&from, &s, UINT64_MAX, &seen);
            side_play(&to, &s, UINT64_MAX, &other);
            CU_ASSERT_PTR_NULL(other.refused);
            CU_ASSERT_EQUAL(stage_differs(&seen.views[0], &other.views[0], false, INT64_MIN), -1);
            stage_close(&s);
            floods++;
        }
        side_free(&from);
        side_free(&to);
    }
}

CU_TestInfo noninterference_tests[] = {
    {"what a view is not given changes no byte of it",
     what_a_view_is_not_given_changes_no_byte_of_it},
    {"the check sees each kind of leak", the_check_sees_each_kind_of_leak},
    {"ten thousand hidden reports a second change no byte",
     ten_thousand_hidden_reports_a_second_change_no_byte},
    CU_TEST_INFO_NULL,
};
