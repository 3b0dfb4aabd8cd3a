#include "daemon/yaml_text.h"

#include <stdint.h>
#include <string.h>

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

static const char *refused_as(uint32_t code)
{
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        if (code >= refused[i].first && code <= refused[i].last)
            return refused[i].what;
    return NULL;
}

/* The character at data[0..size), its length in bytes; 0 where it is not UTF-8 in its shortest
 * form. */
static size_t decode(const unsigned char *data, size_t size, uint32_t *code)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (data[0] < 0x80) {
        *code = data[0];
        return 1;
    }
    const size_t length = data[0] >= 0xF0 ? 4 : data[0] >= 0xE0 ? 3 : 2;
    if (data[0] < 0xC2 || data[0] > 0xF4 || length > size)
        return 0;
    *code = data[0] & (0x7Fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((data[i] & 0xC0) != 0x80)
            return 0;
        *code = *code << 6 | (data[i] & 0x3Fu);
    }
    return *code >= least[length] ? length : 0;
}

static void say_tab(const char *data, size_t at, int line, text_messages *messages)
{
    size_t begin = at;
    while (begin > 0 && (data[begin - 1] == ' ' || data[begin - 1] == '\t'))
        begin--;
    const bool indent = begin == 0 || data[begin - 1] == '\n';
    text_say(messages, TEXT_ERROR, line, "a tab stands %s. Use spaces.",
             indent ? "in the indent" : "here");
}

bool yaml_text_check(const char *data, size_t size, int first_line, text_messages *messages)
{
    const size_t errors = messages->errors;
    int line = first_line, told = 0; /* one message a line */
    for (size_t at = 0; at < size;) {
        uint32_t code;
        const size_t length = decode((const unsigned char *)data + at, size - at, &code);
        if (length == 0) {
            text_say(messages, TEXT_ERROR, line, "this is not UTF-8. Save the file as UTF-8.");
            return false;
        }
        const bool line_end = code == '\r' && at + 1 < size && data[at + 1] == '\n';
        const char *what = line_end ? NULL : refused_as(code);
        if (code == '\t' && told != line)
            say_tab(data, at, line, messages);
        else if (what && told != line)
            text_say(messages, TEXT_ERROR, line, "%s (U+%04X) stands here. Delete it.", what,
                     (unsigned)code);
        if (code == '\t' || what)
            told = line;
        if (code == '\n')
            line++;
        at += length;
    }
    return messages->errors == errors;
}
