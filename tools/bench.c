/* bench.c - picket bench: this machine's limits, then Picket against them. */
#include "tools/bench.h"

#include "text/read.h"
#include "tools/bench_machine.h"
#include "tools/interrupt.h"
#include "tools/json.h"
#include "tools/progress.h"
#include "tools/say.h"
#include "tools/table.h"
#include "tools/verbs.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { OPTION_LIST = BENCH_OPTION_NEXT, OPTION_RUNS };

#define RUNS_USUAL 15
/* A spread above this, from 5 to 95 % of the runs, says more of the neighbours than of the code. */
#define SPREAD_MAX 0.1

static const bench_group *const groups[] = {&bench_kernel, &bench_gate, &bench_fuse};
#define GROUPS (sizeof groups / sizeof groups[0])

double bench_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

bench_case *bench_find(bench *all, const char *name)
{
    for (size_t i = 0; i < all->count; i++)
        if (all->cases[i].wanted && strcmp(all->cases[i].name, name) == 0)
            return &all->cases[i];
    return NULL;
}

void bench_add(bench_case *one, double sample)
{
    if (one->runs < BENCH_RUNS_MAX)
        one->samples[one->runs++] = sample;
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

double bench_quantile(const bench_case *one, double share)
{
    double sorted[BENCH_RUNS_MAX];
    if (one->runs == 0)
        return NAN;
    memcpy(sorted, one->samples, one->runs * sizeof *sorted);
    qsort(sorted, one->runs, sizeof *sorted, ascending);
    const double at = share * (double)(one->runs - 1);
    const size_t low = (size_t)at, high = low + 1 < one->runs ? low + 1 : low;
    return sorted[low] + (at - (double)low) * (sorted[high] - sorted[low]);
}

bool bench_stopped(bench *all, const char *name, size_t done, size_t of)
{
    if (progress_due(&all->shown)) {
        char where[128];
        snprintf(where, sizeof where, "%s  run %zu of %zu", name, done, of);
        progress_show(&all->shown,
                      &(progress_state){.share = (double)done / (double)of, .where = where});
    }
    if (!interrupt_asked())
        return false;
    progress_end(&all->shown);
    interrupt_say(name);
    return true;
}

/* "steps/s" is told in millions, "s" in ns. */
static double unit_scale(const char *unit)
{
    return strcmp(unit, "s") == 0 ? 1e9 : 1e-6;
}

static const char *unit_text(const char *unit)
{
    return strcmp(unit, "s") == 0         ? "ns a report"
           : strcmp(unit, "steps/s") == 0 ? "M steps/s"
                                          : "M reports/s";
}

static double limit_share(const bench_case *one)
{
    return one->limit ? bench_quantile(one, 0.5) / one->limit_median : (double)NAN;
}

static void row_print(table *rows, const bench_case *one)
{
    const double scale = unit_scale(one->unit), median = bench_quantile(one, 0.5) * scale;
    const int decimals = fabs(median) < 10.0 ? 2 : 1;
    char share[32] = "-";
    if (one->limit)
        snprintf(share, sizeof share, "%.0f %%", 100.0 * limit_share(one));
    table_text(rows, one->name);
    table_number(rows, median, decimals);
    table_number(rows, bench_quantile(one, 0.05) * scale, decimals);
    table_number(rows, bench_quantile(one, 0.95) * scale, decimals);
    table_text(rows, unit_text(one->unit));
    table_text(rows, share);
    table_number(rows, one->versus_lapacke, 1);
    table_number(rows, one->versus_plain, 1);
    table_text(rows, one->limit ? one->limit : "-");
    table_count(rows, one->runs);
    table_text(rows, one->what);
}

static void machine_print(const bench *all)
{
    char name[256];
    bench_machine_name(name, sizeof name);
    printf("Machine  %s", name);
    if (!isnan(bench_machine_load()))
        printf(", load %.1f", bench_machine_load());
    if (!isnan(all->stream))
        printf(". Measured now: stream %.1f GB/s", all->stream * 1e-9);
    if (!isnan(all->multiply_add))
        printf(", multiply-add %.0f Gflop/s a core", all->multiply_add * 1e-9);
    printf("\n");
}

static bool table_of(const bench *all)
{
    static const table_column columns[] = {
        {.head = "name", .left = true},
        {.head = "median"},
        {.head = "5 %"},
        {.head = "95 %"},
        {.head = "unit", .left = true},
        {.head = "of limit"},
        {.head = "x LAPACKE"},
        {.head = "x plain", .wide = true},
        {.head = "limit", .left = true, .wide = true},
        {.head = "runs", .wide = true},
        {.head = "what", .left = true, .wide = true},
    };
    table *rows = table_create(columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < all->count; i++)
        if (all->cases[i].runs > 0)
            row_print(rows, &all->cases[i]);
    const bool printed = table_print(rows, stdout);
    table_destroy(rows);
    return printed;
}

static void json_count_known(json *line, const char *key, uint64_t count)
{
    if (count > 0)
        json_count(line, key, count);
}

static void json_of(const bench *all)
{
    char machine[256];
    bench_machine_name(machine, sizeof machine);
    for (size_t i = 0; i < all->count; i++) {
        const bench_case *one = &all->cases[i];
        if (one->runs == 0)
            continue;
        json line = json_begin(stdout);
        json_text(&line, "name", one->name);
        json_text(&line, "unit", one->unit);
        json_number(&line, "median", bench_quantile(one, 0.5));
        json_number(&line, "p05", bench_quantile(one, 0.05));
        json_number(&line, "p95", bench_quantile(one, 0.95));
        json_number(&line, "limit_share", limit_share(one));
        json_number(&line, "versus_lapacke", one->versus_lapacke);
        json_number(&line, "versus_plain", one->versus_plain);
        json_text(&line, "limit", one->limit);
        json_count(&line, "runs", one->runs);
        json_count(&line, "threads", 1);
        json_count_known(&line, "objects", one->objects);
        json_count_known(&line, "views", one->views);
        json_text(&line, "machine", machine);
        json_end(&line);
    }
}

static void spread_say(const bench *all)
{
    double widest = 0.0;
    for (size_t i = 0; i < all->count; i++)
        if (all->cases[i].runs > 0)
            widest = fmax(widest, (bench_quantile(&all->cases[i], 0.95) -
                                   bench_quantile(&all->cases[i], 0.05)) /
                                      bench_quantile(&all->cases[i], 0.5));
    const double cores = bench_machine_cores(), load = bench_machine_load();
    if (widest > SPREAD_MAX)
        say_warning("%.1f of %.0f cores are busy and the spread is %.0f %%. These figures are not "
                    "worth keeping. See: top",
                    load < cores ? load : cores, cores, 100.0 * widest);
}

static void cases_fill(bench *all)
{
    for (size_t g = 0; g < GROUPS; g++)
        for (size_t i = 0; i < groups[g]->count; i++) {
            all->cases[all->count] = groups[g]->cases[i];
            all->cases[all->count].versus_plain = NAN;
            all->cases[all->count++].versus_lapacke = NAN;
        }
}

/* Whether the word is a case's name, or that of its group. */
static bool word_names(const char *word, const char *name)
{
    const size_t length = strlen(word);
    return strcmp(word, name) == 0 || (strcspn(word, ".") == length &&
                                       strncmp(word, name, length) == 0 && name[length] == '.');
}

static void word_refuse(const bench *all, const char *word)
{
    const char *names[BENCH_CASES_MAX];
    for (size_t i = 0; i < all->count; i++)
        names[i] = all->cases[i].name;
    const char *meant = text_nearest(word, names, all->count);
    if (meant)
        say_error("\"%s\" is not a benchmark. Did you mean \"%s\"? All names: picket bench --list",
                  word, meant);
    else
        say_error("\"%s\" is not a benchmark. All names: picket bench --list", word);
}

static bool cases_choose(bench *all)
{
    const size_t words = options_operands(all->given);
    for (size_t w = 0; w < words; w++) {
        bool known = false;
        for (size_t i = 0; i < all->count; i++)
            if (word_names(options_operand(all->given, w), all->cases[i].name))
                known = all->cases[i].wanted = true;
        if (!known) {
            word_refuse(all, options_operand(all->given, w));
            return false;
        }
    }
    for (size_t i = 0; words == 0 && i < all->count; i++)
        all->cases[i].wanted = true;
    return true;
}

static void list_print(const bench *all)
{
    for (size_t i = 0; i < all->count; i++)
        printf("%-22s %s\n", all->cases[i].name, all->cases[i].what);
}

static bool group_wanted(const bench *all, const bench_group *group)
{
    for (size_t i = 0; i < all->count; i++)
        if (all->cases[i].wanted && word_names(group->name, all->cases[i].name))
            return true;
    return false;
}

static int measure(bench *all)
{
    bool good = true;
    interrupt_watch();
    all->shown = progress_begin("bench");
    for (size_t g = 0; good && g < GROUPS; g++)
        if (group_wanted(all, groups[g]))
            good = groups[g]->run(all);
    progress_end(&all->shown);
    if (options_json(all->given))
        json_of(all);
    else
        machine_print(all);
    if (!options_json(all->given) && !table_of(all))
        good = false;
    spread_say(all);
    return good ? EXIT_DONE : EXIT_NOT_DONE;
}

static int bench_run(const options *given)
{
    bench *all = calloc(1, sizeof *all);
    uint64_t runs = RUNS_USUAL;
    int code = EXIT_NOT_DONE;
    if (!all) {
        say_error("memory was refused.");
        return code;
    }
    all->given = given;
    all->stream = all->multiply_add = NAN;
    cases_fill(all);
    if (options_given(given, OPTION_LIST)) {
        list_print(all);
        code = EXIT_DONE;
    } else if (options_count(given, OPTION_RUNS, 1, BENCH_RUNS_MAX, &runs) && cases_choose(all)) {
        all->runs = (size_t)runs;
        code = measure(all);
    }
    free(all);
    return code;
}

static const struct poptOption bench_options[] = {
    OPTION_FLAG("list", OPTION_LIST, "the names, and what each measures"),
    OPTION_VALUE("runs", OPTION_RUNS, "N", "of each, 1 to 1000 (15)"),
    OPTION_VALUE("feed", BENCH_OPTION_FEED, "FEED", "fuse: this recording (a stock load)"),
    OPTION_VALUE("objects", BENCH_OPTION_OBJECTS, "N", "fuse: a stock load of N objects (1000)"),
    OPTION_CONFIG_AS("fuse: of the recording (testdata/stock.yaml)"),
    OPTION_JSON_AS("results as JSON lines"),
    POPT_TABLEEND,
};

const verb bench_verb = {
    .name = "bench",
    .what = "how fast is this machine?",
    .usage = "[kernel|gate|fuse|NAME...]",
    .sentence = "Measures this machine's limits, then Picket against them.",
    .examples = {"picket bench kernel", "picket bench fuse --json"},
    .options = bench_options,
    .operand = "NAME",
    .operands_max = BENCH_CASES_MAX,
    .exits = "0 done, 2 not done",
    .run = bench_run,
};
