#include "daemon/web/web_json.h"

#include <assert.h>
#include <stdint.h>

typedef struct reading {
    web_json_take *take;
    void *into;
    size_t count;
    uint32_t seen; /* a bit for each name */
    bool begun;
} reading;

static bool name_begins(reading *one, const struct lejp_ctx *json)
{
    const size_t name = json->path_match;
    if (name == 0 || name > one->count || (one->seen >> (name - 1) & 1) != 0)
        return false;
    one->seen |= UINT32_C(1) << (name - 1);
    return true;
}

static bool part_take(reading *one, struct lejp_ctx *json, enum lejp_callbacks kind)
{
    switch (kind) {
    case LEJPCB_VAL_STR_START:
        return name_begins(one, json);
    case LEJPCB_VAL_NUM_INT:
    case LEJPCB_VAL_NUM_FLOAT:
    case LEJPCB_VAL_TRUE:
    case LEJPCB_VAL_FALSE:
    case LEJPCB_VAL_NULL:
        return name_begins(one, json) && one->take(one->into, json, json->path_match, kind);
    case LEJPCB_VAL_STR_CHUNK:
    case LEJPCB_VAL_STR_END:
        return one->take(one->into, json, json->path_match, kind);
    case LEJPCB_ARRAY_START:
        return false;
    case LEJPCB_OBJECT_START: {
        const bool first = !one->begun;
        one->begun = true;
        return first;
    }
    default:
        return true;
    }
}

static signed char json_take(struct lejp_ctx *json, char reason)
{
    return part_take(json->user, json, (enum lejp_callbacks)reason) ? 0 : -1;
}

bool web_json_read(const char *text, size_t size, const char *const names[], size_t count,
                   web_json_take *take, void *into)
{
    assert(count <= 32);
    reading one = {.take = take, .into = into, .count = count};
    struct lejp_ctx json;
    lejp_construct(&json, json_take, &one, names, (unsigned char)count);
    const int left = lejp_parse(&json, (const uint8_t *)text, (int)size);
    lejp_destruct(&json);
    return left == 0;
}
