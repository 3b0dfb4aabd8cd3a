/* fuse.c - picket fuse: the daemon's pipeline on a recording, as fast as it goes. */
#include "daemon/file.h"
#include "daemon/picture/picture_files.h"
#include "daemon/recording/playback.h"
#include "daemon/told/finding.h"
#include "text/number.h"
#include "tools/fuse_summary.h"
#include "tools/interrupt.h"
#include "tools/path.h"
#include "tools/progress.h"
#include "tools/say.h"
#include "tools/verbs.h"
#include "tools/when.h"

#include "picket/v1/report.pb-c.h"

#include <errno.h>
#include <math.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { OPTION_VIEW = OPTION_OWN };

typedef struct fuse {
    const options *given;
    config *configuration;
    recording_reader *feed;
    pipeline *line;
    picture_files *files;
    audit_writer *audit;
    playback play;
    int64_t from_ns, until_ns; /* of the feed; 0: from its begin, to its end */
    int64_t begin_ns;          /* first stamp taken */
    progress shown;
    double began_s;
    fuse_summary summary;
} fuse;

static void picture_take(void *context, const pipeline_picture *picture)
{
    fuse *one = context;
    picture_files_add(one->files, picture);
    if (picture->settled)
        return;
    fuse_view *view = &one->summary.views[picture->view];
    view->epochs++;
    view->tracks = picture->track_count;
    view->notices = picture->notice_count;
}

static bool views_choose(fuse *one)
{
    if (!options_given(one->given, OPTION_VIEW))
        return true;
    text_messages messages;
    text_messages_init(&messages, "--view");
    one->configuration->view_count = 0;
    const char *name;
    for (size_t i = 0; (name = options_each(one->given, OPTION_VIEW, i)); i++)
        if (!config_view_add(one->configuration, name, &messages)) {
            options_refuse(one->given, OPTION_VIEW, "names no view: %s", messages.kept[0].text);
            return false;
        }
    return true;
}

static bool config_take(fuse *one)
{
    static config_faults faults;
    one->configuration = config_read(options_text(one->given, OPTION_CONFIG), &faults);
    say_messages(&faults.own);
    say_messages(&faults.book);
    return one->configuration && views_choose(one);
}

static audit_writer *audit_in(const char *folder, char error[512])
{
    char path[4352];
    snprintf(path, sizeof path, "%.4000s/audit.log", folder);
    return audit_create(path, error);
}

static bool work_begin(fuse *one)
{
    char error[512];
    size_t threads = 0;
    if (!options_threads(one->given, &threads) ||
        !path_readable(options_text(one->given, OPTION_CONFIG)) ||
        !path_readable(one->summary.feed) || !config_take(one))
        return false;
    if (threads > one->configuration->view_count)
        threads = one->configuration->view_count;
    one->feed = recording_open(one->summary.feed, error);
    if (one->feed)
        one->files = picture_files_create(one->summary.folder, one->configuration, true, error);
    if (one->files)
        one->audit = audit_in(one->summary.folder, error);
    if (!one->audit) {
        say_error("%s.", error);
        return false;
    }
    const pipeline_settings settings = {.threads = threads,
                                        .settled = true,
                                        .sink = picture_take,
                                        .context = one,
                                        .audit = one->audit};
    one->line = pipeline_create(one->configuration, &settings);
    if (!one->line) {
        say_error("memory was refused, or a view cannot be gated.");
        return false;
    }
    one->play = playback_begin(one->configuration, one->line);
    if (strcmp(one->summary.feed, "-") != 0 && !playback_books(&one->play, one->summary.feed)) {
        say_error("%s.", one->play.error);
        return false;
    }
    one->summary.configuration = one->configuration;
    one->summary.line = one->line;
    one->summary.threads = threads;
    return true;
}

static void progress_draw(fuse *one)
{
    if (!progress_due(&one->shown))
        return;
    const double passed = when_steady() - one->began_s;
    const double ratio = (double)(one->play.stamp_ns - one->begin_ns) / 1e9 / passed;
    char rate[96], reports[NUMBER_ROOM];
    number_grouped(reports, floor((double)fuse_total(&one->summary).received / passed), 0);
    snprintf(rate, sizeof rate, "%.0fx  %s reports/s", ratio, reports);
    progress_show(&one->shown, &(progress_state){.share = recording_share(one->feed),
                                                 .where = when_clock(one->play.stamp_ns).text,
                                                 .rate = rate});
}

/* The name that an unlisted sensor gave itself; kept for the message, believed by nobody. */
static void unknown_keep(fuse *one, const recorded *packet)
{
    Picket__V1__Datagram *wire = picket__v1__datagram__unpack(NULL, packet->size, packet->data);
    if (!wire)
        return;
    snprintf(one->summary.unknown, sizeof one->summary.unknown, "%s", wire->sensor);
    picket__v1__datagram__free_unpacked(wire, NULL);
}

static void packet_take(fuse *one, const recorded *packet)
{
    codec_result result;
    if (playback_take(&one->play, packet, &result) != PLAYBACK_REPORTS)
        return;
    one->summary.datagrams++;
    if (result.why == REFUSAL_SENSOR_UNKNOWN && !one->summary.unknown[0])
        unknown_keep(one, packet);
    if (result.why != REFUSAL_NONE)
        say_step("%s: datagram %s refused: %s", when_clock(packet->stamp_ns).text,
                 result.sensor < 0 ? "of an unknown sensor"
                                   : one->configuration->registry.sensors[result.sensor].name,
                 refusal_name(result.why));
    for (size_t i = 0; i < result.refused_count; i++)
        say_step("%s: %s, report %zu refused: %s", when_clock(packet->stamp_ns).text,
                 one->configuration->registry.sensors[result.sensor].name, result.refused[i].index,
                 refusal_name(result.refused[i].why));
}

/* --from and --for count from the first stamp, which is known only now. */
static bool part_choose(fuse *one, int64_t first_ns)
{
    int64_t length_ns = 0;
    one->begin_ns = first_ns;
    if (!options_time(one->given, OPTION_FROM, first_ns, &one->from_ns) ||
        !options_duration(one->given, OPTION_FOR, &length_ns))
        return false;
    if (one->from_ns > first_ns) {
        one->begin_ns = one->from_ns;
        pipeline_advance(one->line, one->from_ns);
    }
    if (length_ns > 0)
        one->until_ns = one->begin_ns + length_ns;
    return true;
}

/* 1: go on. 0: the feed, or the part of it that is wanted, is over. -1: said why not. */
static int packet_next(fuse *one)
{
    char error[512];
    recorded packet;
    const int got = recording_read(one->feed, &packet, error);
    if (got < 0) /* what was whole is played */
        say_warning("%s. What stands before is fused.", error);
    if (got <= 0)
        return 0;
    if (one->begin_ns == 0 && packet.stamp_ns > 0 && !part_choose(one, packet.stamp_ns))
        return -1;
    if (packet.stamp_ns < one->from_ns && !playback_lasts(one->configuration, &packet))
        return 1;
    if (one->until_ns && packet.stamp_ns >= one->until_ns) {
        pipeline_advance(one->line, one->until_ns);
        return 0;
    }
    packet_take(one, &packet);
    progress_draw(one);
    return 1;
}

/* Which sensors behave otherwise than is claimed of them. */
static void findings_say(const fuse *one)
{
    const fusion_registry *registry = &one->configuration->registry;
    fusion_finding findings[FUSION_CLAIMS_OF_SENSORS];
    char words[FINDING_WORDS];
    for (size_t i = 0; i < registry->sensor_count; i++) {
        const fusion_conduct of = pipeline_conduct(one->line, i);
        fusion_conduct_judge(&of, &registry->sensors[i], findings);
        for (unsigned k = 0; k < FUSION_CLAIMS_OF_SENSORS; k++) {
            if (!findings[k].differs || k == FUSION_CLAIMED_ACCURACY) /* told of the whole feed */
                continue;
            finding_words(words, registry->sensors[i].name, (fusion_claimed)k, &findings[k]);
            say_warning("%s.", words);
        }
    }
}

static bool feed_play(fuse *one)
{
    int going = 1;
    interrupt_watch();
    one->shown = progress_begin("fuse");
    one->began_s = when_steady();
    while (going > 0 && !interrupt_asked() && !picture_files_failed(one->files) &&
           !pipeline_failed(one->line) && !one->play.error[0])
        going = packet_next(one);
    progress_end(&one->shown);
    if (interrupt_asked()) {
        interrupt_say(when_clock(one->play.stamp_ns).text);
        say_plain("Nothing was written to %s. Run it again to begin afresh.", one->summary.folder);
        return false;
    }
    if (pipeline_failed(one->line) && audit_failed(one->audit))
        say_error("%s/audit.log cannot be written.", one->summary.folder);
    else if (pipeline_failed(one->line))
        say_error("memory was refused. Name fewer views: --view=NAME");
    if (one->play.error[0])
        say_error("%s.", one->play.error);
    if (going < 0 || pipeline_failed(one->line) || one->play.error[0])
        return false;
    if (one->play.books_passed > 0)
        say_note("%s was recorded under other books; here %s holds throughout.", one->summary.feed,
                 one->configuration->book_path);
    playback_end(&one->play);
    findings_say(one);
    one->summary.wall_s = when_steady() - one->began_s;
    one->summary.other = one->play.other;
    one->summary.skipped = recording_skipped(one->feed);
    one->summary.duration_ns = one->play.stamp_ns - one->begin_ns;
    if (one->play.disordered > 0)
        say_warning("%llu datagrams are stamped before the one ahead of them; each was taken at "
                    "that one's time.",
                    (unsigned long long)one->play.disordered);
    return true;
}

/* Pictures of an earlier fuse that this one does not make would be taken for its own. Only what
 * that one says it wrote is removed. */
static void older_remove(const char *folder)
{
    char path[4352];
    char *text = NULL;
    size_t size = 0;
    snprintf(path, sizeof path, "%.4000s/fuse.jsonl", folder);
    if (file_read(path, 16u << 20, &text, &size) != 0)
        return;
    static const char *const keys[] = {"\"file\":\"", "\"settled_file\":\""};
    for (size_t k = 0; k < 2; k++)
        for (char *at = strstr(text, keys[k]); at; at = strstr(at, keys[k])) {
            at += strlen(keys[k]);
            const size_t length = strcspn(at, "\"\\\n");
            size_t base = length;
            while (base > 0 && at[base - 1] != '/')
                base--;
            if (length - base <= 4 || strncmp(at + length - 4, ".csv", 4) != 0)
                continue;
            snprintf(path, sizeof path, "%.4000s/%.*s", folder, (int)(length - base), at + base);
            unlink(path);
        }
    free(text);
}

static void feed_hash(fuse_summary *summary)
{
    FILE *stream = strcmp(summary->feed, "-") == 0 ? NULL : fopen(summary->feed, "rb");
    if (!stream)
        return;
    crypto_hash_sha256_state state;
    uint8_t block[65536], digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_init(&state);
    for (size_t got; (got = fread(block, 1, sizeof block, stream)) > 0;)
        crypto_hash_sha256_update(&state, block, got);
    fclose(stream);
    crypto_hash_sha256_final(&state, digest);
    sodium_bin2hex(summary->feed_sha256, sizeof summary->feed_sha256, digest, sizeof digest);
}

static bool products_write(fuse *one)
{
    char error[512], path[4352];
    file_part lines;
    older_remove(one->summary.folder);
    const bool written = picture_files_finish(one->files, error);
    one->files = NULL;
    if (!written) {
        say_error("%s.", error);
        return false;
    }
    const bool audited = audit_close(one->audit);
    one->audit = NULL;
    if (!audited) {
        say_error("%s/audit.log cannot be written.", one->summary.folder);
        return false;
    }
    feed_hash(&one->summary);
    snprintf(path, sizeof path, "%.4000s/fuse.jsonl", one->summary.folder);
    int failed = file_part_open(&lines, path);
    if (!failed) {
        fuse_print_json(&one->summary, lines.stream);
        failed = file_part_finish(&lines);
    }
    if (failed)
        say_system(failed, "%s cannot be written", path);
    return !failed;
}

static int outcome(fuse *one)
{
    if (!work_begin(one) || !feed_play(one))
        return EXIT_NOT_DONE;
    if (fuse_total(&one->summary).fused == 0) {
        fuse_say_nothing(&one->summary);
        return EXIT_NO;
    }
    if (!products_write(one))
        return EXIT_NOT_DONE;
    if (options_json(one->given))
        fuse_print_json(&one->summary, stdout);
    else if (!say_is_quiet())
        fuse_print(&one->summary, stdout);
    return EXIT_DONE;
}

static int fuse_run(const options *given)
{
    fuse *one = calloc(1, sizeof *one);
    if (!one) {
        say_error("memory was refused.");
        return EXIT_NOT_DONE;
    }
    one->given = given;
    one->summary.feed = options_operand(given, 0);
    one->summary.folder = options_text(given, OPTION_OUTPUT);
    const int code = outcome(one);
    picture_files_abandon(one->files);
    pipeline_destroy(one->line);
    audit_abandon(one->audit);
    recording_end(one->feed);
    config_destroy(one->configuration);
    free(one);
    return code;
}

static const struct poptOption fuse_options[] = {
    OPTION_CONFIG_AS("of picketd (needed)"),
    OPTION_OUTPUT_AS("DIR", "pictures (needed)"),
    OPTION_VALUE("threads", OPTION_THREADS, "N", "1 to 256; same bytes for any (all cores)"),
    OPTION_VALUE("view", OPTION_VIEW, "NAME", "only this view, such as JPN.hub; repeat"),
    OPTION_VALUE("from", OPTION_FROM, "T", "from a time, or +90s after the start"),
    OPTION_VALUE("for", OPTION_FOR, "T", "for so long"),
    OPTION_JSON_AS("summary as JSON lines"),
    POPT_TABLEEND,
};

const verb fuse_verb = {
    .name = "fuse",
    .what = "recording -> pictures",
    .usage = "FEED -c FILE -o DIR",
    .sentence = "Fuses a recording into one picture a view.",
    .examples = {"picket fuse feed.pcap -c demo.yaml -o out",
                 "picket fuse - -c demo.yaml -o out --json"},
    .options = fuse_options,
    .operand = "FEED",
    .operands_min = 1,
    .operands_max = 1,
    .needs = {{OPTION_CONFIG, "without it no sensor and no rule is known"},
              {OPTION_OUTPUT, "without it there is no place for the pictures"}},
    .exits = "0 done, 1 nothing fused, 2 not done",
    .run = fuse_run,
};
