/* beside.h - places under a floor: kept beside the view's own estimates, and never in them.
 *
 * A place that was moved by an offset of kilometres is no measurement: its error is the same from
 * one report to the next, so a filter that takes it for noise believes it more and more. One that
 * models the offset gains little, and takes part of it out. So such a stream is only carried
 * along: the newest report of each number, moved on with its velocity. It is bound to a track of
 * the view that it must be about, and then whichever of the two is surer of the place is shown.
 * Where no track clearly is the one, the stream is shown apart, with its own ellipse.
 *
 * Streams of one originator have errors in common, so they are never combined: of all that are
 * bound to a track, the surest is shown. Nothing is learnt from them.
 */
#ifndef FUSION_TRACK_BESIDE_H
#define FUSION_TRACK_BESIDE_H

#include "track/roster.h"

#define BESIDE_VOTES 4 /* tracks that a stream may be about, at once */

/* How well a track fits a stream, over the reports of a round. */
typedef struct beside_vote {
    uint64_t track; /* its number */
    double distance2;
} beside_vote;

typedef struct beside_stream {
    uint64_t name;   /* the source's number for the object, keyed anew, and its nation */
    uint64_t number; /* under which it is shown, until it is known whose it is */
    uint64_t track;  /* of the view, that it is about; 0: none. It may have ended meanwhile */
    measure last;
    cv_state state;   /* at last.time_ns */
    int64_t heard_ns; /* its release */
    double variance;  /* of the place on a level axis, then; m2 */
    unsigned reports; /* so far */
    unsigned doubts;  /* in a row that do not fit the track */
    unsigned round;   /* reports that the votes were asked about */
    uint8_t vote_count;
    beside_vote votes[BESIDE_VOTES];
} beside_stream;
_Static_assert(offsetof(beside_stream, name) == 0, "ORDER_PLACE reads it at the beginning");

typedef struct beside {
    struct {
        beside_stream *items;
        size_t count, capacity;
    } streams;   /* by name */
    order apart; /* those that are shown apart, the surest of each object; slots of streams */
    order bound; /* the surest of each track that has any, by the track's number; likewise */
} beside;

/* Makes room for `more` streams, as far as the ceiling `most` (0: none) lets them be kept. False:
 * memory was refused; what is shown is as it was. */
FUSION_CHECKED bool beside_reserve(beside *all, room *memory, size_t more, size_t most);
void beside_free(beside *all, room *memory);

/* Takes a report under a floor. False: it is of no stream that is kept, and `most` are. There must
 * be room. */
bool beside_take(beside *all, const measure *seen, const roster *tracks, size_t most,
                 const uint8_t key[16]);

/* Ends what was not heard of for too long, and sets out what is shown at now_ns: a stream whose
 * track has ended is shown apart under the track's number. */
void beside_pass(beside *all, const roster *tracks, int64_t now_ns);

/* A stream that is shown apart, as a picture shows it; in the order of their numbers. */
void beside_picture(const beside *all, size_t apart, int64_t now_ns, fusion_track *shown);

/* The track's place in the picture is taken by that of its stream, where this is surer. `from` is
 * where to look on in `bound`, 0 for the first track, then as it was left: tracks come by number.
 */
void beside_cover(const beside *all, size_t *from, int64_t now_ns, fusion_track *shown);

#endif
