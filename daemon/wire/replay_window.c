#include "daemon/wire/replay_window.h"

#include <string.h>

static uint64_t bit_of(uint32_t sequence)
{
    return UINT64_C(1) << (sequence % 64);
}

static uint32_t word_of(uint32_t sequence)
{
    return sequence % REPLAY_WINDOW_NUMBERS / 64;
}

refusal replay_window_check(const replay_window *window, int64_t began_ns, uint32_t sequence,
                            int64_t stamp_ns)
{
    if (began_ns > window->began_ns)
        return REFUSAL_NONE;
    if (began_ns < window->began_ns)
        return stamp_ns - window->stamp_ns > REPLAY_WINDOW_SILENCE_NS ? REFUSAL_NONE
                                                                      : REFUSAL_RUN_OLD;
    if (sequence > window->newest)
        return REFUSAL_NONE;
    if (window->newest - sequence >= REPLAY_WINDOW_NUMBERS)
        return REFUSAL_SEQUENCE_OLD;
    return window->taken[word_of(sequence)] & bit_of(sequence) ? REFUSAL_SEQUENCE_REPEAT
                                                               : REFUSAL_NONE;
}

/* The numbers between the newest and this one were not taken. */
static void window_advance(replay_window *window, uint32_t sequence)
{
    if (sequence - window->newest >= REPLAY_WINDOW_NUMBERS)
        memset(window->taken, 0, sizeof window->taken);
    else
        for (uint32_t n = window->newest + 1; n != sequence; n++)
            window->taken[word_of(n)] &= ~bit_of(n);
    window->newest = sequence;
}

replay_news replay_window_take(replay_window *window, int64_t began_ns, uint32_t sequence,
                               int64_t stamp_ns)
{
    replay_news news = {0};
    if (began_ns != window->began_ns) {
        news.first = window->began_ns == 0;
        news.restart = !news.first;
        memset(window, 0, sizeof *window);
        window->began_ns = began_ns;
        window->first = window->newest = sequence;
    } else if (sequence > window->newest) {
        news.missing = sequence - window->newest - 1;
        window_advance(window, sequence);
    } else {
        news.found = sequence > window->first;
    }
    window->stamp_ns = stamp_ns;
    window->taken[word_of(sequence)] |= bit_of(sequence);
    return news;
}
