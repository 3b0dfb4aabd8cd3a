#include "daemon/told/json_put.h"
#include "daemon/web/web_inside.h"
#include "geo/angle.h"
#include "geo/wgs84.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MARGIN_DEG 2.0 /* of the map round the sensors: some 220 km */

static void put_audience(FILE *out, const config *of, uint32_t audience, const char *between)
{
    const char *before = "";
    for (size_t n = 0; n < of->registry.nation_count; n++)
        if (audience >> n & 1u) {
            fprintf(out, "%s%s", before, of->registry.nations[n].code);
            before = between;
        }
}

/* A room is opened only to who may let others in: these are all whom he may. */
static void put_room(FILE *out, const config *of, size_t index)
{
    const fusion_room room = fusion_book_room(of->book, index);
    const uint32_t nations = (uint32_t)((UINT64_C(1) << of->registry.nation_count) - 1);
    fputs(",\"room\":true,\"visitors\":[", out);
    if (nations & ~room.residents) {
        fputs("\"", out);
        put_audience(out, of, nations & ~room.residents, "\",\"");
        fputs("\"", out);
    }
    fprintf(out, "],\"by_operator\":%s", room.by_operator ? "true" : "false");
}

static void put_view(FILE *out, const config *of, size_t view)
{
    fputs("{\"name\":", out);
    json_put_text(out, of->view_names[view]);
    fputs(",\"audience\":\"", out);
    if (of->rooms[view] >= 0)
        fputs(fusion_book_room(of->book, (size_t)of->rooms[view]).name, out);
    else
        put_audience(out, of, of->views[view].audience, "+");
    fputs("\"", out);
    if (of->rooms[view] >= 0)
        put_room(out, of, (size_t)of->rooms[view]);
    fputs(",\"rule\":", out);
    json_put_text(out, fusion_book_rule_name(of->book, of->views[view].rule));
    fprintf(out, ",\"in_force\":%s}", of->views[view].rule == of->in_force ? "true" : "false");
}

/* Views rule by rule in the book's order, whatever order they were listed in. */
static void put_views(FILE *out, const config *of, uint64_t views)
{
    const char *before = "";
    for (size_t rule = 0; rule < fusion_book_rules(of->book); rule++)
        for (size_t n = 0; n < of->view_count; n++)
            if (of->views[n].rule == rule && views >> n & 1u) {
                fputs(before, out);
                put_view(out, of, n);
                before = ",";
            }
}

static void put_who(FILE *out, const config *of, const web_reader *reader)
{
    if (reader->white_cell)
        json_put_text(out, FUSION_WHITE_CELL);
    else if (reader->nation >= 0)
        json_put_text(out, of->registry.nations[reader->nation].code);
    else
        json_put_text(out, fusion_book_room(of->book, (size_t)reader->room).name);
}

/* In the book's order; a partner finds itself alone. */
static void put_partners(FILE *out, const config *of, const web_reader *reader)
{
    const char *before = "";
    for (size_t n = 0; n < of->registry.nation_count; n++) {
        size_t sensors = 0;
        if (!reader->white_cell && (int)n != reader->nation)
            continue;
        for (size_t s = 0; s < of->registry.sensor_count; s++)
            sensors += of->registry.sensors[s].nation == n;
        fprintf(out, "%s{\"code\":\"%s\",\"sensors\":%zu}", before, of->registry.nations[n].code,
                sensors);
        before = ",";
    }
}

/* Whose places the reader may know. A room's screen is laid out for those who are always there: a
 * visitor must not move its map. */
static uint32_t nations_of(const config *of, const web_reader *reader)
{
    if (reader->white_cell)
        return UINT32_MAX;
    if (reader->nation >= 0)
        return UINT32_C(1) << reader->nation;
    return fusion_book_room(of->book, (size_t)reader->room).residents;
}

static size_t places(const config *of, const web_reader *reader, double lat_deg[], double lon_deg[])
{
    const uint32_t nations = nations_of(of, reader);
    size_t count = 0;
    for (size_t n = 0; n < of->registry.sensor_count; n++) {
        const fusion_sensor *sensor = &of->registry.sensors[n];
        double lat, lon, height;
        if (sensor->moves || !(nations >> sensor->nation & 1u))
            continue;
        wgs84_from_ecef(sensor->place, &lat, &lon, &height);
        lat_deg[count] = lat * ANGLE_DEGREES;
        lon_deg[count++] = lon * ANGLE_DEGREES;
    }
    return count;
}

/* The shortest stretch of longitude, eastward from *west, that holds them all; it may cross 180. */
static double stretch(const double lon_deg[], size_t count, double *west)
{
    double shortest = 360.0;
    for (size_t from = 0; from < count; from++) {
        double width = 0.0;
        for (size_t n = 0; n < count; n++)
            width = fmax(width, fmod(lon_deg[n] - lon_deg[from] + 360.0, 360.0));
        if (width < shortest) {
            shortest = width;
            *west = lon_deg[from];
        }
    }
    return shortest;
}

/* West, south, east, north: round the fixed sensors that the reader may know, in whole degrees. It
 * comes from the configuration, so that no report moves the map. */
static void put_area(FILE *out, const config *of, const web_reader *reader)
{
    double lat_deg[FUSION_SENSORS_MAX], lon_deg[FUSION_SENSORS_MAX];
    const size_t count = places(of, reader, lat_deg, lon_deg);
    if (count == 0) {
        fputs("[-180,-60,180,75]", out);
        return;
    }
    double south = 90.0, north = -90.0, west = 0.0;
    for (size_t n = 0; n < count; n++) {
        south = fmin(south, lat_deg[n]);
        north = fmax(north, lat_deg[n]);
    }
    const double width = stretch(lon_deg, count, &west);
    fprintf(out, "[%.0f,%.0f,%.0f,%.0f]", floor(west - MARGIN_DEG),
            fmax(floor(south - MARGIN_DEG), -85.0), ceil(west + width + MARGIN_DEG),
            fmin(ceil(north + MARGIN_DEG), 85.0));
}

char *web_text_site(const config *of, const web_reader *reader, size_t *size)
{
    char *text = NULL;
    FILE *out = open_memstream(&text, size);
    if (!out)
        return NULL;
    fputs("{\"marking\":\"EXERCISE, SYNTHETIC DATA\",\"reader\":", out);
    put_who(out, of, reader);
    fputs(",\"partners\":[", out);
    put_partners(out, of, reader);
    fputs("],\"views\":[", out);
    put_views(out, of, reader->views);
    fputs("],\"area\":", out);
    put_area(out, of, reader);
    if (reader->white_cell)
        fprintf(out, ",\"truth\":%s", of->truth[0] ? "true" : "false");
    fputs("}\n", out);
    return json_put_end(out, &text);
}

/* Fixed sensors of the audience's nation; on a room's screen, and where several stand before one,
 * of none. Others' places are nobody's to show: a source's name may be released, where it stands is
 * not. */
static void put_sensors(FILE *out, const config *of, uint32_t audience, bool room)
{
    const bool alone = !room && (audience & (audience - 1)) == 0;
    const char *before = "";
    for (size_t n = 0; alone && n < of->registry.sensor_count; n++) {
        const fusion_sensor *sensor = &of->registry.sensors[n];
        double lat, lon, height;
        if (sensor->moves || sensor->kind == FUSION_DESK || !(audience >> sensor->nation & 1u))
            continue;
        wgs84_from_ecef(sensor->place, &lat, &lon, &height);
        fprintf(out, "%s{\"name\":\"%s\",\"kind\":\"%s\",\"lat_deg\":%.5f,\"lon_deg\":%.5f}",
                before, sensor->name, fusion_sensor_kind_name(sensor->kind), lat * ANGLE_DEGREES,
                lon * ANGLE_DEGREES);
        before = ",";
    }
}

char *web_text_about(const config *of, const web_view *view, size_t index, size_t *size)
{
    const fusion_view now = {.audience = view->audience, .rule = of->views[index].rule};
    char *text = NULL;
    FILE *out = open_memstream(&text, size);
    if (!out)
        return NULL;
    fputs("{\"view\":", out);
    json_put_text(out, of->view_names[index]);
    fputs(",\"nations\":[", out);
    if (now.audience != 0) {
        fputs("\"", out);
        put_audience(out, of, now.audience, "\",\"");
        fputs("\"", out);
    }
    fputs("],\"given\":\"", out);
    web_given(out, of, &now, view->epoch_ns);
    fputs("\",\"sensors\":[", out);
    put_sensors(out, of, now.audience, of->rooms[index] >= 0);
    fputs("]}\n", out);
    return json_put_end(out, &text);
}
