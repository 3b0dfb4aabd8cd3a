#include "audit/made_log.h"
#include "daemon/audit/newest.h"
#include "suites.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static newest kept;

static void take(uint64_t number, audit_kind kind, const char *word)
{
    char line[AUDIT_LINE_ROOM];
    audit_entry entry = {.number = number, .time_ns = 1, .kind = kind};
    for (unsigned i = 0; audit_field_name(kind, i); i++)
        snprintf(entry.values[i], AUDIT_VALUE_ROOM, "%s", audit_field_counts(kind, i) ? "7" : word);
    audit_entry_write(&entry, line);
    newest_take(&kept, &entry, line, NULL);
}

/* The numbers that are told, such as "4 2 1", with " more" and " beyond" behind them. */
static const char *told(const char *query)
{
    static char numbers[4096];
    size_t size, used = 0;
    newest_asked asked;
    numbers[0] = '\0';
    if (!newest_asked_read(query, &asked))
        return "refused";
    char *text = newest_text(&kept, &asked, &size);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    for (const char *at = text; (at = strstr(at, "{\"entry\":")) && used < 4000; at++)
        used += (size_t)snprintf(numbers + used, sizeof numbers - used, "%s%d", used ? " " : "",
                                 atoi(at + 9));
    if (strstr(text, "\"more\":true"))
        strcat(numbers, " more");
    if (strstr(text, "\"beyond\":true"))
        strcat(numbers, " beyond");
    free(text);
    return numbers;
}

static void the_newest_come_first(void)
{
    take(1, AUDIT_BEGIN, "a");
    take(2, AUDIT_ACT, "b");
    take(3, AUDIT_RELEASES, "c");
    take(4, AUDIT_ACT, "d");
    CU_ASSERT_STRING_EQUAL(told(""), "4 3 2 1");
    CU_ASSERT_STRING_EQUAL(told("kind=act"), "4 2");
    CU_ASSERT_STRING_EQUAL(told("kind=act&kind=begin"), "4 2 1");
    CU_ASSERT_STRING_EQUAL(told("after=2"), "4 3");
    CU_ASSERT_STRING_EQUAL(told("before=3"), "2 1");
    CU_ASSERT_STRING_EQUAL(told("after=1&before=4&kind=releases"), "3");
    CU_ASSERT_STRING_EQUAL(told("after=4"), "");
    newest_free(&kept);
}

static void nothing_else_is_asked(void)
{
    static const char *const wrong[] = {"after",
                                        "after=",
                                        "after=x",
                                        "after=-1",
                                        "kind=",
                                        "kind=actor",
                                        "kind=ac",
                                        "after=1&",
                                        "&after=1",
                                        "after=1&after=2",
                                        "a=1",
                                        "after=1before=2",
                                        "kind=act&kind=act",
                                        "after=9999999999999999999"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        CU_ASSERT_STRING_EQUAL(told(wrong[i]), "refused");
}

/* A minute of twelve views has hundreds of them. */
static void releases_do_not_push_out_who_said_what(void)
{
    take(1, AUDIT_ACT, "b");
    for (uint64_t n = 2; n < 2 + 3 * NEWEST_EACH; n++)
        take(n, AUDIT_RELEASES, "c");
    CU_ASSERT_STRING_EQUAL(told("kind=act"), "1");
    CU_ASSERT_STRING_EQUAL(told("before=2"), "1 beyond");
    CU_ASSERT_PTR_NOT_NULL(strstr(told("kind=releases"), "3001 3000 2999"));
    CU_ASSERT_PTR_NOT_NULL(strstr(told("kind=releases"), " more beyond"));
    CU_ASSERT_STRING_EQUAL(told("before=2003&kind=releases"), "2002 beyond");
    newest_free(&kept);
}

static void what_was_said_stays_text(void)
{
    take(1, AUDIT_ACT, "a \"b\" \\ </li>\n");
    size_t size;
    const newest_asked all = {0};
    char *text = newest_text(&kept, &all, &size);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\"says\":\"a \\\"b\\\" \\\\ </li>\\u000a\""));
    free(text);
    newest_free(&kept);
}

/* "Nothing yet" and "nothing ever" are two things to who looks for what was said. */
static void whether_there_is_a_log_is_told(void)
{
    const newest_asked all = {0};
    for (int logged = 0; logged < 2; logged++) {
        size_t size;
        newest one = {.logged = logged == 1};
        char *text = newest_text(&one, &all, &size);
        CU_ASSERT_PTR_NOT_NULL_FATAL(text);
        CU_ASSERT_PTR_NOT_NULL(strstr(text, logged ? "\"log\":true" : "\"log\":false"));
        free(text);
    }
}

CU_TestInfo newest_tests[] = {
    {"the newest come first", the_newest_come_first},
    {"nothing else is asked", nothing_else_is_asked},
    {"releases do not push out who said what", releases_do_not_push_out_who_said_what},
    {"what was said stays text", what_was_said_stays_text},
    {"whether there is a log is told", whether_there_is_a_log_is_told},
    CU_TEST_INFO_NULL,
};
