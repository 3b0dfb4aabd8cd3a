/* log.h - what picketd says of itself, on one stream, a line an event.
 *
 * On a terminal `time level sentence`; elsewhere logfmt, `time=... level=... event=... msg="..."`;
 * under systemd's journal without a time and with its priority in front. Events have stable names.
 * Logs are the host's, never a partner's.
 */
#ifndef DAEMON_LOG_H
#define DAEMON_LOG_H

#include <stdint.h>
#include <stdio.h>

typedef enum log_level { LOG_AT_ERROR, LOG_AT_WARN, LOG_AT_INFO, LOG_AT_DEBUG } log_level;
typedef enum log_form { LOG_TEXT, LOG_FMT, LOG_JOURNAL } log_form;

typedef struct log_writer {
    FILE *stream;
    log_form form;
    log_level least; /* what is less grave is left out */
} log_writer;

/* The form that fits stderr. */
log_writer log_to_stderr(void);

/* event is its stable name; the sentence has no full stop. */
__attribute__((format(printf, 4, 5))) void log_say(const log_writer *log, log_level level,
                                                   const char *event, const char *sentence, ...);

/* An event that is counted for a sensor and a reason; either may be NULL. */
void log_count(const log_writer *log, log_level level, const char *event, const char *sensor,
               const char *reason, uint64_t count);

#endif
