/* health.h - the text of /health: what each sensor has sent of late, what became of it, and how
 * well picketd keeps up.
 *
 * JSON; a number that has no value is null, times are exercise time in seconds since 1970:
 *
 *     {"clock": {"time_s", "rate", "epoch_s"}, "bin_s": 10, "bins_from_s",
 *      "sensors": [{"sensor", "nation", "states": ["silent", "sum", "late", "refused", "differs"],
 *                   "period_s", "heard_s", "rate_per_s", "bins": [60 counts], "late_p95_s",
 *                   "late_allowed_s", "clock_ahead_s", "missing", "restarts", "received", "taken",
 *                   "refused": {reason: n}, "datagrams_refused": {reason: n},
 *                   "findings": [{"claim", "words"}], "nis": {"plots", "mean"}}]}
 *
 * states, the gravest first: silent (heard.h); its sum does not add up; late: of the last ten
 * minutes 95 of 100 do not keep 1 s, or the longer time that is expected of it; more than 1 of 100
 * refused; it differs from what is claimed of it (fusion/conduct.h), and findings say how. Empty:
 * normal. At a clock that ran at more than 1x in this run, the white cell's 1 s is that many times
 * longer: what a datagram takes on its way is of the machine's time. received = taken + the sum of
 * refused, since picketd began; bins, rate_per_s (of the last minute) and late_p95_s, an upper
 * bound of heard.h, are of the last ten minutes of this run. period_s null: irregular; heard_s
 * null: not in this run.
 *
 * To the white cell, besides: of each sensor "fused", "dropped", "waiting" and "difference", of
 * received = fused + dropped + waiting + the sum of refused, and of the whole
 *
 *      "sums": {"received", "fused", "refused", "dropped", "waiting", "difference"},
 *      "datagrams": [{"listener", "arrived", "decoded", "refused", "dropped"}],
 *      "unlisted": {reason: n},
 *      "engines": [{"view", "states": ["lag", "slow"], "tracks", "lag_s", "publish_s",
 *                   "median_s", "worst_s"}],
 *      "publish_allowed_s", "queues": [{"queue", "states": ["full"], "fill"}],
 *      "pages": {"open", "epochs_skipped"}
 *
 * publish_s: of its newest picture, how long after the input that closed its epoch it was handed
 * over; median_s, worst_s: of its last 60 pictures, a minute at epochs of one second and 1x.
 * tracks: confirmed and coasting. unlisted: datagrams that were refused and bear no sensor's name.
 * An engine lags by more than two epochs, or is slow where its newest picture took more than 80 of
 * 100 parts of the time allowed, which is an epoch at the clock's rate. A queue is full from 80 of
 * 100 on.
 *
 * What a nation may learn of its own sensors. Its text is a function of the configuration that
 * stands in its page anyway, of what its own sensors' datagrams held and when they were stamped,
 * and of what was released to one view that it opens: the first that is its own alone, of whose
 * engine findings and NIS are. Nothing of others' goes in: no sum over sensors, no engine, no
 * queue, and of its own reports neither what waits nor what was dropped behind the checks, for that
 * moves with the load of all. A stamp, too, is later where the loop is busy with others' reports;
 * its pictures tell it that by whole epochs, and this text tells it no finer: times of receipt,
 * bins, silence, lateness and clock are given in whole epochs. That a datagram did not come at all
 * (missing) it knows from its pictures. Held to this by tests/noninterference. A room's screen is
 * told nothing.
 */
#ifndef DAEMON_HEALTH_H
#define DAEMON_HEALTH_H

#include "daemon/told/metrics.h"

/* For the nation that opens these views (bit v); nation -1: for the white cell. The whole text,
 * ended by a zero byte that *size does not count; free() it. NULL: memory was refused. Of a
 * nation's, only configuration, line, heard, exercise_ns and exercise_rate are looked at. */
char *health_render(const metrics_snapshot *of, int nation, uint64_t views, size_t *size);

#endif
