/* path.h - files that a person named: what cannot be read, and what must not be replaced. */
#ifndef TOOLS_PATH_H
#define TOOLS_PATH_H

#include <stdbool.h>
#include <stddef.h>

/* Says that an input cannot be read, with the system's words, and with the name of a file beside it
 * that may be meant where it is not there. */
void path_refuse_input(const char *path, int error);

/* Says that a product could not be written. */
void path_refuse_product(const char *path, int error);

/* May a product stand at path? A file there is replaced without a word, but not if it is one of
 * inputs[0..count), no plain file, or a key. false: it was said why not. */
bool path_product_ok(const char *path, const char *const *inputs, size_t count);

#endif
