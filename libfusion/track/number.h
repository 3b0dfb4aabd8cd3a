/* number.h - track and notice numbers: keyed hashes of released content.
 *
 * A number comes from what was released and from the view's key, never from a counter, a sequence
 * or a receipt: those would tell of reports that the view did not get. Without the key a number
 * tells nothing of the content, and the same object has unrelated numbers in two views.
 */
#ifndef FUSION_TRACK_NUMBER_H
#define FUSION_TRACK_NUMBER_H

#include "fusion/engine.h"

#include <stddef.h>
#include <stdint.h>

#define NUMBER_BITS 48

/* SipHash-2-4 of size bytes under a key of 16 (Aumasson and Bernstein 2012). */
uint64_t number_siphash(const uint8_t key[16], const uint8_t *bytes, size_t size);

/* Hash of all that was released of a report: what it says, when, and of whom as far as that may be
 * named. Not in it: stamp and time of release, scan, caveats, form. */
uint64_t number_content(const uint8_t key[16], const fusion_release *release,
                        const fusion_registry *registry);

/* A number in 1 .. 2^48 - 1 for this content. `attempt` is 0 at first and counts up where the
 * number is 0 or taken by another track of the view. */
uint64_t number_make(const uint8_t key[16], uint64_t content, unsigned attempt);

#endif
