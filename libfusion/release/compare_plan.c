#include "release/compare_parts.h"

#include <stdlib.h>
#include <string.h>

void *plan_add(void *list, size_t *count, size_t size)
{
    void **at = list;
    /* Room is doubled at powers of two, so that nothing but the count need be kept. */
    if ((*count & (*count - 1)) == 0) {
        void *grown = realloc(*at, (*count ? 2 * *count : 1) * size);
        if (!grown)
            return NULL;
        *at = grown;
    }
    char *fresh = (char *)*at + (*count)++ * size;
    memset(fresh, 0, size);
    return fresh;
}

const book_clause *plan_clause(const plan *p, int book, size_t *at)
{
    const fusion_book *of = p->of->sides[book].book;
    while (p->in[book] >= 0 && *at < of->clause_count) {
        const book_clause *clause = &of->clauses[(*at)++];
        if (clause->from == p->in[book])
            return clause;
    }
    return NULL;
}

const book_entry *plan_entry(const plan *p, int book, size_t *at)
{
    const fusion_book *of = p->of->sides[book].book;
    while (p->in[book] >= 0 && *at < of->entry_count) {
        const book_entry *entry = &of->entries[(*at)++];
        if (entry->owner == p->in[book])
            return entry;
    }
    return NULL;
}

static bool category_alike(const plan *p, unsigned one, unsigned other)
{
    for (int b = 0; b < 2; b++) {
        const book_clause *clause;
        const book_entry *entry;
        for (size_t at = 0; (clause = plan_clause(p, b, &at));)
            if ((clause->gives >> one & 1u) != (clause->gives >> other & 1u))
                return false;
        for (size_t at = 0; (entry = plan_entry(p, b, &at));)
            if ((entry->gives >> one & 1u) != (entry->gives >> other & 1u))
                return false;
    }
    return true;
}

static void sort_categories(plan *p)
{
    static const uint8_t bit = 1;
    unsigned first[FUSION_CATEGORIES];
    for (unsigned k = 0; k < FUSION_CATEGORIES; k++) {
        size_t i = 0;
        while (i < p->sort_count && !category_alike(p, first[i], k))
            i++;
        if (i == p->sort_count)
            first[p->sort_count++] = k;
        p->sorts[i] = (uint8_t)(p->sorts[i] | bit << k);
    }
}

static bool sensor_alike_in(const plan *p, int book, int one, int other)
{
    if (one < 0 || other < 0)
        return one < 0 && other < 0;
    const fusion_sensor *sensors = p->of->sides[book].book->sensors;
    const size_t s = (size_t)one, t = (size_t)other;
    if (sensors[s].sends != sensors[t].sends || sensors[s].period_ns != sensors[t].period_ns)
        return false;
    const book_clause *clause;
    const book_entry *entry;
    for (size_t at = 0; (clause = plan_clause(p, book, &at));)
        if (book_sensor_in(&clause->scope.sensors, s) != book_sensor_in(&clause->scope.sensors, t))
            return false;
    for (size_t at = 0; (entry = plan_entry(p, book, &at));)
        if (book_sensor_in(&entry->scope.sensors, s) != book_sensor_in(&entry->scope.sensors, t))
            return false;
    return true;
}

static bool model_sensors(plan *p)
{
    const compare_names *sensors = &p->of->sensors;
    p->model = calloc(sensors->count + 1, sizeof *p->model);
    for (size_t s = 0; p->model && s < sensors->count; s++) {
        size_t t = 0;
        while (t < s && (p->model[t] != t || sensors->all[t].nation != p->owner ||
                         sensors->all[s].nation != p->owner ||
                         !sensor_alike_in(p, 0, sensors->all[s].in[0], sensors->all[t].in[0]) ||
                         !sensor_alike_in(p, 1, sensors->all[s].in[1], sensors->all[t].in[1])))
            t++;
        p->model[s] = t;
    }
    return p->model != NULL;
}

/* Caveats matter where somebody passes on. */
static bool find_relays(plan *p)
{
    const compare_names *nations = &p->of->nations;
    for (size_t n = 0; n < nations->count; n++) {
        bool relays = false;
        const book_clause *clause;
        for (int b = 0; b < 2; b++)
            for (size_t at = 0; (clause = plan_clause(p, b, &at));)
                relays = relays || (clause->via >= 0 && clause->via == nations->all[n].in[b]);
        size_t *fresh = relays ? plan_add(&p->relays, &p->relay_count, sizeof *fresh) : NULL;
        if (relays && !fresh)
            return false;
        if (fresh)
            *fresh = n;
    }
    return true;
}

bool plan_make(plan *p, const comparison *of, size_t owner)
{
    *p = (plan){.of = of, .owner = owner};
    for (int b = 0; b < 2; b++)
        p->in[b] = of->nations.all[owner].in[b];
    sort_categories(p);
    return model_sensors(p) && find_relays(p) && plan_times(p) && plan_scenes(p) &&
           plan_contexts(p);
}

void plan_free(plan *p)
{
    for (size_t i = 0; i < p->context_count; i++)
        free(p->contexts[i].acts);
    free(p->contexts);
    free(p->scenes);
    free(p->times);
    free(p->relays);
    free(p->model);
}
