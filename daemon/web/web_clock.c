#include "daemon/clock/clock.h"
#include "daemon/web/web_inside.h"
#include "daemon/web/web_json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* In the order of `names`. */
typedef enum field { NONE, MODE, TIME, RATE, NEW_RUN } field;

static bool mode_read(control_message *said, const struct lejp_ctx *json)
{
    static const char *const words[] = {"run", "pause", "step"};
    static const control_mode modes[] = {CONTROL_RUN, CONTROL_PAUSE, CONTROL_STEP};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strlen(words[i]) == json->npos && memcmp(words[i], json->buf, json->npos) == 0)
            said->mode = modes[i];
    return said->mode != 0;
}

/* In thousandths: milliseconds of a time, the rate as the wire has it. */
static bool number_read(const struct lejp_ctx *json, double most, long long *value)
{
    const double read = strtod(json->buf, NULL);
    if (!(read > 0.0 && read <= most))
        return false;
    *value = llround(read * 1000.0);
    return *value > 0;
}

static bool value_take(void *into, const struct lejp_ctx *json, size_t name,
                       enum lejp_callbacks kind)
{
    control_message *said = into;
    const bool number = kind == LEJPCB_VAL_NUM_INT || kind == LEJPCB_VAL_NUM_FLOAT;
    long long value;
    switch ((field)name) {
    case MODE:
        return kind == LEJPCB_VAL_STR_END && mode_read(said, json);
    case TIME:
        if (kind == LEJPCB_VAL_NULL)
            return true;
        if (!number || !number_read(json, 9e9, &value))
            return false;
        said->time_ns = value * 1000000;
        return true;
    case RATE:
        if (!number || !number_read(json, CLOCK_RATE_MAX / 1000.0, &value))
            return false;
        said->rate_permille = (uint32_t)value;
        return true;
    case NEW_RUN:
        said->new_run = kind == LEJPCB_VAL_TRUE;
        return said->new_run || kind == LEJPCB_VAL_FALSE;
    default:
        return false;
    }
}

bool web_clock_read(const char *text, size_t size, control_message *said)
{
    static const char *const names[] = {"mode", "time_s", "rate", "new_run"};
    *said = (control_message){.kind = CONTROL_CLOCK, .rate_permille = 1000};
    return web_json_read(text, size, names, sizeof names / sizeof names[0], value_take, said) &&
           said->mode != 0;
}
