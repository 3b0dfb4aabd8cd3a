#include "track/search.h"

#include <assert.h>

#define CELL_FIRST  4096.0 /* m; aircraft tracks reach some 2 to 4 km */
#define CUBE_COSTS  2.0    /* items */
#define CUBES_LEAST 8.0 /* of a query, past the first level: items reach over half a cube there */
#define AXIS_BITS   20  /* 2^20 cubes of 4 km: far beyond any orbit of interest */
#define AXIS_HALF   (1 << (AXIS_BITS - 1))

static double cell_size(unsigned level)
{
    return CELL_FIRST * (double)(UINT64_C(1) << level);
}

/* The first level whose cubes are at least as wide as the reach. */
static unsigned level_of(double reach)
{
    unsigned level = 0;
    while (level + 1 < SEARCH_LEVELS && reach > cell_size(level))
        level++;
    return level;
}

/* floor(x / size), within the cubes that there are. A size is a power of two, so its inverse is one
 * too and nothing is rounded. */
static int64_t cell_axis(double x, double inverse)
{
    const double index = x * inverse;
    if (!(index > -AXIS_HALF))
        return -AXIS_HALF;
    if (!(index < AXIS_HALF - 1))
        return AXIS_HALF - 1;
    const int64_t towards_zero = (int64_t)index;
    return towards_zero - (index < (double)towards_zero);
}

static uint64_t cell_pack(unsigned level, int64_t x, int64_t y, int64_t z)
{
    return (uint64_t)level << (3 * AXIS_BITS) | (uint64_t)(x + AXIS_HALF) << (2 * AXIS_BITS) |
           (uint64_t)(y + AXIS_HALF) << AXIS_BITS | (uint64_t)(z + AXIS_HALF);
}

/* Finaliser of SplitMix64 (Steele, Lea and Flood 2014): every bit of the cell moves the bucket. */
static size_t bucket_of(const search *one, uint64_t cell)
{
    cell = (cell ^ (cell >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    cell = (cell ^ (cell >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (size_t)(cell ^ (cell >> 31)) & (one->buckets.count - 1);
}

bool search_clear(search *one, room *memory, size_t items)
{
    size_t buckets = 64;
    while (buckets < 2 * items)
        buckets *= 2;
    if (!ROOM_FOR(memory, &one->all, items) || !ROOM_FOR(memory, &one->buckets, buckets))
        return false;
    one->all.count = 0;
    one->buckets.count = buckets;
    for (size_t i = 0; i < buckets; i++)
        one->buckets.items[i] = SEARCH_NONE;
    for (unsigned level = 0; level < SEARCH_LEVELS; level++) {
        one->level_first[level] = SEARCH_NONE;
        one->level_count[level] = 0;
        one->level_reach[level] = 0.0;
    }
    return true;
}

void search_free(search *one, room *memory)
{
    ROOM_FREE(memory, &one->all);
    ROOM_FREE(memory, &one->buckets);
}

void search_put(search *one, const double position[3], double reach, uint32_t name)
{
    assert(one->all.count < one->all.capacity); /* search_clear() was told how many */
    const unsigned level = level_of(reach);
    const double inverse = 1.0 / cell_size(level);
    const uint32_t at = (uint32_t)one->all.count++;
    search_item *item = &one->all.items[at];
    item->reach = reach;
    item->name = name;
    for (int i = 0; i < 3; i++)
        item->position[i] = position[i];
    item->cell = cell_pack(level, cell_axis(position[0], inverse), cell_axis(position[1], inverse),
                           cell_axis(position[2], inverse));
    uint32_t *first = &one->buckets.items[bucket_of(one, item->cell)];
    item->next = *first;
    *first = at;
    item->level_next = one->level_first[level];
    one->level_first[level] = at;
    one->level_count[level]++;
    if (reach > one->level_reach[level])
        one->level_reach[level] = reach;
}

typedef struct query {
    const double *position;
    double reach;
    indices *found;
    room *memory;
} query;

static inline bool touches(const query *asked, const search_item *item)
{
    double distance2 = 0.0;
    for (int i = 0; i < 3; i++) {
        const double d = item->position[i] - asked->position[i];
        distance2 += d * d;
    }
    const double limit = asked->reach + item->reach;
    return distance2 <= limit * limit;
}

/* False: memory was refused. */
static bool take(const query *asked, const search_item *item)
{
    if (!ROOM_FOR(asked->memory, asked->found, asked->found->count + 1))
        return false;
    asked->found->items[asked->found->count++] = item->name;
    return true;
}

static bool walk_level(const search *one, unsigned level, const query *asked)
{
    for (uint32_t at = one->level_first[level]; at != SEARCH_NONE;
         at = one->all.items[at].level_next)
        if (touches(asked, &one->all.items[at]) && !take(asked, &one->all.items[at]))
            return false;
    return true;
}

static bool walk_cell(const search *one, uint64_t cell, const query *asked)
{
    for (uint32_t at = one->buckets.items[bucket_of(one, cell)]; at != SEARCH_NONE;
         at = one->all.items[at].next)
        if (one->all.items[at].cell == cell && touches(asked, &one->all.items[at]) &&
            !take(asked, &one->all.items[at]))
            return false;
    return true;
}

static bool walk_cells(const search *one, unsigned level, const int64_t from[3],
                       const int64_t to[3], const query *asked)
{
    for (int64_t x = from[0]; x <= to[0]; x++)
        for (int64_t y = from[1]; y <= to[1]; y++)
            for (int64_t z = from[2]; z <= to[2]; z++)
                if (!walk_cell(one, cell_pack(level, x, y, z), asked))
                    return false;
    return true;
}

/* The cubes of a level that the query could find anything in; how many there are. */
static double cubes_of(const search *one, const query *asked, unsigned level, int64_t from[3],
                       int64_t to[3])
{
    const double inverse = 1.0 / cell_size(level), reach = asked->reach + one->level_reach[level];
    double cubes = 1.0;
    for (int i = 0; i < 3; i++) {
        from[i] = cell_axis(asked->position[i] - reach, inverse);
        to[i] = cell_axis(asked->position[i] + reach, inverse);
        cubes *= (double)(to[i] - from[i] + 1);
    }
    return cubes;
}

bool search_near(const search *one, const double position[3], double reach, indices *found,
                 room *memory)
{
    const query asked = {position, reach, found, memory};
    for (unsigned level = 0; level < SEARCH_LEVELS; level++) {
        const double items = (double)one->level_count[level];
        int64_t from[3], to[3];
        /* So few cost less than the cubes of any level but the first, and need no count of them. */
        const bool walk = items <= CUBE_COSTS * CUBES_LEAST ||
                          items <= CUBE_COSTS * cubes_of(one, &asked, level, from, to);
        if (walk ? !walk_level(one, level, &asked) : !walk_cells(one, level, from, to, &asked))
            return false;
    }
    return true;
}
