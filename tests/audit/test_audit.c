#include "audit/made_log.h"
#include "suites.h"
#include "tools/sim/chance.h"

#include <stdlib.h>
#include <string.h>

static const char *const begun[] = {"1", "91c204be7a10"};
static const char *const held[] = {
    "2031-03-04T03:01:11Z", "ROK", "hold sensor rok-sky", "lifted", "patrol below", "accepted"};
static const char *const released[] = {"2031-03-04T03:01:00Z", "JPN.hub", "rok-to-jpn", "rok-sky",
                                       "41"};

#define BEGUN "1 2031-03-04T03:00:00Z begin run=1 book=91c204be7a10"
#define HELD                                                                                       \
    "2 2031-03-04T03:01:10.5Z act effect=2031-03-04T03:01:11Z who=ROK says=\"hold sensor "         \
    "rok-sky\" until=lifted reason=\"patrol below\" outcome=accepted"
#define RELEASED                                                                                   \
    "3 2031-03-04T03:02:00Z releases since=2031-03-04T03:01:00Z view=JPN.hub clause=rok-to-jpn "   \
    "sensor=rok-sky count=41"

static void an_entry_is_the_line_that_people_read(void)
{
    char line[AUDIT_LINE_ROOM];
    audit_entry entry = made_entry(AUDIT_ACT, 70.5, held);
    entry.number = 2;
    CU_ASSERT_EQUAL(audit_entry_write(&entry, line), strlen(HELD));
    CU_ASSERT_STRING_EQUAL(line, HELD);
}

static bool is_entry(const char *line)
{
    audit_entry entry;
    return audit_entry_read(line, strlen(line), &entry);
}

static void there_is_one_way_to_write_an_entry(void)
{
    CU_ASSERT_TRUE(is_entry(BEGUN));
    CU_ASSERT_TRUE(is_entry(HELD));
    CU_ASSERT_TRUE(is_entry(RELEASED));
    static const char *const others[] = {
        "",
        "1",
        " " BEGUN,
        BEGUN " ",
        BEGUN "\r",
        "0" BEGUN,
        "+" BEGUN,
        "-" BEGUN,
        "18446744073709551616 2031-03-04T03:00:00Z begin run=1 book=91c204be7a10",
        "1 2031-03-04T03:00:00Z begin run=1",
        "1 2031-03-04T03:00:00Z begin run=1 book=91c204be7a10 more=1",
        "1 2031-03-04T03:00:00Z begin book=91c204be7a10 run=1",
        "1 2031-03-04T03:00:00Z begin  run=1 book=91c204be7a10",
        "1 2031-03-04T03:00:00Z begin run=\"1\" book=91c204be7a10",
        "1 2031-03-04T03:00:00Z begin run= book=91c204be7a10",
        "1 2031-03-04T03:00:00Z begin run=1 book=\"9 \\x41\"",
        "1 2031-03-04T03:00:00Z begin run=1 book=\"9 \\x0A\"",
        "1 2031-03-04T03:00:00Z begin run=1 book=\"9 \\x00\"",
        "1 2031-03-04T03:00:00Z begin run=1 book=\"9 \\u0041\"",
        "1 2031-03-04T03:00:00Z begin run=1 book=\"9 \\U0000202e\"",
        "1 2031-03-04T03:00:00Z begin run=1 book=\"9 \\ud800\"",
        "1 2031-03-04T03:00:00Z begin run=1 book=\"9 \\n\"",
        "1 2031-03-04T03:00:00Z begin run=1 book=\"9 \\\"",
        "1 2031-03-04T03:00:00Z begin run=1 book=\"9 ",
        "1 2031-03-04T03:00:00.50Z begin run=1 book=91c204be7a10",
        "1 2031-03-04T03:00:00 begin run=1 book=91c204be7a10",
        "1 2031-02-30T03:00:00Z begin run=1 book=91c204be7a10",
        "1 2031-03-04T03:00:00Z begins run=1 book=91c204be7a10",
        "1 2031-03-04T03:00:00Z run=1 book=91c204be7a10",
    };
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (is_entry(others[i]))
            CU_FAIL(others[i]);
}

/* Of the bytes that end a line, move the cursor or turn the direction none is left. */
static bool looks_plain(const char *line)
{
    for (const char *at = line; *at; at++)
        if ((unsigned char)*at < 0x20 || *at == 0x7F)
            return false;
    return !strstr(line, "\xe2\x80\xae") && !strstr(line, "\xe2\x80\xa8") &&
           !strstr(line, "\xc2\x85");
}

static void a_reason_cannot_forge_an_entry(void)
{
    /* A line end, a field, a quote, an escape, a terminal's escape, a right-to-left override, a
     * line separator, the control character NEL, a byte that is no UTF-8, a tag, a word of Korean
     * that must stay readable. */
    const char *const reason =
        "below\n3 2031-03-04T03:02:00Z act\" outcome=accepted \\\" \\n "
        "\x1b[2J \xe2\x80\xaeROK \xe2\x80\xa8 \xc2\x85 \xff \xf3\xa0\x80\x81 "
        "\xed\x95\x9c";
    const char *const values[] = {held[0], "ROK\r", held[2], held[3], reason, "not-yours"};
    audit_entry entry = made_entry(AUDIT_ACT, 70.5, values), again;
    entry.number = 2;
    char line[AUDIT_LINE_ROOM];
    const size_t length = audit_entry_write(&entry, line);
    CU_ASSERT_TRUE(looks_plain(line));
    CU_ASSERT_PTR_NOT_NULL(strstr(line, "reason=\"below\\x0a3 2031"));
    CU_ASSERT_PTR_NOT_NULL(strstr(line,
                                  "act\\\" outcome=accepted \\\\\\\" \\\\n \\x1b[2J \\u202eROK "
                                  "\\u2028 \\u0085 \\xff \\U000e0001 \xed\x95\x9c\" "
                                  "outcome=not-yours"));
    CU_ASSERT_TRUE(audit_entry_read(line, length, &again));
    CU_ASSERT_EQUAL(memcmp(&entry, &again, sizeof entry), 0);
}

static void whatever_is_said_reads_back(void)
{
    const char *const seed = getenv("PICKET_SEED");
    chance draws = chance_seeded(seed ? strtoull(seed, NULL, 10) : 1, "said");
    printf("seed %s ", seed ? seed : "1");
    for (unsigned round = 0; round < 2000; round++) {
        audit_entry entry = {.number = chance_next(&draws) >> chance_next(&draws) % 64,
                             .time_ns = (int64_t)(chance_next(&draws) >> 2),
                             .kind = (audit_kind)(chance_next(&draws) % AUDIT_KINDS)};
        audit_entry again;
        for (unsigned i = 0; audit_field_name(entry.kind, i); i++)
            for (uint64_t k = chance_next(&draws) % AUDIT_VALUE_ROOM; k > 0; k--)
                entry.values[i][k - 1] = (char)(chance_next(&draws) % 255 + 1);
        char line[AUDIT_LINE_ROOM];
        const size_t length = audit_entry_write(&entry, line);
        const bool good = looks_plain(line) && audit_entry_read(line, length, &again) &&
                          memcmp(&entry, &again, sizeof entry) == 0;
        CU_ASSERT_TRUE(good);
        if (!good)
            return;
    }
}

static void the_chain_is_blake2b_of_all_that_stands_before(void)
{
    /* By Python: h = hashlib.blake2b(h + line, digest_size=32).digest(), from bytes(32). */
    static const char *const lines[] = {BEGUN, HELD, RELEASED};
    static const char *const hashes[] = {
        "abf5032d901e2e8a50c1378213db0847a01e4499934a577c5938123ed91bf836",
        "157ea90b1c16491c2126610db46ac87e223825f88c06da4bef7d02607068dcbc",
        "16be4707fae43e6e1f688f1ff6bccb157b0a986d2d4c86690a7ee4d3c1011aba"};
    audit_chain chain = {0};
    char hex[AUDIT_HASH_HEX + 1];
    for (size_t i = 0; i < 3; i++) {
        audit_chain_add(&chain, lines[i], strlen(lines[i]));
        audit_chain_hex(&chain, hex);
        CU_ASSERT_STRING_EQUAL(hex, hashes[i]);
    }
    CU_ASSERT_EQUAL(chain.number, 3);
}

static void three_entries(made_log *log)
{
    *log = (made_log){0};
    made_add(log, made_entry(AUDIT_BEGIN, 0, begun));
    made_add(log, made_entry(AUDIT_ACT, 70.5, held));
    made_add(log, made_entry(AUDIT_RELEASES, 120, released));
}

static void a_whole_log_says_from_when_to_when(void)
{
    static made_log log;
    three_entries(&log);
    audit_checkpoint last = made_checkpoint(&log);
    const audit_checkpoints checkpoints = {.all = &last, .count = 1};
    const audit_verdict verdict = made_verdict(log.text, log.size, &checkpoints);
    CU_ASSERT_EQUAL(verdict.fault, AUDIT_WHOLE);
    CU_ASSERT_EQUAL(verdict.end.number, 3);
    CU_ASSERT_EQUAL(verdict.last_ns - verdict.first_ns, INT64_C(120000000000));
    CU_ASSERT_EQUAL(verdict.checkpoints, 1);
    CU_ASSERT_EQUAL(made_verdict("", 0, NULL).end.number, 0);
}

static void a_number_that_is_left_out_breaks_the_log(void)
{
    static made_log log;
    three_entries(&log);
    log.chain.number++;
    made_add(&log, made_entry(AUDIT_ACT, 130, held)); /* entry 5, and its hash is right */
    const audit_verdict verdict = made_verdict(log.text, log.size, NULL);
    CU_ASSERT_EQUAL(verdict.fault, AUDIT_BROKEN);
    CU_ASSERT_EQUAL(verdict.end.number, 3);
}

static void a_torn_line_is_told_from_a_broken_one(void)
{
    static made_log log;
    three_entries(&log);
    const audit_verdict torn = made_verdict(log.text, log.size - 1, NULL);
    CU_ASSERT_EQUAL(torn.fault, AUDIT_TORN);
    CU_ASSERT_EQUAL(torn.end.number, 2);
    CU_ASSERT_EQUAL(torn.torn, strlen(RELEASED) + 1 + AUDIT_HASH_HEX);
    log.text[log.size - 2] ^= 1;
    CU_ASSERT_EQUAL(made_verdict(log.text, log.size, NULL).fault, AUDIT_BROKEN);
}

static void a_torn_line_hides_no_cut(void)
{
    static made_log log;
    three_entries(&log);
    audit_checkpoint last = made_checkpoint(&log);
    const audit_checkpoints checkpoints = {.all = &last, .count = 1};
    const audit_verdict verdict = made_verdict(log.text, log.size - 1, &checkpoints);
    CU_ASSERT_EQUAL(verdict.fault, AUDIT_CUT);
    CU_ASSERT_EQUAL(verdict.end.number, 2);
    CU_ASSERT_EQUAL(verdict.missed.at.number, 3);
}

static long checkpoints_of(const char *text, audit_checkpoints *checkpoints)
{
    FILE *stream = fmemopen((void *)text, strlen(text), "rb");
    const long wrong = audit_checkpoints_read(stream, checkpoints);
    fclose(stream);
    return wrong;
}

#define HASH "157ea90b1c16491c2126610db46ac87e223825f88c06da4bef7d02607068dcbc"

static void checkpoints_are_read_strictly(void)
{
    audit_checkpoints read;
    CU_ASSERT_EQUAL(checkpoints_of("2031-03-04T03:02:00Z 2 " HASH "\n2031-03-04T03:03:00Z 2 " HASH
                                   "\n2031-03-04T03:04:00Z 9 " HASH "\n2031-03-04T03:05",
                                   &read),
                    0);
    CU_ASSERT_EQUAL(read.count, 3);
    CU_ASSERT_EQUAL(read.all[2].at.number, 9);
    CU_ASSERT_EQUAL(read.torn, strlen("2031-03-04T03:05"));
    free(read.all);
    static const char *const wrong[] = {
        "2031-03-04T03:02:00Z 3 " HASH "\n2031-03-04T03:03:00Z 2 " HASH "\n",
        "2031-03-04T03:02:00Z 3 " HASH "\n2031-03-04T03:03:00Z 4 " HASH "0\n",
        "2031-03-04T03:02:00Z 3 " HASH "\n2031-03-04T03:03:00Z  4 " HASH "\n",
        "2031-03-04T03:02:00Z 3 " HASH "\n2031-03-04T03:03:00 4 " HASH "\n",
        "2031-03-04T03:02:00Z 3 " HASH "\n\n",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        CU_ASSERT_EQUAL(checkpoints_of(wrong[i], &read), 2);
}

CU_TestInfo audit_tests[] = {
    {"an entry is the line that people read", an_entry_is_the_line_that_people_read},
    {"there is one way to write an entry", there_is_one_way_to_write_an_entry},
    {"a reason cannot forge an entry", a_reason_cannot_forge_an_entry},
    {"whatever is said reads back", whatever_is_said_reads_back},
    {"the chain is blake2b of all that stands before",
     the_chain_is_blake2b_of_all_that_stands_before},
    {"a whole log says from when to when", a_whole_log_says_from_when_to_when},
    {"a number that is left out breaks the log", a_number_that_is_left_out_breaks_the_log},
    {"a torn line is told from a broken one", a_torn_line_is_told_from_a_broken_one},
    {"a torn line hides no cut", a_torn_line_hides_no_cut},
    {"checkpoints are read strictly", checkpoints_are_read_strictly},
    CU_TEST_INFO_NULL,
};
