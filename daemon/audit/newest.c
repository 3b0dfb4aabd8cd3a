#include "daemon/audit/newest.h"

#include "daemon/told/json_put.h"
#include "text/read.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* A whole number below 2^63, and what stands behind it. */
static const char *number_read(const char *text, uint64_t *number)
{
    const size_t digits = strspn(text, "0123456789");
    if (digits < 1 || digits > 18)
        return NULL;
    *number = strtoull(text, NULL, 10);
    return text + digits;
}

static const char *kind_read(const char *text, unsigned *kinds)
{
    const size_t length = strcspn(text, "&");
    for (unsigned i = 0; i < AUDIT_KINDS; i++)
        if (strlen(audit_kind_name(i)) == length &&
            strncmp(audit_kind_name(i), text, length) == 0 && !(*kinds >> i & 1u)) {
            *kinds |= 1u << i;
            return text + length;
        }
    return NULL;
}

static const char *part_read(const char *text, newest_asked *asked)
{
    if (strncmp(text, "after=", 6) == 0 && asked->after == 0)
        return number_read(text + 6, &asked->after);
    if (strncmp(text, "before=", 7) == 0 && asked->before == 0)
        return number_read(text + 7, &asked->before);
    if (strncmp(text, "kind=", 5) == 0)
        return kind_read(text + 5, &asked->kinds);
    return NULL;
}

bool newest_asked_read(const char *query, newest_asked *asked)
{
    *asked = (newest_asked){0};
    const char *at = query;
    while (at && *at) {
        at = part_read(at, asked);
        if (at && *at == '&' && at[1])
            at++;
        else if (at && *at)
            return false;
    }
    return at != NULL;
}

/* An entry for which memory is refused is in the log alone. */
void newest_take(void *one, const audit_entry *entry, const char *line, const audit_chain *chain)
{
    newest *into = one;
    (void)chain;
    const size_t at = into->kinds[entry->kind].count++ % NEWEST_EACH;
    free(into->kinds[entry->kind].lines[at]);
    const size_t size = strlen(line) + 1;
    char *copy = malloc(size);
    if (copy)
        memcpy(copy, line, size);
    into->kinds[entry->kind].lines[at] = copy;
    into->kinds[entry->kind].numbers[at] = entry->number;
}

static void entry_put(FILE *out, const char *line)
{
    audit_entry entry;
    char time[TEXT_TIME_ROOM];
    if (!audit_entry_read(line, strlen(line), &entry))
        return; /* it was written by ourselves */
    text_write_time(time, entry.time_ns);
    fprintf(out, "{\"entry\":%" PRIu64 ",\"time\":\"%s\",\"kind\":\"%s\"", entry.number, time,
            audit_kind_name(entry.kind));
    for (unsigned i = 0; audit_field_name(entry.kind, i); i++) {
        fprintf(out, ",\"%s\":", audit_field_name(entry.kind, i));
        if (audit_field_counts(entry.kind, i))
            fputs(entry.values[i], out);
        else
            json_put_text(out, entry.values[i]);
    }
    putc('}', out);
}

static bool is_asked(const newest_asked *asked, unsigned kind)
{
    return asked->kinds == 0 || (asked->kinds >> kind & 1u);
}

typedef struct turn {
    const newest *of;
    const newest_asked *asked;
    size_t told[AUDIT_KINDS]; /* of each kind, those that were passed, from the newest on */
} turn;

/* Of a kind, the newest that was not passed yet and is below `before`; NULL: none is left. */
static const char *next_of(turn *one, unsigned kind, uint64_t *number)
{
    const size_t count = one->of->kinds[kind].count;
    const size_t kept = count < NEWEST_EACH ? count : NEWEST_EACH;
    for (; one->told[kind] < kept; one->told[kind]++) {
        const size_t at = (count - 1 - one->told[kind]) % NEWEST_EACH;
        const char *line = one->of->kinds[kind].lines[at];
        *number = one->of->kinds[kind].numbers[at];
        if (*number <= one->asked->after)
            return NULL;
        if (line && (one->asked->before == 0 || *number < one->asked->before))
            return line;
    }
    return NULL;
}

/* The newest of all kinds that are asked for, which then counts as told. */
static const char *next(turn *one)
{
    const char *best = NULL;
    uint64_t highest = 0, number = 0;
    unsigned of = 0;
    for (unsigned kind = 0; kind < AUDIT_KINDS; kind++) {
        if (!is_asked(one->asked, kind))
            continue;
        const char *line = next_of(one, kind, &number);
        if (!line || number <= highest)
            continue;
        best = line;
        highest = number;
        of = kind;
    }
    if (best)
        one->told[of]++;
    return best;
}

static bool is_beyond(const newest *one, const newest_asked *asked)
{
    for (unsigned kind = 0; kind < AUDIT_KINDS; kind++) {
        const size_t count = one->kinds[kind].count;
        if (is_asked(asked, kind) && count > NEWEST_EACH &&
            one->kinds[kind].numbers[count % NEWEST_EACH] > asked->after + 1)
            return true;
    }
    return false;
}

char *newest_text(const newest *one, const newest_asked *asked, size_t *size)
{
    char *text = NULL;
    FILE *out = open_memstream(&text, size);
    if (!out)
        return NULL;
    turn all = {.of = one, .asked = asked};
    const char *line = NULL;
    fputs("{\"entries\":[", out);
    for (size_t n = 0; n < NEWEST_TOLD && (line = next(&all)); n++) {
        if (n > 0)
            putc(',', out);
        entry_put(out, line);
    }
    fprintf(out, "],\"more\":%s,\"beyond\":%s,\"log\":%s}\n", line && next(&all) ? "true" : "false",
            is_beyond(one, asked) ? "true" : "false", one->logged ? "true" : "false");
    return json_put_end(out, &text);
}

void newest_free(newest *one)
{
    for (size_t kind = 0; kind < AUDIT_KINDS; kind++)
        for (size_t i = 0; i < NEWEST_EACH; i++)
            free(one->kinds[kind].lines[i]);
    *one = (newest){0};
}
