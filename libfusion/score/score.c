#include "fusion/score.h"

#include "score/match.h"
#include "score/nees.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct object_state {
    uint8_t categories;
    bool born, found;
    int64_t born_ns, found_ns; /* of its first truth, of its first pair */
    uint64_t track;            /* that it was paired with last; of no meaning unless found */
} object_state;

/* A mean of what has a value, and of nothing else. */
typedef struct mean {
    double sum;
    size_t count;
} mean;

struct fusion_score {
    fusion_score_settings settings;
    object_state *objects;
    size_t object_count;
    match_work work;
    bool begun;
    int64_t newest_ns;
    int64_t first_ns;     /* of the epochs that count */
    size_t object_epochs; /* objects, summed over those epochs */
    size_t switches;
    size_t pairs, pairs_with_velocity;
    size_t covariances_refused;
    mean gospa, location, missed, tracks, false_tracks, completeness, ambiguity, spuriousness;
    mean square, velocity_square; /* of the epochs' mean squared errors */
    mean nees;
};

fusion_score_settings fusion_score_defaults(void)
{
    return (fusion_score_settings){.cutoff = 1000.0, .from_ns = INT64_MIN};
}

fusion_score *fusion_score_create(const fusion_score_settings *settings, const uint8_t *categories,
                                  size_t objects)
{
    fusion_score *score = calloc(1, sizeof *score);
    object_state *states = calloc(objects + 1, sizeof *states);
    if (!score || !states) {
        free(score);
        free(states);
        return NULL;
    }
    for (size_t i = 0; i < objects; i++)
        states[i].categories = categories[i];
    score->settings = *settings;
    score->objects = states;
    score->object_count = objects;
    return score;
}

void fusion_score_destroy(fusion_score *score)
{
    if (!score)
        return;
    match_free(&score->work);
    free(score->objects);
    free(score);
}

static void mean_add(mean *one, double value)
{
    one->sum += value;
    one->count++;
}

static double mean_of(const mean *one)
{
    return one->count > 0 ? one->sum / (double)one->count : NAN;
}

static double distance2(const double a[3], const double b[3])
{
    const double x = a[0] - b[0], y = a[1] - b[1], z = a[2] - b[2];
    return (x * x + y * y) + z * z;
}

static bool finite3(const double v[3])
{
    return isfinite(v[0]) && isfinite(v[1]) && isfinite(v[2]);
}

static fusion_status check(const fusion_score *score, int64_t time_ns,
                           const fusion_score_truth *truth, size_t truth_count,
                           const fusion_score_track *tracks, size_t track_count)
{
    if (score->begun && time_ns <= score->newest_ns)
        return FUSION_LATE;
    for (size_t i = 0; i < truth_count; i++) {
        if (truth[i].object >= score->object_count)
            return FUSION_OUT_OF_RANGE;
        if (!finite3(truth[i].position))
            return FUSION_NOT_FINITE;
    }
    for (size_t j = 0; j < track_count; j++)
        if (!finite3(tracks[j].position))
            return FUSION_NOT_FINITE;
    return FUSION_OK;
}

/* What an epoch adds up before it counts. */
typedef struct epoch_sums {
    size_t pairs;
    double square;
    double velocity_square;
    size_t velocities;
} epoch_sums;

static void take_pair(fusion_score *score, int64_t time_ns, const fusion_score_truth *truth,
                      const fusion_score_track *track, double square, epoch_sums *sums)
{
    object_state *object = &score->objects[truth->object];
    const bool counts = time_ns >= score->settings.from_ns;
    if (counts && object->found && object->track != track->track)
        score->switches++;
    if (!object->found)
        object->found_ns = time_ns;
    object->found = true;
    object->track = track->track;
    sums->pairs++;
    sums->square += square;
    if (truth->velocity_known && track->velocity_known) {
        sums->velocity_square += distance2(truth->velocity, track->velocity);
        sums->velocities++;
    }
    double nees = 0.0;
    if (!counts || !track->covariance_known)
        return;
    if (nees_of(truth->position, track->position, track->covariance, &nees))
        mean_add(&score->nees, nees);
    else
        score->covariances_refused++;
}

static epoch_sums take_pairs(fusion_score *score, int64_t time_ns, const fusion_score_truth *truth,
                             size_t truth_count, const fusion_score_track *tracks,
                             size_t track_count)
{
    epoch_sums sums = {0};
    for (size_t i = 0; i < truth_count; i++) {
        object_state *object = &score->objects[truth[i].object];
        if (!object->born)
            object->born_ns = time_ns;
        object->born = true;
        const size_t j = score->work.column_of[i];
        if (j != MATCH_ALONE)
            take_pair(score, time_ns, &truth[i], &tracks[j], score->work.cost[i * track_count + j],
                      &sums);
    }
    return sums;
}

/* Objects that have a track near them, and tracks that have an object near them. */
static void take_near(fusion_score *score, size_t truth_count, size_t track_count)
{
    const double near2 = score->settings.cutoff * score->settings.cutoff;
    const double *cost = score->work.cost;
    size_t objects = 0;
    for (size_t i = 0; i < truth_count; i++)
        for (size_t j = 0; j < track_count; j++)
            if (cost[i * track_count + j] < near2) {
                objects++;
                break;
            }
    size_t tracks = 0;
    for (size_t j = 0; j < track_count; j++)
        for (size_t i = 0; i < truth_count; i++)
            if (cost[i * track_count + j] < near2) {
                tracks++;
                break;
            }
    if (objects > 0)
        mean_add(&score->ambiguity, (double)tracks / (double)objects);
    if (track_count > 0)
        mean_add(&score->spuriousness, (double)(track_count - tracks) / (double)track_count);
}

static void take_epoch(fusion_score *score, int64_t time_ns, size_t truth_count, size_t track_count,
                       const epoch_sums *sums, const fusion_score_epoch *epoch)
{
    if (score->gospa.count == 0)
        score->first_ns = time_ns;
    score->object_epochs += truth_count;
    mean_add(&score->gospa, epoch->gospa);
    mean_add(&score->location, epoch->location);
    mean_add(&score->missed, (double)epoch->missed);
    mean_add(&score->tracks, (double)(epoch->pairs + epoch->false_tracks));
    mean_add(&score->false_tracks, (double)epoch->false_tracks);
    mean_add(&score->square, sums->pairs > 0 ? sums->square / (double)sums->pairs : 0.0);
    mean_add(&score->velocity_square,
             sums->velocities > 0 ? sums->velocity_square / (double)sums->velocities : 0.0);
    score->pairs += sums->pairs;
    score->pairs_with_velocity += sums->velocities;
    if (truth_count > 0)
        mean_add(&score->completeness, (double)sums->pairs / (double)truth_count);
    take_near(score, truth_count, track_count);
}

fusion_status fusion_score_add(fusion_score *score, int64_t time_ns,
                               const fusion_score_truth *truth, size_t truth_count,
                               const fusion_score_track *tracks, size_t track_count,
                               fusion_score_epoch *epoch)
{
    const fusion_status wrong = check(score, time_ns, truth, truth_count, tracks, track_count);
    if (wrong)
        return wrong;
    if (!match_reserve(&score->work, truth_count, track_count))
        return FUSION_NO_MEMORY;
    for (size_t i = 0; i < truth_count; i++)
        for (size_t j = 0; j < track_count; j++)
            score->work.cost[i * track_count + j] =
                distance2(truth[i].position, tracks[j].position);
    const double c2 = score->settings.cutoff * score->settings.cutoff;
    /* An object alone costs half of c^2, and so does the track that it then leaves alone. */
    match_solve(&score->work, truth_count, track_count, c2);
    const epoch_sums sums = take_pairs(score, time_ns, truth, truth_count, tracks, track_count);
    const size_t missed = truth_count - sums.pairs;
    const size_t false_tracks = track_count - sums.pairs;
    const fusion_score_epoch one = {
        .gospa = sqrt(sums.square + 0.5 * c2 * (double)(missed + false_tracks)),
        .location = sqrt(sums.square),
        .pairs = sums.pairs,
        .missed = missed,
        .false_tracks = false_tracks,
    };
    if (time_ns >= score->settings.from_ns)
        take_epoch(score, time_ns, truth_count, track_count, &sums, &one);
    score->newest_ns = time_ns;
    score->begun = true;
    if (epoch)
        *epoch = one;
    return FUSION_OK;
}

static int double_compare(const void *a, const void *b)
{
    const double one = *(const double *)a;
    const double other = *(const double *)b;
    return (one > other) - (one < other);
}

/* Median delay of the objects of these categories (0: all) that were found; NaN if none was. */
static double median_first(const fusion_score *score, uint8_t categories, double *delays)
{
    size_t count = 0;
    for (size_t i = 0; i < score->object_count; i++) {
        const object_state *object = &score->objects[i];
        if (object->found && (categories == 0 || (object->categories & categories)))
            delays[count++] = (double)(object->found_ns - object->born_ns) / (double)FUSION_SECOND;
    }
    if (count == 0)
        return NAN;
    qsort(delays, count, sizeof *delays, double_compare);
    return 0.5 * (delays[(count - 1) / 2] + delays[count / 2]);
}

static void read_firsts(const fusion_score *score, double *delays, fusion_score_figures *figures)
{
    figures->median_first = median_first(score, 0, delays);
    for (unsigned k = 0; k < FUSION_CATEGORIES; k++)
        figures->median_first_by_category[k] = median_first(score, (uint8_t)(1u << k), delays);
    for (size_t i = 0; i < score->object_count; i++) {
        const object_state *object = &score->objects[i];
        figures->never += object->born && !object->found;
        for (unsigned k = 0; k < FUSION_CATEGORIES; k++)
            figures->objects_by_category[k] += object->born && (object->categories >> k & 1);
    }
}

/* An epoch lasts as long as the grid's step, which two epochs are needed to know. */
static double object_hours(const fusion_score *score)
{
    const size_t epochs = score->gospa.count;
    if (epochs < 2)
        return NAN;
    const double span = (double)(score->newest_ns - score->first_ns) / (double)FUSION_SECOND;
    return (double)score->object_epochs * span / (double)(epochs - 1) / 3600.0;
}

fusion_status fusion_score_read(const fusion_score *score, fusion_score_figures *figures)
{
    double *delays = calloc(score->object_count + 1, sizeof *delays);
    if (!delays)
        return FUSION_NO_MEMORY;
    const double hours = object_hours(score);
    *figures = (fusion_score_figures){
        .epochs = score->gospa.count,
        .gospa = mean_of(&score->gospa),
        .gospa_location = mean_of(&score->location),
        .missed = mean_of(&score->missed),
        .tracks = mean_of(&score->tracks),
        .false_tracks = mean_of(&score->false_tracks),
        .completeness = mean_of(&score->completeness),
        .ambiguity = mean_of(&score->ambiguity),
        .spuriousness = mean_of(&score->spuriousness),
        .rmse = score->pairs > 0 ? sqrt(mean_of(&score->square)) : NAN,
        .velocity_rmse =
            score->pairs_with_velocity > 0 ? sqrt(mean_of(&score->velocity_square)) : NAN,
        .switches = score->switches,
        .switches_per_object_hour = hours > 0.0 ? (double)score->switches / hours : NAN,
        .nees = mean_of(&score->nees),
        .covariances_refused = score->covariances_refused,
    };
    nees_bounds(score->nees.count, &figures->nees_low, &figures->nees_high);
    read_firsts(score, delays, figures);
    free(delays);
    return FUSION_OK;
}
