#include "tools/options.h"

#include "text/read.h"
#include "tools/help.h"
#include "tools/say.h"
#include "tools/value.h"
#include "tools/verbs.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

typedef struct option_value {
    int val;
    char *text; /* NULL: an option without value */
} option_value;

struct options {
    const verb *of;
    option_value *values; /* in the order of the command line */
    size_t value_count;
    const char **operands; /* point into argv */
    size_t operand_count;
    struct poptOption *table; /* own options, then the common ones */
};

/* One table of own and common options: popt's included tables would hide ours from the near misses.
 */
static struct poptOption *table_of(const verb *of)
{
    size_t own = 0;
    size_t shared = 0;
    while (of->options && (of->options[own].longName || of->options[own].shortName))
        own++;
    while (help_common_options[shared].longName)
        shared++;
    struct poptOption *table = calloc(own + shared + 1, sizeof *table);
    if (!table)
        return NULL;
    if (own > 0)
        memcpy(table, of->options, own * sizeof *table);
    memcpy(table + own, help_common_options, shared * sizeof *table);
    return table;
}

static const struct poptOption *option_of(const options *given, int val)
{
    for (const struct poptOption *each = given->table; each->longName; each++)
        if (each->val == val)
            return each;
    return NULL;
}

/* "--for", or "-c" where the option is better known by its letter. */
static const char *name_of(const options *given, int val, char room[64])
{
    const struct poptOption *option = option_of(given, val);
    if (option && option->shortName)
        snprintf(room, 64, "-%c", option->shortName);
    else
        snprintf(room, 64, "--%s", option ? option->longName : "?");
    return room;
}

/* A beginning that is one option's alone means it, as does a word that is near. */
static const char *meant_by(const options *given, const char *word)
{
    const char *words[64];
    size_t count = 0;
    size_t begun = 0;
    const char *begins = NULL;
    for (const struct poptOption *each = given->table; each->longName && count < 64; each++) {
        words[count++] = each->longName;
        if (strncmp(each->longName, word, strlen(word)) == 0) {
            begins = each->longName;
            begun++;
        }
    }
    if (strlen(word) < 2)
        return NULL;
    return begun == 1 ? begins : text_nearest(word, words, count);
}

/* The word as far as its "=". */
static void refuse_unknown(const options *given, const char *word)
{
    const char *const name = given->of->name;
    const int length = (int)strcspn(word, "=");
    char plain[64];
    snprintf(plain, sizeof plain, "%.*s", length, word);
    const char *meant = meant_by(given, plain + strspn(plain, "-"));
    if (meant)
        say_error("%s is not an option of %s. Did you mean --%s? All options: picket %s --help",
                  plain, name, meant, name);
    else
        say_error("%s is not an option of %s. All options: picket %s --help", plain, name, name);
}

static bool refuse_usage(const options *given, poptContext context, int why)
{
    const char *word = poptBadOption(context, POPT_BADOPTION_NOALIAS);
    const char *const name = given->of->name;
    if (why == POPT_ERROR_NOARG)
        say_error("%s needs a value. Such as: %s", word, given->of->examples[0]);
    else if (why == POPT_ERROR_UNWANTEDARG)
        say_error("%.*s takes no value. All options: picket %s --help", (int)strcspn(word, "="),
                  word, name);
    else if (why == POPT_ERROR_BADOPT)
        refuse_unknown(given, word);
    else
        say_error("%s: %s. All options: picket %s --help", word, poptStrerror(why), name);
    return false;
}

static bool keep_value(options *given, int val, char *text)
{
    option_value *grown = realloc(given->values, (given->value_count + 1) * sizeof *given->values);
    if (!grown) {
        free(text);
        say_error("memory was refused.");
        return false;
    }
    given->values = grown;
    given->values[given->value_count++] = (option_value){val, text};
    return true;
}

static bool take_options(options *given, poptContext context)
{
    int val = 0;
    while ((val = poptGetNextOpt(context)) > 0)
        if (!keep_value(given, val, poptGetOptArg(context)))
            return false;
    if (val < -1)
        return refuse_usage(given, context, val);
    const char **operands = poptGetArgs(context);
    while (operands && operands[given->operand_count])
        given->operand_count++;
    given->operands = calloc(given->operand_count + 1, sizeof *given->operands);
    if (!given->operands) {
        say_error("memory was refused.");
        return false;
    }
    for (size_t i = 0; i < given->operand_count; i++)
        given->operands[i] = strdup(operands[i]);
    return true;
}

static bool check_operands(const options *given)
{
    const verb *of = given->of;
    if (given->operand_count < of->operands_min) {
        say_error("%s is missing. Such as: %s", of->operand, of->examples[0]);
        return false;
    }
    if (given->operand_count > of->operands_max) {
        say_error("\"%s\" is one too many. Such as: %s", given->operands[of->operands_max],
                  of->examples[0]);
        return false;
    }
    return true;
}

static bool check_needs(const options *given)
{
    const verb *of = given->of;
    for (size_t i = 0; i < VERB_NEEDS_MAX && of->needs[i].why; i++) {
        const struct poptOption *option = option_of(given, of->needs[i].option);
        if (options_given(given, of->needs[i].option) || !option)
            continue;
        char name[64];
        name_of(given, option->val, name);
        say_error("%s%s%s is missing, and %s. Such as: %s", name, option->shortName ? " " : "=",
                  option->argDescrip, of->needs[i].why, of->examples[0]);
        return false;
    }
    return true;
}

static bool set_voice(const options *given)
{
    static const char *const colors[] = {"auto", "always", "never"};
    size_t color = 0;
    if (!options_word(given, OPTION_COLOR, colors, 3, &color))
        return false;
    say_in_color((say_color)color);
    say_quietly(options_given(given, OPTION_QUIET));
    say_in_detail(options_given(given, OPTION_VERBOSE));
    return true;
}

/* Help and version are answered whatever else is given, a fault included. */
static bool show(const verb *of, int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], "-h") == 0 || strcmp(argv[i], "--help") == 0) {
            help_screen(stdout, of);
            return true;
        }
        if (strcmp(argv[i], "--version") == 0) {
            help_version(stdout);
            return true;
        }
    }
    return false;
}

int options_read(const verb *of, int argc, char **argv, options **given)
{
    *given = NULL;
    if (show(of, argc, argv))
        return EXIT_SHOWN;
    options *one = calloc(1, sizeof *one);
    struct poptOption *table = table_of(of);
    poptContext context = NULL;
    if (!one || !table)
        goto refused;
    one->of = of;
    one->table = table;
    context = poptGetContext(NULL, argc, (const char **)argv, table, 0);
    if (!context || !take_options(one, context) || !set_voice(one) || !check_operands(one) ||
        !check_needs(one))
        goto refused;
    poptFreeContext(context);
    *given = one;
    return EXIT_DONE;
refused:
    poptFreeContext(context);
    if (one)
        options_destroy(one);
    else
        free(table);
    return EXIT_NOT_DONE;
}

void options_destroy(options *given)
{
    if (!given)
        return;
    for (size_t i = 0; i < given->value_count; i++)
        free(given->values[i].text);
    for (size_t i = 0; i < given->operand_count && given->operands; i++)
        free((void *)given->operands[i]);
    free(given->values);
    free(given->operands);
    free(given->table);
    free(given);
}

bool options_given(const options *given, int val)
{
    for (size_t i = 0; i < given->value_count; i++)
        if (given->values[i].val == val)
            return true;
    return false;
}

bool options_json(const options *given)
{
    return options_given(given, OPTION_JSON);
}

const char *options_text(const options *given, int val)
{
    for (size_t i = given->value_count; i > 0; i--)
        if (given->values[i - 1].val == val)
            return given->values[i - 1].text;
    return NULL;
}

const char *options_each(const options *given, int val, size_t index)
{
    for (size_t i = 0; i < given->value_count; i++)
        if (given->values[i].val == val && index-- == 0)
            return given->values[i].text;
    return NULL;
}

const char *options_operand(const options *given, size_t index)
{
    return index < given->operand_count ? given->operands[index] : NULL;
}

size_t options_operands(const options *given)
{
    return given->operand_count;
}

void options_refuse(const options *given, int val, const char *wrong, ...)
{
    char name[64];
    char text[512];
    va_list arguments;
    va_start(arguments, wrong);
    vsnprintf(text, sizeof text, wrong, arguments);
    va_end(arguments);
    const char *written = options_text(given, val);
    say_error("%s \"%s\" %s", name_of(given, val, name), written ? written : "", text);
}

/* What value.h says is wrong, said of this option. */
static bool took(const options *given, int val, const char *wrong)
{
    if (wrong)
        options_refuse(given, val, "%s", wrong);
    return !wrong;
}

bool options_duration(const options *given, int val, int64_t *duration_ns)
{
    const char *text = options_text(given, val);
    value_wrong wrong;
    return !text || took(given, val, value_duration(text, duration_ns, &wrong));
}

bool options_length(const options *given, int val, double *metres)
{
    const char *text = options_text(given, val);
    value_wrong wrong;
    return !text || took(given, val, value_length(text, metres, &wrong));
}

bool options_count(const options *given, int val, uint64_t low, uint64_t high, uint64_t *count)
{
    const char *text = options_text(given, val);
    value_wrong wrong;
    return !text || took(given, val, value_count(text, low, high, count, &wrong));
}

bool options_speed(const options *given, int val, double *factor)
{
    const char *text = options_text(given, val);
    value_wrong wrong;
    return !text || took(given, val, value_speed(text, factor, &wrong));
}

bool options_time(const options *given, int val, int64_t start_ns, int64_t *time_ns)
{
    const char *text = options_text(given, val);
    value_wrong wrong;
    return !text || took(given, val, value_time(text, start_ns, time_ns, &wrong));
}

bool options_threads(const options *given, size_t *threads)
{
    const unsigned cores = uv_available_parallelism();
    uint64_t count = *threads > 0 ? *threads : cores < 256 ? cores : 256;
    if (!options_count(given, OPTION_THREADS, 1, 256, &count))
        return false;
    *threads = (size_t)count;
    return true;
}

bool options_word(const options *given, int val, const char *const *words, size_t count,
                  size_t *index)
{
    const char *text = options_text(given, val);
    value_wrong wrong;
    return !text || took(given, val, value_word(text, words, count, index, &wrong));
}
