#include "release/compare_hunt.h"

#include <stdlib.h>
#include <string.h>

/* Cells with one change that are told in one line: all of these sets, for each of these kinds,
 * sensors and rules. */
typedef struct bundle {
    uint64_t sets;
    uint8_t kinds;
    bool *models, *rules;
} bundle;

typedef struct bundles {
    bundle *all;
    size_t count;
} bundles;

static void bundles_free(bundles *of)
{
    for (size_t i = 0; i < of->count; i++) {
        free(of->all[i].models);
        free(of->all[i].rules);
    }
    free(of->all);
}

static bool bundle_add(const hunt *h, bundles *of, const bundle *like, size_t model, size_t rule)
{
    bundle *fresh = plan_add(&of->all, &of->count, sizeof *fresh);
    if (!fresh)
        return false;
    *fresh = *like;
    fresh->models = calloc(h->model_count, sizeof *fresh->models);
    fresh->rules = calloc(h->of->rules.count + 1, sizeof *fresh->rules);
    if (!fresh->models || !fresh->rules)
        return false;
    fresh->models[model] = fresh->rules[rule] = true;
    return true;
}

/* One bundle for each rule and sensor, kinds with equal sets together. */
static bool bundle_kinds(const hunt *h, const hunt_line *of, size_t rule, size_t model,
                         bundles *all)
{
    uint64_t sets[HUNT_KINDS] = {0};
    for (unsigned kind = FUSION_PLOT; kind <= FUSION_NOTICE; kind++)
        for (size_t s = 0; s < h->set_count; s++)
            if (of->cells[hunt_cell(h, rule, model, kind, s)] > 0)
                sets[kind - 1] |= UINT64_C(1) << s;
    for (unsigned k = 0; k < HUNT_KINDS; k++) {
        bundle like = {.sets = sets[k]};
        for (unsigned other = 0; other < HUNT_KINDS; other++)
            if (sets[other] == sets[k])
                like.kinds = (uint8_t)(like.kinds | 1u << other);
        const bool first = !(like.kinds & ((1u << k) - 1));
        if (!(hunt_sends(h, h->models[model]) & ~like.kinds))
            like.kinds = COMPARE_ALL_KINDS;
        if (sets[k] && first && !bundle_add(h, all, &like, model, rule))
            return false;
    }
    return true;
}

static bool same_flags(const bool *one, const bool *other, size_t count)
{
    return memcmp(one, other, count * sizeof *one) == 0;
}

static void take_flags(bool *into, const bool *from, size_t count)
{
    for (size_t i = 0; i < count; i++)
        into[i] = into[i] || from[i];
}

/* Bundles that differ in their sensors alone become one; or in their rules alone. */
static void merge(const hunt *h, bundles *of, bool by_models)
{
    const size_t models = h->model_count, rules = h->of->rules.count + 1;
    for (size_t i = 0; i < of->count; i++)
        for (size_t j = of->count; j-- > i + 1;) {
            bundle *one = &of->all[i], *other = &of->all[j];
            if (one->sets != other->sets || one->kinds != other->kinds ||
                !(by_models ? same_flags(one->rules, other->rules, rules)
                            : same_flags(one->models, other->models, models)))
                continue;
            take_flags(one->models, other->models, models);
            take_flags(one->rules, other->rules, rules);
            free(other->models);
            free(other->rules);
            memmove(other, other + 1, (--of->count - j) * sizeof *other);
        }
}

static size_t rule_of_room(const comparison *of, size_t room)
{
    const compare_name *name = &of->rooms.all[room];
    const int book = name->in[0] >= 0 ? 0 : 1;
    const size_t rule = of->sides[book].book->rooms[name->in[book]].rule;
    size_t i = 0;
    while (of->rules.all[i].in[book] != (int)rule)
        i++;
    return i;
}

static bool copy_acts(const plan_context *context, compare_sample *witness)
{
    if (context->count == 0)
        return true;
    witness->acts = malloc(context->count * sizeof *witness->acts);
    if (!witness->acts)
        return false;
    memcpy(witness->acts, context->acts, context->count * sizeof *witness->acts);
    witness->act_count = context->count;
    return true;
}

/* The first report at which the bundle's change was met in one of these sets. */
static bool find_witness(const hunt *h, const hunt_line *of, const bundle *from, uint64_t sets,
                         compare_sample *witness)
{
    uint32_t first = UINT32_MAX;
    for (size_t r = 0; r <= h->of->rules.count; r++)
        for (size_t m = 0; m < h->model_count; m++)
            for (unsigned kind = FUSION_PLOT; kind <= FUSION_NOTICE; kind++)
                for (size_t s = 0; s < h->set_count; s++) {
                    const uint32_t met = of->cells[hunt_cell(h, r, m, kind, s)];
                    if (!from->rules[r] || !from->models[m] || !(from->kinds >> (kind - 1) & 1u) ||
                        !(sets >> s & 1u) || met == 0 || met >= first)
                        continue;
                    first = met;
                    witness->rule = of->room ? rule_of_room(h->of, of->receiver) : r;
                    witness->sensor = h->models[m];
                    witness->kind = (uint8_t)kind;
                    witness->categories = h->sets[s].asked;
                }
    const moment_of *met = &h->met[first - 1];
    witness->receiver = of->receiver;
    witness->room = of->room;
    witness->number = h->p->contexts[met->context].items ? 1 : 0;
    witness->at_ns = h->p->times[met->time].at_ns;
    witness->look_ns = INT64_MAX;
    hunt_scene(h->p, met->scene, witness);
    hunt_caveat(h->p, met->caveat, witness);
    return copy_acts(&h->p->contexts[met->context], witness);
}

static bool add_finding(const hunt *h, const hunt_line *of, const bundle *from, uint64_t sets)
{
    compare_finding *fresh = plan_add(&h->of->findings, &h->of->count, sizeof *fresh);
    if (!fresh)
        return false;
    fresh->way = of->of.way;
    fresh->from = h->p->owner;
    fresh->was = of->of.was;
    fresh->is = of->of.is;
    fresh->kinds = from->kinds;
    for (size_t s = 0; s < h->set_count; s++)
        if (sets >> s & 1u) {
            fresh->categories |= h->sets[s].one;
            fresh->with |= h->sets[s].with;
        }
    fresh->sensors = calloc(h->of->sensors.count, sizeof *fresh->sensors);
    fresh->rules = calloc(h->of->rules.count, sizeof *fresh->rules);
    if (!fresh->sensors || !fresh->rules)
        return false;
    for (size_t s = 0; s < h->of->sensors.count; s++)
        for (size_t m = 0; m < h->model_count; m++)
            fresh->sensors[s] =
                fresh->sensors[s] || (from->models[m] && h->p->model[s] == h->models[m]);
    take_flags(fresh->rules, from->rules, h->of->rules.count);
    return find_witness(h, of, from, sets, &fresh->witness);
}

static bool add_bundle(const hunt *h, const hunt_line *of, const bundle *from)
{
    const uint64_t alone = from->sets & ((UINT64_C(1) << h->p->sort_count) - 1);
    if (alone && !add_finding(h, of, from, alone))
        return false;
    for (size_t s = h->p->sort_count; s < h->set_count; s++)
        if ((from->sets >> s & 1u) && !add_finding(h, of, from, UINT64_C(1) << s))
            return false;
    return true;
}

static bool add_line(const hunt *h, const hunt_line *of)
{
    bundles all = {NULL, 0};
    bool good = true;
    for (size_t r = 0; good && r <= h->of->rules.count; r++)
        for (size_t m = 0; good && m < h->model_count; m++)
            good = bundle_kinds(h, of, r, m, &all);
    if (good) {
        merge(h, &all, true);
        merge(h, &all, false);
    }
    for (size_t i = 0; good && i < all.count; i++)
        good = add_bundle(h, of, &all.all[i]);
    bundles_free(&all);
    return good;
}

/* Receivers in the order of the books; for each, changes as they were met. */
bool lines_add(const hunt *h)
{
    bool good = true;
    for (int room = 0; room < 2; room++) {
        const size_t count = room ? h->of->rooms.count : h->of->nations.count;
        for (size_t r = 0; r < count; r++)
            for (size_t i = 0; good && i < h->line_count; i++)
                if (h->lines[i].receiver == r && h->lines[i].room == (room == 1))
                    good = add_line(h, &h->lines[i]);
    }
    return good;
}
