#include "release/lint.h"

#include "release/books.h"
#include "suites.h"

#include <stdlib.h>
#include <string.h>

/* The hub's book with one text changed has a lint or note that says this on that line. */
static void check_lint(const char *from, const char *to, int line, const char *said)
{
    char *changed = book_changed(book_hub, from, to);
    fusion_book *book = book_from(changed);
    free(changed);
    CU_ASSERT_PTR_NOT_NULL_FATAL(book);
    static text_messages messages;
    text_messages_init(&messages, "book.yaml");
    lint_book(book, &messages);
    bool found = false;
    for (size_t i = 0; i < messages.count; i++)
        found =
            found || (messages.kept[i].line == line && strcmp(messages.kept[i].text, said) == 0);
    CU_ASSERT_TRUE(found);
    fusion_book_destroy(book);
}

static void a_sound_book_has_no_lint(void)
{
    fusion_book *book = book_from(book_hub);
    CU_ASSERT_PTR_NOT_NULL_FATAL(book);
    static text_messages messages;
    text_messages_init(&messages, "book.yaml");
    lint_book(book, &messages);
    CU_ASSERT_EQUAL(messages.count, 0);
    fusion_book_destroy(book);
}

static void an_agreement_in_no_rule_is_dead(void)
{
    check_lint("rules: [{name: national, agreements: none}, {name: hub, agreements: [trilateral, "
               "treaties]}]\nexamples:\n  - {name: missile-through-the-hub, rule: hub",
               "rules: [{name: national, agreements: none}, {name: hub, agreements: "
               "[treaties]}]\nexamples:\n  - {name: nothing-comes, rule: national, at: "
               "2015-06-01T03:00:00Z, given: {sensor: rok-sky, report: track, categories: "
               "[missile], position: 39.0 N 127.5 E, altitude: 20 km, caveats: none}, declared: "
               "none, expect: [{who: everyone-else, sees: nothing}]}\n#",
               6,
               "dead: agreement \"trilateral\" is in no rule, so its 2 clauses give nothing. Add "
               "it to a rule or delete it.");
}

static void a_relay_that_is_given_nothing_is_dead(void)
{
    check_lint("via: direct, gives: all", "via: direct, gives: [missile]", 11,
               "dead-relay: clause \"rok-to-jpn\" goes via USA, and no clause of rule \"hub\" "
               "gives USA nuclear. None of that will pass.");
}

static void a_clause_that_no_sensor_serves_is_vacuous(void)
{
    check_lint("products: [tracks, notices], sensors: all, where: everywhere, when: always, form: "
               "exact}\nowners",
               "products: [notices], sensors: all, where: everywhere, when: always, form: "
               "exact}\nowners",
               19,
               "vacuous: no listed sensor of JPN that \"jpn-to-usa\" speaks of sends notices. The "
               "clause gives nothing today, and will give what is listed later.");
}

static void how_wide_an_area_is_is_told(void)
{
    check_lint("owners: none",
               "areas: [{name: far-off, altitude: any, box: {south: 10 N, north: 12 N, west: 179 "
               "E, east: 179 W}}]\nowners: none",
               20, "box \"far-off\" is 2 degrees wide, crosses 180.");
}

CU_TestInfo lint_tests[] = {
    {"a sound book has no lint", a_sound_book_has_no_lint},
    {"an agreement in no rule is dead", an_agreement_in_no_rule_is_dead},
    {"a relay that is given nothing is dead", a_relay_that_is_given_nothing_is_dead},
    {"a clause that no sensor serves is vacuous", a_clause_that_no_sensor_serves_is_vacuous},
    {"how wide an area is, is told", how_wide_an_area_is_is_told},
    CU_TEST_INFO_NULL,
};
