/* heard.h - what came from each sensor in the last ten minutes of exercise time.
 *
 * It knows the stamps of inputs and no other clock, so that the same inputs leave the same figures,
 * live or played again at any speed, and whenever anybody asks. Each sensor has bins of ten seconds
 * of exercise time in a ring of its own; nothing is allocated.
 */
#ifndef DAEMON_HEARD_H
#define DAEMON_HEARD_H

#include "daemon/wire/codec.h"

#define HEARD_BINS   60
#define HEARD_BIN_NS (10 * FUSION_SECOND)
#define HEARD_BOUNDS 13                         /* of lateness */
extern const double heard_bounds[HEARD_BOUNDS]; /* s; from 0.01 to 100, 1 among them */

/* A datagram that is refused whole counts as one report, if it bears the sensor's name. */
typedef struct heard_bin {
    uint32_t taken, refused;
    uint32_t late[HEARD_BOUNDS + 1]; /* of those taken: up to that bound and over the one before;
                                      * the last: over all of them */
} heard_bin;

/* Begins as {0}. */
typedef struct heard_all {
    int64_t newest_ns[FUSION_SENSORS_MAX]; /* stamp of its newest datagram taken; 0: none yet */
    int64_t bin[FUSION_SENSORS_MAX];       /* number of its newest bin, counted from 1970 */
    heard_bin bins[FUSION_SENSORS_MAX][HEARD_BINS];
} heard_all;

/* What became of one datagram that was received at stamp_ns. It counts in the bin in which its
 * epoch begins, so that no bin tells of a stamp more than its epoch. Stamps never fall but with a
 * new run.
 */
void heard_note(heard_all *one, int64_t stamp_ns, int64_t epoch_ns, const codec_result *result);

/* The exercise began anew: nobody was heard yet. */
void heard_new_run(heard_all *one);

/* The ten minutes that end with the bin in which now_ns lies, which is not before the newest stamp.
 */
typedef struct heard_span {
    int64_t from_ns;             /* begin of counts[0] */
    uint32_t counts[HEARD_BINS]; /* reports taken and refused, oldest first */
    uint64_t taken, refused;
    /* The least of heard_bounds that 95 of 100 keep of those taken; NAN: none was taken; INFINITY:
     * over the last bound. */
    double late_s;
} heard_span;
heard_span heard_last(const heard_all *one, size_t sensor, int64_t now_ns);

/* Has a sensor that was last heard at newest_ns (0: never) sent nothing, not even a sign of life,
 * for three of its periods and at least HEARD_PATIENCE_NS? began_ns: when the run began, from which
 * one that was never heard is waited for; 0: it is not waited for. One whose period is irregular
 * (0) is never silent. */
#define HEARD_PATIENCE_NS (10 * FUSION_SECOND)
bool heard_silent(int64_t newest_ns, int64_t period_ns, int64_t began_ns, int64_t now_ns);

#endif
