#include "daemon/config/config.h"

#include <string.h>

const fusion_form *config_form(const config_forms *forms, size_t index)
{
    return forms && index < forms->count ? &forms->list[index] : NULL;
}

static bool same_sensor(const fusion_sensor *one, const fusion_sensor *other)
{
    bool same = strcmp(one->name, other->name) == 0 && one->nation == other->nation &&
                one->kind == other->kind && one->sends == other->sends &&
                one->moves == other->moves && one->period_ns == other->period_ns &&
                one->detection == other->detection && one->false_plots == other->false_plots &&
                one->late_ns == other->late_ns;
    for (size_t i = 0; i < 3; i++)
        same = same && one->place[i] == other->place[i];
    return same;
}

static bool same_nations(const fusion_registry *one, const fusion_registry *other)
{
    bool same = one->nation_count == other->nation_count;
    for (size_t i = 0; same && i < one->nation_count; i++)
        same = strcmp(one->nations[i].code, other->nations[i].code) == 0 &&
               one->nations[i].observer == other->nations[i].observer;
    return same;
}

static bool same_sensors(const fusion_registry *one, const fusion_registry *other)
{
    bool same = one->sensor_count == other->sensor_count;
    for (size_t i = 0; same && i < one->sensor_count; i++)
        same = same_sensor(&one->sensors[i], &other->sensors[i]);
    return same;
}

static bool same_address(const config_address *one, const config_address *other)
{
    return strcmp(one->host, other->host) == 0 && one->port == other->port;
}

/* The index of a view in the other; its count: it is not there. */
static size_t view_find(const config *in, const char *name)
{
    size_t v = 0;
    while (v < in->view_count && strcmp(in->view_names[v], name) != 0)
        v++;
    return v;
}

static bool same_views(const config *one, const config *fresh)
{
    bool same = one->view_count == fresh->view_count;
    for (size_t v = 0; same && v < one->view_count; v++)
        same = view_find(fresh, one->view_names[v]) < fresh->view_count;
    return same;
}

static bool same_opened(const config *one, const config *fresh)
{
    bool same = true;
    for (size_t v = 0; v < one->view_count; v++) {
        const size_t there = view_find(fresh, one->view_names[v]);
        same = same && (one->opened >> v & 1u) == (fresh->opened >> there & 1u);
    }
    return same;
}

static bool same_in_force(const config *one, const config *fresh)
{
    if (!one->tokens[0])
        return true; /* nobody asks for it */
    const char *here = fusion_book_rule_name(one->book, one->in_force);
    const char *there = fusion_book_rule_name(fresh->book, fresh->in_force);
    return here && there ? strcmp(here, there) == 0 : here == there;
}

/* The view is of the same room, and it is the same people's, or of none. */
static bool same_rooms(const config *one, const config *fresh)
{
    bool same = true;
    for (size_t v = 0; same && v < one->view_count; v++) {
        const size_t there = view_find(fresh, one->view_names[v]);
        same = (one->rooms[v] < 0) == (fresh->rooms[there] < 0) &&
               one->views[v].audience == fresh->views[there].audience;
    }
    return same;
}

static bool same_beats(const config *one, const config *fresh)
{
    bool same = one->beat_count == fresh->beat_count;
    for (size_t i = 0; same && i < one->beat_count; i++)
        same = same_address(&one->beats[i], &fresh->beats[i]);
    return same;
}

const char *config_differs(const config *one, const config *fresh)
{
    const struct {
        const char *key;
        bool same;
    } each[] = {
        {"nations of the book", same_nations(&one->registry, &fresh->registry)},
        {"sensors", same_sensors(&one->registry, &fresh->registry)},
        {"views", same_views(one, fresh)},
        {"reports", same_address(&one->reports, &fresh->reports)},
        {"control", same_address(&one->control, &fresh->control)},
        {"pictures", same_address(&one->pictures, &fresh->pictures)},
        {"page", same_address(&one->page, &fresh->page)},
        {"beats", same_beats(one, fresh)},
        {"clock", one->clock_wall == fresh->clock_wall},
        {"clutter", one->clutter == fresh->clutter},
        {"epoch", one->epoch_ns == fresh->epoch_ns},
        {"window", one->window_ns == fresh->window_ns},
        {"retain", one->retain_ns == fresh->retain_ns},
        {"record", strcmp(one->record, fresh->record) == 0},
        {"files", strcmp(one->files, fresh->files) == 0},
        {"truth", strcmp(one->truth, fresh->truth) == 0},
        {"tokens", strcmp(one->tokens, fresh->tokens) == 0},
        {"exercise-keys", one->keyed == fresh->keyed && memcmp(one->floor_keys, fresh->floor_keys,
                                                               sizeof one->floor_keys) == 0},
    };
    for (size_t i = 0; i < sizeof each / sizeof each[0]; i++)
        if (!each[i].same)
            return each[i].key;
    if (!same_rooms(one, fresh))
        return "rooms of the book";
    if (!same_in_force(one, fresh))
        return "in-force";
    return same_opened(one, fresh) ? NULL : "opened";
}

static bool same_form(const fusion_form *one, const fusion_form *other)
{
    return strcmp(one->name, other->name) == 0 && one->delay_ns == other->delay_ns &&
           one->every_ns == other->every_ns && one->position == other->position &&
           one->velocity == other->velocity && one->altitude == other->altitude &&
           one->identity == other->identity && one->label_withheld == other->label_withheld &&
           one->source == other->source && one->warning == other->warning;
}

/* The index among all forms; it is added where it is new. false: there is no room. */
static bool form_place(config_forms *forms, const fusion_form *form, uint8_t *index)
{
    size_t at = 0;
    while (at < forms->count && !same_form(&forms->list[at], form))
        at++;
    if (at == CONFIG_FORMS_MAX)
        return false;
    if (at == forms->count)
        forms->list[forms->count++] = *form;
    *index = (uint8_t)at;
    return true;
}

static bool rule_place(const fusion_book *book, const char *name, size_t *rule)
{
    for (*rule = 0; *rule < fusion_book_rules(book); ++*rule)
        if (strcmp(fusion_book_rule_name(book, *rule), name) == 0)
            return true;
    return false;
}

/* By its name; -1 where a view is of none. */
static bool room_place(const config *one, size_t view, const fusion_book *book, int *room)
{
    const int was = one->rooms[view];
    *room = -1;
    if (was < 0)
        return true;
    const char *name = fusion_book_room(one->book, (size_t)was).name;
    for (size_t r = 0; r < fusion_book_rooms(book); r++)
        if (strcmp(fusion_book_room(book, r).name, name) == 0)
            *room = (int)r;
    return *room >= 0;
}

const char *config_turn_make(config *one, const fusion_view *views, const fusion_book *book,
                             config_turn *turn)
{
    int room;
    for (size_t v = 0; v < one->view_count; v++)
        if (!rule_place(book, fusion_book_rule_name(one->book, views[v].rule), &turn->rules[v]))
            return "a rule that a view is under is not in the new book";
    for (size_t v = 0; v < one->view_count; v++)
        if (!room_place(one, v, book, &room))
            return "a room that has a view is not in the new book";
    for (size_t f = 0; f < fusion_book_forms(book); f++)
        if (!form_place(&one->forms, fusion_book_form(book, f), &turn->forms[f]))
            return "more than 256 forms since the start";
    return NULL;
}

/* By its name; a rule that is not there, as where none is in force, stays none. */
static size_t rule_again(const fusion_book *from, const fusion_book *to, size_t rule)
{
    const char *name = fusion_book_rule_name(from, rule);
    size_t there = fusion_book_rules(to);
    if (name)
        rule_place(to, name, &there);
    return there;
}

void config_book_swap(config *one, config *fresh)
{
    one->in_force = rule_again(one->book, fresh->book, one->in_force);
    for (size_t v = 0; v < one->view_count; v++)
        room_place(one, v, fresh->book, &one->rooms[v]);
    for (size_t v = 0; v < one->view_count; v++)
        one->views[v].rule = rule_again(one->book, fresh->book, one->views[v].rule);
    fusion_book *const book = one->book;
    char *const text = one->book_text;
    const size_t size = one->book_size;
    one->book = fresh->book;
    one->book_text = fresh->book_text;
    one->book_size = fresh->book_size;
    fresh->book = book;
    fresh->book_text = text;
    fresh->book_size = size;
    strcpy(one->book_path, fresh->book_path);
    strcpy(one->book_sha256, fresh->book_sha256);
}
