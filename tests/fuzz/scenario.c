/* scenario.c - the way of a scenario from bytes to its first second. */
#include "tools/sim/scenario.h"
#include "daemon/config/yaml.h"
#include "tools/sim/motion.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What was read can be played. */
static void play_on(const scenario *one)
{
    for (size_t i = 0; i < one->object_count && i < 100; i++) {
        body moved;
        body_begin(&moved, &one->objects[i]);
        body_step(&moved, 1.0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    text_messages messages;
    text_messages_init(&messages, "scenario.yaml");
    text_tree *tree = yaml_read((const char *)data, size, &messages);
    scenario *one = tree ? scenario_of(tree, NULL, &messages) : NULL;
    if (one)
        play_on(one);
    else if (messages.errors == 0)
        abort(); /* refused without a word */
    scenario_destroy(one);
    yaml_free(tree);
    return 0;
}
