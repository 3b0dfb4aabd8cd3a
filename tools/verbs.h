/* verbs.h - the verbs of picket, one a file. */
#ifndef TOOLS_VERBS_H
#define TOOLS_VERBS_H

typedef struct verb {
    const char *name;
    const char *what;                           /* one phrase for the list of verbs */
    int (*run)(int argc, const char **argv); /* argv[0] is the verb; gives the exit code */
} verb;

/* The verb of that name; NULL where there is none. */
const verb *verb_find(const char *name);

#endif
