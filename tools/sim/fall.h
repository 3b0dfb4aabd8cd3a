/* fall.h - thrown bodies and orbits: gravity, drag, thrust, and the turning Earth.
 *
 * Positions and velocities are ECEF, so the Earth's rotation appears as Coriolis and centrifugal
 * acceleration (Bate, Mueller and White 1971, section 2.7). Gravity is that of a point mass; air is
 * an exponential atmosphere, 1.225 kg/m^3 with a scale height of 8.5 km.
 */
#ifndef TOOLS_SIM_FALL_H
#define TOOLS_SIM_FALL_H

#define FALL_MU   3.986004418e14 /* m^3/s^2, WGS 84 */
#define FALL_SPIN 7.292115e-5    /* rad/s, WGS 84 */

typedef struct fall {
    double position[3]; /* m */
    double velocity[3]; /* m/s */
    double thrust[3];   /* m/s^2, in ECEF; zero once it has burnt out */
    double ballistic;   /* mass / (drag coefficient x area), kg/m^2; 0: no drag */
} fall;

/* Carries the body on by so many seconds: classical Runge-Kutta of fourth order in steps of at most
 * 1/16 s. Thrust stays as it is. */
void fall_step(fall *body, double seconds);

/* A circle round the Earth, seen from the turning Earth, `seconds` after it left `start` (ECEF) in
 * the direction `along` (ECEF, square to start). */
void orbit_at(const double start[3], const double along[3], double seconds, double position[3],
              double velocity[3]);

#endif
