#include "daemon/staff/reporters.h"

#include "daemon/picture/picture_csv.h"
#include "geo/angle.h"
#include "geo/turn.h"
#include "geo/wgs84.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Where the object of a row stands at the newest epoch. */
typedef struct spot {
    double at[3];
    double speed;
    size_t row;
} spot;

typedef struct search {
    const score_file *truth;
    const score_epoch *at;
    size_t rows;
    spot *spots;                               /* by z */
    double fastest;                            /* m/s */
    uint64_t (*seen)[FUSION_SENSORS_MAX / 64]; /* of each row: sensors */
} search;

static int by_z(const void *a, const void *b)
{
    const double one = ((const spot *)a)->at[2], other = ((const spot *)b)->at[2];
    return (one > other) - (one < other);
}

#define FASTEST 8000.0 /* m/s, where the truth has no velocities */

static bool search_begin(search *s)
{
    s->rows = s->at ? s->at->end - s->at->begin : 0;
    s->spots = calloc(s->rows + 1, sizeof *s->spots);
    s->seen = calloc(s->rows + 1, sizeof *s->seen);
    if (!s->spots || !s->seen)
        return false;
    for (size_t row = 0; row < s->rows; row++) {
        const fusion_score_truth *one = &s->truth->truth[s->at->begin + row];
        const double *v = one->velocity;
        const double speed =
            one->velocity_known ? sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]) : FASTEST;
        const double *p = one->position;
        s->spots[row] = (spot){{p[0], p[1], p[2]}, speed, row};
        s->fastest = speed > s->fastest ? speed : s->fastest;
    }
    qsort(s->spots, s->rows, sizeof *s->spots, by_z);
    return true;
}

/* The truth's epoch that is nearest to a time of its file. */
static const score_epoch *epoch_near(const score_file *truth, double ms)
{
    size_t low = 0, high = truth->epoch_count;
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if ((double)truth->epochs[middle].time_ms <= ms)
            low = middle;
        else
            high = middle;
    }
    const score_epoch *one = &truth->epochs[low];
    const bool next =
        low + 1 < truth->epoch_count && (double)one[1].time_ms - ms < ms - (double)one->time_ms;
    return next ? one + 1 : one;
}

/* Where the object of a row was at a time. Objects mostly stand in the same row at each epoch.
 * false: it was not there. */
static bool place_then(const search *s, size_t row, const score_epoch *then, double ms,
                       double place[3])
{
    const fusion_score_truth *truth = s->truth->truth;
    const size_t object = truth[s->at->begin + row].object;
    size_t i = then->begin + row;
    if (i >= then->end || truth[i].object != object)
        for (i = then->begin; i < then->end && truth[i].object != object; i++)
            continue;
    if (i == then->end)
        return false;
    const double after = (ms - (double)then->time_ms) / 1e3;
    for (unsigned k = 0; k < 3; k++)
        place[k] =
            truth[i].position[k] + (truth[i].velocity_known ? after * truth[i].velocity[k] : 0);
    return true;
}

/* z' inv(S) z by Cholesky factor; infinite where S is not positive definite. */
static double distance2(const double z[3], const double s[6])
{
    const double l0 = sqrt(s[0]), l1 = s[1] / l0, l2 = s[2] / l0;
    const double l3 = sqrt(s[3] - l1 * l1), l4 = (s[4] - l2 * l1) / l3;
    const double l5 = sqrt(s[5] - l2 * l2 - l4 * l4);
    const double x = z[0] / l0, y = (z[1] - l1 * x) / l3, w = (z[2] - l2 * x - l4 * y) / l5;
    const double sum = x * x + y * y + w * w;
    return isfinite(sum) ? sum : INFINITY;
}

static double state_distance2(const fusion_state *state, const double place[3])
{
    const double *c = state->covariance, slack = REPORTERS_SLACK * REPORTERS_SLACK;
    const double s[6] = {c[0] + slack, c[1], c[2], c[6] + slack, c[7], c[11] + slack};
    const double z[3] = {state->position[0] - place[0], state->position[1] - place[1],
                         state->position[2] - place[2]};
    return distance2(z, s);
}

static double line_distance2(const fusion_line_of_sight *line, const double place[3])
{
    double lat, lon, height, axes[9], local[3];
    const double slant = REPORTERS_SLANT * REPORTERS_SLANT;
    const double away[3] = {place[0] - line->origin[0], place[1] - line->origin[1],
                            place[2] - line->origin[2]};
    wgs84_from_ecef(line->origin, &lat, &lon, &height);
    wgs84_axes(lat, lon, axes);
    turn_to_local(axes, away, local);
    const double level = hypot(local[0], local[1]);
    const double a = angle_wrap(atan2(local[0], local[1]) - line->azimuth);
    const double e = atan2(local[2], level) - line->elevation;
    const double across = a * a / (line->sigma_azimuth * line->sigma_azimuth + slant);
    return line->sigma_elevation > 0.0
               ? across + e * e / (line->sigma_elevation * line->sigma_elevation + slant)
               : across;
}

/* How far from a place, in each coordinate, its object stood then, by the report's covariance. */
static double reach_of(const fusion_report *report)
{
    const double *c = report->as.state.covariance;
    const double most = fmax(c[0], fmax(c[6], c[11])) + REPORTERS_SLACK * REPORTERS_SLACK;
    return sqrt(REPORTERS_GATE * most);
}

static bool is_near(const spot *one, const double place[3], double reach, double age)
{
    const double moved = reach + age * one->speed;
    return fabs(one->at[0] - place[0]) <= moved && fabs(one->at[1] - place[1]) <= moved &&
           fabs(one->at[2] - place[2]) <= moved;
}

static size_t spot_from(const search *s, double z)
{
    size_t low = 0, high = s->rows;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (s->spots[middle].at[2] < z)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Squared distance of a report from the object of a row, at the report's time. */
static double far2(const search *s, const fusion_report *report, size_t row)
{
    double place[3];
    const double ms = (double)picture_csv_time_ns(report->time_ns) / 1e6;
    if (!place_then(s, row, epoch_near(s->truth, ms), ms, place))
        return INFINITY;
    return report->kind == FUSION_BEARING ? line_distance2(&report->as.line, place)
                                          : state_distance2(&report->as.state, place);
}

/* The row that a report is of; s->rows: none. */
static size_t row_of(const search *s, const fusion_report *report, double age)
{
    static const double anywhere[3];
    const bool line = report->kind == FUSION_BEARING;
    const double reach = line ? INFINITY : reach_of(report), most = reach + age * s->fastest;
    const double *place = line ? anywhere : report->as.state.position;
    double nearest = REPORTERS_GATE;
    size_t found = s->rows;
    for (size_t i = spot_from(s, place[2] - most);
         i < s->rows && s->spots[i].at[2] <= place[2] + most; i++) {
        if (!is_near(&s->spots[i], place, reach, age))
            continue;
        const double far = far2(s, report, s->spots[i].row);
        if (far < nearest) {
            nearest = far;
            found = s->spots[i].row;
        }
    }
    return found;
}

static bool is_of_use(const fusion_report *report)
{
    return report->kind == FUSION_PLOT || report->kind == FUSION_BEARING ||
           (report->kind == FUSION_TRACK_STATE && report->as.state.track_status != 4);
}

static void look(const pipeline *line, int64_t before_ns, reporters *found)
{
    const int64_t from_ns = before_ns - REPORTERS_WITHIN_S * FUSION_SECOND;
    for (size_t i = pipeline_kept(line); i-- > 0;) {
        const fusion_report *report = pipeline_kept_report(line, i);
        if (report->stamp_ns >= before_ns || !is_of_use(report))
            continue;
        if (report->stamp_ns < from_ns)
            return;
        if (found->looked_count == REPORTERS_LOOKED) {
            found->cut = true;
            return;
        }
        found->looked[found->looked_count++] = report;
    }
}

static int by_row(const void *a, const void *b)
{
    const reporter *one = a, *other = b;
    if (one->row != other->row)
        return one->row < other->row ? -1 : 1;
    if (one->report->stamp_ns != other->report->stamp_ns)
        return one->report->stamp_ns > other->report->stamp_ns ? -1 : 1;
    return (one->report->sensor > other->report->sensor) -
           (one->report->sensor < other->report->sensor);
}

static void pair(search *s, int64_t epoch_ns, size_t only, reporters *found)
{
    for (size_t i = 0; i < found->looked_count; i++) {
        const fusion_report *report = found->looked[i];
        if (only != REPORTERS_ALL && far2(s, report, only) > REPORTERS_GATE)
            continue;
        const double age = (double)(epoch_ns - report->time_ns) / 1e9;
        const size_t row = row_of(s, report, age);
        uint64_t *word = &s->seen[row][report->sensor / 64];
        const uint64_t bit = UINT64_C(1) << report->sensor % 64;
        if (row == s->rows || *word & bit || (only != REPORTERS_ALL && row != only))
            continue;
        *word |= bit;
        found->all[found->count++] = (reporter){row, report};
    }
    qsort(found->all, found->count, sizeof *found->all, by_row);
}

bool reporters_find(const pipeline *line, const score_file *truth, const score_epoch *at,
                    int64_t epoch_ns, int64_t before_ns, size_t only, reporters *found)
{
    *found = (reporters){0};
    const size_t kept = pipeline_kept(line);
    const size_t room = kept < REPORTERS_LOOKED ? kept : REPORTERS_LOOKED;
    search s = {.truth = truth, .at = at};
    found->all = calloc(room + 1, sizeof *found->all);
    found->looked = calloc(room + 1, sizeof *found->looked);
    const bool good = search_begin(&s) && found->all && found->looked;
    if (good)
        look(line, before_ns, found);
    if (good && s.rows > 0)
        pair(&s, epoch_ns, only, found);
    free(s.spots);
    free(s.seen);
    return good;
}

void reporters_free(reporters *found)
{
    free(found->all);
    free(found->looked);
    *found = (reporters){0};
}
