/* rules.h - the parts of `picket rules`: one file for each thing it does with a rule book. */
#ifndef TOOLS_RULES_H
#define TOOLS_RULES_H

#include "release/book.h"
#include "tools/options.h"

/* The options of the verb. */
enum {
    RULES_AT = OPTION_OWN,
    RULES_STRICT,
    RULES_HTML,
    RULES_REPORT,
    RULES_VIEW,
    RULES_AS,
    RULES_FEED
};

/* Reads the book at path and says what is wrong with it. EXIT_DONE, EXIT_NO (refused) or
 * EXIT_NOT_DONE (cannot be read); only with the first is *book set, to be destroyed. */
int rules_book(const char *path, fusion_book **book);

/* Says the book back in sentences. */
int rules_read(const options *given, const char *path);

/* Says whether the book is good, and what in it is hardly meant. */
int rules_check(const options *given, const char *path);

/* Prints who gives whom what, in one grid; with --html also as a page. */
int rules_matrix(const options *given, const char *path);

/* Says why a view has one report of a recording, or has not. To the report's owner and the white
 * cell it names clauses; to anyone else it tells no more than the view shows, and says of a hidden
 * report what it says of one that is not there. EXIT_NO: not released. */
int rules_explain(const options *given, const char *path);

/* Says what a second book, the next operand, gives otherwise, with a witness to each change; with
 * --feed also what that is for a recording (rules_feed.h). EXIT_NO: they differ. */
int rules_diff(const options *given, const char *path);

#endif
