#include "release/form.h"

#include <stdio.h>
#include <string.h>

#define WORDS_MAX 8

typedef struct rungs {
    const char *name;
    unsigned shift; /* of its lowest bit; it has one bit less than words */
    size_t count;
    const char *words[WORDS_MAX];
    double values[WORDS_MAX];
} rungs;

#define SECOND 1e9
#define MINUTE 60e9

static const rungs ladders[FORM_LADDERS] = {
    [FORM_SOURCE] = {"source", 0, 3, {"sensor", "nation", "hidden"}, {0}},
    [FORM_LABEL] = {"label", 2, 2, {"exact", "withheld"}, {0}},
    [FORM_IDENTITY] = {"identity", 3, 3, {"exact", "side", "withheld"}, {0}},
    [FORM_ALTITUDE] = {"altitude",
                       5,
                       6,
                       {"exact", "100 m", "500 m", "1 km", "5 km", "withheld"},
                       {0, 100, 500, 1000, 5000, -1}},
    [FORM_VELOCITY] = {"velocity",
                       10,
                       5,
                       {"exact", "10 m/s", "50 m/s", "100 m/s", "withheld"},
                       {0, 10, 50, 100, -1}},
    [FORM_EVERY] = {"every",
                    14,
                    8,
                    {"report", "10 s", "30 s", "1 min", "5 min", "10 min", "30 min", "1 h"},
                    {0, 10 * SECOND, 30 * SECOND, MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE,
                     60 * MINUTE}},
    [FORM_POSITION] = {"position",
                       21,
                       7,
                       {"exact", "1 km", "2 km", "5 km", "10 km", "20 km", "50 km"},
                       {0, 1000, 2000, 5000, 10000, 20000, 50000}},
    [FORM_WARNING] = {"warning", 27, 2, {"track", "warning"}, {0}},
};

static form_steps bits_of(const rungs *one)
{
    return ((UINT32_C(1) << (one->count - 1)) - 1) << one->shift;
}

const char *form_ladder_name(form_ladder ladder)
{
    return ladders[ladder].name;
}

const char *form_word(form_ladder ladder, size_t step)
{
    return step < ladders[ladder].count ? ladders[ladder].words[step] : NULL;
}

size_t form_words(form_ladder ladder)
{
    return ladders[ladder].count;
}

size_t form_step(form_steps steps, form_ladder ladder)
{
    size_t step = 0;
    for (form_steps bits = (steps & bits_of(&ladders[ladder])) >> ladders[ladder].shift; bits;
         bits >>= 1)
        step++;
    return step;
}

form_steps form_with(form_steps steps, form_ladder ladder, size_t step)
{
    return (steps & ~bits_of(&ladders[ladder])) | ((UINT32_C(1) << step) - 1)
                                                      << ladders[ladder].shift;
}

double form_value(form_steps steps, form_ladder ladder)
{
    return ladders[ladder].values[form_step(steps, ladder)];
}

form_steps form_coarser(form_steps one, form_steps other)
{
    form_steps both = one | other;
    if (form_is_warning(both))
        both &= bits_of(&ladders[FORM_WARNING]) | bits_of(&ladders[FORM_POSITION]) |
                bits_of(&ladders[FORM_SOURCE]);
    return both;
}

/* Every step divides a day, so that counting from 1970 is counting from midnight. */
static bool passes(int64_t every_ns, int64_t time_ns, int64_t period_ns)
{
    const int64_t into_ns = time_ns % every_ns;
    return (into_ns < 0 ? into_ns + every_ns : into_ns) < period_ns;
}

size_t form_passes(int64_t time_ns, int64_t period_ns)
{
    const rungs *every = &ladders[FORM_EVERY];
    size_t step = 0;
    while (step + 1 < every->count && passes((int64_t)every->values[step + 1], time_ns, period_ns))
        step++;
    return step;
}

#define TEN_SECONDS INT64_C(10000000000)

int64_t form_grid_ns(form_steps steps, int64_t period_ns)
{
    const int64_t every_ns = (int64_t)form_value(steps, FORM_EVERY);
    int64_t tens_ns = TEN_SECONDS;
    if (period_ns > TEN_SECONDS && period_ns < INT64_MAX - TEN_SECONDS)
        tens_ns = (period_ns + TEN_SECONDS - 1) / TEN_SECONDS * TEN_SECONDS;
    return every_ns > tens_ns ? every_ns : tens_ns;
}

static bool every_applies(form_steps steps, const fusion_report *report, int64_t period_ns)
{
    const int64_t every_ns = (int64_t)form_value(steps, FORM_EVERY);
    if (report->kind == FUSION_NOTICE)
        return true;
    if (form_moves(steps) && period_ns > 0)
        return passes(form_grid_ns(steps, period_ns), report->time_ns, period_ns);
    return every_ns == 0 || passes(every_ns, report->time_ns, period_ns);
}

bool form_applies(form_steps steps, const fusion_report *report, int64_t period_ns)
{
    const bool bearing = report->kind == FUSION_BEARING;
    if (form_is_warning(steps))
        return report->kind != FUSION_PLOT && !bearing;
    if (form_moves(steps) && (report->kind == FUSION_PLOT || bearing))
        return false;
    if (bearing && (form_step(steps, FORM_SOURCE) > 0 || form_value(steps, FORM_ALTITUDE) > 0))
        return false;
    return every_applies(steps, report, period_ns);
}

static size_t add_step(char *text, size_t at, form_steps steps, form_ladder ladder)
{
    const size_t step = form_step(steps, ladder);
    if (step == 0 || at >= FORM_TEXT_ROOM)
        return at;
    return at + (size_t)snprintf(text + at, FORM_TEXT_ROOM - at, "%s%s %s", at > 0 ? ", " : "",
                                 form_ladder_name(ladder), form_word(ladder, step));
}

void form_write(form_steps steps, char text[FORM_TEXT_ROOM])
{
    static const form_ladder order[] = {FORM_EVERY,    FORM_POSITION, FORM_VELOCITY, FORM_ALTITUDE,
                                        FORM_IDENTITY, FORM_LABEL,    FORM_SOURCE};
    size_t at = 0;
    if (form_is_warning(steps)) {
        at = (size_t)snprintf(text, FORM_TEXT_ROOM, "warning %s",
                              form_word(FORM_POSITION, form_step(steps, FORM_POSITION)));
        at = add_step(text, at, steps, FORM_SOURCE);
    } else {
        for (size_t i = 0; i < sizeof order / sizeof order[0]; i++)
            at = add_step(text, at, steps, order[i]);
    }
    if (at == 0)
        snprintf(text, FORM_TEXT_ROOM, "exact");
}
