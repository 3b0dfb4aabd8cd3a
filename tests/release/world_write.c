#include "release/world.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static const char *const kinds[] = {"air-search", "early-warning", "ship-area", "coastal",
                                    "tracking",   "patrol",        "sonar",     "satellite",
                                    "adsb",       "ais",           "desk"};
static const char *const categories[] = {"missile", "air",  "surface", "subsurface",
                                         "mine",    "land", "nuclear", "cyber"};
static const char *const states[] = {"draft",     "in-force",  "notice-given", "notice-suspended",
                                     "suspended", "terminated"};
static const char *const postures[] = {"routine", "heightened", "crisis", "attack"};

typedef struct page {
    char *text;
    size_t length, room;
} page;

__attribute__((format(printf, 2, 3))) static void put(page *p, const char *format, ...)
{
    if (p->length + 4096 > p->room) {
        p->room = 2 * p->room + 65536;
        p->text = realloc(p->text, p->room);
        if (!p->text)
            abort();
    }
    va_list arguments;
    va_start(arguments, format);
    p->length += (size_t)vsnprintf(p->text + p->length, 4096, format, arguments);
    va_end(arguments);
}

world_name world_called(const world *w, char what, unsigned index)
{
    world_name name;
    const bool nation = what == 'N';
    if (nation && index == w->nations)
        snprintf(name.text, sizeof name.text, "ZZ");
    else if (nation && w->naming == 0)
        snprintf(name.text, sizeof name.text, "N%c", 'A' + (int)index);
    else if (w->naming == 0)
        snprintf(name.text, sizeof name.text, "%c%u", what, index);
    else {
        /* A letter that sorts anyhow between what it is and the number that makes it unique. */
        uint64_t state = (w->naming * 256u + (unsigned)what) * 256u + index;
        snprintf(name.text, sizeof name.text, "%c%c%u", what,
                 (nation ? 'A' : 'a') + (int)world_below(&state, 26), index);
    }
    return name;
}

static const char *time_text(int seconds, char text[32])
{
    const time_t at = (time_t)(WORLD_BASE + seconds);
    struct tm parts;
    gmtime_r(&at, &parts);
    strftime(text, 32, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
}

/* The i-th of a list as it is written. */
static unsigned turned(const world *w, unsigned count, unsigned i)
{
    return w->order % 2 ? count - 1 - (i + w->order / 2) % count : (i + w->order / 2) % count;
}

/* "[x0, x2]", or the word where the set is empty; of words, or of things of the world. */
static void put_words(page *p, const char *key, unsigned set, const char *empty,
                      const char *const *words)
{
    put(p, ", %s: ", key);
    if (set == 0) {
        put(p, "%s", empty);
        return;
    }
    for (unsigned i = 0, written = 0; set >> i != 0; i++)
        if (set >> i & 1u)
            put(p, "%s%s", written++ ? ", " : "[", words[i]);
    put(p, "]");
}

static void put_set(page *p, const world *w, const char *key, unsigned set, const char *empty,
                    char what)
{
    put(p, ", %s: ", key);
    if (set == 0) {
        put(p, "%s", empty);
        return;
    }
    for (unsigned i = 0, written = 0; set >> i != 0; i++)
        if (set >> i & 1u)
            put(p, "%s%s", written++ ? ", " : "[", world_called(w, what, i).text);
    put(p, "]");
}

static void put_nations(page *p, const world *w)
{
    put(p, "nations: [");
    for (unsigned i = 0; i < w->nations; i++) {
        const unsigned n = w->registered ? i : turned(w, w->nations, i);
        put(p, "%s{code: %s, name: \"Nation %u\", role: %s}", i ? ", " : "",
            world_called(w, 'N', n).text, n, w->observers >> n & 1u ? "observer" : "nation");
    }
    put(p, "]\nsensors:\n");
    for (unsigned i = 0; i < w->sensor_count; i++) {
        const unsigned s = w->registered ? i : turned(w, w->sensor_count, i);
        static const char *const sends[] = {"plot", "track", "bearing", "notice"};
        put(p, "  - {name: %s, nation: %s, kind: %s", world_called(w, 's', s).text,
            world_called(w, 'N', w->sensors[s].nation).text, kinds[w->sensors[s].kind]);
        put_words(p, "sends", w->sensors[s].sends, "", sends);
        if (w->sensors[s].period > 0)
            put(p, ", period: %d s}\n", w->sensors[s].period);
        else
            put(p, ", period: irregular}\n");
    }
}

static void put_place(page *p, double lat, double lon)
{
    put(p, "%.4f %c %.4f %c", lat < 0 ? -lat : lat, lat < 0 ? 'S' : 'N', lon < 0 ? -lon : lon,
        lon < 0 ? 'W' : 'E');
}

static void put_area(page *p, const world *w, unsigned index)
{
    const world_area *area = &w->areas[index];
    const double east =
        area->lon + area->size > 180.0 ? area->lon + area->size - 360.0 : area->lon + area->size;
    put(p, "  - {name: %s, altitude: ", world_called(w, 'a', index).text);
    if (area->banded)
        put(p, "%d m to %d m", area->low, area->high);
    else
        put(p, "any");
    if (area->shape == WORLD_CIRCLE) {
        put(p, ", circle: {centre: ");
        put_place(p, area->lat, area->lon);
        put(p, ", radius: %.0f km}}\n", area->size);
    } else if (area->shape == WORLD_BOX) {
        const double north = area->lat + area->size;
        put(p, ", box: {south: %.4f %c, north: %.4f %c, west: %.4f %c, east: %.4f %c}}\n",
            area->lat < 0 ? -area->lat : area->lat, area->lat < 0 ? 'S' : 'N',
            north < 0 ? -north : north, north < 0 ? 'S' : 'N',
            area->lon < 0 ? -area->lon : area->lon, area->lon < 0 ? 'W' : 'E',
            east < 0 ? -east : east, east < 0 ? 'W' : 'E');
    } else {
        put(p, ", polygon: [");
        put_place(p, area->lat, area->lon);
        put(p, ", ");
        put_place(p, area->lat, east);
        put(p, ", ");
        put_place(p, area->lat + area->size, east);
        put(p, "]}\n");
    }
}

static void put_form(page *p, const world *w, unsigned index)
{
    const world_form *form = &w->forms[index];
    static const char *const names[WORLD_LADDERS] = {"every",    "position", "velocity", "altitude",
                                                     "identity", "label",    "source"};
    static const char *const words[WORLD_LADDERS][8] = {
        {"report", "10 s", "30 s", "1 min", "5 min", "10 min", "30 min", "1 h"},
        {"exact", "1 km", "2 km", "5 km", "10 km", "20 km", "50 km"},
        {"exact", "10 m/s", "50 m/s", "100 m/s", "withheld"},
        {"exact", "100 m", "500 m", "1 km", "5 km", "withheld"},
        {"exact", "side", "withheld"},
        {"exact", "withheld"},
        {"sensor", "nation", "hidden"}};
    put(p, "  - {name: %s, shows: %s, delay: %g s", world_called(w, 'f', index).text,
        form->warning ? "warning" : "track", form->delay_ms / 1000.0);
    if (form->warning) {
        put(p, ", area: %s, source: %s}\n", words[1][form->step[1]], words[6][form->step[6]]);
        return;
    }
    for (unsigned l = 0; l < WORLD_LADDERS; l++)
        put(p, ", %s: %s", names[l], words[l][form->step[l]]);
    put(p, "}\n");
}

static void put_places_and_times(page *p, const world *w)
{
    char from[32], to[32];
    if (w->area_count > 0)
        put(p, "areas:\n");
    for (unsigned i = 0; i < w->area_count; i++) {
        const unsigned a = turned(w, w->area_count, i);
        put_area(p, w, a);
    }
    if (w->period_count > 0)
        put(p, "periods:\n");
    for (unsigned i = 0; i < w->period_count; i++)
        put(p, "  - {name: %s, starts: %s, ends: %s}\n", world_called(w, 'p', i).text,
            time_text(w->periods[i][0], from), time_text(w->periods[i][1], to));
    if (w->emergency_count > 0)
        put(p, "emergencies:\n");
    for (unsigned i = 0; i < w->emergency_count; i++) {
        put(p, "  - {name: %s", world_called(w, 'g', i).text);
        put_set(p, w, "declared-by", w->emergencies[i].by, "", 'N');
        put(p, ", lasts: %g s}\n", w->emergencies[i].lasts / 2.0);
    }
    if (w->form_count > 0)
        put(p, "forms:\n");
    for (unsigned i = 0; i < w->form_count; i++) {
        const unsigned f = turned(w, w->form_count, i);
        put_form(p, w, f);
    }
}

/* Sensors by name and by kind, and areas, stand in one list. */
static void put_picks(page *p, const world *w, const char *key, unsigned sensors, unsigned sorts,
                      unsigned areas)
{
    unsigned written = 0;
    put(p, ", %s: ", key);
    for (unsigned i = 0; i < 32; i++) {
        if (sensors >> i & 1u)
            put(p, "%s%s", written++ ? ", " : "[", world_called(w, 's', i).text);
        if (sorts >> i & 1u)
            put(p, "%s%s", written++ ? ", " : "[", kinds[i]);
        if (areas >> i & 1u)
            put(p, "%s%s", written++ ? ", " : "[", world_called(w, 'a', i).text);
    }
    put(p, "]");
}

static void put_scope(page *p, const world *w, const world_scope *scope)
{
    if (scope->sensors || scope->kinds)
        put_picks(p, w, "sensors", scope->sensors, scope->kinds, 0);
    else
        put(p, ", sensors: all");
    if (scope->except_sensors || scope->except_kinds || scope->except_areas)
        put_picks(p, w, "except", scope->except_sensors, scope->except_kinds, scope->except_areas);
    put_set(p, w, "where", scope->where, "everywhere", 'a');
    if (!scope->during && !scope->postures && scope->emergency < 0) {
        put(p, ", when: always");
        return;
    }
    page inner = {0};
    put_set(&inner, w, "during", scope->during, "always", 'p');
    put_words(&inner, "posture", scope->postures, "any", postures);
    if (scope->emergency >= 0)
        put(&inner, ", emergency: %s", world_called(w, 'g', (unsigned)scope->emergency).text);
    else
        put(&inner, ", emergency: not-needed");
    put(p, ", when: {%s}", inner.text + 2); /* each begins with a comma */
    free(inner.text);
}

static void put_form_name(page *p, const world *w, unsigned form)
{
    if (form == 0)
        put(p, ", form: exact");
    else
        put(p, ", form: %s", world_called(w, 'f', form - 1).text);
}

static void put_clause(page *p, const world *w, unsigned index)
{
    const world_clause *clause = &w->clauses[index];
    static const char *const approvals[] = {"standing", "category", "item"};
    put(p, "      - {name: %s, from: %s", world_called(w, 'c', index).text,
        world_called(w, 'N', clause->from).text);
    put_set(p, w, "to", clause->to, "", 'N');
    if (clause->via < 0)
        put(p, ", via: direct");
    else
        put(p, ", via: {nation: %s, delay: %g s, approval: %s}",
            world_called(w, 'N', (unsigned)clause->via).text, clause->hop_ms / 1000.0,
            approvals[clause->approval]);
    put_words(p, "gives", clause->gives == 255 ? 0 : clause->gives, "all", categories);
    put(p, ", products: [%s%s%s]", clause->tracks ? "tracks" : "",
        clause->tracks && clause->notices ? ", " : "", clause->notices ? "notices" : "");
    put_scope(p, w, &clause->scope);
    put_form_name(p, w, clause->form);
    put(p, "}\n");
}

static void put_agreement(page *p, const world *w, unsigned a)
{
    const world_agreement *one = &w->agreements[a];
    char at[32];
    put(p, "  - name: %s\n    title: \"Agreement %u\"\n    terms: {notice: ",
        world_called(w, 't', a).text, a);
    if (one->notice > 0)
        put(p, "%d s", one->notice);
    else
        put(p, "none");
    put_set(p, w, "parties", one->parties, "", 'N');
    put(p, ", until: %s, given-before: %s}\n    events: [",
        one->until == WORLD_OPEN ? "open" : time_text(one->until, at),
        one->removed ? "removed" : "stays");
    for (unsigned e = 0; e < one->event_count; e++) {
        put(p, "%s{at: %s, becomes: %s", e ? ", " : "", time_text(one->events[e].at, at),
            states[one->events[e].state]);
        if (one->events[e].state == 2)
            put(p, ", ends: %s", time_text(one->events[e].ends, at));
        put(p, "}");
    }
    put(p, "]\n    clauses:\n");
    for (unsigned i = 0; i < w->clause_count; i++) {
        const unsigned c = turned(w, w->clause_count, i);
        if (w->clauses[c].agreement == a)
            put_clause(p, w, c);
    }
}

static void put_agreements(page *p, const world *w)
{
    put(p, "agreements:%s\n", w->clause_count > 0 ? "" : " none");
    for (unsigned i = 0; i < w->agreement_count; i++) {
        const unsigned a = turned(w, w->agreement_count, i);
        if (world_has_clause(w, a))
            put_agreement(p, w, a);
    }
}

static void put_list_of(page *p, const world *w, unsigned owner, bool limits)
{
    bool any = false;
    put(p, "    %s:", limits ? "limits" : "never");
    for (unsigned i = 0; i < w->entry_count; i++) {
        const unsigned e = turned(w, w->entry_count, i);
        const world_entry *entry = &w->entries[e];
        if (entry->owner != owner || entry->limit != limits)
            continue;
        put(p, "%s      - {name: %s", any ? "" : "\n", world_called(w, 'e', e).text);
        put_set(p, w, "to", entry->to, "all", 'N');
        put_words(p, "gives", entry->gives == 255 ? 0 : entry->gives, "all", categories);
        put_scope(p, w, &entry->scope);
        if (limits)
            put_form_name(p, w, entry->form);
        put(p, "}\n");
        any = true;
    }
    if (!any)
        put(p, " none\n");
}

static void put_rules(page *p, const world *w)
{
    put(p, "owners:\n");
    for (unsigned n = 0; n < w->nations; n++) {
        put(p, "  - nation: %s\n", world_called(w, 'N', n).text);
        put_list_of(p, w, n, false);
        put_list_of(p, w, n, true);
    }
    put(p, "rules:\n");
    for (unsigned i = 0; i < w->rule_count; i++) {
        const unsigned r = turned(w, w->rule_count, i);
        unsigned set = 0;
        for (unsigned a = 0; a < w->agreement_count; a++)
            if ((w->rules[r] >> a & 1u) && world_has_clause(w, a))
                set |= 1u << a;
        put(p, "  - {name: %s", world_called(w, 'r', r).text);
        put_set(p, w, "agreements", set, "none", 't');
        put(p, "}\n");
    }
}

world_name world_guest(const world *w, const world_room *room, unsigned guest)
{
    world_name unknown = {"unknown"};
    return guest < room->guest_count ? world_called(w, 'N', room->guests[guest]) : unknown;
}

static void put_rooms(page *p, const world *w)
{
    char at[32];
    for (unsigned i = 0; i < w->room_count; i++) {
        const unsigned m = turned(w, w->room_count, i);
        const world_room *room = &w->rooms[m];
        put(p, "%s  - {name: %s, owner: %s, rule: %s", i ? "" : "rooms:\n",
            world_called(w, 'm', m).text, world_called(w, 'N', room->owner).text,
            world_called(w, 'r', room->rule).text);
        put_set(p, w, "present", room->present, "none", 'N');
        put(p, ", silent-after: %d s, comes-back: %s, visits: %s", room->silent_after,
            room->by_operator ? "by-operator" : "at-once", room->visit_count ? "[" : "none");
        for (unsigned v = 0; v < room->visit_count; v++)
            put(p, "%s{at: %s, who: %s, does: %s}", v ? ", " : "",
                time_text(room->visits[v].at, at), world_guest(w, room, room->visits[v].who).text,
                room->visits[v].enters ? "enters" : "leaves");
        put(p, "%s}\n", room->visit_count ? "]" : "");
    }
}

/* One thing a line, and a remark behind it: a layout that means the same. */
static void spread(page *p)
{
    page wide = {0};
    for (const char *at = p->text; *at; at++)
        if (at[0] == ',' && at[1] == ' ')
            put(&wide, ", # as it may stand\n            ");
        else
            put(&wide, "%c", *at);
    free(p->text);
    *p = wide;
}

char *world_write(const world *w)
{
    page p = {0};
    static const char *const sent[] = {"plot", "track", "bearing", "notice"};
    unsigned kind = 0;
    while (!(w->sensors[0].sends >> kind & 1u))
        kind++;
    put(&p, "format: picket-rules-1\ntitle: \"Drawn from seed %llu\"\n",
        (unsigned long long)w->seed);
    put_nations(&p, w);
    put_places_and_times(&p, w);
    put_agreements(&p, w);
    put_rules(&p, w);
    put_rooms(&p, w);
    put(&p,
        "examples:\n  - {name: nothing-without-agreement, rule: %s, at: 2031-03-04T00:05:00Z, "
        "given: {sensor: %s, report: %s, categories: [air], position: %s, altitude: unknown, "
        "caveats: %s}, declared: none, expect: [{who: everyone-else, sees: nothing}]}\n",
        world_called(w, 'r', 0).text, world_called(w, 's', 0).text, sent[kind],
        kind == 2 ? "none" : "1.0 N 2.0 E", w->room_count ? "[owner-only]" : "none");
    if (w->layout)
        spread(&p);
    return p.text;
}

static void says_target(const world *w, const world_act *act, char *text, size_t room)
{
    switch (act->target) {
    case 0:
        snprintf(text, room, "sensor %s", world_called(w, 's', act->sensor).text);
        break;
    case 1:
        snprintf(text, room, "category %s", categories[act->category]);
        break;
    case 2:
        snprintf(text, room, "area %s", world_called(w, 'a', act->index).text);
        break;
    case 3:
        snprintf(text, room, "item %s/%u", world_called(w, 's', act->sensor).text, act->number);
        break;
    default:
        snprintf(text, room, "agreement %s", world_called(w, 't', act->index).text);
        break;
    }
}

void world_says(const world *w, const world_act *act, char *text, size_t room)
{
    char target[64], from[32], to[32];
    const int lifts = act->lift ? snprintf(text, room, "lift ") : 0;
    text += lifts;
    room -= (size_t)lifts;
    says_target(w, act, target, sizeof target);
    switch (act->verb) {
    case WORLD_POSTURE:
        snprintf(text, room, "posture %s", postures[act->index]);
        break;
    case WORLD_EMERGENCY:
        snprintf(text, room, "emergency %s", world_called(w, 'g', act->index).text);
        break;
    case WORLD_APPROVE:
        snprintf(text, room, "approve %s %s", world_called(w, 'c', act->index).text,
                 categories[act->category]);
        break;
    case WORLD_APPROVE_ITEM:
        snprintf(text, room, "approve %s item %s/%u", world_called(w, 'c', act->index).text,
                 world_called(w, 's', act->sensor).text, act->number);
        break;
    case WORLD_HOLD:
        snprintf(text, room, "hold %s", target);
        break;
    case WORLD_WITHDRAW:
        snprintf(text, room, "withdraw %s from %s to %s", target, time_text(act->from, from),
                 time_text(act->to, to));
        break;
    case WORLD_BECOMES:
        snprintf(text, room, "agreement %s becomes %s", world_called(w, 't', act->index).text,
                 states[act->state]);
        break;
    }
}
