#include "tools/fuse_summary.h"

#include "text/number.h"
#include "tools/json.h"
#include "tools/say.h"
#include "tools/table.h"
#include "tools/when.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

typedef struct grouped {
    char text[NUMBER_ROOM];
} grouped;

static grouped comma(uint64_t count)
{
    grouped one;
    number_grouped_count(one.text, count);
    return one;
}

static uint64_t refused_of(const codec_sensor_counts *counts)
{
    uint64_t sum = 0;
    for (size_t why = 0; why < REFUSAL_COUNT; why++)
        sum += counts->refused[why];
    return sum;
}

fuse_totals fuse_total(const fuse_summary *of)
{
    const codec_counts *counts = pipeline_codec_counts(of->line);
    fuse_totals sum = {0};
    for (size_t i = 0; i < of->configuration->registry.sensor_count; i++) {
        const pipeline_sensor_counts *sensor = pipeline_sensor_count(of->line, i);
        sum.received += counts->sensors[i].received;
        sum.refused += refused_of(&counts->sensors[i]);
        sum.fused += sensor->fused;
        sum.dropped += sensor->dropped;
    }
    return sum;
}

static void file_of(const fuse_summary *of, size_t view, const char *suffix, char path[4352])
{
    snprintf(path, 4352, "%.4000s/%s%s", of->folder, of->configuration->view_names[view], suffix);
}

static void print_views(const fuse_summary *of, FILE *stream)
{
    static const table_column columns[] = {
        {.head = "view", .left = true},
        {.head = "reports"},
        {.head = "tracks"},
        {.head = "notices"},
        {.head = "late", .wide = true},
        {.head = "duplicate", .wide = true},
        {.head = "beside", .wide = true},
        {.head = "file", .left = true},
    };
    table *shown = table_create(columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < of->configuration->view_count; i++) {
        const fusion_engine_counts counts = pipeline_view_count(of->line, i);
        char path[4352];
        file_of(of, i, ".csv", path);
        table_text(shown, of->configuration->view_names[i]);
        table_count(shown, counts.released);
        table_count(shown, of->views[i].tracks);
        table_count(shown, of->views[i].notices);
        table_count(shown, counts.late);
        table_count(shown, counts.duplicate);
        table_count(shown, counts.beside);
        table_text(shown, path);
    }
    table_print(shown, stream);
    table_destroy(shown);
}

/* "14 time-future (jpn-ship), 8 ...", each after lead the first time and a comma later. */
static bool print_reason(FILE *stream, const char *lead, uint64_t count, size_t why,
                         const char *sensor)
{
    if (count == 0)
        return false;
    fprintf(stream, "%s%s %s", lead, comma(count).text, refusal_name((refusal)why));
    if (sensor)
        fprintf(stream, " (%s)", sensor);
    return true;
}

static void print_refused(const fuse_summary *of, FILE *stream)
{
    const codec_counts *counts = pipeline_codec_counts(of->line);
    const char *lead = "Refused   ";
    for (size_t i = 0; i < of->configuration->registry.sensor_count; i++)
        for (size_t why = 0; why < REFUSAL_COUNT; why++)
            if (print_reason(stream, lead, counts->sensors[i].refused[why], why,
                             of->configuration->registry.sensors[i].name))
                lead = ", ";
    if (lead[0] == ',')
        fputc('\n', stream);
    lead = "Datagrams ";
    for (size_t why = 0; why < REFUSAL_COUNT; why++)
        if (print_reason(stream, lead, counts->refused[why], why, NULL))
            lead = ", ";
    if (lead[0] == ',')
        fprintf(stream, ": refused whole, of %s\n", comma(counts->received).text);
}

/* By how much farther from its tracks, or less far, things may be seen than a sensor's accuracies
 * allow before that is worth a line, and hardly ever chance. Less is said of none without period:
 * what objects tell of themselves errs alike for minutes, and tracks err with it. */
#define ERRORS_MORE 1.4
#define ERRORS_LESS 0.7

/* NIS a dimension; NaN: no plot. */
static double nis_of(const fuse_summary *of, size_t sensor, uint64_t *plots)
{
    const fusion_innovations one = pipeline_innovations(of->line, sensor);
    *plots = one.plots;
    return one.dimensions > 0 ? one.sum / (double)one.dimensions : (double)NAN;
}

static void print_doubtful(const fuse_summary *of, FILE *stream)
{
    for (size_t i = 0; i < of->configuration->registry.sensor_count; i++) {
        uint64_t plots;
        double least, most;
        const double nis = nis_of(of, i, &plots);
        const fusion_innovations one = pipeline_innovations(of->line, i);
        if (!fusion_innovations_judge(&one, &least, &most))
            continue;
        const bool more = least > ERRORS_MORE;
        const bool regular = of->configuration->registry.sensors[i].period_ns > 0;
        if (!more && !(regular && most < ERRORS_LESS))
            continue;
        fprintf(stream,
                "Doubtful  %s: NIS %.2f of 1 over %s plots: it sees things at %s %.1f times as far "
                "from where tracks expect them as its accuracies allow. Check its accuracies%s\n",
                of->configuration->registry.sensors[i].name, nis, comma(plots).text,
                more ? "least" : "most", more ? least : most,
                more ? ", its alignment and its clock" : "");
    }
}

static double real_time_ratio(const fuse_summary *of)
{
    return of->wall_s > 0.0 ? (double)of->duration_ns / 1e9 / of->wall_s : 0.0;
}

void fuse_print(const fuse_summary *of, FILE *stream)
{
    print_views(of, stream);
    print_refused(of, stream);
    print_doubtful(of, stream);
    if (of->other > 0)
        fprintf(stream, "Passed    %s datagrams to other ports\n", comma(of->other).text);
    if (of->skipped > 0)
        fprintf(stream, "Passed    %s packet%s without a whole UDP datagram\n",
                comma(of->skipped).text, of->skipped == 1 ? "" : "s");
    const fuse_totals sum = fuse_total(of);
    fprintf(stream, "Received  %s = fused %s + refused %s + dropped %s; %s, %.0fx, %zu thread%s\n",
            comma(sum.received).text, comma(sum.fused).text, comma(sum.refused).text,
            comma(sum.dropped).text, when_length((int64_t)(of->wall_s * 1e9)).text,
            real_time_ratio(of), of->threads, of->threads == 1 ? "" : "s");
}

static void json_reasons(json *line, const char *key, const uint64_t refused[REFUSAL_COUNT])
{
    json_open(line, key);
    for (size_t why = 1; why < REFUSAL_COUNT; why++)
        if (refused[why] > 0)
            json_count(line, refusal_name((refusal)why), refused[why]);
    json_close(line);
}

static void json_view(const fuse_summary *of, size_t view, FILE *stream)
{
    const char *name = of->configuration->view_names[view];
    const fusion_engine_counts counts = pipeline_view_count(of->line, view);
    char audience[128] = "", path[4352];
    memcpy(audience, name, strcspn(name, "."));
    json line = json_begin(stream);
    json_text(&line, "kind", "view");
    json_text(&line, "view", name);
    json_text(&line, "audience", audience);
    json_text(&line, "rule", name + strcspn(name, ".") + 1);
    file_of(of, view, ".csv", path);
    json_text(&line, "file", path);
    file_of(of, view, ".settled.csv", path);
    json_text(&line, "settled_file", path);
    json_count(&line, "released", counts.released);
    json_count(&line, "fused", counts.fused);
    json_count(&line, "late", counts.late);
    json_count(&line, "duplicate", counts.duplicate);
    json_count(&line, "beside", counts.beside);
    json_count(&line, "refused", counts.refused);
    json_count(&line, "tracks", of->views[view].tracks);
    json_count(&line, "notices", of->views[view].notices);
    json_count(&line, "epochs", of->views[view].epochs);
    json_end(&line);
}

static void json_sensor(const fuse_summary *of, size_t sensor, FILE *stream)
{
    const codec_sensor_counts *counts = &pipeline_codec_counts(of->line)->sensors[sensor];
    const pipeline_sensor_counts *after = pipeline_sensor_count(of->line, sensor);
    json line = json_begin(stream);
    json_text(&line, "kind", "sensor");
    json_text(&line, "sensor", of->configuration->registry.sensors[sensor].name);
    json_count(&line, "datagrams", counts->datagrams);
    json_count(&line, "missing", counts->datagrams_missing);
    json_count(&line, "restarts", counts->restarts);
    json_count(&line, "received", counts->received);
    json_count(&line, "fused", after->fused);
    json_count(&line, "refused", refused_of(counts));
    json_count(&line, "dropped", after->dropped);
    uint64_t plots;
    json_number(&line, "nis", nis_of(of, sensor, &plots));
    json_count(&line, "nis_plots", plots);
    json_reasons(&line, "refused_by", counts->refused);
    json_reasons(&line, "datagrams_refused_by", counts->datagrams_refused);
    json_end(&line);
}

static void json_total(const fuse_summary *of, FILE *stream)
{
    const codec_counts *counts = pipeline_codec_counts(of->line);
    const fuse_totals sum = fuse_total(of);
    json line = json_begin(stream);
    json_text(&line, "kind", "total");
    json_count(&line, "datagrams", counts->received);
    json_count(&line, "datagrams_taken", counts->taken);
    json_reasons(&line, "datagrams_refused_by", counts->refused);
    json_count(&line, "received", sum.received);
    json_count(&line, "fused", sum.fused);
    json_count(&line, "refused", sum.refused);
    json_count(&line, "dropped", sum.dropped);
    json_text(&line, "feed_sha256", of->feed_sha256[0] ? of->feed_sha256 : NULL);
    json_text(&line, "book_sha256", of->configuration->book_sha256);
    json_number(&line, "duration_s", (double)of->duration_ns / 1e9);
    json_number(&line, "wall_s", of->wall_s);
    json_number(&line, "real_time_ratio", real_time_ratio(of));
    json_count(&line, "threads", of->threads);
    json_count(&line, "engines", of->configuration->view_count);
    json_text(&line, "version", PICKET_VERSION);
    json_end(&line);
}

void fuse_print_json(const fuse_summary *of, FILE *stream)
{
    for (size_t i = 0; i < of->configuration->view_count; i++)
        json_view(of, i, stream);
    for (size_t i = 0; i < of->configuration->registry.sensor_count; i++)
        json_sensor(of, i, stream);
    json_total(of, stream);
}

/* "all sensor-unknown", or "12 sensor-unknown, 3 too-long". */
static void reasons_text(const uint64_t refused[REFUSAL_COUNT], char *text, size_t room)
{
    size_t kinds = 0, used = 0;
    for (size_t why = 1; why < REFUSAL_COUNT; why++)
        kinds += refused[why] > 0;
    text[0] = '\0';
    for (size_t why = 1; why < REFUSAL_COUNT && used < room; why++)
        if (refused[why] > 0)
            used += (size_t)snprintf(text + used, room - used, "%s%s %s", used ? ", " : "",
                                     kinds == 1 ? "all" : comma(refused[why]).text,
                                     refusal_name((refusal)why));
}

static void say_reports_refused(const fuse_summary *of, const codec_counts *counts)
{
    uint64_t refused[REFUSAL_COUNT] = {0};
    for (size_t i = 0; i < of->configuration->registry.sensor_count; i++)
        for (size_t why = 0; why < REFUSAL_COUNT; why++)
            refused[why] += counts->sensors[i].refused[why];
    char reasons[1024];
    reasons_text(refused, reasons, sizeof reasons);
    say_error("none of %s reports was fused: %s. Each refusal: picket fuse -v",
              comma(fuse_total(of).received).text, reasons);
}

static void say_datagrams_refused(const fuse_summary *of, const codec_counts *counts)
{
    char reasons[1024];
    reasons_text(counts->refused, reasons, sizeof reasons);
    if (of->unknown[0])
        say_error("none of %s datagrams was taken: %s, first \"%s\". %s does not list the sensors "
                  "of %s. Each refusal: picket fuse -v",
                  comma(counts->received).text, reasons, of->unknown, of->configuration->path,
                  of->feed);
    else
        say_error("none of %s datagrams was taken: %s. Each refusal: picket fuse -v",
                  comma(counts->received).text, reasons);
}

void fuse_say_nothing(const fuse_summary *of)
{
    const codec_counts *counts = pipeline_codec_counts(of->line);
    if (counts->received == 0)
        say_error("%s holds no datagram for port %u, where %s takes reports%s.", of->feed,
                  of->configuration->reports.port, of->configuration->path,
                  of->other > 0 ? "; what it holds goes to other ports" : "");
    else if (counts->taken == 0)
        say_datagrams_refused(of, counts);
    else if (fuse_total(of).received == 0)
        say_error("none of %s datagrams holds a report.", comma(counts->received).text);
    else
        say_reports_refused(of, counts);
}
