/* book.c - the way of a rule book from bytes to a compiled gate. */
#include "daemon/config/yaml.h"
#include "fusion/gate.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is read can be compiled and asked. */
static void ask(const fusion_book *book)
{
    static fusion_registry registry;
    fusion_book_registry(book, &registry);
    const fusion_view views[] = {{.audience = 1, .rule = 0},
                                 {.audience = (1u << registry.nation_count) - 1u, .rule = 0}};
    fusion_gate *gate = NULL;
    if (fusion_gate_create(book, &registry, views, 2, &gate) != FUSION_OK)
        abort();
    fusion_report report = {.time_ns = 1, .stamp_ns = 2, .kind = FUSION_PLOT, .categories = 1};
    fusion_decision decisions[2];
    fusion_gate_decide(gate, &report, decisions);
    fusion_gate_destroy(gate);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    text_messages messages;
    text_messages_init(&messages, "book.yaml");
    text_tree *tree = yaml_read((const char *)data, size, &messages);
    fusion_book *book = NULL;
    if (tree && fusion_book_read(tree, &messages, &book) == FUSION_OK)
        ask(book);
    else if (messages.errors == 0)
        abort(); /* refused without a word */
    fusion_book_destroy(book);
    yaml_free(tree);
    return 0;
}
