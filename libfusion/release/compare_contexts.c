#include "release/act.h"
#include "release/compare_parts.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A context while it is put together. */
typedef struct builder {
    plan *p;
    plan_context *now;
    bool failed;
} builder;

static void begin(builder *b)
{
    b->now = plan_add(&b->p->contexts, &b->p->context_count, sizeof *b->now);
    b->failed = b->failed || !b->now;
}

/* Adds what the nation says so long before the report; what neither book takes is left out. */
__attribute__((format(printf, 4, 5))) static void say(builder *b, size_t who, int64_t before_ns,
                                                      const char *format, ...)
{
    static const text_messages nothing;
    compare_act act = {.before_ns = before_ns, .who = who};
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(act.says, sizeof act.says, format, arguments);
    va_end(arguments);
    for (int book = 0; book < 2; book++) {
        const int in = b->p->of->nations.all[who].in[book];
        text_messages unheard = nothing;
        act.as[book] = (book_act){.until_ns = INT64_MAX, .who = (uint8_t)(in < 0 ? 0 : in)};
        act.said[book] =
            in >= 0 && act_read(b->p->of->sides[book].book, act.says, &act.as[book], &unheard);
    }
    if (b->failed || (!act.said[0] && !act.said[1]))
        return;
    for (size_t i = 0; i < b->now->count; i++)
        if (b->now->acts[i].who == who && strcmp(b->now->acts[i].says, act.says) == 0)
            return;
    compare_act *fresh = plan_add(&b->now->acts, &b->now->count, sizeof *fresh);
    b->failed = !fresh;
    if (fresh)
        *fresh = act;
}

#define BY_CATEGORY (1u << BOOK_BY_CATEGORY)
#define BY_ITEM     (1u << BOOK_BY_ITEM)

/* Which approvals the originator's clauses ask for. */
static unsigned approvals_of(const plan *p)
{
    unsigned found = 0;
    const book_clause *clause;
    for (int book = 0; book < 2; book++)
        for (size_t at = 0; (clause = plan_clause(p, book, &at));)
            if (clause->via >= 0)
                found |= 1u << clause->approval;
    return found & (BY_CATEGORY | BY_ITEM);
}

static void say_approval(builder *b, const book_clause *clause, unsigned approvals)
{
    const plan *p = b->p;
    if (clause->via < 0 || !(approvals >> clause->approval & 1u))
        return;
    for (unsigned k = 0; clause->approval == BOOK_BY_CATEGORY && k < FUSION_CATEGORIES; k++)
        if (clause->gives >> k & 1u)
            say(b, p->owner, 0, "approve %s %s", clause->name, fusion_category_name(k));
    for (size_t s = 0; clause->approval == BOOK_BY_ITEM && s < p->of->sensors.count; s++)
        if (p->model[s] == s && p->of->sensors.all[s].nation == p->owner)
            say(b, p->owner, 0, "approve %s item %s/1", clause->name, p->of->sensors.all[s].text);
}

static void say_approvals(builder *b, unsigned approvals)
{
    const book_clause *clause;
    for (int book = 0; book < 2; book++)
        for (size_t at = 0; (clause = plan_clause(b->p, book, &at));)
            say_approval(b, clause, approvals);
    if (b->now)
        b->now->items = approvals & BY_ITEM;
}

/* Clauses of an agreement that is in force by no date are seen once all parties say so. */
static void say_in_force(builder *b)
{
    const compare_names *nations = &b->p->of->nations;
    for (int book = 0; book < 2; book++) {
        const fusion_book *of = b->p->of->sides[book].book;
        for (size_t a = 0; a < of->agreement_count; a++) {
            const book_agreement *agreement = &of->agreements[a];
            bool ever = false;
            for (size_t i = 0; i < agreement->event_count; i++)
                ever = ever || book_state_in_force(agreement->events[i].becomes);
            for (size_t n = 0; !ever && n < nations->count; n++)
                say(b, n, 0, "agreement %s becomes in-force", agreement->name);
        }
    }
}

static bool asked_for(const plan *p, int book, int emergency)
{
    const book_clause *clause;
    const book_entry *entry;
    for (size_t at = 0; (clause = plan_clause(p, book, &at));)
        if (clause->when.emergency == emergency)
            return true;
    for (size_t at = 0; (entry = plan_entry(p, book, &at));)
        if (entry->when.emergency == emergency)
            return true;
    return false;
}

/* An emergency by name, and how both books have it; NULL: not at all, or nobody asks for it. */
typedef struct alarm {
    const char *name;
    const book_emergency *in[2];
} alarm;

static const book_emergency *emergency_of(const fusion_book *book, const char *name)
{
    for (size_t e = 0; e < book->emergency_count; e++)
        if (strcmp(book->emergencies[e].name, name) == 0)
            return &book->emergencies[e];
    return NULL;
}

/* Every emergency that some clause or entry of the originator's waits for. */
static size_t alarms_of(const plan *p, alarm all[2 * BOOK_EMERGENCIES_MAX])
{
    size_t count = 0;
    for (int book = 0; book < 2; book++) {
        const fusion_book *of = p->of->sides[book].book;
        for (size_t e = 0; e < of->emergency_count; e++) {
            const char *name = of->emergencies[e].name;
            size_t i = 0;
            while (i < count && strcmp(all[i].name, name) != 0)
                i++;
            if (i < count || !asked_for(p, book, (int)e))
                continue;
            all[count++] = (alarm){name,
                                   {emergency_of(p->of->sides[0].book, name),
                                    emergency_of(p->of->sides[1].book, name)}};
        }
    }
    return count;
}

/* Declared by those who declare it in that book. */
static void say_alarm(builder *b, const alarm *of, int book, int64_t before_ns)
{
    const compare_names *nations = &b->p->of->nations;
    for (size_t n = 0; of->in[book] && n < nations->count; n++)
        if (nations->all[n].in[book] >= 0 &&
            (of->in[book]->declared_by >> nations->all[n].in[book] & 1u))
            say(b, n, before_ns, "emergency %s", of->name);
}

static int64_t shorter_ns(const alarm *of)
{
    const int64_t was_ns = of->in[0]->lasts_ns, is_ns = of->in[1]->lasts_ns;
    return was_ns < is_ns ? was_ns : is_ns;
}

static bool posture_alike_in(const plan *p, int book, unsigned one, unsigned other)
{
    const book_clause *clause;
    const book_entry *entry;
    for (size_t at = 0; (clause = plan_clause(p, book, &at));)
        if ((clause->when.postures >> one & 1u) != (clause->when.postures >> other & 1u))
            return false;
    for (size_t at = 0; (entry = plan_entry(p, book, &at));)
        if ((entry->when.postures >> one & 1u) != (entry->when.postures >> other & 1u))
            return false;
    return true;
}

/* Is it told apart from every posture before it? */
static bool posture_counts(const plan *p, unsigned posture)
{
    for (unsigned other = 0; other < posture; other++)
        if (posture_alike_in(p, 0, other, posture) && posture_alike_in(p, 1, other, posture))
            return false;
    return true;
}

/* Everything approved, in that posture. */
static void begin_posture(builder *b, unsigned posture)
{
    begin(b);
    say_approvals(b, approvals_of(b->p));
    say_in_force(b);
    if (posture > 0)
        say(b, b->p->owner, 0, "posture %s", book_posture_names[posture]);
}

static void add_alarm(builder *b, unsigned posture, const alarm *of)
{
    begin_posture(b, posture);
    say_alarm(b, of, of->in[0] ? 0 : 1, 0);
    if (!of->in[0] || !of->in[1])
        return;
    begin_posture(b, posture);
    say_alarm(b, of, 1, 0);
    if (of->in[0]->lasts_ns == of->in[1]->lasts_ns)
        return;
    begin_posture(b, posture);
    say_alarm(b, of, 0, shorter_ns(of));
    say_alarm(b, of, 1, shorter_ns(of));
}

static void add_postures(builder *b)
{
    alarm alarms[2 * BOOK_EMERGENCIES_MAX];
    const size_t count = alarms_of(b->p, alarms);
    for (unsigned posture = 0; posture < BOOK_POSTURES; posture++) {
        if (!posture_counts(b->p, posture))
            continue;
        begin_posture(b, posture);
        if (b->now)
            b->now->caveats = true;
        for (size_t i = 0; i < count; i++)
            add_alarm(b, posture, &alarms[i]);
        if (count > 1)
            begin_posture(b, posture);
        for (size_t i = 0; count > 1 && i < 2 * count; i++)
            say_alarm(b, &alarms[i / 2], i % 2, 0);
    }
}

/* Where the books differ in the terms of an agreement, a party speaks of it. */
static void add_terms(builder *b, const book_agreement *was, const book_agreement *is)
{
    const compare_names *nations = &b->p->of->nations;
    const int64_t notice_ns = was->notice_ns < is->notice_ns ? was->notice_ns : is->notice_ns;
    bool noticed = was->notice_ns == is->notice_ns;
    for (size_t n = 0; n < nations->count; n++) {
        const int *in = nations->all[n].in;
        const bool before = in[0] >= 0 && (was->parties >> in[0] & 1u);
        const bool after = in[1] >= 0 && (is->parties >> in[1] & 1u);
        if (!noticed && before && after) {
            begin_posture(b, 0);
            say(b, n, notice_ns, "agreement %s becomes notice-given", was->name);
            noticed = true;
        }
        if (before != after) {
            begin_posture(b, 0);
            say(b, n, 0, "agreement %s becomes suspended", was->name);
        }
    }
}

/* What one agreement gives can hide what another gives later. */
static void add_suspended(builder *b)
{
    const compare_names *nations = &b->p->of->nations;
    for (int book = 0; book < 2; book++) {
        const fusion_book *of = b->p->of->sides[book].book;
        uint64_t named = 0;
        const book_clause *clause;
        for (size_t at = 0; (clause = plan_clause(b->p, book, &at));)
            named |= UINT64_C(1) << clause->agreement;
        for (size_t a = 0; a < of->agreement_count && (named & (named - 1)) != 0; a++) {
            size_t n = 0;
            while (nations->all[n].in[book] < 0 ||
                   !(of->agreements[a].parties >> nations->all[n].in[book] & 1u))
                n++;
            begin_posture(b, 0);
            say(b, n, 0, "agreement %s becomes suspended", of->agreements[a].name);
        }
    }
}

static void add_all_terms(builder *b)
{
    const fusion_book *was = b->p->of->sides[0].book, *is = b->p->of->sides[1].book;
    for (size_t i = 0; i < was->agreement_count; i++)
        for (size_t j = 0; j < is->agreement_count; j++)
            if (strcmp(was->agreements[i].name, is->agreements[j].name) == 0)
                add_terms(b, &was->agreements[i], &is->agreements[j]);
}

static const book_room *room_of(const fusion_book *book, const char *name)
{
    for (size_t i = 0; i < book->room_count; i++)
        if (strcmp(book->rooms[i].name, name) == 0)
            return &book->rooms[i];
    return NULL;
}

#define MINUTE (INT64_C(60) * FUSION_SECOND)

/* Where a room comes back in another way, each nation in turn has come and left again. */
static void add_rooms(builder *b)
{
    const comparison *of = b->p->of;
    for (size_t r = 0; r < of->rooms.count; r++) {
        const char *name = of->rooms.all[r].text;
        const book_room *was = room_of(of->sides[0].book, name);
        const book_room *is = room_of(of->sides[1].book, name);
        if (!was || !is || was->by_operator == is->by_operator)
            continue;
        for (size_t n = 0; n < of->nations.count; n++)
            for (size_t owner = 0; owner < of->nations.count; owner++) {
                if (of->nations.all[owner].in[0] != was->owner &&
                    of->nations.all[owner].in[1] != is->owner)
                    continue;
                begin_posture(b, 0);
                say(b, owner, 2 * MINUTE, "room %s %s enters", name, of->nations.all[n].text);
                say(b, owner, MINUTE, "room %s %s leaves", name, of->nations.all[n].text);
            }
    }
}

static bool same_context(const plan_context *one, const plan_context *other)
{
    if (one->count != other->count || one->items != other->items)
        return false;
    for (size_t i = 0; i < one->count; i++)
        if (one->acts[i].who != other->acts[i].who ||
            one->acts[i].before_ns != other->acts[i].before_ns ||
            strcmp(one->acts[i].says, other->acts[i].says) != 0)
            return false;
    return true;
}

/* Many books declare nothing, or have one way to declare something. */
static void drop_doubles(plan *p)
{
    size_t kept = 0;
    for (size_t i = 0; i < p->context_count; i++) {
        size_t j = 0;
        while (j < kept && !same_context(&p->contexts[j], &p->contexts[i]))
            j++;
        if (j < kept)
            free(p->contexts[i].acts);
        else
            p->contexts[kept++] = p->contexts[i];
    }
    p->context_count = kept;
}

bool plan_contexts(plan *p)
{
    builder b = {.p = p};
    const unsigned approvals = approvals_of(p);
    begin(&b);
    if (b.now)
        b.now->caveats = true;
    for (unsigned one = BY_CATEGORY; approvals == (BY_CATEGORY | BY_ITEM) && one <= BY_ITEM;
         one <<= 1) {
        begin(&b);
        say_approvals(&b, one);
    }
    add_postures(&b);
    add_all_terms(&b);
    add_suspended(&b);
    add_rooms(&b);
    if (!b.failed)
        drop_doubles(p);
    return !b.failed;
}
