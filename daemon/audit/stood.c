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

static bool is_full(stood_list *list)
{
    if (list->count < list->room)
        return false;
    const size_t room = list->room ? 2 * list->room : 16;
    stood *grown = realloc(list->all, room * sizeof *grown);
    list->failed = list->failed || !grown;
    if (!grown)
        return true;
    list->all = grown;
    list->room = room;
    return false;
}

static void said_add(stood_list *list, const audit_entry *entry)
{
    const char *who = entry->values[1], *sentence = entry->values[2];
    if (strcmp(entry->values[5], "accepted") != 0 || strcmp(who, "picketd") == 0)
        return;
    if (is_full(list))
        return;
    stood *one = &list->all[list->count++];
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

static bool is_lift(const stood *one)
{
    return strncmp(one->sentence, "lift ", 5) == 0;
}

/* When it was over; INT64_MAX: it is not. What lifts is over as soon as it is said. */
static int64_t ended_ns(const stood_list *list, size_t index)
{
    const stood *one = &list->all[index];
    int64_t end_ns = one->until_ns == 0 ? INT64_MAX : one->until_ns;
    if (is_lift(one))
        end_ns = one->said_ns;
    for (size_t i = index + 1; i < list->count; i++) {
        const stood *later = &list->all[i];
        if (is_lift(later) && strcmp(later->sentence + 5, one->sentence) == 0 &&
            (strcmp(later->who, one->who) == 0 || strcmp(later->who, FUSION_WHITE_CELL) == 0) &&
            later->said_ns < end_ns)
            end_ns = later->said_ns;
    }
    return end_ns;
}

void stood_close(stood_list *list, int64_t now_ns, int64_t keep_ns)
{
    size_t left = 0;
    for (size_t i = 0; i < list->count; i++) {
        const int64_t end_ns = ended_ns(list, i);
        if (end_ns != INT64_MAX && end_ns < now_ns - keep_ns)
            continue;
        list->all[left] = list->all[i];
        list->all[left++].over = end_ns <= now_ns;
    }
    list->count = left;
}

void stood_free(stood_list *list)
{
    free(list->all);
    *list = (stood_list){0};
}
