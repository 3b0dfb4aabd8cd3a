/* hearing.h - whether a sensor is at work, by what is heard of it of any object.
 *
 * A look has missed an object only if there was a look. Of a sensor that gives three reports a
 * period or more, a period without any is hardly chance (one in a thousand, where nine of ten looks
 * see): its antenna stands, or the line to it is cut. So what was due of it counts as missed once
 * it is heard again, and what was due in such a silence never does. Else twenty tracks that three
 * radars have followed for minutes end within five seconds of a cut line, and each has another
 * number when it is back.
 *
 * Who reports less is not known to be off: what it does not see may be gone. Nor is who falls
 * silent again within eight periods, for that is its way: it sends in lots.
 */
#ifndef FUSION_TRACK_HEARING_H
#define FUSION_TRACK_HEARING_H

#include <stdbool.h>
#include <stdint.h>

typedef struct hearing {
    int64_t heard_ns;          /* receipt of its newest report; 0: none */
    double reports;            /* of late, each for eight periods and the less the older */
    int64_t from_ns, until_ns; /* of the last silence in which it was off; 0: there was none */
} hearing;

/* What is due of a sensor is overdue so long after its moment, ns: a twentieth of its period, and
 * 0.3 s. */
int64_t hearing_grace(int64_t period_ns);

/* The sensor was heard at a time; its period is above 0. */
void hearing_report(hearing *one, int64_t at_ns, int64_t period_ns);

/* Until when what was due of it and did not come was missed: at most now_ns. */
int64_t hearing_until(const hearing *one, int64_t now_ns, int64_t period_ns);

/* Whether it was off at a time before that. */
bool hearing_was_off(const hearing *one, int64_t at_ns);

#endif
