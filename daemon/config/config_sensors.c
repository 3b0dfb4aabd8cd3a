#include "daemon/config/config_read.h"

#include "geo/wgs84.h"
#include "text/read.h"

#include <string.h>

static bool nation_read(const text_node *node, const fusion_registry *registry, uint8_t *nation,
                        text_messages *messages)
{
    const char *codes[FUSION_NATIONS_MAX];
    for (size_t i = 0; i < registry->nation_count; i++)
        codes[i] = registry->nations[i].code;
    size_t index = 0;
    if (!text_word(node, "nation", codes, registry->nation_count, &index, messages))
        return false;
    if (registry->nations[index].observer) {
        text_say(messages, TEXT_ERROR, node->line,
                 "nation \"%s\" is an observer in the book, and an observer has no sensors.",
                 node->text);
        return false;
    }
    *nation = (uint8_t)index;
    return true;
}

static bool kind_read(const text_node *node, uint8_t *kind, text_messages *messages)
{
    const char *names[FUSION_SENSOR_KINDS];
    for (unsigned i = 0; i < FUSION_SENSOR_KINDS; i++)
        names[i] = fusion_sensor_kind_name(i);
    size_t index = 0;
    if (!text_word(node, "kind", names, FUSION_SENSOR_KINDS, &index, messages))
        return false;
    *kind = (uint8_t)index;
    return true;
}

static bool sends_read(const text_node *node, uint8_t *sends, text_messages *messages)
{
    static const char *const kinds[] = {"plot", "track", "bearing", "notice"};
    if (node->kind != TEXT_LIST || node->count == 0) {
        text_say(messages, TEXT_ERROR, node->line, "sends must be a list, such as [plot].");
        return false;
    }
    for (size_t i = 0; i < node->count; i++) {
        size_t index = 0;
        if (!text_word(&node->items[i], "sends", kinds, 4, &index, messages))
            return false;
        *sends |= (uint8_t)(1u << index);
    }
    return true;
}

static bool period_read(const text_node *node, int64_t *period_ns, text_messages *messages)
{
    *period_ns = 0;
    if (node->kind == TEXT_SCALAR && strcmp(node->text, "irregular") == 0)
        return true;
    return text_duration(node, "period", true, period_ns, messages);
}

static bool place_read(const text_node *map, fusion_sensor *sensor, text_messages *messages)
{
    const text_node *node = text_find(map, "place");
    const text_node *height_node = text_find(map, "height");
    sensor->moves = node->kind == TEXT_SCALAR && strcmp(node->text, "moves") == 0;
    if (sensor->moves != !height_node) {
        text_say(messages, TEXT_ERROR, height_node ? height_node->key_line : node->line,
                 sensor->moves ? "height belongs to a place, and this sensor moves. Leave it out."
                               : "place stands without a height. Add such as height: 600 m.");
        return false;
    }
    double lat = 0.0, lon = 0.0, height = 0.0;
    if (sensor->moves)
        return true;
    if (!text_place(node, "place", &lat, &lon, messages) ||
        !text_length(height_node, "height", true, &height, messages))
        return false;
    wgs84_to_ecef(lat, lon, height, sensor->place);
    return true;
}

/* Full or not is found out from each report, so only none decides anything: without any covariance
 * a state has no accuracy, and nothing else here says one. */
static bool covariance_read(const text_node *node, text_messages *messages)
{
    static const char *const words[] = {"full", "position", "none"};
    size_t index = 0;
    if (node && !text_word(node, "covariance", words, 3, &index, messages))
        return false;
    if (index < 2)
        return true;
    text_say(messages, TEXT_ERROR, node->line,
             "covariance none is not built yet. Send at least that of the position.");
    return false;
}

/* What its owner expects of it. Nothing depends on it; what differs far is said. */
static bool expected_read(const text_node *map, fusion_sensor *sensor, text_messages *messages)
{
    static const char *const keys[] = {"detection", "false-plots", "late"};
    if (!map)
        return true;
    if (!text_keys(map, "expected", keys, sizeof keys / sizeof keys[0], 0, messages))
        return false;
    const text_node *detection = text_find(map, keys[0]), *plots = text_find(map, keys[1]);
    const text_node *late = text_find(map, keys[2]);
    bool good = true;
    if (detection)
        good &= text_number(detection, keys[0], 0.01, 1.0, &sensor->detection, messages);
    if (plots)
        good &= text_number(plots, keys[1], 0.001, 1e6, &sensor->false_plots, messages);
    if (late)
        good &= text_duration(late, keys[2], true, &sensor->late_ns, messages);
    return good;
}

static bool sensor_read(const text_node *map, const fusion_registry *registry,
                        fusion_sensor *sensor, text_messages *messages)
{
    static const char *const keys[] = {"name",  "nation", "kind",       "sends",   "period",
                                       "place", "height", "covariance", "expected"};
    if (!text_keys(map, "a sensor", keys, sizeof keys / sizeof keys[0], 6, messages))
        return false;
    bool good = text_name(text_find(map, "name"), "name", sensor->name, messages);
    good &= nation_read(text_find(map, "nation"), registry, &sensor->nation, messages);
    good &= kind_read(text_find(map, "kind"), &sensor->kind, messages);
    good &= sends_read(text_find(map, "sends"), &sensor->sends, messages);
    good &= period_read(text_find(map, "period"), &sensor->period_ns, messages);
    good &= place_read(map, sensor, messages);
    good &= covariance_read(text_find(map, "covariance"), messages);
    good &= expected_read(text_find(map, "expected"), sensor, messages);
    return good;
}

/* The line on which an earlier sensor of the list has this name. */
static int line_of(const text_node *list, size_t before, const char *name)
{
    for (size_t i = 0; i < before; i++) {
        const text_node *node = text_find(&list->items[i], "name");
        if (node && node->text && strcmp(node->text, name) == 0)
            return node->line;
    }
    return 0;
}

bool config_read_sensors(const text_node *list, fusion_registry *registry, text_messages *messages)
{
    if (list->kind != TEXT_LIST || list->count == 0 || list->count > FUSION_SENSORS_MAX) {
        text_say(messages, TEXT_ERROR, list->line, "sensors must be a list of 1 to %d sensors.",
                 FUSION_SENSORS_MAX);
        return false;
    }
    bool good = true;
    for (size_t i = 0; i < list->count; i++) {
        const text_node *map = &list->items[i];
        fusion_sensor *sensor = &registry->sensors[registry->sensor_count];
        if (!sensor_read(map, registry, sensor, messages)) {
            *sensor = (fusion_sensor){0};
            good = false;
            continue;
        }
        const int line = line_of(list, i, sensor->name);
        if (line) {
            text_say(messages, TEXT_ERROR, map->line, "sensor \"%s\" stands on line %d already.",
                     sensor->name, line);
            good = false;
        }
        registry->sensor_count++;
    }
    return good;
}
