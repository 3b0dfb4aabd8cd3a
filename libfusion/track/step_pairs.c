#include "track/step_parts.h"

#include "track/claim.h"
#include "track/twin.h"
#include "track/unresolved.h"

#include <math.h>
#include <string.h>

#define NUMBER_SAYS 4.6 /* log of 100: a source's number is right so much oftener than wrong */
#define TURN        6.283185307179586 /* rad */
#define SIGHT_GATE  30.0              /* as rare, in one or two dimensions, as 36 in three */
#define ASKING_MOST 4   /* that a row asks after: more within one gate are no pairs any more */
#define SIGHT_SEEN  0.5 /* chance that a look along lines of sight gives one of an object */

/* What the source's own number says for the pair. */
static double number_evidence(const step *one, const track *candidate, const measure *seen)
{
    return life_holds_number(candidate, seen, one->rules) ? NUMBER_SAYS : 0.0;
}

/* The pairs of a row, while they are sought. */
typedef struct row_work {
    size_t row, first;               /* of its pairs */
    uint32_t too_soon[STEP_CHOICES]; /* tracks that it lies on, and the sensor saw them just now */
    size_t too_soon_count;
    uint32_t asking[ASKING_MOST]; /* tracks near that were told apart from another (twin.h) */
    size_t asking_count;
} row_work;

static double weight_of(const step *one, const track *candidate, const measure *seen,
                        const imm_fit *fit)
{
    return life_log_weight(candidate, seen, fit, one->rules) +
           number_evidence(one, candidate, seen) +
           claim_evidence(candidate, seen, one->rules.registry);
}

/* How likely the pair is. False: they cannot be one. */
static bool pair_weigh(const step *one, row_work *work, associate_pair *pair, track_ahead *ahead)
{
    const track *candidate = step_member(one, pair->column);
    const measure *seen = step_measure(one, pair->row);
    if (!step_near(candidate, seen) || life_holds_other_number(candidate, seen, one->rules))
        return false;
    if (work->asking_count < ASKING_MOST && twin_was_told_apart(candidate))
        work->asking[work->asking_count++] = pair->column;
    imm_fit fit;
    const bool allowed = life_allows(candidate, seen, one->rules);
    if ((!allowed && !candidate->confirmed) ||
        track_fit_ahead(candidate, seen, &fit, ahead) != FUSION_OK ||
        !(fit.distance2 <= one->rules.settings->gate))
        return false;
    if (!allowed) {
        if (work->too_soon_count < STEP_CHOICES)
            work->too_soon[work->too_soon_count++] = pair->column;
        return false;
    }
    pair->log_weight = weight_of(one, candidate, seen, &fit);
    return true;
}

/* Adds the pair, or puts it in the place of the least likely of a row that has all its choices. */
static void pair_add(step *one, size_t row_first, associate_pair pair)
{
    associate_pair *const pairs = one->pairs.items;
    if (one->pairs.count - row_first < STEP_CHOICES) {
        pairs[one->pairs.count++] = pair;
        return;
    }
    size_t least = row_first;
    for (size_t k = row_first + 1; k < one->pairs.count; k++)
        if (pairs[k].log_weight < pairs[least].log_weight)
            least = k;
    if (pair.log_weight > pairs[least].log_weight)
        pairs[least] = pair;
}

/* Looks at a row's pair, and keeps what an update with it would need where it is the likeliest. */
static void pair_look(step *one, row_work *work, uint32_t column)
{
    const size_t row = work->row;
    step_ahead *const best = one->ahead.items;
    step_ahead *now = &best[step_ahead_count(one->group.count)];
    associate_pair pair = {.row = (uint32_t)row, .column = column};
    if (!pair_weigh(one, work, &pair, &now->of))
        return;
    pair_add(one, work->first, pair);
    if (row >= STEP_AHEAD_MOST || !(pair.log_weight > best[row].log_weight))
        return;
    now->column = column;
    now->log_weight = pair.log_weight;
    memcpy(&best[row], now, sizeof *now);
}

/* The weight that the plot has for the one where it is of both. False: it is not. */
static bool share_weigh(const step *one, const measure *seen, uint32_t own, uint32_t other,
                        double *log_weight)
{
    const track *candidate = step_member(one, own);
    const measure share = unresolved_share(seen, candidate, step_member(one, other));
    imm_fit fit;
    if (!life_allows(candidate, seen, one->rules) ||
        life_holds_other_number(candidate, seen, one->rules) ||
        track_fit(candidate, &share, &fit) != FUSION_OK ||
        !(fit.distance2 <= one->rules.settings->gate))
        return false;
    *log_weight = weight_of(one, candidate, seen, &fit);
    return true;
}

static void pair_set(step *one, size_t row_first, associate_pair pair)
{
    for (size_t k = row_first; k < one->pairs.count; k++)
        if (one->pairs.items[k].column == pair.column) {
            one->pairs.items[k].log_weight = pair.log_weight;
            return;
        }
    pair_add(one, row_first, pair);
}

/* A plot from between two tracks may lie outside the gates of both. */
static void pair_between(step *one, const row_work *work, uint32_t younger)
{
    const measure *seen = step_measure(one, work->row);
    const track *asking = step_member(one, younger);
    const double detection = step_detection(one, seen);
    for (size_t k = 0; k < one->found.count && detection > 0.0; k++) {
        const uint32_t older = one->found.items[k];
        const track *asked = step_member(one, older);
        if (asked->number != asking->twin)
            continue;
        const double distance = unresolved_distance(asking, asked, seen);
        associate_pair of_younger = {.row = (uint32_t)work->row, .column = younger};
        associate_pair of_older = {.row = (uint32_t)work->row, .column = older};
        if (!twin_unresolved(asking, asked, distance, INFINITY) ||
            !(unresolved_odds(asking, asked, seen, detection) > UNRESOLVED_FIRST) ||
            !share_weigh(one, seen, younger, older, &of_younger.log_weight) ||
            !share_weigh(one, seen, older, younger, &of_older.log_weight))
            return;
        pair_set(one, work->first, of_younger);
        pair_set(one, work->first, of_older);
        return;
    }
}

/* Of tracks that could both have the plot, the one at which the sensor is due to look has it
 * rather. Where only one could, and for beams that turn, all are as due and nothing changes. */
static void weigh_moments(step *one, const row_work *work)
{
    const measure *seen = step_measure(one, work->row);
    double moments[STEP_CHOICES], best = 0.0;
    const size_t count = one->pairs.count - work->first;
    associate_pair *const pairs = one->pairs.items + work->first;
    for (size_t k = 0; k < count && count > 1; k++) {
        moments[k] = life_moment(step_member(one, pairs[k].column), seen, one->rules);
        best = fmax(best, moments[k]);
    }
    for (size_t k = 0; k < count && count > 1; k++)
        pairs[k].log_weight += log(moments[k] / best);
}

/* The likeliest track of a row; NULL: it has none. */
static const track *likeliest(const step *one, const row_work *work)
{
    const associate_pair *pairs = one->pairs.items;
    size_t best = work->first;
    for (size_t k = best; k < one->pairs.count; k++)
        if (pairs[k].log_weight > pairs[best].log_weight)
            best = k;
    return best < one->pairs.count ? step_member(one, pairs[best].column) : NULL;
}

/* A plot on a track that was seen just now says that the sensor looks oftener than it is said to;
 * but not where it is a neighbour's, which has a track of its own elsewhere. */
static void tell_too_soon(const step *one, const row_work *work)
{
    const measure *seen = step_measure(one, work->row);
    const track *own = work->too_soon_count > 0 ? likeliest(one, work) : NULL;
    int64_t least_ns = INT64_MAX;
    for (size_t k = 0; k < work->too_soon_count; k++) {
        const track *on = step_member(one, work->too_soon[k]);
        const int64_t after_ns = seen->time_ns - track_look_seen(on, seen->sensor)->newest_ns;
        if (after_ns > 0 && after_ns < least_ns && (!own || twin_agree(own, on)))
            least_ns = after_ns;
    }
    if (least_ns < INT64_MAX)
        conditions_soon(one->rules.learnt, seen->sensor, least_ns);
}

void step_pair_plots(step *one)
{
    one->pairs.count = 0;
    for (size_t row = 0; row < one->group.count; row++) {
        row_work work = {.row = row, .first = one->pairs.count};
        step_index_near(one, step_measure(one, row));
        if (row < STEP_AHEAD_MOST) {
            one->ahead.items[row].column = UINT32_MAX;
            one->ahead.items[row].log_weight = -INFINITY;
        }
        for (size_t k = 0; k < one->found.count; k++)
            pair_look(one, &work, one->found.items[k]);
        for (size_t k = 0; k < work.asking_count; k++)
            pair_between(one, &work, work.asking[k]);
        weigh_moments(one, &work);
        tell_too_soon(one, &work);
    }
}

/* The pairs of a round of lines of sight. How thick false ones lie is taken of the round itself: as
 * thick as its lines would, all round. */
void step_pair_sights(step *one)
{
    const double others = (double)one->group.count / TURN;
    one->pairs.count = 0;
    for (size_t row = 0; row < one->group.count; row++) {
        const measure *seen = step_measure(one, row);
        const size_t row_first = one->pairs.count;
        for (size_t column = 0; column < one->members.count; column++) {
            const track *candidate = step_member(one, column);
            imm_fit fit;
            if (!step_near(candidate, seen) || track_fit(candidate, seen, &fit) != FUSION_OK ||
                !(fit.distance2 <= SIGHT_GATE))
                continue;
            const double log_weight = fit.log_likelihood - log(others) +
                                      log(SIGHT_SEEN * candidate->existence / (1.0 - SIGHT_SEEN));
            pair_add(one, row_first,
                     (associate_pair){(uint32_t)row, (uint32_t)column, log_weight, 0.0});
        }
    }
}
