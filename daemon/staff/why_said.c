#include "daemon/staff/why.h"

#include "release/moment.h"

#include <stdio.h>

static bool stands(const moments *dated, const book_act *act, int64_t at_ns)
{
    return moments_epoch(dated, act->at_ns) <= at_ns && at_ns < moments_epoch(dated, act->until_ns);
}

/* The approval of the clause for a category, standing when the report came, or of its item at any
 * time: the past of an item follows its approval. NULL: there is none. */
static const book_act *approval_of(const why *of, const book_clause *clause, unsigned category)
{
    const moments *dated = gate_moments(of->gate);
    const size_t index = (size_t)(clause - of->book->clauses);
    for (size_t i = 0; i < dated->act_count; i++) {
        const book_act *act = &dated->acts[i];
        if (act->verb == BOOK_APPROVE_CATEGORY && act->index == index &&
            act->category == category && stands(dated, act, of->report->stamp_ns))
            return act;
        if (act->verb == BOOK_APPROVE_ITEM && act->index == index &&
            act->sensor == (size_t)of->sensor && act->number == of->report->number)
            return act;
    }
    return NULL;
}

bool said_approved(const why *of, const book_clause *clause)
{
    for (unsigned k = 0; k < FUSION_CATEGORIES; k++)
        if ((of->report->categories >> k & 1u) && !approval_of(of, clause, k))
            return false;
    return true;
}

void said_put_approval(const why *of, const book_clause *clause)
{
    const char *owner = of->book->nations[of->owner].code;
    for (unsigned k = 0; clause->approval != BOOK_STANDING && k < FUSION_CATEGORIES; k++) {
        const book_act *act = of->report->categories >> k & 1u ? approval_of(of, clause, k) : NULL;
        if (!act)
            continue;
        if (act->verb == BOOK_APPROVE_ITEM) {
            fprintf(of->out, ", approved by %s for item %llu %s", owner,
                    (unsigned long long)act->number, why_clock(act->at_ns).text);
            return;
        }
        fprintf(of->out, ", approved by %s for %s %s", owner, fusion_category_name(k),
                why_clock(act->at_ns).text);
    }
}

static void put_target(const why *of, const book_act *act)
{
    switch (act->target) {
    case BOOK_OF_SENSOR:
        fprintf(of->out, "sensor %s", of->book->sensors[act->sensor].name);
        break;
    case BOOK_OF_CATEGORY:
        fprintf(of->out, "category %s", fusion_category_name(act->category));
        break;
    case BOOK_OF_AREA:
        fprintf(of->out, "area %s", of->book->areas[act->index].name);
        break;
    case BOOK_OF_ITEM:
        fprintf(of->out, "item %s/%llu", of->book->sensors[act->sensor].name,
                (unsigned long long)act->number);
        break;
    case BOOK_OF_AGREEMENT:
        fprintf(of->out, "agreement %s", of->book->agreements[act->index].name);
        break;
    }
}

/* Does it keep the report from the nation by itself? via: who passes it on; or -1. */
static bool keeps(const why *of, unsigned nation, int via, const book_act *act)
{
    const moments *dated = gate_moments(of->gate);
    if (act->who != of->owner && (int)act->who != via)
        return false;
    if (act->target == BOOK_OF_AGREEMENT)
        return (of->book->rules[of->rule].set >> act->index & 1u) &&
               (stands(dated, act, of->report->time_ns) ||
                stands(dated, act, of->report->stamp_ns));
    book_act as_owner = *act;
    as_owner.who = (uint8_t)of->owner;
    gate_grant grant;
    return why_ask_alone(of, nation, NULL, NULL, &as_owner, &grant) && !grant.granted;
}

size_t said_put_holds(const why *of, unsigned nation, int via)
{
    const moments *dated = gate_moments(of->gate);
    size_t said = 0;
    for (size_t i = 0; i < dated->act_count; i++) {
        const book_act *act = &dated->acts[i];
        if ((act->verb != BOOK_HOLD && act->verb != BOOK_WITHDRAW) || !keeps(of, nation, via, act))
            continue;
        fprintf(of->out, " %s %s ", of->book->nations[act->who].code,
                act->verb == BOOK_HOLD ? "holds" : "withdrew");
        put_target(of, act);
        fprintf(of->out, " from %s.", why_clock(act->at_ns).text);
        said++;
    }
    return said;
}
