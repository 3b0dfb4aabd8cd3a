/* trails.h - where the objects of a recording were between its rows. */
#ifndef TOOLS_IMPORT_TRAILS_H
#define TOOLS_IMPORT_TRAILS_H

#include "tools/import/formats.h"
#include "tools/sim/scenario.h"

#define TRAILS_LONGEST 86400 /* s */

/* Adds the rows' objects to the scenario, by number, each with its states (tools/sim/recorded.h),
 * in seconds since starts_ns of the scenario. *passed_over: rows whose number, height above the
 * ellipsoid or velocity is not known; what is on the sea has height 0 where it has none. false:
 * memory was refused. */
bool trails_make(const rows *from, const import_format *format, scenario *into,
                 size_t *passed_over);

/* Whether the rows, sorted, span no more than TRAILS_LONGEST, so that each second of it can be
 * written or looked at. false: it was told which two do not. each: what the file consists of,
 * "line" or "set". */
bool trails_fit(const rows *from, const char *each);

/* Writes true_places, each whole second. false: the rows do not fit, which was told, or memory was
 * refused. */
bool trails_truth(const rows *from, const import_format *format);

#endif
