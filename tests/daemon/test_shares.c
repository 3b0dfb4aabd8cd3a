/* How much each may say: one who speaks without end must leave room to the others, and to himself
 * once what he said is over. In the book "lantern"; the room's half is shared by five nations and a
 * room. */
#include "daemon/lantern.h"
#include "daemon/pipeline.h"
#include "daemon/radar.h"
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
    CU_TEST_INFO_NULL,
};
