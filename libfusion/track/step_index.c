#include "track/step_parts.h"

#include <assert.h>
#include <math.h>

/* Pairs of a cluster below which an index is not worth it. Of 100, 400 or 1,600 aircraft in 55 by
 * 55 km on three radars half saves .07 % of the instructions at most, double costs .6 %, four times
 * 1.3 %. */
#define INDEX_FROM  4096
#define INDEX_SPAN  (2 * FUSION_SECOND) /* of a longer look the tracks reach too far */
#define INDEX_LEAST FUSION_SECOND       /* for as long a time an index is made at least */

/* All the places that step_near() could find the member at, while the index lasts. */
static double sphere_of(const step *one, uint32_t column, double place[3])
{
    const step_index *index = &one->index;
    const track *here = step_member(one, column);
    const int64_t half_ns = (index->until_ns - index->from_ns) / 2;
    const track_place middle = track_place_about(here, index->from_ns + half_ns);
    for (int i = 0; i < 3; i++)
        place[i] = middle.position[i];
    if (here->time_ns - index->from_ns > TRACK_STALE)
        return INFINITY; /* an older estimate is asked, and lies elsewhere */
    const double half = 0.5e-9 * (double)(index->until_ns - index->from_ns);
    return step_reach(here, &middle, half) + 1.0; /* m, for rounding */
}

static void put(step *one, uint32_t column)
{
    double place[3];
    const double reach = sphere_of(one, column, place);
    one->index.placed.items[column] = (uint32_t)one->index.near.all.count;
    search_put(&one->index.near, place, reach, column);
}

static bool make(step *one)
{
    if (!search_clear(&one->index.near, one->memory, one->index.room))
        return false;
    for (uint32_t column = 0; column < one->members.count; column++)
        put(one, column);
    return true;
}

bool step_index_reserve(step *one, room *memory, size_t members)
{
    return search_clear(&one->index.near, memory, 2 * members) &&
           ROOM_FOR(memory, &one->index.placed, members);
}

void step_index_free(step *one, room *memory)
{
    search_free(&one->index.near, memory);
    ROOM_FREE(memory, &one->index.placed);
}

void step_index_clear(step *one, size_t members_most)
{
    one->index.room = 2 * members_most;
    one->index.made = one->index.all_found = false;
}

void step_index_begin(step *one)
{
    step_index *index = &one->index;
    const int64_t first_ns = step_measure(one, 0)->time_ns;
    const int64_t last_ns = step_measure(one, one->group.count - 1)->time_ns;
    const size_t measures = one->group.count + one->groups.left;
    index->all_found = false;
    if (index->made && first_ns >= index->from_ns && last_ns <= index->until_ns)
        return;
    index->from_ns = first_ns;
    index->until_ns = last_ns > first_ns + INDEX_LEAST ? last_ns : first_ns + INDEX_LEAST;
    index->made = measures * one->members.count >= INDEX_FROM && last_ns - first_ns <= INDEX_SPAN &&
                  make(one);
}

/* Where it was put stands: it may be found twice, and is told once. */
void step_index_moved(step *one, uint32_t column)
{
    step_index *index = &one->index;
    if (!index->made)
        return;
    double place[3], apart2 = 0.0;
    const double reach = sphere_of(one, column, place);
    const search_item *before = &index->near.all.items[index->placed.items[column]];
    for (int i = 0; i < 3; i++)
        apart2 += (place[i] - before->position[i]) * (place[i] - before->position[i]);
    if (sqrt(apart2) + reach <= before->reach)
        return;
    if (index->near.all.count < index->room)
        put(one, column);
    else
        index->made = make(one);
}

void step_index_begun(step *one, uint32_t column)
{
    step_index *index = &one->index;
    index->all_found = false;
    if (!index->made)
        return;
    if (index->near.all.count < index->room)
        put(one, column);
    else
        index->made = make(one);
}

static void find_all(step *one)
{
    if (one->index.all_found)
        return;
    one->found.count = one->members.count;
    for (uint32_t column = 0; column < one->members.count; column++)
        one->found.items[column] = column;
    one->index.all_found = true;
}

static void keep_each_once(indices *found)
{
    size_t kept = 0;
    for (size_t k = 0; k < found->count; k++)
        if (kept == 0 || found->items[k] != found->items[kept - 1])
            found->items[kept++] = found->items[k];
    found->count = kept;
}

void step_index_near(step *one, const measure *seen)
{
    if (!one->index.made) {
        find_all(one);
        return;
    }
    one->found.count = 0;
    if (!search_near(&one->index.near, seen->as.state.position, seen->reach, &one->found,
                     one->memory))
        assert(false && "step_reserve() made room for every place of every column");
    indices_sort(&one->found);
    keep_each_once(&one->found);
}
