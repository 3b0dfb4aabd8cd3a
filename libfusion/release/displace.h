/* displace.h - a floor under precision: a place moved by a keyed displacement.
 *
 * A form may give a source track's place no better than a floor F: the best estimate that a
 * receiver can make of it, knowing everything but a key, is to have an RMS error of F at least. One
 * random offset does not do that for long, nor does noise on each report: so a place is moved by a
 * sum of three parts, each of variance F^2 / 2 on each axis, so that any one of them left alone
 * still gives F:
 *
 *   a constant part of the source track's own,
 *   a drifting part of the source track's own,
 *   a drifting part common to all tracks of the originator.
 *
 * Floors nest. The displacement of one rung is that of the next finer rung and an independent rest,
 * so what several receivers with different floors know together is what the finest of them knows
 * (Li, Chen, Li and Zhang, "Enabling Multi-level Trust in Privacy Preserving Data Mining", 2012).
 *
 * A drift is a second-order Gauss-Markov process of time constant F / v, correlated as
 * (1 + d) exp(-d) after d time constants, with v = 10 m/s for what flies and 1.5 m/s for the rest.
 * It is a sum over the last 128 ticks of a sixteenth of that constant, with weights u exp(-u), and
 * linear between ticks. What is drawn for a tick is a keyed hash (BLAKE2b) of the part, the rung,
 * the tick, and of whose part it is. So there is no state: any moment can be asked about, in any
 * order, and gives the same bits everywhere.
 *
 * What is kept between calls only saves hashing, and never changes a result.
 */
#ifndef FUSION_RELEASE_DISPLACE_H
#define FUSION_RELEASE_DISPLACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DISPLACE_KEY   32 /* bytes of an originator's exercise key */
#define DISPLACE_RUNGS 6  /* rung 1 to 6: 1, 2, 5, 10, 20, 50 km */

/* The floor of a rung, m; 0 for rung 0. */
double displace_floor(size_t rung);

/* Standard deviation on each axis of how fast a displacement changes, m/s. */
double displace_rate(size_t rung, bool flies);

/* Whose place is moved. Nothing else enters: no receiver, no rule, no place, no time of receipt. */
typedef struct displace_source {
    const uint8_t *key; /* the originator's, of this exercise alone */
    const char *sensor; /* by name */
    uint64_t number;    /* the source's own for the object, */
    int64_t began_ns;   /* and when it began to use it */
    bool flies;         /* air or missile */
} displace_source;

/* In the order east, north of the true place. */
typedef struct displacement {
    double place[2]; /* m */
    double rate[2];  /* m/s */
} displacement;

typedef struct displacer displacer;

/* NULL where memory was refused. One thread at a time uses a displacer. */
displacer *displacer_create(void);
void displacer_destroy(displacer *one); /* NULL does nothing */

typedef enum displace_part { DISPLACE_CONSTANT, DISPLACE_OWN, DISPLACE_COMMON } displace_part;
#define DISPLACE_PARTS 3

/* What one part of rung 1 to 6 adds to the rung below it, at a time, which may lie anywhere. */
displacement displace_part_at(displacer *with, const displace_source *source, displace_part part,
                              size_t rung, int64_t time_ns);

/* The displacement of a rung: the sum of all parts up to it. Rung 0 moves nothing. */
displacement displace_at(displacer *with, const displace_source *source, size_t rung,
                         int64_t time_ns);

/* Another number for the source's, 1 to 2^48 - 1: the same for every receiver, and without the key
 * it says nothing of sensor, number or beginning. */
uint64_t displace_number(const displace_source *source);

#endif
