/* picture_notices.h - released notices as messages of the wire.
 *
 * Private to picture_wire.c. Copies what it is given, since a picture is valid during a call only.
 */
#ifndef DAEMON_PICTURE_NOTICES_H
#define DAEMON_PICTURE_NOTICES_H

#include "fusion/engine.h"
#include "picket/v1/picture.pb-c.h"

typedef struct picture_notice {
    Picket__V1__ReleasedNotice message;
    Picket__V1__Circle circle;
    Picket__V1__Source source;
    Picket__V1__Category categories[FUSION_CATEGORIES];
    char text[sizeof(((fusion_notice *)NULL)->text)];
} picture_notice;

typedef struct picture_notices {
    size_t count, room;
    picture_notice *notices;
    Picket__V1__ReleasedNotice **pointers;
} picture_notices;

/* Keeps pointers into the registry. false: memory was refused. */
bool picture_notices_set(picture_notices *into, const fusion_released_notice *notices, size_t count,
                         const fusion_registry *registry);
void picture_notices_free(picture_notices *one);

#endif
