/* server.h - picketd at work: ports, clock, pipeline and publishers on one libuv loop.
 *
 * One thread turns the loop; views are closed by a crew of their own. Every input is stamped with
 * exercise time when it is read, recorded if that is wanted, and then taken; an epoch closes when
 * the clock passes its end. Nothing else moves a picture, so the recording fused again gives the
 * same bytes.
 */
#ifndef DAEMON_SERVER_H
#define DAEMON_SERVER_H

#include "daemon/config/config.h"
#include "daemon/staff/score_csv.h"
#include "daemon/told/log.h"

typedef struct server_settings {
    config *configuration; /* another book is put into it when it is read anew */
    const log_writer *log;
    const score_file *truth; /* what everyone is scored against; NULL: nothing is scored */
    size_t threads;          /* for the views; at least 1 */
    const char *page_files;  /* folder of the built page */
    const char *record,
        *files; /* in place of the configuration's, whenever it is read; NULL: its own */
    const char *version;
} server_settings;

typedef struct server server;

/* Opens ports and files. NULL: said why in the log. */
server *server_create(const server_settings *settings);

/* Works until TERM or INT; then flushes everything. false: it could not go on, or not all could be
 * written; said why in the log. */
bool server_run(server *one);
void server_destroy(server *one);

#endif
