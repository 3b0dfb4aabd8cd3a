#include "release/displace.h"
#include "release/table.h"

#include <stdlib.h>
#include <string.h>

static void match_registry(fusion_gate *gate)
{
    const fusion_book *book = gate->book;
    memset(gate->nation_of, -1, sizeof gate->nation_of);
    for (size_t n = 0; n < gate->registry->nation_count; n++)
        for (size_t b = 0; b < book->nation_count; b++)
            if (strcmp(book->nations[b].code, gate->registry->nations[n].code) == 0)
                gate->nation_of[n] = (int8_t)b;
    for (size_t s = 0; s < gate->registry->sensor_count; s++) {
        const fusion_sensor *sensor = &gate->registry->sensors[s];
        gate->sensor_of[s] = -1;
        for (size_t b = 0; b < book->sensor_count; b++)
            if (strcmp(book->sensors[b].name, sensor->name) == 0 &&
                gate->nation_of[sensor->nation] == book->sensors[b].nation)
                gate->sensor_of[s] = (int16_t)b;
    }
}

static bool take_view(fusion_gate *gate, const fusion_view *view)
{
    if (view->rule >= gate->book->rule_count)
        return false;
    gate_view *one = &gate->views[gate->view_count++];
    *one = (gate_view){.audience = view->audience};
    for (size_t n = 0; n < FUSION_NATIONS_MAX; n++) {
        if (!(view->audience >> n & 1u))
            continue;
        if (n >= gate->registry->nation_count)
            return false;
        if (gate->nation_of[n] < 0)
            one->stranger = true;
        else
            one->members |= UINT32_C(1) << gate->nation_of[n];
    }
    while (one->rule < gate->rule_count && gate->rules[one->rule] != view->rule)
        one->rule++;
    if (one->rule == gate->rule_count)
        gate->rules[gate->rule_count++] = view->rule;
    return true;
}

static bool compile_clauses(fusion_gate *gate)
{
    const fusion_book *book = gate->book;
    gate->clauses = calloc(book->clause_count + 1, sizeof *gate->clauses);
    if (!gate->clauses)
        return false;
    for (size_t c = 0; c < book->clause_count; c++) {
        const book_clause *of = &book->clauses[c];
        gate_clause *clause = &gate->clauses[c];
        const int64_t delay_ns = book->forms[of->form].delay_ns;
        *clause = (gate_clause){
            .hop_ns = of->hop_ns,
            .delay_ns = delay_ns,
            .least_ns = of->hop_ns > INT64_MAX - delay_ns ? INT64_MAX : of->hop_ns + delay_ns,
            .steps = book->forms[of->form].steps,
            .via = of->via,
            .agreement = (uint32_t)of->agreement,
            .approval = (uint8_t)of->approval,
            .where = of->scope.where,
            .except = of->scope.except};
        for (size_t other = 0; other < book->clause_count; other++)
            clause->rank += strcmp(book->clauses[other].name, of->name) < 0 ? 1 : 0;
    }
    return true;
}

static size_t entries_of(const fusion_book *book, size_t sensor, uint32_t *fits)
{
    size_t count = 0;
    for (size_t e = 0; e < book->entry_count; e++) {
        const book_entry *entry = &book->entries[e];
        if (entry->owner != book->sensors[sensor].nation ||
            !book_sensor_in(&entry->scope.sensors, sensor))
            continue;
        if (fits)
            fits[count] = (uint32_t)e;
        count++;
    }
    return count;
}

static bool compile_entries(fusion_gate *gate)
{
    const fusion_book *book = gate->book;
    gate->entries = calloc(book->entry_count + 1, sizeof *gate->entries);
    gate->fit = calloc(book->sensor_count + 1, sizeof *gate->fit);
    if (!gate->entries || !gate->fit)
        return false;
    for (size_t e = 0; e < book->entry_count; e++) {
        const book_entry *of = &book->entries[e];
        gate->entries[e] = (gate_entry){.delay_ns = book->forms[of->form].delay_ns,
                                        .steps = book->forms[of->form].steps,
                                        .to = of->to,
                                        .gives = of->gives,
                                        .limit = of->limit,
                                        .where = of->scope.where,
                                        .except = of->scope.except};
    }
    for (size_t s = 0; s < book->sensor_count; s++)
        gate->fit[s + 1] = gate->fit[s] + (uint32_t)entries_of(book, s, NULL);
    gate->fits = calloc((size_t)gate->fit[book->sensor_count] + 1, sizeof *gate->fits);
    for (size_t s = 0; gate->fits && s < book->sensor_count; s++)
        entries_of(book, s, gate->fits + gate->fit[s]);
    return gate->fits != NULL;
}

static uint64_t areas_of(const fusion_book *book, size_t sensor, unsigned kind)
{
    const unsigned owner = book->sensors[sensor].nation;
    uint64_t areas = 0;
    for (size_t c = 0; c < book->clause_count; c++) {
        const book_clause *clause = &book->clauses[c];
        if (clause->from == owner && (clause->products >> (kind - 1) & 1u) &&
            book_sensor_in(&clause->scope.sensors, sensor))
            areas |= clause->scope.where | clause->scope.except;
    }
    for (size_t e = 0; e < book->entry_count; e++) {
        const book_entry *entry = &book->entries[e];
        if (entry->owner == owner && book_sensor_in(&entry->scope.sensors, sensor))
            areas |= entry->scope.where | entry->scope.except;
    }
    return areas;
}

/* What a decision may ask for. */
static bool compile_asked(fusion_gate *gate)
{
    const fusion_book *book = gate->book;
    gate->areas = calloc(book->sensor_count + 1, sizeof *gate->areas);
    gate->edges = calloc(book->area_count + 1, sizeof *gate->edges);
    if (!gate->areas || !gate->edges)
        return false;
    for (size_t a = 0; a < book->area_count; a++)
        gate->edges[a] = area_edge_of(&book->areas[a]);
    for (size_t s = 0; s < book->sensor_count; s++)
        for (unsigned kind = FUSION_PLOT; kind <= FUSION_NOTICE; kind++)
            gate->areas[s][kind - 1] = areas_of(book, s, kind);
    for (size_t i = 0; i < book->form_count; i++) {
        gate->warns = gate->warns || form_is_warning(book->forms[i].steps);
        gate->moves = gate->moves || form_moves(book->forms[i].steps);
        gate->thins = gate->thins || form_step(book->forms[i].steps, FORM_EVERY) > 0;
    }
    return true;
}

/* Adds a clause's candidates of one cell row: only counts them at first. */
static void add_clause(fusion_gate *gate, size_t rule, size_t sensor, size_t index, bool count_only)
{
    const book_clause *clause = &gate->book->clauses[index];
    const fusion_sensor *from = &gate->book->sensors[sensor];
    for (unsigned kind = FUSION_PLOT; kind <= FUSION_NOTICE; kind++) {
        if (!(clause->products & from->sends & 1u << (kind - 1)))
            continue;
        for (unsigned k = 0; k < FUSION_CATEGORIES; k++) {
            if (!(clause->gives >> k & 1u))
                continue;
            uint32_t *first = gate->first + table_cell(gate, rule, sensor, kind, k);
            for (unsigned n = 0; n < gate->book->nation_count; n++) {
                if (!(clause->to >> n & 1u))
                    continue;
                if (!count_only)
                    gate->cells[first[n]] = (uint32_t)index;
                first[n]++;
            }
        }
    }
}

/* sooner: indices of all clauses in the order in which a cell has them. */
static void add_all(fusion_gate *gate, const uint32_t *sooner, bool count_only)
{
    const fusion_book *book = gate->book;
    for (size_t rule = 0; rule < gate->rule_count; rule++)
        for (size_t i = 0; i < book->clause_count; i++) {
            const size_t c = sooner[i];
            const book_clause *clause = &book->clauses[c];
            if (!(book->rules[gate->rules[rule]].set >> clause->agreement & 1u))
                continue;
            for (size_t s = 0; s < book->sensor_count; s++)
                if (book->sensors[s].nation == clause->from &&
                    book_sensor_in(&clause->scope.sensors, s))
                    add_clause(gate, rule, s, c, count_only);
        }
}

static int by_time(const void *one, const void *other)
{
    const gate_clause *a = *(const gate_clause *const *)one;
    const gate_clause *b = *(const gate_clause *const *)other;
    if (a->least_ns != b->least_ns)
        return a->least_ns < b->least_ns ? -1 : 1;
    if (a->steps != b->steps)
        return a->steps < b->steps ? -1 : 1;
    return a->rank < b->rank ? -1 : a->rank > b->rank;
}

static bool list_sooner(const fusion_gate *gate, uint32_t *sooner)
{
    const size_t count = gate->book->clause_count;
    const gate_clause **order = calloc(count + 1, sizeof *order);
    if (!order)
        return false;
    for (size_t c = 0; c < count; c++)
        order[c] = &gate->clauses[c];
    qsort(order, count, sizeof *order, by_time);
    for (size_t c = 0; c < count; c++)
        sooner[c] = (uint32_t)(order[c] - gate->clauses);
    free(order);
    return true;
}

/* Counts, then fills: afterwards first[cell] is the end of the cell, so all move up by one. */
static bool fill_cells(fusion_gate *gate, const uint32_t *sooner)
{
    const size_t cells = gate->rule_count * gate->book->sensor_count * FUSION_NOTICE *
                         FUSION_CATEGORIES * gate->book->nation_count;
    gate->first = calloc(cells + 1, sizeof *gate->first);
    if (!gate->first)
        return false;
    add_all(gate, sooner, true);
    uint32_t total = 0;
    for (size_t i = 0; i <= cells; i++) {
        const uint32_t here = gate->first[i];
        gate->first[i] = total;
        total += here;
    }
    gate->cells = calloc((size_t)total + 1, sizeof *gate->cells);
    if (!gate->cells)
        return false;
    add_all(gate, sooner, false);
    memmove(gate->first + 1, gate->first, cells * sizeof *gate->first);
    gate->first[0] = 0;
    return true;
}

static bool compile_cells(fusion_gate *gate)
{
    uint32_t *sooner = calloc(gate->book->clause_count + 1, sizeof *sooner);
    const bool good = sooner && list_sooner(gate, sooner) && fill_cells(gate, sooner);
    free(sooner);
    return good;
}

static void order_views(fusion_gate *gate)
{
    size_t count = 0;
    for (uint32_t rule = 0; rule < gate->rule_count; rule++)
        for (size_t v = 0; v < gate->view_count; v++)
            if (gate->views[v].rule == rule)
                gate->order[count++] = (uint8_t)v;
}

fusion_status fusion_gate_create(const fusion_book *book, const fusion_registry *registry,
                                 const fusion_view *views, size_t count, fusion_gate **gate)
{
    if (count > FUSION_VIEWS_MAX)
        return FUSION_OUT_OF_RANGE;
    fusion_gate *fresh = calloc(1, sizeof *fresh);
    if (!fresh)
        return FUSION_NO_MEMORY;
    fresh->book = book;
    fresh->registry = registry;
    fresh->epoch_ns = FUSION_SECOND;
    match_registry(fresh);
    fusion_status status = FUSION_OK;
    for (size_t i = 0; status == FUSION_OK && i < count; i++)
        if (!take_view(fresh, &views[i]))
            status = FUSION_OUT_OF_RANGE;
    if (status == FUSION_OK &&
        !(compile_clauses(fresh) && compile_entries(fresh) && compile_cells(fresh) &&
          compile_asked(fresh) && table_stretches(fresh)))
        status = FUSION_NO_MEMORY;
    order_views(fresh);
    if (status == FUSION_OK)
        *gate = fresh;
    else
        fusion_gate_destroy(fresh);
    return status;
}

fusion_status fusion_gate_key(fusion_gate *gate, uint8_t nation,
                              const uint8_t key[FUSION_EXERCISE_KEY])
{
    if (nation >= gate->registry->nation_count)
        return FUSION_OUT_OF_RANGE;
    if (gate->moves && !gate->displacer)
        gate->displacer = displacer_create();
    if (gate->moves && !gate->displacer)
        return FUSION_NO_MEMORY;
    memcpy(gate->keys[nation], key, sizeof gate->keys[nation]);
    gate->keyed |= UINT32_C(1) << nation;
    gate->generation++;
    return FUSION_OK;
}

void gate_unmoved(fusion_gate *gate, bool unmoved)
{
    gate->unmoved = unmoved;
    gate->generation++;
}

void fusion_gate_destroy(fusion_gate *gate)
{
    if (!gate)
        return;
    moments_free(&gate->when);
    displacer_destroy(gate->displacer);
    free(gate->clauses);
    free(gate->entries);
    free(gate->first);
    free(gate->cells);
    free(gate->fit);
    free(gate->fits);
    free(gate->areas);
    free(gate->edges);
    free(gate->acts);
    free(gate->until);
    free(gate->removes);
    free(gate->begins);
    free(gate->holds);
    free(gate->items);
    free(gate);
}
