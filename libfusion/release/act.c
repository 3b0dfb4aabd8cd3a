#include "release/act.h"

#include "text/read.h"

#include <string.h>

#define WORDS_MAX 12
#define TEXT_ROOM 320

typedef struct sentence {
    const fusion_book *book;
    book_act *act;
    text_messages *messages;
    const char *says;
    char text[TEXT_ROOM];
    const char *words[WORDS_MAX];
    size_t count, at; /* at: the next word */
} sentence;

static bool split(sentence *s)
{
    const size_t length = strlen(s->says);
    if (length == 0 || length >= TEXT_ROOM)
        return false;
    memcpy(s->text, s->says, length + 1);
    for (char *word = s->text; word; s->count++) {
        char *space = strchr(word, ' ');
        if (*word == '\0' || word == space || s->count == WORDS_MAX)
            return false;
        s->words[s->count] = word;
        if (space)
            *space++ = '\0';
        word = space;
    }
    return true;
}

static bool take(sentence *s, const char *word)
{
    if (s->at == s->count || strcmp(s->words[s->at], word) != 0)
        return false;
    s->at++;
    return true;
}

static bool fail(sentence *s, const char *why)
{
    text_say(s->messages, TEXT_ERROR, s->act->line, "\"%s\": %s", s->says, why);
    return false;
}

/* The next word among names; says what it is not. */
static bool take_name(sentence *s, const char *what, const void *first, size_t stride, size_t count,
                      size_t *index)
{
    const char *word = s->at < s->count ? s->words[s->at] : "";
    for (size_t i = 0; i < count; i++)
        if (strcmp(word, (const char *)first + i * stride) == 0) {
            *index = i;
            s->at++;
            return true;
        }
    text_say(s->messages, TEXT_ERROR, s->act->line, "\"%s\": \"%s\" is not the name of a %s here.",
             s->says, word, what);
    return false;
}

static bool take_word(sentence *s, const char *what, const char *const *words, size_t count,
                      size_t *index)
{
    const text_node node = {
        .kind = TEXT_SCALAR, .line = s->act->line, .text = s->at < s->count ? s->words[s->at] : ""};
    if (!text_word(&node, what, words, count, index, s->messages))
        return false;
    s->at++;
    return true;
}

static bool take_sensor(sentence *s, const char *name, size_t *sensor)
{
    for (size_t i = 0; i < s->book->sensor_count; i++)
        if (strcmp(s->book->sensors[i].name, name) == 0) {
            *sensor = i;
            return true;
        }
    text_say(s->messages, TEXT_ERROR, s->act->line, "\"%s\": \"%s\" is not a sensor of this book.",
             s->says, name);
    return false;
}

/* SENSOR/NUMBER */
static bool take_item(sentence *s)
{
    char name[TEXT_ROOM] = "";
    const char *word = s->at < s->count ? s->words[s->at++] : "";
    const char *slash = strchr(word, '/');
    if (!slash || slash == word)
        return fail(s, "an item is written SENSOR/NUMBER.");
    memcpy(name, word, (size_t)(slash - word));
    const text_node number = {.kind = TEXT_SCALAR, .line = s->act->line, .text = slash + 1};
    int64_t value;
    if (!take_sensor(s, name, &s->act->sensor) ||
        !text_integer(&number, "item number", 1, INT64_C(1) << 53, &value, s->messages))
        return false;
    s->act->number = (uint64_t)value;
    return true;
}

static bool take_category(sentence *s)
{
    const char *words[FUSION_CATEGORIES];
    for (unsigned i = 0; i < FUSION_CATEGORIES; i++)
        words[i] = fusion_category_name(i);
    size_t category;
    if (!take_word(s, "category", words, FUSION_CATEGORIES, &category))
        return false;
    s->act->category = (unsigned)category;
    return true;
}

static bool take_agreement(sentence *s)
{
    const fusion_book *book = s->book;
    if (!take_name(s, "agreement", book->agreements ? book->agreements[0].name : NULL,
                   sizeof *book->agreements, book->agreement_count, &s->act->index))
        return false;
    return book->agreements[s->act->index].parties >> s->act->who & 1u ||
           fail(s, "only a party to an agreement speaks of it.");
}

static bool take_target(sentence *s)
{
    static const char *const targets[] = {"sensor", "category", "area", "item", "agreement"};
    const fusion_book *book = s->book;
    size_t target;
    if (!take_word(s, "thing to hold", targets, 5, &target))
        return false;
    s->act->target = (book_target)target;
    switch (s->act->target) {
    case BOOK_OF_SENSOR:
        return take_name(s, "sensor", book->sensors[0].name, sizeof *book->sensors,
                         book->sensor_count, &s->act->sensor);
    case BOOK_OF_CATEGORY:
        return take_category(s);
    case BOOK_OF_AREA:
        return take_name(s, "area", book->areas ? book->areas[0].name : NULL, sizeof *book->areas,
                         book->area_count, &s->act->index);
    case BOOK_OF_ITEM:
        return take_item(s);
    case BOOK_OF_AGREEMENT:
        break;
    }
    return take_agreement(s);
}

static bool take_time(sentence *s, const char *before, int64_t *time_ns)
{
    if (!take(s, before) || s->at == s->count)
        return fail(s, "a withdrawal says \"from TIME to TIME\": what was measured then.");
    const text_node node = {.kind = TEXT_SCALAR, .line = s->act->line, .text = s->words[s->at++]};
    return text_time(&node, "time", true, time_ns, s->messages);
}

static bool read_withdraw(sentence *s)
{
    book_act *act = s->act;
    if (!take_target(s) || !take_time(s, "from", &act->from_ns) || !take_time(s, "to", &act->to_ns))
        return false;
    if (act->from_ns > act->to_ns)
        return fail(s, "its window is reversed.");
    const bool of_sensor = act->target == BOOK_OF_SENSOR || act->target == BOOK_OF_ITEM;
    return !of_sensor || s->book->sensors[act->sensor].nation == act->who ||
           fail(s, "only the owner withdraws what it gave.");
}

static bool read_approve(sentence *s)
{
    const fusion_book *book = s->book;
    book_act *act = s->act;
    if (!take_name(s, "clause", book->clauses ? book->clauses[0].name : NULL, sizeof *book->clauses,
                   book->clause_count, &act->index))
        return false;
    const book_clause *clause = &book->clauses[act->index];
    if (clause->from != act->who)
        return fail(s, "only the owner of a clause approves by it.");
    const bool item = take(s, "item");
    act->verb = item ? BOOK_APPROVE_ITEM : BOOK_APPROVE_CATEGORY;
    if (clause->via < 0 || clause->approval != (item ? BOOK_BY_ITEM : BOOK_BY_CATEGORY))
        return fail(s, item ? "this clause is not approved by item."
                            : "this clause is not approved by category.");
    if (!item)
        return take_category(s);
    return take_item(s) && (book->sensors[act->sensor].nation == act->who ||
                            fail(s, "the item is not of the clause's owner."));
}

static bool read_becomes(sentence *s)
{
    size_t state;
    s->act->verb = BOOK_BECOMES;
    if (!take_agreement(s) || !take(s, "becomes"))
        return fail(s, "write: agreement NAME becomes STATE.");
    if (!take_word(s, "state", book_state_names, BOOK_STATES, &state))
        return false;
    s->act->state = (book_state)state;
    return s->act->state != BOOK_DRAFT || fail(s, "nothing becomes a draft again.");
}

static bool read_room(sentence *s)
{
    const fusion_book *book = s->book;
    book_act *act = s->act;
    if (!take_name(s, "room", book->rooms ? book->rooms[0].name : NULL, sizeof *book->rooms,
                   book->room_count, &act->index))
        return false;
    if (book->rooms[act->index].owner != act->who)
        return fail(s, "only a room's owner speaks of it.");
    act->verb = BOOK_RESTORE;
    if (take(s, "restore"))
        return true;
    act->visitor = BOOK_UNKNOWN;
    if (!take(s, "unknown")) {
        size_t nation;
        if (!take_name(s, "nation", book->nations[0].code, sizeof *book->nations,
                       book->nation_count, &nation))
            return false;
        act->visitor = (int)nation;
    }
    act->verb = take(s, "enters") ? BOOK_ENTERS : BOOK_LEAVES;
    return act->verb == BOOK_ENTERS || take(s, "leaves") ||
           fail(s, "write: room NAME CODE enters, or leaves.");
}

static bool read_sentence(sentence *s)
{
    const fusion_book *book = s->book;
    book_act *act = s->act;
    if (take(s, "posture")) {
        act->verb = BOOK_POSTURE;
        return take_word(s, "posture", book_posture_names, BOOK_POSTURES, &act->index);
    }
    if (take(s, "emergency")) {
        act->verb = BOOK_EMERGENCY;
        return take_name(s, "emergency", book->emergencies ? book->emergencies[0].name : NULL,
                         sizeof *book->emergencies, book->emergency_count, &act->index) &&
               (book->emergencies[act->index].declared_by >> act->who & 1u ||
                fail(s, "this nation is not among those who declare it."));
    }
    if (take(s, "approve"))
        return read_approve(s);
    if (take(s, "hold")) {
        act->verb = BOOK_HOLD;
        return take_target(s);
    }
    if (take(s, "withdraw")) {
        act->verb = BOOK_WITHDRAW;
        return read_withdraw(s);
    }
    if (take(s, "agreement"))
        return read_becomes(s);
    if (take(s, "room"))
        return read_room(s);
    return fail(s, "is no sentence here. Sentences begin with posture, emergency, approve, hold, "
                   "withdraw, agreement, room or lift.");
}

bool act_read(const fusion_book *book, const char *says, book_act *act, text_messages *messages)
{
    sentence s = {.book = book, .act = act, .messages = messages, .says = says};
    if (!split(&s))
        return fail(&s, "is no sentence here: words with one space between.");
    act->lift = take(&s, "lift");
    if (!read_sentence(&s))
        return false;
    return s.at == s.count || fail(&s, "says more than one thing. One sentence, one act.");
}

bool act_same(const book_act *one, const book_act *other)
{
    return one->verb == other->verb && one->target == other->target && one->index == other->index &&
           one->category == other->category && one->sensor == other->sensor &&
           one->number == other->number && one->from_ns == other->from_ns &&
           one->to_ns == other->to_ns && one->state == other->state &&
           one->visitor == other->visitor;
}
