#include "daemon/clock/beats.h"

#include <stdio.h>

bool beats_open(beats *one, uv_loop_t *loop, const config *of, char error[512])
{
    int failed = 0;
    for (; !failed && one->count < of->beat_count; one->count++)
        failed = uv_ip4_addr(of->beats[one->count].host, of->beats[one->count].port,
                             &one->to[one->count]);
    if (!failed && one->count > 0) {
        failed = uv_udp_init_ex(loop, &one->socket, AF_INET);
        one->open = !failed;
    }
    if (failed)
        snprintf(error, 512, "beats cannot be sent (%s)", uv_strerror(failed));
    return !failed;
}

void beats_send(beats *one, const uint8_t data[BEAT_SIZE])
{
    uv_buf_t buffer = {.base = (char *)(uintptr_t)data, .len = BEAT_SIZE};
    for (size_t i = 0; one->open && i < one->count; i++)
        uv_udp_try_send(&one->socket, &buffer, 1, (const struct sockaddr *)&one->to[i]);
}

void beats_close(beats *one)
{
    if (one->open)
        uv_close((uv_handle_t *)&one->socket, NULL);
    one->open = false;
}
