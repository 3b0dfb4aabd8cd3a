#include "tools/sim/scenario_parts.h"

#include "fusion/report.h"
#include "text/read.h"
#include "tools/sim/field.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LEGS_MAX    64
#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static const char *const manoeuvre_words[] = {"steady", "airliner", "jet",
                                              "ship",   "drift",    "again"};
static const char *const broadcast_words[] = {"nothing", "position"};

scenario_object *scenario_object_add(scenario *one)
{
    const size_t size = (one->object_count + 1) * sizeof *one->objects;
    scenario_object *grown = realloc(one->objects, size);
    if (!grown)
        return NULL;
    one->objects = grown;
    scenario_object *added = &grown[one->object_count++];
    memset(added, 0, sizeof *added);
    added->ends = INFINITY;
    return added;
}

/* Addresses that stand for nobody: the temporary block of ICAO, and a station number without a
 * country. */
void scenario_object_settle(scenario *one, scenario_object *object)
{
    const uint64_t index = (uint64_t)(object - one->objects) + 1;
    const bool flies = object->categories & (FUSION_AIR | FUSION_MISSILE);
    object->number = (flies ? UINT64_C(0xF00000) : UINT64_C(900000000)) + index;
    object->draws = chance_seeded(one->seed, object->name);
}

bool scenario_is_list(const text_node *node, const char *what, text_messages *messages)
{
    if (node->kind == TEXT_LIST)
        return true;
    text_say(messages, TEXT_ERROR, node->line, "%s is a list: each entry begins with \"- \".",
             what);
    return false;
}

static bool word_read(const text_node *map, const char *key, const char *const *words, size_t count,
                      size_t *index, text_messages *messages)
{
    const text_node *node = text_find(map, key);
    return !node || text_word(node, key, words, count, index, messages);
}

static bool leg_read(const text_node *map, scenario_leg *leg, text_messages *messages)
{
    static const field fields[] = {
        {"lasts", FIELD_WHOLE, offsetof(scenario_leg, lasts), NULL},
        {"turn", FIELD_ANGLE, offsetof(scenario_leg, turn), NULL},
        {"height", FIELD_LENGTH, offsetof(scenario_leg, height), NULL},
        {"speed", FIELD_SPEED, offsetof(scenario_leg, speed), NULL},
    };
    *leg = (scenario_leg){.height = NAN, .speed = NAN};
    if (!fields_read(map, "a leg", fields, COUNT(fields), 1, leg, messages))
        return false;
    if (leg->lasts >= 1.0)
        return true;
    text_say(messages, TEXT_ERROR, map->line, "a leg lasts at least 1 s.");
    return false;
}

static bool legs_read(const text_node *list, scenario_object *object, text_messages *messages)
{
    if (!list)
        return true;
    if (!scenario_is_list(list, "legs", messages))
        return false;
    if (list->count > LEGS_MAX) {
        text_say(messages, TEXT_ERROR, list->line, "%zu legs stand here; %d are the most.",
                 list->count, LEGS_MAX);
        return false;
    }
    object->legs = calloc(list->count + 1, sizeof *object->legs);
    if (!object->legs) {
        text_say(messages, TEXT_ERROR, list->line, "memory was refused.");
        return false;
    }
    bool good = true;
    for (size_t i = 0; i < list->count; i++)
        good &= leg_read(&list->items[i], &object->legs[i], messages);
    object->leg_count = list->count;
    return good;
}

static bool throw_read(const text_node *map, scenario_object *object, text_messages *messages)
{
    static const field fields[] = {
        {"elevation", FIELD_ANGLE, offsetof(scenario_throw, elevation), NULL},
        {"burns", FIELD_WHOLE, offsetof(scenario_throw, burns), NULL},
        {"gain", FIELD_SPEED, offsetof(scenario_throw, gain), NULL},
        {"ballistic", FIELD_NUMBER, offsetof(scenario_throw, ballistic), "no-drag"},
    };
    if (!map)
        return true;
    object->thrown = true;
    if (!fields_read(map, "a throw", fields, COUNT(fields), COUNT(fields), &object->arc, messages))
        return false;
    if (object->arc.burns >= 1.0)
        return true;
    text_say(messages, TEXT_ERROR, map->line, "a throw burns for at least 1 s.");
    return false;
}

static bool object_words(const text_node *map, scenario_object *object, text_messages *messages)
{
    size_t then = MANOEUVRE_STEADY, says = 0;
    const bool good = word_read(map, "then", manoeuvre_words, MANOEUVRES, &then, messages) &&
                      word_read(map, "broadcasts", broadcast_words, 2, &says, messages);
    object->then = (manoeuvre)then;
    object->broadcasts = says == 1;
    return good;
}

static bool object_read(scenario *one, const text_node *map, text_messages *messages)
{
    static const field fields[] = {
        {"name", FIELD_NAME, offsetof(scenario_object, name), NULL},
        {"categories", FIELD_CATEGORIES, offsetof(scenario_object, categories), NULL},
        {"identity", FIELD_IDENTITY, offsetof(scenario_object, identity), NULL},
        {"place", FIELD_PLACE, offsetof(scenario_object, lat), NULL},
        {"height", FIELD_LENGTH, offsetof(scenario_object, height), NULL},
        {"course", FIELD_ANGLE, offsetof(scenario_object, course), NULL},
        {"speed", FIELD_SPEED, offsetof(scenario_object, speed), NULL},
        {"starts", FIELD_WHOLE, offsetof(scenario_object, starts), NULL},
        {"ends", FIELD_WHOLE, offsetof(scenario_object, ends), "never"},
        {"broadcasts", FIELD_OTHER, 0, NULL},
        {"legs", FIELD_OTHER, 0, NULL},
        {"then", FIELD_OTHER, 0, NULL},
        {"throw", FIELD_OTHER, 0, NULL},
    };
    scenario_object *object = scenario_object_add(one);
    if (!object) {
        text_say(messages, TEXT_ERROR, map->line, "memory was refused.");
        return false;
    }
    bool good = fields_read(map, "an object", fields, COUNT(fields), 6, object, messages);
    good &= legs_read(text_find(map, "legs"), object, messages);
    good &= throw_read(text_find(map, "throw"), object, messages);
    good &= object_words(map, object, messages);
    scenario_object_settle(one, object);
    return good;
}

bool scenario_objects_read(scenario *one, const text_node *list, text_messages *messages)
{
    if (!list)
        return true;
    if (!scenario_is_list(list, "objects", messages))
        return false;
    bool good = true;
    for (size_t i = 0; i < list->count; i++)
        good &= object_read(one, &list->items[i], messages);
    return good;
}

static double drawn(chance *draws, const scenario_span *span)
{
    return chance_between(draws, span->from, span->to);
}

bool scenario_group_draw(scenario *one, const scenario_group *group)
{
    for (size_t i = 1; i <= (size_t)group->count; i++) {
        scenario_object *object = scenario_object_add(one);
        if (!object)
            return false;
        snprintf(object->name, sizeof object->name, "%.40s-%zu", group->name, i);
        object->categories = group->categories;
        object->identity = group->identity;
        object->broadcasts = group->broadcasts;
        object->then = group->then;
        scenario_object_settle(one, object);
        chance *draws = &object->draws;
        object->lat = chance_between(draws, group->area[0], group->area[2]);
        object->lon = chance_between(draws, group->area[1], group->area[3]);
        object->height = drawn(draws, &group->height);
        object->speed = drawn(draws, &group->speed);
        object->course = drawn(draws, &group->course);
        object->starts = floor(drawn(draws, &group->starts));
    }
    return true;
}

static bool group_read(scenario *one, const text_node *map, text_messages *messages)
{
    static const field fields[] = {
        {"name", FIELD_NAME, offsetof(scenario_group, name), NULL},
        {"count", FIELD_COUNT, offsetof(scenario_group, count), NULL},
        {"categories", FIELD_CATEGORIES, offsetof(scenario_group, categories), NULL},
        {"identity", FIELD_IDENTITY, offsetof(scenario_group, identity), NULL},
        {"area", FIELD_BOX, offsetof(scenario_group, area), NULL},
        {"height", FIELD_LENGTH_SPAN, offsetof(scenario_group, height), NULL},
        {"speed", FIELD_SPEED_SPAN, offsetof(scenario_group, speed), NULL},
        {"course", FIELD_ANGLE_SPAN, offsetof(scenario_group, course), NULL},
        {"then", FIELD_OTHER, 0, NULL},
        {"broadcasts", FIELD_OTHER, 0, NULL},
        {"starts", FIELD_SECONDS_SPAN, offsetof(scenario_group, starts), NULL},
    };
    scenario_group group = {0};
    size_t then = MANOEUVRE_STEADY, says = 0;
    bool good = fields_read(map, "a group", fields, COUNT(fields), 9, &group, messages);
    good &= word_read(map, "then", manoeuvre_words, MANOEUVRES - 1, &then, messages);
    good &= word_read(map, "broadcasts", broadcast_words, 2, &says, messages);
    group.then = (manoeuvre)then;
    group.broadcasts = says == 1;
    if (good && !scenario_group_draw(one, &group)) {
        text_say(messages, TEXT_ERROR, map->line, "memory was refused.");
        return false;
    }
    return good;
}

bool scenario_groups_read(scenario *one, const text_node *list, text_messages *messages)
{
    if (!list)
        return true;
    if (!scenario_is_list(list, "groups", messages))
        return false;
    bool good = true;
    for (size_t i = 0; i < list->count; i++)
        good &= group_read(one, &list->items[i], messages);
    return good;
}
