#include "daemon/staff/median.h"
#include "daemon/staff/paired.h"
#include "daemon/staff/scores_parts.h"
#include "daemon/told/json_put.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

static const double none = NAN;

/* The one nation whose view it is; -1: a room's, or several nations'. */
static int nation_of(const config *of, size_t view)
{
    const uint32_t audience = of->views[view].audience;
    const bool alone = audience != 0 && (audience & (audience - 1)) == 0;
    return of->rooms[view] < 0 && alone ? __builtin_ctz(audience) : -1;
}

static size_t objects_of(const scores *one)
{
    return one->at ? one->at->end - one->at->begin : 0;
}

/* Has the view figures of this epoch? */
static bool is_scored(const scores *one, const scores_view *view)
{
    return one->at && view->score;
}

scores_sight scores_sight_of(const scores *one, size_t view, size_t row)
{
    const scores_view *of = &one->views[view];
    return is_scored(one, of) ? of->seen[row] : (scores_sight){0};
}

static void put_number(FILE *out, const char *name, double value, int decimals)
{
    fprintf(out, ",\"%s\":", name);
    json_put_number(out, value, decimals);
}

/* What making the text takes. */
typedef struct work {
    double *numbers; /* room for those of the largest median */
    paired *pairs;   /* of views i < j at [i * views + j], as i stands to j */
} work;

/* Two views of one nation, both with figures: they are held against each other. */
static bool is_pair(const scores *one, size_t v, size_t other)
{
    const int nation = nation_of(one->of, v);
    return other != v && nation >= 0 && nation_of(one->of, other) == nation &&
           one->views[v].score && one->views[other].score;
}

/* Each pair once; the second of them has it turned round. */
static void pairs_find(const scores *one, work *with)
{
    const size_t views = one->of->view_count;
    for (size_t v = 0; v < views; v++)
        for (size_t other = v + 1; other < views; other++)
            if (is_pair(one, v, other))
                with->pairs[v * views + other] =
                    paired_of(one->views[v].score, one->views[other].score,
                              one->truth->object_count, with->numbers);
}

/* Against each other view of the nation, that nobody has to reckon with unlike sets. */
static void put_paired(FILE *out, const scores *one, const work *with, size_t v)
{
    const size_t views = one->of->view_count;
    const char *before = "";
    fputs(",\"paired\":[", out);
    for (size_t other = 0; other < views; other++) {
        if (!is_pair(one, v, other))
            continue;
        const paired is = v < other ? with->pairs[v * views + other]
                                    : paired_turned(with->pairs[other * views + v]);
        fprintf(out, "%s{\"view\":", before);
        json_put_text(out, one->of->view_names[other]);
        fprintf(out, ",\"objects\":%zu,\"sooner\":%zu,\"later\":%zu", is.objects, is.sooner,
                is.later);
        put_number(out, "by_s", is.by_s, 3);
        put_number(out, "sooner_s", is.sooner_s, 3);
        putc('}', out);
        before = ",";
    }
    putc(']', out);
}

static void put_view(FILE *out, const scores *one, const work *with, size_t v)
{
    const scores_view *view = &one->views[v];
    const bool scored = is_scored(one, view);
    const size_t objects = objects_of(one);
    const int nation = nation_of(one->of, v);
    fputs("{\"view\":", out);
    json_put_text(out, one->of->view_names[v]);
    fprintf(out, ",\"tracks\":%zu", view->tracks);
    put_number(out, "complete",
               scored && objects > 0 ? (double)view->pairs / (double)objects : none, 6);
    put_number(out, "first_warning_s", view->first, 3);
    put_number(out, "rmse_m", scored ? view->rmse : none, 3);
    put_number(out, "given",
               nation < 0 ? none : given_share(&one->given, (size_t)nation, one->ways.first[v]), 6);
    put_paired(out, one, with, v);
    putc('}', out);
}

/* The views of all nations under the rule of view `first`: views[nation]. false: one has none. */
static bool partners_find(const scores *one, size_t first, size_t views[FUSION_NATIONS_MAX])
{
    const config *of = one->of;
    uint32_t found = 0;
    for (size_t v = 0; v < of->view_count; v++) {
        const int nation = nation_of(of, v);
        if (nation < 0 || one->ways.first[v] != first)
            continue;
        views[nation] = v;
        found |= UINT32_C(1) << nation;
    }
    return found == (UINT64_C(1) << of->registry.nation_count) - 1;
}

static size_t seen_by_all(const scores *one, const size_t *views)
{
    size_t seen = 0;
    for (size_t i = 0; i < objects_of(one); i++) {
        bool all = true;
        for (size_t n = 0; n < one->of->registry.nation_count; n++) {
            const scores_view *view = &one->views[views[n]];
            all = all && view->score && view->seen[i].track != 0;
        }
        seen += all;
    }
    return seen;
}

/* Whoever was warned last of those who were; -1: nobody was. */
static int last_warned(const scores *one, const size_t *views)
{
    int last = -1;
    for (size_t n = 0; n < one->of->registry.nation_count; n++) {
        const double first = one->views[views[n]].first;
        if (isfinite(first) && (last < 0 || first > one->views[views[last]].first))
            last = (int)n;
    }
    return last;
}

static double median_error(const scores *one, const size_t *views, double *errors)
{
    size_t count = 0;
    for (size_t n = 0; n < one->of->registry.nation_count; n++)
        for (size_t i = 0; i < objects_of(one); i++) {
            const scores_view *view = &one->views[views[n]];
            if (view->score && view->seen[i].track != 0)
                errors[count++] = view->seen[i].error;
        }
    return median(errors, count);
}

static void put_all(FILE *out, const scores *one, const work *with, size_t first,
                    const size_t *views)
{
    const config *of = one->of;
    const int last = last_warned(one, views);
    fputs("{\"rule\":", out);
    json_put_text(out, fusion_book_rule_name(of->book, of->views[first].rule));
    put_number(out, "seen_by_all", one->at ? (double)seen_by_all(one, views) : none, 0);
    put_number(out, "objects", one->at ? (double)objects_of(one) : none, 0);
    put_number(out, "last_warned_s", last < 0 ? none : one->views[views[last]].first, 3);
    fputs(",\"last_warned\":", out);
    if (last < 0)
        fputs("null", out);
    else
        json_put_text(out, of->registry.nations[last].code);
    put_number(out, "median_error_m", median_error(one, views, with->numbers), 3);
    put_number(out, "given", given_share_of_all(&one->given, first), 6);
    putc('}', out);
}

static void put_rules(FILE *out, const scores *one, const work *with)
{
    const config *of = one->of;
    const char *before = "";
    for (size_t rule = 0; rule < fusion_book_rules(of->book); rule++)
        for (size_t v = 0; v < of->view_count; v++) {
            size_t views[FUSION_NATIONS_MAX];
            if (of->views[v].rule != rule || one->ways.first[v] != v ||
                !partners_find(one, v, views))
                continue;
            fputs(before, out);
            put_all(out, one, with, v, views);
            before = ",";
        }
}

static char *put_text(const scores *one, const work *with, size_t *size)
{
    char *text = NULL;
    FILE *out = open_memstream(&text, size);
    if (!out)
        return NULL;
    fprintf(out, "{\"epoch_ns\":%" PRId64 ",\"views\":[", one->epoch_ns);
    for (size_t v = 0; v < one->of->view_count; v++) {
        fputs(v ? "," : "", out);
        put_view(out, one, with, v);
    }
    fputs("],\"all\":[", out);
    put_rules(out, one, with);
    fputs("]}\n", out);
    return json_put_end(out, &text);
}

char *scores_text(const scores *one, size_t *size)
{
    const size_t views = one->of->view_count;
    const size_t errors = one->of->registry.nation_count * objects_of(one);
    const size_t objects = one->truth->object_count;
    work with = {calloc((errors > objects ? errors : objects) + 1, sizeof *with.numbers),
                 calloc(views * views + 1, sizeof *with.pairs)};
    char *text = NULL;
    if (with.numbers && with.pairs) {
        pairs_find(one, &with);
        text = put_text(one, &with, size);
    }
    free(with.numbers);
    free(with.pairs);
    return text;
}
