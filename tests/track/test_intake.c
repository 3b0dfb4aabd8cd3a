/* What was fed is sorted out, each into one place. */
#include "scene.h"
#include "suites.h"
#include "track/intake.h"

#include <string.h>

static room memory;
static intake one;
static seen known;

static scene *begin(void)
{
    scene *field = scene_new(1);
    scene_sensor(field, "radar", 4.0);
    intake_free(&one, &memory);
    seen_free(&known, &memory);
    CU_ASSERT_EQUAL(memory.held, 0);
    memset(&one, 0, sizeof one);
    return field;
}

static fusion_release *add(scene *field, double seconds)
{
    static const double place[3] = {6.4e6, 0.0, 0.0};
    return scene_plot(field, 0, seconds, place, 50.0);
}

static void notice(fusion_release *release)
{
    release->report.kind = FUSION_NOTICE;
}

static void moved(fusion_release *release)
{
    release->report.kind = FUSION_TRACK_STATE;
    release->report.number = 5;
    release->floor = 1000;
    release->grid = 10;
}

static const fusion_engine_counts *sort(const scene *field)
{
    const fusion_engine_settings settings = fusion_engine_defaults();
    CU_ASSERT_TRUE_FATAL(intake_sort(&one, &memory, field->releases, field->count, &settings,
                                     &field->registry, &known));
    CU_ASSERT_EQUAL(one.taken.count, one.counts.fused);
    CU_ASSERT_EQUAL(one.notices.count + one.moved.count, one.counts.beside);
    CU_ASSERT_EQUAL(one.counts.fused + one.counts.beside + one.counts.late + one.counts.refused +
                        one.counts.duplicate,
                    field->count);
    return &one.counts;
}

static void what_is_too_late_is_not_fused(void)
{
    scene *field = begin();
    const int64_t window = fusion_engine_defaults().window_ns;
    add(field, 0.0)->release_ns += window; /* as late as may be */
    add(field, 1.0)->release_ns += window + 1;
    fusion_release *told = add(field, 2.0), *shown = add(field, 3.0);
    notice(told), moved(shown); /* who filters nothing holds nothing up */
    told->release_ns += 2 * window;
    shown->release_ns += 2 * window;
    const fusion_engine_counts *counts = sort(field);
    CU_ASSERT_EQUAL(counts->late, 1);
    CU_ASSERT_EQUAL(counts->fused, 1);
    CU_ASSERT_EQUAL(counts->refused, 0);
    CU_ASSERT_EQUAL(one.notices.count, 1);
    CU_ASSERT_EQUAL(one.moved.count, 1);
    CU_ASSERT_EQUAL(one.all.items[one.taken.items[0]].release, 0);
    CU_ASSERT_EQUAL(one.all.items[one.notices.items[0]].release, 2);
    CU_ASSERT_EQUAL(one.all.items[one.moved.items[0]].release, 3);
}

static void each_is_taken_in_its_order(void)
{
    scene *field = begin();
    const double at[5] = {3.0, 1.0, 4.0, 0.0, 2.0};
    for (int i = 0; i < 5; i++)
        add(field, at[i]);
    field->releases[2].report.as.state.position[0] = NAN;
    CU_ASSERT_EQUAL(sort(field)->refused, 1);
    CU_ASSERT_EQUAL_FATAL(one.taken.count, 4);
    const uint32_t order[4] = {3, 1, 4, 0};
    for (int i = 0; i < 4; i++)
        CU_ASSERT_EQUAL(one.all.items[one.taken.items[i]].release, order[i]);
}

/* Of each kind: twice in an epoch, and again in a later one, which knows what it was told to. */
static void the_very_same_is_taken_once(void)
{
    for (int kind = 0; kind < 3; kind++) {
        scene *field = begin();
        for (int i = 0; i < 3; i++) {
            fusion_release *release = add(field, i == 1 ? 5.0 : 7.0);
            if (kind > 0)
                (kind == 1 ? notice : moved)(release);
        }
        CU_ASSERT_EQUAL(sort(field)->duplicate, 1);
        CU_ASSERT_EQUAL(one.counts.fused + one.counts.beside, 2);
        CU_ASSERT_EQUAL(sort(field)->duplicate, 1); /* nothing is known of it yet */
        intake_remember(&one, &known);
        CU_ASSERT_EQUAL(sort(field)->duplicate, 3);
        CU_ASSERT_EQUAL(one.counts.fused + one.counts.beside, 0);
    }
}

/* Of two that are the same the first is taken, wherever in the order they stand. */
static void of_two_that_are_the_same_one_is_taken(void)
{
    for (int others = 0; others < 4; others++) {
        scene *field = begin();
        for (int i = 0; i < 2; i++)
            add(field, 7.0);
        if (others & 1)
            add(field, 6.0);
        if (others & 2)
            add(field, 8.0);
        CU_ASSERT_EQUAL(sort(field)->duplicate, 1);
        CU_ASSERT_EQUAL(one.counts.fused, field->count - 1);
    }
}

static void where_memory_is_refused_nothing_is_known(void)
{
    scene *field = begin();
    for (int i = 0; i < 100; i++)
        add(field, i);
    const fusion_engine_settings settings = fusion_engine_defaults();
    size_t ceiling = 64;
    for (bool done = false; !done; ceiling += 512) {
        memory.ceiling = ceiling;
        done = intake_sort(&one, &memory, field->releases, field->count, &settings,
                           &field->registry, &known);
        CU_ASSERT_EQUAL(known.now.count, 0);
    }
    CU_ASSERT(ceiling > 100 * sizeof(measure));
    intake_remember(&one, &known); /* there is room for it */
    CU_ASSERT_EQUAL(known.now.count, 100);
    memory.ceiling = 0;
    begin();
}

CU_TestInfo intake_tests[] = {
    {"what is too late is not fused", what_is_too_late_is_not_fused},
    {"each is taken in its order", each_is_taken_in_its_order},
    {"the very same is taken once", the_very_same_is_taken_once},
    {"of two that are the same one is taken", of_two_that_are_the_same_one_is_taken},
    {"where memory is refused nothing is known", where_memory_is_refused_nothing_is_known},
    CU_TEST_INFO_NULL,
};
