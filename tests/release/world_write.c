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

/* "[x0, x2]", or the word where the set is empty. */
static void put_set(page *p, const char *key, unsigned set, const char *empty, char letter,
                    const char *const *words)
{
    put(p, ", %s: ", key);
    if (set == 0) {
        put(p, "%s", empty);
        return;
    }
    const char *before = "[";
    for (unsigned i = 0; set >> i != 0; i++) {
        if (!(set >> i & 1u))
            continue;
        if (words)
            put(p, "%s%s", before, words[i]);
        else if (letter == 'N')
            put(p, "%sN%c", before, 'A' + (int)i);
        else
            put(p, "%s%c%u", before, letter, i);
        before = ", ";
    }
    put(p, "]");
}

static void put_nations(page *p, const world *w)
{
    put(p, "nations: [");
    for (unsigned i = 0; i < w->nations; i++) {
        const unsigned n = turned(w, w->nations, i);
        put(p, "%s{code: N%c, name: \"Nation %u\", role: %s}", i ? ", " : "", 'A' + (int)n, n,
            w->observers >> n & 1u ? "observer" : "nation");
    }
    put(p, "]\nsensors:\n");
    for (unsigned i = 0; i < w->sensor_count; i++) {
        const unsigned s = turned(w, w->sensor_count, i);
        static const char *const sends[] = {"plot", "track", "bearing", "notice"};
        put(p, "  - {name: s%u, nation: N%c, kind: %s", s, 'A' + (int)w->sensors[s].nation,
            kinds[w->sensors[s].kind]);
        put_set(p, "sends", w->sensors[s].sends, "", 0, sends);
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

static void put_area(page *p, const world_area *area, unsigned index)
{
    const double east =
        area->lon + area->size > 180.0 ? area->lon + area->size - 360.0 : area->lon + area->size;
    put(p, "  - {name: a%u, altitude: ", index);
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

static void put_form(page *p, const world_form *form, unsigned index)
{
    static const char *const names[WORLD_LADDERS] = {"every",    "position", "velocity", "altitude",
                                                     "identity", "label",    "source"};
    static const char *const words[WORLD_LADDERS][8] = {
        {"report", "10 s", "30 s", "1 min"},
        {"exact", "1 km", "2 km", "5 km", "10 km", "20 km", "50 km"},
        {"exact", "10 m/s", "50 m/s", "100 m/s", "withheld"},
        {"exact", "100 m", "500 m", "1 km", "5 km", "withheld"},
        {"exact", "side", "withheld"},
        {"exact", "withheld"},
        {"sensor", "nation", "hidden"}};
    put(p, "  - {name: f%u, shows: %s, delay: %d s", index, form->warning ? "warning" : "track",
        form->delay);
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
        put_area(p, &w->areas[a], a);
    }
    if (w->period_count > 0)
        put(p, "periods:\n");
    for (unsigned i = 0; i < w->period_count; i++)
        put(p, "  - {name: p%u, starts: %s, ends: %s}\n", i, time_text(w->periods[i][0], from),
            time_text(w->periods[i][1], to));
    if (w->emergency_count > 0)
        put(p, "emergencies:\n");
    for (unsigned i = 0; i < w->emergency_count; i++) {
        put(p, "  - {name: g%u", i);
        put_set(p, "declared-by", w->emergencies[i].by, "", 'N', NULL);
        put(p, ", lasts: %d s}\n", w->emergencies[i].lasts);
    }
    if (w->form_count > 0)
        put(p, "forms:\n");
    for (unsigned i = 0; i < w->form_count; i++) {
        const unsigned f = turned(w, w->form_count, i);
        put_form(p, &w->forms[f], f);
    }
}

/* Sensors by name and by kind stand in one list. */
static void put_picks(page *p, const char *key, unsigned sensors, unsigned sorts, unsigned areas)
{
    const char *before = "[";
    put(p, ", %s: ", key);
    for (unsigned i = 0; i < 32; i++) {
        if (sensors >> i & 1u) {
            put(p, "%ss%u", before, i);
            before = ", ";
        }
        if (sorts >> i & 1u) {
            put(p, "%s%s", before, kinds[i]);
            before = ", ";
        }
        if (areas >> i & 1u) {
            put(p, "%sa%u", before, i);
            before = ", ";
        }
    }
    put(p, "]");
}

static void put_scope(page *p, const world_scope *scope)
{
    if (scope->sensors || scope->kinds)
        put_picks(p, "sensors", scope->sensors, scope->kinds, 0);
    else
        put(p, ", sensors: all");
    if (scope->except_sensors || scope->except_kinds || scope->except_areas)
        put_picks(p, "except", scope->except_sensors, scope->except_kinds, scope->except_areas);
    put_set(p, "where", scope->where, "everywhere", 'a', NULL);
    if (!scope->during && !scope->postures && scope->emergency < 0) {
        put(p, ", when: always");
        return;
    }
    page inner = {0};
    put_set(&inner, "during", scope->during, "always", 'p', NULL);
    put_set(&inner, "posture", scope->postures, "any", 0, postures);
    if (scope->emergency >= 0)
        put(&inner, ", emergency: g%d", scope->emergency);
    else
        put(&inner, ", emergency: not-needed");
    put(p, ", when: {%s}", inner.text + 2); /* each begins with a comma */
    free(inner.text);
}

static void put_form_name(page *p, unsigned form)
{
    if (form == 0)
        put(p, ", form: exact");
    else
        put(p, ", form: f%u", form - 1);
}

static void put_clause(page *p, const world_clause *clause, unsigned index)
{
    static const char *const approvals[] = {"standing", "category", "item"};
    put(p, "      - {name: c%u, from: N%c", index, 'A' + (int)clause->from);
    put_set(p, "to", clause->to, "", 'N', NULL);
    if (clause->via < 0)
        put(p, ", via: direct");
    else
        put(p, ", via: {nation: N%c, delay: %d s, approval: %s}", 'A' + clause->via, clause->hop,
            approvals[clause->approval]);
    put_set(p, "gives", clause->gives == 255 ? 0 : clause->gives, "all", 0, categories);
    put(p, ", products: [%s%s%s]", clause->tracks ? "tracks" : "",
        clause->tracks && clause->notices ? ", " : "", clause->notices ? "notices" : "");
    put_scope(p, &clause->scope);
    put_form_name(p, clause->form);
    put(p, "}\n");
}

static void put_agreement(page *p, const world *w, unsigned a)
{
    const world_agreement *one = &w->agreements[a];
    char at[32];
    put(p, "  - name: t%u\n    title: \"Agreement %u\"\n    terms: {notice: ", a, a);
    if (one->notice > 0)
        put(p, "%d s", one->notice);
    else
        put(p, "none");
    put_set(p, "parties", one->parties, "", 'N', NULL);
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
            put_clause(p, &w->clauses[c], c);
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
        put(p, "%s      - {name: e%u", any ? "" : "\n", e);
        put_set(p, "to", entry->to, "all", 'N', NULL);
        put_set(p, "gives", entry->gives == 255 ? 0 : entry->gives, "all", 0, categories);
        put_scope(p, &entry->scope);
        if (limits)
            put_form_name(p, entry->form);
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
        put(p, "  - nation: N%c\n", 'A' + (int)n);
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
        put(p, "  - {name: r%u", r);
        put_set(p, "agreements", set, "none", 't', NULL);
        put(p, "}\n");
    }
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
    put(&p,
        "examples:\n  - {name: nothing-without-agreement, rule: r0, at: 2031-03-04T00:05:00Z, "
        "given: {sensor: s0, report: %s, categories: [air], position: %s, altitude: unknown, "
        "caveats: none}, declared: none, expect: [{who: everyone-else, sees: nothing}]}\n",
        sent[kind], kind == 2 ? "none" : "1.0 N 2.0 E");
    return p.text;
}

static void says_target(const world_act *act, char *text, size_t room)
{
    switch (act->target) {
    case 0:
        snprintf(text, room, "sensor s%u", act->sensor);
        break;
    case 1:
        snprintf(text, room, "category %s", categories[act->category]);
        break;
    case 2:
        snprintf(text, room, "area a%u", act->index);
        break;
    case 3:
        snprintf(text, room, "item s%u/%u", act->sensor, act->number);
        break;
    default:
        snprintf(text, room, "agreement t%u", act->index);
        break;
    }
}

void world_says(const world *w, const world_act *act, char *text, size_t room)
{
    char target[64], from[32], to[32];
    (void)w;
    says_target(act, target, sizeof target);
    switch (act->verb) {
    case WORLD_POSTURE:
        snprintf(text, room, "posture %s", postures[act->index]);
        break;
    case WORLD_EMERGENCY:
        snprintf(text, room, "emergency g%u", act->index);
        break;
    case WORLD_APPROVE:
        snprintf(text, room, "approve c%u %s", act->index, categories[act->category]);
        break;
    case WORLD_APPROVE_ITEM:
        snprintf(text, room, "approve c%u item s%u/%u", act->index, act->sensor, act->number);
        break;
    case WORLD_HOLD:
        snprintf(text, room, "hold %s", target);
        break;
    case WORLD_WITHDRAW:
        snprintf(text, room, "withdraw %s from %s to %s", target, time_text(act->from, from),
                 time_text(act->to, to));
        break;
    case WORLD_BECOMES:
        snprintf(text, room, "agreement t%u becomes %s", act->index, states[act->state]);
        break;
    }
}
