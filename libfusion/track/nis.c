#include "track/nis.h"

#include "estimate/matrix3.h"
#include "estimate/packed.h"
#include "geo/turn.h"
#include "geo/wgs84.h"

#include <math.h>

#define INFORMED 50.0 /* of share2: a multiple of the noise is then known to 0.2 */

/* With S = L L': M = inv(L) R inv(L)' has the shares of R in S for eigenvalues, and y = inv(L) z is
 * white where all is as believed. */
static nis_noise noise_in(const double s[6], const double r[6], double y[3])
{
    const matrix3 whole = matrix3_of(s);
    matrix3 l, half = matrix3_of(r), m;
    nis_noise of = {.error2 = 0.0};
    if (!matrix3_factor(&whole, &l))
        return of;
    for (int i = 0; i < 3; i++)
        matrix3_solve_lower(&l, half.at[i]); /* R is symmetric: its rows are its columns */
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++)
            m.at[i][j] = half.at[j][i];
        matrix3_solve_lower(&l, m.at[i]);
    }
    matrix3_solve_lower(&l, y);
    for (int i = 0; i < 3; i++) {
        of.share += m.at[i][i];
        for (int j = 0; j < 3; j++) {
            of.error2 += y[i] * m.at[i][j] * y[j];
            of.share2 += m.at[i][j] * m.at[i][j];
        }
    }
    return of;
}

nis_noise nis_noise_of(const cv_state *filter, const double position[3], const double r[6],
                       bool level)
{
    double s[6], z[3];
    packed_position(filter->covariance, s);
    for (int k = 0; k < 6; k++)
        s[k] += r[k];
    for (int i = 0; i < 3; i++)
        z[i] = position[i] - filter->state[i];
    if (!level)
        return noise_in(s, r, z);
    double lat, lon, height, axes[9], noise[6];
    wgs84_from_ecef(position, &lat, &lon, &height);
    wgs84_axes(lat, lon, axes);
    turn_to_local(axes, z, z);
    turn_covariance3_to_local(axes, s, s);
    turn_covariance3_to_local(axes, r, noise);
    /* Along the vertical nothing was measured, and nothing is off. */
    z[2] = s[2] = s[4] = noise[2] = noise[4] = noise[5] = 0.0;
    s[5] = 1.0;
    return noise_in(s, noise, z);
}

void nis_note(nis *all, uint16_t sensor, const cv_fit *innovation)
{
    if (innovation->dimensions == 0 || sensor >= FUSION_SENSORS_MAX)
        return;
    all->sensors[sensor].plots++;
    all->sensors[sensor].dimensions += (uint64_t)innovation->dimensions;
    all->sensors[sensor].millionths += (uint64_t)llround(innovation->distance2 * 1e6);
}

static uint64_t millionths(double value)
{
    return value > 0.0 ? (uint64_t)llround(value * 1e6) : 0;
}

void nis_note_noise(nis *all, uint16_t sensor, const nis_noise *noise)
{
    if (sensor >= FUSION_SENSORS_MAX)
        return;
    all->sensors[sensor].noise_error2 += millionths(noise->error2);
    all->sensors[sensor].noise_share += millionths(noise->share);
    all->sensors[sensor].noise_share2 += millionths(noise->share2);
}

fusion_innovations nis_of(const nis *all, uint16_t sensor)
{
    if (sensor >= FUSION_SENSORS_MAX)
        return (fusion_innovations){0};
    return (fusion_innovations){.plots = all->sensors[sensor].plots,
                                .dimensions = all->sensors[sensor].dimensions,
                                .sum = (double)all->sensors[sensor].millionths * 1e-6,
                                .noise_error2 = (double)all->sensors[sensor].noise_error2 * 1e-6,
                                .noise_share = (double)all->sensors[sensor].noise_share * 1e-6,
                                .noise_share2 = (double)all->sensors[sensor].noise_share2 * 1e-6};
}

bool fusion_innovations_judge(const fusion_innovations *of, double *least, double *most)
{
    if (of->noise_share2 < INFORMED)
        return false;
    const double motion = of->noise_share - of->noise_share2;
    *least = sqrt(fmax(of->noise_error2 - 2.0 * motion, 0.0) / of->noise_share2);
    *most = sqrt(of->noise_error2 / of->noise_share2);
    return true;
}
