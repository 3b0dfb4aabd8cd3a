/* aim.h - what must be the same of a view that two sides have. */
#ifndef TESTS_NONINTERFERENCE_AIM_H
#define TESTS_NONINTERFERENCE_AIM_H

#include "noninterference/side.h"

/* What has left a view by then must be as if it had never been given to it. */
#define AIM_AFTER_NS (75 * INT64_C(1000000000))

/* In place of a picture: what is said in words differs, or what is told of its own sensors. */
enum { AIM_TEXTS = STAGE_PICTURES, AIM_HEALTH };

typedef struct aim {
    int other;       /* the view of its name on the other side; -1: there is none */
    bool same;       /* all: it is given the same */
    bool left;       /* from AIM_AFTER_NS on: it was given more, which has left it again */
    unsigned crowds; /* bit c: pictures shown to crowd c of its room, which is given the same */
    bool texts;      /* what is said in words: its audience may know the same of the book */
    bool health;     /* what is told of its own sensors: all that, and they send the same */
} aim;

aim aim_take(const side *one, const side *other, unsigned view);

/* Is there something to be compared? */
bool aim_looks(const aim *of);

/* The first picture that differs though it must not, AIM_TEXTS, AIM_HEALTH, or -1: none. */
int aim_missed(const aim *of, const side *one, unsigned view, const stage_seen *seen,
               const stage_seen *other);

#endif
