#include "daemon/line/pipeline_parts.h"

#include "release/standing.h"
#include "text/read.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MINUTE_NS (60 * FUSION_SECOND)

static void told(pipeline *one, audit_entry *entry)
{
    audit_write(one->settings.audit, entry);
    one->failed |= audit_failed(one->settings.audit);
}

static void checkpoint(pipeline *one, int64_t time_ns)
{
    audit_checkpoint_add(one->settings.audit, time_ns);
    one->failed |= audit_failed(one->settings.audit);
}

__attribute__((format(printf, 3, 4))) static void put(audit_entry *entry, unsigned field,
                                                      const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(entry->values[field], AUDIT_VALUE_ROOM, format, arguments);
    va_end(arguments);
}

static void put_time(audit_entry *entry, unsigned field, int64_t time_ns)
{
    text_write_time(entry->values[field], time_ns);
}

void pipeline_audit_begin(pipeline *one, int64_t now_ns)
{
    pipeline_audit *audit = &one->audit;
    if (!one->settings.audit)
        return;
    audit_entry entry = {.time_ns = now_ns, .kind = AUDIT_BEGIN};
    put(&entry, 0, "%" PRIu64, ++audit->runs);
    put(&entry, 1, "%s", one->configuration->book_sha256);
    told(one, &entry);
    audit->since_ns = now_ns;
    audit->standing_count = 0;
}

static pipeline_standing *standing_find(pipeline_standing *list, size_t count, const char *what,
                                        const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i].what, what) == 0 && strcmp(list[i].name, name) == 0)
            return &list[i];
    return NULL;
}

/* What stands now, as it is worked out. */
typedef struct standing_turn {
    pipeline *line;
    int64_t start_ns;
} standing_turn;

static void state_tell(const standing_turn *turn, const char *what, const char *name,
                       const char *was, const char *becomes)
{
    audit_entry entry = {.time_ns = turn->line->end_ns, .kind = AUDIT_STATE};
    put_time(&entry, 0, turn->start_ns);
    put(&entry, 1, "%s", what);
    put(&entry, 2, "%s", name);
    put(&entry, 3, "%s", was);
    put(&entry, 4, "%s", becomes);
    told(turn->line, &entry);
}

static pipeline_standing *standing_add(pipeline *one)
{
    pipeline_audit *audit = &one->audit;
    if (audit->standing_count == audit->standing_room) {
        const size_t room = audit->standing_room ? 2 * audit->standing_room : 64;
        pipeline_standing *grown = realloc(audit->standing, room * sizeof *grown);
        if (!grown) {
            one->failed = true;
            return NULL;
        }
        audit->standing = grown;
        audit->standing_room = room;
    }
    return &audit->standing[audit->standing_count++];
}

static void standing_note(void *context, const char *what, const char *name, const char *value)
{
    const standing_turn *turn = context;
    pipeline_audit *audit = &turn->line->audit;
    pipeline_standing *known = standing_find(audit->standing, audit->standing_count, what, name);
    if (!known) {
        known = standing_add(turn->line);
        if (!known)
            return;
        *known = (pipeline_standing){.value = "-"};
        snprintf(known->what, sizeof known->what, "%s", what);
        snprintf(known->name, sizeof known->name, "%s", name);
    }
    if (strcmp(known->value, value) != 0)
        state_tell(turn, what, name, known->value, value);
    snprintf(known->value, sizeof known->value, "%s", value);
    known->seen = true;
}

/* Who is in the audience, and under which rule. */
static void view_note(standing_turn *turn, size_t view)
{
    const pipeline *one = turn->line;
    const fusion_registry *registry = &one->configuration->registry;
    const fusion_view *of = &one->views[pipeline_lane(one, view)];
    char value[AUDIT_VALUE_ROOM] = "nobody";
    size_t used = 0;
    for (size_t n = 0; n < registry->nation_count && used < sizeof value; n++)
        if (of->audience >> n & 1u)
            used += (size_t)snprintf(value + used, sizeof value - used, "%s%s", used ? "+" : "",
                                     registry->nations[n].code);
    if (used < sizeof value)
        snprintf(value + used, sizeof value - used, "%s%s", used ? "." : "",
                 used ? fusion_book_rule_name(one->configuration->book, of->rule) : "");
    standing_note(turn, "view", one->configuration->view_names[view], value);
}

/* Tells what stood and does not any more, and forgets it. */
static void standing_sweep(const standing_turn *turn)
{
    pipeline_audit *audit = &turn->line->audit;
    size_t left = 0;
    for (size_t i = 0; i < audit->standing_count; i++) {
        pipeline_standing *each = &audit->standing[i];
        if (!each->seen) {
            state_tell(turn, each->what, each->name, each->value, "-");
            continue;
        }
        each->seen = false;
        audit->standing[left++] = *each;
    }
    audit->standing_count = left;
}

void pipeline_audit_turn(pipeline *one, int64_t start_ns)
{
    if (!one->settings.audit)
        return;
    standing_turn turn = {one, start_ns};
    standing_note(&turn, "book", "-", one->configuration->book_sha256);
    for (size_t v = 0; v < one->configuration->view_count; v++)
        view_note(&turn, v);
    standing_list(one->gate, start_ns, standing_note, &turn);
    standing_sweep(&turn);
}

/* A room's guests have a line of their own: what those who sit there are given goes on meanwhile.
 */
static void releases_tell(pipeline *one, size_t index, const tally_row *row, int64_t end_ns)
{
    const config *of = one->configuration;
    const uint32_t clause = row->key >> 16, sensor = row->key & 0xFFFF;
    audit_entry entry = {.time_ns = end_ns, .kind = AUDIT_RELEASES};
    put_time(&entry, 0, one->audit.since_ns);
    put(&entry, 1, "%s%s", of->view_names[one->view_of[index]],
        index < of->view_count ? "" : "+guests");
    put(&entry, 2, "%s",
        clause == FUSION_CLAUSE_OWN ? "-" : fusion_book_clause_name(of->book, clause));
    put(&entry, 3, "%s", of->registry.sensors[sensor].name);
    put(&entry, 4, "%" PRIu64, row->count);
    told(one, &entry);
}

void pipeline_audit_given(pipeline *one, int64_t end_ns)
{
    for (size_t v = 0; one->settings.audit && v < one->lane_count; v++) {
        tally *given = &one->lanes[v].given;
        const size_t count = tally_sort(given);
        for (size_t i = 0; i < count; i++)
            releases_tell(one, v, &given->rows[i], end_ns);
        tally_clear(given);
    }
    one->audit.since_ns = end_ns;
}

static void minute_tell(pipeline *one, int64_t end_ns)
{
    pipeline_audit_given(one, end_ns);
    checkpoint(one, end_ns);
}

void pipeline_audit_epoch(pipeline *one)
{
    if (one->settings.audit && one->end_ns % MINUTE_NS == 0)
        minute_tell(one, one->end_ns);
}

void pipeline_audit_end(pipeline *one)
{
    if (one->settings.audit && one->first_ns != 0)
        minute_tell(one, one->end_ns - one->configuration->epoch_ns);
}

void pipeline_audit_book(pipeline *one, int64_t stamp_ns)
{
    if (!one->settings.audit)
        return;
    audit_entry entry = {.time_ns = stamp_ns, .kind = AUDIT_ACT};
    put_time(&entry, 0, one->next.at_ns);
    put(&entry, 1, "picketd");
    put(&entry, 2, "book %s", one->next.fresh->book_sha256);
    put(&entry, 3, "lifted");
    put(&entry, 5, "accepted");
    told(one, &entry);
}

void pipeline_audit_room(pipeline *one, int64_t stamp_ns, const char *who, const char *word)
{
    if (!one->settings.audit)
        return;
    audit_entry entry = {.time_ns = stamp_ns, .kind = AUDIT_ACT};
    put(&entry, 0, "-");
    put(&entry, 1, "%s", who);
    put(&entry, 2, "%s", word);
    put(&entry, 3, "lifted");
    put(&entry, 5, "accepted");
    told(one, &entry);
}

/* As the white cell asked for it on the page. No sentence of the book begins so. */
static void put_clock(audit_entry *entry, const control_message *message)
{
    static const char *const modes[] = {"wall", "run", "pause", "step"};
    char time[TEXT_TIME_ROOM] = "", rate[24] = "";
    if (message->time_ns != 0)
        text_write_time(time, message->time_ns);
    if (message->mode == CONTROL_RUN)
        snprintf(rate, sizeof rate, " %gx", message->rate_permille / 1000.0);
    put(entry, 2, "clock %s%s%s%s%s%s", message->seek && time[0] ? "seek " : "",
        message->seek ? time : "", message->seek && time[0] ? ", " : "", modes[message->mode - 1],
        rate, message->new_run ? ", new run" : "");
    if (!message->seek && time[0]) {
        const size_t used = strlen(entry->values[2]);
        snprintf(entry->values[2] + used, AUDIT_VALUE_ROOM - used, " %s", time);
    }
}

void pipeline_heard(pipeline *one, int64_t stamp_ns, const control_message *message,
                    const char *refused)
{
    if (!one->settings.audit)
        return;
    /* Live, a late timer may have left epochs open that are over; a recording has no timer. */
    if (one->first_ns != 0)
        pipeline_advance(one, stamp_ns);
    audit_entry entry = {.time_ns = stamp_ns, .kind = AUDIT_ACT};
    put(&entry, 0, "-");
    if (!refused && message->kind != CONTROL_BOOK)
        put_time(&entry, 0, message->kind == CONTROL_SAYS ? message->effect_ns : stamp_ns);
    put(&entry, 1, "%s", message->who);
    put(&entry, 2, "%s", message->kind == CONTROL_BOOK ? "book" : message->sentence);
    if (message->kind == CONTROL_CLOCK)
        put_clock(&entry, message);
    put(&entry, 3, "lifted");
    if (message->until_ns != 0)
        put_time(&entry, 3, message->until_ns);
    put(&entry, 4, "%s", message->reason);
    /* Whether another book can be taken is known later, and told then. */
    put(&entry, 5, "%s", refused ? refused : message->kind == CONTROL_BOOK ? "asked" : "accepted");
    told(one, &entry);
}

void pipeline_audit_free(pipeline *one)
{
    free(one->audit.standing);
}
