#include "daemon/config/config.h"
#include "geo/angle.h"
#include "geo/wgs84.h"
#include "suites.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The book of the stock configuration; the configurations of the tests stand in a folder of their
 * own and name it by its whole path. */
#define BOOK TESTDATA "/agreements/peninsula.yaml"

#define HEAD                                                                                       \
    "format: picket-config-1\n"                                                                    \
    "book: " BOOK "\n"                                                                             \
    "reports: 127.0.0.1:47800\n"                                                                   \
    "control: 127.0.0.1:47801\n"                                                                   \
    "clock: controlled\n"
#define VIEWS "views: all\n"
#define SENSOR                                                                                     \
    "sensors:\n"                                                                                   \
    "  - name: rok-sky\n"                                                                          \
    "    nation: ROK\n"                                                                            \
    "    kind: air-search\n"                                                                       \
    "    sends: [plot]\n"                                                                          \
    "    period: 10 s\n"                                                                           \
    "    place: 37.5 N 127.0 E\n"                                                                  \
    "    height: 600 m\n"

static config_faults faults;

static config *read_text(const char *text)
{
    static char path[64];
    strcpy(path, "/tmp/picket-config-XXXXXX");
    const int descriptor = mkstemp(path);
    CU_ASSERT_FATAL(descriptor >= 0);
    CU_ASSERT_EQUAL_FATAL(write(descriptor, text, strlen(text)), (ssize_t)strlen(text));
    close(descriptor);
    config *one = config_read(path, &faults);
    unlink(path);
    return one;
}

/* Some message of the configuration, on this line, holds these words. */
static void expect_refused(const char *text, int line, const char *words)
{
    config *one = read_text(text);
    CU_ASSERT_PTR_NULL(one);
    config_destroy(one);
    bool found = false;
    for (size_t i = 0; i < faults.own.count; i++)
        found |= faults.own.kept[i].line == line && strstr(faults.own.kept[i].text, words);
    CU_ASSERT_TRUE(found);
    for (size_t i = 0; !found && i < faults.own.count; i++)
        fprintf(stderr, "\nwanted %d: %s\n   got %d: %s\n", line, words, faults.own.kept[i].line,
                faults.own.kept[i].text);
}

static void the_stock_configuration_has_each_nation_under_each_rule_and_the_room(void)
{
    config *one = config_read(TESTDATA "/demo.yaml", &faults);
    CU_ASSERT_PTR_NOT_NULL_FATAL(one);
    CU_ASSERT_EQUAL(faults.own.errors + faults.book.errors, 0);
    CU_ASSERT_EQUAL_FATAL(one->view_count, 13);
    CU_ASSERT_STRING_EQUAL(one->view_names[0], "JPN.national");
    CU_ASSERT_STRING_EQUAL(one->view_names[11], "USA.integrated");
    CU_ASSERT_STRING_EQUAL(one->view_names[12], "centre.hub");
    CU_ASSERT_EQUAL(one->registry.sensor_count, 21);
    CU_ASSERT_EQUAL(one->epoch_ns, 1000000000);
    CU_ASSERT_EQUAL(one->window_ns, INT64_C(120000000000));
    CU_ASSERT_EQUAL(one->page.port, 8080);
    CU_ASSERT_EQUAL(strlen(one->book_sha256), 64);
    config_destroy(one);
}

static void what_may_be_left_out_has_its_default(void)
{
    config *one = read_text(HEAD VIEWS SENSOR);
    CU_ASSERT_PTR_NOT_NULL_FATAL(one);
    CU_ASSERT_EQUAL(one->pictures.port, 0);
    CU_ASSERT_EQUAL(one->page.port, 0);
    CU_ASSERT_STRING_EQUAL(one->record, "");
    CU_ASSERT_STRING_EQUAL(one->files, "");
    CU_ASSERT_FALSE(one->clock_wall);
    const fusion_sensor *sensor = &one->registry.sensors[0];
    CU_ASSERT_EQUAL(sensor->period_ns, INT64_C(10000000000));
    CU_ASSERT_EQUAL(sensor->sends, 1);
    CU_ASSERT_FALSE(sensor->moves);
    double lat, lon, height;
    wgs84_from_ecef(sensor->place, &lat, &lon, &height);
    CU_ASSERT_DOUBLE_EQUAL(lat * ANGLE_DEGREES, 37.5, 1e-9); /* 0.1 mm */
    CU_ASSERT_DOUBLE_EQUAL(lon * ANGLE_DEGREES, 127.0, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(height, 600.0, 1e-6);
    config_destroy(one);
}

static void paths_are_relative_to_the_file(void)
{
    config *one = read_text(HEAD VIEWS SENSOR "record: live.pcap\nfiles: pictures\n");
    CU_ASSERT_PTR_NOT_NULL_FATAL(one);
    CU_ASSERT_STRING_EQUAL(one->record, "/tmp/live.pcap");
    CU_ASSERT_STRING_EQUAL(one->files, "/tmp/pictures");
    config_destroy(one);
}

static void a_wrong_key_is_answered_with_the_nearest_right_one(void)
{
    expect_refused(HEAD VIEWS SENSOR "pictrues: 127.0.0.1:1\n", 15, "\"pictures\"");
    expect_refused(HEAD VIEWS SENSOR "    nations: ROK\n", 15, "\"nation\"");
}

static void a_missing_key_is_named(void)
{
    expect_refused(HEAD SENSOR, 1, "views");
}

static void a_sensor_that_stands_twice_is_told_with_both_lines(void)
{
    expect_refused(HEAD VIEWS SENSOR "  - name: rok-sky\n"
                                     "    nation: ROK\n"
                                     "    kind: air-search\n"
                                     "    sends: [plot]\n"
                                     "    period: 10 s\n"
                                     "    place: moves\n",
                   15, "stands on line 8 already");
}

/* NO became false and the nation vanished, elsewhere. */
static void words_are_not_read_as_something_else(void)
{
    expect_refused(HEAD VIEWS "sensors:\n"
                              "  - name: rok-sky\n"
                              "    nation: NO\n"
                              "    kind: air-search\n"
                              "    sends: [plot]\n"
                              "    period: 1e1 s\n"
                              "    place: moves\n",
                   9, "\"NO\"");
    CU_ASSERT_PTR_NOT_NULL(strstr(faults.own.kept[1].text, "exponent"));
}

static void a_view_of_several_is_named_in_the_order_of_the_book(void)
{
    config *one = read_text(HEAD "views: [USA+JPN.hub, ROK.national]\n" SENSOR);
    CU_ASSERT_PTR_NOT_NULL_FATAL(one);
    CU_ASSERT_EQUAL_FATAL(one->view_count, 2);
    CU_ASSERT_STRING_EQUAL(one->view_names[0], "JPN+USA.hub");
    CU_ASSERT_EQUAL(one->views[0].audience, 5); /* nations 0 and 2 */
    config_destroy(one);
}

static void views_that_are_not_in_the_book_are_refused(void)
{
    expect_refused(HEAD "views: [PRK.hub]\n" SENSOR, 6, "\"PRK\" is not a nation");
    expect_refused(HEAD "views: [JPN.hib]\n" SENSOR, 6, "\"hib\" is not a rule");
    expect_refused(HEAD "views: [JPN+.hub]\n" SENSOR, 6, "is not a nation");
    expect_refused(HEAD "views: [JPN]\n" SENSOR, 6, "is not an audience and a rule");
    expect_refused(HEAD "views: [JPN.hub, JPN.hub]\n" SENSOR, 6, "stands twice");
    expect_refused(HEAD "views: some\n" SENSOR, 6, "must be all, or a list");
}

static void a_page_or_a_control_port_for_other_machines_is_refused(void)
{
    expect_refused(HEAD VIEWS SENSOR "page: 0.0.0.0:8080\n", 15, "would serve other machines");
    expect_refused("format: picket-config-1\nbook: " BOOK "\nreports: 0.0.0.0:47800\n"
                   "control: 10.0.0.1:47801\nclock: wall\n" VIEWS SENSOR,
                   4, "would obey other machines");
}

static void addresses_are_read_whole(void)
{
    static const char *const wrong[] = {"127.0.0.1",     "127.0.0.1:0",      "127.0.0.1:65536",
                                        "127.0.0.1:80x", "127.0.0.1:+80",    "localhost:80",
                                        "127.0.0:80",    "127.0.0.1:000080", ":80"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        char text[2048];
        snprintf(text, sizeof text, "%spictures: %s\n", HEAD VIEWS SENSOR, wrong[i]);
        expect_refused(text, 15, "is not an address and a port");
    }
}

/* Field fault W2: a group was joined on the wrong card, or on none; the log said "listening". */
static void a_multicast_group_is_refused_by_name(void)
{
    expect_refused("format: picket-config-1\nbook: " BOOK "\nreports: 239.1.2.3:47800\n"
                   "control: 127.0.0.1:47801\nclock: wall\n" VIEWS SENSOR,
                   3, "239.1.2.3 is a multicast group");
    expect_refused(HEAD VIEWS SENSOR "pictures: 224.0.0.1:47810\n", 15, "is a multicast group");
    expect_refused(HEAD VIEWS SENSOR "beats: [224.0.0.1:47810]\n", 15, "is a multicast group");
    config *one = read_text(HEAD VIEWS SENSOR "pictures: 223.255.255.255:47810\n");
    CU_ASSERT_PTR_NOT_NULL(one);
    config_destroy(one);
}

static void beats_are_a_list_of_addresses(void)
{
    config *one = read_text(HEAD VIEWS SENSOR "beats: [127.0.0.1:47820, 192.0.2.7:5]\n");
    CU_ASSERT_PTR_NOT_NULL_FATAL(one);
    CU_ASSERT_EQUAL(one->beat_count, 2);
    CU_ASSERT_STRING_EQUAL(one->beats[1].host, "192.0.2.7");
    CU_ASSERT_EQUAL(one->beats[1].port, 5);
    config *other = read_text(HEAD VIEWS SENSOR "beats: [127.0.0.1:47820]\n");
    CU_ASSERT_PTR_NOT_NULL_FATAL(other);
    CU_ASSERT_STRING_EQUAL(config_differs(one, other), "beats");
    config_destroy(other);
    config_destroy(one);
    expect_refused(HEAD VIEWS SENSOR "beats: 127.0.0.1:47820\n", 15, "beats must be a list");
    expect_refused(HEAD VIEWS SENSOR "beats: [47820]\n", 15, "is not an address and a port");
}

/* The gate of one sensor was read from the setting of another. */
static void each_sensor_has_its_own_settings(void)
{
    config *one = read_text(HEAD VIEWS SENSOR "  - name: rok-coast\n"
                                              "    nation: ROK\n"
                                              "    kind: coastal\n"
                                              "    sends: [plot]\n"
                                              "    period: 3 s\n"
                                              "    place: 35.0 N 129.0 E\n"
                                              "    height: 50 m\n");
    CU_ASSERT_PTR_NOT_NULL_FATAL(one);
    static const double heights[] = {600.0, 50.0}, lats[] = {37.5, 35.0}, periods[] = {10.0, 3.0};
    for (size_t i = 0; i < 2; i++) {
        const fusion_sensor *sensor = &one->registry.sensors[i];
        double lat, lon, height;
        wgs84_from_ecef(sensor->place, &lat, &lon, &height);
        CU_ASSERT_DOUBLE_EQUAL(lat * ANGLE_DEGREES, lats[i], 1e-9); /* 0.1 mm */
        CU_ASSERT_DOUBLE_EQUAL(height, heights[i], 1e-6);
        CU_ASSERT_EQUAL(sensor->period_ns, (int64_t)(periods[i] * 1e9));
    }
    CU_ASSERT_STRING_EQUAL(one->registry.sensors[1].name, "rok-coast");
    config_destroy(one);
}

static void what_is_expected_of_a_sensor_is_read(void)
{
    config *one =
        read_text(HEAD VIEWS SENSOR "    expected: {detection: 0.9, false-plots: 6, late: 5 s}\n");
    CU_ASSERT_PTR_NOT_NULL_FATAL(one);
    CU_ASSERT_EQUAL(one->registry.sensors[0].detection, 0.9);
    CU_ASSERT_EQUAL(one->registry.sensors[0].false_plots, 6.0);
    CU_ASSERT_EQUAL(one->registry.sensors[0].late_ns, 5 * FUSION_SECOND);
    config_destroy(one);
    one = read_text(HEAD VIEWS SENSOR);
    CU_ASSERT_PTR_NOT_NULL_FATAL(one);
    CU_ASSERT_EQUAL(one->registry.sensors[0].detection, 0.0);
    config_destroy(one);
    expect_refused(HEAD VIEWS SENSOR "    expected: {detection: 90}\n", 15, "detection");
    expect_refused(HEAD VIEWS SENSOR "    expected: {clutter: 6}\n", 15, "clutter");
    expect_refused(HEAD VIEWS SENSOR "    expected: {late: 5}\n", 15, "late");
}

static void place_and_height_go_together(void)
{
    static const char before[] = HEAD VIEWS "sensors:\n"
                                            "  - name: rok-sky\n"
                                            "    nation: ROK\n"
                                            "    kind: air-search\n"
                                            "    sends: [plot]\n"
                                            "    period: 10 s\n";
    char text[2048];
    snprintf(text, sizeof text, "%s    place: moves\n    height: 5 m\n", before);
    expect_refused(text, 14, "height belongs to a place");
    snprintf(text, sizeof text, "%s    place: 37.5 N 127.0 E\n", before);
    expect_refused(text, 13, "without a height");
}

static const char *differs(const char *text)
{
    config *one = read_text(HEAD VIEWS SENSOR), *other = read_text(text);
    CU_ASSERT_PTR_NOT_NULL_FATAL(one);
    CU_ASSERT_PTR_NOT_NULL_FATAL(other);
    const char *key = config_differs(one, other);
    config_destroy(one);
    config_destroy(other);
    return key ? key : "nothing";
}

static void only_the_book_may_be_another_in_mid_run(void)
{
    CU_ASSERT_STRING_EQUAL(differs("# remarks do not count\n" HEAD VIEWS SENSOR), "nothing");
    CU_ASSERT_STRING_EQUAL(differs(HEAD VIEWS SENSOR "retain: 120 s\n"), "nothing");
    CU_ASSERT_STRING_EQUAL(differs(HEAD VIEWS SENSOR "retain: 60 s\n"), "retain");
    CU_ASSERT_STRING_EQUAL(differs(HEAD VIEWS SENSOR "window: 60 s\n"), "window");
    CU_ASSERT_STRING_EQUAL(differs(HEAD VIEWS SENSOR "epoch: 2 s\n"), "epoch");
    CU_ASSERT_STRING_EQUAL(differs(HEAD VIEWS SENSOR "record: here.pcap\n"), "record");
    CU_ASSERT_STRING_EQUAL(differs(HEAD "views: [JPN.hub]\n" SENSOR), "views");
    CU_ASSERT_STRING_EQUAL(differs(HEAD VIEWS SENSOR "pictures: 127.0.0.1:47810\n"), "pictures");
}

static void epoch_and_window_fit_each_other(void)
{
    expect_refused(HEAD VIEWS SENSOR "epoch: 7 s\n", 15, "epoch");
    expect_refused(HEAD VIEWS SENSOR "epoch: 50 ms\n", 15, "epoch");
    expect_refused(HEAD VIEWS SENSOR "window: 1.5 s\n", 15, "window");
    expect_refused(HEAD VIEWS SENSOR "window: 2 h\n", 15, "window");
    expect_refused(HEAD VIEWS SENSOR "retain: 1.5 s\n", 15, "retain");
    expect_refused(HEAD VIEWS SENSOR "retain: 2 h\n", 15, "retain");
}

/* Elsewhere a policy that could not be read meant that everything was allowed. */
static void without_a_book_nothing_runs(void)
{
    expect_refused("", 0, "");
    expect_refused("format: picket-config-1\nbook: nowhere.yaml\nreports: 127.0.0.1:47800\n"
                   "control: 127.0.0.1:47801\nclock: wall\n" VIEWS SENSOR,
                   2, "Without a book nothing is released");
    CU_ASSERT_PTR_NULL(config_read("/nowhere/at/all.yaml", &faults));
    CU_ASSERT_TRUE(faults.own.errors > 0);
}

/* A book that names an unknown category in a clause must not come to nothing in silence. */
static void what_is_wrong_with_the_book_is_told_of_the_book(void)
{
    char path[] = "/tmp/picket-book-XXXXXX";
    const int descriptor = mkstemp(path);
    CU_ASSERT_FATAL(descriptor >= 0);
    const char book[] = "format: picket-rules-1\ntitle: \"x\"\nnation: none\n";
    CU_ASSERT_EQUAL(write(descriptor, book, sizeof book - 1), (ssize_t)sizeof book - 1);
    close(descriptor);
    char text[2048];
    snprintf(text, sizeof text,
             "format: picket-config-1\nbook: %s\nreports: 127.0.0.1:47800\n"
             "control: 127.0.0.1:47801\nclock: wall\n%s",
             path, VIEWS SENSOR);
    CU_ASSERT_PTR_NULL(read_text(text));
    unlink(path);
    CU_ASSERT_EQUAL(faults.own.errors, 0);
    CU_ASSERT_TRUE(faults.book.errors > 0);
    CU_ASSERT_STRING_EQUAL(faults.book.file, path);
    CU_ASSERT_EQUAL(faults.book.kept[0].line, 3);
}

static void a_sensor_that_differs_from_the_book_is_refused(void)
{
    char text[2048];
    snprintf(text, sizeof text, "%s", HEAD VIEWS SENSOR);
    char *nation = strstr(text, "nation: ROK");
    memcpy(nation, "nation: JPN", 11);
    CU_ASSERT_PTR_NULL(read_text(text));
    CU_ASSERT_TRUE(faults.own.errors + faults.book.errors > 0);
}

static void another_format_is_refused(void)
{
    expect_refused("format: picket-config-2\nbook: " BOOK "\nreports: 127.0.0.1:47800\n"
                   "control: 127.0.0.1:47801\nclock: wall\n" VIEWS SENSOR,
                   1, "picket-config-1");
}

/* HEAD has five lines, VIEWS one and SENSOR eight. */
static void an_exercise_key_is_of_one_nation_and_from_one_place(void)
{
    config *one = read_text(HEAD VIEWS SENSOR
                            "exercise-keys: [{nation: ROK, made-of: a-word-of-some-length}]\n");
    CU_ASSERT_PTR_NOT_NULL_FATAL(one);
    CU_ASSERT_EQUAL(one->keyed, UINT32_C(1) << fusion_nation_find(&one->registry, "ROK"));
    CU_ASSERT_EQUAL(faults.own.warnings, 1); /* that a word is no secret */
    config_destroy(one);
    expect_refused(HEAD VIEWS SENSOR "exercise-keys: [{nation: ROK}]\n", 15,
                   "write one of the two");
    expect_refused(HEAD VIEWS SENSOR "exercise-keys: [{nation: ROK, made-of: short}]\n", 15,
                   "made-of must be a text of 16 to 64 bytes");
    expect_refused(HEAD VIEWS SENSOR "exercise-keys: [{nation: ROK, file: not-there.key}]\n", 15,
                   "exercise key \"not-there.key\" cannot be read");
    expect_refused(HEAD VIEWS SENSOR
                   "exercise-keys: [{nation: ROK, made-of: a-word-of-some-length}, "
                   "{nation: ROK, made-of: a-word-of-some-length}]\n",
                   15, "ROK has an exercise key already");
}

CU_TestInfo config_tests[] = {
    {"the stock configuration has each nation under each rule and the room",
     the_stock_configuration_has_each_nation_under_each_rule_and_the_room},
    {"what may be left out has its default", what_may_be_left_out_has_its_default},
    {"paths are relative to the file", paths_are_relative_to_the_file},
    {"a wrong key is answered with the nearest right one",
     a_wrong_key_is_answered_with_the_nearest_right_one},
    {"a missing key is named", a_missing_key_is_named},
    {"a sensor that stands twice is told with both lines",
     a_sensor_that_stands_twice_is_told_with_both_lines},
    {"words are not read as something else", words_are_not_read_as_something_else},
    {"a view of several is named in the order of the book",
     a_view_of_several_is_named_in_the_order_of_the_book},
    {"views that are not in the book are refused", views_that_are_not_in_the_book_are_refused},
    {"a page or a control port for other machines is refused",
     a_page_or_a_control_port_for_other_machines_is_refused},
    {"addresses are read whole", addresses_are_read_whole},
    {"a multicast group is refused by name", a_multicast_group_is_refused_by_name},
    {"beats are a list of addresses", beats_are_a_list_of_addresses},
    {"each sensor has its own settings", each_sensor_has_its_own_settings},
    {"what is expected of a sensor is read", what_is_expected_of_a_sensor_is_read},
    {"place and height go together", place_and_height_go_together},
    {"epoch and window fit each other", epoch_and_window_fit_each_other},
    {"only the book may be another in mid run", only_the_book_may_be_another_in_mid_run},
    {"without a book nothing runs", without_a_book_nothing_runs},
    {"what is wrong with the book is told of the book",
     what_is_wrong_with_the_book_is_told_of_the_book},
    {"a sensor that differs from the book is refused",
     a_sensor_that_differs_from_the_book_is_refused},
    {"another format is refused", another_format_is_refused},
    {"an exercise key is of one nation and from one place",
     an_exercise_key_is_of_one_nation_and_from_one_place},
    CU_TEST_INFO_NULL,
};
