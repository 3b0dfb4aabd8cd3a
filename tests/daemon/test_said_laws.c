/* What is said, as laws of whole runs: random words about random looks in the book "lantern", from
 * the sentence to the picture. What breaks a law is made small and printed with its seed.
 *
 * Once a second ava-sky and bro-ship may each look at an object of their own; so an object is told
 * by where it is. */
#include "daemon/lantern.h"
#include "daemon/line/pipeline.h"
#include "daemon/radar.h"
#include "release/trial.h"
#include "suites.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define AT(s) (RADAR_NOW_NS + (s)*RADAR_SECOND)
#define HALF  (RADAR_SECOND / 2)

enum { SECONDS = 40, WORDS_MAX = 14, TRACKS_MAX = 4, VIEWS = 11, SENSORS = 2 };

static const char *const sensors[SENSORS] = {"ava-sky", "bro-ship"};
static const double lats[SENSORS] = {12.5, 11.5};

/* In the middle of a second; without a sentence: another book comes. */
typedef struct word {
    int second;
    const char *who;
    char sentence[96];
    bool withdraws;
    unsigned sensor; /* of what is withdrawn: */
    int from, to;
} word;

typedef struct exercise {
    word words[WORDS_MAX]; /* in order of time */
    size_t word_count;
    bool looks[SENSORS][SECONDS];
} exercise;

typedef struct shown {
    uint32_t audience;
    size_t count;
    fusion_track tracks[TRACKS_MAX];
} shown;

typedef struct showing {
    shown of[VIEWS][SECONDS + 1]; /* of the epoch that ends at that second */
} showing;

static showing *into;

static void keep(void *context, const pipeline_picture *picture)
{
    const size_t second = (size_t)((picture->epoch_ns - RADAR_NOW_NS) / RADAR_SECOND);
    (void)context;
    CU_ASSERT_FATAL(picture->view < VIEWS && picture->track_count <= TRACKS_MAX);
    if (picture->settled || second > SECONDS)
        return;
    shown *one = &into->of[picture->view][second];
    *one = (shown){.audience = picture->audience, .count = picture->track_count};
    if (one->count > 0)
        memcpy(one->tracks, picture->tracks, one->count * sizeof *one->tracks);
}

static void look(pipeline *line, unsigned sensor, int second)
{
    const int64_t now_ns = AT(second) + HALF;
    const recorded packet = radar_low(sensors[sensor], lats[sensor], (uint32_t)second + 1, now_ns);
    codec_result result;
    pipeline_take(line, now_ns, packet.data, packet.size, &result);
    CU_ASSERT_EQUAL(result.count, 1);
}

/* By turns a book whose agreement is in force only from the tenth second on, and the one before. */
static void book_change(pipeline *line, int second)
{
    char error[512];
    int64_t effect_ns;
    config *fresh =
        second % 2 ? lantern_config()
                   : lantern_config_changed("at: 2031-03-01T00:00:00Z", "at: 2031-03-04T03:00:10Z");
    if (!pipeline_book(line, AT(second) + HALF, fresh, &effect_ns, error))
        config_destroy(fresh);
}

static void say(pipeline *line, const word *one)
{
    int64_t effect_ns;
    if (!one->sentence[0])
        book_change(line, one->second);
    else
        CU_ASSERT_PTR_NULL(
            pipeline_say(line, AT(one->second) + HALF, one->who, one->sentence, 0, &effect_ns));
}

static bool is_withdrawn(const exercise *of, unsigned sensor, int second)
{
    for (size_t i = 0; i < of->word_count; i++)
        if (of->words[i].withdraws && of->words[i].sensor == sensor &&
            of->words[i].from <= second && second < of->words[i].to)
            return true;
    return false;
}

/* without: what is withdrawn by anyone is never sent. */
static void play(const exercise *of, bool without, showing *all)
{
    config *configuration = lantern_config();
    const pipeline_settings settings = {.threads = 1, .sink = keep};
    pipeline *line = pipeline_create(configuration, &settings);
    CU_ASSERT_PTR_NOT_NULL_FATAL(line);
    memset(all, 0, sizeof *all);
    into = all;
    pipeline_advance(line, AT(0));
    for (int second = 0; second < SECONDS; second++) {
        for (unsigned s = 0; s < SENSORS; s++)
            if (of->looks[s][second] && !(without && is_withdrawn(of, s, second)))
                look(line, s, second);
        for (size_t i = 0; i < of->word_count; i++)
            if (of->words[i].second == second)
                say(line, &of->words[i]);
    }
    pipeline_advance(line, AT(SECONDS));
    CU_ASSERT_FALSE(pipeline_failed(line));
    pipeline_destroy(line);
    config_destroy(configuration);
}

static bool same(const shown *one, const shown *other)
{
    return one->count == other->count &&
           memcmp(one->tracks, other->tracks, one->count * sizeof *one->tracks) == 0;
}

/* Whether an object is among what is shown: the two are 111 km apart. */
static bool holds(const shown *all, const fusion_track *object)
{
    for (size_t i = 0; i < all->count; i++) {
        const double *a = all->tracks[i].position, *b = object->position;
        if (hypot(hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]) < 50e3)
            return true;
    }
    return false;
}

static showing played, compared;

/* Views: AVA.alone, AVA.together, BRO.alone ... OBS.together, and the room's. */
enum { AVA_TOGETHER = 1, BRO_ALONE = 2, BRO_TOGETHER = 3, ROOM = 10 };

static bool owns(unsigned view, unsigned sensor)
{
    return view < 4 && view / 2 == sensor;
}

/* Law 11, of all that is shown: from the epoch of the last withdrawal on, whatever is said before
 * or after, each view but those of the owner is that of a run in which nothing of it was sent. */
static bool withdrawn_never_returns(const exercise *of)
{
    int last = 0;
    bool owned[SENSORS] = {false};
    for (size_t i = 0; i < of->word_count; i++)
        if (of->words[i].withdraws) {
            last = of->words[i].second;
            owned[of->words[i].sensor] = true;
        }
    play(of, false, &played);
    play(of, true, &compared);
    for (unsigned v = 0; v < VIEWS; v++)
        for (int s = last + 2; s <= SECONDS; s++)
            if (!(owned[0] && owns(v, 0)) && !(owned[1] && owns(v, 1)) &&
                !same(&played.of[v][s], &compared.of[v][s]))
                return false;
    return true;
}

static exercise without_rooms(const exercise *of)
{
    exercise one = *of;
    one.word_count = 0;
    for (size_t i = 0; i < of->word_count; i++)
        if (strncmp(of->words[i].sentence, "room ", 5) != 0)
            one.words[one.word_count++] = of->words[i];
    return one;
}

static const char *const visitors[] = {"CYR", "DEL", "OBS", "unknown"};

/* Whether he stands in the room in the epoch that ends at a second, or has left it and the operator
 * has not restored it since. */
static bool stands(const exercise *of, const char *who, int second)
{
    char enters[64], leaves[64];
    int inside = 0;
    bool lingers = false;
    snprintf(enters, sizeof enters, "room bridge %s enters", who);
    snprintf(leaves, sizeof leaves, "room bridge %s leaves", who);
    for (size_t i = 0; i < of->word_count && of->words[i].second + 2 <= second; i++) {
        const char *said = of->words[i].sentence;
        if (strcmp(said, enters) == 0)
            inside++;
        lingers = lingers || (strcmp(said, leaves) == 0 && inside > 0);
        if (strcmp(said, leaves) == 0 && inside > 0)
            inside--;
        if (strcmp(said, "room bridge restore") == 0)
            lingers = false;
    }
    return inside > 0 || lingers;
}

static int nations_of(uint32_t audience)
{
    int nations = 0;
    for (; audience; audience &= audience - 1)
        nations++;
    return nations;
}

/* Law 10: where the room has its own people alone before it, it shows what it would show had nobody
 * ever come; and law 8: where more stand there, no object that it would not show. */
static bool room_is_right(const exercise *of, int second)
{
    const shown *one = &played.of[ROOM][second], *none = &compared.of[ROOM][second];
    int more = 0;
    for (size_t i = 0; i < 3; i++)
        more += stands(of, visitors[i], second);
    if (stands(of, "unknown", second))
        return one->audience == 0 && one->count == 0;
    if (more == 0)
        return one->audience == none->audience && same(one, none);
    for (size_t i = 0; i < one->count; i++)
        if (!holds(none, &one->tracks[i]))
            return false;
    return nations_of(one->audience) == nations_of(none->audience) + more;
}

static bool visitors_leave_no_trace(const exercise *of)
{
    const exercise empty = without_rooms(of);
    play(of, false, &played);
    play(&empty, false, &compared);
    for (int s = 1; s <= SECONDS; s++) {
        if (!room_is_right(of, s))
            return false;
        for (unsigned v = 0; v < ROOM; v++)
            if (!same(&played.of[v][s], &compared.of[v][s]))
                return false;
    }
    return true;
}

typedef bool law(const exercise *of);

static void draw_room(word *one, uint64_t *state)
{
    static const char *const moves[] = {"enters", "enters", "leaves"};
    one->who = world_below(state, 2) ? "AVA" : "bridge";
    if (world_below(state, 4) == 0)
        snprintf(one->sentence, sizeof one->sentence, "room bridge restore");
    else
        snprintf(one->sentence, sizeof one->sentence, "room bridge %s %s",
                 visitors[world_below(state, 4)], moves[world_below(state, 3)]);
}

static void draw_withdrawal(word *one, uint64_t *state)
{
    one->withdraws = true;
    one->sensor = world_below(state, SENSORS);
    one->who = one->sensor == 0 ? "AVA" : "BRO";
    one->from = (int)world_below(state, SECONDS);
    one->to = one->from + 1 + (int)world_below(state, SECONDS);
    static const char *const targets[SENSORS][3] = {
        {"sensor ava-sky", "category air", "item ava-sky/7"},
        {"sensor bro-ship", "category air", "item bro-ship/7"}};
    snprintf(one->sentence, sizeof one->sentence,
             "withdraw %s from 2031-03-04T03:00:%02dZ to 2031-03-04T03:%02d:%02dZ",
             targets[one->sensor][world_below(state, 3)], one->from, one->to / 60, one->to % 60);
}

static void draw_other(word *one, uint64_t *state)
{
    static const char *const said[][2] = {
        {"AVA", "posture crisis"},
        {"AVA", "posture crisis"},
        {"AVA", "posture routine"},
        {"AVA", "hold sensor ava-sky"},
        {"AVA", "lift hold sensor ava-sky"},
        {"BRO", "hold item bro-ship/7"},
        {"BRO", "lift hold item bro-ship/7"},
        {"AVA", "approve ava-cyr air"},
        {"AVA", "lift approve ava-cyr air"},
        {"DEL", "agreement lantern becomes suspended"},
        {"white-cell", "agreement lantern becomes in-force"},
        {"", ""},
    };
    const unsigned which = world_below(state, sizeof said / sizeof said[0]);
    one->who = said[which][0];
    snprintf(one->sentence, sizeof one->sentence, "%s", said[which][1]);
}

/* What is withdrawn is taken back, which must change nothing. */
static void draw_lift(exercise *of, word *one)
{
    for (size_t i = 0; i < of->word_count; i++)
        if (of->words[i].withdraws) {
            one->who = of->words[i].who;
            snprintf(one->sentence, sizeof one->sentence, "lift %.90s", of->words[i].sentence);
        }
}

static void draw(exercise *of, uint64_t seed, bool rooms)
{
    uint64_t state = seed;
    memset(of, 0, sizeof *of);
    for (unsigned s = 0; s < SENSORS; s++)
        for (int t = 0; t < SECONDS; t++)
            of->looks[s][t] = world_below(&state, 4) > 0;
    const unsigned words = 3 + world_below(&state, WORDS_MAX - 3);
    for (int t = 0, i = 0; i < (int)words && t < SECONDS; i++) {
        word *one = &of->words[of->word_count];
        one->second = t;
        t += (int)world_below(&state, 7);
        const unsigned kind = world_below(&state, 10);
        if (rooms ? kind < 6 : kind == 9)
            draw_room(one, &state);
        else if (!rooms && kind < 3)
            draw_withdrawal(one, &state);
        else
            draw_other(one, &state);
        if (!rooms && kind == 8)
            draw_lift(of, one);
        of->word_count++;
    }
}

/* Words, then looks, one by one, as long as the law stays broken. */
static void make_small(exercise *of, law *holds_for)
{
    for (size_t i = of->word_count; i-- > 0;) {
        const exercise was = *of;
        memmove(&of->words[i], &of->words[i + 1], (--of->word_count - i) * sizeof of->words[0]);
        if (holds_for(of))
            *of = was;
    }
    for (unsigned s = 0; s < SENSORS; s++)
        for (int t = 0; t < SECONDS; t++) {
            const bool was = of->looks[s][t];
            of->looks[s][t] = false;
            if (was && holds_for(of))
                of->looks[s][t] = true;
        }
}

static void print(const exercise *of)
{
    for (unsigned s = 0; s < SENSORS; s++) {
        printf("\n    %s looks at", sensors[s]);
        for (int t = 0; t < SECONDS; t++)
            if (of->looks[s][t])
                printf(" %d", t);
    }
    for (size_t i = 0; i < of->word_count; i++)
        printf("\n    %d.5 s: %s: %s", of->words[i].second, of->words[i].who,
               of->words[i].sentence[0] ? of->words[i].sentence : "(another book)");
}

static bool broken(law *holds_for, bool rooms, uint64_t first, uint64_t runs, exercise *of)
{
    for (uint64_t seed = first; seed < first + runs; seed++) {
        draw(of, seed, rooms);
        if (holds_for(of))
            continue;
        make_small(of, holds_for);
        printf("\n    broken by seed %llu, again: PICKET_SEED=%llu", (unsigned long long)seed,
               (unsigned long long)seed);
        return true;
    }
    printf("(seed %llu, %llu runs) ", (unsigned long long)first, (unsigned long long)runs);
    return false;
}

static void check(law *holds_for, bool rooms)
{
    static exercise of;
    if (!broken(holds_for, rooms, trial_seed(), trial_worlds(60), &of))
        return;
    print(&of);
    CU_FAIL("a law of what is said is broken");
}

static void what_is_withdrawn_never_returns_whatever_is_said(void)
{
    check(withdrawn_never_returns, false);
}

static void a_room_that_lost_its_visitors_never_had_them_and_none_adds(void)
{
    check(visitors_leave_no_trace, true);
}

/* A control: the owner keeps his own, so this must be broken, and by few words. */
static bool owner_loses_it_too(const exercise *of)
{
    if (withdrawn_never_returns(of))
        for (int s = 1; s <= SECONDS; s++)
            if (played.of[BRO_ALONE][s].count != compared.of[BRO_ALONE][s].count)
                return false;
    return true;
}

static void a_wrong_law_is_broken_by_few_words(void)
{
    static exercise of;
    CU_ASSERT_TRUE(broken(owner_loses_it_too, false, trial_seed(), 20, &of));
    CU_ASSERT_TRUE(of.word_count <= 2);
}

CU_TestInfo said_laws_tests[] = {
    {"what is withdrawn never returns whatever is said",
     what_is_withdrawn_never_returns_whatever_is_said},
    {"a room that lost its visitors never had them and none adds",
     a_room_that_lost_its_visitors_never_had_them_and_none_adds},
    {"a wrong law is broken by few words", a_wrong_law_is_broken_by_few_words},
    CU_TEST_INFO_NULL,
};
