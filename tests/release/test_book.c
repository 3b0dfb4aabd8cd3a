#include "release/books.h"
#include "suites.h"

#include <stdlib.h>
#include <string.h>

static void check_stock(const char *name)
{
    fusion_book *book = book_stock(name);
    CU_ASSERT_PTR_NOT_NULL(book);
    fusion_book_destroy(book);
}

static void every_stock_book_is_read(void)
{
    check_stock("peninsula.yaml");
    check_stock("three-radars.yaml");
    check_stock("opensky.yaml");
    check_stock("stock.yaml");
    check_stock("hub-2014.yaml");
    check_stock("bilateral-2016.yaml");
    check_stock("lantern.yaml");
    check_stock("skerries.yaml");
    check_stock("before-2014.yaml");
    check_stock("warning-2023.yaml");
    check_stock("exercise-2024.yaml");
}

/* The hub's book with one text changed is refused with this message. */
static void check_change(const char *from, const char *to, int line, const char *said)
{
    char *changed = book_changed(book_hub, from, to);
    CU_ASSERT_TRUE(book_refused(changed, line, said));
    free(changed);
}

static void the_book_of_the_hub_is_read(void)
{
    fusion_book *book = book_from(book_hub);
    CU_ASSERT_PTR_NOT_NULL_FATAL(book);
    CU_ASSERT_STRING_EQUAL(fusion_book_title(book), "Hub");
    CU_ASSERT_EQUAL(fusion_book_rules(book), 2);
    CU_ASSERT_STRING_EQUAL(fusion_book_rule_name(book, 1), "hub");
    CU_ASSERT_PTR_NULL(fusion_book_rule_name(book, 2));
    CU_ASSERT_EQUAL(fusion_book_clauses(book), 4);
    CU_ASSERT_EQUAL(fusion_book_examples(book), 1);
    CU_ASSERT_EQUAL(fusion_book_forms(book), 1);
    fusion_book_destroy(book);
}

static void an_unknown_key_is_answered_with_the_nearest(void)
{
    check_change("owners: none", "owner: none", 20,
                 "\"owner\" is not a key here. Did you mean \"owners\"?");
}

static void a_missing_key_says_what_to_write(void)
{
    check_change("where: everywhere, when: always, form: exact}\n      - {name: jpn-to-rok",
                 "where: everywhere, form: exact}\n      - {name: jpn-to-rok", 11,
                 "clause \"rok-to-jpn\" has no \"when\". Write \"when: always\" or when it holds; "
                 "nothing is assumed.");
    check_change("delay: 90 s, approval: standing}, gives: [missile, nuclear], products: [tracks, "
                 "notices], sensors: all, where: everywhere, when: always, form: exact}\n      - "
                 "{name: jpn-to-rok",
                 "delay: 90 s}, gives: [missile, nuclear], products: [tracks, notices], sensors: "
                 "all, where: everywhere, when: always, form: exact}\n      - {name: jpn-to-rok",
                 11,
                 "this via has no \"approval\". Write standing, category or item; nothing is "
                 "assumed.");
}

static void an_empty_list_is_not_nothing(void)
{
    check_change("gives: all", "gives: []", 18,
                 "\"gives\" is an empty list. Name the categories, or delete the clause.");
    check_change("to: [JPN]", "to: []", 11, "\"to\" is an empty list. Name the nations.");
    check_change("agreements: none", "agreements: []", 21,
                 "\"agreements\" is an empty list. Write \"agreements: none\".");
}

static void unknown_words_are_refused_not_taken_for_all(void)
{
    check_change("[missile, nuclear]", "[missile, nuclaer]", 11,
                 "\"nuclaer\" is not a category. Did you mean \"nuclear\"?");
    check_change("[missile, nuclear]", "everything", 11, "\"gives\" is a list. Write it in [ ].");
    check_change("sensors: all", "sensors: [narrow]", 11,
                 "sensor or kind \"narrow\" is not a word here (air-search, early-warning, "
                 "ship-area, coastal, tracking, patrol, sonar, satellite, adsb, ais, desk, "
                 "rok-sky, rok-desk, jpn-ship).");
    check_change("approval: standing", "approval: no", 11,
                 "approval \"no\" is not a word here (standing, category, item). A rule book has "
                 "no yes and no.");
}

static void a_code_is_letters_even_if_yaml_reads_a_word(void)
{
    check_change("to: [JPN]", "to: [NO]", 11,
                 "nation \"NO\" is not listed on line 3 (JPN, ROK, USA). Add it there, or correct "
                 "it. (Letters are letters here: NO is never \"no\".)");
}

static void a_delay_and_a_time_have_their_units(void)
{
    check_change("delay: 90 s", "delay: 90", 11,
                 "delay \"90\" has no unit. Write \"90 s\" or \"90 min\".");
    check_change("delay: 90 s", "delay: 010 s", 11,
                 "delay \"010 s\" begins with a zero. Write \"10 s\".");
    check_change("at: 2014-12-29T00:00:00Z", "at: 2014-12-29T00:00:00", 9,
                 "time \"2014-12-29T00:00:00\" has no zone. Times are UTC: end it with \"Z\".");
}

/* Four looks of 36500 days, and the square metres a second that a radar of 1 ns looks at, are
 * beyond 64 bits. */
static void a_period_is_one_that_a_sensor_can_have(void)
{
    static const char *const none[] = {"0 s", "0.000000001 s", "0.000999999 s", "86400.000000001 s",
                                       "36500 days"};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        char to[64], said[160];
        snprintf(to, sizeof to, "period: %s", none[i]);
        snprintf(said, sizeof said,
                 "period \"%s\" is not from 0.001 s to 24 h. Write the time between two looks, "
                 "or irregular.",
                 none[i]);
        check_change("period: 10 s", to, 4, said);
    }
}

static void a_title_without_quotes_would_lose_its_end(void)
{
    check_change("title: \"Hub\"", "title: Room #5", 2,
                 "the title is not in double quotes, and \" #5\" would be lost as a remark. Write "
                 "title: \"Room #5\".");
    check_change("title: \"Hub\"", "title: Hub", 2,
                 "the title is not in double quotes. Write title: \"Hub\".");
}

static void a_clause_names_parties_only(void)
{
    check_change("parties: [JPN, ROK, USA]", "parties: [JPN, ROK]", 11,
                 "USA is in \"via\" but is no party to \"trilateral\" (line 8: JPN, ROK). Add the "
                 "party or correct the clause.");
    check_change("parties: [JPN, ROK, USA]", "parties: [ROK, USA]", 11,
                 "JPN is in \"to\" but is no party to \"trilateral\" (line 8: ROK, USA). Add the "
                 "party or correct the clause.");
}

static void nothing_is_given_to_its_own_owner_or_through_it(void)
{
    check_change("to: [JPN]", "to: [JPN, ROK]", 11,
                 "clause \"rok-to-jpn\" is given to its own owner. Take the owner out of \"to\".");
    check_change("{nation: USA", "{nation: JPN", 11,
                 "clause \"rok-to-jpn\" goes via a nation that is also in \"to\". Give that one a "
                 "clause of its own.");
    check_change("{nation: USA", "{nation: ROK", 11,
                 "clause \"rok-to-jpn\" goes via its own owner. Write \"via: direct\", or name "
                 "another.");
}

static void relays_that_wait_for_each_other_are_refused(void)
{
    check_change("name: rok-to-usa, from: ROK, to: [USA], via: direct",
                 "name: rok-to-usa, from: ROK, to: [USA], via: {nation: JPN, delay: 1 s, approval: "
                 "standing}",
                 11,
                 "clauses \"rok-to-jpn\" (line 11) and \"rok-to-usa\" (line 18) wait for each "
                 "other: JPN gets it via USA, USA via JPN. Give one of them another way.");
}

static void names_and_entries_stand_once(void)
{
    check_change("name: jpn-to-rok", "name: rok-to-jpn", 12,
                 "name \"rok-to-jpn\" stands here again; first on line 11. Keep one.");
    check_change("name: treaties\n", "name: trilateral\n", 13,
                 "name \"trilateral\" stands here again; first on line 6. Keep one.");
    check_change("code: USA", "code: ROK", 3, "nation ROK is listed twice. Keep one.");
    check_change("to: [JPN]", "to: [JPN, JPN]", 11, "JPN stands twice in \"to\". Keep one.");
    check_change("name: rok-desk", "name: rok-sky", 4,
                 "name \"rok-sky\" stands here again; first on line 4. Keep one.");
    check_change("name: rok-desk", "name: desk", 4,
                 "\"desk\" is a kind of sensor and cannot be the name of one.");
}

static void events_stand_in_order_of_time(void)
{
    check_change("[{at: 2014-12-29T00:00:00Z, becomes: in-force}]",
                 "[{at: 2014-12-29T00:00:00Z, becomes: in-force}, {at: 2014-12-29T00:00:00Z, "
                 "becomes: suspended}]",
                 9,
                 "agreement \"trilateral\" becomes two things at 2014-12-29T00:00:00Z. Keep one, "
                 "or date the second later.");
    check_change("[{at: 2014-12-29T00:00:00Z, becomes: in-force}]",
                 "[{at: 2014-12-29T00:00:00Z, becomes: terminated}, {at: 2015-12-29T00:00:00Z, "
                 "becomes: in-force}]",
                 9,
                 "agreement \"trilateral\": the event of 2015-12-29T00:00:00Z comes after the end. "
                 "What is terminated is made anew, as an agreement of its own.");
    check_change("[{at: 2014-12-29T00:00:00Z, becomes: in-force}]",
                 "[{at: 2014-12-29T00:00:00Z, becomes: notice-given}]", 9,
                 "notice is given, and nothing says when it ends. Write \"ends\".");
}

static void a_failing_example_refuses_the_book(void)
{
    check_change("delay: 90 s", "delay: 60 s", 23,
                 "example \"missile-through-the-hub\": JPN was to see it after 90 s, and would see "
                 "it after 60 s (trilateral, rok-to-jpn). Correct the clause or the example.");
    /* What is released and not expected fails as surely as the reverse. */
    check_change("{who: [USA], sees: exact, after: 0 s}", "{who: [USA], sees: nothing}", 23,
                 "example \"missile-through-the-hub\": USA was to see nothing, and would see it "
                 "after 0 s (treaties, rok-to-usa). Correct the clause or the example.");
    check_change("rule: hub, at", "rule: national, at", 23,
                 "example \"missile-through-the-hub\": JPN was to see it after 90 s, and would see "
                 "nothing. Correct the clause or the example.");
}

static void an_example_speaks_of_every_nation(void)
{
    check_change("{who: [USA], sees: exact, after: 0 s}, ", "", 23,
                 "example \"missile-through-the-hub\" is silent about USA. Say what it sees, or "
                 "write everyone-else.");
}

/* Sections put before owners: on line 20, and the lines after it one further for each. */
static void check_added(const char *added, int line, const char *said)
{
    char *changed = book_changed(book_hub, "owners: none", added);
    CU_ASSERT_TRUE(book_refused(changed, line, said));
    free(changed);
}

static void areas_are_places_that_a_map_can_draw(void)
{
    check_added("areas: [{name: low-strait, altitude: any, polygon: [10 N 178 E, 10 N 178 W, 14 N "
                "178 E, 14 N 178 W]}]\nowners: none",
                20,
                "polygon \"low-strait\" crosses itself between corners 2-3 and 4-1. Give the "
                "corners in order round the edge.");
    check_added("areas: [{name: far-off, altitude: any, circle: {centre: 131.0 E 37.5 N, radius: 5 "
                "km}}]\nowners: none",
                20, "place \"131.0 E 37.5 N\" has longitude first. Write \"37.5 N 131.0 E\".");
    check_added("areas: [{name: far-off, altitude: 3000 m to 0 m, circle: {centre: 37.5 N 131.0 E, "
                "radius: 5 km}}]\nowners: none",
                20,
                "altitude band \"3000 m to 0 m\" is reversed or empty. Write the lower height "
                "first.");
    check_added("areas: [{name: far-off, altitude: any, box: {south: 10 N, north: 20 N, west: 180 "
                "E, east: 180 W}}]\nowners: none",
                20, "box \"far-off\" has its west where its east is.");
    check_added("areas: [{name: tracking, altitude: any, circle: {centre: 37.5 N 131.0 E, radius: "
                "5 km}}]\nowners: none",
                20, "\"tracking\" is a kind of sensor and cannot be the name of an area.");
}

static void steps_are_those_of_their_ladder(void)
{
    check_added("forms: [{name: far, shows: track, delay: 0 s, every: report, position: 3 km, "
                "velocity: exact, altitude: 1 km, identity: exact, label: exact, source: "
                "nation}]\nowners: none",
                20,
                "position \"3 km\" is not a step. Steps: 1 km, 2 km, 5 km, 10 km, 20 km, 50 km."
                " The next coarser is \"5 km\".");
    check_added("forms: [{name: exact, shows: warning, delay: 0 s, area: 5 km, source: "
                "nation}]\nowners: none",
                20, "\"exact\" is a word of the language and cannot be the name of a form.");
}

static void an_owner_names_words_that_are_known(void)
{
    /* A misspelt never must not be passed over. */
    check_added("owners: [{nation: ROK, limits: none, never: [{name: stay, to: all, gives: "
                "[misile], sensors: all, where: everywhere, when: always}]}]",
                20, "\"misile\" is not a category. Did you mean \"missile\"?");
    check_added("owners: [{nation: ROK, limits: none, never: none}, {nation: ROK, limits: none, "
                "never: none}]",
                20, "ROK has two entries in \"owners\". Put its lists together.");
    check_added("owners: [{nation: ROK, limits: none, never: [{name: rok-to-usa, to: all, gives: "
                "all, sensors: all, where: everywhere, when: always}]}]",
                20, "name \"rok-to-usa\" stands here again; first on line 18. Keep one.");
}

static void an_emergency_is_declared_by_those_it_opens(void)
{
    check_added("emergencies: [{name: launch, declared-by: [JPN, USA], lasts: 2 h}]\nowners: "
                "[{nation: ROK, limits: none, never: [{name: stay, to: all, gives: all, sensors: "
                "all, where: everywhere, when: {during: always, posture: any, emergency: "
                "launch}}]}]",
                21,
                "emergency \"launch\" opens a never of ROK, and ROK is not among those who declare "
                "it (line 20: JPN, USA). Add ROK to declared-by.");
}

static void what_is_declared_is_a_sentence_of_who_may_say_it(void)
{
    check_change("declared: none",
                 "declared: [{at: 2015-06-01T02:00:00Z, who: JPN, says: posture krisis, until: "
                 "lifted, reason: \"drill\"}]",
                 23, "\"krisis\" is not a posture. Did you mean \"crisis\"?");
    check_change("declared: none",
                 "declared: [{at: 2015-06-01T02:00:00Z, who: JPN, says: open the gates, until: "
                 "lifted, reason: \"drill\"}]",
                 23,
                 "\"open the gates\": is no sentence here. Sentences begin with posture, "
                 "emergency, approve, hold, withdraw, agreement, room or lift.");
    check_change("declared: none",
                 "declared: [{at: 2015-06-01T02:00:00Z, who: JPN, says: withdraw sensor rok-sky "
                 "from 2015-06-01T00:00:00Z to 2015-06-01T01:00:00Z, until: lifted, reason: "
                 "\"drill\"}]",
                 23,
                 "\"withdraw sensor rok-sky from 2015-06-01T00:00:00Z to 2015-06-01T01:00:00Z\": "
                 "only the owner withdraws what it gave.");
}

#define ITEM(number)                                                                               \
    "{at: 2015-06-01T03:00:30Z, who: ROK, says: approve rok-to-jpn item rok-sky/" number           \
    ", until: lifted, reason: \"drill\"}"

/* The hub passes on what ROK approves item by item, and the example declares this. */
static char *by_item(const char *declared, const char *after)
{
    char *item = book_changed(book_hub, "via: {nation: USA, delay: 90 s, approval: standing}",
                              "via: {nation: USA, delay: 90 s, approval: item}");
    char *approved = book_changed(item, "declared: none", declared);
    char *seen = book_changed(approved, "{who: [JPN], sees: exact, after: 90 s}", after);
    free(item);
    free(approved);
    return seen;
}

static void the_report_of_an_example_is_the_item_declared_of(void)
{
    char *later = by_item("declared: [" ITEM("7") "]", "{who: [JPN], sees: exact, after: 90 s}");
    char *never = by_item("declared: none", "{who: [JPN], sees: nothing}");
    char *two = by_item("declared: [" ITEM("7") ", " ITEM("8") "]", "{who: [JPN], sees: nothing}");
    char *other = by_item("declared: [{at: 2015-06-01T03:00:30Z, who: JPN, says: approve "
                          "jpn-to-rok item jpn-ship/7, until: lifted, reason: \"drill\"}]",
                          "{who: [JPN], sees: nothing}");
    fusion_book *book = book_from(later);
    CU_ASSERT_PTR_NOT_NULL(book);
    fusion_book_destroy(book);
    book = book_from(never);
    CU_ASSERT_PTR_NOT_NULL(book);
    fusion_book_destroy(book);
    book = book_from(other); /* an item of another sensor */
    CU_ASSERT_PTR_NOT_NULL(book);
    fusion_book_destroy(book);
    CU_ASSERT_TRUE(book_refused(two, 23,
                                "example \"missile-through-the-hub\" declares two items of "
                                "rok-sky, and its report is one. Make two examples of it."));
    free(later);
    free(never);
    free(two);
    free(other);
}

static void whoever_leaves_a_room_has_entered(void)
{
    check_change("examples:\n",
                 "rooms: [{name: bridge, owner: ROK, rule: hub, present: none, silent-after: 5 s, "
                 "comes-back: at-once, visits: [{at: 2015-06-01T00:00:00Z, who: JPN, does: "
                 "leaves}]}]\nexamples:\n",
                 22,
                 "room \"bridge\": this visit leaves and has not entered. Write when it "
                 "enters.");
}

static void a_configuration_is_no_rule_book(void)
{
    CU_ASSERT_TRUE(book_refused("format: picket-config-1\nbook: agreements/a.yaml\n", 1,
                                "this is a configuration of picketd and no rule book; its book is "
                                "agreements/a.yaml."));
}

/* No rules must never mean allow. */
static void no_book_is_made_of_nothing(void)
{
    CU_ASSERT_PTR_NULL(book_from(""));
    CU_ASSERT_PTR_NULL(book_from("none"));
    CU_ASSERT_PTR_NULL(book_from("[]"));
    CU_ASSERT_PTR_NULL(book_from("{}"));
    CU_ASSERT_TRUE(book_messages.errors > 0);
    CU_ASSERT_TRUE(book_refused("format: picket-rules-2\n", 1,
                                "this rule book has no \"title\". Write one sentence in double "
                                "quotes."));
}

static void the_order_of_sections_is_free(void)
{
    /* The first four lines (format, title, nations, sensors) put last. */
    const char *rest = book_hub;
    for (int line = 0; line < 4; line++)
        rest = strchr(rest, '\n') + 1;
    char *turned = malloc(strlen(book_hub) + 1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(turned);
    strcpy(turned, rest);
    strncat(turned, book_hub, (size_t)(rest - book_hub));
    fusion_book *book = book_from(turned);
    CU_ASSERT_PTR_NOT_NULL(book);
    fusion_book_destroy(book);
    free(turned);
}

static void a_registry_that_differs_from_the_book_is_refused(void)
{
    fusion_book *book = book_from(book_hub);
    CU_ASSERT_PTR_NOT_NULL_FATAL(book);
    static fusion_registry registry;
    fusion_book_registry(book, &registry);
    CU_ASSERT_EQUAL(fusion_book_match(book, &registry, &book_messages), FUSION_OK);
    CU_ASSERT_EQUAL(book_messages.count, 0);
    registry.sensors[0].period_ns++;
    CU_ASSERT_EQUAL(fusion_book_match(book, &registry, &book_messages), FUSION_REFUSED);
    CU_ASSERT_STRING_EQUAL(book_messages.kept[0].text,
                           "sensor \"rok-sky\" has another period here than in the configuration. "
                           "Both must say the same.");
    fusion_book_destroy(book);
}

static void a_sensor_that_the_book_does_not_list_is_named(void)
{
    fusion_book *book = book_from(book_hub);
    CU_ASSERT_PTR_NOT_NULL_FATAL(book);
    static fusion_registry registry;
    fusion_book_registry(book, &registry);
    strcpy(registry.sensors[0].name, "rok-new");
    CU_ASSERT_EQUAL(fusion_book_match(book, &registry, &book_messages), FUSION_OK);
    CU_ASSERT_EQUAL(book_messages.warnings, 1);
    CU_ASSERT_STRING_EQUAL(book_messages.kept[0].text,
                           "sensor \"rok-new\" is not listed in this book: it releases nothing to "
                           "anyone.");
    fusion_book_destroy(book);
}

CU_TestInfo book_tests[] = {
    {"every stock book is read", every_stock_book_is_read},
    {"the book of the hub is read", the_book_of_the_hub_is_read},
    {"an unknown key is answered with the nearest", an_unknown_key_is_answered_with_the_nearest},
    {"a missing key says what to write", a_missing_key_says_what_to_write},
    {"an empty list is not nothing", an_empty_list_is_not_nothing},
    {"unknown words are refused not taken for all", unknown_words_are_refused_not_taken_for_all},
    {"a period is one that a sensor can have", a_period_is_one_that_a_sensor_can_have},
    {"a code is letters even if yaml reads a word", a_code_is_letters_even_if_yaml_reads_a_word},
    {"a delay and a time have their units", a_delay_and_a_time_have_their_units},
    {"a title without quotes would lose its end", a_title_without_quotes_would_lose_its_end},
    {"a clause names parties only", a_clause_names_parties_only},
    {"nothing is given to its own owner or through it",
     nothing_is_given_to_its_own_owner_or_through_it},
    {"relays that wait for each other are refused", relays_that_wait_for_each_other_are_refused},
    {"names and entries stand once", names_and_entries_stand_once},
    {"events stand in order of time", events_stand_in_order_of_time},
    {"a failing example refuses the book", a_failing_example_refuses_the_book},
    {"an example speaks of every nation", an_example_speaks_of_every_nation},
    {"areas are places that a map can draw", areas_are_places_that_a_map_can_draw},
    {"steps are those of their ladder", steps_are_those_of_their_ladder},
    {"an owner names words that are known", an_owner_names_words_that_are_known},
    {"an emergency is declared by those it opens", an_emergency_is_declared_by_those_it_opens},
    {"what is declared is a sentence of who may say it",
     what_is_declared_is_a_sentence_of_who_may_say_it},
    {"the report of an example is the item declared of",
     the_report_of_an_example_is_the_item_declared_of},
    {"whoever leaves a room has entered", whoever_leaves_a_room_has_entered},
    {"a configuration is no rule book", a_configuration_is_no_rule_book},
    {"no book is made of nothing", no_book_is_made_of_nothing},
    {"the order of sections is free", the_order_of_sections_is_free},
    {"a registry that differs from the book is refused",
     a_registry_that_differs_from_the_book_is_refused},
    {"a sensor that the book does not list is named",
     a_sensor_that_the_book_does_not_list_is_named},
    CU_TEST_INFO_NULL,
};
