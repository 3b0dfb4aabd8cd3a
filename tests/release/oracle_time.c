#include "release/oracle_time.h"

#include "release/oracle.h"

int oracle_epoch(const oracle *o, int second)
{
    const int into = second % o->w->epoch;
    return second - (into < 0 ? into + o->w->epoch : into);
}

int oracle_act_at(const world_act *act)
{
    return 2 * act->at + act->half;
}

static int act_until(const world_act *act)
{
    return act->until == WORLD_OPEN ? 2 * WORLD_OPEN : 2 * act->until + act->until_half;
}

bool oracle_act_stands(const world_act *act, int second)
{
    return oracle_act_at(act) <= 2 * second && 2 * second < act_until(act);
}

/* A change of state: dated, or declared by one party or by all. */
typedef struct change {
    int at, until; /* half seconds */
    unsigned state;
    int ends;   /* of a notice; else beyond all */
    bool given; /* by a party: a clock, and no state */
} change;

static bool in_force_state(unsigned state)
{
    return state == 1 || state == 2 || state == 3;
}

/* Does every party's last voice up to this act say the same, and until when? */
static bool unanimous(const oracle *o, const world_act *act, int *until)
{
    const world *w = o->w;
    *until = 2 * WORLD_OPEN;
    for (unsigned n = 0; n < w->nations; n++) {
        const world_act *voice = NULL;
        if (!(w->agreements[act->index].parties >> n & 1u))
            continue;
        for (unsigned i = 0; i < o->act_count; i++) {
            const world_act *other = &o->acts[i];
            if (other->verb == WORLD_BECOMES && other->index == act->index && other->who == n &&
                oracle_act_at(other) <= oracle_act_at(act) &&
                (!voice || oracle_act_at(other) >= oracle_act_at(voice)))
                voice = other;
        }
        if (!voice || voice->state != act->state || act_until(voice) <= oracle_act_at(act))
            return false;
        if (act_until(voice) < *until)
            *until = act_until(voice);
    }
    return true;
}

static unsigned changes_of(const oracle *o, unsigned a, change *changes)
{
    const world *w = o->w;
    const world_agreement *one = &w->agreements[a];
    unsigned count = 0;
    for (unsigned e = 0; e < one->event_count; e++)
        changes[count++] =
            (change){2 * one->events[e].at, 2 * WORLD_OPEN, one->events[e].state,
                     one->events[e].state == 2 ? 2 * one->events[e].ends : 2 * WORLD_OPEN, false};
    for (unsigned i = 0; i < o->act_count; i++) {
        const world_act *act = &o->acts[i];
        if (act->verb != WORLD_BECOMES || act->index != a)
            continue;
        change one_more = {oracle_act_at(act), act_until(act), act->state, 2 * WORLD_OPEN, false};
        if (act->state == 2)
            one_more.ends = oracle_act_at(act) + 2 * one->notice;
        const bool narrows = act->state == 2 || act->state == 4 || act->state == 5;
        one_more.given = act->state == 2;
        if (narrows || unanimous(o, act, &one_more.until))
            changes[count++] = one_more;
    }
    return count;
}

/* The latest change that stands at a half second; of two at once the one that is not in force. */
static const change *latest(const change *changes, unsigned count, int half, bool with_suspended)
{
    const change *last = NULL;
    for (unsigned i = 0; i < count; i++) {
        const change *one = &changes[i];
        if (one->at > half || half >= one->until || (one->state == 4 && !with_suspended) ||
            one->given)
            continue;
        if (!last || one->at > last->at || (one->at == last->at && !in_force_state(one->state)))
            last = one;
    }
    return last;
}

static bool over(const world_agreement *one, const change *changes, unsigned count, int second)
{
    if (one->until != WORLD_OPEN && second >= one->until)
        return true;
    for (unsigned i = 0; i < count; i++) {
        if (changes[i].state == 5 && changes[i].at <= 2 * second)
            return true;
        if (changes[i].ends > 2 * second || changes[i].at > 2 * second)
            continue;
        /* Does its clock still run just before it ends? */
        const int before = changes[i].ends > changes[i].at ? changes[i].ends - 1 : changes[i].at;
        const change *last = latest(changes, count, before, false);
        if (before < changes[i].until && (!last || last->at <= changes[i].at))
            return true;
    }
    return false;
}

static unsigned posture_of(const oracle *o, unsigned nation, int second)
{
    const world_act *last = NULL;
    for (unsigned i = 0; i < o->act_count; i++) {
        const world_act *act = &o->acts[i];
        if (act->verb == WORLD_POSTURE && act->who == nation && oracle_act_stands(act, second) &&
            (!last || oracle_act_at(act) >= oracle_act_at(last)))
            last = act;
    }
    return last ? last->index : 0;
}

static bool emergency_stands(const oracle *o, unsigned emergency, int second)
{
    unsigned declared = 0;
    for (unsigned i = 0; i < o->act_count; i++) {
        const world_act *act = &o->acts[i];
        if (act->verb == WORLD_EMERGENCY && act->index == emergency &&
            oracle_act_stands(act, second) &&
            2 * second < oracle_act_at(act) + o->w->emergencies[emergency].lasts)
            declared |= 1u << act->who;
    }
    return (o->w->emergencies[emergency].by & ~declared) == 0;
}

static bool when_holds(const oracle *o, const world_scope *scope, unsigned owner, int second)
{
    bool during = scope->during == 0;
    for (unsigned p = 0; p < o->w->period_count; p++)
        if ((scope->during >> p & 1u) && second >= o->w->periods[p][0] &&
            second < o->w->periods[p][1])
            during = true;
    if (!during)
        return false;
    if (!scope->postures && scope->emergency < 0)
        return true;
    if (scope->postures && !(scope->postures >> posture_of(o, owner, second) & 1u))
        return false;
    return scope->emergency < 0 || emergency_stands(o, (unsigned)scope->emergency, second);
}

/* Does the lift take back what the act said? Not what was said after it. */
static bool lifts(const world_act *lift, const world_act *act)
{
    if (lift->verb != act->verb || lift->who != act->who ||
        oracle_act_at(lift) < oracle_act_at(act))
        return false;
    const bool item = lift->sensor == act->sensor && lift->number == act->number;
    const bool index = lift->index == act->index;
    switch (act->verb) {
    case WORLD_POSTURE:
    case WORLD_EMERGENCY:
        return index;
    case WORLD_BECOMES:
        return index && lift->state == act->state;
    case WORLD_APPROVE:
        return index && lift->category == act->category;
    case WORLD_APPROVE_ITEM:
        return index && item;
    case WORLD_HOLD:
    case WORLD_WITHDRAW:
        break;
    }
    if (lift->target != act->target ||
        (act->verb == WORLD_WITHDRAW && (lift->from != act->from || lift->to != act->to)))
        return false;
    switch (act->target) {
    case 0:
        return lift->sensor == act->sensor;
    case 1:
        return lift->category == act->category;
    case 3:
        return item;
    default:
        return index;
    }
}

static void take_acts(oracle *o, unsigned act_count)
{
    o->act_count = 0;
    for (unsigned i = 0; i < act_count; i++) {
        if (o->w->acts[i].lift)
            continue;
        world_act *act = &o->acts[o->act_count++];
        *act = o->w->acts[i];
        for (unsigned j = 0; j < act_count; j++) {
            const world_act *lift = &o->w->acts[j];
            const bool said_before = j < i && oracle_act_at(lift) == oracle_act_at(act);
            if (!lift->lift || said_before || !lifts(lift, act) ||
                oracle_act_at(lift) >= act_until(act))
                continue;
            act->until = lift->at;
            act->until_half = lift->half;
        }
    }
}

/* Seconds are gone through from the last to the first. */
static void keep_first(int *firsts, int i, bool here)
{
    const int later = i + 1 < ORACLE_SECONDS ? firsts[i + 1] : WORLD_OPEN;
    firsts[i] = here ? i - ORACLE_BEFORE : later;
}

void oracle_make(oracle *o, const world *w, unsigned act_count)
{
    change changes[WORLD_AGREEMENTS][WORLD_EVENTS + WORLD_ACTS];
    unsigned counts[WORLD_AGREEMENTS];
    o->w = w;
    take_acts(o, act_count);
    for (unsigned a = 0; a < w->agreement_count; a++)
        counts[a] = changes_of(o, a, changes[a]);
    for (int i = ORACLE_SECONDS - 1; i >= 0; i--) {
        const int second = oracle_epoch(o, i - ORACLE_BEFORE);
        for (unsigned a = 0; a < w->agreement_count; a++) {
            const change *last = latest(changes[a], counts[a], 2 * second, true);
            const bool in_force = last && in_force_state(last->state) &&
                                  !over(&w->agreements[a], changes[a], counts[a], second);
            keep_first(o->stops[a], i, !in_force);
        }
        for (unsigned c = 0; c < w->clause_count; c++)
            keep_first(o->falls[c], i,
                       o->stops[w->clauses[c].agreement][i] == i - ORACLE_BEFORE ||
                           !when_holds(o, &w->clauses[c].scope, w->clauses[c].from, second));
        for (unsigned e = 0; e < w->entry_count; e++)
            keep_first(o->holds[e], i,
                       when_holds(o, &w->entries[e].scope, w->entries[e].owner, second));
    }
}
