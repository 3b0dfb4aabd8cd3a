#include "tools/score_judged.h"

#include "text/number.h"
#include "tools/score_figures.h"

static bool alike(const score_run *runs, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (runs[i].step.each_ms != runs[0].step.each_ms ||
            runs[i].step.every != runs[0].step.every)
            return false;
    return count > 1;
}

static void name_put(FILE *stream, const score_run *run, bool html)
{
    fputs(html ? "<p>" : "", stream);
    if (html)
        score_html_text(stream, run->name.name);
    else
        fputs(run->name.name, stream);
}

static void epochs_put(FILE *stream, const score_run *run, bool all, bool html)
{
    char each[NUMBER_ROOM], every[NUMBER_ROOM];
    number_rounded(each, (double)run->step.each_ms * 1e-3, 3);
    number_grouped_count(every, (uint64_t)run->step.every);
    if (all)
        fputs(html ? "<p>All" : "All", stream);
    else
        name_put(stream, run, html);
    fprintf(stream,
            " %s judged at one epoch of truth in %s: %s one each %s s, and truth has more.%s",
            all ? "are" : "is", every, all ? "they have" : "it has", each, html ? "</p>\n" : "\n");
}

static void rows_put(FILE *stream, const score_run *run, bool html)
{
    char rows[NUMBER_ROOM], unjudged[NUMBER_ROOM];
    number_grouped_count(rows, run->rows);
    number_grouped_count(unjudged, run->unjudged);
    name_put(stream, run, html);
    fprintf(stream, ": %s of %s rows %s at times at which truth has none, and %s not judged.%s",
            unjudged, rows, run->unjudged == 1 ? "stands" : "stand",
            run->unjudged == 1 ? "is" : "are", html ? "</p>\n" : "\n");
}

static void judged_put(FILE *stream, const score_run *runs, size_t count, bool html)
{
    const bool all = alike(runs, count);
    for (size_t i = 0; i < (all ? 1 : count); i++)
        if (runs[i].step.every > 1)
            epochs_put(stream, &runs[i], all, html);
    for (size_t i = 0; i < count; i++)
        if (runs[i].unjudged > 0)
            rows_put(stream, &runs[i], html);
}

void score_judged_print(FILE *stream, const score_run *runs, size_t count)
{
    judged_put(stream, runs, count, false);
}

void score_judged_html(FILE *stream, const score_run *runs, size_t count)
{
    judged_put(stream, runs, count, true);
}
