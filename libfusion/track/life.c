#include "track/life.h"

#include <math.h>

#define SCORE_FIRST      (-4.0) /* far fewer first plots are new objects than are false */
#define SCORE_MOST       10.0   /* five looks missed at 0.9 end a track of any age */
#define SCORE_BEARING    1.0    /* a line of sight fits many objects: it says little of this one */
#define SENSOR_GIVES_UP  3
#define LOOKS_MOST       1000
#define MOST_DETECTED    0.95 /* any sensor may break down, or lose sight of a place, at any look */
#define OVERDUE_PART     0.05
#define OVERDUE_NS       (3 * FUSION_SECOND / 10)
#define FIRST_INTERVAL   (60 * FUSION_SECOND) /* of a sensor without period, until it is known */
#define COASTING_LOOKS   2.1
#define NUMBER_INTERVALS 2.5

static int64_t period_of(const look *at, life_rules rules)
{
    const int64_t period_ns = fusion_sensor_period(rules.registry, at->sensor);
    if (period_ns > 0)
        return period_ns;
    return 2 * (at->interval_ns > 0 ? at->interval_ns : FIRST_INTERVAL);
}

static double detection_of(const look *at, life_rules rules)
{
    const double prior =
        fusion_sensor_period(rules.registry, at->sensor) > 0 ? rules.settings->detection : 0.5;
    const double looks = 10.0 + at->hits + at->missed;
    return fmin((10.0 * prior + at->hits) / looks, MOST_DETECTED);
}

static double miss_cost(const look *at, life_rules rules)
{
    return log(1.0 - detection_of(at, rules));
}

static look *look_oldest(track *one)
{
    look *oldest = &one->looks[0];
    for (size_t i = 1; i < one->look_count; i++)
        if (one->looks[i].newest_ns < oldest->newest_ns)
            oldest = &one->looks[i];
    return oldest;
}

static look *look_make(track *one, const measure *seen)
{
    look *at = one->look_count < TRACK_LOOKS ? &one->looks[one->look_count++] : look_oldest(one);
    *at = (look){.sensor = seen->sensor, .nation = seen->nation, .newest_ns = seen->time_ns};
    return at;
}

/* Smoothed over about four reports; a longer one counts at once, for patience costs little. */
static int64_t as_of_late(int64_t before_ns, int64_t now_ns)
{
    return now_ns >= before_ns ? now_ns : before_ns - (before_ns - now_ns) / 4;
}

static void look_hit(look *at, const measure *seen)
{
    if (at->hits > 0 && seen->time_ns > at->newest_ns)
        at->interval_ns = as_of_late(at->interval_ns, seen->time_ns - at->newest_ns);
    at->delay_ns = as_of_late(at->delay_ns, seen->delay_ns);
    if (seen->time_ns >= at->newest_ns) {
        at->newest_ns = seen->time_ns;
        at->round = seen->round;
    }
    if (at->hits < LOOKS_MOST)
        at->hits++;
    if (seen->number != 0) {
        at->number = seen->number;
        at->began_ns = seen->began_ns;
    }
    at->source_named = seen->source_named;
    at->nation_named = seen->nation_named;
}

/* A look that was counted as missed before its report came was not missed. */
static double look_refund(look *at, const measure *seen, life_rules rules)
{
    const int64_t period_ns = period_of(at, rules);
    const int64_t looks_after = (seen->time_ns - at->newest_ns + period_ns / 2) / period_ns;
    const int64_t wrongly = looks_after < 1 ? at->gap : at->gap - (looks_after - 1);
    double refund = 0.0;
    for (int64_t i = 0; i < wrongly && at->gap > 0; i++) {
        refund -= miss_cost(at, rules);
        at->gap--;
        if (at->missed > 0)
            at->missed--;
    }
    at->gap = 0;
    return refund;
}

double life_gain(const track *one, const measure *seen, const imm_fit *fit, life_rules rules)
{
    if (fit->dimensions != 3)
        return SCORE_BEARING;
    const look *at = track_look_seen(one, seen->sensor);
    const double detection = at ? detection_of(at, rules) : rules.settings->detection;
    return fit->log_likelihood + log(detection / rules.settings->clutter);
}

static void take_height(track *one, const measure *seen)
{
    if (seen->kind == FUSION_BEARING || !seen->as.state.height_known)
        return;
    one->height_known = true;
    one->height_is_pressure = seen->as.state.height_is_pressure;
}

static void take_look(track *one, const measure *seen)
{
    look *at = track_look(one, seen->sensor);
    look_hit(at ? at : look_make(one, seen), seen);
    take_height(one, seen);
    one->hits++;
    if (seen->time_ns >= one->newest_ns) {
        one->newest_ns = seen->time_ns;
        one->form = seen->form;
    }
}

void life_begin(track *one, const measure *first)
{
    one->score = SCORE_FIRST;
    one->categories = first->categories;
    take_look(one, first);
}

void life_hit(track *one, const measure *seen, const imm_fit *fit, life_rules rules)
{
    look *at = track_look(one, seen->sensor);
    if (at)
        one->score += look_refund(at, seen, rules);
    one->score = fmin(one->score + life_gain(one, seen, fit, rules), SCORE_MOST);
    take_look(one, seen);
    if (one->score >= rules.settings->confirm_score && one->hits >= one->needed)
        one->confirmed = true;
}

static int64_t overdue_ns(const look *at, life_rules rules)
{
    const int64_t period_ns = period_of(at, rules);
    const int64_t grace_ns = (int64_t)(OVERDUE_PART * (double)period_ns) + OVERDUE_NS;
    return at->newest_ns + (at->gap + 1) * period_ns + grace_ns + at->delay_ns;
}

static bool seen_by_another(const track *one, const look *at)
{
    for (size_t i = 0; i < one->look_count; i++)
        if (&one->looks[i] != at && one->looks[i].gap <= 1)
            return true;
    return false;
}

static void count_missed(track *one, look *at, int64_t now_ns, life_rules rules)
{
    while (overdue_ns(at, rules) < now_ns) {
        if (at->gap >= SENSOR_GIVES_UP && seen_by_another(one, at))
            return;
        one->score += miss_cost(at, rules);
        if (at->missed < LOOKS_MOST)
            at->missed++;
        if (at->gap == UINT16_MAX)
            return;
        at->gap++;
    }
}

/* No sensor has seen it within about two of its looks. */
static bool is_silent(const track *one, int64_t now_ns, life_rules rules)
{
    for (size_t i = 0; i < one->look_count; i++) {
        const look *at = &one->looks[i];
        const double patience = COASTING_LOOKS * (double)period_of(at, rules);
        if ((double)(now_ns - at->newest_ns - at->delay_ns) <= patience)
            return false;
    }
    return true;
}

bool life_pass(track *one, int64_t now_ns, life_rules rules)
{
    for (size_t i = 0; i < one->look_count; i++)
        count_missed(one, &one->looks[i], now_ns, rules);
    const double least = one->confirmed ? 0.0 : rules.settings->drop_score;
    if (!(one->score >= least))
        return false;
    return !is_silent(one, now_ns, rules) ||
           track_sigma_horizontal(one, now_ns) <= motion_of(one->categories).lost;
}

/* The sensor numbers its scans and says that this is another one: its word goes before the period
 * of the registry, which may be wrong. */
static bool is_other_scan(const look *at, const measure *seen)
{
    return !((at->round | seen->round) & MEASURE_ROUND_BY_TIME) && at->round != seen->round;
}

bool life_allows(const track *one, const measure *seen, life_rules rules)
{
    const look *at = track_look_seen(one, seen->sensor);
    if (!at || (seen->number != 0 && seen->number == at->number) || is_other_scan(at, seen))
        return true;
    const int64_t apart_ns = seen->time_ns - at->newest_ns;
    const int64_t half_ns = fusion_sensor_period(rules.registry, seen->sensor) / 2;
    return apart_ns >= half_ns || -apart_ns >= half_ns;
}

static bool number_is_fresh(const look *at, const measure *seen, life_rules rules)
{
    const double patience = NUMBER_INTERVALS * (double)period_of(at, rules);
    return at->number != 0 && (double)(seen->time_ns - at->newest_ns) <= patience;
}

static bool same_number(const look *at, const measure *seen)
{
    return at->number == seen->number && at->began_ns == seen->began_ns;
}

bool life_holds_number(const track *one, const measure *seen, life_rules rules)
{
    const look *at = track_look_seen(one, seen->sensor);
    return at && seen->number != 0 && same_number(at, seen) && number_is_fresh(at, seen, rules);
}

bool life_holds_other_number(const track *one, const measure *seen, life_rules rules)
{
    const look *at = track_look_seen(one, seen->sensor);
    return at && seen->number != 0 && !same_number(at, seen) && number_is_fresh(at, seen, rules);
}

fusion_track_status life_status(const track *one, int64_t now_ns, life_rules rules)
{
    if (!one->confirmed)
        return FUSION_TENTATIVE;
    return is_silent(one, now_ns, rules) ? FUSION_COASTING : FUSION_CONFIRMED;
}
