#include "track/step_parts.h"

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
    indices_sort(&one->touched);
    for (size_t k = 0; k < one->pairs.count; k++)
        one->columns.items[pairs[k].column].given += pairs[k].chance;
}

void step_columns_release(step *one)
{
    for (size_t i = 0; i < one->touched.count; i++)
        one->columns.items[one->touched.items[i]].first = UINT32_MAX;
}
