#include "release/table.h"

#include <stdlib.h>

static bool clause_stands(const moments *when, const bool *in_force, const book_clause *clause,
                          size_t stretch)
{
    return in_force[clause->agreement * when->count + stretch] &&
           moments_when(when, &clause->when, clause->from, when->at_ns[stretch]);
}

/* until[stretch, clause]: where it does not stand, the start of the stretch, which is not after any
 * moment in it. */
static void clause_until(const moments *when, const bool *in_force, size_t index, int64_t *until)
{
    const book_clause *clause = &when->book->clauses[index];
    int64_t next_ns = INT64_MAX;
    for (size_t i = when->count; i-- > 0;) {
        if (!clause_stands(when, in_force, clause, i))
            next_ns = when->at_ns[i];
        until[i * when->book->clause_count + index] = next_ns;
    }
}

static void entry_begins(const moments *when, const book_entry *entry, int64_t *begins)
{
    int64_t next_ns = INT64_MAX;
    for (size_t i = when->count; i-- > 0;) {
        if (moments_when(when, &entry->when, entry->owner, when->at_ns[i]))
            next_ns = when->at_ns[i];
        begins[i] = next_ns;
    }
}

static void agreement_removes(const moments *when, const bool *in_force, bool removed,
                              int64_t *removes)
{
    int64_t next_ns = INT64_MAX;
    for (size_t i = when->count; i-- > 0;) {
        if (removed && !in_force[i])
            next_ns = when->at_ns[i];
        removes[i] = next_ns;
    }
}

static bool *all_in_force(const moments *when)
{
    const size_t agreements = when->book->agreement_count;
    bool *in_force = calloc(agreements * when->count + 1, sizeof *in_force);
    for (size_t a = 0; in_force && a < agreements; a++)
        for (size_t i = 0; i < when->count; i++) {
            int64_t ends_ns;
            in_force[a * when->count + i] =
                book_state_in_force(moments_state(when, a, when->at_ns[i], &ends_ns));
        }
    return in_force;
}

static size_t take_holds(const moments *when, uint32_t *holds)
{
    size_t count = 0;
    for (size_t i = 0; i < when->act_count; i++)
        if (when->acts[i].verb == BOOK_HOLD || when->acts[i].verb == BOOK_WITHDRAW)
            holds[count++] = (uint32_t)i;
    return count;
}

static int by_item(const void *one, const void *other)
{
    const gate_item *a = one, *b = other;
    if (a->sensor != b->sensor)
        return a->sensor < b->sensor ? -1 : 1;
    return a->number < b->number ? -1 : a->number > b->number;
}

static size_t take_items(const moments *when, gate_item *items)
{
    size_t count = 0;
    for (size_t i = 0; i < when->act_count; i++) {
        const book_act *act = &when->acts[i];
        if (act->verb == BOOK_APPROVE_ITEM ||
            ((act->verb == BOOK_HOLD || act->verb == BOOK_WITHDRAW) && act->target == BOOK_OF_ITEM))
            items[count++] = (gate_item){act->sensor, act->number};
    }
    qsort(items, count, sizeof *items, by_item);
    return count;
}

static uint64_t take_areas(const moments *when, const uint32_t *holds, size_t count)
{
    uint64_t areas = 0;
    for (size_t i = 0; i < count; i++)
        if (when->acts[holds[i]].target == BOOK_OF_AREA)
            areas |= UINT64_C(1) << when->acts[holds[i]].index;
    return areas;
}

size_t table_item(const fusion_gate *gate, size_t sensor, uint64_t number)
{
    const gate_item wanted = {sensor, number};
    if (gate->item_count == 0 || number == 0)
        return 0;
    const gate_item *found =
        bsearch(&wanted, gate->items, gate->item_count, sizeof wanted, by_item);
    return found ? (size_t)(found - gate->items) + 1 : 0;
}

bool table_stretches(fusion_gate *gate)
{
    const fusion_book *book = gate->book;
    moments when;
    if (!moments_make(&when, book, gate->acts, gate->act_count, gate->epoch_ns))
        return false;
    int64_t *until = calloc(book->clause_count * when.count + 1, sizeof *until);
    int64_t *removes = calloc(book->agreement_count * when.count + 1, sizeof *removes);
    int64_t *begins = calloc(book->entry_count * when.count + 1, sizeof *begins);
    uint32_t *holds = calloc(when.act_count + 1, sizeof *holds);
    gate_item *items = calloc(when.act_count + 1, sizeof *items);
    bool *in_force = all_in_force(&when);
    if (!until || !removes || !begins || !holds || !items || !in_force) {
        free(until);
        free(removes);
        free(begins);
        free(holds);
        free(items);
        free(in_force);
        moments_free(&when);
        return false;
    }
    for (size_t c = 0; c < book->clause_count; c++)
        clause_until(&when, in_force, c, until);
    for (size_t e = 0; e < book->entry_count; e++)
        entry_begins(&when, &book->entries[e], begins + e * when.count);
    for (size_t a = 0; a < book->agreement_count; a++)
        agreement_removes(&when, in_force + a * when.count, book->agreements[a].removed,
                          removes + a * when.count);
    free(in_force);
    moments_free(&gate->when);
    free(gate->until);
    free(gate->removes);
    free(gate->begins);
    free(gate->holds);
    free(gate->items);
    gate->when = when;
    gate->until = until;
    gate->removes = removes;
    gate->begins = begins;
    gate->holds = holds;
    gate->hold_count = take_holds(&when, holds);
    gate->held_areas = take_areas(&when, holds, gate->hold_count);
    gate->items = items;
    gate->item_count = take_items(&when, items);
    gate->generation++;
    return true;
}
