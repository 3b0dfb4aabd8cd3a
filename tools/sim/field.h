/* field.h - keys of a map read into the fields of a struct, by a table.
 *
 * A map's reader is a table: key, kind of value, where it goes. The same table says which keys may
 * stand there, so that an unknown or missing one is told with its line and the nearest right key.
 */
#ifndef TOOLS_SIM_FIELD_H
#define TOOLS_SIM_FIELD_H

#include "text/message.h"
#include "text/tree.h"

#include <stdbool.h>
#include <stddef.h>

typedef enum field_kind {
    FIELD_NAME,         /* char[49] */
    FIELD_SECONDS,      /* double */
    FIELD_WHOLE,        /* double: whole seconds */
    FIELD_LENGTH,       /* double: m, may be below 0 */
    FIELD_SPEED,        /* double: m/s */
    FIELD_ANGLE,        /* double: rad, may be below 0 */
    FIELD_SHARE,        /* double: 0 to 1 */
    FIELD_NUMBER,       /* double: 0 to 1,000,000 */
    FIELD_COUNT,        /* double: a whole number, 1 to 1,000,000 */
    FIELD_PLACE,        /* double[2]: latitude, longitude; rad */
    FIELD_CATEGORIES,   /* uint8_t: a set as in fusion/report.h */
    FIELD_IDENTITY,     /* uint8_t: fusion_identity */
    FIELD_SENDS,        /* uint8_t: SENDS_PLOT ... (scenario.h) */
    FIELD_SECONDS_SPAN, /* scenario_span: "200 ms to 900 ms", from not above to */
    FIELD_LENGTH_SPAN,
    FIELD_SPEED_SPAN,
    FIELD_ANGLE_SPAN, /* from may be above to: clockwise over north */
    FIELD_BOX,        /* double[4]: "south west place to north east place" */
    FIELD_TEXT,       /* const char *: of the tree, in double quotes */
    FIELD_OTHER       /* a key that the caller reads itself */
} field_kind;

typedef struct field {
    const char *key;
    field_kind kind;
    size_t offset;
    const char *unless; /* a word that may stand for "none": the field is then left as it was */
} field;

/* Reads one value into target. */
bool field_read(const text_node *node, const field *of, void *target, text_messages *messages);

/* Checks the keys of the map (the first `needed` fields must be there) and reads what is there into
 * base; what names the map ("a sensor"). false: at least one error was told. */
bool fields_read(const text_node *map, const char *what, const field *fields, size_t count,
                 size_t needed, void *base, text_messages *messages);

#endif
