/* engine.h - one view's fusion engine: released reports in, a picture at each epoch out.
 *
 * An engine is fed with nothing but what was released to its view, in its released form and at its
 * released time. It reads no clock, opens nothing, and keeps no global state: the same releases and
 * the same epochs give the same bytes, on any thread. One engine is used by one thread at a time.
 *
 *     fusion_engine_settings settings = fusion_engine_defaults();
 *     fusion_engine *engine = fusion_engine_create(&settings, registry);
 *     fusion_engine_feed(engine, releases, count);      what was released before the epoch's end
 *     fusion_engine_close(engine, epoch_end_ns);        the picture now stands at that time
 *     fusion_engine_read(engine, tracks, room, &count);
 *     fusion_engine_destroy(engine);
 */
#ifndef FUSION_ENGINE_H
#define FUSION_ENGINE_H

#include "fusion/conduct.h"
#include "fusion/picture.h"
#include "fusion/status.h"

/* One report as it was released to the view. */
typedef struct fusion_release {
    fusion_report report; /* in its released form: sensor and nation are the registry's unnamed ones
                           * where they may not be named, and number, began_ns and scan are 0 */
    int64_t release_ns;   /* when the view got it; never before report.stamp_ns */
    uint8_t form;         /* index of the form under which it was released; 0 is exact */
    bool source_named;    /* the sensor may be named; else only the nation, or neither */
    bool nation_named;
    bool warning; /* the event without the track: report is a notice */

    /* A floor under the precision of its place, m; 0: none. Such a report is a source track whose
     * place was moved, by as much from one to the next: it is kept beside the estimates. Its number
     * is keyed anew, whoever may be named, and its time lies on a grid of so many seconds. */
    uint32_t floor, grid;
} fusion_release;

typedef struct fusion_engine_settings {
    uint8_t number_key[16]; /* keys the hash that numbers tracks; one for each view */
    int64_t epoch_ns;       /* length of an epoch; 1 s */
    int64_t window_ns;      /* how late a measurement may still be fused; 120 s */
    double gate;            /* squared distance beyond which a report is not a track's; 36 */
    double clutter;         /* expected false plots a scan and cubic metre; 2e-14. A first belief:
                             * it is estimated, as is the next */
    double detection;       /* probability that a look sees an object in reach; 0.9 */
    double births;          /* expected new objects a scan and cubic metre; 4e-16 */
    double confirm;         /* chance of being an object at which a track is confirmed; 0.95 */
    double show;            /* at which a confirmed one is shown as such; 0.5 */
    double drop;            /* below which it ends; 0.001 */
    size_t tracks_max;      /* ceiling of live tracks; 0: none. Above it new ones are not begun */
    size_t notices_max;     /* ceiling of notices held; 4096; 0: none. At it new ones are refused */
    size_t memory_max;      /* ceiling of what the engine holds, bytes; 0: none */
} fusion_engine_settings;

/* Counts of what a view's engine did with what it was fed. After each close released = fused + late
 * + duplicate + beside + refused; what was fed since is not yet sorted out. They are of this view's
 * releases alone. */
typedef struct fusion_engine_counts {
    uint64_t released;
    uint64_t fused;
    uint64_t late;      /* measured longer ago than the window */
    uint64_t duplicate; /* the very same measurement again */
    uint64_t beside;    /* shown beside the estimate, never filtered (notices, moved places) */
    uint64_t refused;   /* NaN, not positive, from the future: what the codec refuses, at the latest
                         * here; and a new notice at notices_max */
} fusion_engine_counts;

typedef struct fusion_engine fusion_engine;

/* The settings that the stock scenarios are measured with. */
fusion_engine_settings fusion_engine_defaults(void);

/* Copies settings and keeps a pointer to the registry, which must outlive the engine and not
 * change. NULL where memory was refused. */
fusion_engine *fusion_engine_create(const fusion_engine_settings *settings,
                                    const fusion_registry *registry);
void fusion_engine_destroy(fusion_engine *engine); /* NULL does nothing */

/* Takes releases[0..count), all released before the end of the epoch that is open, and copies them;
 * they are worked when it closes, by time of measurement, sensor and content. So neither their
 * order nor how they are cut into calls within one epoch changes anything.
 *
 * FUSION_NO_MEMORY  none of them was taken
 */
FUSION_CHECKED fusion_status fusion_engine_feed(fusion_engine *engine,
                                                const fusion_release *releases, size_t count);

/* Closes the epoch that ends at epoch_end_ns: works what was fed, then carries every track to that
 * moment. Ends grow strictly.
 *
 * FUSION_LATE       epoch_end_ns is not after the one before; nothing changed
 * FUSION_NO_MEMORY  nothing changed
 */
FUSION_CHECKED fusion_status fusion_engine_close(fusion_engine *engine, int64_t epoch_end_ns);

/* Copies the picture of the epoch that was closed last, sorted by track number. capacity 0 asks
 * for the count alone; tracks may then be NULL.
 *
 * FUSION_NO_ROOM  capacity is too small; *count says how many there are, nothing was written
 */
FUSION_CHECKED fusion_status fusion_engine_read(const fusion_engine *engine, fusion_track *tracks,
                                                size_t capacity, size_t *count);

/* A notice that was released, or a warning: the event without the track. */
typedef struct fusion_released_notice {
    uint64_t number; /* keyed hash of its released content, under 2^48 */
    fusion_release release;
} fusion_released_notice;

/* Copies those that have not ended at the epoch that was closed last, sorted by number. capacity 0
 * asks for the count alone; notices may then be NULL.
 *
 * FUSION_NO_ROOM  capacity is too small; *count says how many there are, nothing was written
 */
FUSION_CHECKED fusion_status fusion_engine_notices(const fusion_engine *engine,
                                                   fusion_released_notice *notices, size_t capacity,
                                                   size_t *count);

/* Since the engine was created. */
fusion_engine_counts fusion_engine_count(const fusion_engine *engine);

/* How a sensor's plots lay to where confirmed tracks expected them, of those that were one track's
 * with a chance over 0.9: normalised innovations squared (NIS; Bar-Shalom, Li and Kirubarajan 2001,
 * section 5.4.2). Where sensor and motion are as claimed, the sum is about as large as the number
 * of dimensions; larger where the sensor claims to be better than it is, or is aligned wrongly, or
 * its clock is off: which of them it is, it does not tell. */
typedef struct fusion_innovations {
    uint64_t plots;
    uint64_t dimensions; /* of all of them: 3 a plot, 2 where it has no height */
    double sum;          /* to 1e-6 a plot */

    /* Of the sensor's own noise in them, likewise; see fusion_innovations_judge(). */
    double noise_error2, noise_share, noise_share2;
} fusion_innovations;

/* Between what bounds a sensor's errors are, as a multiple of those that it claims: all of them,
 * those too that stay the same from plot to plot, as far as its tracks do not follow them.
 *
 * An innovation z is believed to have the covariance S = P + R: P of where the track expects it, R
 * of what the sensor claims. Where it has m P + l R instead, E z' inv(S) R inv(S) z is
 * m (w1 - w2) + l w2, with w1 the trace of R inv(S) and w2 that of its square; so the sums of these
 * tell of l what can be told. With m = 1 that estimate is one step of Fisher scoring from l = 1:
 * the score there over the information, which is w2 / 2 (Harville 1977, of components of variance).
 * What m is nobody knows: tracks allow for manoeuvres that hardly ever come, and are late where
 * they do. So
 *
 * - *most takes m to be 0: errors are at most that, however objects move;
 * - *least takes it to be 2: they are at least that, unless tracks err by more than twice the
 *   variance that they say.
 *
 * Where next to all of S is motion neither says much. False: too little is known to say anything,
 * and nothing was written; else l is known to 0.2 at least, as far as chance goes. */
FUSION_CHECKED bool fusion_innovations_judge(const fusion_innovations *of, double *least,
                                             double *most);

/* Since the engine was created. Nothing is noted of sensors that may not be named. */
fusion_innovations fusion_engine_innovations(const fusion_engine *engine, uint16_t sensor);

/* How a sensor of the registry behaved of late, as far as this view was told. */
fusion_conduct fusion_engine_conduct(const fusion_engine *engine, size_t sensor);

#endif
