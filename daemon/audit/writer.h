/* writer.h - the log on the disk: entries are only ever added.
 *
 * An entry is with the system once audit_write() comes back, so that nothing of it is lost when the
 * process dies; and on the disk once a checkpoint comes back, so that no more than a minute of
 * exercise time is lost when the machine does. Checkpoints are also written to the file beside it,
 * LOG.checkpoints: copy that one elsewhere. It never names what is not on the disk yet.
 *
 * One writer at a time: the log is locked.
 */
#ifndef DAEMON_AUDIT_WRITER_H
#define DAEMON_AUDIT_WRITER_H

#include "daemon/audit/reader.h"

typedef struct audit_writer audit_writer;

/* What was found where a log is gone on with. */
typedef struct audit_found {
    uint64_t entries; /* 0: there was no log */
    uint64_t cut;     /* bytes of an unfinished last line, which were cut off */
    int64_t last_ns;  /* exercise time of the newest entry */
} audit_found;

/* A new log that takes the place of an older one when it is closed (file.h), with its checkpoints.
 * NULL: error says why, one line for the user, without a full stop. */
audit_writer *audit_create(const char *path, char error[512]);

/* Goes on with the log that stands there, or begins one. It is read first: one that is not whole is
 * left as it is, and error says what to do. An unfinished last line, which a kill leaves, is cut
 * off. *found says how much of a log there was; where there was one, a `resume` entry is the first
 * that is written. take (reader.h; NULL: nobody) is handed each entry that stands there. NULL as
 * above. */
audit_writer *audit_resume(const char *path, audit_take *take, void *context, audit_found *found,
                           char error[512]);

/* Adds the entry, under the next number, which is set in it. */
void audit_write(audit_writer *writer, audit_entry *entry);

/* From now on take (reader.h) is handed each entry that is written. */
void audit_watch(audit_writer *writer, audit_take *take, void *context);

/* Puts all entries so far on the disk; where there is no new one, nothing is done. */
void audit_checkpoint_add(audit_writer *writer, int64_t time_ns);

/* An entry or checkpoint could not be written: then nothing more is. */
bool audit_failed(const audit_writer *writer);

/* false: not all could be written. NULL is taken. */
bool audit_close(audit_writer *writer);

/* Removes what audit_create() began; leaves what audit_resume() wrote. NULL is taken. */
void audit_abandon(audit_writer *writer);

#endif
