#include "tools/score_partner.h"

#include "tools/table.h"

#include <stdio.h>
#include <string.h>

enum { COLUMNS_BEFORE = 4, COLUMNS_MAX = COLUMNS_BEFORE + FUSION_CATEGORIES + 1 };

static bool category_known(const score_run *runs, size_t count, unsigned category)
{
    for (size_t i = 0; i < count; i++)
        if (runs[i].figures.objects_by_category[category] > 0)
            return true;
    return false;
}

static size_t columns_lay(table_column columns[COLUMNS_MAX], const score_run *runs, size_t count)
{
    static const table_column before[COLUMNS_BEFORE] = {{.head = "partner", .left = true},
                                                        {.head = "rule", .left = true},
                                                        {.head = "tracks"},
                                                        {.head = "complete", .unit = "%"}};
    memcpy(columns, before, sizeof before);
    size_t used = COLUMNS_BEFORE;
    for (unsigned k = 0; k < FUSION_CATEGORIES; k++)
        if (category_known(runs, count, k))
            columns[used++] = (table_column){.head = fusion_category_name(k), .unit = "s"};
    columns[used++] = (table_column){.head = "RMSE", .unit = "m"};
    return used;
}

static void row_fill(table *one, const score_run *run, bool named, const bool *known)
{
    const fusion_score_figures *figures = &run->figures;
    char rule[160];
    snprintf(rule, sizeof rule, "%s%s", run->name.rule, run->name.settled ? " settled" : "");
    table_text(one, named ? run->name.audience : "");
    table_text(one, rule);
    table_number(one, figures->tracks, 0);
    table_number(one, 100.0 * figures->completeness, 1);
    for (unsigned k = 0; k < FUSION_CATEGORIES; k++)
        if (known[k])
            table_number(one, figures->median_first_by_category[k], 0);
    table_number(one, figures->rmse, 0);
}

bool score_partner_print(const score_run *runs, size_t count)
{
    table_column columns[COLUMNS_MAX];
    bool known[FUSION_CATEGORIES];
    for (unsigned k = 0; k < FUSION_CATEGORIES; k++)
        known[k] = category_known(runs, count, k);
    table *one = table_create(columns, columns_lay(columns, runs, count));
    for (size_t i = 0; i < count; i++) {
        const bool named = i == 0 || strcmp(runs[i].name.audience, runs[i - 1].name.audience) != 0;
        row_fill(one, &runs[i], named, known);
    }
    const bool printed = table_print(one, stdout);
    table_destroy(one);
    if (printed)
        printf(
            "Seconds: the median from an object's first truth to its first pair. \"-\": never\n");
    return printed;
}
