#include "release/lint.h"

#include "release/books.h"
#include "suites.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHANGES_MAX 4

/* The hub's book with up to four texts changed, one after the other, and what is said of it on
 * which line. */
typedef struct row {
    const char *changes[CHANGES_MAX][2];
    int line;
    const char *said;
} row;

static char *changed_text(const char *const changes[CHANGES_MAX][2])
{
    char *text = book_changed(book_hub, "no such text", "");
    for (size_t i = 0; i < CHANGES_MAX && changes[i][0]; i++) {
        if (!strstr(text, changes[i][0]))
            printf("\n    not in the book: %s", changes[i][0]);
        CU_ASSERT_PTR_NOT_NULL(strstr(text, changes[i][0]));
        char *next = book_changed(text, changes[i][0], changes[i][1]);
        free(text);
        text = next;
    }
    return text;
}

/* The beginning of the second clause, to tell the first one's end from it. */
#define NEXT "\n      - {name: jpn-to-rok"

static const row errors[] = {
    {{{"    terms: {parties: [JPN, ROK, USA], notice: none, until: open, given-before: stays}\n    "
       "events: [{at: 2014",
       "\tterms: {parties: [JPN, ROK, USA], notice: none, until: open, given-before: stays}\n    "
       "events: [{at: 2014"}},
     8,
     "a tab stands in the indent. Use spaces."},
    {{{"owners: none", "owners: none\nowners: none"}},
     21,
     "key \"owners\" stands here again; first on line 20. Keep one."},
    {{{"owners: none", "owner: none"}},
     20,
     "\"owner\" is not a key here. Did you mean \"owners\"?"},
    {{{"where: everywhere, when: always, form: exact}" NEXT,
       "where: everywhere, form: exact}" NEXT}},
     11,
     "clause \"rok-to-jpn\" has no \"when\". Write \"when: always\" or when it holds; nothing is "
     "assumed."},
    {{{"gives: all", "gives: []"}},
     18,
     "\"gives\" is an empty list. Name the categories, or delete the clause."},
    {{{"approval: standing", "approval: no"}},
     11,
     "approval \"no\" is not a word here (standing, category, item). A rule book has no yes and "
     "no."},
    {{{"delay: 90 s", "delay: 90"}}, 11, "delay \"90\" has no unit. Write \"90 s\" or \"90 min\"."},
    {{{"delay: 90 s", "delay: 010 s"}}, 11, "delay \"010 s\" begins with a zero. Write \"10 s\"."},
    {{{"delay: 90 s", "delay: 1e3 s"}}, 11, "delay \"1e3 s\" has an exponent. Write \"1000 s\"."},
    {{{"at: 2014-12-29T00:00:00Z", "at: 2014-12-29T00:00:00"}},
     9,
     "time \"2014-12-29T00:00:00\" has no zone. Times are UTC: end it with \"Z\"."},
    {{{"to: [JPN]", "to: [NO]"}},
     11,
     "nation \"NO\" is not listed on line 3 (JPN, ROK, USA). Add it there, or correct it. (Letters "
     "are letters here: NO is never \"no\".)"},
    {{{"[missile, nuclear]", "[missile, nuclaer]"}},
     11,
     "\"nuclaer\" is not a category. Did you mean \"nuclear\"?"},
    {{{"sensors: all, where: everywhere, when: always, form: exact}" NEXT,
       "sensors: &x all, where: everywhere, when: always, form: exact}" NEXT}},
     11,
     "\"&x\" marks a part for reuse. Anchors, aliases, merges and tags are not used here: write it "
     "out."},
    {{{"title: \"Hub\"", "title: Room #5"}},
     2,
     "the title is not in double quotes, and \" #5\" would be lost as a remark. Write title: "
     "\"Room #5\"."},
    {{{"{code: USA", "{code: AUS, name: \"Australia\", role: nation}, {code: USA"},
      {"to: [JPN]", "to: [JPN, AUS]"}},
     11,
     "AUS is in \"to\" but is no party to \"trilateral\" (line 8: JPN, ROK, USA). Add the party or "
     "correct the clause."},
    {{{"name: rok-to-usa, from: ROK, to: [USA], via: direct",
       "name: rok-to-usa, from: ROK, to: [USA], via: {nation: JPN, delay: 1 s, approval: "
       "standing}"}},
     11,
     "clauses \"rok-to-jpn\" (line 11) and \"rok-to-usa\" (line 18) wait for each other: JPN gets "
     "it via USA, USA via JPN. Give one of them another way."},
    {{{"agreements:\n  - name: trilateral",
       "emergencies: [{name: launch, declared-by: [JPN, USA], lasts: 2 h}]\nagreements:\n  - name: "
       "trilateral"},
      {"when: always, form: exact}" NEXT,
       "when: {during: always, posture: any, emergency: launch}, form: exact}" NEXT}},
     12,
     "emergency \"launch\" opens a clause of ROK, and ROK is not among those who declare it (line "
     "5: JPN, USA). Add ROK to declared-by."},
    {{{"owners: none",
       "areas: [{name: low-strait, altitude: any, polygon: [10 N 178 E, 14 N 178 W, 14 N 178 E, 10 "
       "N 178 W]}]\nowners: none"}},
     20,
     "polygon \"low-strait\" crosses itself between corners 1-2 and 3-4. Give the corners in order "
     "round the edge."},
    {{{"owners: none",
       "areas: [{name: far-off, altitude: any, circle: {centre: 131.0 E 37.5 N, radius: 5 km}}]\n"
       "owners: none"}},
     20,
     "place \"131.0 E 37.5 N\" has longitude first. Write \"37.5 N 131.0 E\"."},
    {{{"owners: none",
       "forms: [{name: far, shows: track, delay: 0 s, every: report, position: 3 km, velocity: "
       "exact, altitude: 1 km, identity: exact, label: exact, source: nation}]\nowners: none"}},
     20,
     "position \"3 km\" is not a step. Steps: 1 km, 2 km, 5 km, 10 km, 20 km, 50 km. The next "
     "coarser is \"5 km\"."},
    {{{"[{at: 2014-12-29T00:00:00Z, becomes: in-force}]",
       "[{at: 2014-12-29T00:00:00Z, becomes: in-force}, {at: 2014-12-29T00:00:00Z, becomes: "
       "suspended}]"}},
     9,
     "agreement \"trilateral\" becomes two things at 2014-12-29T00:00:00Z. Keep one, or date the "
     "second later."},
    {{{"delay: 90 s", "delay: 60 s"}},
     23,
     "example \"missile-through-the-hub\": JPN was to see it after 90 s, and would see it after 60 "
     "s (trilateral, rok-to-jpn). Correct the clause or the example."},
};

static void every_error_of_the_catalogue_is_said_as_it_is_written(void)
{
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        char *text = changed_text(errors[i].changes);
        CU_ASSERT_TRUE(book_refused(text, errors[i].line, errors[i].said));
        free(text);
    }
}

/* A clause behind jpn-to-usa, on line 20. */
#define CLAUSE(name, from, to, gives, form)                                                        \
    "      - {name: " name ", from: " from ", to: [" to "], via: direct, gives: " gives            \
    ", products: [tracks, notices], sensors: all, where: everywhere, when: always, form: " form    \
    "}\nowners: none"
#define NEVER(gives)                                                                               \
    "owners: [{nation: ROK, limits: none, never: [{name: home, to: [JPN], gives: " gives           \
    ", sensors: all, where: everywhere, when: always}]}]"
#define FORM(name, delay, velocity)                                                                \
    "{name: " name ", shows: track, delay: " delay                                                 \
    ", every: report, position: exact, velocity: " velocity                                        \
    ", altitude: exact, identity: exact, label: exact, source: sensor}"
#define FORMS                                                                                      \
    {                                                                                              \
        "agreements:\n  - name: trilateral",                                                       \
            "forms: [" FORM("blurred", "0 s", "withheld") ", " FORM(                               \
                "late", "90 s",                                                                    \
                "exact") ", {name: alarm, shows: warning, delay: 0 s, area: 5 km, source: "        \
                         "nation}]\nagreements:\n  - name: trilateral"                             \
    }
#define LAST_FORM(form) "form: exact}\nowners: none", "form: " form "}\nowners: none"
#define NOBODY_SEES(rule)                                                                          \
    {"rule: hub, at: 2015-06-01T03:00:00Z", "rule: " rule ", at: 2015-06-01T03:00:00Z"},           \
    {                                                                                              \
        "expect: [{who: [USA], sees: exact, after: 0 s}, {who: [JPN], sees: exact, after: 90 s}]", \
            "expect: [{who: everyone-else, sees: nothing}]"                                        \
    }
#define ROOM(silent, back)                                                                         \
    {"after: 90 s}]", "after: 90 s}, {who: room bridge, sees: nothing}]"},                         \
    {                                                                                              \
        "examples:\n",                                                                             \
            "rooms: [{name: bridge, owner: JPN, rule: national, present: none, silent-after: "     \
            "" silent ", comes-back: " back ", visits: none}]\nexamples:\n"                        \
    }

static const row lints[] = {
    {{{"agreements: [trilateral, treaties]", "agreements: [treaties]"}, NOBODY_SEES("national")},
     6,
     "dead: agreement \"trilateral\" is in no rule, so its 2 clauses give nothing. Add it to a "
     "rule or delete it."},
    {{{"name: rok-to-usa, from: ROK, to: [USA], via: direct, gives: all",
       "name: rok-to-usa, from: ROK, to: [USA], via: direct, gives: [air, mine]"},
      NOBODY_SEES("national")},
     11,
     "dead-relay: clause \"rok-to-jpn\" goes via USA, and no clause of rule \"hub\" gives USA "
     "missile, nuclear. Nothing will pass."},
    {{{"owners: none", NEVER("[missile, nuclear]")}, {"sees: exact, after: 90 s", "sees: nothing"}},
     11,
     "emptied: never \"home\" takes everything that clause \"rok-to-jpn\" gives. Delete the clause "
     "or narrow the never."},
    {{{"owners: none", CLAUSE("again", "JPN", "USA", "[air]", "exact")}},
     20,
     "redundant: clause \"again\" gives nothing that \"jpn-to-usa\" (line 19) does not give as "
     "early and as exactly. Delete one."},
    {{FORMS,
      {LAST_FORM("blurred")},
      {"owners: none", CLAUSE("again", "JPN", "USA", "[air]", "late")}},
     21,
     "earlier-coarser: \"jpn-to-usa\" comes first in velocity withheld, \"again\" exactly 90 s "
     "later; the later copy is not fused. If the exact one is wanted, delete \"jpn-to-usa\" or let "
     "it show a warning."},
    {{{"owners: none", CLAUSE("straight", "ROK", "JPN", "all", "exact")},
      {"after: 90 s", "after: 0 s"}},
     11,
     "twin: clause \"rok-to-jpn\" goes via USA 90 s later than \"straight\" gives the same "
     "directly. Its only use is if the direct one falls."},
    {{FORMS, {LAST_FORM("blurred")}},
     13,
     "finer-than-relayed: \"jpn-to-rok\" says exact, but USA holds it only as \"blurred\". ROK "
     "will see \"blurred\" at best."},
    {{{"sensors: all, where: everywhere, when: always, form: exact}\nowners",
       "sensors: [patrol], where: everywhere, when: always, form: exact}\nowners"},
      {"products: [tracks, notices], sensors: [patrol]", "products: [tracks], sensors: [patrol]"}},
     19,
     "vacuous: no listed sensor of JPN of kind patrol sends tracks. The clause gives nothing "
     "today, and will give what is listed later."},
    {{{"gives: all", "gives: [missile, air, surface, subsurface, mine, land, nuclear]"}},
     21,
     "uncovered: no clause gives cyber to anyone. If that is meant, nothing is to be done."},
    {{{"after: 0 s", "after: 0 s"}},
     21,
     "mixed: reports that are both missile and subsurface reach nobody but USA: no clause gives "
     "ROK subsurface."},
    {{ROOM("60 s", "at-once")},
     22,
     "room-loophole: \"bridge\" returns at-once, and its presence reader may be silent for 60 s: a "
     "visitor may see up to 60 s of what is not his. Write 5 s or by-operator."},
    {{{"owners: none",
       "areas: [{name: dateline-box, altitude: any, box: {south: 10.0 N, north: 20.0 N, west: "
       "175.0 E, east: 175.0 W}}, {name: low-strait, altitude: any, polygon: [10.0 N 178.0 E, 10.0 "
       "N 178.0 W, 14.0 N 180.0 E]}]\nowners: none"}},
     20,
     "box \"dateline-box\" is 10 degrees wide, crosses 180. polygon \"low-strait\" is 4 degrees "
     "wide, crosses 180."},
};

/* The same books but for what makes the lint speak: here it is silent. line is not asked for. */
static const row silent[] = {
    {{{"after: 0 s", "after: 0 s"}}, 0, "dead:"},
    {{{"after: 0 s", "after: 0 s"}}, 0, "dead-relay:"},
    /* The intermediary has it by a clause of the same rule, if by another agreement. */
    {{{"name: rok-to-usa, from: ROK, to: [USA], via: direct, gives: all",
       "name: rok-to-usa, from: ROK, to: [USA], via: direct, gives: [missile, nuclear]"}},
     0,
     "dead-relay:"},
    {{{"owners: none", NEVER("[missile]")}, {"sees: exact, after: 90 s", "sees: nothing"}},
     0,
     "emptied:"},
    {{{"owners: none", CLAUSE("again", "JPN", "ROK", "[air]", "exact")}}, 0, "redundant:"},
    /* One of the two shows a warning. */
    {{FORMS, {"owners: none", CLAUSE("again", "JPN", "USA", "[air]", "alarm")}}, 0, "redundant:"},
    {{FORMS,
      {LAST_FORM("blurred")},
      {"owners: none", CLAUSE("again", "JPN", "USA", "[air]", "exact")}},
     0,
     "earlier-coarser:"},
    {{FORMS,
      {LAST_FORM("alarm")},
      {"owners: none", CLAUSE("again", "JPN", "USA", "[air]", "late")}},
     0,
     "earlier-coarser:"},
    {{{"owners: none", CLAUSE("straight", "ROK", "JPN", "[air]", "exact")}}, 0, "twin:"},
    {{{"owners: none", CLAUSE("straight", "ROK", "JPN", "[missile]", "exact")},
      {"after: 90 s", "after: 0 s"}},
     0,
     "twin:"}, /* nuclear comes by the hub alone */
    {{{"after: 0 s", "after: 0 s"}}, 0, "finer-than-relayed:"},
    {{FORMS,
      {LAST_FORM("blurred")},
      {"owners: none", CLAUSE("again", "JPN", "USA", "all", "exact")}},
     0,
     "finer-than-relayed:"}, /* the intermediary holds it exactly too */
    {{{"sensors: all, where: everywhere, when: always, form: exact}\nowners",
       "sensors: [ship-area], where: everywhere, when: always, form: exact}\nowners"}},
     0,
     "vacuous:"},
    {{{"after: 0 s", "after: 0 s"}}, 0, "uncovered:"},
    /* An example speaks of such a report: its writer knows. */
    {{{"categories: [missile]", "categories: [missile, subsurface]"},
      {"{who: [JPN], sees: exact, after: 90 s}", "{who: [JPN], sees: nothing}"}},
     0,
     "mixed:"},
    {{{"gives: [missile, nuclear]", "gives: [missile, subsurface, nuclear]"}}, 0, "mixed:"},
    {{ROOM("5 s", "at-once")}, 0, "room-loophole:"},
    {{ROOM("60 s", "by-operator")}, 0, "room-loophole:"},
};

static text_messages linted;

static fusion_book *linted_book(const row *of)
{
    char *text = changed_text(of->changes);
    fusion_book *book = book_from(text);
    free(text);
    if (!book)
        printf("\n    refused: %s\n    for: %s", book_messages.kept[0].text, of->said);
    CU_ASSERT_PTR_NOT_NULL_FATAL(book);
    text_messages_init(&linted, "book.yaml");
    lint_book(book, &linted);
    return book;
}

static void check_told(int line, const char *said)
{
    bool found = false;
    for (size_t i = 0; i < linted.count; i++)
        found = found || (strcmp(linted.kept[i].text, said) == 0 && linted.kept[i].line == line);
    CU_ASSERT_TRUE(found);
    for (size_t i = 0; !found && i < linted.count; i++)
        printf("\n    said %d: %s", linted.kept[i].line, linted.kept[i].text);
}

static void check_silent(const char *name)
{
    for (size_t i = 0; i < linted.count; i++) {
        const bool spoke = strncmp(linted.kept[i].text, name, strlen(name)) == 0;
        CU_ASSERT_FALSE(spoke);
        if (spoke)
            printf("\n    said %d: %s", linted.kept[i].line, linted.kept[i].text);
    }
}

static void every_lint_of_the_catalogue_is_said_as_it_is_written(void)
{
    for (size_t i = 0; i < sizeof lints / sizeof lints[0]; i++) {
        fusion_book *book = linted_book(&lints[i]);
        check_told(lints[i].line, lints[i].said);
        fusion_book_destroy(book);
    }
}

static void lints_are_silent_where_nothing_is_amiss(void)
{
    for (size_t i = 0; i < sizeof silent / sizeof silent[0]; i++) {
        fusion_book *book = linted_book(&silent[i]);
        check_silent(silent[i].said);
        fusion_book_destroy(book);
    }
    fusion_book *book = book_stock("hub-2014.yaml");
    CU_ASSERT_PTR_NOT_NULL_FATAL(book);
    text_messages_init(&linted, "book.yaml");
    lint_book(book, &linted);
    CU_ASSERT_EQUAL(linted.count, 0);
    fusion_book_destroy(book);
}

/* Steps of position are put into books that were read. */
static void what_moves_places_is_told_where_they_cannot_move(void)
{
    const row plots = {{FORMS,
                        {LAST_FORM("blurred")},
                        {"kind: ship-area, sends: [track]", "kind: ship-area, sends: [plot]"},
                        {"owners: none", CLAUSE("again", "JPN", "USA", "[air]", "late")}},
                       0,
                       "no-floor-for-plots"};
    fusion_book *book = linted_book(&plots);
    check_silent("no-floor-for-plots:");
    book->forms[1].steps = form_with(book->forms[1].steps, FORM_POSITION, 3);
    text_messages_init(&linted, "book.yaml");
    lint_book(book, &linted);
    check_told(20, "no-floor-for-plots: \"blurred\" moves positions of tracks, and jpn-ship sends "
                   "plots: they are denied. Let it send tracks, or give plots exactly.");
    check_told(21, "earlier-coarser: \"jpn-to-usa\" comes first in 5 km, \"again\" exactly 90 s "
                   "later; the later copy is not fused. If the exact one is wanted, delete "
                   "\"jpn-to-usa\" or let it show a warning.");
    check_told(
        20, "delay-beside-floor: \"jpn-to-usa\" gives 5 km what \"jpn-to-rok\" gives exactly 90 s "
            "later: who has both knows where things are now better than either says. Only "
            "the finest step holds at any delay.");
    fusion_book_destroy(book);
}

CU_TestInfo catalogue_tests[] = {
    {"every error of the catalogue is said as it is written",
     every_error_of_the_catalogue_is_said_as_it_is_written},
    {"every lint of the catalogue is said as it is written",
     every_lint_of_the_catalogue_is_said_as_it_is_written},
    {"lints are silent where nothing is amiss", lints_are_silent_where_nothing_is_amiss},
    {"what moves places is told where they cannot move",
     what_moves_places_is_told_where_they_cannot_move},
    CU_TEST_INFO_NULL,
};
