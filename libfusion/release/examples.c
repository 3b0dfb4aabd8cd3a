#include "release/gate.h"
#include "release/read.h"
#include "release/room.h"
#include "release/table.h"

#include <stdio.h>
#include <string.h>

/* What one audience gets of an example's report: at most a warning and a track. */
typedef struct sight {
    form_steps steps;
    int64_t after_ns;
    uint32_t clause; /* UINT32_MAX: by right */
} sight;

typedef struct sights {
    sight all[8];
    size_t count;
} sights;

/* One of those an example speaks of: a nation alone, or a room. */
typedef struct watcher {
    const char *what, *name; /* "room ", "bridge" */
    bool is_room;
    size_t index;
    size_t rule;
    uint32_t audience;
} watcher;

static void see(sights *of, const book_example *example, const gate_grant *grant)
{
    const bool looked = example->look_ns != INT64_MAX; /* else as soon as it is released */
    if (!grant->granted ||
        (looked && (grant->at_ns > example->look_ns || grant->removed_ns <= example->look_ns)))
        return;
    of->all[of->count++] = (sight){grant->steps, grant->at_ns - example->at_ns, grant->clause};
}

static sights seen_by(const fusion_gate *gate, const book_example *example, const watcher *who)
{
    sights seen = {.count = 0};
    if (who->audience == UINT32_C(1) << example->report.nation) {
        seen.all[seen.count++] = (sight){0, 0, UINT32_MAX};
        return seen;
    }
    const gate_answer answer = gate_ask(gate, who->rule, who->audience, &example->report);
    see(&seen, example, &answer.warning);
    see(&seen, example, &answer.track);
    return seen;
}

static bool speaks_of(const book_expectation *expect, const watcher *who)
{
    if (who->is_room)
        return expect->whose == BOOK_ROOM && expect->room == who->index;
    return expect->whose == BOOK_NATIONS && (expect->who >> who->index & 1u);
}

/* false: the example is silent about this one. */
static bool expected_of(const book_example *example, const watcher *who, sights *expected)
{
    bool named = false, rest = false;
    expected->count = 0;
    for (size_t i = 0; i < example->expect_count; i++)
        named = named || speaks_of(&example->expect[i], who);
    for (size_t i = 0; i < example->expect_count; i++) {
        const book_expectation *expect = &example->expect[i];
        const bool other = !named && expect->whose == BOOK_EVERYONE_ELSE;
        rest = rest || other;
        if ((!other && !speaks_of(expect, who)) || expect->nothing || expected->count == 8)
            continue;
        expected->all[expected->count++] = (sight){expect->steps, expect->after_ns, UINT32_MAX};
    }
    return named || rest;
}

static bool same(const sights *one, const sights *other)
{
    for (size_t i = 0; i < one->count; i++) {
        bool found = false;
        for (size_t j = 0; j < other->count; j++)
            found = found || (one->all[i].steps == other->all[j].steps &&
                              one->all[i].after_ns == other->all[j].after_ns);
        if (!found)
            return false;
    }
    return one->count == other->count;
}

#define TELL_ROOM 512

/* "nothing"; "it after 90 s"; where forms differ, what is seen in place of "it". */
static void tell(const fusion_book *book, const sights *of, bool by, bool plain,
                 char text[TELL_ROOM])
{
    size_t at = 0;
    snprintf(text, TELL_ROOM, "nothing");
    for (size_t i = 0; i < of->count && at < TELL_ROOM; i++) {
        char form[FORM_TEXT_ROOM] = "it", after[TEXT_DURATION_ROOM];
        if (!plain)
            form_write(of->all[i].steps, form);
        text_write_duration(after, of->all[i].after_ns);
        at += (size_t)snprintf(text + at, TELL_ROOM - at, "%s%s after %s", i > 0 ? " and " : "",
                               form, after);
        const uint32_t index = of->all[i].clause;
        if (by && index != UINT32_MAX && at < TELL_ROOM)
            at += (size_t)snprintf(text + at, TELL_ROOM - at, " (%s, %s)",
                                   book->agreements[book->clauses[index].agreement].name,
                                   book->clauses[index].name);
    }
}

/* Where forms are the same on both sides, only the times are worth telling. */
static bool forms_alike(const sights *one, const sights *other)
{
    for (size_t i = 0; i < one->count && i < other->count; i++)
        if (one->all[i].steps != other->all[i].steps)
            return false;
    return (one->count <= 1 && other->count <= 1) || one->count == other->count;
}

static bool watcher_content(book_reader *r, const fusion_gate *gate, const book_example *example,
                            const watcher *who)
{
    sights expected;
    if (!expected_of(example, who, &expected)) {
        text_say(r->messages, TEXT_ERROR, example->line,
                 "example \"%s\" is silent about %s%s. Say what it sees, or write everyone-else.",
                 example->name, who->what, who->name);
        return false;
    }
    const sights seen = seen_by(gate, example, who);
    if (same(&expected, &seen))
        return true;
    char was[TELL_ROOM], would[TELL_ROOM];
    const bool plain = forms_alike(&expected, &seen);
    tell(r->book, &expected, false, plain, was);
    tell(r->book, &seen, true, plain, would);
    text_say(r->messages, TEXT_ERROR, example->line,
             "example \"%s\": %s%s was to see %s, and would see %s. Correct the clause or the "
             "example.",
             example->name, who->what, who->name, was, would);
    return false;
}

/* A nation or room spoken of twice, where one says nothing; the originator, who has its own. */
static bool audiences_make_sense(book_reader *r, const book_example *example)
{
    for (size_t i = 0; i < example->expect_count; i++) {
        const book_expectation *one = &example->expect[i];
        const char *fault = NULL;
        if (one->whose == BOOK_NATIONS && (one->who >> example->report.nation & 1u))
            fault = "names the originator, who has its own by right.";
        for (size_t j = 0; j < i; j++) {
            const book_expectation *other = &example->expect[j];
            const bool both = one->whose == other->whose &&
                              (one->whose == BOOK_NATIONS ? (one->who & other->who) != 0
                               : one->whose == BOOK_ROOM  ? one->room == other->room
                                                          : true);
            if (both && (one->nothing || other->nothing ||
                         form_is_warning(one->steps) == form_is_warning(other->steps)))
                fault = "says twice what one of these sees.";
        }
        if (fault) {
            text_say(r->messages, TEXT_ERROR, one->line, "example \"%s\" %s", example->name, fault);
            return false;
        }
    }
    return true;
}

static bool watchers_content(book_reader *r, const fusion_gate *gate, const book_example *example)
{
    const fusion_book *book = r->book;
    bool good = true;
    for (size_t n = 0; n < book->nation_count; n++) {
        const watcher who = {"", book->nations[n].code, false, n, example->rule, UINT32_C(1) << n};
        if (n != example->report.nation)
            good = watcher_content(r, gate, example, &who) && good;
    }
    const int64_t at_ns = example->look_ns != INT64_MAX ? example->look_ns : example->at_ns;
    for (size_t i = 0; i < book->room_count; i++) {
        const watcher who = {
            "room ", book->rooms[i].name, true,
            i,       book->rooms[i].rule, room_audience(&gate->when, &book->rooms[i], i, at_ns)};
        good = watcher_content(r, gate, example, &who) && good;
    }
    return good;
}

static bool example_holds(book_reader *r, const fusion_registry *registry,
                          const book_example *example)
{
    if (!audiences_make_sense(r, example))
        return false;
    fusion_view views[BOOK_RULES_MAX];
    for (size_t i = 0; i < r->book->rule_count; i++)
        views[i] = (fusion_view){.audience = 1, .rule = i};
    fusion_gate *gate = NULL;
    fusion_status status = fusion_gate_create(r->book, registry, views, r->book->rule_count, &gate);
    if (status == FUSION_OK)
        gate_unmoved(gate, true);
    if (status == FUSION_OK)
        status = gate_declare(gate, example->acts, example->act_count);
    r->no_memory = r->no_memory || status != FUSION_OK;
    const bool good = status == FUSION_OK && watchers_content(r, gate, example);
    fusion_gate_destroy(gate);
    return good;
}

bool read_examples_hold(book_reader *r)
{
    fusion_registry *registry = read_keep(r, 1, sizeof *registry);
    if (!registry)
        return false;
    fusion_book_registry(r->book, registry);
    bool good = true;
    for (size_t i = 0; i < r->book->example_count; i++)
        good = example_holds(r, registry, &r->book->examples[i]) && good;
    return good;
}
