/* nis.h - normalised innovations squared, summed by sensor. What they are: fusion/engine.h.
 *
 * Sums are of whole millionths, so that they do not depend on the order of clusters.
 */
#ifndef FUSION_TRACK_NIS_H
#define FUSION_TRACK_NIS_H

#include "estimate/cv.h"
#include "fusion/engine.h"

/* How much of an innovation z of covariance S is a sensor's own noise R (engine.h). */
typedef struct nis_noise {
    double error2; /* z' inv(S) R inv(S) z */
    double share;  /* trace of R inv(S) */
    double share2; /* of its square */
} nis_noise;

typedef struct nis {
    struct {
        uint64_t plots, dimensions, millionths;
        uint64_t noise_error2, noise_share, noise_share2; /* millionths */
    } sensors[FUSION_SENSORS_MAX];
} nis;

/* Of a position with packed covariance r to a filter's; `level`: in the two directions square to
 * the vertical alone. All 0 where S is not positive definite. */
nis_noise nis_noise_of(const cv_state *filter, const double position[3], const double r[6],
                       bool level);

/* A fit without dimensions is none. */
void nis_note(nis *all, uint16_t sensor, const cv_fit *innovation);
void nis_note_noise(nis *all, uint16_t sensor, const nis_noise *noise);
fusion_innovations nis_of(const nis *all, uint16_t sensor);

#endif
