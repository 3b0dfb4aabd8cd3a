#include "release/trial.h"

#include "geo/wgs84.h"
#include "release/act.h"
#include "release/books.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PI 3.14159265358979323846
#define NS FUSION_SECOND

uint64_t trial_worlds(uint64_t usual)
{
    const char *wanted = getenv("WORLDS");
    return wanted ? strtoull(wanted, NULL, 10) : usual;
}

static bool declare(trial *t, const world_act *act)
{
    char says[160];
    world_says(&t->w, act, says, sizeof says);
    const int64_t half_ns = act->half * (NS / 2);
    book_act one = {.at_ns = (WORLD_BASE + act->at) * NS + half_ns,
                    .until_ns = act->until == WORLD_OPEN
                                    ? INT64_MAX
                                    : (WORLD_BASE + act->until) * NS + half_ns};
    char code[3] = {'N', (char)('A' + (int)act->who), '\0'};
    one.who = (uint8_t)fusion_nation_find(&t->registry, code);
    return act_read(t->book, says, &one, &book_messages) &&
           gate_declare(t->gate, &one, 1) == FUSION_OK;
}

/* A set of nations of the world in nations of the registry. */
static uint32_t members_of(const trial *t, unsigned audience)
{
    uint32_t members = 0;
    for (unsigned n = 0; n < t->w.nations; n++) {
        const char code[3] = {'N', (char)('A' + (int)n), '\0'};
        if (audience >> n & 1u)
            members |= UINT32_C(1) << fusion_nation_find(&t->registry, code);
    }
    return members;
}

static size_t rule_index(const trial *t, unsigned rule)
{
    char name[16];
    snprintf(name, sizeof name, "r%u", rule);
    size_t index = 0;
    while (strcmp(fusion_book_rule_name(t->book, index), name) != 0)
        index++;
    return index;
}

/* Five nations have 31 audiences, so that two rules and two views make 64. */
static void list_views(trial *t)
{
    const unsigned all = (1u << t->w.nations) - 1;
    for (unsigned rule = 0; rule < t->w.rule_count; rule++)
        for (unsigned audience = 1; audience <= all; audience++)
            if (rule > 0 || audience == 1 || audience == all)
                t->views[t->view_count++] =
                    (fusion_view){.audience = members_of(t, audience), .rule = rule_index(t, rule)};
}

bool trial_begin(trial *t, const world *w, unsigned act_count)
{
    memset(t, 0, sizeof *t);
    t->w = *w;
    char *text = world_write(w);
    t->book = book_from(text);
    free(text);
    if (!t->book)
        return false;
    fusion_book_registry(t->book, &t->registry);
    list_views(t);
    if (fusion_gate_create(t->book, &t->registry, t->views, t->view_count, &t->gate) != FUSION_OK)
        return false;
    for (unsigned i = 0; i < act_count; i++)
        if (!declare(t, &w->acts[i]))
            return false;
    oracle_make(&t->judge, &t->w, act_count);
    return true;
}

bool trial_declare(trial *t)
{
    const unsigned known = t->judge.act_count;
    if (!declare(t, &t->w.acts[known]))
        return false;
    oracle_make(&t->judge, &t->w, known + 1);
    return true;
}

void trial_end(trial *t)
{
    fusion_precedents_destroy(t->precedents);
    fusion_gate_destroy(t->gate);
    fusion_book_destroy(t->book);
}

void trial_report(const trial *t, const world_report *from, fusion_report *report)
{
    char name[16];
    snprintf(name, sizeof name, "s%u", from->sensor);
    const int sensor = fusion_sensor_find(&t->registry, name);
    *report = (fusion_report){.time_ns = WORLD_BASE * NS + from->measured_ns,
                              .stamp_ns = WORLD_BASE * NS + from->stamp_ns,
                              .number = from->number,
                              .sensor = (uint16_t)sensor,
                              .nation = t->registry.sensors[sensor].nation,
                              .kind = (uint8_t)(from->kind + 1),
                              .categories = (uint8_t)from->categories};
    report->caveats = (fusion_caveats){from->owner_only, from->no_relay, 0};
    for (unsigned n = 0; n < t->w.nations; n++) {
        const char code[3] = {'N', (char)('A' + (int)n), '\0'};
        if (from->not_to >> n & 1u)
            report->caveats.not_to |= UINT32_C(1) << fusion_nation_find(&t->registry, code);
    }
    const double lat = from->lat * PI / 180.0, lon = from->lon * PI / 180.0;
    if (from->kind == 3) {
        report->as.notice = (fusion_notice){from->placed, lat, lon, from->radius * 1000.0, 0, ""};
    } else if (from->kind != 2) {
        report->as.state.height_known = from->height_known;
        wgs84_to_ecef(lat, lon, from->height, report->as.state.position);
    }
}

static oracle_release told(bool granted, form_steps steps, int64_t at_ns)
{
    static const form_ladder ladders[WORLD_LADDERS] = {FORM_EVERY,    FORM_POSITION, FORM_VELOCITY,
                                                       FORM_ALTITUDE, FORM_IDENTITY, FORM_LABEL,
                                                       FORM_SOURCE};
    oracle_release release = {
        .granted = granted, .warning = form_is_warning(steps), .at_ns = at_ns - WORLD_BASE * NS};
    for (unsigned l = 0; l < WORLD_LADDERS; l++)
        release.step[l] = (unsigned)form_step(steps, ladders[l]);
    return release;
}

void trial_ask(const trial *t, const world_report *from, unsigned rule, unsigned audience,
               oracle_release *track, oracle_release *warning)
{
    fusion_report report;
    trial_report(t, from, &report);
    const gate_answer answer =
        gate_ask(t->gate, rule_index(t, rule), members_of(t, audience), &report);
    *track = told(answer.track.granted, answer.track.steps, answer.track.at_ns);
    *warning = told(answer.warning.granted, answer.warning.steps, answer.warning.at_ns);
}

bool trial_judge(trial *t, const world_report *from, unsigned rule, unsigned audience,
                 oracle_release *track, oracle_release *warning)
{
    const fusion_view view = {.audience = members_of(t, audience), .rule = rule_index(t, rule)};
    size_t v = 0;
    while (v < t->view_count &&
           (t->views[v].audience != view.audience || t->views[v].rule != view.rule))
        v++;
    if (v == t->view_count ||
        (!t->precedents && fusion_precedents_create(t->gate, &t->precedents) != FUSION_OK))
        return false;
    fusion_report report;
    trial_report(t, from, &report);
    const fusion_decision one =
        fusion_verdict_decision(fusion_gate_judge(t->precedents, &report), &report, v);
    *track = told(one.released, gate_steps(t->gate, one.form), one.release_ns);
    *warning = told(one.warned, gate_steps(t->gate, one.warning_form), one.warning_ns);
    return true;
}

bool trial_same(const oracle_release *one, const oracle_release *other)
{
    if (!one->granted || !other->granted)
        return one->granted == other->granted;
    return one->at_ns == other->at_ns && one->warning == other->warning &&
           memcmp(one->step, other->step, sizeof one->step) == 0;
}

static void print_release(const char *who, const oracle_release *release)
{
    printf("    %s: ", who);
    if (!release->granted) {
        printf("nothing\n");
        return;
    }
    printf("%s at %.3f s, steps", release->warning ? "warning" : "track",
           (double)release->at_ns / 1e9);
    for (unsigned l = 0; l < WORLD_LADDERS; l++)
        printf(" %u", release->step[l]);
    printf("\n");
}

void trial_print(const trial *t, const world_case *one)
{
    const world_report *report = &one->report;
    oracle_release track, warning;
    char *text = world_write(&t->w);
    printf("\n%s", text);
    free(text);
    for (unsigned i = 0; i < t->w.act_count; i++) {
        char says[160];
        world_says(&t->w, &t->w.acts[i], says, sizeof says);
        printf("# at %d s (+ %d/2) to %d s, N%c: %s\n", t->w.acts[i].at, t->w.acts[i].half,
               t->w.acts[i].until, 'A' + (int)t->w.acts[i].who, says);
    }
    printf(
        "seed %llu: sensor s%u kind %u categories 0x%02x measured %.3f stamp %.3f place %d %.3f "
        "%.3f radius %.0f height %d %.0f caveats %d %d 0x%x number %u, rule r%u, audience 0x%x\n",
        (unsigned long long)t->w.seed, report->sensor, report->kind, report->categories,
        (double)report->measured_ns / 1e9, (double)report->stamp_ns / 1e9, report->placed,
        report->lat, report->lon, report->radius, report->height_known, report->height,
        report->owner_only, report->no_relay, report->not_to, report->number, one->rule,
        one->audience);
    trial_ask(t, report, one->rule, one->audience, &track, &warning);
    print_release("gate track", &track);
    print_release("gate warning", &warning);
    oracle_ask(&t->judge, report, one->rule, one->audience, &track, &warning);
    print_release("oracle track", &track);
    print_release("oracle warning", &warning);
}
