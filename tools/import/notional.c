#include "tools/import/notional.h"

#include "tools/import/trails.h"

#include <stdio.h>

#define SECOND INT64_C(1000000000)

static bool time_set(const rows *from, scenario *radars, char error[512])
{
    const int64_t first_ns = from->entries[0].time_ns;
    const int64_t last_ns = from->entries[from->count - 1].time_ns;
    radars->starts_ns = first_ns - first_ns % SECOND;
    const int64_t lasts = (last_ns - radars->starts_ns) / SECOND + 1;
    radars->lasts = (double)lasts;
    if (lasts > TRAILS_LONGEST)
        snprintf(error, 512, "the rows span more than the 24 hours that radars look");
    return lasts <= TRAILS_LONGEST;
}

bool notional_send(const rows *from, scenario *radars, const import_format *format,
                   const char *path, notional_counts *counts, char error[512])
{
    *counts = (notional_counts){.objects = 0};
    if (!time_set(from, radars, error))
        return false;
    if (!trails_make(from, format, radars, &counts->passed_over)) {
        snprintf(error, 512, "memory was refused");
        return false;
    }
    counts->objects = radars->object_count;
    feed *out = feed_create(path, radars->starts_ns, error);
    if (!out)
        return false;
    if (!play(radars, radars->lasts, out, from->true_places, NULL, NULL, &counts->played, error)) {
        feed_abandon(out);
        return false;
    }
    const int64_t end_ns = radars->starts_ns + (int64_t)radars->lasts * SECOND;
    return feed_finish(out, end_ns, &counts->written, error);
}
