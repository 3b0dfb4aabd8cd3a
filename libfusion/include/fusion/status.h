/* status.h - what every function of the library that can refuse gives back.
 *
 * Few codes; each function lists its own with the state it leaves. A status may not be ignored:
 * the compiler says so. What is wrong with a text that a person wrote is not a status but a
 * message with file, line and field (text/message.h).
 */
#ifndef FUSION_STATUS_H
#define FUSION_STATUS_H

#include <stdint.h>

#define FUSION_CHECKED __attribute__((warn_unused_result))

/* Nanoseconds in a second. Every time in the library is an int64_t of nanoseconds since
 * 1970-01-01T00:00:00 UTC, leap seconds not counted (POSIX), and its name ends in _ns. */
#define FUSION_SECOND INT64_C(1000000000)

typedef enum fusion_status {
    FUSION_OK = 0,
    FUSION_NO_MEMORY,    /* an allocation was refused; nothing changed */
    FUSION_NO_ROOM,      /* the caller's buffer is too small; the count that is needed is given */
    FUSION_NOT_FINITE,   /* a number is NaN or infinite */
    FUSION_NOT_POSITIVE, /* a covariance is not positive definite */
    FUSION_OUT_OF_RANGE, /* a number lies outside what the function can treat */
    FUSION_LATE,         /* it belongs to an epoch that is closed */
    FUSION_REFUSED,      /* a text was refused; the messages say why */
    FUSION_NOT_YOURS     /* it is not for this speaker to say */
} fusion_status;

/* The status in words, without a full stop. Never NULL, even for a number that is no status. */
const char *fusion_status_text(fusion_status status);

#endif
