#include "score/continuity.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct continuity_object {
    bool paired;
    uint64_t paired_with; /* last */
    size_t epochs;        /* that counted and had it */
    size_t tracked;       /* of these, those with a track that belonged to it */
    size_t needed;        /* tracks that it takes to cover the tracked ones */
    size_t since;         /* first tracked epoch, counted from 1, that the last of these covers */
    size_t covered;       /* count of epochs at which a track was found to cover all from there */
    size_t longest;       /* epochs in a row in which one track belonged to it */
};

/* What there is to say of the object that a track belonged to last. */
struct continuity_track {
    size_t object;
    size_t run, run_end;     /* epochs in a row; the count of epochs at the last of them */
    size_t since, last_seen; /* tracked epochs of the object that it covers: from .. to */
};

bool continuity_create(continuity *sums, size_t objects)
{
    memset(sums, 0, sizeof *sums);
    sums->objects = calloc(objects + 1, sizeof *sums->objects);
    sums->object_count = objects;
    return sums->objects != NULL;
}

bool continuity_reserve(continuity *sums, size_t numbers)
{
    if (numbers <= sums->tracks_room)
        return true;
    continuity_track *grown = realloc(sums->tracks, 2 * numbers * sizeof *grown);
    if (!grown)
        return false;
    memset(grown + sums->tracks_room, 0, (2 * numbers - sums->tracks_room) * sizeof *grown);
    sums->tracks = grown;
    sums->tracks_room = 2 * numbers;
    return true;
}

/* An object with a pair, and no other, has tracks that belong to it: two alone under the cutoff
 * would have been paired. */
static void take_pair(continuity *sums, const epoch_scene *one, continuity_object *object,
                      uint64_t track)
{
    sums->switches += one->counts && object->paired && object->paired_with != track;
    object->paired = true;
    object->paired_with = track;
    object->tracked += one->counts;
}

static void take_track(continuity *sums, continuity_track *track, size_t index)
{
    continuity_object *object = &sums->objects[index];
    const bool same = track->run > 0 && track->object == index;
    track->run = same && track->run_end + 1 == sums->epochs ? track->run + 1 : 1;
    if (!same || track->last_seen + 1 < object->tracked)
        track->since = object->tracked;
    track->object = index;
    track->run_end = sums->epochs;
    track->last_seen = object->tracked;
    if (track->since <= object->since)
        object->covered = sums->epochs;
    if (track->run > object->longest)
        object->longest = track->run;
}

/* Whoever covers all since the last change still does, or there is another change. To wait for as
 * long as any track covers takes the fewest tracks. */
static void take_change(const continuity *sums, continuity_object *object)
{
    if (object->covered == sums->epochs)
        return;
    object->needed++;
    object->since = object->tracked;
}

void continuity_add(continuity *sums, const epoch_scene *one)
{
    for (size_t i = 0; i < one->truth_count; i++) {
        const size_t j = one->track_of[i];
        if (j != MATCH_ALONE)
            take_pair(sums, one, &sums->objects[one->truth[i].object], one->tracks[j].track);
    }
    if (!one->counts)
        return;
    sums->first_ns = sums->epochs == 0 ? one->time_ns : sums->first_ns;
    sums->last_ns = one->time_ns;
    sums->epochs++;
    for (size_t j = 0; j < one->track_count; j++)
        if (one->owner_of[j] != MATCH_ALONE)
            take_track(sums, &sums->tracks[one->name_of[j]], one->truth[one->owner_of[j]].object);
    for (size_t i = 0; i < one->truth_count; i++) {
        continuity_object *object = &sums->objects[one->truth[i].object];
        object->epochs++;
        if (one->track_of[i] != MATCH_ALONE)
            take_change(sums, object);
    }
}

/* An epoch lasts as long as the grid's step, which two epochs are needed to know. */
static double epoch_hours(const continuity *sums)
{
    if (sums->epochs < 2)
        return NAN;
    const double span = (double)(sums->last_ns - sums->first_ns) / (double)FUSION_SECOND;
    return span / (double)(sums->epochs - 1) / 3600.0;
}

static double over(double sum, double whole)
{
    return whole > 0.0 ? sum / whole : NAN;
}

void continuity_read(const continuity *sums, fusion_score_figures *figures)
{
    size_t epochs = 0, tracked = 0, longest = 0, changes = 0;
    for (size_t i = 0; i < sums->object_count; i++) {
        const continuity_object *object = &sums->objects[i];
        epochs += object->epochs;
        tracked += object->tracked;
        longest += object->longest;
        changes += object->needed > 0 ? object->needed - 1 : 0;
    }
    const double hours = epoch_hours(sums);
    figures->switches = sums->switches;
    figures->switches_per_object_hour = over((double)sums->switches, (double)epochs * hours);
    figures->number_changes = changes;
    figures->number_changes_per_tracked_hour = over((double)changes, (double)tracked * hours);
    figures->longest_segment = over((double)longest, (double)epochs);
}

void continuity_free(continuity *sums)
{
    free(sums->objects);
    free(sums->tracks);
    memset(sums, 0, sizeof *sums);
}
