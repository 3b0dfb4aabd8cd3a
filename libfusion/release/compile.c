#include "release/table.h"

#include <stdlib.h>
#include <string.h>

#define EPOCH_NS FUSION_SECOND

static void match_registry(fusion_gate *gate)
{
    const fusion_book *book = gate->book;
    for (size_t n = 0; n < gate->registry->nation_count; n++) {
        gate->nation_of[n] = -1;
        for (size_t b = 0; b < book->nation_count; b++)
            if (strcmp(book->nations[b].code, gate->registry->nations[n].code) == 0)
                gate->nation_of[n] = (int8_t)b;
    }
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

static bool compile_spans(fusion_gate *gate)
{
    const fusion_book *book = gate->book;
    size_t room = 0;
    for (size_t a = 0; a < book->agreement_count; a++)
        room += book->agreements[a].event_count + 1;
    gate->span_first = calloc(book->agreement_count + 1, sizeof *gate->span_first);
    gate->spans = calloc(room + 1, sizeof *gate->spans);
    if (!gate->span_first || !gate->spans)
        return false;
    size_t count = 0;
    for (size_t a = 0; a < book->agreement_count; a++) {
        gate->span_first[a] = (uint32_t)count;
        count += gate_in_force(&book->agreements[a], EPOCH_NS, gate->spans + count);
    }
    gate->span_first[book->agreement_count] = (uint32_t)count;
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
        clause->delay_ns = of->hop_ns + book->forms[of->form].delay_ns;
        clause->agreement = (uint32_t)of->agreement;
        clause->form = (uint32_t)of->form;
        clause->via = of->via;
        for (size_t other = 0; other < book->clause_count; other++)
            clause->rank += strcmp(book->clauses[other].name, of->name) < 0 ? 1 : 0;
    }
    return true;
}

static bool in_rule(const book_rule *rule, size_t agreement)
{
    for (size_t i = 0; i < rule->agreement_count; i++)
        if (rule->agreements[i] == agreement)
            return true;
    return false;
}

/* Adds a clause's candidates of one cell row: counts them where entries is NULL. */
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
                    gate->entries[first[n]] = (uint32_t)index;
                first[n]++;
            }
        }
    }
}

static void add_all(fusion_gate *gate, bool count_only)
{
    const fusion_book *book = gate->book;
    for (size_t rule = 0; rule < gate->rule_count; rule++)
        for (size_t c = 0; c < book->clause_count; c++) {
            const book_clause *clause = &book->clauses[c];
            if (!in_rule(&book->rules[gate->rules[rule]], clause->agreement))
                continue;
            for (size_t s = 0; s < book->sensor_count; s++)
                if (book->sensors[s].nation == clause->from && book_sensor_in(&clause->sensors, s))
                    add_clause(gate, rule, s, c, count_only);
        }
}

/* Counts, then fills: afterwards first[cell] is the end of the cell, so all move up by one. */
static bool compile_cells(fusion_gate *gate)
{
    const size_t cells = gate->rule_count * gate->book->sensor_count * FUSION_NOTICE *
                         FUSION_CATEGORIES * gate->book->nation_count;
    gate->first = calloc(cells + 1, sizeof *gate->first);
    if (!gate->first)
        return false;
    add_all(gate, true);
    uint32_t total = 0;
    for (size_t i = 0; i <= cells; i++) {
        const uint32_t here = gate->first[i];
        gate->first[i] = total;
        total += here;
    }
    gate->entries = calloc((size_t)total + 1, sizeof *gate->entries);
    if (!gate->entries)
        return false;
    add_all(gate, false);
    memmove(gate->first + 1, gate->first, cells * sizeof *gate->first);
    gate->first[0] = 0;
    return true;
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
    match_registry(fresh);
    fusion_status status = FUSION_OK;
    for (size_t i = 0; status == FUSION_OK && i < count; i++)
        if (!take_view(fresh, &views[i]))
            status = FUSION_OUT_OF_RANGE;
    if (status == FUSION_OK &&
        !(compile_spans(fresh) && compile_clauses(fresh) && compile_cells(fresh)))
        status = FUSION_NO_MEMORY;
    if (status == FUSION_OK)
        *gate = fresh;
    else
        fusion_gate_destroy(fresh);
    return status;
}

void fusion_gate_destroy(fusion_gate *gate)
{
    if (!gate)
        return;
    free(gate->clauses);
    free(gate->spans);
    free(gate->span_first);
    free(gate->first);
    free(gate->entries);
    free(gate);
}
