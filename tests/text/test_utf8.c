#include "suites.h"
#include "text/utf8.h"

static void characters_of_one_to_four_bytes_are_read(void)
{
    /* The examples of RFC 3629, section 7, and the last character there is. */
    uint32_t character = 0;
    CU_ASSERT_EQUAL(utf8_read("A", &character), 1);
    CU_ASSERT_EQUAL(character, 'A');
    CU_ASSERT_EQUAL(utf8_read("\xCE\x91", &character), 2);
    CU_ASSERT_EQUAL(character, 0x0391);
    CU_ASSERT_EQUAL(utf8_read("\xE2\x89\xA2", &character), 3);
    CU_ASSERT_EQUAL(character, 0x2262);
    CU_ASSERT_EQUAL(utf8_read("\xF0\xA3\x8E\xB4", &character), 4);
    CU_ASSERT_EQUAL(character, 0x233B4);
    CU_ASSERT_EQUAL(utf8_read("\xF4\x8F\xBF\xBF", &character), 4);
    CU_ASSERT_EQUAL(character, 0x10FFFF);
}

static void what_is_no_character_has_no_length(void)
{
    /* Stray, overlong (two, three and four bytes), surrogate, too large, cut by the end. */
    static const char *const bad[] = {
        "\x80", "\xC0\xAF", "\xE0\x80\xAF", "\xF0\x80\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80",
        "\xFF", "\xE2\x89", "\xCE"};
    uint32_t character = 0;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        CU_ASSERT_EQUAL(utf8_read(bad[i], &character), 0);
}

static void what_people_must_not_be_shown_is_named(void)
{
    /* Unicode: BEL, NEL, RIGHT-TO-LEFT OVERRIDE, ZERO WIDTH SPACE, LINE SEPARATOR, a tag. */
    CU_ASSERT_STRING_EQUAL(utf8_fault(0x07), "a control character");
    CU_ASSERT_STRING_EQUAL(utf8_fault(0x85), "a control character");
    CU_ASSERT_STRING_EQUAL(utf8_fault(0x202E), "a direction-changing character");
    CU_ASSERT_STRING_EQUAL(utf8_fault(0x200B), "an invisible character");
    CU_ASSERT_STRING_EQUAL(utf8_fault(0x2028), "a line end that looks like none");
    CU_ASSERT_STRING_EQUAL(utf8_fault(0xE0001), "an invisible character");
    static const uint32_t fine[] = {'\t', '\n', ' ', '~', 0xE9, 0xD55C, 0x1F6F0};
    for (size_t i = 0; i < sizeof fine / sizeof fine[0]; i++)
        CU_ASSERT_PTR_NULL(utf8_fault(fine[i]));
}

CU_TestInfo utf8_tests[] = {
    {"characters of one to four bytes are read", characters_of_one_to_four_bytes_are_read},
    {"what is no character has no length", what_is_no_character_has_no_length},
    {"what people must not be shown is named", what_people_must_not_be_shown_is_named},
    CU_TEST_INFO_NULL,
};
