/* How much each nation gives, of the views that each report went to: on the stock exercise, where
 * every nation has a view under every rule. */
#include "daemon/staff/given.h"
#include "suites.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static config *configuration;
static given_ways ways;
static given_counts counts;

static size_t view(const char *name)
{
    size_t v = 0;
    while (v < configuration->view_count && strcmp(configuration->view_names[v], name) != 0)
        v++;
    CU_ASSERT_TRUE_FATAL(v < configuration->view_count);
    return v;
}

static size_t nation(const char *code)
{
    const int found = fusion_nation_find(&configuration->registry, code);
    CU_ASSERT_TRUE_FATAL(found >= 0);
    return (size_t)found;
}

static void begin(void)
{
    static config_faults faults;
    configuration = config_read(TESTDATA "/demo.yaml", &faults);
    CU_ASSERT_PTR_NOT_NULL_FATAL(configuration);
    given_ways_make(&ways, configuration);
    counts = (given_counts){0};
}

/* A report of a nation's first sensor. */
static void report_of(const char *code, uint64_t views)
{
    const fusion_registry *registry = &configuration->registry;
    fusion_report report = {.sensor = 0};
    while (registry->sensors[report.sensor].nation != nation(code))
        report.sensor++;
    given_add(&counts, &ways, &report, views);
}

static uint64_t bit(const char *name)
{
    return UINT64_C(1) << view(name);
}

static double share(const char *name)
{
    const size_t v = view(name);
    const size_t owner = (size_t)__builtin_ctz(configuration->views[v].audience);
    return given_share(&counts, owner, ways.first[v]);
}

static void what_stays_with_its_owner_is_not_given(void)
{
    begin();
    report_of("JPN", bit("JPN.hub") | bit("JPN.national") | bit("JPN.bilateral"));
    CU_ASSERT_EQUAL(share("JPN.hub"), 0.0);
    CU_ASSERT_EQUAL(share("JPN.national"), 0.0);
    CU_ASSERT_TRUE(isnan(share("ROK.hub"))); /* it reported nothing */
    config_destroy(configuration);
}

static void what_two_others_get_is_given_once(void)
{
    begin();
    report_of("JPN", bit("JPN.hub") | bit("ROK.hub") | bit("USA.hub"));
    report_of("JPN", bit("JPN.hub") | bit("USA.hub"));
    report_of("JPN", bit("JPN.hub"));
    report_of("JPN", 0);
    CU_ASSERT_EQUAL(share("JPN.hub"), 0.5);
    config_destroy(configuration);
}

static void each_rule_gives_for_itself(void)
{
    begin();
    report_of("JPN", bit("JPN.hub") | bit("ROK.bilateral"));
    report_of("ROK", bit("ROK.hub") | bit("JPN.hub"));
    CU_ASSERT_EQUAL(share("JPN.hub"), 0.0);
    CU_ASSERT_EQUAL(share("JPN.bilateral"), 1.0);
    CU_ASSERT_EQUAL(share("ROK.hub"), 1.0);
    CU_ASSERT_EQUAL(share("ROK.bilateral"), 0.0);
    CU_ASSERT_EQUAL(given_share_of_all(&counts, ways.first[view("USA.hub")]), 0.5);
    config_destroy(configuration);
}

CU_TestInfo given_tests[] = {
    {"what stays with its owner is not given", what_stays_with_its_owner_is_not_given},
    {"what two others get is given once", what_two_others_get_is_given_once},
    {"each rule gives for itself", each_rule_gives_for_itself},
    CU_TEST_INFO_NULL,
};
