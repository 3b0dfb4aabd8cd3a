/* interrupt.h - Ctrl-C and TERM: stop tidily, then die of the signal.
 *
 * A verb that works for more than a moment calls interrupt_watch once, asks interrupt_asked between
 * two pieces of work, and when it is true removes what is half done and returns. main then ends the
 * program by the signal, so that a shell sees it. A second signal ends it at once.
 */
#ifndef TOOLS_INTERRUPT_H
#define TOOLS_INTERRUPT_H

#include <stdbool.h>

void interrupt_watch(void);
bool interrupt_asked(void);

/* "stopping at WHERE; Ctrl-C again leaves at once" */
void interrupt_say(const char *where);

/* Ends the program by the signal that was caught; returns if there was none. */
void interrupt_leave(void);

#endif
