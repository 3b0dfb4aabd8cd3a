#include "release/lint.h"

#include "release/books.h"
#include "suites.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool told(const fusion_book *book, int line, const char *said)
{
    static text_messages messages;
    text_messages_init(&messages, "book.yaml");
    lint_book(book, &messages);
    for (size_t i = 0; i < messages.count; i++)
        if (strcmp(messages.kept[i].text, said) == 0 && messages.kept[i].line == line)
            return true;
    return false;
}

/* Is a lint of this name, "twin:", told of the book? */
static bool told_any(const fusion_book *book, const char *name)
{
    static text_messages messages;
    text_messages_init(&messages, "book.yaml");
    lint_book(book, &messages);
    for (size_t i = 0; i < messages.count; i++)
        if (strncmp(messages.kept[i].text, name, strlen(name)) == 0)
            return true;
    return false;
}

/* The hub's book with one text changed. */
static fusion_book *changed(const char *from, const char *to)
{
    char *text = book_changed(book_hub, from, to);
    fusion_book *book = book_from(text);
    free(text);
    CU_ASSERT_PTR_NOT_NULL_FATAL(book);
    return book;
}

/* It has a lint or note that says this on that line. */
static void check_lint(const char *from, const char *to, int line, const char *said)
{
    fusion_book *book = changed(from, to);
    CU_ASSERT_TRUE(told(book, line, said));
    fusion_book_destroy(book);
}

/* It has no lint of that name. */
static void check_silent(const char *from, const char *to, const char *name)
{
    fusion_book *book = changed(from, to);
    CU_ASSERT_FALSE(told_any(book, name));
    fusion_book_destroy(book);
}

static void a_sound_book_has_no_lint(void)
{
    fusion_book *book = book_stock("hub-2014.yaml");
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

/* The hub's book with this in place of `owners: none`, and JPN's part of the example changed. */
static char *owned(const char *owners, const char *jpn)
{
    char *text = book_changed(book_hub, "owners: none", owners);
    char *both = book_changed(text, "sees: exact, after: 90 s", jpn);
    free(text);
    return both;
}

static bool text_told(char *text, int line, const char *said)
{
    fusion_book *book = book_from(text);
    free(text);
    CU_ASSERT_PTR_NOT_NULL_FATAL(book);
    const bool found = line ? told(book, line, said) : told_any(book, said);
    fusion_book_destroy(book);
    return found;
}

#define NEVER(gives)                                                                               \
    "owners: [{nation: ROK, limits: none, never: [{name: home, to: [JPN], gives: " gives           \
    ", sensors: all, where: everywhere, when: always}]}]"

static void a_clause_that_a_never_takes_whole_is_emptied(void)
{
    CU_ASSERT_TRUE(text_told(owned(NEVER("[missile, nuclear]"), "sees: nothing"), 11,
                             "emptied: never \"home\" takes everything that clause \"rok-to-jpn\" "
                             "gives. Delete the clause or narrow the never."));
    CU_ASSERT_FALSE(text_told(owned(NEVER("[missile]"), "sees: nothing"), 0, "emptied:"));
}

/* A clause behind jpn-to-usa, on line 20, and a form. */
#define SECOND(name, from, gives, form)                                                            \
    "      - {name: " name ", from: " from ", to: [USA], via: direct, gives: " gives               \
    ", products: [tracks, notices], sensors: all, where: everywhere, when: always, form: " form    \
    "}\nowners: none"

static void a_clause_that_gives_no_more_is_redundant(void)
{
    check_lint("owners: none", SECOND("again", "JPN", "[air]", "exact"), 20,
               "redundant: clause \"again\" gives nothing that \"jpn-to-usa\" (line 19) does not "
               "give as early and as exactly. Delete one.");
    check_silent("owners: none", "owners: none", "redundant:");
}

#define FORM(name, delay, velocity)                                                                \
    "forms: [{name: " name ", shows: track, delay: " delay                                         \
    ", every: report, position: exact, velocity: " velocity                                        \
    ", altitude: exact, identity: exact, label: exact, source: sensor}]\n"

/* jpn-to-usa in a form of its own, and a second clause of the same behind it. */
static char *with_form(const char *form, const char *second)
{
    char *shown =
        book_changed(book_hub, "form: exact}\nowners: none", "form: blurred}\nowners: none");
    char *formed = book_changed(shown, "agreements:\n  - name: trilateral", form);
    char *both = book_changed(formed, "owners: none", second);
    free(shown);
    free(formed);
    return both;
}

static void what_comes_first_and_coarser_is_told(void)
{
    static const char form[] =
        "forms: [{name: blurred, shows: track, delay: 0 s, every: report, position: exact, "
        "velocity: withheld, altitude: exact, identity: exact, label: exact, source: sensor}, "
        "{name: "
        "late, shows: track, delay: 90 s, every: report, position: exact, velocity: exact, "
        "altitude: "
        "exact, identity: exact, label: exact, source: sensor}]\nagreements:\n  - name: trilateral";
    CU_ASSERT_TRUE(
        text_told(with_form(form, SECOND("again", "JPN", "[air]", "late")), 21,
                  "earlier-coarser: \"jpn-to-usa\" comes first in velocity withheld, "
                  "\"again\" exactly 90 s later; the later copy is not fused. If the "
                  "exact one is wanted, delete \"jpn-to-usa\" or let it show a warning."));
    CU_ASSERT_FALSE(text_told(with_form(form, SECOND("again", "JPN", "[air]", "exact")), 0,
                              "earlier-coarser:"));
}

#define STRAIGHT(gives)                                                                            \
    "      - {name: straight, from: ROK, to: [JPN], via: direct, gives: " gives                    \
    ", products: [tracks, notices], sensors: all, where: everywhere, when: always, form: "         \
    "exact}\nowners: none"

static void a_way_by_the_hub_beside_a_direct_one_is_a_twin(void)
{
    CU_ASSERT_TRUE(text_told(owned(STRAIGHT("all"), "sees: exact, after: 0 s"), 11,
                             "twin: clause \"rok-to-jpn\" goes via USA 90 s later than "
                             "\"straight\" gives the same directly. Its only use is if the direct "
                             "one falls."));
    CU_ASSERT_FALSE(text_told(owned(STRAIGHT("[air]"), "sees: exact, after: 90 s"), 0, "twin:"));
}

static void a_relay_holds_it_coarser_than_the_clause_says(void)
{
    static const char form[] =
        FORM("blurred", "0 s", "withheld") "agreements:\n  - name: trilateral";
    CU_ASSERT_TRUE(text_told(with_form(form, "owners: none"), 13,
                             "finer-than-relayed: \"jpn-to-rok\" says exact, but USA holds it only "
                             "as \"blurred\". ROK will see \"blurred\" at best."));
    check_silent("owners: none", "owners: none", "finer-than-relayed:");
}

/* A step of position is put into the book that was read. */
static void plots_have_no_place_to_move(void)
{
    static const char form[] =
        FORM("blurred", "0 s", "withheld") "agreements:\n  - name: trilateral";
    char *text = with_form(form, "owners: none");
    char *plots =
        book_changed(text, "kind: ship-area, sends: [track]", "kind: ship-area, sends: [plot]");
    free(text);
    fusion_book *book = book_from(plots);
    free(plots);
    CU_ASSERT_PTR_NOT_NULL_FATAL(book);
    CU_ASSERT_FALSE(told_any(book, "no-floor-for-plots:"));
    book->forms[1].steps = form_with(book->forms[1].steps, FORM_POSITION, 3);
    CU_ASSERT_TRUE(
        told(book, 20,
             "no-floor-for-plots: \"blurred\" moves positions of tracks, and jpn-ship "
             "sends plots: they are denied. Let it send tracks, or give plots exactly."));
    fusion_book_destroy(book);
}

static void a_missile_from_a_submarine_is_told_unless_an_example_speaks_of_it(void)
{
    check_lint("owners: none", "owners: none", 21,
               "mixed: reports of JPN that are both missile and subsurface reach nobody but USA: "
               "no clause gives ROK subsurface.");
    fusion_book *book = book_stock("hub-2014.yaml"); /* with an example of one */
    CU_ASSERT_PTR_NOT_NULL_FATAL(book);
    CU_ASSERT_FALSE(told_any(book, "mixed:"));
    fusion_book_destroy(book);
}

#define ROOM(silent, back)                                                                         \
    "\nrooms: [{name: bridge, owner: JPN, rule: national, present: none, silent-after: " silent    \
    ", comes-back: " back ", visits: none}]\nexamples:"

static void a_room_that_trusts_a_silent_door_is_told(void)
{
    static const char *const said =
        "room-loophole: \"bridge\" returns at-once, and its presence reader may be silent for "
        "60 s: a visitor may see up to 60 s of what is not his. Write 5 s or by-operator.";
    char *rest = book_changed(book_hub, "sees: exact, after: 90 s}]",
                              "sees: exact, after: 90 s}, {who: room bridge, sees: nothing}]");
    CU_ASSERT_TRUE(text_told(book_changed(rest, "\nexamples:", ROOM("60 s", "at-once")), 22, said));
    CU_ASSERT_FALSE(
        text_told(book_changed(rest, "\nexamples:", ROOM("5 s", "at-once")), 0, "room-"));
    CU_ASSERT_FALSE(
        text_told(book_changed(rest, "\nexamples:", ROOM("60 s", "by-operator")), 0, "room-"));
    free(rest);
}

CU_TestInfo lint_tests[] = {
    {"a sound book has no lint", a_sound_book_has_no_lint},
    {"an agreement in no rule is dead", an_agreement_in_no_rule_is_dead},
    {"a relay that is given nothing is dead", a_relay_that_is_given_nothing_is_dead},
    {"a clause that no sensor serves is vacuous", a_clause_that_no_sensor_serves_is_vacuous},
    {"a clause that a never takes whole is emptied", a_clause_that_a_never_takes_whole_is_emptied},
    {"a clause that gives no more is redundant", a_clause_that_gives_no_more_is_redundant},
    {"what comes first and coarser is told", what_comes_first_and_coarser_is_told},
    {"a way by the hub beside a direct one is a twin",
     a_way_by_the_hub_beside_a_direct_one_is_a_twin},
    {"a relay holds it coarser than the clause says",
     a_relay_holds_it_coarser_than_the_clause_says},
    {"plots have no place to move", plots_have_no_place_to_move},
    {"a missile from a submarine is told unless an example speaks of it",
     a_missile_from_a_submarine_is_told_unless_an_example_speaks_of_it},
    {"a room that trusts a silent door is told", a_room_that_trusts_a_silent_door_is_told},
    {"how wide an area is, is told", how_wide_an_area_is_is_told},
    CU_TEST_INFO_NULL,
};
