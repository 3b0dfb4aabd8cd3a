/* tree.h - a text with structure: maps, lists and scalars, each with the line on which it stands.
 *
 * What the YAML reader (daemon/config/yaml.h) makes and the readers of rule book, configuration and
 * scenario take apart. Every scalar is text: nothing is converted on the way, so that NO is the
 * text NO and 010 is the text 010.
 */
#ifndef FUSION_TEXT_TREE_H
#define FUSION_TEXT_TREE_H

#include <stdbool.h>
#include <stddef.h>

typedef enum text_kind { TEXT_SCALAR, TEXT_LIST, TEXT_MAP } text_kind;

typedef struct text_node {
    text_kind kind;
    int line;           /* from 1: where the value begins */
    bool quoted;        /* scalar in double quotes */
    const char *text;   /* scalar: UTF-8, never NULL; else NULL */
    const char *remark; /* plain scalar: the remark behind it on its line, from its #; or NULL */
    const char *key;    /* entry of a map: its key; else NULL */
    int key_line;       /* where the key stands; 0 where there is none */
    struct text_node *items; /* list or map: items[0..count), in the order of the file */
    size_t count;
} text_node;

/* Owned by whoever made it; see daemon/config/yaml.h. */
typedef struct text_tree {
    text_node root;
    void *memory; /* of the maker */
} text_tree;

/* The entry of a map with this key; NULL where there is none, or where node is no map. */
const text_node *text_find(const text_node *node, const char *key);

#endif
