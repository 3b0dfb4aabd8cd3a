#include "release/trial.h"

#include "geo/turn.h"
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
    const char *wanted = getenv("PICKET_WORLDS");
    return wanted ? strtoull(wanted, NULL, 10) : usual;
}

uint64_t trial_seed(void)
{
    const char *given = getenv("PICKET_SEED");
    const uint64_t run = given ? strtoull(given, NULL, 10) : 1;
    return run < 1000000 ? 1000000 * run : run;
}

static int64_t half_time(int seconds, int half)
{
    return seconds == WORLD_OPEN ? INT64_MAX
                                 : (WORLD_BASE + seconds) * NS + half * INT64_C(500000000);
}

static int book_nation(const trial *t, unsigned nation)
{
    const world_name code = world_called(&t->w, 'N', nation);
    for (size_t n = 0; n < t->book->nation_count; n++)
        if (strcmp(t->book->nations[n].code, code.text) == 0)
            return (int)n;
    return -1;
}

static bool declare(trial *t, const world_act *act)
{
    char says[160];
    world_says(&t->w, act, says, sizeof says);
    book_act one = {.at_ns = half_time(act->at, act->half),
                    .until_ns = half_time(act->until, act->until_half),
                    .who = (uint8_t)book_nation(t, act->who)};
    return act_read(t->book, says, &one, &book_messages) &&
           gate_declare(t->gate, &one, 1) == FUSION_OK;
}

static uint8_t nation_of(const trial *t, unsigned nation)
{
    return (uint8_t)fusion_nation_find(&t->registry, world_called(&t->w, 'N', nation).text);
}

static uint32_t nations_of(const trial *t, unsigned set)
{
    uint32_t nations = 0;
    for (unsigned n = 0; n <= t->w.nations; n++)
        if (set >> n & 1u)
            nations |= UINT32_C(1) << nation_of(t, n);
    return nations;
}

/* In another order than the book's, so that nobody takes one for the other. */
static void make_registry(trial *t)
{
    const world *w = &t->w;
    fusion_registry listed;
    fusion_registry *all = &t->registry;
    fusion_book_registry(t->book, &listed);
    strcpy(all->nations[all->nation_count++].code, world_called(w, 'N', w->nations).text);
    for (size_t n = listed.nation_count; n-- > 0;)
        all->nations[all->nation_count++] = listed.nations[n];
    for (unsigned s = w->sensor_count; s < w->sensor_count + w->unlisted_count; s++) {
        fusion_sensor *sensor = &all->sensors[all->sensor_count++];
        *sensor = (fusion_sensor){.nation = nation_of(t, w->sensors[s].nation),
                                  .kind = (uint8_t)w->sensors[s].kind,
                                  .sends = (uint8_t)w->sensors[s].sends,
                                  .period_ns = w->sensors[s].period * NS};
        strcpy(sensor->name, world_called(w, 's', s).text);
    }
    for (size_t s = listed.sensor_count; s-- > 0;) {
        fusion_sensor *sensor = &all->sensors[all->sensor_count++];
        *sensor = listed.sensors[s];
        sensor->nation =
            (uint8_t)fusion_nation_find(all, listed.nations[listed.sensors[s].nation].code);
    }
}

static size_t rule_index(const trial *t, unsigned rule)
{
    const world_name name = world_called(&t->w, 'r', rule);
    size_t index = 0;
    while (strcmp(fusion_book_rule_name(t->book, index), name.text) != 0)
        index++;
    return index;
}

fusion_view trial_view(const trial *t, unsigned rule, unsigned audience)
{
    return (fusion_view){.audience = nations_of(t, audience), .rule = rule_index(t, rule)};
}

static bool make_gate(trial *t)
{
    fusion_view views[WORLD_VIEWS];
    for (unsigned v = 0; v < t->w.view_count; v++)
        views[v] = trial_view(t, t->w.views[v].rule, t->w.views[v].audience);
    return fusion_gate_create(t->book, &t->registry, views, t->w.view_count, &t->gate) ==
               FUSION_OK &&
           fusion_gate_epoch(t->gate, t->w.epoch * NS) == FUSION_OK;
}

bool trial_read(trial *t, const world *w)
{
    memset(t, 0, sizeof *t);
    t->w = *w;
    char *text = world_write(w);
    t->book = book_from(text);
    free(text);
    if (t->book)
        make_registry(t);
    return t->book != NULL;
}

bool trial_begin(trial *t, const world *w, unsigned act_count)
{
    if (!trial_read(t, w) || !make_gate(t))
        return false;
    gate_unmoved(t->gate, true);
    for (unsigned i = 0; i < act_count; i++)
        if (!declare(t, &w->acts[i]))
            return false;
    t->act_count = act_count;
    oracle_make(&t->judge, &t->w, act_count);
    return true;
}

bool trial_declare(trial *t)
{
    if (!declare(t, &t->w.acts[t->act_count]))
        return false;
    oracle_make(&t->judge, &t->w, ++t->act_count);
    return true;
}

bool trial_move(trial *t)
{
    gate_unmoved(t->gate, false);
    for (unsigned n = 0; n < t->w.nations; n++) {
        if (fusion_gate_key(t->gate, nation_of(t, n), oracle_keys[n]) != FUSION_OK)
            return false;
    }
    t->judge.moves = true;
    t->judge.draws = displacer_create();
    return t->judge.draws != NULL;
}

void trial_end(trial *t)
{
    displacer_destroy(t->judge.draws);
    fusion_precedents_destroy(t->precedents);
    fusion_gate_destroy(t->gate);
    fusion_book_destroy(t->book);
}

void trial_report(const trial *t, const world_report *from, fusion_report *report)
{
    const int sensor =
        fusion_sensor_find(&t->registry, world_called(&t->w, 's', from->sensor).text);
    *report = (fusion_report){.time_ns = WORLD_BASE * NS + from->measured_ns,
                              .stamp_ns = WORLD_BASE * NS + from->stamp_ns,
                              .number = from->number,
                              .began_ns = from->began ? ORACLE_BEGAN_NS : 0,
                              .sensor = (uint16_t)sensor,
                              .nation = t->registry.sensors[sensor].nation,
                              .kind = (uint8_t)(from->kind + 1),
                              .categories = (uint8_t)from->categories};
    report->caveats =
        (fusion_caveats){from->owner_only, from->no_relay, nations_of(t, from->not_to)};
    const double lat = from->lat * PI / 180.0, lon = from->lon * PI / 180.0;
    if (from->kind == 3) {
        report->as.notice = (fusion_notice){from->placed, lat, lon, from->radius * 1000.0, 0, ""};
    } else if (from->kind != 2) {
        double axes[9];
        fusion_state *state = &report->as.state;
        state->height_known = from->height_known;
        wgs84_to_ecef(lat, lon, from->height, state->position);
        wgs84_axes(lat, lon, axes);
        if (from->moving) {
            state->velocity_kind = FUSION_VELOCITY_BARE;
            turn_to_ecef(axes, (const double[3]){from->east, from->north, 0.0}, state->velocity);
        }
    }
}

oracle_release trial_told(bool granted, form_steps steps, int64_t at_ns, int64_t removed_ns)
{
    static const form_ladder ladders[WORLD_LADDERS] = {FORM_EVERY,    FORM_POSITION, FORM_VELOCITY,
                                                       FORM_ALTITUDE, FORM_IDENTITY, FORM_LABEL,
                                                       FORM_SOURCE};
    oracle_release release = {.granted = granted,
                              .warning = form_is_warning(steps),
                              .at_ns = at_ns - WORLD_BASE * NS,
                              .removed_ns = removed_ns == INT64_MAX ? ORACLE_NEVER
                                                                    : removed_ns - WORLD_BASE * NS};
    for (unsigned l = 0; l < WORLD_LADDERS; l++)
        release.step[l] = (unsigned)form_step(steps, ladders[l]);
    return granted ? release : (oracle_release){0};
}

/* Nations of the book, as gate_ask counts them. */
static uint32_t members_of(const trial *t, unsigned audience)
{
    uint32_t members = 0;
    for (unsigned n = 0; n < t->w.nations; n++)
        if (audience >> n & 1u)
            members |= UINT32_C(1) << book_nation(t, n);
    return members;
}

trial_sight trial_ask(const trial *t, const world_report *from, unsigned rule, unsigned audience)
{
    fusion_report report;
    trial_report(t, from, &report);
    const gate_answer answer =
        gate_ask(t->gate, rule_index(t, rule), members_of(t, audience), &report);
    const gate_grant *track = &answer.track, *warning = &answer.warning;
    return (trial_sight){
        trial_told(track->granted, track->steps, track->at_ns, track->removed_ns),
        trial_told(warning->granted, warning->steps, warning->at_ns, warning->removed_ns)};
}

static trial_sight sight_of(const trial *t, const fusion_decision *one)
{
    return (trial_sight){
        trial_told(one->released, gate_steps(t->gate, one->form), one->release_ns, INT64_MAX),
        trial_told(one->warned, gate_steps(t->gate, one->warning_form), one->warning_ns,
                   INT64_MAX)};
}

void trial_decide(const trial *t, const world_report *from, trial_sight sights[WORLD_VIEWS])
{
    fusion_report report;
    fusion_decision decisions[WORLD_VIEWS];
    trial_report(t, from, &report);
    fusion_gate_decide(t->gate, &report, decisions);
    for (unsigned v = 0; v < t->w.view_count; v++)
        sights[v] = sight_of(t, &decisions[v]);
}

void trial_recall(trial *t, const world_report *from, trial_sight sights[WORLD_VIEWS])
{
    fusion_report report;
    trial_report(t, from, &report);
    if (!t->precedents && fusion_precedents_create(t->gate, &t->precedents) != FUSION_OK)
        abort();
    const fusion_verdict verdict = fusion_gate_judge(t->precedents, &report);
    for (unsigned v = 0; v < t->w.view_count; v++) {
        const fusion_decision one = fusion_verdict_decision(&verdict, &report, v);
        sights[v] = sight_of(t, &one);
    }
}

trial_sight trial_expect(const trial *t, const world_case *one)
{
    oracle_question q;
    trial_sight sight;
    oracle_begin(&q, &t->judge, &one->report, one->rule);
    oracle_ask(&q, one->audience, &sight.track, &sight.warning);
    return sight;
}

bool trial_same_release(const oracle_release *one, const oracle_release *other)
{
    if (!one->granted || !other->granted)
        return one->granted == other->granted;
    return one->at_ns == other->at_ns && one->warning == other->warning &&
           memcmp(one->step, other->step, sizeof one->step) == 0;
}

static bool same_removal(const oracle_release *one, const oracle_release *other)
{
    return trial_same_release(one, other) &&
           (!one->granted || one->removed_ns == other->removed_ns);
}

bool trial_same(const trial_sight *one, const trial_sight *other)
{
    return same_removal(&one->track, &other->track) && same_removal(&one->warning, &other->warning);
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
    if (release->removed_ns != ORACLE_NEVER)
        printf(", removed at %.3f s", (double)release->removed_ns / 1e9);
    printf("\n");
}

void trial_print(const trial *t, const world_case *one)
{
    const world_report *report = &one->report;
    char *text = world_write(&t->w);
    printf("\n%s", text);
    free(text);
    for (unsigned i = 0; i < t->w.act_count; i++) {
        char says[160];
        world_says(&t->w, &t->w.acts[i], says, sizeof says);
        printf("# at %d s (+ %d/2) to %d s, %s: %s\n", t->w.acts[i].at, t->w.acts[i].half,
               t->w.acts[i].until, world_called(&t->w, 'N', t->w.acts[i].who).text, says);
    }
    printf(
        "seed %llu: sensor s%u kind %u categories 0x%02x measured %.3f stamp %.3f place %d %.3f "
        "%.3f radius %.0f height %d %.0f caveats %d %d 0x%x number %u, rule r%u, audience 0x%x\n",
        (unsigned long long)t->w.seed, report->sensor, report->kind, report->categories,
        (double)report->measured_ns / 1e9, (double)report->stamp_ns / 1e9, report->placed,
        report->lat, report->lon, report->radius, report->height_known, report->height,
        report->owner_only, report->no_relay, report->not_to, report->number, one->rule,
        one->audience);
    const trial_sight gate = trial_ask(t, report, one->rule, one->audience);
    const trial_sight judge = trial_expect(t, one);
    print_release("gate track", &gate.track);
    print_release("gate warning", &gate.warning);
    print_release("oracle track", &judge.track);
    print_release("oracle warning", &judge.warning);
}
