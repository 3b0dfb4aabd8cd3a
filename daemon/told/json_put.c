#include "daemon/told/json_put.h"

#include "fusion/status.h"
#include "text/number.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>

void json_put_text(FILE *out, const char *text)
{
    putc('"', out);
    for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
        if (*at == '"' || *at == '\\')
            fprintf(out, "\\%c", *at);
        else if (*at < 0x20)
            fprintf(out, "\\u%04x", *at);
        else
            putc(*at, out);
    }
    putc('"', out);
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
