/* What is decided again: on the stock exercise, where a missile seen by rok-sky goes to USA at once
 * and by the hub to JPN 90 s later. */
#include "daemon/line/kept.h"
#include "daemon/line/pipeline.h"
#include "daemon/radar.h"
#include "suites.h"

#include <math.h>
#include <string.h>

#define AT(s) (RADAR_NOW_NS + (s)*RADAR_SECOND)

/* The newest picture of each view, present and settled. */
typedef struct shown {
    int64_t since_ns, epoch_ns;
    size_t tracks;
    fusion_track first;
} shown;

static shown pictures[FUSION_VIEWS_MAX][2];
static config *configuration;
static pipeline *line;
static uint32_t sequence;

static void keep(void *context, const pipeline_picture *picture)
{
    (void)context;
    shown *one = &pictures[picture->view][picture->settled];
    *one = (shown){picture->since_ns, picture->epoch_ns, picture->track_count, {0}};
    if (picture->track_count > 0)
        one->first = picture->tracks[0];
}

static void configure(void)
{
    static config_faults faults;
    sequence = 0;
    memset(pictures, 0, sizeof pictures);
    configuration = config_read(TESTDATA "/demo.yaml", &faults);
    CU_ASSERT_PTR_NOT_NULL_FATAL(configuration);
}

static void start(void)
{
    const pipeline_settings settings = {.threads = 2, .settled = true, .sink = keep};
    line = pipeline_create(configuration, &settings);
    CU_ASSERT_PTR_NOT_NULL_FATAL(line);
    pipeline_advance(line, RADAR_NOW_NS);
}

static void begin(void)
{
    configure();
    start();
}

static void end(void)
{
    CU_ASSERT_FALSE(pipeline_failed(line));
    pipeline_destroy(line);
    config_destroy(configuration);
}

static size_t view(const char *name)
{
    size_t v = 0;
    while (strcmp(configuration->view_names[v], name) != 0)
        v++;
    return v;
}

/* A missile each 10 s from one time until before another, and then the clock. */
static void look(int64_t from_s, int64_t until_s)
{
    for (int64_t t = from_s; t < until_s; t += 10) {
        const recorded packet = radar_missile("rok-sky", ++sequence, AT(t));
        codec_result result;
        pipeline_take(line, packet.stamp_ns, packet.data, packet.size, &result);
        CU_ASSERT_EQUAL_FATAL(result.count, 1);
    }
    pipeline_advance(line, AT(until_s));
}

static int64_t say(int64_t at_s, const char *who, const char *sentence)
{
    int64_t effect_ns = 0;
    CU_ASSERT_PTR_NULL(pipeline_say(line, AT(at_s) + 1, who, sentence, 0, &effect_ns));
    return effect_ns;
}

static uint64_t released(const char *name)
{
    return pipeline_view_count(line, view(name)).released;
}

static const shown *picture(const char *name, bool settled)
{
    return &pictures[view(name)][settled];
}

static void what_waits_is_dropped_when_it_is_held(void)
{
    begin();
    look(0, 40);
    CU_ASSERT_EQUAL(say(40, "ROK", "hold sensor rok-sky"), AT(41));
    look(50, 200);
    CU_ASSERT_EQUAL(released("USA.hub"), 4); /* before the hold */
    CU_ASSERT_EQUAL(released("JPN.hub"), 0); /* their 90 s were not over */
    CU_ASSERT_EQUAL(released("ROK.hub"), 19);
    end();
}

static void what_an_intermediary_holds_it_does_not_pass_on(void)
{
    begin();
    look(0, 100);
    CU_ASSERT_EQUAL(released("JPN.hub"), 1);
    say(100, "USA", "hold sensor rok-sky");
    look(110, 300);
    CU_ASSERT_EQUAL(released("USA.hub"), 29);
    CU_ASSERT_EQUAL(released("JPN.hub"), 2); /* that of 10 s came at 100 s, before the hold */
    end();
}

static void what_is_withdrawn_leaves_both_pictures(void)
{
    begin();
    look(0, 160);
    CU_ASSERT_TRUE(picture("USA.hub", false)->tracks > 0);
    CU_ASSERT_TRUE(picture("USA.hub", true)->tracks > 0);
    CU_ASSERT_TRUE(picture("JPN.hub", false)->tracks > 0);
    say(160, "ROK", "withdraw category missile from 2031-03-04T03:00:00Z to 2031-03-04T04:00:00Z");
    pipeline_advance(line, AT(161));
    CU_ASSERT_TRUE(picture("USA.hub", false)->tracks > 0); /* from the next epoch on */
    pipeline_advance(line, AT(162));
    CU_ASSERT_EQUAL(picture("USA.hub", false)->tracks, 0);
    CU_ASSERT_EQUAL(picture("USA.hub", true)->tracks, 0);
    CU_ASSERT_EQUAL(picture("JPN.hub", false)->tracks, 0);
    CU_ASSERT_TRUE(picture("ROK.hub", false)->tracks > 0);
    CU_ASSERT_TRUE(picture("ROK.hub", true)->tracks > 0);
    look(170, 300);
    CU_ASSERT_EQUAL(picture("USA.hub", false)->tracks, 0);
    CU_ASSERT_EQUAL(released("USA.hub"),
                    16); /* the count is of what was given, not of what is left */
    end();
}

static uint64_t number_of(const char *name)
{
    CU_ASSERT_EQUAL_FATAL(picture(name, false)->tracks, 1);
    return picture(name, false)->first.number;
}

/* Ten minutes of one missile, of which the first look is withdrawn: nobody knows it any more, but
 * it began the track and numbers it. */
static void what_is_withdrawn_leaves_though_it_is_not_kept_any_more(void)
{
    begin();
    look(0, 600);
    const uint64_t usa = number_of("USA.hub"), jpn = number_of("JPN.hub"),
                   rok = number_of("ROK.hub");
    say(600, "ROK", "withdraw category missile from 2031-03-04T03:00:00Z to 2031-03-04T03:00:05Z");
    look(610, 650);
    CU_ASSERT_NOT_EQUAL(number_of("USA.hub"), usa);
    CU_ASSERT_NOT_EQUAL(number_of("JPN.hub"), jpn);
    CU_ASSERT_EQUAL(number_of("ROK.hub"), rok);
    CU_ASSERT_TRUE(picture("USA.hub", true)->tracks == 1);
    end();
}

/* Once it has begun anew a view holds nothing of the past; nor does what is said of other things
 * touch it. */
static void what_was_never_given_or_is_gone_begins_nothing_anew(void)
{
    static const char *const said[][2] = {
        {"ROK", "withdraw category missile from 2031-03-04T03:00:00Z to 2031-03-04T03:00:06Z"},
        {"ROK", "withdraw category missile from 2031-03-04T02:00:00Z to 2031-03-04T02:59:59Z"},
        {"ROK", "withdraw category air from 2031-03-04T03:00:00Z to 2031-03-04T03:05:00Z"},
        {"ROK", "withdraw sensor rok-east from 2031-03-04T03:00:00Z to 2031-03-04T03:05:00Z"},
        {"JPN", "withdraw category missile from 2031-03-04T03:00:00Z to 2031-03-04T03:05:00Z"},
        {"ROK", "posture crisis"}};
    begin();
    look(0, 600);
    say(600, "ROK", "withdraw category missile from 2031-03-04T03:00:00Z to 2031-03-04T03:00:05Z");
    look(610, 650);
    const uint64_t usa = number_of("USA.hub");
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
        const int64_t at_s = 650 + 20 * (int64_t)i;
        say(at_s, said[i][0], said[i][1]);
        look(at_s + 10, at_s + 20);
        CU_ASSERT_EQUAL(number_of("USA.hub"), usa);
    }
    end();
}

/* Ten thousand a second of what JPN is not given, for longer than is kept of a sensor. */
static void flood(const char *sensor, int64_t from_s)
{
    const int64_t count = 2 * (int64_t)(KEPT_MAX / configuration->registry.sensor_count);
    for (int64_t i = 0; i < count; i++) {
        const int64_t at_ns = AT(from_s) + i * RADAR_SECOND / 10000;
        const recorded packet = radar_air(sensor, ++sequence, at_ns);
        codec_result result;
        pipeline_take(line, at_ns, packet.data, packet.size, &result);
    }
}

/* What JPN, the only view, shows by the hub: built anew since the first of its missiles was
 * withdrawn. */
static shown built_anew(const char *flooding)
{
    configure();
    const size_t only = view("JPN.hub");
    memcpy(configuration->view_names[0], "JPN.hub", sizeof "JPN.hub");
    configuration->views[0] = configuration->views[only];
    configuration->view_count = 1;
    start();
    look(0, 70); /* of which the last comes to JPN at 150 s */
    pipeline_advance(line, AT(155));
    if (flooding)
        flood(flooding, 155);
    pipeline_advance(line, AT(180));
    const uint64_t number = number_of("JPN.hub");
    say(180, "ROK", "withdraw category missile from 2031-03-04T03:00:00Z to 2031-03-04T03:00:05Z");
    pipeline_advance(line, AT(182));
    CU_ASSERT_NOT_EQUAL(number_of("JPN.hub"), number);
    const shown all = *picture("JPN.hub", false);
    end();
    return all;
}

static void a_hidden_flood_takes_nothing_of_what_a_view_is_built_from(void)
{
    const shown quiet = built_anew(NULL);
    const char *const sensors[] = {"rok-sky", "rok-east"};
    for (size_t i = 0; i < sizeof sensors / sizeof sensors[0]; i++) {
        const shown flooded = built_anew(sensors[i]);
        CU_ASSERT_EQUAL(memcmp(&flooded, &quiet, sizeof quiet), 0);
    }
}

static void same_state(const shown *one, const shown *other)
{
    fusion_track a = one->first, b = other->first;
    CU_ASSERT_EQUAL(one->tracks, other->tracks);
    a.number = b.number = 0; /* each view keys its own */
    CU_ASSERT_EQUAL(a.newest_ns, b.newest_ns);
    for (size_t i = 0; i < 3; i++)
        CU_ASSERT_EQUAL(a.position[i], b.position[i]);
}

static void a_view_that_changes_begins_warm(void)
{
    begin();
    look(0, 100);
    CU_ASSERT_EQUAL(picture("JPN.national", false)->tracks, 0);
    CU_ASSERT_EQUAL(picture("JPN.national", false)->since_ns, AT(1));
    pipeline_view_change(line, view("JPN.national"), configuration->views[view("ROK.national")],
                         AT(100) + 1);
    pipeline_advance(line, AT(101));
    CU_ASSERT_EQUAL(picture("JPN.national", false)->tracks, 0);
    pipeline_advance(line, AT(102));
    CU_ASSERT_EQUAL(picture("JPN.national", false)->since_ns, AT(102));
    CU_ASSERT_EQUAL(picture("ROK.national", false)->since_ns, AT(1));
    same_state(picture("JPN.national", false), picture("ROK.national", false));
    look(110, 200);
    same_state(picture("JPN.national", false), picture("ROK.national", false));
    same_state(picture("JPN.national", true), picture("ROK.national", true));
    end();
}

/* What began the track numbers it: at 100 s that was the first look, at 200 s one after 80 s. */
static void a_view_that_changes_knows_nothing_older_than_the_retained_time(void)
{
    begin();
    look(0, 100);
    const size_t changed = view("JPN.national");
    pipeline_view_change(line, changed, configuration->views[view("ROK.national")], AT(100));
    pipeline_advance(line, AT(101));
    const uint64_t number = picture("JPN.national", false)->first.number;
    look(110, 200);
    CU_ASSERT_EQUAL(picture("JPN.national", false)->first.number, number);
    pipeline_view_change(line, changed, configuration->views[view("ROK.national")], AT(200));
    pipeline_advance(line, AT(201));
    CU_ASSERT_EQUAL(picture("JPN.national", false)->tracks, 1);
    CU_ASSERT_NOT_EQUAL(picture("JPN.national", false)->first.number, number);
    end();
}

/* USA had it 300 s ago, JPN 210 s ago, which is within the retained time and the window: it is kept
 * for both. */
static void a_withdrawal_touches_whoever_was_given_it(void)
{
    begin();
    look(0, 300);
    const uint64_t usa = number_of("USA.hub"), jpn = number_of("JPN.hub"),
                   rok = number_of("ROK.hub");
    say(300, "ROK", "withdraw category missile from 2031-03-04T03:00:00Z to 2031-03-04T03:00:05Z");
    pipeline_advance(line, AT(303));
    CU_ASSERT_NOT_EQUAL(number_of("USA.hub"), usa);
    CU_ASSERT_NOT_EQUAL(number_of("JPN.hub"), jpn);
    CU_ASSERT_EQUAL(number_of("ROK.hub"), rok);
    end();
}

static void a_view_without_an_audience_shows_nothing(void)
{
    begin();
    look(0, 60);
    CU_ASSERT_EQUAL(picture("USA.hub", false)->tracks, 1);
    fusion_view dark = pipeline_view(line, view("USA.hub"));
    dark.audience = 0;
    pipeline_view_change(line, view("USA.hub"), dark, AT(60));
    pipeline_advance(line, AT(61));
    CU_ASSERT_EQUAL(picture("USA.hub", false)->tracks, 0);
    CU_ASSERT_EQUAL(picture("USA.hub", false)->epoch_ns, AT(61));
    look(70, 100);
    CU_ASSERT_EQUAL(picture("USA.hub", false)->tracks, 0);
    end();
}

static void a_withdrawn_report_warms_no_new_view(void)
{
    begin();
    look(0, 60);
    say(60, "ROK", "withdraw category missile from 2031-03-04T03:00:00Z to 2031-03-04T04:00:00Z");
    pipeline_advance(line, AT(70));
    pipeline_view_change(line, view("JPN.national"), configuration->views[view("USA.hub")],
                         AT(70) + 1);
    pipeline_advance(line, AT(72));
    CU_ASSERT_EQUAL(picture("JPN.national", false)->tracks, 0);
    end();
}

/* Four looks before it, four after. */
static void what_is_said_until_a_time_ends_with_it(void)
{
    int64_t effect_ns;
    begin();
    look(0, 40);
    CU_ASSERT_PTR_NULL(
        pipeline_say(line, AT(40) + 1, "ROK", "hold sensor rok-sky", AT(75), &effect_ns));
    look(50, 120);
    CU_ASSERT_EQUAL(released("USA.hub"), 8);
    end();
}

static void what_waits_when_its_agreement_is_suspended_never_comes(void)
{
    begin();
    look(0, 100);
    CU_ASSERT_EQUAL(released("JPN.hub"), 1);
    CU_ASSERT_EQUAL(say(100, "ROK", "agreement trilateral becomes suspended"), AT(101));
    look(110, 300);
    CU_ASSERT_EQUAL(released("JPN.hub"), 2); /* that of 10 s came at 100 s, before it */
    CU_ASSERT_EQUAL(released("USA.hub"), 29);
    end();
}

/* It would come back to the views that had it, and warm one that begins anew. */
static void another_book_brings_nothing_back_that_was_withdrawn(void)
{
    static config_faults faults;
    char error[512];
    int64_t effect_ns;
    begin();
    look(0, 100);
    say(100, "ROK", "withdraw category missile from 2031-03-04T03:00:00Z to 2031-03-04T04:00:00Z");
    pipeline_advance(line, AT(103));
    CU_ASSERT_EQUAL(picture("USA.hub", false)->tracks, 0);
    config *fresh = config_read(TESTDATA "/demo.yaml", &faults);
    CU_ASSERT_PTR_NOT_NULL_FATAL(fresh);
    CU_ASSERT_TRUE(pipeline_book(line, AT(103) + 1, fresh, &effect_ns, error));
    pipeline_view_change(line, view("JPN.national"), pipeline_view(line, view("USA.hub")),
                         AT(105) + 1);
    look(110, 130);
    CU_ASSERT_EQUAL(picture("USA.hub", false)->tracks, 0);
    CU_ASSERT_EQUAL(picture("JPN.hub", false)->tracks, 0);
    CU_ASSERT_EQUAL(picture("JPN.national", false)->tracks, 0);
    CU_ASSERT_EQUAL(picture("ROK.hub", false)->tracks, 1);
    end();
}

static void a_new_run_forgets_what_was_said(void)
{
    begin();
    look(0, 10);
    say(10, "ROK", "hold sensor rok-sky");
    pipeline_view_change(line, view("JPN.hub"), (fusion_view){0}, AT(10) + 1);
    pipeline_new_run(line);
    pipeline_advance(line, AT(0));
    sequence = 0;
    say(0, "ROK", "hold category surface"); /* has all that is kept decided again */
    look(0, 120);
    CU_ASSERT_EQUAL(released("USA.hub"), 12);
    CU_ASSERT_EQUAL(released("JPN.hub"), 3);
    end();
}

CU_TestInfo again_tests[] = {
    {"what waits is dropped when it is held", what_waits_is_dropped_when_it_is_held},
    {"what an intermediary holds it does not pass on",
     what_an_intermediary_holds_it_does_not_pass_on},
    {"what is withdrawn leaves both pictures", what_is_withdrawn_leaves_both_pictures},
    {"what is withdrawn leaves though it is not kept any more",
     what_is_withdrawn_leaves_though_it_is_not_kept_any_more},
    {"a hidden flood takes nothing of what a view is built from",
     a_hidden_flood_takes_nothing_of_what_a_view_is_built_from},
    {"what was never given or is gone begins nothing anew",
     what_was_never_given_or_is_gone_begins_nothing_anew},
    {"a view that changes begins warm", a_view_that_changes_begins_warm},
    {"a view that changes knows nothing older than the retained time",
     a_view_that_changes_knows_nothing_older_than_the_retained_time},
    {"a withdrawal touches whoever was given it", a_withdrawal_touches_whoever_was_given_it},
    {"a view without an audience shows nothing", a_view_without_an_audience_shows_nothing},
    {"a withdrawn report warms no new view", a_withdrawn_report_warms_no_new_view},
    {"what is said until a time ends with it", what_is_said_until_a_time_ends_with_it},
    {"what waits when its agreement is suspended never comes",
     what_waits_when_its_agreement_is_suspended_never_comes},
    {"another book brings nothing back that was withdrawn",
     another_book_brings_nothing_back_that_was_withdrawn},
    {"a new run forgets what was said", a_new_run_forgets_what_was_said},
    CU_TEST_INFO_NULL,
};
