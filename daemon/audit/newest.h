/* newest.h - the newest entries of the audit log, at hand: for the white cell's page.
 *
 * So many of each kind are kept, so that a minute's releases do not push out who said what. Who
 * wants older ones asks the log itself (`picket audit list`).
 */
#ifndef DAEMON_AUDIT_NEWEST_H
#define DAEMON_AUDIT_NEWEST_H

#include "daemon/audit/chain.h"
#include "daemon/audit/entry.h"

#define NEWEST_EACH 1000 /* kept of a kind */
#define NEWEST_TOLD 200  /* in one answer */

typedef struct newest {
    struct {
        uint64_t numbers[NEWEST_EACH];
        char *lines[NEWEST_EACH]; /* as the log has them, without hash */
        size_t count;             /* ever; the newest stand at the end, round and round */
    } kinds[AUDIT_KINDS];
    bool logged; /* there is a log at all */
} newest;

/* Which ones: numbers above `after` and below `before` (0: without bound), of some kinds.
 */
typedef struct newest_asked {
    uint64_t after, before;
    unsigned kinds; /* bit k: kind k; 0: all */
} newest_asked;

/* Reads "after=12&before=90&kind=act&kind=state", each at most once. false: it is something else.
 */
bool newest_asked_read(const char *query, newest_asked *asked);

/* Keeps an entry; it is an audit_take (reader.h) of a struct newest, which begins as {0}. */
void newest_take(void *one, const audit_entry *entry, const char *line, const audit_chain *chain);

/* JSON, newest first: {"entries": [{"entry", "time", "kind", and the fields of the kind}], "more":
 * some of what is asked for is kept and not told, "beyond": some is in the log alone, "log": there
 * is one}. free() it; NULL: memory was refused. */
char *newest_text(const newest *one, const newest_asked *asked, size_t *size);
void newest_free(newest *one);

#endif
