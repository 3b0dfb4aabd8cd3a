#include "tools/replay/reel.h"

#include "daemon/recording/recording.h"
#include "daemon/wire/control_wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GAP_MAX_NS INT64_C(86400000000000)

/* Room for one more; false: memory was refused. */
static bool room_for(void **array, size_t count, size_t *room, size_t more, size_t size)
{
    if (count + more <= *room)
        return true;
    const size_t wanted = (count + more) * 2;
    void *grown = realloc(*array, wanted * size);
    if (!grown)
        return false;
    *array = grown;
    *room = wanted;
    return true;
}

static bool source_find(reel *one, const recorded *packet, size_t *source)
{
    const uint64_t sender = (uint64_t)packet->source_address << 16 | packet->source_port;
    for (*source = 0; *source < one->source_count; ++*source)
        if (one->sources[*source] == sender)
            return true;
    if (!room_for((void **)&one->sources, one->source_count, &one->source_room, 1,
                  sizeof *one->sources))
        return false;
    one->sources[one->source_count++] = sender;
    return true;
}

/* The run that a stamp belongs to: the newest, or a fresh one. */
static reel_run *run_find(reel *one, int64_t stamp_ns)
{
    reel_run *run = one->run_count ? &one->runs[one->run_count - 1] : NULL;
    if (run && stamp_ns >= run->end_ns && stamp_ns - run->end_ns <= GAP_MAX_NS) {
        run->end_ns = stamp_ns;
        return run;
    }
    if (!room_for((void **)&one->runs, one->run_count, &one->run_room, 1, sizeof *one->runs))
        return NULL;
    run = &one->runs[one->run_count++];
    *run = (reel_run){.first = one->count, .begin_ns = stamp_ns, .end_ns = stamp_ns};
    return run;
}

static bool datagram_add(reel *one, const recorded *packet, bool said)
{
    size_t source = 0;
    if ((!said && !source_find(one, packet, &source)) ||
        !room_for((void **)&one->bytes, one->byte_count, &one->byte_room, packet->size + 1, 1) ||
        !room_for((void **)&one->datagrams, one->count, &one->room, 1, sizeof *one->datagrams))
        return false;
    one->datagrams[one->count++] = (reel_datagram){.stamp_ns = packet->stamp_ns,
                                                   .at = one->byte_count,
                                                   .size = packet->size,
                                                   .source = source,
                                                   .said = said};
    if (packet->size > 0)
        memcpy(one->bytes + one->byte_count, packet->data, packet->size);
    one->byte_count += packet->size;
    return true;
}

static bool is_said(const recorded *packet)
{
    control_message message;
    return !control_decode(packet->data, packet->size, &message) &&
           (message.kind == CONTROL_SAYS || message.kind == CONTROL_STOOD);
}

static bool packet_add(reel *one, const recorded *packet, bool any_port)
{
    const bool control = packet->target_port == RECORDED_CONTROL;
    if (!control && !any_port && packet->target_port != RECORDED_REPORTS)
        return true;
    if (packet->stamp_ns == 0) {
        one->unset++;
        return true;
    }
    reel_run *run = run_find(one, packet->stamp_ns);
    if (!run)
        return false;
    if (control && !is_said(packet))
        return true;
    run->count++;
    return datagram_add(one, packet, control);
}

/* One pass over the recording: datagrams to the port of reports, or to any port. */
static bool pass(recording_reader *reader, reel *into, bool any_port, char error[512])
{
    recorded packet;
    int got;
    while ((got = recording_read(reader, &packet, error)) > 0)
        if (!packet_add(into, &packet, any_port)) {
            snprintf(error, 512, "memory was refused");
            return false;
        }
    return true;
}

bool reel_read(const char *path, reel *into, char error[512])
{
    *into = (reel){0};
    for (int any_port = 0; any_port < 2; any_port++) {
        recording_reader *reader = recording_open(path, error);
        const bool good = reader && pass(reader, into, any_port != 0, error);
        recording_end(reader);
        if (!good || into->count > 0 || strcmp(path, "-") == 0)
            return good;
        reel_free(into);
        into->other_port = true;
    }
    return true;
}

void reel_free(reel *one)
{
    free(one->bytes);
    free(one->datagrams);
    free(one->runs);
    free(one->sources);
    *one = (reel){0};
}
