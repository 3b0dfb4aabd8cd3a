#include "release/read.h"

#include <string.h>

static bool read_rule(book_reader *r, const text_node *entry, book_rule *rule)
{
    static const read_key keys[] = {
        {"name", NULL}, {"agreements", "Write \"agreements: none\" or which; nothing is assumed."}};
    const fusion_book *book = r->book;
    rule->line = entry->line;
    if (!read_keys(r, entry, "rule", keys, 2) || !read_name(r, entry, "rule", rule->name))
        return false;
    const text_node *list;
    if (!read_list(r, text_find(entry, "agreements"), "Write \"agreements: none\".", true, &list))
        return false;
    if (!list)
        return true;
    const char **names = read_names(r, book->agreements ? book->agreements[0].name : NULL,
                                    sizeof *book->agreements, book->agreement_count);
    rule->agreements = read_keep(r, list->count, sizeof *rule->agreements);
    if (!names || !rule->agreements)
        return false;
    for (size_t i = 0; i < list->count; i++) {
        size_t *one = &rule->agreements[i];
        if (!read_word(r, &list->items[i], "agreement", names, book->agreement_count, one))
            return false;
        for (size_t j = 0; j < i; j++)
            if (rule->agreements[j] == *one) {
                text_say(r->messages, TEXT_ERROR, list->items[i].line,
                         "%s stands twice in \"agreements\". Keep one.", names[*one]);
                return false;
            }
        rule->agreement_count++;
        rule->set |= UINT64_C(1) << *one;
    }
    return true;
}

bool read_section_rules(book_reader *r, const text_node *node)
{
    fusion_book *book = r->book;
    const text_node *list;
    if (!read_list(r, node, "Name the rules.", false, &list))
        return false;
    if (list->count > BOOK_RULES_MAX) {
        text_say(r->messages, TEXT_ERROR, list->line, "there are more than %d rules.",
                 BOOK_RULES_MAX);
        return false;
    }
    book->rules = read_keep(r, list->count, sizeof *book->rules);
    if (!book->rules)
        return false;
    bool good = true;
    for (size_t i = 0; i < list->count; i++, book->rule_count++) {
        book_rule *rule = &book->rules[i];
        good = read_rule(r, &list->items[i], rule) && good;
        for (size_t j = 0; j < i; j++)
            good =
                read_differs(r, rule->name, rule->line, book->rules[j].name, book->rules[j].line) &&
                good;
    }
    return good;
}

/* For one rule and one owner: next[v], the nations that get its reports via v. */
typedef struct ways {
    uint32_t next[FUSION_NATIONS_MAX];
} ways;

/* All nations that wait, directly or not, for `start`. */
static uint32_t waiting_for(const ways *of, unsigned start)
{
    uint32_t reached = 0, fresh = of->next[start];
    while (fresh) {
        reached |= fresh;
        uint32_t further = 0;
        for (unsigned n = 0; n < FUSION_NATIONS_MAX; n++)
            if (fresh >> n & 1u)
                further |= of->next[n];
        fresh = further & ~reached;
    }
    return reached;
}

static void ways_read(const fusion_book *book, uint64_t rule, unsigned owner, ways *of)
{
    *of = (ways){{0}};
    for (size_t c = 0; c < book->clause_count; c++) {
        const book_clause *clause = &book->clauses[c];
        if (clause->from == owner && clause->via >= 0 && (rule >> clause->agreement & 1u))
            of->next[clause->via] |= clause->to;
    }
}

/* The first clause of the owner by which one of `to` gets it via one of `via`, from index on. */
static size_t clause_between(const fusion_book *book, uint64_t rule, unsigned owner, uint32_t via,
                             uint32_t to, size_t index)
{
    for (; index < book->clause_count; index++) {
        const book_clause *clause = &book->clauses[index];
        if (clause->from == owner && clause->via >= 0 && (via >> clause->via & 1u) &&
            (clause->to & to) && (rule >> clause->agreement & 1u))
            break;
    }
    return index;
}

static unsigned lowest(uint32_t set)
{
    unsigned n = 0;
    while (!(set >> n & 1u))
        n++;
    return n;
}

/* circle: nations each of which waits for itself. */
static bool say_circle(book_reader *r, uint64_t rule, unsigned owner, uint32_t circle)
{
    const fusion_book *book = r->book;
    const size_t first = clause_between(book, rule, owner, circle, circle, 0);
    const book_clause *one = &book->clauses[first];
    const uint32_t back = UINT32_C(1) << one->via;
    size_t second = clause_between(book, rule, owner, one->to & circle, back, 0);
    if (second == book->clause_count) /* a longer way round */
        second = clause_between(book, rule, owner, circle, back, 0);
    const book_clause *two = &book->clauses[second];
    text_say(
        r->messages, TEXT_ERROR, one->line,
        "clauses \"%s\" (line %d) and \"%s\" (line %d) wait for each other: %s gets it via %s, "
        "%s via %s. Give one of them another way.",
        one->name, one->line, two->name, two->line, book->nations[lowest(one->to & circle)].code,
        book->nations[one->via].code, book->nations[one->via].code, book->nations[two->via].code);
    return false;
}

static bool no_circle(book_reader *r, uint64_t rule, unsigned owner)
{
    ways of;
    ways_read(r->book, rule, owner, &of);
    uint32_t circle = 0;
    for (unsigned n = 0; n < r->book->nation_count; n++)
        if (waiting_for(&of, n) >> n & 1u)
            circle |= UINT32_C(1) << n;
    return circle == 0 || say_circle(r, rule, owner, circle);
}

bool read_no_circles(book_reader *r)
{
    const fusion_book *book = r->book;
    for (size_t i = 0; i < book->rule_count; i++)
        for (unsigned owner = 0; owner < book->nation_count; owner++)
            if (!no_circle(r, book->rules[i].set, owner))
                return false;
    return true;
}
