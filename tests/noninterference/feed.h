/* feed.h - random recordings for a random rule book: what sensors send while it is played.
 *
 * Objects fly about the book's areas and sensors look at them: plots, source tracks, bearings and
 * notices, with caveats, some of them late, some in one datagram. Times are those of world.h, a
 * fifth as long (feed_squeeze), so that a book's dates fall into two minutes.
 */
#ifndef TESTS_NONINTERFERENCE_FEED_H
#define TESTS_NONINTERFERENCE_FEED_H

#include "release/world.h"

enum {
    FEED_BEGINS = -15, /* s; on an epoch's start for all lengths of epochs in use */
    FEED_ENDS = 105,   /* likewise */
    FEED_CHANGES = 3,
    FEED_VISITS = 12
};

typedef struct feed_report {
    world_report is;
    uint32_t id;        /* the same in every variation of a recording; a copy has its own */
    double east, north; /* m/s */
    unsigned identity;  /* 0 to 7 */
    double sigma;       /* m */
    double azimuth;     /* of a bearing; degrees */
    char label[24];
    bool joined; /* in one datagram with the report before it */
} feed_report;

/* A view becomes another. */
typedef struct feed_change {
    unsigned view; /* index into the world's views */
    unsigned audience;
    int at; /* s */
} feed_change;

/* What is said about a room, by its owner or by the room; or its reader's word that it is there. */
typedef struct feed_visit {
    unsigned room;
    enum { FEED_ENTERS, FEED_LEAVES, FEED_RESTORE, FEED_WORD } does;
    unsigned who; /* of the room's guests; beyond them: somebody unknown */
    bool by_room;
    int at, half; /* s; half seconds added */
} feed_visit;

typedef struct feed {
    feed_report *reports; /* in order of receipt */
    unsigned count, room;
    feed_change changes[FEED_CHANGES]; /* in order of time */
    unsigned change_count;
    feed_visit visits[FEED_VISITS]; /* likewise */
    unsigned visit_count;
    uint32_t next_id;
} feed;

/* Divides all of a world's times by five. */
void feed_squeeze(world *w);

/* A form that moves places, as a warning does, has its areas judged where they are moved to, by a
 * key that the second evaluator does not have: a book with such a form names no area. */
void feed_unplace(world *w);

/* Begins as {0}; no view changes, and nobody visits. */
void feed_draw(feed *f, const world *w, uint64_t *state);
void feed_draw_changes(feed *f, const world *w, uint64_t *state); /* of views that are no rooms */

/* At its place in order of time; there must be room for it. */
void feed_add_change(feed *f, const feed_change *change);

/* Likewise; where there is no room for it, it is dropped. */
void feed_add_visit(feed *f, const feed_visit *visit);
void feed_drop_visit(feed *f, unsigned index);

void feed_free(feed *f);
void feed_copy(feed *to, const feed *from); /* keeps to's memory */

/* Puts in a report at its place in order of receipt, behind those of the same moment, with an id of
 * its own. */
void feed_add(feed *f, const feed_report *report);
void feed_remove(feed *f, unsigned index);

/* In order of receipt again; those of one moment stay as they are. */
void feed_sort(feed *f);

/* Reports that cannot be joined to the one before them any more are not. */
void feed_part(feed *f);

/* The datagram of reports[first..first + count), which are of one sensor and one stamp. Its bytes
 * stand until the next call. */
#define FEED_DATAGRAM 1400
size_t feed_encode(const world *w, const feed_report *reports, unsigned count, uint32_t sequence,
                   uint8_t data[FEED_DATAGRAM]);

#endif
