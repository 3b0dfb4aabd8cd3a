#include "daemon/line/pipeline_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static fusion_said said_of(const pipeline_said *one)
{
    return (fusion_said){one->who, one->sentence, one->at_ns, one->until_ns, one->run_ns};
}

/* Under another book a sentence may be none any more. One that is over then says nothing. */
static fusion_status said_tell(const pipeline *one, fusion_gate *gate, size_t *taken)
{
    fusion_said *all = calloc(one->said_count + 1, sizeof *all);
    size_t count = 0, at = 0;
    fusion_status status = all ? FUSION_OK : FUSION_NO_MEMORY;
    for (size_t i = 0; all && i < one->said_count; i++)
        all[count++] = said_of(&one->said[i]);
    for (size_t gone = 0; status == FUSION_OK; gone++) {
        status = fusion_gate_declare(gate, all, count, &at);
        if (taken)
            *taken = at + gone;
        if ((status != FUSION_REFUSED && status != FUSION_NOT_YOURS) ||
            !pipeline_said_over(one, at + gone))
            break;
        memmove(&all[at], &all[at + 1], (--count - at) * sizeof *all);
        status = FUSION_OK;
    }
    free(all);
    return status;
}

fusion_gate *pipeline_gate(const pipeline *one, const fusion_book *book, const fusion_view *views,
                           fusion_status *status, size_t *taken)
{
    const config *of = one->configuration;
    fusion_gate *gate = NULL;
    *status = fusion_gate_create(book, &of->registry, views, one->lane_count, &gate);
    if (*status == FUSION_OK)
        *status = fusion_gate_epoch(gate, of->epoch_ns);
    if (*status == FUSION_OK)
        *status = config_key_gate(of, gate);
    if (*status == FUSION_OK)
        *status = said_tell(one, gate, taken);
    if (*status == FUSION_OK)
        return gate;
    fusion_gate_destroy(gate);
    return NULL;
}

bool pipeline_hears(const pipeline *one, const char *who)
{
    return fusion_book_hears(one->configuration->book, who);
}

int64_t pipeline_epoch_from(const pipeline *one, int64_t at_ns)
{
    const int64_t epoch_ns = one->configuration->epoch_ns;
    const int64_t start_ns = one->end_ns - epoch_ns;
    return at_ns <= start_ns ? start_ns : (at_ns + epoch_ns - 1) / epoch_ns * epoch_ns;
}

static bool said_room(pipeline *one)
{
    if (one->said_count < one->said_room)
        return true;
    const size_t room = one->said_room ? 2 * one->said_room : 16;
    pipeline_said *grown = realloc(one->said, room * sizeof *grown);
    if (!grown)
        return false;
    one->said = grown;
    one->said_room = room;
    return true;
}

const char *pipeline_refusal(fusion_status status)
{
    switch (status) {
    case FUSION_OK:
        return NULL;
    case FUSION_REFUSED:
        return "sentence-unknown";
    case FUSION_NOT_YOURS:
        return "not-yours";
    default:
        return "acts-many";
    }
}

/* The sentence behind the last. Where a book is to come, it must be one under that too. */
static const char *declare(pipeline *one)
{
    const fusion_said last = said_of(&one->said[one->said_count]);
    const size_t before = fusion_gate_acts(one->gate);
    fusion_status status = FUSION_OK;
    one->said_count++;
    if (one->next.fresh) {
        fusion_view views[FUSION_VIEWS_MAX];
        pipeline_next_views(one, views);
        fusion_gate_destroy(pipeline_gate(one, one->next.fresh->book, views, &status, NULL));
    }
    if (status == FUSION_OK)
        status = fusion_gate_declare(one->gate, &last, 1, NULL);
    if (status != FUSION_OK)
        one->said_count--;
    else
        one->said[one->said_count - 1].acts = fusion_gate_acts(one->gate) - before;
    return pipeline_refusal(status);
}

/* Behind the last, if it is declared. NULL, or the name of the refusal. */
static const char *said_add(pipeline *one, const char *who, const char *sentence,
                            const pipeline_said *times)
{
    if (!said_room(one))
        return "acts-many";
    pipeline_said *said = &one->said[one->said_count];
    *said = *times;
    said->over_ns = INT64_MAX;
    if (snprintf(said->who, sizeof said->who, "%s", who) >= (int)sizeof said->who ||
        snprintf(said->sentence, sizeof said->sentence, "%s", sentence) >=
            (int)sizeof said->sentence)
        return "sentence-unknown";
    const char *refused = declare(one);
    one->stale = one->stale || !refused;
    return refused;
}

const char *pipeline_stood(pipeline *one, const char *who, const char *sentence, int64_t said_ns,
                           int64_t until_ns)
{
    if (one->first_ns != 0)
        return "not-yours";
    if (pipeline_room_stood(one, who, sentence))
        return NULL;
    /* When the run begins is not known yet. */
    const pipeline_said times = {.at_ns = said_ns, .until_ns = until_ns, .run_ns = INT64_MAX};
    const char *refused = said_add(one, who, sentence, &times);
    if (refused && strcmp(refused, "acts-many") == 0 && pipeline_visits_forget(one, said_ns))
        refused = said_add(one, who, sentence, &times);
    return refused;
}

void pipeline_stood_begin(pipeline *one, int64_t run_ns)
{
    fusion_status status;
    for (size_t r = 0; r < one->room_count; r++)
        one->rooms[r].missed |= one->rooms[r].forgot_ns >= run_ns;
    if (one->said_count == 0)
        return;
    for (size_t i = 0; i < one->said_count; i++)
        one->said[i].run_ns = run_ns;
    fusion_gate *gate = pipeline_gate(one, one->configuration->book, one->views, &status, NULL);
    one->failed |= gate == NULL; /* each was declared before: only memory can be wanting */
    if (gate)
        pipeline_gate_put(one, gate);
}

const char *pipeline_say(pipeline *one, int64_t stamp_ns, const char *who, const char *sentence,
                         int64_t until_ns, int64_t *effect_ns)
{
    if (stamp_ns == 0)
        return "clock-unset";
    pipeline_advance(one, stamp_ns);
    /* A recording may hold stamps that fall: nothing is said in an epoch that is over. */
    const int64_t start_ns = one->end_ns - one->configuration->epoch_ns;
    const pipeline_said times = {.at_ns = stamp_ns > start_ns ? stamp_ns : start_ns,
                                 .until_ns = until_ns};
    const char *refused = pipeline_share_left(one, who, sentence)
                              ? said_add(one, who, sentence, &times)
                              : "acts-many";
    if (refused && strcmp(refused, "acts-many") == 0)
        pipeline_room_miss(one, times.at_ns, who, sentence);
    if (refused)
        return refused;
    *effect_ns = pipeline_epoch_from(one, times.at_ns);
    if (*effect_ns < one->turn_ns)
        one->turn_ns = *effect_ns;
    return NULL;
}

void pipeline_view_change(pipeline *one, size_t view, fusion_view to, int64_t at_ns)
{
    const int64_t effect_ns = pipeline_epoch_from(one, at_ns);
    one->changes[view] = (pipeline_change){.to = to, .at_ns = effect_ns};
    if (effect_ns < one->turn_ns)
        one->turn_ns = effect_ns;
}

fusion_view pipeline_view(const pipeline *one, size_t view)
{
    return one->views[view];
}
