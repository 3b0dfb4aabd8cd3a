#include "daemon/picture/publisher.h"

#include "daemon/picture/picture_wire.h"

#include <stdio.h>
#include <stdlib.h>

#define PART_BYTES 1400 /* Ethernet and one tunnel */

struct publisher {
    uv_udp_t socket;
    bool open;
    struct sockaddr_in to;
    uint64_t unsent;
    size_t view_count;
    picture_wire *views[FUSION_VIEWS_MAX];
};

static int publisher_open(publisher *one, uv_loop_t *loop, const config *configuration)
{
    const config_address *address = &configuration->pictures;
    for (; one->view_count < configuration->view_count; one->view_count++) {
        one->views[one->view_count] = picture_wire_create(configuration, one->view_count);
        if (!one->views[one->view_count])
            return UV_ENOMEM;
    }
    int failed = uv_ip4_addr(address->host, address->port, &one->to);
    if (!failed)
        failed = uv_udp_init_ex(loop, &one->socket, AF_INET);
    one->open = !failed;
    return failed;
}

publisher *publisher_create(uv_loop_t *loop, const config *configuration, char error[512])
{
    publisher *one = calloc(1, sizeof *one);
    const int failed = one ? publisher_open(one, loop, configuration) : UV_ENOMEM;
    if (!failed)
        return one;
    snprintf(error, 512, "pictures cannot be sent to %s:%u (%s)", configuration->pictures.host,
             configuration->pictures.port, uv_strerror(failed));
    publisher_destroy(one);
    return NULL;
}

void publisher_send(publisher *one, const pipeline_picture *picture)
{
    picture_wire *view = one->views[picture->view];
    if (picture->settled)
        return;
    if (!picture_wire_set(view, picture)) {
        one->unsent++;
        return;
    }
    const uint8_t *data = NULL;
    size_t size = 0;
    for (size_t part = 1; (size = picture_wire_part(view, part, PART_BYTES, &data)) > 0; part++) {
        uv_buf_t buffer = {.base = (char *)(uintptr_t)data, .len = size};
        const struct sockaddr *to = (const struct sockaddr *)&one->to;
        one->unsent += uv_udp_try_send(&one->socket, &buffer, 1, to) < 0;
    }
}

uint64_t publisher_unsent(const publisher *one)
{
    return one->unsent;
}

void publisher_close(publisher *one)
{
    if (one && one->open)
        uv_close((uv_handle_t *)&one->socket, NULL);
    if (one)
        one->open = false;
}

void publisher_destroy(publisher *one)
{
    if (!one)
        return;
    for (size_t i = 0; i < one->view_count; i++)
        picture_wire_destroy(one->views[i]);
    free(one);
}
