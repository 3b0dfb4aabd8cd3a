#include "release/act.h"
#include "release/table.h"

#include <stdlib.h>
#include <string.h>

typedef struct speaker {
    uint32_t nations; /* of the book, for which he speaks */
    int room;         /* and of which room alone; -1: of everything */
    bool white;
} speaker;

static bool speaker_find(const fusion_book *book, const char *who, speaker *one)
{
    *one = (speaker){.room = -1, .white = strcmp(who, FUSION_WHITE_CELL) == 0};
    if (one->white)
        one->nations = (uint32_t)((UINT64_C(1) << book->nation_count) - 1);
    for (size_t n = 0; n < book->nation_count; n++)
        if (strcmp(book->nations[n].code, who) == 0)
            one->nations = UINT32_C(1) << n;
    for (size_t r = 0; one->nations == 0 && r < book->room_count; r++)
        if (strcmp(book->rooms[r].name, who) == 0) {
            one->nations = UINT32_C(1) << book->rooms[r].owner;
            one->room = (int)r;
        }
    return one->nations != 0;
}

bool fusion_book_hears(const fusion_book *book, const char *who)
{
    speaker one;
    return speaker_find(book, who, &one);
}

/* An intermediary of some clause of the sensor's owner may hold what it relays. */
static bool relays(const fusion_book *book, size_t nation, size_t sensor)
{
    for (size_t c = 0; c < book->clause_count; c++) {
        const book_clause *clause = &book->clauses[c];
        if (clause->via == (int)nation && clause->from == book->sensors[sensor].nation &&
            book_sensor_in(&clause->scope.sensors, sensor))
            return true;
    }
    return false;
}

/* What the reader of sentences leaves open. The white cell holds a sensor for its owner alone: the
 * owner's hold reaches everyone. */
static bool may_say(const fusion_book *book, const speaker *by, const book_act *act)
{
    const bool of_room =
        act->verb == BOOK_ENTERS || act->verb == BOOK_LEAVES || act->verb == BOOK_RESTORE;
    if (by->room >= 0)
        return of_room && act->index == (size_t)by->room;
    if (act->verb != BOOK_HOLD || (act->target != BOOK_OF_SENSOR && act->target != BOOK_OF_ITEM))
        return true;
    return book->sensors[act->sensor].nation == act->who ||
           (!by->white && relays(book, act->who, act->sensor));
}

/* What only takes away, whatever else stands. */
static bool narrows(const book_act *act)
{
    return !act->lift &&
           (act->verb == BOOK_HOLD || act->verb == BOOK_WITHDRAW || act->verb == BOOK_ENTERS ||
            (act->verb == BOOK_BECOMES &&
             (act->state == BOOK_SUSPENDED || act->state == BOOK_TERMINATED)));
}

/* It was said before anything that the run itself says. */
static void begin_with_run(book_act *act, int64_t run_ns)
{
    act->earlier = run_ns != 0;
    if (act->earlier && act->at_ns >= run_ns && narrows(act))
        act->at_ns = run_ns - 1;
}

/* The acts that one sentence is: one for each nation for which it was said. */
static size_t acts_read(const fusion_book *book, const fusion_said *said, const speaker *by,
                        book_act acts[FUSION_NATIONS_MAX])
{
    size_t count = 0;
    for (size_t n = 0; n < book->nation_count; n++) {
        if (!(by->nations >> n & 1u))
            continue;
        text_messages unread;
        text_messages_init(&unread, "");
        book_act act = {.at_ns = said->at_ns,
                        .until_ns = said->until_ns == 0 ? INT64_MAX : said->until_ns,
                        .who = (uint8_t)n};
        if (!act_read(book, said->sentence, &act, &unread) || !may_say(book, by, &act))
            continue;
        begin_with_run(&act, said->run_ns);
        acts[count++] = act;
    }
    return count;
}

static fusion_status said_read(const fusion_gate *gate, const fusion_said *said, book_act *acts,
                               size_t *count)
{
    speaker by;
    book_act read[FUSION_NATIONS_MAX];
    if (!act_is_sentence(said->sentence))
        return FUSION_REFUSED;
    if (!speaker_find(gate->book, said->who, &by))
        return FUSION_NOT_YOURS;
    const size_t more = acts_read(gate->book, said, &by, read);
    if (more == 0)
        return by.white ? FUSION_REFUSED : FUSION_NOT_YOURS;
    if (gate->act_count + *count + more > FUSION_ACTS_MAX)
        return FUSION_NO_ROOM;
    memcpy(acts + *count, read, more * sizeof *read);
    *count += more;
    return FUSION_OK;
}

fusion_status fusion_gate_declare(fusion_gate *gate, const fusion_said *said, size_t count,
                                  size_t *taken)
{
    book_act *acts = malloc(FUSION_ACTS_MAX * sizeof *acts);
    if (!acts)
        return FUSION_NO_MEMORY;
    size_t act_count = 0, at = 0;
    fusion_status status = FUSION_OK;
    while (at < count && (status = said_read(gate, &said[at], acts, &act_count)) == FUSION_OK)
        at++;
    if (taken)
        *taken = at;
    if (status == FUSION_OK)
        status = gate_declare(gate, acts, act_count);
    free(acts);
    return status;
}
