#include "tools/verbs.h"

#include <string.h>

/* In the order of the help: as a recording is made, used and judged. */
/* clang-format off */
#define VERBS(VERB) \
    VERB(sim)       \
    VERB(import)    \
    VERB(replay)    \
    VERB(fuse)      \
    VERB(score)     \
    VERB(rules)     \
    VERB(audit)     \
    VERB(bench)     \
    VERB(help)
/* clang-format on */

#define DECLARE(name) extern const verb name##_verb;
VERBS(DECLARE)

#define ADDRESS(name) &name##_verb,
static const verb *const verbs[] = {VERBS(ADDRESS)};
static const size_t verb_count = sizeof verbs / sizeof verbs[0];

const verb *verb_at(size_t index)
{
    return index < verb_count ? verbs[index] : NULL;
}

const verb *verb_find(const char *name)
{
    for (size_t i = 0; i < verb_count; i++)
        if (strcmp(verbs[i]->name, name) == 0)
            return verbs[i];
    return NULL;
}
