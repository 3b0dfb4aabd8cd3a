#include "estimate/ct.h"

#include "estimate/packed.h"
#include "geo/wgs84.h"

#include <math.h>
#include <string.h>

#define N 6

/* What a step does: position gains along[][] v, velocity becomes round[][] v. */
typedef struct arc {
    double along[3][3], round[3][3];
    double along_slope[3], round_slope[3]; /* by the rate, at the present velocity */
} arc;

/* (1 - cos a) / a and 1 - sin a / a, and their slopes by a; series where they would cancel. */
typedef struct waves {
    double sine, cosine;
    double chord, chord_slope; /* sin a / a */
    double sag, sag_slope;     /* (1 - cos a) / a */
} waves;

static waves waves_of(double a)
{
    waves w = {.sine = sin(a), .cosine = cos(a)};
    if (fabs(a) < 1e-2) { /* next terms: 1e-12 of the first */
        const double a2 = a * a;
        w.chord = 1.0 - a2 / 6.0 * (1.0 - a2 / 20.0 * (1.0 - a2 / 42.0));
        w.sag = a / 2.0 * (1.0 - a2 / 12.0 * (1.0 - a2 / 30.0));
        w.chord_slope = -a / 3.0 * (1.0 - a2 / 10.0 * (1.0 - a2 / 28.0));
        w.sag_slope = 0.5 * (1.0 - a2 / 4.0 * (1.0 - a2 / 18.0));
    } else {
        w.chord = w.sine / a;
        w.sag = (1.0 - w.cosine) / a;
        w.chord_slope = (w.cosine - w.chord) / a;
        w.sag_slope = (w.sine - w.sag) / a;
    }
    return w;
}

/* m = level I + more up up' + square [up]x, which leaves `upright` along the vertical. */
static void spin(const double up[3], double level, double square, double upright, double m[3][3])
{
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            m[i][j] = (upright - level) * up[i] * up[j] + (i == j ? level : 0.0);
    m[0][1] -= square * up[2], m[0][2] += square * up[1];
    m[1][0] += square * up[2], m[1][2] -= square * up[0];
    m[2][0] -= square * up[1], m[2][1] += square * up[0];
}

static void apply(double m[3][3], const double v[3], double out[3])
{
    for (int i = 0; i < 3; i++)
        out[i] = m[i][0] * v[0] + m[i][1] * v[1] + m[i][2] * v[2];
}

static arc arc_of(const cv_state *motion, double rate, double dt, double settles)
{
    arc a;
    double up[3], slope[3][3];
    wgs84_up(motion->state, up);
    const waves w = waves_of(rate * dt);
    const double left = settles > 0.0 ? exp(-fabs(dt) / settles) : 1.0;
    const double rise = settles > 0.0 ? copysign(settles * (1.0 - left), dt) : dt;
    spin(up, dt * w.chord, dt * w.sag, rise, a.along);
    spin(up, w.cosine, w.sine, left, a.round);
    spin(up, dt * dt * w.chord_slope, dt * dt * w.sag_slope, 0.0, slope);
    apply(slope, motion->state + 3, a.along_slope);
    spin(up, -dt * w.sine, dt * w.cosine, 0.0, slope);
    apply(slope, motion->state + 3, a.round_slope);
    return a;
}

/* out = m c, by 3 x 3 blocks of a 6 x 6. */
static void block_times(double m[3][3], double c[N][N], int row, int column, double out[3][3])
{
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            out[i][j] = m[i][0] * c[row][column + j] + m[i][1] * c[row + 1][column + j] +
                        m[i][2] * c[row + 2][column + j];
}

/* F c F' with F = [I along; 0 round], packed. */
static void carry_covariance(arc *a, double packed[21])
{
    double p[N][N], half[N][N], block[3][3];
    packed_unpack(packed, p);
    for (int column = 0; column < N; column += 3) {
        block_times(a->along, p, 3, column, block);
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 3; j++)
                half[i][column + j] = p[i][column + j] + block[i][j];
        block_times(a->round, p, 3, column, block);
        for (int i = 0; i < 3; i++)
            memcpy(&half[i + 3][column], block[i], sizeof block[i]);
    }
    for (int i = 0, k = 0; i < N; i++)
        for (int j = i; j < N; j++, k++) {
            double(*m)[3] = j < 3 ? a->along : a->round;
            const double *row = m[j % 3];
            packed[k] = (j < 3 ? half[i][j] : 0.0) + row[0] * half[i][3] + row[1] * half[i][4] +
                        row[2] * half[i][5];
        }
}

/* The rate's part: s the slope of the state by the rate, c its covariance with the carried state:
 * s c' + c s' + s s' variance. */
static void add_rate(const double s[N], const double c[N], double variance, double packed[21])
{
    for (int i = 0, k = 0; i < N; i++)
        for (int j = i; j < N; j++, k++)
            packed[k] += s[i] * c[j] + c[i] * s[j] + s[i] * s[j] * variance;
}

static void add_noise(const cv_state *before, cv_state *motion, double dt, cv_noise noise)
{
    /* What cv_predict() adds to a filter that is certain. */
    cv_state noisy = {.state = {before->state[0], before->state[1], before->state[2]}};
    cv_predict(&noisy, dt, noise);
    for (int k = 0; k < 21; k++)
        motion->covariance[k] += noisy.covariance[k];
}

void ct_predict(cv_state *motion, ct_rate *rate, double dt, cv_noise noise, double walk,
                double settles)
{
    const cv_state before = *motion;
    arc a = arc_of(motion, rate->mean, dt, settles);
    double moved[3], turned[3], slope[N], with[N];
    apply(a.along, before.state + 3, moved);
    apply(a.round, before.state + 3, turned);
    for (int i = 0; i < 3; i++) {
        motion->state[i] += moved[i];
        motion->state[i + 3] = turned[i];
        slope[i] = a.along_slope[i];
        slope[i + 3] = a.round_slope[i];
    }
    apply(a.along, rate->with + 3, moved);
    apply(a.round, rate->with + 3, turned);
    for (int i = 0; i < 3; i++) {
        with[i] = rate->with[i] + moved[i];
        with[i + 3] = turned[i];
    }
    carry_covariance(&a, motion->covariance);
    add_rate(slope, with, rate->variance, motion->covariance);
    add_noise(&before, motion, dt, noise);
    for (int i = 0; i < N; i++)
        rate->with[i] = with[i] + slope[i] * rate->variance;
    rate->variance += walk * fabs(dt);
}

/* Solves p x = b by Cholesky factor (Golub and Van Loan 2013, section 4.2), in place. */
static bool solve(double p[N][N], double x[N])
{
    for (int i = 0; i < N; i++) {
        for (int j = 0; j <= i; j++) {
            double sum = p[i][j];
            for (int k = 0; k < j; k++)
                sum -= p[i][k] * p[j][k];
            if (i == j && !(sum > 0.0))
                return false;
            p[i][j] = i == j ? 1.0 / sqrt(sum) : sum * p[j][j];
        }
        for (int k = 0; k < i; k++)
            x[i] -= p[i][k] * x[k];
        x[i] *= p[i][i];
    }
    for (int i = N - 1; i >= 0; i--) {
        for (int k = i + 1; k < N; k++)
            x[i] -= p[k][i] * x[k];
        x[i] *= p[i][i];
    }
    return true;
}

void ct_follow(const cv_state *before, const cv_state *motion, ct_rate *rate)
{
    double p[N][N], by[N], after[N][N];
    packed_unpack(before->covariance, p);
    memcpy(by, rate->with, sizeof by);
    if (!solve(p, by))
        return;
    packed_unpack(motion->covariance, after);
    double mean = rate->mean, variance = rate->variance, with[N];
    for (int i = 0; i < N; i++) {
        mean += by[i] * (motion->state[i] - before->state[i]);
        with[i] = 0.0;
        for (int k = 0; k < N; k++)
            with[i] += after[i][k] * by[k];
    }
    for (int i = 0; i < N; i++)
        variance += by[i] * (with[i] - rate->with[i]);
    rate->mean = mean;
    rate->variance = variance;
    memcpy(rate->with, with, sizeof with);
}
