/* made_log.h - audit logs in memory, written entry by entry, for tests. */
#ifndef TESTS_AUDIT_MADE_LOG_H
#define TESTS_AUDIT_MADE_LOG_H

#include "daemon/audit/reader.h"

#define MADE_ROOM 65536

/* Begins as {0}. */
typedef struct made_log {
    char text[MADE_ROOM];
    size_t size;
    audit_chain chain;
} made_log;

/* An entry of this kind with these values, at so many seconds of 2031-03-04T03:00:00Z. */
audit_entry made_entry(audit_kind kind, double seconds, const char *const values[]);

/* Adds an entry under the next number. */
void made_add(made_log *log, audit_entry entry);

/* A checkpoint of what the log holds now. */
audit_checkpoint made_checkpoint(const made_log *log);

/* What a reader says of text[0..size). */
audit_verdict made_verdict(const char *text, size_t size, const audit_checkpoints *checkpoints);

#endif
