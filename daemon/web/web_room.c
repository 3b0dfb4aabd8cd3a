#include "daemon/told/json_put.h"
#include "daemon/web/web_inside.h"
#include "daemon/web/web_reach.h"

#include <stdlib.h>
#include <string.h>

/* What is told of one room: from which second on, of which nations. */
typedef struct telling {
    const config *of;
    fusion_room room;
    size_t rule;
    pipeline_moment moments[PIPELINE_MOMENTS + 1]; /* of its pictures, and as it is now */
    size_t count;                                  /* 0: there is no picture yet */
    int64_t now_ns, heard_ns;                      /* as of pipeline_past */
    int64_t from_ns;
    size_t first;  /* of the moments: that in which from_ns lies */
    uint32_t ever; /* nations that were there since */
} telling;

#define TOLD_NS (600 * FUSION_SECOND) /* ten minutes, or since the run began */

static double seconds(int64_t time_ns)
{
    return (double)time_ns / (double)FUSION_SECOND;
}

static int64_t since_ns(const telling *one, size_t moment)
{
    const int64_t at_ns = one->moments[moment].since_ns;
    return at_ns > one->from_ns ? at_ns : one->from_ns;
}

/* What its newest picture does not know yet shows with the next at the soonest. */
static void moments_copy(telling *one, const pipeline *line, size_t view)
{
    const pipeline_past past = pipeline_room_past(line, view);
    if (past.count == 0)
        return;
    memcpy(one->moments, past.moments, past.count * sizeof *past.moments);
    one->moments[past.count] = pipeline_room_now(line, view);
    if (one->moments[past.count].since_ns <= past.now_ns)
        one->moments[past.count].since_ns = past.now_ns + one->of->epoch_ns;
    one->count = past.count + 1;
    one->now_ns = past.now_ns;
    one->heard_ns = past.heard_ns;
}

static void telling_make(telling *one)
{
    one->ever = one->room.residents;
    if (one->count == 0)
        return;
    one->from_ns = one->moments[0].since_ns;
    if (one->from_ns < one->now_ns - TOLD_NS)
        one->from_ns = one->now_ns - TOLD_NS;
    while (one->first + 1 < one->count && one->moments[one->first + 1].since_ns <= one->from_ns)
        one->first++;
    for (size_t m = one->first; m < one->count; m++) {
        const fusion_presence *present = &one->moments[m].present;
        one->ever |= present->lingers;
        for (size_t n = 0; n < one->of->registry.nation_count; n++)
            one->ever |= (uint32_t)(present->inside[n] > 0) << n;
    }
}

static bool is_dark(const pipeline_moment *moment)
{
    return moment->silent || moment->missed || moment->audience == 0;
}

/* How many of a nation are in (-1: of people nobody knows), and whether they count, as one number.
 */
static unsigned inside_of(const fusion_presence *present, int nation, bool sits)
{
    const unsigned inside = nation < 0 ? present->unknown : present->inside[nation];
    const bool lingers = nation < 0 ? present->unknown_lingers : present->lingers >> nation & 1u;
    return 2 * inside + (sits || inside > 0 || lingers);
}

/* A span for each moment in which it is another. */
static void put_inside(FILE *out, const telling *one, int nation, bool sits)
{
    for (size_t m = one->first; m < one->count; m++) {
        const pipeline_moment *moment = &one->moments[m];
        const unsigned inside = inside_of(&moment->present, nation, sits);
        if (m > one->first && inside == inside_of(&moment[-1].present, nation, sits))
            continue;
        fprintf(out, "%s{\"since\":%.3f,\"in\":%u,\"counts\":%s}", m == one->first ? "" : ",",
                seconds(since_ns(one, m)), inside / 2, inside & 1u ? "true" : "false");
    }
}

static bool was_unknown(const telling *one)
{
    for (size_t m = one->first; m < one->count; m++)
        if (one->moments[m].present.unknown > 0 || one->moments[m].present.unknown_lingers)
            return true;
    return false;
}

/* Its host first, then who sits there, then who came: each in the book's order. */
static size_t order_of(const telling *one, uint32_t nations, size_t order[FUSION_NATIONS_MAX])
{
    const uint32_t host = UINT32_C(1) << one->room.owner;
    const uint32_t groups[] = {host, one->room.residents & ~host, ~one->room.residents};
    size_t count = 0;
    for (size_t g = 0; g < 3; g++)
        for (size_t n = 0; n < one->of->registry.nation_count; n++)
            if ((groups[g] & nations) >> n & 1u)
                order[count++] = n;
    return count;
}

static void put_present(FILE *out, const telling *one)
{
    size_t order[FUSION_NATIONS_MAX];
    const size_t count = order_of(one, one->ever, order);
    for (size_t i = 0; i < count; i++) {
        const bool sits = one->room.residents >> order[i] & 1u;
        const char *as = order[i] == one->room.owner ? "host" : sits ? "home" : "visitor";
        fprintf(out, "%s{\"who\":\"%s\",\"as\":\"%s\",\"spans\":[", i > 0 ? "," : "",
                one->of->registry.nations[order[i]].code, as);
        put_inside(out, one, (int)order[i], sits);
        fputs("]}", out);
    }
    if (!was_unknown(one))
        return;
    fputs(",{\"who\":\"unknown\",\"as\":\"visitor\",\"spans\":[", out);
    put_inside(out, one, -1, false);
    fputs("]}", out);
}

/* A span wherever the word or the words of it are others. Dates take effect with an epoch, as
 * audiences do, and show in the picture at its end. */
static void put_reach(FILE *out, const telling *one, size_t nation)
{
    const int64_t epoch_ns = one->of->epoch_ns;
    char last[4096] = "";
    for (size_t m = one->first; m < one->count; m++) {
        const pipeline_moment *moment = &one->moments[m];
        const int64_t end_ns = m + 1 < one->count ? moment[1].since_ns : moment->since_ns + 1;
        int64_t at_ns = since_ns(one, m);
        while (at_ns < end_ns) {
            char text[sizeof last];
            FILE *words = fmemopen(text, sizeof text, "w");
            if (!words)
                return;
            const web_reach reach =
                web_reach_find(one->of, one->rule, moment->audience, nation, at_ns - epoch_ns);
            fprintf(words, "\"shows\":\"%s\",\"words\":\"", web_reach_word(&reach));
            web_reach_write(words, &reach);
            fprintf(words, "\",\"share\":%.3f", web_reach_share(&reach));
            fclose(words);
            if (strcmp(text, last) != 0)
                fprintf(out, "%s{\"since\":%.3f,%s}", last[0] ? "," : "", seconds(at_ns), text);
            memcpy(last, text, sizeof last);
            const int64_t turn_ns =
                web_reach_turn_ns(one->of, one->rule, moment->audience, nation, at_ns - epoch_ns);
            if (turn_ns > end_ns)
                break;
            at_ns = (turn_ns + epoch_ns - 1) / epoch_ns * epoch_ns + epoch_ns;
        }
    }
}

/* Those who were there; and who gives the host anything by some clause. What is given to another of
 * them alone reaches no screen that he is at, and is not his to know of. */
static uint32_t givers(const telling *one)
{
    const uint32_t host = UINT32_C(1) << one->room.owner;
    uint32_t all = 0;
    for (size_t n = 0; n < one->of->registry.nation_count; n++) {
        const bool there = one->ever >> n & 1u;
        const bool gives = there || web_reach_ever(one->of, one->rule, host, n);
        all |= (uint32_t)(gives && !one->of->registry.nations[n].observer) << n;
    }
    return all;
}

static void put_feeds(FILE *out, const telling *one)
{
    size_t order[FUSION_NATIONS_MAX];
    const size_t count = order_of(one, givers(one), order);
    for (size_t i = 0; i < count; i++) {
        fprintf(out, "%s{\"from\":\"%s\",\"spans\":[", i > 0 ? "," : "",
                one->of->registry.nations[order[i]].code);
        put_reach(out, one, order[i]);
        fputs("]}", out);
    }
}

static void put_times(FILE *out, const telling *one)
{
    if (one->count == 0) {
        fputs(",\"from\":null,\"now\":null,\"door\":\"open\",\"silent_s\":null", out);
        return;
    }
    const pipeline_moment *now = &one->moments[one->count - 1];
    fprintf(out, ",\"from\":%.3f,\"now\":%.3f,\"door\":\"%s\",\"silent_s\":", seconds(one->from_ns),
            seconds(one->now_ns),
            now->missed    ? "missed"
            : now->silent  ? "silent"
            : is_dark(now) ? "unknown"
                           : "open");
    if (now->silent && one->heard_ns > 1) /* 1: in a run before this one */
        fprintf(out, "%.3f", seconds(one->now_ns - one->heard_ns));
    else
        fputs("null", out);
}

static char *room_text(const telling *one, size_t *size)
{
    char *text = NULL;
    FILE *out = open_memstream(&text, size);
    if (!out)
        return NULL;
    fputs("{\"room\":", out);
    json_put_text(out, one->room.name);
    fprintf(out, ",\"host\":\"%s\",\"rule\":", one->of->registry.nations[one->room.owner].code);
    json_put_text(out, fusion_book_rule_name(one->of->book, one->rule));
    put_times(out, one);
    fputs(",\"present\":[", out);
    put_present(out, one);
    fputs("],\"feeds\":[", out);
    put_feeds(out, one);
    fputs("]}\n", out);
    return json_put_end(out, &text);
}

static bool may_read(const web_reader *reader, const fusion_room *room)
{
    return reader->white_cell || (int)room->owner == reader->nation;
}

char *web_room_text(const config *of, const pipeline *line, const web_reader *reader,
                    const char *name, size_t *size)
{
    for (size_t v = 0; line && v < of->view_count; v++) {
        if (of->rooms[v] < 0)
            continue;
        telling one = {.of = of,
                       .room = fusion_book_room(of->book, (size_t)of->rooms[v]),
                       .rule = of->views[v].rule};
        if (strcmp(one.room.name, name) != 0 || !may_read(reader, &one.room))
            continue;
        moments_copy(&one, line, v);
        telling_make(&one);
        return room_text(&one, size);
    }
    return NULL;
}
