/* Who stands before a screen, from the sentence to the picture: AVA's bridge in the book "lantern",
 * where BRO sits. Once a second ava-sky and bro-ship look at an object each. In a crisis AVA and
 * BRO see both, OBS that of bro-ship alone, DEL none. */
#include "daemon/lantern.h"
#include "daemon/line/pipeline.h"
#include "daemon/radar.h"
#include "suites.h"

#include <string.h>

#define AT(s)       (RADAR_NOW_NS + (s)*RADAR_SECOND)
#define HALF        (RADAR_SECOND / 2)
#define RUN_SECONDS 60
#define TRACKS_MAX  8

/* The room's picture of the epoch that ends at a second. */
typedef struct shown {
    uint32_t audience;
    int64_t since_ns;
    size_t count;
    fusion_track tracks[TRACKS_MAX];
} shown;

typedef struct showing {
    shown at[RUN_SECONDS + 1];
} showing;

/* Who says what, in the epoch that ends a second later; NULL: the room's reader that it is there.
 */
typedef struct saying {
    int second;
    const char *who, *sentence;
} saying;

static config *configuration;
static pipeline *line;
static showing *into;
static saying crowd; /* who says somebody in until his share is full, where `who` is set */

static void keep(void *context, const pipeline_picture *picture)
{
    const size_t second = (size_t)((picture->epoch_ns - RADAR_NOW_NS) / RADAR_SECOND);
    (void)context;
    if (picture->settled || configuration->rooms[picture->view] < 0 || second > RUN_SECONDS)
        return;
    shown *one = &into->at[second];
    CU_ASSERT_FATAL(picture->track_count <= TRACKS_MAX);
    *one = (shown){.audience = picture->audience,
                   .since_ns = picture->since_ns,
                   .count = picture->track_count};
    if (picture->track_count > 0)
        memcpy(one->tracks, picture->tracks, picture->track_count * sizeof *picture->tracks);
}

static void begin(void)
{
    configuration = lantern_config();
    const pipeline_settings settings = {.threads = 1, .settled = true, .sink = keep};
    line = pipeline_create(configuration, &settings);
    CU_ASSERT_PTR_NOT_NULL_FATAL(line);
}

static void end(void)
{
    CU_ASSERT_FALSE(pipeline_failed(line));
    pipeline_destroy(line);
    config_destroy(configuration);
}

static void say(const saying *one, int64_t now_ns)
{
    int64_t effect_ns = 0;
    const char *refused = one->sentence
                              ? pipeline_say(line, now_ns, one->who, one->sentence, 0, &effect_ns)
                              : pipeline_door(line, now_ns, one->who);
    CU_ASSERT_PTR_NULL(refused);
}

static void look(const char *sensor, double lat_deg, int second)
{
    const int64_t now_ns = AT(second) + HALF;
    const recorded packet = radar_low(sensor, lat_deg, (uint32_t)second + 1, now_ns);
    codec_result result;
    pipeline_take(line, now_ns, packet.data, packet.size, &result);
    CU_ASSERT_EQUAL(result.count, 1);
}

/* AVA sits there: each word leaves the picture as it is, but for the one that is refused. */
static void enter_without_end(const char *who, int64_t now_ns)
{
    int64_t effect_ns;
    const char *refused = NULL;
    for (size_t i = 0; i < FUSION_ACTS_MAX && !refused; i++)
        refused = pipeline_say(line, now_ns, who, "room bridge AVA enters", 0, &effect_ns);
    CU_ASSERT_PTR_NOT_NULL_FATAL(refused);
    CU_ASSERT_STRING_EQUAL(refused, "acts-many");
}

/* sayings[0..count) in order of time. */
static void run(showing *all, bool with_ava, const saying *sayings, size_t count)
{
    const saying crisis = {0, "AVA", "posture crisis"};
    memset(all, 0, sizeof *all);
    into = all;
    pipeline_advance(line, AT(0));
    say(&crisis, AT(0));
    for (int second = 0; second < RUN_SECONDS; second++) {
        if (with_ava)
            look("ava-sky", 12.5, second);
        look("bro-ship", 11.5, second);
        if (crowd.who && crowd.second == second)
            enter_without_end(crowd.who, AT(second) + HALF);
        for (size_t i = 0; i < count; i++)
            if (sayings[i].second == second)
                say(&sayings[i], AT(second) + HALF);
    }
    pipeline_advance(line, AT(RUN_SECONDS));
}

static void play(showing *all, bool with_ava, const saying *sayings, size_t count)
{
    begin();
    run(all, with_ava, sayings, count);
    end();
}

static uint32_t nations(const char *codes)
{
    uint32_t all = 0;
    for (size_t n = 0; n < configuration->registry.nation_count; n++)
        if (strstr(codes, configuration->registry.nations[n].code))
            all |= UINT32_C(1) << n;
    return all;
}

/* Whether the room shows the same in the epochs that end at these seconds. */
static bool same(const showing *one, const showing *other, int first, int last)
{
    for (int s = first; s <= last; s++) {
        const shown *a = &one->at[s], *b = &other->at[s];
        if (a->count != b->count || memcmp(a->tracks, b->tracks, a->count * sizeof *a->tracks) != 0)
            return false;
    }
    return true;
}

/* So many tracks in the epochs that end at these seconds. */
static bool shows(const showing *all, size_t count, int first, int last)
{
    for (int s = first; s <= last; s++)
        if (all->at[s].count != count)
            return false;
    return true;
}

static showing played, compared;

static void who_enters_counts_from_the_next_epoch_on(void)
{
    static const saying visit[] = {{20, "AVA", "room bridge OBS enters"}};
    begin();
    run(&played, true, visit, 1);
    CU_ASSERT_TRUE(shows(&played, 2, 2, 21));
    CU_ASSERT_TRUE(shows(&played, 1, 22, 60));
    CU_ASSERT_EQUAL(played.at[21].audience, nations("AVA BRO"));
    CU_ASSERT_EQUAL(played.at[21].since_ns, AT(1));
    CU_ASSERT_EQUAL(played.at[22].audience, nations("AVA BRO OBS"));
    CU_ASSERT_EQUAL(played.at[22].since_ns, AT(22));
    CU_ASSERT_EQUAL(played.at[60].since_ns, AT(22));
    end();
}

static void whoever_stands_there_is_shown_what_all_of_them_may_see(void)
{
    static const saying visits[] = {{20, "AVA", "room bridge OBS enters"},
                                    {30, "AVA", "room bridge DEL enters"},
                                    {40, "AVA", "room bridge DEL leaves"},
                                    {40, "AVA", "room bridge restore"}};
    play(&played, true, visits, 4);
    CU_ASSERT_TRUE(shows(&played, 1, 22, 31));
    CU_ASSERT_TRUE(shows(&played, 0, 32, 41));
    CU_ASSERT_TRUE(shows(&played, 1, 42, 60));
}

static void a_room_that_lost_a_visitor_never_had_him(void)
{
    static const saying visits[] = {{20, "AVA", "room bridge OBS enters"},
                                    {30, "bridge", "room bridge OBS leaves"},
                                    {30, "AVA", "room bridge restore"}};
    play(&played, true, visits, 3);
    play(&compared, true, NULL, 0);
    CU_ASSERT_TRUE(same(&played, &compared, 1, 21));
    CU_ASSERT_FALSE(same(&played, &compared, 22, 31));
    CU_ASSERT_TRUE(same(&played, &compared, 32, 60));
    CU_ASSERT_EQUAL(played.at[32].since_ns, AT(32));
    CU_ASSERT_EQUAL(played.at[32].audience, compared.at[32].audience);
}

/* As if ava-sky had not been there: the picture is warm, and what it is warm from was decided
 * anew. */
static void what_a_visitor_may_not_see_was_never_in_his_picture(void)
{
    static const saying visit[] = {{20, "AVA", "room bridge OBS enters"}};
    play(&played, true, visit, 1);
    play(&compared, false, visit, 1);
    CU_ASSERT_TRUE(same(&played, &compared, 22, 60));
    CU_ASSERT_EQUAL(played.at[22].tracks[0].status, FUSION_CONFIRMED);
}

static void the_next_visitor_finds_nothing_of_the_last(void)
{
    static const saying visits[] = {
        {10, "AVA", "room bridge OBS enters"}, {20, "AVA", "room bridge OBS leaves"},
        {20, "AVA", "room bridge restore"},    {30, "AVA", "room bridge DEL enters"},
        {40, "AVA", "room bridge DEL leaves"}, {40, "AVA", "room bridge restore"}};
    play(&played, true, visits, 6);
    play(&compared, true, NULL, 0);
    CU_ASSERT_TRUE(shows(&played, 1, 12, 21) && shows(&played, 0, 32, 41));
    CU_ASSERT_TRUE(same(&played, &compared, 22, 31) && same(&played, &compared, 42, 60));
    CU_ASSERT_EQUAL(played.at[32].since_ns, AT(32));
}

static void somebody_unknown_darkens_the_screen(void)
{
    static const saying visit[] = {{20, "AVA", "room bridge unknown enters"}};
    play(&played, true, visit, 1);
    CU_ASSERT_TRUE(shows(&played, 2, 2, 21) && shows(&played, 0, 22, 60));
    CU_ASSERT_EQUAL(played.at[22].audience, 0);
    CU_ASSERT_EQUAL(played.at[22].since_ns, AT(22));
}

/* Last heard at 20.5 s with a patience of 5 s; the epoch that begins at 26 s is the first that
 * begins later. Its word at 35.5 s counts from 36 s on. */
static void a_reader_that_fell_silent_darkens_the_screen(void)
{
    static const saying words[] = {
        {16, "bridge", NULL}, {20, "bridge", NULL}, {35, "bridge", NULL}};
    play(&played, true, words, 3);
    CU_ASSERT_TRUE(shows(&played, 2, 2, 26));
    CU_ASSERT_TRUE(shows(&played, 0, 27, 36));
    CU_ASSERT_EQUAL(played.at[27].audience, 0);
    CU_ASSERT_TRUE(shows(&played, 2, 37, 41));
    CU_ASSERT_TRUE(shows(&played, 0, 42, 60));
}

static void only_a_room_s_reader_says_that_it_is_there(void)
{
    begin();
    pipeline_advance(line, AT(0));
    const char *const others[] = {"AVA", "BRO", "white-cell", "", "bridg"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        const char *refused = pipeline_door(line, AT(0) + HALF, others[i]);
        CU_ASSERT_TRUE(refused && strcmp(refused, "not-yours") == 0);
    }
    CU_ASSERT_STRING_EQUAL(pipeline_door(line, 0, "bridge"), "clock-unset");
    CU_ASSERT_PTR_NULL(pipeline_door(line, AT(0) + HALF, "bridge"));
    end();
}

static void a_new_run_begins_with_those_who_sit_there(void)
{
    static const saying all[] = {{10, "bridge", NULL}, {20, "AVA", "room bridge OBS enters"}};
    begin();
    run(&played, true, all, 2);
    CU_ASSERT_EQUAL(played.at[RUN_SECONDS].count, 0); /* silent, and visited */
    pipeline_new_run(line);
    run(&played, true, NULL, 0);
    CU_ASSERT_TRUE(shows(&played, 2, 2, 60));
    CU_ASSERT_EQUAL(played.at[60].since_ns, AT(1));
    end();
}

static void a_reader_heard_before_a_restart_is_waited_for(void)
{
    static const saying back[] = {{20, "bridge", NULL}, {24, "bridge", NULL}, {28, "bridge", NULL}};
    begin();
    CU_ASSERT_PTR_NULL(pipeline_stood(line, "bridge", PIPELINE_HAS_READER, AT(-100), 0));
    CU_ASSERT_PTR_NULL(pipeline_stood(line, "no-room", PIPELINE_HAS_READER, AT(-100), 0));
    pipeline_new_run(line); /* the first of this process, in which that stands */
    run(&played, true, back, 3);
    CU_ASSERT_TRUE(shows(&played, 0, 1, 21));
    CU_ASSERT_TRUE(shows(&played, 2, 22, 34));
    pipeline_new_run(line);
    run(&played, true, NULL, 0);
    CU_ASSERT_TRUE(shows(&played, 2, 2, 60));
    end();
}

static void a_room_that_missed_who_entered_is_dark_until_a_new_run(void)
{
    static const char *const speakers[] = {"bridge", "AVA", "white-cell"};
    for (size_t i = 0; i < sizeof speakers / sizeof speakers[0]; i++) {
        const saying back[] = {{40, i == 0 ? "AVA" : "bridge", "room bridge restore"}};
        begin();
        crowd = (saying){20, speakers[i], NULL};
        run(&played, true, back, 1);
        crowd = (saying){0};
        CU_ASSERT_TRUE(shows(&played, 2, 2, 20));
        CU_ASSERT_TRUE(shows(&played, 0, 22, 60));
        CU_ASSERT_EQUAL(played.at[22].audience, 0);
        CU_ASSERT_TRUE(pipeline_missed(line, "room bridge DEL enters"));
        pipeline_new_run(line);
        CU_ASSERT_FALSE(pipeline_missed(line, "room bridge DEL enters"));
        run(&played, true, NULL, 0);
        CU_ASSERT_TRUE(shows(&played, 2, 2, 60));
        end();
    }
}

static void what_is_refused_of_a_stranger_darkens_no_screen(void)
{
    int64_t effect_ns;
    const char *refused = NULL;
    begin();
    pipeline_advance(line, AT(0));
    for (size_t i = 0; i < FUSION_ACTS_MAX && !refused; i++)
        refused = pipeline_say(line, AT(0), "DEL", "hold category air", 0, &effect_ns);
    const char *entered = pipeline_say(line, AT(0), "DEL", "room bridge DEL enters", 0, &effect_ns);
    CU_ASSERT_TRUE(entered && strcmp(entered, "acts-many") == 0);
    CU_ASSERT_FALSE(pipeline_missed(line, "room bridge DEL enters"));
    run(&played, true, NULL, 0);
    CU_ASSERT_TRUE(shows(&played, 2, 2, 60));
    end();
}

static void a_room_that_missed_who_entered_is_dark_after_a_restart(void)
{
    begin();
    CU_ASSERT_PTR_NULL(pipeline_stood(line, "bridge", PIPELINE_HAS_MISSED, AT(-100), 0));
    pipeline_new_run(line); /* the first of this process, in which that stands */
    run(&played, true, NULL, 0);
    CU_ASSERT_TRUE(shows(&played, 0, 1, 60));
    end();
}

CU_TestInfo rooms_tests[] = {
    {"who enters counts from the next epoch on", who_enters_counts_from_the_next_epoch_on},
    {"whoever stands there is shown what all of them may see",
     whoever_stands_there_is_shown_what_all_of_them_may_see},
    {"a room that lost a visitor never had him", a_room_that_lost_a_visitor_never_had_him},
    {"what a visitor may not see was never in his picture",
     what_a_visitor_may_not_see_was_never_in_his_picture},
    {"the next visitor finds nothing of the last", the_next_visitor_finds_nothing_of_the_last},
    {"somebody unknown darkens the screen", somebody_unknown_darkens_the_screen},
    {"a reader that fell silent darkens the screen", a_reader_that_fell_silent_darkens_the_screen},
    {"only a room's reader says that it is there", only_a_room_s_reader_says_that_it_is_there},
    {"a new run begins with those who sit there", a_new_run_begins_with_those_who_sit_there},
    {"a reader heard before a restart is waited for",
     a_reader_heard_before_a_restart_is_waited_for},
    {"a room that missed who entered is dark until a new run",
     a_room_that_missed_who_entered_is_dark_until_a_new_run},
    {"what is refused of a stranger darkens no screen",
     what_is_refused_of_a_stranger_darkens_no_screen},
    {"a room that missed who entered is dark after a restart",
     a_room_that_missed_who_entered_is_dark_after_a_restart},
    CU_TEST_INFO_NULL,
};
