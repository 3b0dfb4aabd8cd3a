/* yaml.h - the one reader of YAML: strict, and everything is text with its line.
 *
 * Configuration, scenario and rule book are read through it. It takes a small part of YAML 1.1:
 * maps with plain keys, lists, plain scalars and scalars in double quotes, remarks; one document of
 * UTF-8, at most 1 MB. Flow and block layout are the same. No scalar is ever converted: NO is the
 * text NO.
 *
 * Refused, each with its line: tabs, anchors, aliases, merges, tags, directives, block scalars,
 * single quotes, values left empty, a plain value that goes on over a line, a key that stands twice
 * in one map, a second document, control characters, invisible and direction-changing ones, written
 * or escaped. Whether a value must stand in double quotes is for the caller: text_node.quoted.
 */
#ifndef DAEMON_YAML_H
#define DAEMON_YAML_H

#include "text/message.h"
#include "text/tree.h"

#define YAML_SIZE_MAX  1000000
#define YAML_DEPTH_MAX 24
#define YAML_KEYS_MAX  256 /* in one map */

/* The tree of data[0..size), which is not kept; yaml_free() it. NULL: messages holds at least one
 * error. */
text_tree *yaml_read(const char *data, size_t size, text_messages *messages);

/* The same of a file. messages->file is left to the caller. */
text_tree *yaml_read_file(const char *path, text_messages *messages);

/* NULL does nothing. libyaml exports a function called yaml_free to itself: ours is no symbol, or
 * it would be called in its place. */
void yaml_tree_free(text_tree *tree);
static inline void yaml_free(text_tree *tree)
{
    yaml_tree_free(tree);
}

#endif
