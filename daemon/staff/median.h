/* median.h - the middle of many numbers, in time that grows as their count does. */
#ifndef DAEMON_MEDIAN_H
#define DAEMON_MEDIAN_H

#include <stddef.h>

/* Midway between the two middle ones where the count is even; NaN where there are none. None of
 * them may be NaN. They are left in another order. */
double median(double values[], size_t count);

#endif
