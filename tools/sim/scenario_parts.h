/* scenario_parts.h - the readers of a scenario's sections, each in a file of its own.
 *
 * Each adds to the scenario what its section says and gives false where it told an error or memory
 * was refused (which it tells too).
 */
#ifndef TOOLS_SIM_SCENARIO_PARTS_H
#define TOOLS_SIM_SCENARIO_PARTS_H

#include "text/tree.h"
#include "tools/sim/scenario.h"

bool scenario_objects_read(scenario *one, const text_node *list, text_messages *messages);
bool scenario_groups_read(scenario *one, const text_node *list, text_messages *messages);
/* After the objects, which may carry sensors. */
bool scenario_sensors_read(scenario *one, const text_node *list, text_messages *messages);
/* After the sensors, which send them. */
bool scenario_notices_read(scenario *one, const text_node *list, text_messages *messages);

/* What a group says of its members, and the drawing of them. */
typedef struct scenario_group {
    char name[49];
    double count;
    uint8_t categories, identity;
    double area[4]; /* south, west, north, east */
    scenario_span height, speed, course, starts;
    manoeuvre then;
    bool broadcasts;
} scenario_group;
bool scenario_group_draw(scenario *one, const scenario_group *group);

/* Room for one more object, zeroed, with its defaults; NULL where memory was refused. */
scenario_object *scenario_object_add(scenario *one);
/* What follows from the scenario: public number and draws. */
void scenario_object_settle(scenario *one, scenario_object *object);

/* false, and told: `node` is no list (what: "objects"). */
bool scenario_is_list(const text_node *node, const char *what, text_messages *messages);

#endif
