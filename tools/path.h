/* path.h - files that a person named to be read. */
#ifndef TOOLS_PATH_H
#define TOOLS_PATH_H

#include <stdbool.h>

/* Says that an input cannot be read, with the system's words, and with the name of a file beside it
 * that may be meant where it is not there. */
void path_refuse_input(const char *path, int error);

/* Can it be read? "-" always can. false: it was said why not. */
bool path_readable(const char *path);

#endif
