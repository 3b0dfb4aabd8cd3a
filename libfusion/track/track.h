/* track.h - one fused track and its estimate.
 *
 * Everything here is a function of a track and a measurement: nothing looks at other tracks, at a
 * clock, or at anything learnt elsewhere (what that says of the place, the track was told:
 * unrest.h, curve.h). So a track can be worked again from any earlier copy.
 */
#ifndef FUSION_TRACK_TRACK_H
#define FUSION_TRACK_TRACK_H

#include "estimate/tracklet.h"
#include "track/belief.h"
#include "track/measure.h"
#include "track/motion.h"
#include "track/nis.h"

#define CURVE_CASES 3 /* of curve.h */
#define TRACK_LOOKS 8 /* sensors remembered at once; the one silent longest makes room */

/* What one sensor has said of a track. */
typedef struct look {
    int64_t newest_ns;   /* its newest measurement in the track */
    int64_t delay_ns;    /* from measurement to release, as of late */
    int64_t interval_ns; /* between its measurements, as of late; 0 with the first */
    int64_t began_ns;    /* of its number */
    uint64_t number;     /* its own for the object; 0: none */
    uint64_t round;      /* of its newest measurement, see measure.h */
    uint32_t cell;       /* of that (conditions.h) */
    uint16_t sensor;
    uint16_t hits, missed; /* looks since the sensor first saw the track; they stop at 1,000 */
    uint16_t gap;          /* looks since newest_ns that did not see it */
    uint16_t off;          /* of them, those due while the sensor was off (hearing.h) */
    uint8_t nation;
    double covers; /* chance that the sensor can see the object where it is now */
    bool source_named, nation_named;
} look;

/* One number of a source that sends tracks, taken to mean this track (bind.h). */
typedef struct binding {
    bool bound;
    uint8_t doubts;    /* reports in a row that lie nearer to another track */
    uint8_t undecided; /* reports left in which the number may still go to another */
    uint16_t sensor;
    uint64_t number;
    int64_t began_ns;
    int64_t heard_ns;   /* its newest report */
    int64_t updated_ns; /* the newest measurement in that, where it is said */
    tracklet source;    /* what the source has said so far */
} binding;

/* An estimate that the track once had, for measurements that come late. Covariances rounded to 24
 * bits are good enough to tell objects apart; they never go back into the filter. */
typedef struct past {
    int64_t time_ns;
    double state[6];
    float covariance[21];
} past;

#define TRACK_PASTS    8 /* kept, PAST_APART between them: two minutes */
#define TRACK_BINDINGS 4 /* sources of tracks at once; the one silent longest makes room */

typedef struct track {
    uint64_t number;   /* of the picture; 0: the slot is free */
    int64_t time_ns;   /* for which the filter stands: the newest measurement used in it */
    int64_t newest_ns; /* newest measurement */
    int64_t begun_ns;  /* its first */
    imm filter;
    cv_state mean;    /* of the filter's models, at time_ns */
    double existence; /* chance that it is an object */
    double births;    /* new objects a scan and m3 that its first was weighed with */
    double others;    /* false plots a scan and m3 that its existence has it held against */
    uint32_t hits;    /* measurements taken */
    uint32_t needed;  /* of them before it may be confirmed */
    uint8_t look_count;
    uint8_t categories; /* that it is likeliest of */
    uint8_t possible;   /* all that some source ever gave it */
    uint8_t form;       /* of the newest measurement */
    bool confirmed;
    bool height_known;       /* some source gave a height */
    bool height_is_pressure; /* the newest of them */
    bool number_shared;      /* its source's number is that of another object too */
    bool merged;             /* into another; it ends */
    uint64_t twin;           /* an older track that may be of the same object; 0: none */
    double twin_odds;        /* that it is, logarithm (twin.h) */
    double told_apart;       /* the least distance at which a look saw the two of them, sigmas */
    uint64_t absorbed;       /* the confirmed one merged into this one last; 0: none */
    int64_t absorbed_ns;
    uint8_t claim_count;
    claim claims[FUSION_CLAIMS_MAX]; /* by nation, then sensor; which makes room: claim.h */
    double sides[BELIEF_SIDES];      /* chances, as of the newest of them */
    bool asks; /* it saw something, and was not told yet how unquiet things are (unrest.h) */
    /* That steady flight is straight, not level: what it was told, 0 where it is not asked; and
     * what it said since it is asked (curve.h). */
    double straight_odds, straight_said[CURVE_CASES];
    uint32_t type_code;
    uint64_t label_next; /* hash of another label, heard once; 0: none */
    char label[65];
    look looks[TRACK_LOOKS];
    binding bindings[TRACK_BINDINGS];
    uint8_t past_count, past_next; /* kept, and the place of the next */
    past pasts[TRACK_PASTS];
} track;

/* A track from one measurement with a position, where things are so unquiet (unrest.h). */
void track_begin(track *one, const measure *first, double unrest);

/* The filter carried to a time; to one more than TRACK_STALE before the track's, from the newest
 * estimate kept of the time before that. */
cv_state track_at(const track *one, int64_t time_ns);

#define TRACK_ALL 64 /* among so many tracks some have the same models */

/* The same of all[0..count), at most TRACK_ALL, to rounding: quicker, for tracks with the same
 * models are worked side by side. What each gets does not depend on the others. Of one measurement
 * nobody knows how its object moves: what has no more is where track_about() has it. */
void track_all_at(const track *const *all, size_t count, int64_t time_ns, cv_state *states);

/* The same in one model that covers them all: quicker, and it serves to leave out what is far away.
 * Only the trace of the covariance of place is asked for that. The root of it is at least .95 of
 * what track_at() has until the track is lost (motion.h); along one axis it may be less: 128 s
 * after its last plot the vertical sigma of an aircraft or a missile is some .6 of that. */
cv_state track_about(const track *one, int64_t time_ns);

/* No more of that than where the track is, how fast, and how wide the covariances of both are. */
typedef struct track_place {
    double position[3], velocity[3];
    double position_trace, velocity_trace; /* of the covariances; m^2, m^2/s^2 */
} track_place;
track_place track_place_about(const track *one, int64_t time_ns);

/* How the measurement fits the track at its own time. Of one from the track's recent past, the
 * filter is carried back as a straight line, and the acceleration noise of the time between is
 * added to that of the measurement; of one older than that, it is held against what the track was
 * then.
 *
 * A plot's velocity counts with its place where it came with its accuracy and is not of the past. A
 * height that is only believed has the density of the belief, whatever the track knows.
 *
 * FUSION_NOT_POSITIVE, FUSION_NOT_FINITE, FUSION_OUT_OF_RANGE  as cv_fit_position and cv_fit_line
 */
FUSION_CHECKED fusion_status track_fit(const track *one, const measure *seen, imm_fit *fit);

/* The filter as a measurement meets it: carried to its time, or shifted to it by `lag` seconds. */
typedef struct track_ahead {
    imm filter;
    double lag;
} track_ahead;

/* The same, and what it takes to get there, kept for an update with it. */
FUSION_CHECKED fusion_status track_fit_ahead(const track *one, const measure *seen, imm_fit *fit,
                                             track_ahead *ahead);

/* Takes the measurement into the estimate, and moves the track's time on if it is newer. What is
 * more than TRACK_STALE older than the track's time moves nothing: it has next to nothing to say of
 * the present. Statuses as above; with any of them the track is as it was. */
#define TRACK_STALE (10 * FUSION_SECOND)
FUSION_CHECKED fusion_status track_update(track *one, const measure *seen);

/* How a measurement lay to where a track expected it. */
typedef struct track_innovation {
    cv_fit fit; /* without dimensions: there is none */
    nis_noise noise;
} track_innovation;

/* The same with several measurements of one look round, of which at most one is the track's own,
 * each with a chance; the first is the likeliest, and the track's time becomes that of it. No more
 * than IMM_RIVALS are taken. *innovation, which may be NULL, gets how the first lay to the mean of
 * the models before; dimensions stay 0 where nothing was moved. `ahead` is what track_fit_ahead()
 * left of the first, the track being the same since, and is used up; NULL: that is worked anew. */
FUSION_CHECKED fusion_status track_update_rivals(track *one, const measure *const *seen,
                                                 const double *chances, size_t count,
                                                 track_ahead *ahead, track_innovation *innovation);

/* The sensor's look in the track; NULL where there is none. */
look *track_look(track *one, uint16_t sensor);
const look *track_look_seen(const track *one, uint16_t sensor);

/* Standard deviation of position square to the vertical at a time, the mean of all directions; m.
 */
double track_sigma_horizontal(const track *one, int64_t time_ns);

/* Largest standard deviation of position is at most this; m. */
double track_sigma_bound(const cv_state *filter);

#endif
