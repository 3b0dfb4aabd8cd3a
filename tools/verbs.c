#include "tools/verbs.h"

#include <string.h>

static const verb verbs[] = {
    {0},
};

const verb *verb_find(const char *name)
{
    for (const verb *each = verbs; each->name; each++)
        if (strcmp(each->name, name) == 0)
            return each;
    return NULL;
}
