/* score_html.h - scores as one small page that needs nothing else. */
#ifndef TOOLS_SCORE_HTML_H
#define TOOLS_SCORE_HTML_H

#include "tools/score_run.h"

/* Writes the page at path. false: it was said why. */
bool score_html_write(const char *path, const score_run *runs, size_t count);

#endif
