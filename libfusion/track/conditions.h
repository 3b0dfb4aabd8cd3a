/* conditions.h - how a sensor sees in a region: how often, and how many false plots.
 *
 * What is configured is a belief to begin with, worth a look or ten; what was seen takes its place.
 * Regions are cells of half a degree of latitude and about as wide, so nothing that happens far
 * away counts. A sensor's looks at one cell are told by time: one a period since its first plot
 * there. All of it is forgotten over some hundred looks.
 *
 * - **False plots** are those of a track that ended without ever being confirmed, and of a plot
 *   that was given to no track nor began one. Their density is per scan and square metre, over the
 *   looks that there were at the cell, its first plot's among them; in height they are as spread as
 *   objects of the category are believed to be (estimate/height.h).
 * - **Open plots** are first ones that nothing has followed yet. They count as false meanwhile, for
 *   who waits until their tracks end has confirmed false ones by then, where they are thicker than
 *   was believed; but no further than to where a first plot is an object with twice the chance at
 *   which tracks end, as thick as new objects are believed to be there. Of many objects side by
 *   side all first plots are open, and none would begin.
 * - **Detection**: of the looks at a confirmed track, between its first and its last plot of that
 *   sensor, the share that saw it. Looks after the last say nothing: the object may have gone.
 * - **A silence** holds no looks, so nothing is learnt of it nor forgotten.
 * - **Looks** of a sensor that has fallen silent, or in whose cell nothing was seen for a hundred
 * of them, as by one that has moved on, speak of no arrivals (arrivals.h).
 *
 * What is learnt in an epoch counts from the next one on, so clusters do not depend on the order in
 * which they are worked. Sensors without period are taken as configured.
 */
#ifndef FUSION_TRACK_CONDITIONS_H
#define FUSION_TRACK_CONDITIONS_H

#include "track/arrivals.h"
#include "track/conduct.h"
#include "track/hearing.h"
#include "track/indices.h"
#include "track/measure.h"

typedef struct condition {
    uint64_t key;                             /* sensor and cell; 0: the place is free */
    int64_t first_ns;                         /* of its first plot, silences left out */
    int64_t at_ns;                            /* for which the sums stand, silences left out */
    double scans, false_plots;                /* as of late */
    double seen, missed;                      /* looks, likewise */
    uint32_t open;                            /* plots that may be false, or the first of more */
    uint32_t new_false, new_open, new_closed; /* in this epoch */
    uint32_t new_seen, new_missed;            /* likewise */
    uint32_t region;                          /* of the arrivals that its looks count for */
    int64_t plot_ns;                          /* receipt of the newest plot; 0: they do not */
} condition;

typedef struct conditions {
    condition *items; /* open addressing, a power of two of places */
    size_t count, capacity;
    size_t places, used;
    indices touched; /* places with something new */
    const fusion_engine_settings *settings;
    const fusion_registry *registry;
    conduct conduct[FUSION_SENSORS_MAX];   /* of each sensor, everywhere: told, never used */
    hearing hearings[FUSION_SENSORS_MAX];  /* likewise, and used (looks.h) */
    int64_t silent_ns[FUSION_SENSORS_MAX]; /* all the silences that each has broken */
    int64_t turned_ns;                     /* the newest turn */
    arrivals arrivals;
} conditions;

/* Makes room for reports of `more` measurements in an epoch. False: memory was refused. */
FUSION_CHECKED bool conditions_reserve(conditions *all, room *memory, size_t more);
void conditions_free(conditions *all, room *memory);

/* A plot was there. */
void conditions_visit(conditions *all, const measure *seen);

/* So many false plots of the sensor, in the cell. */
void conditions_false(conditions *all, uint16_t sensor, uint32_t cell, unsigned plots);

/* A plot is there that may be false, or the first of more; that is known by now. */
void conditions_open(conditions *all, uint16_t sensor, uint32_t cell);
void conditions_close(conditions *all, uint16_t sensor, uint32_t cell);

/* A look that saw a confirmed track, after so many that did not: of these CONDITIONS_GAP count. */
#define CONDITIONS_GAP 3 /* more looks without sight are for a reason */
void conditions_look(conditions *all, uint16_t sensor, uint32_t cell, unsigned missed);

/* False plots a scan and cubic metre where the measurement was made. */
double conditions_clutter(const conditions *all, const measure *seen);

/* The same for a first plot, beside so many new objects a scan and cubic metre as it is weighed
 * with. open: it is an open one itself, and is not held against itself. */
double conditions_held_against(const conditions *all, const measure *seen, double births,
                               bool open);

/* New objects a scan and cubic metre that are expected there. */
double conditions_births(const conditions *all, const measure *seen);

/* Probability that a look of the sensor sees an object in reach there. */
double conditions_detection(const conditions *all, uint16_t sensor, uint32_t cell);

/* For conduct.h: a plot that was a track's beyond doubt lay at this squared distance a dimension;
 * it came so long after the last; or so soon that it may not be the track's. */
void conditions_fit(conditions *all, uint16_t sensor, double distance2);
void conditions_interval(conditions *all, uint16_t sensor, int64_t interval_ns);
void conditions_soon(conditions *all, uint16_t sensor, int64_t after_ns);

/* Whether who was not heard for so long does not look: three periods, and 30 s at least. */
bool conditions_silent(int64_t for_ns, int64_t period_ns);

/* What was new is known from now on. */
void conditions_turn(conditions *all, int64_t now_ns);

/* The cell of a place in ECEF; never 0. */
uint32_t conditions_cell(const double place[3]);

#endif
