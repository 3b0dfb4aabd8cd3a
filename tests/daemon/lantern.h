/* lantern.h - the book "lantern" with two of its sensors, for tests of the pipeline. */
#ifndef TESTS_DAEMON_LANTERN_H
#define TESTS_DAEMON_LANTERN_H

#include "daemon/config/config.h"

/* All views; ava-sky stands at 12 N 179 W, bro-ship lies at 11 N 179 E. Never NULL. Free with
 * config_destroy. */
config *lantern_config(void);

/* The same with another text in the book, once. */
config *lantern_config_changed(const char *was, const char *becomes);

#endif
