#include "fusion/report.h"

#include <string.h>

const char *fusion_category_name(unsigned index)
{
    static const char *const names[FUSION_CATEGORIES] = {"missile", "air",  "surface", "subsurface",
                                                         "mine",    "land", "nuclear", "cyber"};
    return index < FUSION_CATEGORIES ? names[index] : NULL;
}

int fusion_category_find(const char *name, size_t length)
{
    for (unsigned i = 0; i < FUSION_CATEGORIES; i++) {
        const char *known = fusion_category_name(i);
        if (strlen(known) == length && memcmp(known, name, length) == 0)
            return (int)i;
    }
    return -1;
}

const char *fusion_identity_name(unsigned identity)
{
    static const char *const names[FUSION_IDENTITIES] = {
        "none", "pending", "unknown", "assumed-friend", "friend", "neutral", "suspect", "hostile"};
    return identity < FUSION_IDENTITIES ? names[identity] : NULL;
}
