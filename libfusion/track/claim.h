/* claim.h - what sources say of a track besides where it is: categories, identity, type, label.
 *
 * One wrong word must not rename a track: a label is changed only by the same other label twice in
 * a row. An identity is the one stated last; a statement without confidence does not take the place
 * of one with. Where sources in the track disagree on the side (friend or neutral against suspect
 * or hostile), that is said.
 */
#ifndef FUSION_TRACK_CLAIM_H
#define FUSION_TRACK_CLAIM_H

#include "track/track.h"

/* Takes what the measurement says; its look is already in the track. */
void claim_take(track *one, const measure *seen);

/* Two sets of categories may be one object's: they share one, or one of them is empty. */
bool claim_compatible(uint8_t one, uint8_t other);

bool claim_conflict(const track *one);

#endif
