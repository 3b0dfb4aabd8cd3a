#include "track/life.h"

#include "estimate/height.h"

#include <math.h>

/* What these are worth, tried by half and by double.
 *
 * Forty aircraft on three radars: PASSES changes GOSPA by less than .6 % (two seeds of stock and
 * hard, one of clutter).
 *
 * AIS without MMSI, 82 ships of the Solent (tests/import/ais.py): 80 tracks, .29 switches a ship's
 * hour. USUAL_INTERVAL, UNHEARD, EARLY_ and BORN_BY_ITSELF leave that within 77 to 82 and .24 to
 * .29. With twice the interval or half of UNHEARD a ship of the marina there changes its track. */
#define EXISTENCE_MOST   0.999 /* until it is learnt how seldom objects leave */
#define SCORE_BEARING    1.0   /* a line of sight fits many objects: it says little of this one */
#define PASSES           0.2   /* chance of a plot at which the sensor must have looked */
#define USUAL_INTERVAL   10e9  /* ns */
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
    life_close_first(one, rules);
    look_take(one, seen);
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
        look_learn(one, at, seen, rules);
        at->covers = 1.0;
    }
    take_look(one, seen, rules);
    confirm(one, rules);
    learn_birth(one, seen, before_ns, rules);
}

/* A look that may or may not have seen the track: it was not missed, nor is it overdue any more. */
static void pass_by(track *one, look *at, const measure *seen, double chance, life_rules rules)
{
    const double detection = at ? at->covers * look_detection(at, rules) : 0.0;
    const bool next =
        at && chance >= PASSES &&
        2 * (seen->time_ns - at->newest_ns) > (2 * at->gap + 1) * look_period(at, rules);
    const double missed =
        (1.0 - chance) * (next ? look_unseen(one->existence, detection) : one->existence);
    one->existence = fmin(chance + missed, existence_most(one, rules));
    if (next && at->gap < UINT16_MAX)
        at->gap++;
}

double life_after(const track *one, const measure *seen, double chance, life_rules rules)
{
    return chance + (1.0 - chance) * look_unseen(one->existence, look_chance(one, seen, rules));
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
        look_learn(one, at, seen, rules);
    }
    const double detection = look_chance(one, seen, rules);
    const double missed = (1.0 - chance) * look_unseen(one->existence, detection);
    take_look(one, seen, rules);
    at = track_look(one, seen->sensor);
    at->covers =
        (chance + missed * look_unseen(at->covers, look_detection(at, rules))) / (chance + missed);
    one->existence = fmin(chance + missed, existence_most(one, rules));
    confirm(one, rules);
    learn_birth(one, seen, before_ns, rules);
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
    return !look_silent(one, now_ns, rules) ||
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
    look_count(one, now_ns, rules);
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
    const double patience = NUMBER_INTERVALS * (double)look_period(at, rules);
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
    return look_silent(one, now_ns, rules) ? FUSION_COASTING : FUSION_CONFIRMED;
}
