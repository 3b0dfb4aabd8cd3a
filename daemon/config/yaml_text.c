#include "daemon/config/yaml_text.h"

#include "text/utf8.h"

#include <stdint.h>
#include <string.h>

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
        const char *what = line_end ? NULL : utf8_fault(code);
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
