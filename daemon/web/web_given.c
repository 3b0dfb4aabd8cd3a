#include "daemon/web/web_inside.h"
#include "release/moment.h"

#include <stdio.h>

/* What one owner gives on one way in one form; several clauses may say it together. */
typedef struct given {
    const book_clause *first;
    uint8_t gives;
} given;

static bool is_party(const config *of, const book_clause *clause, uint32_t audience)
{
    const char *code = of->book->nations[clause->from].code;
    const int owner = fusion_nation_find(&of->registry, code);
    uint32_t to = 0;
    for (size_t n = 0; n < of->book->nation_count; n++) {
        const int nation = fusion_nation_find(&of->registry, of->book->nations[n].code);
        if (clause->to >> n & 1u && nation >= 0)
            to |= 1u << nation;
    }
    const uint32_t others = owner >= 0 ? audience & ~(1u << owner) : audience;
    return others != 0 && (others & ~to) == 0;
}

static bool same_way(const book_clause *a, const book_clause *b)
{
    return a->from == b->from && a->via == b->via && a->hop_ns == b->hop_ns && a->form == b->form;
}

/* Adds a clause to what is given; room for every clause of the book is there. */
static size_t add(given *list, size_t count, const book_clause *clause)
{
    for (size_t n = 0; n < count; n++)
        if (same_way(list[n].first, clause)) {
            list[n].gives |= clause->gives;
            return count;
        }
    list[count] = (given){clause, clause->gives};
    return count + 1;
}

#define GIVEN_MAX 256 /* ways that the plate can tell; no plate holds so many */

static size_t gather(const config *of, const fusion_view *view, int64_t at_ns,
                     given list[GIVEN_MAX])
{
    const book_rule *rule = &of->book->rules[view->rule];
    size_t count = 0;
    for (size_t a = 0; a < rule->agreement_count; a++) {
        const book_agreement *agreement = &of->book->agreements[rule->agreements[a]];
        int64_t ends_ns;
        if (!book_state_in_force(moments_dated(of->book, rule->agreements[a], at_ns, &ends_ns)))
            continue;
        for (size_t c = 0; c < agreement->clause_count && count < GIVEN_MAX; c++) {
            const book_clause *clause = &of->book->clauses[agreement->first_clause + c];
            if (is_party(of, clause, view->audience))
                count = add(list, count, clause);
        }
    }
    return count;
}

static void put_categories(FILE *out, uint8_t gives)
{
    if (gives == 0xff) {
        fputs("all", out);
        return;
    }
    const char *before = "";
    for (unsigned bit = 0; bit < FUSION_CATEGORIES; bit++)
        if ((unsigned)gives >> bit & 1u) {
            fprintf(out, "%s%s", before, fusion_category_name(bit));
            before = ", ";
        }
}

static void put_given(FILE *out, const config *of, const given *one)
{
    const book_clause *clause = one->first;
    const book_form *form = &of->book->forms[clause->form];
    const double late = (double)(clause->hop_ns + form->delay_ns) / (double)FUSION_SECOND;
    put_categories(out, one->gives);
    if (clause->via != BOOK_DIRECT)
        fprintf(out, " through %s", of->book->nations[clause->via].code);
    if (late > 0.0)
        fprintf(out, ", %g s late", late);
    char steps[FORM_TEXT_ROOM];
    form_write(form->steps, steps);
    if (form->steps != 0)
        fprintf(out, ", %s", steps);
}

/* "Own: all. From ROK: missile, nuclear through USA, 90 s late. From USA: all." Made only from
 * clauses to which the audience is party, in force at the time; where several stand before one
 * screen, nobody's own is all there. All words are ours or codes of
 * nations, so nothing needs an escape. */
void web_given(FILE *out, const config *of, const fusion_view *view, int64_t at_ns)
{
    given list[GIVEN_MAX];
    const uint32_t audience = view->audience;
    const size_t count = gather(of, view, at_ns, list);
    if (audience == 0)
        return; /* a dark room */
    if ((audience & (audience - 1)) == 0)
        fputs("Own: all.", out);
    for (size_t nation = 0; nation < of->book->nation_count; nation++) {
        bool begun = false;
        for (size_t n = 0; n < count; n++) {
            if (list[n].first->from != nation)
                continue;
            if (begun)
                fputs("; ", out);
            else
                fprintf(out, " From %s: ", of->book->nations[nation].code);
            put_given(out, of, &list[n]);
            begun = true;
        }
        if (begun)
            putc('.', out);
    }
    if (count == 0)
        fputs(" Nothing from others.", out);
}
