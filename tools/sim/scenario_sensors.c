#include "tools/sim/scenario_parts.h"

#include "geo/angle.h"
#include "text/read.h"
#include "tools/sim/field.h"
#include "tools/sim/measure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(list)      (sizeof(list) / sizeof((list)[0]))
#define CLUTTER_RATE_MAX 100.0 /* a second: what chance_poisson takes */
#define AT(member)       offsetof(scenario_sensor, member)

static const char *const way_words[SENSOR_WAYS] = {"turning", "staring", "broadcast", "desk"};

static const field radar_fields[] = {
    {"name", FIELD_NAME, AT(name), NULL},
    {"looks", FIELD_OTHER, 0, NULL},
    {"sends", FIELD_SENDS, AT(sends), NULL},
    {"sees", FIELD_CATEGORIES, AT(sees), NULL},
    {"identity", FIELD_OTHER, 0, NULL},
    {"period", FIELD_SECONDS, AT(period), NULL},
    {"range", FIELD_LENGTH, AT(range), NULL},
    {"horizon", FIELD_OTHER, 0, NULL},
    {"sector", FIELD_ANGLE_SPAN, AT(sector), "all"},
    {"elevation", FIELD_ANGLE_SPAN, AT(elevation), "all"},
    {"noise", FIELD_OTHER, 0, NULL},
    {"missed", FIELD_SHARE, AT(missed), NULL},
    {"clutter", FIELD_NUMBER, AT(clutter), "none"},
    {"latency", FIELD_SECONDS_SPAN, AT(latency), NULL},
    {"outages", FIELD_OTHER, 0, NULL},
    {"place", FIELD_PLACE, AT(lat), NULL},
    {"height", FIELD_LENGTH, AT(height), NULL},
    {"rides", FIELD_OTHER, 0, NULL},
    {"orbit", FIELD_OTHER, 0, NULL},
    {"opens", FIELD_OTHER, 0, NULL},
    {"filter", FIELD_NUMBER, AT(agility), NULL},
    {"localises", FIELD_OTHER, 0, NULL},
};

static const field broadcast_fields[] = {
    {"name", FIELD_NAME, AT(name), NULL},        {"looks", FIELD_OTHER, 0, NULL},
    {"sends", FIELD_SENDS, AT(sends), NULL},     {"sees", FIELD_CATEGORIES, AT(sees), NULL},
    {"period", FIELD_SECONDS, AT(period), NULL}, {"range", FIELD_LENGTH, AT(range), NULL},
    {"horizon", FIELD_OTHER, 0, NULL},           {"noise", FIELD_OTHER, 0, NULL},
    {"missed", FIELD_SHARE, AT(missed), NULL},   {"latency", FIELD_SECONDS_SPAN, AT(latency), NULL},
    {"outages", FIELD_OTHER, 0, NULL},           {"place", FIELD_PLACE, AT(lat), NULL},
    {"height", FIELD_LENGTH, AT(height), NULL},
};

static const field desk_fields[] = {
    {"name", FIELD_NAME, AT(name), NULL},       {"looks", FIELD_OTHER, 0, NULL},
    {"sends", FIELD_SENDS, AT(sends), NULL},    {"place", FIELD_PLACE, AT(lat), NULL},
    {"height", FIELD_LENGTH, AT(height), NULL}, {"latency", FIELD_SECONDS_SPAN, AT(latency), NULL},
    {"outages", FIELD_OTHER, 0, NULL},
};

/* What each way of looking has in its map, and what it may send. */
static const struct way_keys {
    const field *fields;
    size_t count, needed;
    uint8_t may_send;
} ways[SENSOR_WAYS] = {
    [WAY_TURNING] = {radar_fields, COUNT(radar_fields), 15,
                     SENDS_PLOT | SENDS_TRACK | SENDS_BEARING},
    [WAY_STARING] = {radar_fields, COUNT(radar_fields), 15,
                     SENDS_PLOT | SENDS_TRACK | SENDS_BEARING},
    [WAY_BROADCAST] = {broadcast_fields, COUNT(broadcast_fields), COUNT(broadcast_fields),
                       SENDS_PLOT},
    [WAY_DESK] = {desk_fields, COUNT(desk_fields), COUNT(desk_fields), SENDS_NOTICE},
};

static bool noise_read(const text_node *map, scenario_sensor *sensor, text_messages *messages)
{
    static const field radar[] = {
        {"range", FIELD_LENGTH, AT(sigma_range), "none"},
        {"azimuth", FIELD_ANGLE, AT(sigma_azimuth), NULL},
        {"elevation", FIELD_ANGLE, AT(sigma_elevation), "none"},
    };
    static const field broadcast[] = {
        {"position", FIELD_LENGTH, AT(sigma_position), NULL},
        {"height", FIELD_LENGTH, AT(sigma_height), "none"},
        {"velocity", FIELD_SPEED, AT(sigma_velocity), NULL},
    };
    if (!map)
        return true;
    const field *fields = sensor->way == WAY_BROADCAST ? broadcast : radar;
    return fields_read(map, "a noise", fields, 3, 3, sensor, messages);
}

static bool outages_read(const text_node *list, scenario_sensor *sensor, text_messages *messages)
{
    if (!list || (list->kind == TEXT_SCALAR && strcmp(list->text, "none") == 0))
        return true;
    if (list->kind != TEXT_LIST || list->count > SCENARIO_OUTAGES_MAX) {
        text_say(messages, TEXT_ERROR, list->line,
                 "outages is \"none\", or a list of at most %d spans such as [7 min to 9 min].",
                 SCENARIO_OUTAGES_MAX);
        return false;
    }
    static const field outage = {"outages", FIELD_SECONDS_SPAN, 0, NULL};
    bool good = true;
    for (size_t i = 0; i < list->count; i++)
        good &= field_read(&list->items[i], &outage, &sensor->outages[i], messages);
    sensor->outage_count = list->count;
    return good;
}

static bool opens_read(const text_node *map, scenario_sensor *sensor, text_messages *messages)
{
    static const field fields[] = {
        {"every", FIELD_SECONDS, AT(open_every), NULL},
        {"for", FIELD_SECONDS, AT(open_for), NULL},
    };
    return !map || fields_read(map, "opens", fields, 2, 2, sensor, messages);
}

static bool orbit_read(const text_node *map, scenario_sensor *sensor, text_messages *messages)
{
    static const field fields[] = {
        {"place", FIELD_PLACE, AT(lat), NULL},
        {"height", FIELD_LENGTH, AT(height), NULL},
        {"course", FIELD_ANGLE, AT(course), NULL},
    };
    if (!map)
        return true;
    sensor->orbits = true;
    return fields_read(map, "an orbit", fields, 3, 3, sensor, messages);
}

/* A sensor's carrier must be there all the time: it has no place before or after. */
static bool rides_read(const scenario *one, const text_node *node, scenario_sensor *sensor,
                       text_messages *messages)
{
    if (!node)
        return true;
    char name[49];
    if (!text_name(node, "rides", name, messages))
        return false;
    for (size_t i = 0; i < one->object_count; i++) {
        const scenario_object *object = &one->objects[i];
        if (strcmp(object->name, name) != 0)
            continue;
        sensor->rides = (int)i;
        if (object->starts == 0.0 && object->ends == INFINITY && !object->thrown)
            return true;
        text_say(messages, TEXT_ERROR, node->line,
                 "\"%s\" cannot carry a sensor: it is not there from start to end.", name);
        return false;
    }
    text_say(messages, TEXT_ERROR, node->line, "\"%s\" is no object of this scenario.", name);
    return false;
}

static bool where_read(const scenario *one, const text_node *map, scenario_sensor *sensor,
                       text_messages *messages)
{
    const text_node *place = text_find(map, "place"), *height = text_find(map, "height");
    const text_node *rides = text_find(map, "rides"), *orbit = text_find(map, "orbit");
    const bool stands = place && height;
    if ((stands ? 1 : 0) + (rides ? 1 : 0) + (orbit ? 1 : 0) != 1 ||
        (!stands && (place || height))) {
        text_say(messages, TEXT_ERROR, map->line,
                 "a sensor needs one of: place and height; rides; orbit.");
        return false;
    }
    return rides_read(one, rides, sensor, messages) && orbit_read(orbit, sensor, messages);
}

static bool choice_read(const text_node *map, const char *key, const char *const words[2],
                        bool *second, text_messages *messages)
{
    const text_node *node = text_find(map, key);
    size_t index = 0;
    if (node && !text_word(node, key, words, 2, &index, messages))
        return false;
    *second = index == 1;
    return true;
}

static bool localises_read(const text_node *node, scenario_sensor *sensor, text_messages *messages)
{
    int64_t count = 0;
    if (node && !text_integer(node, "localises", 1, 1000, &count, messages))
        return false;
    sensor->localises = (unsigned)count;
    return true;
}

static bool sensor_say(const text_node *map, text_messages *messages, const char *what)
{
    text_say(messages, TEXT_ERROR, map->line, "%s", what);
    return false;
}

/* What no single key shows. */
static bool sensor_sound(const text_node *map, const scenario_sensor *sensor,
                         text_messages *messages)
{
    const uint8_t both = SENDS_TRACK | SENDS_BEARING;
    if (sensor->sends & ~ways[sensor->way].may_send)
        return sensor_say(map, messages, "a sensor that looks so does not send that.");
    if (sensor->way == WAY_DESK)
        return true;
    if (sensor->period < 0.01)
        return sensor_say(map, messages, "period is at least 10 ms.");
    if (sensor->way == WAY_BROADCAST)
        return true;
    if ((sensor->sends & SENDS_PLOT) && (sensor->sends & both))
        return sensor_say(map, messages, "a sensor sends plots, or tracks and bearings.");
    if ((sensor->sends & SENDS_TRACK) && sensor->agility <= 0.0)
        return sensor_say(map, messages,
                          "a sensor that sends tracks needs \"filter\", the noise of "
                          "acceleration of its own tracker in m2/s3, such as \"filter: 10\".");
    if ((sensor->sends & both) == both && sensor->localises == 0)
        return sensor_say(map, messages,
                          "a sensor that sends bearings and tracks needs \"localises\", the "
                          "number of bearings after which it knows the range.");
    if ((sensor->sends & (SENDS_PLOT | SENDS_TRACK)) && sensor->sigma_range <= 0.0)
        return sensor_say(map, messages, "plots and tracks need the noise of the range.");
    if (sensor->clutter > 0.0 && !(sensor->sends & SENDS_PLOT))
        return sensor_say(map, messages, "clutter is of plots: write \"clutter: none\".");
    if (sensor->clutter / (sensor->period * measure_sector_share(sensor)) > CLUTTER_RATE_MAX)
        return sensor_say(map, messages, "clutter is more than 100 false plots a second.");
    return true;
}

static bool sensor_parts(const scenario *one, const text_node *map, scenario_sensor *sensor,
                         text_messages *messages)
{
    static const char *const horizon_words[2] = {"none", "earth"};
    static const char *const identity_words[2] = {"withheld", "told"};
    bool good = noise_read(text_find(map, "noise"), sensor, messages);
    good &= outages_read(text_find(map, "outages"), sensor, messages);
    good &= opens_read(text_find(map, "opens"), sensor, messages);
    good &= localises_read(text_find(map, "localises"), sensor, messages);
    good &= choice_read(map, "horizon", horizon_words, &sensor->horizon, messages);
    good &= choice_read(map, "identity", identity_words, &sensor->tells, messages);
    return good && where_read(one, map, sensor, messages);
}

static bool sensor_read(const scenario *one, const text_node *map, scenario_sensor *sensor,
                        text_messages *messages)
{
    *sensor = (scenario_sensor){
        .line = map->line, .rides = -1, .elevation = {-ANGLE_PI / 2.0, ANGLE_PI / 2.0}};
    const text_node *looks = text_find(map, "looks");
    size_t way = WAY_TURNING;
    if (looks && !text_word(looks, "looks", way_words, SENSOR_WAYS, &way, messages))
        return false;
    sensor->way = (sensor_way)way;
    const struct way_keys *keys = &ways[way];
    if (!fields_read(map, "a sensor", keys->fields, keys->count, keys->needed, sensor, messages))
        return false;
    sensor->sector.from = angle_wrap_positive(sensor->sector.from);
    sensor->sector.to = angle_wrap_positive(sensor->sector.to);
    for (const scenario_sensor *other = one->sensors; other < sensor; other++)
        if (strcmp(other->name, sensor->name) == 0) {
            text_say(messages, TEXT_ERROR, map->line,
                     "sensor \"%s\" stands here again; first on line %d.", sensor->name,
                     other->line);
            return false;
        }
    return sensor_parts(one, map, sensor, messages) && sensor_sound(map, sensor, messages);
}

bool scenario_sensors_read(scenario *one, const text_node *list, text_messages *messages)
{
    if (!scenario_is_list(list, "sensors", messages))
        return false;
    one->sensors = calloc(list->count + 1, sizeof *one->sensors);
    if (!one->sensors) {
        text_say(messages, TEXT_ERROR, list->line, "memory was refused.");
        return false;
    }
    bool good = true;
    for (size_t i = 0; i < list->count; i++)
        good &= sensor_read(one, &list->items[i], &one->sensors[i], messages);
    one->sensor_count = list->count;
    return good;
}
