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

typedef struct range {
    uint32_t first, last;
    const char *what;
} range;

/* Format characters of Unicode 15 (category Cf, and what is drawn as nothing at all): a text with
 * them can read otherwise than it is. */
static const range refused[] = {
    {0x00, 0x08, "a control character"},
    {0x0B, 0x1F, "a control character"},
    {0x7F, 0x9F, "a control character"},
    {0xA0, 0xA0, "an unbreakable space"},
    {0xAD, 0xAD, "an invisible character"},
    {0x34F, 0x34F, "an invisible character"},
    {0x61C, 0x61C, "a direction-changing character"},
    {0x115F, 0x1160, "an invisible character"},
    {0x17B4, 0x17B5, "an invisible character"},
    {0x180B, 0x180F, "an invisible character"},
    {0x2000, 0x200A, "a space of odd width"},
    {0x200B, 0x200D, "an invisible character"},
    {0x200E, 0x200F, "a direction-changing character"},
    {0x2028, 0x2029, "a line end that looks like none"},
    {0x202A, 0x202E, "a direction-changing character"},
    {0x202F, 0x202F, "an unbreakable space"},
    {0x205F, 0x205F, "a space of odd width"},
    {0x2060, 0x2065, "an invisible character"},
    {0x2066, 0x2069, "a direction-changing character"},
    {0x206A, 0x206F, "an invisible character"},
    {0x3000, 0x3000, "a space of odd width"},
    {0x3164, 0x3164, "an invisible character"},
    {0xD800, 0xF8FF, "a character without meaning of its own"}, /* surrogates, private use */
    {0xFE00, 0xFE0F, "an invisible character"},
    {0xFEFF, 0xFEFF, "an invisible character"},
    {0xFFA0, 0xFFA0, "an invisible character"},
    {0xFFF0, 0xFFFF, "a character without meaning of its own"},
    {0x1D173, 0x1D17A, "an invisible character"},
    {0xE0000, 0x10FFFF, "an invisible character"},
};

const char *utf8_fault(uint32_t character)
{
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        if (character >= refused[i].first && character <= refused[i].last)
            return refused[i].what;
    return NULL;
}
