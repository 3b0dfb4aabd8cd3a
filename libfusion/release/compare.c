#include "release/compare.h"

#include "release/compare_hunt.h"
#include "release/compare_parts.h"

#include <stdlib.h>
#include <string.h>

/* false: no memory. */
static bool join_name(compare_names *all, const char *text, size_t nation, int book, size_t index)
{
    size_t i = 0;
    while (i < all->count && (strcmp(all->all[i].text, text) != 0 || all->all[i].nation != nation))
        i++;
    if (i == all->count) {
        compare_name *fresh = plan_add(&all->all, &all->count, sizeof *fresh);
        if (!fresh)
            return false;
        *fresh = (compare_name){text, {-1, -1}, nation};
    }
    all->all[i].in[book] = (int)index;
    return true;
}

static size_t nation_at(const comparison *of, int book, unsigned nation)
{
    size_t i = 0;
    while (of->nations.all[i].in[book] != (int)nation)
        i++;
    return i;
}

static bool join_names(comparison *of, int b)
{
    const fusion_book *book = of->sides[b].book;
    bool good = true;
    for (size_t i = 0; good && i < book->nation_count; i++)
        good = join_name(&of->nations, book->nations[i].code, 0, b, i);
    for (size_t i = 0; good && i < book->sensor_count; i++)
        good = join_name(&of->sensors, book->sensors[i].name,
                         nation_at(of, b, book->sensors[i].nation), b, i);
    for (size_t i = 0; good && i < book->rule_count; i++)
        good = join_name(&of->rules, book->rules[i].name, 0, b, i);
    for (size_t i = 0; good && i < book->room_count; i++)
        good = join_name(&of->rooms, book->rooms[i].name, 0, b, i);
    return good;
}

static fusion_status open_side(struct compare_side *side, const fusion_book *book)
{
    fusion_view views[BOOK_RULES_MAX];
    side->book = book;
    fusion_book_registry(book, &side->registry);
    for (size_t i = 0; i < book->rule_count; i++)
        views[i] = (fusion_view){.audience = 1, .rule = i};
    const fusion_status status =
        fusion_gate_create(book, &side->registry, views, book->rule_count, &side->gate);
    if (status == FUSION_OK)
        gate_unmoved(side->gate, true);
    return status;
}

static bool compare_owner(comparison *of, size_t owner)
{
    plan p;
    bool good = plan_make(&p, of, owner) && hunt_all(&p, of);
    plan_free(&p);
    return good;
}

static bool compare_all(comparison *of)
{
    bool good = join_names(of, 0) && join_names(of, 1);
    for (size_t n = 0; good && n < of->nations.count; n++)
        good = compare_owner(of, n);
    for (size_t i = 0; good && i < of->count; i++)
        good = hunt_finish(of, &of->findings[i]);
    return good;
}

fusion_status compare_books(const fusion_book *was, const fusion_book *is, comparison **made)
{
    comparison *of = calloc(1, sizeof *of);
    if (of)
        of->sides = calloc(2, sizeof *of->sides);
    if (!of || !of->sides || open_side(&of->sides[0], was) != FUSION_OK ||
        open_side(&of->sides[1], is) != FUSION_OK || !compare_all(of)) {
        compare_destroy(of);
        return FUSION_NO_MEMORY;
    }
    *made = of;
    return FUSION_OK;
}

void compare_destroy(comparison *of)
{
    if (!of)
        return;
    for (int b = 0; of->sides && b < 2; b++)
        fusion_gate_destroy(of->sides[b].gate);
    for (size_t i = 0; i < of->count; i++) {
        free(of->findings[i].sensors);
        free(of->findings[i].rules);
        free(of->findings[i].witness.acts);
    }
    free(of->findings);
    free(of->nations.all);
    free(of->sensors.all);
    free(of->rules.all);
    free(of->rooms.all);
    free(of->sides);
    free(of);
}
