#include "daemon/picture/picture_lists.h"

#include <stdlib.h>
#include <string.h>

static int key_compare(const void *a, const void *b)
{
    return source_key_compare(a, b);
}

static bool grow_sets(picture_lists *lists, size_t count)
{
    if (count <= lists->set_room)
        return true;
    const size_t room = count > 2 * lists->set_room ? count : 2 * lists->set_room;
    source_key *keys = realloc(lists->keys, room * sizeof *keys);
    if (!keys)
        return false;
    lists->keys = keys;
    Picket__V1__SourceSet *sets = realloc(lists->sets, room * sizeof *sets);
    if (!sets)
        return false;
    lists->sets = sets;
    Picket__V1__SourceSet **pointers = realloc(lists->set_pointers, room * sizeof *pointers);
    if (!pointers)
        return false;
    lists->set_pointers = pointers;
    lists->set_room = room;
    return true;
}

/* The distinct keys of all tracks, and for each track the place of its own. */
static bool list_keys(picture_lists *lists, picture_columns *columns)
{
    if (!grow_sets(lists, columns->count))
        return false;
    lists->set_count = 0;
    if (columns->count == 0)
        return true;
    memcpy(lists->keys, columns->sources, columns->count * sizeof *lists->keys);
    qsort(lists->keys, columns->count, sizeof *lists->keys, key_compare);
    for (size_t i = 0; i < columns->count; i++)
        if (i == 0 || source_key_compare(&lists->keys[i], &lists->keys[lists->set_count - 1]) != 0)
            lists->keys[lists->set_count++] = lists->keys[i];
    for (size_t i = 0; i < columns->count; i++) {
        const source_key *found = bsearch(&columns->sources[i], lists->keys, lists->set_count,
                                          sizeof *lists->keys, key_compare);
        columns->source_set[i] = (uint32_t)(found - lists->keys);
    }
    return true;
}

static void add_claimants(source_key *all, const picture_columns *columns)
{
    for (size_t i = 0; i < columns->count; i++)
        for (size_t k = 0; k < columns->claims[i].count; k++) {
            const uint16_t name = columns->claims[i].of[k].name;
            if (name < SOURCES_MAX)
                all->bits[name / 64] |= UINT64_C(1) << name % 64;
        }
}

/* The names in any of the keys and claims; index[n] is where name n stands in the list. */
static void list_sources(picture_lists *lists, const picture_columns *columns,
                         const source_names *names, uint16_t index[SOURCES_MAX])
{
    source_key all = {{0}};
    for (size_t i = 0; i < lists->set_count; i++)
        for (size_t word = 0; word < SOURCE_WORDS; word++)
            all.bits[word] |= lists->keys[i].bits[word];
    add_claimants(&all, columns);
    lists->source_count = 0;
    for (size_t name = 0; name < names->count; name++) {
        if (!(all.bits[name / 64] >> name % 64 & 1))
            continue;
        index[name] = (uint16_t)lists->source_count;
        Picket__V1__Source *source = &lists->sources[lists->source_count];
        picket__v1__source__init(source);
        source->nation = (char *)names->names[name].nation;
        source->sensor = (char *)names->names[name].sensor;
        lists->source_pointers[lists->source_count++] = source;
    }
}

static bool list_sets(picture_lists *lists, const source_names *names,
                      const uint16_t index[SOURCES_MAX])
{
    const size_t room = lists->set_count * lists->source_count;
    if (room > lists->item_room) {
        uint32_t *items = realloc(lists->items, room * sizeof *items);
        if (!items)
            return false;
        lists->items = items;
        lists->item_room = room;
    }
    uint32_t *item = lists->items;
    for (size_t i = 0; i < lists->set_count; i++) {
        Picket__V1__SourceSet *set = &lists->sets[i];
        picket__v1__source_set__init(set);
        set->source = item;
        for (size_t name = 0; name < names->count; name++)
            if (lists->keys[i].bits[name / 64] >> name % 64 & 1)
                *item++ = index[name];
        set->n_source = (size_t)(item - set->source);
        lists->set_pointers[i] = set;
    }
    return true;
}

static Picket__V1__Detail detail_of(double step)
{
    return step < 0.0   ? PICKET__V1__DETAIL__DETAIL_WITHHELD
           : step > 0.0 ? PICKET__V1__DETAIL__DETAIL_STEPPED
                        : PICKET__V1__DETAIL__DETAIL_EXACT;
}

static void form_message(Picket__V1__Form *message, const fusion_form *form)
{
    static const Picket__V1__Detail identities[] = {PICKET__V1__DETAIL__DETAIL_EXACT,
                                                    PICKET__V1__DETAIL__DETAIL_SIDE,
                                                    PICKET__V1__DETAIL__DETAIL_WITHHELD};
    static const Picket__V1__Detail sources[] = {PICKET__V1__DETAIL__DETAIL_EXACT,
                                                 PICKET__V1__DETAIL__DETAIL_NATION,
                                                 PICKET__V1__DETAIL__DETAIL_WITHHELD};
    picket__v1__form__init(message);
    message->floor_m = form->position;
    message->circle_m = 3.0 * form->position;
    message->delay_s = (double)form->delay_ns / (double)FUSION_SECOND;
    message->every_s = (double)form->every_ns / (double)FUSION_SECOND;
    message->velocity = detail_of(form->velocity);
    message->velocity_step_mps = form->velocity > 0.0 ? form->velocity : 0.0;
    message->altitude = detail_of(form->altitude);
    message->altitude_step_m = form->altitude > 0.0 ? form->altitude : 0.0;
    message->identity = identities[form->identity];
    message->label = detail_of(form->label_withheld ? -1.0 : 0.0);
    message->source = sources[form->source];
}

/* A form that is not listed hides nothing here: the gate has applied it already. */
static const fusion_form *form_of(const config_forms *forms, size_t index)
{
    static const fusion_form exact = {.name = "exact"};
    const fusion_form *form = config_form(forms, index);
    return form ? form : &exact;
}

static void list_forms(picture_lists *lists, picture_columns *columns, const config_forms *forms)
{
    bool used[LIST_FORMS_MAX] = {false};
    for (size_t i = 0; i < columns->count; i++)
        used[columns->form[i]] = true;
    size_t order[LIST_FORMS_MAX]; /* indices by name: an insertion sort of a few */
    size_t count = 0;
    for (size_t form = 0; form < LIST_FORMS_MAX; form++) {
        if (!used[form])
            continue;
        size_t at = count++;
        for (; at > 0; at--) {
            const char *before = form_of(forms, order[at - 1])->name;
            if (strcmp(before, form_of(forms, form)->name) <= 0)
                break;
            order[at] = order[at - 1];
        }
        order[at] = form;
    }
    uint8_t index[LIST_FORMS_MAX] = {0};
    for (size_t i = 0; i < count; i++) {
        index[order[i]] = (uint8_t)i;
        form_message(&lists->forms[i], form_of(forms, order[i]));
        lists->form_pointers[i] = &lists->forms[i];
    }
    lists->form_count = count;
    for (size_t i = 0; i < columns->count; i++)
        columns->listed_form[i] = index[columns->form[i]];
}

static bool grow_claims(picture_lists *lists, size_t count)
{
    if (count <= lists->claim_room)
        return true;
    Picket__V1__Claim *claims = realloc(lists->claims, 2 * count * sizeof *claims);
    if (!claims)
        return false;
    lists->claims = claims;
    Picket__V1__Claim **pointers = realloc(lists->claim_pointers, 2 * count * sizeof *pointers);
    if (!pointers)
        return false;
    lists->claim_pointers = pointers;
    lists->claim_room = 2 * count;
    return true;
}

static void add_claims(picture_lists *lists, uint64_t number, const column_claims *said,
                       const uint16_t index[SOURCES_MAX])
{
    for (size_t k = 0; k < said->count; k++) {
        const uint16_t name = said->of[k].name;
        Picket__V1__Claim *claim = &lists->claims[lists->claim_count];
        picket__v1__claim__init(claim);
        claim->number = number;
        claim->source = name < SOURCES_MAX ? 1u + index[name] : 0;
        claim->categories = said->of[k].categories;
        claim->identity = said->of[k].identity;
        claim->identity_percent = said->of[k].identity_percent;
        lists->claim_pointers[lists->claim_count++] = claim;
    }
}

static bool list_claims(picture_lists *lists, const picture_columns *columns,
                        const uint16_t index[SOURCES_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < columns->count; i++)
        count += columns->claims[i].count;
    if (!grow_claims(lists, count))
        return false;
    lists->claim_count = 0;
    for (size_t i = 0; i < columns->count; i++)
        add_claims(lists, columns->number[i], &columns->claims[i], index);
    return true;
}

static bool grow_mergers(picture_lists *lists, size_t count)
{
    if (count <= lists->merger_room)
        return true;
    Picket__V1__Merger *mergers = realloc(lists->mergers, 2 * count * sizeof *mergers);
    if (!mergers)
        return false;
    lists->mergers = mergers;
    Picket__V1__Merger **pointers = realloc(lists->merger_pointers, 2 * count * sizeof *pointers);
    if (!pointers)
        return false;
    lists->merger_pointers = pointers;
    lists->merger_room = 2 * count;
    return true;
}

static bool list_mergers(picture_lists *lists, const picture_columns *columns)
{
    size_t count = 0;
    for (size_t i = 0; i < columns->count; i++)
        count += columns->absorbed[i] != 0;
    if (!grow_mergers(lists, count))
        return false;
    lists->merger_count = 0;
    for (size_t i = 0; i < columns->count; i++) {
        if (columns->absorbed[i] == 0)
            continue;
        Picket__V1__Merger *merger = &lists->mergers[lists->merger_count];
        picket__v1__merger__init(merger);
        merger->number = columns->number[i];
        merger->gone = columns->absorbed[i];
        lists->merger_pointers[lists->merger_count++] = merger;
    }
    return true;
}

bool picture_lists_make(picture_lists *lists, picture_columns *columns, const source_names *names,
                        const config_forms *forms)
{
    uint16_t index[SOURCES_MAX] = {0};
    if (!list_keys(lists, columns))
        return false;
    list_sources(lists, columns, names, index);
    if (!list_sets(lists, names, index) || !list_claims(lists, columns, index) ||
        !list_mergers(lists, columns))
        return false;
    list_forms(lists, columns, forms);
    return true;
}

void picture_lists_free(picture_lists *lists)
{
    free(lists->keys);
    free(lists->sets);
    free(lists->set_pointers);
    free(lists->items);
    free(lists->claims);
    free(lists->claim_pointers);
    free(lists->mergers);
    free(lists->merger_pointers);
}
