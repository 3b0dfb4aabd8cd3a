#include "release/books.h"
#include "suites.h"

#include <stdlib.h>
#include <string.h>

/* Nations of book_hub in the book's order, and views of its rule "hub". */
enum { JPN, ROK, USA };
enum { VIEW_JPN, VIEW_ROK, VIEW_USA, VIEW_JPN_USA, VIEW_NOBODY, VIEW_JPN_NATIONAL, VIEWS };

static const fusion_view views[VIEWS] = {
    {.audience = 1 << JPN, .rule = 1}, {.audience = 1 << ROK, .rule = 1},
    {.audience = 1 << USA, .rule = 1}, {.audience = 1 << JPN | 1 << USA, .rule = 1},
    {.audience = 0, .rule = 1},        {.audience = 1 << JPN, .rule = 0},
};

static const int64_t noon_2015 = INT64_C(1433127600) * FUSION_SECOND; /* 2015-06-01T03:00:00Z */

typedef struct scene {
    fusion_book *book;
    fusion_registry registry;
    fusion_gate *gate;
    fusion_report report;
    fusion_decision decisions[VIEWS];
} scene;

static scene s;

/* A missile track of rok-sky, measured and received in June 2015. */
static void set_scene(const char *text)
{
    memset(&s, 0, sizeof s);
    s.book = book_from(text);
    CU_ASSERT_PTR_NOT_NULL_FATAL(s.book);
    fusion_book_registry(s.book, &s.registry);
    CU_ASSERT_EQUAL_FATAL(fusion_gate_create(s.book, &s.registry, views, VIEWS, &s.gate),
                          FUSION_OK);
    s.report = (fusion_report){.time_ns = noon_2015,
                               .stamp_ns = noon_2015,
                               .sensor = (uint16_t)fusion_sensor_find(&s.registry, "rok-sky"),
                               .nation = ROK,
                               .kind = FUSION_TRACK_STATE,
                               .categories = FUSION_MISSILE};
}

static void end_scene(void)
{
    fusion_gate_destroy(s.gate);
    fusion_book_destroy(s.book);
}

static void check_seen(size_t view, int64_t after_ns)
{
    fusion_gate_decide(s.gate, &s.report, s.decisions);
    CU_ASSERT_TRUE(s.decisions[view].released);
    CU_ASSERT_EQUAL(s.decisions[view].release_ns, s.report.stamp_ns + after_ns);
    CU_ASSERT_EQUAL(s.decisions[view].form, 0);
}

static void check_unseen(size_t view)
{
    fusion_gate_decide(s.gate, &s.report, s.decisions);
    CU_ASSERT_FALSE(s.decisions[view].released);
}

static void the_hub_passes_on_what_it_was_given(void)
{
    set_scene(book_hub);
    check_seen(VIEW_USA, 0);
    check_seen(VIEW_JPN, 90 * FUSION_SECOND);
    end_scene();
}

static void delays_count_from_receipt(void)
{
    set_scene(book_hub);
    s.report.time_ns -= 30 * FUSION_SECOND;
    check_seen(VIEW_USA, 0);
    check_seen(VIEW_JPN, 90 * FUSION_SECOND);
    end_scene();
}

static void the_originator_has_its_own_at_once(void)
{
    set_scene(book_hub);
    check_seen(VIEW_ROK, 0);
    /* No caveat touches that, and no category is needed. */
    s.report.caveats.owner_only = true;
    s.report.caveats.not_to = 1 << ROK;
    s.report.categories = 0;
    check_seen(VIEW_ROK, 0);
    end_scene();
}

static void a_rule_without_agreements_gives_nothing(void)
{
    set_scene(book_hub);
    check_unseen(VIEW_JPN_NATIONAL);
    end_scene();
}

static void every_category_must_be_allowed(void)
{
    /* A message once passed when any of its groups was allowed. */
    set_scene(book_hub);
    s.report.categories = FUSION_MISSILE | FUSION_SUBSURFACE;
    check_unseen(VIEW_JPN);
    check_seen(VIEW_USA, 0);
    s.report.categories = FUSION_MISSILE | FUSION_NUCLEAR;
    check_seen(VIEW_JPN, 90 * FUSION_SECOND);
    end_scene();
}

static void a_report_without_a_category_goes_to_nobody_else(void)
{
    set_scene(book_hub);
    s.report.categories = 0;
    check_unseen(VIEW_USA);
    check_unseen(VIEW_JPN);
    end_scene();
}

static void nobody_sees_nothing(void)
{
    set_scene(book_hub);
    check_unseen(VIEW_NOBODY);
    end_scene();
}

static void an_audience_gets_what_each_of_its_members_gets(void)
{
    set_scene(book_hub);
    check_seen(VIEW_JPN_USA, 90 * FUSION_SECOND);
    s.report.categories = FUSION_AIR; /* USA alone */
    check_unseen(VIEW_JPN_USA);
    end_scene();
}

static void caveats_narrow(void)
{
    set_scene(book_hub);
    s.report.caveats = (fusion_caveats){.owner_only = true};
    check_unseen(VIEW_USA);
    check_unseen(VIEW_JPN);
    s.report.caveats = (fusion_caveats){.no_relay = true};
    check_seen(VIEW_USA, 0);
    check_unseen(VIEW_JPN);
    s.report.caveats = (fusion_caveats){.not_to = 1 << JPN};
    check_seen(VIEW_USA, 0);
    check_unseen(VIEW_JPN);
    /* What the intermediary may not have it cannot pass on. */
    s.report.caveats = (fusion_caveats){.not_to = 1 << USA};
    check_unseen(VIEW_JPN);
    end_scene();
}

static void an_intermediary_passes_only_what_it_has_whole(void)
{
    /* The hub is given air and missile, the clause behind it missile and nuclear. */
    char *changed = book_changed(book_hub, "gives: all", "gives: [air, missile]");
    set_scene(changed);
    s.report.categories = FUSION_MISSILE;
    check_seen(VIEW_JPN, 90 * FUSION_SECOND);
    s.report.categories = FUSION_MISSILE | FUSION_NUCLEAR;
    check_unseen(VIEW_JPN);
    end_scene();
    free(changed);
}

static void a_sensor_that_is_not_listed_gives_nothing(void)
{
    set_scene(book_hub);
    strcpy(s.registry.sensors[s.report.sensor].name, "rok-new");
    fusion_gate_destroy(s.gate);
    CU_ASSERT_EQUAL_FATAL(fusion_gate_create(s.book, &s.registry, views, VIEWS, &s.gate),
                          FUSION_OK);
    check_unseen(VIEW_USA);
    check_seen(VIEW_ROK, 0);
    end_scene();
}

static void a_kind_of_report_that_the_sensor_does_not_send_gives_nothing(void)
{
    set_scene(book_hub);
    s.report.kind = FUSION_PLOT;
    check_unseen(VIEW_USA);
    s.report.kind = 0;
    check_unseen(VIEW_USA);
    s.report.kind = UINT8_MAX;
    check_unseen(VIEW_USA);
    end_scene();
}

static void nothing_passes_before_an_agreement_is_in_force(void)
{
    set_scene(book_hub);
    const int64_t begins_ns = INT64_C(1419811200) * FUSION_SECOND; /* 2014-12-29T00:00:00Z */
    s.report.time_ns = s.report.stamp_ns = begins_ns;
    check_seen(VIEW_JPN, 90 * FUSION_SECOND);
    s.report.time_ns -= 1;
    check_unseen(VIEW_JPN);
    check_seen(VIEW_USA, 0); /* by the older agreement */
    end_scene();
}

/* The agreement of the hub suspended at 2015-06-01T03:01:00Z, a minute after the report. */
#define SUSPENDED                                                                                  \
    "[{at: 2014-12-29T00:00:00Z, becomes: in-force}, {at: 2015-06-01T03:01:00Z, becomes: "         \
    "suspended}, {at: 2015-06-01T04:00:00Z, becomes: in-force}]"

static void what_waits_when_an_agreement_is_suspended_is_dropped(void)
{
    char *changed =
        book_changed(book_hub, "[{at: 2014-12-29T00:00:00Z, becomes: in-force}]", SUSPENDED);
    char *shown =
        book_changed(changed, "at: 2015-06-01T03:00:00Z, given", "at: 2015-06-01T02:00:00Z, given");
    set_scene(shown);
    check_unseen(VIEW_JPN);
    /* Just in time: released in the last epoch before. */
    s.report.stamp_ns -= 30 * FUSION_SECOND + 1;
    s.report.time_ns = s.report.stamp_ns;
    check_seen(VIEW_JPN, 90 * FUSION_SECOND);
    /* Measured while it was suspended, received when it is in force again. */
    s.report.time_ns = noon_2015 + 3599 * FUSION_SECOND;
    s.report.stamp_ns = noon_2015 + 3600 * FUSION_SECOND;
    check_unseen(VIEW_JPN);
    s.report.time_ns = s.report.stamp_ns;
    check_seen(VIEW_JPN, 90 * FUSION_SECOND);
    end_scene();
    free(shown);
    free(changed);
}

static void the_intermediary_s_own_agreement_must_stand_until_it_passes_on(void)
{
    char *changed = book_changed(book_hub, "[{at: 2007-08-10T00:00:00Z, becomes: in-force}]",
                                 "[{at: 2007-08-10T00:00:00Z, becomes: in-force}, {at: "
                                 "2015-06-01T03:01:00Z, becomes: suspended}]");
    char *shown =
        book_changed(changed, "at: 2015-06-01T03:00:00Z, given", "at: 2015-06-01T02:00:00Z, given");
    set_scene(shown);
    check_seen(VIEW_USA, 0);
    check_unseen(VIEW_JPN);
    end_scene();
    free(shown);
    free(changed);
}

static void a_notice_that_runs_out_ends_the_agreement(void)
{
    static const char notice[] =
        "[{at: 2014-12-29T00:00:00Z, becomes: in-force}, {at: 2015-05-01T00:00:00Z, becomes: "
        "notice-given, ends: 2015-06-01T03:00:30Z}]";
    static const char suspended[] =
        "[{at: 2014-12-29T00:00:00Z, becomes: in-force}, {at: 2015-05-01T00:00:00Z, becomes: "
        "notice-given, ends: 2015-06-01T03:00:30Z}, {at: 2015-05-02T00:00:00Z, becomes: "
        "notice-suspended}]";
    for (int i = 0; i < 2; i++) {
        char *changed = book_changed(book_hub, "[{at: 2014-12-29T00:00:00Z, becomes: in-force}]",
                                     i == 0 ? notice : suspended);
        char *shown = book_changed(changed, "at: 2015-06-01T03:00:00Z, given",
                                   "at: 2015-05-01T02:00:00Z, given");
        set_scene(shown);
        if (i == 0)
            check_unseen(VIEW_JPN);
        else
            check_seen(VIEW_JPN, 90 * FUSION_SECOND);
        end_scene();
        free(shown);
        free(changed);
    }
}

static void the_last_moment_of_an_agreement_is_kept(void)
{
    char *changed = book_changed(book_hub, "until: open", "until: 2015-06-01T03:01:31Z");
    set_scene(changed);
    check_seen(VIEW_JPN, 90 * FUSION_SECOND);
    s.report.stamp_ns += FUSION_SECOND;
    check_unseen(VIEW_JPN);
    end_scene();
    free(changed);
}

/* A direct clause beside the hub, in an agreement that ends while the hub's copy waits. */
static void the_earliest_right_wins_and_counts_once(void)
{
    char *changed = book_changed(
        book_hub, "      - {name: jpn-to-usa",
        "      - {name: rok-direct, from: ROK, to: [JPN], via: direct, gives: [missile], products: "
        "[tracks], sensors: all, where: everywhere, when: always, form: exact}\n      - {name: "
        "jpn-to-usa");
    char *shown = book_changed(changed, "after: 90 s", "after: 0 s");
    set_scene(shown);
    check_seen(VIEW_JPN, 0);
    s.report.categories = FUSION_NUCLEAR;
    check_seen(VIEW_JPN, 90 * FUSION_SECOND);
    /* Both: the later of the two. */
    s.report.categories = FUSION_MISSILE | FUSION_NUCLEAR;
    check_seen(VIEW_JPN, 90 * FUSION_SECOND);
    end_scene();
    free(shown);
    free(changed);
}

static void a_chain_takes_the_sum_of_its_delays(void)
{
    /* USA gets it via nobody, JPN via USA, OBS via JPN. */
    char *changed = book_changed(
        book_hub, "name: \"the United States\", role: nation}]",
        "name: \"the United States\", role: nation}, {code: OBS, name: \"Observers\", role: "
        "observer}]");
    char *parties =
        book_changed(changed, "parties: [JPN, ROK, USA]", "parties: [JPN, ROK, USA, OBS]");
    char *clause = book_changed(
        parties, "      - {name: jpn-to-usa",
        "      - {name: rok-to-obs, from: ROK, to: [OBS], via: {nation: JPN, delay: 30 s, "
        "approval: standing}, gives: [missile], products: [tracks], sensors: all, where: "
        "everywhere, when: always, form: exact}\n      - {name: jpn-to-usa");
    char *shown =
        book_changed(clause, "sees: exact, after: 90 s}",
                     "sees: exact, after: 90 s}, {who: [OBS], sees: exact, after: 2 min}");
    fusion_book *book = book_from(shown); /* its example says it */
    CU_ASSERT_PTR_NOT_NULL(book);
    fusion_book_destroy(book);
    free(shown);
    free(clause);
    free(parties);
    free(changed);
}

/* The name decided, and with it whether the report left the view when one of the two stopped: so
 * renaming a clause took a report away. */
static void of_two_gifts_alike_the_one_that_stays_counts(void)
{
    char *again = book_changed(
        book_hub, "owners: none\n",
        "  - name: again\n"
        "    title: \"The same once more, until it stops\"\n"
        "    terms: {parties: [ROK, USA], notice: none, until: open, given-before: removed}\n"
        "    events: [{at: 2014-12-29T00:00:00Z, becomes: in-force}, {at: 2015-06-01T04:00:00Z, "
        "becomes: suspended}]\n"
        "    clauses:\n"
        "      - {name: a-rok-to-usa, from: ROK, to: [USA], via: direct, gives: all, products: "
        "[tracks, notices], sensors: all, where: everywhere, when: always, form: exact}\n"
        "owners: none\n");
    char *ruled = book_changed(again, "[trilateral, treaties]", "[trilateral, treaties, again]");
    char *looked = book_changed(ruled, "at: 2015-06-01T03:00:00Z",
                                "at: 2015-06-01T03:00:00Z, look: 2015-06-01T05:00:00Z");
    fusion_book *book = book_from(looked); /* its example says it */
    CU_ASSERT_PTR_NOT_NULL(book);
    fusion_book_destroy(book);
    free(looked);
    free(ruled);
    free(again);
}

/* The missile is passed on while it is approved, for 30 s; what is nuclear after 90 s. For both at
 * once the search went round for ever: it asked for an approval that stands at 90 s, and was told
 * of the one that had ended by then. */
static void an_approval_that_ends_before_another_category_comes_ends_the_search(void)
{
    const fusion_said approval = {"ROK", "approve rok-to-jpn missile", noon_2015,
                                  noon_2015 + 30 * FUSION_SECOND, 0};
    char *asked = book_changed(
        book_hub,
        "{name: rok-to-jpn, from: ROK, to: [JPN], via: {nation: USA, delay: 90 s, approval: "
        "standing}, gives: [missile, nuclear]",
        "{name: rok-nuclear, from: ROK, to: [JPN], via: {nation: USA, delay: 90 s, approval: "
        "standing}, gives: [nuclear], products: [tracks], sensors: all, where: everywhere, when: "
        "always, form: exact}\n"
        "      - {name: rok-to-jpn, from: ROK, to: [JPN], via: {nation: USA, delay: 0 s, approval: "
        "category}, gives: [missile]");
    char *shown = book_changed(asked, ", {who: [JPN], sees: exact, after: 90 s}",
                               ", {who: [JPN], sees: nothing}");
    set_scene(shown);
    CU_ASSERT_EQUAL(fusion_gate_declare(s.gate, &approval, 1, NULL), FUSION_OK);
    check_seen(VIEW_JPN, 0);
    s.report.categories = FUSION_NUCLEAR;
    check_seen(VIEW_JPN, 90 * FUSION_SECOND);
    s.report.categories = FUSION_MISSILE | FUSION_NUCLEAR;
    check_unseen(VIEW_JPN);
    end_scene();
    free(shown);
    free(asked);
}

static void times_near_the_end_of_the_count_do_not_wrap(void)
{
    set_scene(book_hub);
    s.report.time_ns = INT64_MAX - FUSION_SECOND;
    s.report.stamp_ns = INT64_MAX - FUSION_SECOND;
    check_unseen(VIEW_JPN);
    end_scene();
}

static void a_view_of_what_is_not_there_makes_no_gate(void)
{
    set_scene(book_hub);
    const fusion_view wrong[] = {{.audience = 1, .rule = 2}, {.audience = 1u << 3, .rule = 1}};
    fusion_gate *gate = NULL;
    for (size_t i = 0; i < 2; i++) {
        CU_ASSERT_EQUAL(fusion_gate_create(s.book, &s.registry, &wrong[i], 1, &gate),
                        FUSION_OUT_OF_RANGE);
        CU_ASSERT_PTR_NULL(gate);
    }
    static fusion_view many[FUSION_VIEWS_MAX + 1];
    CU_ASSERT_EQUAL(fusion_gate_create(s.book, &s.registry, many, FUSION_VIEWS_MAX + 1, &gate),
                    FUSION_OUT_OF_RANGE);
    end_scene();
}

static void an_exact_release_is_the_report_itself(void)
{
    set_scene(book_hub);
    strcpy(s.report.label, "contact 7");
    fusion_gate_decide(s.gate, &s.report, s.decisions);
    fusion_release release;
    CU_ASSERT_TRUE(fusion_gate_apply(s.gate, &s.report, &s.decisions[VIEW_JPN], &release));
    CU_ASSERT_EQUAL(memcmp(&release.report, &s.report, sizeof s.report), 0);
    CU_ASSERT_EQUAL(release.release_ns, s.report.stamp_ns + 90 * FUSION_SECOND);
    CU_ASSERT_TRUE(release.source_named && release.nation_named);
    CU_ASSERT_FALSE(
        fusion_gate_apply(s.gate, &s.report, &s.decisions[VIEW_JPN_NATIONAL], &release));
    end_scene();
}

static void a_release_is_whole_whatever_was_in_its_place(void)
{
    /* Two fields were not set, and engines took what was left on the stack for a floor. */
    set_scene(book_hub);
    fusion_gate_decide(s.gate, &s.report, s.decisions);
    fusion_release release, other;
    memset(&release, 0xFF, sizeof release);
    memset(&other, 0, sizeof other);
    CU_ASSERT_TRUE(fusion_gate_apply(s.gate, &s.report, &s.decisions[VIEW_JPN], &release));
    CU_ASSERT_TRUE(fusion_gate_apply(s.gate, &s.report, &s.decisions[VIEW_JPN], &other));
    CU_ASSERT_EQUAL(release.floor, other.floor);
    CU_ASSERT_EQUAL(release.grid, other.grid);
    CU_ASSERT_EQUAL(release.form, other.form);
    CU_ASSERT_EQUAL(release.warning, other.warning);
    end_scene();
}

CU_TestInfo gate_tests[] = {
    {"the hub passes on what it was given", the_hub_passes_on_what_it_was_given},
    {"delays count from receipt", delays_count_from_receipt},
    {"the originator has its own at once", the_originator_has_its_own_at_once},
    {"a rule without agreements gives nothing", a_rule_without_agreements_gives_nothing},
    {"every category must be allowed", every_category_must_be_allowed},
    {"a report without a category goes to nobody else",
     a_report_without_a_category_goes_to_nobody_else},
    {"nobody sees nothing", nobody_sees_nothing},
    {"an audience gets what each of its members gets",
     an_audience_gets_what_each_of_its_members_gets},
    {"caveats narrow", caveats_narrow},
    {"an intermediary passes only what it has whole",
     an_intermediary_passes_only_what_it_has_whole},
    {"a sensor that is not listed gives nothing", a_sensor_that_is_not_listed_gives_nothing},
    {"a kind of report that the sensor does not send gives nothing",
     a_kind_of_report_that_the_sensor_does_not_send_gives_nothing},
    {"nothing passes before an agreement is in force",
     nothing_passes_before_an_agreement_is_in_force},
    {"what waits when an agreement is suspended is dropped",
     what_waits_when_an_agreement_is_suspended_is_dropped},
    {"the intermediary's own agreement must stand until it passes on",
     the_intermediary_s_own_agreement_must_stand_until_it_passes_on},
    {"a notice that runs out ends the agreement", a_notice_that_runs_out_ends_the_agreement},
    {"the last moment of an agreement is kept", the_last_moment_of_an_agreement_is_kept},
    {"the earliest right wins and counts once", the_earliest_right_wins_and_counts_once},
    {"an approval that ends before another category comes ends the search",
     an_approval_that_ends_before_another_category_comes_ends_the_search},
    {"of two gifts alike the one that stays counts", of_two_gifts_alike_the_one_that_stays_counts},
    {"a chain takes the sum of its delays", a_chain_takes_the_sum_of_its_delays},
    {"times near the end of the count do not wrap", times_near_the_end_of_the_count_do_not_wrap},
    {"a view of what is not there makes no gate", a_view_of_what_is_not_there_makes_no_gate},
    {"an exact release is the report itself", an_exact_release_is_the_report_itself},
    {"a release is whole, whatever was in its place", a_release_is_whole_whatever_was_in_its_place},
    CU_TEST_INFO_NULL,
};
