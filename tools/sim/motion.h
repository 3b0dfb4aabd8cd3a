/* motion.h - where every object truly is.
 *
 * The exercise goes on by whole seconds; within a second a body is on the cubic through its places
 * and velocities at both ends. That cubic is the truth: it rounds off the corner where a leg ends,
 * and elsewhere lies within 1 mm of an even turn and 10 cm of a fall through the air. Ships and
 * aircraft keep course, speed and height as people set them: a course is an angle from north, so a
 * steady course is a rhumb line. Positions are kept in ECEF: no longitude, latitude or pole needs
 * care.
 */
#ifndef TOOLS_SIM_MOTION_H
#define TOOLS_SIM_MOTION_H

#include "tools/sim/fall.h"
#include "tools/sim/scenario.h"

typedef struct body {
    const scenario_object *plan;
    bool here;             /* it exists at the end of this second */
    bool whole;            /* and existed at its beginning: it can be looked at */
    double position[2][3]; /* ECEF at the beginning and the end of this second */
    double velocity[2][3];
    double course, speed, height;
    scenario_leg leg; /* the one it is on */
    double leg_left;  /* s */
    size_t next_leg;
    chance draws;
    fall arc;
} body;

/* The body at second 0. The plan must outlive it. */
void body_begin(body *one, const scenario_object *plan);

/* On to the next second: what was the end becomes the beginning. second: of the new end. */
void body_step(body *one, double second);

/* Place and velocity at a moment of this second, 0 <= fraction <= 1. */
void body_at(const body *one, double fraction, double position[3], double velocity[3]);

#endif
