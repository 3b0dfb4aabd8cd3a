#include "release/room.h"
#include "suites.h"

/* A room of AVA in which BRO is present. Times are seconds after 1970. */
enum { AVA, BRO, CYR, DEL };

static book_act acts[8];
static size_t act_count;
static book_room room;

static void set_room(bool by_operator)
{
    room = (book_room){.owner = AVA, .present = 1u << BRO, .by_operator = by_operator};
    act_count = 0;
}

static void say(book_verb verb, int visitor, int64_t at_s)
{
    acts[act_count++] = (book_act){.at_ns = at_s * FUSION_SECOND,
                                   .until_ns = INT64_MAX,
                                   .who = AVA,
                                   .verb = verb,
                                   .visitor = visitor};
}

static uint32_t audience(int64_t at_s)
{
    static const fusion_book book; /* its dates do not matter here */
    moments when;
    CU_ASSERT_TRUE_FATAL(moments_make(&when, &book, acts, act_count, FUSION_SECOND));
    const uint32_t seen = room_audience(&when, &room, 0, at_s * FUSION_SECOND);
    moments_free(&when);
    return seen;
}

static const uint32_t usual = 1u << AVA | 1u << BRO;

static void a_visitor_is_in_from_entering_until_leaving(void)
{
    set_room(false);
    say(BOOK_ENTERS, CYR, 10);
    say(BOOK_LEAVES, CYR, 20);
    CU_ASSERT_EQUAL(audience(9), usual);
    CU_ASSERT_EQUAL(audience(10), usual | 1u << CYR);
    CU_ASSERT_EQUAL(audience(19), usual | 1u << CYR);
    CU_ASSERT_EQUAL(audience(20), usual);
}

static void a_visit_counts_as_an_act_does(void)
{
    book_visit visits[] = {{10 * FUSION_SECOND, CYR, true}, {20 * FUSION_SECOND, CYR, false}};
    set_room(false);
    room.visits = visits;
    room.visit_count = 2;
    CU_ASSERT_EQUAL(audience(9), usual);
    CU_ASSERT_EQUAL(audience(10), usual | 1u << CYR);
    CU_ASSERT_EQUAL(audience(20), usual);
}

static void two_who_enter_must_both_leave(void)
{
    set_room(false);
    say(BOOK_ENTERS, CYR, 10);
    say(BOOK_ENTERS, CYR, 11);
    say(BOOK_LEAVES, CYR, 20);
    CU_ASSERT_EQUAL(audience(20), usual | 1u << CYR);
    say(BOOK_LEAVES, CYR, 30);
    CU_ASSERT_EQUAL(audience(30), usual);
}

static void somebody_unknown_darkens_it_for_everyone(void)
{
    set_room(false);
    say(BOOK_ENTERS, BOOK_UNKNOWN, 10);
    say(BOOK_LEAVES, BOOK_UNKNOWN, 20);
    CU_ASSERT_EQUAL(audience(10), 0);
    CU_ASSERT_EQUAL(audience(20), usual);
}

static void who_left_counts_until_the_operator_restores_it(void)
{
    set_room(true);
    say(BOOK_ENTERS, CYR, 10);
    say(BOOK_LEAVES, CYR, 20);
    CU_ASSERT_EQUAL(audience(20), usual | 1u << CYR);
    say(BOOK_RESTORE, 0, 30);
    CU_ASSERT_EQUAL(audience(29), usual | 1u << CYR);
    CU_ASSERT_EQUAL(audience(30), usual);
}

static void restoring_sends_nobody_out(void)
{
    set_room(true);
    say(BOOK_ENTERS, CYR, 10);
    say(BOOK_RESTORE, 0, 20);
    CU_ASSERT_EQUAL(audience(20), usual | 1u << CYR);
}

static void who_leaves_without_having_entered_takes_nobody_s_place(void)
{
    set_room(false);
    say(BOOK_LEAVES, CYR, 10);
    say(BOOK_ENTERS, CYR, 20);
    CU_ASSERT_EQUAL(audience(10), usual);
    CU_ASSERT_EQUAL(audience(20), usual | 1u << CYR);
    say(BOOK_LEAVES, BRO, 30); /* present is not a visit */
    CU_ASSERT_EQUAL(audience(30), usual | 1u << CYR);
}

static void what_is_said_of_another_room_is_not_said_of_this(void)
{
    set_room(false);
    say(BOOK_ENTERS, CYR, 10);
    acts[0].index = 1;
    CU_ASSERT_EQUAL(audience(10), usual);
}

CU_TestInfo room_tests[] = {
    {"a visitor is in from entering until leaving", a_visitor_is_in_from_entering_until_leaving},
    {"a visit counts as an act does", a_visit_counts_as_an_act_does},
    {"two who enter must both leave", two_who_enter_must_both_leave},
    {"somebody unknown darkens it for everyone", somebody_unknown_darkens_it_for_everyone},
    {"who left counts until the operator restores it",
     who_left_counts_until_the_operator_restores_it},
    {"restoring sends nobody out", restoring_sends_nobody_out},
    {"who leaves without having entered takes nobody's place",
     who_leaves_without_having_entered_takes_nobody_s_place},
    {"what is said of another room is not said of this",
     what_is_said_of_another_room_is_not_said_of_this},
    CU_TEST_INFO_NULL,
};
