#include "release/attack.h"

#include <lapacke.h>
#include <math.h>
#include <stdlib.h>

enum { CONSTANT, OWN, COMMON, PARTS };

static const double floors[] = {0, 1e3, 2e3, 5e3, 10e3, 20e3, 50e3};
#define SCALED_RUNG 3 /* whose time constants a scaled offset has */

static double least(double a, double b)
{
    return a < b ? a : b;
}

/* Second-order Gauss-Markov. */
static double drift_correlation(const attack *of, size_t rung, double apart)
{
    const double constants = fabs(apart) * (of->flies ? 10.0 : 1.5) / floors[rung];
    return (1.0 + constants) * exp(-constants);
}

/* Between two sights of one receiver's object: what their rungs have in common. */
static double part_shared(const attack *of, const attack_sight *a, const attack_sight *b, int part)
{
    const double apart = a->time - b->time;
    if (of->belief == ATTACK_SCALED)
        return floors[a->rung] * floors[b->rung] / 2.0 *
               (part == CONSTANT ? 1.0 : drift_correlation(of, SCALED_RUNG, apart));
    double sum = 0.0;
    for (size_t r = 1; r <= a->rung && r <= b->rung; r++)
        sum += (floors[r] * floors[r] - floors[r - 1] * floors[r - 1]) / 2.0 *
               (part == CONSTANT ? 1.0 : drift_correlation(of, r, apart));
    return sum;
}

static double displaced(const attack *of, const attack_sight *a, const attack_sight *b)
{
    double sum = 0.0;
    if (of->belief == ATTACK_APART && a->receiver != b->receiver)
        return 0.0;
    for (int part = CONSTANT; part < PARTS; part++) {
        if ((a->told | b->told) >> part & 1u)
            continue;
        if (of->belief == ATTACK_REDRAWN && part != COMMON && a->stretch != b->stretch)
            continue;
        sum += part_shared(of, a, b, part) / (part == COMMON ? 1.0 : a->objects);
    }
    return sum;
}

/* What was measured of one object at one time has one error, whoever is given it. */
static double noise(const attack_sight *a, const attack_sight *b, bool same)
{
    const double measured = ATTACK_NOISE * ATTACK_NOISE / a->objects;
    if (a->rung == 0 || b->rung == 0)
        return same ? measured : 0.0;
    return (a->time == b->time ? measured : 0.0) + (same ? ATTACK_ROUND * ATTACK_ROUND : 0.0);
}

/* Of the object's own place on one axis at one time with that on another axis at another. */
static double moved(const attack_motion *as, double s, size_t axis, double t, size_t other)
{
    const double velocity = as->speed * as->speed;
    if (as->turn != 0.0) {
        const double as_ = sin(as->turn * s) / as->turn, at = sin(as->turn * t) / as->turn;
        const double bs = (1.0 - cos(as->turn * s)) / as->turn;
        const double bt = (1.0 - cos(as->turn * t)) / as->turn;
        if (axis == other)
            return ATTACK_PLACES * ATTACK_PLACES + velocity * (as_ * at + bs * bt);
        return velocity * (axis == 0 ? as_ * bt - bs * at : bs * at - as_ * bt);
    }
    if (axis != other)
        return 0.0;
    const double first = least(s, t), gap = fabs(s - t);
    return ATTACK_PLACES * ATTACK_PLACES + velocity * s * t +
           as->driven * (first * first * first / 3.0 + first * first * gap / 2.0);
}

static void fill(const attack *of, const double *asked, size_t asked_count, double *k,
                 double *right)
{
    const size_t n = of->sight_count;
    for (size_t i = 0; i < 2 * n; i++) {
        const attack_sight *a = &of->sights[i % n];
        for (size_t j = 0; j < 2 * n; j++) {
            const attack_sight *b = &of->sights[j % n];
            k[i * 2 * n + j] = moved(&of->motion, a->time, i / n, b->time, j / n);
            if (i / n == j / n)
                k[i * 2 * n + j] += displaced(of, a, b) + noise(a, b, i == j);
        }
        for (size_t q = 0; q < 2 * asked_count; q++)
            right[q * 2 * n + i] = moved(&of->motion, a->time, i / n, asked[q / 2], q % 2);
    }
}

bool attack_solve(const attack *of, const double *asked, size_t asked_count, double *weights)
{
    const size_t rows = 2 * of->sight_count;
    double *k = malloc(rows * rows * sizeof *k);
    if (!k)
        return false;
    fill(of, asked, asked_count, k, weights);
    const int failed = LAPACKE_dposv(LAPACK_COL_MAJOR, 'L', (int)rows, (int)(2 * asked_count), k,
                                     (int)rows, weights, (int)rows);
    free(k);
    return failed == 0;
}
