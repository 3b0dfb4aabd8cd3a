#include "daemon/told/finding.h"

#include "text/number.h"

#include <math.h>
#include <stdio.h>

#define PER_KM3 1e9 /* of what is in a cubic metre */

/* So many significant digits, and no exponent: a configuration reads none. */
static void write_out(char text[NUMBER_ROOM], double value, int digits)
{
    const double decimals = value == 0.0 ? 0.0 : digits - 1 - floor(log10(fabs(value)));
    number_rounded(text, value, (int)fmax(0.0, fmin(9.0, decimals)));
}

void finding_words(char words[FINDING_WORDS], const char *sensor, fusion_claimed what,
                   const fusion_finding *finding)
{
    const double unit = what == FUSION_CLAIMED_CLUTTER ? PER_KM3 : 1.0;
    const bool fine = what == FUSION_CLAIMED_PERIOD || what == FUSION_CLAIMED_FALSE_PLOTS;
    char found[NUMBER_ROOM], claimed[NUMBER_ROOM];
    write_out(found, finding->found * unit, fine ? 3 : 2);
    write_out(claimed, finding->claimed * unit, fine ? 3 : 2);
    switch (what) {
    case FUSION_CLAIMED_PERIOD:
        snprintf(words, FINDING_WORDS, "%s looks every %s s, and its period is given as %s s",
                 sensor, found, claimed);
        break;
    case FUSION_CLAIMED_ACCURACY:
        snprintf(words, FINDING_WORDS,
                 "%s sees things %s times as far from where tracks expect them as its accuracies "
                 "allow: check its accuracies%s",
                 sensor, found, finding->found > 1.0 ? ", its alignment and its clock" : "");
        break;
    case FUSION_CLAIMED_DETECTION:
        snprintf(words, FINDING_WORDS,
                 "%s sees %s of what it looks at, and a detection of %s is expected", sensor, found,
                 claimed);
        break;
    case FUSION_CLAIMED_FALSE_PLOTS:
        snprintf(words, FINDING_WORDS, "%s gives %s false plots a period, and %s are expected",
                 sensor, found, claimed);
        break;
    case FUSION_CLAIMED_PLACE:
        snprintf(words, FINDING_WORDS,
                 "%s sees things %s m from where others see them, so that they have two tracks: "
                 "check its place, its north and its zero of range",
                 sensor, found);
        break;
    case FUSION_CLAIMED_CLUTTER:
        snprintf(words, FINDING_WORDS,
                 "%s gives %s false plots a scan and km3, and clutter is configured as %s", sensor,
                 found, claimed);
        break;
    }
}
