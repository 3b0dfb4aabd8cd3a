#include "track/life.h"

#include "estimate/height.h"

#include <math.h>

/* What these are worth, tried by half and by double.
 *
 * Forty aircraft on three radars: PASSES, OVERDUE_PART and what the COVERS leave to 1 change GOSPA
 * by less than .6 % (two seeds of stock and hard, one of clutter). COVERS_FIRST .8 is .5 +- .2 %
 * better there. COASTING_LOOKS makes tracks of hard (one seed) coast for 29 of 22,000 seconds; half
 * makes that 638, double none.
 *
 * AIS without MMSI, 82 ships of the Solent (tests/import/ais.py): 80 tracks, .29 switches a ship's
 * hour. USUAL_INTERVAL, UNHEARD, EARLY_ and BORN_BY_ITSELF leave that within 77 to 82 and .24 to
 * .29. With twice the interval or half of UNHEARD a ship of the marina there changes its track. */
#define EXISTENCE_MOST   0.999 /* until it is learnt how seldom objects leave */
#define SCORE_BEARING    1.0   /* a line of sight fits many objects: it says little of this one */
#define PASSES           0.2   /* chance of a plot at which the sensor must have looked */
#define COVERS_FIRST     0.9   /* that a sensor that never saw a track does so, now that it may */
#define COVERS_STAYS     0.99  /* from look to look */
#define COVERS_RETURNS   0.05  /* likewise, of one that does not any more */
#define LOOKS_MOST       1000
#define MOST_DETECTED    0.98 /* any sensor may break down at any look */
#define OVERDUE_PART     0.05
#define OVERDUE_NS       (3 * FUSION_SECOND / 10)
#define FIRST_INTERVAL   (60 * FUSION_SECOND) /* of a sensor without period, until it is known */
#define COASTING_LOOKS   2.1
#define USUAL_INTERVAL   10e9 /* ns */
#define EARLY_PART       0.6
#define HITS_BORN        4    /* from which on a track is an object beyond doubt */
#define UNHEARD          1e-7 /* objects not yet heard, in a square metre */
#define BORN_BY_ITSELF   0.9
#define EARLY_CHANCE     0.1
#define NUMBER_INTERVALS 2.5
#define SCAN_LASTS       0.95 /* periods, at least: who moves across may come round a little early */
#define EVEN_LOOKS       0.9  /* belief that a sensor comes back to an object evenly */
#define STRANGE          2 /* looks missed in a row: what the sensor saw was hardly this object */
#define EVEN_SIGMA       0.03 /* periods: 300 m/s across at 6 km are that in a turn of 4 s */

bool life_reports_itself(const measure *seen, life_rules rules)
{
    if (seen->sensor >= rules.registry->sensor_count)
        return false;
    const fusion_sensor *from = &rules.registry->sensors[seen->sensor];
    return from->period_ns == 0 && (from->kind == FUSION_AIS || from->kind == FUSION_ADSB);
}

static int64_t period_of(const look *at, life_rules rules)
{
    const int64_t period_ns = fusion_sensor_period(rules.registry, at->sensor);
    if (period_ns > 0)
        return period_ns;
    return 2 * (at->interval_ns > 0 ? at->interval_ns : FIRST_INTERVAL);
}

/* That a look sees the object, if the sensor can. */
static double detection_of(const look *at, life_rules rules)
{
    if (fusion_sensor_period(rules.registry, at->sensor) == 0)
        return 0.5;
    const double there = conditions_detection(rules.learnt, at->sensor, at->cell);
    const double looks = 10.0 + at->hits + at->missed;
    return fmin((10.0 * there + at->hits) / looks, MOST_DETECTED);
}

static double to_odds(double chance)
{
    return chance / (1.0 - chance);
}

/* Nobody is ever quite sure: a plot may have been an object's last. */
static double existence_most(const track *one, life_rules rules)
{
    if (one->hits < HITS_BORN)
        return EXISTENCE_MOST;
    return 1.0 - arrivals_leaving(&rules.learnt->arrivals, one->mean.state, one->newest_ns,
                                  1.0 - EXISTENCE_MOST);
}

static double of_odds(double odds, double most)
{
    return fmin(odds / (1.0 + odds), most);
}

/* What is left of a chance where what it foretold with `detection` was not seen. */
static double after_miss(double chance, double detection)
{
    return chance * (1.0 - detection) / (1.0 - chance * detection);
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
    const double detection = detection_of(at, rules);
    const double covers = answers(one, at) ? 1.0 : at->covers;
    one->existence = after_miss(one->existence, covers * detection);
    at->covers = after_miss(at->covers, detection);
    at->covers = COVERS_STAYS * at->covers + COVERS_RETURNS * (1.0 - at->covers);
    at->gap++;
}

/* The same backwards, as far as what is learnt meanwhile allows; gives the factor of the odds. */
static double look_unmiss(const track *one, look *at, life_rules rules)
{
    const double detection = detection_of(at, rules);
    const double left = (at->covers - COVERS_RETURNS) / (COVERS_STAYS - COVERS_RETURNS);
    const double before = left / (1.0 - detection + left * detection);
    at->covers = fmin(fmax(before, COVERS_RETURNS), 1.0);
    at->gap--;
    return 1.0 / (1.0 - (answers(one, at) ? 1.0 : at->covers) * detection);
}

/* A look that was counted as missed before its report came was not missed: gives back its odds. */
static double look_refund(const track *one, look *at, const measure *seen, life_rules rules)
{
    const int64_t period_ns = period_of(at, rules);
    const int64_t looks_after = (seen->time_ns - at->newest_ns + period_ns / 2) / period_ns;
    const int64_t wrongly = looks_after < 1 ? at->gap : at->gap - (looks_after - 1);
    double refund = 1.0;
    for (int64_t i = 0; i < wrongly && at->gap > 0; i++)
        refund *= look_unmiss(one, at, rules);
    return refund;
}

/* The looks since the last that saw the object did not, though it was there. */
static void learn_look(const track *one, look *at, const measure *seen, life_rules rules)
{
    const unsigned gap = at->gap, missed = gap < CONDITIONS_GAP ? gap : CONDITIONS_GAP;
    at->gap = 0;
    if (at->missed < LOOKS_MOST)
        at->missed = (uint16_t)(at->missed + missed);
    if (!one->confirmed || seen->kind != FUSION_PLOT)
        return;
    conditions_look(rules.learnt, seen->sensor, seen->cell, gap);
    conditions_interval(rules.learnt, seen->sensor, seen->time_ns - at->newest_ns);
}

/* A false track hardly ever gets a third measurement, next to never a fourth. */
static void learn_birth(const track *one, const measure *seen, int64_t before_ns, life_rules rules)
{
    if (!one->confirmed || one->hits < HITS_BORN || life_reports_itself(seen, rules))
        return;
    if (one->hits == HITS_BORN)
        arrivals_born(&rules.learnt->arrivals, one->mean.state, one->begun_ns);
    else if (seen->kind == FUSION_PLOT)
        arrivals_held(&rules.learnt->arrivals, one->mean.state, seen->time_ns - before_ns);
}

/* That the sensor's next look sees the track, if it is an object. */
static double look_chance(const track *one, const measure *seen, life_rules rules)
{
    const look *at = track_look_seen(one, seen->sensor);
    if (at)
        return at->covers * detection_of(at, rules);
    const look first = {.sensor = seen->sensor, .cell = seen->cell};
    return COVERS_FIRST * detection_of(&first, rules);
}

/* Reports of no known object, in a cubic metre: false ones, or those of an object not yet heard. */
static double others_density(const measure *seen, life_rules rules)
{
    if (!life_reports_itself(seen, rules))
        return conditions_clutter(rules.learnt, seen);
    double height, sigma;
    height_prior(seen->categories, &height, &sigma);
    return UNHEARD / (sqrt(12.0) * sigma);
}

/* How much likelier the measurement is where it is the track's than where it is false. A velocity
 * that is false is any that things of the kind have. */
static double log_ratio(const measure *seen, const imm_fit *fit, life_rules rules)
{
    const double density = log(others_density(seen, rules));
    if (fit->dimensions != 6)
        return fit->log_likelihood - density;
    return fit->log_likelihood - density - motion_log_velocity(seen->categories, &seen->as.state);
}

/* Objects that report by themselves do so at intervals of their own: how likely this one does just
 * now, against one that does so every ten seconds. Without that, whoever lies beside a ship that
 * reports often is taken to have moved there. */
static double turn_to_report(const track *one, const measure *seen, life_rules rules)
{
    const look *at = track_look_seen(one, seen->sensor);
    if (!at || !life_reports_itself(seen, rules) || seen->time_ns < at->newest_ns)
        return 1.0;
    const double since = (double)(seen->time_ns - at->newest_ns);
    const double interval = at->interval_ns > 0 ? (double)at->interval_ns : since;
    const double often = fmin(USUAL_INTERVAL / interval, 1.0);
    return since < EARLY_PART * interval ? EARLY_CHANCE * often : often;
}

double life_log_weight(const track *one, const measure *seen, const imm_fit *fit, life_rules rules)
{
    const double seen_so = one->existence * look_chance(one, seen, rules);
    return log_ratio(seen, fit, rules) + log(to_odds(seen_so) * turn_to_report(one, seen, rules));
}

/* Looks evenly spread over a period lie as thick as 1. */
double life_moment(const track *one, const measure *seen, life_rules rules)
{
    const double peak = EVEN_LOOKS / (EVEN_SIGMA * 2.5066282746310002); /* sqrt(2 pi) */
    const look *at = track_look_seen(one, seen->sensor);
    const int64_t period_ns = fusion_sensor_period(rules.registry, seen->sensor);
    if (!at || at->gap >= STRANGE || period_ns == 0)
        return peak + 1.0 - EVEN_LOOKS;
    const double periods = (double)(seen->time_ns - at->newest_ns) / (double)period_ns;
    const double off = (periods - floor(periods + 0.5)) / EVEN_SIGMA;
    return peak * exp(-0.5 * off * off) + 1.0 - EVEN_LOOKS;
}

static double gain_of(const track *one, const measure *seen, const imm_fit *fit, life_rules rules)
{
    if (seen->kind == FUSION_BEARING)
        return SCORE_BEARING;
    return log_ratio(seen, fit, rules) + log(look_chance(one, seen, rules));
}

static void take_height(track *one, const measure *seen)
{
    if (seen->kind == FUSION_BEARING || !seen->as.state.height_known)
        return;
    one->height_known = true;
    one->height_is_pressure = seen->as.state.height_is_pressure;
}

/* A first plot may be false until it is followed; whether it was is known when its track ends. */
void life_close_first(const track *one, life_rules rules)
{
    if (one->hits == 1)
        conditions_close(rules.learnt, one->looks[0].sensor, one->looks[0].cell);
}

static void take_look(track *one, const measure *seen, life_rules rules)
{
    look *at = track_look(one, seen->sensor);
    life_close_first(one, rules);
    look_hit(at ? at : look_make(one, seen), seen);
    take_height(one, seen);
    one->hits++;
    if (seen->time_ns >= one->newest_ns) {
        one->newest_ns = seen->time_ns;
        one->form = seen->form;
    }
}

void life_begin(track *one, const measure *first, double alone, life_rules rules)
{
    one->births = conditions_births(rules.learnt, first);
    one->others = conditions_held_against(rules.learnt, first, one->births, false);
    one->existence =
        alone * (life_reports_itself(first, rules) ? BORN_BY_ITSELF
                                                   : one->births / (one->births + one->others));
    one->categories = first->categories;
    take_look(one, first, rules);
    conditions_open(rules.learnt, first->sensor, first->cell);
}

static void confirm(track *one, life_rules rules)
{
    if (one->existence >= rules.settings->confirm && one->hits >= one->needed)
        one->confirmed = true;
}

void life_hit(track *one, const measure *seen, const imm_fit *fit, life_rules rules)
{
    const int64_t before_ns = one->newest_ns;
    look *at = track_look(one, seen->sensor);
    double odds = to_odds(one->existence);
    if (at)
        odds *= look_refund(one, at, seen, rules);
    one->existence =
        of_odds(odds * exp(gain_of(one, seen, fit, rules)), existence_most(one, rules));
    if (at) {
        learn_look(one, at, seen, rules);
        at->covers = 1.0;
    }
    take_look(one, seen, rules);
    confirm(one, rules);
    learn_birth(one, seen, before_ns, rules);
}

/* A look that may or may not have seen the track: it was not missed, nor is it overdue any more. */
static void pass_by(track *one, look *at, const measure *seen, double chance, life_rules rules)
{
    const double detection = at ? at->covers * detection_of(at, rules) : 0.0;
    const bool next =
        at && chance >= PASSES &&
        2 * (seen->time_ns - at->newest_ns) > (2 * at->gap + 1) * period_of(at, rules);
    const double missed =
        (1.0 - chance) * (next ? after_miss(one->existence, detection) : one->existence);
    one->existence = fmin(chance + missed, existence_most(one, rules));
    if (next && at->gap < UINT16_MAX)
        at->gap++;
}

double life_after(const track *one, const measure *seen, double chance, life_rules rules)
{
    return chance + (1.0 - chance) * after_miss(one->existence, look_chance(one, seen, rules));
}

void life_joint(track *one, const measure *seen, double chance, life_rules rules)
{
    const int64_t before_ns = one->newest_ns;
    look *at = track_look(one, seen->sensor);
    if (chance < LIFE_TAKEN) {
        pass_by(one, at, seen, chance, rules);
        return;
    }
    if (at) {
        one->existence = of_odds(to_odds(one->existence) * look_refund(one, at, seen, rules),
                                 existence_most(one, rules));
        learn_look(one, at, seen, rules);
    }
    const double detection = look_chance(one, seen, rules);
    const double missed = (1.0 - chance) * after_miss(one->existence, detection);
    take_look(one, seen, rules);
    at = track_look(one, seen->sensor);
    at->covers =
        (chance + missed * after_miss(at->covers, detection_of(at, rules))) / (chance + missed);
    one->existence = fmin(chance + missed, existence_most(one, rules));
    confirm(one, rules);
    learn_birth(one, seen, before_ns, rules);
}

static int64_t overdue_ns(const look *at, life_rules rules)
{
    const int64_t period_ns = period_of(at, rules);
    const int64_t grace_ns = (int64_t)(OVERDUE_PART * (double)period_ns) + OVERDUE_NS;
    return at->newest_ns + (at->gap + 1) * period_ns + grace_ns + at->delay_ns;
}

static void count_missed(track *one, look *at, int64_t now_ns, life_rules rules)
{
    while (at->gap < UINT16_MAX && overdue_ns(at, rules) < now_ns)
        look_miss(one, at, rules);
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

/* The plots of a track that was never confirmed were false. */
static void learn_end(const track *one, life_rules rules)
{
    if (one->confirmed && one->hits >= HITS_BORN)
        arrivals_left(&rules.learnt->arrivals, one->mean.state);
    life_close_first(one, rules);
    for (size_t i = 0; !one->confirmed && i < one->look_count; i++)
        conditions_false(rules.learnt, one->looks[i].sensor, one->looks[i].cell,
                         one->looks[i].hits);
}

static bool goes_on(const track *one, int64_t now_ns, life_rules rules)
{
    if (!(one->existence >= rules.settings->drop))
        return false;
    return !is_silent(one, now_ns, rules) ||
           track_sigma_horizontal(one, now_ns) <= motion_of(one->categories).lost;
}

/* A first plot is held against all that came with it: where many did, most are false. It waits for
 * its second all the same, and gets back no more than was taken from it. */
static void begin_anew(track *one, int64_t now_ns, life_rules rules)
{
    const look *at = &one->looks[0];
    if (one->hits != 1 || fusion_sensor_period(rules.registry, at->sensor) == 0)
        return;
    const measure first = {
        .sensor = at->sensor, .cell = at->cell, .time_ns = now_ns, .categories = one->categories};
    const double others = conditions_held_against(rules.learnt, &first, one->births, true);
    const double before = to_odds(one->existence);
    const double now = of_odds(before * one->others / others, EXISTENCE_MOST);
    one->existence = fmax(now, fmin(one->existence, rules.settings->drop));
    one->others *= before / to_odds(one->existence);
}

bool life_pass(track *one, int64_t now_ns, life_rules rules)
{
    if (one->merged) {
        life_close_first(one, rules);
        return false;
    }
    begin_anew(one, now_ns, rules);
    for (size_t i = 0; i < one->look_count; i++)
        count_missed(one, &one->looks[i], now_ns, rules);
    if (goes_on(one, now_ns, rules))
        return true;
    learn_end(one, rules);
    return false;
}

/* Where the sensor numbers its scans, its word goes before the period of the registry, which may be
 * wrong; but not for ever, for some send one number always. */
bool life_allows(const track *one, const measure *seen, life_rules rules)
{
    const look *at = track_look_seen(one, seen->sensor);
    if (!at || (seen->number != 0 && seen->number == at->number))
        return true;
    const bool scans = !((at->round | seen->round) & MEASURE_ROUND_BY_TIME);
    if (scans && at->round != seen->round)
        return true;
    const double period = (double)fusion_sensor_period(rules.registry, seen->sensor);
    const double apart = fabs((double)(seen->time_ns - at->newest_ns));
    return apart >= (scans ? SCAN_LASTS : 0.5) * period;
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
    if (!one->confirmed || one->existence < rules.settings->show)
        return FUSION_TENTATIVE;
    return is_silent(one, now_ns, rules) ? FUSION_COASTING : FUSION_CONFIRMED;
}
