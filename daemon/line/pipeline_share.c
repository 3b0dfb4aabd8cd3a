#include "daemon/audit/stood.h"
#include "daemon/line/pipeline_parts.h"

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

/* What was over before this is past: it counts for no share. It must depend on the configuration
 * and the time alone, and on no report, or a refusal would tell of one that was given to others. */
static int64_t past_ns(const pipeline *one)
{
    const config *of = one->configuration;
    return one->end_ns - of->epoch_ns - of->window_ns - of->retain_ns;
}

static size_t acts_of(const pipeline *one, const char *who)
{
    size_t acts = 0;
    for (size_t i = 0; i < one->said_count; i++)
        if (one->said[i].over_ns >= past_ns(one) && strcmp(one->said[i].who, who) == 0)
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

/* Since when each is over. What the open epoch says counts in it, whatever its end. */
static void ends_find(pipeline *one)
{
    const int64_t start_ns = one->end_ns - one->configuration->epoch_ns;
    stood_list list;
    if (!list_make(one, &list))
        return;
    stood_close(&list, start_ns, INT64_MAX / 4);
    for (size_t i = 0; i < list.count; i++) {
        pipeline_said *said = &one->said[i];
        const bool fresh = said->run_ns == 0 && said->at_ns >= start_ns;
        said->over_ns = fresh ? INT64_MAX : list.all[i].over_ns;
    }
    stood_free(&list);
    pipeline_visits_close(one, past_ns(one) - 1);
}

/* The oldest time for which anything may still be decided. */
static int64_t oldest_ns(const pipeline *one)
{
    int64_t oldest = past_ns(one);
    for (size_t i = 0; i < one->kept.count; i++)
        if (kept_report(&one->kept, i)->time_ns < oldest)
            oldest = kept_report(&one->kept, i)->time_ns;
    return oldest;
}

/* Has the gate no place for another sentence, if it forgets what was over before then? */
static bool is_crowded(const pipeline *one, int64_t before_ns)
{
    size_t acts = 0;
    for (size_t i = 0; i < one->said_count; i++)
        acts += one->said[i].over_ns >= before_ns ? one->said[i].acts : 0;
    return acts + FUSION_NATIONS_MAX > FUSION_ACTS_MAX;
}

/* The first time at which one more is over before it. */
static int64_t next_end(const pipeline *one, int64_t before_ns)
{
    int64_t next_ns = past_ns(one);
    for (size_t i = 0; i < one->said_count; i++)
        if (one->said[i].over_ns >= before_ns && one->said[i].over_ns < next_ns)
            next_ns = one->said[i].over_ns + 1;
    return next_ns;
}

/* Leaves out what was over before then. false: nothing was. */
static bool forget_before(pipeline *one, int64_t before_ns)
{
    fusion_status status;
    size_t left = 0;
    for (size_t i = 0; i < one->said_count; i++)
        if (one->said[i].over_ns >= before_ns)
            one->said[left++] = one->said[i];
    if (left == one->said_count)
        return false;
    one->said_count = left;
    fusion_gate *gate = pipeline_gate(one, one->configuration->book, one->views, &status, NULL);
    one->failed |= !gate; /* all of it was declared before: only memory can be wanting */
    if (gate)
        pipeline_gate_put(one, gate);
    return true;
}

bool pipeline_visits_forget(pipeline *one, int64_t said_ns)
{
    const config *of = one->configuration;
    const int64_t by_ns = said_ns - of->window_ns - of->retain_ns;
    pipeline_visits_close(one, by_ns);
    for (size_t i = 0; i < one->said_count; i++)
        for (size_t r = 0; r < one->room_count; r++)
            if (one->said[i].over_ns <= by_ns && one->rooms[r].forgot_ns < one->said[i].at_ns)
                one->rooms[r].forgot_ns = one->said[i].at_ns;
    return forget_before(one, by_ns + 1);
}

/* The gate without what is over is asked only about times at which it had ended. Where it has no
 * place, what is past goes all the same, what was over first before all else: so a report of old
 * loses what was said at its time no sooner for one that is older. */
static void forget(pipeline *one)
{
    int64_t before_ns = one->oldest_ns;
    while (before_ns < past_ns(one) && is_crowded(one, before_ns))
        before_ns = next_end(one, before_ns);
    forget_before(one, before_ns);
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
    if (acts_of(one, who) < limit && !is_crowded(one, INT64_MIN))
        return true;
    if (one->looked_ns != one->end_ns) {
        ends_find(one);
        one->oldest_ns = oldest_ns(one);
        one->looked_ns = one->end_ns;
    }
    forget(one);
    return acts_of(one, who) < limit;
}
