/* step.h - one cluster's measurements of one epoch, worked in order of time.
 *
 * The measurements are taken in groups: one look round of one sensor, in which an object gives at
 * most one report. For each group the tracks of the cluster are carried to each measurement's own
 * time, and each pair gets its chance over the joint hypotheses (associate.h). A track is updated
 * with all that may be its own; a measurement that is likely no track's begins one. What comes out
 * is a function of the tracks, the measurements, the rules and what was learnt before this epoch.
 */
#ifndef FUSION_TRACK_STEP_H
#define FUSION_TRACK_STEP_H

#include "track/associate.h"
#include "track/indices.h"
#include "track/life.h"
#include "track/nis.h"
#include "track/roster.h"
#include "track/search.h"
#include "track/tie.h"
#include "track/unrest.h"

/* Pairs considered for a measurement: the cheapest of them. More than so many tracks within one
 * gate cannot be told apart anyway, and the work stays bounded. */
#define STEP_CHOICES 16

#define STEP_SIGMAS 6.0   /* the square root of the stock settings' squared distance, 36 */
#define STEP_SIGHT  600e3 /* m; no line of sight is followed farther than this */

/* What a group may have of a member. */
typedef struct step_column {
    uint32_t first; /* of its pairs; UINT32_MAX: it has none. Stays so between groups */
    double given;   /* how many of the group it is likely to have */
    uint32_t shared_row, shared_with; /* a report that may be another member's as well
                                       * (unresolved.h); UINT32_MAX: there is none */
} step_column;

/* Members by their columns, where a cluster is large (step_parts.h). */
typedef struct step_index {
    search near;
    indices placed; /* of each member, where in `near` it was put last */
    size_t room;    /* in it, for this cluster */
    int64_t from_ns, until_ns;
    bool made;      /* for that time */
    bool all_found; /* `found` holds all members */
} step_index;

/* A cluster's measures by looks (step_parts.h); numbers are places in `rest`. */
typedef struct step_groups {
    ties rounds;   /* the first measure of each group */
    ties numbers;  /* the first of each source's number in a round */
    indices next;  /* of each measure, the next of its group; UINT32_MAX: it is the last */
    indices last;  /* of each first, the last of its group; UINT32_MAX: it is no first */
    indices times; /* of each first of a number, how many have it */
    size_t at;     /* the groups from here on are not yet worked */
    size_t left;   /* measures of them */
} step_groups;

/* Which members bear which numbers of sources (step_parts.h). */
typedef struct step_bearer {
    uint32_t column, next; /* of the same number; UINT32_MAX: it is the last */
} step_bearer;

typedef struct step_bearers {
    ties numbers; /* the first of each number */
    struct {
        step_bearer *items;
        size_t count, capacity;
    } all;
    indices found;
    size_t room; /* for this cluster */
    bool made;
} step_bearers;

/* What a pair left for an update: of each measure that of the likeliest track. */
typedef struct step_ahead {
    uint32_t column;
    double log_weight; /* -INFINITY: nothing */
    track_ahead of;
} step_ahead;

typedef struct step {
    life_rules rules;
    roster *tracks;
    nis *nis;
    const unrest *unrest;
    const measure *measures;
    indices *young;  /* gets the slot of the young track that a measure is of (streak.h) */
    indices members; /* slots of the cluster's tracks; births are added */
    indices group;   /* measures of the group in work */
    indices rest;    /* measures of the cluster */
    step_groups groups;
    step_index index;
    step_bearers bearers;
    indices found; /* columns near a measure, in order */
    room *memory;  /* the engine's; nothing is taken of it while a cluster is worked */
    struct {
        associate_pair *items;
        size_t count, capacity;
    } pairs;
    struct {
        double *items;
        size_t count, capacity;
    } taken;         /* of each measure of the group, the chance that it is some track's */
    indices next;    /* of each pair, the next of its column; UINT32_MAX: it is the last */
    indices touched; /* members that have pairs, in order */
    struct {
        step_column *items;
        size_t count, capacity;
    } columns; /* of each member, of meaning only for those that are touched */
    struct {
        step_ahead *items;
        size_t count, capacity;
    } ahead; /* of each measure of the group, up to a bound, and one beyond */
    associate_work association;
} step;

/* Makes room for clusters of up to so many measurements and tracks. False: memory was refused. */
FUSION_CHECKED bool step_reserve(step *one, room *memory, size_t measures, size_t tracks);
void step_free(step *one, room *memory);

/* Works a cluster: measures as indices in order (measure_compare), tracks as slots. Cannot fail. */
void step_work(step *one, const uint32_t *measures, size_t measure_count, const uint32_t *slots,
               size_t slot_count);

/* For source.h. A member of the cluster in work; gives it a measurement; begins a track from one,
 * which with the chance `alone` is of no other (NULL: the ceiling of tracks is reached). */
track *step_member(const step *one, size_t index);
void step_give(step *one, uint32_t column, const measure *seen);
track *step_begin(step *one, const measure *seen, double alone);

/* The probability that a look like the measurement's sees an object; 0: it is no look. */
double step_detection(const step *one, const measure *seen);

/* Whether the two could have to do with each other, by distance and speed alone: the rule by which
 * clusters are joined, and the first test of a pair. */
bool step_near(const track *one, const measure *seen);

/* How far a track, or six sigma of it, may lie from its place `middle` within `half` seconds before
 * and after. */
double step_reach(const track *one, const track_place *middle, double half);

#endif
