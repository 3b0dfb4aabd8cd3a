/* How much each may say: one who speaks without end must leave room to the others, and to himself
 * once what he said is over. In the book "lantern"; the room's half is shared by five nations and a
 * room. */
#include "daemon/lantern.h"
#include "daemon/line/pipeline.h"
#include "daemon/radar.h"
#include "release/trial.h"
#include "release/world_chance.h"
#include "suites.h"

#include <stdio.h>
#include <string.h>

#define AT(s) (RADAR_NOW_NS + (s)*RADAR_SECOND)

enum { SHARE = FUSION_ACTS_MAX / 2 / 6, PLAIN = SHARE - SHARE / 4 };

static config *configuration;
static pipeline *line;

static void begin(void)
{
    configuration = lantern_config();
    const pipeline_settings settings = {.threads = 1};
    line = pipeline_create(configuration, &settings);
    CU_ASSERT_PTR_NOT_NULL_FATAL(line);
}

static void end(void)
{
    CU_ASSERT_FALSE(pipeline_failed(line));
    pipeline_destroy(line);
    config_destroy(configuration);
}

static const char *say(const char *who, const char *sentence, int second)
{
    int64_t effect_ns;
    return pipeline_say(line, AT(second), who, sentence, 0, &effect_ns);
}

/* How often he may say it. */
static size_t said_until_refused(const char *who, const char *sentence, int second)
{
    size_t times = 0;
    const char *refused = NULL;
    while (times < 2 * FUSION_ACTS_MAX && !(refused = say(who, sentence, second)))
        times++;
    CU_ASSERT_PTR_NOT_NULL_FATAL(refused);
    CU_ASSERT_STRING_EQUAL(refused, "acts-many");
    return times;
}

/* By then what was over at that second takes no place. */
static int later_than(int second)
{
    const config *of = configuration;
    return second + 3 + (int)((of->window_ns + of->retain_ns) / RADAR_SECOND);
}

/* A missile that AVA's radar sees: BRO is warned of it without end, DEL is not. */
static void warn_bro(int second)
{
    const recorded packet = radar_track("ava-sky", 1, AT(second));
    codec_result result;
    pipeline_take(line, packet.stamp_ns, packet.data, packet.size, &result);
    CU_ASSERT_EQUAL_FATAL(result.count, 1);
}

static void one_who_fills_his_share_keeps_nobody_from_speaking(void)
{
    begin();
    CU_ASSERT_EQUAL(said_until_refused("AVA", "posture crisis", 1), PLAIN);
    CU_ASSERT_EQUAL(said_until_refused("DEL", "posture crisis", 1), PLAIN);
    CU_ASSERT_EQUAL(said_until_refused("bridge", "room bridge DEL leaves", 1), PLAIN);
    CU_ASSERT_PTR_NULL(say("BRO", "hold sensor bro-ship", 1));
    CU_ASSERT_PTR_NULL(say("white-cell", "hold sensor ava-sky", 1));
    CU_ASSERT_TRUE(said_until_refused("white-cell", "posture crisis", 1) >
                   40); /* each is five acts */
    CU_ASSERT_EQUAL(said_until_refused("BRO", "posture crisis", 1), PLAIN - 1);
    CU_ASSERT_EQUAL(said_until_refused("CYR", "posture crisis", 1), PLAIN);
    CU_ASSERT_EQUAL(said_until_refused("OBS", "posture crisis", 1), PLAIN);
    end();
}

static void one_who_has_filled_his_share_may_still_take_back(void)
{
    begin();
    CU_ASSERT_PTR_NULL(say("AVA", "hold sensor ava-sky", 1));
    CU_ASSERT_EQUAL(said_until_refused("AVA", "posture crisis", 1), PLAIN - 1);
    CU_ASSERT_PTR_NULL(say("AVA", "lift hold sensor ava-sky", 1));
    CU_ASSERT_EQUAL(said_until_refused("AVA", "lift posture crisis", 2), SHARE - PLAIN - 1);
    end();
}

static void the_last_quarter_is_for_what_narrows(void)
{
    static const char *const words[] = {
        "hold sensor ava-sky", "agreement lantern becomes suspended",
        "withdraw sensor ava-sky from 2031-03-04T00:00:00Z to 2031-03-04T01:00:00Z",
        "agreement lantern becomes terminated"};
    begin();
    CU_ASSERT_EQUAL(said_until_refused("AVA", "agreement lantern becomes in-force", 1), PLAIN);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        CU_ASSERT_PTR_NULL(say("AVA", words[i], 1));
    CU_ASSERT_STRING_EQUAL(say("AVA", "posture crisis", 1), "acts-many");
    CU_ASSERT_EQUAL(said_until_refused("AVA", "room bridge DEL enters", 1), SHARE - PLAIN - 4);
    CU_ASSERT_EQUAL(said_until_refused("bridge", "room bridge DEL leaves", 1), PLAIN);
    CU_ASSERT_EQUAL(said_until_refused("bridge", "room bridge DEL enters", 1), SHARE - PLAIN);
    end();
}

static void what_is_over_takes_no_place(void)
{
    /* What nothing is decided by any more: a window and the retained time later. */
    begin();
    const int later = later_than(2);
    for (int i = 0; i < 20; i++) {
        CU_ASSERT_PTR_NULL(say("AVA", "hold sensor ava-sky", 1));
        CU_ASSERT_PTR_NULL(say("AVA", "lift hold sensor ava-sky", 1));
    }
    CU_ASSERT_EQUAL(said_until_refused("AVA", "posture crisis", 2), PLAIN - 40);
    CU_ASSERT_PTR_NULL(say("AVA", "lift posture crisis", 2));
    CU_ASSERT_EQUAL(said_until_refused("AVA", "posture crisis", later), PLAIN);
    end();
}

static void what_is_withdrawn_keeps_its_place(void)
{
    static const char withdrawn[] =
        "withdraw sensor ava-sky from 2031-03-04T08:00:00Z to 2031-03-04T09:00:00Z";
    char lift[128];
    begin();
    snprintf(lift, sizeof lift, "lift %s", withdrawn);
    for (size_t i = 1; i < SHARE; i++)
        CU_ASSERT_PTR_NULL(say("AVA", withdrawn, 1));
    CU_ASSERT_PTR_NULL(say("AVA", lift, 2));
    CU_ASSERT_STRING_EQUAL(say("AVA", withdrawn, 5000), "acts-many");
    end();
}

/* A warning without end is kept for good, and with it what was said at its time. */
static void what_one_may_say_does_not_depend_on_what_others_are_given(void)
{
    for (int warned = 0; warned < 2; warned++) {
        begin();
        if (warned)
            warn_bro(0);
        for (size_t i = 0; i < PLAIN; i += 2) {
            CU_ASSERT_PTR_NULL(say("DEL", "posture crisis", 1));
            CU_ASSERT_PTR_NULL(say("DEL", "lift posture crisis", 1));
        }
        CU_ASSERT_STRING_EQUAL(say("DEL", "posture crisis", 2), "acts-many");
        CU_ASSERT_EQUAL(said_until_refused("DEL", "posture crisis", later_than(1)), PLAIN);
        end();
    }
}

static void what_is_kept_for_others_leaves_place_for_all(void)
{
    /* Each time 350 acts, of which a gate holds 1024 at once. */
    begin();
    warn_bro(0);
    for (int time = 0, second = 1; time < 4; time++, second = later_than(second))
        for (int i = 0; i < 35; i++) {
            CU_ASSERT_PTR_NULL(say("white-cell", "posture crisis", second));
            CU_ASSERT_PTR_NULL(say("white-cell", "lift posture crisis", second));
        }
    CU_ASSERT_EQUAL(said_until_refused("DEL", "posture crisis", later_than(2000)), PLAIN);
    end();
}

/* Who stands there, as a gate has it that was told all and forgot nothing. */
typedef struct memory {
    fusion_gate *gate;
    size_t room, view;
} memory;

static void remember_begin(memory *all)
{
    const config *of = configuration;
    const fusion_view none = {.rule = 0};
    *all = (memory){.view = 0};
    while (of->rooms[all->view] < 0)
        all->view++;
    all->room = (size_t)of->rooms[all->view];
    CU_ASSERT_EQUAL_FATAL(fusion_gate_create(of->book, &of->registry, &none, 1, &all->gate),
                          FUSION_OK);
    CU_ASSERT_EQUAL(fusion_gate_epoch(all->gate, of->epoch_ns), FUSION_OK);
}

static bool both_say(memory *all, const char *sentence, int second)
{
    const fusion_said said = {.who = "AVA", .sentence = sentence, .at_ns = AT(second)};
    const char *refused = say("AVA", sentence, second);
    if (!refused)
        CU_ASSERT_EQUAL(fusion_gate_declare(all->gate, &said, 1, NULL), FUSION_OK);
    return !refused;
}

static bool both_agree(const memory *all, int second)
{
    pipeline_advance(line, AT(second));
    const pipeline_past past = pipeline_room_past(line, all->view);
    const uint32_t wanted =
        fusion_gate_audience(all->gate, all->room, AT(second) - configuration->epoch_ns);
    const bool same = past.count > 0 && past.moments[past.count - 1].audience == wanted;
    if (!same)
        printf("\n    at %d another audience", second);
    return same;
}

static void two_hundred_visits_leave_place_for_the_next(void)
{
    /* Once only some 28 visits fitted into a run: who had come and gone took a place for good, and
     * then the room was dark for good. */
    begin();
    memory all;
    remember_begin(&all);
    bool good = true;
    int second = 1;
    for (int visit = 0; good && visit < 200; visit++, second += 18)
        good = both_say(&all, "room bridge DEL enters", second) &&
               both_say(&all, "room bridge DEL leaves", second + 6) &&
               both_say(&all, "room bridge restore", second + 12) && both_agree(&all, second + 4) &&
               both_agree(&all, second + 10) && both_agree(&all, second + 16);
    CU_ASSERT_TRUE(good);
    fusion_gate_destroy(all.gate);
    end();
}

enum { WHO = 5, WORDS = 200 };

/* One word more, of somebody who is out or in; now and then of a second one, or of one who leaves
 * and was not in. false: who entered found no place, which darkens the room. */
static bool word_more(memory *all, uint64_t *state, int inside[WHO], int second)
{
    static const char *const who[WHO] = {"DEL", "CYR", "OBS", "unknown", "AVA"};
    const unsigned one = world_below(state, WHO);
    const bool enters = inside[one] > 0 ? world_chance(state, 5) : world_chance(state, 80);
    char sentence[64] = "room bridge restore";
    const bool restores = world_chance(state, 20);
    if (!restores)
        snprintf(sentence, sizeof sentence, "room bridge %s %s", who[one],
                 enters ? "enters" : "leaves");
    const bool taken = both_say(all, sentence, second);
    if (taken && !restores)
        inside[one] += enters ? 1 : inside[one] > 0 ? -1 : 0;
    return taken || restores || !enters;
}

/* From a second on: random comings and goings, some of them lasting. */
static bool same_audience(uint64_t *state, int second)
{
    memory all;
    int inside[WHO] = {0};
    bool good = true;
    remember_begin(&all);
    pipeline_advance(line, AT(second));
    for (int i = 0; good && i < WORDS; i++) {
        good = word_more(&all, state, inside, second);
        second += 1 + (int)world_below(state, 25);
        good = good && both_agree(&all, second);
    }
    fusion_gate_destroy(all.gate);
    return good;
}

static void what_is_forgotten_of_visits_changes_no_audience(void)
{
    static const char *const comes_back[] = {"by-operator", "at-once"};
    uint64_t state = trial_seed();
    printf("(seed %llu) ", (unsigned long long)state);
    for (int run = 0; run < 4; run++) {
        char becomes[48];
        snprintf(becomes, sizeof becomes, "comes-back: %s", comes_back[run % 2]);
        configuration = lantern_config_changed("comes-back: by-operator", becomes);
        const pipeline_settings settings = {.threads = 1};
        line = pipeline_create(configuration, &settings);
        CU_ASSERT_PTR_NOT_NULL_FATAL(line);
        CU_ASSERT_TRUE(same_audience(&state, 1));
        end();
    }
}

/* Much is said later, so that what is long over is forgotten, and the audience is still the same.
 */
static void check_forgetting(const memory *all, int second)
{
    const int later = later_than(second);
    CU_ASSERT_TRUE(both_agree(all, second));
    said_until_refused("AVA", "posture crisis", later);
    CU_ASSERT_TRUE(both_agree(all, later + 2));
}

/* The book has DEL there from seven hours after the clock begins, for an hour. */
static void who_is_sent_out_before_the_book_says_so_stays_out(void)
{
    begin();
    memory all;
    remember_begin(&all);
    const int second = 7 * 3600 + 1800;
    pipeline_advance(line, AT(second));
    CU_ASSERT_TRUE(both_agree(&all, second + 1));
    CU_ASSERT_TRUE(both_say(&all, "room bridge DEL leaves", second + 2));
    CU_ASSERT_TRUE(both_say(&all, "room bridge restore", second + 3));
    check_forgetting(&all, second + 5);
    fusion_gate_destroy(all.gate);
    end();
}

static void a_room_restored_once_needs_no_restoring_again(void)
{
    begin();
    memory all;
    remember_begin(&all);
    const int second = 8 * 3600 - 10;
    pipeline_advance(line, AT(second));
    CU_ASSERT_TRUE(both_say(&all, "room bridge restore", second + 20));
    check_forgetting(&all, second + 22);
    fusion_gate_destroy(all.gate);
    end();
}

static const char *stood(const char *sentence, int second)
{
    return pipeline_stood(line, "AVA", sentence, AT(second), 0);
}

/* Of a log, before a run; gives the second after the last of them. The white cell's postures are
 * five acts each, so that not all of the gate's places need be filled by visits. */
static int many_visits_stood(void)
{
    int second = 1;
    for (int i = 0; i < 190; i++)
        CU_ASSERT_PTR_NULL_FATAL(
            pipeline_stood(line, FUSION_WHITE_CELL, "posture crisis", AT(1), 0));
    for (int visit = 0; visit < 30; visit++, second += 20) {
        CU_ASSERT_PTR_NULL_FATAL(stood("room bridge DEL enters", second));
        CU_ASSERT_PTR_NULL_FATAL(stood("room bridge DEL leaves", second + 5));
        CU_ASSERT_PTR_NULL_FATAL(stood("room bridge restore", second + 10));
    }
    CU_ASSERT_PTR_NULL_FATAL(stood("room bridge OBS enters", second));
    return second + 1;
}

static uint32_t audience_at(int second)
{
    memory all;
    remember_begin(&all); /* for its view */
    fusion_gate_destroy(all.gate);
    pipeline_advance(line, AT(second));
    const pipeline_past past = pipeline_room_past(line, all.view);
    CU_ASSERT_FATAL(past.count > 0);
    return past.moments[past.count - 1].audience;
}

static uint32_t nations(const char *codes)
{
    uint32_t all = 0;
    for (size_t n = 0; n < configuration->registry.nation_count; n++)
        if (strstr(codes, configuration->registry.nations[n].code))
            all |= UINT32_C(1) << n;
    return all;
}

static void a_run_of_many_visits_can_be_gone_on_with(void)
{
    /* More words than a gate holds. Whoever came last is still there. */
    begin();
    const int later = many_visits_stood();
    pipeline_advance(line, AT(later));
    CU_ASSERT_EQUAL(audience_at(later + 2), nations("AVA BRO OBS"));
    end();
    /* In a run that begins before them they count, and are forgotten: it is dark. */
    begin();
    many_visits_stood();
    pipeline_advance(line, AT(0));
    CU_ASSERT_EQUAL(audience_at(2), 0);
    end();
}

CU_TestInfo shares_tests[] = {
    {"one who fills his share keeps nobody from speaking",
     one_who_fills_his_share_keeps_nobody_from_speaking},
    {"one who has filled his share may still take back",
     one_who_has_filled_his_share_may_still_take_back},
    {"the last quarter is for what narrows", the_last_quarter_is_for_what_narrows},
    {"what is over takes no place", what_is_over_takes_no_place},
    {"what is withdrawn keeps its place", what_is_withdrawn_keeps_its_place},
    {"what one may say does not depend on what others are given",
     what_one_may_say_does_not_depend_on_what_others_are_given},
    {"what is kept for others leaves place for all", what_is_kept_for_others_leaves_place_for_all},
    {"two hundred visits leave place for the next", two_hundred_visits_leave_place_for_the_next},
    {"what is forgotten of visits changes no audience",
     what_is_forgotten_of_visits_changes_no_audience},
    {"who is sent out before the book says so stays out",
     who_is_sent_out_before_the_book_says_so_stays_out},
    {"a room restored once needs no restoring again",
     a_room_restored_once_needs_no_restoring_again},
    {"a run of many visits can be gone on with", a_run_of_many_visits_can_be_gone_on_with},
    CU_TEST_INFO_NULL,
};
