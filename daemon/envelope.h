/* envelope.h - bytes before decoding: what protobuf-c would take without a word.
 *
 * protobuf-c decodes whatever parses: 1,400 bytes of empty reports become 127 KB, a text with a
 * zero byte is cut short, the last of two oneof members wins. So the raw bytes are walked first, by
 * protobuf-c's own descriptors, once and without memory.
 */
#ifndef DAEMON_ENVELOPE_H
#define DAEMON_ENVELOPE_H

#include "daemon/refusal.h"

#include <protobuf-c/protobuf-c.h>
#include <stdint.h>

/* Walks data as a message of this type. REFUSAL_NONE: it may be decoded. */
refusal envelope_walk(const ProtobufCMessageDescriptor *type, const uint8_t *data, size_t size);

/* Why `format` is not `wanted`: format-port where it is that of another kind of datagram,
 * format-version where it is a newer one, else format-wrong. REFUSAL_NONE where it is. */
refusal envelope_format(uint32_t format, uint32_t wanted);

#endif
