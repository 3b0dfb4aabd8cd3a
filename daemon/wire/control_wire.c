#include "daemon/wire/control_wire.h"

#include "daemon/wire/arena.h"
#include "daemon/wire/envelope.h"
#include "daemon/wire/platform.h"
#include "daemon/wire/wire_format.h"
#include "daemon/wire/wire_text.h"
#include "picket/v1/control.pb-c.h"
#include "picket/v1/picture.pb-c.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

/* Everything that a message of at most CONTROL_ROOM bytes can become; protobuf-c takes it from here
 * and gives up where it ends. */
#define CONTROL_ARENA 8192

/* protobuf-c packs into char pointers that are not const, and reads them only. */
static char *text_of(const char *text)
{
    return (char *)(uintptr_t)text;
}

/* What a command is packed from: one of these. */
typedef union command_body {
    Picket__V1__Clock clock;
    Picket__V1__Says says;
    Picket__V1__Drain drain;
    Picket__V1__Book book;
    Picket__V1__Reader reader;
    Picket__V1__Stood stood;
} command_body;

static Picket__V1__Clock *clock_put(const control_message *message, Picket__V1__Clock *clock)
{
    picket__v1__clock__init(clock);
    clock->mode = (Picket__V1__ClockMode)message->mode;
    clock->time_ns = message->time_ns;
    clock->rate_permille = message->rate_permille;
    clock->new_run = message->new_run;
    clock->seek = message->seek;
    clock->end_ns = message->end_ns;
    return clock;
}

static Picket__V1__Says *says_put(const control_message *message, Picket__V1__Says *says)
{
    picket__v1__says__init(says);
    says->sentence = text_of(message->sentence);
    says->until_ns = message->until_ns;
    says->reason = text_of(message->reason);
    return says;
}

static Picket__V1__Drain *drain_put(const control_message *message, Picket__V1__Drain *drain)
{
    picket__v1__drain__init(drain);
    drain->datagrams = message->drain_datagrams;
    return drain;
}

static Picket__V1__Book *book_put(const control_message *message, Picket__V1__Book *book)
{
    picket__v1__book__init(book);
    book->sha256 = text_of(message->sha256);
    book->before = text_of(message->before);
    return book;
}

static Picket__V1__Reader *reader_put(Picket__V1__Reader *reader)
{
    picket__v1__reader__init(reader);
    return reader;
}

static Picket__V1__Stood *stood_put(const control_message *message, Picket__V1__Stood *stood)
{
    picket__v1__stood__init(stood);
    stood->who = text_of(message->speaker);
    stood->sentence = text_of(message->sentence);
    stood->said_ns = message->said_ns;
    stood->until_ns = message->until_ns;
    return stood;
}

static void command_put(const control_message *message, Picket__V1__Control *wire,
                        command_body *body)
{
    switch (message->kind) {
    case CONTROL_CLOCK:
        wire->command_case = PICKET__V1__CONTROL__COMMAND_CLOCK;
        wire->clock = clock_put(message, &body->clock);
        break;
    case CONTROL_SAYS:
        wire->command_case = PICKET__V1__CONTROL__COMMAND_SAYS;
        wire->says = says_put(message, &body->says);
        break;
    case CONTROL_DRAIN:
        wire->command_case = PICKET__V1__CONTROL__COMMAND_DRAIN;
        wire->drain = drain_put(message, &body->drain);
        break;
    case CONTROL_BOOK:
        wire->command_case = PICKET__V1__CONTROL__COMMAND_BOOK;
        wire->book = book_put(message, &body->book);
        break;
    case CONTROL_READER:
        wire->command_case = PICKET__V1__CONTROL__COMMAND_READER;
        wire->reader = reader_put(&body->reader);
        break;
    case CONTROL_STOOD:
        wire->command_case = PICKET__V1__CONTROL__COMMAND_STOOD;
        wire->stood = stood_put(message, &body->stood);
        break;
    }
}

size_t control_encode(const control_message *message, uint8_t *data, size_t room)
{
    command_body body;
    Picket__V1__Control wire = PICKET__V1__CONTROL__INIT;
    wire.format = WIRE_FORMAT_CONTROL;
    wire.who = text_of(message->who);
    wire.began_ns = message->began_ns;
    wire.sequence = message->sequence;
    wire.sent_ns = message->sent_ns;
    wire.page = message->page;
    command_put(message, &wire, &body);
    const size_t size = picket__v1__control__get_packed_size(&wire);
    return size <= room ? picket__v1__control__pack(&wire, data) : 0;
}

size_t control_reply_encode(const control_reply *reply, uint8_t *data, size_t room)
{
    Picket__V1__Reply wire = PICKET__V1__REPLY__INIT;
    wire.format = WIRE_FORMAT_REPLY;
    wire.began_ns = reply->began_ns;
    wire.sequence = reply->sequence;
    wire.outcome = (Picket__V1__Outcome)reply->outcome;
    wire.text = text_of(reply->text);
    wire.takes_effect_ns = reply->takes_effect_ns;
    wire.datagrams = reply->datagrams;
    const size_t size = picket__v1__reply__get_packed_size(&wire);
    return size <= room ? picket__v1__reply__pack(&wire, data) : 0;
}

/* Of each: NULL, or the name of the refusal. */
static const char *clock_take(const Picket__V1__Clock *wire, control_message *message)
{
    if (wire->mode < PICKET__V1__CLOCK_MODE__CLOCK_MODE_WALL ||
        wire->mode > PICKET__V1__CLOCK_MODE__CLOCK_MODE_STEP)
        return "sentence-unknown";
    message->kind = CONTROL_CLOCK;
    message->mode = (control_mode)wire->mode;
    message->time_ns = wire->time_ns;
    message->rate_permille = wire->rate_permille == 0 ? 1000 : wire->rate_permille;
    message->new_run = wire->new_run != 0 && !wire->seek; /* who plays begins it */
    message->seek = wire->seek != 0;
    message->end_ns = wire->end_ns;
    return NULL;
}

static const char *says_take(const Picket__V1__Says *wire, control_message *message)
{
    message->kind = CONTROL_SAYS;
    message->until_ns = wire->until_ns;
    if (!wire_text_copy(message->sentence, sizeof message->sentence, wire->sentence) ||
        !wire_text_copy(message->reason, sizeof message->reason, wire->reason))
        return refusal_name(REFUSAL_TEXT_LONG);
    if (!message->sentence[0])
        return "sentence-unknown";
    return message->reason[0] ? NULL : "reason-missing";
}

static const char *book_take(const Picket__V1__Book *wire, control_message *message)
{
    message->kind = CONTROL_BOOK;
    return wire_text_copy(message->sha256, sizeof message->sha256, wire->sha256) &&
                   wire_text_copy(message->before, sizeof message->before, wire->before)
               ? NULL
               : refusal_name(REFUSAL_TEXT_LONG);
}

static const char *stood_take(const Picket__V1__Stood *wire, control_message *message)
{
    message->kind = CONTROL_STOOD;
    message->said_ns = wire->said_ns;
    message->until_ns = wire->until_ns;
    return wire_text_copy(message->speaker, sizeof message->speaker, wire->who) &&
                   wire_text_copy(message->sentence, sizeof message->sentence, wire->sentence)
               ? NULL
               : refusal_name(REFUSAL_TEXT_LONG);
}

static const char *command_take(const Picket__V1__Control *wire, control_message *message)
{
    switch (wire->command_case) {
    case PICKET__V1__CONTROL__COMMAND_CLOCK:
        return clock_take(wire->clock, message);
    case PICKET__V1__CONTROL__COMMAND_SAYS:
        return says_take(wire->says, message);
    case PICKET__V1__CONTROL__COMMAND_DRAIN:
        message->kind = CONTROL_DRAIN;
        message->drain_datagrams = wire->drain->datagrams;
        return NULL;
    case PICKET__V1__CONTROL__COMMAND_BOOK:
        return book_take(wire->book, message);
    case PICKET__V1__CONTROL__COMMAND_READER:
        message->kind = CONTROL_READER;
        return NULL;
    case PICKET__V1__CONTROL__COMMAND_STOOD:
        return stood_take(wire->stood, message);
    default:
        return "sentence-unknown";
    }
}

static const char *control_take(const Picket__V1__Control *wire, control_message *message)
{
    if (!wire->who[0])
        return refusal_name(REFUSAL_SENSOR_MISSING);
    if (!wire_text_copy(message->who, sizeof message->who, wire->who))
        return refusal_name(REFUSAL_TEXT_LONG);
    if (wire->began_ns <= 0)
        return refusal_name(REFUSAL_BEGAN_MISSING);
    if (wire->sequence == 0)
        return refusal_name(REFUSAL_SEQUENCE_MISSING);
    message->began_ns = wire->began_ns;
    message->sequence = wire->sequence;
    message->sent_ns = wire->sent_ns;
    message->page = wire->page != 0;
    return command_take(wire, message);
}

/* Bytes to a message of protobuf-c in memory. *why is the refusal where it gives NULL. */
static ProtobufCMessage *control_unpack(const ProtobufCMessageDescriptor *type, uint32_t format,
                                        const uint8_t *data, size_t size, arena *memory,
                                        refusal *why)
{
    envelope found;
    *why = size > CONTROL_ROOM        ? REFUSAL_TOO_LONG
           : size < ENVELOPE_SIZE_MIN ? REFUSAL_TOO_SHORT
                                      : envelope_format(envelope_format_find(data, size), format);
    if (*why == REFUSAL_NONE)
        *why = envelope_walk(type, data, size, &found);
    if (*why == REFUSAL_NONE && found.part_count > 0)
        *why = found.parts[0].why;
    if (*why != REFUSAL_NONE)
        return NULL;
    ProtobufCMessage *wire = protobuf_c_message_unpack(type, &memory->allocator, size, data);
    if (!wire)
        *why = memory->failed ? REFUSAL_DECODE_MEMORY : REFUSAL_NOT_PROTOBUF;
    return wire;
}

const char *control_decode(const uint8_t *data, size_t size, control_message *message)
{
    memset(message, 0, sizeof *message);
    max_align_t block[CONTROL_ARENA / sizeof(max_align_t)];
    arena memory;
    arena_init(&memory, block, sizeof block);
    refusal why;
    const ProtobufCMessage *wire = control_unpack(&picket__v1__control__descriptor,
                                                  WIRE_FORMAT_CONTROL, data, size, &memory, &why);
    if (!wire)
        return refusal_name(why);
    return control_take((const Picket__V1__Control *)wire, message);
}

const char *control_reply_decode(const uint8_t *data, size_t size, control_reply *reply)
{
    memset(reply, 0, sizeof *reply);
    max_align_t block[CONTROL_ARENA / sizeof(max_align_t)];
    arena memory;
    arena_init(&memory, block, sizeof block);
    refusal why;
    const ProtobufCMessage *base = control_unpack(&picket__v1__reply__descriptor, WIRE_FORMAT_REPLY,
                                                  data, size, &memory, &why);
    if (!base)
        return refusal_name(why);
    const Picket__V1__Reply *wire = (const Picket__V1__Reply *)base;
    if (!wire_text_copy(reply->text, sizeof reply->text, wire->text))
        return refusal_name(REFUSAL_TEXT_LONG);
    reply->began_ns = wire->began_ns;
    reply->sequence = wire->sequence;
    reply->outcome = (control_outcome)wire->outcome;
    reply->takes_effect_ns = wire->takes_effect_ns;
    reply->datagrams = wire->datagrams;
    return NULL;
}

void beat_encode(int64_t wall_ns, int64_t exercise_ns, control_mode mode, uint32_t rate_permille,
                 uint8_t data[BEAT_SIZE])
{
    Picket__V1__Beat wire = PICKET__V1__BEAT__INIT;
    wire.format = WIRE_FORMAT_BEAT;
    /* protobuf leaves zeros out; a beat is of one length, so none is ever zero. */
    wire.wall_ns = wall_ns == 0 ? 1 : wall_ns;
    wire.exercise_ns = exercise_ns == 0 ? 1 : exercise_ns;
    wire.mode = (uint32_t)mode;
    wire.rate_permille = rate_permille == 0 ? 1 : rate_permille;
    assert(picket__v1__beat__get_packed_size(&wire) == BEAT_SIZE);
    picket__v1__beat__pack(&wire, data);
}

static bool beat_good(const Picket__V1__Beat *wire)
{
    const bool dated =
        wire->exercise_ns >= WIRE_TIME_FIRST_NS && wire->exercise_ns <= WIRE_TIME_LAST_NS;
    return wire->mode >= CONTROL_WALL && wire->mode <= CONTROL_STEP && wire->rate_permille > 0 &&
           wire->rate_permille <= CLOCK_RATE_MAX && (dated || wire->exercise_ns == 1);
}

bool beat_decode(const uint8_t *data, size_t size, beat_told *heard)
{
    max_align_t block[CONTROL_ARENA / sizeof(max_align_t)];
    arena memory;
    arena_init(&memory, block, sizeof block);
    refusal why;
    if (size != BEAT_SIZE)
        return false;
    const ProtobufCMessage *base =
        control_unpack(&picket__v1__beat__descriptor, WIRE_FORMAT_BEAT, data, size, &memory, &why);
    const Picket__V1__Beat *wire = (const Picket__V1__Beat *)base;
    if (!wire || !beat_good(wire))
        return false;
    *heard = (beat_told){wire->wall_ns, wire->exercise_ns, (control_mode)wire->mode,
                         wire->rate_permille};
    return true;
}
