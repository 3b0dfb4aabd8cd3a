/* A room's page between a word and the epoch that heeds it: AVA's bridge in the book "lantern",
 * where BRO sits and both see what ava-sky and bro-ship look at in a crisis. The server's own
 * functions are called, without its sockets: one page is open on the room, and reads when it is
 * asked. */
#include "daemon/lantern.h"
#include "daemon/radar.h"
#include "daemon/web/web_inside.h"
#include "suites.h"

#include "picket/v1/picture.pb-c.h"

#include <stdlib.h>
#include <string.h>

#define AT(s) (RADAR_NOW_NS + (s)*RADAR_SECOND)
#define HALF  (RADAR_SECOND / 2)

/* A picture as the page was sent it, after the words about its audience, where there were any. */
typedef struct sent {
    bool told, whole;
    char about[512];
    size_t tracks;
    int64_t epoch_ns, since_ns;
} sent;

static config *configuration;
static pipeline *line;
static web server;
static web_client page;
static pipeline_picture room_shown; /* of the room, as files and UDP have it; without its tracks */

static void publish(void *context, const pipeline_picture *picture)
{
    (void)context;
    if (configuration->rooms[picture->view] < 0)
        return;
    room_shown = *picture;
    web_publish(&server, picture);
}

static void begin_with(config *of)
{
    configuration = of;
    const pipeline_settings settings = {.threads = 1, .sink = publish};
    line = pipeline_create(configuration, &settings);
    CU_ASSERT_PTR_NOT_NULL_FATAL(line);
    memset(&server, 0, sizeof server);
    server.settings = (web_settings){.configuration = configuration, .line = line};
    page = (web_client){.view = 0};
    while (configuration->rooms[page.view] < 0)
        page.view++;
    server.views[page.view].wire = picture_wire_create(configuration, page.view);
    CU_ASSERT_PTR_NOT_NULL_FATAL(server.views[page.view].wire);
}

static void begin(void)
{
    begin_with(lantern_config());
}

static void end(void)
{
    CU_ASSERT_FALSE(pipeline_failed(line));
    picture_wire_destroy(server.views[page.view].wire);
    free(server.room);
    pipeline_destroy(line);
    config_destroy(configuration);
}

/* As the daemon does with a message of control. */
static void say_at(int64_t now_ns, const char *sentence)
{
    int64_t effect_ns;
    CU_ASSERT_PTR_NULL(pipeline_say(line, now_ns, "AVA", sentence, 0, &effect_ns));
    web_said(&server);
}

static void clock_at(int64_t now_ns)
{
    pipeline_advance(line, now_ns);
    web_said(&server);
}

static void look(const char *sensor, double lat_deg, int second)
{
    codec_result result;
    const int64_t now_ns = AT(second) + HALF;
    const recorded packet = radar_low(sensor, lat_deg, (uint32_t)second + 1, now_ns);
    pipeline_take(line, now_ns, packet.data, packet.size, &result);
    CU_ASSERT_EQUAL(result.count, 1);
}

/* To half a second after the last look; nothing is said meanwhile. */
static void look_until(int from, int second)
{
    for (int s = from; s < second; s++) {
        look("ava-sky", 12.5, s);
        look("bro-ship", 11.5, s);
    }
    pipeline_advance(line, AT(second) + HALF);
}

static void begin_looking(void)
{
    clock_at(AT(0));
    say_at(AT(0), "posture crisis");
    look_until(0, 20);
}

/* All that the page is owed; of pictures the last. Tracks of a change are not counted. */
static sent page_reads(void)
{
    sent all = {0};
    web_message next;
    while (web_feed_next(&server, &page, &next) && next.size > 0) {
        if (next.text) {
            all.told = true;
            memcpy(all.about, next.data,
                   next.size < sizeof all.about ? next.size : sizeof all.about - 1);
            continue;
        }
        Picket__V1__Picture *picture = picket__v1__picture__unpack(NULL, next.size, next.data);
        CU_ASSERT_PTR_NOT_NULL_FATAL(picture);
        all.whole = picture->base_ns == 0;
        all.tracks = picture->tracks ? picture->tracks->n_number : 0;
        all.epoch_ns = picture->epoch_ns;
        all.since_ns = picture->since_ns;
        picket__v1__picture__free_unpacked(picture, NULL);
    }
    return all;
}

/* As a page that is opened now. */
static sent opened(void)
{
    page = (web_client){.view = page.view};
    return page_reads();
}

static void who_is_let_in_while_the_clock_stands_finds_an_empty_screen(void)
{
    begin();
    begin_looking();
    CU_ASSERT_EQUAL(opened().tracks, 2);
    say_at(AT(20) + HALF, "room bridge OBS enters");
    const sent now = page_reads();
    CU_ASSERT_TRUE(now.told && strstr(now.about, "\"nations\":[\"AVA\",\"BRO\",\"OBS\"]"));
    CU_ASSERT_TRUE(now.whole);
    CU_ASSERT_EQUAL(now.tracks, 0);
    CU_ASSERT_EQUAL(now.epoch_ns, AT(20));
    CU_ASSERT_EQUAL(now.since_ns, AT(22));
    CU_ASSERT_EQUAL(opened().tracks, 0); /* a page that comes meanwhile, too */
    clock_at(AT(22));
    const sent theirs = page_reads();
    CU_ASSERT_FALSE(theirs.told); /* who they are did not change since */
    CU_ASSERT_EQUAL(theirs.epoch_ns, AT(22));
    CU_ASSERT_EQUAL(theirs.since_ns, AT(22));
    CU_ASSERT_EQUAL(opened().tracks, 1);
    end();
}

/* Said at the very begin of an epoch, which the clock's steps stop at: it counts in that one. */
static void between_epochs_one_step_brings_the_picture(void)
{
    begin();
    begin_looking();
    clock_at(AT(21));
    say_at(AT(21), "room bridge OBS enters");
    CU_ASSERT_EQUAL(opened().tracks, 0);
    clock_at(AT(22));
    CU_ASSERT_EQUAL(opened().tracks, 1);
    CU_ASSERT_EQUAL(opened().since_ns, AT(22));
    end();
}

static void while_the_clock_runs_no_picture_for_fewer_comes_after_the_word(void)
{
    begin();
    begin_looking();
    say_at(AT(20) + HALF, "room bridge OBS enters");
    CU_ASSERT_EQUAL(opened().tracks, 0);
    look_until(20, 21);
    CU_ASSERT_EQUAL(opened().epoch_ns, AT(21));
    CU_ASSERT_EQUAL(opened().tracks, 0);
    look_until(21, 22);
    CU_ASSERT_EQUAL(opened().tracks, 1);
    end();
}

static void somebody_unknown_darkens_the_screen_at_once(void)
{
    begin();
    begin_looking();
    say_at(AT(20) + HALF, "room bridge unknown enters");
    const sent now = opened();
    CU_ASSERT_TRUE(now.told && strstr(now.about, "\"nations\":[]"));
    CU_ASSERT_EQUAL(now.tracks, 0);
    end();
}

static void who_cannot_be_noted_darkens_the_screen_at_once(void)
{
    const char *refused = NULL;
    int64_t effect_ns;
    begin();
    begin_looking();
    for (size_t i = 0; i < FUSION_ACTS_MAX && !refused; i++)
        refused = pipeline_say(line, AT(20) + HALF, "AVA", "room bridge AVA enters", 0, &effect_ns);
    CU_ASSERT_EQUAL(opened().tracks, 2); /* AVA is at home there */
    web_said(&server);
    CU_ASSERT_TRUE(refused && strcmp(refused, "acts-many") == 0);
    CU_ASSERT_EQUAL(opened().tracks, 0);
    end();
}

/* What is for OBS too is not taken from those who stay; what is theirs alone waits for an epoch. */
static void who_leaves_empties_nothing(void)
{
    begin();
    begin_looking();
    say_at(AT(20) + HALF, "room bridge OBS enters");
    look_until(20, 30);
    CU_ASSERT_EQUAL(opened().tracks, 1);
    say_at(AT(30) + HALF, "room bridge OBS leaves");
    say_at(AT(30) + HALF, "room bridge restore");
    CU_ASSERT_EQUAL(page_reads().epoch_ns, 0); /* nothing is owed */
    CU_ASSERT_EQUAL(opened().tracks, 1);
    look_until(30, 32);
    CU_ASSERT_EQUAL(opened().tracks, 2);
    end();
}

static void who_came_and_left_meanwhile_leaves_an_empty_screen_behind(void)
{
    begin();
    begin_looking();
    say_at(AT(20) + HALF, "room bridge OBS enters");
    say_at(AT(20) + HALF, "room bridge OBS leaves");
    say_at(AT(20) + HALF, "room bridge restore");
    const sent now = opened();
    CU_ASSERT_PTR_NOT_NULL(strstr(now.about, "\"nations\":[\"AVA\",\"BRO\"]"));
    CU_ASSERT_EQUAL(now.tracks, 0);
    clock_at(AT(21));
    CU_ASSERT_EQUAL(page_reads().epoch_ns, AT(21));
    CU_ASSERT_EQUAL(opened().tracks, 2);
    end();
}

/* Of two who are let in one after the other both are told, though they count from one epoch on. */
static void each_word_tells_who_stands_there(void)
{
    begin();
    begin_looking();
    say_at(AT(20) + HALF, "room bridge OBS enters");
    CU_ASSERT_PTR_NOT_NULL(strstr(page_reads().about, "[\"AVA\",\"BRO\",\"OBS\"]"));
    say_at(AT(20) + HALF, "room bridge DEL enters");
    const sent now = page_reads();
    CU_ASSERT_PTR_NOT_NULL(strstr(now.about, "[\"AVA\",\"BRO\",\"DEL\",\"OBS\"]"));
    CU_ASSERT_TRUE(now.whole);
    CU_ASSERT_EQUAL(now.tracks, 0);
    end();
}

/* OBS is let in by the book from 03:00:20 to 03:00:40. */
static config *visited(void)
{
    return lantern_config_changed("comes-back: by-operator\n    visits:\n",
                                  "comes-back: at-once\n    visits:\n"
                                  "      - at: 2031-03-04T03:00:20Z\n"
                                  "        who: OBS\n        does: enters\n"
                                  "      - at: 2031-03-04T03:00:40Z\n"
                                  "        who: OBS\n        does: leaves\n");
}

/* Whoever else speaks, of whatever, and when: the server looks at its rooms then, too. */
static void another_s_word_moves_nothing_on_a_room_s_screen(void)
{
    begin_with(visited());
    clock_at(AT(0));
    say_at(AT(0), "posture crisis");
    for (int s = 0; s < 45; s++) {
        look_until(s, s + 1);
        const sent before = opened();
        int64_t effect_ns;
        const char *refused =
            pipeline_say(line, AT(s + 1) + HALF, "DEL", "sensor none suspended", 0, &effect_ns);
        CU_ASSERT_PTR_NOT_NULL(refused);
        web_said(&server);
        const sent after = opened();
        CU_ASSERT_EQUAL(after.tracks, before.tracks);
        CU_ASSERT_EQUAL(after.epoch_ns, before.epoch_ns);
        CU_ASSERT_EQUAL(after.since_ns, before.since_ns);
        CU_ASSERT_STRING_EQUAL(after.about, before.about);
    }
    end();
}

/* Taken in the open epoch, in effect from 21 s on: he stands there in the epoch that ends at 22 s.
 */
static void a_book_that_lets_somebody_in_counts_him_from_its_first_epoch_on(void)
{
    char error[512];
    int64_t effect_ns;
    begin();
    begin_looking();
    CU_ASSERT_TRUE_FATAL(pipeline_book(line, AT(20) + HALF, visited(), &effect_ns, error));
    CU_ASSERT_EQUAL(effect_ns, AT(21));
    const uint32_t before = room_shown.audience;
    look_until(20, 22);
    CU_ASSERT_EQUAL(room_shown.epoch_ns, AT(22));
    CU_ASSERT_EQUAL(room_shown.since_ns, AT(22));
    CU_ASSERT_EQUAL(room_shown.audience & before, before);
    CU_ASSERT_NOT_EQUAL(room_shown.audience, before);
    CU_ASSERT_EQUAL(room_shown.track_count, 1);
    end();
}

static void a_visit_in_the_book_empties_the_screen_an_epoch_before(void)
{
    begin_with(visited());
    clock_at(AT(0));
    say_at(AT(0), "posture crisis");
    look_until(0, 18);
    CU_ASSERT_EQUAL(opened().tracks, 2);
    look_until(18, 19); /* he will be there in the epoch after the open one */
    CU_ASSERT_EQUAL(opened().epoch_ns, AT(19));
    CU_ASSERT_EQUAL(opened().tracks, 0);
    look_until(19, 20);
    CU_ASSERT_EQUAL(opened().tracks, 0);
    look_until(20, 21);
    CU_ASSERT_EQUAL(opened().tracks, 1);
    look_until(21, 42);
    CU_ASSERT_EQUAL(opened().tracks, 2);
    end();
}

/* Last heard at 20.5 s with a patience of 5 s: when the clock shows 26 s it has been silent for
 * longer, and the picture of 26 s is of an epoch in which it had not. */
static void a_reader_that_fell_silent_darkens_the_screen_when_its_patience_ends(void)
{
    begin();
    begin_looking();
    CU_ASSERT_PTR_NULL(pipeline_door(line, AT(20) + HALF, "bridge"));
    look_until(20, 25);
    CU_ASSERT_EQUAL(opened().tracks, 2);
    look_until(25, 26);
    CU_ASSERT_EQUAL(opened().epoch_ns, AT(26));
    CU_ASSERT_EQUAL(opened().tracks, 0);
    end();
}

/* It begins with those who sit there, at a time that was before. */
static void a_new_run_shows_its_pictures_at_once(void)
{
    begin();
    begin_looking();
    say_at(AT(20) + HALF, "room bridge DEL enters");
    CU_ASSERT_EQUAL(opened().tracks, 0);
    pipeline_new_run(line);
    clock_at(AT(0));
    CU_ASSERT_EQUAL(opened().tracks, 0); /* until there is a picture in it */
    say_at(AT(0), "posture crisis");
    look_until(0, 5);
    const sent now = opened();
    CU_ASSERT_PTR_NOT_NULL(strstr(now.about, "[\"AVA\",\"BRO\"]"));
    CU_ASSERT_EQUAL(now.epoch_ns, AT(5));
    CU_ASSERT_EQUAL(now.tracks, 2);
    end();
}

/* What more the owner's own sensors see changes nothing of when and how a room is emptied. */
static void what_empties_a_room_is_the_word_alone(void)
{
    static uint8_t texts[2][4096];
    size_t sizes[2];
    for (int with = 0; with < 2; with++) {
        begin();
        clock_at(AT(0));
        say_at(AT(0), "posture crisis");
        for (int s = 0; s < 20; s++) {
            look("bro-ship", 11.5, s);
            if (with)
                look("ava-sky", 12.5, s);
        }
        clock_at(AT(20) + HALF);
        opened();
        say_at(AT(20) + HALF, "room bridge OBS enters");
        web_message next;
        sizes[with] = 0;
        while (web_feed_next(&server, &page, &next) && next.size > 0) {
            CU_ASSERT_FATAL(sizes[with] + next.size <= sizeof texts[with]);
            memcpy(texts[with] + sizes[with], next.data, next.size);
            sizes[with] += next.size;
        }
        end();
    }
    CU_ASSERT_TRUE(sizes[0] > 0 && sizes[0] == sizes[1]);
    CU_ASSERT_EQUAL(memcmp(texts[0], texts[1], sizes[0]), 0);
}

CU_TestInfo emptied_tests[] = {
    {"who is let in while the clock stands finds an empty screen",
     who_is_let_in_while_the_clock_stands_finds_an_empty_screen},
    {"between epochs one step brings the picture", between_epochs_one_step_brings_the_picture},
    {"while the clock runs no picture for fewer comes after the word",
     while_the_clock_runs_no_picture_for_fewer_comes_after_the_word},
    {"somebody unknown darkens the screen at once", somebody_unknown_darkens_the_screen_at_once},
    {"who cannot be noted darkens the screen at once",
     who_cannot_be_noted_darkens_the_screen_at_once},
    {"who leaves empties nothing", who_leaves_empties_nothing},
    {"who came and left meanwhile leaves an empty screen behind",
     who_came_and_left_meanwhile_leaves_an_empty_screen_behind},
    {"each word tells who stands there", each_word_tells_who_stands_there},
    {"a visit in the book empties the screen an epoch before",
     a_visit_in_the_book_empties_the_screen_an_epoch_before},
    {"another's word moves nothing on a room's screen",
     another_s_word_moves_nothing_on_a_room_s_screen},
    {"a book that lets somebody in counts him from its first epoch on",
     a_book_that_lets_somebody_in_counts_him_from_its_first_epoch_on},
    {"a reader that fell silent darkens the screen when its patience ends",
     a_reader_that_fell_silent_darkens_the_screen_when_its_patience_ends},
    {"a new run shows its pictures at once", a_new_run_shows_its_pictures_at_once},
    {"what empties a room is the word alone", what_empties_a_room_is_the_word_alone},
    CU_TEST_INFO_NULL,
};
