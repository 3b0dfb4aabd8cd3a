#include "daemon/file.h"
#include "daemon/picture/picture_csv.h"
#include "suites.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const fusion_registry registry = {
    .nations = {{.code = "JPN"}, {.code = "ROK"}},
    .nation_count = 2,
    .sensors = {{.name = "jpn-ship", .nation = 0}, {.name = "rok-sky", .nation = 1}},
    .sensor_count = 2,
};

/* On the equator at 90 E, 100 m up: ECEF y is up, z north, -x east (by the definition of the
 * frames), so that every figure of the row can be written down by hand. */
static fusion_track track_at_90_east(void)
{
    fusion_track track = {
        .number = 0xABC,
        .position = {0.0, 6378237.0, 0.0},
        .velocity = {-10.0, 2.5, 30.0},
        .covariance = {[0] = 400.0,
                       [6] = 25.0,
                       [11] = 100.0,
                       [1] = 6.0,
                       [15] = 9.0,
                       [18] = 4.0,
                       [20] = 16.0,
                       [16] = 1.5},
        .newest_ns = INT64_C(946684808) * FUSION_SECOND,
        .status = FUSION_CONFIRMED,
        .categories = FUSION_MISSILE | FUSION_AIR,
        .identity = FUSION_HOSTILE,
        .identity_percent = 67,
        .absorbed = 0xDEF,
        .claim_count = 3,
        .claims = {{.sensor = 0, .nation = 0, .categories = FUSION_AIR, .identity = FUSION_HOSTILE},
                   {.sensor = 400, .nation = 1, .identity = FUSION_NEUTRAL, .identity_percent = 60},
                   {.sensor = 400,
                    .nation = FUSION_NATION_UNNAMED,
                    .categories = FUSION_MISSILE | FUSION_AIR}},
        .sensors = {1},
        .nations = 3,
    };
    return track;
}

static void a_row_has_the_figures_of_the_local_frame(void)
{
    char row[PICTURE_CSV_ROW];
    const fusion_track track = track_at_90_east();
    const size_t length =
        picture_csv_row(row, &registry, INT64_C(946684810) * FUSION_SECOND, &track);
    CU_ASSERT_EQUAL(length, strlen(row));
    CU_ASSERT_STRING_EQUAL(row, "10,000000000abc,0,90,100,10,30,2.5,confirmed,missile+air,hostile,"
                                "400,0,-6,100,0,25,2,jpn-ship+ROK,67,"
                                "jpn-ship:hostile::air+ROK:neutral:60:+:::missile/air,000000000def,"
                                "9,0,-1.5,16,0,4\n");
}

/* A ship's way up and down: with the sea, some millimetres in a second. */
static void no_velocity_is_written_as_certain(void)
{
    char row[PICTURE_CSV_ROW];
    fusion_track track = track_at_90_east();
    track.covariance[18] = 3e-5;
    const size_t length = picture_csv_row(row, &registry, 0, &track);
    CU_ASSERT_STRING_EQUAL(row + length - strlen(",0.00003\n"), ",0.00003\n");
}

static void columns_and_cells_are_as_many(void)
{
    char row[PICTURE_CSV_ROW];
    const fusion_track track = {.number = 1, .position = {6378137.0, 0.0, 0.0}, .marks = 4};
    picture_csv_row(row, &registry, 0, &track);
    size_t heads = 0;
    size_t cells = 0;
    for (const char *at = picture_csv_head; *at; at++)
        heads += *at == ',';
    for (const char *at = row; *at; at++)
        cells += *at == ',';
    CU_ASSERT_EQUAL(heads, 27);
    CU_ASSERT_EQUAL(cells, heads);
    CU_ASSERT_PTR_NOT_NULL(strstr(row, ",0,0,0,,,,,,,0,")); /* velocity withheld, nothing known */
    CU_ASSERT_STRING_EQUAL(strrchr(row, '0'), "0,,,,,,,,,,\n"); /* nor how well it is known */
}

static void time_counts_from_2000_within_that_year_only(void)
{
    static const struct {
        int64_t ns;
        const char *want;
    } cases[] = {
        {INT64_C(946684800000000000), "0,"},
        {INT64_C(946684801500000000), "1.5,"},
        {INT64_C(978307199999999999), "31622399.999999999,"}, /* 366 days less 1 ns */
        {INT64_C(978307200000000000), "978307200,"},
        {INT64_C(1930359601000000000), "1930359601,"},
    };
    const fusion_track track = track_at_90_east();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char row[PICTURE_CSV_ROW];
        picture_csv_row(row, &registry, cases[i].ns, &track);
        CU_ASSERT_EQUAL(strncmp(row, cases[i].want, strlen(cases[i].want)), 0);
    }
}

/* Judges took each row for an object that the picture asserts: clutter became false tracks. */
static void a_tentative_track_has_no_row(void)
{
    char folder[] = "/tmp/picture-csv-XXXXXX";
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
    char path[64];
    snprintf(path, sizeof path, "%s/JPN.hub.csv", folder);
    int error = -1;
    picture_csv *csv = picture_csv_create(path, &registry, &error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(csv);
    fusion_track tracks[3] = {track_at_90_east(), track_at_90_east(), track_at_90_east()};
    tracks[0].status = FUSION_TENTATIVE;
    tracks[2].status = FUSION_COASTING;
    const pipeline_picture picture = {
        .epoch_ns = INT64_C(946684810) * FUSION_SECOND, .tracks = tracks, .track_count = 3};
    CU_ASSERT_TRUE(picture_csv_write(csv, &picture));
    CU_ASSERT_EQUAL(picture_csv_finish(csv), 0);
    char *text = NULL;
    size_t size = 0;
    CU_ASSERT_EQUAL_FATAL(file_read(path, 1 << 20, &text, &size), 0);
    CU_ASSERT_PTR_NULL(strstr(text, "tentative"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "confirmed"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "coasting"));
    free(text);
    unlink(path);
    rmdir(folder);
}

static void a_file_stands_there_only_when_it_is_whole(void)
{
    char folder[] = "/tmp/picture-csv-XXXXXX";
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
    char path[64];
    snprintf(path, sizeof path, "%s/JPN.hub.csv", folder);
    int error = -1;
    picture_csv *csv = picture_csv_create(path, &registry, &error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(csv);
    CU_ASSERT_EQUAL(error, 0);
    const fusion_track tracks[2] = {track_at_90_east(), track_at_90_east()};
    const pipeline_picture picture = {
        .epoch_ns = INT64_C(946684810) * FUSION_SECOND, .tracks = tracks, .track_count = 2};
    CU_ASSERT_TRUE(picture_csv_write(csv, &picture));
    CU_ASSERT_NOT_EQUAL(access(path, F_OK), 0);
    CU_ASSERT_EQUAL(picture_csv_finish(csv), 0);
    char *text = NULL;
    size_t size = 0;
    CU_ASSERT_EQUAL(file_read(path, 1 << 20, &text, &size), 0);
    CU_ASSERT_EQUAL(strncmp(text, picture_csv_head, strlen(picture_csv_head)), 0);
    size_t lines = 0;
    for (size_t i = 0; i < size; i++)
        lines += text[i] == '\n';
    CU_ASSERT_EQUAL(lines, 3);
    free(text);
    unlink(path);
    rmdir(folder);
}

CU_TestInfo picture_csv_tests[] = {
    {"no velocity is written as certain", no_velocity_is_written_as_certain},
    {"a row has the figures of the local frame", a_row_has_the_figures_of_the_local_frame},
    {"columns and cells are as many", columns_and_cells_are_as_many},
    {"time counts from 2000 within that year only", time_counts_from_2000_within_that_year_only},
    {"a tentative track has no row", a_tentative_track_has_no_row},
    {"a file stands there only when it is whole", a_file_stands_there_only_when_it_is_whole},
    CU_TEST_INFO_NULL,
};
