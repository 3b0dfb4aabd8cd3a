#include "track/step_parts.h"

static void sift_down(uint32_t *items, size_t at, size_t count)
{
    for (size_t child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && items[child + 1] > items[child])
            child++;
        if (items[at] >= items[child])
            return;
        const uint32_t item = items[at];
        items[at] = items[child];
        items[child] = item;
    }
}

/* Heapsort (Williams 1964): in place, and no worse for any order. */
void step_sort(uint32_t *items, size_t count)
{
    for (size_t i = count / 2; i > 0; i--)
        sift_down(items, i - 1, count);
    for (size_t left = count; left > 1; left--) {
        const uint32_t most = items[0];
        items[0] = items[left - 1];
        items[left - 1] = most;
        sift_down(items, 0, left - 1);
    }
}

void step_columns_clear(step *one, size_t from)
{
    for (size_t column = from; column < one->members.count; column++)
        one->columns.items[column].first = UINT32_MAX;
}

void step_columns_gather(step *one)
{
    const associate_pair *pairs = one->pairs.items;
    one->touched.count = 0;
    for (size_t k = one->pairs.count; k > 0; k--) {
        step_column *of = &one->columns.items[pairs[k - 1].column];
        if (of->first == UINT32_MAX) {
            one->touched.items[one->touched.count++] = pairs[k - 1].column;
            of->given = 0.0;
            of->shared_row = UINT32_MAX;
        }
        one->next.items[k - 1] = of->first;
        of->first = (uint32_t)(k - 1);
    }
    step_sort(one->touched.items, one->touched.count);
    for (size_t k = 0; k < one->pairs.count; k++)
        one->columns.items[pairs[k].column].given += pairs[k].chance;
}

void step_columns_release(step *one)
{
    for (size_t i = 0; i < one->touched.count; i++)
        one->columns.items[one->touched.items[i]].first = UINT32_MAX;
}
