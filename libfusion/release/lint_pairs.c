#include "release/lint_parts.h"
#include "text/read.h"

/* How long after receipt it comes, as far as the clause itself says. */
static int64_t after_ns(const fusion_book *book, const book_clause *clause)
{
    const int64_t delay_ns = book->forms[clause->form].delay_ns;
    return clause->via < 0 ? delay_ns : delay_ns + clause->hop_ns;
}

static bool same_way(const book_clause *one, const book_clause *other)
{
    return one->via == other->via && one->approval == other->approval;
}

static bool in_one_rule(const fusion_book *book, const book_clause *one, const book_clause *other)
{
    for (size_t i = 0; i < book->rule_count; i++)
        if ((book->rules[i].set >> one->agreement & 1u) &&
            (book->rules[i].set >> other->agreement & 1u))
            return true;
    return false;
}

/* "exactly", or "in every 30 s, velocity withheld". */
static const char *in_form(const fusion_book *book, const book_clause *clause,
                           char text[FORM_TEXT_ROOM])
{
    form_write(book->forms[clause->form].steps, text);
    return book->forms[clause->form].steps == 0 ? "exactly" : text;
}

/* Of two clauses of one agreement that say the same, the second is told. */
static bool redundant(const fusion_book *book, const book_clause *first, const book_clause *later)
{
    const form_steps kept = book->forms[first->form].steps, lost = book->forms[later->form].steps;
    return first->agreement == later->agreement && same_way(first, later) &&
           after_ns(book, first) <= after_ns(book, later) &&
           form_is_warning(kept) == form_is_warning(lost) && form_coarser(kept, lost) == lost &&
           lint_covers(book, first, later);
}

static void say_redundant(const book_clause *kept, const book_clause *lost, text_messages *messages)
{
    text_say(messages, TEXT_LINT, lost->line,
             "redundant: clause \"%s\" gives nothing that \"%s\" (line %d) does not give as early "
             "and as exactly. Delete one.",
             lost->name, kept->name, kept->line);
}

/* Of a form that moves places by more than the other, how far: it says the most. */
static const char *in_coarser(const fusion_book *book, const book_clause *first,
                              const book_clause *later, char text[FORM_TEXT_ROOM])
{
    const form_steps early = book->forms[first->form].steps, late = book->forms[later->form].steps;
    const size_t step = form_step(early, FORM_POSITION);
    return step > form_step(late, FORM_POSITION) ? form_word(FORM_POSITION, step)
                                                 : in_form(book, first, text);
}

static void say_earlier(const fusion_book *book, const book_clause *first, const book_clause *later,
                        text_messages *messages)
{
    char one[FORM_TEXT_ROOM], other[FORM_TEXT_ROOM], gap[TEXT_DURATION_ROOM];
    text_write_duration(gap, after_ns(book, later) - after_ns(book, first));
    const bool exact = book->forms[later->form].steps == 0;
    text_say(messages, TEXT_LINT, later->line,
             "earlier-coarser: \"%s\" comes first in %s, \"%s\" %s%s %s later; the later copy is "
             "not fused. If the %s one is wanted, delete \"%s\" or let it show a warning.",
             first->name, in_coarser(book, first, later, one), later->name, exact ? "" : "in ",
             in_form(book, later, other), gap, exact ? "exact" : "finer", first->name);
}

static void say_twin(const fusion_book *book, const book_clause *direct, const book_clause *relayed,
                     text_messages *messages)
{
    char gap[TEXT_DURATION_ROOM];
    text_write_duration(gap, after_ns(book, relayed) - after_ns(book, direct));
    text_say(messages, TEXT_LINT, relayed->line,
             "twin: clause \"%s\" goes via %s %s later than \"%s\" gives the same directly. Its "
             "only use is if the direct one falls.",
             relayed->name, book->nations[relayed->via].code, gap, direct->name);
}

/* One comes before another that it covers and, as far as it goes, needs no more. */
static void lint_before(const fusion_book *book, const book_clause *first, const book_clause *later,
                        text_messages *messages)
{
    const form_steps early = book->forms[first->form].steps, late = book->forms[later->form].steps;
    if (first->via >= 0 || form_is_warning(early) || form_is_warning(late) ||
        after_ns(book, first) >= after_ns(book, later) || !in_one_rule(book, first, later) ||
        !lint_covers(book, first, later))
        return;
    if (form_coarser(early, late) != late)
        say_earlier(book, first, later, messages);
    else if (later->via >= 0)
        say_twin(book, first, later, messages);
}

void lint_pairs(const fusion_book *book, text_messages *messages)
{
    for (size_t i = 0; i < book->clause_count; i++)
        for (size_t j = 0; j < book->clause_count; j++) {
            const book_clause *one = &book->clauses[i], *other = &book->clauses[j];
            if (i == j)
                continue;
            if (!redundant(book, one, other))
                lint_before(book, one, other, messages);
            else if (i < j || !redundant(book, other, one))
                say_redundant(one, other, messages);
        }
}
