/* reader.h - reads an audit log and says whether it is whole.
 *
 * Each entry is checked before it is handed out: its line is written the one way there is, its
 * number is that of its line, its hash follows from the entry before. At the first fault reading
 * ends; what stands before it holds.
 */
#ifndef DAEMON_AUDIT_READER_H
#define DAEMON_AUDIT_READER_H

#include "daemon/audit/chain.h"
#include "daemon/audit/entry.h"

#include <stdio.h>

typedef enum audit_fault {
    AUDIT_WHOLE,
    AUDIT_TORN,   /* the last line has no end: its writer was stopped within it */
    AUDIT_BROKEN, /* the entry after those that hold does not follow from them */
    AUDIT_FORKED, /* a checkpoint names another entry of that number: written anew from there on */
    AUDIT_CUT     /* a checkpoint names an entry beyond the last, torn or not */
} audit_fault;

typedef struct audit_verdict {
    audit_fault fault;
    audit_chain end;           /* the last entry that holds; of AUDIT_FORKED the one that differs */
    uint64_t torn;             /* bytes of a last line without an end; 0: there is none */
    int64_t first_ns, last_ns; /* times of the first and last entry that hold */
    size_t checkpoints;        /* that hold */
    audit_checkpoint held;     /* the last of them; {0}: none */
    audit_checkpoint missed;   /* of AUDIT_FORKED the first that does not; of AUDIT_CUT the last */
} audit_verdict;

/* Checkpoints in the order of their numbers: all[0..count). free(all). */
typedef struct audit_checkpoints {
    audit_checkpoint *all;
    size_t count;
    uint64_t torn; /* bytes of a last line without an end, which is passed over */
} audit_checkpoints;

/* 0: read. Else the line that is no checkpoint, or whose number falls; -1: memory was
 * refused. Nothing is to be freed then. */
long audit_checkpoints_read(FILE *stream, audit_checkpoints *checkpoints);

/* Called with each entry that holds: the entry, its line without hash and line feed, which ends
 * with a zero byte, and the chain up to it. */
typedef void audit_take(void *context, const audit_entry *entry, const char *line,
                        const audit_chain *chain);

/* Reads to the end or to the first fault. take may be NULL. */
audit_verdict audit_read(FILE *stream, const audit_checkpoints *checkpoints, audit_take *take,
                         void *context);

#endif
