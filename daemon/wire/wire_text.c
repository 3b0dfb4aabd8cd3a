#include "daemon/wire/wire_text.h"

#include "text/utf8.h"

#include <string.h>

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

bool wire_text_good(const uint8_t *text, size_t size)
{
    size_t i = 0;
    while (i < size) {
        if (text[i] >= 0x20 && text[i] < 0x7F) {
            i++;
            continue;
        }
        /* What is read must end with a zero byte; no character has more than four before it. */
        char rest[5] = {0};
        uint32_t code = 0;
        memcpy(rest, text + i, size - i < 4 ? size - i : 4);
        const size_t length = utf8_read(rest, &code);
        if (length == 0 || !code_good(code))
            return false;
        i += length;
    }
    return true;
}

bool wire_text_copy(char *to, size_t room, const char *from)
{
    const size_t size = strlen(from) + 1;
    if (size > room)
        return false;
    memcpy(to, from, size);
    return true;
}
