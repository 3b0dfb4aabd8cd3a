#include "score/siap.h"

#include <stdlib.h>
#include <string.h>

/* What an object's tracks say of its identity. */
struct siap_tally {
    size_t silent, right, wrong;
};

/* Sides that an identity takes: what is assumed counts as what it is assumed to be. */
typedef enum side { SIDE_NONE, SIDE_FRIEND, SIDE_NEUTRAL, SIDE_HOSTILE } side;

static side side_of(uint8_t identity)
{
    switch (identity) {
    case FUSION_ASSUMED_FRIEND:
    case FUSION_FRIEND:
        return SIDE_FRIEND;
    case FUSION_NEUTRAL:
        return SIDE_NEUTRAL;
    case FUSION_SUSPECT:
    case FUSION_HOSTILE:
        return SIDE_HOSTILE;
    default:
        return SIDE_NONE;
    }
}

bool siap_reserve(siap *sums, size_t truth_count)
{
    if (truth_count <= sums->room)
        return true;
    siap_tally *grown = realloc(sums->tallies, 2 * truth_count * sizeof *grown);
    if (!grown)
        return false;
    sums->tallies = grown;
    sums->room = 2 * truth_count;
    return true;
}

static void add_shares(siap *sums, const epoch_scene *one)
{
    size_t objects = 0, tracks = 0;
    for (size_t e = 0; e < one->near_count; e++)
        objects += e == 0 || one->near[e].row != one->near[e - 1].row;
    for (size_t j = 0; j < one->track_count; j++)
        tracks += one->owner_of[j] != MATCH_ALONE;
    if (one->truth_count > 0)
        mean_add(&sums->completeness, (double)one->pairs / (double)one->truth_count);
    if (objects > 0)
        mean_add(&sums->ambiguity, (double)tracks / (double)objects);
    if (one->track_count > 0)
        mean_add(&sums->spuriousness,
                 (double)(one->track_count - tracks) / (double)one->track_count);
}

static void add_track(siap *sums, const epoch_scene *one, size_t row, size_t column)
{
    const fusion_score_truth *truth = &one->truth[row];
    const fusion_score_track *track = &one->tracks[column];
    mean_add(&sums->distance, sqrt(near_distance2(truth->position, track->position)));
    if (truth->velocity_known && track->velocity_known)
        mean_add(&sums->velocity, sqrt(near_distance2(truth->velocity, track->velocity)));
    const side said = side_of(track->identity);
    siap_tally *tally = &sums->tallies[row];
    if (said == SIDE_NONE)
        tally->silent++;
    else if (said == side_of(truth->identity))
        tally->right++;
    else
        tally->wrong++;
}

static void add_identity(siap *sums, const fusion_score_truth *truth, const siap_tally *tally)
{
    const size_t spoken = tally->right + tally->wrong;
    if (side_of(truth->identity) == SIDE_NONE || spoken + tally->silent == 0)
        return;
    const bool correct = tally->wrong + tally->silent == 0;
    const bool incorrect = tally->right + tally->silent == 0;
    sums->tracked++;
    sums->unidentified += spoken == 0;
    sums->correct += correct;
    sums->ambiguous += spoken > 0 && !correct && !incorrect;
}

void siap_add(siap *sums, const epoch_scene *one)
{
    add_shares(sums, one);
    for (size_t i = 0; i < one->truth_count; i++)
        sums->tallies[i] = (siap_tally){0};
    for (size_t j = 0; j < one->track_count; j++)
        if (one->owner_of[j] != MATCH_ALONE)
            add_track(sums, one, one->owner_of[j], j);
    for (size_t i = 0; i < one->truth_count; i++)
        add_identity(sums, &one->truth[i], &sums->tallies[i]);
}

void siap_read(const siap *sums, fusion_score_figures *figures)
{
    const double tracked = sums->tracked > 0 ? (double)sums->tracked : NAN;
    figures->completeness = mean_of(&sums->completeness);
    figures->ambiguity = mean_of(&sums->ambiguity);
    figures->spuriousness = mean_of(&sums->spuriousness);
    figures->position_accuracy = mean_of(&sums->distance);
    figures->velocity_accuracy = mean_of(&sums->velocity);
    figures->identity_completeness = (double)(sums->tracked - sums->unidentified) / tracked;
    figures->identity_correctness = (double)sums->correct / tracked;
    figures->identity_ambiguity = (double)sums->ambiguous / tracked;
}

void siap_free(siap *sums)
{
    free(sums->tallies);
    memset(sums, 0, sizeof *sums);
}
