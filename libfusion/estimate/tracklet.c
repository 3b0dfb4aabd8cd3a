#include "estimate/tracklet.h"

#include "estimate/eigen3.h"
#include "estimate/matrix3.h"
#include "estimate/packed.h"
#include "geo/turn.h"
#include "geo/wgs84.h"

#include <math.h>
#include <string.h>

/* By half or double, SILENT_VARIANCE by ten, what the exercise's source tracks give stays as it is
 * within 1e-6. */
#define NEW_SHARE_MIN   0.02 /* of what is known in a direction; less is no plot there */
#define SILENT_VARIANCE 1e6  /* in units of the state's own: nothing is said there */
#define CORRELATION_MIN 0.15
#define VOTES_MAX       4 /* reports, so that the first few or a lapse of the source do not decide */

/* What a shadow believes of a speed at first: sigma, m/s. */
#define SPEED_HORIZONTAL 200.0
#define SPEED_VERTICAL   10.0

static const cv_noise shadow_noise = {.horizontal = 30.0, .vertical = 1.5};
static const cv_noise noise_least = {.horizontal = 1e-3, .vertical = 1e-4};
static const cv_noise noise_most = {.horizontal = 1e3, .vertical = 1e2};

/* A packed covariance of position and velocity as blocks in local axes. */
typedef struct blocks {
    matrix3 pp;
    matrix3 vp;   /* velocity by row, position by column */
    double vv[3]; /* diagonal alone */
} blocks;

static blocks blocks_of(const double axes[9], const double ecef[21])
{
    double full[6][6], local[21];
    blocks b;
    turn_covariance6_to_local(axes, ecef, local);
    packed_unpack(local, full);
    for (int i = 0; i < 3; i++) {
        memcpy(b.pp.at[i], full[i], sizeof b.pp.at[i]);
        memcpy(b.vp.at[i], full[i + 3], sizeof b.vp.at[i]);
        b.vv[i] = full[i + 3][i + 3];
    }
    return b;
}

static bool has_cross_terms(const blocks *b)
{
    double sum = 0.0;
    for (int i = 0; i < 3; i++)
        if (b->pp.at[i][i] > 0.0 && b->vv[i] > 0.0)
            sum += b->vp.at[i][i] / sqrt(b->pp.at[i][i] * b->vv[i]);
    return sum / 3.0 > CORRELATION_MIN;
}

/* The source's noise. In local axes Q is diagonal, so that an equation of column j,
 *
 *     (G_ij dt^3 / 3 - [i = j] dt^2 / 2) q_j = Avp_ij - (G App)_ij,
 *
 * holds only q_j: horizontal for two columns, vertical for the third. */
static cv_noise noise_fitted(const blocks *ahead, const blocks *now, const matrix3 *lower,
                             double dt)
{
    double square[3] = {0}, product[3] = {0};
    for (int i = 0; i < 3; i++) {
        double g[3] = {now->vp.at[i][0], now->vp.at[i][1], now->vp.at[i][2]}; /* row i of G */
        matrix3_solve_lower(lower, g);
        matrix3_solve_upper(lower, g);
        for (int j = 0; j < 3; j++) {
            const double slope = g[j] * dt * dt * dt / 3.0 - (i == j ? dt * dt / 2.0 : 0.0);
            const double weight = 1.0 / (now->vv[i] * now->pp.at[j][j]);
            double right = ahead->vp.at[i][j];
            for (int k = 0; k < 3; k++)
                right -= g[k] * ahead->pp.at[k][j];
            square[j] += weight * slope * slope;
            product[j] += weight * slope * right;
        }
    }
    const double horizontal = (product[0] + product[1]) / (square[0] + square[1]);
    const double vertical = product[2] / square[2];
    return (cv_noise){
        fmin(fmax(horizontal, noise_least.horizontal), noise_most.horizontal),
        fmin(fmax(vertical, noise_least.vertical), noise_most.vertical),
    };
}

/* Eigenvalues and vectors of now' inv(pm) now: in coordinates where P2 = I, what is old in each
 * direction. False where pm is not positive definite. */
static bool shares_of(const matrix3 *now, const matrix3 *pm, double old[3], double vectors[3][3])
{
    matrix3 lower;
    double columns[3][3], packed[6];
    if (!matrix3_factor(pm, &lower))
        return false;
    for (int j = 0; j < 3; j++) {
        for (int i = 0; i < 3; i++)
            columns[j][i] = i >= j ? now->at[i][j] : 0.0;
        matrix3_solve_lower(&lower, columns[j]);
    }
    for (int i = 0, k = 0; i < 3; i++)
        for (int j = i; j < 3; j++, k++)
            packed[k] = columns[i][0] * columns[j][0] + columns[i][1] * columns[j][1] +
                        columns[i][2] * columns[j][2];
    eigen3(packed, old, vectors);
    return true;
}

/* z - x2 and R in local axes, from the lower factor of P2pp, Pmpp and xm - x2. R = now V diag(1 /
 * new) V' now', and z - x2 = R inv(Pm) (x2 - xm). Gives the number of directions that say
 * something. */
static int subtract(const matrix3 *now, const matrix3 *pm, const double away[3], double z[3],
                    double r[6])
{
    double old[3], vectors[3][3], white[3] = {-away[0], -away[1], -away[2]};
    int directions = 0;
    memset(z, 0, 3 * sizeof *z);
    memset(r, 0, 6 * sizeof *r);
    if (!shares_of(now, pm, old, vectors))
        return 0;
    matrix3_solve_lower(now, white);
    for (int d = 0; d < 3; d++) {
        const double *v = vectors[d], fresh = 1.0 - old[d];
        const bool says = fresh >= NEW_SHARE_MIN;
        const double along = v[0] * white[0] + v[1] * white[1] + v[2] * white[2];
        const double move = says ? along * old[d] / fresh : 0.0;
        const double variance = says ? 1.0 / fresh : SILENT_VARIANCE;
        const double axis[3] = {now->at[0][0] * v[0], now->at[1][0] * v[0] + now->at[1][1] * v[1],
                                now->at[2][0] * v[0] + now->at[2][1] * v[1] + now->at[2][2] * v[2]};
        directions += says ? 1 : 0;
        for (int i = 0, k = 0; i < 3; i++) {
            z[i] += move * axis[i];
            for (int j = i; j < 3; j++, k++)
                r[k] += variance * axis[i] * axis[j];
        }
    }
    return directions;
}

/* A report in its own local axes. */
typedef struct heard {
    const fusion_state *report;
    int64_t time_ns;
    double axes[9];
    blocks now;
    matrix3 lower; /* of now.pp */
    bool cross;
} heard;

static fusion_status hear(const fusion_state *report, int64_t time_ns, heard *h)
{
    double lat, lon, height;
    wgs84_from_ecef(report->position, &lat, &lon, &height);
    wgs84_axes(lat, lon, h->axes);
    h->report = report;
    h->time_ns = time_ns;
    h->now = blocks_of(h->axes, report->covariance);
    h->cross = report->velocity_kind == FUSION_VELOCITY_FULL && has_cross_terms(&h->now);
    return matrix3_factor(&h->now.pp, &h->lower) ? FUSION_OK : FUSION_NOT_POSITIVE;
}

/* Whether most reports lacked cross terms. A covariance without velocity settles it at once; that a
 * first report has none says nothing, since no tracker has any then. */
static bool shadow_needed(tracklet *track, const heard *h)
{
    if (h->report->velocity_kind != FUSION_VELOCITY_FULL)
        track->correlated = -VOTES_MAX;
    else if (h->cross && track->correlated < VOTES_MAX)
        track->correlated++;
    else if (!h->cross && track->correlated > -VOTES_MAX && track->begun)
        track->correlated--;
    return track->correlated <= 0;
}

static void state_set(tracklet *track, const fusion_state *report)
{
    memcpy(track->base.state, report->position, sizeof report->position);
    if (report->velocity_kind != FUSION_VELOCITY_NONE)
        memcpy(&track->base.state[3], report->velocity, sizeof report->velocity);
}

static void base_set(tracklet *track, const heard *h)
{
    const double *p = h->report->covariance;
    double position[6];
    packed_position(p, position);
    cv_begin(&track->base, h->report->position, position, SPEED_HORIZONTAL, SPEED_VERTICAL);
    if (h->report->velocity_kind == FUSION_VELOCITY_FULL)
        memcpy(track->base.covariance, p, sizeof track->base.covariance);
    state_set(track, h->report);
    track->begun = true;
    track->shadowed = false;
    track->time_ns = h->time_ns;
}

/* The next base: the report itself, or the shadow given what the report added. */
static void base_step(tracklet *track, const heard *h, const cv_state *predicted,
                      const tracklet_plot *plot)
{
    if (track->shadowed) {
        track->base = *predicted;
        /* Its S is a sum of positive definite ones; were it not, the shadow would stay predicted.
         */
        if (plot->directions > 0 &&
            cv_update_position(&track->base, plot->position, plot->covariance, NULL) != FUSION_OK)
            track->base = *predicted;
        if (h->report->velocity_kind != FUSION_VELOCITY_NONE)
            state_set(track, h->report);
    } else {
        memcpy(track->base.covariance, h->report->covariance, sizeof track->base.covariance);
        state_set(track, h->report);
    }
    track->time_ns = h->time_ns;
}

static void step(tracklet *track, const heard *h, bool shadow, tracklet_plot *plot)
{
    const double dt = (double)(h->time_ns - track->time_ns) * 1e-9;
    plot->noise = shadow_noise;
    if (!shadow) {
        cv_state ahead = track->base;
        cv_predict(&ahead, dt, (cv_noise){0.0, 0.0});
        const blocks a = blocks_of(h->axes, ahead.covariance);
        plot->noise = noise_fitted(&a, &h->now, &h->lower, dt);
    }
    cv_state predicted = track->base;
    cv_predict(&predicted, dt, plot->noise);

    const blocks p = blocks_of(h->axes, predicted.covariance);
    double away[3], z[3], r[6];
    for (int i = 0; i < 3; i++)
        away[i] = predicted.state[i] - h->report->position[i];
    turn_to_local(h->axes, away, away);
    plot->directions = subtract(&h->lower, &p.pp, away, z, r);
    turn_to_ecef(h->axes, z, plot->position);
    for (int i = 0; i < 3; i++)
        plot->position[i] += h->report->position[i];
    turn_covariance3_to_ecef(h->axes, r, plot->covariance);

    track->shadowed = shadow;
    base_step(track, h, &predicted, plot);
    if (shadow)
        for (int k = 0; k < 6; k++)
            plot->covariance[k] *= 2.0;
}

fusion_status tracklet_begin(tracklet *track, const fusion_state *report, int64_t time_ns)
{
    heard h;
    const fusion_status status = hear(report, time_ns, &h);
    if (status != FUSION_OK)
        return status;
    (void)shadow_needed(track, &h);
    base_set(track, &h);
    return FUSION_OK;
}

fusion_status tracklet_take(tracklet *track, const fusion_state *report, int64_t time_ns,
                            tracklet_plot *plot)
{
    heard h;
    if (track->begun && time_ns <= track->time_ns)
        return FUSION_LATE;
    const fusion_status status = hear(report, time_ns, &h);
    if (status != FUSION_OK)
        return status;
    *plot = (tracklet_plot){.directions = 0};
    const bool shadow = shadow_needed(track, &h);
    if (!track->begun || (track->shadowed && !shadow) || time_ns - track->time_ns > TRACKLET_GAP_NS)
        base_set(track, &h);
    else
        step(track, &h, shadow, plot);
    return FUSION_OK;
}
