#include "tools/help.h"

#include "tools/say.h"

#include <string.h>

const struct poptOption help_common_options[] = {
    {"quiet", 'q', POPT_ARG_NONE, NULL, OPTION_QUIET, "no progress, notes, summary", NULL},
    {"verbose", 'v', POPT_ARG_NONE, NULL, OPTION_VERBOSE, "each step and each refusal", NULL},
    {"color", 0, POPT_ARG_STRING, NULL, OPTION_COLOR, "auto, always or never", "WHEN"},
    {"help", 'h', POPT_ARG_NONE, NULL, OPTION_HELP, "this", NULL},
    {"version", 0, POPT_ARG_NONE, NULL, OPTION_VERSION, "version of program, wire and rules", NULL},
    POPT_TABLEEND};

void help_version(FILE *stream)
{
    fprintf(stream, "picket %s, wire picket.v1, rules picket-rules-1\n", PICKET_VERSION);
}

void help_option_name(const struct poptOption *option, char *name, size_t room)
{
    char letter[8] = "    ";
    if (option->shortName)
        snprintf(letter, sizeof letter, "-%c, ", option->shortName);
    snprintf(name, room, "%s--%s%s%s", letter, option->longName, option->argDescrip ? "=" : "",
             option->argDescrip ? option->argDescrip : "");
}

static size_t widest(const struct poptOption *table, size_t width)
{
    char name[80];
    for (; table && table->longName; table++) {
        help_option_name(table, name, sizeof name);
        width = strlen(name) > width ? strlen(name) : width;
    }
    return width;
}

static void print_option(FILE *stream, const struct poptOption *option, size_t width)
{
    char name[80];
    help_option_name(option, name, sizeof name);
    fprintf(stream, "  %-*s  %s\n", (int)width, name, option->descrip);
}

void help_screen(FILE *stream, const verb *one)
{
    fprintf(stream, "Usage: picket %s %s\n%s\n", one->name, one->usage, one->sentence);
    for (size_t i = 0; i < 2 && one->examples[i]; i++)
        fprintf(stream, "  %s\n", one->examples[i]);
    const size_t width = widest(one->options, strlen("-v, --verbose"));
    for (const struct poptOption *each = one->options; each && each->longName; each++)
        print_option(stream, each, width);
    print_option(stream, &help_common_options[0], width);
    print_option(stream, &help_common_options[1], width);
    fprintf(stream, "  --color, --help, --version\nExit: %s\n", one->exits);
}

void help_verbs(FILE *stream)
{
    fputs("Usage: picket VERB [option...]\n", stream);
    const verb *each = NULL;
    for (size_t i = 0; (each = verb_at(i)); i++)
        fprintf(stream, "  %-7s %s\n", each->name, each->what);
    fputs("Options of a verb: picket VERB --help. First run: ./tools/demo\n", stream);
}

/* A hyphen in roff is a hyphen of a word; that of an option is written with a backslash. */
static void print_roff(FILE *stream, const char *text)
{
    if (*text == '.' || *text == '\'')
        fputs("\\&", stream);
    for (; *text; text++) {
        if (*text == '-' || *text == '\\')
            fputc('\\', stream);
        fputs(*text == '\\' ? "e" : (char[]){*text, '\0'}, stream);
    }
}

static void print_roff_options(FILE *stream, const struct poptOption *table)
{
    char name[80];
    for (; table && table->longName; table++) {
        help_option_name(table, name, sizeof name);
        fputs(".TP\n.B ", stream);
        print_roff(stream, name + strspn(name, " "));
        fputc('\n', stream);
        print_roff(stream, table->descrip);
        fputc('\n', stream);
    }
}

static void print_roff_section(FILE *stream, const char *head, const char *text)
{
    fprintf(stream, ".SH %s\n", head);
    print_roff(stream, text);
    fputc('\n', stream);
}

static void man_verb(FILE *stream, const verb *one)
{
    fprintf(stream, ".TH PICKET-%s 1 \"\" \"picket %s\"\n", one->name, PICKET_VERSION);
    fprintf(stream, ".SH NAME\npicket\\-%s \\- ", one->name);
    print_roff(stream, one->what);
    fprintf(stream, "\n.SH SYNOPSIS\n.B picket %s\n", one->name);
    print_roff(stream, one->usage);
    fputc('\n', stream);
    print_roff_section(stream, "DESCRIPTION", one->sentence);
    fputs(".SH OPTIONS\n", stream);
    print_roff_options(stream, one->options);
    print_roff_options(stream, help_common_options);
    fputs(".SH EXAMPLES\n.nf\n", stream);
    for (size_t i = 0; i < 2 && one->examples[i]; i++) {
        print_roff(stream, one->examples[i]);
        fputc('\n', stream);
    }
    fputs(".fi\n", stream);
    print_roff_section(stream, "EXIT STATUS", one->exits);
}

static void man_all(FILE *stream)
{
    fprintf(stream, ".TH PICKET 1 \"\" \"picket %s\"\n", PICKET_VERSION);
    fputs(".SH NAME\npicket \\- fuses track reports into the picture that each partner may see\n"
          ".SH SYNOPSIS\n.B picket\nVERB [option...]\n.SH VERBS\n",
          stream);
    const verb *each = NULL;
    for (size_t i = 0; (each = verb_at(i)); i++) {
        fprintf(stream, ".TP\n.BR picket\\-%s (1)\n", each->name);
        print_roff(stream, each->what);
        fputc('\n', stream);
    }
}

void help_man(FILE *stream, const verb *one)
{
    if (one)
        man_verb(stream, one);
    else
        man_all(stream);
}

/* A function for each verb; for all of them also the one that chooses. Files complete by default.
 */
static void bash_verb(FILE *stream, const verb *one)
{
    fprintf(stream, "_picket_%s() {\n    COMPREPLY=($(compgen -W \"", one->name);
    for (const struct poptOption *each = one->options; each && each->longName; each++)
        fprintf(stream, "--%s%s ", each->longName, each->argDescrip ? "=" : "");
    fputs("--quiet --verbose --color= --help --version\" -- \"$2\"))\n}\n", stream);
}

static void bash_all(FILE *stream)
{
    const verb *each = NULL;
    for (size_t i = 0; (each = verb_at(i)); i++)
        bash_verb(stream, each);
    fputs("_picket() {\n    if ((COMP_CWORD == 1)); then\n        COMPREPLY=($(compgen -W \"",
          stream);
    for (size_t i = 0; (each = verb_at(i)); i++)
        fprintf(stream, "%s ", each->name);
    fputs("\" -- \"$2\"))\n    elif declare -F \"_picket_${COMP_WORDS[1]}\" >/dev/null; then\n"
          "        \"_picket_${COMP_WORDS[1]}\" \"$@\"\n    fi\n}\n"
          "complete -o bashdefault -o default -o nospace -F _picket picket\n",
          stream);
}

void help_bash(FILE *stream, const verb *one)
{
    if (one)
        bash_verb(stream, one);
    else
        bash_all(stream);
}

static int help_run(const options *given)
{
    static const char *const formats[] = {"screen", "man", "bash"};
    size_t format = 0;
    if (!options_word(given, OPTION_OWN, formats, 3, &format))
        return EXIT_NOT_DONE;
    const char *name = options_operand(given, 0);
    const verb *one = name ? verb_find(name) : NULL;
    if (name && !one) {
        say_error("\"%s\" is not a verb. All verbs: picket --help", name);
        return EXIT_NOT_DONE;
    }
    if (format == 1)
        help_man(stdout, one);
    else if (format == 2)
        help_bash(stdout, one);
    else if (one)
        help_screen(stdout, one);
    else
        help_verbs(stdout);
    return EXIT_DONE;
}

static const struct poptOption help_options[] = {
    OPTION_VALUE("format", OPTION_OWN, "FORMAT", "screen, man or bash (screen)"), POPT_TABLEEND};

const verb help_verb = {
    .name = "help",
    .what = "what a verb does, how to call it",
    .usage = "[VERB] [--format=screen|man|bash]",
    .sentence = "Shows the help of a verb, or makes its man page or completion.",
    .examples = {"picket help fuse", "picket help --format=man fuse > picket-fuse.1"},
    .options = help_options,
    .operand = "VERB",
    .operands_max = 1,
    .exits = "0 done, 2 not done",
    .run = help_run,
};
