#include "tools/replay/way.h"

#include "tools/when.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

bool way_address(const char *text, struct sockaddr_in *address)
{
    char host[256];
    const char *colon = strrchr(text, ':');
    if (!colon || (size_t)(colon - text) >= sizeof host)
        return false;
    memcpy(host, text, (size_t)(colon - text));
    host[colon - text] = '\0';
    const size_t digits = strspn(colon + 1, "0123456789");
    const long port = digits >= 1 && digits <= 5 ? strtol(colon + 1, NULL, 10) : 0;
    if (port < 1 || port > 65535 || colon[1 + digits] != '\0')
        return false;
    const struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_DGRAM};
    struct addrinfo *found = NULL;
    if (getaddrinfo(host, NULL, &hints, &found) != 0)
        return false;
    memcpy(address, found->ai_addr, sizeof *address);
    address->sin_port = htons((uint16_t)port);
    freeaddrinfo(found);
    return true;
}

static int socket_to(const struct sockaddr_in *address, int *opened)
{
    const int made = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (made < 0)
        return errno;
    *opened = made;
    return connect(made, (const struct sockaddr *)address, sizeof *address) == 0 ? 0 : errno;
}

int way_open(way *one, size_t senders)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    one->began_ns = now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
    one->sequence = 0;
    one->talk = -1;
    one->sockets = calloc(senders, sizeof *one->sockets);
    int failed = one->sockets ? 0 : ENOMEM;
    for (one->socket_count = 0; one->socket_count < senders && !failed; one->socket_count++)
        failed = socket_to(&one->reports, &one->sockets[one->socket_count]);
    if (!failed && one->control.sin_port != 0)
        failed = socket_to(&one->control, &one->talk);
    return failed;
}

void way_close(way *one)
{
    for (size_t i = 0; i < one->socket_count; i++)
        if (one->sockets[i] > 0)
            close(one->sockets[i]);
    free(one->sockets);
    if (one->talk >= 0)
        close(one->talk);
    *one = (way){.talk = -1};
}

int way_send(way *one, size_t sender, const uint8_t *data, size_t size)
{
    for (;;) {
        if (send(one->sockets[sender], data, size, 0) == (ssize_t)size)
            return 0;
        if (errno != EINTR)
            return errno;
    }
}

static int64_t steady_ms(void)
{
    return when_steady_ns() / 1000000;
}

/* Replies to messages that were given up may still come; they are passed over. */
static bool reply_wait(const way *one, int patience_ms, control_reply *reply)
{
    const int64_t until_ms = steady_ms() + patience_ms;
    struct pollfd wanted = {.fd = one->talk, .events = POLLIN};
    uint8_t data[CONTROL_ROOM];
    for (int64_t left = patience_ms; left > 0; left = until_ms - steady_ms()) {
        if (poll(&wanted, 1, (int)left) < 0)
            return false;
        const ssize_t size = recv(one->talk, data, sizeof data, MSG_DONTWAIT);
        if (size < 0 && errno == ECONNREFUSED)
            return false;
        if (size > 0 && !control_reply_decode(data, (size_t)size, reply) &&
            reply->began_ns == one->began_ns && reply->sequence == one->sequence)
            return true;
    }
    return false;
}

bool way_say(way *one, control_message *message, int patience_ms, control_reply *reply)
{
    uint8_t data[CONTROL_ROOM];
    if (!message->who[0])
        snprintf(message->who, sizeof message->who, "replay");
    message->began_ns = one->began_ns;
    message->sequence = ++one->sequence;
    const size_t size = control_encode(message, data, sizeof data);
    return send(one->talk, data, size, 0) == (ssize_t)size && reply_wait(one, patience_ms, reply);
}
