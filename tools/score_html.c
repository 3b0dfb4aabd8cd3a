#include "tools/score_html.h"

#include "daemon/file.h"
#include "text/number.h"
#include "tools/say.h"

#include <errno.h>
#include <math.h>

enum { CHART_WIDTH = 900, CHART_HEIGHT = 260, CHART_LEFT = 60 };

static const char head[] =
    "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Scores</title>\n"
    "<style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;"
    "margin:2rem auto;padding:0 1rem}table{border-collapse:collapse}th,td{padding:.2rem .7rem;"
    "text-align:right;font-variant-numeric:tabular-nums}th:first-child,td:first-child{"
    "text-align:left}thead{border-bottom:1px solid}svg{width:100%;height:auto;font-size:12px}"
    "text{fill:currentColor}</style></head><body>\n<h1>Pictures against truth</h1>\n";

static void put_text(FILE *stream, const char *text)
{
    for (; *text; text++) {
        if (*text == '<')
            fputs("&lt;", stream);
        else if (*text == '&')
            fputs("&amp;", stream);
        else
            fputc(*text, stream);
    }
}

static void put_cell(FILE *stream, double number, int decimals)
{
    char text[NUMBER_ROOM];
    fprintf(stream, "<td>%s</td>", number_grouped(text, number, decimals) > 0 ? text : "-");
}

static void put_table(FILE *stream, const score_run *runs, size_t count)
{
    fputs("<table><thead><tr><th>picture</th><th>GOSPA, m</th><th>RMSE, m</th>"
          "<th>missed an epoch</th><th>false an epoch</th><th>complete, %</th><th>ambiguity</th>"
          "<th>spurious, %</th><th>switches</th><th>first, s</th><th>never seen</th>"
          "<th>NEES of 3</th></tr></thead><tbody>\n",
          stream);
    for (size_t i = 0; i < count; i++) {
        const fusion_score_figures *figures = &runs[i].figures;
        const struct {
            double number;
            int decimals;
        } cells[] = {{figures->gospa, 0},
                     {figures->rmse, 0},
                     {figures->missed, 1},
                     {figures->false_tracks, 1},
                     {100.0 * figures->completeness, 1},
                     {figures->ambiguity, 2},
                     {100.0 * figures->spuriousness, 1},
                     {(double)figures->switches, 0},
                     {figures->median_first, 1},
                     {(double)figures->never, 0},
                     {figures->nees, 2}};
        fputs("<tr><td>", stream);
        put_text(stream, runs[i].name.name);
        fputs("</td>", stream);
        for (size_t k = 0; k < sizeof cells / sizeof cells[0]; k++)
            put_cell(stream, cells[k].number, cells[k].decimals);
        fputs("</tr>\n", stream);
    }
    fputs("</tbody></table>\n", stream);
}

/* A hue for each picture, as far apart as they go. */
static unsigned hue_of(size_t index, size_t count)
{
    return (unsigned)(360 * index / count);
}

static void put_line(FILE *stream, const score_run *run, double most, unsigned hue)
{
    const size_t step = run->epoch_count / 600 + 1; /* a point a pixel or two is enough */
    fprintf(stream,
            "<polyline fill=\"none\" stroke-width=\"1.5\" stroke=\"hsl(%u 70%% 50%%)\" points=\"",
            hue);
    for (size_t i = 0; i < run->epoch_count; i += step) {
        const double x = CHART_LEFT + (double)(CHART_WIDTH - CHART_LEFT) * (double)i /
                                          (double)(run->epoch_count > 1 ? run->epoch_count - 1 : 1);
        const double y = CHART_HEIGHT - (double)CHART_HEIGHT * run->gospa[i] / most;
        fprintf(stream, "%.1f,%.1f ", x, y);
    }
    fputs("\"/>\n", stream);
}

static void put_chart(FILE *stream, const score_run *runs, size_t count)
{
    double most = 1.0;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < runs[i].epoch_count; k++)
            most = fmax(most, runs[i].gospa[k]);
    char text[NUMBER_ROOM];
    number_grouped(text, most, 0);
    fprintf(stream,
            "<h2>GOSPA over time</h2>\n<svg viewBox=\"0 -20 %d %d\" role=\"img\" "
            "aria-label=\"GOSPA of each epoch\">\n",
            CHART_WIDTH, CHART_HEIGHT + 60 + 18 * (int)count);
    fprintf(stream, "<path d=\"M%d 0V%dH%d\" fill=\"none\" stroke=\"currentColor\"/>", CHART_LEFT,
            CHART_HEIGHT, CHART_WIDTH);
    fprintf(stream,
            "<text x=\"0\" y=\"5\">%s m</text><text x=\"0\" y=\"%d\">0 m</text>"
            "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">epochs of truth</text>\n",
            text, CHART_HEIGHT, CHART_WIDTH, CHART_HEIGHT + 18);
    for (size_t i = 0; i < count; i++) {
        const unsigned hue = hue_of(i, count);
        put_line(stream, &runs[i], most, hue);
        const int y = CHART_HEIGHT + 34 + 18 * (int)i;
        fprintf(stream,
                "<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"12\" fill=\"hsl(%u 70%% 50%%)\"/>"
                "<text x=\"%d\" y=\"%d\">",
                CHART_LEFT, y - 11, hue, CHART_LEFT + 20, y);
        put_text(stream, runs[i].name.name);
        fputs("</text>\n", stream);
    }
    fputs("</svg>\n", stream);
}

bool score_html_write(const char *path, const score_run *runs, size_t count)
{
    file_part file;
    int error = file_part_open(&file, path);
    if (!error) {
        fputs(head, file.stream);
        put_table(file.stream, runs, count);
        put_chart(file.stream, runs, count);
        char cutoff[NUMBER_ROOM];
        number_grouped(cutoff, runs[0].cutoff, 0);
        fprintf(file.stream,
                "<p>GOSPA with p 2, alpha 2, c %s m. Synthetic data, for exercises "
                "only.</p>\n</body></html>\n",
                cutoff);
        error = file_part_finish(&file);
    }
    if (error)
        say_system(error, "%s cannot be written", path);
    return !error;
}
