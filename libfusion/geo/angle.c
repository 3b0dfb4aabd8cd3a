#include "geo/angle.h"

#include <math.h>

double angle_wrap(double angle)
{
    const double wrapped = remainder(angle, ANGLE_TURN);
    return wrapped >= ANGLE_PI ? wrapped - ANGLE_TURN : wrapped;
}

double angle_wrap_positive(double angle)
{
    const double wrapped = fmod(angle, ANGLE_TURN);
    const double positive = wrapped < 0.0 ? wrapped + ANGLE_TURN : wrapped;
    return positive >= ANGLE_TURN ? 0.0 : positive; /* -1e-20 + 2 pi rounds to 2 pi */
}
