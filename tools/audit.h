/* audit.h - the parts of `picket audit`: one file for each thing it does with a log. */
#ifndef TOOLS_AUDIT_H
#define TOOLS_AUDIT_H

#include "daemon/audit/reader.h"
#include "tools/options.h"

/* The options of the verb. */
enum { AUDIT_CHECKPOINT = OPTION_OWN, AUDIT_ONLY, AUDIT_SQLITE };

/* Reads the log at path, held against the checkpoints that were named or stand beside it, and hands
 * out each entry that holds. EXIT_DONE: *verdict says the rest. Else it was said what is wrong. */
int audit_log_read(const options *given, const char *path, audit_take *take, void *context,
                   audit_verdict *verdict);

/* Says what is wrong with a log; nothing where it is whole. Gives the exit code. */
int audit_verdict_say(const char *path, const audit_verdict *verdict);

/* Prints entries, or makes a database of them. */
int audit_list(const options *given, const char *path);

/* Prints one entry, a field a line. */
int audit_show(const options *given, const char *path);

#endif
