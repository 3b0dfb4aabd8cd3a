/* Pictures in parts, and what must not show in any of them. */
#include "daemon/picture/picture_wire.h"
#include "picket/v1/picture.pb-c.h"
#include "picture/made_up.h"
#include "suites.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TRACKS = 120, NOTICES = 9, ROOM = 1400 };

static pipeline_picture picture_of(const fusion_track *tracks, size_t count)
{
    return (pipeline_picture){.since_ns = MADE_UP_START,
                              .epoch_ns = MADE_UP_START,
                              .tracks = tracks,
                              .track_count = count};
}

static void make_tracks(fusion_track tracks[TRACKS])
{
    for (size_t i = 0; i < TRACKS; i++) {
        tracks[i] = made_up_track(1000 + i, 30.0 + 0.01 * (double)i, 130.0, 5000.0);
        tracks[i].sensors[0] = i % 8;
        tracks[i].nations = 3;
        if (i % 7 == 0)
            snprintf(tracks[i].label, sizeof tracks[i].label, "object %zu", i);
    }
}

static void make_notices(fusion_released_notice notices[NOTICES])
{
    memset(notices, 0, NOTICES * sizeof *notices);
    for (size_t i = 0; i < NOTICES; i++) {
        fusion_released_notice *notice = &notices[i];
        notice->number = 1 + i;
        notice->release.warning = i == 0;
        notice->release.nation_named = i % 2 == 0;
        notice->release.report.kind = FUSION_NOTICE;
        notice->release.report.nation = 1;
        notice->release.report.time_ns = MADE_UP_START + 59 * FUSION_SECOND;
        notice->release.report.categories = FUSION_NUCLEAR | FUSION_CYBER;
        notice->release.report.as.notice.has_circle = true;
        notice->release.report.as.notice.radius = 5000.0;
        memset(notice->release.report.as.notice.text, 'x', 200);
    }
}

static Picket__V1__Picture *part_of(picture_wire *wire, size_t part, size_t room)
{
    const uint8_t *data = NULL;
    const size_t size = picture_wire_part(wire, part, room, &data);
    CU_ASSERT(size <= room);
    return size > 0 ? picket__v1__picture__unpack(NULL, size, data) : NULL;
}

static void check_lists(const Picket__V1__Picture *part)
{
    bool used[64] = {false};
    for (size_t i = 0; i < part->tracks->n_source_set; i++)
        used[part->tracks->source_set[i]] = true;
    for (size_t i = 0; i < part->n_source_sets; i++)
        CU_ASSERT_TRUE(used[i]); /* nothing is listed that this part's tracks do not use */
    for (size_t i = 1; i < part->n_sources; i++) {
        const int nation = strcmp(part->sources[i - 1]->nation, part->sources[i]->nation);
        CU_ASSERT(nation < 0 || (nation == 0 && strcmp(part->sources[i - 1]->sensor,
                                                       part->sources[i]->sensor) < 0));
    }
}

static void parts_hold_each_track_and_notice_once_within_the_room(void)
{
    static fusion_track tracks[TRACKS];
    static fusion_released_notice notices[NOTICES];
    make_tracks(tracks);
    make_notices(notices);
    config *configuration = made_up_config();
    picture_wire *wire = picture_wire_create(configuration, 0);
    pipeline_picture picture = picture_of(tracks, TRACKS);
    picture.notices = notices;
    picture.notice_count = NOTICES;
    CU_ASSERT_TRUE(picture_wire_set(wire, &picture));
    size_t track = 0;
    size_t notice = 0;
    size_t part = 1;
    uint32_t parts = 0;
    for (Picket__V1__Picture *told; (told = part_of(wire, part, ROOM)); part++) {
        CU_ASSERT_EQUAL(told->part, part);
        parts = told->parts;
        for (size_t i = 0; i < told->tracks->n_number; i++)
            CU_ASSERT_EQUAL(told->tracks->number[i], 1000 + track++);
        for (size_t i = 0; i < told->n_notices; i++)
            CU_ASSERT_EQUAL(told->notices[i]->number, 1 + notice++);
        check_lists(told);
        picket__v1__picture__free_unpacked(told, NULL);
    }
    CU_ASSERT_EQUAL(parts, part - 1);
    CU_ASSERT_EQUAL(track, TRACKS);
    CU_ASSERT_EQUAL(notice, NOTICES);
    CU_ASSERT(parts <= 12); /* 70 bytes a track, 270 a notice: 11 kB in parts of 1,400 bytes */
    picture_wire_destroy(wire);
    free(configuration);
}

static void what_does_not_fit_by_itself_is_told_all_the_same(void)
{
    static fusion_track tracks[TRACKS];
    make_tracks(tracks);
    config *configuration = made_up_config();
    picture_wire *wire = picture_wire_create(configuration, 0);
    const pipeline_picture picture = picture_of(tracks, 3);
    CU_ASSERT_TRUE(picture_wire_set(wire, &picture));
    const uint8_t *data = NULL;
    CU_ASSERT(picture_wire_part(wire, 3, 10, &data) > 10);
    CU_ASSERT_EQUAL(picture_wire_part(wire, 4, 10, &data), 0);
    picture_wire_destroy(wire);
    free(configuration);
}

static void a_notice_says_what_was_released(void)
{
    static fusion_released_notice notices[NOTICES];
    make_notices(notices);
    config *configuration = made_up_config();
    picture_wire *wire = picture_wire_create(configuration, 0);
    pipeline_picture picture = picture_of(NULL, 0);
    picture.notices = notices;
    picture.notice_count = 2;
    CU_ASSERT_TRUE(picture_wire_set(wire, &picture));
    Picket__V1__Picture *told = part_of(wire, 1, ROOM);
    CU_ASSERT_PTR_NOT_NULL_FATAL(told);
    CU_ASSERT_EQUAL_FATAL(told->n_notices, 2);
    const Picket__V1__ReleasedNotice *warning = told->notices[0];
    CU_ASSERT_EQUAL(warning->kind, PICKET__V1__NOTICE_KIND__NOTICE_KIND_WARNING);
    CU_ASSERT_EQUAL(warning->time_ns, MADE_UP_START); /* the minute */
    CU_ASSERT_STRING_EQUAL(warning->source->nation, "JPN");
    CU_ASSERT_STRING_EQUAL(warning->source->sensor, "");
    const Picket__V1__ReleasedNotice *notice = told->notices[1];
    CU_ASSERT_EQUAL(notice->kind, PICKET__V1__NOTICE_KIND__NOTICE_KIND_NOTICE);
    CU_ASSERT_EQUAL(notice->time_ns, MADE_UP_START + 59 * FUSION_SECOND);
    CU_ASSERT_PTR_NULL(notice->source);
    CU_ASSERT_EQUAL(notice->n_categories, 2);
    CU_ASSERT_EQUAL(notice->circle->radius_m, 5000.0);
    picket__v1__picture__free_unpacked(told, NULL);
    picture_wire_destroy(wire);
    free(configuration);
}

static void an_empty_picture_is_told_too(void)
{
    config *configuration = made_up_config();
    picture_wire *wire = picture_wire_create(configuration, 0);
    const uint8_t *data = NULL;
    CU_ASSERT_EQUAL(picture_wire_whole(wire, &data), 0); /* before there is a picture */
    CU_ASSERT_EQUAL(picture_wire_part(wire, 1, ROOM, &data), 0);
    const pipeline_picture picture = picture_of(NULL, 0);
    CU_ASSERT_TRUE(picture_wire_set(wire, &picture));
    CU_ASSERT(picture_wire_whole(wire, &data) > 0);
    Picket__V1__Picture *told = part_of(wire, 1, ROOM);
    CU_ASSERT_PTR_NOT_NULL_FATAL(told);
    CU_ASSERT_EQUAL(told->parts, 1);
    CU_ASSERT_EQUAL(told->epoch_ns, MADE_UP_START);
    picket__v1__picture__free_unpacked(told, NULL);
    CU_ASSERT_EQUAL(picture_wire_part(wire, 2, ROOM, &data), 0);
    picture_wire_destroy(wire);
    free(configuration);
}

static void a_new_audience_is_never_told_as_a_change(void)
{
    static fusion_track tracks[TRACKS];
    make_tracks(tracks);
    config *configuration = made_up_config();
    picture_wire *wire = picture_wire_create(configuration, 0);
    pipeline_picture picture = picture_of(tracks, TRACKS);
    const uint8_t *data = NULL;
    CU_ASSERT_TRUE(picture_wire_set(wire, &picture));
    CU_ASSERT_EQUAL(picture_wire_change(wire, &data), 0); /* no base */
    picture.epoch_ns += FUSION_SECOND;
    CU_ASSERT_TRUE(picture_wire_set(wire, &picture));
    CU_ASSERT(picture_wire_change(wire, &data) > 0);
    picture.epoch_ns += FUSION_SECOND;
    picture.since_ns = picture.epoch_ns;
    CU_ASSERT_TRUE(picture_wire_set(wire, &picture));
    CU_ASSERT_EQUAL(picture_wire_change(wire, &data), 0);
    picture_wire_destroy(wire);
    free(configuration);
}

/* A partner must not learn from its pictures which other sensors the daemon knows. */
static void sensors_that_are_not_named_change_no_byte(void)
{
    static fusion_track tracks[TRACKS];
    make_tracks(tracks);
    static uint8_t bytes[1 << 16];
    const uint8_t *data = NULL;
    const pipeline_picture picture = picture_of(tracks, TRACKS);
    config *configuration = made_up_config();
    picture_wire *wire = picture_wire_create(configuration, 0);
    CU_ASSERT_TRUE(picture_wire_set(wire, &picture));
    const size_t size = picture_wire_whole(wire, &data);
    CU_ASSERT_FATAL(size > 0 && size <= sizeof bytes);
    memcpy(bytes, data, size);
    picture_wire_destroy(wire);

    fusion_registry *registry = &configuration->registry;
    strcpy(registry->nations[2].code, "AUS");
    registry->nation_count = 3;
    for (size_t i = 3; i < 90; i++) {
        snprintf(registry->sensors[i].name, sizeof registry->sensors[i].name, "k-%zu", i);
        registry->sensors[i].nation = (uint8_t)(i % 3);
    }
    registry->sensor_count = 90;
    wire = picture_wire_create(configuration, 0);
    CU_ASSERT_TRUE(picture_wire_set(wire, &picture));
    CU_ASSERT_EQUAL(picture_wire_whole(wire, &data), size);
    CU_ASSERT_EQUAL(memcmp(data, bytes, size), 0);
    picture_wire_destroy(wire);
    free(configuration);
}

CU_TestInfo picture_parts_tests[] = {
    {"parts hold each track and notice once within the room",
     parts_hold_each_track_and_notice_once_within_the_room},
    {"what does not fit by itself is told all the same",
     what_does_not_fit_by_itself_is_told_all_the_same},
    {"a notice says what was released", a_notice_says_what_was_released},
    {"an empty picture is told too", an_empty_picture_is_told_too},
    {"a new audience is never told as a change", a_new_audience_is_never_told_as_a_change},
    {"sensors that are not named change no byte", sensors_that_are_not_named_change_no_byte},
    CU_TEST_INFO_NULL,
};
