/* rows.h - the rows of a public feed on their way into a recording.
 *
 * A format's reader adds reports in any order, or refuses rows by name. Then they are sorted by
 * time and sent: stamped with the time of measurement, in datagrams of one sensor's rows within 100
 * ms that never span a whole second, so that an epoch holds just what was measured in it.
 */
#ifndef TOOLS_IMPORT_ROWS_H
#define TOOLS_IMPORT_ROWS_H

#include "text/message.h"
#include "tools/import/csv.h"
#include "tools/import/values.h"
#include "tools/sim/feed.h"
#include "tools/sim/truth.h"

#define ROWS_REASONS_MAX 24

typedef struct rows_refused {
    const char *reason; /* a name of refusal or remark (daemon/wire/refusal.h) */
    uint64_t count;
} rows_refused;

typedef struct rows_entry {
    int64_t time_ns;
    int64_t state_ns; /* for truth: the time for which the row as a whole stands */
    int sensor;       /* as sensors were added; -1: dropped */
    int line;
    feed_report report;
    feed_platform platform; /* where the sensor was, if that moves; time 0: it does not */
} rows_entry;

typedef struct rows {
    csv file;
    text_messages *messages; /* of the file */
    bool strict;             /* the first bad row ends it */
    bool anonymous;          /* reports are sent without number and label */
    value_zone zone;
    rows_entry *entries;
    size_t count, room;
    char (*sensors)[49];
    size_t sensor_count;
    rows_refused refused[ROWS_REASONS_MAX];
    size_t reason_count;
    rows_refused remarked[ROWS_REASONS_MAX]; /* taken all the same */
    size_t remark_count;
    uint64_t heights, pressure_heights, no_heights; /* of what was taken */
    truth *true_places;                             /* NULL: not wanted */
} rows;

/* Index of a sensor by name, new or known; -1 where memory was refused. */
int rows_sensor(rows *one, const char *name);

/* Adds a report of the row at hand. false: memory was refused, and told. */
bool rows_add(rows *one, int sensor, int64_t state_ns, const feed_report *report);

/* Leaves the row at hand out, or ends the import where it is strict: gives whether to go on. The
 * first of each reason is told. column: what is wrong; NULL: the row as a whole. */
bool rows_refuse(rows *one, const char *reason, const char *column, const char *text,
                 const char *why);

/* Counts something about a row that is taken all the same, and tells the first. */
void rows_remark(rows *one, const char *name, const char *what);

/* In order of time; equal ones by sensor's name, number and place, whatever the file's order. */
void rows_sort(rows *one);

/* Takes out an entry, after sorting, under this reason. */
void rows_drop(rows *one, size_t index, const char *reason);

/* Writes the recording. Its exercise starts with the whole second of the first row and ends with
 * the first whole second after the last. false: error says why. */
bool rows_send(const rows *one, const char *path, feed_counts *written, char error[512]);

void rows_end(rows *one);

#endif
