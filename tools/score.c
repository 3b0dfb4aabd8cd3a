/* score.c - picket score: judges pictures against truth. */
#include "text/number.h"
#include "tools/json.h"
#include "tools/product.h"
#include "tools/say.h"
#include "tools/score_figures.h"
#include "tools/score_html.h"
#include "tools/score_judged.h"
#include "tools/score_partner.h"
#include "tools/table.h"
#include "tools/verbs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { OPTION_TRUTH = OPTION_OWN, OPTION_HTML, OPTION_CUTOFF, OPTION_BY };

static const struct poptOption score_options[] = {
    OPTION_VALUE("truth", OPTION_TRUTH, "FILE", "the objects' true places (needed)"),
    OPTION_VALUE("cutoff", OPTION_CUTOFF, "LENGTH", "GOSPA's c (1000m)"),
    OPTION_VALUE("from", OPTION_FROM, "TIME", "first epoch that counts (+30s)"),
    OPTION_VALUE("by", OPTION_BY, "WORD", "category: first ones too; partner: who sees what"),
    OPTION_VALUE("html", OPTION_HTML, "FILE", "the same as a page, with GOSPA over time"),
    OPTION_JSON_AS("a line of JSON a picture"),
    POPT_TABLEEND};

static void print_json(const score_run *run)
{
    const fusion_score_figures *figures = &run->figures;
    const bool named = run->name.audience[0] != '\0';
    json line = json_begin(stdout);
    json_text(&line, "picture", run->path);
    json_text(&line, "audience", named ? run->name.audience : NULL);
    json_text(&line, "rule", named ? run->name.rule : NULL);
    json_flag(&line, "settled", run->name.settled);
    json_count(&line, "epochs", figures->epochs);
    json_number(&line, "from_s", run->from_s);
    json_count(&line, "epochs_between", run->between);
    json_number(&line, "step_s",
                run->step.each_ms > 0 ? (double)run->step.each_ms * 1e-3 : (double)NAN);
    json_count(&line, "rows_without_truth", run->unjudged);
    json_number(&line, "cutoff_m", run->cutoff);
    json_count(&line, "window_epochs", run->window);
    json_number(&line, "switching_m", run->switching);
    score_figures_json(&line, run);
    json_open(&line, "median_first_s_by_category");
    for (unsigned k = 0; k < FUSION_CATEGORIES; k++)
        if (figures->objects_by_category[k] > 0)
            json_number(&line, fusion_category_name(k), figures->median_first_by_category[k]);
    json_close(&line);
    json_end(&line);
}

static bool print_tables(const score_run *runs, size_t count)
{
    if (!score_figures_print(SCORE_HEADLINES, runs, count))
        return false;
    putchar('\n');
    if (!score_figures_print(SCORE_TRACKS, runs, count))
        return false;
    char switching[NUMBER_ROOM];
    number_grouped(switching, runs[0].switching, 0);
    if (!say_is_quiet())
        printf("OSPA(2) of %u epochs; T-GOSPA gamma %s m\n", runs[0].window, switching);
    return true;
}

/* What the figures stand for: what was judged, and the settings that they depend on. */
static void print_legend(const score_run *runs, size_t count)
{
    double low = NAN, high = NAN, widest = NAN;
    size_t fewest = SIZE_MAX, most = 0;
    for (size_t i = 0; i < count; i++) { /* fmin and fmax pass NaN over */
        low = fmax(low, runs[i].figures.nees_low);
        high = fmin(high, runs[i].figures.nees_high);
        widest = fmax(widest, runs[i].figures.nees_high);
        fewest = runs[i].figures.epochs < fewest ? runs[i].figures.epochs : fewest;
        most = runs[i].figures.epochs > most ? runs[i].figures.epochs : most;
    }
    score_judged_print(stdout, runs, count);
    char least[NUMBER_ROOM], epochs[NUMBER_ROOM], from[NUMBER_ROOM], cutoff[NUMBER_ROOM];
    number_grouped_count(least, fewest);
    number_grouped_count(epochs, most);
    number_rounded(from, runs[0].from_s, 3);
    number_grouped(cutoff, runs[0].cutoff, 0);
    if (fewest < most)
        printf("%s to ", least);
    printf("%s epochs from %s%s s; GOSPA p 2, alpha 2, c %s m; ", epochs,
           runs[0].from_s < 0.0 ? "" : "+", from, cutoff);
    if (!isnan(low))
        printf("NEES bounds %.2f to %.2f%s. ", low, high,
               widest > high ? ", wider where objects are fewer" : "");
    fputs("\"-\": no value\n", stdout);
}

static bool print_by_category(const score_run *runs, size_t count)
{
    static const table_column columns[] = {{.head = "picture", .left = true},
                                           {.head = "category", .left = true},
                                           {.head = "objects"},
                                           {.head = "first", .unit = "s"}};
    table *one = table_create(columns, 4);
    size_t known = 0;
    for (size_t i = 0; i < count; i++)
        for (unsigned k = 0; k < FUSION_CATEGORIES; k++) {
            if (runs[i].figures.objects_by_category[k] == 0)
                continue;
            known++;
            table_text(one, runs[i].name.name);
            table_text(one, fusion_category_name(k));
            table_count(one, runs[i].figures.objects_by_category[k]);
            table_number(one, runs[i].figures.median_first_by_category[k], 1);
        }
    if (known == 0)
        say_note("truth names no category: its column \"category\" is missing or empty.");
    const bool printed = known == 0 || table_print(one, stdout);
    table_destroy(one);
    return printed;
}

/* A picture without rows shows nothing, which can be scored; one of another time cannot. */
static bool check_times(const char *truth_path, const score_file *truth, const char *path,
                        const score_file *picture)
{
    if (picture->epoch_count == 0)
        return true;
    size_t at = 0;
    for (size_t i = 0; i < picture->epoch_count; i++) {
        while (at < truth->epoch_count && truth->epochs[at].time_ms < picture->epochs[i].time_ms)
            at++;
        if (at < truth->epoch_count && truth->epochs[at].time_ms == picture->epochs[i].time_ms)
            return true;
    }
    const int64_t times[4] = {
        truth->epochs[0].time_ms, truth->epochs[truth->epoch_count - 1].time_ms,
        picture->epochs[0].time_ms, picture->epochs[picture->epoch_count - 1].time_ms};
    char texts[4][NUMBER_ROOM];
    for (int i = 0; i < 4; i++)
        number_rounded(texts[i], (double)times[i] * 1e-3, 3);
    say_error("%s covers %s to %s s, %s %s to %s s: no epoch in common. Take the truth that sim or "
              "import wrote with this feed.",
              truth_path, texts[0], texts[1], path, texts[2], texts[3]);
    return false;
}

static bool score_one(score_run *run, const char *truth_path, const score_file *truth,
                      double cutoff, int64_t from_ms)
{
    score_file picture;
    if (!score_read_picture(run->path, &picture))
        return false;
    run->name = score_name_of(run->path);
    run->from_s = (double)(from_ms - truth->epochs[0].time_ms) * 1e-3;
    const bool done = check_times(truth_path, truth, run->path, &picture) &&
                      score_run_make(run, truth, &picture, cutoff, from_ms);
    score_file_free(&picture);
    if (done && run->figures.covariances_refused > 0)
        say_warning("%s: %zu covariances of pairs are not positive definite; they are in no NEES.",
                    run->path, run->figures.covariances_refused);
    return done;
}

/* Times in files count from 2000 within that year, else from 1970; options are instants. */
static bool read_from(const options *given, int64_t first_ms, int64_t *from_ms)
{
    const int64_t ms = 1000000;
    const int64_t year_ms = INT64_C(366) * 86400 * 1000;
    const int64_t base_ms =
        first_ms >= 0 && first_ms < year_ms ? INT64_C(946684800) * 1000 : INT64_C(0);
    int64_t from_ns = (base_ms + first_ms + 30000) * ms;
    if (!options_time(given, OPTION_FROM, (base_ms + first_ms) * ms, &from_ns))
        return false;
    *from_ms = from_ns / ms - base_ms;
    return true;
}

static bool print_results(const options *given, const score_run *runs, size_t count)
{
    if (options_json(given)) {
        for (size_t i = 0; i < count; i++)
            print_json(&runs[i]);
        return true;
    }
    const char *by = options_text(given, OPTION_BY);
    bool printed = by && strcmp(by, "partner") == 0 ? score_partner_print(runs, count)
                                                    : print_tables(runs, count);
    if (printed && by && strcmp(by, "category") == 0)
        printed = print_by_category(runs, count);
    if (printed && !say_is_quiet())
        print_legend(runs, count);
    if (!printed)
        say_error("memory was refused.");
    return printed;
}

static bool score_all(const options *given, const score_file *truth, score_run *runs, size_t count)
{
    double cutoff = 1000.0;
    int64_t from_ms = 0;
    if (!options_length(given, OPTION_CUTOFF, &cutoff) ||
        !read_from(given, truth->epochs[0].time_ms, &from_ms))
        return false;
    for (size_t i = 0; i < count; i++) {
        runs[i].path = options_operand(given, i);
        if (!score_one(&runs[i], options_text(given, OPTION_TRUTH), truth, cutoff, from_ms))
            return false;
    }
    const char *html = options_text(given, OPTION_HTML);
    return (!html || score_html_write(html, runs, count)) && print_results(given, runs, count);
}

static bool check_html(const options *given)
{
    const char *html = options_text(given, OPTION_HTML);
    const char *inputs[2] = {options_text(given, OPTION_TRUTH), NULL};
    bool fine = !html || product_allowed(html, inputs);
    for (size_t i = 0; fine && html && i < options_operands(given); i++) {
        inputs[0] = options_operand(given, i);
        fine = product_allowed(html, inputs);
    }
    return fine;
}

static bool check_by(const options *given)
{
    static const char *const by[] = {"category", "partner"};
    size_t index = 0;
    return options_word(given, OPTION_BY, by, 2, &index);
}

static int score_verb_run(const options *given)
{
    const size_t count = options_operands(given);
    const char *truth_path = options_text(given, OPTION_TRUTH);
    score_file truth;
    if (!check_by(given) || !check_html(given) || !score_read_truth(truth_path, &truth))
        return EXIT_NOT_DONE;
    score_run *runs = calloc(count, sizeof *runs);
    bool done = false;
    if (!runs)
        say_error("memory was refused.");
    else if (truth.epoch_count == 0)
        say_error("%s has no rows, and so nothing to judge by.", truth_path);
    else
        done = score_all(given, &truth, runs, count);
    for (size_t i = 0; runs && i < count; i++)
        score_run_free(&runs[i]);
    free(runs);
    score_file_free(&truth);
    return done ? EXIT_DONE : EXIT_NOT_DONE;
}

const verb score_verb = {
    .name = "score",
    .what = "pictures against truth",
    .usage = "--truth=TRUTH.csv PICTURE.csv... [--json] [--html=FILE]",
    .sentence = "Judges pictures against truth.",
    .examples = {"picket score --truth truth.csv out/JPN.hub.csv out/JPN.national.csv",
                 "picket score --truth truth.csv out/*.csv --json"},
    .options = score_options,
    .operand = "PICTURE.csv",
    .operands_min = 1,
    .operands_max = SIZE_MAX,
    .needs = {{OPTION_TRUTH, "without it there is nothing to judge by"}},
    .exits = "0 done, 2 not done",
    .run = score_verb_run,
};
