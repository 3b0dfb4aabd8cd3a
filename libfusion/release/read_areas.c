#include "release/area.h"
#include "release/read.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define DEGREES (180.0 / 3.14159265358979323846)

/* Half round the world: beyond it a circle is the circle of the other side. */
#define RADIUS_MAX 10000000.0

static bool read_altitude(book_reader *r, const text_node *node, book_area *area)
{
    if (read_is(node, "any"))
        return true;
    const char *to = node->kind == TEXT_SCALAR && !node->quoted ? strstr(node->text, " to ") : NULL;
    char low[64];
    if (!to || (size_t)(to - node->text) >= sizeof low) {
        text_say(r->messages, TEXT_ERROR, node->line,
                 "altitude is any, or a band. Write \"0 m to 3000 m\".");
        return false;
    }
    memcpy(low, node->text, (size_t)(to - node->text));
    low[to - node->text] = '\0';
    const text_node first = {.kind = TEXT_SCALAR, .line = node->line, .text = low};
    const text_node second = {.kind = TEXT_SCALAR, .line = node->line, .text = to + 4};
    if (!text_length(&first, "altitude", true, &area->low, r->messages) ||
        !text_length(&second, "altitude", true, &area->high, r->messages))
        return false;
    area->banded = true;
    if (area->low < area->high)
        return true;
    text_say(r->messages, TEXT_ERROR, node->line,
             "altitude band \"%s\" is reversed or empty. Write the lower height first.",
             node->text);
    return false;
}

static bool read_circle(book_reader *r, const text_node *node, book_area *area)
{
    static const read_key keys[] = {{"centre", NULL}, {"radius", NULL}};
    if (!read_keys(r, node, "circle", keys, 2) ||
        !text_place(text_find(node, "centre"), "place", &area->lat, &area->lon, r->messages) ||
        !text_length(text_find(node, "radius"), "radius", false, &area->radius, r->messages))
        return false;
    if (area->radius > 0.0 && area->radius < RADIUS_MAX)
        return true;
    text_say(r->messages, TEXT_ERROR, node->line,
             "circle \"%s\" has a radius that is nothing, or half round the world.", area->name);
    return false;
}

/* "10.0 N" or "175.0 E", by reading it as a place on the equator or the first meridian. */
static bool read_edge(book_reader *r, const text_node *box, const char *key, double *angle)
{
    const text_node *node = text_find(box, key);
    const bool parallel = key[0] == 's' || key[0] == 'n';
    char place[80];
    double other;
    if (node->kind != TEXT_SCALAR || node->quoted) {
        text_say(r->messages, TEXT_ERROR, node->line, "%s is one coordinate, written plain.", key);
        return false;
    }
    snprintf(place, sizeof place, parallel ? "%.60s 0 E" : "0 N %.60s", node->text);
    const text_node as_place = {.kind = TEXT_SCALAR, .line = node->line, .text = place};
    text_messages unheard;
    text_messages_init(&unheard, "");
    if (parallel ? text_place(&as_place, key, angle, &other, &unheard)
                 : text_place(&as_place, key, &other, angle, &unheard))
        return true;
    text_say(r->messages, TEXT_ERROR, node->line, "%s \"%s\" is not a coordinate. Write \"%s\".",
             key, node->text, parallel ? "10.0 N" : "175.0 E");
    return false;
}

static bool read_box(book_reader *r, const text_node *node, book_area *area)
{
    static const read_key keys[] = {
        {"south", NULL}, {"north", NULL}, {"west", NULL}, {"east", NULL}};
    if (!read_keys(r, node, "box", keys, 4))
        return false;
    bool good = read_edge(r, node, "south", &area->south);
    good = read_edge(r, node, "north", &area->north) && good;
    good = read_edge(r, node, "west", &area->west) && good;
    good = read_edge(r, node, "east", &area->east) && good;
    if (!good)
        return false;
    const char *fault = area->south >= area->north ? "has its south north of its north, or on it."
                        : area->west == area->east ? "has its west where its east is."
                                                   : NULL;
    if (fault)
        text_say(r->messages, TEXT_ERROR, node->line, "box \"%s\" %s", area->name, fault);
    return !fault;
}

static bool polygon_is_simple(book_reader *r, const text_node *node, const book_area *area)
{
    const size_t count = area->corner_count;
    const double longest = 179.0 / DEGREES;
    for (size_t i = 0; i < count; i++) {
        const double *a = area->corners[i], *b = area->corners[(i + 1) % count];
        const double cosine = a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
        if (cosine > 1.0 - 1e-14 || cosine <= cos(longest)) {
            text_say(r->messages, TEXT_ERROR, node->line,
                     "polygon \"%s\": corners %zu-%zu are %s. Put another corner between, or leave "
                     "one out.",
                     area->name, i + 1, (i + 1) % count + 1,
                     cosine > 0.0 ? "the same place" : "179 degrees or more apart");
            return false;
        }
    }
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count; j++)
            if (area_edges_cross(area, i, j)) {
                text_say(r->messages, TEXT_ERROR, node->line,
                         "polygon \"%s\" crosses itself between corners %zu-%zu and %zu-%zu. Give "
                         "the corners in order round the edge.",
                         area->name, i + 1, (i + 1) % count + 1, j + 1, (j + 1) % count + 1);
                return false;
            }
    return true;
}

static bool read_polygon(book_reader *r, const text_node *node, book_area *area)
{
    const text_node *list;
    if (!read_list(r, node, "Give the corners in order round the edge.", false, &list))
        return false;
    if (list->count < 3 || list->count > BOOK_CORNERS_MAX) {
        text_say(r->messages, TEXT_ERROR, node->line,
                 "polygon \"%s\" has %zu corners: 3 to %d are "
                 "taken.",
                 area->name, list->count, BOOK_CORNERS_MAX);
        return false;
    }
    area->corners = read_keep(r, list->count, sizeof *area->corners);
    if (!area->corners)
        return false;
    for (size_t i = 0; i < list->count; i++) {
        double lat, lon;
        if (!text_place(&list->items[i], "place", &lat, &lon, r->messages))
            return false;
        area_unit(lat, lon, area->corners[i]);
    }
    area->corner_count = list->count;
    if (!polygon_is_simple(r, node, area))
        return false;
    area_orient(area);
    return true;
}

static bool read_shape(book_reader *r, const text_node *entry, book_area *area)
{
    const text_node *circle = text_find(entry, "circle"), *box = text_find(entry, "box");
    const text_node *polygon = text_find(entry, "polygon");
    if ((circle != NULL) + (box != NULL) + (polygon != NULL) != 1) {
        text_say(r->messages, TEXT_ERROR, entry->line,
                 "area \"%s\" is one circle, one polygon or one box.", area->name);
        return false;
    }
    area->shape = circle ? BOOK_CIRCLE : box ? BOOK_BOX : BOOK_POLYGON;
    return circle ? read_circle(r, circle, area)
           : box  ? read_box(r, box, area)
                  : read_polygon(r, polygon, area);
}

/* Sensors, kinds and areas share one set of names, because except lists them together. */
static bool area_name_free(book_reader *r, const book_area *area)
{
    const fusion_book *book = r->book;
    bool good = true;
    for (unsigned i = 0; i < FUSION_SENSOR_KINDS; i++)
        if (strcmp(fusion_sensor_kind_name(i), area->name) == 0) {
            text_say(r->messages, TEXT_ERROR, area->line,
                     "\"%s\" is a kind of sensor and cannot be the name of an area.", area->name);
            good = false;
        }
    for (size_t i = 0; i < book->sensor_count; i++)
        good =
            read_differs(r, area->name, area->line, book->sensors[i].name, book->sensor_lines[i]) &&
            good;
    for (size_t i = 0; i < book->area_count; i++)
        good = read_differs(r, area->name, area->line, book->areas[i].name, book->areas[i].line) &&
               good;
    return good;
}

bool read_section_areas(book_reader *r, const text_node *node)
{
    static const read_key keys[] = {
        {"name", NULL},
        {"altitude", "Write \"altitude: any\" or a band; nothing is assumed."},
        {"circle", ""},
        {"polygon", ""},
        {"box", ""}};
    fusion_book *book = r->book;
    const text_node *list;
    book->areas = read_section(r, node, "areas", BOOK_AREAS_MAX, sizeof *book->areas, &list);
    if (!book->areas)
        return false;
    bool good = true;
    for (size_t i = 0; i < list->count; i++, book->area_count++) {
        const text_node *entry = &list->items[i];
        book_area *area = &book->areas[i];
        area->line = entry->line;
        good = read_keys(r, entry, "area", keys, 5) &&
               read_new_word(r, entry, "area", area->name) && area_name_free(r, area) &&
               read_altitude(r, text_find(entry, "altitude"), area) && read_shape(r, entry, area) &&
               good;
    }
    return good;
}
