#include "daemon/audit/reader.h"

#include <stdlib.h>
#include <string.h>

/* One line without its line feed, which *ended says was there. Longer ones are read to the end, but
 * for what does not fit. false: nothing is left. */
static bool line_next(FILE *stream, char *line, size_t room, size_t *length, bool *ended)
{
    int byte;
    *length = 0;
    while ((byte = getc_unlocked(stream)) != EOF && byte != '\n') {
        if (*length < room)
            line[*length] = (char)byte;
        ++*length;
    }
    *ended = byte == '\n';
    return *length > 0 || *ended;
}

static bool checkpoint_add(audit_checkpoints *into, size_t *room, const audit_checkpoint *one)
{
    if (into->count == *room) {
        *room = *room ? 2 * *room : 64;
        audit_checkpoint *grown = realloc(into->all, *room * sizeof *grown);
        if (!grown)
            return false;
        into->all = grown;
    }
    into->all[into->count++] = *one;
    return true;
}

long audit_checkpoints_read(FILE *stream, audit_checkpoints *checkpoints)
{
    char line[AUDIT_CHECKPOINT_ROOM];
    size_t length, room = 0;
    bool ended;
    long wrong = 0;
    *checkpoints = (audit_checkpoints){0};
    for (long number = 1; wrong == 0 && line_next(stream, line, sizeof line, &length, &ended);
         number++) {
        audit_checkpoint one;
        const uint64_t newest =
            checkpoints->count ? checkpoints->all[checkpoints->count - 1].at.number : 0;
        if (!ended)
            checkpoints->torn = length;
        else if (!audit_checkpoint_read(line, length, &one) || one.at.number < newest)
            wrong = number;
        else if (!checkpoint_add(checkpoints, &room, &one))
            wrong = -1;
    }
    if (wrong == 0)
        return 0;
    free(checkpoints->all);
    *checkpoints = (audit_checkpoints){0};
    return wrong;
}

/* Adds a line to the chain if it is the next entry. */
static bool entry_follows(audit_chain *chain, const char *line, size_t length, audit_entry *entry)
{
    char hex[AUDIT_HASH_HEX + 1];
    if (length <= AUDIT_HASH_HEX + 1 || length >= AUDIT_LINE_ROOM)
        return false;
    const size_t text = length - AUDIT_HASH_HEX - 1;
    audit_chain next = *chain;
    audit_chain_add(&next, line, text);
    audit_chain_hex(&next, hex);
    if (line[text] != ' ' || memcmp(line + text + 1, hex, AUDIT_HASH_HEX) != 0 ||
        !audit_entry_read(line, text, entry) || entry->number != next.number)
        return false;
    *chain = next;
    return true;
}

/* Holds the newest entry against the checkpoints that name it. */
static void checkpoints_hold(audit_verdict *verdict, const audit_checkpoints *checkpoints)
{
    for (; verdict->checkpoints < checkpoints->count; verdict->checkpoints++) {
        const audit_checkpoint *one = &checkpoints->all[verdict->checkpoints];
        if (one->at.number != verdict->end.number)
            return;
        if (memcmp(one->at.hash, verdict->end.hash, AUDIT_HASH_SIZE) != 0) {
            verdict->fault = AUDIT_FORKED;
            verdict->missed = *one;
            return;
        }
        verdict->held = *one;
    }
}

/* Notes the newest entry, unless a checkpoint knows another one. */
static void entry_take(audit_verdict *verdict, const audit_entry *entry,
                       const audit_checkpoints *checkpoints)
{
    checkpoints_hold(verdict, checkpoints);
    if (verdict->fault)
        return;
    if (verdict->end.number == 1)
        verdict->first_ns = entry->time_ns;
    verdict->last_ns = entry->time_ns;
}

audit_verdict audit_read(FILE *stream, const audit_checkpoints *checkpoints, audit_take *take,
                         void *context)
{
    static const audit_checkpoints none;
    char line[AUDIT_LINE_ROOM];
    audit_verdict verdict = {0};
    audit_entry entry;
    size_t length;
    bool ended;
    checkpoints = checkpoints ? checkpoints : &none;
    while (!verdict.fault && line_next(stream, line, sizeof line, &length, &ended)) {
        if (!ended) {
            verdict.fault = AUDIT_TORN;
            verdict.torn = length;
        } else if (!entry_follows(&verdict.end, line, length, &entry)) {
            verdict.fault = AUDIT_BROKEN;
        } else {
            entry_take(&verdict, &entry, checkpoints);
            line[length - AUDIT_HASH_HEX - 1] = '\0';
            if (take && !verdict.fault)
                take(context, &entry, line, &verdict.end);
        }
    }
    if (verdict.fault <= AUDIT_TORN && verdict.checkpoints < checkpoints->count) {
        verdict.fault = AUDIT_CUT;
        verdict.missed = checkpoints->all[checkpoints->count - 1];
    }
    return verdict;
}
