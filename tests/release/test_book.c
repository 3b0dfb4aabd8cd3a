#include "release/books.h"
#include "suites.h"

#include <stdlib.h>

static void check_stock(const char *name)
{
    fusion_book *book = book_stock(name);
    CU_ASSERT_PTR_NOT_NULL(book);
    fusion_book_destroy(book);
}

static void every_stock_book_is_read(void)
{
    check_stock("peninsula.yaml");
    check_stock("three-radars.yaml");
    check_stock("opensky.yaml");
}

/* The hub's book with one text changed is refused with this message. */
static void check_change(const char *from, const char *to, int line, const char *said)
{
    char *changed = book_changed(book_hub, from, to);
    CU_ASSERT_TRUE(book_refused(changed, line, said));
    free(changed);
}

static void the_book_of_the_hub_is_read(void)
{
    fusion_book *book = book_from(book_hub);
    CU_ASSERT_PTR_NOT_NULL_FATAL(book);
    CU_ASSERT_STRING_EQUAL(fusion_book_title(book), "Hub");
    CU_ASSERT_EQUAL(fusion_book_rules(book), 2);
    CU_ASSERT_STRING_EQUAL(fusion_book_rule_name(book, 1), "hub");
    CU_ASSERT_PTR_NULL(fusion_book_rule_name(book, 2));
    CU_ASSERT_EQUAL(fusion_book_clauses(book), 4);
    CU_ASSERT_EQUAL(fusion_book_examples(book), 1);
    CU_ASSERT_EQUAL(fusion_book_forms(book), 1);
    fusion_book_destroy(book);
}

static void an_unknown_key_is_answered_with_the_nearest(void)
{
    check_change("owners: none", "owner: none", 20,
                 "\"owner\" is not a key here. Did you mean \"owners\"?");
}

CU_TestInfo book_tests[] = {
    {"every stock book is read", every_stock_book_is_read},
    {"the book of the hub is read", the_book_of_the_hub_is_read},
    {"an unknown key is answered with the nearest", an_unknown_key_is_answered_with_the_nearest},
    CU_TEST_INFO_NULL,
};
