#include "tools/interrupt.h"

#include "tools/say.h"

#include <signal.h>

static volatile sig_atomic_t caught;

static void take(int number)
{
    caught = number;
}

void interrupt_watch(void)
{
    /* Reset on delivery: the second one does what it always did. */
    struct sigaction action = {.sa_handler = take, .sa_flags = (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

bool interrupt_asked(void)
{
    return caught != 0;
}

void interrupt_say(const char *where)
{
    /* On a new line: taking the progress line away leaves the echoed ^C. */
    say_passing(NULL);
    say_plain("%sstopping at %s; Ctrl-C again leaves at once", say_live() ? "\n" : "", where);
}

void interrupt_leave(void)
{
    if (caught == 0)
        return;
    signal(caught, SIG_DFL);
    raise(caught);
}
