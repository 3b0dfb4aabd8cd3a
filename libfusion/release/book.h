/* book.h - a rule book as it was read: what the gate is compiled from and what people are told.
 *
 * Everything is an index into the book's own lists, in the order of the file. Sets of nations are
 * bits of a uint32_t, of sensors four words, of categories and kinds of report a byte. Nothing here
 * decides anything: gate.h does.
 */
#ifndef FUSION_RELEASE_BOOK_H
#define FUSION_RELEASE_BOOK_H

#include "fusion/book.h"
#include "fusion/report.h"

#define BOOK_NAME_ROOM 49
#define BOOK_TITLE_MAX 400 /* bytes */
#define BOOK_RULES_MAX 64

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

#define BOOK_DIRECT (-1)

typedef struct book_clause {
    char name[BOOK_NAME_ROOM];
    int line;
    size_t agreement;
    uint8_t from;
    uint32_t to;
    int via; /* nation, or BOOK_DIRECT */
    int64_t hop_ns;
    uint8_t gives;
    uint8_t products;        /* kinds of report */
    book_sensor_set sensors; /* with what except takes already taken out */
    size_t form;
} book_clause;

typedef struct book_rule {
    char name[BOOK_NAME_ROOM];
    int line;
    size_t *agreements;
    size_t agreement_count;
} book_rule;

/* What an example expects of one audience: given[] by time, none: it sees nothing. */
typedef struct book_expectation {
    int line;
    uint32_t who; /* each alone */
    bool everyone_else;
    bool nothing;
    int64_t after_ns;
} book_expectation;

typedef struct book_example {
    char name[BOOK_NAME_ROOM];
    int line;
    size_t rule;
    int64_t at_ns;
    fusion_report report; /* sensor: index into the book's */
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
    fusion_form *forms; /* forms[0] is exact */
    size_t form_count;
    book_agreement *agreements;
    size_t agreement_count;
    book_clause *clauses; /* of all agreements, agreement by agreement */
    size_t clause_count;
    book_rule *rules;
    size_t rule_count;
    book_example *examples;
    size_t example_count;
    struct book_block *blocks; /* all memory of the lists and texts above */
};

static inline bool book_sensor_in(const book_sensor_set *set, size_t sensor)
{
    return set->words[sensor / 64] >> (sensor % 64) & 1u;
}

#endif
