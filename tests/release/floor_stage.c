#include "release/floor_stage.h"

#include "release/books.h"
#include "suites.h"

#include "geo/turn.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ROK gives JPN and USA the same form, GBR a coarser, and JPN by way of USA under another rule. */
static const char moved_book[] =
    "format: picket-rules-1\n"
    "title: \"Floors\"\n"
    "nations: [{code: GBR, name: \"Britain\", role: nation}, {code: JPN, name: \"Japan\", role: "
    "nation}, {code: ROK, name: \"South Korea\", role: nation}, {code: USA, name: \"the United "
    "States\", role: nation}]\n"
    "sensors: [{name: rok-sky, nation: ROK, kind: air-search, sends: [plot, track, bearing, "
    "notice], period: 4 s}, {name: rok-ais, nation: ROK, kind: ais, sends: [track], period: "
    "irregular}]\n"
    "areas: [{name: here, altitude: any, circle: {centre: 37.0 N 129.0 E, radius: 10 km}}]\n"
    "forms:\n"
    "  - {name: five, shows: track, delay: 0 s, every: report, position: 5 km, velocity: VELOCITY, "
    "altitude: ALTITUDE, identity: exact, label: exact, source: nation}\n"
    "  - {name: ten, shows: track, delay: 20 s, every: 1 min, position: 10 km, velocity: 50 m/s, "
    "altitude: withheld, identity: exact, label: exact, source: nation}\n"
    "  - {name: alarm, shows: warning, delay: 0 s, area: 50 km, source: nation}\n"
    "agreements:\n"
    "  - name: gifts\n"
    "    title: \"Given\"\n"
    "    terms: {parties: [GBR, JPN, ROK, USA], notice: none, until: open, given-before: stays}\n"
    "    events: [{at: 1999-01-01T00:00:00Z, becomes: in-force}]\n"
    "    clauses:\n"
    "      - {name: near, from: ROK, to: [JPN, USA], via: direct, gives: [air, surface], products: "
    "[tracks, notices], sensors: all, where: WHERE, when: always, form: five}\n"
    "      - {name: far, from: ROK, to: [GBR], via: direct, gives: [air], products: [tracks], "
    "sensors: all, where: everywhere, when: always, form: ten}\n"
    "      - {name: told, from: ROK, to: [GBR], via: direct, gives: [missile], products: [tracks, "
    "notices], sensors: all, where: everywhere, when: always, form: alarm}\n"
    "  - name: hub\n"
    "    title: \"By way of the United States\"\n"
    "    terms: {parties: [JPN, ROK, USA], notice: none, until: open, given-before: stays}\n"
    "    events: [{at: 1999-01-01T00:00:00Z, becomes: in-force}]\n"
    "    clauses:\n"
    "      - {name: first, from: ROK, to: [USA], via: direct, gives: [air], products: [tracks], "
    "sensors: all, where: everywhere, when: always, form: exact}\n"
    "      - {name: then, from: ROK, to: [JPN], via: {nation: USA, delay: 30 s, approval: "
    "standing}, gives: [air], products: [tracks], sensors: all, where: everywhere, when: always, "
    "form: five}\n"
    "owners: [{nation: ROK, never: NEVER, limits: none}, {nation: JPN, never: none, limits: none}, "
    "{nation: USA, never: none, limits: none}, {nation: GBR, never: none, limits: none}]\n"
    "rules: [{name: direct, agreements: [gifts]}, {name: hub, agreements: [hub]}]\n"
    "examples:\n"
    "  - {name: on-the-grid, rule: direct, at: 2031-03-04T00:00:00Z, given: {sensor: rok-sky, "
    "report: track, categories: [missile], position: 37.0 N 129.0 E, altitude: 20 km, caveats: "
    "none}, declared: none, expect: [{who: [GBR], sees: [warning 50 km, source nation], after: 0 "
    "s}, {who: everyone-else, sees: nothing}]}\n";

floor_stage on;

uint8_t exercise_key[FUSION_EXERCISE_KEY];

void take_key(unsigned index)
{
    exercise_key[0] = (uint8_t)index;
    exercise_key[1] = (uint8_t)(index >> 8);
    CU_ASSERT_EQUAL_FATAL(fusion_gate_key(on.gate, ROK, exercise_key), FUSION_OK);
}

static char *changed(char *text, const char *from, const char *to)
{
    char *made = book_changed(text, from, to);
    free(text);
    return made;
}

void set_stage(words with)
{
    static const fusion_view views[VIEWS] = {
        {1u << GBR, 0}, {1u << JPN, 0}, {1u << USA, 0}, {1u << JPN, 1}};
    char *text = book_changed(moved_book, "VELOCITY", with.velocity ? with.velocity : "exact");
    text = changed(text, "ALTITUDE", with.altitude ? with.altitude : "withheld");
    text = changed(text, "WHERE", with.where ? with.where : "everywhere");
    text = changed(text, "NEVER", with.never ? with.never : "none");
    on.book = book_from(text);
    free(text);
    if (!on.book && book_messages.count > 0)
        printf("\n    %s", book_messages.kept[0].text);
    CU_ASSERT_PTR_NOT_NULL_FATAL(on.book);
    fusion_book_registry(on.book, &on.registry);
    CU_ASSERT_EQUAL_FATAL(fusion_gate_create(on.book, &on.registry, views, VIEWS, &on.gate),
                          FUSION_OK);
    take_key(1);
}

void end_stage(void)
{
    fusion_gate_destroy(on.gate);
    fusion_book_destroy(on.book);
}

fusion_report track_at_second(double seconds)
{
    fusion_report report;
    memset(&report, 0, sizeof report);
    report.time_ns = report.stamp_ns = START + (int64_t)(seconds * 1e9);
    report.kind = FUSION_TRACK_STATE;
    report.sensor = 0;
    report.nation = ROK;
    report.categories = FUSION_AIR;
    report.number = 7;
    report.began_ns = START - 100 * FUSION_SECOND;
    fusion_state *state = &report.as.state;
    double axes[9];
    wgs84_to_ecef(lat0, lon0, 8000.0, state->position);
    wgs84_axes(lat0, lon0, axes);
    turn_to_ecef(axes, (const double[3]){200.0, 30.0, 0.0}, state->velocity);
    for (size_t i = 0; i < 3; i++)
        state->position[i] += seconds * state->velocity[i];
    static const size_t diagonal[6] = {0, 6, 11, 15, 18, 20};
    for (size_t i = 0; i < 6; i++)
        state->covariance[diagonal[i]] = i < 3 ? 2500.0 : 16.0;
    state->velocity_kind = FUSION_VELOCITY_FULL;
    state->height_known = true;
    state->track_status = 2;
    return report;
}

bool given(const fusion_report *report, size_t view, fusion_release *release)
{
    fusion_decision decisions[VIEWS];
    memset(release, 0, sizeof *release);
    fusion_gate_decide(on.gate, report, decisions);
    return fusion_gate_apply(on.gate, report, &decisions[view], release);
}

bool warned(const fusion_report *report, size_t view, fusion_release *release)
{
    fusion_decision decisions[VIEWS];
    memset(release, 0, sizeof *release);
    fusion_gate_decide(on.gate, report, decisions);
    return fusion_gate_warn(on.gate, report, &decisions[view], release);
}

void offset_from(const fusion_release *release, const double place[3], double local[3])
{
    double lat, lon, height, axes[9], apart[3];
    wgs84_from_ecef(place, &lat, &lon, &height);
    wgs84_axes(lat, lon, axes);
    for (size_t i = 0; i < 3; i++)
        apart[i] = release->report.as.state.position[i] - place[i];
    turn_to_local(axes, apart, local);
}
