/* message.h - reports of a feed as messages of picket.v1. */
#ifndef TOOLS_SIM_MESSAGE_H
#define TOOLS_SIM_MESSAGE_H

#include "daemon/wire/datagram_writer.h"
#include "tools/sim/feed.h"

/* A message and all that it points to. */
typedef struct message {
    Picket__V1__Plot plot;
    Picket__V1__Polar polar;
    Picket__V1__Geodetic geodetic;
    Picket__V1__Velocity velocity;
    Picket__V1__Track track;
    Picket__V1__EcefState ecef;
    Picket__V1__Bearing bearing;
    Picket__V1__Notice notice;
    Picket__V1__Circle circle;
    Picket__V1__Category categories[8];
    float covariance[21];
    float velocity_covariance[6];
    datagram_report report; /* points to the one that was made */
} message;

/* Fills *made, which must stay where it is. Texts of the report are pointed to. */
void message_make(const feed_report *from, message *made);

void message_platform(const feed_platform *from, Picket__V1__Platform *made);

#endif
