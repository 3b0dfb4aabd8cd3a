#include "scene.h"
#include "suites.h"

#include <string.h>

#define SECONDS 60

/* Two radars, six aircraft 20 km apart, two of them a close pair, and clutter. */
static scene *six_aircraft(uint64_t seed)
{
    scene *one = scene_new(seed);
    const uint16_t radars[2] = {scene_sensor(one, "first", 4.0), scene_sensor(one, "second", 5.0)};
    const double periods[2] = {4.0, 5.0};
    for (int i = 0; i < 6; i++) {
        const scene_object aircraft = {
            37.0 + (i == 5 ? 0.01 : 0.2 * i), 129.0, 8000.0, 200.0 - 10.0 * i, 20.0 * i, 0.0};
        for (int r = 0; r < 2; r++)
            for (double t = 0.3 + 0.07 * i; t < SECONDS; t += periods[r])
                if (chance_unit(&one->chance) < 0.9)
                    scene_sight(one, radars[r], t, &aircraft, 80.0);
    }
    for (int k = 0; k < 60; k++) {
        const scene_object false_plot = {36.9 + 1.2 * chance_unit(&one->chance),
                                         129.0 + 0.3 * chance_unit(&one->chance),
                                         8000.0,
                                         0,
                                         0,
                                         0};
        scene_sight(one, radars[k % 2], SECONDS * chance_unit(&one->chance), &false_plot, 80.0);
    }
    return one;
}

static void keep_picture(const fusion_engine *engine, fusion_track *kept, size_t *count)
{
    CU_ASSERT_EQUAL_FATAL(fusion_engine_read(engine, kept, 64, count), FUSION_OK);
}

/* Bytes apart from padding, which a struct's copy may carry along. */
static bool same_track(const fusion_track *a, const fusion_track *b)
{
    return a->number == b->number && a->newest_ns == b->newest_ns && a->status == b->status &&
           memcmp(a->position, b->position, sizeof a->position) == 0 &&
           memcmp(a->velocity, b->velocity, sizeof a->velocity) == 0 &&
           memcmp(a->covariance, b->covariance, sizeof a->covariance) == 0 &&
           memcmp(a->sensors, b->sensors, sizeof a->sensors) == 0;
}

static bool same_picture(const fusion_track *a, size_t a_count, const fusion_track *b,
                         size_t b_count)
{
    if (a_count != b_count)
        return false;
    for (size_t i = 0; i < a_count; i++)
        if (!same_track(&a[i], &b[i]))
            return false;
    return true;
}

static void order_and_cut_of_the_feed_change_nothing(void)
{
    static fusion_track plain[64], other[64];
    size_t plain_count, other_count;
    scene *one = six_aircraft(71);
    fusion_engine *const in_order = scene_run(one, NULL, 0);
    fusion_engine *const shuffled = scene_run(one, NULL, 0);
    static fusion_release batch[SCENE_ROOM];
    for (int second = 1; second <= SECONDS; second++) {
        const int64_t end_ns = SCENE_START + second * FUSION_SECOND;
        scene_epoch(one, in_order, second);
        size_t count = 0;
        for (size_t i = 0; i < one->count; i++)
            if (one->releases[i].release_ns < end_ns &&
                one->releases[i].release_ns >= end_ns - FUSION_SECOND)
                batch[count++] = one->releases[i];
        for (size_t i = count; i > 1; i--) { /* Fisher and Yates */
            const size_t j = chance_next(&one->chance) % i;
            const fusion_release swapped = batch[i - 1];
            batch[i - 1] = batch[j];
            batch[j] = swapped;
        }
        const size_t cut = count > 0 ? chance_next(&one->chance) % count : 0;
        CU_ASSERT_EQUAL(fusion_engine_feed(shuffled, batch, cut), FUSION_OK);
        CU_ASSERT_EQUAL(fusion_engine_feed(shuffled, batch + cut, count - cut), FUSION_OK);
        CU_ASSERT_EQUAL(fusion_engine_close(shuffled, end_ns), FUSION_OK);
        keep_picture(in_order, plain, &plain_count);
        keep_picture(shuffled, other, &other_count);
        CU_ASSERT_TRUE(same_picture(plain, plain_count, other, other_count));
    }
    CU_ASSERT_TRUE(plain_count >= 6);
    fusion_engine_destroy(in_order);
    fusion_engine_destroy(shuffled);
}

/* Its track is looked up by number: that a far object changes no number is part of the promise. */
static void a_far_object_changes_no_other_track(void)
{
    static fusion_track alone[64], beside[64];
    size_t alone_count, beside_count;
    scene *one = six_aircraft(72);
    fusion_engine *engine = scene_run(one, NULL, SECONDS);
    keep_picture(engine, alone, &alone_count);
    fusion_engine_destroy(engine);
    const scene_object far_off = {10.0, -150.0, 9000.0, 250.0, 0.0, 0.0};
    for (double t = 0.01; t < SECONDS; t += 4.0)
        scene_sight(one, 0, t, &far_off, 80.0); /* in the look rounds of the first radar */
    engine = scene_run(one, NULL, SECONDS);
    keep_picture(engine, beside, &beside_count);
    fusion_engine_destroy(engine);
    CU_ASSERT_EQUAL(beside_count, alone_count + 1);
    for (size_t i = 0; i < alone_count; i++) {
        size_t found = 0;
        for (size_t j = 0; j < beside_count; j++)
            found += same_track(&alone[i], &beside[j]);
        CU_ASSERT_EQUAL(found, 1);
    }
}

static void pictures_are_sorted_by_number(void)
{
    static fusion_track shown[64];
    size_t count;
    fusion_engine *engine = scene_run(six_aircraft(73), NULL, SECONDS);
    keep_picture(engine, shown, &count);
    for (size_t i = 0; i + 1 < count; i++)
        CU_ASSERT_TRUE(shown[i].number < shown[i + 1].number);
    fusion_engine_destroy(engine);
}

static void refused_memory_leaves_the_engine_as_it_was(void)
{
    static fusion_track before[64], after[64], plain[64];
    size_t before_count, after_count, plain_count;
    scene *one = six_aircraft(74);
    fusion_engine *const enough = scene_run(one, NULL, 30);
    keep_picture(enough, plain, &plain_count);
    fusion_engine_destroy(enough);
    size_t refusals = 0;
    fusion_engine_settings settings = fusion_engine_defaults();
    /* With each ceiling some other allocation is the first to be refused. */
    for (settings.memory_max = 1000;; settings.memory_max += settings.memory_max / 8) {
        fusion_engine *engine = fusion_engine_create(&settings, &one->registry);
        CU_ASSERT_PTR_NOT_NULL_FATAL(engine);
        int second = 1;
        for (; second <= 30; second++) {
            const int64_t end_ns = SCENE_START + second * FUSION_SECOND;
            keep_picture(engine, before, &before_count);
            const fusion_engine_counts fed = fusion_engine_count(engine);
            size_t from = 0;
            while (from < one->count && one->releases[from].release_ns < end_ns - FUSION_SECOND)
                from++;
            fusion_status status = FUSION_OK;
            for (size_t i = 0; i < one->count && status == FUSION_OK; i++)
                if (one->releases[i].release_ns < end_ns &&
                    one->releases[i].release_ns >= end_ns - FUSION_SECOND)
                    status = fusion_engine_feed(engine, &one->releases[i], 1);
            if (status == FUSION_OK)
                status = fusion_engine_close(engine, end_ns);
            if (status == FUSION_OK)
                continue;
            CU_ASSERT_EQUAL(status, FUSION_NO_MEMORY);
            keep_picture(engine, after, &after_count);
            CU_ASSERT_TRUE(same_picture(before, before_count, after, after_count));
            CU_ASSERT_EQUAL(fusion_engine_count(engine).fused, fed.fused);
            break;
        }
        refusals += second <= 30;
        if (second > 30) {
            keep_picture(engine, after, &after_count);
            CU_ASSERT_TRUE(same_picture(plain, plain_count, after, after_count));
            fusion_engine_destroy(engine);
            break;
        }
        fusion_engine_destroy(engine);
    }
    CU_ASSERT_TRUE(refusals > 20);
}

static void an_epoch_that_does_not_grow_is_late(void)
{
    scene *one = scene_new(75);
    fusion_engine *engine = scene_run(one, NULL, 5);
    CU_ASSERT_EQUAL(fusion_engine_close(engine, SCENE_START + 5 * FUSION_SECOND), FUSION_LATE);
    fusion_engine_destroy(engine);
}

static void a_small_buffer_is_told_how_many_there_are(void)
{
    fusion_track shown[2];
    size_t count = 0;
    fusion_engine *engine = scene_run(six_aircraft(76), NULL, SECONDS);
    CU_ASSERT_EQUAL(fusion_engine_read(engine, NULL, 0, &count), FUSION_OK);
    CU_ASSERT_TRUE(count >= 6);
    shown[0].number = 99;
    CU_ASSERT_EQUAL(fusion_engine_read(engine, shown, 2, &count), FUSION_NO_ROOM);
    CU_ASSERT_TRUE(count >= 6);
    CU_ASSERT_EQUAL(shown[0].number, 99);
    fusion_engine_destroy(engine);
}

static void every_release_is_counted_once(void)
{
    scene *one = scene_new(77);
    const uint16_t radar = scene_sensor(one, "radar", 4.0);
    const scene_object aircraft = {37.0, 129.0, 8000.0, 200.0, 0.0, 0.0};
    scene_sight(one, radar, 10.0, &aircraft, 80.0);
    one->releases[one->count] = one->releases[0]; /* copied by another way, a second later */
    one->releases[one->count++].release_ns += FUSION_SECOND;
    scene_sight(one, radar, 5.0, &aircraft, 80.0)->release_ns = SCENE_START + 126 * FUSION_SECOND;
    scene_sight(one, radar, 6.0, &aircraft, 80.0)->release_ns = SCENE_START + 126 * FUSION_SECOND;
    scene_sight(one, radar, 7.0, &aircraft, 80.0)->report.as.state.position[1] = NAN;
    fusion_report *notice = &scene_sight(one, radar, 8.0, &aircraft, 80.0)->report;
    notice->kind = FUSION_NOTICE;
    notice->as.notice = (fusion_notice){0};
    fusion_engine *engine = scene_run(one, NULL, 130);
    const fusion_engine_counts counts = fusion_engine_count(engine);
    CU_ASSERT_EQUAL(counts.released, 6);
    CU_ASSERT_EQUAL(counts.fused, 2); /* that of 6 s is 120 s old to the tick */
    CU_ASSERT_EQUAL(counts.duplicate, 1);
    CU_ASSERT_EQUAL(counts.late, 1);
    CU_ASSERT_EQUAL(counts.refused, 1);
    CU_ASSERT_EQUAL(counts.beside, 1);
    fusion_engine_destroy(engine);
}

static void a_notice_is_shown_until_it_ends(void)
{
    scene *one = scene_new(78);
    const uint16_t desk = scene_sensor(one, "desk", 0.0);
    fusion_release *release = scene_plot(one, desk, 2.5, (double[3]){6378137.0, 0.0, 0.0}, 1.0);
    release->report.kind = FUSION_NOTICE;
    release->report.as.notice = (fusion_notice){.until_ns = SCENE_START + 10 * FUSION_SECOND};
    strcpy(release->report.as.notice.text, "exercise only");
    fusion_engine *engine = scene_run(one, NULL, 9);
    fusion_released_notice shown[4];
    size_t count = 0;
    CU_ASSERT_EQUAL(fusion_engine_notices(engine, shown, 4, &count), FUSION_OK);
    CU_ASSERT_EQUAL_FATAL(count, 1);
    CU_ASSERT_STRING_EQUAL(shown[0].release.report.as.notice.text, "exercise only");
    CU_ASSERT_TRUE(shown[0].number > 0 && shown[0].number < UINT64_C(1) << 48);
    scene_epoch(one, engine, 10);
    CU_ASSERT_EQUAL(fusion_engine_notices(engine, shown, 4, &count), FUSION_OK);
    CU_ASSERT_EQUAL(count, 0);
    fusion_engine_destroy(engine);
}

CU_TestInfo engine_tests[] = {
    {"order and cut of the feed change nothing", order_and_cut_of_the_feed_change_nothing},
    {"a far object changes no other track", a_far_object_changes_no_other_track},
    {"pictures are sorted by number", pictures_are_sorted_by_number},
    {"refused memory leaves the engine as it was", refused_memory_leaves_the_engine_as_it_was},
    {"an epoch that does not grow is late", an_epoch_that_does_not_grow_is_late},
    {"a small buffer is told how many there are", a_small_buffer_is_told_how_many_there_are},
    {"every release is counted once", every_release_is_counted_once},
    {"a notice is shown until it ends", a_notice_is_shown_until_it_ends},
    CU_TEST_INFO_NULL,
};
