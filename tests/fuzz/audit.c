/* audit.c - whatever a file of an audit log holds: an entry that is read is written the same. */
#include "daemon/audit/reader.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The first line is also read without its hash, which nobody guesses. */
static void ask_line(const char *data, size_t size)
{
    const char *end = size > 0 ? memchr(data, '\n', size) : NULL;
    const size_t length = end ? (size_t)(end - data) : size;
    audit_entry entry;
    audit_checkpoint checkpoint;
    char line[AUDIT_LINE_ROOM], again[AUDIT_CHECKPOINT_ROOM];
    if (audit_entry_read(data, length, &entry) &&
        (audit_entry_write(&entry, line) != length || memcmp(line, data, length) != 0))
        abort();
    if (audit_checkpoint_read(data, length, &checkpoint) &&
        (audit_checkpoint_write(&checkpoint, again) != length || memcmp(again, data, length) != 0))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0; /* no stream can be opened over it */
    ask_line((const char *)data, size);
    FILE *stream = fmemopen((void *)data, size, "rb");
    if (!stream)
        return 0;
    audit_checkpoints checkpoints;
    if (audit_checkpoints_read(stream, &checkpoints) != 0 && checkpoints.all)
        abort(); /* nothing is to be freed */
    rewind(stream);
    const audit_verdict verdict = audit_read(stream, &checkpoints, NULL, NULL);
    if (verdict.fault == AUDIT_TORN && verdict.torn == 0)
        abort();
    fclose(stream);
    free(checkpoints.all);
    return 0;
}
