#include "daemon/staff/given.h"

#include <math.h>

void given_ways_make(given_ways *ways, const config *of)
{
    *ways = (given_ways){.of = of};
    for (size_t v = 0; v < of->view_count; v++) {
        const fusion_view *view = &of->views[v];
        size_t first = 0;
        while (of->views[first].rule != view->rule)
            first++;
        ways->first[v] = first;
        for (size_t n = 0; n < of->registry.nation_count; n++)
            if (of->rooms[v] < 0 && view->audience & ~(UINT32_C(1) << n))
                ways->others[n][first] |= UINT64_C(1) << v;
    }
}

void given_add(given_counts *counts, const given_ways *ways, const fusion_report *report,
               uint64_t views)
{
    const size_t nation = ways->of->registry.sensors[report->sensor].nation;
    counts->taken[nation]++;
    for (size_t v = 0; v < ways->of->view_count; v++)
        counts->given[nation][v] += (views & ways->others[nation][v]) != 0;
}

static double share(uint64_t given, uint64_t taken)
{
    return taken > 0 ? (double)given / (double)taken : NAN;
}

double given_share(const given_counts *counts, size_t nation, size_t first_view)
{
    return share(counts->given[nation][first_view], counts->taken[nation]);
}

double given_share_of_all(const given_counts *counts, size_t first_view)
{
    uint64_t given = 0, taken = 0;
    for (size_t n = 0; n < FUSION_NATIONS_MAX; n++) {
        given += counts->given[n][first_view];
        taken += counts->taken[n];
    }
    return share(given, taken);
}
