#include "release/lint_parts.h"
#include "text/read.h"

void lint_floor(const fusion_book *book, text_messages *messages)
{
    for (size_t c = 0; c < book->clause_count; c++) {
        const book_clause *clause = &book->clauses[c];
        const book_form *form = &book->forms[clause->form];
        if (form_is_warning(form->steps) || !form_moves(form->steps))
            continue;
        for (size_t s = 0; s < book->sensor_count; s++)
            if (lint_speaks_of(book, clause, s) &&
                (book->sensors[s].sends & clause->products & (1u << (FUSION_PLOT - 1))))
                text_say(messages, TEXT_LINT, clause->line,
                         "no-floor-for-plots: \"%s\" moves positions of tracks, and %s sends "
                         "plots: they are denied. Let it send tracks, or give plots exactly.",
                         form->name, book->sensors[s].name);
    }
}

static bool speak_of_one(const fusion_book *book, const book_clause *one, const book_clause *other)
{
    if (one->from != other->from || !(one->gives & other->gives))
        return false;
    for (size_t s = 0; s < book->sensor_count; s++)
        if (lint_speaks_of(book, one, s) && lint_speaks_of(book, other, s) &&
            (one->products & other->products & book->sensors[s].sends))
            return true;
    return false;
}

static int64_t after_ns(const fusion_book *book, const book_clause *clause)
{
    return book->forms[clause->form].delay_ns + (clause->via < 0 ? 0 : clause->hop_ns);
}

/* The finer place is the later one. */
static bool delay_beside(const fusion_book *book, const book_clause *late, const book_clause *early)
{
    const form_steps finer = book->forms[late->form].steps;
    const form_steps coarser = book->forms[early->form].steps;
    return !form_is_warning(finer) && !form_is_warning(coarser) &&
           form_step(finer, FORM_POSITION) < form_step(coarser, FORM_POSITION) &&
           after_ns(book, late) > after_ns(book, early) && speak_of_one(book, late, early);
}

/* Once for each clause: the first other that comes later and finer. */
void lint_delay_beside_floor(const fusion_book *book, text_messages *messages)
{
    for (size_t i = 0; i < book->clause_count; i++)
        for (size_t j = 0; j < book->clause_count; j++) {
            const book_clause *early = &book->clauses[i], *late = &book->clauses[j];
            if (!delay_beside(book, late, early))
                continue;
            char gap[TEXT_DURATION_ROOM];
            const form_steps finer = book->forms[late->form].steps;
            text_write_duration(gap, after_ns(book, late) - after_ns(book, early));
            text_say(
                messages, TEXT_LINT, early->line,
                "delay-beside-floor: \"%s\" gives %s what \"%s\" gives %s %s later: who has "
                "both knows where things are now better than either says. Only the finest "
                "step holds at any delay.",
                early->name,
                form_word(FORM_POSITION, form_step(book->forms[early->form].steps, FORM_POSITION)),
                late->name,
                !form_moves(finer) ? "exactly"
                                   : form_word(FORM_POSITION, form_step(finer, FORM_POSITION)),
                gap);
            break;
        }
}
