#include "daemon/listener.h"
#include "suites.h"

#include <string.h>

/* Linux doubles what is asked for (socket(7), SO_RCVBUF): where net.core.rmem_max is 4 MiB, it
 * grants 8 MiB and says so. */
static void what_is_advised_is_more_than_what_is_granted(void)
{
    char words[LISTENER_WORDS_ROOM];
    listener_buffer_words(2 * (4 << 20), words);
    CU_ASSERT_STRING_EQUAL(words, "4194304 bytes granted of 8388608 asked");
    listener_capped_words(2 * (4 << 20), words);
    CU_ASSERT_STRING_EQUAL(words, "the receive buffer is capped at 4194304 bytes: bursts may be "
                                  "lost. Run: sudo sysctl net.core.rmem_max=8388608");
}

static void nothing_is_wanted_where_all_is_granted(void)
{
    char words[LISTENER_WORDS_ROOM];
    listener_buffer_words(2 * (8 << 20), words);
    CU_ASSERT_STRING_EQUAL(words, "8388608 bytes granted of 8388608 asked");
}

CU_TestInfo listener_tests[] = {
    {"what is advised is more than what is granted", what_is_advised_is_more_than_what_is_granted},
    {"nothing is wanted where all is granted", nothing_is_wanted_where_all_is_granted},
    CU_TEST_INFO_NULL,
};
