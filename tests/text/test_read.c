#include "suites.h"
#include "text/read.h"

#include <stdio.h>
#include <string.h>

static text_messages messages;

static text_node node(const char *text)
{
    text_messages_init(&messages, "book.yaml");
    return (text_node){.kind = TEXT_SCALAR, .line = 15, .text = text};
}

static void check_said(const char *said)
{
    const char *got = messages.count > 0 ? messages.kept[0].text : "nothing";
    if (strcmp(got, said) != 0)
        printf("\n    said: %s\n", got);
    CU_ASSERT_STRING_EQUAL(got, said);
}

static void check_delay_refused(const char *text, const char *said)
{
    const text_node n = node(text);
    int64_t ns = -7;
    CU_ASSERT_FALSE(text_duration(&n, "delay", false, &ns, &messages));
    CU_ASSERT_EQUAL(ns, -7);
    check_said(said);
}

static void check_delay(const char *text, bool fine, int64_t expected_ns)
{
    const text_node n = node(text);
    int64_t ns = -7;
    CU_ASSERT_TRUE(text_duration(&n, "delay", fine, &ns, &messages));
    CU_ASSERT_EQUAL(ns, expected_ns);
    CU_ASSERT_EQUAL(messages.count, 0);
}

static void durations_are_exact_to_the_nanosecond(void)
{
    check_delay("90 s", false, INT64_C(90000000000));
    check_delay("0 s", false, 0);
    check_delay("0.1 s", false, 100000000);
    check_delay("0.000000001 s", false, 1);
    check_delay("1.5 min", false, INT64_C(90000000000));
    check_delay("2 h", false, INT64_C(7200000000000));
    check_delay("90 days", false, INT64_C(7776000000000000));
    check_delay("250 ms", true, 250000000);
    check_delay("7.5 us", true, 7500);
}

static void a_duration_that_is_not_one_says_what_to_write(void)
{
    check_delay_refused("90", "delay \"90\" has no unit. Write \"90 s\" or \"90 min\".");
    check_delay_refused("010 s", "delay \"010 s\" begins with a zero. Write \"10 s\".");
    check_delay_refused("1e3 s", "delay \"1e3 s\" has an exponent. Write \"1000 s\".");
    check_delay_refused("90s", "delay \"90s\" needs one space before its unit. Write \"90 s\".");
    check_delay_refused("90  s",
                        "delay \"90  s\" needs one space before its unit. Write \"90 s\".");
    check_delay_refused("-1 s", "delay \"-1 s\" has a sign. Write it without.");
    check_delay_refused("1_000 s",
                        "delay \"1_000 s\" is not a number, a space and a unit (s, min, h, days).");
    check_delay_refused("5 ms",
                        "delay \"5 ms\" is not a number, a space and a unit (s, min, h, days).");
    check_delay_refused("nan", "delay \"nan\" does not begin with a number. Write plain decimals, "
                               "such as 2 or 0.5.");
    check_delay_refused("0.0000000001 s", "delay \"0.0000000001 s\" is finer than a nanosecond or "
                                          "longer than 36500 days.");
    check_delay_refused("36501 days", "delay \"36501 days\" is finer than a nanosecond or longer "
                                      "than 36500 days.");
    check_delay_refused("1234567890123456 s", "delay \"1234567890123456 s\" has more than 15 "
                                              "digits.");
}

static void check_written(int64_t duration_ns, const char *text)
{
    char written[TEXT_DURATION_ROOM];
    text_write_duration(written, duration_ns);
    CU_ASSERT_STRING_EQUAL(written, text);
    check_delay(text, false, duration_ns);
}

static void a_duration_is_written_as_a_person_would(void)
{
    check_written(0, "0 s");
    check_written(INT64_C(90000000000), "90 s");
    check_written(INT64_C(60000000000), "60 s");
    check_written(INT64_C(300000000000), "5 min");
    check_written(INT64_C(3600000000000), "1 h");
    check_written(INT64_C(7776000000000000), "90 days");
    check_written(INT64_C(86400000000000), "24 h");
    check_written(1500000001, "1.500000001 s");
    check_written(2500000000, "2.5 s");
}

static void quotes_round_a_number_are_refused(void)
{
    text_node n = node("90 s");
    n.quoted = true;
    int64_t ns;
    CU_ASSERT_FALSE(text_duration(&n, "delay", false, &ns, &messages));
    check_said("delay \"90 s\" stands in quotes. Write it plain: 90 s");
}

static void lengths_speeds_and_angles_become_si(void)
{
    double value = -1.0;
    text_node n = node("5 km");
    CU_ASSERT_TRUE(text_length(&n, "position", false, &value, &messages));
    CU_ASSERT_EQUAL(value, 5000.0);
    n = node("-12.5 m");
    CU_ASSERT_TRUE(text_length(&n, "height", true, &value, &messages));
    CU_ASSERT_EQUAL(value, -12.5);
    CU_ASSERT_FALSE(text_length(&n, "height", false, &value, &messages));
    n = node("50 m/s");
    CU_ASSERT_TRUE(text_speed(&n, "velocity", &value, &messages));
    CU_ASSERT_EQUAL(value, 50.0);
    n = node("180 deg");
    CU_ASSERT_TRUE(text_angle(&n, "azimuth", false, &value, &messages));
    CU_ASSERT_DOUBLE_EQUAL(value, 3.14159265358979323846, 4.5e-16); /* one rounding */
}

static void plain_numbers_keep_their_range(void)
{
    double value = -1.0;
    int64_t whole = -1;
    text_node n = node("0.95");
    CU_ASSERT_TRUE(text_number(&n, "detection", 0.0, 1.0, &value, &messages));
    CU_ASSERT_EQUAL(value, 0.95);
    n = node("1.5");
    CU_ASSERT_FALSE(text_number(&n, "detection", 0.0, 1.0, &value, &messages));
    check_said("detection \"1.5\" is not a number from 0 to 1.");
    n = node("0");
    CU_ASSERT_FALSE(text_number(&n, "clutter", 1e-6, 1e6, &value, &messages));
    check_said("clutter \"0\" is not a number from 0.000001 to 1000000."); /* no exponent is read */
    n = node("500");
    CU_ASSERT_TRUE(text_integer(&n, "count", 0, 1000, &whole, &messages));
    CU_ASSERT_EQUAL(whole, 500);
    n = node("5.0");
    CU_ASSERT_FALSE(text_integer(&n, "count", 0, 1000, &whole, &messages));
    n = node("0x10");
    CU_ASSERT_FALSE(text_integer(&n, "count", 0, 1000, &whole, &messages));
}

static void check_place_refused(const char *text, const char *said)
{
    const text_node n = node(text);
    double lat, lon;
    CU_ASSERT_FALSE(text_place(&n, "place", &lat, &lon, &messages));
    check_said(said);
}

static void places_are_latitude_first(void)
{
    const double degree = 3.14159265358979323846 / 180.0;
    double lat = 9.0, lon = 9.0;
    text_node n = node("37.5 N 131.0 E");
    CU_ASSERT_TRUE(text_place(&n, "place", &lat, &lon, &messages));
    CU_ASSERT_DOUBLE_EQUAL(lat, 37.5 * degree, 1e-15); /* one rounding */
    CU_ASSERT_DOUBLE_EQUAL(lon, 131.0 * degree, 1e-15);
    n = node("0 N 0 E");
    CU_ASSERT_TRUE(text_place(&n, "place", &lat, &lon, &messages));
    CU_ASSERT_EQUAL(lat, 0.0);
    CU_ASSERT_EQUAL(lon, 0.0);
    check_place_refused("131.0 E 37.5 N",
                        "place \"131.0 E 37.5 N\" has longitude first. Write \"37.5 N 131.0 E\".");
    check_place_refused("90.5 N 0 E", "place \"90.5 N 0 E\" lies outside the world: latitude goes "
                                      "to 90, longitude to 180.");
    check_place_refused("37.5 131.0", "place \"37.5 131.0\" is not a place. Write \"37.5 N 131.0 "
                                      "E\": decimal degrees, latitude first.");
    check_place_refused("36.6 N 129.1234567890123 E", "place \"36.6 N 129.1234567890123 E\" has a "
                                                      "number with more than 15 digits.");
    check_place_refused("36.60000000000000 N 129 E", "place \"36.60000000000000 N 129 E\" has a "
                                                     "number with more than 15 digits.");
    check_place_refused("129.1234567890123 parsecs",
                        "place \"129.1234567890123 parsecs\" is not a place. Write \"37.5 N 131.0 "
                        "E\": decimal degrees, latitude first.");
    check_place_refused("nan N nan E", "place \"nan N nan E\" is not a place. Write \"37.5 N 131.0 "
                                       "E\": decimal degrees, latitude first.");
}

static void one_meridian_has_one_number(void)
{
    double lat, east = 0.0, west = 1.0;
    text_node n = node("11 N 180 E");
    CU_ASSERT_TRUE(text_place(&n, "place", &lat, &east, &messages));
    n = node("11 N 180 W");
    CU_ASSERT_TRUE(text_place(&n, "place", &lat, &west, &messages));
    CU_ASSERT_EQUAL(east, west);
}

static void check_time(const char *text, bool fine, int64_t expected_ns)
{
    const text_node n = node(text);
    int64_t ns = -7;
    CU_ASSERT_TRUE(text_time(&n, "time", fine, &ns, &messages));
    CU_ASSERT_EQUAL(ns, expected_ns);
}

static void check_time_refused(const char *text, const char *said)
{
    const text_node n = node(text);
    int64_t ns = -7;
    CU_ASSERT_FALSE(text_time(&n, "time", false, &ns, &messages));
    CU_ASSERT_EQUAL(ns, -7);
    check_said(said);
}

static void times_are_utc_with_seconds(void)
{
    /* Seconds from `date -u -d TIME +%s`. */
    check_time("1970-01-01T00:00:00Z", false, 0);
    check_time("2000-02-29T12:00:00Z", false, INT64_C(951825600) * 1000000000);
    check_time("2019-11-22T09:00:00Z", false, INT64_C(1574413200) * 1000000000);
    check_time("2100-03-01T00:00:00Z", false, INT64_C(4107542400) * 1000000000);
    check_time("2019-11-22T09:00:00.25Z", true, INT64_C(1574413200250000000));
    check_time_refused("2014-12-29T00:00:00", "time \"2014-12-29T00:00:00\" has no zone. Times are "
                                              "UTC: end it with \"Z\".");
    check_time_refused("2014-12-29T00:00:00+09:00",
                       "time \"2014-12-29T00:00:00+09:00\" has a zone of its own. Write it in UTC, "
                       "with \"Z\" at its end.");
    check_time_refused("2014-12-29", "time \"2014-12-29\" has no time of day. Write it like "
                                     "2019-11-22T09:00:00Z.");
    check_time_refused("2014-12-29T00:00Z", "time \"2014-12-29T00:00Z\" has no seconds. Write it "
                                            "like 2019-11-22T09:00:00Z.");
    check_time_refused("2019-02-29T00:00:00Z", "time \"2019-02-29T00:00:00Z\" is not in the "
                                               "calendar.");
    check_time_refused("2019-11-22T09:00:00.5Z", "time \"2019-11-22T09:00:00.5Z\" has a fraction "
                                                 "that is not allowed here. Write whole seconds.");
    check_time_refused("0800-01-01T00:00:00Z", "time \"0800-01-01T00:00:00Z\" is outside the years "
                                               "1970 to 2161.");
}

static void a_near_miss_is_answered_with_the_right_word(void)
{
    static const char *const words[] = {"missile", "air", "surface", "nuclear"};
    CU_ASSERT_STRING_EQUAL(text_nearest("nuclaer", words, 4), "nuclear");
    CU_ASSERT_STRING_EQUAL(text_nearest("surfase", words, 4), "surface");
    CU_ASSERT_PTR_NULL(text_nearest("cyber", words, 4));
    size_t index = 9;
    const text_node n = node("nuclaer");
    CU_ASSERT_FALSE(text_word(&n, "category", words, 4, &index, &messages));
    check_said("\"nuclaer\" is not a category. Did you mean \"nuclear\"?");
    CU_ASSERT_EQUAL(index, 9);
}

static void a_word_that_is_far_off_is_answered_with_all_of_them(void)
{
    static const char *const words[] = {"standing", "category", "item"};
    size_t index;
    const text_node n = node("no");
    CU_ASSERT_FALSE(text_word(&n, "approval", words, 3, &index, &messages));
    check_said("approval \"no\" is not a word here (standing, category, item).");
}

static void names_are_small_letters(void)
{
    char name[49] = "before";
    text_node n = node("rok-sky-2");
    CU_ASSERT_TRUE(text_name(&n, "sensor", name, &messages));
    CU_ASSERT_STRING_EQUAL(name, "rok-sky-2");
    static const char *const bad[] = {"Rok",
                                      "2rok",
                                      "r",
                                      "rok_sky",
                                      "-rok",
                                      "rok sky",
                                      "a23456789012345678901234567890123456789012345678x"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        n = node(bad[i]);
        CU_ASSERT_FALSE(text_name(&n, "sensor", name, &messages));
    }
    CU_ASSERT_STRING_EQUAL(name, "rok-sky-2");
}

static void an_unknown_key_and_a_missing_one_are_both_named(void)
{
    static const char *const keys[] = {"name", "owners", "rules"};
    text_node items[] = {
        {.kind = TEXT_SCALAR, .line = 2, .text = "x", .key = "name", .key_line = 2},
        {.kind = TEXT_SCALAR, .line = 3, .text = "y", .key = "owner", .key_line = 3}};
    const text_node map = {.kind = TEXT_MAP, .line = 1, .items = items, .count = 2};
    text_messages_init(&messages, "book.yaml");
    CU_ASSERT_FALSE(text_keys(&map, "a book", keys, 3, 3, &messages));
    CU_ASSERT_EQUAL(messages.count, 2); /* owners was meant: it is not said to be missing too */
    check_said("\"owner\" is not a key here. Did you mean \"owners\"?");
    CU_ASSERT_EQUAL(messages.kept[0].line, 3);
    CU_ASSERT_STRING_EQUAL(messages.kept[1].text,
                           "book \"x\" has no \"rules\". Write it; nothing is assumed.");
}

static void a_time_is_written_as_it_is_read(void)
{
    /* Seconds by Python's datetime: a leap day, the day after it, the end of a year that is no
     * leap year. */
    static const struct {
        int64_t seconds, fraction_ns;
        const char *text;
    } times[] = {
        {0, 0, "1970-01-01T00:00:00Z"},
        {951782400, 0, "2000-02-29T00:00:00Z"},
        {951868800, 1, "2000-03-01T00:00:00.000000001Z"},
        {1709251199, 500000000, "2024-02-29T23:59:59.5Z"},
        {4102444799, 0, "2099-12-31T23:59:59Z"},
    };
    char text[TEXT_TIME_ROOM];
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        text_write_time(text, times[i].seconds * 1000000000 + times[i].fraction_ns);
        CU_ASSERT_STRING_EQUAL(text, times[i].text);
    }
    text_write_time(text, -1);
    CU_ASSERT_STRING_EQUAL(text, "1970-01-01T00:00:00Z");
}

CU_TestInfo read_tests[] = {
    {"durations are exact to the nanosecond", durations_are_exact_to_the_nanosecond},
    {"a duration that is not one says what to write",
     a_duration_that_is_not_one_says_what_to_write},
    {"a duration is written as a person would", a_duration_is_written_as_a_person_would},
    {"quotes round a number are refused", quotes_round_a_number_are_refused},
    {"lengths, speeds and angles become SI", lengths_speeds_and_angles_become_si},
    {"plain numbers keep their range", plain_numbers_keep_their_range},
    {"places are latitude first", places_are_latitude_first},
    {"one meridian has one number", one_meridian_has_one_number},
    {"times are UTC with seconds", times_are_utc_with_seconds},
    {"a near miss is answered with the right word", a_near_miss_is_answered_with_the_right_word},
    {"a word that is far off is answered with all of them",
     a_word_that_is_far_off_is_answered_with_all_of_them},
    {"names are small letters", names_are_small_letters},
    {"an unknown key and a missing one are both named",
     an_unknown_key_and_a_missing_one_are_both_named},
    {"a time is written as it is read", a_time_is_written_as_it_is_read},
    CU_TEST_INFO_NULL,
};
