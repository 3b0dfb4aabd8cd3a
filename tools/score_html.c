#include "tools/score_html.h"

#include "daemon/file.h"
#include "text/number.h"
#include "tools/say.h"
#include "tools/score_figures.h"
#include "tools/score_judged.h"

#include <errno.h>
#include <math.h>

enum { CHART_WIDTH = 900, CHART_HEIGHT = 260, CHART_LEFT = 60 };

static const char head[] =
    "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Scores</title>\n"
    "<style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:84rem;"
    "margin:2rem auto;padding:0 1rem}table{border-collapse:collapse}th,td{padding:.2rem .5rem;"
    "text-align:right;font-variant-numeric:tabular-nums}th:first-child,td:first-child{"
    "text-align:left}thead{border-bottom:1px "
    "solid}.wide{overflow-x:auto}dt{font-weight:600}svg{width:100%;height:auto;font-size:12px}"
    "text{fill:currentColor}</style></head><body>\n<h1>Pictures against truth</h1>\n";

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
            "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">epochs judged</text>\n",
            text, CHART_HEIGHT, CHART_WIDTH, CHART_HEIGHT + 18);
    for (size_t i = 0; i < count; i++) {
        const unsigned hue = hue_of(i, count);
        put_line(stream, &runs[i], most, hue);
        const int y = CHART_HEIGHT + 34 + 18 * (int)i;
        fprintf(stream,
                "<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"12\" fill=\"hsl(%u 70%% 50%%)\"/>"
                "<text x=\"%d\" y=\"%d\">",
                CHART_LEFT, y - 11, hue, CHART_LEFT + 20, y);
        score_html_text(stream, runs[i].name.name);
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
        score_figures_html(file.stream, SCORE_HEADLINES, runs, count);
        fputs("<h2>Tracks as wholes, and what they claim</h2>\n", file.stream);
        score_figures_html(file.stream, SCORE_TRACKS, runs, count);
        score_judged_html(file.stream, runs, count);
        put_chart(file.stream, runs, count);
        score_figures_explain(file.stream);
        char cutoff[NUMBER_ROOM], switching[NUMBER_ROOM];
        number_grouped(cutoff, runs[0].cutoff, 0);
        number_grouped(switching, runs[0].switching, 0);
        fprintf(
            file.stream,
            "<p>GOSPA with p 2, alpha 2, c %s m, of trajectories with gamma %s m; OSPA(2) of %u "
            "epochs. Synthetic data, for exercises only.</p>\n</body></html>\n",
            cutoff, switching, runs[0].window);
        error = file_part_finish(&file);
    }
    if (error)
        say_system(error, "%s cannot be written", path);
    return !error;
}
