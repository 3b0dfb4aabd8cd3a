#include "daemon/clock/clock.h"
#include "daemon/web/web_inside.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* In the order of `paths`. */
typedef enum field { NONE, MODE, TIME, RATE, NEW_RUN, FIELDS } field;

typedef struct reading {
    control_message said;
    bool seen[FIELDS];
    bool begun;
} reading;

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

static bool value_take(reading *one, const struct lejp_ctx *json, enum lejp_callbacks reason)
{
    const bool number = reason == LEJPCB_VAL_NUM_INT || reason == LEJPCB_VAL_NUM_FLOAT;
    long long value;
    switch ((field)json->path_match) {
    case MODE:
        return reason == LEJPCB_VAL_STR_END && mode_read(&one->said, json);
    case TIME:
        if (reason == LEJPCB_VAL_NULL)
            return true;
        if (!number || !number_read(json, 9e9, &value))
            return false;
        one->said.time_ns = value * 1000000;
        return true;
    case RATE:
        if (!number || !number_read(json, CLOCK_RATE_MAX / 1000.0, &value))
            return false;
        one->said.rate_permille = (uint32_t)value;
        return true;
    case NEW_RUN:
        one->said.new_run = reason == LEJPCB_VAL_TRUE;
        return one->said.new_run || reason == LEJPCB_VAL_FALSE;
    default:
        return false;
    }
}

/* A field that is not ours, or comes twice, is refused: nothing is passed over. */
static signed char json_take(struct lejp_ctx *json, char reason)
{
    reading *one = json->user;
    const enum lejp_callbacks why = (enum lejp_callbacks)reason;
    switch (why) {
    case LEJPCB_VAL_STR_END:
    case LEJPCB_VAL_NUM_INT:
    case LEJPCB_VAL_NUM_FLOAT:
    case LEJPCB_VAL_TRUE:
    case LEJPCB_VAL_FALSE:
    case LEJPCB_VAL_NULL:
        if (json->path_match >= FIELDS || one->seen[json->path_match])
            return -1;
        one->seen[json->path_match] = true;
        return value_take(one, json, why) ? 0 : -1;
    case LEJPCB_VAL_STR_CHUNK: /* no word of ours is as long */
    case LEJPCB_ARRAY_START:
        return -1;
    case LEJPCB_OBJECT_START:
        if (one->begun)
            return -1;
        one->begun = true;
        return 0;
    default:
        return 0;
    }
}

bool web_clock_read(const char *text, size_t size, control_message *said)
{
    static const char *const paths[] = {"mode", "time_s", "rate", "new_run"};
    reading one = {.said = {.kind = CONTROL_CLOCK, .rate_permille = 1000}};
    struct lejp_ctx json;
    lejp_construct(&json, json_take, &one, paths, sizeof paths / sizeof paths[0]);
    const int left = lejp_parse(&json, (const uint8_t *)text, (int)size);
    lejp_destruct(&json);
    *said = one.said;
    return left == 0 && said->mode != 0;
}
