/* picture_csv.h - pictures as CSV: a row a track and epoch, for fuse, picketd and any other tool.
 *
 * Only what the picture asserts has a row: confirmed and coasting tracks. Tentative ones are on the
 * page and the wire, where they look tentative; a tool that reads rows would take them for objects.
 *
 * The first line names the columns:
 *
 * - time_s: the epoch for which the row stands, in seconds since 2000-01-01T00:00:00Z where it lies
 *   in the year 2000 (exercises without a date), else since 1970.
 * - track: its number, 12 hexadecimal digits.
 * - lat_deg lon_deg alt_m: WGS 84, height above the ellipsoid.
 * - ve_m_per_s vn_m_per_s vu_m_per_s: east, north, up; empty where withheld.
 * - status: confirmed, coasting.
 * - categories: of the object, joined by +.
 * - identity: empty where no source said one.
 * - ee en eu nn nu uu: covariance of position, east north up; m^2.
 * - age_s: since the newest released measurement in it.
 * - sources: sensors that contribute and may be named, and nations of which none may be, joined
 *   by +.
 * - identity_percent: chance of the identity's side; empty where none is said.
 * - claims: where sources disagree on identity or categories, what each says, as
 *   source:identity:percent:categories, joined by +; categories by /. Empty is what was not
 *   released or not said.
 * - absorbed: a confirmed track that turned out to be of the same object and was merged into this
 *   one within the last minute; of several, the last one; empty: none.
 * - vee ven veu vnn vnu vuu: covariance of velocity, east north up; m^2/s^2; empty where the
 *   velocity is withheld.
 *
 * Rows stand in order of epoch, then number. Places are rounded to 1e-8 degree and 1 mm, the rest
 * to 1e-3, variances to 1e-4 and of velocity to 1e-7, and written as the shortest decimal of the
 * rounded value.
 */
#ifndef DAEMON_PICTURE_CSV_H
#define DAEMON_PICTURE_CSV_H

#include "daemon/line/pipeline.h"

typedef struct picture_csv picture_csv;

/* Begins the file that will stand at path. Keeps the registry. NULL: *error is the system's number.
 */
picture_csv *picture_csv_create(const char *path, const fusion_registry *registry, int *error);

/* Adds a picture; false once writing has failed (disk full), finish says with what. */
bool picture_csv_write(picture_csv *csv, const pipeline_picture *picture);

/* Puts the file in its place and frees csv. 0, or the system's error number: then the old file at
 * path, if any, is as it was. */
int picture_csv_finish(picture_csv *csv);

/* Removes what was written and frees csv; the old file stays. NULL does nothing. */
void picture_csv_abandon(picture_csv *csv);

/* What names the columns, with its line end. */
extern const char picture_csv_head[];

/* An epoch as time_s has it: since the start of 2000 within that year, which is that of undated
 * exercises, else since 1970. Truth files keep to it. */
int64_t picture_csv_time_ns(int64_t epoch_ns);

/* Room for any row. */
#define PICTURE_CSV_ROW 16384

/* One row, with its line end; gives its length. Exposed for tests. */
size_t picture_csv_row(char row[PICTURE_CSV_ROW], const fusion_registry *registry, int64_t epoch_ns,
                       const fusion_track *track);

#endif
