#include "daemon/told/health.h"

#include "daemon/told/health_parts.h"
#include "daemon/told/json_put.h"

#include <math.h>
#include <string.h>

#define LAG_EPOCHS 2
#define ALLOWED    0.8 /* of the time for an epoch; of a queue */

void health_put_states(FILE *out, const char *const names[], const bool holds[])
{
    const char *before = "";
    fputs(",\"states\":[", out);
    for (size_t n = 0; names[n]; n++)
        if (holds[n]) {
            fprintf(out, "%s\"%s\"", before, names[n]);
            before = ",";
        }
    fputs("]", out);
}

uint64_t health_sum(const uint64_t refused[REFUSAL_COUNT])
{
    uint64_t sum = 0;
    for (size_t why = 1; why < REFUSAL_COUNT; why++)
        sum += refused[why];
    return sum;
}

void health_put_refused(FILE *out, const uint64_t refused[REFUSAL_COUNT])
{
    const char *before = "";
    fputs("{", out);
    for (size_t why = 1; why < REFUSAL_COUNT; why++)
        if (refused[why] > 0) {
            fprintf(out, "%s\"%s\":%llu", before, refusal_name((refusal)why),
                    (unsigned long long)refused[why]);
            before = ",";
        }
    fputs("}", out);
}

static void put_clock(FILE *out, const metrics_snapshot *of)
{
    fputs("{\"clock\":{\"time_s\":", out);
    json_put_number(out, of->exercise_ns ? (double)of->exercise_ns / 1e9 : NAN, 3);
    fputs(",\"rate\":", out);
    json_put_number(out, of->exercise_rate, 3);
    fputs(",\"epoch_s\":", out);
    json_put_number(out, (double)of->configuration->epoch_ns / 1e9, 3);
    const heard_span span = heard_last(of->heard, 0, of->exercise_ns);
    fprintf(out, "},\"bin_s\":%lld,\"bins_from_s\":", (long long)(HEARD_BIN_NS / FUSION_SECOND));
    json_put_number(out, of->exercise_ns ? (double)span.from_ns / 1e9 : NAN, 0);
}

static void put_sensors(FILE *out, const health_asked *by, int nation)
{
    const fusion_registry *registry = &by->of->configuration->registry;
    const char *before = "";
    fputs(",\"sensors\":[", out);
    for (size_t i = 0; i < registry->sensor_count; i++) {
        if (!by->white_cell && registry->sensors[i].nation != nation)
            continue;
        fputs(before, out);
        health_put_sensor(out, by, i);
        before = ",";
    }
    fputs("]", out);
}

static void put_sums(FILE *out, const metrics_snapshot *of)
{
    const codec_counts *counts = pipeline_codec_counts(of->line);
    uint64_t received = 0, fused = 0, refused = 0, dropped = 0, waiting = 0;
    for (size_t i = 0; i < of->configuration->registry.sensor_count; i++) {
        const pipeline_sensor_counts *after = pipeline_sensor_count(of->line, i);
        received += counts->sensors[i].received;
        refused += health_sum(counts->sensors[i].refused);
        fused += after->fused;
        dropped += after->dropped;
        waiting += after->waiting;
    }
    fprintf(out,
            ",\"sums\":{\"received\":%llu,\"fused\":%llu,\"refused\":%llu,\"dropped\":%llu,"
            "\"waiting\":%llu,\"difference\":%lld}",
            (unsigned long long)received, (unsigned long long)fused, (unsigned long long)refused,
            (unsigned long long)dropped, (unsigned long long)waiting,
            (long long)(received - fused - refused - dropped - waiting));
}

static void put_datagrams(FILE *out, const metrics_snapshot *of)
{
    fputs(",\"datagrams\":[", out);
    for (size_t i = 0; i < sizeof of->listeners / sizeof of->listeners[0]; i++) {
        const metrics_listener *one = &of->listeners[i];
        uint64_t refused = 0;
        for (size_t why = 1; why < one->reasons; why++)
            refused += one->refused[why];
        fprintf(out,
                "%s{\"listener\":\"%s\",\"arrived\":%llu,\"decoded\":%llu,\"refused\":%llu,"
                "\"dropped\":%llu}",
                i ? "," : "", one->name,
                (unsigned long long)one->decoded + refused + one->kernel_dropped,
                (unsigned long long)one->decoded, (unsigned long long)refused,
                (unsigned long long)one->kernel_dropped);
    }
    fputs("]", out);
}

static void put_unlisted(FILE *out, const metrics_snapshot *of)
{
    const codec_counts *counts = pipeline_codec_counts(of->line);
    uint64_t nameless[REFUSAL_COUNT];
    memcpy(nameless, counts->refused, sizeof nameless);
    for (size_t i = 0; i < of->configuration->registry.sensor_count; i++)
        for (size_t why = 1; why < REFUSAL_COUNT; why++)
            nameless[why] -= counts->sensors[i].datagrams_refused[why];
    fputs(",\"unlisted\":", out);
    health_put_refused(out, nameless);
}

/* Wall time for an epoch; NAN: the clock stands or is stepped, and an epoch takes what it takes. */
static double allowed_s(const metrics_snapshot *of)
{
    const double epoch_s = (double)of->configuration->epoch_ns / 1e9;
    return of->exercise_rate > 0.0 ? epoch_s / of->exercise_rate : NAN;
}

static void put_engine(FILE *out, const metrics_snapshot *of, size_t view)
{
    static const char *const names[] = {"lag", "slow", NULL};
    const metrics_view *shown = &of->views[view];
    const int64_t lag_ns = shown->epoch_ns ? of->exercise_ns - shown->epoch_ns : 0;
    const bool holds[] = {lag_ns > LAG_EPOCHS * of->configuration->epoch_ns,
                          shown->publish_s > ALLOWED * allowed_s(of)};
    fputs("{\"view\":", out);
    json_put_text(out, of->configuration->view_names[view]);
    health_put_states(out, names, holds);
    fprintf(out, ",\"tracks\":%zu,\"lag_s\":", shown->tracks);
    json_put_number(out, shown->epoch_ns ? (double)lag_ns / 1e9 : NAN, 3);
    fputs(",\"publish_s\":", out);
    json_put_number(out, shown->epoch_ns ? shown->publish_s : NAN, 6);
    const metrics_recent recent = metrics_recent_of(shown);
    fputs(",\"median_s\":", out);
    json_put_number(out, recent.median_s, 6);
    fputs(",\"worst_s\":", out);
    json_put_number(out, recent.worst_s, 6);
    fputs("}", out);
}

static void put_engines(FILE *out, const metrics_snapshot *of)
{
    fputs(",\"engines\":[", out);
    for (size_t v = 0; v < of->configuration->view_count; v++) {
        fputs(v ? "," : "", out);
        put_engine(out, of, v);
    }
    fputs("],\"publish_allowed_s\":", out);
    json_put_number(out, allowed_s(of), 6);
}

static void put_queue(FILE *out, const char *before, const char *name, size_t filled, size_t room)
{
    static const char *const names[] = {"full", NULL};
    const double fill = room ? (double)filled / (double)room : 0.0;
    const bool holds[] = {fill > ALLOWED};
    fprintf(out, "%s{\"queue\":\"%s\"", before, name);
    health_put_states(out, names, holds);
    fputs(",\"fill\":", out);
    json_put_number(out, fill, 3);
    fputs("}", out);
}

static void put_queues(FILE *out, const metrics_snapshot *of)
{
    fputs(",\"queues\":[", out);
    for (size_t i = 0; i < sizeof of->listeners / sizeof of->listeners[0]; i++)
        put_queue(out, i ? "," : "", of->listeners[i].name, of->listeners[i].filled_bytes,
                  of->listeners[i].buffer_bytes);
    fprintf(out, "],\"pages\":{\"open\":%zu,\"epochs_skipped\":%llu}", of->page_clients,
            (unsigned long long)of->page_epochs_skipped);
}

char *health_render(const metrics_snapshot *of, int nation, uint64_t views, size_t *size)
{
    const health_asked by = {.of = of, .white_cell = nation < 0, .views = views};
    char *text = NULL;
    FILE *out = open_memstream(&text, size);
    if (!out)
        return NULL;
    put_clock(out, of);
    put_sensors(out, &by, nation);
    if (by.white_cell) {
        put_sums(out, of);
        put_datagrams(out, of);
        put_unlisted(out, of);
        put_engines(out, of);
        put_queues(out, of);
    }
    fputs("}\n", out);
    return json_put_end(out, &text);
}
