#include "release/laws.h"

#include "release/books.h"
#include "release/shrink.h"
#include "suites.h"

#include <stdio.h>

enum { WORLDS = 120, CASES = 25, SALTS = 4 };

const oracle_release *law_first(const trial_sight *seen)
{
    return seen->warning.granted ? &seen->warning : &seen->track;
}

bool law_no_wider(const trial_sight *narrow, const trial_sight *wide)
{
    const oracle_release *early = law_first(narrow), *other = law_first(wide);
    if (early->granted && (!other->granted || other->at_ns > early->at_ns))
        return false;
    return !narrow->track.granted ||
           (wide->track.granted && wide->track.at_ns <= narrow->track.at_ns);
}

/* Of one world: as it was and changed. */
typedef struct pair {
    trial was, changed;
    uint64_t salt; /* of the change's random numbers */
} pair;

static bool change(const law *of, const world *w, uint64_t salt, world *other, world_case *one)
{
    uint64_t state = w->seed + salt;
    *other = *w;
    return of->change(other, one, &state);
}

/* false: nothing to change, or a book was refused. end it in either case. */
static bool pair_begin(pair *p, const law *of, const world *w, uint64_t salt)
{
    world other;
    world_case none = {.rule = 0};
    *p = (pair){.salt = salt};
    return change(of, w, salt, &other, &none) && trial_begin(&p->was, w, w->act_count) &&
           trial_begin(&p->changed, &other, other.act_count);
}

static void pair_end(pair *p)
{
    trial_end(&p->was);
    trial_end(&p->changed);
}

static bool breaks(const pair *p, const law *of, const world_case *one)
{
    world spare;
    world_case other = *one;
    const unsigned owner = 1u << p->was.w.sensors[one->report.sensor].nation;
    change(of, &p->was.w, p->salt, &spare, &other);
    if (one->audience == owner || other.audience == owner)
        return false;
    const law_pair seen = {.was_trial = &p->was,
                           .was_case = *one,
                           .was = trial_ask(&p->was, &one->report, one->rule, one->audience),
                           .changed =
                               trial_ask(&p->changed, &other.report, other.rule, other.audience)};
    return !of->holds(&seen);
}

/* In a smaller world the same random numbers change something else: some are tried. */
static bool still_breaks(void *context, const world *w, const world_case *one)
{
    const law *of = context;
    bool broken = false;
    for (uint64_t salt = 0; !broken && salt < SALTS; salt++) {
        pair p;
        broken = pair_begin(&p, of, w, salt) && breaks(&p, of, one);
        pair_end(&p);
    }
    return broken;
}

bool law_broken(const law *of, uint64_t first, uint64_t worlds, size_t *tried, world *w,
                world_case *one)
{
    bool broken = false;
    *tried = 0;
    for (uint64_t seed = first; !broken && seed < first + worlds; seed++) {
        pair p;
        uint64_t state = ~seed;
        world_draw(w, seed);
        const bool begun = pair_begin(&p, of, w, 0);
        if (!begun && p.was.gate) { /* the change made what is no book */
            printf("\n    %s, seed %llu: refused: %s", of->name, (unsigned long long)seed,
                   book_messages.count > 0 ? book_messages.kept[0].text : "an act");
            CU_FAIL("a changed book was refused");
        }
        for (unsigned i = 0; begun && !broken && i < CASES; i++, ++*tried) {
            world_draw_case(w, &state, one);
            broken = breaks(&p, of, one);
        }
        pair_end(&p);
    }
    law copy = *of;
    if (broken)
        shrink(w, one, still_breaks, &copy);
    return broken;
}

static void print_broken(const law *of, const world *w, const world_case *one)
{
    for (uint64_t salt = 0; salt < SALTS; salt++) {
        pair p;
        if (pair_begin(&p, of, w, salt) && breaks(&p, of, one)) {
            world spare;
            world_case other = *one;
            change(of, w, salt, &spare, &other);
            printf("\n    %s, seed %llu; first as it was, then changed:", of->name,
                   (unsigned long long)w->seed);
            trial_print(&p.was, one);
            trial_print(&p.changed, &other);
            salt = SALTS;
        }
        pair_end(&p);
    }
}

void law_check(const law *of)
{
    const uint64_t first = trial_seed(), worlds = trial_worlds(WORLDS);
    size_t tried;
    world w;
    world_case one;
    const bool broken = law_broken(of, first, worlds, &tried, &w, &one);
    if (broken)
        print_broken(of, &w, &one);
    printf("(seed %llu, %zu cases) ", (unsigned long long)first, tried);
    CU_ASSERT_FALSE(broken);
    CU_ASSERT_TRUE(broken || tried > CASES * worlds / 20);
}
