/* codec.h - from datagram to reports: envelope, structural walk, decoding, checks.
 *
 * The order of checks is that of proto/README.md, cheapest first. A fault of the envelope refuses
 * the datagram and moves no state; a fault of one report refuses that report, and its neighbours
 * go on. Nothing is allocated once warm: protobuf-c unpacks into an arena of fixed size.
 */
#ifndef DAEMON_CODEC_H
#define DAEMON_CODEC_H

#include "daemon/wire/refusal.h"
#include "fusion/registry.h"
#include "fusion/report.h"
#include "fusion/status.h"

#include <stdbool.h>

#define CODEC_REPORTS_MAX  64
#define CODEC_DATAGRAM_MAX 9000 /* ceiling of the setting: never rely on IP fragments */

typedef struct codec_settings {
    size_t datagram_max;    /* 1,400 bytes; ceiling 9,000 */
    size_t arena;           /* bytes to decode a datagram in; 0: 64 KiB, 256 KiB over 1,400 bytes */
    int64_t sent_future_ns; /* 5 s */
    int64_t sent_old_ns;    /* 30 s */
    int64_t time_future_ns; /* 1 s: up to here the stamp is raised to the time */
    int64_t window_ns;      /* 120 s: a report measured longer ago is time-late */
} codec_settings;

/* What the codec did, in two exact ledgers. Datagrams: received = taken + sum of refused.
 * Reports of taken datagrams: received = passed + sum of refused. */
typedef struct codec_sensor_counts {
    uint64_t datagrams; /* taken */
    uint64_t
        datagrams_refused[REFUSAL_COUNT]; /* that bore its name; part of codec_counts.refused */
    uint64_t datagrams_missing;           /* gaps in its sequence, less those that came late */
    uint64_t restarts;
    uint64_t received;
    uint64_t passed;
    uint64_t refused[REFUSAL_COUNT];
    uint64_t remarks[REMARK_COUNT];
    int64_t newest_ns; /* exercise time of its newest report; 0: none yet */
    /* Its clock less ours, positive where it runs ahead: the largest of sending less receipt in
     * this minute of exercise time and the one before, since a way takes time and never less than
     * none (Cristian 1989). 0: none yet. */
    int64_t ahead_ns;
} codec_sensor_counts;

typedef struct codec_counts {
    uint64_t received;
    uint64_t taken;
    uint64_t refused[REFUSAL_COUNT];
    codec_sensor_counts sensors[FUSION_SENSORS_MAX]; /* as in the registry */
} codec_counts;

/* One datagram taken apart. Valid until the next call. */
typedef struct codec_result {
    refusal why;  /* REFUSAL_NONE: it was taken */
    int sensor;   /* index into the registry; -1: not known */
    bool restart; /* the first datagram of another run of the sensor */
    size_t byte;  /* where the fault of the datagram stands; 0 where that is not known */
    size_t count; /* reports that passed: reports[0..count) */
    const fusion_report *reports;
    size_t refused_count; /* reports that were refused, and why, in order */
    struct codec_refused {
        refusal why;
        size_t index; /* of the report in the datagram: plots, tracks, bearings, notices */
    } refused[CODEC_REPORTS_MAX];
} codec_result;

typedef struct codec codec;

/* The figures that stand beside the settings. */
codec_settings codec_defaults(void);

/* Keeps the registry, which must outlive it. NULL where memory was refused, or datagram_max is 0 or
 * over its ceiling. */
codec *codec_create(const codec_settings *settings, const fusion_registry *registry);
void codec_destroy(codec *one);

/* Takes one datagram that was received at stamp_ns (exercise time; 0: the clock is not set, and the
 * datagram is refused as clock-unset). */
void codec_take(codec *one, int64_t stamp_ns, const uint8_t *data, size_t size,
                codec_result *result);

/* The exercise began anew: replay windows and states are emptied, counts stay. */
void codec_new_run(codec *one);

/* Since it was created; valid as long as it is. */
const codec_counts *codec_count(const codec *one);

#endif
