#include "track/conduct.h"

#include "estimate/eigen3.h"

#include <math.h>
#include <stddef.h>

#define SOON_ENOUGH   200  /* to end a block whose period is far too long */
#define BESIDE        0.05 /* of a period: a plot that soon after another is of a neighbour */
#define GAP_COUNTS    10   /* looks: more without sight may be for a reason */
#define LOOKS_TELL    40.0 /* of them, claimed or found to have seen */
#define PLACES_LEAST  20.0 /* plots that tell where plots fall */
#define DOUBLES_LEAST 3    /* objects with two tracks that are more than chance */
#define IRREGULAR     (10 * FUSION_SECOND) /* counts as the period of what has none */

/* A block that begins, or begins again. */
static void begin(conduct *one, int64_t time_ns, uint32_t scan)
{
    one->now = (fusion_conduct){.periods = 0.0};
    one->places = (conduct_places){.count = 0.0};
    one->began_ns = one->scan_ns = time_ns;
    one->began_scan = one->scan = scan;
}

void conduct_hear(conduct *one, int64_t time_ns, uint32_t scan)
{
    if (one->began_ns == 0 || scan < one->began_scan || (scan > 0 && one->scan == 0))
        begin(one, time_ns, scan);
    if (scan <= one->scan)
        return;
    one->scan = scan;
    one->scan_ns = time_ns;
}

void conduct_place(conduct *one, const double place[3], double sigma)
{
    conduct_places *all = &one->places;
    all->count += 1.0;
    all->sigma += sigma;
    for (int i = 0, k = 0; i < 3; i++) {
        all->sum[i] += place[i];
        for (int j = i; j < 3; j++, k++)
            all->square[k] += place[i] * place[j];
    }
}

/* As if they had fallen evenly on a level rectangle, of which the variance is side^2 / 12, and into
 * all the heights of their objects. */
static double volume_of(const conduct_places *all)
{
    if (all->count < PLACES_LEAST)
        return 0.0;
    double spread[6], values[3], vectors[3][3];
    for (int i = 0, k = 0; i < 3; i++)
        for (int j = i; j < 3; j++, k++)
            spread[k] =
                all->square[k] / all->count - all->sum[i] / all->count * (all->sum[j] / all->count);
    eigen3(spread, values, vectors);
    const double least = fmin(values[0], fmin(values[1], values[2]));
    const double most = fmax(values[0], fmax(values[1], values[2]));
    const double middle = values[0] + values[1] + values[2] - least - most;
    return 12.0 * sqrt(fmax(most * middle, 0.0)) * sqrt(12.0) * all->sigma / all->count;
}

void conduct_look(conduct *one, unsigned missed)
{
    one->now.seen++;
    one->now.missed += missed < GAP_COUNTS ? missed : GAP_COUNTS;
}

void conduct_interval(conduct *one, int64_t interval_ns, int64_t period_ns)
{
    if (2 * interval_ns < period_ns)
        return;
    if (2 * interval_ns <= 3 * period_ns)
        one->now.timely++;
    else
        one->now.rare++;
    if (one->now.shortest_ns == 0 || interval_ns < one->now.shortest_ns)
        one->now.shortest_ns = interval_ns;
}

void conduct_soon(conduct *one, int64_t after_ns, int64_t period_ns)
{
    if ((double)after_ns < BESIDE * (double)period_ns)
        return;
    one->now.soon++;
    one->now.soon_ns += after_ns;
}

void conduct_turn(conduct *one, int64_t now_ns, int64_t period_ns)
{
    one->turned = false;
    if (one->began_ns == 0)
        return;
    period_ns = period_ns > 0 ? period_ns : IRREGULAR;
    const int64_t passed_ns = now_ns - one->began_ns;
    const uint32_t scans = one->scan - one->began_scan;
    const bool crowded = one->now.soon >= SOON_ENOUGH;
    if (one->scan > 0 ? scans < FUSION_CONDUCT_PERIODS
                      : passed_ns / FUSION_CONDUCT_PERIODS < period_ns && !crowded)
        return;
    one->turned = true;
    one->last = one->now;
    one->last.volume = volume_of(&one->places);
    one->last.periods = one->scan > 0 ? scans : (double)passed_ns / (double)period_ns;
    one->last.scan_ns = one->scan > 0 ? (one->scan_ns - one->began_ns) / scans : 0;
    begin(one, one->scan > 0 ? one->scan_ns : now_ns, one->scan);
}

const char *fusion_claimed_name(unsigned what)
{
    static const char *const names[FUSION_CLAIMS_OF_SENSORS] = {
        "period", "accuracy", "detection", "false-plots", "clutter", "place"};
    return what < FUSION_CLAIMS_OF_SENSORS ? names[what] : NULL;
}

static bool off_by(const fusion_finding *one, double factor)
{
    return one->found > factor * one->claimed || factor * one->found < one->claimed;
}

static fusion_finding of_scans(int64_t scan_ns, int64_t period_ns)
{
    fusion_finding one = {.known = true,
                          .claimed = (double)period_ns / (double)FUSION_SECOND,
                          .found = (double)scan_ns / (double)FUSION_SECOND};
    one.differs = off_by(&one, 1.5);
    return one;
}

/* As many looks are timely as see their object, but for three sigma of that. */
static bool is_explained_by_misses(const fusion_conduct *of)
{
    if (of->seen == 0)
        return false;
    const double share = (double)of->seen / (double)(of->seen + of->missed);
    const double timely = share * (double)(of->timely + of->rare);
    return (double)of->timely >= timely - 3.0 * sqrt(timely);
}

static fusion_finding of_period(const fusion_conduct *of, int64_t period_ns)
{
    if (of->scan_ns > 0 && period_ns > 0)
        return of_scans(of->scan_ns, period_ns);
    const uint64_t times = of->timely + of->rare;
    const bool oftener = 6 * of->soon > 5 * times,
               rarer = of->timely * 20 < times && !is_explained_by_misses(of);
    fusion_finding one = {.known = of->soon + times >= 50,
                          .claimed = (double)period_ns / (double)FUSION_SECOND,
                          .found = (double)period_ns / (double)FUSION_SECOND};
    one.differs = one.known && (oftener || rarer);
    if (one.differs)
        one.found = (oftener ? (double)of->soon_ns / (double)of->soon : (double)of->shortest_ns) /
                    (double)FUSION_SECOND;
    return one;
}

static fusion_finding of_accuracy(const fusion_conduct *of, bool regular)
{
    fusion_finding one = {.known = of->fits >= 50, .claimed = 1.0};
    if (one.known)
        one.found = sqrt(of->distance2 / (double)of->fits);
    one.differs = one.known && (one.found > 1.3 || (regular && one.found < 0.5));
    return one;
}

static fusion_finding of_detection(const fusion_conduct *of, double claimed)
{
    const double looks = (double)(of->seen + of->missed);
    fusion_finding one = {.claimed = claimed};
    one.known = claimed > 0.0 && fmax((double)of->seen, claimed * looks) >= LOOKS_TELL;
    if (one.known)
        one.found = (double)of->seen / looks;
    one.differs = one.known && off_by(&one, 2.0);
    return one;
}

static fusion_finding of_false_plots(const fusion_conduct *of, double claimed)
{
    fusion_finding one = {.known = claimed > 0.0 && of->periods > 0.0, .claimed = claimed};
    if (one.known)
        one.found = (double)of->false_plots / of->periods;
    one.differs = one.known && fmax(one.found, claimed) * of->periods >= 10.0 && off_by(&one, 3.0);
    return one;
}

static fusion_finding of_clutter(const fusion_conduct *of, double claimed)
{
    const double looked_at = of->volume * of->periods;
    fusion_finding one = {.known = claimed > 0.0 && looked_at > 0.0, .claimed = claimed};
    if (one.known)
        one.found = (double)of->false_plots / looked_at;
    one.differs = one.known && fmax(one.found, claimed) * looked_at >= 10.0 && off_by(&one, 5.0);
    return one;
}

static fusion_finding of_place(const fusion_conduct *of)
{
    const double count = (double)of->doubles;
    fusion_finding one = {.known = of->doubles + of->shared >= DOUBLES_LEAST};
    if (of->doubles > 0)
        one.found = of->apart / count;
    const double spread2 = of->doubles > 0 ? of->apart2 / count - one.found * one.found : 0.0;
    one.differs = of->doubles >= DOUBLES_LEAST && of->doubles >= of->shared &&
                  4.0 * spread2 <= one.found * one.found;
    return one;
}

void fusion_conduct_judge(const fusion_conduct *of, const fusion_sensor *sensor,
                          fusion_finding findings[FUSION_CLAIMS_OF_SENSORS])
{
    findings[FUSION_CLAIMED_PERIOD] = of_period(of, sensor->period_ns);
    findings[FUSION_CLAIMED_ACCURACY] = of_accuracy(of, sensor->period_ns > 0);
    findings[FUSION_CLAIMED_DETECTION] = of_detection(of, sensor->detection);
    findings[FUSION_CLAIMED_FALSE_PLOTS] = of_false_plots(of, sensor->false_plots);
    findings[FUSION_CLAIMED_CLUTTER] = of_clutter(of, sensor->clutter);
    findings[FUSION_CLAIMED_PLACE] = of_place(of);
}
