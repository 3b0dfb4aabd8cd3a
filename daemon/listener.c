#include "daemon/listener.h"

#include <arpa/inet.h>
#include <linux/sock_diag.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* libuv cuts what it is given into pieces of 64 KiB, one a datagram of the batch; 20 at most. */
#define BATCH_BYTES (20 * 65536)

static void memory_give(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer)
{
    (void)suggested;
    listener *one = handle->data;
    *buffer = uv_buf_init(one->memory, BATCH_BYTES);
}

static void datagram_take(uv_udp_t *socket, ssize_t size, const uv_buf_t *buffer,
                          const struct sockaddr *from, unsigned flags)
{
    (void)flags;
    listener *one = socket->data;
    if (size < 0 || !from) /* nothing more to read for now */
        return;
    const struct sockaddr_in *source = (const struct sockaddr_in *)(const void *)from;
    const recorded packet = {
        .source_address = ntohl(source->sin_addr.s_addr),
        .source_port = ntohs(source->sin_port),
        .target_address = one->address,
        .target_port = one->port,
        .data = (const uint8_t *)buffer->base,
        .size = (size_t)size,
    };
    one->take(one->context, &packet);
}

void listener_buffer_words(size_t buffer_bytes, char words[LISTENER_WORDS_ROOM])
{
    snprintf(words, LISTENER_WORDS_ROOM, "%zu bytes granted of %d asked", buffer_bytes / 2,
             LISTENER_BUFFER_ASKED);
}

void listener_capped_words(size_t buffer_bytes, char words[LISTENER_WORDS_ROOM])
{
    snprintf(words, LISTENER_WORDS_ROOM,
             "the receive buffer is capped at %zu bytes: bursts may be lost. Run: sudo sysctl "
             "net.core.rmem_max=%d",
             buffer_bytes / 2, LISTENER_BUFFER_ASKED);
}

static void buffer_ask(listener *one)
{
    int asked = LISTENER_BUFFER_ASKED, granted = 0;
    uv_recv_buffer_size((uv_handle_t *)&one->socket, &asked);
    uv_recv_buffer_size((uv_handle_t *)&one->socket, &granted);
    one->buffer_bytes = (size_t)granted;
    one->buffer_capped = granted < 2 * LISTENER_BUFFER_ASKED; /* Linux counts twice */
}

bool listener_open(listener *one, uv_loop_t *loop, const config_address *address,
                   listener_take *take, void *context, char error[512])
{
    struct sockaddr_in where;
    *one = (listener){.take = take, .context = context, .port = address->port};
    int failed = uv_ip4_addr(address->host, address->port, &where);
    one->address = ntohl(where.sin_addr.s_addr);
    one->memory = malloc(BATCH_BYTES);
    if (!failed && !one->memory)
        failed = UV_ENOMEM;
    if (!failed)
        failed = uv_udp_init_ex(loop, &one->socket, AF_INET | UV_UDP_RECVMMSG);
    one->open = !failed;
    one->socket.data = one;
    if (!failed)
        failed = uv_udp_bind(&one->socket, (const struct sockaddr *)&where, 0);
    if (!failed)
        failed = uv_udp_recv_start(&one->socket, memory_give, datagram_take);
    if (failed) {
        snprintf(error, 512, "udp %s:%u %s (%s)", address->host, address->port,
                 failed == UV_EADDRINUSE ? "is taken" : "cannot be listened on",
                 uv_strerror(failed));
        return false;
    }
    buffer_ask(one);
    return true;
}

void listener_dropped(listener *one)
{
    uint32_t figures[SK_MEMINFO_VARS] = {0};
    socklen_t size = sizeof figures;
    uv_os_fd_t descriptor;
    if (!one->open || uv_fileno((const uv_handle_t *)&one->socket, &descriptor) != 0 ||
        getsockopt(descriptor, SOL_SOCKET, SO_MEMINFO, figures, &size) != 0 ||
        size <= SK_MEMINFO_DROPS * sizeof figures[0])
        return;
    one->dropped += figures[SK_MEMINFO_DROPS] - one->drops_seen;
    one->drops_seen = figures[SK_MEMINFO_DROPS];
    one->filled_bytes = figures[SK_MEMINFO_RMEM_ALLOC];
}

bool listener_answer(listener *one, uint32_t address, uint16_t port, const uint8_t *data,
                     size_t size)
{
    const struct sockaddr_in to = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(address)};
    uv_buf_t buffer = {.base = (char *)(uintptr_t)data, .len = size};
    return uv_udp_try_send(&one->socket, &buffer, 1, (const struct sockaddr *)&to) == (int)size;
}

void listener_close(listener *one)
{
    if (one->open && !uv_is_closing((const uv_handle_t *)&one->socket))
        uv_close((uv_handle_t *)&one->socket, NULL);
    one->open = false;
}

void listener_free(listener *one)
{
    free(one->memory);
    one->memory = NULL;
}
