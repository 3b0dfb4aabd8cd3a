/* book_copy.h - copies of the rule books that a recording was made under, beside the recording.
 *
 * A recording whose book changed in mid-run can only be played again with both books. Each stands
 * beside it under the first 16 digits of its digest: live.pcap, live.91c204be7a10e3f5.yaml. One
 * whose book did not change has none.
 */
#ifndef DAEMON_BOOK_COPY_H
#define DAEMON_BOOK_COPY_H

#include "daemon/config/config.h"

/* Where the copy stands. false: the path is too long. */
bool book_copy_path(const char *recording, const char *sha256, char path[4096]);

/* Writes one. 0 or the system's error number. */
int book_copy_write(const char *recording, const config *of);

/* Is there any beside this recording? */
bool book_copy_any(const char *recording);

/* Reads the one with this digest, as a configuration that holds nothing but that book, for the
 * sensors of `like`. NULL: error says why. config_destroy it. */
config *book_copy_read(const char *recording, const char *sha256, const config *like,
                       char error[512]);

#endif
