#include "release/book.h"
#include "text/message.h"

#include <string.h>

static void say_differs(text_messages *messages, const fusion_book *book, size_t sensor,
                        const char *what)
{
    text_say(messages, TEXT_ERROR, book->sensor_lines[sensor],
             "sensor \"%s\" has another %s here than in the configuration. Both must say the same.",
             book->sensors[sensor].name, what);
}

/* Gives how many faults there are. */
static size_t match_sensor(const fusion_book *book, size_t index, const fusion_registry *registry,
                           const fusion_sensor *known, text_messages *messages)
{
    const fusion_sensor *listed = &book->sensors[index];
    const size_t before = messages->errors;
    const char *code = registry->nations[known->nation].code;
    if (strcmp(book->nations[listed->nation].code, code) != 0)
        say_differs(messages, book, index, "nation");
    if (listed->kind != known->kind)
        say_differs(messages, book, index, "kind");
    if (listed->sends != known->sends)
        say_differs(messages, book, index, "list of what it sends");
    if (listed->period_ns != known->period_ns)
        say_differs(messages, book, index, "period");
    return messages->errors - before;
}

fusion_status fusion_book_match(const fusion_book *book, const fusion_registry *registry,
                                struct text_messages *messages)
{
    size_t faults = 0;
    for (size_t s = 0; s < registry->sensor_count; s++) {
        const fusion_sensor *known = &registry->sensors[s];
        size_t listed = 0;
        while (listed < book->sensor_count && strcmp(book->sensors[listed].name, known->name) != 0)
            listed++;
        if (listed == book->sensor_count)
            text_say(messages, TEXT_WARNING, book->sensors_line,
                     "sensor \"%s\" is not listed in this book: it releases nothing to anyone.",
                     known->name);
        else
            faults += match_sensor(book, listed, registry, known, messages);
    }
    return faults > 0 ? FUSION_REFUSED : FUSION_OK;
}

void fusion_book_registry(const fusion_book *book, fusion_registry *registry)
{
    memset(registry, 0, sizeof *registry);
    memcpy(registry->nations, book->nations, sizeof registry->nations);
    registry->nation_count = book->nation_count;
    memcpy(registry->sensors, book->sensors, sizeof registry->sensors);
    registry->sensor_count = book->sensor_count;
}

const char *fusion_book_title(const fusion_book *book)
{
    return book->title;
}

size_t fusion_book_rules(const fusion_book *book)
{
    return book->rule_count;
}

const char *fusion_book_rule_name(const fusion_book *book, size_t rule)
{
    return rule < book->rule_count ? book->rules[rule].name : NULL;
}

size_t fusion_book_rooms(const fusion_book *book)
{
    return book->room_count;
}

fusion_room fusion_book_room(const fusion_book *book, size_t room)
{
    const book_room *here = &book->rooms[room];
    return (fusion_room){.name = here->name,
                         .rule = here->rule,
                         .residents = here->present | UINT32_C(1) << here->owner,
                         .owner = here->owner,
                         .silent_after_ns = here->silent_after_ns,
                         .by_operator = here->by_operator};
}

size_t fusion_book_clauses(const fusion_book *book)
{
    return book->clause_count;
}

const char *fusion_book_clause_name(const fusion_book *book, size_t clause)
{
    return clause < book->clause_count ? book->clauses[clause].name : NULL;
}

size_t fusion_book_examples(const fusion_book *book)
{
    return book->example_count;
}

size_t fusion_book_forms(const fusion_book *book)
{
    return book->shown_count;
}

const fusion_form *fusion_book_form(const fusion_book *book, size_t form)
{
    return form < book->shown_count ? &book->shown[form] : NULL;
}
