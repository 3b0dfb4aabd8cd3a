#include "daemon/picture/picture_notices.h"

#include "geo/angle.h"

#include <stdlib.h>
#include <string.h>

static bool grow(picture_notices *one, size_t count)
{
    if (count <= one->room)
        return true;
    picture_notice *notices = realloc(one->notices, count * sizeof *notices);
    if (!notices)
        return false;
    one->notices = notices;
    Picket__V1__ReleasedNotice **pointers = realloc(one->pointers, count * sizeof *pointers);
    if (!pointers)
        return false;
    one->pointers = pointers;
    one->room = count;
    return true;
}

static void set_source(picture_notice *notice, const fusion_release *release,
                       const fusion_registry *registry)
{
    picket__v1__source__init(&notice->source);
    if (release->nation_named)
        notice->source.nation = (char *)registry->nations[release->report.nation].code;
    if (release->source_named)
        notice->source.sensor = (char *)registry->sensors[release->report.sensor].name;
    if (release->nation_named || release->source_named)
        notice->message.source = &notice->source;
}

/* Text, circle and end are those of a notice; a warning of a track has none of them. */
static void set_event(picture_notice *notice, const fusion_notice *event)
{
    memcpy(notice->text, event->text, sizeof notice->text);
    notice->message.text = notice->text;
    notice->message.until_ns = event->until_ns;
    if (!event->has_circle)
        return;
    picket__v1__circle__init(&notice->circle);
    notice->circle.lat_deg = event->lat * ANGLE_DEGREES;
    notice->circle.lon_deg = event->lon * ANGLE_DEGREES;
    notice->circle.radius_m = event->radius;
    notice->message.circle = &notice->circle;
}

static void set_one(picture_notice *notice, const fusion_released_notice *released,
                    const fusion_registry *registry)
{
    const fusion_report *report = &released->release.report;
    const int64_t minute_ns = 60 * FUSION_SECOND;
    Picket__V1__ReleasedNotice *message = &notice->message;
    picket__v1__released_notice__init(message);
    message->number = released->number;
    const bool warning = released->release.warning;
    message->kind = warning ? PICKET__V1__NOTICE_KIND__NOTICE_KIND_WARNING
                            : PICKET__V1__NOTICE_KIND__NOTICE_KIND_NOTICE;
    message->time_ns = warning ? report->time_ns / minute_ns * minute_ns : report->time_ns;
    message->categories = notice->categories;
    for (int k = 0; k < FUSION_CATEGORIES; k++)
        if (report->categories >> k & 1)
            notice->categories[message->n_categories++] = (Picket__V1__Category)(k + 1);
    set_source(notice, &released->release, registry);
    if (report->kind == FUSION_NOTICE)
        set_event(notice, &report->as.notice);
}

bool picture_notices_set(picture_notices *into, const fusion_released_notice *notices, size_t count,
                         const fusion_registry *registry)
{
    if (!grow(into, count))
        return false;
    into->count = count;
    for (size_t i = 0; i < count; i++) {
        set_one(&into->notices[i], &notices[i], registry);
        into->pointers[i] = &into->notices[i].message;
    }
    return true;
}

void picture_notices_free(picture_notices *one)
{
    free(one->notices);
    free(one->pointers);
}
