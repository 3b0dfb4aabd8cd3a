#include "track/looks.h"

#include <math.h>

/* What these are worth, tried by half and by double, of forty aircraft on three radars:
 * hearing_grace() and what the COVERS leave to 1 change GOSPA by less than .6 % (two seeds of stock
 * and hard, one of clutter). COVERS_FIRST .8 is .5 +- .2 % better there. COASTING_LOOKS makes
 * tracks of hard (one seed) coast for 29 of 22,000 seconds; half makes that 638, double none. */
#define COVERS_FIRST   0.9  /* that a sensor that never saw a track does so, now that it may */
#define COVERS_STAYS   0.99 /* from look to look */
#define COVERS_RETURNS 0.05 /* likewise, of one that does not any more */
#define LOOKS_MOST     1000
#define MOST_DETECTED  0.98                 /* any sensor may break down at any look */
#define FIRST_INTERVAL (60 * FUSION_SECOND) /* of a sensor without period, until it is known */
#define COASTING_LOOKS 2.1

double look_unseen(double chance, double detection)
{
    return chance * (1.0 - detection) / (1.0 - chance * detection);
}

int64_t look_period(const look *at, life_rules rules)
{
    const int64_t period_ns = fusion_sensor_period(rules.registry, at->sensor);
    if (period_ns > 0)
        return period_ns;
    return 2 * (at->interval_ns > 0 ? at->interval_ns : FIRST_INTERVAL);
}

double look_detection(const look *at, life_rules rules)
{
    if (fusion_sensor_period(rules.registry, at->sensor) == 0)
        return 0.5;
    const double there = conditions_detection(rules.learnt, at->sensor, at->cell);
    const double looks = 10.0 + at->hits + at->missed;
    return fmin((10.0 * there + at->hits) / looks, MOST_DETECTED);
}

double look_chance(const track *one, const measure *seen, life_rules rules)
{
    const look *at = track_look_seen(one, seen->sensor);
    if (at)
        return at->covers * look_detection(at, rules);
    const look first = {.sensor = seen->sensor, .cell = seen->cell};
    return COVERS_FIRST * look_detection(&first, rules);
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
    *at = (look){.sensor = seen->sensor,
                 .nation = seen->nation,
                 .newest_ns = seen->time_ns,
                 .covers = COVERS_FIRST};
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
        at->cell = seen->cell;
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

void look_take(track *one, const measure *seen)
{
    look *at = track_look(one, seen->sensor);
    look_hit(at ? at : look_make(one, seen), seen);
}

/* The sensor that saw the track last answers for it where no other has yet to look: what it does
 * not see any more, and nobody else does, is gone. */
static bool answers(const track *one, const look *at)
{
    for (size_t i = 0; i < one->look_count; i++)
        if (&one->looks[i] != at &&
            (one->looks[i].gap == 0 || one->looks[i].newest_ns > at->newest_ns))
            return false;
    return true;
}

static void look_miss(track *one, look *at, life_rules rules)
{
    const double detection = look_detection(at, rules);
    const double covers = answers(one, at) ? 1.0 : at->covers;
    one->existence = look_unseen(one->existence, covers * detection);
    at->covers = look_unseen(at->covers, detection);
    at->covers = COVERS_STAYS * at->covers + COVERS_RETURNS * (1.0 - at->covers);
    at->gap++;
}

/* The same backwards, as far as what is learnt meanwhile allows; gives the factor of the odds. */
static double look_unmiss(const track *one, look *at, life_rules rules)
{
    const double detection = look_detection(at, rules);
    const double left = (at->covers - COVERS_RETURNS) / (COVERS_STAYS - COVERS_RETURNS);
    const double before = left / (1.0 - detection + left * detection);
    at->covers = fmin(fmax(before, COVERS_RETURNS), 1.0);
    at->gap--;
    return 1.0 / (1.0 - (answers(one, at) ? 1.0 : at->covers) * detection);
}

double look_refund(const track *one, look *at, const measure *seen, life_rules rules)
{
    const int64_t period_ns = look_period(at, rules);
    const int64_t looks_after = (seen->time_ns - at->newest_ns + period_ns / 2) / period_ns;
    const int64_t wrongly = looks_after < 1 ? at->gap : at->gap - (looks_after - 1);
    double refund = 1.0;
    for (int64_t i = 0; i < wrongly && at->gap > at->off; i++)
        refund *= look_unmiss(one, at, rules);
    return refund;
}

void look_learn(const track *one, look *at, const measure *seen, life_rules rules)
{
    const unsigned gap = at->gap - at->off, missed = gap < CONDITIONS_GAP ? gap : CONDITIONS_GAP;
    const bool was_off = at->off > 0;
    at->gap = at->off = 0;
    if (at->missed < LOOKS_MOST)
        at->missed = (uint16_t)(at->missed + missed);
    if (!one->confirmed || seen->kind != FUSION_PLOT)
        return;
    conditions_look(rules.learnt, seen->sensor, seen->cell, gap);
    if (!was_off)
        conditions_interval(rules.learnt, seen->sensor, seen->time_ns - at->newest_ns);
}

static void count_missed(track *one, look *at, int64_t now_ns, life_rules rules)
{
    const int64_t period_ns = look_period(at, rules);
    const int64_t grace_ns = hearing_grace(period_ns);
    const bool regular = fusion_sensor_period(rules.registry, at->sensor) > 0;
    const hearing *heard = regular ? &rules.learnt->hearings[at->sensor] : NULL;
    const int64_t until_ns = regular ? hearing_until(heard, now_ns, period_ns) : now_ns;
    while (at->gap < UINT16_MAX) {
        const int64_t due_ns = at->newest_ns + (at->gap + 1) * period_ns + at->delay_ns;
        if (due_ns + grace_ns >= now_ns || due_ns >= until_ns)
            return;
        if (heard && hearing_was_off(heard, due_ns)) {
            at->gap++;
            at->off++;
        } else {
            look_miss(one, at, rules);
        }
    }
}

bool look_silent(const track *one, int64_t now_ns, life_rules rules)
{
    for (size_t i = 0; i < one->look_count; i++) {
        const look *at = &one->looks[i];
        const double patience = COASTING_LOOKS * (double)look_period(at, rules);
        if ((double)(now_ns - at->newest_ns - at->delay_ns) <= patience)
            return false;
    }
    return true;
}

void look_count(track *one, int64_t now_ns, life_rules rules)
{
    for (size_t i = 0; i < one->look_count; i++)
        count_missed(one, &one->looks[i], now_ns, rules);
}
