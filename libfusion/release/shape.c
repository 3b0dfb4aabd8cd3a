#include "estimate/height.h"
#include "geo/angle.h"
#include "geo/turn.h"
#include "geo/wgs84.h"
#include "release/displace.h"
#include "release/floor.h"

#include <math.h>
#include <string.h>

#define MINUTE (60 * FUSION_SECOND)

/* For how long a warning is shown: a constant, so that its end tells nothing. */
#define WARNING_STANDS (10 * MINUTE)

/* Places of a packed 6 x 6: variances, and the terms between position and velocity. */
enum { EE = 0, EN = 1, EU = 2, NN = 6, NU = 7, UU = 11, VE = 15, VEVN = 16, VN = 18, VU = 20 };

/* State in the axes of its own place: east, north, up. */
typedef struct local {
    double lat, lon, height;
    double axes[9];
    double velocity[3];
    double covariance[21];
} local;

static void to_local(const fusion_state *state, local *at)
{
    wgs84_from_ecef(state->position, &at->lat, &at->lon, &at->height);
    wgs84_axes(at->lat, at->lon, at->axes);
    turn_to_local(at->axes, state->velocity, at->velocity);
    turn_covariance6_to_local(at->axes, state->covariance, at->covariance);
}

static void from_local(const local *at, fusion_state *state)
{
    wgs84_to_ecef(at->lat, at->lon, at->height, state->position);
    turn_to_ecef(at->axes, at->velocity, state->velocity);
    turn_covariance6_to_ecef(at->axes, at->covariance, state->covariance);
}

static double nearest_multiple(double value, double step)
{
    return step * floor(value / step + 0.5);
}

/* Index of (row, column), row <= column, in the packed upper triangle. */
static size_t packed(size_t row, size_t column)
{
    return row * 6 - row * (row + 1) / 2 + column;
}

/* Sets all terms between axes first..last and the others to nothing. */
static void uncouple(double covariance[21], size_t first, size_t last)
{
    for (size_t i = first; i <= last; i++)
        for (size_t j = 0; j < 6; j++)
            if (j < first || j > last)
                covariance[i < j ? packed(i, j) : packed(j, i)] = 0.0;
}

static void withhold_velocity(local *at, fusion_state *state)
{
    state->velocity_kind = FUSION_VELOCITY_NONE;
    state->climb_believed = false;
    memset(at->velocity, 0, sizeof at->velocity);
    uncouple(at->covariance, 3, 5);
    for (size_t i = 3; i < 6; i++)
        for (size_t j = i; j < 6; j++)
            at->covariance[packed(i, j)] = 0.0;
}

/* A rounding to multiples of a step is off by at most half of it, evenly: variance step^2 / 12. */
static void shape_velocity(form_steps steps, local *at, fusion_state *state)
{
    const double step = form_value(steps, FORM_VELOCITY);
    if (state->velocity_kind == FUSION_VELOCITY_NONE || step == 0.0)
        return;
    if (step < 0.0) {
        withhold_velocity(at, state);
        return;
    }
    for (size_t i = 0; i < 3; i++)
        at->velocity[i] = nearest_multiple(at->velocity[i], step);
    if (state->velocity_kind == FUSION_VELOCITY_FULL)
        for (size_t i = 3; i < 6; i++)
            at->covariance[packed(i, i)] += step * step / 12.0;
}

static void shape_altitude(form_steps steps, uint8_t categories, local *at, fusion_state *state)
{
    const double step = form_value(steps, FORM_ALTITUDE);
    if (step == 0.0 || !state->height_known)
        return;
    if (step > 0.0) {
        at->height = nearest_multiple(at->height, step);
        at->covariance[UU] += step * step / 12.0;
        return;
    }
    double sigma;
    height_prior(categories, &at->height, &sigma);
    uncouple(at->covariance, 2, 2);
    at->covariance[UU] = sigma * sigma;
    state->height_known = false;
    state->height_is_pressure = false;
}

/* The larger eigenvalue of [a b; b c]. */
static double larger(double a, double b, double c)
{
    const double half = 0.5 * (a - c);
    return 0.5 * (a + c) + sqrt(half * half + b * b);
}

/* The axis of an ellipse points at the sensor: so it becomes a circle round its longer axis. */
static void round_covariance(local *at)
{
    double *p = at->covariance;
    const double level = larger(p[EE], p[EN], p[NN]);
    const double speed = larger(p[VE], p[VEVN], p[VN]);
    const double up = p[UU], climb = p[VU];
    memset(p, 0, sizeof at->covariance);
    p[EE] = p[NN] = level;
    p[UU] = up;
    p[VE] = p[VN] = speed;
    p[VU] = climb;
}

static void shape_track_life(fusion_report *report)
{
    fusion_state *state = &report->as.state;
    state->track_status = state->track_status ? 2 : 0;
    state->updated_ns = state->updated_ns ? report->time_ns : 0;
}

/* The largest variance of three axes. */
static double largest(const double covariance[21], size_t first)
{
    double level = 0.0;
    for (size_t i = first; i < first + 3; i++)
        level = fmax(level, covariance[packed(i, i)]);
    return level;
}

/* On the way to latitude and back the height that is not told leaves its mark in the last bits, and
 * a track's number is a hash of them all. So what is told is told in steps, whether there was a
 * height or none: 6 mm, 1 mm of height, 15 um/s, and of variances one part in 2^33 of the largest.
 * Rounding moves no term by more than half of sqrt 2 steps, so no eigenvalue by four: that much
 * more on the diagonal, and what was positive definite stays so. */
static void settle(local *at)
{
    const double arc = ldexp(1.0, -30), speed = ldexp(1.0, -16);
    int scales[2]; /* of position, of velocity: powers of two, in halves */
    at->lat = nearest_multiple(at->lat, arc);
    at->lon = nearest_multiple(at->lon, arc);
    at->height = nearest_multiple(at->height, ldexp(1.0, -10));
    wgs84_axes(at->lat, at->lon, at->axes);
    for (size_t block = 0; block < 2; block++)
        frexp(largest(at->covariance, 3 * block), &scales[block]);
    for (size_t i = 0; i < 6; i++)
        for (size_t j = i; j < 6; j++) {
            double *term = &at->covariance[packed(i, j)];
            const double step = ldexp(1.0, (scales[i / 3] + scales[j / 3]) / 2 - 33);
            const double more = i == j && *term > 0.0 ? 4.0 * step : 0.0;
            *term = nearest_multiple(*term, step) + more;
        }
    for (size_t i = 0; i < 3; i++)
        at->velocity[i] = nearest_multiple(at->velocity[i], speed);
}

static void shape_state(form_steps steps, fusion_report *report)
{
    local at;
    fusion_state *state = &report->as.state;
    to_local(state, &at);
    shape_velocity(steps, &at, state);
    shape_altitude(steps, report->categories, &at, state);
    if (form_step(steps, FORM_SOURCE) > 0 || form_value(steps, FORM_ALTITUDE) != 0.0)
        memset(state->bend, 0, sizeof state->bend);
    if (form_step(steps, FORM_SOURCE) > 0) {
        round_covariance(&at);
        shape_track_life(report);
    }
    if (form_value(steps, FORM_ALTITUDE) != 0.0)
        settle(&at);
    from_local(&at, state);
}

/* Up to the next of least, twice, four times and so on: an accuracy in few classes tells next to
 * nothing of range and bearing. What stands on an edge stays there: which side its last bits fall
 * on is of the true place. */
static double rounded_up(double sigma, double least)
{
    double step = least;
    while (step < sigma * (1.0 - 1e-9) && step < 1e9)
        step *= 2.0;
    return step;
}

#define LEAST_SPEED_SIGMA 5.0   /* m/s */
#define LEAST_BAND        100.0 /* m, of altitudes under a floor */
#define PRIOR_MINUTE      60.0  /* s in which an object passes through what it may be high */

/* The displacement's covariance and the source's accuracy in classes; nothing else of the source.
 */
static void floor_covariance(form_steps steps, uint8_t categories, const fusion_state *state,
                             local *at)
{
    const bool flies = (categories & (FUSION_MISSILE | FUSION_AIR)) != 0;
    const size_t rung = form_step(steps, FORM_POSITION);
    const double floor_m = displace_floor(rung), rate = displace_rate(rung, flies);
    const double band = fmax(form_value(steps, FORM_ALTITUDE), LEAST_BAND);
    double *p = at->covariance;
    const double level = rounded_up(sqrt(larger(p[EE], p[EN], p[NN])), floor_m / 4.0);
    const double speed = rounded_up(sqrt(larger(p[VE], p[VEVN], p[VN])), LEAST_SPEED_SIGMA);
    double up = rounded_up(sqrt(p[UU]), band / 4.0);
    if (!state->height_known)
        height_prior(categories, &at->height, &up);
    memset(at->covariance, 0, sizeof at->covariance);
    p[EE] = p[NN] = 1.5 * floor_m * floor_m + level * level;
    p[UU] = up * up;
    if (state->velocity_kind == FUSION_VELOCITY_FULL)
        p[VE] = p[VN] = p[VU] = rate * rate + speed * speed;
}

/* A climb tells of a height that is withheld. */
static void withhold_climb(uint8_t categories, local *at, fusion_state *state)
{
    double height, sigma;
    at->velocity[2] = 0.0;
    state->climb_believed = state->velocity_kind == FUSION_VELOCITY_FULL;
    height_prior(categories, &height, &sigma);
    if (state->velocity_kind == FUSION_VELOCITY_FULL)
        at->covariance[VU] = sigma * sigma / (PRIOR_MINUTE * PRIOR_MINUTE);
}

/* Roundings that hide the last bits, no more: 11 m, and m/s. */
#define PLACE_STEP (1e-4 / ANGLE_DEGREES)
#define SPEED_STEP 1.0

static void shape_moved(form_steps steps, const floor_moved *moved, fusion_report *report)
{
    local at;
    fusion_state *state = &report->as.state;
    to_local(state, &at);
    at.lat = nearest_multiple(moved->lat, PLACE_STEP);
    at.lon = nearest_multiple(moved->lon, PLACE_STEP);
    at.height = moved->height;
    for (size_t i = 0; i < 3; i++)
        at.velocity[i] = nearest_multiple(moved->velocity[i], SPEED_STEP);
    wgs84_axes(at.lat, at.lon, at.axes);
    floor_covariance(steps, report->categories, state, &at);
    if (form_value(steps, FORM_ALTITUDE) < 0.0)
        withhold_climb(report->categories, &at, state);
    shape_velocity(steps, &at, state);
    shape_altitude(steps, report->categories, &at, state);
    from_local(&at, state);
    memset(state->bend, 0, sizeof state->bend);
    report->time_ns = moved->time_ns;
    report->number = moved->number;
    report->began_ns = 0;
    report->scan = 0;
    report->caveats = (fusion_caveats){0};
    shape_track_life(report);
}

/* The circle is grown so that the true place lies in it in 95 of 100 cases, and its centre told in
 * tenths of the step: so that one event looks alike, however often it is seen within the minute. */
static void shape_circle(form_steps steps, const floor_moved *moved, fusion_notice *notice)
{
    const double floor_m = displace_floor(form_step(steps, FORM_POSITION));
    const double step = floor_m / 10.0 / WGS84_A;
    notice->has_circle = moved != NULL;
    notice->lat = moved ? nearest_multiple(moved->lat, step) : 0.0;
    notice->lon = moved ? nearest_multiple(moved->lon, step) : 0.0;
    notice->radius = moved ? notice->radius + 3.0 * floor_m : 0.0;
}

/* Assumed friend counts as friend, suspect as hostile, pending as unknown. */
static uint8_t side_of(uint8_t identity)
{
    static const uint8_t sides[] = {[FUSION_IDENTITY_NONE] = FUSION_IDENTITY_NONE,
                                    [FUSION_PENDING] = FUSION_UNKNOWN,
                                    [FUSION_UNKNOWN] = FUSION_UNKNOWN,
                                    [FUSION_ASSUMED_FRIEND] = FUSION_FRIEND,
                                    [FUSION_FRIEND] = FUSION_FRIEND,
                                    [FUSION_NEUTRAL] = FUSION_NEUTRAL,
                                    [FUSION_SUSPECT] = FUSION_HOSTILE,
                                    [FUSION_HOSTILE] = FUSION_HOSTILE};
    return identity < sizeof sides ? sides[identity] : FUSION_IDENTITY_NONE;
}

static void shape_names(form_steps steps, fusion_report *report)
{
    const size_t identity = form_step(steps, FORM_IDENTITY);
    if (identity > 0) {
        report->identity = identity == 1 ? side_of(report->identity) : FUSION_IDENTITY_NONE;
        report->identity_percent = 0;
        report->type_code = 0;
    }
    if (form_step(steps, FORM_LABEL) > 0) {
        memset(report->label, 0, sizeof report->label);
        if (report->kind == FUSION_NOTICE)
            memset(report->as.notice.text, 0, sizeof report->as.notice.text);
    }
}

/* Caveats go too: whom a report is kept from says something of who made it. */
static void shape_source(form_steps steps, fusion_report *report)
{
    const size_t source = form_step(steps, FORM_SOURCE);
    if (source == 0)
        return;
    if (source > 1)
        report->nation = FUSION_NATION_UNNAMED;
    report->sensor = fusion_sensor_unnamed(report->nation);
    report->number = 0;
    report->began_ns = 0;
    report->scan = 0;
    report->caveats = (fusion_caveats){0};
}

static void shape_bearing(form_steps steps, fusion_report *report)
{
    if (form_value(steps, FORM_ALTITUDE) < 0.0) {
        report->as.line.elevation = 0.0;
        report->as.line.sigma_elevation = 0.0;
    }
}

/* The event alone: its categories, its minute, and a circle. */
static void make_warning(fusion_report *report)
{
    const fusion_report was = *report;
    const int64_t into_ns = was.time_ns % MINUTE;
    memset(report, 0, sizeof *report);
    report->kind = FUSION_NOTICE;
    report->time_ns = was.time_ns - (into_ns < 0 ? into_ns + MINUTE : into_ns);
    report->sensor = was.sensor;
    report->nation = was.nation;
    report->categories = was.categories;
    report->as.notice.until_ns = report->time_ns + WARNING_STANDS;
    if (was.kind == FUSION_NOTICE)
        report->as.notice.radius = was.as.notice.radius;
}

void gate_shape(const fusion_report *report, form_steps steps, const floor_moved *moved,
                fusion_release *release)
{
    fusion_report *shaped = &release->report;
    const bool floored = form_moves(steps);
    *shaped = *report;
    release->source_named = form_step(steps, FORM_SOURCE) == 0;
    release->nation_named = form_step(steps, FORM_SOURCE) < 2;
    release->warning = form_is_warning(steps);
    release->floor = release->grid = 0;
    if (steps == 0)
        return;
    if (release->warning)
        make_warning(shaped);
    shape_source(steps, shaped);
    if (floored && shaped->kind == FUSION_NOTICE)
        shape_circle(steps, moved, &shaped->as.notice);
    if (release->warning)
        return;
    shape_names(steps, shaped);
    if (shaped->kind == FUSION_BEARING) {
        shape_bearing(steps, shaped);
    } else if (shaped->kind != FUSION_NOTICE && !floored) {
        shape_state(steps, shaped);
    } else if (shaped->kind != FUSION_NOTICE) {
        shape_moved(steps, moved, shaped);
        release->floor = (uint32_t)displace_floor(form_step(steps, FORM_POSITION));
        release->grid = (uint32_t)(moved->grid_ns / FUSION_SECOND);
    }
}

/* Where the source is withheld, so is when its report came in: all that is known is the release. */
static bool give(const fusion_gate *gate, const fusion_report *report, uint8_t form,
                 int64_t release_ns, fusion_release *release)
{
    const form_steps steps = gate_steps(gate, form);
    floor_moved moved;
    const bool can = form_moves(steps) && floor_move(gate, report, steps, &moved);
    if (form_moves(steps) && !can && !form_is_warning(steps) && report->kind != FUSION_NOTICE)
        return false;
    gate_shape(report, steps, can ? &moved : NULL, release);
    release->release_ns = release_ns;
    release->form = form;
    if (!release->source_named || release->warning || release->floor > 0)
        release->report.stamp_ns = release_ns;
    return true;
}

bool fusion_gate_apply(const fusion_gate *gate, const fusion_report *report,
                       const fusion_decision *decision, fusion_release *release)
{
    if (!decision->released)
        return false;
    return give(gate, report, decision->form, decision->release_ns, release);
}

bool fusion_gate_give(const fusion_gate *gate, const fusion_report *report,
                      const fusion_share *share, fusion_release *release)
{
    return give(gate, report, share->form, fusion_share_release_ns(share, report->stamp_ns),
                release);
}

bool fusion_gate_warn(const fusion_gate *gate, const fusion_report *report,
                      const fusion_decision *decision, fusion_release *release)
{
    if (!decision->warned)
        return false;
    return give(gate, report, decision->warning_form, decision->warning_ns, release);
}
