/* kinds.h - objects of every kind, how sensors see them, and how honest their tracks are.
 *
 * Objects are moved by people, wind and water, on the ellipsoid and by its radii of curvature; no
 * model of the engine's is used. 25 of a kind are seen at once, so far apart that they have nothing
 * to do with each other.
 */
#ifndef TESTS_TRACK_KINDS_H
#define TESTS_TRACK_KINDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How objects of a kind move. What is 0 is not done. */
typedef struct manner {
    double slowest, fastest;           /* m/s */
    double lowest, highest;            /* m */
    double straight[2];                /* s: legs that go straight on, from and to; 0: for ever */
    double turns, turning[2], rate[2]; /* share of legs; s; degrees/s */
    double surges, acceleration;       /* share of legs that go over to another speed, by m/s2 */
    double climbs, climb;              /* share of legs; m/s */
    double drift, drifts;              /* m/s each way, and for how many s it stays as it is */
    double thrust[2], burns;           /* m/s2, from and to; s: what is thrown, and then falls */
} manner;

/* A sensor that sees each of them once in a period, nine times of ten. */
typedef struct eye {
    double period;        /* s */
    double along, across; /* m: sigma level, in two directions that are the object's own */
    double up;            /* m: sigma of height; 0: it measures none */
    double speed;         /* m/s: sigma of a velocity that is broadcast; 0: none */
} eye;

typedef struct sighted {
    const char *name;
    uint8_t categories; /* what the sensor says they are */
    uint8_t prior;      /* of which a height is believed that was not measured */
    const manner *moves;
    const eye *by;
    int dimensions;  /* of what is not known beforehand: 2 of what is on the ground or the sea */
    int learns;      /* rounds of 25 that are not sampled, */
    int rounds;      /* and those that are, at most 8 */
    int from, until; /* s of track life that are sampled */
    const manner *before; /* how those move that are not; NULL: likewise */
} sighted;

typedef struct honesty {
    double position, velocity;             /* NEES: mean over objects */
    double position_error, velocity_error; /* 1.96 standard errors of those, by objects */
    double seen;                           /* share of samples in which there was a track */
    double sigma, speed_sigma;             /* m, m/s: root mean square that is claimed, a way */
} honesty;

/* Sees them in one engine, round after round. */
honesty kinds_see(const sighted *what, uint64_t seed);

#endif
