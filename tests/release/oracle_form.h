/* oracle_form.h - what forms make of a report's place and time. Private to the oracle. */
#ifndef TESTS_RELEASE_ORACLE_FORM_H
#define TESTS_RELEASE_ORACLE_FORM_H

#include "release/oracle.h"

/* Under a position step a track leaves at a multiple of ten seconds, or of its looks in tens up to
 * a minute. */
void oracle_leave(const oracle_question *q, oracle_release *release);

/* Where a report is shown in that form; what cannot be moved has no place and no height. */
oracle_areas oracle_shown(const oracle_question *q, const oracle_release *release);

/* Can it be moved as that form needs? Tracks only: without its circle a warning or a notice goes
 * out all the same. */
bool oracle_can_move(const oracle_question *q, const oracle_release *release);

/* Can a report be shown so? */
bool oracle_possible_form(const oracle_question *q, const oracle_release *release);

#endif
