#include "release/read.h"

#include <stdio.h>
#include <string.h>

const char *const book_state_names[BOOK_STATES] = {
    "draft", "in-force", "notice-given", "notice-suspended", "suspended", "terminated"};

bool book_state_in_force(book_state state)
{
    return state == BOOK_IN_FORCE || state == BOOK_NOTICE_GIVEN || state == BOOK_NOTICE_SUSPENDED;
}

static bool read_terms(book_reader *r, const text_node *node, book_agreement *agreement)
{
    static const read_key keys[] = {
        {"parties", NULL},
        {"notice", "Write \"notice: none\" or the notice owed; nothing is assumed."},
        {"until", "Write \"until: open\" or the last moment; nothing is assumed."},
        {"given-before", "Write stays or removed; nothing is assumed."}};
    static const char *const stays[] = {"stays", "removed"};
    if (!read_keys(r, node, "terms", keys, 4))
        return false;
    const text_node *parties = text_find(node, "parties");
    const text_node *notice = text_find(node, "notice");
    const text_node *until = text_find(node, "until");
    agreement->parties_line = parties->line;
    agreement->until_ns = INT64_MAX;
    size_t removed = 0;
    bool good = read_nations(r, parties, &agreement->parties);
    if (!read_is(notice, "none"))
        good = text_duration(notice, "notice", false, &agreement->notice_ns, r->messages) && good;
    if (!read_is(until, "open"))
        good = text_time(until, "time", false, &agreement->until_ns, r->messages) && good;
    good =
        read_word(r, text_find(node, "given-before"), "given-before", stays, 2, &removed) && good;
    agreement->removed = removed == 1;
    return good;
}

static bool read_event(book_reader *r, const text_node *node, book_event *event)
{
    static const read_key keys[] = {{"at", NULL}, {"becomes", NULL}, {"ends", ""}};
    size_t state;
    if (!read_keys(r, node, "event", keys, 3) ||
        !text_time(text_find(node, "at"), "time", false, &event->at_ns, r->messages) ||
        !read_word(r, text_find(node, "becomes"), "state", book_state_names, BOOK_STATES, &state))
        return false;
    event->becomes = (book_state)state;
    event->line = node->line;
    const text_node *ends = text_find(node, "ends");
    const bool notice = event->becomes == BOOK_NOTICE_GIVEN;
    if (notice != (ends != NULL)) {
        text_say(r->messages, TEXT_ERROR, node->line,
                 notice ? "notice is given, and nothing says when it ends. Write \"ends\"."
                        : "\"ends\" stands with notice-given only.");
        return false;
    }
    if (!ends)
        return true;
    if (!text_time(ends, "time", false, &event->ends_ns, r->messages))
        return false;
    if (event->ends_ns > event->at_ns)
        return true;
    text_say(r->messages, TEXT_ERROR, node->line, "a notice ends before it is given.");
    return false;
}

/* Event i against the one before; ends_ns: when a notice that runs ends, and becomes that of the
 * next. */
static bool event_follows(book_reader *r, const text_node *list, const book_agreement *agreement,
                          size_t i, int64_t *ends_ns)
{
    const book_event *events = agreement->events;
    const text_node *at = text_find(&list->items[i], "at");
    const char *fault = NULL;
    if (i > 0 && events[i].at_ns == events[i - 1].at_ns) {
        text_say(r->messages, TEXT_ERROR, at->line,
                 "agreement \"%s\" becomes two things at %s. Keep one, or date the second later.",
                 agreement->name, at->text);
        return false;
    }
    if (i > 0 && events[i].at_ns < events[i - 1].at_ns)
        fault = "is earlier than the one before it. Write them in order of time.";
    else if (i > 0 && events[i - 1].becomes == BOOK_TERMINATED)
        fault = "comes after the end. What is terminated is made anew, as an agreement of its own.";
    else if (events[i].at_ns >= *ends_ns)
        fault = "comes when the notice has ended the agreement.";
    else if (events[i].at_ns >= agreement->until_ns)
        fault = "comes after the agreement's last moment.";
    if (fault) {
        text_say(r->messages, TEXT_ERROR, at->line, "agreement \"%s\": the event of %s %s",
                 agreement->name, at->text, fault);
        return false;
    }
    if (events[i].becomes == BOOK_NOTICE_GIVEN)
        *ends_ns = events[i].ends_ns;
    else if (events[i].becomes != BOOK_SUSPENDED)
        *ends_ns = INT64_MAX;
    return true;
}

bool read_events(book_reader *r, const text_node *node, book_agreement *agreement)
{
    const text_node *list;
    if (!read_list(r, node, "Say when it comes into force, or delete the agreement.", false, &list))
        return false;
    agreement->events = read_keep(r, list->count, sizeof *agreement->events);
    if (!agreement->events)
        return false;
    bool good = true;
    for (size_t i = 0; i < list->count; i++)
        good = read_event(r, &list->items[i], &agreement->events[i]) && good;
    agreement->event_count = list->count;
    int64_t ends_ns = INT64_MAX;
    for (size_t i = 0; good && i < list->count; i++)
        good = event_follows(r, list, agreement, i, &ends_ns);
    return good;
}

static bool read_clauses(book_reader *r, const text_node *node, size_t index)
{
    fusion_book *book = r->book;
    book_agreement *agreement = &book->agreements[index];
    const text_node *list;
    if (!read_list(r, node, "Write a clause, or delete the agreement.", false, &list))
        return false;
    bool good = true;
    for (size_t i = 0; i < list->count; i++) {
        book_clause *clause = &book->clauses[book->clause_count];
        if (!read_clause(r, &list->items[i], index, clause)) {
            good = false;
            continue;
        }
        for (size_t c = 0; c < book->clause_count; c++)
            good = read_differs(r, clause->name, clause->line, book->clauses[c].name,
                                book->clauses[c].line) &&
                   good;
        book->clause_count++;
        agreement->clause_count++;
    }
    return good;
}

static bool read_agreement(book_reader *r, const text_node *entry, size_t index)
{
    static const read_key keys[] = {{"name", NULL},
                                    {"title", "Write one sentence in double quotes."},
                                    {"terms", NULL},
                                    {"events", "Write when it comes into force."},
                                    {"clauses", NULL}};
    book_agreement *agreement = &r->book->agreements[index];
    agreement->line = entry->line;
    agreement->first_clause = r->book->clause_count;
    if (!read_keys(r, entry, "agreement", keys, 5) ||
        !read_name(r, entry, "agreement", agreement->name))
        return false;
    for (size_t a = 0; a < index; a++)
        if (!read_differs(r, agreement->name, entry->line, r->book->agreements[a].name,
                          r->book->agreements[a].line))
            return false;
    if (!read_quoted(r, text_find(entry, "title"), "title", BOOK_TITLE_MAX, &agreement->title))
        return false;
    const bool terms = read_terms(r, text_find(entry, "terms"), agreement);
    const bool events = terms && read_events(r, text_find(entry, "events"), agreement);
    /* A clause is held against the parties; without them its faults would be noise. */
    return terms && read_clauses(r, text_find(entry, "clauses"), index) && events;
}

bool read_section_agreements(book_reader *r, const text_node *node)
{
    fusion_book *book = r->book;
    const text_node *list;
    if (!read_list(r, node, "Write \"agreements: none\".", true, &list))
        return false;
    if (!list)
        return true;
    if (list->count > BOOK_AGREEMENTS_MAX) {
        text_say(r->messages, TEXT_ERROR, list->line, "there are more than %d agreements.",
                 BOOK_AGREEMENTS_MAX);
        return false;
    }
    size_t clauses = 0;
    for (size_t i = 0; i < list->count; i++) {
        const text_node *of = text_find(&list->items[i], "clauses");
        clauses += of ? of->count : 0;
    }
    book->agreements = read_keep(r, list->count, sizeof *book->agreements);
    book->clauses = read_keep(r, clauses, sizeof *book->clauses);
    if (!book->agreements || !book->clauses)
        return false;
    bool good = true;
    for (size_t i = 0; i < list->count; i++, book->agreement_count++)
        good = read_agreement(r, &list->items[i], i) && good;
    return good;
}
