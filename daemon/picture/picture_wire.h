/* picture_wire.h - pictures as columns: what UDP, WebSocket and files carry.
 *
 * All columns are integers, so a base and a change equal the whole byte for byte. A picture holds
 * nothing that was not released to it, not even in a number or a length.
 */
#ifndef DAEMON_PICTURE_WIRE_H
#define DAEMON_PICTURE_WIRE_H

#include "daemon/line/pipeline.h"

/* A picture in wire terms: columns of integers, kept so that the next one can be told as a change.
 */
typedef struct picture_wire picture_wire;

/* Keeps the configuration. NULL where memory was refused. */
picture_wire *picture_wire_create(const config *configuration, size_t view);
void picture_wire_destroy(picture_wire *one); /* NULL does nothing */

/* Rounds a picture into columns; the one before becomes the base, if it is of the same audience
 * (since_ns) and as settled. false: memory was refused; then there is no picture to tell and no
 * base for the next. */
bool picture_wire_set(picture_wire *one, const pipeline_picture *picture);

/* The whole picture, or the change against the one before. *data stays valid until the next call on
 * this object. 0: memory was refused. For the change also where there is no base. */
size_t picture_wire_whole(picture_wire *one, const uint8_t **data);
size_t picture_wire_change(picture_wire *one, const uint8_t **data);

/* Whole, in parts of at most room bytes that stand alone: part from 1. Gives 0 beyond the last. A
 * track or notice that does not fit by itself is told all the same, in a longer part of its own. */
size_t picture_wire_part(picture_wire *one, size_t part, size_t room, const uint8_t **data);

#endif
