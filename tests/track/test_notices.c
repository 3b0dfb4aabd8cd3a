/* The notices that a view holds: many at once, one item told again, and the ceiling. */
#include "scene.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>

static fusion_released_notice shown[SCENE_ROOM];

/* A notice of the desk's item `number` (0: unnumbered) that ends at `until` seconds (0: never). */
static fusion_release *tell(scene *one, double seconds, uint64_t number, int until)
{
    fusion_release *release = scene_plot(one, 0, seconds, (double[3]){6378137.0, 0.0, 0.0}, 1.0);
    release->report.kind = FUSION_NOTICE;
    release->report.number = number;
    memset(&release->report.as, 0, sizeof release->report.as);
    release->report.as.notice.until_ns = until > 0 ? SCENE_START + until * FUSION_SECOND : 0;
    snprintf(release->report.as.notice.text, sizeof release->report.as.notice.text,
             "item %llu at %.6f s", (unsigned long long)number, seconds);
    return release;
}

static size_t read_shown(const fusion_engine *engine)
{
    size_t count = 0;
    CU_ASSERT_EQUAL_FATAL(fusion_engine_notices(engine, shown, SCENE_ROOM, &count), FUSION_OK);
    for (size_t i = 1; i < count; i++)
        CU_ASSERT_TRUE_FATAL(shown[i - 1].number < shown[i].number);
    return count;
}

static const fusion_released_notice *shown_item(size_t count, uint64_t number)
{
    for (size_t i = 0; i < count; i++)
        if (shown[i].release.report.number == number)
            return &shown[i];
    return NULL;
}

static scene *desk_scene(uint64_t seed)
{
    scene *one = scene_new(seed);
    scene_sensor(one, "desk", 0.0);
    return one;
}

static fusion_engine *desk_engine(const scene *one, size_t notices_max)
{
    fusion_engine_settings settings = fusion_engine_defaults();
    settings.notices_max = notices_max;
    fusion_engine *engine = fusion_engine_create(&settings, &one->registry);
    CU_ASSERT_PTR_NOT_NULL_FATAL(engine);
    return engine;
}

static bool counts_add_up(const fusion_engine *engine)
{
    const fusion_engine_counts now = fusion_engine_count(engine);
    return now.released == now.fused + now.late + now.duplicate + now.beside + now.refused;
}

static void a_flood_is_shown_whole_and_in_order(void)
{
    enum { MANY = SCENE_ROOM - 1000 };
    static bool found[MANY + 1];
    static uint64_t told[MANY + 1];
    scene *one = desk_scene(901);
    for (uint64_t number = 1; number <= MANY; number++)
        tell(one, 0.00001 * (double)number, number, 0);
    for (uint64_t number = 1; number <= 1000; number++)
        tell(one, 1.5, number * 19, 0);
    fusion_engine *engine = desk_engine(one, 0);
    scene_epoch(one, engine, 1);
    CU_ASSERT_EQUAL_FATAL(read_shown(engine), MANY);
    memset(found, 0, sizeof found);
    for (size_t i = 0; i < MANY; i++) {
        const uint64_t number = shown[i].release.report.number;
        found[number] = true;
        told[number] = shown[i].number;
    }
    size_t missing = 0;
    for (size_t i = 1; i <= MANY; i++)
        missing += !found[i];
    CU_ASSERT_EQUAL(missing, 0);

    scene_epoch(one, engine, 2); /* a thousand of them again */
    CU_ASSERT_EQUAL_FATAL(read_shown(engine), MANY);
    size_t later = 0, renumbered = 0;
    for (size_t i = 0; i < MANY; i++) {
        const fusion_report *report = &shown[i].release.report;
        later += report->time_ns >= SCENE_START + FUSION_SECOND;
        renumbered += shown[i].number != told[report->number];
    }
    CU_ASSERT_EQUAL(later, 1000);
    CU_ASSERT_EQUAL(renumbered, 0);
    CU_ASSERT_TRUE(counts_add_up(engine));
    fusion_engine_destroy(engine);
}

/* What a list that is searched from end to end would hold: item, when it was told, when it ends. */
typedef struct plain_item {
    uint64_t number, shown_as;
    int64_t time_ns, until_ns;
} plain_item;

static void plain_take(plain_item *items, const fusion_report *report)
{
    plain_item *item = &items[report->number];
    if (item->number != 0 && report->time_ns < item->time_ns)
        return;
    item->number = report->number;
    item->time_ns = report->time_ns;
    item->until_ns = report->as.notice.until_ns;
}

static size_t plain_pass(plain_item *items, size_t count, int64_t now_ns)
{
    size_t live = 0;
    for (size_t i = 0; i < count; i++) {
        if (items[i].number != 0 && items[i].until_ns != 0 && items[i].until_ns <= now_ns)
            items[i] = (plain_item){0};
        live += items[i].number != 0;
    }
    return live;
}

static void items_begin_change_and_end_as_in_a_plain_list(void)
{
    enum { ITEMS = 200, SECONDS = 60, EACH = 40 };
    scene *one = desk_scene(902);
    plain_item plain[ITEMS + 1] = {0};
    fusion_engine *engine = desk_engine(one, 0);
    for (int second = 0; second < SECONDS; second++) {
        for (int i = 0; i < EACH; i++) {
            const uint64_t number = 1 + chance_next(&one->chance) % ITEMS;
            const int until = second + (int)(chance_next(&one->chance) % 12);
            plain_take(plain, &tell(one, second + 0.02 * i, number, until)->report);
        }
        scene_epoch(one, engine, second + 1);
        const size_t live =
            plain_pass(plain, ITEMS + 1, SCENE_START + (second + 1) * FUSION_SECOND);
        const size_t count = read_shown(engine);
        CU_ASSERT_EQUAL_FATAL(count, live);
        for (size_t i = 0; i < count; i++) {
            const fusion_report *report = &shown[i].release.report;
            plain_item *item = &plain[report->number];
            CU_ASSERT_EQUAL(report->time_ns, item->time_ns);
            CU_ASSERT_EQUAL(report->as.notice.until_ns, item->until_ns);
            CU_ASSERT_TRUE(item->shown_as == 0 || item->shown_as == shown[i].number);
            item->shown_as = shown[i].number;
        }
    }
    fusion_engine_destroy(engine);
}

static void above_the_ceiling_the_first_by_time_are_kept(void)
{
    scene *one = desk_scene(903);
    for (uint64_t number = 300; number > 0; number--) /* fed from last to first */
        tell(one, 0.001 * (double)number, number, 0);
    fusion_engine *engine = desk_engine(one, 100);
    scene_epoch(one, engine, 1);
    const size_t count = read_shown(engine);
    CU_ASSERT_EQUAL(count, 100);
    for (size_t i = 0; i < count; i++)
        CU_ASSERT_TRUE(shown[i].release.report.number <= 100);
    CU_ASSERT_EQUAL(fusion_engine_count(engine).beside, 100);
    CU_ASSERT_EQUAL(fusion_engine_count(engine).refused, 200);
    CU_ASSERT_TRUE(counts_add_up(engine));
    fusion_engine_destroy(engine);
}

static void at_the_ceiling_a_held_item_still_changes(void)
{
    scene *one = desk_scene(904);
    for (uint64_t number = 1; number <= 10; number++)
        tell(one, 0.01 * (double)number, number, 0);
    tell(one, 1.1, 11, 0);
    tell(one, 1.2, 7, 0);
    fusion_engine *engine = desk_engine(one, 10);
    scene_epoch(one, engine, 1);
    scene_epoch(one, engine, 2);
    const size_t count = read_shown(engine);
    CU_ASSERT_EQUAL(count, 10);
    CU_ASSERT_PTR_NULL(shown_item(count, 11));
    const fusion_released_notice *seventh = shown_item(count, 7);
    CU_ASSERT_PTR_NOT_NULL_FATAL(seventh);
    CU_ASSERT_STRING_EQUAL(seventh->release.report.as.notice.text, "item 7 at 1.200000 s");
    CU_ASSERT_EQUAL(fusion_engine_count(engine).refused, 1);
    fusion_engine_destroy(engine);
}

static void one_refused_is_taken_when_told_again_with_room(void)
{
    scene *one = desk_scene(905);
    tell(one, 0.1, 1, 2); /* ends with the second epoch */
    const fusion_release *second = tell(one, 0.2, 2, 0);
    for (int i = 1; i <= 2; i++) {
        fusion_release *again = &one->releases[one->count++];
        *again = *second;
        again->release_ns += i * FUSION_SECOND;
    }
    fusion_engine *engine = desk_engine(one, 1);
    scene_epoch(one, engine, 1);
    scene_epoch(one, engine, 2);
    CU_ASSERT_EQUAL(read_shown(engine), 0);
    CU_ASSERT_EQUAL(fusion_engine_count(engine).refused, 2);
    scene_epoch(one, engine, 3);
    CU_ASSERT_EQUAL(read_shown(engine), 1);
    CU_ASSERT_EQUAL(shown[0].release.report.number, 2);
    CU_ASSERT_TRUE(counts_add_up(engine));
    fusion_engine_destroy(engine);
}

static void refused_memory_leaves_the_notices_as_they_were(void)
{
    scene *one = desk_scene(906);
    for (int second = 0; second < 20; second++)
        for (uint64_t i = 0; i < 40; i++)
            tell(one, second + 0.01 * (double)i, 1 + (uint64_t)second * 20 + i, second + 9);
    size_t refusals = 0;
    fusion_engine_settings settings = fusion_engine_defaults();
    /* With each ceiling some other allocation is the first to be refused. */
    for (settings.memory_max = 30000; settings.memory_max < 3000000;
         settings.memory_max += settings.memory_max / 16) {
        fusion_engine *engine = fusion_engine_create(&settings, &one->registry);
        CU_ASSERT_PTR_NOT_NULL_FATAL(engine);
        fusion_status status = FUSION_OK;
        size_t before = 0;
        for (int second = 0; second < 20 && status == FUSION_OK; second++) {
            before = read_shown(engine);
            status = fusion_engine_feed(engine, &one->releases[second * 40], 40);
            if (status == FUSION_OK)
                status = fusion_engine_close(engine, SCENE_START + (second + 1) * FUSION_SECOND);
        }
        if (status != FUSION_OK) {
            CU_ASSERT_EQUAL(status, FUSION_NO_MEMORY);
            CU_ASSERT_EQUAL(read_shown(engine), before);
            refusals++;
        }
        fusion_engine_destroy(engine);
    }
    CU_ASSERT_TRUE(refusals > 5);
}

CU_TestInfo notices_tests[] = {
    {"a flood is shown whole and in order", a_flood_is_shown_whole_and_in_order},
    {"items begin, change and end as in a plain list",
     items_begin_change_and_end_as_in_a_plain_list},
    {"above the ceiling the first by time are kept", above_the_ceiling_the_first_by_time_are_kept},
    {"at the ceiling a held item still changes", at_the_ceiling_a_held_item_still_changes},
    {"one refused is taken when told again with room",
     one_refused_is_taken_when_told_again_with_room},
    {"refused memory leaves the notices as they were",
     refused_memory_leaves_the_notices_as_they_were},
    CU_TEST_INFO_NULL,
};
