/* floor_stage.h - a book with position steps, its gate, and an aircraft that flies through. */
#ifndef TESTS_RELEASE_FLOOR_STAGE_H
#define TESTS_RELEASE_FLOOR_STAGE_H

#include "fusion/gate.h"

#include "geo/angle.h"
#include "geo/wgs84.h"

#define START (INT64_C(1930348800) * FUSION_SECOND) /* a whole minute */
enum { GBR, JPN, ROK, USA };
enum { BRITAIN, JAPAN, AMERICA, JAPAN_BY_HUB, VIEWS };

typedef struct floor_stage {
    fusion_book *book;
    fusion_registry registry;
    fusion_gate *gate;
} floor_stage;
extern floor_stage on;

/* South Korea's, as set last; every stage begins with key 1. */
extern uint8_t exercise_key[FUSION_EXERCISE_KEY];
void take_key(unsigned index);

/* Words of the book; NULL: the usual one. */
typedef struct words {
    const char *velocity, *altitude, *where, *never;
} words;

void set_stage(words with);
void end_stage(void);

static const double lat0 = 37.0 / ANGLE_DEGREES, lon0 = 129.0 / ANGLE_DEGREES;

/* An aircraft over the middle of "here" at START, 8 km high, flying evenly: 200 m/s east and 30 m/s
 * north, as its source says it at so many seconds. */
fusion_report track_at_second(double seconds);

/* What a view is given of a report; the warning of it. */
bool given(const fusion_report *report, size_t view, fusion_release *release);
bool warned(const fusion_report *report, size_t view, fusion_release *release);

/* East, north, up of the released place from another, m. */
void offset_from(const fusion_release *release, const double place[3], double local[3]);

#endif
