/* chain.h - each entry carries the hash of all that stands before it and of itself.
 *
 * The hash of an entry is BLAKE2b of 32 bytes over the hash before it and the line of the entry;
 * before the first stand 32 zeros. Whoever changes, removes, puts in or moves an entry breaks the
 * chain there. Whoever writes the rest of it anew makes a whole chain again, and whoever cuts its
 * end leaves one: only a checkpoint that is kept elsewhere shows that. A checkpoint is a line of
 * time, number and hash of an entry:
 *
 *     2031-03-04T03:20:00Z 4118 HASH
 */
#ifndef DAEMON_AUDIT_CHAIN_H
#define DAEMON_AUDIT_CHAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define AUDIT_HASH_SIZE 32
#define AUDIT_HASH_HEX  (2 * AUDIT_HASH_SIZE)

/* The newest entry. Begins as {0}: there is none. */
typedef struct audit_chain {
    uint64_t number;
    uint8_t hash[AUDIT_HASH_SIZE];
} audit_chain;

/* The next entry's line, without hash and line feed. */
void audit_chain_add(audit_chain *chain, const char *line, size_t length);

/* The hash as small hexadecimal digits. */
void audit_chain_hex(const audit_chain *chain, char hex[AUDIT_HASH_HEX + 1]);

typedef struct audit_checkpoint {
    int64_t time_ns; /* exercise time */
    audit_chain at;
} audit_checkpoint;

/* Any line of a checkpoint, with line feed and a zero byte. */
#define AUDIT_CHECKPOINT_ROOM 160

/* Writes it without a line feed; gives its length. */
size_t audit_checkpoint_write(const audit_checkpoint *checkpoint, char line[AUDIT_CHECKPOINT_ROOM]);

/* Reads line[0..length), without its line feed. false: it is none, or written another way. */
bool audit_checkpoint_read(const char *line, size_t length, audit_checkpoint *checkpoint);

#endif
