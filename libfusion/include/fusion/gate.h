/* gate.h - may this view have this report, when, and in what form?
 *
 * The gate stands before fusion. It is compiled from a rule book (book.h) and decides for all
 * views of a report at once. The decision depends on the report, the book and what was declared up
 * to the moment of release, never on any other report. What no clause releases is not released.
 */
#ifndef FUSION_GATE_H
#define FUSION_GATE_H

#include "fusion/book.h"
#include "fusion/engine.h"

/* One audience under one rule. */
typedef struct fusion_view {
    uint32_t audience; /* bit n: nation n of the registry; empty sees nothing */
    size_t rule;       /* index into the book's rules */
} fusion_view;

#define FUSION_VIEWS_MAX 64

typedef struct fusion_decision {
    int64_t release_ns; /* when the view gets it; of no meaning unless released */
    int64_t warning_ns; /* likewise of the warning, unless warned */
    uint16_t clause;    /* of the book: the last on the way; for logs, not for deciding */
    uint16_t warning_clause;
    uint8_t form;         /* index into the book's forms; 0 is exact */
    uint8_t warning_form; /* likewise, of the warning */
    bool released;        /* as it is or as a form leaves it */
    bool warned;          /* the event without the track, before the track or alone */
} fusion_decision;

/* In place of a clause: the originator has its own by nobody's leave. */
#define FUSION_CLAUSE_OWN UINT16_MAX

typedef struct fusion_gate fusion_gate;

/* Compiles the book for these views; keeps pointers to book and registry, which must outlive it.
 * views[0..count), count at most FUSION_VIEWS_MAX.
 *
 * FUSION_OUT_OF_RANGE  too many views, or one of them names a rule or nation that is not there
 * FUSION_NO_MEMORY     an allocation was refused
 * In both cases *gate is as it was.
 */
FUSION_CHECKED fusion_status fusion_gate_create(const fusion_book *book,
                                                const fusion_registry *registry,
                                                const fusion_view *views, size_t count,
                                                fusion_gate **gate);
void fusion_gate_destroy(fusion_gate *gate); /* NULL does nothing */

#define FUSION_EXERCISE_KEY 32

/* Sets the exercise key of a nation of the registry, from which the displacements of its places are
 * drawn where a form has a position step; without one such a form gives nothing of it. A key is a
 * secret of the nation's and of one exercise: whoever has it can take the displacements out. It is
 * copied. One thread at a time may use a gate that has keys.
 *
 * FUSION_OUT_OF_RANGE  there is no such nation
 * FUSION_NO_MEMORY     the gate is as it was */
FUSION_CHECKED fusion_status fusion_gate_key(fusion_gate *gate, uint8_t nation,
                                             const uint8_t key[FUSION_EXERCISE_KEY]);

/* Decides for every view: decisions[0..count of views). Cannot fail: what cannot be decided is not
 * released. */
void fusion_gate_decide(const fusion_gate *gate, const fusion_report *report,
                        fusion_decision *decisions);

/* What several views are given alike of a report: the track, or a warning of it. By which clause is
 * each view's own, and no part of what it is given. */
typedef struct fusion_share {
    uint64_t views;          /* bit v: view v of the gate's */
    int64_t after_ns;        /* release, counted from the stamp */
    const uint16_t *clauses; /* one for each of its views, in their order; as in fusion_decision */
    uint8_t form;            /* likewise */
    bool warning;
} fusion_share;

/* When its views get it, of a report with that stamp. It goes round at the end of the count, as
 * after_ns does, so that no time is beyond it. */
static inline int64_t fusion_share_release_ns(const fusion_share *share, int64_t stamp_ns)
{
    return (int64_t)((uint64_t)stamp_ns + (uint64_t)share->after_ns);
}

/* All that is given of a report, in a form that many reports share: shares[0..count), tracks before
 * warnings, no two of one time and form, and a view in one of each at most. */
typedef struct fusion_verdict {
    const fusion_share *shares;
    size_t count;
} fusion_verdict;

/* Verdicts given before. As a decision looks at nothing but the report, the book and what was
 * declared, two reports that do not differ in what the book asks about have the same: so it is
 * worked out once and found again, some hundred times as fast. The book is then asked of a report
 * (which of its areas it is in) and not once for each view. Precedents change no decision. */
typedef struct fusion_precedents fusion_precedents;

/* Keeps a pointer to the gate, which must outlive it; asks the gate and never changes it. Each
 * thread that decides has precedents of its own. Takes all its memory now: about 2 MB.
 *
 * FUSION_NO_MEMORY  *precedents is as it was */
FUSION_CHECKED fusion_status fusion_precedents_create(const fusion_gate *gate,
                                                      fusion_precedents **precedents);
void fusion_precedents_destroy(fusion_precedents *precedents); /* NULL does nothing */

/* Forgets all and goes on with another gate; the one before may then be destroyed. */
void fusion_precedents_follow(fusion_precedents *precedents, const fusion_gate *gate);

/* The same as fusion_gate_decide(). The shares stay until the next call with these precedents. What
 * is declared in between counts from the next call on; it must not be declared during one. */
fusion_verdict fusion_gate_judge(fusion_precedents *precedents, const fusion_report *report);

/* The verdict in the words of fusion_gate_decide(), for one of the gate's views; what is not given
 * is 0 there. */
fusion_decision fusion_verdict_decision(const fusion_verdict *verdict, const fusion_report *report,
                                        size_t view);

/* Gives the report in the form: a copy with what the form withholds removed, so that two reports
 * that differ in nothing else give the same release. A source that is not named is the registry's
 * unnamed one, has no number and no scan, and its receipt is the release. Under a position step its
 * place, time and number are others (release/floor.h). false: it is not released, and *release is
 * of no meaning. */
FUSION_CHECKED bool fusion_gate_apply(const fusion_gate *gate, const fusion_report *report,
                                      const fusion_decision *decision, fusion_release *release);

/* Gives the warning: a notice of the report's categories, minute and, where that can be moved, a
 * circle, with `warning` set. false:
 * there is none, and *release is of no meaning. */
FUSION_CHECKED bool fusion_gate_warn(const fusion_gate *gate, const fusion_report *report,
                                     const fusion_decision *decision, fusion_release *release);

/* Gives what the share gives, a track or a warning, as these two do: the same for each of its
 * views.
 */
FUSION_CHECKED bool fusion_gate_give(const fusion_gate *gate, const fusion_report *report,
                                     const fusion_share *share, fusion_release *release);

/* One thing said: a sentence of the rule book (release/README.md lists them), by whom, from when
 * and until when. It counts from the first epoch at or after at_ns. */
typedef struct fusion_said {
    const char
        *who; /* "white-cell", a nation's code, or a room's name, which speaks for the room */
    const char *sentence;
    int64_t at_ns;
    int64_t until_ns; /* 0: until lifted */
    int64_t run_ns;   /* 0; or it was said before the run that begins at this time, see below */
} fusion_said;

#define FUSION_WHITE_CELL "white-cell"
#define FUSION_ACTS_MAX                                                                            \
    1024 /* acts that a gate holds; a sentence of the white cell may be several */

/* Whether somebody of this name may say anything: the white cell, a nation or a room of the book.
 */
bool fusion_book_hears(const fusion_book *book, const char *who);

/* What was said before a run, and goes on in it, may have been said for a later time than that at
 * which the run begins. Then what narrows (hold, withdraw, suspended, terminated, enters) counts
 * from the begin on; all else (what widens, and what does both, as a posture) only from the time
 * for which it was said, unless it was taken back in between. It must be declared first and in the
 * order in which it was said, which decides among such sentences what was the last word.
 *
 * Declares said[0..count), in the order given: all of them or none. What is decided from then on
 * knows of them. Sentences are read and not kept.
 *
 * Each is said by the authority that it names, or by the white cell, which speaks for everyone
 * whose sentence it is: a hold of a sensor is then its owner's, the state of an agreement that of
 * all its parties, a posture that of every nation.
 *
 * FUSION_REFUSED    said[*taken] is no sentence of the language
 * FUSION_NOT_YOURS  said[*taken] is not for its speaker to say, or names what is not there: one
 *                   answer for both, so that it tells nothing of what is there. The white cell is
 *                   told FUSION_REFUSED instead
 * FUSION_NO_ROOM    with said[*taken] there would be more than FUSION_ACTS_MAX acts
 * FUSION_NO_MEMORY
 * In all four nothing was declared. taken may be NULL.
 */
FUSION_CHECKED fusion_status fusion_gate_declare(fusion_gate *gate, const fusion_said *said,
                                                 size_t count, size_t *taken);

/* The acts that it holds, lifts and what is over among them. */
size_t fusion_gate_acts(const fusion_gate *gate);

/* The length of an epoch, to whose starts dates and acts are carried; 1 s unless said.
 *
 * FUSION_NO_MEMORY  it is as it was */
FUSION_CHECKED fusion_status fusion_gate_epoch(fusion_gate *gate, int64_t epoch_ns);

/* The first moment after that time at which something dated or declared begins or ends, or somebody
 * enters or leaves a room; INT64_MAX: none. Only then can something that was given leave a view, or
 * a room's audience be another. */
int64_t fusion_gate_turn_ns(const fusion_gate *gate, int64_t after_ns);

/* Who stands before the screen of a room of the book (its index) at a time, by its visits and by
 * what was declared: nations of the registry. 0: it is dark. */
uint32_t fusion_gate_audience(const fusion_gate *gate, size_t room, int64_t at_ns);

/* Who entered such a room and has not left, and who has left but counts until it is restored: by
 * nation of the registry. */
typedef struct fusion_presence {
    uint16_t inside[FUSION_NATIONS_MAX]; /* how many of it; those who sit there are not counted */
    uint16_t unknown;                    /* people whom nobody knows */
    uint32_t lingers;                    /* bit n: nation n */
    bool unknown_lingers;
} fusion_presence;
fusion_presence fusion_gate_present(const fusion_gate *gate, size_t room, int64_t at_ns);

/* Which views have lost what they were given of a report, at a time: bit v of *tracks and of
 * *warnings for view v. It was withdrawn by its owner, or an agreement on its way stopped and says
 * that what was given before is removed; nothing brings it back. Of no meaning for a view that it
 * is not released to. */
void fusion_gate_removed(const fusion_gate *gate, const fusion_report *report, int64_t at_ns,
                         uint64_t *tracks, uint64_t *warnings);

/* What a view was given of one sensor, where the reports themselves are not known any more: it was
 * measured from first_ns to last_ns, and has these categories among it. */
typedef struct fusion_past {
    int64_t first_ns, last_ns;
    uint16_t sensor; /* of the registry */
    uint8_t categories;
} fusion_past;

/* Whether a view may have lost some of that by what took effect after since_ns and up to at_ns:
 * false only where fusion_gate_removed would have said so of every report that it may hold. What
 * was withdrawn as an item, in an area or under an agreement may be among it. */
bool fusion_gate_may_lose(const fusion_gate *gate, size_t view, const fusion_past *past,
                          int64_t since_ns, int64_t at_ns);

#endif
