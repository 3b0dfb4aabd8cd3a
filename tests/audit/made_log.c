#include "audit/made_log.h"

#include <stdlib.h>
#include <string.h>

audit_entry made_entry(audit_kind kind, double seconds, const char *const values[])
{
    audit_entry entry = {.kind = kind,
                         .time_ns = INT64_C(1930359600000000000) + (int64_t)(seconds * 1e9)};
    for (unsigned i = 0; audit_field_name(kind, i); i++)
        snprintf(entry.values[i], AUDIT_VALUE_ROOM, "%s", values[i]);
    return entry;
}

void made_add(made_log *log, audit_entry entry)
{
    char line[AUDIT_LINE_ROOM], hex[AUDIT_HASH_HEX + 1];
    entry.number = log->chain.number + 1;
    audit_chain_add(&log->chain, line, audit_entry_write(&entry, line));
    audit_chain_hex(&log->chain, hex);
    log->size +=
        (size_t)snprintf(log->text + log->size, sizeof log->text - log->size, "%s %s\n", line, hex);
}

audit_checkpoint made_checkpoint(const made_log *log)
{
    return (audit_checkpoint){.time_ns = (int64_t)log->chain.number, .at = log->chain};
}

audit_verdict made_verdict(const char *text, size_t size, const audit_checkpoints *checkpoints)
{
    /* No stream can be opened over no bytes. */
    FILE *stream = size > 0 ? fmemopen((void *)text, size, "rb") : tmpfile();
    const audit_verdict verdict = audit_read(stream, checkpoints, NULL, NULL);
    fclose(stream);
    return verdict;
}
