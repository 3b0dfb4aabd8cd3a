/* Noninterference (Goguen and Meseguer 1982): what a view is not given changes no byte of what it
 * publishes. */
#include "noninterference/lessen.h"
#include "noninterference/vary.h"
#include "suites.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NS INT64_C(1000000000)

enum { CASES = 400, OF_A_WORLD = VARIATIONS, CONTROLS = 30, FLOOD = 40 };

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
    uint64_t rooms;  /* views that are rooms */
    uint64_t crowds; /* rooms of which some visitors are given the same, and others are not */
    uint64_t texts;  /* views whose readers are told the same in words */
    uint64_t health; /* views whose nation is told the same of its own sensors */
} tally;

/* Gives the views of the other side that are looked at. */
static uint64_t aims_take(const side *from, const side *to, aim aims[WORLD_VIEWS], bool *enough)
{
    uint64_t views = 0;
    *enough = false;
    for (unsigned v = 0; v < from->w.view_count; v++) {
        aims[v] = aim_take(from, to, v);
        if (aim_looks(&aims[v]))
            views |= UINT64_C(1) << aims[v].other;
        *enough = *enough || aims[v].same || aims[v].left || aims[v].crowds != 0;
    }
    return views;
}

/* The view that differs where it must not; -1: none. */
static int differing(const aim aims[WORLD_VIEWS], const side *from, const stage_seen *seen,
                     const stage_seen *other, tally *t)
{
    for (unsigned v = 0; v < seen->view_count; v++) {
        const stage_view *shown = &seen->views[v];
        if (!aim_looks(&aims[v]))
            continue;
        t->views += aims[v].same;
        t->left += aims[v].left;
        t->rooms += aims[v].same && from->w.views[v].room > 0;
        t->crowds += aims[v].crowds != 0;
        t->texts += aims[v].texts;
        t->health += aims[v].health && from->w.views[v].room == 0;
        t->tracks += aims[v].same && shown->pictures[shown->count - 1].tracks > 0;
        if (aim_missed(&aims[v], from, v, seen, other) >= 0)
            return (int)v;
    }
    return -1;
}

/* Plays a side on the stage of another, or where its book differs on its own. */
static bool play(const side *one, const side *like, stage *of_like, uint64_t views,
                 stage_seen *seen)
{
    static stage own;
    if (side_same_book(one, like) && !one->turn_at) {
        side_play(one, of_like, views, seen);
        return !seen->refused;
    }
    const bool read = stage_open(&own, &one->w);
    if (read)
        side_play(one, &own, views, seen);
    stage_close(&own);
    return read && !seen->refused;
}

/* A view, or one of the crowds of a room. */
static unsigned any_place(const world *w, uint64_t *state)
{
    const unsigned v = world_below(state, w->view_count), room = w->views[v].room;
    return room == 0 ? v : side_crowd(w, v, world_below(state, rooms_crowds(&w->rooms[room - 1])));
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
        const unsigned v = any_place(&from.w, &state);
        side_copy(&to, &from);
        how->make(&to, &from, v, false, &state);
        if (side_same(&to, &from))
            continue;
        side_judge(&to, how->of_reports ? &from : NULL);
        aim aims[WORLD_VIEWS];
        bool is_case;
        const uint64_t views = aims_take(&from, &to, aims, &is_case);
        if (!is_case || !play(&to, &from, &s, views, &other))
            continue; /* a changed book may be none */
        t->cases++;
        const int found = differing(aims, &from, &seen, &other, t);
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
           "something, %llu rooms, %llu with other visitors, %llu told in words, %llu of their "
           "sensors) ",
           (unsigned long long)first, (unsigned long long)(seed - first),
           (unsigned long long)t.cases, (unsigned long long)t.views, (unsigned long long)t.tracks,
           (unsigned long long)t.left, (unsigned long long)t.rooms, (unsigned long long)t.crowds,
           (unsigned long long)t.texts, (unsigned long long)t.health);
    CU_ASSERT_TRUE(good);
    CU_ASSERT_TRUE(t.cases < 300 || (t.tracks > t.views / 10 && t.health > t.views / 10));
    CU_ASSERT_TRUE(t.cases < 2000 || (t.left > 0 && t.crowds > 0));
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
            const stage_look all = {.after_ns = INT64_MIN};
            found[i] += stage_differs(&seen.views[v], &other.views[v], &all) >= 0;
        }
        side_free(&from);
        side_free(&to);
        stage_close(&s);
    }
    for (unsigned i = 0; i < VARIATIONS; i++) {
        if (!variations[i].can_be_seen)
            continue;
        printf("\n    %-28s seen in %zu of %zu", variations[i].name, found[i], made[i]);
        /* Of 25 changes of which one in seven shows nothing, under half are seen once in 60,000
         * seeds (binomial); under three quarters once in 14. */
        CU_ASSERT_TRUE(made[i] > 0 && 2 * found[i] >= made[i]);
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
                from->w.views[v].room > 0 || from->w.views[v].audience == 1u << of->nation)
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
            const stage_look all = {.after_ns = INT64_MIN};
            CU_ASSERT_EQUAL(stage_differs(&seen.views[0], &other.views[0], &all), -1);
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
