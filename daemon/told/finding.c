#include "daemon/told/finding.h"

#include <stdio.h>

#define PER_KM3 1e9 /* of what is in a cubic metre */

void finding_words(char words[FINDING_WORDS], const char *sensor, fusion_claimed what,
                   const fusion_finding *found)
{
    switch (what) {
    case FUSION_CLAIMED_PERIOD:
        snprintf(words, FINDING_WORDS, "%s looks every %.3g s, and its period is given as %.3g s",
                 sensor, found->found, found->claimed);
        break;
    case FUSION_CLAIMED_ACCURACY:
        snprintf(words, FINDING_WORDS, "%s errs by %.2g times the accuracy that it states", sensor,
                 found->found);
        break;
    case FUSION_CLAIMED_DETECTION:
        snprintf(words, FINDING_WORDS,
                 "%s sees %.2g of what it looks at, and a detection of %.2g is expected", sensor,
                 found->found, found->claimed);
        break;
    case FUSION_CLAIMED_FALSE_PLOTS:
        snprintf(words, FINDING_WORDS, "%s gives %.3g false plots a period, and %.3g are expected",
                 sensor, found->found, found->claimed);
        break;
    case FUSION_CLAIMED_CLUTTER:
        snprintf(words, FINDING_WORDS,
                 "%s gives %.2g false plots a scan and km3, and clutter is configured as %.2g",
                 sensor, found->found * PER_KM3, found->claimed * PER_KM3);
        break;
    }
}
