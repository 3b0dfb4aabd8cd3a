#include "daemon/staff/timeline.h"

#include "daemon/told/json_put.h"
#include "fusion/report.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void timeline_begin(timeline *one, int64_t begin_ns)
{
    memset(one, 0, sizeof *one);
    one->begin_ns = begin_ns;
    one->bin_ns = TIMELINE_BIN_NS;
}

/* Twice as long a line in as many bins. */
static void bins_double(timeline *one)
{
    for (size_t i = 0; i < TIMELINE_BINS / 2; i++)
        one->bins[i] = one->bins[2 * i] + one->bins[2 * i + 1];
    memset(one->bins + TIMELINE_BINS / 2, 0, sizeof one->bins / 2);
    one->bin_count = (one->bin_count + 1) / 2;
    one->bin_ns *= 2;
}

void timeline_reports(timeline *one, int64_t stamp_ns, size_t count)
{
    if (one->begin_ns == 0 || stamp_ns < one->begin_ns)
        return;
    while ((stamp_ns - one->begin_ns) / one->bin_ns >= TIMELINE_BINS)
        bins_double(one);
    const size_t bin = (size_t)((stamp_ns - one->begin_ns) / one->bin_ns);
    one->bins[bin] += (uint32_t)count;
    if (bin >= one->bin_count)
        one->bin_count = bin + 1;
}

void timeline_tell(timeline *one, int64_t time_ns, const char *kind, const char *format, ...)
{
    timeline_event *event = &one->events[one->event_count++ % TIMELINE_EVENTS];
    event->time_ns = time_ns;
    snprintf(event->kind, sizeof event->kind, "%s", kind);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(event->words, sizeof event->words, format, arguments);
    va_end(arguments);
}

static void put_events(FILE *out, const timeline *one)
{
    const size_t count = one->event_count;
    const size_t kept = count < TIMELINE_EVENTS ? count : TIMELINE_EVENTS;
    fprintf(out, "\"earlier\":%zu,\"events\":[", count - kept);
    for (size_t i = count - kept; i < count; i++) {
        const timeline_event *event = &one->events[i % TIMELINE_EVENTS];
        fputs(i > count - kept ? ",{\"time\":" : "{\"time\":", out);
        json_put_seconds(out, event->time_ns);
        fprintf(out, ",\"kind\":\"%s\",\"words\":", event->kind);
        json_put_text(out, event->words);
        putc('}', out);
    }
    fputs("],", out);
}

static void launch_put(FILE *out, const char *name, int64_t time_ns, bool first)
{
    fputs(first ? "{\"time\":" : ",{\"time\":", out);
    json_put_seconds(out, time_ns);
    fputs(",\"object\":", out);
    json_put_text(out, name);
    putc('}', out);
}

static void launches_put(FILE *out, const score_file *truth, bool *seen)
{
    bool first = true;
    for (size_t e = 0; e < truth->epoch_count; e++)
        for (size_t row = truth->epochs[e].begin; row < truth->epochs[e].end; row++) {
            const size_t object = truth->truth[row].object;
            const bool launch = !seen[object] && (truth->categories[object] & FUSION_MISSILE);
            seen[object] = true;
            if (!launch || e == 0)
                continue;
            launch_put(out, truth->names[object], truth->epochs[e].time_ms * 1000000, first);
            first = false;
        }
}

char *timeline_launches(const score_file *truth)
{
    char *text = NULL;
    size_t size = 0;
    bool *seen = truth ? calloc(truth->object_count + 1, sizeof *seen) : NULL;
    FILE *out = open_memstream(&text, &size);
    if (!out) {
        free(seen);
        return NULL;
    }
    putc('[', out);
    if (seen)
        launches_put(out, truth, seen);
    putc(']', out);
    free(seen);
    return json_put_end(out, &text);
}

void timeline_put(FILE *out, const timeline *one, const char *launches)
{
    fputs("\"begin\":", out);
    if (one->begin_ns)
        json_put_seconds(out, one->begin_ns);
    else
        fputs("null", out);
    fprintf(out, ",\"bin\":%" PRId64 ",\"reports\":[",
            (one->begin_ns ? one->bin_ns : TIMELINE_BIN_NS) / FUSION_SECOND);
    for (size_t i = 0; i < one->bin_count; i++)
        fprintf(out, i > 0 ? ",%" PRIu32 : "%" PRIu32, one->bins[i]);
    fputs("],", out);
    put_events(out, one);
    fprintf(out, "\"launches\":%s,", launches ? launches : "[]");
}
