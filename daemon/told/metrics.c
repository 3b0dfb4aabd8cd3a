#include "daemon/told/metrics.h"

#include "text/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LISTENERS 2

static void head(FILE *out, const char *name, const char *type, const char *help)
{
    fprintf(out, "# HELP picket_%s %s\n# TYPE picket_%s %s\n", name, help, name, type);
}

/* labels is what stands between the braces; NULL: none. */
static void count(FILE *out, const char *name, const char *labels, uint64_t value)
{
    fprintf(out, "picket_%s%s%s%s %llu\n", name, labels ? "{" : "", labels ? labels : "",
            labels ? "}" : "", (unsigned long long)value);
}

static void number(FILE *out, const char *name, const char *labels, double value)
{
    char text[NUMBER_ROOM];
    number_shortest(text, value);
    fprintf(out, "picket_%s%s%s%s %s\n", name, labels ? "{" : "", labels ? labels : "",
            labels ? "}" : "", text);
}

const double metrics_bounds[METRICS_BOUNDS] = {0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0};

void metrics_observe(metrics_histogram *all, double seconds)
{
    for (size_t i = 0; i < METRICS_BOUNDS; i++)
        all->within[i] += seconds <= metrics_bounds[i];
    all->count++;
    all->sum += seconds;
}

void metrics_published(metrics_view *view, double seconds)
{
    view->publish_s = view->recent_s[view->publish.count % METRICS_RECENT] = seconds;
    metrics_observe(&view->publish, seconds);
}

static int seconds_compare(const void *a, const void *b)
{
    const double one = *(const double *)a;
    const double other = *(const double *)b;
    return (one > other) - (one < other);
}

metrics_recent metrics_recent_of(const metrics_view *view)
{
    double sorted[METRICS_RECENT];
    const size_t count =
        view->publish.count < METRICS_RECENT ? (size_t)view->publish.count : METRICS_RECENT;
    if (count == 0)
        return (metrics_recent){NAN, NAN};
    memcpy(sorted, view->recent_s, sizeof sorted);
    qsort(sorted, count, sizeof *sorted, seconds_compare);
    const double median_s = 0.5 * (sorted[(count - 1) / 2] + sorted[count / 2]);
    return (metrics_recent){median_s, sorted[count - 1]};
}

typedef struct labels {
    char text[256];
} labels;

static labels label(const char *name, const char *value)
{
    labels one;
    snprintf(one.text, sizeof one.text, "%s=\"%s\"", name, value);
    return one;
}

static labels label2(const char *name, const char *value, const char *name2, const char *value2)
{
    labels one;
    snprintf(one.text, sizeof one.text, "%s=\"%s\",%s=\"%s\"", name, value, name2, value2);
    return one;
}

static uint64_t sum_of(const uint64_t *counts, size_t size)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < size; i++)
        sum += counts[i];
    return sum;
}

static void datagrams_refused(FILE *out, const metrics_listener *from)
{
    for (size_t i = 1; i < from->reasons; i++)
        count(out, "datagrams_refused_total",
              label2("listener", from->name, "reason", from->reason(i)).text, from->refused[i]);
}

static void datagrams(FILE *out, const metrics_listener from[LISTENERS])
{
    head(out, "datagrams_arrived_total", "counter",
         "Datagrams that came to this socket, those the kernel dropped included. Equals decoded + "
         "refused + dropped + waiting.");
    for (size_t i = 0; i < LISTENERS; i++)
        count(out, "datagrams_arrived_total", label("listener", from[i].name).text,
              from[i].decoded + sum_of(from[i].refused, from[i].reasons) + from[i].kernel_dropped);
    head(out, "datagrams_decoded_total", "counter", "Taken apart into reports, or obeyed.");
    for (size_t i = 0; i < LISTENERS; i++)
        count(out, "datagrams_decoded_total", label("listener", from[i].name).text,
              from[i].decoded);
    head(out, "datagrams_refused_total", "counter", "Refused whole, by reason.");
    for (size_t i = 0; i < LISTENERS; i++)
        datagrams_refused(out, &from[i]);
    head(out, "datagrams_dropped_total", "counter", "Lost, by place.");
    for (size_t i = 0; i < LISTENERS; i++)
        count(out, "datagrams_dropped_total",
              label2("listener", from[i].name, "place", "kernel").text, from[i].kernel_dropped);
    head(out, "datagrams_waiting", "gauge", "Received and not yet decoded.");
    for (size_t i = 0; i < LISTENERS; i++)
        count(out, "datagrams_waiting", label("listener", from[i].name).text, 0);
    head(out, "listener_buffer_bytes", "gauge", "Receive buffer granted.");
    for (size_t i = 0; i < LISTENERS; i++)
        count(out, "listener_buffer_bytes", label("listener", from[i].name).text,
              from[i].buffer_bytes);
}

/* What one sensor contributes to a family. */
typedef void sensor_line(FILE *out, const char *name, const codec_sensor_counts *before,
                         const pipeline_sensor_counts *after);

static void line_received(FILE *out, const char *name, const codec_sensor_counts *before,
                          const pipeline_sensor_counts *after)
{
    (void)after;
    count(out, "reports_received_total", label("sensor", name).text, before->received);
}

static void line_fused(FILE *out, const char *name, const codec_sensor_counts *before,
                       const pipeline_sensor_counts *after)
{
    (void)before;
    count(out, "reports_fused_total", label("sensor", name).text, after->fused);
}

static void line_refused(FILE *out, const char *name, const codec_sensor_counts *before,
                         const pipeline_sensor_counts *after)
{
    (void)after;
    for (size_t why = 1; why < REFUSAL_COUNT; why++)
        count(out, "reports_refused_total",
              label2("sensor", name, "reason", refusal_name((refusal)why)).text,
              before->refused[why]);
}

static void line_dropped(FILE *out, const char *name, const codec_sensor_counts *before,
                         const pipeline_sensor_counts *after)
{
    (void)before;
    count(out, "reports_dropped_total", label2("sensor", name, "place", "engine-queue").text,
          after->dropped);
}

static void line_waiting(FILE *out, const char *name, const codec_sensor_counts *before,
                         const pipeline_sensor_counts *after)
{
    (void)before;
    count(out, "reports_waiting", label("sensor", name).text, after->waiting);
}

static void line_missing(FILE *out, const char *name, const codec_sensor_counts *before,
                         const pipeline_sensor_counts *after)
{
    (void)after;
    count(out, "sensor_datagrams_missing_total", label("sensor", name).text,
          before->datagrams_missing);
}

static void line_restarts(FILE *out, const char *name, const codec_sensor_counts *before,
                          const pipeline_sensor_counts *after)
{
    (void)after;
    count(out, "sensor_restarts_total", label("sensor", name).text, before->restarts);
}

static void line_newest(FILE *out, const char *name, const codec_sensor_counts *before,
                        const pipeline_sensor_counts *after)
{
    (void)after;
    number(out, "sensor_last_report_timestamp_seconds", label("sensor", name).text,
           (double)before->newest_ns / 1e9);
}

static void line_remarks(FILE *out, const char *name, const codec_sensor_counts *before,
                         const pipeline_sensor_counts *after)
{
    (void)after;
    for (size_t what = 0; what < REMARK_COUNT; what++)
        count(out, "remarks_total",
              label2("sensor", name, "remark", remark_name((remark)what)).text,
              before->remarks[what]);
}

/* of: the label that tells series of one name apart, before that of the bound; "": none. */
static void histogram(FILE *out, const char *name, const char *of, const metrics_histogram *all)
{
    char series[160], bound[NUMBER_ROOM], both[320];
    const char *const comma = of[0] ? "," : "";
    snprintf(series, sizeof series, "%s_bucket", name);
    for (size_t i = 0; i <= METRICS_BOUNDS; i++) {
        if (i < METRICS_BOUNDS)
            number_shortest(bound, metrics_bounds[i]);
        snprintf(both, sizeof both, "%s%sle=\"%s\"", of, comma,
                 i < METRICS_BOUNDS ? bound : "+Inf");
        count(out, series, both, i < METRICS_BOUNDS ? all->within[i] : all->count);
    }
    snprintf(series, sizeof series, "%s_sum", name);
    number(out, series, of[0] ? of : NULL, all->sum);
    snprintf(series, sizeof series, "%s_count", name);
    count(out, series, of[0] ? of : NULL, all->count);
}

static void line_ahead(FILE *out, const char *name, const codec_sensor_counts *before,
                       const pipeline_sensor_counts *after)
{
    (void)after;
    number(out, "sensor_clock_offset_seconds", label("sensor", name).text,
           (double)before->ahead_ns / 1e9);
}

static void line_lateness(FILE *out, const char *name, const codec_sensor_counts *before,
                          const pipeline_sensor_counts *after)
{
    (void)before;
    char bound[NUMBER_ROOM];
    for (size_t i = 0; i < PIPELINE_LATE_BOUNDS; i++) {
        number_shortest(bound, pipeline_late_bounds[i]);
        count(out, "sensor_lateness_seconds_bucket", label2("sensor", name, "le", bound).text,
              after->late[i]);
    }
    count(out, "sensor_lateness_seconds_bucket", label2("sensor", name, "le", "+Inf").text,
          after->fused);
    number(out, "sensor_lateness_seconds_sum", label("sensor", name).text, after->late_sum);
    count(out, "sensor_lateness_seconds_count", label("sensor", name).text, after->fused);
}

static void sensors(FILE *out, const metrics_snapshot *of)
{
    static const struct {
        const char *name, *type, *help;
        sensor_line *line;
    } families[] = {
        {"reports_received_total", "counter",
         "Reports decoded from this sensor. Equals fused + refused + dropped + waiting.",
         line_received},
        {"reports_fused_total", "counter",
         "Reports that passed every check and went through the gate, whether or not a rule gave "
         "them to others than their owner.",
         line_fused},
        {"reports_refused_total", "counter", "Refused, by reason.", line_refused},
        {"reports_dropped_total", "counter", "Lost, by place.", line_dropped},
        {"reports_waiting", "gauge", "In queues, 0 once drained.", line_waiting},
        {"remarks_total", "counter", "Taken, and found strange.", line_remarks},
        {"sensor_datagrams_missing_total", "counter",
         "Gaps in its sequence: lost before they came here, in no sum above.", line_missing},
        {"sensor_restarts_total", "counter", "Times its sequence began again.", line_restarts},
        {"sensor_lateness_seconds", "histogram", "Stamp less time of measurement.", line_lateness},
        {"sensor_last_report_timestamp_seconds", "gauge", "Exercise time of its newest report.",
         line_newest},
        {"sensor_clock_offset_seconds", "gauge",
         "Its clock's estimated offset: positive where it runs ahead of ours.", line_ahead},
    };
    const codec_counts *counts = pipeline_codec_counts(of->line);
    const fusion_registry *registry = &of->configuration->registry;
    for (size_t f = 0; f < sizeof families / sizeof families[0]; f++) {
        head(out, families[f].name, families[f].type, families[f].help);
        for (size_t i = 0; i < registry->sensor_count; i++)
            families[f].line(out, registry->sensors[i].name, &counts->sensors[i],
                             pipeline_sensor_count(of->line, i));
    }
}

/* What sensors do beside what is claimed of them. */
static void findings(FILE *out, const metrics_snapshot *of)
{
    const fusion_registry *registry = &of->configuration->registry;
    fusion_finding found[FUSION_SENSORS_MAX][FUSION_CLAIMS_OF_SENSORS];
    for (size_t i = 0; i < registry->sensor_count; i++) {
        const fusion_conduct conduct = pipeline_conduct(of->line, i);
        fusion_conduct_judge(&conduct, &registry->sensors[i], found[i]);
    }
    head(
        out, "sensor_found", "gauge",
        "How the sensor behaved of late, beside what is claimed of it: period in seconds, accuracy "
        "as actual over stated errors, detection as a share, false plots a period, clutter as "
        "false plots a scan and cubic metre, place in metres from where others see things; 0: not "
        "known.");
    for (size_t i = 0; i < registry->sensor_count; i++)
        for (unsigned k = 0; k < FUSION_CLAIMS_OF_SENSORS; k++)
            number(
                out, "sensor_found",
                label2("sensor", registry->sensors[i].name, "claim", fusion_claimed_name(k)).text,
                found[i][k].known ? found[i][k].found : 0.0);
    head(out, "sensor_differs", "gauge", "1: that is far from what is claimed.");
    for (size_t i = 0; i < registry->sensor_count; i++)
        for (unsigned k = 0; k < FUSION_CLAIMS_OF_SENSORS; k++)
            count(out, "sensor_differs",
                  label2("sensor", registry->sensors[i].name, "claim", fusion_claimed_name(k)).text,
                  found[i][k].differs);
}

static void sensor_nis(FILE *out, const metrics_snapshot *of)
{
    const fusion_registry *registry = &of->configuration->registry;
    head(out, "sensor_nis", "summary",
         "How far its plots lie from where tracks expect them (normalised innovations squared, by "
         "dimension): their mean is about 1 where that is as far as its accuracies allow. Where it "
         "is more, its accuracies, its alignment or its clock is wrong.");
    for (size_t i = 0; i < registry->sensor_count; i++) {
        const fusion_innovations one = pipeline_innovations(of->line, i);
        number(out, "sensor_nis_sum", label("sensor", registry->sensors[i].name).text, one.sum);
        count(out, "sensor_nis_count", label("sensor", registry->sensors[i].name).text,
              one.dimensions);
    }
}

static void view_reports(FILE *out, const metrics_snapshot *of)
{
    const size_t views = of->configuration->view_count;
    head(out, "view_reports_released_total", "counter",
         "Released to this view; equals fused + set aside.");
    for (size_t i = 0; i < views; i++)
        count(out, "view_reports_released_total",
              label("view", of->configuration->view_names[i]).text,
              pipeline_view_count(of->line, i).released);
    head(out, "view_reports_fused_total", "counter", "Fused.");
    for (size_t i = 0; i < views; i++)
        count(out, "view_reports_fused_total", label("view", of->configuration->view_names[i]).text,
              pipeline_view_count(of->line, i).fused);
    head(out, "view_reports_set_aside_total", "counter", "Set aside, by reason.");
    for (size_t i = 0; i < views; i++) {
        const char *name = of->configuration->view_names[i];
        const fusion_engine_counts counts = pipeline_view_count(of->line, i);
        count(out, "view_reports_set_aside_total", label2("view", name, "reason", "late").text,
              counts.late);
        count(out, "view_reports_set_aside_total", label2("view", name, "reason", "duplicate").text,
              counts.duplicate);
        count(out, "view_reports_set_aside_total", label2("view", name, "reason", "beside").text,
              counts.beside);
        count(out, "view_reports_set_aside_total", label2("view", name, "reason", "refused").text,
              counts.refused);
    }
}

static void view_pictures(FILE *out, const metrics_snapshot *of)
{
    const size_t views = of->configuration->view_count;
    const char(*names)[128] = of->configuration->view_names;
    head(out, "view_tracks", "gauge", "Confirmed and coasting tracks in the newest picture.");
    for (size_t i = 0; i < views; i++)
        count(out, "view_tracks", label("view", names[i]).text, of->views[i].tracks);
    head(out, "view_notices", "gauge", "Notices in the newest picture.");
    for (size_t i = 0; i < views; i++)
        count(out, "view_notices", label("view", names[i]).text, of->views[i].notices);
    head(out, "view_epochs_total", "counter", "Epochs published.");
    for (size_t i = 0; i < views; i++)
        count(out, "view_epochs_total", label("view", names[i]).text, of->views[i].epochs);
    head(out, "view_epoch_lag_seconds", "gauge", "Exercise clock less newest epoch.");
    for (size_t i = 0; i < views; i++)
        number(out, "view_epoch_lag_seconds", label("view", names[i]).text,
               of->views[i].epoch_ns ? (double)(of->exercise_ns - of->views[i].epoch_ns) / 1e9
                                     : 0.0);
}

static void view_publishing(FILE *out, const metrics_snapshot *of)
{
    head(out, "view_publish_seconds", "histogram",
         "From an epoch's close to its hand-over, wall time.");
    for (size_t i = 0; i < of->configuration->view_count; i++)
        histogram(out, "view_publish_seconds", label("view", of->configuration->view_names[i]).text,
                  &of->views[i].publish);
}

static void process(FILE *out, const metrics_snapshot *of)
{
    head(out, "exercise_time_seconds", "gauge",
         "Exercise clock, Unix time; 0 while it is not set.");
    number(out, "exercise_time_seconds", NULL, (double)of->exercise_ns / 1e9);
    head(out, "exercise_speed_ratio", "gauge", "Its rate, 0 when paused.");
    number(out, "exercise_speed_ratio", NULL, of->exercise_rate);
    head(out, "loop_blocked_seconds", "histogram",
         "Length of a turn of the loop, its waiting left out; wall time.");
    histogram(out, "loop_blocked_seconds", "", &of->loop);
    head(out, "memory_limit_bytes", "gauge", "Configured bound; 0: none.");
    count(out, "memory_limit_bytes", NULL, 0);
    head(out, "page_clients", "gauge", "Open pages.");
    count(out, "page_clients", NULL, of->page_clients);
    head(out, "page_epochs_skipped_total", "counter", "Epochs spared to slow pages.");
    count(out, "page_epochs_skipped_total", NULL, of->page_epochs_skipped);
    head(out, "pictures_unsent_total", "counter",
         "Datagrams of pictures that the system did not take.");
    count(out, "pictures_unsent_total", NULL, of->pictures_unsent);
    head(out, "book_info", "gauge", "1; the book in force.");
    count(out, "book_info", label("sha256", of->configuration->book_sha256).text, 1);
    head(out, "build_info", "gauge", "1; this build.");
    count(out, "build_info", label("version", of->version).text, 1);
}

char *metrics_render(const metrics_snapshot *of, size_t *size)
{
    char *text = NULL;
    FILE *out = open_memstream(&text, size);
    if (!out)
        return NULL;
    datagrams(out, of->listeners);
    sensors(out, of);
    findings(out, of);
    sensor_nis(out, of);
    view_reports(out, of);
    view_pictures(out, of);
    view_publishing(out, of);
    process(out, of);
    const int failed = ferror(out);
    if (fclose(out) != 0 || failed) {
        free(text);
        return NULL;
    }
    return text;
}
