/* verbs.h - the verbs of picket, one a file.
 *
 * A verb is a description and a function. The description gives the help screen, the man page, the
 * completion and the checks of the command line (options.h), so that no verb words its own.
 * tools/NAME.c defines `const verb NAME_verb`; verbs.c lists it.
 */
#ifndef TOOLS_VERBS_H
#define TOOLS_VERBS_H

#include "tools/options.h"

/* An option without which the verb cannot work, and why, as the message goes on after
 * "-c FILE is missing, and ": "without it no sensor and no rule is known". */
typedef struct verb_need {
    int option; /* its val */
    const char *why;
} verb_need;

#define VERB_NEEDS_MAX 4

struct verb {
    const char *name;
    const char *what;                 /* a phrase for the list of verbs: "recording -> pictures" */
    const char *usage;                /* what follows the name: "FEED -c FILE -o DIR" */
    const char *sentence;             /* what it does, one sentence with its full stop */
    const char *examples[2];          /* whole commands */
    const struct poptOption *options; /* its own, in the order of the help; NULL: none */
    const char *operand;              /* what an operand is called: "FEED" */
    size_t operands_min, operands_max;
    verb_need needs[VERB_NEEDS_MAX];  /* ends with a why of NULL, or full */
    const char *exits;                /* "0 done, 1 nothing fused, 2 not done" */
    int (*run)(const options *given); /* gives the exit code */
};

/* The verb of that name; NULL where there is none. */
const verb *verb_find(const char *name);

/* The verbs in the order of the help; NULL beyond the last. */
const verb *verb_at(size_t index);

#endif
