#include "release/read.h"

/* Clauses, never and limits share one set of names. */
static bool name_is_free(book_reader *r, const book_entry *entry)
{
    const fusion_book *book = r->book;
    bool good = true;
    for (size_t i = 0; i < book->clause_count; i++)
        good = read_differs(r, entry->name, entry->line, book->clauses[i].name,
                            book->clauses[i].line) &&
               good;
    for (size_t i = 0; i < book->entry_count; i++)
        good = read_differs(r, entry->name, entry->line, book->entries[i].name,
                            book->entries[i].line) &&
               good;
    return good;
}

static bool read_to(book_reader *r, const text_node *node, book_entry *entry)
{
    entry->to_all = read_is(node, "all");
    if (entry->to_all) {
        entry->to = UINT32_MAX & ~(UINT32_C(1) << entry->owner);
        return true;
    }
    if (!read_nations(r, node, &entry->to))
        return false;
    if (!(entry->to >> entry->owner & 1u))
        return true;
    text_say(r->messages, TEXT_ERROR, node->line,
             "\"%s\" names its own owner, who has its own by right. Take %s out of \"to\".",
             entry->name, r->book->nations[entry->owner].code);
    return false;
}

static bool read_entry(book_reader *r, const text_node *node, book_entry *entry)
{
    static const read_key keys[] = {
        {"name", NULL},
        {"to", "Write \"to: all\" or whom; nothing is assumed."},
        {"gives", "Write the categories, or all; nothing is assumed."},
        {"sensors", "Write \"sensors: all\" or which; nothing is assumed."},
        {"where", "Write \"where: everywhere\" or the areas; nothing is assumed."},
        {"when", "Write \"when: always\" or when it holds; nothing is assumed."},
        {"except", ""},
        {"form", "Write the form that is the least; nothing is assumed."}};
    const char *what = entry->limit ? "limit" : "never";
    entry->line = node->line;
    if (!read_keys(r, node, what, keys, entry->limit ? 8 : 7) ||
        !read_name(r, node, what, entry->name) || !name_is_free(r, entry))
        return false;
    bool good = read_to(r, text_find(node, "to"), entry);
    good = read_categories(r, text_find(node, "gives"), &entry->gives) && good;
    good = read_scope(r, node, &entry->scope) && good;
    good = read_when(r, node, what, entry->name, entry->owner, &entry->when) && good;
    return (!entry->limit || read_form_name(r, text_find(node, "form"), &entry->form)) && good;
}

static bool read_entries(book_reader *r, const text_node *node, uint8_t owner, bool limit)
{
    fusion_book *book = r->book;
    const text_node *list;
    if (!read_list(r, node, "Write none, or an entry.", true, &list))
        return false;
    bool good = true;
    for (size_t i = 0; list && i < list->count; i++) {
        book_entry *entry = &book->entries[book->entry_count];
        *entry = (book_entry){.owner = owner, .limit = limit};
        if (read_entry(r, &list->items[i], entry))
            book->entry_count++;
        else
            good = false;
    }
    return good;
}

static bool read_owner(book_reader *r, const text_node *node, uint32_t *had)
{
    static const read_key keys[] = {
        {"nation", NULL},
        {"never", "Write \"never: none\" or what it never gives; nothing is assumed."},
        {"limits", "Write \"limits: none\" or what limits it; nothing is assumed."}};
    uint8_t nation;
    if (!read_keys(r, node, "owner", keys, 3) ||
        !read_nation(r, text_find(node, "nation"), &nation))
        return false;
    const bool twice = *had >> nation & 1u;
    if (twice)
        text_say(r->messages, TEXT_ERROR, node->line,
                 "%s has two entries in \"owners\". Put its lists together.",
                 r->book->nations[nation].code);
    *had |= UINT32_C(1) << nation;
    const bool never = read_entries(r, text_find(node, "never"), nation, false);
    return read_entries(r, text_find(node, "limits"), nation, true) && never && !twice;
}

static size_t entries_in(const text_node *list, const char *key)
{
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++) {
        const text_node *of = text_find(&list->items[i], key);
        count += of ? of->count : 0;
    }
    return count;
}

bool read_section_owners(book_reader *r, const text_node *node)
{
    const text_node *list;
    if (!read_list(r, node, "Write \"owners: none\".", true, &list))
        return false;
    if (!list)
        return true;
    r->book->entries = read_keep(r, entries_in(list, "never") + entries_in(list, "limits"),
                                 sizeof *r->book->entries);
    if (!r->book->entries)
        return false;
    bool good = true;
    uint32_t had = 0;
    for (size_t i = 0; i < list->count; i++)
        good = read_owner(r, &list->items[i], &had) && good;
    return good;
}
