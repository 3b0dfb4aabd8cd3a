#include "daemon/server_parts.h"
#include "daemon/staff/in_force.h"
#include "daemon/staff/preview.h"
#include "daemon/staff/sees.h"

char *server_sees_text(void *context, const char *object, size_t *size)
{
    const server *one = context;
    return sees_text(one->scores, one->line, object, size);
}

char *server_standing_text(void *context, size_t *size)
{
    const server *one = context;
    return in_force_text(one->configuration, one->line, one->stopped_ns, size);
}

char *server_preview_text(void *context, const control_message *said, size_t *size)
{
    server *one = context;
    const int64_t now_ns = clock_now_ns(&one->clock, server_machine());
    return preview_text(one->configuration, one->scores, one->line, now_ns, said, size);
}
