#include "tools/rules.h"

#include "daemon/config/yaml.h"
#include "daemon/file.h"
#include "text/read.h"
#include "tools/path.h"
#include "tools/say.h"
#include "tools/verbs.h"

#include <stdlib.h>
#include <string.h>

typedef struct way {
    const char *name;
    int (*run)(const options *given, const char *path);
} way;

static const way ways[] = {{"read", rules_read},
                           {"check", rules_check},
                           {"matrix", rules_matrix},
                           {"explain", rules_explain},
                           {"diff", rules_diff}};
#define WAYS (sizeof ways / sizeof ways[0])

int rules_book(const char *path, fusion_book **book)
{
    char *data;
    size_t size;
    const int error = file_read(path, YAML_SIZE_MAX + 1, &data, &size);
    if (error != 0) {
        path_refuse_input(path, error);
        return EXIT_NOT_DONE;
    }
    text_messages messages;
    text_messages_init(&messages, path);
    text_tree *tree = yaml_read(data, size, &messages);
    free(data);
    const fusion_status status = tree ? fusion_book_read(tree, &messages, book) : FUSION_REFUSED;
    yaml_free(tree);
    say_messages(&messages);
    if (status == FUSION_NO_MEMORY)
        say_error("%s", fusion_status_text(status));
    return status == FUSION_OK ? EXIT_DONE : status == FUSION_REFUSED ? EXIT_NO : EXIT_NOT_DONE;
}

static int run(const options *given)
{
    const char *names[WAYS];
    for (size_t i = 0; i < WAYS; i++) {
        names[i] = ways[i].name;
        if (strcmp(ways[i].name, options_operand(given, 0)) != 0)
            continue;
        if (options_operand(given, 2) && ways[i].run != rules_diff) {
            say_error("\"%s\" is one file too many: %s takes one.", options_operand(given, 2),
                      ways[i].name);
            return EXIT_NOT_DONE;
        }
        return ways[i].run(given, options_operand(given, 1));
    }
    const char *meant = text_nearest(options_operand(given, 0), names, WAYS);
    say_error("\"%s\" is not a thing to do with a rule book. %s%s%s", options_operand(given, 0),
              meant ? "Did you mean \"" : "All of them: picket rules --help", meant ? meant : "",
              meant ? "\"?" : "");
    return EXIT_NOT_DONE;
}

static const struct poptOption rules_options[] = {
    OPTION_VALUE("at", RULES_AT, "T", "matrix: the moment (when all dated has begun)"),
    OPTION_VALUE("html", RULES_HTML, "FILE", "matrix: also as a page"),
    OPTION_FLAG("strict", RULES_STRICT, "check: lints are faults too"),
    OPTION_CONFIG_AS("explain, diff with --feed: of picketd"),
    OPTION_VALUE("report", RULES_REPORT, "N", "explain: number in the recording, from 0"),
    OPTION_VALUE("view", RULES_VIEW, "NAME", "explain, diff: whose picture, such as JPN.hub"),
    OPTION_VALUE("as", RULES_AS, "WHO", "explain: who asks, a nation or white-cell"),
    OPTION_VALUE("feed", RULES_FEED, "FEED", "diff: also who sees more of it, and who less"),
    POPT_TABLEEND};

const verb rules_verb = {
    .name = "rules",
    .what = "what a rule book gives whom",
    .usage = "read|check|matrix BOOK, explain FEED, diff OLD NEW",
    .sentence = "Says what a rule book gives whom, without running anything.",
    .examples = {"picket rules check testdata/agreements/peninsula.yaml",
                 "picket rules explain f.pcap -c demo.yaml --report 7 --view JPN.hub --as JPN"},
    .options = rules_options,
    .operand = "BOOK",
    .operands_min = 2,
    .operands_max = 3,
    .exits = "0 done, 1 refused, lints with --strict, not released, differs; 2 not done",
    .run = run,
};
