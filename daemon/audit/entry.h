/* entry.h - one entry of the audit log, and the one line that it is written as.
 *
 *     17 2031-03-04T03:01:10.5Z act effect=2031-03-04T03:01:11Z who=ROK says="hold sensor rok-sky"
 *     until=lifted reason="patrol below" outcome=accepted HASH
 *
 * all on one line: number, exercise time, kind, and the fields of the kind, each of them, in their
 * order. A value of letters, digits and . _ : / + - stands bare; any other in double quotes, in
 * which " and \ follow a \, a byte that is a control character or no UTF-8 is \xNN, and what nobody
 * sees or what turns the direction of a line is \uNNNN or \UNNNNNNNN. So a text from outside can
 * neither end its line nor pass for another field.
 *
 * There is one way to write an entry: what reads back but is not written so is no entry.
 */
#ifndef DAEMON_AUDIT_ENTRY_H
#define DAEMON_AUDIT_ENTRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum audit_kind {
    AUDIT_BEGIN,   /* a run of the exercise: its number, the digest of the book in force */
    AUDIT_RESUME,  /* the log goes on after a stop; bytes of an unfinished line that were cut */
    AUDIT_ACT,     /* somebody said a sentence; outcome is "accepted", or the name of the refusal */
    AUDIT_STATE,   /* something in force became another, from `effect` on; "-": nothing */
    AUDIT_RELEASES /* how many reports of a sensor a clause gave to a view since then */
} audit_kind;
#define AUDIT_KINDS 5

#define AUDIT_FIELDS_MAX 6
#define AUDIT_VALUE_ROOM 256  /* a value, as it was said */
#define AUDIT_LINE_ROOM  8192 /* any line with its hash, line feed and a zero byte */

typedef struct audit_entry {
    uint64_t number; /* from 1; the number of its line */
    int64_t time_ns; /* exercise time */
    audit_kind kind;
    char values[AUDIT_FIELDS_MAX][AUDIT_VALUE_ROOM]; /* in the order of the kind's fields */
} audit_entry;

/* "begin", "resume", "act", "state", "releases"; NULL for any other index. */
const char *audit_kind_name(unsigned kind);

/* The name of a field of a kind; NULL beyond the last. */
const char *audit_field_name(unsigned kind, unsigned field);

/* Its value is a whole number. */
bool audit_field_counts(unsigned kind, unsigned field);

/* Writes the line without hash and line feed; gives its length. */
size_t audit_entry_write(const audit_entry *entry, char line[AUDIT_LINE_ROOM]);

/* Reads line[0..length), which has neither hash nor line feed. false: it is no entry, or written
 * another way; *entry is then of no meaning. */
bool audit_entry_read(const char *line, size_t length, audit_entry *entry);

#endif
