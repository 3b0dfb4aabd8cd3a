#include "estimate/cv.h"

#include "estimate/packed.h"
#include "geo/angle.h"
#include "geo/turn.h"
#include "geo/wgs84.h"

#include <math.h>

#define N 6

/* An angle, linearised at the prediction: innovation, its slope by position (ECEF), variance. */
typedef struct angle_row {
    double innovation;
    double slope[3];
    double variance;
} angle_row;

/* 1 or 2 rows; 0 where the prediction stands on the vertical through the origin. */
static int rows_of(const cv_state *filter, const fusion_line_of_sight *line, angle_row rows[2])
{
    double lat, lon, height, axes[9], enu[3], away[3];
    wgs84_from_ecef(line->origin, &lat, &lon, &height);
    wgs84_axes(lat, lon, axes);
    for (int i = 0; i < 3; i++)
        away[i] = filter->state[i] - line->origin[i];
    turn_to_local(axes, away, enu);
    const double ground2 = enu[0] * enu[0] + enu[1] * enu[1];
    if (!(ground2 > 1.0))
        return 0;

    const double azimuth[3] = {enu[1] / ground2, -enu[0] / ground2, 0.0};
    rows[0].innovation = angle_wrap(line->azimuth - atan2(enu[0], enu[1]));
    rows[0].variance = line->sigma_azimuth * line->sigma_azimuth;
    turn_to_ecef(axes, azimuth, rows[0].slope);
    if (line->sigma_elevation == 0.0)
        return 1;

    const double ground = sqrt(ground2), range2 = ground2 + enu[2] * enu[2];
    const double elevation[3] = {-enu[0] * enu[2] / (ground * range2),
                                 -enu[1] * enu[2] / (ground * range2), ground / range2};
    rows[1].innovation = angle_wrap(line->elevation - atan2(enu[2], ground));
    rows[1].variance = line->sigma_elevation * line->sigma_elevation;
    turn_to_ecef(axes, elevation, rows[1].slope);
    return 2;
}

/* (I - K h) P (I - K h)' + K r K', Joseph's form, packed again. */
static void joseph(double p[N][N], const double gain[N], const double slope[3], double variance,
                   double packed[21])
{
    double left[N][N], seen[N];
    for (int j = 0; j < N; j++)
        seen[j] = slope[0] * p[0][j] + slope[1] * p[1][j] + slope[2] * p[2][j];
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++)
            left[i][j] = p[i][j] - gain[i] * seen[j];
    for (int i = 0, k = 0; i < N; i++) {
        const double rest = left[i][0] * slope[0] + left[i][1] * slope[1] + left[i][2] * slope[2];
        for (int j = i; j < N; j++, k++)
            packed[k] = left[i][j] - rest * gain[j] + variance * gain[i] * gain[j];
    }
}

/* Takes one row; moved is what the state has moved since the rows were made. */
static fusion_status row_take(cv_state *filter, const angle_row *row, double moved[N], cv_fit *fit)
{
    double p[N][N], seen[N], gain[N];
    packed_unpack(filter->covariance, p);
    for (int i = 0; i < N; i++)
        seen[i] = p[i][0] * row->slope[0] + p[i][1] * row->slope[1] + p[i][2] * row->slope[2];
    const double s =
        row->slope[0] * seen[0] + row->slope[1] * seen[1] + row->slope[2] * seen[2] + row->variance;
    const double z = row->innovation - (row->slope[0] * moved[0] + row->slope[1] * moved[1] +
                                        row->slope[2] * moved[2]);
    if (!isfinite(s) || !isfinite(z))
        return FUSION_NOT_FINITE;
    if (!(s > 0.0))
        return FUSION_NOT_POSITIVE;
    for (int i = 0; i < N; i++) {
        gain[i] = seen[i] / s;
        moved[i] += gain[i] * z;
    }
    joseph(p, gain, row->slope, row->variance, filter->covariance);
    fit->distance2 += z * z / s;
    fit->log_likelihood -= 0.5 * (z * z / s + log(s) + LOG_TWO_PI);
    fit->dimensions++;
    return FUSION_OK;
}

fusion_status cv_update_line(cv_state *filter, const fusion_line_of_sight *line, cv_fit *fit)
{
    angle_row rows[2];
    const int count = rows_of(filter, line, rows);
    if (count == 0)
        return FUSION_OUT_OF_RANGE;
    cv_state updated = *filter;
    cv_fit total = {0};
    double moved[N] = {0};
    for (int i = 0; i < count; i++) {
        const fusion_status status = row_take(&updated, &rows[i], moved, &total);
        if (status != FUSION_OK)
            return status;
    }
    for (int i = 0; i < N; i++)
        updated.state[i] += moved[i];
    *filter = updated;
    if (fit)
        *fit = total;
    return FUSION_OK;
}

fusion_status cv_fit_line(const cv_state *filter, const fusion_line_of_sight *line, cv_fit *fit)
{
    cv_state copy = *filter;
    return cv_update_line(&copy, line, fit);
}
