#include "tools/json.h"

#include "text/number.h"
#include "text/utf8.h"

#include <inttypes.h>

json json_begin(FILE *stream)
{
    fputc('{', stream);
    return (json){.stream = stream};
}

void json_end(json *line)
{
    fputs("}\n", line->stream);
}

static void put_text(FILE *stream, const char *text)
{
    fputc('"', stream);
    while (*text) {
        uint32_t character = 0;
        const size_t length = utf8_read(text, &character);
        if (length == 0)
            fputs("\\ufffd", stream);
        else if (character == '"' || character == '\\')
            fprintf(stream, "\\%c", (int)character);
        else if (character < 0x20 || character == 0x7F)
            fprintf(stream, "\\u%04x", (unsigned)character);
        else
            fwrite(text, 1, length, stream);
        text += length > 0 ? length : 1;
    }
    fputc('"', stream);
}

static void put_key(json *line, const char *key)
{
    fprintf(line->stream, "%s\"%s\":", line->begun ? "," : "", key);
    line->begun = true;
}

void json_text(json *line, const char *key, const char *text)
{
    put_key(line, key);
    if (text)
        put_text(line->stream, text);
    else
        fputs("null", line->stream);
}

void json_number(json *line, const char *key, double number)
{
    char text[NUMBER_ROOM];
    put_key(line, key);
    fputs(number_shortest(text, number) > 0 ? text : "null", line->stream);
}

void json_count(json *line, const char *key, uint64_t count)
{
    put_key(line, key);
    fprintf(line->stream, "%" PRIu64, count);
}

void json_flag(json *line, const char *key, bool flag)
{
    put_key(line, key);
    fputs(flag ? "true" : "false", line->stream);
}

void json_open(json *line, const char *key)
{
    put_key(line, key);
    fputc('{', line->stream);
    line->begun = false;
}

void json_close(json *line)
{
    fputc('}', line->stream);
    line->begun = true;
}
