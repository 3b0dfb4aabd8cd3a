#include "daemon/told/finding.h"
#include "daemon/told/health_parts.h"
#include "daemon/told/json_put.h"

#include <math.h>

#define LATE_S       1.0
#define REFUSED_FROM 0.01 /* of what came */
#define RATE_BINS    6    /* a minute, and what has passed of the newest bin */

/* What it did, as far as it may be told. */
typedef struct conduct_told {
    fusion_finding findings[FUSION_CLAIMS_OF_SENSORS];
    fusion_innovations innovations;
} conduct_told;

static conduct_told conduct_of(const health_asked *by, size_t sensor)
{
    const pipeline *line = by->of->line;
    const int view = pipeline_own_view(line, sensor, by->views);
    conduct_told told = {.innovations = {.plots = 0}};
    fusion_conduct conduct = {.periods = 0.0};
    if (by->white_cell) {
        told.innovations = pipeline_innovations(line, sensor);
        conduct = pipeline_conduct(line, sensor);
    } else if (view >= 0) {
        told.innovations = pipeline_view_innovations(line, (size_t)view, sensor);
        conduct = pipeline_view_conduct(line, (size_t)view, sensor);
    }
    fusion_conduct_judge(&conduct, &by->of->configuration->registry.sensors[sensor], told.findings);
    return told;
}

static void put_findings(FILE *out, const char *sensor, const fusion_finding found[])
{
    char words[FINDING_WORDS];
    const char *before = "";
    fputs(",\"findings\":[", out);
    for (unsigned k = 0; k < FUSION_CLAIMS_OF_SENSORS; k++) {
        if (!found[k].differs)
            continue;
        finding_words(words, sensor, (fusion_claimed)k, &found[k]);
        fprintf(out, "%s{\"claim\":\"%s\",\"words\":", before, fusion_claimed_name(k));
        json_put_text(out, words);
        fputs("}", out);
        before = ",";
    }
    fputs("]", out);
}

static void put_nis(FILE *out, const fusion_innovations *of)
{
    if (of->dimensions == 0) {
        fputs(",\"nis\":null", out);
        return;
    }
    fprintf(out, ",\"nis\":{\"plots\":%llu,\"mean\":", (unsigned long long)of->plots);
    json_put_number(out, of->sum / (double)of->dimensions, 3);
    fputs("}", out);
}

static void put(FILE *out, const char *name, double value, int decimals)
{
    fprintf(out, ",\"%s\":", name);
    json_put_number(out, value, decimals);
}

static void put_count(FILE *out, const char *name, uint64_t value)
{
    fprintf(out, ",\"%s\":%llu", name, (unsigned long long)value);
}

/* Since the begin of the minute's oldest bin, or of the run. */
static double rate_of(const health_asked *by, const heard_span *span)
{
    const int64_t began_ns = pipeline_began_ns(by->of->line);
    int64_t from_ns = span->from_ns + (HEARD_BINS - 1 - RATE_BINS) * HEARD_BIN_NS;
    uint64_t sum = 0;
    for (size_t n = HEARD_BINS - 1 - RATE_BINS; n < HEARD_BINS; n++)
        sum += span->counts[n];
    if (began_ns > from_ns)
        from_ns = began_ns;
    const double passed = (double)(by->of->exercise_ns - from_ns) / 1e9;
    return began_ns == 0 || passed < 1.0 ? NAN : (double)sum / passed;
}

/* For a nation in whole epochs, see health.h. */
static int64_t told_ns(const health_asked *by, int64_t time_ns)
{
    const int64_t epoch_ns = by->of->configuration->epoch_ns;
    return by->white_cell ? time_ns : time_ns / epoch_ns * epoch_ns;
}

static double told_late(const health_asked *by, double late_s)
{
    const double epoch_s = (double)by->of->configuration->epoch_ns / 1e9;
    return by->white_cell || isnan(late_s) ? late_s : fmax(late_s, epoch_s);
}

/* What it may be late by and still be normal: what is expected of it, and LATE_S at least. That is
 * of the machine's time, and a clock that runs faster makes more of it. A nation is told of stamps
 * alone. */
static double allowed_late_s(const health_asked *by, size_t sensor)
{
    const double rate = by->white_cell ? fmax(1.0, by->of->fastest_rate) : 1.0;
    return fmax(LATE_S * rate,
                (double)by->of->configuration->registry.sensors[sensor].late_ns / 1e9);
}

static bool is_late(const health_asked *by, size_t sensor, double late_s)
{
    return told_late(by, late_s) > told_late(by, allowed_late_s(by, sensor));
}

static void put_bins(FILE *out, const heard_span *span)
{
    fputs(",\"bins\":[", out);
    for (size_t n = 0; n < HEARD_BINS; n++)
        fprintf(out, "%s%u", n ? "," : "", span->counts[n]);
    fputs("]", out);
}

static void put_counts(FILE *out, const health_asked *by, size_t sensor)
{
    const codec_sensor_counts *before = &pipeline_codec_counts(by->of->line)->sensors[sensor];
    const pipeline_sensor_counts *after = pipeline_sensor_count(by->of->line, sensor);
    put_count(out, "missing", before->datagrams_missing);
    put_count(out, "restarts", before->restarts);
    put_count(out, "received", before->received);
    put_count(out, "taken", before->passed);
    fputs(",\"refused\":", out);
    health_put_refused(out, before->refused);
    fputs(",\"datagrams_refused\":", out);
    health_put_refused(out, before->datagrams_refused);
    if (!by->white_cell)
        return;
    put_count(out, "fused", after->fused);
    put_count(out, "dropped", after->dropped);
    put_count(out, "waiting", after->waiting);
    fprintf(out, ",\"difference\":%lld",
            (long long)(before->received - after->fused - health_sum(before->refused) -
                        after->dropped - after->waiting));
}

/* What leaves the checks is fused, dropped or waiting; behind them only the white cell looks. */
static bool adds_up(const health_asked *by, size_t sensor)
{
    const codec_sensor_counts *before = &pipeline_codec_counts(by->of->line)->sensors[sensor];
    const pipeline_sensor_counts *after = pipeline_sensor_count(by->of->line, sensor);
    return before->received == before->passed + health_sum(before->refused) &&
           (!by->white_cell || before->passed == after->fused + after->dropped + after->waiting);
}

static void put_states(FILE *out, const health_asked *by, size_t sensor, const heard_span *span,
                       const conduct_told *told, bool silent)
{
    static const char *const names[] = {"silent", "sum", "late", "refused", "differs", NULL};
    bool differs = false;
    for (unsigned k = 0; k < FUSION_CLAIMS_OF_SENSORS; k++)
        differs |= told->findings[k].differs;
    const bool holds[] = {
        silent, !adds_up(by, sensor), is_late(by, sensor, span->late_s),
        (double)span->refused > REFUSED_FROM * (double)(span->taken + span->refused), differs};
    health_put_states(out, names, holds);
}

void health_put_sensor(FILE *out, const health_asked *by, size_t sensor)
{
    const metrics_snapshot *of = by->of;
    const fusion_registry *registry = &of->configuration->registry;
    const fusion_sensor *is = &registry->sensors[sensor];
    const heard_span span = heard_last(of->heard, sensor, of->exercise_ns);
    const conduct_told told = conduct_of(by, sensor);
    const int64_t newest_ns = of->heard->newest_ns[sensor];
    const bool silent = heard_silent(told_ns(by, newest_ns), is->period_ns,
                                     pipeline_began_ns(of->line), told_ns(by, of->exercise_ns));
    fprintf(out, "{\"sensor\":\"%s\",\"nation\":\"%s\"", is->name,
            registry->nations[is->nation].code);
    put_states(out, by, sensor, &span, &told, silent);
    put(out, "period_s", is->period_ns ? (double)is->period_ns / 1e9 : NAN, 3);
    put(out, "heard_s", newest_ns ? (double)told_ns(by, newest_ns) / 1e9 : NAN, 3);
    put(out, "rate_per_s", silent ? 0.0 : rate_of(by, &span), 3);
    put_bins(out, &span);
    put(out, "late_p95_s", told_late(by, span.late_s), 2);
    put(out, "late_allowed_s", allowed_late_s(by, sensor), 3);
    const int64_t ahead_ns = pipeline_codec_counts(of->line)->sensors[sensor].ahead_ns;
    put(out, "clock_ahead_s", ahead_ns ? (double)told_ns(by, ahead_ns) / 1e9 : NAN, 3);
    put_counts(out, by, sensor);
    put_findings(out, is->name, told.findings);
    put_nis(out, &told.innovations);
    fputs("}", out);
}
