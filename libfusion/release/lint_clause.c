#include "release/lint_parts.h"

#include <stdio.h>

bool lint_speaks_of(const fusion_book *book, const book_clause *clause, size_t sensor)
{
    const fusion_sensor *of = &book->sensors[sensor];
    return of->nation == clause->from && book_sensor_in(&clause->scope.sensors, sensor) &&
           (of->sends & clause->products);
}

/* A set of which 0 stands for everything. */
static bool holds_all_of(uint64_t wide, uint64_t narrow)
{
    return wide == 0 || (narrow != 0 && !(narrow & ~wide));
}

static bool when_covers(const book_when *wide, const book_when *narrow)
{
    return holds_all_of(wide->during, narrow->during) &&
           holds_all_of(wide->postures, narrow->postures) &&
           (wide->emergency < 0 || wide->emergency == narrow->emergency);
}

static bool sensors_cover(const fusion_book *book, const book_sensor_set *wide,
                          const book_clause *narrow)
{
    for (size_t s = 0; s < book->sensor_count; s++)
        if (lint_speaks_of(book, narrow, s) && !book_sensor_in(wide, s))
            return false;
    return true;
}

bool lint_covers(const fusion_book *book, const book_clause *wide, const book_clause *narrow)
{
    return wide->from == narrow->from && !(narrow->to & ~wide->to) &&
           !(narrow->gives & ~wide->gives) && !(narrow->products & ~wide->products) &&
           sensors_cover(book, &wide->scope.sensors, narrow) &&
           holds_all_of(wide->scope.where, narrow->scope.where) &&
           !(wide->scope.except & ~narrow->scope.except) && when_covers(&wide->when, &narrow->when);
}

static bool empties(const fusion_book *book, const book_entry *entry, const book_clause *clause)
{
    return !entry->limit && entry->owner == clause->from && !(clause->to & ~entry->to) &&
           !(clause->gives & ~entry->gives) && sensors_cover(book, &entry->scope.sensors, clause) &&
           holds_all_of(entry->scope.where, clause->scope.where) && entry->scope.except == 0 &&
           when_covers(&entry->when, &clause->when);
}

void lint_emptied(const fusion_book *book, text_messages *messages)
{
    for (size_t c = 0; c < book->clause_count; c++)
        for (size_t e = 0; e < book->entry_count; e++)
            if (empties(book, &book->entries[e], &book->clauses[c]))
                text_say(messages, TEXT_LINT, book->clauses[c].line,
                         "emptied: never \"%s\" takes everything that clause \"%s\" gives. Delete "
                         "the clause or narrow the never.",
                         book->entries[e].name, book->clauses[c].name);
}

/* The finest form in which the intermediary holds something that the clause passes on; NULL where
 * it holds some of it as finely as the clause says, or nothing at all. */
static const book_form *held_coarser(const fusion_book *book, const book_rule *rule,
                                     const book_clause *clause)
{
    const form_steps says = book->forms[clause->form].steps;
    const book_form *finest = NULL;
    for (size_t c = 0; c < book->clause_count; c++) {
        const book_clause *held = &book->clauses[c];
        const book_form *form = &book->forms[held->form];
        if (!(rule->set >> held->agreement & 1u) || held->from != clause->from ||
            !(held->to >> clause->via & 1u) || !(held->gives & clause->gives) ||
            !(held->products & clause->products))
            continue;
        if (form_coarser(form->steps, says) == says)
            return NULL;
        if (!finest || form->steps < finest->steps)
            finest = form;
    }
    return finest;
}

void lint_finer(const fusion_book *book, const book_rule *rule, text_messages *messages)
{
    for (size_t c = 0; c < book->clause_count; c++) {
        const book_clause *clause = &book->clauses[c];
        if (clause->via < 0 || !(rule->set >> clause->agreement & 1u))
            continue;
        const book_form *held = held_coarser(book, rule, clause);
        if (!held)
            continue;
        char to[128] = "";
        size_t at = 0;
        for (size_t n = 0; n < book->nation_count && at < sizeof to; n++)
            if (clause->to >> n & 1u)
                at += (size_t)snprintf(to + at, sizeof to - at, "%s%s", at > 0 ? ", " : "",
                                       book->nations[n].code);
        text_say(messages, TEXT_LINT, clause->line,
                 "finer-than-relayed: \"%s\" says %s, but %s holds it only as \"%s\". %s will see "
                 "\"%s\" at best.",
                 clause->name, book->forms[clause->form].name, book->nations[clause->via].code,
                 held->name, to, held->name);
    }
}
