#include "release/gate.h"

/* The state from events[index] on, and when it ends by itself. A notice goes on counting while the
 * agreement is suspended; any other event stops it. */
static int64_t ends_after(const book_agreement *agreement, size_t index)
{
    const book_event *events = agreement->events;
    size_t i = index;
    while (i > 0 && events[i].becomes == BOOK_SUSPENDED)
        i--;
    int64_t ends_ns = agreement->until_ns;
    if (events[i].becomes == BOOK_NOTICE_GIVEN && events[i].ends_ns < ends_ns)
        ends_ns = events[i].ends_ns;
    return ends_ns;
}

book_state gate_state_at(const book_agreement *agreement, int64_t at_ns, int64_t *ends_ns)
{
    *ends_ns = agreement->until_ns;
    if (agreement->event_count == 0 || at_ns < agreement->events[0].at_ns)
        return at_ns < agreement->until_ns ? BOOK_DRAFT : BOOK_TERMINATED;
    size_t i = agreement->event_count - 1;
    while (agreement->events[i].at_ns > at_ns)
        i--;
    *ends_ns = ends_after(agreement, i);
    return at_ns < *ends_ns ? agreement->events[i].becomes : BOOK_TERMINATED;
}

/* The start of the first epoch at or after a time. */
static int64_t epoch_after(int64_t at_ns, int64_t epoch_ns)
{
    const int64_t over = at_ns % epoch_ns;
    if (over == 0 || at_ns > INT64_MAX - epoch_ns)
        return at_ns;
    return at_ns - over + epoch_ns;
}

size_t gate_in_force(const book_agreement *agreement, int64_t epoch_ns, gate_span *spans)
{
    size_t count = 0;
    for (size_t i = 0; i < agreement->event_count; i++) {
        const book_event *event = &agreement->events[i];
        if (!book_state_in_force(event->becomes))
            continue;
        int64_t to_ns = ends_after(agreement, i);
        if (i + 1 < agreement->event_count && agreement->events[i + 1].at_ns < to_ns)
            to_ns = agreement->events[i + 1].at_ns;
        const gate_span span = {epoch_after(event->at_ns, epoch_ns), epoch_after(to_ns, epoch_ns)};
        if (count > 0 && spans[count - 1].to_ns == span.from_ns)
            spans[count - 1].to_ns = span.to_ns; /* in force before and after: no gap */
        else if (span.from_ns < span.to_ns)
            spans[count++] = span;
    }
    return count;
}
