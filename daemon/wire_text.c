#include "daemon/wire_text.h"

typedef struct span {
    uint32_t first, last;
} span;

/* Unicode's control, format and default-ignorable characters, line separators and noncharacters. */
static const span unwanted[] = {
    {0x0000, 0x001F},   {0x007F, 0x009F},   {0x00AD, 0x00AD},   {0x034F, 0x034F},
    {0x0600, 0x0605},   {0x061C, 0x061C},   {0x06DD, 0x06DD},   {0x070F, 0x070F},
    {0x0890, 0x0891},   {0x08E2, 0x08E2},   {0x115F, 0x1160},   {0x17B4, 0x17B5},
    {0x180B, 0x180F},   {0x200B, 0x200F},   {0x2028, 0x202E},   {0x2060, 0x206F},
    {0x3164, 0x3164},   {0xFDD0, 0xFDEF},   {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},
    {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFFB},   {0x110BD, 0x110BD}, {0x110CD, 0x110CD},
    {0x13430, 0x1343F}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
};

static bool code_good(uint32_t code)
{
    for (size_t i = 0; i < sizeof unwanted / sizeof unwanted[0]; i++)
        if (code >= unwanted[i].first && code <= unwanted[i].last)
            return false;
    return (code & 0xFFFE) != 0xFFFE; /* the last two of each plane are no characters */
}

/* Bytes of the character that begins at text, and its code; 0 where none does. */
static size_t code_read(const uint8_t *text, size_t size, uint32_t *code)
{
    const uint8_t lead = text[0];
    const size_t length = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (length == 0 || length > size || lead > 0xF4)
        return 0;
    static const uint8_t bits[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    uint32_t value = lead & bits[length];
    for (size_t i = 1; i < length; i++) {
        if ((text[i] & 0xC0) != 0x80)
            return 0;
        value = value << 6 | (text[i] & 0x3F);
    }
    if (value < least[length] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        return 0;
    *code = value;
    return length;
}

bool wire_text_good(const uint8_t *text, size_t size)
{
    size_t i = 0;
    while (i < size) {
        if (text[i] >= 0x20 && text[i] < 0x7F) {
            i++;
            continue;
        }
        uint32_t code = 0;
        const size_t length = code_read(text + i, size - i, &code);
        if (length == 0 || !code_good(code))
            return false;
        i += length;
    }
    return true;
}
