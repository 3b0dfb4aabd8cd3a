#include "text/read.h"
#include "tools/audit.h"
#include "tools/audit_sqlite.h"
#include "tools/json.h"
#include "tools/product.h"
#include "tools/say.h"
#include "tools/value.h"
#include "tools/when.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define ONLY_MAX 16

/* An entry must have this field, and this value in it. */
typedef struct only {
    char field[24];
    const char *value;
} only;

typedef struct listing {
    const options *given;
    only wanted[ONLY_MAX];
    size_t wanted_count;
    bool begun, wrong;
    int64_t from_ns, until_ns;
    audit_sqlite *database;
} listing;

/* The value of a field; NULL: entries of this kind have no such field. */
static const char *value_of(const audit_entry *entry, const char *field)
{
    if (strcmp(field, "kind") == 0)
        return audit_kind_name(entry->kind);
    for (unsigned i = 0; audit_field_name(entry->kind, i); i++)
        if (strcmp(audit_field_name(entry->kind, i), field) == 0)
            return entry->values[i];
    return NULL;
}

static bool is_field(const char *name)
{
    static const audit_entry kinds[AUDIT_KINDS] = {
        {.kind = AUDIT_BEGIN}, {.kind = AUDIT_RESUME},   {.kind = AUDIT_ACT},
        {.kind = AUDIT_STATE}, {.kind = AUDIT_RELEASES},
    };
    for (size_t i = 0; i < AUDIT_KINDS; i++)
        if (value_of(&kinds[i], name))
            return true;
    return false;
}

/* "who=ROK" */
static bool only_read(listing *one, const char *text)
{
    const char *equals = strchr(text, '=');
    const size_t length = equals ? (size_t)(equals - text) : 0;
    only *into = &one->wanted[one->wanted_count];
    if (one->wanted_count == ONLY_MAX) {
        say_error("--only stands more than %d times.", ONLY_MAX);
        return false;
    }
    if (length == 0 || length >= sizeof into->field) {
        say_error("--only \"%s\" is not a field and its value. Write such as who=ROK.", text);
        return false;
    }
    memcpy(into->field, text, length);
    into->value = equals + 1;
    one->wanted_count++;
    if (is_field(into->field))
        return true;
    say_error("--only \"%s\": no entry has a field %s. Such as kind, who, view, clause, sensor.",
              text, into->field);
    return false;
}

/* Both count from the first entry. */
static void part_choose(listing *one, int64_t first_ns)
{
    int64_t length_ns = 0;
    one->begun = true;
    one->from_ns = INT64_MIN;
    one->until_ns = INT64_MAX;
    if (!options_time(one->given, OPTION_FROM, first_ns, &one->from_ns) ||
        !options_duration(one->given, OPTION_FOR, &length_ns))
        one->wrong = true;
    else if (length_ns > 0)
        one->until_ns = (one->from_ns == INT64_MIN ? first_ns : one->from_ns) + length_ns;
}

static bool is_wanted(const listing *one, const audit_entry *entry)
{
    if (entry->time_ns < one->from_ns || entry->time_ns >= one->until_ns)
        return false;
    for (size_t i = 0; i < one->wanted_count; i++) {
        const char *value = value_of(entry, one->wanted[i].field);
        if (!value || strcmp(value, one->wanted[i].value) != 0)
            return false;
    }
    return true;
}

static void print_json(const audit_entry *entry)
{
    char time[TEXT_TIME_ROOM];
    text_write_time(time, entry->time_ns);
    json line = json_begin(stdout);
    json_count(&line, "entry", entry->number);
    json_text(&line, "time", time);
    json_text(&line, "kind", audit_kind_name(entry->kind));
    for (unsigned i = 0; audit_field_name(entry->kind, i); i++)
        if (audit_field_counts(entry->kind, i))
            json_count(&line, audit_field_name(entry->kind, i),
                       strtoull(entry->values[i], NULL, 10));
        else
            json_text(&line, audit_field_name(entry->kind, i), entry->values[i]);
    json_end(&line);
}

static void list_take(void *context, const audit_entry *entry, const char *line,
                      const audit_chain *chain)
{
    (void)chain;
    listing *one = context;
    if (!one->begun)
        part_choose(one, entry->time_ns);
    if (one->wrong || !is_wanted(one, entry))
        return;
    if (one->database)
        audit_sqlite_add(one->database, entry);
    else if (options_json(one->given))
        print_json(entry);
    else
        puts(line);
}

/* Not over the log, nor over what proves it. */
static bool database_begin(listing *one, const char *path)
{
    char beside[4096];
    const char *to = options_text(one->given, AUDIT_SQLITE);
    const char *const others[] = {path, beside, options_text(one->given, AUDIT_CHECKPOINT), NULL};
    snprintf(beside, sizeof beside, "%.4000s.checkpoints", path);
    if (!to)
        return true;
    if (!product_allowed(to, others))
        return false;
    one->database = audit_sqlite_create(to);
    return one->database != NULL;
}

int audit_list(const options *given, const char *path)
{
    listing one = {.given = given};
    const char *text;
    for (size_t i = 0; (text = options_each(given, AUDIT_ONLY, i)); i++)
        if (!only_read(&one, text))
            return EXIT_NOT_DONE;
    if (!database_begin(&one, path))
        return EXIT_NOT_DONE;
    audit_verdict verdict = {0};
    int code = audit_log_read(given, path, list_take, &one, &verdict);
    if (one.wrong)
        code = EXIT_NOT_DONE;
    if (one.database && !audit_sqlite_finish(one.database, code == EXIT_DONE))
        code = EXIT_NOT_DONE;
    if (code != EXIT_DONE)
        return code;
    if (one.database && !say_is_quiet())
        printf("Written   %s\n", product_plain(options_text(given, AUDIT_SQLITE)).text);
    return audit_verdict_say(path, &verdict);
}

typedef struct showing {
    uint64_t wanted;
    audit_entry entry;
    audit_chain chain;
} showing;

static void show_take(void *context, const audit_entry *entry, const char *line,
                      const audit_chain *chain)
{
    (void)line;
    showing *one = context;
    if (entry->number != one->wanted)
        return;
    one->entry = *entry;
    one->chain = *chain;
}

static void show_print(const showing *one)
{
    char hex[AUDIT_HASH_HEX + 1], time[TEXT_TIME_ROOM];
    audit_chain_hex(&one->chain, hex);
    text_write_time(time, one->entry.time_ns);
    printf("entry    %" PRIu64 "\ntime     %s\nkind     %s\n", one->entry.number, time,
           audit_kind_name(one->entry.kind));
    for (unsigned i = 0; audit_field_name(one->entry.kind, i); i++) {
        printf("%-8s ", audit_field_name(one->entry.kind, i));
        say_text(stdout, one->entry.values[i]);
        putchar('\n');
    }
    printf("hash     %s\n", hex);
}

int audit_show(const options *given, const char *path)
{
    showing one = {0};
    value_wrong wrong;
    const char *number = options_operand(given, 2);
    const char *why = value_count(number, 1, UINT64_MAX, &one.wanted, &wrong);
    if (why) {
        say_error("entry \"%s\" %s", number, why);
        return EXIT_NOT_DONE;
    }
    audit_verdict verdict = {0};
    const int code = audit_log_read(given, path, show_take, &one, &verdict);
    if (code != EXIT_DONE)
        return code;
    if (one.entry.number == 0)
        say_error("there is no entry %s that holds: the last is %" PRIu64 ".", number,
                  verdict.end.number);
    else if (options_json(given))
        print_json(&one.entry);
    else
        show_print(&one);
    const int whole = audit_verdict_say(path, &verdict);
    return one.entry.number == 0 ? EXIT_NO : whole;
}
