#include "suites.h"
#include "track/roster.h"
#include "track/seen.h"

static const uint8_t key[16] = {9};

static void a_number_that_is_taken_is_made_anew(void)
{
    room memory = {0};
    roster all = {0};
    const track blank = {.hits = 1};
    CU_ASSERT_TRUE_FATAL(roster_reserve(&all, &memory, 3));
    const uint32_t first = roster_add(&all, &blank, key, 12345);
    const uint32_t second = roster_add(&all, &blank, key, 12345);
    const uint32_t third = roster_add(&all, &blank, key, 12345);
    const uint64_t numbers[3] = {all.slots.items[first].number, all.slots.items[second].number,
                                 all.slots.items[third].number};
    CU_ASSERT_EQUAL(numbers[0], 12345);
    CU_ASSERT_TRUE(numbers[1] != numbers[0] && numbers[2] != numbers[0] &&
                   numbers[1] != numbers[2]);
    CU_ASSERT_EQUAL(roster_count(&all), 3);
    roster_settle(&all);
    CU_ASSERT_EQUAL(all.order.count, 3);
    for (size_t i = 1; i < 3; i++)
        CU_ASSERT_TRUE(all.order.items[i - 1].number < all.order.items[i].number);
    roster_free(&all, &memory);
    CU_ASSERT_EQUAL(memory.held, 0);
}

/* Two rounds of births, in no order; before, and between them, nothing is out of place. */
static void what_is_born_takes_its_place_in_the_order(void)
{
    room memory = {0};
    roster all = {0};
    const track blank = {.hits = 1};
    for (uint64_t round = 0; round < 2; round++) {
        CU_ASSERT_TRUE_FATAL(roster_reserve(&all, &memory, 50));
        for (uint64_t i = 0; i < 50; i++)
            roster_add(&all, &blank, key, 1 + 2 * (i * 37 % 50) + round);
        CU_ASSERT_PTR_NULL(roster_find(&all, 1 + round)); /* not yet */
        roster_settle(&all);
        CU_ASSERT_EQUAL(all.order.count, 50 * (round + 1));
    }
    for (size_t i = 0; i < 100; i++) {
        CU_ASSERT_EQUAL(all.order.items[i].number, i + 1);
        const track *one = roster_find(&all, i + 1);
        CU_ASSERT_TRUE(one && one->number == i + 1);
    }
    roster_free(&all, &memory);
    CU_ASSERT_EQUAL(memory.held, 0);
}

static bool keep_odd(track *one, void *context)
{
    (void)context;
    return one->number % 2 == 1;
}

static void a_slot_is_used_again(void)
{
    room memory = {0};
    roster all = {0};
    const track blank = {.hits = 1};
    CU_ASSERT_TRUE_FATAL(roster_reserve(&all, &memory, 2));
    const uint32_t even = roster_add(&all, &blank, key, 100);
    roster_add(&all, &blank, key, 101);
    roster_keep(&all, keep_odd, NULL);
    CU_ASSERT_EQUAL(all.order.count, 1);
    CU_ASSERT_EQUAL(all.order.items[0].number, 101);
    CU_ASSERT_TRUE_FATAL(roster_reserve(&all, &memory, 1));
    CU_ASSERT_EQUAL(roster_add(&all, &blank, key, 102), even);
    roster_free(&all, &memory);
}

#define WINDOW (120 * FUSION_SECOND)

static void what_was_seen_is_known_for_a_window_and_forgotten_after_two(void)
{
    room memory = {0};
    seen all = {0};
    for (int64_t epoch = 1; epoch <= 500; epoch++) {
        seen_turn(&all, epoch * FUSION_SECOND, WINDOW);
        CU_ASSERT_TRUE_FATAL(seen_reserve(&all, &memory, 40));
        for (uint64_t i = 0; i < 40; i++)
            seen_add(&all, (uint64_t)epoch * 1000003 + i * 977);
        for (int64_t old = epoch < 120 ? 1 : epoch - 119; old <= epoch; old++)
            CU_ASSERT_TRUE(seen_has(&all, (uint64_t)old * 1000003 + 39 * 977));
        if (epoch > 241)
            CU_ASSERT_FALSE(seen_has(&all, (uint64_t)(epoch - 241) * 1000003));
    }
    CU_ASSERT_FALSE(seen_has(&all, 0));
    seen_add(&all, 0); /* a hash like any other */
    CU_ASSERT_TRUE(seen_has(&all, 0));
    seen_free(&all, &memory);
    CU_ASSERT_EQUAL(memory.held, 0);
}

static bool knows(seen *all, room *memory, int64_t epoch, int64_t since, int64_t until)
{
    if (epoch >= since && (epoch <= 300 || epoch > until))
        seen_turn(all, epoch * FUSION_SECOND, WINDOW);
    CU_ASSERT_TRUE_FATAL(seen_reserve(all, memory, 1));
    const bool known = seen_has(all, 4711);
    if (epoch == 300)
        seen_add(all, 4711);
    return known;
}

/* It was once forgotten by the age of the engine: a view that had lost something, and was built
 * anew, took the copy of a warning for none, where a view that had never been given it showed two.
 */
static void it_is_forgotten_at_the_same_time_whenever_one_began(void)
{
    room memory = {0};
    seen first = {0}, later = {0}, skips = {0};
    bool known = false;
    for (int64_t epoch = 1; epoch <= 800; epoch++) {
        known = knows(&first, &memory, epoch, 1, 0);
        CU_ASSERT_EQUAL(knows(&later, &memory, epoch, 300, 0), known);
        CU_ASSERT_TRUE(knows(&skips, &memory, epoch, 1, 700) == known || epoch <= 701);
    }
    CU_ASSERT_FALSE(known);
    seen_free(&first, &memory);
    seen_free(&later, &memory);
    seen_free(&skips, &memory);
}

CU_TestInfo roster_tests[] = {
    {"a number that is taken is made anew", a_number_that_is_taken_is_made_anew},
    {"what is born takes its place in the order", what_is_born_takes_its_place_in_the_order},
    {"a slot is used again", a_slot_is_used_again},
    {"what was seen is known for a window and forgotten after two",
     what_was_seen_is_known_for_a_window_and_forgotten_after_two},
    {"it is forgotten at the same time whenever one began",
     it_is_forgotten_at_the_same_time_whenever_one_began},
    CU_TEST_INFO_NULL,
};
