#include "track/step.h"

#include "track/claim.h"
#include "track/source.h"
#include "track/step_parts.h"
#include "track/streak.h"
#include "track/twin.h"
#include "track/unresolved.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#define BEGINS        0.5  /* chance of being no track's at which a plot begins one */
#define COUNTS        1e-4 /* a chance below which a plot is left out of a track's update */
#define SHARED_NEEDED 4    /* a number in two places is an error until it has stayed in both */
#define DUE           0.5  /* against the likelier one: less, and the look is not at both */
#define SURE          0.9  /* chance from which on a plot is held against what was expected of it */

bool step_reserve(step *one, room *memory, size_t measures, size_t tracks)
{
    const size_t members = tracks + measures;
    one->memory = memory;
    return step_index_reserve(one, memory, members) && step_groups_reserve(one, memory, measures) &&
           step_bearers_reserve(one, memory, measures, tracks) &&
           ROOM_FOR(memory, &one->found, 2 * members) && ROOM_FOR(memory, &one->members, members) &&
           ROOM_FOR(memory, &one->group, measures) && ROOM_FOR(memory, &one->rest, measures) &&
           ROOM_FOR(memory, &one->taken, measures) && ROOM_FOR(memory, &one->columns, members) &&
           ROOM_FOR(memory, &one->touched, members) &&
           ROOM_FOR(memory, &one->next, measures * STEP_CHOICES) &&
           ROOM_FOR(memory, &one->ahead, step_ahead_count(measures) + 1) &&
           ROOM_FOR(memory, &one->pairs, measures * STEP_CHOICES) &&
           associate_reserve(&one->association, memory, measures, members, measures * STEP_CHOICES);
}

void step_free(step *one, room *memory)
{
    indices *const lists[] = {&one->members, &one->group, &one->rest,
                              &one->found,   &one->next,  &one->touched};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        ROOM_FREE(memory, lists[i]);
    step_index_free(one, memory);
    step_groups_free(one, memory);
    step_bearers_free(one, memory);
    ROOM_FREE(memory, &one->pairs);
    ROOM_FREE(memory, &one->taken);
    ROOM_FREE(memory, &one->columns);
    ROOM_FREE(memory, &one->ahead);
    associate_free(&one->association, memory);
}

track *step_member(const step *one, size_t index)
{
    return &one->tracks->slots.items[one->members.items[index]];
}

/* Another track to which the measurement's number belongs. */
static track *number_holder(step *one, const measure *seen, const track *besides)
{
    if (seen->number == 0)
        return NULL;
    const indices *bearers = step_bearers_of(one, seen);
    for (size_t i = 0; i < bearers->count; i++) {
        track *holder = step_member(one, bearers->items[i]);
        if (holder != besides && life_holds_number(holder, seen, one->rules))
            return holder;
    }
    return NULL;
}

/* Whether another that is shown has its source's number too. */
static void note_sharing(step *one, track *owner, const measure *seen)
{
    const track *other = number_holder(one, seen, owner);
    owner->number_shared = other && other->confirmed;
}

void step_give(step *one, uint32_t column, const measure *seen)
{
    imm_fit fit;
    track *owner = step_member(one, column);
    if (track_fit(owner, seen, &fit) != FUSION_OK || track_update(owner, seen) != FUSION_OK)
        return;
    step_index_moved(one, column);
    life_hit(owner, seen, &fit, one->rules);
    step_bears(one, column, seen);
    claim_take(owner, seen);
    note_sharing(one, owner, seen);
}

static bool may_begin(const step *one)
{
    const size_t most = one->rules.settings->tracks_max;
    return most == 0 || roster_count(one->tracks) < most;
}

track *step_begin(step *one, const measure *seen, double alone)
{
    if (!may_begin(one))
        return NULL;
    track born;
    track_begin(&born, seen, unrest_at(one->unrest, seen->categories, seen->as.state.position));
    life_begin(&born, seen, alone, one->rules);
    claim_take(&born, seen);
    if (number_holder(one, seen, NULL))
        born.needed = SHARED_NEEDED;
    const uint32_t slot =
        roster_add(one->tracks, &born, one->rules.settings->number_key, seen->content);
    one->young->items[seen - one->measures] = slot;
    one->members.items[one->members.count++] = slot;
    step_columns_clear(one, one->members.count - 1);
    step_index_begun(one, (uint32_t)(one->members.count - 1));
    step_bears(one, (uint32_t)(one->members.count - 1), seen);
    return &one->tracks->slots.items[slot];
}

/* What may be one track's of the group, the likeliest first; at most IMM_RIVALS of them. */
typedef struct rivals {
    const measure *seen[IMM_RIVALS];
    uint32_t rows[IMM_RIVALS]; /* of them */
    double chances[IMM_RIVALS];
    size_t count;
    double sum;
} rivals;

static rivals rivals_of(const step *one, uint32_t column)
{
    rivals all;
    all.count = 0;
    all.sum = 0.0;
    for (uint32_t k = one->columns.items[column].first; k != UINT32_MAX; k = one->next.items[k]) {
        const associate_pair *pair = &one->pairs.items[k];
        if (pair->chance < COUNTS)
            continue;
        size_t at = all.count < IMM_RIVALS ? all.count++ : IMM_RIVALS - 1;
        for (; at > 0 && all.chances[at - 1] < pair->chance; at--) {
            all.chances[at] = all.chances[at - 1];
            all.seen[at] = all.seen[at - 1];
            all.rows[at] = all.rows[at - 1];
        }
        all.chances[at] = pair->chance;
        all.rows[at] = pair->row;
        all.seen[at] = step_measure(one, pair->row);
        all.sum += pair->chance;
    }
    return all;
}

/* What was kept of the pair with the likeliest of them; NULL: nothing, or of another track's. */
static track_ahead *ahead_of(step *one, uint32_t column, const rivals *all)
{
    step_ahead *left = all->rows[0] < STEP_AHEAD_MOST ? &one->ahead.items[all->rows[0]] : NULL;
    return left && left->column == column ? &left->of : NULL;
}

/* Chances are of what is the track's and the track an object; the estimate is that of an object. */
static void give_rivals(step *one, uint32_t column, rivals *all)
{
    track *owner = step_member(one, column);
    const double whole = life_after(owner, all->seen[0], all->sum, one->rules);
    for (size_t k = 0; k < all->count; k++)
        all->chances[k] /= whole;
    track_innovation innovation = {.fit = {.dimensions = 0}};
    const bool sure = owner->confirmed && all->chances[0] > SURE;
    if (track_update_rivals(owner, all->seen, all->chances, all->count, ahead_of(one, column, all),
                            sure ? &innovation : NULL) != FUSION_OK)
        return;
    step_index_moved(one, column);
    if (innovation.fit.dimensions > 0) {
        nis_note(one->nis, all->seen[0]->sensor, &innovation.fit);
        nis_note_noise(one->nis, all->seen[0]->sensor, &innovation.noise);
        conditions_fit(one->rules.learnt, all->seen[0]->sensor,
                       innovation.fit.distance2 / innovation.fit.dimensions);
    }
    life_joint(owner, all->seen[0], all->sum, one->rules);
    step_bears(one, column, all->seen[0]);
    if (all->sum < LIFE_TAKEN)
        return;
    if (owner->hits <= STREAK_YOUNG)
        one->young->items[all->seen[0] - one->measures] = one->members.items[column];
    claim_take(owner, all->seen[0]);
    note_sharing(one, owner, all->seen[0]);
}

double step_detection(const step *one, const measure *seen)
{
    if (fusion_sensor_period(one->rules.registry, seen->sensor) == 0)
        return 0.0;
    return conditions_detection(one->rules.learnt, seen->sensor, seen->cell);
}

static void sum_rows(step *one)
{
    for (size_t row = 0; row < one->group.count; row++)
        one->taken.items[row] = 0.0;
    for (size_t k = 0; k < one->pairs.count; k++)
        one->taken.items[one->pairs.items[k].row] += one->pairs.items[k].chance;
}

/* What a look with one report, or two, says of two tracks that could both have this one. */
static void ask_twin(step *one, uint32_t row, uint32_t column, uint32_t next, double detection)
{
    track *best = step_member(one, column), *other = step_member(one, next);
    const measure *seen = step_measure(one, row);
    step_column *of = one->columns.items;
    if (life_moment(other, seen, one->rules) < DUE * life_moment(best, seen, one->rules))
        return; /* this look is at the one alone: that at the other comes at another moment */
    const double reports = of[column].given + of[next].given;
    const double distance = unresolved_distance(best, other, seen);
    const bool alone = of[column].shared_row == UINT32_MAX && of[next].shared_row == UINT32_MAX;
    if (alone && reports <= 1.5 && reports >= LIFE_TAKEN &&
        twin_unresolved(best, other, distance, INFINITY) &&
        twin_unresolved(best, other, distance, unresolved_odds(best, other, seen, detection))) {
        of[column].shared_row = of[next].shared_row = row;
        of[column].shared_with = next;
        of[next].shared_with = column;
    }
    twin_look(best, other, reports, detection, distance);
}

/* What the look says of each two tracks that could both have the same report: the report of a row
 * with the next likeliest track beside the likeliest. */
static void ask_twins(step *one)
{
    const associate_pair *pairs = one->pairs.items;
    for (size_t first = 0, next; first < one->pairs.count; first = next) {
        size_t best = first;
        for (next = first; next < one->pairs.count && pairs[next].row == pairs[first].row; next++)
            if (pairs[next].log_weight > pairs[best].log_weight)
                best = next;
        const double detection = step_detection(one, step_measure(one, pairs[first].row));
        for (size_t k = first; k < next && detection > 0.0; k++)
            if (k != best)
                ask_twin(one, pairs[best].row, pairs[best].column, pairs[k].column, detection);
    }
}

/* What an object says of itself comes one by one, and to share each among all tracks near would
 * draw them, in time, to whoever says most: the likeliest track has it, with all their chances. */
static void decide(step *one)
{
    associate_pair *const pairs = one->pairs.items;
    for (size_t k = 0, best = 0; k < one->pairs.count; k++) {
        if (pairs[k].row != pairs[best].row)
            best = k;
        if (k == best)
            continue;
        const size_t more = pairs[k].log_weight > pairs[best].log_weight ? k : best;
        const double chances = pairs[k].chance + pairs[best].chance;
        pairs[k].chance = pairs[best].chance = 0.0;
        best = more;
        pairs[best].chance = chances;
    }
}

/* Both shares of a report that is of two, before either is moved. */
static void give_shared(step *one, uint32_t column)
{
    const step_column *at = &one->columns.items[column];
    const step_column *other = &one->columns.items[at->shared_with];
    if (at->shared_with < column)
        return;
    const measure *seen = step_measure(one, at->shared_row);
    const uint32_t columns[2] = {column, at->shared_with};
    const double given[2] = {at->given, other->given};
    track *pair[2] = {step_member(one, column), step_member(one, at->shared_with)};
    const measure shares[2] = {unresolved_share(seen, pair[0], pair[1]),
                               unresolved_share(seen, pair[1], pair[0])};
    const double both = unresolved_chance(step_detection(one, seen));
    const double reports = fmin(given[0] + given[1], 1.0);
    for (int i = 0; i < 2; i++) {
        const double chance = both * reports + (1.0 - both) * given[i];
        const double whole = life_after(pair[i], seen, chance, one->rules);
        const measure *share = &shares[i];
        const double part = chance / whole;
        if (track_update_rivals(pair[i], &share, &part, 1, NULL, NULL) != FUSION_OK)
            continue;
        step_index_moved(one, columns[i]);
        life_joint(pair[i], seen, chance, one->rules);
        step_bears(one, columns[i], seen);
    }
}

static void work_plots(step *one)
{
    const size_t members = one->members.count;
    step_pair_plots(one);
    associate_solve(&one->association, one->pairs.items, one->pairs.count, one->group.count,
                    members);
    if (life_reports_itself(step_measure(one, 0), one->rules))
        decide(one);
    sum_rows(one);
    step_columns_gather(one);
    ask_twins(one);
    for (size_t i = 0; i < one->touched.count; i++) {
        const uint32_t column = one->touched.items[i];
        if (one->columns.items[column].shared_row != UINT32_MAX) {
            give_shared(one, column);
            continue;
        }
        rivals all = rivals_of(one, column);
        if (all.count > 0)
            give_rivals(one, column, &all);
    }
    step_columns_release(one);
    for (size_t row = 0; row < one->group.count; row++)
        if (1.0 - one->taken.items[row] > BEGINS)
            step_begin(one, step_measure(one, row), 1.0 - one->taken.items[row]);
}

/* Lines of sight fit whatever stands along them: they say little of whether it is there. */
static void give_sights(step *one, uint32_t column, const rivals *all)
{
    imm_fit fit;
    track *owner = step_member(one, column);
    if (track_fit(owner, all->seen[0], &fit) != FUSION_OK ||
        track_update_rivals(owner, all->seen, all->chances, all->count, NULL, NULL) != FUSION_OK)
        return;
    step_index_moved(one, column);
    if (all->sum < LIFE_TAKEN)
        return;
    life_hit(owner, all->seen[0], &fit, one->rules);
    step_bears(one, column, all->seen[0]);
    claim_take(owner, all->seen[0]);
}

/* They begin no track. */
static void work_sights(step *one)
{
    const size_t members = one->members.count;
    step_pair_sights(one);
    associate_solve(&one->association, one->pairs.items, one->pairs.count, one->group.count,
                    members);
    step_columns_gather(one);
    for (size_t i = 0; i < one->touched.count; i++) {
        const rivals all = rivals_of(one, one->touched.items[i]);
        if (all.count > 0)
            give_sights(one, one->touched.items[i], &all);
    }
    step_columns_release(one);
}

static void work_group(step *one)
{
    const uint8_t kind = step_measure(one, 0)->kind;
    step_index_begin(one);
    if (kind == FUSION_PLOT)
        work_plots(one);
    else if (kind == FUSION_BEARING)
        work_sights(one);
    else
        for (size_t row = 0; row < one->group.count; row++)
            source_work(one, step_measure(one, row));
}

/* Who asked after the one asks after what it became, where the odds hold as well. That is older
 * still, so nobody comes to ask after itself. */
static void ask_on(step *one, const track *gone, const track *became)
{
    for (size_t i = 0; i < one->members.count; i++) {
        track *asking = step_member(one, i);
        if (asking->twin == gone->number)
            asking->twin = became->number;
    }
}

static void merge_twins(step *one)
{
    for (size_t i = 0; i < one->members.count; i++) {
        track *younger = step_member(one, i);
        const uint64_t number = twin_of(younger);
        for (size_t k = 0; k < one->members.count && number != 0; k++) {
            track *older = step_member(one, k);
            if (older->number == number && !older->merged) {
                twin_merge(older, younger);
                ask_on(one, younger, older);
            }
        }
    }
}

void step_work(step *one, const uint32_t *measures, size_t measure_count, const uint32_t *slots,
               size_t slot_count)
{
    assert(measure_count <= one->rest.capacity);
    assert(measure_count + slot_count <= one->members.capacity);
    one->rest.count = measure_count;
    for (size_t i = 0; i < measure_count; i++)
        one->rest.items[i] = measures[i];
    one->members.count = slot_count;
    for (size_t i = 0; i < slot_count; i++)
        one->members.items[i] = slots[i];
    step_columns_clear(one, 0);
    step_index_clear(one, slot_count + measure_count);
    step_bearers_begin(one, measure_count);
    if (!step_groups_make(one))
        assert(false && "step_reserve() made room for every measure");
    while (step_groups_take(one))
        work_group(one);
    merge_twins(one);
}
