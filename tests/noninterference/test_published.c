/* Everything that may be published is, in its epoch, and nothing else: what a view's engine is fed
 * is what the second evaluator of the rules gives to the view. */
#include "noninterference/stage.h"
#include "suites.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NS INT64_C(1000000000)

enum { WORLDS = 60, EVENTS_MAX = 65536 };

/* One thing that a view's engine got. */
typedef struct event {
    int64_t view, epoch_ns; /* the end of the epoch at whose close */
    int64_t at_ns, time_ns; /* release; measurement, of a warning its minute */
    int64_t warning, categories;
    int64_t steps[WORLD_LADDERS];
} event;

typedef struct events {
    event *all; /* EVENTS_MAX */
    size_t count;
} events;

static int by_all(const void *one, const void *other)
{
    const int64_t *a = one, *b = other;
    for (size_t i = 0; i < sizeof(event) / sizeof(int64_t); i++)
        if (a[i] != b[i])
            return a[i] < b[i] ? -1 : 1;
    return 0;
}

static event *add(events *to)
{
    CU_ASSERT_FATAL(to->count < EVENTS_MAX);
    to->all[to->count] = (event){0};
    return &to->all[to->count++];
}

/* What was fed, by whoever plays, and what of it the engines did not publish, as they say. */
typedef struct tapped {
    const stage *s;
    events fed;
    uint64_t late[WORLD_VIEWS];    /* those fed beyond the window */
    uint64_t notices[WORLD_VIEWS]; /* and moved places */
    bool counted;                  /* all others were fused or shown beside, at once */
} tapped;

static void check_counts(tapped *all, unsigned view, const fusion_release *fed, size_t count,
                         const fusion_engine_counts *counts)
{
    for (size_t i = 0; i < count; i++) {
        /* What is shown beside the estimate is never late. */
        const bool beside = fed[i].report.kind == FUSION_NOTICE || fed[i].floor > 0;
        all->notices[view] += beside;
        all->late[view] += !beside && fed[i].release_ns - fed[i].report.time_ns > STAGE_WINDOW * NS;
    }
    /* Two warnings of one minute, or places of one time on the grid, may be the same. */
    all->counted =
        all->counted && counts->refused == 0 && counts->late == all->late[view] &&
        counts->duplicate <= all->notices[view] &&
        counts->fused + counts->beside + counts->duplicate == counts->released - counts->late;
}

static void tap(void *context, unsigned view, const fusion_release *fed, size_t number,
                int64_t epoch_ns, const fusion_engine_counts *counts)
{
    tapped *all = context;
    check_counts(all, view, fed, number, counts);
    for (size_t i = 0; i < number; i++) {
        const oracle_release told = trial_told(true, all->s->t.book->shown_steps[fed[i].form],
                                               fed[i].release_ns, INT64_MAX);
        event *one = add(&all->fed);
        *one = (event){.view = view,
                       .epoch_ns = epoch_ns - WORLD_BASE * NS,
                       .at_ns = told.at_ns,
                       .time_ns = fed[i].report.time_ns - WORLD_BASE * NS,
                       .warning = fed[i].warning,
                       .categories = fed[i].report.categories};
        for (unsigned l = 0; l < WORLD_LADDERS; l++)
            one->steps[l] = told.step[l];
    }
}

static int64_t down_to(int64_t time_ns, int64_t step_ns)
{
    const int64_t into_ns = time_ns % step_ns;
    return time_ns - (into_ns < 0 ? into_ns + step_ns : into_ns);
}

/* A warning is of its minute; a track under a position step of a time on its grid. */
static int64_t shown_time(const world *w, const world_report *report, const oracle_release *release)
{
    static const int every[] = {0, 10, 30, 60, 300, 600, 1800, 3600};
    const int period = w->sensors[report->sensor].period;
    const int tens = period <= 10 ? 10 : (period + 9) / 10 * 10, step = every[release->step[0]];
    if (release->warning)
        return down_to(report->measured_ns, 60 * NS);
    if (release->step[1] == 0 || report->kind != 1)
        return report->measured_ns;
    return down_to(report->measured_ns, (step > tens ? step : tens) * NS);
}

static void expect(events *to, const world *w, unsigned view, const world_report *report,
                   const oracle_release *release)
{
    /* What one member of an audience lost before the last of them got it was never there. */
    if (!release->granted || release->at_ns >= FEED_ENDS * NS ||
        release->removed_ns <= release->at_ns)
        return;
    event *one = add(to);
    *one = (event){.view = view,
                   .epoch_ns = down_to(release->at_ns, w->epoch * NS) + w->epoch * NS,
                   .at_ns = release->at_ns,
                   .time_ns = shown_time(w, report, release),
                   .warning = release->warning,
                   .categories = report->categories};
    for (unsigned l = 0; l < WORLD_LADDERS; l++)
        one->steps[l] = release->step[l];
}

static void expect_all(events *to, const world *w, const feed *f)
{
    static oracle judge;
    judge.moves = true;
    judge.draws = displacer_create();
    CU_ASSERT_PTR_NOT_NULL_FATAL(judge.draws);
    oracle_make(&judge, w, w->act_count);
    for (unsigned i = 0; i < f->count; i++) {
        world_report *is = &f->reports[i].is;
        is->east = f->reports[i].east;
        is->north = f->reports[i].north;
        for (unsigned v = 0; v < w->view_count; v++) {
            oracle_question q;
            oracle_release track, warning;
            oracle_begin(&q, &judge, &f->reports[i].is, w->views[v].rule);
            oracle_ask(&q, w->views[v].audience, &track, &warning);
            expect(to, w, v, &f->reports[i].is, &track);
            expect(to, w, v, &f->reports[i].is, &warning);
        }
    }
    displacer_destroy(judge.draws);
}

static void print_event(const char *what, const event *one)
{
    printf("\n    %s: view %lld, %s measured %.6f given %.3f in the epoch to %.0f", what,
           (long long)one->view, one->warning ? "warning" : "track", (double)one->time_ns / 1e9,
           (double)one->at_ns / 1e9, (double)one->epoch_ns / 1e9);
}

/* Both as sorted sets with repetition; tells the first that differ. */
static bool same_events(events *fed, events *wanted)
{
    qsort(fed->all, fed->count, sizeof fed->all[0], by_all);
    qsort(wanted->all, wanted->count, sizeof wanted->all[0], by_all);
    size_t i = 0;
    while (i < fed->count && i < wanted->count && by_all(&fed->all[i], &wanted->all[i]) == 0)
        i++;
    if (i == fed->count && i == wanted->count)
        return true;
    if (i < fed->count)
        print_event("fed", &fed->all[i]);
    if (i < wanted->count)
        print_event("wanted", &wanted->all[i]);
    return false;
}

/* false: what was fed is not what was to be given. */
static bool try_world(uint64_t seed, events *wanted, tapped *all)
{
    static const int epochs[] = {1, 1, 3, 5};
    static stage_seen seen;
    static stage s;
    feed f = {0};
    world w;
    uint64_t state = seed;
    world_draw(&w, seed);
    feed_squeeze(&w);
    feed_unplace(&w);
    w.epoch = epochs[seed % 4];
    stage_views(&w, &state);
    feed_draw(&f, &w, &state);
    CU_ASSERT_TRUE_FATAL(stage_open(&s, &w));
    *all = (tapped){.s = &s, .fed = {.all = all->fed.all}, .counted = true};
    wanted->count = 0;
    const stage_settings settings = {.threads = 1, .views = UINT64_MAX, .tap = tap, .context = all};
    stage_play(&s, &w, &f, &settings, &seen);
    expect_all(wanted, &w, &f);
    const bool good = same_events(&all->fed, wanted) && all->counted && !seen.refused;
    if (!good)
        printf("\n    seed %llu%s %s\n", (unsigned long long)seed,
               all->counted ? "" : ": the engines count otherwise",
               seen.refused ? seen.refused : "");
    stage_close(&s);
    feed_free(&f);
    return good;
}

static void all_that_may_be_published_is_in_its_epoch(void)
{
    const uint64_t first = trial_seed(), last = first + trial_worlds(WORLDS);
    tapped all = {.fed = {.all = calloc(EVENTS_MAX, sizeof(event))}};
    events wanted = {.all = calloc(EVENTS_MAX, sizeof(event))};
    CU_ASSERT_TRUE_FATAL(all.fed.all && wanted.all);
    size_t given = 0;
    bool good = true;
    for (uint64_t seed = first; good && seed < last; seed++) {
        good = try_world(seed, &wanted, &all);
        given += wanted.count;
    }
    printf("(seed %llu, %zu given) ", (unsigned long long)first, given);
    CU_ASSERT_TRUE(good);
    CU_ASSERT_TRUE(given > 10 * (last - first));
    free(all.fed.all);
    free(wanted.all);
}

CU_TestInfo published_tests[] = {
    {"all that may be published is in its epoch", all_that_may_be_published_is_in_its_epoch},
    CU_TEST_INFO_NULL,
};
