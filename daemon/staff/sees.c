#include "daemon/staff/sees.h"

#include "daemon/staff/aloud.h"
#include "daemon/staff/reporters.h"
#include "daemon/staff/scores_parts.h"
#include "daemon/staff/why.h"
#include "daemon/told/json_put.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What a view is given of one report. */
typedef struct gift {
    const fusion_report *report;
    const fusion_decision *decision;
    bool own, warning, has, removed;
    int64_t at_ns;
    form_steps steps;
    uint16_t clause;
} gift;

typedef struct sees {
    const scores *one;
    const pipeline *line;
    const fusion_gate *gate;
    size_t row;
    const reporter *reports; /* of the object, the newest first */
    size_t count;
    fusion_decision *decisions; /* report, lane */
    gift gifts[FUSION_SENSORS_MAX];
    uint16_t removed; /* by which clause a view had what was removed since; OWN: nothing was */
    uint64_t clauses[(UINT16_MAX + 1) / 64]; /* named so far */
    FILE *out;
} sees;

static void put_code(FILE *out, const fusion_nation *nation)
{
    fputs(nation->code, out);
}

/* The row of the truth at the newest epoch; SIZE_MAX: it is not there. */
static size_t row_find(const scores *one, const char *object)
{
    for (size_t i = one->at ? one->at->begin : 0; one->at && i < one->at->end; i++)
        if (strcmp(one->truth->names[one->truth->truth[i].object], object) == 0)
            return i - one->at->begin;
    return SIZE_MAX;
}

static bool decide(sees *all)
{
    all->decisions = calloc(all->count * FUSION_VIEWS_MAX + 1, sizeof *all->decisions);
    for (size_t i = 0; all->decisions && i < all->count; i++)
        fusion_gate_decide(all->gate, all->reports[i].report,
                           &all->decisions[i * FUSION_VIEWS_MAX]);
    return all->decisions != NULL;
}

static bool is_bearing(const gift *one)
{
    return one->report->kind == FUSION_BEARING;
}

static bool is_better(const gift *one, const gift *other)
{
    if (is_bearing(one) != is_bearing(other))
        return is_bearing(other);
    if (one->own != other->own)
        return one->own;
    if (one->warning != other->warning)
        return other->warning;
    if (one->steps != other->steps)
        return one->steps < other->steps;
    return one->at_ns - one->report->stamp_ns < other->at_ns - other->report->stamp_ns;
}

static gift gift_of(const sees *all, size_t index, size_t lane)
{
    const fusion_report *report = all->reports[index].report;
    const fusion_decision *said = &all->decisions[index * FUSION_VIEWS_MAX + lane];
    uint64_t tracks, warnings;
    gift one = {.report = report, .decision = said, .warning = !said->released};
    one.at_ns = one.warning ? said->warning_ns : said->release_ns;
    one.clause = one.warning ? said->warning_clause : said->clause;
    one.steps = gate_steps(all->gate, one.warning ? said->warning_form : said->form);
    one.own = one.clause == FUSION_CLAUSE_OWN;
    fusion_gate_removed(all->gate, report, all->one->epoch_ns, &tracks, &warnings);
    one.removed = (one.warning ? warnings : tracks) >> lane & 1u;
    one.has = one.at_ns < all->one->epoch_ns;
    return one;
}

/* What the lane is given of them, the best first. */
static size_t gifts_make(sees *all, size_t lane)
{
    size_t count = 0;
    all->removed = FUSION_CLAUSE_OWN;
    for (size_t i = 0; i < all->count; i++) {
        const fusion_decision *said = &all->decisions[i * FUSION_VIEWS_MAX + lane];
        if (!said->released && !said->warned)
            continue;
        const gift fresh = gift_of(all, i, lane);
        if (fresh.removed)
            all->removed = fresh.clause;
        if (fresh.removed)
            continue;
        size_t at = count++;
        for (; at > 0 && is_better(&fresh, &all->gifts[at - 1]); at--)
            all->gifts[at] = all->gifts[at - 1];
        all->gifts[at] = fresh;
    }
    return count;
}

/* Of a delayed one: whether an earlier report of the same sensor about the object was released by
 * now. */
static bool had_before(const sees *all, const gift *one)
{
    const scores *of = all->one;
    const int64_t before_ns = of->epoch_ns - (one->at_ns - one->report->stamp_ns);
    bool had = false;
    reporters older;
    if (reporters_find(all->line, of->truth, of->at, of->epoch_ns, before_ns, all->row, &older))
        for (size_t i = 0; i < older.count; i++)
            had |= older.all[i].report->sensor == one->report->sensor;
    reporters_free(&older);
    return had;
}

static double seconds(int64_t ns)
{
    return (double)ns / (double)FUSION_SECOND;
}

static void put_gift(sees *all, const gift *one)
{
    const config *of = all->one->of;
    char form[FORM_TEXT_ROOM];
    form_write(one->steps, form);
    fputs("{\"sensor\":", all->out);
    json_put_text(all->out, of->registry.sensors[one->report->sensor].name);
    fprintf(all->out,
            ",\"has\":%s,\"warning\":%s,\"bearing\":%s,\"late_s\":", one->has ? "true" : "false",
            one->warning ? "true" : "false", is_bearing(one) ? "true" : "false");
    json_put_number(all->out, seconds(one->at_ns - one->report->stamp_ns), 3);
    fputs(",\"form\":", all->out);
    json_put_text(all->out, form);
    fputs(",\"clause\":", all->out);
    if (one->own) {
        fputs("null}", all->out);
        return;
    }
    json_put_text(all->out, fusion_book_clause_name(of->book, one->clause));
    putc('}', all->out);
    all->clauses[one->clause / 64] |= UINT64_C(1) << one->clause % 64;
}

/* Nations of the book in a set of the registry's. */
static uint32_t members_of(const config *of, uint32_t audience)
{
    uint32_t members = 0;
    for (size_t b = 0; b < of->book->nation_count; b++) {
        const int n = fusion_nation_find(&of->registry, of->book->nations[b].code);
        if (n >= 0 && (audience >> n & 1u))
            members |= UINT32_C(1) << b;
    }
    return members;
}

/* Whose release or want of it is worth telling: each member's, but the originator's own. */
static bool words_of(const why *of, uint32_t members, const gift *best)
{
    const char *before = "";
    bool good = true;
    for (unsigned n = 0; good && n < of->book->nation_count; n++) {
        if (!(members >> n & 1u) || (of->sensor >= 0 && n == of->owner))
            continue;
        const gate_answer alone = gate_ask(of->gate, of->rule, UINT32_C(1) << n, of->report);
        if (!best && (alone.track.granted || alone.warning.granted))
            continue;
        fputs(before, of->out);
        if (best)
            why_released(of, n, best->warning);
        else
            good = why_not(of, n);
        before = "; ";
    }
    return good;
}

/* The text without its last line's end; the caller's. */
static char *words_make(const sees *all, const fusion_view *view, const gift *best)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    const config *of = all->one->of;
    fusion_report report = best ? *best->report : *all->reports[0].report;
    if (!best && all->removed != FUSION_CLAUSE_OWN) {
        fprintf(out, "What %s gave was removed. ", fusion_book_clause_name(of->book, all->removed));
        report.time_ns = report.stamp_ns = all->one->epoch_ns; /* would it be given now? */
    }
    const why asked = why_begin(out, of->book, &of->registry, all->gate, view->rule, &report);
    if (best && best->own)
        fputs("its own, by right", out);
    else if (!words_of(&asked, members_of(of, view->audience), best))
        fputs("memory was refused", out);
    if (!json_put_end(out, &text))
        return NULL;
    text[strcspn(text, "\n")] = '\0';
    return text;
}

static void put_why(const sees *all, const fusion_view *view, const gift *best)
{
    if (all->count == 0 || view->audience == 0) {
        json_put_text(all->out, all->count == 0 ? "No sensor has reported it within a minute."
                                                : "Nobody is in this audience.");
        return;
    }
    char *text = words_make(all, view, best);
    json_put_text(all->out, text ? text : "memory was refused");
    free(text);
}

/* Whose picture it is now: of a room, who stands in it. */
static void put_audience(FILE *out, const config *of, uint32_t audience)
{
    const char *before = "";
    fputs(",\"audience\":[", out);
    for (size_t n = 0; n < of->registry.nation_count; n++)
        if (audience >> n & 1u) {
            fprintf(out, "%s\"%s\"", before, of->registry.nations[n].code);
            before = ",";
        }
    putc(']', out);
}

static void put_view(sees *all, size_t v)
{
    const scores *one = all->one;
    const size_t lane = pipeline_shown(all->line, v);
    const fusion_view view = pipeline_view(all->line, lane);
    const scores_sight sight = scores_sight_of(one, v, all->row);
    const size_t count = gifts_make(all, lane);
    if (count > 0 && !all->gifts[0].has)
        all->gifts[0].has = had_before(all, &all->gifts[0]);
    fputs("{\"view\":", all->out);
    json_put_text(all->out, one->of->view_names[v]);
    put_audience(all->out, one->of, view.audience);
    if (sight.track)
        fprintf(all->out, ",\"track\":%" PRIu64 ",\"error_m\":", sight.track);
    else
        fputs(",\"track\":null,\"error_m\":", all->out);
    json_put_number(all->out, sight.track ? sight.error : (double)NAN, 3);
    fputs(",\"given\":[", all->out);
    for (size_t i = 0; i < count; i++) {
        fputs(i ? "," : "", all->out);
        put_gift(all, &all->gifts[i]);
    }
    fputs("],\"why\":", all->out);
    put_why(all, &view, count ? &all->gifts[0] : NULL);
    putc('}', all->out);
}

static void put_clauses(const sees *all)
{
    const fusion_book *book = all->one->of->book;
    const char *before = "";
    for (size_t c = 0; c < book->clause_count && c < UINT16_MAX; c++) {
        const book_clause *clause = &book->clauses[c];
        char *text = NULL;
        size_t size = 0;
        FILE *out = (all->clauses[c / 64] >> c % 64 & 1u) ? open_memstream(&text, &size) : NULL;
        if (!out)
            continue;
        aloud_clause(&(aloud){out, book, put_code}, clause);
        fprintf(all->out, "%s{\"clause\":", before);
        json_put_text(all->out, clause->name);
        fputs(",\"agreement\":", all->out);
        json_put_text(all->out, book->agreements[clause->agreement].name);
        fputs(",\"title\":", all->out);
        json_put_text(all->out, book->agreements[clause->agreement].title);
        fputs(",\"aloud\":", all->out);
        json_put_text(all->out, json_put_end(out, &text) ? text : "");
        putc('}', all->out);
        free(text);
        before = ",";
    }
}

static void put_reporters(const sees *all)
{
    fputs("\"reported_by\":[", all->out);
    for (size_t i = 0; i < all->count; i++) {
        const fusion_report *report = all->reports[i].report;
        fprintf(all->out, "%s{\"sensor\":", i ? "," : "");
        json_put_text(all->out, all->one->of->registry.sensors[report->sensor].name);
        fputs(",\"age_s\":", all->out);
        json_put_number(all->out, seconds(all->one->epoch_ns - report->time_ns), 3);
        putc('}', all->out);
    }
    putc(']', all->out);
}

static void put_all(sees *all, const char *object)
{
    fprintf(all->out, "{\"epoch_ns\":%" PRId64 ",\"object\":", all->one->epoch_ns);
    json_put_text(all->out, object);
    putc(',', all->out);
    put_reporters(all);
    fputs(",\"views\":[", all->out);
    for (size_t v = 0; all->row != SIZE_MAX && v < all->one->of->view_count; v++) {
        fputs(v ? "," : "", all->out);
        put_view(all, v);
    }
    fputs("],\"clauses\":[", all->out);
    put_clauses(all);
    fputs("]}\n", all->out);
}

char *sees_text(const scores *one, const pipeline *line, const char *object, size_t *size)
{
    char *text = NULL;
    reporters found;
    const size_t row = row_find(one, object);
    const score_epoch *at = row == SIZE_MAX ? NULL : one->at;
    sees *all = calloc(1, sizeof *all);
    const bool good =
        reporters_find(line, one->truth, at, one->epoch_ns, one->epoch_ns, row, &found) && all;
    if (good) {
        *all = (sees){.one = one, .line = line, .gate = pipeline_gate_shown(line), .row = row};
        all->reports = found.all;
        all->count = found.count;
        all->out = decide(all) ? open_memstream(&text, size) : NULL;
    }
    if (good && all->out) {
        put_all(all, object);
        text = json_put_end(all->out, &text);
    }
    free(all ? all->decisions : NULL);
    free(all);
    reporters_free(&found);
    return text;
}
