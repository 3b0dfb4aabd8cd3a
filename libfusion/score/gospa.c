#include "score/gospa.h"

fusion_score_epoch gospa_of(const epoch_scene *one)
{
    const double c2 = one->cutoff * one->cutoff;
    const size_t missed = one->truth_count - one->pairs;
    const size_t false_tracks = one->track_count - one->pairs;
    const size_t larger = one->truth_count > one->track_count ? one->truth_count : one->track_count;
    const double unpaired = (double)(larger - one->pairs);
    return (fusion_score_epoch){
        .gospa = sqrt(one->square + 0.5 * c2 * (double)(missed + false_tracks)),
        .ospa = larger > 0 ? sqrt((one->square + c2 * unpaired) / (double)larger) : 0.0,
        .location = sqrt(one->square),
        .pairs = one->pairs,
        .missed = missed,
        .false_tracks = false_tracks,
    };
}

static void add_velocities(gospa *sums, const epoch_scene *one)
{
    double square = 0.0;
    size_t count = 0;
    for (size_t i = 0; i < one->truth_count; i++) {
        const size_t j = one->track_of[i];
        if (j == MATCH_ALONE || !one->truth[i].velocity_known || !one->tracks[j].velocity_known)
            continue;
        square += near_distance2(one->truth[i].velocity, one->tracks[j].velocity);
        count++;
    }
    mean_add(&sums->velocity_square, count > 0 ? square / (double)count : 0.0);
    sums->pairs_with_velocity += count;
}

void gospa_add(gospa *sums, const epoch_scene *one, const fusion_score_epoch *parts)
{
    mean_add(&sums->gospa, parts->gospa);
    mean_add(&sums->ospa, parts->ospa);
    mean_add(&sums->location, parts->location);
    mean_add(&sums->missed, (double)parts->missed);
    mean_add(&sums->tracks, (double)one->track_count);
    mean_add(&sums->false_tracks, (double)parts->false_tracks);
    mean_add(&sums->square, one->pairs > 0 ? one->square / (double)one->pairs : 0.0);
    sums->pairs += one->pairs;
    add_velocities(sums, one);
}

void gospa_read(const gospa *sums, fusion_score_figures *figures)
{
    figures->epochs = sums->gospa.count;
    figures->gospa = mean_of(&sums->gospa);
    figures->ospa = mean_of(&sums->ospa);
    figures->gospa_location = mean_of(&sums->location);
    figures->missed = mean_of(&sums->missed);
    figures->tracks = mean_of(&sums->tracks);
    figures->false_tracks = mean_of(&sums->false_tracks);
    figures->rmse = sums->pairs > 0 ? sqrt(mean_of(&sums->square)) : NAN;
    figures->velocity_rmse =
        sums->pairs_with_velocity > 0 ? sqrt(mean_of(&sums->velocity_square)) : NAN;
}
