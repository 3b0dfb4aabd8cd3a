/* nis.h - normalised innovations squared, summed by sensor. What they are: fusion/engine.h.
 *
 * Sums are of whole millionths, so that they do not depend on the order of clusters.
 */
#ifndef FUSION_TRACK_NIS_H
#define FUSION_TRACK_NIS_H

#include "estimate/cv.h"
#include "fusion/engine.h"

typedef struct nis {
    struct {
        uint64_t plots, dimensions, millionths;
    } sensors[FUSION_SENSORS_MAX];
} nis;

/* A fit without dimensions is none. */
void nis_note(nis *all, uint16_t sensor, const cv_fit *innovation);
fusion_innovations nis_of(const nis *all, uint16_t sensor);

#endif
