#include "daemon/audit/entry.h"

#include "text/read.h"
#include "text/utf8.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    int count; /* the field that is a whole number; -1: none */
    const char *fields[AUDIT_FIELDS_MAX + 1];
} kinds[AUDIT_KINDS] = {
    {"begin", 0, {"run", "book"}},
    {"resume", 0, {"cut"}},
    {"act", -1, {"effect", "who", "says", "until", "reason", "outcome"}},
    {"state", -1, {"effect", "what", "name", "was", "becomes"}},
    {"releases", 4, {"since", "view", "clause", "sensor", "count"}},
};

/* The longest line of six fields whose every byte is escaped still has room for its hash. */
_Static_assert(AUDIT_FIELDS_MAX *(4 * AUDIT_VALUE_ROOM + 16) + 128 < AUDIT_LINE_ROOM,
               "a line must hold its values");

const char *audit_kind_name(unsigned kind)
{
    return kind < AUDIT_KINDS ? kinds[kind].name : NULL;
}

const char *audit_field_name(unsigned kind, unsigned field)
{
    return kind < AUDIT_KINDS && field < AUDIT_FIELDS_MAX ? kinds[kind].fields[field] : NULL;
}

bool audit_field_counts(unsigned kind, unsigned field)
{
    return kind < AUDIT_KINDS && kinds[kind].count == (int)field;
}

static bool is_bare(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && strchr("._:/+-", c));
}

static size_t bare_length(const char *text)
{
    size_t length = 0;
    while (is_bare(text[length]))
        length++;
    return length;
}

/* Writes one character, or byte that is none, and goes on to the next. */
static char *put_character(char *at, const char **from)
{
    uint32_t character = 0;
    const size_t length = utf8_read(*from, &character);
    const unsigned char byte = (unsigned char)**from;
    if (length == 0 || byte < 0x20 || byte == 0x7F)
        at += sprintf(at, "\\x%02x", byte);
    else if (byte == '"' || byte == '\\')
        at += sprintf(at, "\\%c", byte);
    else if (utf8_fault(character))
        at += sprintf(at, character > 0xFFFF ? "\\U%08" PRIx32 : "\\u%04" PRIx32, character);
    else
        at = (char *)memcpy(at, *from, length) + length;
    *from += length > 0 ? length : 1;
    return at;
}

static char *put_value(char *at, const char *value)
{
    const size_t bare = bare_length(value);
    if (bare > 0 && value[bare] == '\0')
        return (char *)memcpy(at, value, bare) + bare;
    *at++ = '"';
    while (*value)
        at = put_character(at, &value);
    *at++ = '"';
    return at;
}

size_t audit_entry_write(const audit_entry *entry, char line[AUDIT_LINE_ROOM])
{
    char time[TEXT_TIME_ROOM];
    text_write_time(time, entry->time_ns);
    char *at = line + sprintf(line, "%" PRIu64 " %s %s", entry->number, time,
                              audit_kind_name(entry->kind));
    for (unsigned i = 0; audit_field_name(entry->kind, i); i++) {
        at += sprintf(at, " %s=", audit_field_name(entry->kind, i));
        at = put_value(at, entry->values[i]);
    }
    *at = '\0';
    return (size_t)(at - line);
}

/* From here on reading is lenient where writing again shows the difference. */

/* So many hexadecimal digits; NULL: they are none. */
static const char *read_hex(const char *at, int digits, uint32_t *value)
{
    *value = 0;
    for (; digits > 0; digits--, at++) {
        const char *const known = "0123456789abcdef";
        const char *digit = *at ? strchr(known, *at) : NULL;
        if (!digit)
            return NULL;
        *value = *value << 4 | (uint32_t)(digit - known);
    }
    return at;
}

static size_t utf8_write(char *at, uint32_t character)
{
    static const unsigned char heads[] = {0, 0, 0xC0, 0xE0, 0xF0};
    const size_t length = character < 0x80      ? 1
                          : character < 0x800   ? 2
                          : character < 0x10000 ? 3
                                                : 4;
    for (size_t i = length; i-- > 1; character >>= 6)
        at[i] = (char)(0x80 | (character & 0x3F));
    at[0] = (char)(heads[length] | character);
    return length;
}

/* What stands behind a \. NULL: nothing that is ever written. */
static const char *read_escape(const char *at, char *value, size_t *used)
{
    uint32_t code = 0;
    const char kind = *at++;
    if (kind == '"' || kind == '\\') {
        value[(*used)++] = kind;
        return at;
    }
    const int digits = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
    if (digits == 0 || !(at = read_hex(at, digits, &code)) || code == 0 || code > 0x10FFFF)
        return NULL;
    if (kind == 'x')
        value[(*used)++] = (char)code;
    else
        *used += utf8_write(value + *used, code);
    return at;
}

/* Gives the place behind the value. */
static const char *read_value(const char *at, char value[AUDIT_VALUE_ROOM])
{
    char text[AUDIT_VALUE_ROOM + 4]; /* one character more than there may be */
    const bool quoted = *at == '"';
    size_t used = 0;
    for (at += quoted; quoted ? *at && *at != '"' : is_bare(*at);) {
        if (*at != '\\')
            text[used++] = *at++;
        else if (!(at = read_escape(at + 1, text, &used)))
            return NULL;
        if (used >= AUDIT_VALUE_ROOM)
            return NULL;
    }
    memcpy(value, text, used);
    value[used] = '\0';
    if (!quoted)
        return at;
    return *at == '"' ? at + 1 : NULL;
}

/* The word, if it stands there; gives the place behind it. */
static const char *skip(const char *at, const char *word)
{
    const size_t length = strlen(word);
    return at && strncmp(at, word, length) == 0 ? at + length : NULL;
}

static const char *read_kind(const char *at, audit_kind *kind)
{
    for (unsigned i = 0; i < AUDIT_KINDS; i++) {
        const size_t length = strlen(kinds[i].name);
        if (strncmp(at, kinds[i].name, length) == 0 && (at[length] == ' ' || at[length] == '\0')) {
            *kind = (audit_kind)i;
            return at + length;
        }
    }
    return NULL;
}

static const char *read_time(const char *at, int64_t *time_ns)
{
    char text[TEXT_TIME_ROOM];
    const size_t length = strcspn(at, " ");
    if (length >= sizeof text)
        return NULL;
    memcpy(text, at, length);
    text[length] = '\0';
    text_messages messages;
    text_messages_init(&messages, "");
    const text_node node = {.kind = TEXT_SCALAR, .text = text};
    return text_time(&node, "", true, time_ns, &messages) ? at + length : NULL;
}

static bool read_fields(const char *at, audit_entry *entry)
{
    char *end = NULL;
    entry->number = strtoull(at, &end, 10);
    at = skip(end, " ");
    if (!at || !(at = skip(read_time(at, &entry->time_ns), " ")) ||
        !(at = read_kind(at, &entry->kind)))
        return false;
    for (unsigned i = 0; audit_field_name(entry->kind, i); i++) {
        at = skip(skip(skip(at, " "), audit_field_name(entry->kind, i)), "=");
        if (!at || !(at = read_value(at, entry->values[i])))
            return false;
    }
    return *at == '\0';
}

bool audit_entry_read(const char *line, size_t length, audit_entry *entry)
{
    char copy[AUDIT_LINE_ROOM], again[AUDIT_LINE_ROOM];
    if (length >= sizeof copy || memchr(line, '\0', length))
        return false;
    memcpy(copy, line, length);
    copy[length] = '\0';
    memset(entry, 0, sizeof *entry);
    return read_fields(copy, entry) && audit_entry_write(entry, again) == length &&
           memcmp(copy, again, length) == 0;
}
