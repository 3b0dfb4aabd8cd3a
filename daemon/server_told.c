#include "daemon/server_parts.h"
#include "daemon/told/health.h"

/* What is told of at one moment. */
static metrics_snapshot snapshot_take(server *one)
{
    const codec_counts *counts = pipeline_codec_counts(one->line);
    listener_dropped(&one->reports);
    listener_dropped(&one->control);
    const web_counts pages = one->web ? web_count(one->web) : (web_counts){0};
    return (metrics_snapshot){
        .configuration = one->configuration,
        .line = one->line,
        .heard = &one->accounts->heard,
        .listeners = {{.name = "reports",
                       .decoded = counts->taken,
                       .refused = counts->refused,
                       .reasons = REFUSAL_COUNT,
                       .reason = server_refusal_name,
                       .kernel_dropped = one->reports.dropped,
                       .buffer_bytes = one->reports.buffer_bytes,
                       .filled_bytes = one->reports.filled_bytes},
                      {.name = "control",
                       .decoded = one->commands.obeyed,
                       .refused = one->commands.refused,
                       .reasons = COMMAND_REASONS,
                       .reason = command_reason,
                       .kernel_dropped = one->control.dropped,
                       .buffer_bytes = one->control.buffer_bytes,
                       .filled_bytes = one->control.filled_bytes}},
        .views = one->views,
        .exercise_ns = clock_now_ns(&one->clock, server_machine()),
        .exercise_rate = clock_rate(&one->clock),
        .fastest_rate = one->fastest_rate,
        .loop = one->loop_blocked,
        .page_clients = pages.clients,
        .page_epochs_skipped = pages.epochs_skipped,
        .pictures_unsent = one->publisher ? publisher_unsent(one->publisher) : 0,
        .version = one->settings.version,
    };
}

char *server_metrics_text(void *context, size_t *size)
{
    const metrics_snapshot snapshot = snapshot_take(context);
    return metrics_render(&snapshot, size);
}

char *server_health_text(void *context, const web_reader *reader, size_t *size)
{
    const metrics_snapshot snapshot = snapshot_take(context);
    return health_render(&snapshot, reader->white_cell ? -1 : reader->nation, reader->views, size);
}
