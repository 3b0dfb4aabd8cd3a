/* help.h - help screens, man pages and completion, all from the verbs' own tables. */
#ifndef TOOLS_HELP_H
#define TOOLS_HELP_H

#include "tools/verbs.h"

#include <stdio.h>

void help_verbs(FILE *stream);                   /* the list of verbs */
void help_screen(FILE *stream, const verb *one); /* at most 24 lines of 80 */
void help_version(FILE *stream);                 /* "picket 0.1.0, wire picket.v1, ..." */
void help_man(FILE *stream, const verb *one);    /* picket-VERB(1); NULL: picket(1) */
void help_bash(FILE *stream, const verb *one);   /* completion of a verb; NULL: of all */

/* Options that every verb takes, in the order of the help. Ends with POPT_TABLEEND. */
extern const struct poptOption help_common_options[];

/* "-o, --output=DIR", or "    --seed=N" where there is no letter. */
void help_option_name(const struct poptOption *option, char *name, size_t room);

#endif
