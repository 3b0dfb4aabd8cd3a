#include "release/moment.h"
#include "text/read.h"
#include "tools/rules.h"
#include "tools/say.h"
#include "tools/when.h"

#include <stdio.h>
#include <string.h>

/* Words of a list as a person says them: "a", "a and b", "a, b or c". */
typedef struct listing {
    size_t count, at;
    bool any; /* any of them is enough */
} listing;

static void begin_word(listing *list)
{
    if (list->at > 0)
        fputs(list->at + 1 < list->count ? ", " : list->any ? " or " : " and ", stdout);
    list->at++;
}

static size_t bits_in(uint64_t set)
{
    size_t count = 0;
    for (; set; set &= set - 1)
        count++;
    return count;
}

static void put_nations(const fusion_book *book, uint32_t set)
{
    listing list = {.count = bits_in(set & ((UINT64_C(1) << book->nation_count) - 1))};
    for (size_t n = 0; n < book->nation_count; n++)
        if (set >> n & 1u) {
            begin_word(&list);
            say_text(stdout, book->nations[n].name);
        }
}

static void put_categories(uint8_t set)
{
    if (set == UINT8_MAX) {
        fputs("everything", stdout);
        return;
    }
    listing list = {.count = bits_in(set)};
    for (unsigned k = 0; k < FUSION_CATEGORIES; k++)
        if (set >> k & 1u) {
            begin_word(&list);
            fputs(fusion_category_name(k), stdout);
        }
}

static void put_picks(const fusion_book *book, const book_pick *picks, size_t count)
{
    listing list = {.count = count};
    for (size_t i = 0; i < count; i++) {
        begin_word(&list);
        if (picks[i].what == BOOK_PICK_SENSOR)
            fputs(book->sensors[picks[i].index].name, stdout);
        else if (picks[i].what == BOOK_PICK_AREA)
            printf("what may be in %s", book->areas[picks[i].index].name);
        else
            printf("sensors of kind %s", fusion_sensor_kind_name((unsigned)picks[i].index));
    }
}

static void put_scope(const fusion_book *book, const book_scope *scope)
{
    fputs(" from ", stdout);
    if (scope->picked_count == 0)
        fputs("all its sensors", stdout);
    else
        put_picks(book, scope->picked, scope->picked_count);
    if (scope->excepted_count > 0) {
        fputs(", except ", stdout);
        put_picks(book, scope->excepted, scope->excepted_count);
    }
    if (scope->where == 0) {
        fputs(", everywhere", stdout);
        return;
    }
    fputs(", in ", stdout);
    listing list = {.count = bits_in(scope->where), .any = true};
    for (size_t a = 0; a < book->area_count; a++)
        if (scope->where >> a & 1u) {
            begin_word(&list);
            fputs(book->areas[a].name, stdout);
        }
}

static void put_when(const fusion_book *book, const book_when *of)
{
    bool later = false;
    if (of->during == 0 && of->postures == 0 && of->emergency < 0)
        fputs(", always", stdout);
    for (size_t p = 0; p < book->period_count; p++)
        if (of->during >> p & 1u) {
            printf("%s%s", later ? " or " : ", during ", book->periods[p].name);
            later = true;
        }
    listing list = {.count = bits_in(of->postures), .any = true};
    if (of->postures)
        fputs(", while its posture is ", stdout);
    for (size_t p = 0; p < BOOK_POSTURES; p++)
        if (of->postures >> p & 1u) {
            begin_word(&list);
            fputs(book_posture_names[p], stdout);
        }
    if (of->emergency >= 0)
        printf(", while the emergency %s stands", book->emergencies[of->emergency].name);
}

static void put_form(const book_form *form)
{
    char steps[FORM_TEXT_ROOM], delay[TEXT_DURATION_ROOM];
    form_write(form->steps, steps);
    text_write_duration(delay, form->delay_ns);
    if (form->steps == 0)
        fputs(", exactly as measured", stdout);
    else
        printf(", as %s (%s)", form->name, steps);
    if (form->delay_ns == 0)
        fputs(", at once", stdout);
    else
        printf(", %s after receipt", delay);
}

static void put_clause(const fusion_book *book, const book_clause *clause)
{
    char hop[TEXT_DURATION_ROOM];
    const uint8_t products = clause->products;
    printf("  %s gives ", book->nations[clause->from].name);
    put_nations(book, clause->to);
    if (clause->via < 0) {
        fputs(", direct, ", stdout);
    } else {
        text_write_duration(hop, clause->hop_ns);
        printf(", via %s, %s later, approval %s, ", book->nations[clause->via].name, hop,
               book_approval_names[clause->approval]);
    }
    fputs(products == BOOK_TRACKS    ? "tracks of "
          : products == BOOK_NOTICES ? "notices of "
                                     : "tracks and notices of ",
          stdout);
    put_categories(clause->gives);
    put_scope(book, &clause->scope);
    put_when(book, &clause->when);
    put_form(&book->forms[clause->form]);
    printf(". (%s)\n", clause->name);
}

static void put_event(const book_event *event)
{
    static const char *const words[BOOK_STATES] = {"a draft from",   "in force from",
                                                   "notice given",   "notice suspended",
                                                   "suspended from", "terminated"};
    printf("%s %s", words[event->becomes], when_date(event->at_ns).text);
    if (event->becomes == BOOK_NOTICE_GIVEN)
        printf(" to end %s, in force meanwhile", when_date(event->ends_ns).text);
    if (event->becomes == BOOK_NOTICE_SUSPENDED)
        fputs(", in force, and the notice may be revived", stdout);
}

static void put_agreement(const fusion_book *book, const book_agreement *agreement)
{
    char notice[TEXT_DURATION_ROOM];
    text_write_duration(notice, agreement->notice_ns);
    printf("Agreement \"%s\" (", agreement->name);
    put_nations(book, agreement->parties);
    printf("), %s notice: ", agreement->notice_ns ? notice : "no");
    for (size_t i = 0; i < agreement->event_count; i++) {
        fputs(i > 0 ? "; " : "", stdout);
        put_event(&agreement->events[i]);
    }
    if (agreement->until_ns == INT64_MAX)
        fputs(". No end is set. ", stdout);
    else
        printf(". It ends %s. ", when_date(agreement->until_ns).text);
    printf("What was given %s when it ends.\n", agreement->removed ? "is removed" : "stays");
    for (size_t c = 0; c < agreement->clause_count; c++)
        put_clause(book, &book->clauses[agreement->first_clause + c]);
}

static void put_entry(const fusion_book *book, const book_entry *entry)
{
    printf("%s %s ", book->nations[entry->owner].name,
           entry->limit ? "limits what it gives" : "never gives");
    if (entry->to_all)
        fputs("anyone", stdout);
    else
        put_nations(book, entry->to);
    fputs(entry->limit ? " of " : " ", stdout);
    if (entry->gives == UINT8_MAX)
        fputs(entry->limit ? "everything" : "anything", stdout);
    else
        put_categories(entry->gives);
    put_scope(book, &entry->scope);
    put_when(book, &entry->when);
    if (entry->limit)
        put_form(&book->forms[entry->form]);
    printf(". (%s)\n", entry->name);
}

static void put_rules(const fusion_book *book)
{
    for (size_t i = 0; i < book->rule_count; i++) {
        const book_rule *rule = &book->rules[i];
        listing list = {.count = rule->agreement_count};
        printf("Rule \"%s\": %s", rule->name,
               rule->agreement_count == 0   ? "no agreement"
               : rule->agreement_count == 1 ? "agreement "
                                            : "agreements ");
        for (size_t a = 0; a < rule->agreement_count; a++) {
            begin_word(&list);
            fputs(book->agreements[rule->agreements[a]].name, stdout);
        }
        fputs(". ", stdout);
    }
    printf("%zu example%s.\n", book->example_count, book->example_count == 1 ? " holds" : "s hold");
}

/* What a displacement does and does not hide, in the order of what people take it for. */
static void put_floors(const fusion_book *book)
{
    bool moves = false;
    for (size_t i = 0; i < book->form_count; i++)
        moves = moves || form_step(book->forms[i].steps, FORM_POSITION) > 0;
    if (!moves)
        return;
    fputs(
        "A position step keeps the best guess at a place, on the average of many exercises, off "
        "by that much or more. It needs an exercise key of each nation that uses it.\n"
        "It does not hide what a receiver knows from elsewhere: what it sees itself, a berth, a "
        "runway, a rig; the moment at which an area, a coast or a radar's edge is crossed gives "
        "one coordinate. Before and after, only the drift of the displacement protects.\n"
        "It hides neither shape, heading nor speed of a path, nor altitude and identity beyond "
        "their own steps. One guess in ten is nearer than half the step.\n"
        "Together, receivers know what the finest of them is given. A delay is no floor: where it "
        "was then and roughly where it is now tell more than either. What stands still and is "
        "given new numbers again and again is found out; two nations that move the same object "
        "each promise for themselves.\n"
        "A warning leaves at once, so the moment at which it comes may tell that of a radar's "
        "look.\n",
        stdout);
}

int rules_read(const options *given, const char *path)
{
    (void)given;
    fusion_book *book = NULL;
    const int code = rules_book(path, &book);
    if (code != EXIT_DONE)
        return code;
    fputs("What is not said here is not given. Nations: ", stdout);
    put_nations(book, UINT32_MAX);
    fputs(".\n", stdout);
    for (size_t a = 0; a < book->agreement_count; a++)
        put_agreement(book, &book->agreements[a]);
    for (size_t e = 0; e < book->entry_count; e++)
        put_entry(book, &book->entries[e]);
    put_rules(book);
    put_floors(book);
    fusion_book_destroy(book);
    return EXIT_DONE;
}
