#include "daemon/staff/in_force.h"

#include "daemon/told/json_put.h"
#include "release/act.h"
#include "release/gate.h"
#include "release/moment.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static void put_time(FILE *out, const char *name, int64_t time_ns, bool known)
{
    if (known)
        fprintf(out, ",\"%s\":%" PRId64, name, time_ns);
    else
        fprintf(out, ",\"%s\":null", name);
}

static void put_nations(FILE *out, const char *name, const fusion_book *book, uint32_t set)
{
    const char *before = "";
    fprintf(out, ",\"%s\":[", name);
    for (size_t n = 0; n < book->nation_count; n++)
        if (set >> n & 1u) {
            fputs(before, out);
            json_put_text(out, book->nations[n].code);
            before = ",";
        }
    putc(']', out);
}

static void put_rules(FILE *out, const fusion_book *book, size_t agreement)
{
    const char *before = "";
    fputs(",\"rules\":[", out);
    for (size_t r = 0; r < book->rule_count; r++)
        if (book->rules[r].set >> agreement & 1u) {
            fputs(before, out);
            json_put_text(out, book->rules[r].name);
            before = ",";
        }
    putc(']', out);
}

/* The start of the first of the stretches up to now in all of which its state is the same. */
static int64_t since(const moments *dated, size_t agreement, int64_t at_ns, book_state state)
{
    size_t stretch = moments_find(dated, at_ns);
    int64_t ends_ns;
    while (stretch > 0 &&
           moments_state(dated, agreement, dated->at_ns[stretch - 1], &ends_ns) == state)
        stretch--;
    return dated->at_ns[stretch];
}

static void put_agreement(FILE *out, const fusion_book *book, const moments *dated, size_t index,
                          int64_t at_ns)
{
    const book_agreement *one = &book->agreements[index];
    int64_t ends_ns;
    const book_state state = moments_state(dated, index, at_ns, &ends_ns);
    const int64_t since_ns = since(dated, index, at_ns, state);
    fputs("{\"name\":", out);
    json_put_text(out, one->name);
    fputs(",\"title\":", out);
    json_put_text(out, one->title);
    put_nations(out, "parties", book, one->parties);
    put_rules(out, book, index);
    fputs(",\"state\":", out);
    json_put_text(out, book_state_names[state]);
    put_time(out, "since_ns", since_ns, since_ns != INT64_MIN);
    fprintf(out, ",\"removed\":%s}", one->removed ? "true" : "false");
}

static bool stands(const moments *dated, const book_act *act, int64_t at_ns)
{
    return (act->verb == BOOK_HOLD || act->verb == BOOK_WITHDRAW) &&
           moments_epoch(dated, act->at_ns) <= at_ns && at_ns < moments_epoch(dated, act->until_ns);
}

/* What several say alike stands once: the place of the first of them. */
static size_t first_of(const moments *dated, size_t index, int64_t at_ns)
{
    for (size_t i = 0; i < index; i++)
        if (stands(dated, &dated->acts[i], at_ns) && act_same(&dated->acts[i], &dated->acts[index]))
            return i;
    return index;
}

static void put_act(FILE *out, const fusion_book *book, const moments *dated, size_t index,
                    int64_t at_ns)
{
    const book_act *act = &dated->acts[index];
    char sentence[ACT_TEXT_ROOM];
    uint32_t who = 0;
    for (size_t i = index; i < dated->act_count; i++)
        if (stands(dated, &dated->acts[i], at_ns) && act_same(&dated->acts[i], act))
            who |= UINT32_C(1) << dated->acts[i].who;
    act_write(book, act, sentence);
    fputs("{\"sentence\":", out);
    json_put_text(out, sentence);
    put_nations(out, "who", book, who);
    put_time(out, "since_ns", act->at_ns, true);
    put_time(out, "until_ns", act->until_ns, act->until_ns != INT64_MAX);
    putc('}', out);
}

static void put_acts(FILE *out, const fusion_book *book, const moments *dated, int64_t at_ns)
{
    const char *before = "";
    for (size_t i = 0; i < dated->act_count; i++)
        if (stands(dated, &dated->acts[i], at_ns) && first_of(dated, i, at_ns) == i) {
            fputs(before, out);
            put_act(out, book, dated, i, at_ns);
            before = ",";
        }
}

static void put_emergencies(FILE *out, const fusion_book *book, const moments *dated, int64_t at_ns)
{
    for (size_t i = 0; i < book->emergency_count; i++) {
        fprintf(out, "%s{\"name\":", i ? "," : "");
        json_put_text(out, book->emergencies[i].name);
        put_nations(out, "declared_by", book, book->emergencies[i].declared_by);
        fprintf(out, ",\"stands\":%s}", moments_emergency(dated, i, at_ns) ? "true" : "false");
    }
}

static void put_names(FILE *out, const fusion_book *book)
{
    fputs("],\"sensors\":[", out);
    for (size_t s = 0; s < book->sensor_count; s++) {
        fputs(s ? "," : "", out);
        json_put_text(out, book->sensors[s].name);
    }
    fputs("],\"areas\":[", out);
    for (size_t a = 0; a < book->area_count; a++) {
        fputs(a ? "," : "", out);
        json_put_text(out, book->areas[a].name);
    }
}

/* The start of the open epoch: what is said in it counts from the next one on. Before the first,
 * what stood when the picketd before this one stopped, its last word included. */
static int64_t asked_ns(const config *of, const pipeline *line, const moments *dated,
                        int64_t stopped_ns)
{
    const int64_t due_ns = pipeline_due_ns(line);
    if (due_ns != 0)
        return due_ns - of->epoch_ns;
    return stopped_ns != 0 ? moments_epoch(dated, stopped_ns) : 0;
}

char *in_force_text(const config *of, const pipeline *line, int64_t stopped_ns, size_t *size)
{
    char *text = NULL;
    FILE *out = open_memstream(&text, size);
    if (!out)
        return NULL;
    const fusion_book *book = of->book;
    const moments *dated = gate_moments(pipeline_gate_shown(line));
    const int64_t at_ns = asked_ns(of, line, dated, stopped_ns);
    if (at_ns != 0)
        fprintf(out, "{\"at_ns\":%" PRId64, at_ns);
    else
        fputs("{\"at_ns\":null", out);
    fputs(",\"agreements\":[", out);
    for (size_t i = 0; i < book->agreement_count; i++) {
        fputs(i ? "," : "", out);
        put_agreement(out, book, dated, i, at_ns);
    }
    fputs("],\"acts\":[", out);
    put_acts(out, book, dated, at_ns);
    fputs("],\"emergencies\":[", out);
    put_emergencies(out, book, dated, at_ns);
    put_names(out, book);
    fputs("]}\n", out);
    return json_put_end(out, &text);
}
