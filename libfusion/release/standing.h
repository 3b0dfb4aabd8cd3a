/* standing.h - what is in force at a moment, one thing after the other, in words.
 *
 *     what        name                    value
 *     agreement   trilateral              in-force      each of the book
 *     posture     ROK                     crisis        each nation that is not routine
 *     emergency   launch                  stands        each that stands
 *     hold        ROK: sensor rok-sky     stands        each hold, withdrawal (withdraw), approval
 *                                                       (approve) that stands, of whom
 *     room        bridge                  JPN+USA       each of the book: who is its audience, or
 *                                                       dark
 *
 * Always in that order, and within it in that of the book or of declaring: so two lists can be held
 * against each other.
 */
#ifndef FUSION_RELEASE_STANDING_H
#define FUSION_RELEASE_STANDING_H

#include "release/gate.h"

typedef void standing_take(void *context, const char *what, const char *name, const char *value);

/* Hands out all that is in force by what the gate was told. at_ns is the start of an epoch. */
void standing_list(const fusion_gate *gate, int64_t at_ns, standing_take *take, void *context);

#endif
