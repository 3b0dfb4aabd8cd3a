/* options.h - the command line of a verb: one table in, checked values out.
 *
 * A verb describes its options in a popt table with the macros below. The command line is taken
 * apart once, before the verb runs; the verb then asks for values by the option's val. Every reader
 * here is strict (the whole text, no locale, the range named) and says itself what is wrong, so
 * that a verb only has to leave:
 *
 *     int64_t span_ns = 0;
 *     if (!options_duration(given, OPTION_FOR, &span_ns))
 *         return EXIT_NOT_DONE;
 *
 * A reader of an option that was not given gives true and leaves the value as it was: put the
 * default there first. The last of a repeated option wins, except where options_each walks them.
 */
#ifndef TOOLS_OPTIONS_H
#define TOOLS_OPTIONS_H

#include <popt.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Exit codes of every verb. */
enum {
    EXIT_DONE = 0,     /* done; the answer is yes */
    EXIT_NO = 1,       /* done; the answer is no */
    EXIT_NOT_DONE = 2, /* not done: command line, missing file, disk full */
    EXIT_SHOWN = -1    /* of options_read alone: help or version was asked for and printed */
};

/* Options that mean the same in every verb. Own options take val from OPTION_OWN on. */
enum {
    OPTION_OUTPUT = 1,
    OPTION_CONFIG,
    OPTION_JSON,
    OPTION_SEED,
    OPTION_THREADS,
    OPTION_SPEED,
    OPTION_FROM,
    OPTION_FOR,
    OPTION_QUIET,
    OPTION_VERBOSE,
    OPTION_COLOR,
    OPTION_HELP,
    OPTION_VERSION,
    OPTION_OWN = 100
};

/* Entries of a table. name: the placeholder of the value ("FILE"); text: a phrase, 55 characters
 * at most. End the table with POPT_TABLEEND. */
#define OPTION_VALUE(long_name, val, name, text)                                                   \
    {                                                                                              \
        long_name, 0, POPT_ARG_STRING, NULL, val, text, name                                       \
    }
#define OPTION_FLAG(long_name, val, text)                                                          \
    {                                                                                              \
        long_name, 0, POPT_ARG_NONE, NULL, val, text, NULL                                         \
    }
#define OPTION_OUTPUT_AS(name, text)                                                               \
    {                                                                                              \
        "output", 'o', POPT_ARG_STRING, NULL, OPTION_OUTPUT, text, name                            \
    }
#define OPTION_CONFIG_AS(text)                                                                     \
    {                                                                                              \
        "config", 'c', POPT_ARG_STRING, NULL, OPTION_CONFIG, text, "FILE"                          \
    }
#define OPTION_JSON_AS(text) OPTION_FLAG("json", OPTION_JSON, text)

typedef struct options options;
typedef struct verb verb;

/* Takes argv[1..argc) of the verb apart; argv[0] is its name. EXIT_DONE: *given is set. Else *given
 * is NULL: EXIT_SHOWN (help, version) or EXIT_NOT_DONE, and everything was said. */
int options_read(const verb *of, int argc, char **argv, options **given);
void options_destroy(options *given); /* NULL does nothing */

bool options_given(const options *given, int val);
bool options_json(const options *given); /* --json was given */

/* The value as it was written; NULL if not given. Owned by the options. */
const char *options_text(const options *given, int val);

/* The values of a repeated option in order: index from 0; NULL beyond the last. */
const char *options_each(const options *given, int val, size_t index);

/* Operands in order. NULL beyond the last. */
const char *options_operand(const options *given, size_t index);
size_t options_operands(const options *given);

/* The dimension decides the units: duration 90s 5min 2h 1.5days 20ms; length 500m 5km. One space or
 * none. All give false where the text is wrong, and said so. */
bool options_duration(const options *given, int val, int64_t *duration_ns);
bool options_length(const options *given, int val, double *metres);
bool options_count(const options *given, int val, uint64_t low, uint64_t high, uint64_t *count);

/* --speed: "0.5", "10", "10x"; INFINITY for "max". */
bool options_speed(const options *given, int val, double *factor);

/* --from: "2031-03-04T03:10:00Z", or "+90s" after start_ns. */
bool options_time(const options *given, int val, int64_t start_ns, int64_t *time_ns);

/* --threads: 1 to 256; *threads beforehand 0 stands for the cores that we may use. */
bool options_threads(const options *given, size_t *threads);

/* One of words[0..count). */
bool options_word(const options *given, int val, const char *const *words, size_t count,
                  size_t *index);

/* Says that a value is not what the option takes, in the voice of all messages:
 * `--format "asterix48" WRONG`. */
__attribute__((format(printf, 3, 4))) void options_refuse(const options *given, int val,
                                                          const char *wrong, ...);

#endif
