#include "geo/wgs84.h"
#include "release/act.h"
#include "release/books.h"
#include "release/gate.h"
#include "suites.h"

#include <stdlib.h>
#include <string.h>

/* What must be denied though nobody says so: each of these has let something out somewhere. */

enum { AVA, BRO, CYR, OBS };

/* AVA gives BRO what is in the box and below 3000 m; CYR gets it 60 s later, when AVA approves. */
static const char book_box[] =
    "format: picket-rules-1\n"
    "title: \"Box\"\n"
    "nations: [{code: AVA, name: \"Avalon\", role: nation}, {code: BRO, name: \"Brobdin\", role: "
    "nation}, {code: CYR, name: \"Cyrene\", role: nation}, {code: OBS, name: \"observers\", role: "
    "observer}]\n"
    "sensors: [{name: ava-sky, nation: AVA, kind: air-search, sends: [track], period: 10 s}]\n"
    "areas: [{name: low-box, altitude: 0 m to 3000 m, box: {south: 10 N, north: 20 N, west: 100 E, "
    "east: 110 E}}]\n"
    "agreements:\n"
    "  - name: pact\n"
    "    title: \"Pact\"\n"
    "    terms: {parties: [AVA, BRO, CYR, OBS], notice: none, until: open, given-before: stays}\n"
    "    events: [{at: 2015-01-01T00:00:00Z, becomes: in-force}]\n"
    "    clauses:\n"
    "      - {name: to-bro, from: AVA, to: [BRO], via: direct, gives: [air], products: [tracks], "
    "sensors: all, where: [low-box], when: always, form: exact}\n"
    "      - {name: to-cyr, from: AVA, to: [CYR], via: {nation: BRO, delay: 60 s, approval: "
    "category}, gives: [air], products: [tracks], sensors: all, where: everywhere, when: always, "
    "form: exact}\n"
    "owners: none\n"
    "rules: [{name: pact, agreements: [pact]}]\n"
    "examples: [{name: in-the-box, rule: pact, at: 2015-06-01T03:00:00Z, given: {sensor: ava-sky, "
    "report: track, categories: [air], position: 15.0 N 105.0 E, altitude: 1 km, caveats: none}, "
    "declared: none, expect: [{who: [BRO], sees: exact, after: 0 s}, {who: everyone-else, sees: "
    "nothing}]}]\n";

static const int64_t morning = INT64_C(1433127600) * FUSION_SECOND; /* 2015-06-01T03:00:00Z */

static fusion_book *book;
static fusion_registry registry;
static fusion_gate *gate;
static fusion_report report;

static void place(double lat_deg, double lon_deg, double height)
{
    const double degree = 3.14159265358979323846 / 180.0;
    wgs84_to_ecef(lat_deg * degree, lon_deg * degree, height, report.as.state.position);
    report.as.state.height_known = true;
}

/* An air track in the middle of the box, 1 km up, measured and received in June 2015. */
static void begin(const char *text)
{
    book = book_from(text);
    CU_ASSERT_PTR_NOT_NULL_FATAL(book);
    fusion_book_registry(book, &registry);
    const fusion_view view = {.audience = 1, .rule = 0};
    CU_ASSERT_EQUAL_FATAL(fusion_gate_create(book, &registry, &view, 1, &gate), FUSION_OK);
    report = (fusion_report){.time_ns = morning,
                             .stamp_ns = morning,
                             .nation = AVA,
                             .kind = FUSION_TRACK_STATE,
                             .categories = FUSION_AIR,
                             .number = 7};
    place(15.0, 105.0, 1000.0);
}

static void end(void)
{
    fusion_gate_destroy(gate);
    fusion_book_destroy(book);
}

static bool given(unsigned nation)
{
    return gate_ask(gate, 0, UINT32_C(1) << nation, &report).track.granted;
}

static void declare_as(uint8_t who, const char *says, int64_t from_ns, int64_t until_ns)
{
    book_act act = {.at_ns = from_ns, .until_ns = until_ns, .who = who};
    CU_ASSERT_TRUE_FATAL(act_read(book, says, &act, &book_messages));
    CU_ASSERT_EQUAL(gate_declare(gate, &act, 1), FUSION_OK);
}

static void declare(const char *says, int64_t from_ns, int64_t until_ns)
{
    declare_as(AVA, says, from_ns, until_ns);
}

static void nought_nought_is_not_inside_another_box(void)
{
    /* It once counted as "no position", and that as nothing to filter by. */
    begin(book_box);
    CU_ASSERT_TRUE(given(BRO));
    place(0.0, 0.0, 1000.0);
    CU_ASSERT_FALSE(given(BRO));
    end();
}

static void a_height_that_is_not_known_is_not_below_the_ceiling(void)
{
    begin(book_box);
    report.as.state.height_known = false;
    CU_ASSERT_FALSE(given(BRO));
    /* Air pressure tells no height above the ellipsoid: this may be 3100 m as well as 1000 m. */
    report.as.state.height_known = report.as.state.height_is_pressure = true;
    CU_ASSERT_FALSE(given(BRO));
    end();
}

static void a_band_ends_where_it_says(void)
{
    /* A centimetre on either side, ten times what a height may be off by (place.h). */
    begin(book_box);
    place(15.0, 105.0, 2999.99);
    CU_ASSERT_TRUE(given(BRO));
    place(15.0, 105.0, 3000.01);
    CU_ASSERT_FALSE(given(BRO));
    place(15.0, 105.0, 0.01);
    CU_ASSERT_TRUE(given(BRO));
    place(15.0, 105.0, -0.01);
    CU_ASSERT_FALSE(given(BRO));
    end();
}

static void a_report_without_a_time_is_of_no_time_in_force(void)
{
    begin(book_box);
    report.time_ns = 0; /* long before the agreement, if it is any time at all */
    CU_ASSERT_FALSE(given(BRO));
    report.stamp_ns = 0;
    CU_ASSERT_FALSE(given(BRO));
    end();
}

static void an_approval_stands_for_its_time_only(void)
{
    begin(book_box);
    CU_ASSERT_FALSE(given(CYR));
    declare("approve to-cyr air", morning - 600 * FUSION_SECOND, morning - 60 * FUSION_SECOND);
    CU_ASSERT_FALSE(given(CYR)); /* it is over */
    declare("approve to-cyr air", morning - 30 * FUSION_SECOND, morning + 60 * FUSION_SECOND);
    CU_ASSERT_FALSE(given(CYR)); /* over while the intermediary has it in hand */
    declare("approve to-cyr air", morning + 60 * FUSION_SECOND, INT64_MAX);
    CU_ASSERT_TRUE(given(CYR)); /* without a gap from one to the other */
    end();
}

static void an_item_is_approved_by_its_number(void)
{
    char *changed = book_changed(book_box, "approval: category", "approval: item");
    begin(changed);
    declare("approve to-cyr item ava-sky/7", morning - 600 * FUSION_SECOND, INT64_MAX);
    CU_ASSERT_TRUE(given(CYR));
    report.number = 8;
    CU_ASSERT_FALSE(given(CYR));
    report.number = 0; /* what has no number cannot be meant */
    CU_ASSERT_FALSE(given(CYR));
    end();
    free(changed);
}

static void a_hold_stops_what_waits_as_well(void)
{
    begin(book_box);
    declare("approve to-cyr air", morning - 600 * FUSION_SECOND, INT64_MAX);
    CU_ASSERT_TRUE(given(CYR));
    declare("hold sensor ava-sky", morning + 30 * FUSION_SECOND, INT64_MAX);
    CU_ASSERT_TRUE(given(BRO)); /* it went out before */
    CU_ASSERT_FALSE(given(CYR));
    end();
}

static void a_hold_is_lifted_by_whose_it_is(void)
{
    begin(book_box);
    declare("hold sensor ava-sky", morning - 60 * FUSION_SECOND, INT64_MAX);
    declare_as(BRO, "lift hold sensor ava-sky", morning - 30 * FUSION_SECOND, INT64_MAX);
    CU_ASSERT_FALSE(given(BRO));
    declare("lift hold sensor ava-sky", morning - 20 * FUSION_SECOND, INT64_MAX);
    CU_ASSERT_TRUE(given(BRO));
    end();
}

static void who_is_no_party_does_not_speak_of_an_agreement(void)
{
    char *changed = book_changed(book_box, "CYR, OBS]", "CYR]");
    begin(changed);
    book_act act = {.at_ns = morning, .until_ns = INT64_MAX, .who = OBS};
    CU_ASSERT_FALSE(act_read(book, "agreement pact becomes in-force", &act, &book_messages));
    CU_ASSERT_FALSE(act_read(book, "hold agreement pact", &act, &book_messages));
    end();
    free(changed);
}

static void an_emergency_is_declared_by_all_who_must(void)
{
    char *with = book_changed(book_box, "owners: none",
                              "emergencies: [{name: launch, declared-by: [AVA, BRO], lasts: 2 "
                              "h}]\nowners: none");
    char *changed = book_changed(with, "where: [low-box], when: always",
                                 "where: [low-box], when: {during: always, posture: any, "
                                 "emergency: launch}");
    char *shown = book_changed(changed, "{who: [BRO], sees: exact, after: 0 s}, ", "");
    begin(shown);
    declare("emergency launch", morning - 60 * FUSION_SECOND, INT64_MAX);
    CU_ASSERT_FALSE(given(BRO));
    declare_as(BRO, "emergency launch", morning - 30 * FUSION_SECOND, INT64_MAX);
    CU_ASSERT_TRUE(given(BRO));
    /* Each declaration stands for two hours, the first a minute less from here. */
    report.time_ns = report.stamp_ns = morning + 7200 * FUSION_SECOND - 61 * FUSION_SECOND;
    CU_ASSERT_TRUE(given(BRO));
    report.time_ns = report.stamp_ns = morning + 7200 * FUSION_SECOND - 60 * FUSION_SECOND;
    CU_ASSERT_FALSE(given(BRO));
    end();
    free(shown);
    free(changed);
    free(with);
}

static void one_party_alone_brings_nothing_into_force(void)
{
    char *changed = book_changed(book_box, "{at: 2015-01-01T00:00:00Z, becomes: in-force}",
                                 "{at: 2015-01-01T00:00:00Z, becomes: in-force}, {at: "
                                 "2015-06-01T02:00:00Z, becomes: suspended}");
    char *shown =
        book_changed(changed, "at: 2015-06-01T03:00:00Z, given", "at: 2015-06-01T01:00:00Z, given");
    begin(shown);
    CU_ASSERT_FALSE(given(BRO));
    declare("agreement pact becomes in-force", morning - 60 * FUSION_SECOND, INT64_MAX);
    CU_ASSERT_FALSE(given(BRO));
    end();
    free(shown);
    free(changed);
}

static void a_limit_that_delays_meets_the_limits_of_that_time(void)
{
    /* At 03:00:00 only the second limit holds; it delays into the time of the first. */
    char *with = book_changed(
        book_box, "owners: none",
        "periods: [{name: later, starts: 2015-06-01T03:00:30Z, ends: 2015-06-01T04:00:00Z}]\n"
        "forms: [{name: slow, shows: track, delay: 60 s, every: report, position: exact, velocity: "
        "exact, altitude: exact, identity: exact, label: exact, source: sensor}, {name: "
        "unlabelled, "
        "shows: track, delay: 0 s, every: report, position: exact, velocity: exact, altitude: "
        "exact, identity: exact, label: withheld, source: sensor}]\n"
        "owners: [{nation: AVA, never: none, limits: [{name: no-label, to: all, gives: all, "
        "sensors: all, where: everywhere, when: {during: [later], posture: any, emergency: "
        "not-needed}, form: unlabelled}, {name: not-at-once, to: all, gives: all, sensors: all, "
        "where: everywhere, when: always, form: slow}]}]");
    char *changed = book_changed(with, "expect: [{who: [BRO], sees: exact, after: 0 s}",
                                 "expect: [{who: [BRO], sees: [label withheld], after: 60 s}");
    begin(changed);
    const gate_answer answer = gate_ask(gate, 0, 1u << BRO, &report);
    CU_ASSERT_TRUE(answer.track.granted);
    CU_ASSERT_EQUAL(answer.track.at_ns, morning + 60 * FUSION_SECOND);
    CU_ASSERT_EQUAL(answer.track.steps, form_with(0, FORM_LABEL, 1));
    end();
    free(changed);
    free(with);
}

static void an_observer_originates_nothing(void)
{
    char *clause = book_changed(book_box, "from: AVA, to: [BRO]", "from: OBS, to: [BRO]");
    CU_ASSERT_TRUE(book_refused(clause, 12,
                                "clause \"to-bro\" is from an observer, and an observer originates "
                                "nothing."));
    char *sensor = book_changed(book_box, "nation: AVA, kind", "nation: OBS, kind");
    CU_ASSERT_TRUE(book_refused(sensor, 4,
                                "sensor \"ava-sky\" belongs to OBS, and an observer originates "
                                "nothing."));
    free(sensor);
    free(clause);
}

static void who_is_not_in_the_book_sees_nothing_and_lets_nobody_see(void)
{
    begin(book_box);
    static fusion_registry more;
    more = registry;
    strcpy(more.nations[more.nation_count++].code, "EFF");
    const fusion_view views[] = {{.audience = 1u << BRO, .rule = 0},
                                 {.audience = 1u << 4, .rule = 0},
                                 {.audience = 1u << 4 | 1u << BRO, .rule = 0}};
    fusion_gate *fresh = NULL;
    fusion_decision decisions[3];
    CU_ASSERT_EQUAL_FATAL(fusion_gate_create(book, &more, views, 3, &fresh), FUSION_OK);
    fusion_gate_decide(fresh, &report, decisions);
    CU_ASSERT_TRUE(decisions[0].released);
    CU_ASSERT_FALSE(decisions[1].released || decisions[1].warned);
    CU_ASSERT_FALSE(decisions[2].released || decisions[2].warned);
    fusion_gate_destroy(fresh);
    end();
}

CU_TestInfo denied_tests[] = {
    {"nought, nought is not inside another box", nought_nought_is_not_inside_another_box},
    {"a height that is not known is not below the ceiling",
     a_height_that_is_not_known_is_not_below_the_ceiling},
    {"a band ends where it says", a_band_ends_where_it_says},
    {"a report without a time is of no time in force",
     a_report_without_a_time_is_of_no_time_in_force},
    {"an approval stands for its time only", an_approval_stands_for_its_time_only},
    {"an item is approved by its number", an_item_is_approved_by_its_number},
    {"a hold stops what waits as well", a_hold_stops_what_waits_as_well},
    {"a hold is lifted by whose it is", a_hold_is_lifted_by_whose_it_is},
    {"who is no party does not speak of an agreement",
     who_is_no_party_does_not_speak_of_an_agreement},
    {"an emergency is declared by all who must", an_emergency_is_declared_by_all_who_must},
    {"one party alone brings nothing into force", one_party_alone_brings_nothing_into_force},
    {"a limit that delays meets the limits of that time",
     a_limit_that_delays_meets_the_limits_of_that_time},
    {"an observer originates nothing", an_observer_originates_nothing},
    {"who is not in the book sees nothing and lets nobody see",
     who_is_not_in_the_book_sees_nothing_and_lets_nobody_see},
    CU_TEST_INFO_NULL,
};
