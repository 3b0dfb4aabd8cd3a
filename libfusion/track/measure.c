#include "track/measure.h"

#include "estimate/packed.h"
#include "geo/wgs84.h"
#include "track/conditions.h"
#include "track/number.h"

#include <math.h>
#include <string.h>

#define REACH_SIGMAS 6.0   /* as step.h; by 5 or 8 GOSPA on three radars changes by up to 0.7 % */
#define SOURCE_LAG   600.0 /* m: a source's own filter lags behind in turns */

static bool all_finite(const double *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!isfinite(values[i]))
            return false;
    return true;
}

static fusion_status check_state(const fusion_state *state, double *reach)
{
    const double *p = state->covariance;
    if (!all_finite(state->position, 3) || !all_finite(state->velocity, 3) || !all_finite(p, 21) ||
        !all_finite(state->bend, 3))
        return FUSION_NOT_FINITE;
    if (!packed_positive(p, state->velocity_kind == FUSION_VELOCITY_FULL ? 6 : 3))
        return FUSION_NOT_POSITIVE;
    *reach = REACH_SIGMAS * sqrt(p[0] + p[6] + p[11]);
    return FUSION_OK;
}

static fusion_status check_line(const fusion_line_of_sight *line, measure *made)
{
    const double angles[4] = {line->azimuth, line->elevation, line->sigma_azimuth,
                              line->sigma_elevation};
    if (!all_finite(line->origin, 3) || !all_finite(angles, 4))
        return FUSION_NOT_FINITE;
    if (!(line->sigma_azimuth > 0.0) || line->sigma_elevation < 0.0)
        return FUSION_NOT_POSITIVE;
    double lat, lon, height, axes[9];
    wgs84_from_ecef(line->origin, &lat, &lon, &height);
    wgs84_axes(lat, lon, axes);
    for (int i = 0; i < 3; i++) {
        made->ahead[i] = sin(line->azimuth) * axes[i] + cos(line->azimuth) * axes[3 + i];
        made->aside[i] = cos(line->azimuth) * axes[i] - sin(line->azimuth) * axes[3 + i];
    }
    return FUSION_OK;
}

/* Without a scan number: by time, on a fixed grid of the sensor's period, so that no other object's
 * report moves the cut. A sensor without period sees objects one by one. Of two reports whose
 * sensors are not named nothing says that they are of one look, even at one time. */
static uint64_t round_of(const fusion_report *report, const fusion_registry *registry,
                         uint64_t content)
{
    const int64_t period_ns = fusion_sensor_period(registry, report->sensor);
    if (report->sensor >= registry->sensor_count)
        return content | MEASURE_ROUND_BY_TIME;
    if (report->scan != 0)
        return report->scan;
    const int64_t cell = period_ns > 0 ? report->time_ns / period_ns : report->time_ns;
    return (uint64_t)cell | MEASURE_ROUND_BY_TIME;
}

/* A release that withholds its source may not bear it either: what is not released must not be able
 * to change a picture. */
static bool source_fits(const fusion_release *release, const fusion_registry *registry)
{
    const fusion_report *report = &release->report;
    const bool moved = release->floor > 0;
    if (moved && (report->kind != FUSION_TRACK_STATE || report->number == 0 ||
                  report->number >> NUMBER_BITS != 0 || release->grid == 0))
        return false;
    if (release->source_named)
        return report->sensor < registry->sensor_count;
    if (report->scan != 0 || (report->number != 0 && !moved) || report->began_ns != 0)
        return false;
    return report->sensor == fusion_sensor_unnamed(report->nation) &&
           (release->nation_named ? report->nation < registry->nation_count
                                  : report->nation == FUSION_NATION_UNNAMED);
}

fusion_status measure_make(const fusion_release *release, const fusion_registry *registry,
                           const uint8_t key[16], measure *made)
{
    const fusion_report *report = &release->report;
    if (!source_fits(release, registry) || report->time_ns > release->release_ns)
        return FUSION_OUT_OF_RANGE;
    *made = (measure){.time_ns = report->time_ns,
                      .delay_ns = release->release_ns - report->time_ns,
                      .began_ns = report->began_ns,
                      .number = report->number,
                      .type_code = report->type_code,
                      .floor = release->floor,
                      .grid = release->grid,
                      .sensor = report->sensor,
                      .nation = report->nation,
                      .kind = report->kind,
                      .categories = report->categories,
                      .identity = report->identity,
                      .identity_percent = report->identity_percent,
                      .form = release->form,
                      .source_named = release->source_named,
                      .nation_named = release->nation_named};
    memcpy(made->label, report->label, sizeof made->label);
    fusion_status status;
    if (report->kind == FUSION_NOTICE) {
        status = FUSION_OK;
    } else if (report->kind == FUSION_BEARING) {
        made->as.line = report->as.line;
        status = check_line(&made->as.line, made);
    } else {
        made->as.state = report->as.state;
        status = check_state(&made->as.state, &made->reach);
        made->cell = conditions_cell(made->as.state.position);
        if (report->kind == FUSION_TRACK_STATE)
            made->reach += SOURCE_LAG;
    }
    if (status != FUSION_OK)
        return status;
    made->content = number_content(key, release, registry);
    made->round = round_of(report, registry, made->content);
    return FUSION_OK;
}

int measure_compare(const measure *one, const measure *other)
{
    if (one->time_ns != other->time_ns)
        return one->time_ns < other->time_ns ? -1 : 1;
    if (one->sensor != other->sensor)
        return one->sensor < other->sensor ? -1 : 1;
    if (one->content != other->content)
        return one->content < other->content ? -1 : 1;
    return 0;
}

static void merge(const measure *items, const uint32_t *from, size_t left, size_t middle,
                  size_t right, uint32_t *to)
{
    size_t a = left, b = middle;
    for (size_t k = left; k < right; k++) {
        const bool take_left =
            a < middle && (b >= right || measure_compare(&items[from[a]], &items[from[b]]) <= 0);
        to[k] = take_left ? from[a++] : from[b++];
    }
}

/* Merge sort from the bottom: no recursion, no allocation, and stable. */
void measure_order(const measure *items, size_t count, uint32_t *order, uint32_t *scratch)
{
    for (size_t i = 0; i < count; i++)
        order[i] = (uint32_t)i;
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t left = 0; left < count; left += 2 * width) {
            const size_t middle = left + width < count ? left + width : count;
            const size_t right = middle + width < count ? middle + width : count;
            merge(items, order, left, middle, right, scratch);
        }
        memcpy(order, scratch, count * sizeof *order);
    }
}
