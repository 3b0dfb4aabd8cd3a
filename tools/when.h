/* when.h - times and lengths of time as people read them. UTC, never a zone. */
#ifndef TOOLS_WHEN_H
#define TOOLS_WHEN_H

#include <stdint.h>

/* Returned by value, so that several stand in one call of printf: when_clock(t).text. */
typedef struct when {
    char text[48];
} when;

when when_clock(int64_t time_ns); /* "03:10:00 Z" */
when when_date(int64_t time_ns);  /* "2031-03-04 03:10:00 Z" */
when when_stamp(int64_t time_ns); /* "2031-03-04T03:10:00Z", as it is written in files */

/* A clock that only ever runs on: for how long something took, never for what time it is. */
int64_t when_steady_ns(void);
double when_steady(void); /* the same in seconds */

/* "1.8 ms", "12.2 s", "2 min 0.0 s", "20 min" where it is a whole number of them, "1 h 12 min". */
when when_length(int64_t length_ns);

/* "1:02" or "1:02:10"; "" where it is not known (negative). */
when when_left(double seconds);

#endif
