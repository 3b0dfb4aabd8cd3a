#include "track/source.h"

#include "track/bind.h"
#include "track/claim.h"
#include "track/step_parts.h"
#include "track/twin.h"

#include <math.h>

/* Squared distances: of three dimensions for the recovered plot, of six for states. Chosen on
 * sources whose numbers were changed, swapped and used again once a minute: one report in a
 * thousand is held back for nothing, and one in five thousand goes to a wrong track. */
#define JUMP    30.0
#define DOUBT   9.0
#define DOUBTS  2
#define NEAR    22.0
#define ALIKE   6.0
#define REPORTS 3

typedef struct holder {
    uint32_t column;
    track *owner;
    binding *at;
} holder;

/* The track to which the number is bound; of two, the nearer. */
static holder holder_of(step *one, const measure *seen)
{
    holder best = {UINT32_MAX, NULL, NULL};
    double least = INFINITY;
    const indices *bearers = step_bearers_of(one, seen);
    for (size_t k = 0; k < bearers->count; k++) {
        const uint32_t i = bearers->items[k];
        track *owner = step_member(one, i);
        binding *at = bind_find(owner, seen);
        if (!at)
            continue;
        const double distance2 = bind_distance2(owner, seen);
        if (!best.owner || distance2 < least) {
            best = (holder){i, owner, at};
            least = distance2;
        }
    }
    return best;
}

/* The two nearest tracks that the number could mean. */
typedef struct nearest {
    uint32_t column; /* of the first */
    track *first;
    double distance2, second2;
} nearest;

static nearest nearest_open(step *one, const measure *seen, const track *besides)
{
    nearest found = {UINT32_MAX, NULL, INFINITY, INFINITY};
    step_index_near(one, seen);
    for (size_t k = 0; k < one->found.count; k++) {
        track *candidate = step_member(one, one->found.items[k]);
        if (candidate == besides || !step_near(candidate, seen) ||
            !bind_open(candidate, seen, one->rules.registry))
            continue;
        const double distance2 = bind_distance2(candidate, seen) -
                                 2.0 * claim_evidence(candidate, seen, one->rules.registry);
        if (distance2 < found.distance2) {
            found = (nearest){one->found.items[k], candidate, distance2, found.distance2};
        } else if (distance2 < found.second2) {
            found.second2 = distance2;
        }
    }
    return found;
}

/* The report says that the object is there, and what it is, but nothing of its motion. */
static void witness(step *one, track *owner, const measure *seen)
{
    imm_fit fit;
    if (track_fit(owner, seen, &fit) != FUSION_OK)
        return;
    life_hit(owner, seen, &fit, one->rules);
    claim_take(owner, seen);
}

static void bind_new(step *one, const measure *seen)
{
    const nearest found = nearest_open(one, seen, NULL);
    if (found.distance2 < NEAR) {
        binding *at = bind_make(found.first, seen);
        step_bears(one, found.column, seen);
        at->undecided = found.second2 - found.distance2 < ALIKE ? REPORTS : 0;
        witness(one, found.first, seen);
        return;
    }
    track *born = step_begin(one, seen, 1.0);
    if (born)
        bind_make(born, seen);
}

static bool has_jumped(step *one, const holder *at, const measure *seen, double distance2)
{
    if (distance2 > JUMP)
        return true;
    if (distance2 <= DOUBT) {
        at->at->doubts = 0;
        return false;
    }
    const double own2 = bind_distance2(at->owner, seen);
    if (own2 - nearest_open(one, seen, at->owner).distance2 > DOUBT)
        at->at->doubts++;
    return at->at->doubts >= DOUBTS;
}

/* True: the binding stays as it is for now. False: it has moved to a nearer track. */
static bool decide(step *one, const holder *at, const measure *seen)
{
    const double own2 = bind_distance2(at->owner, seen);
    const nearest other = nearest_open(one, seen, at->owner);
    if (own2 - other.distance2 > ALIKE) {
        bind_end(at->at);
        bind_new(one, seen);
        return false;
    }
    at->at->undecided = other.distance2 - own2 > ALIKE ? 0 : (uint8_t)(at->at->undecided - 1);
    return true;
}

/* A report under a number that is bound. */
static void take_bound(step *one, const holder *at, const measure *seen)
{
    tracklet next;
    measure plot;
    imm_fit fit;
    if (!bind_recover(at->at, seen, &next, &plot)) {
        bind_accept(at->at, seen, &next);
        claim_take(at->owner, seen);
        return;
    }
    if (at->at->undecided > 0) {
        if (decide(one, at, seen)) {
            bind_accept(at->at, seen, &next);
            witness(one, at->owner, seen);
        }
        return;
    }
    if (track_fit(at->owner, &plot, &fit) != FUSION_OK)
        return;
    if (has_jumped(one, at, seen, fit.distance2)) {
        bind_end(at->at);
        bind_new(one, seen);
        return;
    }
    bind_accept(at->at, seen, &next);
    if (fit.distance2 <= one->rules.settings->gate)
        step_give(one, at->column, &plot);
}

/* What the report says of other tracks that stand where its own does. */
static void ask_twins(step *one, track *owner, const measure *seen)
{
    const double detection = step_detection(one, seen);
    const int64_t half_ns = fusion_sensor_period(one->rules.registry, seen->sensor) / 2;
    if (detection > 0.0)
        step_index_near(one, seen);
    for (size_t k = 0; k < one->found.count && detection > 0.0; k++) {
        track *other = step_member(one, one->found.items[k]);
        if (other == owner || !step_near(other, seen))
            continue;
        const look *at = track_look_seen(other, seen->sensor);
        const bool both = at && seen->time_ns - at->newest_ns < half_ns;
        twin_look(owner, other, both ? 2.0 : 1.0, detection, INFINITY);
    }
}

void source_work(step *one, const measure *seen)
{
    const holder at = holder_of(one, seen);
    if (bind_coasts(at.at, seen)) {
        if (at.owner)
            claim_take(at.owner, seen);
        return;
    }
    if (!at.owner) {
        bind_new(one, seen);
        return;
    }
    ask_twins(one, at.owner, seen);
    take_bound(one, &at, seen);
}
