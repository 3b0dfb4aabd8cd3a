#include "daemon/wire/wire_text.h"
#include "suites.h"

#include <string.h>

static bool good(const char *text)
{
    return wire_text_good((const uint8_t *)text, strlen(text));
}

static void words_of_any_script_are_good(void)
{
    CU_ASSERT_TRUE(good(""));
    CU_ASSERT_TRUE(good("KAL 123 ~"));
    CU_ASSERT_TRUE(
        good("\xc3\xa9 \xeb\x8f\x85\xeb\x8f\x84 \xe7\xab\xb9\xe5\xb3\xb6 \xf0\x9f\x9a\xa2"));
}

static void bytes_that_are_no_characters_are_bad(void)
{
    CU_ASSERT_FALSE(good("\xff"));
    CU_ASSERT_FALSE(good("\x80"));
    CU_ASSERT_FALSE(good("\xc0\xaf"));         /* overlong */
    CU_ASSERT_FALSE(good("\xed\xa0\x80"));     /* a surrogate */
    CU_ASSERT_FALSE(good("\xf4\x90\x80\x80")); /* beyond 0x10FFFF */
    CU_ASSERT_FALSE(good("\xef\xbf\xbe"));     /* U+FFFE */
    CU_ASSERT_FALSE(wire_text_good((const uint8_t *)"a\0b", 3));
}

static void a_character_cut_at_the_end_is_bad(void)
{
    /* The rest of the character stands behind the end and must not be read. */
    const char whole[] = "\xf0\x9f\x9a\xa2";
    for (size_t size = 1; size < 4; size++)
        CU_ASSERT_FALSE(wire_text_good((const uint8_t *)whole, size));
    CU_ASSERT_TRUE(wire_text_good((const uint8_t *)whole, 4));
}

static void what_nobody_sees_or_what_turns_the_line_is_bad(void)
{
    static const char *const hidden[] = {"\t",
                                         "\x7f",
                                         "\xc2\x85",          /* next line */
                                         "\xc2\xad",          /* soft hyphen */
                                         "\xe2\x80\x8b",      /* zero width space */
                                         "\xe2\x80\x8f",      /* right-to-left mark */
                                         "\xe2\x80\xae",      /* right-to-left override */
                                         "\xe2\x81\xa6",      /* isolate */
                                         "\xe2\x80\xa8",      /* line separator */
                                         "\xef\xbb\xbf",      /* byte order mark */
                                         "\xf3\xa0\x81\x81"}; /* tag letter */
    for (size_t i = 0; i < sizeof hidden / sizeof hidden[0]; i++)
        CU_ASSERT_FALSE(good(hidden[i]));
}

static void a_text_is_copied_whole_or_not_at_all(void)
{
    char to[4] = "abc";
    CU_ASSERT_FALSE(wire_text_copy(to, sizeof to, "wxyz"));
    CU_ASSERT_STRING_EQUAL(to, "abc");
    CU_ASSERT_TRUE(wire_text_copy(to, sizeof to, "xyz"));
    CU_ASSERT_STRING_EQUAL(to, "xyz");
}

CU_TestInfo wire_text_tests[] = {
    {"words of any script are good", words_of_any_script_are_good},
    {"bytes that are no characters are bad", bytes_that_are_no_characters_are_bad},
    {"a character cut at the end is bad", a_character_cut_at_the_end_is_bad},
    {"what nobody sees, or what turns the line, is bad",
     what_nobody_sees_or_what_turns_the_line_is_bad},
    {"a text is copied whole or not at all", a_text_is_copied_whole_or_not_at_all},
    CU_TEST_INFO_NULL,
};
