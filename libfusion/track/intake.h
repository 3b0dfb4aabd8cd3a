/* intake.h - what was fed in an epoch, sorted out before any track is touched. */
#ifndef FUSION_TRACK_INTAKE_H
#define FUSION_TRACK_INTAKE_H

#include "track/indices.h"
#include "track/measure.h"
#include "track/seen.h"

typedef struct intake {
    struct {
        measure *items;
        size_t count, capacity;
    } all;
    indices taken;   /* to be fused, by measure_compare */
    indices notices; /* likewise */
    indices moved;   /* likewise: places under a floor */
    indices scratch;
    fusion_engine_counts counts; /* of this epoch; `released` is left at 0 */
} intake;

/* Sorts releases[0..count). `known` holds the measurements of the epochs before and is not changed;
 * there is room in it for these afterwards. False: memory was refused. */
FUSION_CHECKED bool intake_sort(intake *one, room *memory, const fusion_release *releases,
                                size_t count, const fusion_engine_settings *settings,
                                const fusion_registry *registry, seen *known);

/* Marks all that was taken as known. */
void intake_remember(const intake *one, seen *known);
void intake_free(intake *one, room *memory);

#endif
