#include "daemon/wire/envelope.h"

#include "daemon/wire/wire_format.h"
#include "daemon/wire/wire_text.h"

#include <assert.h>
#include <string.h>

/* One field as it stands: its number, wire type and the bytes of its value. */
typedef struct raw_field {
    uint32_t number;
    unsigned wire;
    const uint8_t *value;
    size_t size;
} raw_field;

static bool varint_read_long(const uint8_t **at, const uint8_t *end, uint64_t *value)
{
    uint64_t result = 0;
    for (unsigned shift = 0; shift < 64 && *at < end; shift += 7) {
        const uint8_t byte = *(*at)++;
        result |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80) {
            *value = result;
            return true;
        }
    }
    return false;
}

/* Nearly all keys and lengths are of one byte. */
static inline bool varint_read(const uint8_t **at, const uint8_t *end, uint64_t *value)
{
    if (*at == end || **at >= 0x80)
        return varint_read_long(at, end, value);
    *value = *(*at)++;
    return true;
}

/* Reads the field at *at and moves beyond it. false: it is cut, or no field of protobuf 3. */
static inline bool raw_read(const uint8_t **at, const uint8_t *end, raw_field *field)
{
    uint64_t key, length;
    const uint8_t *const start = *at;
    if (!varint_read(at, end, &key) || *at - start > 5 || key >> 3 == 0 || key > UINT32_MAX)
        return false;
    field->number = (uint32_t)(key >> 3);
    field->wire = key & 7;
    field->value = *at;
    switch (field->wire) {
    case PROTOBUF_C_WIRE_TYPE_VARINT:
        if (!varint_read(at, end, &length))
            return false;
        field->size = (size_t)(*at - field->value);
        return true;
    case PROTOBUF_C_WIRE_TYPE_64BIT:
        length = 8;
        break;
    case PROTOBUF_C_WIRE_TYPE_32BIT:
        length = 4;
        break;
    case PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED:
        if (!varint_read(at, end, &length))
            return false;
        field->value = *at;
        break;
    default:
        return false;
    }
    if (length > (uint64_t)(end - *at))
        return false;
    field->size = (size_t)length;
    *at += length;
    return true;
}

static uint64_t little_endian(const uint8_t *bytes, size_t size)
{
    uint64_t value = 0;
    for (size_t i = 0; i < size; i++)
        value |= (uint64_t)bytes[i] << (8 * i);
    return value;
}

refusal envelope_format(uint32_t format, uint32_t wanted)
{
    const uint32_t kind = UINT32_C(0x00FFFFFF);
    static const uint32_t known[] = {WIRE_FORMAT_REPORTS, WIRE_FORMAT_PICTURE, WIRE_FORMAT_SEALED,
                                     WIRE_FORMAT_BEAT,    WIRE_FORMAT_CONTROL, WIRE_FORMAT_REPLY};
    if (format == wanted)
        return REFUSAL_NONE;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (format == known[i])
            return REFUSAL_FORMAT_PORT;
    return (format & kind) == (wanted & kind) ? REFUSAL_FORMAT_VERSION : REFUSAL_FORMAT_WRONG;
}

uint32_t envelope_format_find(const uint8_t *data, size_t size)
{
    raw_field field;
    for (const uint8_t *at = data; raw_read(&at, data + size, &field);)
        if (field.number == 1)
            return field.wire == PROTOBUF_C_WIRE_TYPE_32BIT
                       ? (uint32_t)little_endian(field.value, 4)
                       : 0;
    return 0;
}

/* The wire type that each field of the head must have; 0 is free for "not of the head". */
static unsigned head_wire(uint32_t number)
{
    static const uint8_t wires[] = {
        [1] = PROTOBUF_C_WIRE_TYPE_32BIT, [2] = PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED,
        [3] = PROTOBUF_C_WIRE_TYPE_64BIT, [4] = PROTOBUF_C_WIRE_TYPE_32BIT,
        [5] = PROTOBUF_C_WIRE_TYPE_64BIT, [15] = PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED};
    return number < sizeof wires ? wires[number] : 0;
}

typedef struct head_scan {
    const uint8_t *data, *end;
    envelope_head *head;
    uint32_t seen;
    refusal fault; /* the first of the fields' forms */
    size_t byte;
} head_scan;

static void head_value(const raw_field *field, envelope_head *head)
{
    switch (field->number) {
    case 1:
        head->format = (uint32_t)little_endian(field->value, 4);
        break;
    case 2:
        head->sensor = field->value;
        head->sensor_size = field->size;
        break;
    case 3:
        head->began_ns = (int64_t)little_endian(field->value, 8);
        break;
    case 4:
        head->sequence = (uint32_t)little_endian(field->value, 4);
        break;
    default:
        head->sent_ns = (int64_t)little_endian(field->value, 8);
        break;
    }
}

static void head_field(head_scan *scan, const uint8_t *start, const raw_field *field)
{
    const unsigned wire = head_wire(field->number);
    if (wire == 0)
        return;
    const uint32_t bit = UINT32_C(1) << field->number;
    const bool again = (scan->seen & bit) != 0, fits = field->wire == wire;
    scan->seen |= bit;
    if (field->number == 15) {
        scan->head->tag_present = true;
        scan->head->tag_placed = fits && start == scan->end - ENVELOPE_TAG_SIZE &&
                                 field->size == ENVELOPE_TAG_SIZE - 2 && !again;
    } else if (fits && !again) {
        head_value(field, scan->head);
    } else if (scan->fault == REFUSAL_NONE) {
        scan->fault = again ? REFUSAL_FIELD_TWICE : REFUSAL_FIELD_TYPE;
        scan->byte = (size_t)(start - scan->data);
    }
}

refusal envelope_head_read(const uint8_t *data, size_t size, envelope_head *head, size_t *byte)
{
    memset(head, 0, sizeof *head);
    *byte = 0;
    if (size < ENVELOPE_SIZE_MIN)
        return REFUSAL_TOO_SHORT;
    head_scan scan = {.data = data, .end = data + size, .head = head};
    for (const uint8_t *at = data; at < scan.end;) {
        const uint8_t *const start = at;
        raw_field field;
        if (!raw_read(&at, scan.end, &field)) {
            *byte = (size_t)(start - data);
            return REFUSAL_NOT_PROTOBUF;
        }
        head_field(&scan, start, &field);
    }
    /* Another kind of datagram has other types in these fields, so the format has the first word.
     */
    const refusal why = envelope_format(head->format, WIRE_FORMAT_REPORTS);
    if (why != REFUSAL_NONE)
        return why;
    *byte = scan.byte;
    return scan.fault;
}

#define WALK_LISTS 32 /* fields of a top-level message; Picture has most, 16 */

typedef struct walk {
    const uint8_t *data;
    envelope *found;
    size_t lists[WALK_LISTS]; /* how many of each top-level field were walked */
    refusal part; /* the first fault that is only that of the top-level message being walked */
} walk;

/* What was seen of one message. */
typedef struct walk_level {
    const ProtobufCMessageDescriptor *type;
    unsigned depth;
    uint64_t seen; /* bit i: fields[i] of the type */
    bool chosen;   /* a member of its oneof; no message of this wire has two */
} walk_level;

static int field_find(const ProtobufCMessageDescriptor *type, uint32_t number)
{
    for (unsigned i = 0; i < type->n_field_ranges; i++) {
        const ProtobufCIntRange *range = &type->field_ranges[i];
        const uint32_t offset = number - (uint32_t)range->start_value;
        if (offset < range[1].orig_index - range->orig_index)
            return (int)(range->orig_index + offset);
    }
    return -1;
}

/* In the order of ProtobufCType. */
static const uint8_t own_wire[] = {
    PROTOBUF_C_WIRE_TYPE_VARINT,          PROTOBUF_C_WIRE_TYPE_VARINT,
    PROTOBUF_C_WIRE_TYPE_32BIT,           PROTOBUF_C_WIRE_TYPE_VARINT,
    PROTOBUF_C_WIRE_TYPE_VARINT,          PROTOBUF_C_WIRE_TYPE_64BIT,
    PROTOBUF_C_WIRE_TYPE_VARINT,          PROTOBUF_C_WIRE_TYPE_32BIT,
    PROTOBUF_C_WIRE_TYPE_VARINT,          PROTOBUF_C_WIRE_TYPE_64BIT,
    PROTOBUF_C_WIRE_TYPE_32BIT,           PROTOBUF_C_WIRE_TYPE_64BIT,
    PROTOBUF_C_WIRE_TYPE_VARINT,          PROTOBUF_C_WIRE_TYPE_VARINT,
    PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED, PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED,
    PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED,
};
_Static_assert(PROTOBUF_C_TYPE_SFIXED32 == 2 && PROTOBUF_C_TYPE_FIXED64 == 9 &&
                   PROTOBUF_C_TYPE_MESSAGE == 16,
               "own_wire has the order of ProtobufCType");

/* Numbers of a list may come packed or one by one. */
static bool wire_fits(const ProtobufCFieldDescriptor *field, unsigned wire)
{
    return wire == own_wire[field->type] || (field->label == PROTOBUF_C_LABEL_REPEATED &&
                                             wire == PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED);
}

static inline bool varint_skip(const uint8_t **at, const uint8_t *end)
{
    uint64_t ignored;
    return varint_read(at, end, &ignored);
}

/* The short way, which nine fields of ten go: a single number of the first range of fields, seen
 * for the first time, whole. Moves beyond it; where it is anything else, moves nothing. */
static inline bool walk_number(walk_level *level, const uint8_t **at, const uint8_t *end)
{
    const ProtobufCIntRange *range = level->type->field_ranges;
    const uint8_t key = **at;
    const uint32_t index = (uint32_t)(key >> 3) - (uint32_t)range->start_value;
    if (key >= 0x80 || index >= range[1].orig_index)
        return false;
    const ProtobufCFieldDescriptor *field = &level->type->fields[index];
    const uint64_t bit = UINT64_C(1) << index;
    if ((key & 7) != own_wire[field->type] || field->label != PROTOBUF_C_LABEL_NONE ||
        field->flags != 0 || (level->seen & bit) != 0)
        return false;
    const uint8_t *next = *at + 1;
    const size_t left = (size_t)(end - next);
    const unsigned wire = key & 7;
    if (wire == PROTOBUF_C_WIRE_TYPE_64BIT && left >= 8)
        next += 8;
    else if (wire == PROTOBUF_C_WIRE_TYPE_32BIT && left >= 4)
        next += 4;
    else if (wire != PROTOBUF_C_WIRE_TYPE_VARINT || !varint_skip(&next, end))
        return false;
    level->seen |= bit;
    *at = next;
    return true;
}

static refusal walk_unknown(walk *w, size_t size)
{
    w->found->unknown++;
    w->found->unknown_bytes += size;
    return w->found->unknown > ENVELOPE_UNKNOWN_MAX ||
                   w->found->unknown_bytes > ENVELOPE_UNKNOWN_BYTES_MAX
               ? REFUSAL_UNKNOWN_MANY
               : REFUSAL_NONE;
}

/* A fault of one report spoils the report; the same at the top spoils all. */
static refusal walk_fault(walk *w, const walk_level *level, refusal why)
{
    if (level->depth == 0)
        return why;
    if (w->part == REFUSAL_NONE)
        w->part = why;
    return REFUSAL_NONE;
}

/* Whether the field, fields[index] of its type, may stand here once more. */
static refusal walk_count(walk *w, walk_level *level, int index)
{
    const ProtobufCFieldDescriptor *field = &level->type->fields[index];
    if (field->label == PROTOBUF_C_LABEL_REPEATED) {
        const bool report = level->depth == 0 && field->type == PROTOBUF_C_TYPE_MESSAGE;
        return report && ++w->found->reports > ENVELOPE_REPORTS_MAX ? REFUSAL_REPORTS_MANY
                                                                    : REFUSAL_NONE;
    }
    if (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) {
        const bool again = level->chosen;
        level->chosen = true;
        if (!again)
            return REFUSAL_NONE;
        return level->depth == 0 ? REFUSAL_FIELD_TWICE
                                 : walk_fault(w, level, REFUSAL_GEOMETRY_TWICE);
    }
    const uint64_t bit = UINT64_C(1) << index;
    const bool again = (level->seen & bit) != 0;
    level->seen |= bit;
    return again ? REFUSAL_FIELD_TWICE : REFUSAL_NONE;
}

static refusal walk_message(walk *w, const ProtobufCMessageDescriptor *type, unsigned depth,
                            const uint8_t *at, const uint8_t *end);

/* A message that stands at the top: a report, where it is in a list. */
static refusal walk_part(walk *w, const ProtobufCFieldDescriptor *field, size_t index,
                         const raw_field *raw)
{
    envelope *found = w->found;
    w->part = REFUSAL_NONE;
    const refusal why = walk_message(w, field->descriptor, 1, raw->value, raw->value + raw->size);
    if (why == REFUSAL_NONE && w->part != REFUSAL_NONE && found->part_count < ENVELOPE_REPORTS_MAX)
        found->parts[found->part_count++] =
            (envelope_part){.field = raw->number, .index = w->lists[index], .why = w->part};
    w->lists[index]++;
    return why;
}

static refusal walk_field(walk *w, walk_level *level, int index, const raw_field *raw)
{
    const ProtobufCFieldDescriptor *field = &level->type->fields[index];
    if (!wire_fits(field, raw->wire))
        return REFUSAL_FIELD_TYPE;
    const refusal why = walk_count(w, level, index);
    if (why != REFUSAL_NONE)
        return why;
    if (field->type == PROTOBUF_C_TYPE_MESSAGE)
        return level->depth == 0 ? walk_part(w, field, (size_t)index, raw)
                                 : walk_message(w, field->descriptor, level->depth + 1, raw->value,
                                                raw->value + raw->size);
    if (field->type == PROTOBUF_C_TYPE_STRING && !wire_text_good(raw->value, raw->size))
        return walk_fault(w, level, REFUSAL_TEXT_BAD);
    return REFUSAL_NONE;
}

static refusal walk_message(walk *w, const ProtobufCMessageDescriptor *type, unsigned depth,
                            const uint8_t *at, const uint8_t *end)
{
    walk_level level = {.type = type, .depth = depth};
    while (at < end) {
        const uint8_t *const start = at;
        raw_field raw;
        refusal why = REFUSAL_NOT_PROTOBUF;
        if (w->found->fields < ENVELOPE_FIELDS_MAX && walk_number(&level, &at, end)) {
            w->found->fields++;
            continue;
        }
        if (raw_read(&at, end, &raw)) {
            const int index = field_find(type, raw.number);
            why = ++w->found->fields > ENVELOPE_FIELDS_MAX ? REFUSAL_FIELDS_MANY
                  : index < 0                              ? walk_unknown(w, (size_t)(at - start))
                                                           : walk_field(w, &level, index, &raw);
        }
        if (why != REFUSAL_NONE) {
            /* The innermost level is the first to say where. */
            if (w->found->byte == 0)
                w->found->byte = (size_t)(start - w->data);
            return why;
        }
    }
    return REFUSAL_NONE;
}

refusal envelope_walk(const ProtobufCMessageDescriptor *type, const uint8_t *data, size_t size,
                      envelope *found)
{
    found->byte = found->fields = found->reports = 0;
    found->unknown = found->unknown_bytes = found->part_count = 0;
    if (size < ENVELOPE_SIZE_MIN)
        return REFUSAL_TOO_SHORT;
    assert(type->n_fields <= WALK_LISTS);
    walk w = {.data = data, .found = found};
    return walk_message(&w, type, 0, data, data + size);
}
