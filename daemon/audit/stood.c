#include "daemon/audit/stood.h"

#include "fusion/gate.h"
#include "text/read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* 0: until lifted. A time that the log writes and nobody reads is beyond any exercise; one that it
 * writes as the first of all was over before it began. */
static int64_t until_read(const char *value)
{
    text_messages unread;
    text_messages_init(&unread, "");
    const text_node node = {.kind = TEXT_SCALAR, .text = value};
    int64_t until_ns;
    if (strcmp(value, "lifted") == 0 || !text_time(&node, "", true, &until_ns, &unread))
        return 0;
    return until_ns == 0 ? 1 : until_ns;
}

stood *stood_add(stood_list *list)
{
    if (list->count < list->room)
        return &list->all[list->count++];
    const size_t room = list->room ? 2 * list->room : 16;
    stood *grown = realloc(list->all, room * sizeof *grown);
    list->failed = list->failed || !grown;
    if (!grown)
        return NULL;
    list->all = grown;
    list->room = room;
    return &list->all[list->count++];
}

static void said_add(stood_list *list, const audit_entry *entry)
{
    const char *who = entry->values[1], *sentence = entry->values[2];
    if (strcmp(entry->values[5], "accepted") != 0 || strcmp(who, "picketd") == 0 ||
        strncmp(sentence, "clock ", 6) == 0)
        return;
    stood *one = stood_add(list);
    if (!one)
        return;
    *one = (stood){.entry = entry->number,
                   .said_ns = entry->time_ns,
                   .until_ns = until_read(entry->values[3])};
    /* Longer ones were never accepted; what is left of one is none, and is refused. */
    snprintf(one->who, sizeof one->who, "%.48s", who);
    snprintf(one->sentence, sizeof one->sentence, "%.200s", sentence);
}

void stood_take(void *list, const audit_entry *entry, const char *line, const audit_chain *chain)
{
    stood_list *into = list;
    (void)line;
    (void)chain;
    if (entry->kind == AUDIT_ACT)
        said_add(into, entry);
    else if (entry->kind == AUDIT_BEGIN && strcmp(entry->values[0], "1") != 0)
        into->count = 0;
}

/* What it lifts; NULL: it lifts nothing. */
static const char *lifts(const stood *one)
{
    return strncmp(one->sentence, "lift ", 5) == 0 ? one->sentence + 5 : NULL;
}

/* Does it end the one that was said before it? The white cell lifts for whoever said it, but a hold
 * of a sensor or an item for the owner alone: an intermediary's stands. */
static bool ends(const stood *lift, const stood *one)
{
    const char *of = lifts(lift);
    if (!of || strcmp(of, one->sentence) != 0)
        return false;
    return strcmp(lift->who, one->who) == 0 ||
           (strcmp(lift->who, FUSION_WHITE_CELL) == 0 && strncmp(of, "hold sensor ", 12) != 0 &&
            strncmp(of, "hold item ", 10) != 0);
}

/* What is withdrawn or terminated stays so, and who entered stays until he leaves. */
static bool can_end(const char *sentence)
{
    static const char *const verbs[] = {"hold ", "posture ", "emergency ", "approve "};
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        if (strncmp(sentence, verbs[i], strlen(verbs[i])) == 0)
            return true;
    return false;
}

static int64_t end_of(const stood_list *list, size_t index)
{
    const stood *one = &list->all[index];
    if (!can_end(one->sentence))
        return INT64_MAX;
    int64_t over_ns = one->until_ns == 0 ? INT64_MAX : one->until_ns;
    for (size_t i = index + 1; i < list->count; i++)
        if (ends(&list->all[i], one) && list->all[i].said_ns < over_ns)
            over_ns = list->all[i].said_ns;
    return over_ns;
}

/* What lifts is needed as long as anything it may have lifted is there, whoever said that. */
static int64_t end_of_lift(const stood_list *list, size_t index)
{
    const stood *lift = &list->all[index];
    int64_t over_ns = lift->said_ns;
    for (size_t i = 0; i < index; i++)
        if (strcmp(list->all[i].sentence, lifts(lift)) == 0 && list->all[i].over_ns > over_ns)
            over_ns = list->all[i].over_ns;
    return over_ns;
}

void stood_close(stood_list *list, int64_t now_ns, int64_t keep_ns)
{
    for (size_t i = 0; i < list->count; i++)
        if (!lifts(&list->all[i]))
            list->all[i].over_ns = end_of(list, i);
    for (size_t i = 0; i < list->count; i++)
        if (lifts(&list->all[i]))
            list->all[i].over_ns = end_of_lift(list, i);
    size_t left = 0;
    for (size_t i = 0; i < list->count; i++) {
        stood *one = &list->all[i];
        one->over = one->over_ns <= now_ns;
        if (one->over_ns >= now_ns - keep_ns)
            list->all[left++] = *one;
    }
    list->count = left;
}

void stood_free(stood_list *list)
{
    free(list->all);
    *list = (stood_list){0};
}
