#include "daemon/told/json_put.h"

#include "fusion/status.h"
#include "text/number.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define BYTE_ROOM 6 /* \u001f */

/* A byte as it stands in a string. */
static char *write_byte(char *at, unsigned char byte)
{
    static const char hex[] = "0123456789abcdef";
    if (byte < 0x20) {
        memcpy(at, "\\u00", 4);
        at[4] = hex[byte >> 4];
        at[5] = hex[byte & 15];
        return at + 6;
    }
    if (byte == '"' || byte == '\\')
        *at++ = '\\';
    *at++ = (char)byte;
    return at;
}

void json_put_text(FILE *out, const char *text)
{
    putc('"', out);
    for (; *text; text++) {
        char room[BYTE_ROOM];
        fwrite(room, 1, (size_t)(write_byte(room, (unsigned char)*text) - room), out);
    }
    putc('"', out);
}

char *json_write_text(char *at, const char *text)
{
    *at++ = '"';
    for (; *text; text++)
        at = write_byte(at, (unsigned char)*text);
    *at++ = '"';
    return at;
}

size_t json_text_room(const char *text)
{
    return BYTE_ROOM * strlen(text) + 2;
}

void json_put_seconds(FILE *out, int64_t time_ns)
{
    fprintf(out, "%" PRId64 ".%03" PRId64, time_ns / FUSION_SECOND,
            time_ns % FUSION_SECOND / 1000000);
}

void json_put_number(FILE *out, double value, int decimals)
{
    char text[NUMBER_ROOM];
    fputs(number_rounded(text, value, decimals) > 0 ? text : "null", out);
}

char *json_put_end(FILE *out, char **text)
{
    const bool cut = ferror(out) != 0;
    if (fclose(out) == 0 && !cut)
        return *text;
    free(*text);
    return NULL;
}
