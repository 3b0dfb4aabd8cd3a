#include "text/tree.h"

#include <string.h>

const text_node *text_find(const text_node *node, const char *key)
{
    if (node->kind != TEXT_MAP)
        return NULL;
    for (size_t i = 0; i < node->count; i++)
        if (strcmp(node->items[i].key, key) == 0)
            return &node->items[i];
    return NULL;
}
