/* envelope.h - bytes before decoding: the head that says who sent them, and what protobuf-c would
 * take without a word.
 *
 * protobuf-c decodes whatever parses: 1,400 bytes of empty reports become 127 KB, a text with a
 * zero byte is cut short, the last of two oneof members wins. So the raw bytes are walked first, by
 * protobuf-c's own descriptors, once and without memory. Unknown fields are never entered; the
 * depth is that of the schema, which has no recursion.
 */
#ifndef DAEMON_ENVELOPE_H
#define DAEMON_ENVELOPE_H

#include "daemon/wire/refusal.h"

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stdint.h>

#define ENVELOPE_SIZE_MIN          12
#define ENVELOPE_FIELDS_MAX        2048
#define ENVELOPE_REPORTS_MAX       64
#define ENVELOPE_UNKNOWN_MAX       128
#define ENVELOPE_UNKNOWN_BYTES_MAX 512
#define ENVELOPE_TAG_SIZE          18 /* 7a 10 and 16 bytes: the end of a tagged datagram */

/* The head of a Datagram, read without decoding the rest. What is absent is 0. */
typedef struct envelope_head {
    uint32_t format;
    const uint8_t *sensor; /* within the datagram; no zero byte follows */
    size_t sensor_size;
    int64_t began_ns;
    uint32_t sequence;
    int64_t sent_ns;
    bool tag_present;
    bool tag_placed; /* it is the last 18 bytes */
} envelope_head;

/* A message of the top level with a fault of its own: it is refused, and its neighbours go on. */
typedef struct envelope_part {
    uint32_t field; /* number of the list it stands in */
    size_t index;   /* among those of that list, from 0 */
    refusal why;    /* REFUSAL_TEXT_BAD or REFUSAL_GEOMETRY_TWICE; the first where there are more */
} envelope_part;

typedef struct envelope {
    size_t byte; /* where the fault begins; 0 without one */
    size_t fields, reports;
    size_t unknown, unknown_bytes; /* fields that this version does not know, keys included */
    envelope_part parts[ENVELOPE_REPORTS_MAX];
    size_t part_count;
} envelope;

/* Reads the head of a Datagram. Gives the refusal that its form alone asks for: TOO_SHORT,
 * NOT_PROTOBUF, FORMAT_*, FIELD_TYPE, FIELD_TWICE; *byte says where. */
refusal envelope_head_read(const uint8_t *data, size_t size, envelope_head *head, size_t *byte);

/* Walks data as a message of this type. REFUSAL_NONE: it may be decoded, but for found->parts. Else
 * NOT_PROTOBUF, FIELD_TYPE, FIELD_TWICE, FIELDS_MANY, REPORTS_MANY, UNKNOWN_MANY, TEXT_BAD, or
 * GEOMETRY_TWICE. Elements of packed lists are left to protobuf-c. */
refusal envelope_walk(const ProtobufCMessageDescriptor *type, const uint8_t *data, size_t size,
                      envelope *found);

/* The format with which any datagram of this wire begins, or has later; 0 where it has none. */
uint32_t envelope_format_find(const uint8_t *data, size_t size);

/* Why `format` is not `wanted`: format-port where it is that of another kind of datagram,
 * format-version where it is another version, else format-wrong. REFUSAL_NONE where it is. */
refusal envelope_format(uint32_t format, uint32_t wanted);

#endif
