#include "fusion/registry.h"

#include <string.h>

const char *fusion_sensor_kind_name(unsigned kind)
{
    static const char *const names[FUSION_SENSOR_KINDS] = {
        "air-search", "early-warning", "ship-area", "coastal", "tracking", "patrol",
        "sonar",      "satellite",     "adsb",      "ais",     "desk"};
    return kind < FUSION_SENSOR_KINDS ? names[kind] : NULL;
}

int fusion_nation_find(const fusion_registry *registry, const char *code)
{
    for (size_t i = 0; i < registry->nation_count; i++)
        if (strcmp(registry->nations[i].code, code) == 0)
            return (int)i;
    return -1;
}

int fusion_sensor_find(const fusion_registry *registry, const char *name)
{
    for (size_t i = 0; i < registry->sensor_count; i++)
        if (strcmp(registry->sensors[i].name, name) == 0)
            return (int)i;
    return -1;
}
