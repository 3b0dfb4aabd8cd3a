#include "fusion/report.h"

const char *fusion_category_name(unsigned index)
{
    static const char *const names[FUSION_CATEGORIES] = {"missile", "air",  "surface", "subsurface",
                                                         "mine",    "land", "nuclear", "cyber"};
    return index < FUSION_CATEGORIES ? names[index] : NULL;
}
