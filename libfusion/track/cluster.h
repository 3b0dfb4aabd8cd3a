/* cluster.h - which reports and tracks must be looked at together.
 *
 * Reports and tracks that could have to do with each other are joined; what is joined, directly or
 * over others, is one cluster, and clusters are worked each for itself. So what lies far away
 * changes nothing here. Connected components by union-find with path halving (Tarjan and van
 * Leeuwen 1984).
 *
 * Nodes are 0 .. reports + tracks - 1, reports first.
 */
#ifndef FUSION_TRACK_CLUSTER_H
#define FUSION_TRACK_CLUSTER_H

#include "fusion/status.h"
#include "track/indices.h"

typedef struct clusters {
    size_t reports, tracks;
    size_t count;         /* clusters that hold a report, in order of their first report */
    indices parent;       /* of each node */
    indices name;         /* of each node: its cluster */
    indices report;       /* reports, cluster after cluster, each in growing order */
    indices track;        /* tracks likewise, as 0 .. tracks - 1 */
    indices report_first; /* count + 1 of them: where each cluster begins in `report` */
    indices track_first;
} clusters;

/* Every node alone. False: memory was refused. */
FUSION_CHECKED bool cluster_clear(clusters *all, room *memory, size_t reports, size_t tracks);
void cluster_free(clusters *all, room *memory);

/* Two nodes have to do with each other. */
void cluster_join(clusters *all, uint32_t one, uint32_t other);

/* The two are in one cluster already: to look whether they have to do with each other is needless.
 */
bool cluster_joined(clusters *all, uint32_t one, uint32_t other);

/* Fills count and the lists. Tracks without a report belong to no cluster. */
void cluster_list(clusters *all);

#endif
