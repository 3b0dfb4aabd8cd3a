/* picture.h - a track as a picture shows it. */
#ifndef FUSION_TRACK_PICTURE_H
#define FUSION_TRACK_PICTURE_H

#include "fusion/picture.h"
#include "track/life.h"

/* The track carried to now_ns, with who contributed to it within the window. */
void picture_track(const track *one, int64_t now_ns, life_rules rules, fusion_track *shown);

#endif
