/* audit_sqlite.h - entries of an audit log as a SQLite database, to be asked anything.
 *
 * A table for each kind (runs, resumes, acts, states, releases), a column for each field, `entry`
 * and `time` first. Counts are whole numbers, all else is text; times sort as text.
 */
#ifndef TOOLS_AUDIT_SQLITE_H
#define TOOLS_AUDIT_SQLITE_H

#include "daemon/audit/entry.h"

typedef struct audit_sqlite audit_sqlite;

/* Begins a database that takes the place of an older file when it is finished. NULL: said why. */
audit_sqlite *audit_sqlite_create(const char *path);
void audit_sqlite_add(audit_sqlite *one, const audit_entry *entry);

/* Closes it; without keep nothing is left. false: it could not be written, and that was said. */
bool audit_sqlite_finish(audit_sqlite *one, bool keep);

#endif
