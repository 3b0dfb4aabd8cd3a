/* kept.h - reports that went through the gate, as long as what becomes of them can still change.
 *
 * What is said takes effect at once: what waits is decided again, and what was withdrawn leaves
 * every view, whose engine is then built anew from what remains. Both need the reports themselves.
 * A report is kept until it has been released to every view that gets it, and for the retained time
 * after the last of these releases, or after its receipt where nobody gets it; what is shown as a
 * notice also until that ends.
 *
 * Of those that wait for nothing, what one sensor gives to the same views has a share of its own:
 * KEPT_MAX by the number of sensors, so that with one such set of views a sensor at most KEPT_MAX
 * are kept, which is 0.4 GB. Beyond it the older half of them goes: what they gave stays in the
 * views and is only not built anew. Of all that goes an outline stays, so that a view can begin
 * anew without it. So a flood shortens nothing that is kept of another sensor, and
 * nothing of what was given to a view to which it was not; but for what a later word alone
 * releases, which shares with all that nobody was given.
 */
#ifndef DAEMON_KEPT_H
#define DAEMON_KEPT_H

#include "fusion/gate.h"
#include "fusion/registry.h"
#include "fusion/report.h"

#define KEPT_MAX ((size_t)1 << 20)

/* What is known of a report beside itself. */
typedef struct kept_note {
    int64_t last_ns;  /* its last release to any view, or its receipt */
    int64_t keep_ns;  /* it is kept until just before this */
    uint64_t lost[2]; /* views that lost its track, its warning, for good; nothing brings it back */
    uint32_t slot;
    uint32_t group;
} kept_note;

/* Reports of one sensor that are given to the same views. */
typedef struct kept_group {
    uint64_t views;
    size_t of;     /* reports */
    size_t limit;  /* at which some of them go: the share, and what waits */
    uint32_t next; /* of the same sensor */
} kept_group;

/* What a view was given of a sensor that is kept no longer: see fusion_past. last_ns 0: nothing. */
typedef struct kept_past {
    int64_t first_ns, last_ns;
    uint8_t categories;
} kept_past;

typedef struct kept {
    int64_t retain_ns;
    size_t share;     /* of a group */
    kept_note *notes; /* notes[0..count), in order of receipt */
    size_t count, room;
    uint32_t *spare; /* slots that hold nothing: spare[0..pages * KEPT_PAGE - count) */
    fusion_report **pages;
    size_t page_count;
    kept_group *groups;
    size_t group_count, group_room;
    uint32_t first[FUSION_SENSORS_MAX]; /* group of each sensor */
    kept_past past[FUSION_SENSORS_MAX][FUSION_VIEWS_MAX];
} kept;

/* sensors: how many share the room. */
void kept_open(kept *all, int64_t retain_ns, size_t sensors);
void kept_free(kept *all);
void kept_clear(kept *all); /* keeps its memory */

/* Copies a report that was received at now_ns, is given to these views, to the last of them at
 * last_ns, and is shown as a notice until shown_ns (0: as none; INT64_MAX: for ever). false: memory
 * was refused, and nothing changed. */
bool kept_put(kept *all, int64_t now_ns, const fusion_report *report, uint64_t views,
              int64_t last_ns, int64_t shown_ns);

/* Says the same again of report `index`; it likewise. */
bool kept_last(kept *all, size_t index, uint64_t views, int64_t last_ns, int64_t shown_ns);

/* Lets go of what need not be kept at now_ns. Until then more may stand there. */
void kept_sweep(kept *all, int64_t now_ns);

/* These views began anew: they hold nothing of what is not kept. */
void kept_forget(kept *all, uint64_t views);

/* Report `index`, valid until one is put or swept. */
const fusion_report *kept_report(const kept *all, size_t index);

#endif
