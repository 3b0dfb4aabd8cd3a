#include "daemon/picture/picture_sources.h"

bool picture_names_sensor(const fusion_track *track, size_t sensor)
{
    return track->sensors[sensor / 64] >> (sensor % 64) & 1;
}

uint32_t picture_names_nations(const fusion_track *track, const fusion_registry *registry)
{
    uint32_t nations = track->nations;
    for (size_t i = 0; i < registry->sensor_count; i++)
        if (picture_names_sensor(track, i))
            nations &= ~(UINT32_C(1) << registry->sensors[i].nation);
    return nations;
}
