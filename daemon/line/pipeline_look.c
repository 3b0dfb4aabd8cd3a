#include "daemon/line/pipeline_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const fusion_gate *pipeline_gate_shown(const pipeline *one)
{
    return one->gate;
}

size_t pipeline_shown(const pipeline *one, size_t view)
{
    return pipeline_lane(one, view);
}

size_t pipeline_kept(const pipeline *one)
{
    return one->kept.count;
}

const fusion_report *pipeline_kept_report(const pipeline *one, size_t index)
{
    return kept_report(&one->kept, index);
}

static bool list_copy(const pipeline *one, pipeline *scratch, const pipeline_said *more)
{
    scratch->said = calloc(one->said_count + 1, sizeof *scratch->said);
    if (!scratch->said)
        return false;
    for (size_t i = 0; i < one->said_count; i++)
        scratch->said[i] = one->said[i];
    scratch->said[scratch->said_count++] = *more;
    return true;
}

/* A copy of the line's struct shares everything with it but the list of what was said, and only a
 * gate is made from it. */
fusion_gate *pipeline_gate_if(const pipeline *one, int64_t stamp_ns, const char *who,
                              const char *sentence, int64_t until_ns, int64_t *effect_ns,
                              const char **refused)
{
    const int64_t start_ns = one->end_ns - one->configuration->epoch_ns;
    pipeline_said said = {.at_ns = stamp_ns > start_ns ? stamp_ns : start_ns, .until_ns = until_ns};
    *refused = "clock-unset";
    if (stamp_ns == 0 || one->first_ns == 0)
        return NULL;
    snprintf(said.who, sizeof said.who, "%s", who);
    snprintf(said.sentence, sizeof said.sentence, "%s", sentence);
    pipeline *scratch = malloc(sizeof *scratch);
    fusion_gate *gate = NULL;
    fusion_status status = FUSION_NO_MEMORY;
    if (scratch) {
        memcpy(scratch, one, sizeof *scratch);
        if (list_copy(one, scratch, &said)) {
            gate = pipeline_gate(scratch, one->configuration->book, one->views, &status, NULL);
            free(scratch->said);
        }
        free(scratch);
    }
    *refused = pipeline_refusal(status);
    *effect_ns = pipeline_epoch_from(one, said.at_ns);
    return gate;
}
