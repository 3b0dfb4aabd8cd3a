#include "daemon/config/yaml.h"
#include "fusion/book.h"
#include "suites.h"
#include "text/message.h"

#include <stdio.h>
#include <string.h>

/* A book that uses nearly every word of the language is changed in one place after the other, and
 * must be refused each time. It is the tree that is changed, not the text: what a file can have
 * besides (tabs, double keys, quotes) is tested with its reader. */

static text_tree *tree;
static size_t tried, taken;

static void try_book(const text_node *at, const char *what)
{
    text_messages messages;
    text_messages_init(&messages, "lantern.yaml");
    fusion_book *book = NULL;
    tried++;
    if (fusion_book_read(tree, &messages, &book) != FUSION_OK)
        return;
    fusion_book_destroy(book);
    taken++;
    printf("\n    line %d: taken all the same: %s", at->line, what);
}

/* Tries each change of one kind that there is of a node, and leaves it as it was. */
typedef void change(text_node *node);

static void change_each(text_node *node, change *of)
{
    of(node);
    for (size_t i = 0; i < node->count; i++)
        change_each(&node->items[i], of);
}

static void check_change(change *of, size_t least)
{
    text_messages messages;
    text_messages_init(&messages, "lantern.yaml");
    tree = yaml_read_file(TESTDATA "/agreements/lantern.yaml", &messages);
    CU_ASSERT_PTR_NOT_NULL_FATAL(tree);
    tried = taken = 0;
    change_each(&tree->root, of);
    CU_ASSERT_EQUAL(taken, 0);
    CU_ASSERT_TRUE(tried >= least); /* else the book is not what it was */
    yaml_free(tree);
}

static bool may_be_left_out(const char *key)
{
    static const char *const keys[] = {"areas",  "periods", "emergencies", "forms", "rooms",
                                       "except", "ends",    "look",        "after"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (strcmp(key, keys[i]) == 0)
            return true;
    return false;
}

static void leave_out(text_node *node)
{
    const size_t count = node->kind == TEXT_MAP ? node->count : 0;
    for (size_t i = 0; i < count; i++) {
        const text_node was = node->items[i];
        if (may_be_left_out(was.key))
            continue;
        node->items[i] = node->items[--node->count];
        try_book(&was, was.key);
        node->items[node->count++] = node->items[i];
        node->items[i] = was;
    }
}

static void a_key_left_out_is_never_filled_in(void)
{
    check_change(leave_out, 300);
}

#define ENTRIES_MAX 64

/* One more entry behind those of a list or map. */
static void put_behind(text_node *node, text_node more)
{
    static text_node longer[ENTRIES_MAX];
    text_node *items = node->items;
    CU_ASSERT_TRUE_FATAL(node->count < ENTRIES_MAX);
    memcpy(longer, items, node->count * sizeof *items);
    longer[node->count++] = more;
    node->items = longer;
    try_book(node, more.key ? more.key : more.text);
    node->items = items;
    node->count--;
}

static void add_key(text_node *node)
{
    if (node->kind == TEXT_MAP)
        put_behind(node, (text_node){.line = 1, .text = "all", .key = "besides", .key_line = 1});
}

static void a_key_that_is_not_known_is_never_passed_over(void)
{
    check_change(add_key, 80);
}

static void say_twice(text_node *node)
{
    if (node->kind == TEXT_LIST && node->items[0].kind == TEXT_SCALAR)
        put_behind(node, node->items[0]);
}

static void an_entry_that_stands_twice_is_never_taken_for_one(void)
{
    check_change(say_twice, 60);
}

static void empty(text_node *node)
{
    if (node->kind != TEXT_LIST)
        return;
    const size_t count = node->count;
    node->count = 0;
    try_book(node, "an empty list");
    node->count = count;
}

static void an_empty_list_is_neither_all_nor_nothing(void)
{
    check_change(empty, 80);
}

/* A name is whatever it is; all else is a word, a code, a number or a time. */
static void misspell(text_node *node)
{
    if (node->kind != TEXT_SCALAR || node->quoted || (node->key && strcmp(node->key, "name") == 0))
        return;
    const char *text = node->text;
    node->text = "zzz-zzz";
    try_book(node, text);
    node->text = text;
}

static void a_word_that_is_not_known_is_never_taken_for_another(void)
{
    check_change(misspell, 300);
}

static void quote(text_node *node)
{
    if (node->kind != TEXT_SCALAR)
        return;
    node->quoted = !node->quoted;
    try_book(node, node->text);
    node->quoted = !node->quoted;
}

static void quotes_stand_where_they_belong(void)
{
    check_change(quote, 300);
}

CU_TestInfo strict_tests[] = {
    {"a key left out is never filled in", a_key_left_out_is_never_filled_in},
    {"a key that is not known is never passed over", a_key_that_is_not_known_is_never_passed_over},
    {"an entry that stands twice is never taken for one",
     an_entry_that_stands_twice_is_never_taken_for_one},
    {"an empty list is neither all nor nothing", an_empty_list_is_neither_all_nor_nothing},
    {"a word that is not known is never taken for another",
     a_word_that_is_not_known_is_never_taken_for_another},
    {"quotes stand where they belong", quotes_stand_where_they_belong},
    CU_TEST_INFO_NULL,
};
