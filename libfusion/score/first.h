/* first.h - how long it takes until an object is first seen. What each is: fusion/score.h. */
#ifndef FUSION_SCORE_FIRST_H
#define FUSION_SCORE_FIRST_H

#include "score/epoch.h"

typedef struct first_object first_object;

typedef struct first {
    first_object *objects;
    size_t object_count;
} first;

/* Copies categories[0..objects). false: memory was refused. */
FUSION_CHECKED bool first_create(first *of, const uint8_t *categories, size_t objects);
void first_add(first *of, const epoch_scene *one);

/* These objects are there; whether they are seen is not asked. */
void first_born(first *of, int64_t time_ns, const fusion_score_truth *truth, size_t count);

/* s from the object's first truth to its first pair; NaN: it had none yet. */
double first_delay(const first *of, size_t object);

/* false: memory was refused, *figures is as it was. */
FUSION_CHECKED bool first_read(const first *of, fusion_score_figures *figures);
void first_free(first *of);

#endif
