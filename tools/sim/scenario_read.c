#include "daemon/config/yaml.h"
#include "text/read.h"
#include "tools/sim/field.h"
#include "tools/sim/scenario_parts.h"

#include <stdlib.h>
#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))
#define LONGEST     86400.0 /* s */

typedef struct notice_text {
    char sensor[49];
    double at, number;
    uint8_t categories;
    double place[2];
    double radius, lasts;
    const char *text;
} notice_text;

static int sensor_named(const scenario *one, const char *name)
{
    for (size_t i = 0; i < one->sensor_count; i++)
        if (strcmp(one->sensors[i].name, name) == 0)
            return (int)i;
    return -1;
}

static bool notice_read(const scenario *one, const text_node *map, scenario_notice *notice,
                        text_messages *messages)
{
    static const field fields[] = {
        {"sensor", FIELD_NAME, offsetof(notice_text, sensor), NULL},
        {"at", FIELD_SECONDS, offsetof(notice_text, at), NULL},
        {"number", FIELD_COUNT, offsetof(notice_text, number), NULL},
        {"categories", FIELD_CATEGORIES, offsetof(notice_text, categories), NULL},
        {"place", FIELD_PLACE, offsetof(notice_text, place), "none"},
        {"radius", FIELD_LENGTH, offsetof(notice_text, radius), "none"},
        {"lasts", FIELD_SECONDS, offsetof(notice_text, lasts), "for-good"},
        {"text", FIELD_TEXT, offsetof(notice_text, text), NULL},
    };
    notice_text read = {.radius = -1.0, .text = ""};
    if (!fields_read(map, "a notice", fields, COUNT(fields), COUNT(fields), &read, messages))
        return false;
    const int sensor = sensor_named(one, read.sensor);
    if (sensor < 0 || one->sensors[sensor].way != WAY_DESK) {
        text_say(messages, TEXT_ERROR, map->line, "\"%s\" is no desk of this scenario.",
                 read.sensor);
        return false;
    }
    if (strlen(read.text) >= sizeof notice->text) {
        text_say(messages, TEXT_ERROR, map->line, "text is longer than 200 bytes.");
        return false;
    }
    *notice = (scenario_notice){.sensor = (size_t)sensor,
                                .at = read.at,
                                .number = (uint64_t)read.number,
                                .categories = read.categories,
                                .lat = read.place[0],
                                .lon = read.place[1],
                                .radius = read.radius,
                                .has_circle = read.radius >= 0.0,
                                .lasts = read.lasts};
    memcpy(notice->text, read.text, strlen(read.text) + 1);
    return true;
}

bool scenario_notices_read(scenario *one, const text_node *list, text_messages *messages)
{
    if (!list)
        return true;
    if (!scenario_is_list(list, "notices", messages))
        return false;
    one->notices = calloc(list->count + 1, sizeof *one->notices);
    if (!one->notices)
        return false;
    bool good = true;
    for (size_t i = 0; i < list->count; i++)
        good &= notice_read(one, &list->items[i], &one->notices[i], messages);
    one->notice_count = list->count;
    return good;
}

static bool head_read(const text_node *root, scenario *one, const uint64_t *seed,
                      text_messages *messages)
{
    static const char *const formats[] = {"picket-scenario-1"};
    static const field fields[] = {
        {"format", FIELD_OTHER, 0, NULL},  {"name", FIELD_NAME, offsetof(scenario, name), NULL},
        {"starts", FIELD_OTHER, 0, NULL},  {"lasts", FIELD_WHOLE, offsetof(scenario, lasts), NULL},
        {"seed", FIELD_OTHER, 0, NULL},    {"sensors", FIELD_OTHER, 0, NULL},
        {"objects", FIELD_OTHER, 0, NULL}, {"groups", FIELD_OTHER, 0, NULL},
        {"notices", FIELD_OTHER, 0, NULL},
    };
    if (!fields_read(root, "a scenario", fields, COUNT(fields), 6, one, messages))
        return false;
    size_t format;
    int64_t own_seed;
    bool good = text_word(text_find(root, "format"), "format", formats, 1, &format, messages);
    good &= text_time(text_find(root, "starts"), "starts", false, &one->starts_ns, messages);
    good &= text_integer(text_find(root, "seed"), "seed", 0, INT64_MAX, &own_seed, messages);
    if (good && (one->lasts < 1.0 || one->lasts > LONGEST)) {
        text_say(messages, TEXT_ERROR, text_find(root, "lasts")->line,
                 "lasts is from 1 s to 24 h.");
        return false;
    }
    if (good)
        one->seed = seed ? *seed : (uint64_t)own_seed;
    return good;
}

static int name_order(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool names_differ(const scenario *one, text_messages *messages)
{
    const char **names = calloc(one->object_count + 1, sizeof *names);
    if (!names)
        return false;
    for (size_t i = 0; i < one->object_count; i++)
        names[i] = one->objects[i].name;
    qsort(names, one->object_count, sizeof *names, name_order);
    bool good = true;
    for (size_t i = 1; i < one->object_count && good; i++)
        if (strcmp(names[i - 1], names[i]) == 0) {
            text_say(messages, TEXT_ERROR, 0, "two objects are called \"%s\".", names[i]);
            good = false;
        }
    free(names);
    return good;
}

static bool tree_read(const text_node *root, scenario *one, const uint64_t *seed,
                      text_messages *messages)
{
    if (!head_read(root, one, seed, messages))
        return false;
    bool good = scenario_objects_read(one, text_find(root, "objects"), messages);
    good &= scenario_groups_read(one, text_find(root, "groups"), messages);
    good &= scenario_sensors_read(one, text_find(root, "sensors"), messages);
    good = good && scenario_notices_read(one, text_find(root, "notices"), messages);
    return good && names_differ(one, messages);
}

static bool radars_tree_read(const text_node *root, scenario *one, const uint64_t *seed,
                             text_messages *messages)
{
    static const char *const formats[] = {"picket-radars-1"};
    static const field fields[] = {
        {"format", FIELD_OTHER, 0, NULL},
        {"seed", FIELD_OTHER, 0, NULL},
        {"sensors", FIELD_OTHER, 0, NULL},
    };
    if (!fields_read(root, "a file of radars", fields, COUNT(fields), 3, one, messages))
        return false;
    size_t format;
    int64_t own_seed;
    if (!text_word(text_find(root, "format"), "format", formats, 1, &format, messages) ||
        !text_integer(text_find(root, "seed"), "seed", 0, INT64_MAX, &own_seed, messages))
        return false;
    one->seed = seed ? *seed : (uint64_t)own_seed;
    return scenario_sensors_read(one, text_find(root, "sensors"), messages);
}

typedef bool tree_reader(const text_node *root, scenario *one, const uint64_t *seed,
                         text_messages *messages);

static scenario *tree_take(const text_tree *tree, tree_reader *reader, const uint64_t *seed,
                           text_messages *messages)
{
    scenario *one = calloc(1, sizeof *one);
    if (one && reader(&tree->root, one, seed, messages))
        return one;
    if (messages->errors == 0)
        text_say(messages, TEXT_ERROR, 0, "memory was refused.");
    scenario_destroy(one);
    return NULL;
}

scenario *scenario_of(const text_tree *tree, const uint64_t *seed, text_messages *messages)
{
    return tree_take(tree, tree_read, seed, messages);
}

static scenario *file_take(const char *path, tree_reader *reader, const uint64_t *seed,
                           text_messages *messages)
{
    text_tree *tree = yaml_read_file(path, messages);
    scenario *one = tree ? tree_take(tree, reader, seed, messages) : NULL;
    yaml_free(tree);
    return one;
}

scenario *scenario_read(const char *path, const uint64_t *seed, text_messages *messages)
{
    return file_take(path, tree_read, seed, messages);
}

scenario *scenario_read_radars(const char *path, const uint64_t *seed, text_messages *messages)
{
    return file_take(path, radars_tree_read, seed, messages);
}

void scenario_destroy(scenario *one)
{
    if (!one)
        return;
    for (size_t i = 0; i < one->object_count; i++) {
        free(one->objects[i].legs);
        free(one->objects[i].states);
    }
    free(one->objects);
    free(one->sensors);
    free(one->notices);
    free(one);
}
