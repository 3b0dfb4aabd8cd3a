/* finding.h - in words, that a sensor behaves otherwise than is claimed of it. */
#ifndef DAEMON_FINDING_H
#define DAEMON_FINDING_H

#include "fusion/conduct.h"

#define FINDING_WORDS 256

/* A sentence without its full stop, such as "rok-sky gives 58 false plots a period, and 6 are
 * expected". */
void finding_words(char words[FINDING_WORDS], const char *sensor, fusion_claimed what,
                   const fusion_finding *finding);

#endif
