/* main.c - picketd -c FILE [--check]: reads the configuration, then serves. */
#include "daemon/server.h"
#include "daemon/told/log.h"
#include "release/lint.h"

#include <popt.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { EXIT_DONE, EXIT_REFUSED, EXIT_NOT_DONE };
enum {
    OPTION_CONFIG = 1,
    OPTION_CHECK,
    OPTION_RECORD,
    OPTION_FILES,
    OPTION_AUDIT,
    OPTION_THREADS,
    OPTION_VERBOSE,
    OPTION_VERSION
};

/* The texts are popt's copies; they live as long as the program. */
typedef struct wanted {
    const char *config;
    const char *record; /* in place of the configuration's */
    const char *files;  /* likewise */
    const char *audit;  /* likewise */
    bool check;
    size_t threads;
    bool verbose;
} wanted;

/* The cores that we may use. */
static size_t cores(void)
{
    const long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online > 0 ? (size_t)online : 1;
}

static void messages_print(const text_messages *messages)
{
    for (size_t i = 0; i < messages->count; i++) {
        const text_message *each = &messages->kept[i];
        if (each->line > 0)
            fprintf(stderr, "%s:%d: %s: %s\n", messages->file, each->line,
                    text_level_name(each->level), each->text);
        else
            fprintf(stderr, "%s: %s: %s\n", messages->file, text_level_name(each->level),
                    each->text);
    }
    if (messages->errors > messages->count)
        fprintf(stderr, "%s: %zu errors in all\n", messages->file, messages->errors);
}

static config *configuration_read(const char *path)
{
    static config_faults faults;
    config *one = config_read(path, &faults);
    messages_print(&faults.own);
    messages_print(&faults.book);
    return one;
}

/* false: it was said why. A truth that is not asked for is read as nothing. */
static bool truth_read(const config *of, score_file *truth)
{
    static text_messages messages;
    *truth = (score_file){0};
    if (!of->truth[0])
        return true;
    text_messages_init(&messages, of->truth);
    const int error = score_csv_truth(of->truth, truth, &messages);
    if (error) {
        messages.file = of->path;
        text_say(&messages, TEXT_ERROR, of->truth_line, "truth \"%s\" cannot be read (%s).",
                 of->truth, strerror(error));
    }
    messages_print(&messages);
    return messages.errors == 0;
}

static void check_print(const config *one)
{
    printf("Book     %s: good, %zu examples hold, sha256 %.12s; %zu sensors; no keys\n",
           one->book_path, fusion_book_examples(one->book), one->book_sha256,
           one->registry.sensor_count);
    printf("Views    %zu:", one->view_count);
    for (size_t i = 0; i < one->view_count; i++)
        printf(" %s", one->view_names[i]);
    printf("\n%s: good. Nothing was started.\n", one->path);
}

/* The built page stands beside the program, or where it was installed. */
static const char *page_folder(char folder[4096])
{
    const char *const places[] = {"page", "../share/picket/page"};
    char program[3072];
    const ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    program[length > 0 ? length : 0] = '\0';
    char *slash = strrchr(program, '/');
    if (slash)
        slash[1] = '\0';
    for (size_t i = 0; i < 2; i++) {
        snprintf(folder, 4096, "%s%s", program, places[i]);
        if (access(folder, R_OK) == 0)
            return folder;
    }
    snprintf(folder, 4096, "%s%s", program, places[0]);
    return folder;
}

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

static void say_book(log_writer *log, const config *configuration)
{
    const fusion_book *book = configuration->book;
    const size_t rules = fusion_book_rules(book), clauses = fusion_book_clauses(book);
    const size_t examples = fusion_book_examples(book);
    const char *slash = strrchr(configuration->book_path, '/');
    text_messages findings;
    text_messages_init(&findings, configuration->book_path);
    lint_book(book, &findings);
    log_say(log, LOG_AT_INFO, "book.read",
            "book %s: %zu rule%s, %zu clause%s, %zu example%s, %zu lint%s, sha256 %.12s",
            slash ? slash + 1 : configuration->book_path, rules, plural(rules), clauses,
            plural(clauses), examples, examples == 1 ? " holds" : "s hold", findings.warnings,
            plural(findings.warnings), configuration->book_sha256);
}

static int serve(config *configuration, const score_file *truth, const wanted *want)
{
    char folder[4096];
    log_writer log = log_to_stderr();
    if (want->verbose)
        log.least = LOG_AT_DEBUG;
    log_say(&log, LOG_AT_INFO, "start",
            "picketd %s, wire picket.v1, rules picket-rules-1, %zu "
            "thread%s",
            PICKET_VERSION, want->threads, want->threads == 1 ? "" : "s");
    say_book(&log, configuration);
    const server_settings settings = {.configuration = configuration,
                                      .log = &log,
                                      .threads = want->threads,
                                      .truth = configuration->truth[0] ? truth : NULL,
                                      .page_files = page_folder(folder),
                                      .record = want->record,
                                      .files = want->files,
                                      .version = PICKET_VERSION};
    server *one = server_create(&settings);
    const bool good = one && server_run(one);
    server_destroy(one);
    return good ? EXIT_DONE : EXIT_NOT_DONE;
}

static int usage(poptContext context, const char *wrong, const char *word)
{
    fprintf(stderr, "picketd: error: %s%s. Such as: picketd -c testdata/demo.yaml\n", word, wrong);
    poptFreeContext(context);
    return EXIT_NOT_DONE;
}

static bool threads_read(const char *text, size_t *threads)
{
    char *end = NULL;
    const unsigned long value = strtoul(text, &end, 10);
    *threads = value;
    return text[0] >= '0' && text[0] <= '9' && *end == '\0' && value >= 1 && value <= 256;
}

static const char **option_place(wanted *want, int option)
{
    switch (option) {
    case OPTION_CONFIG:
        return &want->config;
    case OPTION_RECORD:
        return &want->record;
    case OPTION_FILES:
        return &want->files;
    case OPTION_AUDIT:
        return &want->audit;
    default:
        return NULL;
    }
}

static int options_read(int argc, const char **argv, wanted *want)
{
    char *text = NULL;
    bool version = false;
    const struct poptOption table[] = {
        {"config", 'c', POPT_ARG_STRING, NULL, OPTION_CONFIG, "configuration (needed)", "FILE"},
        {"check", 0, POPT_ARG_NONE, NULL, OPTION_CHECK, "only say what is wrong with it", NULL},
        {"record", 0, POPT_ARG_STRING, NULL, OPTION_RECORD, "record here, whatever FILE says",
         "PCAP"},
        {"files", 0, POPT_ARG_STRING, NULL, OPTION_FILES, "pictures here, whatever FILE says",
         "DIR"},
        {"audit", 0, POPT_ARG_STRING, NULL, OPTION_AUDIT, "audit log here, whatever FILE says",
         "LOG"},
        {"threads", 0, POPT_ARG_STRING, NULL, OPTION_THREADS, "1 to 256 (all cores)", "N"},
        {"verbose", 'v', POPT_ARG_NONE, NULL, OPTION_VERBOSE, "log each step", NULL},
        {"version", 0, POPT_ARG_NONE, NULL, OPTION_VERSION, "version, and no more", NULL},
        POPT_AUTOHELP POPT_TABLEEND};
    poptContext context = poptGetContext("picketd", argc, argv, table, 0);
    int got;
    while ((got = poptGetNextOpt(context)) > 0) {
        free(text);
        text = poptGetOptArg(context);
        want->check |= got == OPTION_CHECK;
        want->verbose |= got == OPTION_VERBOSE;
        version |= got == OPTION_VERSION;
        const char **const place = option_place(want, got);
        if (place)
            *place = strdup(text);
        if (got == OPTION_THREADS && !threads_read(text, &want->threads))
            return usage(context, " is not a number of threads, 1 to 256", text);
    }
    free(text);
    if (got < -1)
        return usage(context, " is not an option of picketd, or has no value",
                     poptBadOption(context, POPT_BADOPTION_NOALIAS));
    if (poptPeekArg(context))
        return usage(context, " is not an option", poptPeekArg(context));
    if (version)
        printf("picketd %s, wire picket.v1, rules picket-rules-1\n", PICKET_VERSION);
    else if (!want->config)
        return usage(context, "-c FILE is missing", "");
    poptFreeContext(context);
    return version ? -1 : EXIT_DONE;
}

static bool output_replace(char place[4096], const char *path)
{
    const int length = path ? snprintf(place, 4096, "%s", path) : 0;
    if (length < 4096)
        return true;
    fprintf(stderr, "picketd: error: a path is longer than 4,095 bytes\n");
    return false;
}

static bool outputs_replace(config *configuration, const wanted *want)
{
    return output_replace(configuration->record, want->record) &&
           output_replace(configuration->files, want->files) &&
           output_replace(configuration->audit, want->audit);
}

int main(int argc, char **argv)
{
    wanted want = {.threads = cores()};
    const int wrong = options_read(argc, (const char **)argv, &want);
    if (wrong != EXIT_DONE)
        return wrong < 0 ? EXIT_DONE : wrong;
    config *configuration = configuration_read(want.config);
    int code = configuration ? EXIT_DONE : EXIT_REFUSED;
    if (configuration && !outputs_replace(configuration, &want))
        code = EXIT_NOT_DONE;
    score_file truth = {0};
    if (code == EXIT_DONE && !truth_read(configuration, &truth))
        code = EXIT_REFUSED;
    if (code == EXIT_DONE && want.check)
        check_print(configuration);
    else if (code == EXIT_DONE)
        code = serve(configuration, &truth, &want);
    score_file_free(&truth);
    config_destroy(configuration);
    return code;
}
