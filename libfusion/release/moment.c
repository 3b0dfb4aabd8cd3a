#include "release/moment.h"

#include "release/act.h"

#include <stdlib.h>
#include <string.h>

int64_t moments_epoch(const moments *m, int64_t at_ns)
{
    int64_t over = at_ns % m->epoch_ns;
    if (over < 0)
        over += m->epoch_ns;
    if (over == 0 || at_ns > INT64_MAX - m->epoch_ns)
        return at_ns;
    return at_ns - over + m->epoch_ns;
}

static int64_t sum(int64_t at_ns, int64_t length_ns)
{
    return at_ns > INT64_MAX - length_ns ? INT64_MAX : at_ns + length_ns;
}

static bool stands(const book_act *act, int64_t at_ns)
{
    return act->at_ns <= at_ns && at_ns < act->until_ns;
}

/* One change of an agreement's state, dated or declared. */
typedef struct turn {
    int64_t at_ns, until_ns;
    book_state state;
    int64_t ends_ns; /* of a notice; else INT64_MAX */
} turn;

static bool narrows(book_state state)
{
    return state == BOOK_SUSPENDED || state == BOOK_TERMINATED;
}

/* Was it said after the other, which was declared before it? What the run says comes after all that
 * was said before it, for whatever time that was said. */
static bool said_after(const book_act *one, const book_act *other)
{
    if (other->earlier)
        return true;
    return !one->earlier && one->at_ns >= other->at_ns;
}

/* What a party said last of the agreement, up to that time; NULL: nothing. */
static const book_act *last_voice(const moments *m, size_t agreement, unsigned party, int64_t at_ns)
{
    const book_act *last = NULL;
    for (size_t i = 0; i < m->voice_count; i++) {
        const book_act *act = &m->acts[i];
        if (act->index == agreement && act->who == party && act->at_ns <= at_ns &&
            (!last || said_after(act, last)))
            last = act;
    }
    return last;
}

/* All parties together, the last of them with this act: until when they all stand by it. */
static bool all_say(const moments *m, const book_act *act, int64_t *until_ns)
{
    const book_agreement *agreement = &m->book->agreements[act->index];
    *until_ns = INT64_MAX;
    for (unsigned n = 0; n < m->book->nation_count; n++) {
        if (!(agreement->parties >> n & 1u))
            continue;
        const book_act *voice = last_voice(m, act->index, n, act->at_ns);
        if (!voice || voice->state != act->state || !stands(voice, act->at_ns))
            return false;
        if (voice->until_ns < *until_ns)
            *until_ns = voice->until_ns;
    }
    return true;
}

/* Of two that were said before the run: what closes was moved to its begin, and what had opened
 * before it was said must not open again. */
static bool closed_since(const moments *m, const book_act *act)
{
    for (const book_act *later = act + 1; act->earlier && later < m->acts + m->voice_count; later++)
        if (later->earlier && later->index == act->index && narrows(later->state))
            return true;
    return false;
}

/* The i-th change: dated events first, then acts. false: this one changes no state. Notice that a
 * party gives starts a clock and no more: it must not bring into force what is suspended. */
static bool turn_at(const moments *m, size_t agreement, size_t i, turn *change)
{
    const book_agreement *of = &m->book->agreements[agreement];
    if (i < of->event_count) {
        const book_event *event = &of->events[i];
        *change = (turn){event->at_ns, INT64_MAX, event->becomes,
                         event->becomes == BOOK_NOTICE_GIVEN ? event->ends_ns : INT64_MAX};
        return true;
    }
    const book_act *act = &m->acts[i - of->event_count];
    if (act->index != agreement || act->state == BOOK_NOTICE_GIVEN)
        return false;
    *change = (turn){act->at_ns, act->until_ns, act->state, INT64_MAX};
    return narrows(act->state) || (!closed_since(m, act) && all_say(m, act, &change->until_ns));
}

static size_t turns_of(const moments *m, size_t agreement)
{
    return m->book->agreements[agreement].event_count + m->voice_count;
}

/* The change that decides at a time: the latest that stands; at one time what is not in force.
 * suspended: whether suspensions count (the clock of a notice does not ask for them). */
static bool deciding(const moments *m, size_t agreement, int64_t at_ns, bool suspended,
                     turn *decides)
{
    bool found = false;
    for (size_t i = 0; i < turns_of(m, agreement); i++) {
        turn one;
        if (!turn_at(m, agreement, i, &one) || one.at_ns > at_ns || at_ns >= one.until_ns ||
            (!suspended && one.state == BOOK_SUSPENDED))
            continue;
        if (!found || one.at_ns > decides->at_ns ||
            (one.at_ns == decides->at_ns && !book_state_in_force(one.state)))
            *decides = one;
        found = true;
    }
    return found;
}

/* The i-th notice: of an event, or given by a party. */
static bool notice_at(const moments *m, size_t agreement, size_t i, turn *notice)
{
    const book_agreement *of = &m->book->agreements[agreement];
    if (i < of->event_count)
        return turn_at(m, agreement, i, notice) && notice->ends_ns != INT64_MAX;
    const book_act *act = &m->acts[i - of->event_count];
    *notice = (turn){act->at_ns, act->until_ns, act->state, sum(act->at_ns, of->notice_ns)};
    return act->index == agreement && act->state == BOOK_NOTICE_GIVEN;
}

/* Does the clock of this notice run, just before it ends or at that time? A change after it stops
 * it, unless it is a suspension. */
static bool notice_runs(const moments *m, size_t agreement, const turn *notice, int64_t at_ns)
{
    int64_t asked_ns = notice->ends_ns > notice->at_ns ? notice->ends_ns - 1 : notice->at_ns;
    asked_ns = asked_ns < at_ns ? asked_ns : at_ns;
    turn last;
    return asked_ns < notice->until_ns && notice->at_ns <= asked_ns &&
           (!deciding(m, agreement, asked_ns, false, &last) || last.at_ns <= notice->at_ns);
}

/* When the agreement ends by itself: the first end of a notice that runs, or its last moment. */
static int64_t ends_by_itself(const moments *m, size_t agreement, int64_t at_ns, bool *noticed)
{
    int64_t ends_ns = m->book->agreements[agreement].until_ns;
    *noticed = false;
    for (size_t i = 0; i < turns_of(m, agreement); i++) {
        turn notice;
        if (!notice_at(m, agreement, i, &notice) || notice.at_ns > at_ns ||
            !notice_runs(m, agreement, &notice, at_ns))
            continue;
        *noticed = true;
        ends_ns = notice.ends_ns < ends_ns ? notice.ends_ns : ends_ns;
    }
    return ends_ns;
}

book_state moments_state(const moments *m, size_t agreement, int64_t at_ns, int64_t *ends_ns)
{
    bool noticed;
    *ends_ns = ends_by_itself(m, agreement, at_ns, &noticed);
    if (at_ns >= *ends_ns)
        return BOOK_TERMINATED;
    for (size_t i = 0; i < turns_of(m, agreement); i++) {
        turn one;
        if (turn_at(m, agreement, i, &one) && one.state == BOOK_TERMINATED && one.at_ns <= at_ns)
            return BOOK_TERMINATED;
    }
    turn last;
    if (!deciding(m, agreement, at_ns, true, &last))
        return BOOK_DRAFT;
    return noticed && last.state == BOOK_IN_FORCE ? BOOK_NOTICE_GIVEN : last.state;
}

book_state moments_dated(const fusion_book *book, size_t agreement, int64_t at_ns, int64_t *ends_ns)
{
    const moments dates = {.book = book, .epoch_ns = FUSION_SECOND};
    return moments_state(&dates, agreement, at_ns, ends_ns);
}

unsigned moments_posture(const moments *m, uint8_t nation, int64_t at_ns)
{
    const book_act *last = NULL;
    for (size_t i = 0; i < m->act_count; i++) {
        const book_act *act = &m->acts[i];
        if (act->verb == BOOK_POSTURE && act->who == nation && stands(act, at_ns) &&
            (!last || said_after(act, last)))
            last = act;
    }
    return last ? (unsigned)last->index : 0;
}

bool moments_emergency(const moments *m, size_t emergency, int64_t at_ns)
{
    const book_emergency *of = &m->book->emergencies[emergency];
    uint32_t declared = 0;
    for (size_t i = 0; i < m->act_count; i++) {
        const book_act *act = &m->acts[i];
        if (act->verb == BOOK_EMERGENCY && act->index == emergency && stands(act, at_ns) &&
            at_ns < sum(act->at_ns, of->lasts_ns))
            declared |= UINT32_C(1) << act->who;
    }
    return (declared & of->declared_by) == of->declared_by;
}

bool moments_when(const moments *m, const book_when *when, uint8_t nation, int64_t at_ns)
{
    bool during = when->during == 0;
    for (size_t p = 0; p < m->book->period_count; p++)
        during = during || ((when->during >> p & 1u) && m->book->periods[p].starts_ns <= at_ns &&
                            at_ns < m->book->periods[p].ends_ns);
    return during &&
           (when->postures == 0 || (when->postures >> moments_posture(m, nation, at_ns) & 1u)) &&
           (when->emergency < 0 || moments_emergency(m, (size_t)when->emergency, at_ns));
}

size_t moments_find(const moments *m, int64_t at_ns)
{
    size_t low = 0, high = m->count;
    while (high - low > 1) {
        const size_t middle = (low + high) / 2;
        if (m->at_ns[middle] <= at_ns)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Does the lift end the act? It must have been said after it. */
static bool ends(const book_act *lift, const book_act *act)
{
    if (!lift->lift || lift->who != act->who || !act_same(lift, act))
        return false;
    if (act->earlier != lift->earlier)
        return act->earlier;
    if (act->earlier || lift->at_ns == act->at_ns)
        return lift > act; /* both are of one list */
    return lift->at_ns > act->at_ns;
}

/* Copies acts of one sort without lifts; a lift ends what its author said the same before. */
static void take_acts(moments *m, const book_act *acts, size_t count, bool voices)
{
    for (size_t i = 0; i < count; i++) {
        if (acts[i].lift || (acts[i].verb == BOOK_BECOMES) != voices)
            continue;
        book_act *act = &m->acts[m->act_count++];
        *act = acts[i];
        for (size_t j = 0; j < count; j++)
            if (ends(&acts[j], &acts[i]) && acts[j].at_ns < act->until_ns)
                act->until_ns = acts[j].at_ns;
    }
}

static void add(moments *m, int64_t at_ns)
{
    m->at_ns[m->count++] = moments_epoch(m, at_ns);
}

static void add_book(moments *m)
{
    const fusion_book *book = m->book;
    for (size_t a = 0; a < book->agreement_count; a++) {
        add(m, book->agreements[a].until_ns);
        for (size_t i = 0; i < book->agreements[a].event_count; i++) {
            add(m, book->agreements[a].events[i].at_ns);
            add(m, book->agreements[a].events[i].ends_ns);
        }
    }
    for (size_t p = 0; p < book->period_count; p++) {
        add(m, book->periods[p].starts_ns);
        add(m, book->periods[p].ends_ns);
    }
}

static void add_acts(moments *m)
{
    for (size_t i = 0; i < m->act_count; i++) {
        const book_act *act = &m->acts[i];
        add(m, act->at_ns);
        add(m, act->until_ns);
        int64_t length_ns = 0;
        if (act->verb == BOOK_EMERGENCY)
            length_ns = m->book->emergencies[act->index].lasts_ns;
        if (act->verb == BOOK_BECOMES)
            length_ns = m->book->agreements[act->index].notice_ns;
        add(m, sum(act->at_ns, length_ns));
    }
}

static int by_time(const void *one, const void *other)
{
    const int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;
    return (a > b) - (a < b);
}

bool moments_make(moments *m, const fusion_book *book, const book_act *acts, size_t act_count,
                  int64_t epoch_ns)
{
    size_t room = 1 + 3 * act_count + 2 * book->period_count;
    for (size_t a = 0; a < book->agreement_count; a++)
        room += 1 + 2 * book->agreements[a].event_count;
    *m = (moments){.book = book, .epoch_ns = epoch_ns};
    m->acts = calloc(act_count + 1, sizeof *m->acts);
    m->at_ns = calloc(room, sizeof *m->at_ns);
    if (!m->acts || !m->at_ns) {
        moments_free(m);
        return false;
    }
    take_acts(m, acts, act_count, true);
    m->voice_count = m->act_count;
    take_acts(m, acts, act_count, false);
    m->at_ns[m->count++] = INT64_MIN;
    add_book(m);
    add_acts(m);
    qsort(m->at_ns, m->count, sizeof *m->at_ns, by_time);
    size_t kept = 1;
    for (size_t i = 1; i < m->count; i++)
        if (m->at_ns[i] != m->at_ns[kept - 1])
            m->at_ns[kept++] = m->at_ns[i];
    m->count = kept;
    return true;
}

void moments_free(moments *m)
{
    free(m->acts);
    free(m->at_ns);
    *m = (moments){0};
}
