#include "tools/sim/tracker.h"

#include "fusion/report.h"

#include <stddef.h>
#include <string.h>

tracker_belief tracker_believes(uint8_t categories)
{
    static const tracker_belief beliefs[FUSION_CATEGORIES] = {
        {1500, 20, 30000, 20000}, /* missile */
        {200, 1, 6000, 3000},     /* air */
        {12, 0.003, 5, 30},       /* surface */
        {6, 0.001, -100, 60},     /* subsurface */
        {1, 1e-5, 0, 10},         /* mine */
        {15, 0.1, 100, 100},      /* land */
    };
    tracker_belief most = {0};
    for (int i = 0; i < FUSION_CATEGORIES; i++)
        if ((categories & (1 << i)) && beliefs[i].speed > most.speed)
            most = beliefs[i];
    return most;
}

static void unpack3(const double packed[6], double full[9])
{
    static const int at[9] = {0, 1, 2, 1, 3, 4, 2, 4, 5};
    for (int i = 0; i < 9; i++)
        full[i] = packed[at[i]];
}

void tracker_begin(tracker *one, uint64_t number, int64_t time_ns, const double place[3],
                   const double covariance[6], double speed)
{
    *one = (tracker){
        .held = true, .number = number, .began_ns = time_ns, .updated_ns = time_ns, .hits = 1};
    memcpy(one->position, place, sizeof one->position);
    unpack3(covariance, one->pp);
    for (int i = 0; i < 3; i++)
        one->vv[4 * i] = speed * speed;
}

tracker tracker_predicted(const tracker *one, int64_t time_ns, double agility)
{
    tracker next = *one;
    const double t = (double)(time_ns - one->updated_ns) * 1e-9;
    for (int i = 0; i < 3; i++)
        next.position[i] += t * one->velocity[i];
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) {
            const double noise = i == j ? agility : 0.0;
            const int ij = 3 * i + j, ji = 3 * j + i;
            next.pp[ij] +=
                t * (one->pv[ij] + one->pv[ji]) + t * t * one->vv[ij] + noise * t * t * t / 3.0;
            next.pv[ij] += t * one->vv[ij] + noise * t * t / 2.0;
            next.vv[ij] += noise * t;
        }
    return next;
}

/* The inverse of a symmetric positive matrix, by cofactors: well within double for places known to
 * between 1 m and 100 km. */
static bool invert3(const double m[9], double inverse[9])
{
    const double c0 = m[4] * m[8] - m[5] * m[7];
    const double c1 = m[5] * m[6] - m[3] * m[8];
    const double c2 = m[3] * m[7] - m[4] * m[6];
    const double determinant = m[0] * c0 + m[1] * c1 + m[2] * c2;
    if (!(determinant > 0.0))
        return false;
    const double cofactors[9] = {c0, m[2] * m[7] - m[1] * m[8], m[1] * m[5] - m[2] * m[4],
                                 c1, m[0] * m[8] - m[2] * m[6], m[2] * m[3] - m[0] * m[5],
                                 c2, m[1] * m[6] - m[0] * m[7], m[0] * m[4] - m[1] * m[3]};
    for (int i = 0; i < 9; i++)
        inverse[i] = cofactors[i] / determinant;
    return true;
}

static void multiply3(const double a[9], const double b[9], double product[9])
{
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            product[3 * i + j] =
                a[3 * i] * b[j] + a[3 * i + 1] * b[3 + j] + a[3 * i + 2] * b[6 + j];
}

static void transpose3(const double m[9], double turned[9])
{
    for (int i = 0; i < 9; i++)
        turned[i] = m[3 * (i % 3) + i / 3];
}

/* block -= gain * right, and for a block on the diagonal its symmetry is kept exactly. */
static void reduce(double block[9], const double gain[9], const double right[9], bool diagonal)
{
    double taken[9], turned[9];
    multiply3(gain, right, taken);
    transpose3(taken, turned);
    for (int i = 0; i < 9; i++)
        block[i] -= diagonal ? (taken[i] + turned[i]) / 2.0 : taken[i];
}

bool tracker_update(tracker *one, int64_t time_ns, const double place[3],
                    const double covariance[6], double agility)
{
    tracker next = tracker_predicted(one, time_ns, agility);
    double innovation[9], inverse[9], vp[9], gain_p[9], gain_v[9];
    unpack3(covariance, innovation);
    for (int i = 0; i < 9; i++)
        innovation[i] += next.pp[i];
    if (!invert3(innovation, inverse))
        return false;
    transpose3(next.pv, vp);
    multiply3(next.pp, inverse, gain_p);
    multiply3(vp, inverse, gain_v);
    double apart[3];
    for (int i = 0; i < 3; i++)
        apart[i] = place[i] - next.position[i];
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) {
            next.position[i] += gain_p[3 * i + j] * apart[j];
            next.velocity[i] += gain_v[3 * i + j] * apart[j];
        }
    reduce(next.vv, gain_v, next.pv, true);
    reduce(next.pv, gain_p, next.pv, false);
    reduce(next.pp, gain_p, next.pp, true);
    next.updated_ns = time_ns;
    next.hits++;
    next.misses = 0;
    *one = next;
    return true;
}

void tracker_covariance(const tracker *one, double packed[21])
{
    size_t at = 0;
    for (int i = 0; i < 6; i++)
        for (int j = i; j < 6; j++) {
            if (j < 3)
                packed[at++] = one->pp[3 * i + j];
            else if (i < 3)
                packed[at++] = one->pv[3 * i + j - 3];
            else
                packed[at++] = one->vv[3 * (i - 3) + j - 3];
        }
}
