#include "text/number.h"
#include "tools/import/formats.h"
#include "tools/import/notional.h"
#include "tools/path.h"
#include "tools/product.h"
#include "tools/say.h"
#include "tools/verbs.h"
#include "tools/when.h"

#include <stdio.h>
#include <string.h>

#define DAY_NS (INT64_C(86400) * 1000000000)

enum {
    OPTION_FORMAT = OPTION_OWN,
    OPTION_TRUTH,
    OPTION_STRICT,
    OPTION_FORMATS,
    OPTION_ZONE,
    OPTION_RADARS,
    OPTION_WITHOUT_NUMBERS
};

static const struct poptOption import_options[] = {
    OPTION_VALUE("format", OPTION_FORMAT, "FORMAT", "csv, opensky, ais-csv, autoferry (needed)"),
    OPTION_OUTPUT_AS("FEED", "the recording (needed)"),
    OPTION_VALUE("truth", OPTION_TRUTH, "FILE", "what the feed can serve as truth, CSV"),
    OPTION_FLAG("strict", OPTION_STRICT, "stop at the first bad row"),
    OPTION_VALUE("zone", OPTION_ZONE, "+9h", "of stamps without Z: local time less UTC"),
    OPTION_FLAG("without-numbers", OPTION_WITHOUT_NUMBERS, "keep from reports who sent them"),
    OPTION_VALUE("radars", OPTION_RADARS, "FILE", "radars that look at the feed's aircraft"),
    OPTION_VALUE("seed", OPTION_SEED, "N", "of what radars draw (their file's)"),
    OPTION_FLAG("formats", OPTION_FORMATS, "list the formats and how accuracies are taken"),
    POPT_TABLEEND,
};

const import_format *import_format_at(size_t index)
{
    static const import_format *const formats[] = {&format_csv, &format_opensky, &format_ais_csv,
                                                   &format_autoferry};
    return index < sizeof formats / sizeof formats[0] ? formats[index] : NULL;
}

static int formats_list(void)
{
    const import_format *each;
    for (size_t i = 0; (each = import_format_at(i)); i++)
        printf("%s%s: %s\n%s", i ? "\n" : "", each->name, each->what, each->about);
    return EXIT_DONE;
}

static const import_format *format_take(const options *given)
{
    const char *words[8];
    size_t count = 0, index = 0;
    for (const import_format *each; (each = import_format_at(count)); count++)
        words[count] = each->name;
    if (!options_word(given, OPTION_FORMAT, words, count, &index))
        return NULL;
    return import_format_at(index);
}

static void print_reasons(const rows_refused *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char number[NUMBER_ROOM];
        number_grouped_count(number, list[i].count);
        printf("%s%s %s", i ? ", " : " ", number, list[i].reason);
    }
}

static void summary_read(const rows *from, const char *what, uint64_t count)
{
    char all[NUMBER_ROOM], taken[NUMBER_ROOM];
    number_grouped_count(all, from->file.rows);
    number_grouped_count(taken, count);
    printf("Read      %s rows: %s %s", all, taken, what);
    if (from->reason_count > 0) {
        fputs("; refused", stdout);
        print_reasons(from->refused, from->reason_count);
    }
    if (from->remark_count > 0) {
        fputs("; remarked", stdout);
        print_reasons(from->remarked, from->remark_count);
    }
    putchar('\n');
}

static void summary_written(const options *given)
{
    printf("Written   %s", product_with_digest(options_text(given, OPTION_OUTPUT)).text);
    if (options_given(given, OPTION_TRUTH))
        printf(", %s", product_plain(options_text(given, OPTION_TRUTH)).text);
}

static void summary(const options *given, const import_format *format, const rows *from,
                    const feed_counts *written)
{
    char heights[160];
    summary_read(from, "reports", written->reports);
    summary_written(given);
    printf("%s%s\n", format->heights ? ". " : "",
           format->heights ? format->heights(from, heights) : "");
}

static void summary_of_radars(const options *given, const rows *from, const notional_counts *counts)
{
    char number[4][NUMBER_ROOM];
    summary_read(from, "rows without a whole state", counts->passed_over);
    number_grouped_count(number[0], counts->objects);
    number_grouped_count(number[1], counts->written.reports);
    number_grouped_count(number[2], counts->played.clutter);
    number_grouped_count(number[3], counts->played.missed);
    printf("Looked    at %s objects: %s reports, %s of them false; %s looks missed\n", number[0],
           number[1], number[2], number[3]);
    summary_written(given);
    putchar('\n');
}

/* One wrong date makes an exercise of years, in which every epoch is worked through. */
static void span_check(const rows *from)
{
    const int64_t span_ns = from->entries[from->count - 1].time_ns - from->entries[0].time_ns;
    if (span_ns > 7 * DAY_NS)
        say_warning("the rows span %lld days, and the recording with them. Is a time wrong? First "
                    "%s, last %s.",
                    (long long)(span_ns / DAY_NS), when_date(from->entries[0].time_ns).text,
                    when_date(from->entries[from->count - 1].time_ns).text);
}

/* Writes the recording, and the truth that goes with it. false: error says why. */
static bool feed_write(const options *given, const import_format *format, const rows *from,
                       scenario *radars, notional_counts *counts, char error[512])
{
    const char *path = options_text(given, OPTION_OUTPUT);
    if (radars)
        return notional_send(from, radars, format, path, counts, error);
    if (from->true_places && !format->truth(from)) {
        snprintf(error, 512, "the truth was not written");
        return false;
    }
    return rows_send(from, path, &counts->written, error);
}

static int import_send(const options *given, const import_format *format, rows *from,
                       scenario *radars)
{
    rows_sort(from);
    span_check(from);
    if (format->settle)
        format->settle(from);
    char error[512];
    notional_counts counts;
    if (!feed_write(given, format, from, radars, &counts, error)) {
        say_error("%s.", error);
        return EXIT_NOT_DONE;
    }
    const int failed = from->true_places ? truth_finish(from->true_places) : 0;
    if (failed) {
        say_system(failed, "%s cannot be written", options_text(given, OPTION_TRUTH));
        return EXIT_NOT_DONE;
    }
    if (radars && !options_given(given, OPTION_QUIET))
        summary_of_radars(given, from, &counts);
    else if (!options_given(given, OPTION_QUIET))
        summary(given, format, from, &counts.written);
    return EXIT_DONE;
}

static int import_rows(const options *given, const import_format *format, rows *from,
                       scenario *radars)
{
    const char *file = from->messages->file;
    const bool opened = format->read_file || csv_open(&from->file, file, from->messages);
    const bool read =
        opened && (format->read_file ? format->read_file(from, file) : format->read(from));
    say_messages(from->messages);
    if (!read)
        return opened && from->strict ? EXIT_NO : EXIT_NOT_DONE;
    if (from->zone.used && options_given(given, OPTION_ZONE))
        say_note("stamps without a zone are taken as local time, %s ahead of UTC.",
                 options_text(given, OPTION_ZONE));
    if (from->count > 0)
        return import_send(given, format, from, radars);
    say_error("none of %zu rows of %s was taken. What each row needs: picket import --formats",
              from->file.rows, from->messages->file);
    return EXIT_NO;
}

static bool truth_open(const options *given, const import_format *format, truth *true_places)
{
    if (!format->truth) {
        options_refuse(given, OPTION_TRUTH, "cannot be made of %s: its rows are measurements.",
                       format->name);
        return false;
    }
    const int failed = truth_begin(true_places, options_text(given, OPTION_TRUTH));
    if (failed)
        say_system(failed, "%s cannot be written", options_text(given, OPTION_TRUTH));
    return failed == 0;
}

static bool settings_take(const options *given, rows *into)
{
    into->strict = options_given(given, OPTION_STRICT);
    into->anonymous = options_given(given, OPTION_WITHOUT_NUMBERS);
    const char *zone = options_text(given, OPTION_ZONE);
    const char *why = zone ? zone_value(zone, &into->zone) : NULL;
    if (why)
        options_refuse(given, OPTION_ZONE, "%s", why);
    return !why;
}

static bool products_allowed(const options *given)
{
    const char *output = options_text(given, OPTION_OUTPUT);
    const char *true_path = options_text(given, OPTION_TRUTH);
    const char *radars = options_text(given, OPTION_RADARS);
    const char *input[] = {options_operand(given, 0), radars, NULL};
    const char *both[] = {options_operand(given, 0), output, radars, NULL};
    return product_allowed(output, input) && (!true_path || product_allowed(true_path, both));
}

/* NULL where none are wanted, too. false: everything was said. */
static bool radars_take(const options *given, const import_format *format, scenario **radars)
{
    const char *path = options_text(given, OPTION_RADARS);
    *radars = NULL;
    uint64_t seed = 0;
    if (!options_count(given, OPTION_SEED, 0, UINT64_MAX, &seed))
        return false;
    if (!path)
        return true;
    if (!format->truth) {
        options_refuse(given, OPTION_RADARS, "cannot look at %s: its rows are measurements.",
                       format->name);
        return false;
    }
    static text_messages messages;
    text_messages_init(&messages, path);
    if (!path_readable(path))
        return false;
    *radars =
        scenario_read_radars(path, options_given(given, OPTION_SEED) ? &seed : NULL, &messages);
    say_messages(&messages);
    return *radars;
}

static int import_into(const options *given, const import_format *format, rows *into,
                       scenario *radars)
{
    truth true_places = {0};
    if (options_given(given, OPTION_TRUTH)) {
        if (!truth_open(given, format, &true_places))
            return EXIT_NOT_DONE;
        into->true_places = &true_places;
    }
    const int code = import_rows(given, format, into, radars);
    truth_abandon(&true_places); /* does nothing once it is finished */
    rows_end(into);
    return code;
}

static int import_file(const options *given, const import_format *format)
{
    static text_messages messages;
    text_messages_init(&messages, options_operand(given, 0));
    rows into = {.messages = &messages};
    scenario *radars;
    if (!path_readable(messages.file) || !products_allowed(given) || !settings_take(given, &into) ||
        !radars_take(given, format, &radars))
        return EXIT_NOT_DONE;
    const int code = import_into(given, format, &into, radars);
    scenario_destroy(radars);
    return code;
}

static int import_run(const options *given)
{
    if (options_given(given, OPTION_FORMATS))
        return formats_list();
    if (!options_given(given, OPTION_FORMAT) || !options_operand(given, 0) ||
        !options_given(given, OPTION_OUTPUT)) {
        say_error("%s is missing. Such as: picket import --format csv plots.csv -o feed.pcap",
                  !options_given(given, OPTION_FORMAT) ? "--format"
                  : !options_operand(given, 0)         ? "FILE"
                                                       : "-o FEED");
        return EXIT_NOT_DONE;
    }
    const import_format *format = format_take(given);
    return format ? import_file(given, format) : EXIT_NOT_DONE;
}

const verb import_verb = {
    .name = "import",
    .what = "public feed -> recording",
    .usage = "--format=FORMAT FILE -o FEED",
    .sentence = "Turns a public feed or CSV into a recording.",
    .examples = {"picket import --format csv plots.csv -o feed.pcap", "picket import --formats"},
    .options = import_options,
    .operand = "FILE",
    .operands_min = 0,
    .operands_max = 1,
    .exits = "0 done, 1 nothing taken or --strict stopped, 2 not done",
    .run = import_run,
};
