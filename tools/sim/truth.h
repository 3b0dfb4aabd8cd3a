/* truth.h - where everything truly is, as a CSV file: only scoring and the white cell see it.
 *
 * Columns time_s,object,lat_deg,lon_deg,alt_m,ve_m_per_s,vn_m_per_s,vu_m_per_s,category,identity.
 * Identity is what it truly is; empty where nobody says. Time is Unix seconds, or, in the year 2000
 * (exercises without a date), seconds since its beginning. Longitude lies within [-180, 180).
 */
#ifndef TOOLS_SIM_TRUTH_H
#define TOOLS_SIM_TRUTH_H

#include "daemon/file.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct truth {
    file_part file;
} truth;

typedef struct truth_row {
    int64_t time_ns;
    const char *object;
    double lat, lon, height;
    double velocity[3]; /* east north up */
    uint8_t categories;
    uint8_t identity; /* fusion_identity */
} truth_row;

/* Writes the first line. 0, or the system's error number. */
int truth_begin(truth *one, const char *path);

/* Errors are kept until the end. */
void truth_write(truth *one, const truth_row *row);

/* The same of a place and velocity in ECEF. */
void truth_write_ecef(truth *one, int64_t time_ns, const char *object, const double position[3],
                      const double velocity[3], uint8_t categories, uint8_t identity);

int truth_finish(truth *one); /* 0, or the system's error number */
void truth_abandon(truth *one);

#endif
