/* yaml_text.h - characters that a file written by a person may not hold. Private to yaml.c. */
#ifndef DAEMON_YAML_TEXT_H
#define DAEMON_YAML_TEXT_H

#include "text/message.h"

#include <stdbool.h>
#include <stddef.h>

/* Looks through data[0..size): UTF-8, no tab, no control character but line ends, nothing invisible
 * or direction-changing. Says each fault with its line, the first of them being first_line. */
bool yaml_text_check(const char *data, size_t size, int first_line, text_messages *messages);

#endif
