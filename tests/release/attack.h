/* attack.h - the best that can be made of displaced places by one who knows everything but the key.
 *
 * The attacker is the exact best linear estimator (for normal errors the best of all): it knows the
 * covariance of every displacement, of the object's motion and of the source's noise, and solves
 * for the weights that make the least mean square error. Nothing here comes from the library: the
 * covariances are those of the theory.
 */
#ifndef TESTS_RELEASE_ATTACK_H
#define TESTS_RELEASE_ATTACK_H

#include <stdbool.h>
#include <stddef.h>

#define ATTACK_NOISE  50.0 /* m: the source's, on each axis */
#define ATTACK_ROUND  10.0 /* m: of the receiver's own */
#define ATTACK_PLACES 1e6  /* m, sigma: the object may be anywhere */

/* How the attacker takes several streams of one object to hang together. The first is how it is
 * built; the others are mechanisms that are known to fail. */
typedef enum attack_belief {
    ATTACK_NESTED,
    ATTACK_SCALED, /* one offset, as large as the floor says */
    ATTACK_APART,  /* an offset for each receiver */
    ATTACK_REDRAWN /* an offset for each stretch between two changes of the form */
} attack_belief;
#define ATTACK_BELIEFS 4

/* Parts that the attacker has been told, as bits: 1 << displace_part. */
typedef struct attack_sight {
    double time;      /* s */
    size_t rung;      /* 0: seen by itself, with ATTACK_NOISE */
    unsigned told;    /* parts that are known and taken out */
    unsigned objects; /* in known formation, of which this is the mean; 1 */
    unsigned receiver, stretch;
} attack_sight;

/* Velocity is normal with `speed` on each axis; then the object turns evenly, or is driven by white
 * acceleration of this intensity. */
typedef struct attack_motion {
    double speed;  /* m/s; 0: it stands */
    double turn;   /* rad/s */
    double driven; /* m^2/s^3 */
} attack_motion;

typedef struct attack {
    attack_belief belief;
    attack_motion motion;
    bool flies;
    const attack_sight *sights;
    size_t sight_count;
} attack;

/* Weights of both axes of all sights (east of all, then north of all) for the place at asked[0 ..
 * asked_count): weights[(2 * question + axis) * 2 * sight_count + sight]. false: no solution. */
bool attack_solve(const attack *of, const double *asked, size_t asked_count, double *weights);

#endif
