#include "noninterference/lessen.h"

#include "release/shrink.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct pair {
    side a, b;
    unsigned v;
} pair;

static bool play(const side *one, unsigned v, stage_seen *seen)
{
    static stage s;
    const bool read = stage_open(&s, &one->w);
    if (read)
        side_play(one, &s, UINT64_C(1) << v, seen);
    stage_close(&s);
    return read && !seen->refused;
}

/* The picture of view v that differs though it must not, as aim_missed() gives it. */
static int missed(const side *one, const side *other, unsigned v)
{
    static stage_seen seen[2];
    const aim must = aim_take(one, other, v);
    if (!aim_looks(&must) || !play(one, v, &seen[0]) ||
        !play(other, (unsigned)must.other, &seen[1]))
        return -1;
    return aim_missed(&must, one, v, &seen[0], &seen[1]);
}

static bool still(pair *p)
{
    side_judge(&p->a, NULL);
    side_judge(&p->b, NULL);
    return missed(&p->a, &p->b, p->v) >= 0;
}

static void copy(pair *to, const pair *from)
{
    side_copy(&to->a, &from->a);
    side_copy(&to->b, &from->b);
    to->v = from->v;
}

static int find(const feed *f, uint32_t id)
{
    for (unsigned i = 0; i < f->count; i++)
        if (f->reports[i].id == id)
            return (int)i;
    return -1;
}

/* Some reports fewer on both sides. */
static void drop_ids(side *one, uint32_t first, uint32_t count)
{
    for (unsigned i = one->f.count; i-- > 0;)
        if (one->f.reports[i].id >= first && one->f.reports[i].id - first < count)
            feed_remove(&one->f, i);
    feed_part(&one->f);
}

static bool keep_if(pair *p, pair *less)
{
    const bool smaller = still(less);
    if (smaller)
        copy(p, less);
    return smaller;
}

static bool fewer_reports(pair *p, pair *less)
{
    const uint32_t ids = p->a.f.next_id > p->b.f.next_id ? p->a.f.next_id : p->b.f.next_id;
    bool smaller = false;
    for (uint32_t size = ids / 2; size > 0; size /= 2)
        for (uint32_t first = 0; first < ids; first += size) {
            const unsigned before = p->a.f.count + p->b.f.count;
            copy(less, p);
            drop_ids(&less->a, first, size);
            drop_ids(&less->b, first, size);
            if (less->a.f.count + less->b.f.count < before)
                smaller = keep_if(p, less) || smaller;
        }
    return smaller;
}

/* The other side's report as it is on the first, or not there. */
static bool fewer_differences(pair *p, pair *less)
{
    bool smaller = false;
    for (uint32_t id = 0; id < p->b.f.next_id; id++) {
        const int a = find(&p->a.f, id), b = find(&p->b.f, id);
        if (b < 0 || (a >= 0 && memcmp(&p->a.f.reports[a], &p->b.f.reports[b],
                                       sizeof p->a.f.reports[a]) == 0))
            continue;
        copy(less, p);
        if (a >= 0)
            less->b.f.reports[b] = p->a.f.reports[a];
        else
            feed_remove(&less->b.f, (unsigned)b);
        feed_sort(&less->b.f);
        feed_part(&less->b.f);
        smaller = keep_if(p, less) || smaller;
    }
    return smaller;
}

static void drop_act(world *w, unsigned index)
{
    if (index < w->act_count)
        memmove(&w->acts[index], &w->acts[index + 1], (--w->act_count - index) * sizeof w->acts[0]);
}

static bool fewer_acts(pair *p, pair *less)
{
    bool smaller = false;
    for (unsigned i = p->a.w.act_count; i-- > 0;) {
        copy(less, p);
        drop_act(&less->a.w, i);
        drop_act(&less->b.w, i);
        smaller = keep_if(p, less) || smaller;
    }
    return smaller;
}

static bool fewer_visits(pair *p, pair *less)
{
    bool smaller = false;
    for (unsigned i = FEED_VISITS; i-- > 0;) {
        copy(less, p);
        feed_drop_visit(&less->a.f, i);
        feed_drop_visit(&less->b.f, i);
        if (less->a.f.visit_count + less->b.f.visit_count < p->a.f.visit_count + p->b.f.visit_count)
            smaller = keep_if(p, less) || smaller;
    }
    return smaller;
}

static bool fewer_views(pair *p, pair *less)
{
    if (p->a.f.change_count + p->b.f.change_count > 0 || p->a.w.view_count == 1)
        return false;
    copy(less, p);
    side *const both[] = {&less->a, &less->b};
    for (unsigned i = 0; i < 2; i++) {
        both[i]->w.views[0] = both[i]->then.views[0] = p->a.w.views[p->v];
        both[i]->w.view_count = both[i]->then.view_count = 1;
    }
    less->v = 0;
    return keep_if(p, less);
}

/* Of books that are the same on both sides. Reports and views name sensors and nations by number,
 * so these stay. */
static bool book_fails(void *context, const world *w, const world_case *one)
{
    pair *const *both = context;
    pair *p = both[0], *less = both[1];
    (void)one;
    if (w->sensor_count != p->a.w.sensor_count || w->nations != p->a.w.nations ||
        w->unlisted_count != p->a.w.unlisted_count || w->view_count != p->a.w.view_count ||
        w->epoch != p->a.w.epoch)
        return false;
    copy(less, p);
    less->a.w = less->b.w = *w;
    return still(less);
}

static void lessen_book(pair *p, pair *less)
{
    if (memcmp(&p->a.w, &p->b.w, sizeof p->a.w) != 0 || p->b.turn_at || p->a.w.room_count > 0)
        return;
    pair *both[] = {p, less};
    world w = p->a.w;
    world_case none = {.rule = p->a.w.views[p->v].rule};
    shrink(&w, &none, book_fails, both);
    p->a.w = p->b.w = w;
}

static void print_report(const feed_report *report, const char *what)
{
    const world_report *is = &report->is;
    printf("    %s %u: s%u kind %u categories 0x%02x measured %.6f received %.6f at %.5f %.5f "
           "height %d %.0f number %u caveats %d %d 0x%x%s\n",
           what, report->id, is->sensor, is->kind, is->categories, (double)is->measured_ns / 1e9,
           (double)is->stamp_ns / 1e9, is->lat, is->lon, is->height_known, is->height, is->number,
           is->owner_only, is->no_relay, is->not_to, report->joined ? ", joined" : "");
}

static void print_side(const side *one)
{
    char *text = world_write(&one->w);
    printf("\n%s", text);
    free(text);
    for (unsigned i = 0; i < one->w.act_count; i++) {
        char says[160];
        const world_act *act = &one->w.acts[i];
        world_says(&one->w, act, says, sizeof says);
        printf("# at %d s (+ %d/2) to %d s, %s: %s\n", act->at, act->half, act->until,
               world_called(&one->w, 'N', act->who).text, says);
    }
    for (unsigned i = 0; i < one->f.visit_count; i++) {
        char says[64] = "(the reader is there)";
        const feed_visit *visit = &one->f.visits[i];
        if (visit->does != FEED_WORD)
            rooms_says(&one->w, visit, says);
        printf("# at %d s (+ %d/2), %s m%u: %s\n", visit->at, visit->half,
               visit->by_room ? "room" : "owner of", visit->room, says);
    }
    for (unsigned i = 0; i < one->f.change_count; i++)
        printf("# at %d s view 0x%x.r%u becomes 0x%x\n", one->f.changes[i].at,
               one->w.views[one->f.changes[i].view].audience,
               one->w.views[one->f.changes[i].view].rule, one->f.changes[i].audience);
}

void lessen_and_print(const side *one, const side *other, unsigned v)
{
    pair p = {.v = v}, less = {0};
    side_copy(&p.a, one);
    side_copy(&p.b, other);
    bool smaller = still(&p);
    while (smaller) {
        smaller = fewer_differences(&p, &less);
        smaller = fewer_reports(&p, &less) || smaller;
        smaller = fewer_acts(&p, &less) || smaller;
        smaller = fewer_visits(&p, &less) || smaller;
        smaller = fewer_views(&p, &less) || smaller;
    }
    lessen_book(&p, &less);
    still(&p);
    const int picture = missed(&p.a, &p.b, p.v);
    print_side(&p.a);
    if (memcmp(&p.a.w, &p.b.w, sizeof p.a.w) != 0 || p.a.f.change_count + p.b.f.change_count > 0 ||
        p.a.f.visit_count + p.b.f.visit_count > 0)
        print_side(&p.b);
    if (p.b.turn_at) {
        char *text = world_write(&p.b.then);
        printf("\n# at %d s on the other side this book comes:\n%s", p.b.turn_at, text);
        free(text);
    }
    for (unsigned i = 0; i < p.a.f.count; i++)
        print_report(&p.a.f.reports[i], find(&p.b.f, p.a.f.reports[i].id) >= 0 ? "both " : "first");
    for (unsigned i = 0; i < p.b.f.count; i++) {
        const int a = find(&p.a.f, p.b.f.reports[i].id);
        if (a < 0 || memcmp(&p.a.f.reports[a], &p.b.f.reports[i], sizeof p.b.f.reports[i]) != 0)
            print_report(&p.b.f.reports[i], "other");
    }
    printf("    view 0x%x.r%u of room %u differs in its %s %d\n", p.a.w.views[p.v].audience,
           p.a.w.views[p.v].rule, p.a.w.views[p.v].room,
           picture == AIM_HEALTH  ? "of its sensors"
           : picture == AIM_TEXTS ? "words"
                                  : "picture",
           picture);
    side_free(&p.a);
    side_free(&p.b);
    side_free(&less.a);
    side_free(&less.b);
}
