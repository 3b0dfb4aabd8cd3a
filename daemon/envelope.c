#include "daemon/envelope.h"

#include "daemon/wire_format.h"

refusal envelope_walk(const ProtobufCMessageDescriptor *type, const uint8_t *data, size_t size)
{
    (void)type;
    (void)data;
    return size < 12 ? REFUSAL_TOO_SHORT : REFUSAL_NONE;
}

refusal envelope_format(uint32_t format, uint32_t wanted)
{
    const uint32_t kind = UINT32_C(0x00FFFFFF), digit = UINT32_C(0xFF000000);
    static const uint32_t known[] = {WIRE_FORMAT_REPORTS, WIRE_FORMAT_PICTURE, WIRE_FORMAT_SEALED,
                                     WIRE_FORMAT_BEAT,    WIRE_FORMAT_CONTROL, WIRE_FORMAT_REPLY};
    if (format == wanted)
        return REFUSAL_NONE;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (format == known[i])
            return REFUSAL_FORMAT_PORT;
    return (format & kind) == (wanted & kind) && (format & digit) != 0 ? REFUSAL_FORMAT_VERSION
                                                                       : REFUSAL_FORMAT_WRONG;
}
