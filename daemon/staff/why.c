#include "daemon/staff/why.h"

#include "release/floor.h"
#include "release/moment.h"
#include "text/read.h"

#include <stdio.h>
#include <string.h>

why_time why_clock(int64_t time_ns)
{
    why_time shown;
    const int64_t day = INT64_C(86400) * FUSION_SECOND;
    const int64_t second = ((time_ns % day) + day) % day / FUSION_SECOND;
    snprintf(shown.text, sizeof shown.text, "%02d:%02d:%02d", (int)(second / 3600 % 24),
             (int)(second / 60 % 60), (int)(second % 60));
    return shown;
}

why why_begin(FILE *out, const fusion_book *book, const fusion_registry *registry,
              const fusion_gate *gate, size_t rule, const fusion_report *report)
{
    why of = {out, book, registry, gate, rule, report, -1, 0};
    const fusion_sensor *sensor = &registry->sensors[report->sensor];
    for (size_t s = 0; s < book->sensor_count; s++)
        if (strcmp(book->sensors[s].name, sensor->name) == 0)
            of.sensor = (int)s;
    if (of.sensor >= 0)
        of.owner = book->sensors[of.sensor].nation;
    return of;
}

static gate_answer ask(const why *of, unsigned nation)
{
    return gate_ask(of->gate, of->rule, UINT32_C(1) << nation, of->report);
}

/* Postures and emergencies, which a book of one clause has as the whole one does; and the act. */
static bool declare_alone(const why *of, const book_act *act, fusion_gate *gate)
{
    const moments *dated = gate_moments(of->gate);
    for (size_t i = 0; i < dated->act_count; i++)
        if ((dated->acts[i].verb == BOOK_POSTURE || dated->acts[i].verb == BOOK_EMERGENCY) &&
            gate_declare(gate, &dated->acts[i], 1) != FUSION_OK)
            return false;
    return !act || gate_declare(gate, act, 1) == FUSION_OK;
}

bool why_ask_alone(const why *of, unsigned nation, const book_scope *scope, const book_entry *entry,
                   const book_act *act, gate_grant *grant)
{
    book_event begins = {.becomes = BOOK_IN_FORCE};
    book_agreement agreement = {
        .until_ns = INT64_MAX, .events = &begins, .event_count = 1, .clause_count = 1};
    book_clause clause = {.from = (uint8_t)of->owner,
                          .to = UINT32_C(1) << nation,
                          .via = BOOK_DIRECT,
                          .gives = UINT8_MAX,
                          .products = BOOK_TRACKS | BOOK_NOTICES,
                          .when = {.emergency = -1}};
    if (scope)
        clause.scope = *scope;
    else
        memset(&clause.scope.sensors, 0xff, sizeof clause.scope.sensors);
    book_entry entries[1];
    size_t index = 0;
    book_rule rule = {.agreements = &index, .agreement_count = 1, .set = 1};
    fusion_book book = *of->book;
    book.agreements = &agreement;
    book.agreement_count = 1;
    book.clauses = &clause;
    book.clause_count = 1;
    book.rules = &rule;
    book.rule_count = 1;
    book.entries = entries;
    book.entry_count = entry ? 1 : 0;
    if (entry)
        entries[0] = *entry;
    const fusion_view view = {.audience = 1};
    fusion_gate *gate = NULL;
    if (fusion_gate_create(&book, of->registry, &view, 1, &gate) != FUSION_OK)
        return false;
    fusion_report report = *of->report;
    report.caveats = (fusion_caveats){0};
    const bool good = declare_alone(of, act, gate);
    *grant = gate_ask(gate, 0, UINT32_C(1) << nation, &report).track;
    fusion_gate_destroy(gate);
    return good;
}

static void put_limits(const why *of, unsigned nation)
{
    for (size_t e = 0; e < of->book->entry_count; e++) {
        const book_entry *entry = &of->book->entries[e];
        gate_grant grant;
        if (!entry->limit || entry->owner != of->owner ||
            !why_ask_alone(of, nation, NULL, entry, NULL, &grant) ||
            (grant.granted && grant.steps == 0 && grant.at_ns == of->report->stamp_ns))
            continue;
        const int64_t delay_ns = of->book->forms[entry->form].delay_ns;
        char delay[TEXT_DURATION_ROOM];
        text_write_duration(delay, delay_ns);
        fprintf(of->out, "; limit %s%s%s", entry->name, delay_ns > 0 ? ": not before +" : "",
                delay_ns > 0 ? delay : "");
    }
}

void why_released(const why *of, unsigned nation, bool warning)
{
    const gate_answer answer = ask(of, nation);
    const bool warned = answer.warning.granted && (warning || !answer.track.granted);
    const gate_grant *grant = warned ? &answer.warning : &answer.track;
    const char *code = of->book->nations[nation].code;
    const book_clause *clause = &of->book->clauses[grant->clause];
    if (nation == of->owner) {
        fprintf(of->out, "%s by right", code);
        return;
    }
    if (clause->via < 0) {
        fprintf(of->out, "%s by %s %s", code, clause->name, why_clock(grant->at_ns).text);
    } else {
        char hop[TEXT_DURATION_ROOM];
        why_released(of, (unsigned)clause->via, warned);
        text_write_duration(hop, clause->hop_ns);
        fprintf(of->out, "; %s by %s +%s", code, clause->name, hop);
        said_put_approval(of, clause);
    }
    put_limits(of, nation);
}

static void begin_reason(const why *of, const book_clause *clause, size_t *said)
{
    if (*said == 0)
        fputs(clause->name, of->out);
    fputs(*said == 0 ? " " : "; it also ", of->out);
    ++*said;
}

static void put_ungiven(const why *of, const book_clause *clause, size_t *said)
{
    const uint8_t missing = (uint8_t)(of->report->categories & ~clause->gives);
    const char *before = "does not give ";
    if (missing == 0)
        return;
    begin_reason(of, clause, said);
    for (unsigned k = 0; k < FUSION_CATEGORIES; k++)
        if (missing >> k & 1u) {
            fprintf(of->out, "%s%s", before, fusion_category_name(k));
            before = " or ";
        }
}

static bool put_place(const why *of, unsigned nation, const book_clause *clause, size_t *said)
{
    if (!book_sensor_in(&clause->scope.sensors, (size_t)of->sensor)) {
        begin_reason(of, clause, said);
        fprintf(of->out, "does not speak of sensor %s", of->book->sensors[of->sensor].name);
        return true;
    }
    gate_grant grant;
    if (!why_ask_alone(of, nation, &clause->scope, NULL, NULL, &grant))
        return false;
    if (!grant.granted) {
        begin_reason(of, clause, said);
        fputs("asks for a place where it is not for certain", of->out);
    }
    return true;
}

static void put_moment(const why *of, const book_clause *clause, size_t *said)
{
    int64_t ends_ns;
    const int64_t at_ns = of->report->time_ns;
    const moments *dated = gate_moments(of->gate);
    const book_state state = moments_state(dated, clause->agreement, at_ns, &ends_ns);
    if (!book_state_in_force(state)) {
        begin_reason(of, clause, said);
        fprintf(of->out, "is of agreement %s, which is %s",
                of->book->agreements[clause->agreement].name,
                state == BOOK_DRAFT ? "a draft" : book_state_names[state]);
    }
    if (!moments_when(dated, &clause->when, clause->from, at_ns)) {
        begin_reason(of, clause, said);
        fputs("stands at another time, posture or emergency", of->out);
    }
}

static void put_approval(const why *of, const book_clause *clause, size_t *said)
{
    if (clause->via < 0 || clause->approval == BOOK_STANDING || said_approved(of, clause))
        return;
    const char *owner = of->book->nations[of->owner].code;
    begin_reason(of, clause, said);
    if (clause->approval == BOOK_BY_CATEGORY)
        fprintf(of->out, "waits for approval of its categories by %s", owner);
    else if (of->report->number == 0)
        fputs("wants approval of an item, and the report has no item number", of->out);
    else
        fprintf(of->out, "waits for approval of item %llu by %s",
                (unsigned long long)of->report->number, owner);
}

/* Where it would be shown is not told: who knows both places knows the displacement. */
static void put_floor(const why *of, const book_clause *clause, const book_form *form, size_t *said)
{
    floor_moved moved;
    if (of->report->kind != FUSION_TRACK_STATE)
        return;
    begin_reason(of, clause, said);
    if (floor_move(of->gate, of->report, form->steps, &moved))
        fprintf(of->out, "moves places, and asks of areas where it would be shown");
    else
        fprintf(of->out,
                "moves places, and this report cannot be moved: that takes an exercise key, a "
                "number, since when it is used, and a velocity");
}

static void put_way(const why *of, const book_clause *clause, size_t *said)
{
    const fusion_report *report = of->report;
    const book_form *form = &of->book->forms[clause->form];
    if (!(clause->products >> (report->kind - 1) & 1u)) {
        begin_reason(of, clause, said);
        fprintf(of->out, "does not give %s", report->kind == FUSION_NOTICE ? "notices" : "tracks");
    }
    if (!form_applies(form->steps, report, of->book->sensors[of->sensor].period_ns)) {
        begin_reason(of, clause, said);
        fprintf(of->out, "gives the form %s, which this report cannot take", form->name);
    } else if (form_step(form->steps, FORM_POSITION) > 0 && !form_is_warning(form->steps)) {
        put_floor(of, clause, form, said);
    }
    if (clause->via < 0)
        return;
    const gate_answer held = ask(of, (unsigned)clause->via);
    if (!held.track.granted && !held.warning.granted) {
        begin_reason(of, clause, said);
        fprintf(of->out, "goes via %s, which does not have it",
                of->book->nations[clause->via].code);
    }
    if (report->caveats.no_relay) {
        begin_reason(of, clause, said);
        fputs("is passed on, and its caveat says no-relay", of->out);
    }
}

/* What of the clause itself stands in the way. */
static bool put_clause(const why *of, unsigned nation, const book_clause *clause)
{
    size_t said = 0;
    put_ungiven(of, clause, &said);
    if (!put_place(of, nation, clause, &said))
        return false;
    put_moment(of, clause, &said);
    put_approval(of, clause, &said);
    put_way(of, clause, &said);
    if (said == 0)
        fprintf(of->out, "%s fits, alone it does not suffice", clause->name);
    fputs(". ", of->out);
    return true;
}

static bool put_nevers(const why *of, unsigned nation, size_t *said)
{
    const char *code = of->book->nations[nation].code;
    for (size_t e = 0; e < of->book->entry_count; e++) {
        const book_entry *entry = &of->book->entries[e];
        gate_grant grant;
        if (entry->limit || entry->owner != of->owner)
            continue;
        if (!why_ask_alone(of, nation, NULL, entry, NULL, &grant))
            return false;
        if (!grant.granted) {
            fprintf(of->out, " Never %s of %s keeps it from %s.", entry->name,
                    of->book->nations[of->owner].code, code);
            ++*said;
        }
    }
    return true;
}

static bool barred(const why *of, unsigned nation)
{
    for (size_t n = 0; n < of->registry->nation_count; n++)
        if ((of->report->caveats.not_to >> n & 1u) &&
            strcmp(of->registry->nations[n].code, of->book->nations[nation].code) == 0)
            return true;
    return of->report->caveats.owner_only;
}

static void put_held(const why *of, unsigned via)
{
    const gate_answer held = ask(of, via);
    const gate_grant *first = held.warning.granted ? &held.warning : &held.track;
    if (first->granted)
        fprintf(of->out, "; %s, its intermediary, has it from %s", of->book->nations[via].code,
                why_clock(first->at_ns).text);
}

/* What stands beside the clauses: never and caveat. last: of those that name the nation; or NULL.
 */
static bool put_rest(const why *of, unsigned nation, const book_clause *last)
{
    int64_t ends_ns;
    const int via = last ? last->via : BOOK_DIRECT;
    const bool in_force =
        last && book_state_in_force(moments_state(gate_moments(of->gate), last->agreement,
                                                  of->report->time_ns, &ends_ns));
    size_t said = 0;
    if (!put_nevers(of, nation, &said))
        return false;
    said += said_put_holds(of, nation, via);
    if (barred(of, nation)) {
        fprintf(of->out, " A caveat keeps it from %s.", of->book->nations[nation].code);
        said++;
    }
    if (said == 0)
        fprintf(of->out, " Nothing else stands in its way: %sno never, hold or caveat",
                in_force ? "in force, " : "");
    if (said == 0 && via >= 0)
        put_held(of, (unsigned)via);
    fputs(said == 0 ? ".\n" : "\n", of->out);
    return true;
}

bool why_not(const why *of, unsigned nation)
{
    size_t named = 0;
    const book_clause *last = NULL;
    if (of->sensor < 0 || of->report->categories == 0) {
        fputs(of->sensor < 0 ? "Its sensor is not listed in the book.\n" : "It has no category.\n",
              of->out);
        return true;
    }
    for (size_t c = 0; c < of->book->clause_count; c++) {
        const book_clause *clause = &of->book->clauses[c];
        if (clause->from != of->owner || !(clause->to >> nation & 1u) ||
            !(of->book->rules[of->rule].set >> clause->agreement & 1u))
            continue;
        if (!put_clause(of, nation, clause))
            return false;
        named++;
        last = clause;
    }
    fprintf(of->out, "No %sclause of %s names %s.", named > 0 ? "other " : "",
            of->book->nations[of->owner].code, of->book->nations[nation].code);
    return put_rest(of, nation, last);
}
