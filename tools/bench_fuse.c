/* bench_fuse.c - the whole path of a report, from a recording in memory, stage by stage.
 *
 * Stages are run by themselves, an epoch at a time, through the calls that the pipeline makes; the
 * whole is the pipeline itself on one thread. Both must end with the same pictures.
 */
#include "daemon/recording/playback.h"
#include "tools/bench.h"
#include "tools/bench_stages.h"
#include "tools/say.h"
#include "tools/sim/play.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define STOCK_SECONDS 60.0
#define STOCK_CONFIG  "testdata/stock.yaml"

enum { WHOLE = STAGES, CASES };
/* The stages in their order, then the whole. */
static const bench_case cases[CASES] = {
    {.name = "fuse.decode", .unit = "s", .what = "datagram to checked reports in ECEF"},
    {.name = "fuse.gate", .unit = "s", .what = "decide for every view, make the released form"},
    {.name = "fuse.engine", .unit = "s", .what = "inbox, tracker and tracks of every view"},
    {.name = "fuse.picture", .unit = "s", .what = "pictures of every view as wire columns"},
    {.name = "fuse.whole",
     .unit = "s",
     .what = "the pipeline from datagrams to tracks, one thread"},
};

/* An input of the recording. */
typedef struct input {
    recorded packet;
    int64_t stamp_ns; /* at which it was taken */
    bool reports;     /* it went to the reports port */
} input;

/* A recording in memory, and where in it the pipeline closes epochs. */
typedef struct tape {
    input *inputs;
    size_t count, room;
    uint8_t *bytes;
    size_t used, bytes_room;
} tape;

typedef struct epoch {
    size_t before; /* this input is taken after it */
    int64_t end_ns, first_ns;
} epoch;

typedef struct work {
    bench *all;
    config *configuration;
    tape tape;
    epoch *epochs;
    size_t epoch_count, epoch_room, input_now;
    uint64_t reports;       /* received, of one run */
    uint64_t whole, staged; /* sums over all pictures, by the pipeline and by stages */
    bool failed;            /* memory was refused in a place that could not say so */
} work;

static bool tape_add(tape *to, const recorded *packet)
{
    if (to->count == to->room) {
        const size_t room = to->room ? 2 * to->room : 4096;
        input *grown = realloc(to->inputs, room * sizeof *grown);
        if (!grown)
            return false;
        to->inputs = grown;
        to->room = room;
    }
    if (to->bytes_room - to->used < packet->size) {
        const size_t room = 2 * to->bytes_room + (1u << 20);
        uint8_t *grown = realloc(to->bytes, room);
        if (!grown)
            return false;
        to->bytes = grown;
        to->bytes_room = room;
    }
    memcpy(to->bytes + to->used, packet->data, packet->size);
    to->inputs[to->count++] = (input){.packet = *packet};
    to->used += packet->size;
    return true;
}

/* Only now do the bytes stay where they are. */
static void tape_settle(tape *to)
{
    const uint8_t *at = to->bytes;
    for (size_t i = 0; i < to->count; at += to->inputs[i++].packet.size)
        to->inputs[i].packet.data = at;
}

static bool tape_read(tape *to, const char *path)
{
    char error[512] = "memory was refused";
    recorded packet;
    recording_reader *reader = recording_open(path, error);
    int got = reader ? 1 : -1;
    while (got > 0 && (got = recording_read(reader, &packet, error)) > 0)
        if (!tape_add(to, &packet))
            got = -1;
    recording_end(reader);
    tape_settle(to);
    if (got < 0)
        say_error("%s.", error);
    return got == 0;
}

static bool no_wait(void *context, double second, uint64_t reports)
{
    (void)context, (void)second, (void)reports;
    return true;
}

/* The stock load of `picket sim --objects=N`, played into a file and read back. */
static bool tape_play(tape *to, const char *path, size_t objects)
{
    char error[512] = "memory was refused";
    scenario *stock = scenario_stock(objects, 1);
    feed *out = stock ? feed_create(path, stock->starts_ns, error) : NULL;
    bool good = out != NULL;
    if (good) {
        play_counts played;
        feed_counts written;
        const int64_t end_ns = stock->starts_ns + (int64_t)STOCK_SECONDS * FUSION_SECOND;
        good = play(stock, STOCK_SECONDS, out, NULL, no_wait, NULL, &played, error);
        if (good)
            good = feed_finish(out, end_ns, &written, error);
        else
            feed_abandon(out);
    }
    scenario_destroy(stock);
    if (!good)
        say_error("%s.", error);
    return good && tape_read(to, path);
}

static bool tape_make(work *one)
{
    const char *path = options_text(one->all->given, BENCH_OPTION_FEED);
    uint64_t objects = 1000;
    if (path)
        return tape_read(&one->tape, path);
    if (!options_count(one->all->given, BENCH_OPTION_OBJECTS, 1, 1000000, &objects))
        return false;
    for (int i = 0; i < CASES; i++) {
        bench_case *to = bench_find(one->all, cases[i].name);
        if (to)
            to->objects = objects;
    }
    const char *folder = getenv("TMPDIR");
    char file[4096];
    snprintf(file, sizeof file, "%s/picket-bench-XXXXXX", folder && *folder ? folder : "/tmp");
    const int handle = mkstemp(file);
    if (handle < 0) {
        say_error("%s cannot be made.", file);
        return false;
    }
    close(handle);
    const bool good = tape_play(&one->tape, file, (size_t)objects);
    unlink(file);
    return good;
}

/* Grows an array of `size` to hold one more. */
static bool array_grow(void **array, size_t *room, size_t count, size_t size)
{
    if (count < *room)
        return true;
    const size_t more = 2 * *room + 64;
    void *grown = realloc(*array, more * size);
    if (!grown)
        return false;
    *array = grown;
    *room = more;
    return true;
}

/* The pipeline's pictures: summed up, and the first time noted where they fall. */
static void picture_note(void *context, const pipeline_picture *picture)
{
    work *one = context;
    one->whole += stages_tracks_sum(picture->tracks, picture->track_count);
    if (picture->view != 0 || one->input_now == SIZE_MAX)
        return;
    if (!array_grow((void **)&one->epochs, &one->epoch_room, one->epoch_count, sizeof(epoch))) {
        one->failed = true;
        return;
    }
    one->epochs[one->epoch_count++] = (epoch){one->input_now, picture->epoch_ns, picture->since_ns};
}

/* One run of the pipeline; noting says where epochs fall and which inputs are reports. */
static double whole_run(work *one, bool noting)
{
    const pipeline_settings settings = {.threads = 1, .sink = picture_note, .context = one};
    pipeline *line = pipeline_create(one->configuration, &settings);
    if (!line)
        return -1.0;
    playback play = playback_begin(one->configuration, line);
    one->whole = 0;
    one->reports = 0;
    const double begin = bench_now();
    for (size_t i = 0; i < one->tape.count; i++) {
        input *in = &one->tape.inputs[i];
        codec_result result;
        one->input_now = noting ? i : SIZE_MAX;
        const bool reports = playback_take(&play, &in->packet, &result) == PLAYBACK_REPORTS;
        if (noting)
            *in = (input){in->packet, play.stamp_ns, reports};
        if (reports)
            one->reports += result.count + result.refused_count;
    }
    const double seconds = bench_now() - begin;
    const bool failed = one->failed || pipeline_failed(line);
    pipeline_destroy(line);
    return failed ? -1.0 : seconds;
}

/* One run by stages; adds a sample to each case that is wanted. */
static bool stages_run(work *one, bool counted)
{
    stages *by = stages_create(one->configuration);
    bool good = by != NULL;
    size_t next = 0;
    for (size_t i = 0; good && i < one->tape.count; i++) {
        const input *in = &one->tape.inputs[i];
        for (; good && next < one->epoch_count && one->epochs[next].before == i; next++)
            good = stages_close(by, one->epochs[next].end_ns, one->epochs[next].first_ns);
        if (good && in->reports)
            good = stages_take(by, in->stamp_ns, in->packet.data, in->packet.size);
    }
    for (int s = 0; good && counted && s < STAGES; s++) {
        bench_case *to = bench_find(one->all, cases[s].name);
        if (to)
            bench_add(to, stages_seconds(by)[s] / (double)one->reports);
    }
    if (!good)
        say_error("memory was refused.");
    else if (stages_sum(by) != one->whole)
        say_error("the stages do not give the pictures of the pipeline.");
    good = good && stages_sum(by) == one->whole;
    stages_destroy(by);
    return good;
}

static bool stages_wanted(const work *one)
{
    for (int s = 0; s < STAGES; s++)
        if (bench_find(one->all, cases[s].name))
            return true;
    return false;
}

static bool round_run(work *one, size_t round)
{
    bench_case *whole = bench_find(one->all, cases[WHOLE].name);
    if (bench_stopped(one->all, "fuse", round, one->all->runs + 1))
        return false;
    if (whole || round == 0) {
        const double seconds = whole_run(one, round == 0);
        if (seconds < 0.0 || one->reports == 0) {
            say_error(seconds < 0.0 ? "memory was refused." : "the recording holds no report.");
            return false;
        }
        if (whole && round > 0)
            bench_add(whole, seconds / (double)one->reports);
    }
    return !stages_wanted(one) || stages_run(one, round > 0);
}

static bool config_take(work *one)
{
    static config_faults faults;
    const char *path = options_text(one->all->given, OPTION_CONFIG);
    one->configuration = config_read(path ? path : STOCK_CONFIG, &faults);
    say_messages(&faults.own);
    say_messages(&faults.book);
    if (!one->configuration && !path)
        say_note("%s is taken where no other is named: -c FILE --feed=FEED", STOCK_CONFIG);
    for (int i = 0; one->configuration && i < CASES; i++) {
        bench_case *to = bench_find(one->all, cases[i].name);
        if (to)
            to->views = one->configuration->view_count;
    }
    return one->configuration != NULL;
}

static bool fuse_run(bench *all)
{
    work *one = calloc(1, sizeof *one);
    if (!one) {
        say_error("memory was refused.");
        return false;
    }
    one->all = all;
    bool good = config_take(one) && tape_make(one);
    for (size_t round = 0; good && round <= all->runs; round++)
        good = round_run(one, round);
    config_destroy(one->configuration);
    free(one->tape.inputs);
    free(one->tape.bytes);
    free(one->epochs);
    free(one);
    return good;
}

const bench_group bench_fuse = {.name = "fuse", .count = CASES, .cases = cases, .run = fuse_run};
