#include "daemon/audit/stood.h"
#include "daemon/pipeline_parts.h"

#include <stdio.h>
#include <string.h>

/* Half of the room is the white cell's; the other half is shared by nations and rooms, to each as
 * much. So nobody's words keep another from speaking, or tell him anything. */
static size_t share_of(const pipeline *one, const char *who)
{
    const config *of = one->configuration;
    const size_t others = of->registry.nation_count + fusion_book_rooms(of->book);
    if (strcmp(who, FUSION_WHITE_CELL) == 0)
        return FUSION_ACTS_MAX / 2 - FUSION_NATIONS_MAX; /* a sentence of his may be as many */
    return FUSION_ACTS_MAX / 2 / others;
}

static size_t acts_of(const pipeline *one, const char *who)
{
    size_t acts = 0;
    for (size_t i = 0; i < one->said_count; i++)
        if (strcmp(one->said[i].who, who) == 0)
            acts += one->said[i].acts;
    return acts;
}

/* All that was said, counted by its place. false: memory was refused. */
static bool list_make(const pipeline *one, stood_list *list)
{
    *list = (stood_list){0};
    for (size_t i = 0; i < one->said_count; i++) {
        const pipeline_said *said = &one->said[i];
        stood *copy = stood_add(list);
        if (!copy)
            break;
        *copy = (stood){.entry = i, .said_ns = said->at_ns, .until_ns = said->until_ns};
        memcpy(copy->who, said->who, sizeof copy->who);
        memcpy(copy->sentence, said->sentence, sizeof copy->sentence);
    }
    if (list->failed)
        stood_free(list);
    return !list->failed;
}

bool pipeline_said_over(const pipeline *one, size_t index)
{
    stood_list list;
    if (!list_make(one, &list))
        return false;
    stood_close(&list, one->end_ns - one->configuration->epoch_ns, INT64_MAX / 4);
    const bool over = list.all[index].over;
    stood_free(&list);
    return over;
}

/* The oldest time for which anything may still be decided. */
static int64_t oldest_ns(const pipeline *one)
{
    const config *of = one->configuration;
    int64_t oldest = one->end_ns - of->epoch_ns - of->window_ns;
    for (size_t i = 0; i < one->kept.count; i++)
        if (kept_report(&one->kept, i)->time_ns < oldest)
            oldest = kept_report(&one->kept, i)->time_ns;
    return oldest;
}

/* The gate without what is over is asked only about times at which it had ended. */
static void forget(pipeline *one)
{
    stood_list list;
    fusion_status status;
    if (one->forgot_ns == one->end_ns || !list_make(one, &list))
        return;
    one->forgot_ns = one->end_ns;
    stood_close(&list, oldest_ns(one), 0);
    const bool fewer = list.count < one->said_count;
    for (size_t i = 0; i < list.count; i++)
        one->said[i] = one->said[list.all[i].entry];
    one->said_count = list.count;
    stood_free(&list);
    fusion_gate *gate =
        fewer ? pipeline_gate(one, one->configuration->book, one->views, &status, NULL) : NULL;
    one->failed |= fewer && !gate; /* all of it was declared before: only memory can be wanting */
    if (gate)
        pipeline_gate_put(one, gate);
}

static bool has(const char *sentence, const char *begin, const char *end)
{
    const size_t length = strlen(sentence), tail = strlen(end);
    return strncmp(sentence, begin, strlen(begin)) == 0 && length >= tail &&
           strcmp(sentence + length - tail, end) == 0;
}

/* Up to which count he may say this. The last quarter is for what narrows, which is of no less
 * moment where much was said, and for taking back. */
static size_t limit_of(const pipeline *one, const char *who, const char *sentence)
{
    static const char *const last[][2] = {{"hold ", ""},
                                          {"withdraw ", ""},
                                          {"lift ", ""},
                                          {"room ", " enters"},
                                          {"agreement ", " suspended"},
                                          {"agreement ", " terminated"}};
    const size_t share = share_of(one, who);
    for (size_t i = 0; i < sizeof last / sizeof last[0]; i++)
        if (has(sentence, last[i][0], last[i][1]))
            return share;
    return share - share / 4;
}

bool pipeline_share_left(pipeline *one, const char *who, const char *sentence)
{
    const size_t limit = limit_of(one, who, sentence);
    if (acts_of(one, who) < limit)
        return true;
    forget(one);
    return acts_of(one, who) < limit;
}
