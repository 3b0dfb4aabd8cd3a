#include "release/read.h"

#include <string.h>

const char *const book_approval_names[3] = {"standing", "category", "item"};

static bool read_via(book_reader *r, const text_node *node, book_clause *clause)
{
    static const read_key keys[] = {
        {"nation", NULL},
        {"delay", "Write how long it takes; nothing is assumed."},
        {"approval", "Write standing, category or item; nothing is assumed."}};
    clause->via = BOOK_DIRECT;
    if (read_is(node, "direct"))
        return true;
    if (node->kind == TEXT_SCALAR) {
        text_say(r->messages, TEXT_ERROR, node->line,
                 "via \"%s\" is not a way. Write direct, or {nation: ..., delay: ..., approval: "
                 "...}.",
                 node->text);
        return false;
    }
    if (!read_keys(r, node, "via", keys, 3))
        return false;
    uint8_t nation;
    size_t approval;
    bool good = read_nation(r, text_find(node, "nation"), &nation);
    good = text_duration(text_find(node, "delay"), "delay", false, &clause->hop_ns, r->messages) &&
           good;
    if (!read_word(r, text_find(node, "approval"), "approval", book_approval_names, 3, &approval) ||
        !good)
        return false;
    clause->via = nation;
    clause->approval = (book_approval)approval;
    return true;
}

static bool read_products(book_reader *r, const text_node *node, uint8_t *products)
{
    static const char *const words[] = {"tracks", "notices"};
    uint64_t set;
    if (!read_words(r, node, "product", "Write tracks, notices or both.", words, 2, &set))
        return false;
    *products = (uint8_t)((set & 1u ? BOOK_TRACKS : 0) | (set & 2u ? BOOK_NOTICES : 0));
    return true;
}

static bool check_party(book_reader *r, const text_node *at, const char *key, unsigned nation,
                        const book_agreement *agreement)
{
    if (agreement->parties >> nation & 1u)
        return true;
    char list[READ_CODES_ROOM];
    read_codes(r->book, agreement->parties, list);
    text_say(
        r->messages, TEXT_ERROR, at->line,
        "%s is in \"%s\" but is no party to \"%s\" (line %d: %s). Add the party or correct the "
        "clause.",
        r->book->nations[nation].code, key, agreement->name, agreement->parties_line, list);
    return false;
}

static bool check_nations(book_reader *r, const text_node *entry, const book_clause *clause)
{
    const fusion_book *book = r->book;
    const book_agreement *agreement = &book->agreements[clause->agreement];
    const text_node *to = text_find(entry, "to"), *from = text_find(entry, "from");
    bool good = check_party(r, from, "from", clause->from, agreement);
    for (unsigned n = 0; n < book->nation_count; n++)
        if (clause->to >> n & 1u)
            good = check_party(r, to, "to", n, agreement) && good;
    if (clause->via >= 0)
        good = check_party(r, text_find(entry, "via"), "via", (unsigned)clause->via, agreement) &&
               good;
    const char *fault = NULL;
    if (clause->to >> clause->from & 1u)
        fault = "is given to its own owner. Take the owner out of \"to\".";
    else if (book->nations[clause->from].observer)
        fault = "is from an observer, and an observer originates nothing.";
    else if (clause->via == clause->from)
        fault = "goes via its own owner. Write \"via: direct\", or name another.";
    else if (clause->via >= 0 && clause->to >> clause->via & 1u)
        fault = "goes via a nation that is also in \"to\". Give that one a clause of its own.";
    if (fault)
        text_say(r->messages, TEXT_ERROR, clause->line, "clause \"%s\" %s", clause->name, fault);
    return good && !fault;
}

bool read_clause(book_reader *r, const text_node *entry, size_t agreement, book_clause *clause)
{
    static const read_key keys[] = {
        {"name", NULL},
        {"from", NULL},
        {"to", NULL},
        {"via", "Write \"via: direct\" or who passes it on; nothing is assumed."},
        {"gives", "Write the categories, or all; nothing is assumed."},
        {"products", "Write tracks, notices or both; nothing is assumed."},
        {"sensors", "Write \"sensors: all\" or which; nothing is assumed."},
        {"where", "Write \"where: everywhere\" or the areas; nothing is assumed."},
        {"when", "Write \"when: always\" or when it holds; nothing is assumed."},
        {"form", "Write \"form: exact\" or a form; nothing is assumed."},
        {"except", ""}};
    if (!read_keys(r, entry, "clause", keys, sizeof keys / sizeof keys[0]))
        return false;
    *clause = (book_clause){.line = entry->line, .agreement = agreement};
    if (!read_name(r, entry, "clause", clause->name) ||
        !read_nation(r, text_find(entry, "from"), &clause->from))
        return false;
    bool good = read_nations(r, text_find(entry, "to"), &clause->to);
    good = read_via(r, text_find(entry, "via"), clause) && good;
    good = read_categories(r, text_find(entry, "gives"), &clause->gives) && good;
    good = read_products(r, text_find(entry, "products"), &clause->products) && good;
    good = read_scope(r, entry, &clause->scope) && good;
    good = read_when(r, entry, "clause", clause->name, clause->from, &clause->when) && good;
    good = read_form_name(r, text_find(entry, "form"), &clause->form) && good;
    return good && check_nations(r, entry, clause);
}
