#include "release/read.h"

#include <stdio.h>
#include <string.h>

/* A step that is not one: the next coarser of the same unit is what was meant to be at least so
 * little. */
static bool read_ladder(book_reader *r, const text_node *node, const char *what, form_ladder ladder,
                        size_t from, form_steps *steps)
{
    const char *words[16];
    const size_t count = form_words(ladder) - from;
    for (size_t i = 0; i < count; i++)
        words[i] = form_word(ladder, i + from);
    if (node->kind == TEXT_SCALAR && !node->quoted)
        for (size_t i = 0; i < count; i++)
            if (strcmp(node->text, words[i]) == 0) {
                *steps = form_with(*steps, ladder, i + from);
                return true;
            }
    char list[160] = "";
    size_t at = 0;
    /* Whoever wrote a distance did not mean exact. */
    for (size_t i = ladder == FORM_POSITION && from == 0 ? 1 : 0; i < count; i++)
        at += (size_t)snprintf(list + at, sizeof list - at, at > 0 ? ", %s" : "%s", words[i]);
    text_messages unheard;
    text_messages_init(&unheard, "");
    double value = -1.0;
    const bool length = (ladder == FORM_POSITION || ladder == FORM_ALTITUDE) &&
                        text_length(node, what, false, &value, &unheard);
    char coarser[80] = "";
    for (size_t i = 0; length && i < count && *coarser == '\0'; i++)
        if (form_value(form_with(0, ladder, i + from), ladder) > value)
            snprintf(coarser, sizeof coarser, " The next coarser is \"%s\".", words[i]);
    text_say(r->messages, TEXT_ERROR, node->line, "%s \"%s\" is not a step. Steps: %s.%s", what,
             node->kind == TEXT_SCALAR ? node->text : "", list, coarser);
    return false;
}

static bool read_track_form(book_reader *r, const text_node *entry, book_form *form)
{
    static const read_key keys[] = {
        {"name", NULL},
        {"shows", NULL},
        {"delay", "Write \"delay: 0 s\" or how long; nothing is assumed."},
        {"every", "Write \"every: report\" or a step; nothing is assumed."},
        {"position", "Write \"position: exact\" or a step; nothing is assumed."},
        {"velocity", "Write \"velocity: exact\" or a step; nothing is assumed."},
        {"altitude", "Write \"altitude: exact\" or a step; nothing is assumed."},
        {"identity", "Write \"identity: exact\" or a step; nothing is assumed."},
        {"label", "Write \"label: exact\" or withheld; nothing is assumed."},
        {"source", "Write \"source: sensor\" or a step; nothing is assumed."}};
    static const form_ladder ladders[] = {FORM_EVERY,    FORM_POSITION, FORM_VELOCITY,
                                          FORM_ALTITUDE, FORM_IDENTITY, FORM_LABEL,
                                          FORM_SOURCE};
    if (!read_keys(r, entry, "form", keys, 10))
        return false;
    bool good =
        text_duration(text_find(entry, "delay"), "delay", false, &form->delay_ns, r->messages);
    for (size_t i = 0; i < sizeof ladders / sizeof ladders[0]; i++) {
        const char *name = form_ladder_name(ladders[i]);
        good = read_ladder(r, text_find(entry, name), name, ladders[i], 0, &form->steps) && good;
    }
    if (!good || !form_moves(form->steps) || form_step(form->steps, FORM_ALTITUDE) > 0)
        return good;
    text_say(r->messages, TEXT_ERROR, entry->line,
             "form \"%s\" moves the position and leaves the altitude exact, which gives the place "
             "away on a glide path. Write a step of altitude.",
             form->name);
    return false;
}

static bool read_warning_form(book_reader *r, const text_node *entry, book_form *form)
{
    static const read_key keys[] = {
        {"name", NULL},
        {"shows", NULL},
        {"delay", "Write \"delay: 0 s\" or how long; nothing is assumed."},
        {"area", "Write how large the circle is; nothing is assumed."},
        {"source", "Write \"source: sensor\" or a step; nothing is assumed."}};
    form->steps = form_with(0, FORM_WARNING, 1);
    return read_keys(r, entry, "warning", keys, 5) &&
           text_duration(text_find(entry, "delay"), "delay", false, &form->delay_ns, r->messages) &&
           read_ladder(r, text_find(entry, "area"), "area", FORM_POSITION, 1, &form->steps) &&
           read_ladder(r, text_find(entry, "source"), "source", FORM_SOURCE, 0, &form->steps);
}

static bool read_form(book_reader *r, const text_node *entry, book_form *form)
{
    static const char *const shows[] = {"track", "warning"};
    form->line = entry->line;
    const text_node *what = text_find(entry, "shows");
    size_t warning;
    if (!what) {
        text_say(r->messages, TEXT_ERROR, entry->line,
                 "this form has no \"shows\". Write track or warning; nothing is assumed.");
        return false;
    }
    if (!text_find(entry, "name")) {
        text_say(r->messages, TEXT_ERROR, entry->line, "this form has no \"name\". Write one.");
        return false;
    }
    return read_word(r, what, "shows", shows, 2, &warning) &&
           read_new_word(r, entry, "form", form->name) &&
           (warning == 1 ? read_warning_form(r, entry, form) : read_track_form(r, entry, form));
}

bool read_section_forms(book_reader *r, const text_node *node)
{
    fusion_book *book = r->book;
    const text_node *list = NULL;
    if (node && !read_list(r, node, "Write a form, or leave the section out.", false, &list))
        return false;
    if (list && list->count > BOOK_FORMS_MAX - 1) {
        text_say(r->messages, TEXT_ERROR, list->line, "there are more than %d forms.",
                 BOOK_FORMS_MAX - 1);
        return false;
    }
    book->forms = read_keep(r, 1 + (list ? list->count : 0), sizeof *book->forms);
    if (!book->forms)
        return false;
    strcpy(book->forms[0].name, "exact");
    book->form_count = 1;
    bool good = true;
    for (size_t i = 0; list && i < list->count; i++, book->form_count++) {
        book_form *form = &book->forms[book->form_count];
        good = read_form(r, &list->items[i], form) && good;
        for (size_t j = 1; j < book->form_count; j++)
            good =
                read_differs(r, form->name, form->line, book->forms[j].name, book->forms[j].line) &&
                good;
    }
    return good;
}

bool read_form_name(book_reader *r, const text_node *node, size_t *form)
{
    const fusion_book *book = r->book;
    const char **names = read_names(r, book->forms[0].name, sizeof *book->forms, book->form_count);
    return names && read_word(r, node, "form", names, book->form_count, form);
}

bool read_step(book_reader *r, const text_node *node, form_steps *steps)
{
    static const form_ladder ladders[] = {FORM_EVERY,    FORM_POSITION, FORM_VELOCITY,
                                          FORM_ALTITUDE, FORM_IDENTITY, FORM_LABEL,
                                          FORM_SOURCE,   FORM_WARNING};
    const char *space = node->kind == TEXT_SCALAR && !node->quoted ? strchr(node->text, ' ') : NULL;
    for (size_t i = 0; space && i < FORM_LADDERS; i++) {
        const char *name = form_ladder_name(ladders[i]);
        if (strlen(name) != (size_t)(space - node->text) ||
            strncmp(node->text, name, strlen(name)) != 0)
            continue;
        const text_node word = {.kind = TEXT_SCALAR, .line = node->line, .text = space + 1};
        const bool warning = ladders[i] == FORM_WARNING;
        if (warning)
            *steps = form_with(*steps, FORM_WARNING, 1);
        return read_ladder(r, &word, name, warning ? FORM_POSITION : ladders[i], 1, steps);
    }
    text_say(r->messages, TEXT_ERROR, node->line,
             "\"%s\" is not a step that something is seen by. Write such as \"velocity 50 m/s\", "
             "\"label withheld\" or \"warning 50 km\".",
             node->kind == TEXT_SCALAR ? node->text : "");
    return false;
}

static void show(fusion_book *book, form_steps steps, const char *name, int64_t delay_ns)
{
    fusion_form *shown = &book->shown[book->shown_count];
    book->shown_steps[book->shown_count++] = steps;
    *shown = (fusion_form){.delay_ns = delay_ns,
                           .every_ns = (int64_t)form_value(steps, FORM_EVERY),
                           .position = form_value(steps, FORM_POSITION),
                           .velocity = form_value(steps, FORM_VELOCITY),
                           .altitude = form_value(steps, FORM_ALTITUDE),
                           .identity = (uint8_t)form_step(steps, FORM_IDENTITY),
                           .label_withheld = form_step(steps, FORM_LABEL) > 0,
                           .source = (uint8_t)form_step(steps, FORM_SOURCE),
                           .warning = form_is_warning(steps)};
    snprintf(shown->name, sizeof shown->name, "%s", name);
}

static bool is_shown(const fusion_book *book, form_steps steps)
{
    for (size_t i = 0; i < book->shown_count; i++)
        if (book->shown_steps[i] == steps)
            return true;
    return false;
}

static bool too_many(book_reader *r)
{
    text_say(r->messages, TEXT_ERROR, 0,
             "the forms of this book combine in more than %d ways. Take fewer.", BOOK_FORMS_MAX);
    return false;
}

/* Everything that forms of one owner, used by its clauses and limits, can become together. */
static bool combine_owner(book_reader *r, uint8_t owner)
{
    fusion_book *book = r->book;
    uint8_t used[BOOK_FORMS_MAX] = {0};
    for (size_t i = 0; i < book->clause_count; i++)
        used[book->clauses[i].form] |= book->clauses[i].from == owner;
    for (size_t i = 0; i < book->entry_count; i++)
        used[book->entries[i].form] |= book->entries[i].owner == owner;
    form_steps own[BOOK_FORMS_MAX] = {0};
    size_t count = 1;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < book->form_count; j++) {
            const form_steps both = form_coarser(own[i], book->forms[j].steps);
            size_t known = 0;
            while (known < count && own[known] != both)
                known++;
            if (!used[j] || known < count)
                continue;
            if (count == BOOK_FORMS_MAX)
                return too_many(r);
            own[count++] = both;
        }
    for (size_t i = 0; i < count; i++) {
        if (is_shown(book, own[i]))
            continue;
        if (book->shown_count == BOOK_FORMS_MAX)
            return too_many(r);
        show(book, own[i], "", 0);
    }
    return true;
}

bool read_combinations(book_reader *r)
{
    fusion_book *book = r->book;
    book->shown = read_keep(r, BOOK_FORMS_MAX, sizeof *book->shown);
    book->shown_steps = read_keep(r, BOOK_FORMS_MAX, sizeof *book->shown_steps);
    if (!book->shown || !book->shown_steps)
        return false;
    for (size_t i = 0; i < book->form_count; i++)
        if (!is_shown(book, book->forms[i].steps))
            show(book, book->forms[i].steps, book->forms[i].name, book->forms[i].delay_ns);
    for (size_t n = 0; n < book->nation_count; n++)
        if (!combine_owner(r, (uint8_t)n))
            return false;
    return true;
}
