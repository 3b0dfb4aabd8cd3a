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

/* Against each other view of the nation, that nobody has to reckon with unlike sets. */
static void put_paired(FILE *out, const scores *one, size_t v, int nation)
{
    const fusion_score *score = one->views[v].score;
    const size_t objects = one->truth->object_count;
    double *differences = calloc(objects + 1, sizeof *differences);
    const char *before = "";
    fputs(",\"paired\":[", out);
    for (size_t other = 0; differences && score && nation >= 0 && other < one->of->view_count;
         other++) {
        const fusion_score *against = one->views[other].score;
        if (other == v || !against || nation_of(one->of, other) != nation)
            continue;
        const paired is = paired_of(score, against, objects, differences);
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
    free(differences);
}

static void put_view(FILE *out, const scores *one, size_t v)
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
    put_paired(out, one, v, nation);
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

/* The value that would stand there if they were sorted; smaller ones then stand before it (Hoare
 * 1961). Sorting all errors of twenty thousand objects would hold the loop. */
static double nth(double *values, size_t count, size_t wanted)
{
    size_t low = 0, high = count - 1;
    while (low < high) {
        const double pivot = values[low + (high - low) / 2];
        size_t i = low, j = high;
        for (;; i++, j--) {
            while (values[i] < pivot)
                i++;
            while (values[j] > pivot)
                j--;
            if (i >= j)
                break;
            const double other = values[i];
            values[i] = values[j];
            values[j] = other;
        }
        if (wanted <= j)
            high = j;
        else
            low = j + 1;
    }
    return values[wanted];
}

static double median(double *values, size_t count)
{
    if (count == 0)
        return none;
    const double upper = nth(values, count, count / 2);
    double lower = count % 2 ? upper : values[0];
    for (size_t n = 0; n < count / 2 && count % 2 == 0; n++)
        lower = fmax(lower, values[n]);
    return 0.5 * (lower + upper);
}

static double median_error(const scores *one, const size_t *views)
{
    const size_t nations = one->of->registry.nation_count;
    double *errors = calloc(nations * objects_of(one) + 1, sizeof *errors);
    size_t count = 0;
    for (size_t n = 0; errors && n < nations; n++)
        for (size_t i = 0; i < objects_of(one); i++) {
            const scores_view *view = &one->views[views[n]];
            if (view->score && view->seen[i].track != 0)
                errors[count++] = view->seen[i].error;
        }
    const double error = median(errors, count);
    free(errors);
    return error;
}

static void put_all(FILE *out, const scores *one, size_t first, const size_t *views)
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
    put_number(out, "median_error_m", median_error(one, views), 3);
    put_number(out, "given", given_share_of_all(&one->given, first), 6);
    putc('}', out);
}

static void put_rules(FILE *out, const scores *one)
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
            put_all(out, one, v, views);
            before = ",";
        }
}

char *scores_text(const scores *one, size_t *size)
{
    char *text = NULL;
    FILE *out = open_memstream(&text, size);
    if (!out)
        return NULL;
    fprintf(out, "{\"epoch_ns\":%" PRId64 ",\"views\":[", one->epoch_ns);
    for (size_t v = 0; v < one->of->view_count; v++) {
        fputs(v ? "," : "", out);
        put_view(out, one, v);
    }
    fputs("],\"all\":[", out);
    put_rules(out, one);
    fputs("]}\n", out);
    return json_put_end(out, &text);
}
