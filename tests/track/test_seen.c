/* What was taken before is known for a generation at least and for two at most; and what bears a
 * number is found, against lists. */
#include "chance.h"
#include "suites.h"
#include "track/number.h"
#include "track/seen.h"
#include "track/tie.h"

#include <stdio.h>

static const uint8_t no_key[16];

#define LENGTH 100
#define COUNT  6000

static void what_was_added_is_known_for_one_to_two_generations(void)
{
    uint64_t chance = 71;
    printf("\n    seed %d", (int)chance);
    static struct {
        uint64_t hash;
        int64_t at;
    } added[COUNT];
    size_t count = 0;
    room memory = {0};
    seen all = {0};
    int64_t now = 12345; /* so generations end at hundreds, whenever the first came */
    seen_turn(&all, now, LENGTH);
    while (count + 300 < COUNT) {
        /* Mostly a few in a moment, then now and then a silence of some generations. */
        now += chance_unit(&chance) < 0.1 ? (int64_t)(350.0 * chance_unit(&chance)) : 7;
        seen_turn(&all, now, LENGTH);
        const size_t more = (size_t)(200.0 * chance_unit(&chance));
        CU_ASSERT_TRUE_FATAL(seen_reserve(&all, &memory, more));
        for (size_t i = 0; i < more; i++) {
            added[count].hash = count == 5 ? 0 : chance_next(&chance) | UINT64_C(1) << 63;
            added[count].at = now;
            CU_ASSERT_FALSE(seen_has(&all, added[count].hash));
            seen_add(&all, added[count].hash);
            seen_add(&all, added[count].hash); /* twice is once */
            count++;
        }
        size_t kept = 0;
        for (size_t i = 0; i < count; i++) {
            const int64_t age = now / LENGTH - added[i].at / LENGTH;
            CU_ASSERT_EQUAL(seen_has(&all, added[i].hash), age < 2);
            kept += age == 0;
        }
        CU_ASSERT_EQUAL(all.now.count, kept);
        CU_ASSERT_FALSE(seen_has(&all, chance_next(&chance)));
    }
    seen_free(&all, &memory);
    CU_ASSERT_EQUAL(memory.held, 0);
}

/* Half the places stay free, or a search would not end. */
static void there_is_room_for_what_was_asked(void)
{
    room memory = {0};
    seen all = {0};
    CU_ASSERT_FALSE(seen_has(&all, 1));
    uint64_t chance = 72;
    for (size_t more = 1; more < 5000; more = 2 * more + 1) {
        CU_ASSERT_TRUE_FATAL(seen_reserve(&all, &memory, more));
        for (size_t i = 0; i < more; i++)
            seen_add(&all, chance_next(&chance));
        CU_ASSERT(2 * all.now.count <= all.now.places);
        CU_ASSERT_EQUAL(all.now.places & (all.now.places - 1), 0);
    }
    room none = {.ceiling = memory.held};
    none.held = memory.held;
    const size_t count = all.now.count;
    CU_ASSERT_FALSE(seen_reserve(&all, &none, 100000));
    CU_ASSERT_EQUAL(all.now.count, count); /* and what was known is known */
    chance = 72;
    CU_ASSERT_TRUE(seen_has(&all, chance_next(&chance)));
    seen_free(&all, &memory);
}

/* The first node under each key, as a walk over all that were added before finds it. */
static void the_first_that_bears_a_number_is_found(void)
{
    uint64_t chance = 73;
    room memory = {0};
    ties all = {0};
    static uint64_t keys[600];
    for (size_t most = 1; most <= 600; most = 3 * most + 2) {
        CU_ASSERT_TRUE_FATAL(tie_clear(&all, &memory, most));
        for (uint32_t i = 0; i < most; i++) {
            /* Few of each, so that many are the same. */
            keys[i] = tie_key(no_key, (uint16_t)(chance_next(&chance) % 3),
                              chance_next(&chance) % 60, (int64_t)(chance_next(&chance) % 2));
            uint32_t first = 0;
            while (keys[first] != keys[i])
                first++;
            CU_ASSERT_EQUAL(tie_find(&all, keys[i]), first < i ? first + 1000 : UINT32_MAX);
            CU_ASSERT_EQUAL(tie_add(&all, keys[i], i + 1000), first + 1000);
        }
    }
    CU_ASSERT_TRUE_FATAL(tie_clear(&all, &memory, 1));
    CU_ASSERT_EQUAL(tie_find(&all, keys[0]), UINT32_MAX);
    ROOM_FREE(&memory, &all);
    CU_ASSERT_EQUAL(memory.held, 0);
}

/* Of 2^15 no two are alike but once in 8e9 draws (n^2 / 2^65). */
static void other_numbers_have_other_keys(void)
{
    room memory = {0};
    ties all = {0};
    CU_ASSERT_TRUE_FATAL(tie_clear(&all, &memory, 1 << 15));
    uint32_t node = 0;
    for (uint16_t sensor = 0; sensor < 32; sensor++)
        for (uint64_t number = 0; number < 32; number++)
            for (int64_t began = 0; began < 32; began++, node++) {
                const uint64_t key = tie_key(no_key, sensor, number, began);
                CU_ASSERT_NOT_EQUAL(key, 0);
                CU_ASSERT_EQUAL(tie_add(&all, key, node), node);
            }
    CU_ASSERT_EQUAL(all.count, 1 << 15);
    ROOM_FREE(&memory, &all);
}

/* SipHash of 18 bytes under the view's key, written out: number, begin and sensor, on a machine
 * that keeps the low byte first. number_siphash() is held against its published vectors. */
static void keys_are_those_of_the_view_s_hash(void)
{
    uint64_t chance = 74;
    for (int i = 0; i < 100; i++) {
        const uint64_t number = chance_next(&chance);
        const uint64_t began = chance_next(&chance) >> 1;
        const uint16_t sensor = (uint16_t)chance_next(&chance);
        const uint8_t key[16] = {(uint8_t)i, 2, 3};
        uint8_t bytes[18];
        for (int k = 0; k < 8; k++) {
            bytes[k] = (uint8_t)(number >> 8 * k);
            bytes[8 + k] = (uint8_t)(began >> 8 * k);
        }
        bytes[16] = (uint8_t)sensor;
        bytes[17] = (uint8_t)(sensor >> 8);
        CU_ASSERT_EQUAL(tie_key(key, sensor, number, (int64_t)began),
                        number_siphash(key, bytes, sizeof bytes));
    }
}

static void where_memory_is_refused_there_is_no_room(void)
{
    room memory = {.ceiling = 64};
    ties all = {0};
    CU_ASSERT_FALSE(tie_clear(&all, &memory, 1000));
    CU_ASSERT_EQUAL(memory.held, 0);
}

CU_TestInfo seen_tests[] = {
    {"what was added is known for one to two generations",
     what_was_added_is_known_for_one_to_two_generations},
    {"there is room for what was asked", there_is_room_for_what_was_asked},
    {"the first that bears a number is found", the_first_that_bears_a_number_is_found},
    {"other numbers have other keys", other_numbers_have_other_keys},
    {"keys are those of the view's hash", keys_are_those_of_the_view_s_hash},
    {"where memory is refused there is no room", where_memory_is_refused_there_is_no_room},
    CU_TEST_INFO_NULL,
};
