#include "daemon/server_parts.h"

#include "text/read.h"

#include <inttypes.h>
#include <string.h>

/* A sentence that is over and cannot be read any more says nothing. */
static bool stood_say(server *one, const stood *said, char error[512])
{
    const char *refused =
        pipeline_stood(one->line, said->who, said->sentence, said->said_ns, said->until_ns);
    if (!refused || (said->over && strcmp(refused, "acts-many") != 0))
        return true;
    char time[TEXT_TIME_ROOM];
    text_write_time(time, said->said_ns);
    snprintf(error, 512,
             "audit log entry %" PRIu64
             " stands: %s said \"%s\" at %.30s, and under this book that is "
             "refused (%.20s). Put back what it names, or begin anew with another audit log",
             said->entry, said->who, said->sentence, time, refused);
    return false;
}

static void stood_tell(const server *one)
{
    for (size_t i = 0; i < one->stood.count; i++) {
        const stood *said = &one->stood.all[i];
        char until[TEXT_TIME_ROOM] = "lifted";
        if (said->until_ns != 0)
            text_write_time(until, said->until_ns);
        if (!said->over)
            log_say(one->log, LOG_AT_INFO, "act", "%s said \"%s\" until %s, and it still stands",
                    said->who, said->sentence, until);
    }
}

bool server_stood_say(server *one, char error[512])
{
    stood_list *list = &one->stood;
    for (size_t i = 0; i < list->count; i++)
        if (!stood_say(one, &list->all[i], error))
            return false;
    stood_tell(one);
    return true;
}

void server_stood_record(server *one, int64_t stamp_ns)
{
    for (size_t i = 0; i < one->stood.count; i++) {
        const stood *said = &one->stood.all[i];
        control_message message = {
            .kind = CONTROL_STOOD, .said_ns = said->said_ns, .until_ns = said->until_ns};
        strcpy(message.speaker, said->who);
        strcpy(message.sentence, said->sentence);
        server_own_record(one, message, stamp_ns);
    }
    stood_free(&one->stood);
}
