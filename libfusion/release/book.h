/* book.h - a rule book as it was read: what the gate is compiled from and what people are told.
 *
 * Everything is an index into the book's own lists, in the order of the file. Sets of nations are
 * bits of a uint32_t; of areas, periods and agreements of a uint64_t; of sensors four words; of
 * categories and kinds of report a byte. Nothing here decides anything: gate.h does.
 */
#ifndef FUSION_RELEASE_BOOK_H
#define FUSION_RELEASE_BOOK_H

#include "fusion/book.h"
#include "fusion/report.h"
#include "release/form.h"

#define BOOK_NAME_ROOM       49
#define BOOK_TITLE_MAX       400 /* bytes */
#define BOOK_RULES_MAX       64
#define BOOK_AGREEMENTS_MAX  64
#define BOOK_AREAS_MAX       64
#define BOOK_PERIODS_MAX     64
#define BOOK_EMERGENCIES_MAX 32
#define BOOK_CORNERS_MAX     500
#define BOOK_FORMS_MAX       255 /* combinations included */

/* Kinds of report as bits: 1 << (kind - 1). */
#define BOOK_TRACKS                                                                                \
    ((1u << (FUSION_PLOT - 1)) | (1u << (FUSION_TRACK_STATE - 1)) | (1u << (FUSION_BEARING - 1)))
#define BOOK_NOTICES (1u << (FUSION_NOTICE - 1))

typedef struct book_sensor_set {
    uint64_t words[FUSION_SENSORS_MAX / 64];
} book_sensor_set;

typedef enum book_state {
    BOOK_DRAFT,
    BOOK_IN_FORCE,
    BOOK_NOTICE_GIVEN,
    BOOK_NOTICE_SUSPENDED,
    BOOK_SUSPENDED,
    BOOK_TERMINATED
} book_state;
#define BOOK_STATES 6
extern const char *const book_state_names[BOOK_STATES];

/* In force are three of the six. */
bool book_state_in_force(book_state state);

#define BOOK_POSTURES 4
extern const char *const book_posture_names[BOOK_POSTURES]; /* routine first */

typedef struct book_area {
    char name[BOOK_NAME_ROOM];
    int line;
    bool banded;      /* only heights from low to high, both included */
    double low, high; /* m above WGS 84 */
    enum { BOOK_CIRCLE, BOOK_BOX, BOOK_POLYGON } shape;
    double lat, lon, radius;         /* circle; rad, m */
    double south, north, west, east; /* box; rad */
    double (*corners)[3];            /* polygon: unit vectors, in order round the edge */
    size_t corner_count;
    bool left_inside; /* going round, the inside is on the left */
} book_area;

typedef struct book_period {
    char name[BOOK_NAME_ROOM];
    int line;
    int64_t starts_ns, ends_ns;
} book_period;

typedef struct book_emergency {
    char name[BOOK_NAME_ROOM];
    int line;
    uint32_t declared_by;
    int64_t lasts_ns;
} book_emergency;

typedef struct book_form {
    char name[BOOK_NAME_ROOM];
    int line;
    int64_t delay_ns;
    form_steps steps;
} book_form;

typedef struct book_event {
    int64_t at_ns;
    book_state becomes;
    int64_t ends_ns; /* of a notice; else 0 */
    int line;
} book_event;

typedef struct book_agreement {
    char name[BOOK_NAME_ROOM];
    const char *title;
    int line, parties_line;
    uint32_t parties;
    int64_t notice_ns; /* owed; 0: none */
    int64_t until_ns;  /* INT64_MAX: open */
    bool removed;      /* what was given leaves the view once it is no longer in force */
    book_event *events;
    size_t event_count;
    size_t first_clause, clause_count;
} book_agreement;

/* One entry of sensors or except as it was written. */
typedef struct book_pick {
    enum { BOOK_PICK_SENSOR, BOOK_PICK_KIND, BOOK_PICK_AREA } what;
    size_t index;
} book_pick;

/* Which reports a clause or an owner's entry speaks of. */
typedef struct book_scope {
    book_sensor_set sensors; /* with what except takes out already taken out */
    uint64_t where;          /* areas, any of them; 0: everywhere */
    uint64_t except;         /* areas */
    book_pick *picked;       /* as written; picked_count 0: all */
    size_t picked_count;
    book_pick *excepted;
    size_t excepted_count;
} book_scope;

/* All three must hold. */
typedef struct book_when {
    uint64_t during;  /* periods, any of them; 0: always */
    uint8_t postures; /* of the owner, any of them; 0: any */
    int emergency;    /* -1: not needed */
} book_when;

#define BOOK_DIRECT (-1)

typedef enum book_approval { BOOK_STANDING, BOOK_BY_CATEGORY, BOOK_BY_ITEM } book_approval;
extern const char *const book_approval_names[3];

typedef struct book_clause {
    char name[BOOK_NAME_ROOM];
    int line;
    size_t agreement;
    uint8_t from;
    uint32_t to;
    int via; /* nation, or BOOK_DIRECT */
    int64_t hop_ns;
    book_approval approval;
    uint8_t gives;
    uint8_t products; /* kinds of report */
    book_scope scope;
    book_when when;
    size_t form;
} book_clause;

/* An entry of an owner's own lists: never, or a limit. */
typedef struct book_entry {
    char name[BOOK_NAME_ROOM];
    int line;
    uint8_t owner;
    bool limit;
    bool to_all; /* as written */
    uint32_t to;
    uint8_t gives;
    book_scope scope;
    book_when when;
    size_t form; /* of a limit */
} book_entry;

typedef struct book_rule {
    char name[BOOK_NAME_ROOM];
    int line;
    size_t *agreements;
    size_t agreement_count;
    uint64_t set; /* the same as bits */
} book_rule;

#define BOOK_UNKNOWN (-1) /* a visitor nobody knows */

typedef struct book_visit {
    int64_t at_ns;
    int who; /* nation, or BOOK_UNKNOWN */
    bool enters;
} book_visit;

typedef struct book_room {
    char name[BOOK_NAME_ROOM];
    int line;
    uint8_t owner;
    size_t rule;
    uint32_t present;
    int64_t silent_after_ns;
    bool by_operator;
    book_visit *visits;
    size_t visit_count;
} book_room;

typedef enum book_verb {
    BOOK_POSTURE,          /* index: posture */
    BOOK_EMERGENCY,        /* index: emergency */
    BOOK_APPROVE_CATEGORY, /* index: clause; category */
    BOOK_APPROVE_ITEM,     /* index: clause; sensor, number */
    BOOK_HOLD,             /* target with its index, or sensor and number */
    BOOK_WITHDRAW,         /* the same; from_ns to to_ns */
    BOOK_BECOMES,          /* index: agreement; state */
    BOOK_ENTERS,           /* index: room; visitor */
    BOOK_LEAVES,
    BOOK_RESTORE /* index: room */
} book_verb;

typedef enum book_target {
    BOOK_OF_SENSOR,
    BOOK_OF_CATEGORY,
    BOOK_OF_AREA,
    BOOK_OF_ITEM,
    BOOK_OF_AGREEMENT
} book_target;

/* What someone declared: one sentence, one act. */
typedef struct book_act {
    int64_t at_ns;
    int64_t until_ns; /* INT64_MAX: until lifted */
    uint8_t who;
    bool lift;    /* takes back acts of `who` that say the rest */
    bool earlier; /* said before the run, in the order of declaring whatever its time */
    book_verb verb;
    book_target target;
    size_t index;
    unsigned category;
    size_t sensor;
    uint64_t number;
    int64_t from_ns, to_ns;
    book_state state;
    int visitor;
    int line; /* 0: not from a file */
    const char *reason;
} book_act;

typedef enum book_sight { BOOK_NATIONS, BOOK_ROOM, BOOK_EVERYONE_ELSE } book_sight;

/* What an example expects of one audience. */
typedef struct book_expectation {
    int line;
    book_sight whose;
    uint32_t who; /* BOOK_NATIONS: each alone */
    size_t room;
    bool nothing;
    form_steps steps;
    int64_t after_ns;
} book_expectation;

typedef struct book_example {
    char name[BOOK_NAME_ROOM];
    int line;
    size_t rule;
    int64_t at_ns;
    int64_t look_ns;      /* INT64_MAX: as soon as released */
    fusion_report report; /* sensor: index into the book's */
    book_act *acts;
    size_t act_count;
    book_expectation *expect;
    size_t expect_count;
} book_example;

struct fusion_book {
    const char *title;
    int nations_line, sensors_line;
    fusion_nation nations[FUSION_NATIONS_MAX];
    size_t nation_count;
    fusion_sensor sensors[FUSION_SENSORS_MAX]; /* name, nation, kind, sends, period only */
    int sensor_lines[FUSION_SENSORS_MAX];
    size_t sensor_count;
    book_area *areas;
    size_t area_count;
    book_period *periods;
    size_t period_count;
    book_emergency *emergencies;
    size_t emergency_count;
    book_form *forms; /* forms[0] is exact; then those of the book */
    size_t form_count;
    fusion_form *shown; /* forms and their combinations, by steps; shown[0] is exact */
    form_steps *shown_steps;
    size_t shown_count;
    book_agreement *agreements;
    size_t agreement_count;
    book_clause *clauses; /* of all agreements, agreement by agreement */
    size_t clause_count;
    book_entry *entries; /* of all owners */
    size_t entry_count;
    book_rule *rules;
    size_t rule_count;
    book_room *rooms;
    size_t room_count;
    book_example *examples;
    size_t example_count;
    struct book_block *blocks; /* all memory of the lists and texts above */
};

static inline bool book_sensor_in(const book_sensor_set *set, size_t sensor)
{
    return set->words[sensor / 64] >> (sensor % 64) & 1u;
}

#endif
