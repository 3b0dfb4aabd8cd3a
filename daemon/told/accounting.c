#include "daemon/told/accounting.h"

#include "daemon/told/finding.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

accounting *accounting_create(const config *configuration, const log_writer *log)
{
    accounting *one = calloc(1, sizeof *one);
    if (one) {
        one->configuration = configuration;
        one->log = log;
    }
    return one;
}

static const char *sensor_name(const accounting *one, size_t sensor)
{
    return sensor < FUSION_SENSORS_MAX ? one->configuration->registry.sensors[sensor].name : NULL;
}

static const char *event_of(refusal why)
{
    return why == REFUSAL_SENSOR_UNKNOWN ? "sensor.unlisted" : "datagram.refused";
}

/* Says the first of its kind. */
static void first_say(const accounting *one, uint64_t *said, const char *event, size_t sensor,
                      refusal why)
{
    if (*said > 0)
        return;
    *said = 1;
    log_count(one->log, LOG_AT_WARN, event, sensor_name(one, sensor), refusal_name(why), 1);
}

static void sensor_heard(accounting *one, size_t sensor, int64_t stamp_ns)
{
    const int64_t last_ns = one->heard.newest_ns[sensor];
    if (last_ns == 0)
        log_say(one->log, LOG_AT_INFO, "sensor.first", "%s is heard for the first time",
                sensor_name(one, sensor));
    if (one->silent[sensor])
        log_say(one->log, LOG_AT_INFO, "sensor.back", "%s is heard again after %lld s",
                sensor_name(one, sensor), (long long)((stamp_ns - last_ns) / FUSION_SECOND));
    one->silent[sensor] = false;
}

void accounting_silence(accounting *one, int64_t now_ns)
{
    const fusion_registry *registry = &one->configuration->registry;
    for (size_t i = 0; i < registry->sensor_count; i++) {
        if (one->silent[i] ||
            !heard_silent(one->heard.newest_ns[i], registry->sensors[i].period_ns, 0, now_ns))
            continue;
        one->silent[i] = true;
        log_say(one->log, LOG_AT_WARN, "sensor.silent", "%s has sent nothing for %lld s",
                sensor_name(one, i),
                (long long)((now_ns - one->heard.newest_ns[i]) / FUSION_SECOND));
    }
}

static void finding_say(accounting *one, size_t sensor, fusion_claimed what,
                        const fusion_finding *found)
{
    char words[FINDING_WORDS];
    if (!found->known || found->differs == one->differs[sensor][what])
        return;
    one->differs[sensor][what] = found->differs;
    finding_words(words, sensor_name(one, sensor), what, found);
    if (found->differs)
        log_say(one->log, LOG_AT_WARN, "sensor.differs", "%s", words);
    else
        log_say(one->log, LOG_AT_INFO, "sensor.differs", "%s: %s is as claimed again",
                sensor_name(one, sensor), fusion_claimed_name(what));
}

void accounting_conduct(accounting *one, const pipeline *line)
{
    const fusion_registry *registry = &one->configuration->registry;
    fusion_finding findings[FUSION_CLAIMS_OF_SENSORS];
    for (size_t i = 0; i < registry->sensor_count; i++) {
        const fusion_conduct of = pipeline_conduct(line, i);
        fusion_conduct_judge(&of, &registry->sensors[i], findings);
        for (unsigned k = 0; k < FUSION_CLAIMS_OF_SENSORS; k++)
            finding_say(one, i, (fusion_claimed)k, &findings[k]);
    }
}

void accounting_new_run(accounting *one)
{
    heard_new_run(&one->heard);
    memset(one->silent, 0, sizeof one->silent);
    memset(one->differs, 0, sizeof one->differs);
}

void accounting_note(accounting *one, int64_t stamp_ns, const codec_result *result)
{
    const size_t sensor = result->sensor < 0 ? FUSION_SENSORS_MAX : (size_t)result->sensor;
    if (result->why != REFUSAL_NONE) {
        first_say(one, &one->datagrams[sensor][result->why], event_of(result->why), sensor,
                  result->why);
        heard_note(&one->heard, stamp_ns, one->configuration->epoch_ns, result);
        return;
    }
    assert(sensor < FUSION_SENSORS_MAX); /* nobody's datagram is never taken */
    sensor_heard(one, sensor, stamp_ns);
    heard_note(&one->heard, stamp_ns, one->configuration->epoch_ns, result);
    if (result->restart)
        log_say(one->log, LOG_AT_INFO, "sensor.restart", "%s began a new run",
                sensor_name(one, sensor));
    for (size_t i = 0; i < result->refused_count; i++)
        first_say(one, &one->reports[sensor][result->refused[i].why], "report.refused", sensor,
                  result->refused[i].why);
}

static void rest_say(const accounting *one, uint64_t *said, uint64_t count, const char *event,
                     size_t sensor, refusal why)
{
    if (count <= *said)
        return;
    log_count(one->log, LOG_AT_WARN, event, sensor_name(one, sensor), refusal_name(why),
              count - *said);
    *said = count;
}

void accounting_tell(accounting *one, const codec_counts *counts)
{
    for (size_t why = 1; why < REFUSAL_COUNT; why++) {
        uint64_t nameless = counts->refused[why];
        for (size_t i = 0; i < one->configuration->registry.sensor_count; i++) {
            const codec_sensor_counts *sensor = &counts->sensors[i];
            nameless -= sensor->datagrams_refused[why];
            rest_say(one, &one->datagrams[i][why], sensor->datagrams_refused[why],
                     "datagram.refused", i, (refusal)why);
            rest_say(one, &one->reports[i][why], sensor->refused[why], "report.refused", i,
                     (refusal)why);
        }
        rest_say(one, &one->datagrams[FUSION_SENSORS_MAX][why], nameless, event_of((refusal)why),
                 FUSION_SENSORS_MAX, (refusal)why);
    }
}

static uint64_t sum_of(const uint64_t counts[REFUSAL_COUNT])
{
    uint64_t sum = 0;
    for (size_t why = 0; why < REFUSAL_COUNT; why++)
        sum += counts[why];
    return sum;
}

void accounting_list(const accounting *one, const pipeline *line)
{
    const codec_counts *counts = pipeline_codec_counts(line);
    for (size_t i = 0; i < one->configuration->registry.sensor_count; i++) {
        const pipeline_sensor_counts *after = pipeline_sensor_count(line, i);
        log_say(one->log, LOG_AT_INFO, "accounting",
                "%s: received %llu = fused %llu + refused %llu + dropped %llu + waiting %llu",
                sensor_name(one, i), (unsigned long long)counts->sensors[i].received,
                (unsigned long long)after->fused,
                (unsigned long long)sum_of(counts->sensors[i].refused),
                (unsigned long long)after->dropped, (unsigned long long)after->waiting);
    }
    log_say(one->log, LOG_AT_INFO, "accounting",
            "datagrams: received %llu = taken %llu + refused %llu",
            (unsigned long long)counts->received, (unsigned long long)counts->taken,
            (unsigned long long)sum_of(counts->refused));
}
