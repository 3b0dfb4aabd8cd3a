/* picture_sources.h - who may be named as a source of a track. */
#ifndef DAEMON_PICTURE_SOURCES_H
#define DAEMON_PICTURE_SOURCES_H

#include "fusion/picture.h"

/* Whether the sensor, an index below FUSION_SENSORS_MAX, contributes and may be named. */
bool picture_names_sensor(const fusion_track *track, size_t sensor);

/* Bits of the nations that stand for themselves: they may be named, and none of their sensors is.
 */
uint32_t picture_names_nations(const fusion_track *track, const fusion_registry *registry);

#endif
