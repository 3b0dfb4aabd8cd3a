/* What nobody names and is far too fast for an aircraft is found all the same. */
#include "scene.h"
#include "suites.h"
#include "track/streak.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define SIGMA  100.0
#define PERIOD 4

static const scene_object missile = {36.0, 128.0, 60000.0, 2000.0, 2200.0, 300.0}; /* 3 km/s */

static fusion_report *plot_at(scene *one, uint16_t radar, double t, const scene_object *object)
{
    fusion_report *report = &scene_sight(one, radar, t, object, SIGMA)->report;
    report->categories = 0;
    return report;
}

/* Somewhere in 200 by 200 by 10 km, where nothing flies. */
static fusion_report *false_plot(scene *one, uint16_t radar, double t)
{
    const scene_object nothing = {36.0 + 1.8 * (chance_unit(&one->chance) - 0.5),
                                  128.0 + 2.2 * (chance_unit(&one->chance) - 0.5),
                                  1e4 * chance_unit(&one->chance),
                                  0.0,
                                  0.0,
                                  0.0};
    return plot_at(one, radar, t, &nothing);
}

/* How many confirmed tracks there are after so many looks, and how far the first is off. */
static size_t shown_after(const scene *one, int seconds, double *off)
{
    double place[3], velocity[3];
    const fusion_track *shown;
    fusion_engine *engine = scene_run(one, NULL, seconds);
    const size_t count = scene_picture(engine, FUSION_CONFIRMED, &shown);
    scene_place(&missile, seconds, place, velocity);
    *off = count > 0 ? scene_distance(shown, place) : INFINITY;
    fusion_engine_destroy(engine);
    return count;
}

static const scene *missile_alone(uint64_t seed, int looks)
{
    scene *one = scene_new(seed);
    const uint16_t radar = scene_sensor(one, "radar", PERIOD);
    for (int n = 0; n < looks; n++)
        plot_at(one, radar, 0.5 + PERIOD * n, &missile);
    return one;
}

/* It was never found: each plot was the first of an aircraft. */
static void three_plots_in_line_are_a_track(void)
{
    for (uint64_t seed = 0; seed < 10; seed++) {
        const scene *one = missile_alone(5100 + seed, 4);
        double off;
        CU_ASSERT_EQUAL(shown_after(one, 3 * PERIOD + 1, &off), 1);
        /* Two plots' error of speed over half a second, beside the last's own: at four sigma. */
        CU_ASSERT_TRUE(off < 4.0 * sqrt(3.0) * SIGMA * 1.2);
    }
}

/* Nobody said what it is, and it goes on being shown as that. */
static void its_category_stays_unknown(void)
{
    const scene *one = missile_alone(5120, 15);
    const fusion_track *shown;
    fusion_engine *engine = scene_run(one, NULL, 15 * PERIOD);
    CU_ASSERT_EQUAL_FATAL(scene_picture(engine, FUSION_TENTATIVE, &shown), 1);
    CU_ASSERT_EQUAL(shown->status, FUSION_CONFIRMED);
    CU_ASSERT_EQUAL(shown->categories, 0);
    fusion_engine_destroy(engine);
}

static void plots_that_make_no_streak_are_shown_as_nothing(void)
{
    static const char *const why[] = {"out of line by 5 km", "without height",
                                      "told to be aircraft"};
    for (int what = 0; what < 3; what++) {
        scene *one = scene_new(5130);
        const uint16_t radar = scene_sensor(one, "radar", PERIOD);
        double off;
        for (int n = 0; n < 4; n++) {
            fusion_report *report = plot_at(one, radar, 0.5 + PERIOD * n, &missile);
            report->as.state.position[2] += what == 0 && n % 2 == 1 ? 5000.0 : 0.0;
            report->as.state.height_known = what != 1;
            report->categories = what == 2 ? FUSION_AIR : 0;
        }
        printf("%s ", why[what]);
        CU_ASSERT_EQUAL(shown_after(one, 3 * PERIOD + 1, &off), 0);
    }
}

/* 60 a look in 200 by 200 by 10 km, none of an object: of 4,500 plots in five minutes there are
 * some hundred threes that could be streaks. */
static void false_plots_make_no_streaks(void)
{
    size_t most = 0;
    scene *one = scene_new(5140);
    const uint16_t radar = scene_sensor(one, "radar", PERIOD);
    for (int n = 0; n < 75; n++)
        for (int k = 0; k < 60; k++)
            false_plot(one, radar, 0.5 + PERIOD * n + 0.05 * k);
    fusion_engine *engine = scene_run(one, NULL, 0);
    for (int s = 1; s <= 75 * PERIOD; s++) {
        const fusion_track *shown;
        scene_epoch(one, engine, s);
        const size_t count = scene_picture(engine, FUSION_CONFIRMED, &shown);
        most = count > most ? count : most;
    }
    fusion_engine_destroy(engine);
    printf("at most %zu at once ", most);
    CU_ASSERT_EQUAL(most, 0);
}

/* Seconds of processor time for four looks at so many false plots in 200 by 200 km. */
static double time_of(size_t plots, uint8_t categories)
{
    scene *one = scene_new(5150);
    const uint16_t radar = scene_sensor(one, "radar", PERIOD);
    for (int n = 0; n < 4; n++)
        for (size_t k = 0; k < plots; k++)
            false_plot(one, radar, 0.5 + PERIOD * n + 3.0 * (double)k / (double)plots)->categories =
                categories;
    const clock_t before = clock();
    fusion_engine_destroy(scene_run(one, NULL, 4 * PERIOD));
    return (double)(clock() - before) / CLOCKS_PER_SEC;
}

/* To try all threes of 1,500 plots a look took twenty times as long as all the rest. Those that say
 * what they are of are never tried; double is more than two runs of one work differ by. */
static void a_crowd_of_plots_costs_no_more_for_being_unnamed(void)
{
    const double named = time_of(1500, FUSION_AIR), unnamed = time_of(1500, 0);
    printf("%.2f s, named %.2f s ", unnamed, named);
    CU_ASSERT_TRUE(unnamed < 2.0 * named + 0.1);
}

typedef struct passing {
    int64_t now_ns;
    life_rules rules;
} passing;

static bool lives(track *one, void *context)
{
    const passing *at = context;
    return life_pass(one, at->now_ns, at->rules);
}

/* What streak_pass() works on. */
typedef struct streak_bench {
    fusion_engine_settings settings;
    conditions learnt;
    roster tracks;
    streaks all;
    room memory;
    passing at;
} streak_bench;

static streak_bench *streak_bench_new(const scene *one)
{
    static streak_bench made;
    memset(&made, 0, sizeof made);
    made.settings = fusion_engine_defaults();
    made.learnt.settings = &made.settings;
    made.learnt.registry = &one->registry;
    made.at = (passing){SCENE_START, {&made.settings, &one->registry, &made.learnt}};
    return &made;
}

static void streak_bench_free(streak_bench *on)
{
    conditions_free(&on->learnt, &on->memory);
    roster_free(&on->tracks, &on->memory);
    streak_free(&on->all, &on->memory);
}

/* The scene's n-th plot begins a track, and is held against those before; gives the slot. */
static uint32_t look_round(streak_bench *on, const scene *one, int n)
{
    const uint32_t first = 0;
    measure seen;
    track born;
    CU_ASSERT_EQUAL_FATAL(
        measure_make(&one->releases[n], &one->registry, on->settings.number_key, &seen), FUSION_OK);
    CU_ASSERT_TRUE_FATAL(
        conditions_reserve(&on->learnt, &on->memory, 1) &&
        roster_reserve(&on->tracks, &on->memory, 1) &&
        streak_reserve(&on->all, &on->memory, &one->registry, &seen, 1, &first, 1));
    conditions_visit(&on->learnt, &seen);
    track_begin(&born, &seen, 1.0);
    life_begin(&born, &seen, 1.0, on->at.rules);
    const uint32_t slot = roster_add(&on->tracks, &born, on->settings.number_key, seen.content);
    on->all.young.items[0] = slot;
    streak_pass(&on->all, &on->tracks, &seen, &first, 1, on->at.now_ns, on->at.rules);
    on->at.now_ns += PERIOD * FUSION_SECOND;
    return slot;
}

/* Of the three tracks that it was made of none is left; their first plots once were in question
 * for good (conditions.h), and made all others nearby the more doubtful. */
static void a_streak_leaves_no_first_plot_in_question(void)
{
    const scene *one = missile_alone(5150, 3);
    streak_bench *on = streak_bench_new(one);
    uint32_t open = 0;
    for (int n = 0; n < 3; n++)
        look_round(on, one, n);
    roster_keep(&on->tracks, lives, &on->at);
    CU_ASSERT_EQUAL(on->tracks.order.count, 1);
    conditions_turn(&on->learnt, on->at.now_ns);
    for (size_t i = 0; i < on->learnt.places; i++)
        open += on->learnt.items[i].key != 0 ? on->learnt.items[i].open : 0;
    CU_ASSERT_EQUAL(open, 0);
    streak_bench_free(on);
}

/* The looks of what was thrown away once counted as those of objects. A streak is
 * believed here by its second plot. */
static void what_is_tried_teaches_nothing(void)
{
    const scene *one = missile_alone(5160, 3);
    streak_bench *on = streak_bench_new(one);
    on->settings.confirm = 1e-6;
    for (int n = 0; n < 3; n++)
        look_round(on, one, n);
    conditions_turn(&on->learnt, on->at.now_ns);
    for (size_t i = 0; i < on->learnt.places; i++)
        CU_ASSERT_TRUE(on->learnt.items[i].key == 0 || on->learnt.items[i].seen == 0.0);
    streak_bench_free(on);
}

/* Its first track has a plot of another sensor by now, and is as good as surely an object: it once
 * was overwritten by whatever three in line came to. */
static void a_surer_track_keeps_what_others_saw_of_it(void)
{
    const scene *one = missile_alone(5170, 3);
    streak_bench *on = streak_bench_new(one);
    const uint32_t slot = look_round(on, one, 0);
    track *first = &on->tracks.slots.items[slot];
    first->hits = 2;
    first->existence = 0.9999; /* more than any of three plots */
    look_round(on, one, 1);
    look_round(on, one, 2);
    first = &on->tracks.slots.items[slot];
    CU_ASSERT_EQUAL(first->hits, 2);
    CU_ASSERT_EQUAL(first->existence, 0.9999);
    roster_keep(&on->tracks, lives, &on->at);
    CU_ASSERT_EQUAL(on->tracks.order.count, 3);
    streak_bench_free(on);
}

/* Room was made for every report of the epoch, most of which say what they are of. */
static void room_is_made_only_for_what_may_be_kept(void)
{
    enum { MANY = 100 };
    static measure seen[MANY];
    static uint32_t taken[MANY];
    for (int named = 0; named < 2; named++) {
        scene *one = scene_new(5190);
        const uint16_t radar = scene_sensor(one, "radar", PERIOD);
        streak_bench *on = streak_bench_new(one);
        for (uint32_t i = 0; i < MANY; i++) {
            plot_at(one, radar, 0.5 + 0.01 * i, &missile)->categories = named ? FUSION_AIR : 0;
            CU_ASSERT_EQUAL_FATAL(
                measure_make(&one->releases[i], &one->registry, on->settings.number_key, &seen[i]),
                FUSION_OK);
            taken[i] = i;
        }
        CU_ASSERT_TRUE(
            streak_reserve(&on->all, &on->memory, &one->registry, seen, MANY, taken, MANY));
        CU_ASSERT_EQUAL(on->all.plots.capacity < MANY, named);
        CU_ASSERT_EQUAL(on->all.of[radar].capacity < MANY, named);
        streak_bench_free(on);
    }
}

/* Plots without noise, and maybe one 300 m beside the third, 10 ms later; the tracks after that. */
static size_t thirds(bool two, const fusion_track **shown)
{
    static fusion_track kept[8];
    scene *one = scene_new(5180);
    const uint16_t radar = scene_sensor(one, "radar", PERIOD);
    for (int n = 0; n < 3 + two; n++) {
        double place[3], velocity[3];
        const double t = n < 3 ? 0.5 + PERIOD * n : 0.51 + PERIOD * 2;
        scene_place(&missile, t, place, velocity);
        place[0] += n < 3 ? 0.0 : 300.0;
        scene_plot(one, radar, t, place, SIGMA)->report.categories = 0;
    }
    fusion_engine *engine = scene_run(one, NULL, 2 * PERIOD + 1);
    const size_t count = scene_picture(engine, FUSION_TENTATIVE, shown);
    CU_ASSERT_TRUE_FATAL(count <= 8);
    memcpy(kept, *shown, count * sizeof **shown);
    *shown = kept;
    fusion_engine_destroy(engine);
    return count;
}

/* The first two were found again with it, and the streak just made was overwritten. */
static void of_two_thirds_the_last_does_not_win(void)
{
    const fusion_track *shown;
    CU_ASSERT_EQUAL_FATAL(thirds(false, &shown), 1);
    const fusion_track alone = *shown;
    CU_ASSERT_EQUAL_FATAL(thirds(true, &shown), 2);
    const fusion_track *same = shown[0].number == alone.number ? &shown[0] : &shown[1];
    CU_ASSERT_EQUAL(same->number, alone.number);
    for (int i = 0; i < 3; i++)
        CU_ASSERT_EQUAL(same->position[i], alone.position[i]);
}

CU_TestInfo streak_tests[] = {
    {"three plots in line are a track", three_plots_in_line_are_a_track},
    {"its category stays unknown", its_category_stays_unknown},
    {"plots that make no streak are shown as nothing",
     plots_that_make_no_streak_are_shown_as_nothing},
    {"a streak leaves no first plot in question", a_streak_leaves_no_first_plot_in_question},
    {"what is tried teaches nothing", what_is_tried_teaches_nothing},
    {"a surer track keeps what others saw of it", a_surer_track_keeps_what_others_saw_of_it},
    {"of two thirds the last does not win", of_two_thirds_the_last_does_not_win},
    {"room is made only for what may be kept", room_is_made_only_for_what_may_be_kept},
    {"false plots make no streaks", false_plots_make_no_streaks},
    {"a crowd of plots costs no more for being unnamed",
     a_crowd_of_plots_costs_no_more_for_being_unnamed},
    CU_TEST_INFO_NULL,
};
