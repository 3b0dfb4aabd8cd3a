#include "picture/made_up.h"

#include "geo/angle.h"
#include "geo/wgs84.h"

#include <stdlib.h>
#include <string.h>

double made_up_chance(random_source *source)
{
    return random_uniform(source, 0.0, 1.0);
}

uint64_t made_up_number(random_source *source)
{
    return (uint64_t)random_uniform(source, 0.0, 0x1p48);
}

config *made_up_config(void)
{
    config *one = calloc(1, sizeof *one);
    strcpy(one->view_names[0], "JPN+ROK.hub");
    one->view_count = 1;
    fusion_registry *registry = &one->registry;
    strcpy(registry->nations[0].code, "ROK");
    strcpy(registry->nations[1].code, "JPN");
    registry->nation_count = 2;
    strcpy(registry->sensors[0].name, "rok-sky");
    strcpy(registry->sensors[1].name, "jpn-ship");
    strcpy(registry->sensors[2].name, "jpn-coast");
    registry->sensors[1].nation = registry->sensors[2].nation = 1;
    registry->sensor_count = 3;
    return one;
}

fusion_track made_up_track(uint64_t number, double lat_deg, double lon_deg, double height)
{
    static const int diagonal[6] = {0, 6, 11, 15, 18, 20};
    fusion_track track = {.number = number, .status = FUSION_CONFIRMED, .newest_ns = MADE_UP_START};
    wgs84_to_ecef(lat_deg / ANGLE_DEGREES, lon_deg / ANGLE_DEGREES, height, track.position);
    for (int i = 0; i < 6; i++)
        track.covariance[diagonal[i]] = i < 3 ? 10000.0 : 25.0;
    return track;
}
