/* config_read.h - the parts of reading a configuration; private to config*.c.
 *
 * Each gives false where it has told messages of an error, and reads on as far as that makes sense,
 * so that one run shows as many faults as there are.
 */
#ifndef DAEMON_CONFIG_READ_H
#define DAEMON_CONFIG_READ_H

#include "daemon/config/config.h"
#include "text/tree.h"

/* The list `sensors`, into the registry; nations come from the book and must be there. */
bool config_read_sensors(const text_node *list, fusion_registry *registry, text_messages *messages);

/* `views`: all, or a list such as [JPN.hub, JPN+USA.hub]. Book and registry must be there. */
bool config_read_views(const text_node *node, config *into, text_messages *messages);

/* `in-force`, a rule, and `opened`, a list of views; each may be NULL. Views must be there. */
bool config_read_opened(const text_node *in_force, const text_node *opened, config *into,
                        text_messages *messages);

/* The list `exercise-keys`; NULL: none. Warns of nations that need one and have none. Book and
 * nations must be there. */
bool config_read_keys(const text_node *list, config *into, text_messages *messages);

/* "127.0.0.1:47800". */
bool config_read_address(const text_node *node, const char *what, config_address *address,
                         text_messages *messages);

#endif
