/* score_figures.h - the figures of a score as they are shown: one list for tables, pages and JSON.
 * What each means: fusion/score.h. */
#ifndef TOOLS_SCORE_FIGURES_H
#define TOOLS_SCORE_FIGURES_H

#include "tools/json.h"
#include "tools/score_run.h"

typedef enum score_section {
    SCORE_HEADLINES, /* the first table: how good is the picture? */
    SCORE_TRACKS,    /* the second: how good are its tracks, as wholes, and what they claim? */
    SCORE_DETAILS    /* in JSON only */
} score_section;

/* Prints a section's table. false: memory was refused. */
bool score_figures_print(score_section section, const score_run *runs, size_t count);

/* Writes it as an HTML table. */
void score_figures_html(FILE *stream, score_section section, const score_run *runs, size_t count);

/* Writes what each figure of the tables means, a line each. */
void score_figures_explain(FILE *stream);

/* Adds all sections to a line. */
void score_figures_json(json *line, const score_run *run);

/* Text for a page: what would be a tag is none. */
void score_html_text(FILE *stream, const char *text);

#endif
