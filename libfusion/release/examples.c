#include "release/gate.h"
#include "release/read.h"

#include <stdio.h>

static void write_after(char *text, size_t room, int64_t after_ns)
{
    char length[TEXT_DURATION_ROOM];
    text_write_duration(length, after_ns);
    snprintf(text, room, "after %s", length);
}

/* What the example says of one nation; NULL: it is silent. */
static const book_expectation *expected_of(const book_example *example, unsigned nation)
{
    const book_expectation *rest = NULL;
    for (size_t i = 0; i < example->expect_count; i++) {
        if (example->expect[i].who >> nation & 1u)
            return &example->expect[i];
        if (example->expect[i].everyone_else)
            rest = &example->expect[i];
    }
    return rest;
}

static void say_fails(book_reader *r, const book_example *example, const book_expectation *expect,
                      unsigned nation, const gate_grant *grant, int64_t after_ns)
{
    const fusion_book *book = r->book;
    char was[64] = "nothing", would[64] = "nothing", by[128] = "";
    if (!expect->nothing)
        write_after(was, sizeof was, expect->after_ns);
    if (grant->granted) {
        write_after(would, sizeof would, after_ns);
        const book_clause *clause = &book->clauses[grant->clause];
        snprintf(by, sizeof by, " (%s, %s)", book->agreements[clause->agreement].name,
                 clause->name);
    }
    text_say(r->messages, TEXT_ERROR, example->line,
             "example \"%s\": %s was to see %s%s, and would see %s%s%s. Correct the clause or the "
             "example.",
             example->name, book->nations[nation].code, expect->nothing ? "" : "it ", was,
             grant->granted ? "it " : "", would, by);
}

static bool nation_holds(book_reader *r, const fusion_gate *gate, const book_example *example,
                         unsigned nation)
{
    const book_expectation *expect = expected_of(example, nation);
    if (!expect) {
        text_say(r->messages, TEXT_ERROR, example->line,
                 "example \"%s\" is silent about %s. Say what it sees, or write everyone-else.",
                 example->name, r->book->nations[nation].code);
        return false;
    }
    const gate_grant grant = gate_ask(gate, example->rule, nation, &example->report);
    const int64_t after_ns = grant.granted ? grant.at_ns - example->at_ns : 0;
    if (grant.granted == !expect->nothing && (!grant.granted || after_ns == expect->after_ns))
        return true;
    say_fails(r, example, expect, nation, &grant, after_ns);
    return false;
}

/* Two expectations for one nation; one for the originator, which has its own by right. */
static bool audiences_make_sense(book_reader *r, const book_example *example)
{
    uint32_t named = UINT32_C(1) << example->report.nation;
    bool rest = false;
    for (size_t i = 0; i < example->expect_count; i++) {
        const book_expectation *expect = &example->expect[i];
        if (expect->who & UINT32_C(1) << example->report.nation) {
            text_say(r->messages, TEXT_ERROR, expect->line,
                     "%s made this report and has it by right. Take it out of \"who\".",
                     r->book->nations[example->report.nation].code);
            return false;
        }
        if ((expect->who & named) || (expect->everyone_else && rest)) {
            text_say(r->messages, TEXT_ERROR, expect->line,
                     "example \"%s\" says twice what one of these sees. Keep one.", example->name);
            return false;
        }
        named |= expect->who;
        rest = rest || expect->everyone_else;
    }
    return true;
}

static bool example_holds(book_reader *r, const fusion_gate *gate, const book_example *example)
{
    if (!audiences_make_sense(r, example))
        return false;
    bool good = true;
    for (unsigned n = 0; n < r->book->nation_count; n++)
        if (n != example->report.nation)
            good = nation_holds(r, gate, example, n) && good;
    return good;
}

bool read_examples_hold(book_reader *r)
{
    fusion_registry *registry = read_keep(r, 1, sizeof *registry);
    if (!registry)
        return false;
    fusion_book_registry(r->book, registry);
    fusion_view views[BOOK_RULES_MAX];
    for (size_t i = 0; i < r->book->rule_count; i++)
        views[i] = (fusion_view){.audience = 1, .rule = i};
    fusion_gate *gate = NULL;
    if (fusion_gate_create(r->book, registry, views, r->book->rule_count, &gate) != FUSION_OK) {
        r->no_memory = true;
        return false;
    }
    bool good = true;
    for (size_t i = 0; i < r->book->example_count; i++)
        good = example_holds(r, gate, &r->book->examples[i]) && good;
    fusion_gate_destroy(gate);
    return good;
}
