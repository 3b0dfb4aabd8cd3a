#include "release/compare_hunt.h"

#include <stdlib.h>
#include <string.h>

static void find_sets(hunt *h)
{
    const plan *p = h->p;
    for (size_t i = 0; i < p->sort_count; i++) {
        const uint8_t lowest = (uint8_t)(p->sorts[i] & -p->sorts[i]);
        h->sets[h->set_count++] = (category_set){lowest, p->sorts[i], 0, 0};
    }
    for (size_t i = 0; i < p->sort_count; i++)
        for (size_t j = i + 1; j < p->sort_count; j++)
            h->sets[h->set_count++] =
                (category_set){h->sets[i].asked | h->sets[j].asked, p->sorts[i], p->sorts[j],
                               UINT64_C(1) << i | UINT64_C(1) << j};
}

static void find_models(hunt *h)
{
    const compare_names *sensors = &h->of->sensors;
    for (size_t s = 0; s < sensors->count; s++) {
        if (sensors->all[s].nation != h->p->owner || h->p->model[s] != s)
            continue;
        size_t *fresh = plan_add(&h->models, &h->model_count, sizeof *fresh);
        h->failed = h->failed || !fresh;
        if (fresh)
            *fresh = s;
    }
}

/* Categories that the book's clauses give the target of such a report, place and time aside. */
static uint8_t gives_to(const hunt *h, int book, const target *to, size_t sensor, unsigned kind)
{
    const int in = h->of->rules.all[to->rule].in[book];
    const int nation = h->of->nations.all[to->receiver].in[book];
    const int from = h->of->sensors.all[sensor].in[book];
    uint8_t gives = 0;
    const book_clause *clause;
    if (in < 0 || nation < 0 || from < 0)
        return 0;
    const book_rule *of = &h->of->sides[book].book->rules[in];
    for (size_t at = 0; (clause = plan_clause(h->p, book, &at));)
        if ((of->set >> clause->agreement & 1u) && (clause->to >> nation & 1u) &&
            (clause->products >> (kind - 1) & 1u) &&
            book_sensor_in(&clause->scope.sensors, (size_t)from))
            gives |= clause->gives;
    return gives;
}

static size_t given_at(const hunt *h, size_t index, size_t model, unsigned kind)
{
    return (index * h->model_count + model) * HUNT_KINDS + kind - 1;
}

/* What nobody gives in either book need not be asked about. */
static uint64_t given_of(const hunt *h, const target *to, size_t sensor, unsigned kind)
{
    const uint8_t was = to->room ? UINT8_MAX : gives_to(h, 0, to, sensor, kind);
    const uint8_t is = to->room ? UINT8_MAX : gives_to(h, 1, to, sensor, kind);
    uint64_t given = 0;
    for (size_t s = 0; s < h->set_count; s++)
        if (!(h->sets[s].asked & ~was) || !(h->sets[s].asked & ~is))
            given |= UINT64_C(1) << s;
    return given;
}

static void find_given(hunt *h)
{
    for (size_t t = 0; t < h->target_count; t++)
        for (size_t m = 0; m < h->model_count; m++)
            for (unsigned kind = FUSION_PLOT; kind <= FUSION_NOTICE; kind++)
                h->given[given_at(h, t, m, kind)] = given_of(h, &h->targets[t], h->models[m], kind);
}

static void add_target(hunt *h, size_t rule, size_t receiver, bool room)
{
    target *fresh = plan_add(&h->targets, &h->target_count, sizeof *fresh);
    h->failed = h->failed || !fresh;
    if (fresh)
        *fresh = (target){rule, receiver, room};
}

static void find_targets(hunt *h)
{
    for (size_t n = 0; n < h->of->nations.count; n++)
        for (size_t r = 0; r < h->of->rules.count; r++)
            if (n != h->p->owner)
                add_target(h, r, n, false);
    for (size_t r = 0; r < h->of->rooms.count; r++)
        add_target(h, h->of->rules.count, r, true);
}

static size_t cell_count(const hunt *h)
{
    return (h->of->rules.count + 1) * h->model_count * HUNT_KINDS * h->set_count;
}

/* What both show alike is no part of a change; of two ends that differ, which is the earlier. */
static void normal(compare_release *was, compare_release *is)
{
    const bool both = was->granted && is->granted;
    const int64_t was_ns = both ? was->until_ns : 0, is_ns = both ? is->until_ns : 0;
    const form_steps alike = both ? was->steps & is->steps : 0;
    was->until_ns = was_ns < is_ns ? 0 : INT64_MAX;
    is->until_ns = is_ns < was_ns ? 0 : INT64_MAX;
    was->steps &= ~alike;
    is->steps &= ~alike;
    if (both && was->after_ns == is->after_ns)
        was->after_ns = is->after_ns = 0;
}

/* One shows no more than the other: each of its releases comes there no later, no coarser, and
 * stays as long. */
static bool no_more(const compare_shown *one, const compare_shown *other)
{
    const compare_release *narrow[2] = {&one->track, &one->warning};
    const compare_release *wide[2] = {&other->track, &other->warning};
    for (int i = 0; i < 2; i++) {
        bool found = !narrow[i]->granted;
        for (int j = 0; j <= i; j++)
            found = found || (wide[j]->granted && wide[j]->after_ns <= narrow[i]->after_ns &&
                              wide[j]->until_ns >= narrow[i]->until_ns &&
                              form_coarser(wide[j]->steps, narrow[i]->steps) == narrow[i]->steps);
        if (!found)
            return false;
    }
    return true;
}

static bool same_but_end(const compare_release *one, const compare_release *other)
{
    return one->granted == other->granted && one->steps == other->steps &&
           one->after_ns == other->after_ns;
}

/* Two differences are one change where this makes the same of them. A warning beside a track that
 * changes is no part of it, unless it is all that is left. */
static hunt_change change_from(const compare_shown shown[2])
{
    static const compare_release none, some = {.granted = true, .until_ns = INT64_MAX};
    const bool looser = no_more(&shown[0], &shown[1]), stricter = no_more(&shown[1], &shown[0]);
    hunt_change made = {looser == stricter ? COMPARE_DIFFERENT
                        : looser           ? COMPARE_LOOSER
                                           : COMPARE_STRICTER,
                        shown[0], shown[1]};
    compare_shown *was = &made.was, *is = &made.is;
    const bool track = same_but_end(&was->track, &is->track);
    const bool warning = same_but_end(&was->warning, &is->warning);
    normal(&was->track, &is->track);
    normal(&was->warning, &is->warning);
    if (track && warning) {
        *was = *is = (compare_shown){some, none}; /* only the ends differ: the way says it all */
    } else if (warning) {
        const bool left = is->warning.granted && was->track.granted != is->track.granted;
        was->warning = is->warning = left ? some : none;
    } else if (track) {
        const bool left = is->track.granted && was->warning.granted != is->warning.granted;
        was->track = is->track = left ? some : none;
    }
    return made;
}

static bool same_change(const hunt_change *one, const hunt_change *other)
{
    return one->way == other->way && compare_same(&one->was, &other->was) &&
           compare_same(&one->is, &other->is);
}

static hunt_line *line_of(hunt *h, const target *to, const hunt_change *of)
{
    for (size_t i = 0; i < h->line_count; i++) {
        hunt_line *one = &h->lines[i];
        if (one->receiver == to->receiver && one->room == to->room && same_change(&one->of, of))
            return one;
    }
    hunt_line *fresh = plan_add(&h->lines, &h->line_count, sizeof *fresh);
    if (!fresh)
        return NULL;
    *fresh = (hunt_line){to->receiver, to->room, *of, calloc(cell_count(h), sizeof *fresh->cells)};
    return fresh->cells ? fresh : NULL;
}

static void meet(hunt *h, const target *to, size_t cell, const compare_shown shown[2])
{
    const hunt_change change = change_from(shown);
    hunt_line *one = line_of(h, to, &change);
    if (one && one->cells[cell] > 0)
        return;
    moment_of *fresh = one ? plan_add(&h->met, &h->met_count, sizeof *fresh) : NULL;
    h->failed = h->failed || !fresh;
    if (!fresh)
        return;
    *fresh = (moment_of){h->context, h->time, h->scene, h->caveat};
    one->cells[cell] = (uint32_t)h->met_count;
}

void hunt_scene(const plan *p, size_t scene, compare_sample *sample)
{
    const plan_scene *at = &p->scenes[scene];
    sample->placed = at->placed;
    sample->height_known = at->height_known;
    sample->lat_deg = at->lat_deg;
    sample->lon_deg = at->lon_deg;
    sample->height = at->height;
}

/* A room is looked into only where others stand before it, or under another rule: else what its
 * members are told says it all. */
static bool worth_asking(const hunt *h, const target *to, int64_t at_ns)
{
    return !to->room || ask_room_differs(h->of, to->receiver, at_ns);
}

void hunt_caveat(const plan *p, size_t caveat, compare_sample *sample)
{
    sample->no_relay = caveat == 1;
    sample->not_to = caveat > 1 ? (int)p->relays[caveat - 2] : -1;
}

/* All sets of categories; two together only where neither alone differs, and with a caveat only
 * where it does not differ without. known: the sets that are not asked about. Gives those that
 * differ. */
static uint64_t ask_sets(hunt *h, size_t index, size_t model, compare_sample *sample,
                         uint64_t known)
{
    const target *to = &h->targets[index];
    const uint64_t given = h->given[given_at(h, index, model, sample->kind)];
    uint64_t differ = 0;
    for (size_t s = 0; s < h->set_count && !h->failed; s++) {
        const uint64_t set = UINT64_C(1) << s;
        if (!(given & set) || ((set | h->sets[s].parts) & (known | differ)))
            continue;
        sample->categories = h->sets[s].asked;
        const compare_shown shown[2] = {ask_shown(h->of, 0, sample), ask_shown(h->of, 1, sample)};
        if (compare_same(&shown[0], &shown[1]))
            continue;
        differ |= set;
        meet(h, to, hunt_cell(h, to->rule, model, sample->kind, s), shown);
    }
    return differ;
}

static void ask_caveats(hunt *h, size_t index, size_t model, compare_sample *sample)
{
    const bool again = h->p->times[h->time].again;
    const size_t given = given_at(h, index, model, sample->kind);
    uint64_t *before = &h->differed[given * h->p->scene_count + h->scene];
    uint64_t known = again ? *before : 0;
    const bool some = h->p->relay_count > 0 && h->p->contexts[h->context].caveats;
    const size_t caveats = some ? 2 + h->p->relay_count : 1;
    if (h->given[given] == 0 || !worth_asking(h, &h->targets[index], sample->at_ns))
        return;
    for (h->caveat = 0; h->caveat < caveats; h->caveat++) {
        hunt_caveat(h->p, h->caveat, sample);
        known |= ask_sets(h, index, model, sample, known);
    }
    if (!again)
        *before = known;
}

static void ask_scenes(hunt *h, size_t model, compare_sample *sample)
{
    const bool somewhere = sample->kind != FUSION_BEARING;
    const bool nowhere = sample->kind == FUSION_BEARING || sample->kind == FUSION_NOTICE;
    for (h->scene = 0; h->scene < h->p->scene_count; h->scene++) {
        hunt_scene(h->p, h->scene, sample);
        if (!(sample->placed ? somewhere : nowhere))
            continue;
        for (size_t t = 0; t < h->target_count; t++) {
            sample->rule = h->targets[t].room ? 0 : h->targets[t].rule;
            sample->receiver = h->targets[t].receiver;
            sample->room = h->targets[t].room;
            ask_caveats(h, t, model, sample);
        }
    }
}

uint8_t hunt_sends(const hunt *h, size_t sensor)
{
    uint8_t sends = 0;
    for (int b = 0; b < 2; b++) {
        const int in = h->of->sensors.all[sensor].in[b];
        if (in >= 0)
            sends |= h->of->sides[b].book->sensors[in].sends;
    }
    return sends;
}

static void ask_sensors(hunt *h)
{
    const plan_context *context = &h->p->contexts[h->context];
    compare_sample sample = {.at_ns = h->p->times[h->time].at_ns,
                             .look_ns = INT64_MAX,
                             .number = context->items ? 1 : 0};
    h->failed = !ask_declare(h->of, context->acts, context->count, sample.at_ns);
    for (size_t m = 0; m < h->model_count && !h->failed; m++) {
        sample.sensor = h->models[m];
        for (unsigned kind = FUSION_PLOT; kind <= FUSION_NOTICE; kind++) {
            sample.kind = (uint8_t)kind;
            if (hunt_sends(h, sample.sensor) >> (kind - 1) & 1u)
                ask_scenes(h, m, &sample);
        }
    }
}

static void ask_all(hunt *h)
{
    for (h->context = 0; h->context < h->p->context_count; h->context++)
        for (h->time = 0; h->time < h->p->time_count && !h->failed; h->time++)
            ask_sensors(h);
}

bool hunt_all(const plan *p, comparison *of)
{
    hunt h = {.p = p, .of = of};
    find_sets(&h);
    find_models(&h);
    find_targets(&h);
    const size_t kinds = h.target_count * h.model_count * HUNT_KINDS;
    h.given = calloc(kinds + 1, sizeof *h.given);
    h.differed = calloc(kinds * p->scene_count + 1, sizeof *h.differed);
    h.failed = h.failed || !h.given || !h.differed;
    if (!h.failed && h.model_count > 0 && h.target_count > 0) {
        find_given(&h);
        ask_all(&h);
    }
    const bool good = !h.failed && lines_add(&h);
    for (size_t i = 0; i < h.line_count; i++)
        free(h.lines[i].cells);
    free(h.lines);
    free(h.met);
    free(h.given);
    free(h.differed);
    free(h.targets);
    free(h.models);
    return good;
}

/* Asks both books about the witness. false: no memory. */
static bool ask_both(const comparison *of, const compare_sample *witness, compare_shown shown[2])
{
    if (!ask_declare(of, witness->acts, witness->act_count, witness->at_ns))
        return false;
    shown[0] = ask_shown(of, 0, witness);
    shown[1] = ask_shown(of, 1, witness);
    return true;
}

/* Without its i-th act; false: it would be another change, and is as it was. */
static bool leave_out(const comparison *of, const hunt_change *of_finding, compare_sample *witness,
                      size_t i, bool *failed)
{
    compare_shown shown[2];
    const compare_act act = witness->acts[i];
    const size_t behind = --witness->act_count - i;
    memmove(&witness->acts[i], &witness->acts[i + 1], behind * sizeof act);
    *failed = !ask_both(of, witness, shown);
    if (*failed)
        return false;
    const hunt_change without = change_from(shown);
    if (same_change(&without, of_finding))
        return true;
    memmove(&witness->acts[i + 1], &witness->acts[i], behind * sizeof act);
    witness->acts[i] = act;
    witness->act_count++;
    return false;
}

static bool is_item(const compare_act *act)
{
    return act->as[act->said[0] ? 0 : 1].verb == BOOK_APPROVE_ITEM;
}

static int64_t sooner(int64_t one_ns, int64_t other_ns)
{
    return one_ns < other_ns ? one_ns : other_ns;
}

/* Where only the ends differ, one must look when it is gone in one book. */
static int64_t look_at(const compare_finding *finding)
{
    compare_shown was = finding->was;
    const compare_shown *is = &finding->is;
    const bool track = was.track.until_ns != is->track.until_ns;
    const int64_t look_ns = track ? sooner(was.track.until_ns, is->track.until_ns)
                                  : sooner(was.warning.until_ns, is->warning.until_ns);
    was.track.until_ns = is->track.until_ns;
    was.warning.until_ns = is->warning.until_ns;
    return compare_same(&was, is) ? look_ns : INT64_MAX;
}

bool hunt_finish(const comparison *of, compare_finding *finding)
{
    const hunt_change is = {finding->way, finding->was, finding->is};
    compare_sample *witness = &finding->witness;
    bool failed = false, item = false;
    for (size_t i = witness->act_count; i-- > 0 && !failed;)
        item = (!leave_out(of, &is, witness, i, &failed) && is_item(&witness->acts[i])) || item;
    if (!item)
        witness->number = 0;
    compare_shown shown[2];
    if (failed || !ask_both(of, witness, shown))
        return false;
    finding->was = shown[0];
    finding->is = shown[1];
    witness->look_ns = look_at(finding);
    return true;
}
