#include "release/compare_parts.h"

#include <stdlib.h>

#define SECOND FUSION_SECOND

/* Moments or lengths of time: everything dated that can matter to the originator's reports, or how
 * much later they can come. */
typedef struct edges {
    int64_t *at_ns;
    size_t count;
    bool failed;
} edges;

static void add_edge(edges *all, int64_t at_ns)
{
    if (at_ns == INT64_MAX)
        return;
    for (size_t i = 0; i < all->count; i++)
        if (all->at_ns[i] == at_ns)
            return;
    int64_t *fresh = plan_add(&all->at_ns, &all->count, sizeof *fresh);
    if (fresh)
        *fresh = at_ns;
    all->failed = all->failed || !fresh;
}

static void add_agreement(edges *all, const book_agreement *agreement)
{
    for (size_t i = 0; i < agreement->event_count; i++) {
        add_edge(all, agreement->events[i].at_ns);
        if (agreement->events[i].becomes == BOOK_NOTICE_GIVEN)
            add_edge(all, agreement->events[i].ends_ns);
    }
    add_edge(all, agreement->until_ns);
}

static void add_periods(edges *all, const fusion_book *book, uint64_t periods)
{
    for (size_t i = 0; i < book->period_count; i++)
        if (periods >> i & 1u) {
            add_edge(all, book->periods[i].starts_ns);
            add_edge(all, book->periods[i].ends_ns);
        }
}

static void find_edges(const plan *p, edges *all)
{
    for (int b = 0; b < 2; b++) {
        const fusion_book *book = p->of->sides[b].book;
        uint64_t agreements = 0, periods = 0;
        const book_clause *clause;
        const book_entry *entry;
        for (size_t at = 0; (clause = plan_clause(p, b, &at)); periods |= clause->when.during)
            agreements |= UINT64_C(1) << clause->agreement;
        for (size_t at = 0; (entry = plan_entry(p, b, &at));)
            periods |= entry->when.during;
        for (size_t a = 0; a < book->agreement_count; a++)
            if (agreements >> a & 1u)
                add_agreement(all, &book->agreements[a]);
        add_periods(all, book, periods);
        for (size_t r = 0; agreements && r < book->room_count; r++)
            for (size_t i = 0; i < book->rooms[r].visit_count; i++)
                add_edge(all, book->rooms[r].visits[i].at_ns);
    }
}

static int by_time(const void *one, const void *other)
{
    const int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;
    return a < b ? -1 : a > b;
}

/* The coarsest thinning that a form of the originator's does: a report is asked about when it would
 * pass, so that what is found is a change of the form and not of the second. */
static size_t coarsest_every(const plan *p)
{
    size_t step = 0;
    for (int b = 0; b < 2; b++) {
        const book_form *forms = p->of->sides[b].book->forms;
        const book_clause *clause;
        const book_entry *entry;
        for (size_t at = 0; (clause = plan_clause(p, b, &at));) {
            const size_t here = form_step(forms[clause->form].steps, FORM_EVERY);
            step = here > step ? here : step;
        }
        for (size_t at = 0; (entry = plan_entry(p, b, &at));) {
            const size_t here = form_step(forms[entry->form].steps, FORM_EVERY);
            step = here > step ? here : step;
        }
    }
    return step;
}

static int64_t every_ns(size_t step)
{
    return step == 0 ? SECOND : (int64_t)form_value(form_with(0, FORM_EVERY, step), FORM_EVERY);
}

static int64_t grid_down(int64_t at_ns, int64_t step_ns)
{
    const int64_t over = at_ns % step_ns;
    return at_ns - (over < 0 ? over + step_ns : over);
}

static int64_t grid_up(int64_t at_ns, int64_t step_ns)
{
    return grid_down(at_ns + step_ns - 1, step_ns);
}

/* The first and the last moment of a stretch, on the coarsest grid that has one in it: that of
 * whole seconds, as an example writes its time, has. */
static int64_t first_in(int64_t from_ns, int64_t to_ns, size_t step)
{
    for (; step > 0; step--) {
        const int64_t at_ns = grid_up(from_ns, every_ns(step));
        if (at_ns < to_ns)
            return at_ns;
    }
    return grid_up(from_ns, SECOND);
}

static int64_t last_in(int64_t from_ns, int64_t to_ns, size_t step)
{
    for (; step > 0; step--) {
        const int64_t at_ns = grid_down(to_ns - SECOND, every_ns(step));
        if (at_ns >= from_ns)
            return at_ns;
    }
    return to_ns - SECOND;
}

static bool add_time(plan *p, int64_t at_ns, bool again)
{
    plan_time *fresh = plan_add(&p->times, &p->time_count, sizeof *fresh);
    if (fresh)
        *fresh = (plan_time){at_ns, again};
    return fresh != NULL;
}

/* Where a sensor looks more seldom in one book, a thinned report passes at more seconds. */
static int64_t period_differs(const plan *p)
{
    const compare_names *sensors = &p->of->sensors;
    for (size_t s = 0; s < sensors->count; s++) {
        const compare_name *one = &sensors->all[s];
        if (one->nation != p->owner || one->in[0] < 0 || one->in[1] < 0)
            continue;
        const int64_t was_ns = p->of->sides[0].book->sensors[one->in[0]].period_ns;
        const int64_t is_ns = p->of->sides[1].book->sensors[one->in[1]].period_ns;
        if (was_ns != is_ns)
            return was_ns < is_ns ? was_ns : is_ns;
    }
    return -1;
}

static bool add_stretch(plan *p, int64_t from_ns, int64_t to_ns, size_t step, int64_t period_ns)
{
    const int64_t first_ns = first_in(from_ns, to_ns, step);
    bool good = add_time(p, first_ns, false);
    if (step > 0 && period_ns > 0 && first_ns + period_ns < to_ns)
        good = good && add_time(p, grid_up(first_ns + period_ns, SECOND), false);
    return good && (to_ns == INT64_MAX || add_time(p, last_in(from_ns, to_ns, step), true));
}

#define DELAYS_MAX 64

/* How much later the originator's reports can come: by each clause and limit, and by two of them in
 * a row. */
static void find_delays(const plan *p, edges *delays)
{
    for (int b = 0; b < 2; b++) {
        const book_form *forms = p->of->sides[b].book->forms;
        const book_clause *clause;
        const book_entry *entry;
        for (size_t at = 0; (clause = plan_clause(p, b, &at));)
            add_edge(delays, clause->hop_ns + forms[clause->form].delay_ns);
        for (size_t at = 0; (entry = plan_entry(p, b, &at));)
            if (entry->limit)
                add_edge(delays, forms[entry->form].delay_ns);
    }
    for (size_t i = 0, single = delays->count; i < single; i++)
        for (size_t j = i; j < single && delays->count < DELAYS_MAX; j++)
            add_edge(delays, delays->at_ns[i] + delays->at_ns[j]);
}

/* A stretch may be so short that only what was measured before it is released in it. */
static bool add_flights(plan *p, int64_t from_ns, int64_t to_ns, size_t step, const edges *delays)
{
    bool good = true;
    for (size_t i = 0; good && i < delays->count; i++)
        if (delays->at_ns[i] > 0 && (to_ns - from_ns) / 2 < delays->at_ns[i])
            good = add_time(p, first_in(from_ns - delays->at_ns[i], to_ns - delays->at_ns[i], step),
                            true);
    return good;
}

static int by_moment(const void *one, const void *other)
{
    const plan_time *a = one, *b = other;
    return a->at_ns != b->at_ns ? (a->at_ns < b->at_ns ? -1 : 1) : (int)a->again - (int)b->again;
}

/* In order, each once; a beginning rather than what comes again. */
static void sort_times(plan *p)
{
    size_t kept = 0;
    qsort(p->times, p->time_count, sizeof *p->times, by_moment);
    for (size_t i = 0; i < p->time_count; i++)
        if (kept == 0 || p->times[kept - 1].at_ns != p->times[i].at_ns)
            p->times[kept++] = p->times[i];
    p->time_count = kept;
}

/* A book without dates is asked about at a time of one of its examples. */
static int64_t some_time(const plan *p)
{
    return p->of->sides[0].book->examples[0].at_ns;
}

static bool add_times(plan *p, const edges *all, const edges *delays)
{
    const size_t step = coarsest_every(p);
    const int64_t period_ns = period_differs(p);
    if (all->count == 0)
        return add_time(p, some_time(p), false);
    bool good = add_time(p, last_in(INT64_MIN, all->at_ns[0], step), false);
    for (size_t i = 0; good && i < all->count; i++) {
        const int64_t from_ns = all->at_ns[i];
        const int64_t to_ns = i + 1 < all->count ? all->at_ns[i + 1] : INT64_MAX;
        good = add_stretch(p, from_ns, to_ns, step, period_ns) &&
               (to_ns == INT64_MAX || add_flights(p, from_ns, to_ns, step, delays));
    }
    return good;
}

bool plan_times(plan *p)
{
    edges all = {NULL, 0, false}, delays = {NULL, 0, false};
    find_edges(p, &all);
    find_delays(p, &delays);
    if (all.count > 0)
        qsort(all.at_ns, all.count, sizeof *all.at_ns, by_time);
    const bool good = !all.failed && !delays.failed && add_times(p, &all, &delays);
    if (good)
        sort_times(p);
    free(all.at_ns);
    free(delays.at_ns);
    return good;
}
