/* imm_sets.h - sets of models, and short ways to what a filter has of one, for tests of imm.h. */
#ifndef TESTS_ESTIMATE_IMM_SETS_H
#define TESTS_ESTIMATE_IMM_SETS_H

#include "estimate/imm.h"

extern const imm_set imm_alone;   /* one, of an aircraft */
extern const imm_set imm_quiet;   /* two: nothing moves and nothing spreads, so all is mixing */
extern const imm_set imm_turning; /* three: straight, a turn, much noise */
extern const imm_set imm_lying;   /* two: still for an hour and then, where it moves, as it likes */

cv_state motion_of_model(const imm *filter, int m);
ct_rate rate_of_model(const imm *filter, int m);
imm_measured at_position(const double *position, const double *r);

#endif
