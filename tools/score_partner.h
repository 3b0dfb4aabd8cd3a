/* score_partner.h - who sees what: the scores of pictures as a table of partner by rule. */
#ifndef TOOLS_SCORE_PARTNER_H
#define TOOLS_SCORE_PARTNER_H

#include "tools/score_run.h"

#include <stdbool.h>
#include <stddef.h>

/* Rows stand in the order of runs; a partner is named in its first row only. A category that truth
 * does not have, has no column. false: memory was refused, or nothing could be written. */
bool score_partner_print(const score_run *runs, size_t count);

#endif
