#include "release/books.h"
#include "release/compare.h"
#include "release/trial.h"
#include "suites.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WORLDS = 24, CASES = 60 };

/* One thing of the world changed; false: it has no such thing. */
typedef bool change(world *w, uint64_t *state);

static bool drop_last_clause(world *w, uint64_t *state)
{
    (void)state;
    return w->clause_count > 1 && w->clause_count-- > 1;
}

static bool drop_last_entry(world *w, uint64_t *state)
{
    (void)state;
    return w->entry_count > 0 && w->entry_count-- > 0;
}

static world_clause *some_clause(world *w, uint64_t *state)
{
    return w->clause_count > 0 ? &w->clauses[world_below(state, w->clause_count)] : NULL;
}

static bool change_gives(world *w, uint64_t *state)
{
    world_clause *clause = some_clause(w, state);
    if (clause)
        clause->gives = clause->gives == 255 ? 3 : 255;
    return clause != NULL;
}

static bool change_hop(world *w, uint64_t *state)
{
    world_clause *clause = some_clause(w, state);
    if (clause)
        clause->hop_ms += 7000;
    return clause && clause->via >= 0;
}

static bool change_approval(world *w, uint64_t *state)
{
    world_clause *clause = some_clause(w, state);
    if (clause)
        clause->approval = (clause->approval + 1 + world_below(state, 2)) % 3;
    return clause && clause->via >= 0;
}

static bool change_posture(world *w, uint64_t *state)
{
    world_clause *clause = some_clause(w, state);
    if (clause)
        clause->scope.postures = clause->scope.postures ? 0 : 4;
    return clause != NULL;
}

static bool change_where(world *w, uint64_t *state)
{
    world_clause *clause = some_clause(w, state);
    if (!clause || w->area_count == 0)
        return false;
    clause->scope.where = clause->scope.where ? 0 : 1;
    return true;
}

static bool change_entry(world *w, uint64_t *state)
{
    if (w->entry_count == 0)
        return false;
    world_entry *entry = &w->entries[world_below(state, w->entry_count)];
    entry->gives = entry->gives == 255 ? 9 : 255;
    return true;
}

static bool change_area(world *w, uint64_t *state)
{
    if (w->area_count == 0)
        return false;
    world_area *area = &w->areas[world_below(state, w->area_count)];
    area->size += area->shape == WORLD_CIRCLE ? 1.0 : 0.1;
    return true;
}

static bool change_band(world *w, uint64_t *state)
{
    if (w->area_count == 0)
        return false;
    w->areas[world_below(state, w->area_count)].high += 500;
    return true;
}

static bool change_delay(world *w, uint64_t *state)
{
    if (w->form_count == 0)
        return false;
    w->forms[world_below(state, w->form_count)].delay_ms += 11000;
    return true;
}

static bool change_form(world *w, uint64_t *state)
{
    if (w->form_count == 0)
        return false;
    static const unsigned words[WORLD_LADDERS] = {4, 1, 5, 6, 3, 2, 3};
    world_form *form = &w->forms[world_below(state, w->form_count)];
    const unsigned ladder = world_below(state, WORLD_LADDERS);
    if (form->warning)
        form->step[1] = form->step[1] % 6 + 1;
    else
        form->step[ladder] = (form->step[ladder] + 1) % words[ladder];
    return true;
}

static bool change_period(world *w, uint64_t *state)
{
    if (w->period_count == 0)
        return false;
    w->periods[world_below(state, w->period_count)][1] += 20;
    return true;
}

static bool change_lasting(world *w, uint64_t *state)
{
    if (w->emergency_count == 0)
        return false;
    w->emergencies[world_below(state, w->emergency_count)].lasts += 30;
    return true;
}

static bool change_removal(world *w, uint64_t *state)
{
    world_agreement *one = &w->agreements[world_below(state, w->agreement_count)];
    one->removed = !one->removed;
    return true;
}

static bool change_notice(world *w, uint64_t *state)
{
    w->agreements[world_below(state, w->agreement_count)].notice += 40;
    return true;
}

static bool change_event(world *w, uint64_t *state)
{
    world_agreement *one = &w->agreements[world_below(state, w->agreement_count)];
    one->events[0].at -= 5;
    return one->event_count > 0;
}

static bool change_rule(world *w, uint64_t *state)
{
    (void)state;
    w->rules[1] = w->rules[1] & 1 ? (w->rules[1] & ~1u ? w->rules[1] & ~1u : 1) : w->rules[1] | 1;
    return true;
}

static change *const changes[] = {drop_last_clause, drop_last_entry, change_gives,   change_hop,
                                  change_approval,  change_posture,  change_where,   change_entry,
                                  change_area,      change_band,     change_delay,   change_form,
                                  change_period,    change_lasting,  change_removal, change_notice,
                                  change_event,     change_rule};
#define CHANGES (sizeof changes / sizeof changes[0])

/* Two worlds, the second with one or two things changed, as books and texts. */
typedef struct two {
    trial of[2];
    char *texts[2];
    comparison *there, *back;
} two;

static bool make_two(two *pair, uint64_t seed)
{
    world was, is;
    uint64_t state = seed;
    world_draw(&was, seed);
    was.act_count = 0;
    is = was;
    bool changed = false;
    for (unsigned i = world_below(&state, 2); !changed || i-- > 0;)
        changed = changes[world_below(&state, CHANGES)](&is, &state) || changed;
    bool good = trial_begin(&pair->of[0], &was, 0);
    good = trial_begin(&pair->of[1], &is, 0) && good;
    pair->texts[0] = world_write(&was);
    pair->texts[1] = world_write(&is);
    if (!good)
        printf("\n    seed %llu: refused: %s\n%s", (unsigned long long)seed,
               book_messages.count > 0 ? book_messages.kept[0].text : "", pair->texts[1]);
    return good && compare_books(pair->of[0].book, pair->of[1].book, &pair->there) == FUSION_OK &&
           compare_books(pair->of[1].book, pair->of[0].book, &pair->back) == FUSION_OK;
}

static void end_two(two *pair)
{
    compare_destroy(pair->there);
    compare_destroy(pair->back);
    for (int b = 0; b < 2; b++) {
        trial_end(&pair->of[b]);
        free(pair->texts[b]);
    }
}

static bool same_names(const compare_names *one, const bool *in, const compare_names *other,
                       const bool *with)
{
    for (size_t i = 0; i < one->count; i++)
        for (size_t j = 0; j < other->count; j++)
            if (strcmp(one->all[i].text, other->all[j].text) == 0 && in[i] != with[j])
                return false;
    return true;
}

/* The way back of a finding: looser is stricter, and what was is what will be. The witnesses may be
 * others, and so may what else they show. */
static bool mirrors(const comparison *one, const compare_finding *there, const comparison *other,
                    const compare_finding *back)
{
    static const compare_way turned[] = {COMPARE_STRICTER, COMPARE_LOOSER, COMPARE_DIFFERENT};
    const char *from = one->nations.all[there->from].text;
    const char *to = one->nations.all[there->witness.receiver].text;
    return turned[there->way] == back->way && there->categories == back->categories &&
           there->with == back->with && there->kinds == back->kinds &&
           strcmp(from, other->nations.all[back->from].text) == 0 &&
           strcmp(to, other->nations.all[back->witness.receiver].text) == 0 &&
           there->was.track.granted == back->is.track.granted &&
           there->is.track.granted == back->was.track.granted &&
           same_names(&one->sensors, there->sensors, &other->sensors, back->sensors) &&
           same_names(&one->rules, there->rules, &other->rules, back->rules);
}

/* Each finding has its mirror, and there are as many. */
static bool mirrored(const comparison *one, const comparison *other)
{
    for (size_t i = 0; i < one->count; i++) {
        bool found = false;
        for (size_t j = 0; j < other->count; j++)
            found = found || mirrors(one, &one->findings[i], other, &other->findings[j]);
        if (!found)
            return false;
    }
    return one->count == other->count;
}

static const char *stamp(int64_t at_ns, char text[40])
{
    const time_t at = (time_t)(at_ns / FUSION_SECOND);
    struct tm parts;
    gmtime_r(&at, &parts);
    strftime(text, 40, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
}

static size_t put_release(const compare_release *release, const char *code, char *text, size_t room)
{
    char form[FORM_TEXT_ROOM];
    if (!release->granted)
        return 0;
    form_write(release->steps, form);
    const bool exact = strcmp(form, "exact") == 0;
    return (size_t)snprintf(text, room, "{who: [%s], sees: %s%s%s, after: %g s}, ", code,
                            exact ? "" : "[", form, exact ? "" : "]",
                            (double)release->after_ns / 1e9);
}

/* What every nation but the originator is shown of the sample in the first book. */
static void put_expected(const comparison *of, const compare_sample *witness, char *text,
                         size_t room)
{
    const size_t owner = of->sensors.all[witness->sensor].nation;
    compare_sample sample = *witness;
    size_t at = 0;
    for (sample.receiver = 0; sample.receiver < of->nations.count; sample.receiver++) {
        compare_shown shown;
        if (sample.receiver == owner || compare_ask(of, 0, &sample, &shown) != FUSION_OK)
            continue;
        const char *code = of->nations.all[sample.receiver].text;
        at += put_release(&shown.warning, code, text + at, room - at);
        at += put_release(&shown.track, code, text + at, room - at);
    }
    snprintf(text + at, room - at, "{who: everyone-else, sees: nothing}");
}

/* The witness as an example that holds in the first book, with the acts that are sentences in the
 * book asked for. */
static void put_example(const comparison *of, const compare_sample *witness, int book, char *text,
                        size_t room)
{
    static const char *const kinds[] = {"plot", "track", "bearing", "notice"};
    char at[40], expected[4096], place[64] = "none", height[40] = "unknown";
    size_t used = 0;
    if (witness->placed)
        snprintf(place, sizeof place, "%.6f %c %.6f %c",
                 witness->lat_deg < 0 ? -witness->lat_deg : witness->lat_deg,
                 witness->lat_deg < 0 ? 'S' : 'N',
                 witness->lon_deg < 0 ? -witness->lon_deg : witness->lon_deg,
                 witness->lon_deg < 0 ? 'W' : 'E');
    if (witness->placed && witness->height_known)
        snprintf(height, sizeof height, "%.1f m", witness->height);
    used += (size_t)snprintf(text, room, "examples:\n  - {name: the-witness, rule: %s, at: %s, ",
                             of->rules.all[witness->rule].text, stamp(witness->at_ns, at));
    if (witness->look_ns != INT64_MAX)
        used +=
            (size_t)snprintf(text + used, room - used, "look: %s, ", stamp(witness->look_ns, at));
    used += (size_t)snprintf(text + used, room - used,
                             "given: {sensor: %s, report: %s, position: %s, altitude: %s, "
                             "caveats: %s%s%s, categories: [",
                             of->sensors.all[witness->sensor].text, kinds[witness->kind - 1], place,
                             height,
                             witness->no_relay      ? "[no-relay]"
                             : witness->not_to >= 0 ? "[not-to "
                                                    : "none",
                             witness->not_to >= 0 ? of->nations.all[witness->not_to].text : "",
                             witness->not_to >= 0 ? "]" : "");
    const char *before = "";
    for (unsigned k = 0; k < FUSION_CATEGORIES; k++)
        if (witness->categories >> k & 1u) {
            used +=
                (size_t)snprintf(text + used, room - used, "%s%s", before, fusion_category_name(k));
            before = ", ";
        }
    used += (size_t)snprintf(text + used, room - used, "]}, declared: ");
    before = "[";
    for (size_t i = 0; i < witness->act_count; i++)
        if (witness->acts[i].said[book]) {
            used +=
                (size_t)snprintf(text + used, room - used,
                                 "%s{at: %s, who: %s, says: %s, until: lifted, reason: "
                                 "\"shown\"}",
                                 before, stamp(witness->at_ns - witness->acts[i].before_ns, at),
                                 of->nations.all[witness->acts[i].who].text, witness->acts[i].says);
            before = ", ";
        }
    put_expected(of, witness, expected, sizeof expected);
    snprintf(text + used, room - used, "%s, expect: [%s]}\n", *before == '[' ? "none" : "]",
             expected);
}

static bool example_holds(const char *book, const char *example)
{
    char *with = book_changed(book, "examples:\n", example);
    fusion_book *made = book_from(with);
    free(with);
    fusion_book_destroy(made);
    return made != NULL;
}

/* Run as an example, the witness holds in the first book and fails in the second. */
static bool witness_differs(const two *pair, const compare_sample *witness)
{
    char example[16384];
    put_example(pair->there, witness, 0, example, sizeof example);
    if (!example_holds(pair->texts[0], example)) {
        printf("\n    refused in the first book: %s\n%s",
               book_messages.count > 0 ? book_messages.kept[0].text : "", example);
        return false;
    }
    put_example(pair->there, witness, 1, example, sizeof example);
    if (!example_holds(pair->texts[1], example))
        return true;
    printf("\n    holds in both books:\n%s", example);
    return false;
}

/* No report drawn at random comes out differently where the books are called the same. */
static bool nothing_missed(const two *pair, uint64_t seed)
{
    uint64_t state = seed + 1;
    for (unsigned i = 0; i < CASES && pair->there->count == 0; i++) {
        world_case one;
        trial_sight seen[2];
        world_draw_case(&pair->of[0].w, &state, &one);
        if (one.audience == 1u << pair->of[0].w.sensors[one.report.sensor].nation)
            continue;
        for (int b = 0; b < 2; b++)
            seen[b] = trial_ask(&pair->of[b], &one.report, one.rule, one.audience);
        if (!trial_same_release(&seen[0].track, &seen[1].track) ||
            !trial_same_release(&seen[0].warning, &seen[1].warning)) {
            trial_print(&pair->of[0], &one);
            trial_print(&pair->of[1], &one);
            return false;
        }
    }
    return true;
}

/* Sentence 13 of the laws. */
static void two_books_and_their_mirror(void)
{
    const uint64_t first = 9000, last = first + trial_worlds(WORLDS);
    bool good = true;
    size_t differing = 0, witnesses = 0;
    for (uint64_t seed = first; good && seed < last; seed++) {
        two pair = {.there = NULL};
        good = make_two(&pair, seed);
        if (good && !mirrored(pair.there, pair.back)) {
            printf("\n    not mirrored: %zu and %zu findings", pair.there->count, pair.back->count);
            good = false;
        }
        for (size_t i = 0; good && i < pair.there->count && i < 20; i++, witnesses++)
            good = witness_differs(&pair, &pair.there->findings[i].witness);
        good = good && nothing_missed(&pair, seed);
        differing += good && pair.there->count > 0;
        if (!good)
            printf("\n    seed %llu\n", (unsigned long long)seed);
        end_two(&pair);
    }
    CU_ASSERT_TRUE(good);
    CU_ASSERT_TRUE(differing > (last - first) / 5);
    printf(" (%zu of %llu pairs differ, %zu witnesses) ", differing,
           (unsigned long long)(last - first), witnesses);
}

CU_TestInfo compare_law_tests[] = {
    {"two books and their mirror", two_books_and_their_mirror},
    CU_TEST_INFO_NULL,
};
