/* score_judged.h - what of truth and of pictures was not judged, in words. */
#ifndef TOOLS_SCORE_JUDGED_H
#define TOOLS_SCORE_JUDGED_H

#include "tools/score_run.h"

#include <stdio.h>

/* A line for each picture that is judged at some epochs of truth only, one for all where they are
 * alike; and one for each that has rows at times without truth. Nothing where all was judged. */
void score_judged_print(FILE *stream, const score_run *runs, size_t count);
void score_judged_html(FILE *stream, const score_run *runs, size_t count); /* as paragraphs */

#endif
