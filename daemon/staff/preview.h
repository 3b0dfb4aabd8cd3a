/* preview.h - what would change for whom, if this were said now: for exercise staff alone.
 *
 * Nothing is said, and no byte of a view, of the recording or of the log is another for it. Two
 * gates are asked about the same reports: as it decides now, and as it would once the sentence is
 * in effect. They are the reports of the last minute, at most REPORTERS_LOOKED (reporters.h), each
 * taken as if it came as many whole minutes later as bring it behind the moment of effect. So
 * nothing is told of what sensors will see then, and the numbers mean:
 *
 *     tracks  objects that the view has a track of at the newest epoch, by the scores
 *     gone    objects that go with the very epoch in which it takes effect: of the newest report of
 *             each sensor about them, the view keeps none that it has
 *     fewer   of the others, objects of which the view is given reports now, and would be given
 *             none: their tracks stay for a while without any, and end as the engine ends them
 *     gained  objects of which the view is given no reports now, and would be given some: a track
 *             begins with them
 *     given, given_then  of all reports looked at, how many the view is given, and would be
 *
 * Objects are counted by plots and source tracks: a bearing alone, or a warning, is nothing to
 * them. Without a truth all but the last two are null. A withdrawal is of
 * reports that are older: only what is gone is told of it.
 */
#ifndef DAEMON_PREVIEW_H
#define DAEMON_PREVIEW_H

#include "daemon/staff/scores.h"
#include "daemon/wire/control_wire.h"

/* JSON; who, sentence and until_ns of said are used. now_ns: the exercise clock; 0: not set. scored
 * NULL: there is no truth. free() it; NULL: memory was refused.
 *
 *     {"refused", "takes_effect", "looked", "cut",
 *      "views": [{"view", "tracks", "gone", "fewer", "gained", "given", "given_then"}]}
 *
 * refused: the name of the refusal, and there are no views; else null. takes_effect: seconds.
 * looked: reports looked at; cut: there were more.
 */
char *preview_text(const config *of, const scores *scored, const pipeline *line, int64_t now_ns,
                   const control_message *said, size_t *size);

#endif
