#include "suites.h"
#include "text/message.h"

#include <string.h>

static void messages_beyond_the_room_are_counted(void)
{
    text_messages messages;
    text_messages_init(&messages, "book.yaml");
    for (int i = 0; i < TEXT_MESSAGES_MAX + 5; i++)
        text_say(&messages, TEXT_ERROR, i, "fault %d", i);
    CU_ASSERT_EQUAL(messages.count, TEXT_MESSAGES_MAX);
    CU_ASSERT_EQUAL(messages.errors, TEXT_MESSAGES_MAX + 5);
    CU_ASSERT_STRING_EQUAL(messages.kept[3].text, "fault 3");
}

static void a_long_message_is_cut_at_a_whole_character(void)
{
    /* 300 two-byte characters: the room of 512 ends within one of them. */
    char long_text[601];
    for (int i = 0; i < 300; i++)
        memcpy(long_text + 2 * (size_t)i, "\xC3\xA9", 2);
    long_text[600] = '\0';
    text_messages messages;
    text_messages_init(&messages, "book.yaml");
    text_say(&messages, TEXT_NOTE, 1, "x%s", long_text);
    const char *text = messages.kept[0].text;
    const size_t length = strlen(text);
    CU_ASSERT_STRING_EQUAL(text + length - 3, "...");
    CU_ASSERT_EQUAL((unsigned char)text[length - 4], 0xA9); /* the character before it is whole */
}

CU_TestInfo message_tests[] = {
    {"messages beyond the room are counted", messages_beyond_the_room_are_counted},
    {"a long message is cut at a whole character", a_long_message_is_cut_at_a_whole_character},
    CU_TEST_INFO_NULL,
};
