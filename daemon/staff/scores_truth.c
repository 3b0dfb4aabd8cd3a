#include "daemon/staff/scores_parts.h"
#include "daemon/told/json_put.h"
#include "geo/angle.h"
#include "geo/wgs84.h"
#include "text/number.h"

#include <stdlib.h>
#include <string.h>

/* Text of any length in one piece. Twenty thousand objects in twelve views are a quarter of a
 * million pairs: a call of stdio for each part of each would hold the loop for a third of a second.
 */
typedef struct text {
    char *at; /* NULL: memory was refused */
    size_t size, room;
} text;

/* Room for that much more; false: memory was refused. */
static bool reserve(text *out, size_t more)
{
    if (out->room - out->size >= more)
        return true;
    const size_t room = out->room + out->room / 2 + more;
    char *grown = realloc(out->at, room);
    if (!grown)
        return false;
    out->at = grown;
    out->room = room;
    return true;
}

static char *put(char *at, const char *from, size_t count)
{
    memcpy(at, from, count);
    return at + count;
}
#define PUT(at, literal) put(at, literal, sizeof(literal) - 1)

static char *put_number(char *at, double value, int decimals)
{
    const size_t length = number_rounded(at, value, decimals);
    return length > 0 ? at + length : PUT(at, "null");
}

static char *put_categories(char *at, uint8_t categories)
{
    const char *before = "";
    *at++ = '"';
    for (unsigned k = 0; k < FUSION_CATEGORIES; k++)
        if (categories >> k & 1u) {
            const char *name = fusion_category_name(k);
            at = put(put(at, before, strlen(before)), name, strlen(name));
            before = "+";
        }
    *at++ = '"';
    return at;
}

/* What stands before a view's track of any object; made once for all objects. */
typedef struct views {
    text text;
    size_t begin[FUSION_VIEWS_MAX + 1];
} views;

static bool views_make(views *all, const config *of)
{
    for (size_t v = 0; v < of->view_count; v++) {
        const char *name = of->view_names[v];
        if (!reserve(&all->text, json_text_room(name) + 64))
            return false;
        char *at = all->text.at + all->text.size;
        at = PUT(json_write_text(PUT(at, "{\"view\":"), name), ",\"track\":");
        all->text.size = all->begin[v + 1] = (size_t)(at - all->text.at);
    }
    return true;
}

/* Each of the row's views takes no more than what stands before it and SIGHT_ROOM. */
#define SIGHT_ROOM (2 * NUMBER_ROOM + 32)

static char *put_seen(char *at, const scores *one, const views *all, size_t row)
{
    bool first = true;
    for (size_t v = 0; v < one->of->view_count; v++) {
        const scores_sight sight = scores_sight_of(one, v, row);
        if (sight.track == 0)
            continue;
        if (!first)
            *at++ = ',';
        first = false;
        at = put(at, all->text.at + all->begin[v], all->begin[v + 1] - all->begin[v]);
        at += number_whole(at, sight.track);
        at = put_number(PUT(at, ",\"error_m\":"), sight.error, 3);
        *at++ = '}';
    }
    return at;
}

static char *put_place(char *at, const double position[3])
{
    double lat, lon, height;
    wgs84_from_ecef(position, &lat, &lon, &height);
    at = put_number(PUT(at, ",\"lat_deg\":"), lat * ANGLE_DEGREES, 7);
    at = put_number(PUT(at, ",\"lon_deg\":"), lon * ANGLE_DEGREES, 7);
    return put_number(PUT(at, ",\"height_m\":"), height, 2);
}

#define OBJECT_ROOM 512 /* besides its name: places, all categories, words */

static bool put_object(text *out, const scores *one, const views *all, size_t row)
{
    const fusion_score_truth *truth = &one->truth->truth[one->at->begin + row];
    const char *name = one->truth->names[truth->object];
    const size_t seen_room = all->text.size + one->of->view_count * SIGHT_ROOM;
    if (!reserve(out, json_text_room(name) + OBJECT_ROOM + seen_room))
        return false;
    char *at = out->at + out->size;
    if (row > 0)
        *at++ = ',';
    at = json_write_text(PUT(at, "{\"id\":"), name);
    at = put_categories(PUT(at, ",\"category\":"), one->truth->categories[truth->object]);
    at = put_place(at, truth->position);
    at = put_seen(PUT(at, ",\"seen\":["), one, all, row);
    at = PUT(at, "]}");
    out->size = (size_t)(at - out->at);
    return true;
}

static bool put_epoch(text *out, const scores *one, const views *all)
{
    if (!reserve(out, OBJECT_ROOM))
        return false;
    char *at = PUT(out->at, "{\"epoch_ns\":");
    at += number_whole(at, (uint64_t)one->epoch_ns);
    at = PUT(at, ",\"objects\":[");
    out->size = (size_t)(at - out->at);
    const size_t objects = one->at ? one->at->end - one->at->begin : 0;
    for (size_t row = 0; row < objects; row++)
        if (!put_object(out, one, all, row))
            return false;
    if (!reserve(out, 4))
        return false;
    out->size = (size_t)(PUT(out->at + out->size, "]}\n") - out->at);
    return true;
}

char *scores_truth_text(const scores *one, size_t *size)
{
    views all = {0};
    text out = {0};
    const bool good = views_make(&all, one->of) && put_epoch(&out, one, &all);
    free(all.text.at);
    if (!good) {
        free(out.at);
        return NULL;
    }
    *size = out.size;
    return out.at;
}
