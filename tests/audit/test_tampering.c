#include "audit/made_log.h"
#include "suites.h"
#include "tools/sim/chance.h"

#include <stdlib.h>
#include <string.h>

#define ENTRIES 40
#define EVERY   10 /* entries between two checkpoints */
#define ROUNDS  10000

/* A log, and the checkpoints that were kept elsewhere, the last of them of its end. */
static struct {
    audit_entry entries[ENTRIES];
    made_log whole;
    size_t starts[ENTRIES + 1]; /* of the lines; the last is the size */
    audit_checkpoint kept[ENTRIES / EVERY];
    audit_checkpoints checkpoints;
    made_log tampered;
    chance draws;
} on;

static size_t draw(size_t below)
{
    return (size_t)(chance_next(&on.draws) % below);
}

static void scene_make(uint64_t seed, const char *name)
{
    static const char *const views[] = {"JPN.hub", "ROK.hub", "JPN.national"};
    static const char *const outcomes[] = {"accepted", "not-yours"};
    on.draws = chance_seeded(seed, name);
    on.whole = (made_log){0};
    for (size_t i = 0; i < ENTRIES; i++) {
        char count[24];
        snprintf(count, sizeof count, "%zu", 1 + draw(60));
        const char *const releases[] = {"2031-03-04T03:01:00Z", views[draw(3)], "rok-to-jpn",
                                        "rok-sky", count};
        const char *const act[] = {"2031-03-04T03:01:00Z", "ROK",
                                   "posture crisis",       "lifted",
                                   "a \"reason\"",         outcomes[draw(2)]};
        on.entries[i] = draw(4) ? made_entry(AUDIT_RELEASES, (double)i, releases)
                                : made_entry(AUDIT_ACT, (double)i, act);
        on.starts[i] = on.whole.size;
        made_add(&on.whole, on.entries[i]);
        if ((i + 1) % EVERY == 0)
            on.kept[i / EVERY] = made_checkpoint(&on.whole);
    }
    on.starts[ENTRIES] = on.whole.size;
    on.checkpoints = (audit_checkpoints){.all = on.kept, .count = ENTRIES / EVERY};
}

static uint64_t seed_say(void)
{
    const char *text = getenv("PICKET_SEED");
    const uint64_t seed = text ? strtoull(text, NULL, 10) : 1;
    printf("seed %llu ", (unsigned long long)seed);
    return seed;
}

static void put(const char *bytes, size_t size)
{
    memcpy(on.tampered.text + on.tampered.size, bytes, size);
    on.tampered.size += size;
}

static void put_lines(size_t from, size_t to)
{
    put(on.whole.text + on.starts[from], on.starts[to] - on.starts[from]);
}

/* Each tampers with the log and gives the number of entries that stand before the first change. */

static size_t edit_a_byte(void)
{
    const size_t at = draw(on.whole.size), i = draw(3);
    put(on.whole.text, at);
    if (i == 0)
        put((char[1]){(char)(on.whole.text[at] ^ (char)(1u << draw(8)))}, 1);
    if (i == 1) {
        put((char[1]){(char)draw(256)}, 1);
        put(on.whole.text + at, 1);
    }
    put(on.whole.text + at + 1, on.whole.size - at - 1);
    size_t line = 0;
    while (on.starts[line + 1] <= at)
        line++;
    return line;
}

static size_t delete_entries(void)
{
    const size_t from = draw(ENTRIES), to = from + 1 + draw(ENTRIES - from);
    put_lines(0, from);
    put_lines(to, ENTRIES);
    return from;
}

static size_t swap_two(void)
{
    const size_t one = draw(ENTRIES - 1), other = one + 1 + draw(ENTRIES - one - 1);
    put_lines(0, one);
    put_lines(other, other + 1);
    put_lines(one + 1, other);
    put_lines(one, one + 1);
    put_lines(other + 1, ENTRIES);
    return one;
}

static size_t put_in_again(void)
{
    const size_t at = draw(ENTRIES + 1), which = draw(ENTRIES);
    put_lines(0, at);
    put_lines(which, which + 1);
    put_lines(at, ENTRIES);
    return which == at ? at + 1 : at; /* of twins the second is the one too many */
}

/* The careful forger: another history from some entry on, numbered and hashed as it should be. One
 * more entry behind the last checkpoint would be no forgery. */
static size_t fork_off(void)
{
    const size_t how = draw(3), at = draw(how == 1 ? ENTRIES - 1 : ENTRIES);
    for (size_t i = 0; i < ENTRIES; i++) {
        audit_entry entry = on.entries[i];
        if (i == at && how == 0)
            continue;
        if (i == at && how == 1)
            made_add(&on.tampered, entry);
        if (i == at && how == 2)
            entry.values[2][0] ^= 1;
        made_add(&on.tampered, entry);
    }
    return how == 1 ? at + 1 : at;
}

static size_t cut_the_end(void)
{
    const size_t at = draw(on.whole.size);
    put(on.whole.text, at);
    size_t line = 0;
    while (on.starts[line + 1] <= at)
        line++;
    return line;
}

static size_t cut_whole_entries(void)
{
    const size_t keep = draw(ENTRIES);
    put_lines(0, keep);
    return keep;
}

typedef size_t tamper(void);
static tamper *const ways[] = {edit_a_byte, delete_entries, swap_two,         put_in_again,
                               fork_off,    cut_the_end,    cut_whole_entries};
static const char *const names[] = {"edit", "deletion", "swap",          "insertion",
                                    "fork", "cut",      "cut of entries"};
#define WAYS (sizeof ways / sizeof ways[0])

static bool is_same(void)
{
    return on.tampered.size == on.whole.size &&
           memcmp(on.tampered.text, on.whole.text, on.whole.size) == 0;
}

static void each_of_ten_thousand_tamperings_is_found(void)
{
    const uint64_t seed = seed_say();
    unsigned tried[WAYS] = {0};
    scene_make(seed, "tampering");
    for (unsigned round = 0; round < ROUNDS; round++) {
        const size_t way = round % WAYS;
        on.tampered = (made_log){0};
        const size_t before = ways[way]();
        if (is_same()) /* an entry that was put in behind its twin, say */
            continue;
        tried[way]++;
        const audit_verdict verdict =
            made_verdict(on.tampered.text, on.tampered.size, &on.checkpoints);
        /* Of a chain made anew only the checkpoints before it can be believed. */
        const uint64_t held = ways[way] == fork_off ? verdict.held.at.number : verdict.end.number;
        if (verdict.fault == AUDIT_WHOLE || held > before) {
            printf("round %u: %s after entry %zu is not found ", round, names[way], before);
            CU_FAIL("tampering was not found");
            return;
        }
    }
    for (size_t i = 0; i < WAYS; i++)
        CU_ASSERT_TRUE(tried[i] > ROUNDS / WAYS * 9 / 10);
}

static void without_checkpoints_forks_and_cuts_look_whole(void)
{
    /* The control: what finds them is the checkpoint kept elsewhere, and nothing else can. */
    scene_make(1, "control");
    for (unsigned round = 0; round < 100; round++) {
        on.tampered = (made_log){0};
        if (round % 2)
            fork_off();
        else
            cut_whole_entries();
        CU_ASSERT_EQUAL(made_verdict(on.tampered.text, on.tampered.size, NULL).fault, AUDIT_WHOLE);
    }
}

static void one_checkpoint_tells_a_log_from_its_fork(void)
{
    /* Two logs with a common head of 20 entries; a checkpoint of the 25th was kept. */
    scene_make(1, "fork");
    made_log *const fork = &on.tampered;
    *fork = (made_log){0};
    audit_checkpoint kept = {0};
    audit_chain chain = {0};
    for (size_t i = 0; i < ENTRIES; i++) {
        audit_entry entry = on.entries[i];
        char line[AUDIT_LINE_ROOM];
        entry.number = i + 1;
        audit_chain_add(&chain, line, audit_entry_write(&entry, line));
        if (i == 24)
            kept.at = chain;
        if (i >= 20)
            entry.values[0][0] = '3';
        made_add(fork, entry);
    }
    const audit_checkpoints one = {.all = &kept, .count = 1};
    CU_ASSERT_EQUAL(made_verdict(on.whole.text, on.whole.size, &one).fault, AUDIT_WHOLE);
    const audit_verdict verdict = made_verdict(fork->text, fork->size, &one);
    CU_ASSERT_EQUAL(verdict.fault, AUDIT_FORKED);
    CU_ASSERT_EQUAL(verdict.missed.at.number, 25);
}

CU_TestInfo tampering_tests[] = {
    {"each of ten thousand tamperings is found", each_of_ten_thousand_tamperings_is_found},
    {"without checkpoints forks and cuts look whole",
     without_checkpoints_forks_and_cuts_look_whole},
    {"one checkpoint tells a log from its fork", one_checkpoint_tells_a_log_from_its_fork},
    CU_TEST_INFO_NULL,
};
