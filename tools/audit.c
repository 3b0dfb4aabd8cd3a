/* audit.c - picket audit: is the log of releases whole, and what does it say? */
#include "tools/audit.h"

#include "text/number.h"
#include "text/read.h"
#include "tools/json.h"
#include "tools/path.h"
#include "tools/say.h"
#include "tools/verbs.h"
#include "tools/when.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

typedef struct grouped {
    char text[NUMBER_ROOM];
} grouped;

static grouped group(uint64_t count)
{
    grouped one;
    number_grouped_count(one.text, count);
    return one;
}

/* The file of checkpoints, and whether it was named or merely stands there. false: said why not. */
static bool checkpoints_open(const options *given, const char *path, audit_checkpoints *checkpoints)
{
    char beside[4096];
    const char *named = options_text(given, AUDIT_CHECKPOINT);
    snprintf(beside, sizeof beside, "%.4000s.checkpoints", path);
    const char *from = named ? named : beside;
    FILE *stream = fopen(from, "rb");
    *checkpoints = (audit_checkpoints){0};
    if (!stream && !named && errno == ENOENT) {
        say_note("%s is not there, so an end that was cut off or written anew does not show. Name "
                 "checkpoints that were kept elsewhere: --checkpoint=FILE",
                 beside);
        return true;
    }
    if (!stream) {
        path_refuse_input(from, errno);
        return false;
    }
    const long wrong = audit_checkpoints_read(stream, checkpoints);
    fclose(stream);
    if (wrong < 0)
        say_error("memory was refused.");
    else if (wrong > 0)
        say_about(from, (int)wrong, TEXT_ERROR,
                  "this is no checkpoint, or its entry comes before that of the line above.");
    return wrong == 0;
}

int audit_log_read(const options *given, const char *path, audit_take *take, void *context,
                   audit_verdict *verdict)
{
    audit_checkpoints checkpoints;
    /* Checkpoints first: a log at work grows, and never names more than it holds. */
    if (!path_readable(path) || !checkpoints_open(given, path, &checkpoints))
        return EXIT_NOT_DONE;
    FILE *stream = fopen(path, "rb");
    const bool readable = stream && getc(stream) != EOF;
    if (!stream)
        path_refuse_input(path, errno);
    else if (!readable && ferror(stream))
        say_system(errno, "%s cannot be read", path);
    if (stream && !ferror(stream)) {
        rewind(stream);
        *verdict = audit_read(stream, &checkpoints, take, context);
    }
    const bool good = stream && !ferror(stream);
    if (stream)
        fclose(stream);
    free(checkpoints.all);
    return good ? EXIT_DONE : EXIT_NOT_DONE;
}

/* "Entries 1 to 2,210 hold." */
static const char *holding(char text[96], uint64_t last)
{
    if (last == 0)
        return "No entry holds.";
    snprintf(text, 96, last == 1 ? "Entry %s holds." : "Entries 1 to %s hold.", group(last).text);
    return text;
}

static void say_broken(const char *path, const audit_verdict *verdict)
{
    char text[512], hold[96];
    const uint64_t next = verdict->end.number + 1;
    if (next == 1)
        snprintf(text, sizeof text,
                 "entry 1 is not the first of an audit log: changed, removed or put in later. %s",
                 holding(hold, 0));
    else
        snprintf(text, sizeof text,
                 "entry %s does not follow from %s: changed, removed or put in later. %s",
                 group(next).text, group(next - 1).text, holding(hold, next - 1));
    say_about(path, (int)next, TEXT_ERROR, text);
}

static void say_torn(const char *path, const audit_verdict *verdict)
{
    char text[512], hold[96];
    snprintf(text, sizeof text,
             "entry %s has no end: its writer was stopped within it, or it was cut off. %s picketd "
             "cuts it off and goes on when it is started again.",
             group(verdict->end.number + 1).text, holding(hold, verdict->end.number));
    say_about(path, (int)verdict->end.number + 1, TEXT_ERROR, text);
}

static void say_forked(const char *path, const audit_verdict *verdict)
{
    char text[512], hold[96];
    const uint64_t held = verdict->held.at.number;
    snprintf(text, sizeof text,
             "checkpoint %s names another entry %s: the log was written anew somewhere after entry "
             "%s. %s",
             when_clock(verdict->missed.time_ns).text, group(verdict->missed.at.number).text,
             group(held).text, holding(hold, held));
    say_about(path, (int)verdict->missed.at.number, TEXT_ERROR, text);
}

static void say_cut(const char *path, const audit_verdict *verdict)
{
    char text[512];
    const uint64_t named = verdict->missed.at.number, last = verdict->end.number;
    const int used = snprintf(
        text, sizeof text, "checkpoint %s names entry %s, and the log ends at %s. Its last ",
        when_clock(verdict->missed.time_ns).text, group(named).text, group(last).text);
    if (named - last == 1)
        snprintf(text + used, sizeof text - (size_t)used, "entry was cut off.");
    else
        snprintf(text + used, sizeof text - (size_t)used, "%s entries were cut off.",
                 group(named - last).text);
    say_about(path, 0, TEXT_ERROR, text);
}

int audit_verdict_say(const char *path, const audit_verdict *verdict)
{
    static void (*const says[])(const char *, const audit_verdict *) = {
        [AUDIT_TORN] = say_torn,
        [AUDIT_BROKEN] = say_broken,
        [AUDIT_FORKED] = say_forked,
        [AUDIT_CUT] = say_cut,
    };
    if (verdict->fault != AUDIT_WHOLE)
        says[verdict->fault](path, verdict);
    else if (verdict->end.number == 0)
        say_about(path, 0, TEXT_ERROR, "holds no entry. picketd writes one as soon as it starts.");
    else
        return EXIT_DONE;
    return EXIT_NO;
}

static void print_json(const char *path, const audit_verdict *verdict)
{
    static const char *const faults[] = {NULL, "torn", "broken", "forked", "cut"};
    char hex[AUDIT_HASH_HEX + 1], first[TEXT_TIME_ROOM], last[TEXT_TIME_ROOM];
    const uint64_t held =
        verdict->fault == AUDIT_FORKED ? verdict->held.at.number : verdict->end.number;
    audit_chain_hex(verdict->fault == AUDIT_FORKED ? &verdict->held.at : &verdict->end, hex);
    text_write_time(first, verdict->first_ns);
    text_write_time(last, verdict->last_ns);
    json line = json_begin(stdout);
    json_text(&line, "file", path);
    json_flag(&line, "whole", verdict->fault == AUDIT_WHOLE && held > 0);
    json_text(&line, "fault", faults[verdict->fault]);
    json_count(&line, "entries", held);
    json_text(&line, "first", held ? first : NULL);
    json_text(&line, "last", held ? last : NULL);
    json_count(&line, "checkpoints", verdict->checkpoints);
    json_text(&line, "hash", held ? hex : NULL);
    json_end(&line);
}

static void print_whole(const char *path, const audit_verdict *verdict)
{
    const char *slash = strrchr(path, '/');
    const int64_t day = INT64_C(86400000000000);
    const bool one_day = verdict->first_ns / day == verdict->last_ns / day;
    when (*const shown)(int64_t) = one_day ? when_clock : when_date;
    printf("%s: whole. %s entr%s, %s to %s; ", slash ? slash + 1 : path,
           group(verdict->end.number).text, verdict->end.number == 1 ? "y" : "ies",
           shown(verdict->first_ns).text, shown(verdict->last_ns).text);
    if (verdict->checkpoints == 0)
        puts("no checkpoint.");
    else if (verdict->checkpoints == 1)
        puts("1 checkpoint holds.");
    else
        printf("%s checkpoints hold.\n", group(verdict->checkpoints).text);
}

static int audit_verify(const options *given, const char *path)
{
    audit_verdict verdict = {0};
    int code = audit_log_read(given, path, NULL, NULL, &verdict);
    if (code != EXIT_DONE)
        return code;
    if (options_json(given))
        print_json(path, &verdict);
    code = audit_verdict_say(path, &verdict);
    if (code == EXIT_DONE && !options_json(given))
        print_whole(path, &verdict);
    return code;
}

typedef struct way {
    const char *name;
    int (*run)(const options *given, const char *path);
    size_t operands;
} way;

static const way ways[] = {
    {"verify", audit_verify, 2}, {"list", audit_list, 2}, {"show", audit_show, 3}};
#define WAYS (sizeof ways / sizeof ways[0])

static int run(const options *given)
{
    const char *names[WAYS];
    for (size_t i = 0; i < WAYS; i++) {
        names[i] = ways[i].name;
        if (strcmp(ways[i].name, options_operand(given, 0)) != 0)
            continue;
        if (options_operands(given) == ways[i].operands)
            return ways[i].run(given, options_operand(given, 1));
        say_error("%s takes %s. Such as: picket audit %s audit.log%s", ways[i].name,
                  ways[i].operands == 2 ? "one log" : "a log and the number of an entry",
                  ways[i].name, ways[i].operands == 2 ? "" : " 17");
        return EXIT_NOT_DONE;
    }
    const char *meant = text_nearest(options_operand(given, 0), names, WAYS);
    say_error("\"%s\" is not a thing to do with an audit log. %s%s%s", options_operand(given, 0),
              meant ? "Did you mean \"" : "All of them: picket audit --help", meant ? meant : "",
              meant ? "\"?" : "");
    return EXIT_NOT_DONE;
}

static const struct poptOption audit_options[] = {
    OPTION_VALUE("checkpoint", AUDIT_CHECKPOINT, "FILE", "checkpoints kept elsewhere"),
    OPTION_VALUE("only", AUDIT_ONLY, "FIELD=X", "list: of these, such as who=ROK; repeat"),
    OPTION_VALUE("from", OPTION_FROM, "T", "list: from a time, or +90s after the start"),
    OPTION_VALUE("for", OPTION_FOR, "T", "list: for so long"),
    OPTION_VALUE("sqlite", AUDIT_SQLITE, "FILE", "list: into a database in place of lines"),
    OPTION_JSON_AS("results as JSON lines"),
    POPT_TABLEEND};

const verb audit_verb = {
    .name = "audit",
    .what = "the log of releases",
    .usage = "verify|list LOG, show LOG N",
    .sentence = "Verifies and queries the log of releases.",
    .examples = {"picket audit verify audit.log --checkpoint kept/audit.log.checkpoints",
                 "picket audit list audit.log --only kind=act --only who=ROK"},
    .options = audit_options,
    .operand = "LOG",
    .operands_min = 2,
    .operands_max = 3,
    .exits = "0 done, 1 the log is not whole, 2 not done",
    .run = run,
};
