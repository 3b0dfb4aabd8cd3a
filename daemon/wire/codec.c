#include "daemon/wire/codec.h"

#include "daemon/wire/arena.h"
#include "daemon/wire/decode.h"
#include "daemon/wire/envelope.h"
#include "daemon/wire/platform.h"
#include "daemon/wire/replay_window.h"
#include "geo/wgs84.h"

#include <stdlib.h>
#include <string.h>

#define SLOTS 1024 /* of the hash table of names: a quarter full at most */

/* How far ahead of ours a sensor's clock was at most. */
typedef struct codec_ahead {
    int64_t minute; /* of exercise time */
    int64_t newest_ns, before_ns;
} codec_ahead;

struct codec {
    codec_settings settings;
    const fusion_registry *registry;
    arena memory;
    int16_t slots[SLOTS]; /* index into the registry; -1: free */
    replay_window windows[FUSION_SENSORS_MAX];
    bool tag_said[FUSION_SENSORS_MAX]; /* tag-unchecked was remarked for this run */
    polar_place places[FUSION_SENSORS_MAX];
    envelope walked;
    fusion_report reports[CODEC_REPORTS_MAX];
    codec_counts counts;
    codec_ahead ahead[FUSION_SENSORS_MAX];
};

codec_settings codec_defaults(void)
{
    return (codec_settings){.datagram_max = 1400,
                            .sent_future_ns = 5 * FUSION_SECOND,
                            .sent_old_ns = 30 * FUSION_SECOND,
                            .time_future_ns = 1 * FUSION_SECOND,
                            .window_ns = 120 * FUSION_SECOND};
}

/* FNV-1a (Fowler, Noll and Vo), 32 bits. */
static uint32_t name_hash(const uint8_t *name, size_t size)
{
    uint32_t hash = UINT32_C(2166136261);
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ name[i]) * UINT32_C(16777619);
    return hash;
}

static void sensors_index(codec *one)
{
    const fusion_registry *registry = one->registry;
    memset(one->slots, 0xFF, sizeof one->slots);
    for (size_t i = 0; i < registry->sensor_count; i++) {
        const fusion_sensor *sensor = &registry->sensors[i];
        uint32_t slot = name_hash((const uint8_t *)sensor->name, strlen(sensor->name));
        while (one->slots[slot % SLOTS] >= 0)
            slot++;
        one->slots[slot % SLOTS] = (int16_t)i;

        double lat, lon, height;
        wgs84_from_ecef(sensor->place, &lat, &lon, &height);
        polar_place_at(lat, lon, height, &one->places[i]);
    }
}

static int sensor_find(const codec *one, const uint8_t *name, size_t size)
{
    for (uint32_t slot = name_hash(name, size);; slot++) {
        const int sensor = one->slots[slot % SLOTS];
        if (sensor < 0)
            return -1;
        const char *known = one->registry->sensors[sensor].name;
        if (strlen(known) == size && memcmp(known, name, size) == 0)
            return sensor;
    }
}

codec *codec_create(const codec_settings *settings, const fusion_registry *registry)
{
    if (settings->datagram_max == 0 || settings->datagram_max > CODEC_DATAGRAM_MAX)
        return NULL;
    codec *one = calloc(1, sizeof *one);
    if (!one)
        return NULL;
    one->settings = *settings;
    one->registry = registry;
    const size_t whole = (size_t)(settings->datagram_max > 1400 ? 256 : 64) * 1024;
    const size_t room = settings->arena == 0 ? whole : settings->arena;
    void *block = malloc(room);
    if (!block) {
        free(one);
        return NULL;
    }
    arena_init(&one->memory, block, room);
    sensors_index(one);
    return one;
}

void codec_destroy(codec *one)
{
    if (!one)
        return;
    free(one->memory.data);
    free(one);
}

void codec_new_run(codec *one)
{
    memset(one->windows, 0, sizeof one->windows);
    memset(one->tag_said, 0, sizeof one->tag_said);
}

const codec_counts *codec_count(const codec *one)
{
    return &one->counts;
}

/* Run, number and times of a sensor that is known. */
static refusal head_check(const codec *one, size_t sensor, const envelope_head *head,
                          int64_t stamp_ns)
{
    if (head->tag_present && !head->tag_placed)
        return REFUSAL_TAG_PLACE;
    if (stamp_ns == 0)
        return REFUSAL_CLOCK_UNSET;
    if (head->began_ns <= 0)
        return REFUSAL_BEGAN_MISSING;
    if (head->sequence == 0)
        return REFUSAL_SEQUENCE_MISSING;
    if (head->sent_ns == 0)
        return REFUSAL_SENT_MISSING;
    const refusal why =
        replay_window_check(&one->windows[sensor], head->began_ns, head->sequence, stamp_ns);
    if (why != REFUSAL_NONE)
        return why;
    if (head->sent_ns > stamp_ns + one->settings.sent_future_ns)
        return REFUSAL_SENT_FUTURE;
    return head->sent_ns < stamp_ns - one->settings.sent_old_ns ? REFUSAL_SENT_OLD : REFUSAL_NONE;
}

static refusal body_decode(codec *one, const uint8_t *data, size_t size, size_t *byte,
                           const Picket__V1__Datagram **message)
{
    const refusal why = envelope_walk(&picket__v1__datagram__descriptor, data, size, &one->walked);
    *byte = one->walked.byte;
    if (why != REFUSAL_NONE)
        return why;
    arena_reset(&one->memory);
    *message = picket__v1__datagram__unpack(&one->memory.allocator, size, data);
    if (*message)
        return REFUSAL_NONE;
    return one->memory.failed ? REFUSAL_DECODE_MEMORY : REFUSAL_NOT_PROTOBUF;
}

/* The best of this minute and the one before it. */
static int64_t ahead_note(codec_ahead *known, int64_t sent_ns, int64_t stamp_ns)
{
    const int64_t minute = stamp_ns / (60 * FUSION_SECOND), ahead_ns = sent_ns - stamp_ns;
    if (minute != known->minute)
        *known = (codec_ahead){
            .minute = minute,
            .newest_ns = ahead_ns,
            .before_ns = minute == known->minute + 1 ? known->newest_ns : ahead_ns,
        };
    if (ahead_ns > known->newest_ns)
        known->newest_ns = ahead_ns;
    return known->newest_ns > known->before_ns ? known->newest_ns : known->before_ns;
}

/* From here on the datagram is taken, and states move. */
static void head_take(codec *one, size_t sensor, const envelope_head *head, int64_t stamp_ns,
                      codec_result *result)
{
    codec_sensor_counts *counts = &one->counts.sensors[sensor];
    const replay_news news =
        replay_window_take(&one->windows[sensor], head->began_ns, head->sequence, stamp_ns);
    result->restart = news.restart;
    one->counts.taken++;
    counts->datagrams++;
    counts->datagrams_missing += news.missing;
    counts->datagrams_missing -= news.found;
    counts->restarts += news.restart;
    counts->ahead_ns = ahead_note(&one->ahead[sensor], head->sent_ns, stamp_ns);
    counts->remarks[REMARK_RESTART] += news.restart;
    counts->remarks[REMARK_SEQUENCE_GAP] += news.missing > 0;
    counts->remarks[REMARK_FIELD_UNKNOWN] += one->walked.unknown > 0;
    if (news.first || news.restart)
        one->tag_said[sensor] = false;
    if (head->tag_present && !one->tag_said[sensor]) {
        one->tag_said[sensor] = true;
        counts->remarks[REMARK_TAG_UNCHECKED]++;
    }
}

/* Whether the walk found a fault in this report. */
static refusal part_fault(const envelope *walked, uint32_t field, size_t index)
{
    for (size_t i = 0; i < walked->part_count; i++)
        if (walked->parts[i].field == field && walked->parts[i].index == index)
            return walked->parts[i].why;
    return REFUSAL_NONE;
}

/* One report, `index` in its datagram: into the next free place, or onto the list of refused. */
static void report_count(codec *one, size_t sensor, refusal why, uint32_t remarks, size_t index,
                         codec_result *result)
{
    codec_sensor_counts *counts = &one->counts.sensors[sensor];
    counts->received++;
    if (why != REFUSAL_NONE) {
        counts->refused[why]++;
        result->refused[result->refused_count].why = why;
        result->refused[result->refused_count].index = index;
        result->refused_count++;
        return;
    }
    counts->passed++;
    for (unsigned what = 0; remarks >> what != 0; what++)
        counts->remarks[what] += remarks >> what & 1;
    const int64_t time_ns = one->reports[result->count++].time_ns;
    if (time_ns > counts->newest_ns)
        counts->newest_ns = time_ns;
}

/* The four lists differ in type alone. Field numbers are those of Datagram. */
#define TAKE_LIST(list, field, decode)                                                             \
    for (size_t i = 0; i < message->n_##list; i++) {                                               \
        uint32_t remarks = 0;                                                                      \
        refusal why = part_fault(&one->walked, field, i);                                          \
        if (why == REFUSAL_NONE)                                                                   \
            why = decode(frame, message->list[i], &one->reports[result->count], &remarks);         \
        report_count(one, frame->sensor, why, remarks, index++, result);                           \
    }

static void reports_take(codec *one, const decode_frame *frame, const Picket__V1__Datagram *message,
                         codec_result *result)
{
    size_t index = 0;
    TAKE_LIST(plots, 8, decode_plot)
    TAKE_LIST(tracks, 9, decode_track)
    TAKE_LIST(bearings, 10, decode_bearing)
    TAKE_LIST(notices, 11, decode_notice)
}

static refusal datagram_take(codec *one, int64_t stamp_ns, const uint8_t *data, size_t size,
                             codec_result *result)
{
    if (size > one->settings.datagram_max)
        return REFUSAL_TOO_LONG;
    envelope_head head;
    refusal why = envelope_head_read(data, size, &head, &result->byte);
    if (why != REFUSAL_NONE)
        return why;
    if (head.sensor_size == 0)
        return REFUSAL_SENSOR_MISSING;
    result->sensor = sensor_find(one, head.sensor, head.sensor_size);
    if (result->sensor < 0)
        return REFUSAL_SENSOR_UNKNOWN;
    const size_t sensor = (size_t)result->sensor;
    const Picket__V1__Datagram *message = NULL;
    why = head_check(one, sensor, &head, stamp_ns);
    if (why == REFUSAL_NONE)
        why = body_decode(one, data, size, &result->byte, &message);
    const fusion_sensor *registered = &one->registry->sensors[sensor];
    if (why == REFUSAL_NONE)
        why = platform_check(message->platform, registered);
    if (why != REFUSAL_NONE)
        return why;
    head_take(one, sensor, &head, stamp_ns, result);
    const decode_frame frame = {.registry = one->registry,
                                .settings = &one->settings,
                                .sensor = sensor,
                                .stamp_ns = stamp_ns,
                                .scan = message->scan,
                                .place = registered->moves ? NULL : &one->places[sensor],
                                .platform = message->platform};
    reports_take(one, &frame, message, result);
    return REFUSAL_NONE;
}

void codec_take(codec *one, int64_t stamp_ns, const uint8_t *data, size_t size,
                codec_result *result)
{
    result->sensor = -1;
    result->restart = false;
    result->byte = 0;
    result->count = result->refused_count = 0;
    result->reports = one->reports;
    one->counts.received++;
    result->why = datagram_take(one, stamp_ns, data, size, result);
    if (result->why == REFUSAL_NONE)
        return;
    one->counts.refused[result->why]++;
    if (result->sensor >= 0)
        one->counts.sensors[result->sensor].datagrams_refused[result->why]++;
}
