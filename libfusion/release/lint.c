#include "release/area.h"
#include "release/lint_parts.h"
#include "text/read.h"

#include <stdio.h>

static void write_categories(uint8_t set, char *text, size_t room)
{
    size_t at = 0;
    text[0] = '\0';
    for (unsigned k = 0; k < FUSION_CATEGORIES && at < room; k++)
        if (set >> k & 1u)
            at += (size_t)snprintf(text + at, room - at, at > 0 ? ", %s" : "%s",
                                   fusion_category_name(k));
}

static void lint_dead(const fusion_book *book, text_messages *messages)
{
    uint64_t used = 0;
    for (size_t i = 0; i < book->rule_count; i++)
        used |= book->rules[i].set;
    for (size_t a = 0; a < book->agreement_count; a++) {
        const book_agreement *agreement = &book->agreements[a];
        if (used >> a & 1u)
            continue;
        text_say(messages, TEXT_LINT, agreement->line,
                 "dead: agreement \"%s\" is in no rule, so its %zu clause%s nothing. Add it to a "
                 "rule or delete it.",
                 agreement->name, agreement->clause_count,
                 agreement->clause_count == 1 ? " gives" : "s give");
    }
}

/* What the rule gives a nation of an owner's, by any clause. */
static uint8_t given_to(const fusion_book *book, const book_rule *rule, unsigned owner,
                        unsigned nation)
{
    uint8_t gives = 0;
    for (size_t c = 0; c < book->clause_count; c++) {
        const book_clause *clause = &book->clauses[c];
        if (clause->from == owner && (clause->to >> nation & 1u) &&
            (rule->set >> clause->agreement & 1u))
            gives |= clause->gives;
    }
    return gives;
}

static void lint_relay(const fusion_book *book, const book_rule *rule, text_messages *messages)
{
    for (size_t c = 0; c < book->clause_count; c++) {
        const book_clause *clause = &book->clauses[c];
        if (clause->via < 0 || !(rule->set >> clause->agreement & 1u))
            continue;
        const char *code = book->nations[clause->via].code;
        const uint8_t held = given_to(book, rule, clause->from, (unsigned)clause->via);
        const uint8_t missing = (uint8_t)(clause->gives & ~held);
        char list[128];
        write_categories(missing, list, sizeof list);
        if (missing)
            text_say(messages, TEXT_LINT, clause->line,
                     "dead-relay: clause \"%s\" goes via %s, and no clause of rule \"%s\" gives %s "
                     "%s. %s will pass.",
                     clause->name, code, rule->name, code, list,
                     missing == clause->gives ? "Nothing" : "None of that");
    }
}

/* " of kind patrol or sonar", " named rok-desk"; empty where a clause speaks of all sensors. */
static void write_picks(const fusion_book *book, const book_scope *scope, char *text, size_t room)
{
    size_t at = 0;
    *text = '\0';
    for (int kinds = 1; kinds >= 0; kinds--) {
        const char *before = kinds ? " of kind " : " named ";
        for (size_t i = 0; i < scope->picked_count && at < room; i++) {
            const book_pick *pick = &scope->picked[i];
            if ((pick->what == BOOK_PICK_KIND) != (kinds == 1))
                continue;
            at += (size_t)snprintf(text + at, room - at, "%s%s", before,
                                   kinds ? fusion_sensor_kind_name((unsigned)pick->index)
                                         : book->sensors[pick->index].name);
            before = " or ";
        }
    }
}

static void lint_vacuous(const fusion_book *book, text_messages *messages)
{
    for (size_t c = 0; c < book->clause_count; c++) {
        const book_clause *clause = &book->clauses[c];
        uint8_t sent = 0;
        for (size_t s = 0; s < book->sensor_count; s++)
            if (book->sensors[s].nation == clause->from &&
                book_sensor_in(&clause->scope.sensors, s))
                sent |= book->sensors[s].sends;
        if (sent & clause->products)
            continue;
        char picks[256];
        write_picks(book, &clause->scope, picks, sizeof picks);
        text_say(messages, TEXT_LINT, clause->line,
                 "vacuous: no listed sensor of %s%s sends %s. The clause gives nothing today, and "
                 "will give what is listed later.",
                 book->nations[clause->from].code, picks,
                 clause->products == BOOK_TRACKS    ? "tracks"
                 : clause->products == BOOK_NOTICES ? "notices"
                                                    : "anything");
    }
}

static void lint_uncovered(const fusion_book *book, text_messages *messages)
{
    uint8_t gives = 0;
    for (size_t c = 0; c < book->clause_count; c++)
        gives |= book->clauses[c].gives;
    char list[128];
    write_categories((uint8_t)~gives, list, sizeof list);
    if (book->clause_count > 0 && gives != UINT8_MAX)
        text_say(
            messages, TEXT_LINT, book->rules[0].line,
            "uncovered: no clause gives %s to anyone. If that is meant, nothing is to be done.",
            list);
}

/* An example about such a report shows that its writer knows. */
static bool example_speaks_of(const fusion_book *book, size_t rule, uint8_t categories)
{
    for (size_t i = 0; i < book->example_count; i++)
        if (book->examples[i].rule == rule && !(categories & ~book->examples[i].report.categories))
            return true;
    return false;
}

/* Who gets both; who gets one of them alone, and which it lacks. */
typedef struct mixture {
    uint32_t both, part;
    uint8_t lacks;
} mixture;

static mixture mixture_of(const fusion_book *book, const book_rule *rule, unsigned owner,
                          uint8_t both)
{
    mixture found = {0};
    for (unsigned n = 0; n < book->nation_count; n++) {
        const uint8_t gives = given_to(book, rule, owner, n) & both;
        if (gives == both)
            found.both |= UINT32_C(1) << n;
        else if (gives != 0 && found.part == 0)
            found.lacks = (uint8_t)(both & ~gives);
        if (gives != 0 && gives != both)
            found.part |= UINT32_C(1) << n;
    }
    return found;
}

static void write_codes(const fusion_book *book, uint32_t set, char *text, size_t room)
{
    size_t at = 0;
    text[0] = '\0';
    for (size_t n = 0; n < book->nation_count && at < room; n++)
        if (set >> n & 1u)
            at += (size_t)snprintf(text + at, room - at, "%s%s", at > 0 ? ", " : "",
                                   book->nations[n].code);
}

/* A missile from a submarine is both. Of all pairs this one is told: it is the one that is met. */
static void lint_mixed(const fusion_book *book, size_t index, text_messages *messages)
{
    const book_rule *rule = &book->rules[index];
    if (example_speaks_of(book, index, FUSION_MISSILE | FUSION_SUBSURFACE))
        return;
    for (unsigned owner = 0; owner < book->nation_count; owner++) {
        const mixture found = mixture_of(book, rule, owner, FUSION_MISSILE | FUSION_SUBSURFACE);
        if (found.part == 0 || found.both == 0)
            continue;
        char reached[320], part[320];
        write_codes(book, found.both, reached, sizeof reached);
        write_codes(book, found.part, part, sizeof part);
        text_say(messages, TEXT_LINT, rule->line,
                 "mixed: reports that are both missile and subsurface reach nobody but %s: no "
                 "clause gives %s %s.",
                 reached, part, found.lacks == FUSION_MISSILE ? "missile" : "subsurface");
        return; /* once a rule is enough */
    }
}

#define ROOM_SILENT_NS INT64_C(5000000000)

static void lint_rooms(const fusion_book *book, text_messages *messages)
{
    for (size_t i = 0; i < book->room_count; i++) {
        const book_room *room = &book->rooms[i];
        char silent[TEXT_DURATION_ROOM];
        text_write_duration(silent, room->silent_after_ns);
        if (!room->by_operator && room->silent_after_ns > ROOM_SILENT_NS)
            text_say(messages, TEXT_LINT, room->line,
                     "room-loophole: \"%s\" returns at-once, and its presence reader may be "
                     "silent for %s: a visitor may see up to %s of what is not his. Write 5 s or "
                     "by-operator.",
                     room->name, silent, silent);
    }
}

static size_t write_area(const book_area *area, char *text, size_t room)
{
    static const char *const shapes[] = {"circle", "box", "polygon"};
    double width_deg;
    bool crosses_180;
    if (!area_width(area, &width_deg, &crosses_180))
        return (size_t)snprintf(text, room, "%s \"%s\" holds a pole.", shapes[area->shape],
                                area->name);
    return (size_t)snprintf(text, room, "%s \"%s\" is %.3g degrees wide%s.", shapes[area->shape],
                            area->name, width_deg, crosses_180 ? ", crosses 180" : "");
}

/* Areas that stand on one line are told together. */
static void note_areas(const fusion_book *book, text_messages *messages)
{
    char text[TEXT_MESSAGE_ROOM];
    size_t at = 0;
    for (size_t a = 0; a < book->area_count; a++) {
        const book_area *area = &book->areas[a];
        if (at > 0 && at < sizeof text)
            at += (size_t)snprintf(text + at, sizeof text - at, " ");
        if (at < sizeof text)
            at += write_area(area, text + at, sizeof text - at);
        if (a + 1 < book->area_count && book->areas[a + 1].line == area->line)
            continue;
        text_say(messages, TEXT_NOTE, area->line, "%s", text);
        at = 0;
    }
}

void lint_book(const fusion_book *book, text_messages *messages)
{
    lint_dead(book, messages);
    for (size_t i = 0; i < book->rule_count; i++)
        lint_relay(book, &book->rules[i], messages);
    lint_emptied(book, messages);
    lint_pairs(book, messages);
    for (size_t i = 0; i < book->rule_count; i++)
        lint_finer(book, &book->rules[i], messages);
    lint_vacuous(book, messages);
    lint_floor(book, messages);
    lint_delay_beside_floor(book, messages);
    lint_uncovered(book, messages);
    for (size_t i = 0; i < book->rule_count; i++)
        lint_mixed(book, i, messages);
    lint_rooms(book, messages);
    note_areas(book, messages);
}
