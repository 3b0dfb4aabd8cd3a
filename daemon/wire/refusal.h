/* refusal.h - the names under which datagrams and reports are refused: one list for metrics, logs,
 * fuse and import. Stable: never renamed, never reused.
 */
#ifndef DAEMON_REFUSAL_H
#define DAEMON_REFUSAL_H

#define REFUSALS_OF_DATAGRAMS(X)                                                                   \
    X(TOO_SHORT, "too-short")                                                                      \
    X(TOO_LONG, "too-long")                                                                        \
    X(NOT_PROTOBUF, "not-protobuf")                                                                \
    X(FORMAT_WRONG, "format-wrong")                                                                \
    X(FORMAT_PORT, "format-port")                                                                  \
    X(FORMAT_VERSION, "format-version")                                                            \
    X(SENSOR_MISSING, "sensor-missing")                                                            \
    X(SENSOR_UNKNOWN, "sensor-unknown")                                                            \
    X(TAG_MISSING, "tag-missing")                                                                  \
    X(TAG_PLACE, "tag-place")                                                                      \
    X(TAG_WRONG, "tag-wrong")                                                                      \
    X(BEGAN_MISSING, "began-missing")                                                              \
    X(RUN_OLD, "run-old")                                                                          \
    X(SEQUENCE_MISSING, "sequence-missing")                                                        \
    X(SEQUENCE_REPEAT, "sequence-repeat")                                                          \
    X(SEQUENCE_OLD, "sequence-old")                                                                \
    X(SENT_MISSING, "sent-missing")                                                                \
    X(SENT_FUTURE, "sent-future")                                                                  \
    X(SENT_OLD, "sent-old")                                                                        \
    X(CLOCK_UNSET, "clock-unset")                                                                  \
    X(FIELD_TYPE, "field-type")                                                                    \
    X(FIELD_TWICE, "field-twice")                                                                  \
    X(FIELDS_MANY, "fields-many")                                                                  \
    X(REPORTS_MANY, "reports-many")                                                                \
    X(UNKNOWN_MANY, "unknown-many")                                                                \
    X(DECODE_MEMORY, "decode-memory")                                                              \
    X(PLATFORM_MISSING, "platform-missing")                                                        \
    X(PLATFORM_DIFFERS, "platform-differs")                                                        \
    X(PLATFORM_RANGE, "platform-range")

#define REFUSALS_OF_REPORTS(X)                                                                     \
    X(KIND_NOT_SENT, "kind-not-sent")                                                              \
    X(TIME_MISSING, "time-missing")                                                                \
    X(TIME_UNIT, "time-unit")                                                                      \
    X(TIME_RANGE, "time-range")                                                                    \
    X(TIME_FUTURE, "time-future")                                                                  \
    X(TIME_LATE, "time-late")                                                                      \
    X(NUMBER_MISSING, "number-missing")                                                            \
    X(NUMBER_RANGE, "number-range")                                                                \
    X(BEGAN_AFTER, "began-after")                                                                  \
    X(UPDATED_RANGE, "updated-range")                                                              \
    X(IDENTITY_PERCENT, "identity-percent")                                                        \
    X(TYPE_RANGE, "type-range")                                                                    \
    X(CAVEATS_MANY, "caveats-many")                                                                \
    X(TEXT_LONG, "text-long")                                                                      \
    X(TEXT_BAD, "text-bad")                                                                        \
    X(GEOMETRY_MISSING, "geometry-missing")                                                        \
    X(GEOMETRY_TWICE, "geometry-twice")                                                            \
    X(POSITION_RANGE, "position-range")                                                            \
    X(RANGE_RANGE, "range-range")                                                                  \
    X(ANGLE_RANGE, "angle-range")                                                                  \
    X(VELOCITY_RANGE, "velocity-range")                                                            \
    X(CIRCLE_RANGE, "circle-range")                                                                \
    X(PLATFORM_STALE, "platform-stale")                                                            \
    X(ACCURACY_MISSING, "accuracy-missing")                                                        \
    X(ACCURACY_RANGE, "accuracy-range")                                                            \
    X(HEIGHT_WITHOUT_ACCURACY, "height-without-accuracy")                                          \
    X(COVARIANCE_MISSING, "covariance-missing")                                                    \
    X(COVARIANCE_COUNT, "covariance-count")                                                        \
    X(COVARIANCE_RANGE, "covariance-range")                                                        \
    X(COVARIANCE_NOT_POSITIVE, "covariance-not-positive")                                          \
    X(NOT_FINITE, "not-finite")                                                                    \
    X(REPEAT, "repeat")

#define REMARKS(X)                                                                                 \
    X(CATEGORY_NONE, "category-none")                                                              \
    X(CATEGORY_UNKNOWN, "category-unknown")                                                        \
    X(IDENTITY_UNKNOWN, "identity-unknown")                                                        \
    X(CAVEAT_UNKNOWN, "caveat-unknown")                                                            \
    X(FIELD_UNKNOWN, "field-unknown")                                                              \
    X(POSITION_ZERO, "position-zero")                                                              \
    X(TIME_RAISED, "time-raised")                                                                  \
    X(SEQUENCE_GAP, "sequence-gap")                                                                \
    X(RESTART, "restart")                                                                          \
    X(TAG_UNCHECKED, "tag-unchecked")

/* One name, one kind of thing: what is listed for datagrams refuses a datagram, what is listed for
 * reports a report, wherever in the order of checks it is found. */
typedef enum refusal {
    REFUSAL_NONE = 0,
#define X(symbol, name) REFUSAL_##symbol,
    REFUSALS_OF_DATAGRAMS(X) REFUSALS_OF_REPORTS(X)
#undef X
        REFUSAL_COUNT
} refusal;

typedef enum remark {
#define X(symbol, name) REMARK_##symbol,
    REMARKS(X)
#undef X
        REMARK_COUNT
} remark;

/* "too-short"; "" for REFUSAL_NONE. NULL for what is no refusal. */
const char *refusal_name(refusal why);
const char *remark_name(remark what);

#endif
