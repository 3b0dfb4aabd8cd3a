#include "noninterference/vary.h"
#include "release/world_chance.h"

#include <string.h>

/* A clause, or an owner's entry, that says something else to others. */
static void change_clause(world *w, uint64_t *state)
{
    if (world_chance(state, 30) && w->entry_count > 0) {
        memset(&w->entries[--w->entry_count], 0, sizeof w->entries[0]);
        return;
    }
    if (w->clause_count == 0)
        return;
    world_clause *clause = &w->clauses[world_below(state, w->clause_count)];
    switch (world_below(state, 4)) {
    case 0:
        clause->form = w->form_count;
        break;
    case 1:
        clause->hop_ms += 1000;
        break;
    case 2:
        clause->gives = world_some_of(state, 8);
        break;
    default:
        clause->scope.except_sensors |= 1u << world_below(state, w->sensor_count);
        break;
    }
}

void vary_book(side *to, const side *from, unsigned v, bool seen, uint64_t *state)
{
    (void)from;
    (void)v;
    (void)seen;
    change_clause(&to->w, state);
}

/* Of two forms that show the same the first in the list gives its name. */
static bool names_need_no_order(const world *w)
{
    for (unsigned f = 0; f < w->form_count; f++)
        for (unsigned other = 0; other < f; other++)
            if (memcmp(w->forms[f].step, w->forms[other].step, sizeof w->forms[f].step) == 0)
                return false;
    return true;
}

void vary_book_in_mid_run(side *to, const side *from, unsigned v, bool seen, uint64_t *state)
{
    (void)v;
    (void)seen;
    to->turn_at = 1 + (int)world_below(state, 90);
    to->then = from->w;
    if (world_chance(state, 50))
        change_clause(&to->then, state);
    to->then.order =
        world_chance(state, 50) && names_need_no_order(&from->w) ? world_below(state, 100) : 0;
    to->then.registered = true; /* another registry is no book for this one */
    to->then.layout = world_below(state, 4) == 0;
}
