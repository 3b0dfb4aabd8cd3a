/* What the Rooms page is told of a room, and who is told: AVA's bridge in the book "lantern", where
 * BRO sits. BRO gives AVA and OBS air and surface in a strait, without velocity, height and names;
 * AVA gives BRO missiles as a warning at once, and in a week of the exercise what its radars see in
 * the air over a box, a minute late. DEL is given nothing of BRO's. */
#include "daemon/lantern.h"
#include "daemon/radar.h"
#include "daemon/web/web_inside.h"
#include "daemon/web/web_reach.h"
#include "suites.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define AT(s)   (RADAR_NOW_NS + (s)*RADAR_SECOND)
#define HOUR_NS (3600 * RADAR_SECOND)

/* Tokens are the reader's name, made long enough. */
#define OF(who) who "-aaaaaaaaaaaaaaaa"

static config *configuration;
static pipeline *line;
static web server;

static void give(const char *who, const char *text)
{
    web_token *one = &server.tokens.list[server.tokens.count++];
    memcpy(one->who, who, strlen(who) + 1);
    memcpy(one->text, text, strlen(text));
}

static bool is_ready(void *context)
{
    (void)context;
    return true;
}

static void begin_with(config *of)
{
    configuration = of;
    const pipeline_settings settings = {.threads = 1};
    line = pipeline_create(configuration, &settings);
    CU_ASSERT_PTR_NOT_NULL_FATAL(line);
    memset(&server, 0, sizeof server);
    server.settings =
        (web_settings){.configuration = configuration, .line = line, .ready = is_ready};
    give("white-cell", OF("white-cell"));
    give("AVA", OF("AVA"));
    give("BRO", OF("BRO"));
    give("bridge", OF("bridge"));
    pipeline_advance(line, AT(0));
}

static void begin(void)
{
    begin_with(lantern_config());
}

static void end(void)
{
    CU_ASSERT_FALSE(pipeline_failed(line));
    pipeline_destroy(line);
    config_destroy(configuration);
}

static void say(int second, const char *sentence)
{
    int64_t effect_ns;
    CU_ASSERT_PTR_NULL(pipeline_say(line, AT(second), "AVA", sentence, 0, &effect_ns));
}

/* free() it. */
static web_answer asked(const char *token, const char *path)
{
    web_reader reader;
    web_answer answer = {0};
    const bool known = web_tokens_find(&server.tokens, configuration, token, &reader);
    CU_ASSERT_TRUE(web_http_answer(&server, known ? &reader : NULL, path, &answer));
    CU_ASSERT_PTR_NOT_NULL_FATAL(answer.text);
    return answer;
}

static bool tells(const char *words)
{
    web_answer answer = asked(OF("AVA"), "/rooms/bridge");
    char *text = calloc(answer.size + 1, 1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    memcpy(text, answer.text, answer.size);
    const bool found = strstr(text, words) != NULL;
    free(text);
    free(answer.text);
    return found;
}

static bool same_answers(const web_answer *one, const web_answer *other)
{
    return one->status == other->status && one->size == other->size &&
           strcmp(one->type, other->type) == 0 && memcmp(one->text, other->text, one->size) == 0;
}

static void the_host_and_the_white_cell_are_told_and_nobody_else_is(void)
{
    begin();
    pipeline_advance(line, AT(10));
    web_answer host = asked(OF("AVA"), "/rooms/bridge");
    web_answer white = asked(OF("white-cell"), "/rooms/bridge");
    web_answer nothing = asked(OF("AVA"), "/rooms/none-such");
    CU_ASSERT_EQUAL(host.status, 200);
    CU_ASSERT_TRUE(same_answers(&host, &white));
    CU_ASSERT_EQUAL(nothing.status, 404);
    static const char *const others[] = {OF("BRO"), OF("bridge"), OF("DEL"), ""};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        web_answer other = asked(others[i], "/rooms/bridge");
        CU_ASSERT_TRUE(same_answers(&other, &nothing));
        free(other.text);
    }
    free(host.text);
    free(white.text);
    free(nothing.text);
    end();
}

/* What CYR gives BRO is between the two: the host is not to learn that there is such a clause. */
static void who_gives_its_host_nothing_has_no_lane(void)
{
    begin_with(lantern_config_changed(
        "      - name: bro-low\n",
        "      - name: cyr-bro\n        from: CYR\n        to: [BRO]\n        via: direct\n"
        "        gives: [air]\n        products: [tracks]\n        sensors: all\n"
        "        where: everywhere\n        when: always\n        form: exact\n"
        "      - name: bro-low\n"));
    pipeline_advance(line, AT(10));
    CU_ASSERT_TRUE(tells("\"from\":\"BRO\""));
    CU_ASSERT_FALSE(tells("\"from\":\"CYR\""));
    end();
}

static void before_the_first_picture_a_room_has_no_past(void)
{
    begin();
    CU_ASSERT_TRUE(tells("\"from\":null,\"now\":null,"));
    CU_ASSERT_TRUE(tells("{\"who\":\"BRO\",\"as\":\"home\",\"spans\":[]}"));
    end();
}

/* Said in the epoch that ends at 21 s, it counts in that which ends at 22 s. */
#define PLAIN                                                                                      \
    "\"narrowed\",\"words\":\"air, surface: velocity withheld, altitude withheld, identity "       \
    "withheld, label withheld, source hidden, in part\",\"share\":0.125}"

static void an_ally_s_feed_goes_dark_with_a_visitor_and_comes_back(void)
{
    begin();
    say(20, "room bridge DEL enters");
    say(30, "room bridge DEL leaves");
    say(40, "room bridge restore");
    pipeline_advance(line, AT(60));
    CU_ASSERT_TRUE(tells("\"from\":1930359601.000,\"now\":1930359660.000,\"door\":\"open\""));
    CU_ASSERT_TRUE(
        tells("{\"from\":\"BRO\",\"spans\":[{\"since\":1930359601.000,\"shows\":" PLAIN
              ",{\"since\":1930359621.000,\"shows\":\"dark\",\"words\":\"\",\"share\":0.000},"
              "{\"since\":1930359641.000,\"shows\":" PLAIN "]}"));
    CU_ASSERT_TRUE(tells("{\"who\":\"DEL\",\"as\":\"visitor\",\"spans\":["
                         "{\"since\":1930359601.000,\"in\":0,\"counts\":false},"
                         "{\"since\":1930359621.000,\"in\":1,\"counts\":true},"
                         "{\"since\":1930359631.000,\"in\":0,\"counts\":true},"
                         "{\"since\":1930359641.000,\"in\":0,\"counts\":false}]}"));
    end();
}

static void two_of_one_nation_are_two(void)
{
    begin();
    say(20, "room bridge DEL enters");
    say(21, "room bridge DEL enters");
    pipeline_advance(line, AT(30));
    CU_ASSERT_TRUE(tells("{\"since\":1930359622.000,\"in\":2,\"counts\":true}]}"));
    end();
}

static void a_visitor_s_own_nation_has_a_lane_and_an_observer_has_none(void)
{
    begin();
    say(20, "room bridge DEL enters");
    say(20, "room bridge OBS enters");
    pipeline_advance(line, AT(30));
    CU_ASSERT_TRUE(
        tells("{\"from\":\"DEL\",\"spans\":[{\"since\":1930359601.000,\"shows\":\"dark\""));
    CU_ASSERT_FALSE(tells("{\"from\":\"OBS\""));
    CU_ASSERT_FALSE(tells("{\"from\":\"CYR\"")); /* it gives nobody anything */
    end();
}

static void whoever_is_unknown_darkens_all_lanes(void)
{
    begin();
    say(20, "room bridge unknown enters");
    pipeline_advance(line, AT(30));
    CU_ASSERT_TRUE(tells("\"door\":\"unknown\",\"silent_s\":null"));
    CU_ASSERT_TRUE(tells("{\"since\":1930359621.000,\"shows\":\"dark\",\"words\":\"\",\"share\":0."
                         "000}]},{\"from\":\"BRO\""));
    CU_ASSERT_TRUE(tells("{\"who\":\"unknown\",\"as\":\"visitor\""));
    end();
}

static void a_silent_reader_is_told_with_how_long(void)
{
    begin();
    CU_ASSERT_PTR_NULL(pipeline_door(line, AT(20), "bridge"));
    pipeline_advance(line, AT(24));
    CU_ASSERT_TRUE(tells("\"door\":\"open\",\"silent_s\":null"));
    pipeline_advance(line, AT(34)); /* its patience is 5 s */
    CU_ASSERT_TRUE(tells("\"door\":\"silent\",\"silent_s\":14.000"));
    end();
}

static void only_the_last_ten_minutes_are_told(void)
{
    begin();
    say(20, "room bridge DEL enters");
    say(30, "room bridge DEL leaves");
    say(30, "room bridge restore");
    pipeline_advance(line, AT(625));
    CU_ASSERT_TRUE(tells("\"from\":1930359625.000"));
    CU_ASSERT_TRUE(tells("{\"since\":1930359625.000,\"in\":1,\"counts\":true},"));
    pipeline_advance(line, AT(640));
    CU_ASSERT_FALSE(tells("\"who\":\"DEL\""));
    end();
}

static size_t nation(const char *code)
{
    const int found = fusion_nation_find(&configuration->registry, code);
    CU_ASSERT_TRUE_FATAL(found >= 0);
    return (size_t)found;
}

static uint32_t bit(const char *code)
{
    return UINT32_C(1) << nation(code);
}

static void a_room_s_screen_lists_no_sensors_whoever_stands_there(void)
{
    begin();
    size_t room = 0, own = 0, size;
    const web_view ava = {.audience = bit("AVA"), .epoch_ns = AT(1), .since_ns = AT(1)};
    while (configuration->rooms[room] < 0)
        room++;
    while (configuration->rooms[own] >= 0 || configuration->views[own].audience != bit("AVA"))
        own++;
    char *screen = web_text_about(configuration, &ava, room, &size);
    char *page = web_text_about(configuration, &ava, own, &size);
    CU_ASSERT_PTR_NOT_NULL_FATAL(screen);
    CU_ASSERT_PTR_NOT_NULL_FATAL(page);
    CU_ASSERT_PTR_NOT_NULL(strstr(screen, "\"sensors\":[]"));
    CU_ASSERT_PTR_NOT_NULL(strstr(page, "ava-sky"));
    free(screen);
    free(page);
    end();
}

static void copy_area(const char *token, char area[64])
{
    web_answer answer = asked(token, "/page.json");
    char *text = calloc(answer.size + 1, 1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    memcpy(text, answer.text, answer.size);
    const char *found = strstr(text, "\"area\":");
    CU_ASSERT_PTR_NOT_NULL_FATAL(found);
    snprintf(area, 64, "%.*s", (int)strcspn(found, "]"), found);
    free(text);
    free(answer.text);
}

/* On the bridge AVA is at home and BRO is always present; each has one sensor. */
static void a_room_s_map_is_of_those_who_are_always_there_and_never_moves(void)
{
    begin();
    char all[64], room[64], left[64], own[64];
    copy_area(OF("white-cell"), all);
    copy_area(OF("bridge"), room);
    copy_area(OF("AVA"), own);
    say(20, "room bridge DEL enters");
    say(20, "room bridge BRO leaves");
    pipeline_advance(line, AT(30));
    copy_area(OF("bridge"), left);
    CU_ASSERT_STRING_EQUAL(room, all);
    CU_ASSERT_STRING_EQUAL(left, all);
    CU_ASSERT_STRING_NOT_EQUAL(room, own);
    end();
}

/* Of the room's rule. */
static web_reach reach(uint32_t audience, const char *from, int64_t at_ns)
{
    size_t view = 0;
    while (configuration->rooms[view] < 0)
        view++;
    return web_reach_find(configuration, configuration->views[view].rule, audience, nation(from),
                          at_ns);
}

static bool is(const char *word, const web_reach *one)
{
    return strcmp(web_reach_word(one), word) == 0;
}

static void what_a_nation_has_alone_is_open(void)
{
    begin();
    web_reach own = reach(bit("AVA"), "AVA", AT(0));
    CU_ASSERT_TRUE(is("open", &own));
    own = reach(0, "AVA", AT(0));
    CU_ASSERT_TRUE(is("dark", &own));
    end();
}

static void what_one_member_is_not_given_none_is(void)
{
    /* By item and by category, which is on condition; BRO waits 60 s, DEL 60 s for its hop. */
    begin();
    const web_reach both = reach(bit("AVA") | bit("BRO") | bit("DEL"), "AVA", AT(0));
    enum { AIR = 1 }; /* the second category */
    for (unsigned c = 0; c < FUSION_CATEGORIES; c++)
        CU_ASSERT_EQUAL(both.ways[c].given, c == AIR);
    CU_ASSERT_TRUE(both.ways[AIR].conditional && both.ways[AIR].partly);
    CU_ASSERT_EQUAL(both.ways[AIR].delay_ns, 60 * RADAR_SECOND);
    CU_ASSERT_TRUE(both.ways[AIR].steps != 0);
    end();
}

static void dates_of_an_agreement_cut_a_lane(void)
{
    begin();
    const int64_t suspended_ns = AT(0) + 33 * HOUR_NS; /* 2031-03-05T12:00:00Z, for half a day */
    const uint32_t both = bit("AVA") | bit("BRO");
    web_reach before = reach(both, "BRO", suspended_ns - 1),
              then = reach(both, "BRO", suspended_ns),
              after = reach(both, "BRO", suspended_ns + 12 * HOUR_NS);
    CU_ASSERT_TRUE(is("narrowed", &before));
    CU_ASSERT_TRUE(is("dark", &then));
    CU_ASSERT_TRUE(is("narrowed", &after));
    CU_ASSERT_EQUAL(web_reach_turn_ns(configuration, 1, both, nation("BRO"), AT(0)), suspended_ns);
    end();
}

CU_TestInfo web_rooms_tests[] = {
    {"the host and the white cell are told, and nobody else is",
     the_host_and_the_white_cell_are_told_and_nobody_else_is},
    {"who gives its host nothing has no lane", who_gives_its_host_nothing_has_no_lane},
    {"before the first picture a room has no past", before_the_first_picture_a_room_has_no_past},
    {"an ally's feed goes dark with a visitor and comes back",
     an_ally_s_feed_goes_dark_with_a_visitor_and_comes_back},
    {"two of one nation are two", two_of_one_nation_are_two},
    {"a visitor's own nation has a lane and an observer has none",
     a_visitor_s_own_nation_has_a_lane_and_an_observer_has_none},
    {"whoever is unknown darkens all lanes", whoever_is_unknown_darkens_all_lanes},
    {"a silent reader is told, with how long", a_silent_reader_is_told_with_how_long},
    {"only the last ten minutes are told", only_the_last_ten_minutes_are_told},
    {"a room's screen lists no sensors, whoever stands there",
     a_room_s_screen_lists_no_sensors_whoever_stands_there},
    {"a room's map is of those who are always there, and never moves",
     a_room_s_map_is_of_those_who_are_always_there_and_never_moves},
    {"what a nation has alone is open", what_a_nation_has_alone_is_open},
    {"what one member is not given none is", what_one_member_is_not_given_none_is},
    {"dates of an agreement cut a lane", dates_of_an_agreement_cut_a_lane},
    CU_TEST_INFO_NULL,
};
