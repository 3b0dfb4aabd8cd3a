/* listener.h - a UDP port that datagrams come to.
 *
 * Reads many datagrams in one system call (recvmmsg), asks for a large receive buffer and reads
 * back what was granted, and counts what the kernel dropped because the buffer was full.
 */
#ifndef DAEMON_LISTENER_H
#define DAEMON_LISTENER_H

#include "daemon/config/config.h"
#include "daemon/recording/recording.h"

#include <uv.h>

#define LISTENER_BUFFER_ASKED (8 << 20) /* bytes: 5 ms of a full 10 Gbit/s link */
#define LISTENER_WORDS_ROOM   160

/* Gets each datagram, without a stamp; its target is the port listened on. */
typedef void listener_take(void *context, const recorded *packet);

typedef struct listener {
    uv_udp_t socket;
    listener_take *take;
    void *context;
    uint32_t address; /* IPv4, host order */
    uint16_t port;
    size_t buffer_bytes; /* granted, as the kernel counts: twice what packets may fill */
    bool buffer_capped;  /* less than was asked for */
    uint32_t drops_seen; /* the kernel's own counter, which goes round */
    uint64_t dropped;
    size_t filled_bytes; /* of the buffer, when the kernel was last asked */
    char *memory;
    bool open;
} listener;

/* Binds and begins to read. false: error says why, with the system's words in brackets. */
bool listener_open(listener *one, uv_loop_t *loop, const config_address *address,
                   listener_take *take, void *context, char error[512]);

/* "4194304 bytes granted of 8388608 asked", and what to run where that is less. Linux grants twice
 * what it was asked, and net.core.rmem_max bounds what may be asked: all numbers are of what is
 * asked, so that they can be held against that setting. */
void listener_buffer_words(size_t buffer_bytes, char words[LISTENER_WORDS_ROOM]);
void listener_capped_words(size_t buffer_bytes, char words[LISTENER_WORDS_ROOM]);

/* Asks the kernel what it dropped, and adds it to `dropped`; and how full the buffer is. */
void listener_dropped(listener *one);

/* Answers a datagram. false: the system did not take it. */
bool listener_answer(listener *one, uint32_t address, uint16_t port, const uint8_t *data,
                     size_t size);

/* Stops reading; the socket closes on the loop. Then listener_free. */
void listener_close(listener *one);
void listener_free(listener *one);

#endif
