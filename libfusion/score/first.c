#include "score/first.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct first_object {
    uint8_t categories;
    bool born, found;
    int64_t born_ns, found_ns; /* of its first truth, of its first pair */
};

bool first_create(first *of, const uint8_t *categories, size_t objects)
{
    of->objects = calloc(objects + 1, sizeof *of->objects);
    of->object_count = objects;
    for (size_t i = 0; of->objects && i < objects; i++)
        of->objects[i].categories = categories[i];
    return of->objects != NULL;
}

void first_born(first *of, int64_t time_ns, const fusion_score_truth *truth, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        first_object *object = &of->objects[truth[i].object];
        if (!object->born)
            object->born_ns = time_ns;
        object->born = true;
    }
}

void first_add(first *of, const epoch_scene *one)
{
    first_born(of, one->time_ns, one->truth, one->truth_count);
    for (size_t i = 0; i < one->truth_count; i++) {
        first_object *object = &of->objects[one->truth[i].object];
        if (one->track_of[i] == MATCH_ALONE)
            continue;
        if (!object->found)
            object->found_ns = one->time_ns;
        object->found = true;
    }
}

double first_delay(const first *of, size_t object)
{
    const struct first_object *one = &of->objects[object];
    return one->found ? (double)(one->found_ns - one->born_ns) / (double)FUSION_SECOND : NAN;
}

static int double_compare(const void *a, const void *b)
{
    const double one = *(const double *)a;
    const double other = *(const double *)b;
    return (one > other) - (one < other);
}

/* Median delay of the objects of these categories (0: all) that were found; NaN if none was. */
static double median(const first *of, uint8_t categories, double *delays)
{
    size_t count = 0;
    for (size_t i = 0; i < of->object_count; i++) {
        const first_object *object = &of->objects[i];
        if (object->found && (categories == 0 || (object->categories & categories)))
            delays[count++] = first_delay(of, i);
    }
    if (count == 0)
        return NAN;
    qsort(delays, count, sizeof *delays, double_compare);
    return 0.5 * (delays[(count - 1) / 2] + delays[count / 2]);
}

bool first_read(const first *of, fusion_score_figures *figures)
{
    double *delays = calloc(of->object_count + 1, sizeof *delays);
    if (!delays)
        return false;
    figures->median_first = median(of, 0, delays);
    for (unsigned k = 0; k < FUSION_CATEGORIES; k++)
        figures->median_first_by_category[k] = median(of, (uint8_t)(1u << k), delays);
    free(delays);
    for (size_t i = 0; i < of->object_count; i++) {
        const first_object *object = &of->objects[i];
        figures->never += object->born && !object->found;
        for (unsigned k = 0; k < FUSION_CATEGORIES; k++)
            figures->objects_by_category[k] += object->born && (object->categories >> k & 1);
    }
    return true;
}

void first_free(first *of)
{
    free(of->objects);
    memset(of, 0, sizeof *of);
}
