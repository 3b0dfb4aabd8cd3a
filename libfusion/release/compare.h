/* compare.h - two rule books, compared by what they decide and not by how they are written.
 *
 * Both books are asked about the same sample reports, and what they answer is laid side by side.
 * The samples are chosen from both books: every rule, sensor and kind of report it sends; every
 * category alone and every two together; a place for each way in which the books' areas and bands
 * can hold one; a time in each stretch between two dates, at its beginning and at its end; nothing
 * declared, everything approved, each posture, each emergency, each agreement suspended; and the
 * caveats that keep it from an intermediary, since one way can hide another. Where the books cannot
 * tell two samples apart (categories that always stand together, sensors that are always meant
 * together), one of them is asked about.
 *
 * Equal changes fall together into one finding, with a witness: a report that, run as an example,
 * comes out differently in the two books.
 */
#ifndef FUSION_RELEASE_COMPARE_H
#define FUSION_RELEASE_COMPARE_H

#include "release/book.h"

/* What stands in either book. in[0], in[1]: its index there; -1: it is not in that book. */
typedef struct compare_name {
    const char *text;
    int in[2];
    size_t nation; /* of a sensor: its originator, of nations */
} compare_name;

typedef struct compare_names {
    compare_name *all;
    size_t count;
} compare_names;

/* One sentence, said so long before the report was measured, until lifted. */
typedef struct compare_act {
    int64_t before_ns;
    size_t who; /* of nations */
    char says[160];
    bool said[2]; /* whether it is a sentence in that book */
    book_act as[2];
} compare_act;

/* A report, received as it was measured, and who looks at it. */
typedef struct compare_sample {
    size_t rule, sensor; /* of rules, of sensors */
    size_t receiver;     /* of nations; of rooms, which have a rule of their own */
    bool room;
    uint8_t kind, categories;
    bool placed, height_known;
    double lat_deg, lon_deg, height;
    uint64_t number;
    bool no_relay; /* caveats */
    int not_to;    /* of nations; -1: nobody */
    int64_t at_ns;
    int64_t look_ns; /* INT64_MAX: as soon as it is released */
    compare_act *acts;
    size_t act_count;
} compare_sample;

/* One release, as an audience sees it. */
typedef struct compare_release {
    bool granted;
    form_steps steps;
    int64_t after_ns; /* since receipt */
    int64_t until_ns; /* it leaves the view again; INT64_MAX: never */
} compare_release;

typedef struct compare_shown {
    compare_release track, warning;
} compare_shown;

#define COMPARE_ALL_KINDS 15

typedef enum compare_way { COMPARE_LOOSER, COMPARE_STRICTER, COMPARE_DIFFERENT } compare_way;

/* One change, for each of these categories, kinds, sensors and rules. */
typedef struct compare_finding {
    compare_way way;
    size_t from; /* the originator, of nations */
    compare_shown was, is;
    uint8_t categories;
    uint8_t with;  /* together with one of these; 0: alone */
    uint8_t kinds; /* as bits: 1 << (kind - 1); COMPARE_ALL_KINDS: whatever these sensors send */
    bool *sensors, *rules;
    compare_sample witness; /* receiver and room are those of the finding */
} compare_finding;

typedef struct comparison {
    compare_names nations, sensors, rules, rooms;
    compare_finding *findings; /* by originator and receiver, in the order of the books */
    size_t count;
    struct compare_side *sides; /* two */
} comparison;

/* Compares; books must outlive the comparison.
 *
 * FUSION_NO_MEMORY  *made is left as it was */
FUSION_CHECKED fusion_status compare_books(const fusion_book *was, const fusion_book *is,
                                           comparison **made);
void compare_destroy(comparison *of); /* NULL does nothing */

/* What one of the books, 0 or 1, shows of a sample. What the book does not know (the rule, the
 * sensor, the receiver) is shown nothing; acts that are no sentence there are left out.
 *
 * FUSION_NO_MEMORY  *shown is left as it was */
FUSION_CHECKED fusion_status compare_ask(const comparison *of, int book,
                                         const compare_sample *sample, compare_shown *shown);

/* Track and warning are given alike, at the same time and in the same form, or not at all. */
bool compare_same(const compare_shown *one, const compare_shown *other);

#endif
