#include "daemon/web/web_reach.h"

#include "release/moment.h"

#include <string.h>

static bool is_in_force(const config *of, const book_clause *clause, int64_t at_ns)
{
    int64_t ends_ns;
    return book_state_in_force(moments_dated(of->book, clause->agreement, at_ns, &ends_ns));
}

static bool is_during(const config *of, const book_when *when, int64_t at_ns)
{
    bool inside = when->during == 0;
    for (size_t p = 0; p < of->book->period_count; p++)
        if (when->during >> p & 1u)
            inside |=
                of->book->periods[p].starts_ns <= at_ns && at_ns < of->book->periods[p].ends_ns;
    return inside;
}

static web_way way_of(const config *of, const book_clause *clause)
{
    const book_form *form = &of->book->forms[clause->form];
    const book_scope *scope = &clause->scope;
    return (web_way){
        .given = true,
        .conditional = clause->when.postures != 0 || clause->when.emergency >= 0 ||
                       (clause->via != BOOK_DIRECT && clause->approval != BOOK_STANDING),
        .partly = scope->where != 0 || scope->picked_count > 0 || scope->excepted_count > 0 ||
                  clause->products != (BOOK_TRACKS | BOOK_NOTICES),
        .delay_ns = form->delay_ns + (clause->via != BOOK_DIRECT ? clause->hop_ns : 0),
        .steps = form->steps};
}

static bool is_better(const web_way *one, const web_way *other)
{
    if (one->given != other->given)
        return one->given;
    if (form_is_warning(one->steps) != form_is_warning(other->steps))
        return !form_is_warning(one->steps);
    if (one->conditional != other->conditional)
        return !one->conditional;
    if (one->partly != other->partly)
        return !one->partly;
    if (one->delay_ns != other->delay_ns)
        return one->delay_ns < other->delay_ns;
    return one->steps < other->steps;
}

static bool is_of(const config *of, const book_clause *clause, size_t rule, size_t owner)
{
    return clause->from == owner && of->book->rules[rule].set >> clause->agreement & 1u;
}

/* The best that one member is given of a category. */
static web_way best_for(const config *of, size_t rule, size_t owner, unsigned member,
                        unsigned category, int64_t at_ns)
{
    web_way best = {.given = false};
    for (size_t c = 0; c < of->book->clause_count; c++) {
        const book_clause *clause = &of->book->clauses[c];
        if (!is_of(of, clause, rule, owner) || !(clause->to >> member & 1u) ||
            !(clause->gives >> category & 1u) || !is_in_force(of, clause, at_ns) ||
            !is_during(of, &clause->when, at_ns))
            continue;
        const web_way way = way_of(of, clause);
        if (is_better(&way, &best))
            best = way;
    }
    return best;
}

/* What reaches each of two, reaches both: later, and coarser. */
static void join(web_way *all, const web_way *one)
{
    all->given &= one->given;
    all->conditional |= one->conditional;
    all->partly |= one->partly;
    all->delay_ns = one->delay_ns > all->delay_ns ? one->delay_ns : all->delay_ns;
    all->steps = form_coarser(all->steps, one->steps);
}

web_reach web_reach_find(const config *of, size_t rule, uint32_t audience, size_t nation,
                         int64_t at_ns)
{
    const uint32_t others = audience & ~(UINT32_C(1) << nation);
    web_reach reach = {{{.given = false}}};
    if (audience == 0)
        return reach;
    for (unsigned category = 0; category < FUSION_CATEGORIES; category++) {
        web_way *all = &reach.ways[category];
        *all = (web_way){.given = true};
        for (unsigned member = 0; member < FUSION_NATIONS_MAX; member++)
            if (others >> member & 1u) {
                const web_way one = best_for(of, rule, nation, member, category, at_ns);
                join(all, &one);
            }
    }
    return reach;
}

static bool same_way(const web_way *one, const web_way *other)
{
    return one->given == other->given && one->conditional == other->conditional &&
           one->partly == other->partly && one->delay_ns == other->delay_ns &&
           one->steps == other->steps;
}

static const web_way whole = {.given = true};

double web_reach_share(const web_reach *reach)
{
    double sum = 0.0;
    for (unsigned category = 0; category < FUSION_CATEGORIES; category++)
        if (reach->ways[category].given)
            sum += same_way(&reach->ways[category], &whole) ? 1.0 : 0.5;
    return sum / FUSION_CATEGORIES;
}

const char *web_reach_word(const web_reach *reach)
{
    size_t open = 0, given = 0;
    for (unsigned category = 0; category < FUSION_CATEGORIES; category++) {
        open += same_way(&reach->ways[category], &whole);
        given += reach->ways[category].given;
    }
    return open == FUSION_CATEGORIES ? "open" : given > 0 ? "narrowed" : "dark";
}

static void way_write(FILE *out, const web_way *way)
{
    const double late = (double)way->delay_ns / (double)FUSION_SECOND;
    const char *between = ": ";
    if (late > 0.0) {
        fprintf(out, "%s%g s late", between, late);
        between = ", ";
    }
    if (way->steps != 0) {
        char steps[FORM_TEXT_ROOM];
        form_write(way->steps, steps);
        fprintf(out, "%s%s", between, steps);
        between = ", ";
    }
    if (way->partly) {
        fprintf(out, "%sin part", between);
        between = ", ";
    }
    if (way->conditional)
        fprintf(out, "%son condition", between);
    else if (same_way(way, &whole))
        fputs(": as measured", out);
}

void web_reach_write(FILE *out, const web_reach *reach)
{
    unsigned told = 0;
    if (strcmp(web_reach_word(reach), "narrowed") != 0)
        return;
    for (unsigned first = 0; first < FUSION_CATEGORIES; first++) {
        const web_way *way = &reach->ways[first];
        if (!way->given || told >> first & 1u)
            continue;
        fputs(told ? "; " : "", out);
        for (unsigned category = first; category < FUSION_CATEGORIES; category++)
            if (same_way(way, &reach->ways[category])) {
                fprintf(out, "%s%s", category == first ? "" : ", ", fusion_category_name(category));
                told |= 1u << category;
            }
        way_write(out, way);
    }
}

bool web_reach_ever(const config *of, size_t rule, uint32_t audience, size_t nation)
{
    for (size_t c = 0; c < of->book->clause_count; c++)
        if (is_of(of, &of->book->clauses[c], rule, nation) && of->book->clauses[c].to & audience)
            return true;
    return false;
}

static void sooner(int64_t *next_ns, int64_t at_ns, int64_t after_ns)
{
    if (at_ns > after_ns && at_ns < *next_ns)
        *next_ns = at_ns;
}

/* An agreement may end by itself, as its terms or a notice say. */
static void agreement_sooner(const config *of, size_t agreement, int64_t after_ns, int64_t *next_ns)
{
    const book_agreement *one = &of->book->agreements[agreement];
    int64_t ends_ns;
    for (size_t e = 0; e < one->event_count; e++)
        sooner(next_ns, one->events[e].at_ns, after_ns);
    moments_dated(of->book, agreement, after_ns, &ends_ns);
    sooner(next_ns, ends_ns, after_ns);
}

int64_t web_reach_turn_ns(const config *of, size_t rule, uint32_t audience, size_t nation,
                          int64_t after_ns)
{
    int64_t next_ns = INT64_MAX;
    for (size_t c = 0; c < of->book->clause_count; c++) {
        const book_clause *clause = &of->book->clauses[c];
        if (!is_of(of, clause, rule, nation) || !(clause->to & audience))
            continue;
        agreement_sooner(of, clause->agreement, after_ns, &next_ns);
        for (size_t p = 0; p < of->book->period_count; p++)
            if (clause->when.during >> p & 1u) {
                sooner(&next_ns, of->book->periods[p].starts_ns, after_ns);
                sooner(&next_ns, of->book->periods[p].ends_ns, after_ns);
            }
    }
    return next_ns;
}
