/* stood.h - what a log tells was said in its last run, so that it can be said again.
 *
 * A picketd that is started again goes on with the run that the log ends with. An entry `begin` of
 * a number above 1 is a new run within one process, and begins with nothing said; the first of a
 * process goes on with what stood. What was refused, asked of the book, or told by picketd itself
 * is passed over.
 *
 * A hold, a posture, an emergency or an approval is over when its time is out, or its speaker or
 * the white cell has lifted it; what lifted it, when all that it can have lifted is. It can still
 * matter, since a report of that time may come late; so it is kept for as long as the caller says,
 * and then left out together with what lifted it.
 */
#ifndef DAEMON_AUDIT_STOOD_H
#define DAEMON_AUDIT_STOOD_H

#include "daemon/audit/reader.h"

typedef struct stood {
    uint64_t entry; /* its number in the log, or what the caller counts by */
    char who[49];
    char sentence[201];
    int64_t said_ns, until_ns; /* exercise time; 0: until lifted */
    int64_t over_ns;           /* since when it is over; INT64_MAX: it is not */
    bool over;                 /* by the time that the list was closed for */
} stood;

/* Begins as {0}. */
typedef struct stood_list {
    stood *all; /* all[0..count), in the order in which they were said */
    size_t count, room;
    bool failed; /* memory was refused: the list is of no use */
} stood_list;

/* An audit_take (reader.h), whose context is the list. */
void stood_take(void *list, const audit_entry *entry, const char *line, const audit_chain *chain);

/* Room for one more at the end; NULL: memory was refused. */
stood *stood_add(stood_list *list);

/* Tells what is over at now_ns, and leaves out what was over before now_ns - keep_ns. */
void stood_close(stood_list *list, int64_t now_ns, int64_t keep_ns);

void stood_free(stood_list *list); /* leaves it empty */

#endif
