#include "daemon/staff/aloud.h"
#include "release/moment.h"
#include "text/read.h"
#include "tools/rules.h"
#include "tools/say.h"
#include "tools/when.h"

#include <stdio.h>
#include <string.h>

static void put_nation(FILE *out, const fusion_nation *nation)
{
    say_text(out, nation->name);
}

static aloud aloud_of(const fusion_book *book)
{
    return (aloud){stdout, book, put_nation};
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
    const aloud of = aloud_of(book);
    char notice[TEXT_DURATION_ROOM];
    text_write_duration(notice, agreement->notice_ns);
    printf("Agreement \"%s\" (", agreement->name);
    aloud_nations(&of, agreement->parties);
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
    for (size_t c = 0; c < agreement->clause_count; c++) {
        const book_clause *clause = &book->clauses[agreement->first_clause + c];
        fputs("  ", stdout);
        aloud_clause(&of, clause);
        printf(". (%s)\n", clause->name);
    }
}

static void put_entry(const fusion_book *book, const book_entry *entry)
{
    const aloud of = aloud_of(book);
    printf("%s %s ", book->nations[entry->owner].name,
           entry->limit ? "limits what it gives" : "never gives");
    if (entry->to_all)
        fputs("anyone", stdout);
    else
        aloud_nations(&of, entry->to);
    fputs(entry->limit ? " of " : " ", stdout);
    if (entry->gives == UINT8_MAX)
        fputs(entry->limit ? "everything" : "anything", stdout);
    else
        aloud_categories(&of, entry->gives);
    aloud_scope(&of, &entry->scope);
    aloud_when(&of, &entry->when);
    if (entry->limit)
        aloud_form(&of, &book->forms[entry->form]);
    printf(". (%s)\n", entry->name);
}

static void put_rules(const fusion_book *book)
{
    for (size_t i = 0; i < book->rule_count; i++) {
        const book_rule *rule = &book->rules[i];
        aloud_list list = {.out = stdout, .count = rule->agreement_count};
        printf("Rule \"%s\": %s", rule->name,
               rule->agreement_count == 0   ? "no agreement"
               : rule->agreement_count == 1 ? "agreement "
                                            : "agreements ");
        for (size_t a = 0; a < rule->agreement_count; a++) {
            aloud_word(&list);
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
    const aloud of = aloud_of(book);
    fputs("What is not said here is not given. Nations: ", stdout);
    aloud_nations(&of, UINT32_MAX);
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
