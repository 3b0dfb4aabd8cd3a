/* covariance.h - packed covariances as they come over the wire: which axes, and whether they hold.
 *
 * A packed covariance is the upper triangle row by row over the axes that its sender knows,
 * float32. Here it is checked and spread into the packed 6 x 6 over (p1 p2 p3 v1 v2 v3) of
 * fusion/report.h.
 */
#ifndef DAEMON_COVARIANCE_H
#define DAEMON_COVARIANCE_H

#include "daemon/wire/refusal.h"

#include <stddef.h>
#include <stdint.h>

/* Which of the six axes a count of numbers stands for. */
typedef struct covariance_layout {
    uint8_t count; /* of numbers: axes (axes + 1) / 2 */
    uint8_t axes;
    uint8_t axis[6]; /* 0 to 2: position; 3 to 5: velocity */
} covariance_layout;

/* The layout with this count among layouts[0..size), or NULL. */
const covariance_layout *covariance_layout_of(const covariance_layout *layouts, size_t size,
                                              size_t count);

/* Checks numbers[0..layout->count) and writes them to their places in full; what the layout does
 * not have stays as it was. REFUSAL_NONE, or with full unchanged:
 *
 * NOT_FINITE               NaN or infinite
 * COVARIANCE_NOT_POSITIVE  a variance at or under 0, or, scaled to correlations, a Cholesky pivot
 *                          (before its root) below 1e-7
 * COVARIANCE_RANGE         a sigma of position outside 0.01 m to 1,000 km, of velocity outside
 *                          1 mm/s to 10 km/s
 */
refusal covariance_spread(const float *numbers, const covariance_layout *layout, double full[21]);

/* Where row i, column j (i <= j < axes) of a packed covariance stands. */
static inline size_t covariance_index(size_t axes, size_t i, size_t j)
{
    return i * axes - i * (i + 1) / 2 + j;
}

#endif
