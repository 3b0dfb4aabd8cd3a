#include "daemon/wire/decode.h"

#include "daemon/wire/geometry.h"
#include "daemon/wire/platform.h"
#include "daemon/wire/sight.h"
#include "daemon/wire/wire_text.h"
#include "estimate/packed.h"

#include <string.h>

#define NUMBER_LAST  ((UINT64_C(1) << 53) - 1) /* what a double, and so a JSON reader, can hold */
#define CAVEATS_MAX  8
#define IDENTITY_TOP PICKET__V1__IDENTITY__IDENTITY_HOSTILE

/* Fields 1 to 9, which the four kinds share but protobuf-c puts into four types. */
typedef struct shared_fields {
    int64_t time_ns, began_ns;
    const Picket__V1__Category *categories;
    size_t category_count;
    uint32_t identity, identity_percent; /* not in a notice */
    uint32_t type_code;
    char *const *caveats;
    size_t caveat_count;
    const char *label;
    uint64_t number;
} shared_fields;

#define SHARED_FIELDS(m)                                                                           \
    .time_ns = (m)->time_ns, .began_ns = (m)->began_ns, .categories = (m)->categories,             \
    .category_count = (m)->n_categories, .type_code = (m)->type_code, .caveats = (m)->caveats,     \
    .caveat_count = (m)->n_caveats, .label = (m)->label, .number = (m)->number
#define SHARED_IDENTITY(m)                                                                         \
    .identity = (uint32_t)(m)->identity, .identity_percent = (m)->identity_percent

static void remark_set(uint32_t *remarks, remark what)
{
    *remarks |= UINT32_C(1) << what;
}

static bool time_known(int64_t time_ns)
{
    return time_ns >= WIRE_TIME_FIRST_NS && time_ns <= WIRE_TIME_LAST_NS;
}

/* Why a time is outside 2000 to 2100: the same span in s, ms or us has its own name. */
static refusal time_wrong(int64_t time_ns)
{
    if (time_ns == 0)
        return REFUSAL_TIME_MISSING;
    for (int64_t unit = 1000; unit <= INT64_C(1000000000); unit *= 1000)
        if (time_ns >= WIRE_TIME_FIRST_NS / unit && time_ns <= WIRE_TIME_LAST_NS / unit)
            return REFUSAL_TIME_UNIT;
    return REFUSAL_TIME_RANGE;
}

static refusal time_take(const decode_frame *frame, int64_t time_ns, fusion_report *report,
                         uint32_t *remarks)
{
    if (!time_known(time_ns))
        return time_wrong(time_ns);
    if (time_ns - frame->stamp_ns > frame->settings->time_future_ns)
        return REFUSAL_TIME_FUTURE;
    if (frame->stamp_ns - time_ns > frame->settings->window_ns)
        return REFUSAL_TIME_LATE;
    report->time_ns = time_ns;
    report->stamp_ns = frame->stamp_ns;
    if (time_ns > frame->stamp_ns) {
        report->stamp_ns = time_ns;
        remark_set(remarks, REMARK_TIME_RAISED);
    }
    return REFUSAL_NONE;
}

static void categories_take(const shared_fields *from, fusion_report *report, uint32_t *remarks)
{
    bool unknown = false;
    for (size_t i = 0; i < from->category_count; i++) {
        const uint32_t category = (uint32_t)from->categories[i];
        if (category >= 1 && category <= FUSION_CATEGORIES)
            report->categories |= (uint8_t)(1U << (category - 1));
        else
            unknown |= category != 0;
    }
    /* What is not known here may be one that its originator never shares: nobody else sees it. */
    if (unknown) {
        report->caveats.owner_only = true;
        remark_set(remarks, REMARK_CATEGORY_UNKNOWN);
    } else if (report->categories == 0) {
        remark_set(remarks, REMARK_CATEGORY_NONE);
    }
}

static refusal identity_take(const shared_fields *from, fusion_report *report, uint32_t *remarks)
{
    if (from->identity_percent > 100 || (from->identity_percent > 0 && from->identity == 0))
        return REFUSAL_IDENTITY_PERCENT;
    if (from->type_code > 999999)
        return REFUSAL_TYPE_RANGE;
    report->type_code = from->type_code;
    if (from->identity > IDENTITY_TOP) {
        remark_set(remarks, REMARK_IDENTITY_UNKNOWN);
        return REFUSAL_NONE;
    }
    report->identity = (uint8_t)from->identity;
    report->identity_percent = (uint8_t)from->identity_percent;
    return REFUSAL_NONE;
}

/* A word that is not known here, or a nation, may forbid anything: it counts as owner-only. */
static void caveat_take(const fusion_registry *registry, const char *word, fusion_report *report,
                        uint32_t *remarks)
{
    const bool not_to = strncmp(word, "not-to ", 7) == 0;
    const int nation = not_to ? fusion_nation_find(registry, word + 7) : -1;
    if (nation >= 0) {
        report->caveats.not_to |= UINT32_C(1) << nation;
    } else if (strcmp(word, "no-relay") == 0) {
        report->caveats.no_relay = true;
    } else {
        report->caveats.owner_only = true;
        if (strcmp(word, "owner-only") != 0)
            remark_set(remarks, REMARK_CAVEAT_UNKNOWN);
    }
}

static refusal number_take(const shared_fields *from, fusion_report *report)
{
    if (from->number == 0 && report->kind == FUSION_TRACK_STATE)
        return REFUSAL_NUMBER_MISSING;
    if (from->number > NUMBER_LAST)
        return REFUSAL_NUMBER_RANGE;
    if (from->began_ns > from->time_ns)
        return REFUSAL_BEGAN_AFTER;
    report->number = from->number;
    report->began_ns = from->began_ns;
    return REFUSAL_NONE;
}

static refusal shared_take(const decode_frame *frame, fusion_kind kind, const shared_fields *from,
                           fusion_report *report, uint32_t *remarks)
{
    const fusion_sensor *sensor = &frame->registry->sensors[frame->sensor];
    memset(report, 0, sizeof *report);
    *remarks = 0;
    report->kind = (uint8_t)kind;
    report->sensor = (uint16_t)frame->sensor;
    report->nation = sensor->nation;
    report->scan = frame->scan;
    if (!(sensor->sends & 1U << (kind - 1)))
        return REFUSAL_KIND_NOT_SENT;
    refusal why = time_take(frame, from->time_ns, report, remarks);
    if (why == REFUSAL_NONE)
        why = number_take(from, report);
    if (why == REFUSAL_NONE)
        why = identity_take(from, report, remarks);
    if (why != REFUSAL_NONE)
        return why;
    if (from->caveat_count > CAVEATS_MAX)
        return REFUSAL_CAVEATS_MANY;
    if (!wire_text_copy(report->label, sizeof report->label, from->label))
        return REFUSAL_TEXT_LONG;
    categories_take(from, report, remarks);
    for (size_t i = 0; i < from->caveat_count; i++)
        caveat_take(frame->registry, from->caveats[i], report, remarks);
    return REFUSAL_NONE;
}

/* Turned to ECEF, an ellipse may be thinner than doubles resolve: no engine could use it. */
static refusal resolved(refusal why, const fusion_report *report)
{
    const fusion_state *state = &report->as.state;
    const int axes = state->velocity_kind == FUSION_VELOCITY_FULL ? 6 : 3;
    if (why != REFUSAL_NONE || packed_positive(state->covariance, axes))
        return why;
    return REFUSAL_COVARIANCE_NOT_POSITIVE;
}

static refusal plot_geometry(const decode_frame *frame, const Picket__V1__Plot *plot,
                             fusion_report *report, uint32_t *remarks)
{
    switch (plot->geometry_case) {
    case PICKET__V1__PLOT__GEOMETRY_POLAR:
        return plot->velocity ? REFUSAL_GEOMETRY_TWICE : sight_plot(frame, plot->polar, report);
    case PICKET__V1__PLOT__GEOMETRY_GEODETIC:
        if (plot->geodetic->lat_deg == 0.0 && plot->geodetic->lon_deg == 0.0)
            remark_set(remarks, REMARK_POSITION_ZERO);
        return geometry_plot(plot->geodetic, plot->velocity, report);
    default:
        return REFUSAL_GEOMETRY_MISSING;
    }
}

refusal decode_plot(const decode_frame *frame, const Picket__V1__Plot *plot, fusion_report *report,
                    uint32_t *remarks)
{
    const shared_fields from = {SHARED_FIELDS(plot), SHARED_IDENTITY(plot)};
    const refusal why = shared_take(frame, FUSION_PLOT, &from, report, remarks);
    if (why != REFUSAL_NONE)
        return why;
    return resolved(plot_geometry(frame, plot, report, remarks), report);
}

static refusal track_times(const Picket__V1__Track *track, fusion_report *report)
{
    fusion_state *state = &report->as.state;
    const bool named = track->status >= PICKET__V1__TRACK_STATUS__TRACK_STATUS_TENTATIVE &&
                       track->status <= PICKET__V1__TRACK_STATUS__TRACK_STATUS_ENDED;
    state->track_status =
        (uint8_t)(named ? track->status : PICKET__V1__TRACK_STATUS__TRACK_STATUS_CONFIRMED);
    state->updated_ns = track->updated_ns == 0 ? report->time_ns : track->updated_ns;
    return time_known(state->updated_ns) && state->updated_ns <= report->time_ns
               ? REFUSAL_NONE
               : REFUSAL_UPDATED_RANGE;
}

static refusal track_geometry(const Picket__V1__Track *track, fusion_report *report,
                              uint32_t *remarks)
{
    switch (track->geometry_case) {
    case PICKET__V1__TRACK__GEOMETRY_ECEF:
        return geometry_ecef(track->ecef, report);
    case PICKET__V1__TRACK__GEOMETRY_GEODETIC:
        if (track->geodetic->lat_deg == 0.0 && track->geodetic->lon_deg == 0.0)
            remark_set(remarks, REMARK_POSITION_ZERO);
        return geometry_track(track->geodetic, report);
    default:
        return REFUSAL_GEOMETRY_MISSING;
    }
}

refusal decode_track(const decode_frame *frame, const Picket__V1__Track *track,
                     fusion_report *report, uint32_t *remarks)
{
    const shared_fields from = {SHARED_FIELDS(track), SHARED_IDENTITY(track)};
    refusal why = shared_take(frame, FUSION_TRACK_STATE, &from, report, remarks);
    if (why == REFUSAL_NONE)
        why = track_times(track, report);
    if (why != REFUSAL_NONE)
        return why;
    return resolved(track_geometry(track, report, remarks), report);
}

refusal decode_bearing(const decode_frame *frame, const Picket__V1__Bearing *bearing,
                       fusion_report *report, uint32_t *remarks)
{
    const shared_fields from = {SHARED_FIELDS(bearing), SHARED_IDENTITY(bearing)};
    const refusal why = shared_take(frame, FUSION_BEARING, &from, report, remarks);
    return why == REFUSAL_NONE ? sight_bearing(frame, bearing, report) : why;
}

refusal decode_notice(const decode_frame *frame, const Picket__V1__Notice *notice,
                      fusion_report *report, uint32_t *remarks)
{
    const shared_fields from = {SHARED_FIELDS(notice)};
    const refusal why = shared_take(frame, FUSION_NOTICE, &from, report, remarks);
    if (why != REFUSAL_NONE)
        return why;
    fusion_notice *to = &report->as.notice;
    if (!wire_text_copy(to->text, sizeof to->text, notice->text))
        return REFUSAL_TEXT_LONG;
    if (notice->until_ns != 0 && !time_known(notice->until_ns))
        return time_wrong(notice->until_ns);
    to->until_ns = notice->until_ns;
    return notice->circle ? geometry_circle(notice->circle, to) : REFUSAL_NONE;
}
