#include "track/nis.h"

#include "geo/wgs84.h"

#include <math.h>

#define INFORMED 50.0 /* of share2: a multiple of the noise is then known to 0.2 */

/* Of the symmetric matrix packed in a: axes' times it times axes, packed as it is; `count` axes. */
static void turn_into(const double a[6], const double axes[9], int count, double turned[6])
{
    const double whole[9] = {a[0], a[1], a[2], a[1], a[3], a[4], a[2], a[4], a[5]};
    for (int i = 0, k = 0; i < count; i++)
        for (int j = i; j < count; j++, k++) {
            turned[k] = 0.0;
            for (int m = 0; m < 3; m++)
                for (int n = 0; n < 3; n++)
                    turned[k] += axes[3 * i + m] * whole[3 * m + n] * axes[3 * j + n];
        }
}

/* Lower factor of a packed matrix, in whole rows of 3. False: it is not positive definite. */
static bool factor(const double packed[6], int count, double l[9])
{
    for (int i = 0, k = 0; i < count; i++)
        for (int j = i; j < count; j++, k++) {
            double left = packed[k];
            for (int m = 0; m < i; m++)
                left -= l[3 * i + m] * l[3 * j + m];
            if (i == j && !(left > 0.0))
                return false;
            l[3 * j + i] = i == j ? sqrt(left) : left / l[3 * i + i];
        }
    return true;
}

/* Solves l x = b in place; elements of b are `step` apart. */
static void solve(const double l[9], int count, double *b, int step)
{
    for (int i = 0; i < count; i++) {
        for (int m = 0; m < i; m++)
            b[i * step] -= l[3 * i + m] * b[m * step];
        b[i * step] /= l[3 * i + i];
    }
}

/* With S = L L': M = inv(L) R inv(L)' has the shares of R in S for eigenvalues, and y = inv(L) z is
 * white where all is as believed. */
static nis_noise noise_in(const double s[6], const double r[6], double y[3], int count)
{
    double l[9] = {0.0}, m[9] = {0.0};
    nis_noise of = {.error2 = 0.0};
    if (!factor(s, count, l))
        return of;
    for (int i = 0, k = 0; i < count; i++)
        for (int j = i; j < count; j++, k++)
            m[3 * i + j] = m[3 * j + i] = r[k];
    for (int j = 0; j < count; j++)
        solve(l, count, m + j, 3);
    for (int i = 0; i < count; i++)
        solve(l, count, m + 3 * i, 1);
    solve(l, count, y, 1);
    for (int i = 0; i < count; i++) {
        of.share += m[3 * i + i];
        for (int j = 0; j < count; j++) {
            of.error2 += y[i] * m[3 * i + j] * y[j];
            of.share2 += m[3 * i + j] * m[3 * i + j];
        }
    }
    return of;
}

nis_noise nis_noise_of(const cv_state *filter, const double position[3], const double r[6],
                       bool level)
{
    const double *p = filter->covariance, *x = filter->state;
    const double s[6] = {p[0] + r[0], p[1] + r[1], p[2] + r[2],
                         p[6] + r[3], p[7] + r[4], p[11] + r[5]};
    double z[3] = {position[0] - x[0], position[1] - x[1], position[2] - x[2]};
    if (!level)
        return noise_in(s, r, z, 3);
    double lat, lon, height, axes[9], s_level[6], r_level[6], z_level[3] = {0.0};
    wgs84_from_ecef(position, &lat, &lon, &height);
    wgs84_axes(lat, lon, axes); /* east, north and up */
    turn_into(s, axes, 2, s_level);
    turn_into(r, axes, 2, r_level);
    for (int i = 0; i < 2; i++)
        for (int m = 0; m < 3; m++)
            z_level[i] += axes[3 * i + m] * z[m];
    return noise_in(s_level, r_level, z_level, 2);
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
