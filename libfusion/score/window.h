/* window.h - OSPA(2): how far tracks lie from objects over the last few epochs, by whole tracks.
 * What it is: fusion/score.h.
 *
 * The base distance of an object and a track is the cutoff, less what each epoch in which the two
 * are near spares, over the epochs in which either is there. So only pairs that were near within
 * the window need be listed, and presence is a bit an epoch.
 */
#ifndef FUSION_SCORE_WINDOW_H
#define FUSION_SCORE_WINDOW_H

#include "score/epoch.h"

typedef struct window_contact window_contact;

typedef struct window_list {
    window_contact *contacts; /* by object, then track */
    size_t count, room;
} window_list;

/* Who was there: bit e, e epochs ago. */
typedef struct window_presence {
    uint64_t *bits;
    size_t count;
} window_presence;

typedef struct window {
    double cutoff;
    unsigned length;    /* epochs, 1 to FUSION_SCORE_WINDOW_MAX */
    size_t epochs;      /* taken so far */
    window_list *lists; /* length of them, the last taken at (epochs - 1) % length */
    window_presence objects, tracks;
    match_edge *edges;
    size_t edges_count, edges_room;
    size_t *cursors; /* one a list, for merging them */
    match_work match;
} window;

/* cutoff in m. false: memory was refused. */
FUSION_CHECKED bool window_create(window *of, double cutoff, unsigned length, size_t objects);

/* Room for an epoch with so many near pairs, and for so many track numbers. false: memory was
 * refused. */
FUSION_CHECKED bool window_reserve(window *of, size_t near_count, size_t numbers);

/* Takes an epoch, for which room was reserved, and gives OSPA(2) of the window that ends with it.
 */
double window_add(window *of, const epoch_scene *one);
void window_free(window *of);

#endif
