#include "release/read.h"

#include <string.h>

static bool read_period_entry(book_reader *r, const text_node *entry, book_period *period)
{
    static const read_key keys[] = {{"name", NULL}, {"starts", NULL}, {"ends", NULL}};
    period->line = entry->line;
    if (!read_keys(r, entry, "period", keys, 3) ||
        !read_new_word(r, entry, "period", period->name) ||
        !text_time(text_find(entry, "starts"), "time", false, &period->starts_ns, r->messages) ||
        !text_time(text_find(entry, "ends"), "time", false, &period->ends_ns, r->messages))
        return false;
    if (period->starts_ns < period->ends_ns)
        return true;
    text_say(r->messages, TEXT_ERROR, entry->line,
             "period \"%s\" ends before it starts, or as it starts.", period->name);
    return false;
}

bool read_section_periods(book_reader *r, const text_node *node)
{
    fusion_book *book = r->book;
    const text_node *list;
    book->periods =
        read_section(r, node, "periods", BOOK_PERIODS_MAX, sizeof *book->periods, &list);
    if (!book->periods)
        return false;
    bool good = true;
    for (size_t i = 0; i < list->count; i++, book->period_count++) {
        book_period *period = &book->periods[i];
        good = read_period_entry(r, &list->items[i], period) && good;
        for (size_t j = 0; good && j < i; j++)
            good = read_differs(r, period->name, period->line, book->periods[j].name,
                                book->periods[j].line);
    }
    return good;
}

static bool read_emergency(book_reader *r, const text_node *entry, book_emergency *emergency)
{
    static const read_key keys[] = {
        {"name", NULL},
        {"declared-by", "Write who must declare it."},
        {"lasts", "Write how long a declaration stands; nothing is assumed."}};
    emergency->line = entry->line;
    if (!read_keys(r, entry, "emergency", keys, 3) ||
        !read_new_word(r, entry, "emergency", emergency->name) ||
        !read_nations(r, text_find(entry, "declared-by"), &emergency->declared_by) ||
        !text_duration(text_find(entry, "lasts"), "lasts", false, &emergency->lasts_ns,
                       r->messages))
        return false;
    if (emergency->lasts_ns > 0)
        return true;
    text_say(r->messages, TEXT_ERROR, entry->line,
             "emergency \"%s\" lasts no time at all. Write \"2 h\" or how long.", emergency->name);
    return false;
}

bool read_section_emergencies(book_reader *r, const text_node *node)
{
    fusion_book *book = r->book;
    const text_node *list;
    book->emergencies = read_section(r, node, "emergencies", BOOK_EMERGENCIES_MAX,
                                     sizeof *book->emergencies, &list);
    if (!book->emergencies)
        return false;
    bool good = true;
    for (size_t i = 0; i < list->count; i++, book->emergency_count++) {
        book_emergency *emergency = &book->emergencies[i];
        good = read_emergency(r, &list->items[i], emergency) && good;
        for (size_t j = 0; good && j < i; j++)
            good = read_differs(r, emergency->name, emergency->line, book->emergencies[j].name,
                                book->emergencies[j].line);
    }
    return good;
}
