#include "text/utf8.h"

static size_t length_by(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first < 0xC2 || first > 0xF4)
        return 0;
    return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

size_t utf8_read(const char *text, uint32_t *character)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *bytes = (const unsigned char *)text;
    const size_t length = length_by(bytes[0]);
    *character = length > 1 ? bytes[0] & (0x7Fu >> length) : bytes[0];
    for (size_t i = 1; i < length; i++) {
        if ((bytes[i] & 0xC0) != 0x80) /* a zero byte ends it here */
            return 0;
        *character = *character << 6 | (bytes[i] & 0x3Fu);
    }
    const int surrogate = *character >= 0xD800 && *character <= 0xDFFF;
    if (length > 1 && (*character < least[length] || *character > 0x10FFFF || surrogate))
        return 0;
    return length;
}
