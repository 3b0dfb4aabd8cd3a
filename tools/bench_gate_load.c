#include "tools/bench_gate_load.h"

#include "daemon/config/yaml.h"
#include "geo/wgs84.h"
#include "tools/say.h"
#include "tools/sim/chance.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NATIONS = 16, SENSORS = 3 * NATIONS, AREAS = 12, PERIODS = 4, OBJECTS = 1024 };

#define BEGINS_NS (INT64_C(1930348800) * FUSION_SECOND) /* 2031-03-04T00:00:00Z */
#define RADIANS   (3.14159265358979323846 / 180.0)

static unsigned below(chance *from, unsigned limit)
{
    return (unsigned)(chance_next(from) % limit);
}

static void write_lists(FILE *to)
{
    static const char *const kinds[] = {"air-search, sends: [track], period: 4 s",
                                        "coastal, sends: [plot, track], period: 10 s",
                                        "desk, sends: [notice], period: irregular"};
    fputs("format: picket-rules-1\ntitle: \"Invented, to time the gate on\"\nnations:\n", to);
    for (int n = 0; n < NATIONS; n++)
        fprintf(to, "  - {code: N%02d, name: \"nation %d\", role: nation}\n", n, n);
    fputs("sensors:\n", to);
    for (int s = 0; s < SENSORS; s++)
        fprintf(to, "  - {name: s%02d, nation: N%02d, kind: %s}\n", s, s / 3, kinds[s % 3]);
}

/* Circles, boxes and polygons of 100 to 400 km, every third with a band of heights. */
static void write_places(FILE *to, chance *draws)
{
    fputs("areas:\n", to);
    for (int a = 0; a < AREAS; a++) {
        const double lat = 30.0 + below(draws, 100) * 0.1, lon = 125.0 + below(draws, 140) * 0.1;
        fprintf(to, "  - {name: a%02d, altitude: %s, ", a, a % 3 == 2 ? "0 m to 5000 m" : "any");
        if (a % 4 < 2)
            fprintf(to, "circle: {centre: %.1f N %.1f E, radius: %u km}}\n", lat, lon,
                    50 + below(draws, 150));
        else if (a % 4 == 2)
            fprintf(to, "box: {south: %.1f N, north: %.1f N, west: %.1f E, east: %.1f E}}\n", lat,
                    lat + 2.5, lon, lon + 3.0);
        else
            fprintf(to,
                    "polygon: [%.1f N %.1f E, %.1f N %.1f E, %.1f N %.1f E, %.1f N %.1f E, "
                    "%.1f N %.1f E]}\n",
                    lat, lon, lat + 0.5, lon + 2.5, lat + 2.0, lon + 3.0, lat + 3.0, lon + 1.5,
                    lat + 2.0, lon - 0.5);
    }
    fputs("periods:\n", to);
    for (int p = 0; p < PERIODS; p++)
        fprintf(to,
                "  - {name: p%d, starts: 2031-03-04T%02d:30:00Z, ends: 2031-03-04T%02d:00:00Z}\n",
                p, p, p + 1);
}

static void write_forms(FILE *to, bool scoped)
{
    fprintf(to,
            "forms:\n"
            "  - {name: blurred, shows: track, delay: 30 s, every: report, position: exact, "
            "velocity: 50 m/s, altitude: 1 km, identity: side, label: exact, source: sensor}\n"
            "  - {name: unnamed, shows: track, delay: 0 s, every: %s, position: exact, velocity: "
            "exact, altitude: exact, identity: exact, label: withheld, source: nation}\n"
            "  - {name: late, shows: track, delay: 90 s, every: %s, position: exact, velocity: "
            "exact, altitude: exact, identity: exact, label: exact, source: sensor}\n",
            scoped ? "10 s" : "report", scoped ? "30 s" : "report");
}

/* From a nation to one to four others; every fourth by way of another, nearer than they are in the
 * round of nations, so that no two wait for each other. */
static void write_clause(FILE *to, chance *draws, unsigned index, bool scoped)
{
    static const char *const gives[] = {"all",       "[air, surface]",       "[missile]",
                                        "[surface]", "[subsurface, mine]",   "[air]",
                                        "all",       "[nuclear, cyber, air]"};
    static const char *const forms[] = {"exact", "exact", "blurred", "unnamed", "late"};
    const unsigned from = index % NATIONS, first = 2 + below(draws, 6), more = below(draws, 4);
    fprintf(to, "      - {name: c%04u, from: N%02u, to: [", index, from);
    for (unsigned i = 0; i <= more; i++)
        fprintf(to, "%sN%02u", i ? ", " : "", (from + first + 2 * i) % NATIONS);
    if (index % 4 == 3)
        fprintf(to, "], via: {nation: N%02u, delay: %u s, approval: %s}", (from + 1) % NATIONS,
                30 * below(draws, 4), scoped && index % 8 == 7 ? "item" : "standing");
    else
        fputs("], via: direct", to);
    fprintf(to, ", gives: %s, products: [tracks, notices], sensors: all", gives[below(draws, 8)]);
    const unsigned asks = scoped ? index % 3 : 0;
    if (asks == 1 && below(draws, 4) == 0)
        fprintf(to, ", except: [a%02u]", below(draws, AREAS));
    if (asks == 1)
        fprintf(to, ", where: [a%02u]", below(draws, AREAS));
    else
        fputs(", where: everywhere", to);
    if (asks == 2)
        fprintf(to, ", when: {during: %s, posture: %s, emergency: not-needed}",
                below(draws, 2) ? "always" : "[p0, p2]",
                below(draws, 2) ? "any" : "[routine, heightened]");
    else
        fputs(", when: always", to);
    fprintf(to, ", form: %s}\n", forms[below(draws, 5)]);
}

static void write_agreements(FILE *to, chance *draws, unsigned clauses, bool scoped)
{
    const unsigned agreements = clauses < 8 ? clauses : 8;
    fputs("agreements:\n", to);
    for (unsigned a = 0; a < agreements; a++) {
        fprintf(to, "  - name: g%u\n    title: \"Agreement %u\"\n    terms: {parties: [", a, a);
        for (int n = 0; n < NATIONS; n++)
            fprintf(to, "%sN%02d", n ? ", " : "", n);
        fputs("], notice: none, until: open, given-before: stays}\n"
              "    events: [{at: 2030-01-01T00:00:00Z, becomes: in-force}]\n    clauses:\n",
              to);
        for (unsigned c = a; c < clauses; c += agreements)
            write_clause(to, draws, c, scoped);
    }
    fputs("owners:\n", to);
    for (unsigned n = 0; n < NATIONS; n += 4)
        fprintf(
            to,
            "  - {nation: N%02u, never: [{name: never-%u, to: [N%02u], gives: [missile], "
            "sensors: all, where: %s, when: always}], limits: [{name: limit-%u, to: all, gives: "
            "[air], sensors: all, where: everywhere, when: always, form: blurred}]}\n",
            n, n, (n + 3) % NATIONS, scoped ? "[a01, a05]" : "everywhere", n);
    fputs("rules:\n  - {name: national, agreements: none}\n", to);
    for (unsigned r = 0; r < 4; r++) {
        fprintf(to, "  - {name: r%u, agreements: [", r);
        for (unsigned a = 0, written = 0; a < agreements; a++)
            if (r == 0 || a == 0 || a % 4 != r)
                fprintf(to, "%sg%u", written++ ? ", " : "", a);
        fputs("]}\n", to);
    }
}

static char *write_book(unsigned clauses, bool scoped)
{
    char *text = NULL;
    size_t size = 0;
    chance draws = chance_seeded(7, "book");
    FILE *to = open_memstream(&text, &size);
    if (!to)
        return NULL;
    write_lists(to);
    if (scoped)
        write_places(to, &draws);
    write_forms(to, scoped);
    write_agreements(to, &draws, clauses, scoped);
    fputs("examples:\n  - {name: alone, rule: national, at: 2031-03-04T00:00:00Z, given: {sensor: "
          "s00, report: track, categories: [air], position: 0.0 N 0.0 E, altitude: 1 km, caveats: "
          "none}, declared: none, expect: [{who: everyone-else, sees: nothing}]}\n",
          to);
    if (fclose(to) == 0)
        return text;
    free(text);
    return NULL;
}

static bool read_book(gate_load *load, unsigned clauses, bool scoped)
{
    static text_messages messages;
    text_messages_init(&messages, "book");
    char *text = write_book(clauses, scoped);
    text_tree *tree = text ? yaml_read(text, strlen(text), &messages) : NULL;
    const bool good = tree && fusion_book_read(tree, &messages, &load->book) == FUSION_OK;
    yaml_free(tree);
    free(text);
    say_messages(&messages);
    return good;
}

/* Each nation alone under each rule, every fifth view with another. */
static bool make_gate(gate_load *load, unsigned views)
{
    fusion_view all[FUSION_VIEWS_MAX];
    for (unsigned v = 0; v < views; v++) {
        const unsigned other = (v + 5) % NATIONS;
        all[v].audience = 1u << v % NATIONS | (v % 5 == 4 ? 1u << other : 0u);
        all[v].rule = 1 + v / NATIONS;
    }
    fusion_book_registry(load->book, &load->registry);
    return fusion_gate_create(load->book, &load->registry, all, views, &load->gate) == FUSION_OK &&
           fusion_precedents_create(load->gate, &load->precedents) == FUSION_OK;
}

static bool declare(gate_load *load, unsigned clauses)
{
    fusion_said said[32] = {
        {FUSION_WHITE_CELL, "posture heightened", BEGINS_NS, BEGINS_NS + 1800 * FUSION_SECOND, 0},
        {FUSION_WHITE_CELL, "posture crisis", BEGINS_NS + 1800 * FUSION_SECOND, 0, 0},
        {"N05", "hold area a03", BEGINS_NS, BEGINS_NS + 1800 * FUSION_SECOND, 0},
    };
    static char sentences[16][64];
    size_t count = 3;
    for (unsigned c = 7; c < clauses && c < 16 * 8; c += 8) {
        snprintf(sentences[c / 8], sizeof sentences[0], "approve c%04u item s%02u/%u", c,
                 c % NATIONS * 3, 1 + c % OBJECTS);
        said[count++] = (fusion_said){FUSION_WHITE_CELL, sentences[c / 8], BEGINS_NS, 0, 0};
    }
    return fusion_gate_declare(load->gate, said, count, NULL) == FUSION_OK;
}

/* One of the objects: where it is, who sees it, and as what. */
static fusion_report draw_object(const fusion_registry *registry, chance *draws, unsigned number)
{
    const unsigned sort = below(draws, 50) == 0 ? 2 : below(draws, 2);
    fusion_report report = {.number = number,
                            .sensor = (uint16_t)(below(draws, NATIONS) * 3 + sort)};
    report.nation = registry->sensors[report.sensor].nation;
    report.kind = sort == 2                      ? FUSION_NOTICE
                  : sort == 1 && below(draws, 2) ? FUSION_PLOT
                                                 : FUSION_TRACK_STATE;
    report.categories = (uint8_t)(sort == 2 ? FUSION_NUCLEAR : 1u << below(draws, 4));
    if (below(draws, 8) == 0)
        report.categories |= FUSION_AIR;
    report.caveats.no_relay = below(draws, 50) == 0;
    if (below(draws, 50) == 0)
        report.caveats.not_to = 1u << below(draws, NATIONS);
    const double lat = (29.0 + below(draws, 1300) * 0.01) * RADIANS;
    const double lon = (124.0 + below(draws, 1800) * 0.01) * RADIANS;
    if (sort == 2) {
        report.as.notice = (fusion_notice){true, lat, lon, 5000.0, 0, ""};
    } else {
        report.as.state.height_known = below(draws, 4) > 0;
        wgs84_to_ecef(lat, lon, below(draws, 12000), report.as.state.position);
    }
    return report;
}

static bool draw_reports(gate_load *load)
{
    chance draws = chance_seeded(11, "reports");
    fusion_report *objects = calloc(OBJECTS, sizeof *objects);
    load->reports = calloc(GATE_LOAD_REPORTS, sizeof *load->reports);
    const bool good = objects && load->reports;
    for (unsigned i = 0; good && i < OBJECTS; i++)
        objects[i] = draw_object(&load->registry, &draws, i + 1);
    for (unsigned i = 0; good && i < GATE_LOAD_REPORTS; i++) {
        fusion_report *report = &load->reports[i];
        *report = objects[below(&draws, OBJECTS)];
        report->stamp_ns = BEGINS_NS + i * (FUSION_SECOND / OBJECTS);
        report->time_ns = report->stamp_ns - below(&draws, 3000) * (FUSION_SECOND / 1000);
    }
    free(objects);
    return good;
}

bool gate_load_make(gate_load *load, unsigned clauses, unsigned views, bool scoped)
{
    memset(load, 0, sizeof *load);
    if (read_book(load, clauses, scoped) && make_gate(load, views) &&
        (!scoped || declare(load, clauses)) && draw_reports(load))
        return true;
    say_error("the load of %u clauses could not be made.", clauses);
    gate_load_free(load);
    return false;
}

/* Along the parallel at some 250 m/s, back again after a hundred kilometres. */
static void move(fusion_state *state, double seconds, bool back)
{
    const double angle = (back ? -250.0 : 250.0) * seconds / 5.3e6;
    const double x = state->position[0], y = state->position[1];
    state->position[0] = x * cos(angle) - y * sin(angle);
    state->position[1] = x * sin(angle) + y * cos(angle);
}

void gate_load_go_on(gate_load *load)
{
    const int64_t span_ns = GATE_LOAD_REPORTS / OBJECTS * FUSION_SECOND;
    const bool back = load->went++ / 400 % 2 == 1;
    for (size_t i = 0; i < GATE_LOAD_REPORTS; i++) {
        fusion_report *report = &load->reports[i];
        report->stamp_ns += span_ns;
        report->time_ns += span_ns;
        if (report->kind != FUSION_NOTICE)
            move(&report->as.state, (double)span_ns * 1e-9, back);
    }
}

void gate_load_free(gate_load *load)
{
    fusion_precedents_destroy(load->precedents);
    fusion_gate_destroy(load->gate);
    fusion_book_destroy(load->book);
    free(load->reports);
    memset(load, 0, sizeof *load);
}
