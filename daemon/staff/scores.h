/* scores.h - how good each view's picture is at the newest epoch, held against truth: for exercise
 * staff alone.
 *
 * It is told of pictures once they are made, as a publisher is, and of reports once they are
 * placed. Nothing goes back: pictures are the same bytes with and without it. What is scored is
 * what the picture files hold, confirmed and coasting tracks, as `picket score` scores them, so a
 * truth epoch at which a view showed nothing counts too.
 */
#ifndef DAEMON_SCORES_H
#define DAEMON_SCORES_H

#include "daemon/line/pipeline.h"
#include "daemon/staff/score_csv.h"

typedef struct scores scores;

/* Configuration and truth must outlive it. NULL: memory was refused. */
scores *scores_create(const config *of, const score_file *truth);
void scores_destroy(scores *one); /* NULL does nothing */

/* All begins anew. A view for which memory is refused has no figures until the next run. */
void scores_new_run(scores *one);

/* As pipeline_tap has it. */
void scores_report(scores *one, const fusion_report *report, uint64_t views);

/* A picture of the present, in order of epochs; settled ones are passed over. */
void scores_picture(scores *one, const pipeline_picture *picture);

/* JSON, of the newest epoch. The same run gives the same bytes whenever it is asked. Numbers that
 * have no value are null. free() it; NULL: memory was refused.
 *
 *     {"epoch_ns",
 *      "views": [{"view", "tracks", "complete", "first_warning_s", "rmse_m", "given",
 *                 "paired": [{"view", "objects", "sooner", "later", "by_s", "sooner_s"}]}],
 *      "all": [{"rule", "seen_by_all", "objects", "last_warned_s", "last_warned",
 *               "median_error_m", "given"}]}
 *
 * complete: share of the objects that have a track; first_warning_s: median over the objects seen
 * so far of the time until each was first seen; rmse_m: of this epoch's pairs; given: share of the
 * nation's own reports, up to this epoch, that anyone else is given under the rule (given.h). `all`
 * has the rules under which every nation has a view: the objects that all of them see, the longest
 * first_warning_s of those who were warned and whose it is, the median over all their pairs. Each
 * first_warning_s is of the objects of its own view: two are not to be laid side by side, as more
 * sharing adds objects that are seen late. What may be is `paired`, for each other view of the same
 * nation, over the objects that both have seen so far (paired.h): how many those are, how many of
 * them this view first saw sooner and later than that one, and by_s, the median over all of them of
 * this view's time less that one's: below 0 where it was sooner; sooner_s the median over those
 * alone that it saw sooner, of how much.
 */
char *scores_text(const scores *one, size_t *size);

/* Likewise:
 *
 *     {"epoch_ns", "objects": [{"id", "category", "lat_deg", "lon_deg", "height_m",
 *                               "seen": [{"view", "track", "error_m"}]}]}
 */
char *scores_truth_text(const scores *one, size_t *size);

#endif
