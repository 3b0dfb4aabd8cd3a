/* Places under a floor, as the gate gives them: kept beside the estimates. */
#include "scene.h"
#include "suites.h"

#include "geo/turn.h"
#include "geo/wgs84.h"

#include <string.h>

#define DEGREE  (3.14159265358979323846 / 180.0)
#define GRID    10
#define SECONDS 120

static const scene_object aircraft = {37.0, 129.0, 8000.0, 200.0, 30.0, 0.0};

/* The object at a grid time, moved by so many metres, given one grid later. */
static fusion_release *add_moved(scene *one, double seconds, const scene_object *object,
                                 uint64_t number, double floor, double east, double north)
{
    double place[3], velocity[3], axes[9], moved[3];
    scene_place(object, seconds, place, velocity);
    wgs84_axes(object->lat_deg * DEGREE, object->lon_deg * DEGREE, axes);
    turn_to_ecef(axes, (const double[3]){east, north, 0.0}, moved);
    for (size_t i = 0; i < 3; i++)
        place[i] += moved[i];
    fusion_release *release = scene_plot(one, 0, seconds, place, 1.0);
    fusion_report *report = &release->report;
    fusion_state *state = &report->as.state;
    report->kind = FUSION_TRACK_STATE;
    report->number = number;
    report->nation = 0;
    report->sensor = fusion_sensor_unnamed(0);
    release->source_named = false;
    release->release_ns = report->stamp_ns = report->time_ns + GRID * FUSION_SECOND;
    release->floor = (uint32_t)floor;
    release->grid = GRID;
    release->form = 3;
    memcpy(state->velocity, velocity, sizeof state->velocity);
    state->velocity_kind = FUSION_VELOCITY_FULL;
    static const size_t diagonal[6] = {0, 6, 11, 15, 18, 20};
    for (size_t i = 0; i < 6; i++)
        state->covariance[diagonal[i]] = i < 3 ? 1.5625 * floor * floor : 284.0;
    return release;
}

static void add_stream(scene *one, const scene_object *object, uint64_t number, double floor,
                       double east, double north)
{
    for (int t = 0; t < SECONDS; t += GRID)
        add_moved(one, t, object, number, floor, east, north);
}

/* A radar's plots until some second. */
static void add_plots(scene *one, const scene_object *object, int until)
{
    for (double t = 0.5; t < until; t += 4.0)
        scene_sight(one, 0, t, object, 50.0);
}

static scene *new_scene(uint64_t seed)
{
    scene *one = scene_new(seed);
    scene_sensor(one, "radar", 4.0);
    return one;
}

static size_t marked(const fusion_track *shown, size_t count)
{
    size_t moved = 0;
    for (size_t i = 0; i < count; i++)
        moved += (shown[i].marks & FUSION_MARK_RELEASED_PLACE) != 0;
    return moved;
}

static void a_moved_place_is_shown_as_it_was_released(void)
{
    scene *one = new_scene(71);
    add_stream(one, &aircraft, 900, 5e3, 6e3, 0.0);
    fusion_engine *engine = scene_run(one, NULL, 101);
    const fusion_track *shown;
    CU_ASSERT_EQUAL_FATAL(scene_picture(engine, FUSION_TENTATIVE, &shown), 1);
    CU_ASSERT_EQUAL(shown->marks, FUSION_MARK_RELEASED_PLACE);
    CU_ASSERT_EQUAL(shown->status, FUSION_CONFIRMED);
    CU_ASSERT_EQUAL(shown->form, 3);
    CU_ASSERT_EQUAL(shown->nations, 1);
    CU_ASSERT_EQUAL(shown->newest_ns, SCENE_START + 90 * FUSION_SECOND);
    /* Carried from 90 s to 101 s, 6 km east of where it is; ten reports have not narrowed it. */
    double place[3], velocity[3];
    scene_place(&aircraft, 101, place, velocity);
    CU_ASSERT_DOUBLE_EQUAL(scene_distance(shown, place), 6e3, 0.1);
    CU_ASSERT_TRUE(shown->covariance[0] >= 1.5625 * 25e6);
    const fusion_engine_counts counts = fusion_engine_count(engine);
    CU_ASSERT_EQUAL(counts.beside, 10);
    CU_ASSERT_EQUAL(counts.fused, 0);
    fusion_engine_destroy(engine);
}

static void an_own_track_is_the_same_with_and_without_the_stream(void)
{
    static fusion_track alone[64];
    size_t count;
    for (int second = 20; second <= 100; second += 40) {
        scene *one = new_scene(72);
        add_plots(one, &aircraft, SECONDS);
        fusion_engine *engine = scene_run(one, NULL, second);
        CU_ASSERT_EQUAL(fusion_engine_read(engine, alone, 64, &count), FUSION_OK);
        fusion_engine_destroy(engine);
        add_stream(one, &aircraft, 900, 5e3, 6e3, 2e3);
        engine = scene_run(one, NULL, second);
        const fusion_track *shown;
        const size_t both = scene_picture(engine, FUSION_TENTATIVE, &shown);
        size_t same = 0;
        for (size_t i = 0; i < both; i++)
            if (!(shown[i].marks & FUSION_MARK_RELEASED_PLACE))
                same += memcmp(&shown[i].position, &alone[same].position,
                               sizeof shown[i].position) == 0 &&
                        memcmp(&shown[i].covariance, &alone[same].covariance,
                               sizeof shown[i].covariance) == 0 &&
                        shown[i].number == alone[same].number;
        CU_ASSERT_EQUAL(same, count);
        fusion_engine_destroy(engine);
    }
}

static void a_stream_joins_the_track_that_it_is_about(void)
{
    const scene_object other = {37.0, 129.5, 8000.0, -150.0, 100.0, 0.0};
    scene *one = new_scene(73);
    add_plots(one, &aircraft, SECONDS);
    add_plots(one, &other, SECONDS);
    add_stream(one, &aircraft, 900, 5e3, -4e3, 5e3);
    const fusion_track *shown;
    /* Given at 10, 20 and 30 s: until then it stands apart. */
    fusion_engine *engine = scene_run(one, NULL, 30);
    CU_ASSERT_EQUAL(scene_picture(engine, FUSION_TENTATIVE, &shown), 3);
    CU_ASSERT_EQUAL(marked(shown, 3), 1);
    scene_epoch(one, engine, 31);
    CU_ASSERT_EQUAL(scene_picture(engine, FUSION_TENTATIVE, &shown), 2);
    CU_ASSERT_EQUAL(marked(shown, 2), 0);
    fusion_engine_destroy(engine);
}

static void a_stream_that_may_be_either_of_two_is_shown_apart(void)
{
    /* 3 km from one another and flying alike: 5 km cannot tell them apart. */
    const scene_object beside = {37.0, 129.034, 8000.0, 200.0, 30.0, 0.0};
    scene *one = new_scene(74);
    add_plots(one, &aircraft, SECONDS);
    add_plots(one, &beside, SECONDS);
    add_stream(one, &aircraft, 900, 5e3, 1e3, 0.0);
    fusion_engine *engine = scene_run(one, NULL, 110);
    const fusion_track *shown;
    CU_ASSERT_EQUAL(scene_picture(engine, FUSION_TENTATIVE, &shown), 3);
    CU_ASSERT_EQUAL(marked(shown, 3), 1);
    fusion_engine_destroy(engine);
}

static void what_is_lost_to_view_goes_on_where_the_stream_says(void)
{
    scene *one = new_scene(75);
    add_plots(one, &aircraft, 60);
    add_stream(one, &aircraft, 900, 5e3, 3e3, 0.0);
    const fusion_track *shown;
    fusion_engine *engine = scene_run(one, NULL, 60);
    CU_ASSERT_EQUAL_FATAL(scene_picture(engine, FUSION_CONFIRMED, &shown), 1);
    const uint64_t number = shown->number;
    CU_ASSERT_EQUAL(marked(shown, 1), 0);
    for (int second = 61; second <= 110; second++) {
        scene_epoch(one, engine, second);
        CU_ASSERT_EQUAL_FATAL(scene_picture(engine, FUSION_CONFIRMED, &shown), 1);
        CU_ASSERT_EQUAL(shown->number, number);
    }
    CU_ASSERT_EQUAL(marked(shown, 1), 1);
    fusion_engine_destroy(engine);
}

static void of_two_floors_the_finer_is_shown(void)
{
    scene *one = new_scene(76);
    add_plots(one, &aircraft, 60);
    add_stream(one, &aircraft, 900, 10e3, 3e3, 0.0);
    add_stream(one, &aircraft, 901, 2e3, 1e3, 0.0);
    fusion_engine *engine = scene_run(one, NULL, 110);
    const fusion_track *shown;
    CU_ASSERT_EQUAL_FATAL(scene_picture(engine, FUSION_CONFIRMED, &shown), 1);
    CU_ASSERT_EQUAL(marked(shown, 1), 1);
    CU_ASSERT_TRUE(shown->covariance[0] < 25e6);
    fusion_engine_destroy(engine);
}

static void a_coarser_floor_does_not_take_a_finer_back_at_once(void)
{
    scene *one = new_scene(77);
    add_moved(one, 0, &aircraft, 900, 2e3, 0.0, 0.0);
    add_moved(one, 10, &aircraft, 900, 20e3, 0.0, 0.0);
    fusion_engine *engine = scene_run(one, NULL, 22);
    const fusion_track *shown;
    CU_ASSERT_EQUAL_FATAL(scene_picture(engine, FUSION_TENTATIVE, &shown), 1);
    CU_ASSERT_TRUE(shown->covariance[0] < 25e6);
    fusion_engine_destroy(engine);
}

static void an_old_place_is_no_longer_shown(void)
{
    scene *one = new_scene(78);
    add_moved(one, 0, &aircraft, 900, 5e3, 0.0, 0.0);
    const fusion_track *shown;
    fusion_engine *engine = scene_run(one, NULL, 60);
    CU_ASSERT_EQUAL(scene_picture(engine, FUSION_TENTATIVE, &shown), 1);
    scene_epoch(one, engine, 61); /* five grids after its release at 10 s */
    CU_ASSERT_EQUAL(scene_picture(engine, FUSION_TENTATIVE, &shown), 0);
    fusion_engine_destroy(engine);
}

/* A stream of a delay beyond the window is as good as any: it holds up no filter. */
static void a_place_given_late_is_shown_all_the_same(void)
{
    scene *one = new_scene(79);
    fusion_release *release = add_moved(one, 10, &aircraft, 900, 5e3, 0.0, 0.0);
    release->release_ns += 180 * FUSION_SECOND;
    fusion_engine *engine = scene_run(one, NULL, 201);
    const fusion_track *shown;
    CU_ASSERT_EQUAL(scene_picture(engine, FUSION_TENTATIVE, &shown), 1);
    CU_ASSERT_EQUAL(fusion_engine_count(engine).late, 0);
    fusion_engine_destroy(engine);
}

static void order_and_number_of_streams_change_nothing(void)
{
    static fusion_track first[256], second[256];
    size_t counts[2];
    const size_t streams = 100;
    for (int turn = 0; turn < 2; turn++) {
        scene *one = new_scene(80);
        for (size_t i = 0; i < streams; i++) {
            const size_t k = turn ? streams - 1 - i : i;
            const scene_object each = {30.0 + 0.1 * (double)k, 129.0, 8000.0, 200.0, 0.0, 0.0};
            add_stream(one, &each, 7919 * (k + 1) % 104729, 1e3, 500.0, 0.0);
        }
        fusion_engine *engine = scene_run(one, NULL, 110);
        CU_ASSERT_EQUAL(fusion_engine_read(engine, turn ? second : first, 256, &counts[turn]),
                        FUSION_OK);
        fusion_engine_destroy(engine);
    }
    CU_ASSERT_EQUAL_FATAL(counts[0], streams);
    CU_ASSERT_EQUAL_FATAL(counts[1], streams);
    for (size_t i = 0; i < streams; i++) {
        CU_ASSERT_EQUAL(first[i].number, second[i].number);
        CU_ASSERT_EQUAL(memcmp(first[i].position, second[i].position, sizeof first[i].position), 0);
        CU_ASSERT_TRUE(i == 0 || first[i].number > first[i - 1].number);
    }
}

static void at_the_ceiling_new_streams_are_refused_and_counted(void)
{
    fusion_engine_settings settings = fusion_engine_defaults();
    settings.tracks_max = 2;
    scene *one = new_scene(81);
    for (uint64_t number = 1; number <= 3; number++)
        add_stream(one, &aircraft, number, 5e3, 1e3, 0.0);
    fusion_engine *engine = scene_run(one, &settings, 110);
    const fusion_engine_counts counts = fusion_engine_count(engine);
    CU_ASSERT_EQUAL(counts.beside, 20);
    CU_ASSERT_EQUAL(counts.refused, 10);
    CU_ASSERT_EQUAL(counts.released, 30);
    fusion_engine_destroy(engine);
}

static void a_floor_is_for_source_tracks_with_a_number_on_a_grid(void)
{
    scene *one = new_scene(82);
    add_moved(one, 0, &aircraft, 0, 5e3, 0.0, 0.0);
    add_moved(one, 0, &aircraft, UINT64_C(1) << 48, 5e3, 0.0, 0.0);
    add_moved(one, 0, &aircraft, 1, 5e3, 0.0, 0.0)->report.kind = FUSION_PLOT;
    add_moved(one, 0, &aircraft, 2, 5e3, 0.0, 0.0)->grid = 0;
    add_moved(one, 0, &aircraft, 3, 5e3, 0.0, 0.0)->report.scan = 1;
    fusion_engine *engine = scene_run(one, NULL, 12);
    CU_ASSERT_EQUAL(fusion_engine_count(engine).refused, 5);
    fusion_engine_destroy(engine);
}

CU_TestInfo beside_tests[] = {
    {"a moved place is shown as it was released", a_moved_place_is_shown_as_it_was_released},
    {"an own track is the same with and without the stream",
     an_own_track_is_the_same_with_and_without_the_stream},
    {"a stream joins the track that it is about", a_stream_joins_the_track_that_it_is_about},
    {"a stream that may be either of two is shown apart",
     a_stream_that_may_be_either_of_two_is_shown_apart},
    {"what is lost to view goes on where the stream says",
     what_is_lost_to_view_goes_on_where_the_stream_says},
    {"of two floors the finer is shown", of_two_floors_the_finer_is_shown},
    {"a coarser floor does not take a finer back at once",
     a_coarser_floor_does_not_take_a_finer_back_at_once},
    {"an old place is no longer shown", an_old_place_is_no_longer_shown},
    {"a place given late is shown all the same", a_place_given_late_is_shown_all_the_same},
    {"order and number of streams change nothing", order_and_number_of_streams_change_nothing},
    {"at the ceiling new streams are refused and counted",
     at_the_ceiling_new_streams_are_refused_and_counted},
    {"a floor is for source tracks with a number on a grid",
     a_floor_is_for_source_tracks_with_a_number_on_a_grid},
    CU_TEST_INFO_NULL,
};
