/* question.h - one report asked about: what of it does not depend on the rule, and for which other
 * reports the answer would be the same. Private to decide.c, precedent.c and question.c.
 *
 * An answer asks whether moments come before bounds: the measurement, and releases, each a constant
 * after the stamp; bounds are where something begins to stand or to fall. So another report that
 * differs in its times alone has the same answer, counted from its stamp, as long as each moment
 * stays on its side of each bound asked about: which times those are is worked out on the way. For
 * the measurement they are those of its stretch (moment.h) and of withdrawals.
 */
#ifndef FUSION_RELEASE_QUESTION_H
#define FUSION_RELEASE_QUESTION_H

#include "release/place.h"
#include "release/table.h"

/* What is shown: the track, or whatever comes first, a track or a warning. */
typedef enum question_kind { QUESTION_TRACK, QUESTION_FIRST } question_kind;

/* A nation's earliest release that stands beyond a time: it is that for each time from there until
 * it stands no longer, or where there is none, for each later time. */
typedef struct question_answer {
    int64_t beyond_ns;
    gate_grant grant;
} question_answer;

#define QUESTION_ANSWERS 16 /* kept of a nation */

/* A place, and the areas that it is in, judged when first asked about. */
typedef struct question_place {
    uint64_t judged, certain, possible;
    bool placed;
    place at;
} question_place;

typedef struct question {
    const fusion_gate *gate;
    const fusion_report *report;
    size_t sensor;   /* of the book */
    size_t stretch;  /* in which it was measured */
    uint32_t barred; /* nations of the book that a caveat keeps it from */

    question_place here;   /* where it is */
    question_place moved;  /* where the form asked about last would move it, */
    form_steps moved_form; /* as far as that matters; 0: none was asked about */
    bool movable;

    /* First and last times of other reports with the same answer. lasting: there are others, for
     * each moment moves with the stamp, and each area asked about was judged beforehand. */
    bool lasting;
    int64_t measured_first_ns, measured_last_ns, stamp_first_ns, stamp_last_ns;

    uint32_t capped; /* nations whose cap is known */
    int64_t cap_ns[FUSION_NATIONS_MAX];

    size_t rule;                              /* index into the gate's rules */
    uint32_t answered[2][FUSION_NATIONS_MAX]; /* how often it was worked out */
    question_answer answers[QUESTION_ANSWERS][2][FUSION_NATIONS_MAX]; /* the newest of them */
} question;

/* false: a sensor that the book does not list, a kind that is none: nothing is released. */
bool question_ask(question *q, const fusion_gate *gate, const fusion_report *report);

/* Decides for every view; asked: what question_ask() said. */
void question_decide(question *q, bool asked, fusion_decision *decisions);

/* Is the report, shown in that form, certainly (for a permission), possibly (for a prohibition) in
 * these areas, 0 being everywhere, and outside those excepted? A permission asks about the place
 * that is shown, a prohibition about that and the true one. */
bool question_certain(question *q, form_steps steps, uint64_t where, uint64_t except);
bool question_possible(question *q, form_steps steps, uint64_t where, uint64_t except);

/* From when on an owner's never, or its hold or withdrawal, keeps the report in that form from the
 * nation; not after its measurement: at once; INT64_MAX: never. */
int64_t question_cap(question *q, form_steps steps, unsigned nation);

/* The same of holds on the clause's agreement, and of its intermediary's. */
int64_t question_clause_cap(question *q, form_steps steps, const gate_clause *clause);

/* From when on what was given by the clause in that form leaves the view again: withdrawn, or by an
 * agreement that says so when it ends. */
int64_t question_removed(question *q, form_steps steps, const gate_clause *clause);

/* Under a position step a report leaves at certain times only, and some cannot be moved: makes the
 * release as late as that. false: it falls. Of other forms nothing is asked. */
bool question_floor(question *q, form_steps steps, int64_t *at_ns);

/* Makes a release at least as late and as coarse as every limit that may fit until then. */
void question_limit(question *q, unsigned nation, gate_grant *grant);

/* Approval by the clause's owner, of a category or of the report's item: until when it stands
 * without a gap, if it does at that time, else that time itself; and from when on. */
int64_t question_approved_until(question *q, uint32_t clause, unsigned category, int64_t at_ns);
int64_t question_approved_from(question *q, uint32_t clause, int64_t at_ns);

/* Does a moment after the stamp come before a bound? */
bool question_before(question *q, int64_t at_ns, int64_t bound_ns);

/* A moment that much later: every moment after the stamp is made so. */
int64_t question_later(question *q, int64_t at_ns, int64_t delay_ns);

#endif
