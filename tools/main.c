/* main.c - picket VERB [option...]: finds the verb, reads its command line, runs it. */
#include "tools/help.h"
#include "tools/interrupt.h"
#include "tools/say.h"
#include "tools/verbs.h"

#include "text/read.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int refuse_verb(const char *word)
{
    const char *names[32];
    size_t count = 0;
    for (const verb *each = verb_at(0); each && count < 32; each = verb_at(count))
        names[count++] = each->name;
    const char *meant = text_nearest(word, names, count);
    if (meant)
        say_error("\"%s\" is not a verb. Did you mean \"%s\"? All verbs: picket --help", word,
                  meant);
    else
        say_error("\"%s\" is not a verb. All verbs: picket --help", word);
    return EXIT_NOT_DONE;
}

static int run_verb(const verb *one, int argc, char **argv)
{
    char name[64];
    snprintf(name, sizeof name, "picket %s", one->name);
    say_as(name);
    options *given = NULL;
    int code = options_read(one, argc, argv, &given);
    if (code == EXIT_DONE)
        code = one->run(given);
    options_destroy(given);
    if (code == EXIT_SHOWN)
        code = EXIT_DONE;
    /* A full disk behind stdout shows only here. */
    if ((ferror(stdout) || fflush(stdout) != 0) && code != EXIT_NOT_DONE) {
        say_system(errno, "standard output cannot be written");
        code = EXIT_NOT_DONE;
    }
    interrupt_leave();
    say_as("picket");
    return code;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        help_verbs(stderr);
        return EXIT_NOT_DONE;
    }
    const char *word = argv[1];
    if (strcmp(word, "-h") == 0 || strcmp(word, "--help") == 0) {
        help_verbs(stdout);
        return EXIT_DONE;
    }
    if (strcmp(word, "--version") == 0) {
        help_version(stdout);
        return EXIT_DONE;
    }
    const verb *one = verb_find(word);
    return one ? run_verb(one, argc - 1, argv + 1) : refuse_verb(word);
}
