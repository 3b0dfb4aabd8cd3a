#include "release/compare.h"

#include "release/books.h"
#include "suites.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static comparison *compared(const fusion_book *was, const fusion_book *is)
{
    comparison *of = NULL;
    CU_ASSERT_EQUAL_FATAL(compare_books(was, is, &of), FUSION_OK);
    return of;
}

static void check_same(const char *stock)
{
    fusion_book *one = book_stock(stock), *other = book_stock(stock);
    CU_ASSERT_PTR_NOT_NULL_FATAL(one);
    CU_ASSERT_PTR_NOT_NULL_FATAL(other);
    comparison *of = compared(one, other);
    CU_ASSERT_EQUAL(of->count, 0);
    compare_destroy(of);
    fusion_book_destroy(one);
    fusion_book_destroy(other);
}

static void a_book_is_the_same_as_itself(void)
{
    check_same("hub-2014.yaml");
    check_same("bilateral-2016.yaml");
    check_same("lantern.yaml");
}

/* The hub's book before and after a text in it is changed. */
static comparison *edited(const char *from, const char *to, fusion_book *books[2])
{
    char *changed = book_changed(book_hub, from, to);
    books[0] = book_from(book_hub);
    books[1] = book_from(changed);
    free(changed);
    CU_ASSERT_PTR_NOT_NULL_FATAL(books[0]);
    CU_ASSERT_PTR_NOT_NULL_FATAL(books[1]);
    return compared(books[0], books[1]);
}

static void done(comparison *of, fusion_book *books[2])
{
    compare_destroy(of);
    fusion_book_destroy(books[0]);
    fusion_book_destroy(books[1]);
}

static void equal_changes_over_categories_and_sensors_are_one(void)
{
    /* What the hub's second agreement gives of JPN is turned off: eight categories, one sensor. */
    fusion_book *books[2];
    comparison *of = edited("from: JPN, to: [USA], via: direct, gives: all",
                            "from: JPN, to: [USA], via: direct, gives: [missile, nuclear]", books);
    CU_ASSERT_EQUAL_FATAL(of->count, 1); /* two together differ as each does alone */
    const compare_finding *alone = &of->findings[0];
    CU_ASSERT_EQUAL(alone->way, COMPARE_STRICTER);
    CU_ASSERT_EQUAL(alone->categories, 0xff & ~(FUSION_MISSILE | FUSION_NUCLEAR));
    CU_ASSERT_EQUAL(alone->with, 0);
    CU_ASSERT_STRING_EQUAL(of->nations.all[alone->from].text, "JPN");
    CU_ASSERT_STRING_EQUAL(of->nations.all[alone->witness.receiver].text, "USA");
    CU_ASSERT_TRUE(alone->was.track.granted);
    CU_ASSERT_FALSE(alone->is.track.granted);
    done(of, books);
}

static void an_added_name_changes_nothing(void)
{
    fusion_book *books[2];
    comparison *of = edited("rok-to-usa", "another-name", books);
    CU_ASSERT_EQUAL(of->count, 0);
    done(of, books);
}

/* The book "lantern" without its examples, which an edit would break, but for one of nothing. */
static char *lantern(void)
{
    static const char alone[] =
        "examples:\n  - {name: nothing-without-agreement, rule: alone, at: 2031-03-04T09:00:00Z, "
        "given: {sensor: ava-sky, report: track, categories: [cyber], position: 12.0 N 179.5 W, "
        "altitude: 8 km, caveats: none}, declared: none, expect: [{who: everyone-else, sees: "
        "nothing}]}\n";
    char *text = calloc(1, 65536);
    FILE *file = fopen(TESTDATA "/agreements/lantern.yaml", "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    CU_ASSERT_TRUE(fread(text, 1, 65535, file) > 0);
    fclose(file);
    char *examples = strstr(text, "examples:\n");
    CU_ASSERT_PTR_NOT_NULL_FATAL(examples);
    strcpy(examples, alone);
    return text;
}

/* An edit of the book, what it makes of it, and what the witness of one of the findings must say to
 * show it: NULL: nothing need be declared. */
typedef struct edit {
    const char *from, *to;
    compare_way way;
    const char *says;
    bool room, looked;
} edit;

static const edit edits[] = {
    {"given-before: removed", "given-before: stays", COMPARE_LOOSER, NULL, false, true},
    {"posture: [crisis, attack]", "posture: [attack]", COMPARE_STRICTER, "posture crisis", false,
     false},
    {"lasts: 2 h", "lasts: 1 h", COMPARE_STRICTER, "emergency launch", false, false},
    {"declared-by: [AVA, BRO]", "declared-by: [AVA]", COMPARE_LOOSER, "emergency launch", false,
     false},
    {"approval: category", "approval: standing", COMPARE_LOOSER, NULL, false, false},
    {"notice: 30 days", "notice: 60 days", COMPARE_LOOSER, "agreement lantern becomes notice-given",
     false, false},
    {"0 m to 3000 m", "0 m to 3001 m", COMPARE_LOOSER, NULL, false, false},
    {"radius: 20 km", "radius: 20.01 km", COMPARE_STRICTER, NULL, false, false},
    {"15.0 N 179.0 E", "15.0 N 178.9999 E", COMPARE_DIFFERENT, NULL, false, false},
    {"at: 2031-03-05T12:00:00Z", "at: 2031-03-05T12:00:01Z", COMPARE_LOOSER, NULL, false, false},
    {"ends: 2031-03-10T00:00:00Z", "ends: 2031-03-09T23:59:30Z", COMPARE_STRICTER, NULL, false,
     false},
    {"every: 30 s", "every: 1 min", COMPARE_STRICTER, NULL, false, false},
    {"present: [BRO]", "present: [BRO, OBS]", COMPARE_STRICTER, NULL, true, false},
    {"comes-back: by-operator", "comes-back: at-once", COMPARE_LOOSER, NULL, true, false},
};

/* The way of all findings together; DIFFERENT where they go both ways. */
static compare_way way_of(const comparison *of)
{
    bool ways[3] = {false, false, false};
    for (size_t i = 0; i < of->count; i++)
        ways[of->findings[i].way] = true;
    return ways[COMPARE_DIFFERENT] || ways[COMPARE_LOOSER] == ways[COMPARE_STRICTER]
               ? COMPARE_DIFFERENT
               : (ways[COMPARE_LOOSER] ? COMPARE_LOOSER : COMPARE_STRICTER);
}

static bool shows(const compare_finding *finding, const edit *of)
{
    const compare_sample *witness = &finding->witness;
    bool said = of->says == NULL && witness->act_count == 0;
    for (size_t i = 0; of->says && i < witness->act_count; i++)
        said = said || strcmp(witness->acts[i].says, of->says) == 0;
    return said && witness->room == of->room && (witness->look_ns != INT64_MAX) == of->looked;
}

static void check_edit(const char *before, const edit *of)
{
    char *after = book_changed(before, of->from, of->to);
    CU_ASSERT_STRING_NOT_EQUAL(before, after);
    fusion_book *books[2] = {book_from(before), book_from(after)};
    free(after);
    CU_ASSERT_PTR_NOT_NULL_FATAL(books[0]);
    CU_ASSERT_PTR_NOT_NULL_FATAL(books[1]);
    comparison *there = compared(books[0], books[1]);
    bool shown = false;
    for (size_t i = 0; i < there->count; i++)
        shown = shown || shows(&there->findings[i], of);
    CU_ASSERT_TRUE(shown);
    CU_ASSERT_EQUAL(way_of(there), of->way);
    if (!shown || way_of(there) != of->way)
        printf("\n    %s -> %s: %zu findings, way %d", of->from, of->to, there->count,
               (int)way_of(there));
    done(there, books);
}

static void each_edit_is_found_with_what_must_be_declared(void)
{
    char *before = lantern();
    for (size_t i = 0; i < sizeof edits / sizeof edits[0]; i++)
        check_edit(before, &edits[i]);
    free(before);
}

/* How a room comes back is seen in whoever came and left again, on no date of the book. */
static void how_a_room_comes_back_is_found_without_visits(void)
{
    static const edit back = {"comes-back: by-operator",
                              "comes-back: at-once",
                              COMPARE_LOOSER,
                              "room bridge CYR leaves",
                              true,
                              false};
    char *text = lantern();
    char *visits = strstr(text, "    visits:\n"), *rest = strstr(text, "examples:\n");
    CU_ASSERT_PTR_NOT_NULL_FATAL(visits);
    char *without = calloc(1, 65536);
    CU_ASSERT_PTR_NOT_NULL_FATAL(without);
    memcpy(without, text, (size_t)(visits - text));
    strcat(without, "    visits: none\n");
    strcat(without, rest);
    check_edit(without, &back);
    free(without);
    free(text);
}

CU_TestInfo compare_tests[] = {
    {"a book is the same as itself", a_book_is_the_same_as_itself},
    {"equal changes over categories and sensors are one",
     equal_changes_over_categories_and_sensors_are_one},
    {"an added name changes nothing", an_added_name_changes_nothing},
    {"each edit is found with what must be declared",
     each_edit_is_found_with_what_must_be_declared},
    {"how a room comes back is found without visits",
     how_a_room_comes_back_is_found_without_visits},
    CU_TEST_INFO_NULL,
};
