/* What the audit log is told while a run goes on: AVA's bridge in the book "lantern", where BRO
 * sits and bro-ship looks at an object in the air once a second. */
#include "daemon/lantern.h"
#include "daemon/line/pipeline.h"
#include "daemon/radar.h"
#include "suites.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define AT(s) (RADAR_NOW_NS + (s)*RADAR_SECOND)

static char folder[] = "/tmp/picket-told-XXXXXX";
static char path[64];
static char log_text[65536];
static config *configuration;
static audit_writer *writer;
static pipeline *line;
static uint32_t sequence;
static size_t pictures;

static void count(void *context, const pipeline_picture *picture)
{
    (void)context;
    (void)picture;
    pictures++;
}

static void begin(void)
{
    char error[512];
    sequence = 0;
    memcpy(folder + sizeof folder - 7, "XXXXXX", 6);
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/audit.log", folder);
    writer = audit_create(path, error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(writer);
    configuration = lantern_config();
    const pipeline_settings settings = {.threads = 1, .sink = count, .audit = writer};
    line = pipeline_create(configuration, &settings);
    CU_ASSERT_PTR_NOT_NULL_FATAL(line);
    pipeline_advance(line, AT(0));
}

static void remove_all(void)
{
    char beside[96];
    snprintf(beside, sizeof beside, "%s.checkpoints", path);
    unlink(path);
    unlink(beside);
    rmdir(folder);
}

/* Ends the run and reads the log. */
static void end(void)
{
    pipeline_finish(line);
    CU_ASSERT_FALSE(pipeline_failed(line));
    pipeline_destroy(line);
    CU_ASSERT_TRUE(audit_close(writer));
    config_destroy(configuration);
    FILE *in = fopen(path, "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(in);
    log_text[fread(log_text, 1, sizeof log_text - 1, in)] = '\0';
    fclose(in);
    remove_all();
}

static void look(int until_s)
{
    while ((int)sequence < until_s) {
        const int64_t now_ns = AT(sequence) + RADAR_SECOND / 2;
        const recorded packet = radar_low("bro-ship", 11.5, ++sequence, now_ns);
        codec_result result;
        pipeline_take(line, now_ns, packet.data, packet.size, &result);
        CU_ASSERT_EQUAL(result.count, 1);
    }
    pipeline_advance(line, AT(until_s));
}

/* As the control port does. */
static void say(const char *who, const char *sentence)
{
    const int64_t now_ns = AT(sequence) + 1;
    control_message message = {.kind = CONTROL_SAYS, .who = "", .reason = "a test"};
    snprintf(message.who, sizeof message.who, "%s", who);
    snprintf(message.sentence, sizeof message.sentence, "%s", sentence);
    const char *refused = pipeline_say(line, now_ns, who, sentence, 0, &message.effect_ns);
    pipeline_heard(line, now_ns, &message, refused);
}

static bool told(const char *words)
{
    return strstr(log_text, words) != NULL;
}

static void who_said_what_and_why_is_told(void)
{
    begin();
    look(10);
    say("AVA", "posture crisis");
    look(20);
    end();
    CU_ASSERT_TRUE(told(" act effect=2031-03-04T03:00:11Z who=AVA says=\"posture crisis\" "
                        "until=lifted reason=\"a test\" outcome=accepted "));
    CU_ASSERT_TRUE(told(" state effect=2031-03-04T03:00:11Z what=posture "));
}

static void what_is_refused_is_told(void)
{
    begin();
    look(10);
    say("DEL", "hold sensor bro-ship");
    say("BRO", "hold everything");
    look(20);
    end();
    CU_ASSERT_TRUE(told(" act effect=- who=DEL says=\"hold sensor bro-ship\" until=lifted "
                        "reason=\"a test\" outcome=not-yours "));
    CU_ASSERT_TRUE(told(" who=BRO says=\"hold everything\" until=lifted reason=\"a test\" "
                        "outcome=sentence-unknown "));
}

/* Its first look is in the epoch [0, 1). */
static void what_is_given_is_told_though_the_minute_is_not_over(void)
{
    begin();
    look(20);
    end();
    CU_ASSERT_TRUE(told(" view=AVA.together clause=bro-low sensor=bro-ship count=20 "));
    CU_ASSERT_TRUE(told(" view=BRO.together clause=- sensor=bro-ship count=20 "));
    CU_ASSERT_FALSE(told(" view=CYR."));
    CU_ASSERT_FALSE(told("+guests"));
}

/* He enters from 11 s on, and what is kept was given to others before. */
static void what_a_visitor_is_given_is_told(void)
{
    begin();
    look(10);
    say("AVA", "room bridge OBS enters");
    look(20);
    end();
    CU_ASSERT_TRUE(told(" view=bridge.together+guests clause=bro-low sensor=bro-ship count=9 "));
}

static void nothing_is_given_that_cannot_be_written_down(void)
{
    begin();
    look(10);
    struct rlimit before;
    getrlimit(RLIMIT_FSIZE, &before);
    void (*const handler)(int) = signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &(struct rlimit){.rlim_cur = 100, .rlim_max = before.rlim_max});
    say("AVA", "posture crisis");
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, handler);
    pictures = 0;
    pipeline_advance(line, AT(20));
    CU_ASSERT_EQUAL(pictures, 0);
    CU_ASSERT_TRUE(pipeline_failed(line));
    pipeline_destroy(line);
    audit_abandon(writer);
    config_destroy(configuration);
    remove_all();
}

CU_TestInfo told_tests[] = {
    {"who said what and why is told", who_said_what_and_why_is_told},
    {"what is refused is told", what_is_refused_is_told},
    {"what is given is told though the minute is not over",
     what_is_given_is_told_though_the_minute_is_not_over},
    {"what a visitor is given is told", what_a_visitor_is_given_is_told},
    {"nothing is given that cannot be written down", nothing_is_given_that_cannot_be_written_down},
    CU_TEST_INFO_NULL,
};
