/* world.h - random rule books for the property tests, as plain numbers.
 *
 * A world is drawn from a seed, written as a rule book (world_write) and judged by an evaluator of
 * its own (oracle.h) that knows nothing of the reader, the tables or the forms of the library. All
 * times are seconds after WORLD_BASE, delays milliseconds; reports add nanoseconds.
 *
 * The registry knows more than the book: a nation of its own, whose number is `nations`, and
 * sensors that the book does not list, numbered from `sensor_count` on.
 */
#ifndef TESTS_RELEASE_WORLD_H
#define TESTS_RELEASE_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WORLD_BASE    INT64_C(1930348800) /* 2031-03-04T00:00:00Z, in seconds */
#define WORLD_HORIZON 1200                /* seconds; nothing that matters lies beyond */
#define WORLD_OPEN    1000000             /* until lifted, open */

enum {
    WORLD_NATIONS = 5,
    WORLD_SENSORS = 6,
    WORLD_UNLISTED = 2,
    WORLD_AREAS = 3,
    WORLD_PERIODS = 2,
    WORLD_EMERGENCIES = 2,
    WORLD_FORMS = 4,
    WORLD_AGREEMENTS = 3,
    WORLD_EVENTS = 4,
    WORLD_CLAUSES = 10,
    WORLD_ENTRIES = 5,
    WORLD_RULES = 3,
    WORLD_ACTS = 14,
    WORLD_VIEWS = 64,
    WORLD_ROOMS = 2,
    WORLD_GUESTS = 2,
    WORLD_VISITS = 2,
    WORLD_LADDERS = 7 /* every position velocity altitude identity label source */
};

typedef struct world_sensor {
    unsigned nation, kind, sends; /* sends: bit 0 plot, 1 track, 2 bearing, 3 notice */
    int period;                   /* s; 0: irregular */
} world_sensor;

typedef struct world_area {
    enum { WORLD_CIRCLE, WORLD_BOX, WORLD_TRIANGLE } shape;
    bool banded;
    int low, high;   /* m */
    double lat, lon; /* degrees: centre, or the south-west corner */
    double size;     /* km of radius; degrees of a side */
} world_area;

typedef struct world_form {
    bool warning;
    int delay_ms;
    unsigned step[WORLD_LADDERS]; /* position is the area of a warning */
} world_form;

typedef struct world_event {
    int at, ends; /* ends: of a notice */
    unsigned state;
} world_event;

typedef struct world_agreement {
    unsigned parties;
    int notice, until;
    bool removed;
    world_event events[WORLD_EVENTS];
    unsigned event_count;
} world_agreement;

typedef struct world_scope {
    unsigned sensors, kinds; /* chosen by name, by kind; both 0: all */
    unsigned except_sensors, except_kinds, except_areas;
    unsigned where;            /* areas; 0: everywhere */
    unsigned during, postures; /* 0: always, any */
    int emergency;             /* -1: not needed */
} world_scope;

typedef struct world_clause {
    unsigned agreement, from, to;
    int via; /* -1: direct */
    int hop_ms;
    unsigned approval; /* 0 standing, 1 category, 2 item */
    unsigned gives;
    bool tracks, notices;
    world_scope scope;
    unsigned form; /* 0: exact; else forms[form - 1] */
} world_clause;

typedef struct world_entry {
    unsigned owner, to, gives; /* to 0: all */
    bool limit;
    world_scope scope;
    unsigned form;
} world_entry;

/* A screen, and who may come before it besides those who sit there. */
typedef struct world_room {
    unsigned owner, rule, present; /* present: without the owner */
    int silent_after;              /* s */
    bool by_operator;
    unsigned guests[WORLD_GUESTS], guest_count; /* nations */
    struct {
        int at;
        unsigned who; /* of the guests; beyond them: somebody unknown */
        bool enters;
    } visits[WORLD_VISITS];
    unsigned visit_count;
} world_room;

typedef enum world_verb {
    WORLD_POSTURE,
    WORLD_EMERGENCY,
    WORLD_APPROVE,
    WORLD_APPROVE_ITEM,
    WORLD_HOLD,
    WORLD_WITHDRAW,
    WORLD_BECOMES
} world_verb;

typedef struct world_act {
    world_verb verb;
    bool lift; /* takes back what `who` said so before */
    unsigned who;
    int at, until; /* s */
    int half;      /* half seconds added: what is declared between two epochs */
    int until_half;
    unsigned index;  /* posture, emergency, clause, agreement, or of the target */
    unsigned target; /* 0 sensor 1 category 2 area 3 item 4 agreement */
    unsigned category, sensor, number, state;
    int from, to; /* s, of a withdrawal */
} world_act;

typedef struct world {
    uint64_t seed;
    int epoch;                   /* s; its start is what dates and acts are carried to */
    unsigned nations, observers; /* count; bits */
    world_sensor sensors[WORLD_SENSORS + WORLD_UNLISTED];
    unsigned sensor_count, unlisted_count;
    world_area areas[WORLD_AREAS];
    unsigned area_count;
    int periods[WORLD_PERIODS][2];
    unsigned period_count;
    struct {
        unsigned by;
        int lasts; /* half seconds */
    } emergencies[WORLD_EMERGENCIES];
    unsigned emergency_count;
    world_form forms[WORLD_FORMS];
    unsigned form_count;
    world_agreement agreements[WORLD_AGREEMENTS];
    unsigned agreement_count;
    world_clause clauses[WORLD_CLAUSES];
    unsigned clause_count;
    world_entry entries[WORLD_ENTRIES];
    unsigned entry_count;
    unsigned rules[WORLD_RULES]; /* sets of agreements; rules[0] is empty */
    unsigned rule_count;
    world_act acts[WORLD_ACTS];
    unsigned act_count;
    /* What decisions do not ask for: in which order the lists are written, with which names, on how
     * many lines. 0: as they come. */
    unsigned order, naming, layout;
    bool registered; /* nations and sensors as they come all the same */
    /* What the gate decides for at once. */
    struct {
        unsigned rule, audience;
        unsigned room; /* counted from 1, whose audience are those who sit there; 0: none */
    } views[WORLD_VIEWS];
    unsigned view_count;
    world_room rooms[WORLD_ROOMS]; /* a world is drawn without */
    unsigned room_count;
} world;

typedef struct world_report {
    unsigned sensor, kind; /* kind: 0 plot 1 track 2 bearing 3 notice */
    unsigned categories;
    int64_t measured_ns, stamp_ns; /* after WORLD_BASE */
    bool placed;
    double lat, lon; /* degrees */
    double radius;   /* km, of a notice */
    bool height_known;
    double height; /* m */
    bool owner_only, no_relay;
    unsigned not_to;
    unsigned number;
    bool began;         /* the source says when it began the number */
    bool moving;        /* a velocity is said: */
    double east, north; /* m/s */
} world_report;

/* SplitMix64: the same everywhere. */
uint64_t world_random(uint64_t *state);
unsigned world_below(uint64_t *state, unsigned limit);

void world_draw(world *w, uint64_t seed);

/* One act more, at its place in order of time; false: none came up, or there is no room. */
bool world_add_act(world *w, uint64_t *state);

/* A report, a rule and an audience, mostly such that some clause may fit. */
typedef struct world_case {
    world_report report;
    unsigned rule, audience;
} world_case;
void world_draw_case(const world *w, uint64_t *state, world_case *one);

/* An agreement without clauses is not written. */
bool world_has_clause(const world *w, unsigned agreement);

/* What a thing is called in the book: 'N' nation, 's' sensor, 'a' area, 'p' period, 'g' emergency,
 * 'f' form, 't' agreement, 'c' clause, 'e' entry, 'r' rule, 'm' room. */
typedef struct world_name {
    char text[16];
} world_name;
world_name world_called(const world *w, char what, unsigned index);

/* The rule book, ending in a zero byte; free() it. */
char *world_write(const world *w);

/* Who visits, as a guest of a room (world_room.visits). */
world_name world_guest(const world *w, const world_room *room, unsigned guest);

/* The sentence of an act. */
void world_says(const world *w, const world_act *act, char *text, size_t room);

#endif
