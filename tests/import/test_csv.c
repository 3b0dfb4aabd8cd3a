#include "suites.h"
#include "tools/import/csv.h"

#include <string.h>

static text_messages messages;

/* Opens a text that stands in `room`. */
static bool open_text(csv *one, char room[512], const char *text)
{
    text_messages_init(&messages, "plots.csv");
    memcpy(room, text, strlen(text) + 1);
    return csv_take(one, room, strlen(text), &messages);
}

static void values_are_found_by_the_name_of_their_column(void)
{
    csv one;
    char room[512];
    CU_ASSERT_TRUE_FATAL(open_text(&one, room, "b,a\r\n1,2\r\n\r\n 3 , 4 \n5"));
    const int a = csv_column(&one, "a"), b = csv_column(&one, "b");
    CU_ASSERT_EQUAL(csv_column(&one, "c"), -1);
    CU_ASSERT_EQUAL(one.rows, 3);
    CU_ASSERT_TRUE(csv_next(&one));
    CU_ASSERT_STRING_EQUAL(csv_value(&one, a), "2");
    CU_ASSERT_TRUE(csv_next(&one));
    CU_ASSERT_EQUAL(one.line, 4); /* the empty line counts as a line */
    CU_ASSERT_STRING_EQUAL(csv_value(&one, b), "3");
    CU_ASSERT_STRING_EQUAL(csv_value(&one, a), "4");
    CU_ASSERT_TRUE(csv_next(&one));
    CU_ASSERT_STRING_EQUAL(csv_value(&one, a), ""); /* the row is too short */
    CU_ASSERT_FALSE(csv_next(&one));
}

static void quotes_hold_commas_and_quotes(void)
{
    csv one;
    char room[512];
    CU_ASSERT_TRUE_FATAL(open_text(&one, room, "a,b,c\n\"x, y\",\"say \"\"no\"\"\",\"\"\n"));
    CU_ASSERT_TRUE(csv_next(&one));
    CU_ASSERT_STRING_EQUAL(csv_value(&one, 0), "x, y");
    CU_ASSERT_STRING_EQUAL(csv_value(&one, 1), "say \"no\"");
    CU_ASSERT_STRING_EQUAL(csv_value(&one, 2), "");
    CU_ASSERT_EQUAL(one.value_count, 3);
}

static void mark_before_utf8_is_no_part_of_a_name(void)
{
    csv one;
    char room[512];
    CU_ASSERT_TRUE_FATAL(open_text(&one, room, "\xEF\xBB\xBFtime_s,b\n1,2\n"));
    CU_ASSERT_EQUAL(csv_column(&one, "time_s"), 0);
}

static void missing_column_is_told_with_those_found(void)
{
    static const char *const names[] = {"time_s", "object"};
    csv one;
    char room[512];
    int at[2];
    CU_ASSERT_TRUE_FATAL(open_text(&one, room, "time_s,id,lat_deg\n1,2,3\n"));
    CU_ASSERT_FALSE(csv_columns(&one, names, 2, 2, at, &messages));
    CU_ASSERT_STRING_EQUAL(messages.kept[0].text,
                           "column \"object\" is missing (found: time_s,id,lat_deg). Name it in "
                           "the first line.");
    CU_ASSERT_EQUAL(messages.kept[0].line, 1);
}

static void column_nearly_right_is_asked_about(void)
{
    static const char *const names[] = {"time_s", "category"};
    csv one;
    char room[512];
    int at[2];
    CU_ASSERT_TRUE_FATAL(open_text(&one, room, "time_s,catgory\n1,2\n"));
    CU_ASSERT_TRUE(csv_columns(&one, names, 2, 1, at, &messages));
    CU_ASSERT_EQUAL(messages.kept[0].level, TEXT_WARNING);
    CU_ASSERT_STRING_EQUAL(messages.kept[0].text,
                           "column \"catgory\" is not read. Did you mean \"category\"?");
}

static void empty_file_and_zero_byte_are_told(void)
{
    csv one;
    char room[512] = "a\0b";
    text_messages_init(&messages, "plots.csv");
    CU_ASSERT_FALSE(csv_take(&one, room, 3, &messages));
    CU_ASSERT_EQUAL(messages.errors, 1);
    CU_ASSERT_FALSE(open_text(&one, room, "\n \n"));
    CU_ASSERT_EQUAL(messages.errors, 1);
}

CU_TestInfo csv_tests[] = {
    {"values are found by the name of their column", values_are_found_by_the_name_of_their_column},
    {"quotes hold commas and quotes", quotes_hold_commas_and_quotes},
    {"mark before utf8 is no part of a name", mark_before_utf8_is_no_part_of_a_name},
    {"missing column is told with those found", missing_column_is_told_with_those_found},
    {"column nearly right is asked about", column_nearly_right_is_asked_about},
    {"empty file and zero byte are told", empty_file_and_zero_byte_are_told},
    CU_TEST_INFO_NULL,
};
