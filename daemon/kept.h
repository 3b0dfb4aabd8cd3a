/* kept.h - reports that went through the gate, as long as what becomes of them can still change.
 *
 * What is said takes effect at once: what waits is decided again, and what was withdrawn leaves
 * every view, whose engine is then built anew from what remains. Both need the reports themselves.
 * A report is kept until it has been released to every view that gets it, and for the retained time
 * after the last of these releases, or after its receipt where nobody gets it; what is shown as a
 * notice also until that ends.
 *
 * Of those that wait for nothing at most KEPT_MAX are kept, which is 0.4 GB. Each sensor has an
 * equal share, so that one's flood does not shorten what is kept of another; beyond it the older
 * half of its reports goes: what they gave stays in the views and is only not built anew. A
 * sensor's share is one for all views: beyond it, what one view is not given can shorten what is
 * kept of the same sensor for another, which shows only if that is then built anew.
 */
#ifndef DAEMON_KEPT_H
#define DAEMON_KEPT_H

#include "fusion/registry.h"
#include "fusion/report.h"

#define KEPT_MAX ((size_t)1 << 20)

/* What is known of a report beside itself. */
typedef struct kept_note {
    int64_t last_ns;  /* its last release to any view, or its receipt */
    int64_t keep_ns;  /* it is kept until just before this */
    uint64_t lost[2]; /* views that lost its track, its warning, for good; nothing brings it back */
    uint32_t slot;
} kept_note;

typedef struct kept {
    int64_t retain_ns;
    size_t share;     /* of a sensor */
    kept_note *notes; /* notes[0..count), in order of receipt */
    size_t count, room;
    uint32_t *spare; /* slots that hold nothing: spare[0..pages * KEPT_PAGE - count) */
    fusion_report **pages;
    size_t page_count;
    size_t of[FUSION_SENSORS_MAX];    /* reports of each sensor */
    size_t limit[FUSION_SENSORS_MAX]; /* at which some of them go: the share, and what waits */
} kept;

/* sensors: how many share the room. */
void kept_open(kept *all, int64_t retain_ns, size_t sensors);
void kept_free(kept *all);
void kept_clear(kept *all); /* keeps its memory */

/* Copies a report that was received at now_ns, is released to the last of its views at last_ns, and
 * is shown as a notice until shown_ns (0: as none; INT64_MAX: for ever). false: memory was refused,
 * and nothing changed. */
bool kept_put(kept *all, int64_t now_ns, const fusion_report *report, int64_t last_ns,
              int64_t shown_ns);

/* Says the same again of report `index`. */
void kept_last(kept *all, size_t index, int64_t last_ns, int64_t shown_ns);

/* Lets go of what need not be kept at now_ns. Until then more may stand there. */
void kept_sweep(kept *all, int64_t now_ns);

const fusion_report *kept_report(const kept *all, size_t index);

#endif
