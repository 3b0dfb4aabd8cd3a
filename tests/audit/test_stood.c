#include "audit/made_log.h"
#include "daemon/audit/stood.h"
#include "fusion/engine.h"
#include "suites.h"

#include <stdio.h>
#include <string.h>

static const int64_t three = INT64_C(1930359600) * FUSION_SECOND; /* made_log.h */

static made_log log_made;
static stood_list list;

static void add_act(double second, const char *who, const char *says, const char *until,
                    const char *outcome)
{
    const char *const values[] = {"2031-03-04T03:00:00Z", who, says, until, "a test", outcome};
    made_add(&log_made, made_entry(AUDIT_ACT, second, values));
}

static void add_begin(double second, const char *run)
{
    const char *const values[] = {run, "00"};
    made_add(&log_made, made_entry(AUDIT_BEGIN, second, values));
}

static void start(void)
{
    log_made = (made_log){.size = 0};
    stood_free(&list);
    add_begin(0, "1");
}

static void read_log(double now, double keep)
{
    FILE *stream = fmemopen(log_made.text, log_made.size, "rb");
    CU_ASSERT_PTR_NOT_NULL_FATAL(stream);
    CU_ASSERT_EQUAL(audit_read(stream, NULL, stood_take, &list).fault, AUDIT_WHOLE);
    fclose(stream);
    stood_close(&list, three + (int64_t)(now * 1e9), (int64_t)(keep * 1e9));
}

static void what_was_accepted_stands_in_order_of_saying(void)
{
    start();
    add_act(1.5, "BRO", "hold sensor bro-ship", "lifted", "accepted");
    add_act(2, "AVA", "hold sensor bro-ship", "lifted", "not-yours");
    add_act(3, "picketd", "book 00", "lifted", "accepted");
    add_act(3, "white-cell", "book", "lifted", "asked");
    add_act(3, "white-cell", "clock pause", "lifted", "accepted");
    add_act(4, "AVA", "posture crisis", "2031-03-04T04:00:00.25Z", "accepted");
    read_log(5, 100);
    CU_ASSERT_EQUAL_FATAL(list.count, 2);
    CU_ASSERT_STRING_EQUAL(list.all[0].who, "BRO");
    CU_ASSERT_STRING_EQUAL(list.all[0].sentence, "hold sensor bro-ship");
    CU_ASSERT_EQUAL(list.all[0].said_ns, three + 3 * FUSION_SECOND / 2);
    CU_ASSERT_EQUAL(list.all[0].until_ns, 0);
    CU_ASSERT_EQUAL(list.all[0].entry, 2);
    CU_ASSERT_EQUAL(list.all[1].until_ns, three + 3600 * FUSION_SECOND + FUSION_SECOND / 4);
    CU_ASSERT_FALSE(list.all[0].over || list.all[1].over);
    stood_free(&list);
}

static void a_new_run_forgets_and_a_restart_does_not(void)
{
    const char *const cut[] = {"0"};
    start();
    add_act(1, "BRO", "hold sensor bro-ship", "lifted", "accepted");
    made_add(&log_made, made_entry(AUDIT_RESUME, 1, cut));
    add_begin(2, "1");
    read_log(3, 100);
    CU_ASSERT_EQUAL(list.count, 1);
    stood_free(&list);
    add_begin(4, "2");
    add_act(5, "AVA", "posture crisis", "lifted", "accepted");
    read_log(6, 100);
    CU_ASSERT_EQUAL_FATAL(list.count, 1);
    CU_ASSERT_STRING_EQUAL(list.all[0].who, "AVA");
    stood_free(&list);
}

static void what_is_over_is_told_and_in_the_end_left_out(void)
{
    start();
    add_act(1, "BRO", "hold sensor bro-ship", "lifted", "accepted");
    add_act(2, "AVA", "posture crisis", "2031-03-04T03:00:20Z", "accepted");
    add_act(3, "AVA", "hold category air", "lifted", "accepted");
    add_act(4, "CYR", "lift hold category air", "lifted", "accepted"); /* not hers */
    add_act(9, "BRO", "emergency launch", "lifted", "accepted");
    add_act(10, "BRO", "lift hold sensor bro-ship", "lifted", "accepted");
    add_act(11, "white-cell", "lift emergency launch", "lifted", "accepted");
    static const bool over[] = {true, true, false, false, true, true, true};
    read_log(30, 100);
    CU_ASSERT_EQUAL_FATAL(list.count, 7);
    for (size_t i = 0; i < 7; i++)
        CU_ASSERT_EQUAL(list.all[i].over, over[i]);
    stood_free(&list);
    read_log(30, 15);
    CU_ASSERT_EQUAL_FATAL(list.count, 3); /* over at 20 s, and not at all */
    CU_ASSERT_STRING_EQUAL(list.all[0].sentence, "posture crisis");
    CU_ASSERT_STRING_EQUAL(list.all[1].sentence, "hold category air");
    CU_ASSERT_STRING_EQUAL(list.all[2].sentence, "lift hold category air");
    stood_free(&list);
}

static void what_lifts_stays_as_long_as_what_it_may_have_lifted(void)
{
    /* What the white cell said for a nation, that nation may lift. The lift was left out and the
     * other was not, and so an approval came back that its owner had taken back. */
    start();
    add_act(1, "white-cell", "approve ava-cyr air", "lifted", "accepted");
    add_act(2, "AVA", "lift approve ava-cyr air", "lifted", "accepted");
    /* A hold of a sensor the white cell lifts for its owner, not for who relays it. */
    add_act(3, "BRO", "hold sensor ava-sky", "lifted", "accepted");
    add_act(4, "white-cell", "lift hold sensor ava-sky", "lifted", "accepted");
    read_log(1000, 1);
    CU_ASSERT_EQUAL(list.count, 4);
    stood_free(&list);
}

static void what_does_not_end_is_never_over(void)
{
    static const char *const said[] = {
        "withdraw sensor ava-sky from 2031-03-04T08:00:00Z to 2031-03-04T09:00:00Z",
        "agreement lantern becomes terminated", "room bridge DEL enters"};
    start();
    for (size_t i = 0; i < 3; i++) {
        char lift[AUDIT_VALUE_ROOM];
        snprintf(lift, sizeof lift, "lift %s", said[i]);
        add_act(1, "AVA", said[i], "2031-03-04T03:00:02Z", "accepted");
        add_act(2, "AVA", lift, "lifted", "accepted");
    }
    read_log(1000, 1);
    CU_ASSERT_EQUAL(list.count, 6);
    stood_free(&list);
}

static void an_end_before_all_time_is_no_open_end(void)
{
    /* 0 is "until lifted": an approval whose end the log could only write as 1970 stood for ever.
     */
    start();
    add_act(1, "AVA", "approve ava-cyr air", "1970-01-01T00:00:00Z", "accepted");
    add_act(1, "AVA", "posture crisis", "2200-01-01T00:00:00Z", "accepted"); /* after every clock */
    read_log(2, INT32_MAX);
    CU_ASSERT_EQUAL_FATAL(list.count, 2);
    CU_ASSERT_EQUAL(list.all[0].until_ns, 1);
    CU_ASSERT_EQUAL(list.all[1].until_ns, 0);
    stood_free(&list);
}

CU_TestInfo stood_tests[] = {
    {"what was accepted stands in order of saying", what_was_accepted_stands_in_order_of_saying},
    {"a new run forgets and a restart does not", a_new_run_forgets_and_a_restart_does_not},
    {"what is over is told and in the end left out", what_is_over_is_told_and_in_the_end_left_out},
    {"what lifts stays as long as what it may have lifted",
     what_lifts_stays_as_long_as_what_it_may_have_lifted},
    {"what does not end is never over", what_does_not_end_is_never_over},
    {"an end before all time is no open end", an_end_before_all_time_is_no_open_end},
    CU_TEST_INFO_NULL,
};
