#include "fusion/status.h"
#include "text/number.h"
#include "tools/interrupt.h"
#include "tools/path.h"
#include "tools/product.h"
#include "tools/progress.h"
#include "tools/say.h"
#include "tools/sim/play.h"
#include "tools/verbs.h"
#include "tools/when.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { OPTION_TRUTH = OPTION_OWN, OPTION_OBJECTS };

#define OBJECTS_MAX 1000000

static const struct poptOption sim_options[] = {
    OPTION_OUTPUT_AS("FEED", "the recording (needed)"),
    OPTION_VALUE("truth", OPTION_TRUTH, "FILE", "where everything truly is, CSV (needed)"),
    OPTION_VALUE("seed", OPTION_SEED, "N", "of all that is drawn (the scenario's)"),
    OPTION_VALUE("for", OPTION_FOR, "T", "only so long, as 5min (the scenario's)"),
    OPTION_VALUE("objects", OPTION_OBJECTS, "N", "a stock load of N objects; no SCENARIO"),
    POPT_TABLEEND,
};

typedef struct show {
    progress line;
    const scenario *exercise;
    double lasts, began;
} show;

static bool show_second(void *context, double second, uint64_t reports)
{
    show *one = context;
    if (progress_due(&one->line)) {
        const int64_t now_ns = one->exercise->starts_ns + (int64_t)second * FUSION_SECOND;
        const when where = when_clock(now_ns);
        char count[NUMBER_ROOM], rate[NUMBER_ROOM + 16];
        number_grouped(count, (double)reports / fmax(when_steady() - one->began, 1e-3), 0);
        snprintf(rate, sizeof rate, "%s reports/s", count);
        const progress_state state = {
            .share = second / one->lasts, .where = where.text, .rate = rate};
        progress_show(&one->line, &state);
    }
    if (!interrupt_asked())
        return true;
    interrupt_say(when_clock(one->exercise->starts_ns + (int64_t)second * FUSION_SECOND).text);
    return false;
}

static scenario *stock_take(const options *given)
{
    uint64_t count = 0, seed = 1;
    if (options_operands(given) > 0) {
        say_error("--objects stands in place of a scenario, and \"%s\" is one. Leave one of them "
                  "out.",
                  options_operand(given, 0));
        return NULL;
    }
    if (!options_count(given, OPTION_OBJECTS, 1, OBJECTS_MAX, &count) ||
        !options_count(given, OPTION_SEED, 0, UINT64_MAX, &seed))
        return NULL;
    scenario *made = scenario_stock((size_t)count, seed);
    if (!made)
        say_error("memory was refused.");
    return made;
}

/* NULL: everything was said. */
static scenario *scenario_take(const options *given)
{
    if (options_given(given, OPTION_OBJECTS))
        return stock_take(given);
    const char *path = options_operand(given, 0);
    if (!path) {
        say_error("SCENARIO is missing. Such as: picket sim testdata/peninsula.yaml -o feed.pcap "
                  "--truth truth.csv");
        return NULL;
    }
    uint64_t seed = 0;
    if (!options_count(given, OPTION_SEED, 0, UINT64_MAX, &seed))
        return NULL;
    if (!path_readable(path))
        return NULL;
    static text_messages messages;
    text_messages_init(&messages, path);
    scenario *read =
        scenario_read(path, options_given(given, OPTION_SEED) ? &seed : NULL, &messages);
    say_messages(&messages);
    return read;
}

/* false: what was said. */
static bool lasts_take(const options *given, const scenario *exercise, double *lasts)
{
    int64_t wanted_ns = 0;
    if (!options_duration(given, OPTION_FOR, &wanted_ns))
        return false;
    *lasts = exercise->lasts;
    if (!options_given(given, OPTION_FOR))
        return true;
    const double wanted = (double)wanted_ns / 1e9;
    if (wanted != floor(wanted) || wanted > exercise->lasts) {
        options_refuse(given, OPTION_FOR, "must be whole seconds, at most the scenario's %s.",
                       when_length((int64_t)exercise->lasts * FUSION_SECOND).text);
        return false;
    }
    *lasts = wanted;
    return true;
}

/* On stdout, as results are; not with -q. */
static void summary(const options *given, const show *shown, const feed_counts *written,
                    const play_counts *played)
{
    if (options_given(given, OPTION_QUIET))
        return;
    const scenario *exercise = shown->exercise;
    char reports[NUMBER_ROOM], datagrams[NUMBER_ROOM], missed[NUMBER_ROOM], clutter[NUMBER_ROOM];
    number_grouped_count(reports, written->reports);
    number_grouped_count(datagrams, written->datagrams);
    number_grouped_count(missed, played->missed);
    number_grouped_count(clutter, played->clutter);
    printf("Scenario  %s, seed %llu, %zu objects, %s from %s\n", exercise->name,
           (unsigned long long)exercise->seed, exercise->object_count,
           when_length((int64_t)shown->lasts * FUSION_SECOND).text,
           when_date(exercise->starts_ns).text);
    printf("Reports   %s in %s datagrams of %zu sensors; %s missed, %s clutter\n", reports,
           datagrams, exercise->sensor_count, missed, clutter);
    printf("Written   %s, %s, in %s\n",
           product_with_digest(options_text(given, OPTION_OUTPUT)).text,
           product_plain(options_text(given, OPTION_TRUTH)).text,
           when_length((int64_t)((when_steady() - shown->began) * 1e9)).text);
}

static int truth_said(int error, const char *path)
{
    say_system(error, "%s cannot be written", path);
    return EXIT_NOT_DONE;
}

/* Plays into open products and closes them. */
static int play_out(const options *given, show *shown, feed *out, truth *true_places)
{
    char error[512];
    play_counts played;
    const bool whole =
        play(shown->exercise, shown->lasts, out, true_places, show_second, shown, &played, error);
    progress_end(&shown->line);
    if (!whole) {
        feed_abandon(out);
        truth_abandon(true_places);
        if (error[0])
            say_error("%s.", error);
        return EXIT_NOT_DONE;
    }
    feed_counts written;
    const int64_t end_ns = shown->exercise->starts_ns + (int64_t)shown->lasts * FUSION_SECOND;
    if (!feed_finish(out, end_ns, &written, error)) {
        truth_abandon(true_places);
        say_error("%s.", error);
        return EXIT_NOT_DONE;
    }
    const int failed = truth_finish(true_places);
    if (failed)
        return truth_said(failed, options_text(given, OPTION_TRUTH));
    summary(given, shown, &written, &played);
    return EXIT_DONE;
}

static int sim_products(const options *given, const scenario *exercise, double lasts)
{
    char error[512];
    const char *truth_path = options_text(given, OPTION_TRUTH);
    feed *out = feed_create(options_text(given, OPTION_OUTPUT), exercise->starts_ns, error);
    if (!out) {
        say_error("%s.", error);
        return EXIT_NOT_DONE;
    }
    truth true_places;
    const int failed = truth_begin(&true_places, truth_path);
    if (failed) {
        feed_abandon(out);
        return truth_said(failed, truth_path);
    }
    interrupt_watch();
    show shown = {.line = progress_begin("sim"),
                  .exercise = exercise,
                  .lasts = lasts,
                  .began = when_steady()};
    return play_out(given, &shown, out, &true_places);
}

static int sim_run(const options *given)
{
    const char *inputs[] = {options_operand(given, 0), NULL};
    const char *first[] = {options_text(given, OPTION_OUTPUT), options_operand(given, 0), NULL};
    if (!product_allowed(options_text(given, OPTION_OUTPUT), inputs) ||
        !product_allowed(options_text(given, OPTION_TRUTH), first))
        return EXIT_NOT_DONE;
    scenario *exercise = scenario_take(given);
    if (!exercise)
        return EXIT_NOT_DONE;
    double lasts;
    const int code =
        lasts_take(given, exercise, &lasts) ? sim_products(given, exercise, lasts) : EXIT_NOT_DONE;
    scenario_destroy(exercise);
    return code;
}

const verb sim_verb = {
    .name = "sim",
    .what = "scenario -> recording",
    .usage = "SCENARIO -o FEED --truth=FILE",
    .sentence = "Makes a recording and its truth from a scenario. Same seed, same bytes.",
    .examples = {"picket sim testdata/peninsula.yaml -o feed.pcap --truth truth.csv",
                 "picket sim --objects=10000 --for=1min -o feed.pcap --truth truth.csv"},
    .options = sim_options,
    .operand = "SCENARIO",
    .operands_min = 0,
    .operands_max = 1,
    .needs = {{OPTION_OUTPUT, "without it there is nowhere to write"},
              {OPTION_TRUTH, "without it the recording could not be scored"}},
    .exits = "0 done, 2 not done",
    .run = sim_run,
};
