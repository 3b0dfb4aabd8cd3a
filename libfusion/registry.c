#include "fusion/registry.h"

#include <string.h>

const char *fusion_sensor_kind_name(unsigned kind)
{
    static const char *const names[FUSION_SENSOR_KINDS] = {
        "air-search", "early-warning", "ship-area", "coastal", "tracking", "patrol",
        "sonar",      "satellite",     "adsb",      "ais",     "desk"};
    return kind < FUSION_SENSOR_KINDS ? names[kind] : NULL;
}

uint16_t fusion_sensor_unnamed(uint8_t nation)
{
    return (uint16_t)(FUSION_SENSORS_MAX + nation);
}

int64_t fusion_sensor_period(const fusion_registry *registry, uint16_t sensor)
{
    return sensor < registry->sensor_count ? registry->sensors[sensor].period_ns : 0;
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
