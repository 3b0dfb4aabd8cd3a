#include "daemon/file.h"
#include "fusion/report.h"
#include "geo/angle.h"
#include "geo/turn.h"
#include "geo/wgs84.h"
#include "tools/import/formats.h"
#include "tools/import/json_walk.h"
#include "tools/import/trails.h"
#include "tools/import/values.h"
#include "tools/say.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SECOND     INT64_C(1000000000)
#define SIZE_MOST  64000000
#define POINTS     64
#define TARGETS    1e6 /* the highest number */
#define ORIGIN_LAT (63.4389029083 / ANGLE_DEGREES)
#define ORIGIN_LON (10.39908278 / ANGLE_DEGREES)
#define ORIGIN_UP  39.923 /* m above the ellipsoid, as the sea is there */

/* sensorID 1 to 4. Of points the sigma each way, m; of bearings, rad. */
static const struct part {
    const char *name;
    bool bearings;
    double sigma;
} parts[4] = {{"lidar", false, 2.5},
              {"radar", false, 5.0},
              {"infrared", true, 5.0 / ANGLE_DEGREES},
              {"daylight", true, 2.5 / ANGLE_DEGREES}};

typedef struct look_set {
    int number; /* in the file, from 1 */
    double sensor, time;
    double own[2]; /* north, east */
    double values[2][POINTS];
    size_t count; /* of points or bearings */
} look_set;

static void place_of(double north, double east, double *lat, double *lon)
{
    double axes[9], origin[3], moved[3], height;
    const double local[3] = {east, north, 0.0};
    wgs84_to_ecef(ORIGIN_LAT, ORIGIN_LON, ORIGIN_UP, origin);
    wgs84_axes(ORIGIN_LAT, ORIGIN_LON, axes);
    turn_to_ecef(axes, local, moved);
    for (int i = 0; i < 3; i++)
        moved[i] += origin[i];
    wgs84_from_ecef(moved, lat, lon, &height);
}

/* Two lists are norths and easts, two numbers one point: [n, e]. */
static bool points_read(json_walk *at, look_set *set)
{
    size_t lists = 0, numbers = 0;
    double one[2 * POINTS];
    walk_enter(at, '[');
    while (walk_more(at, ']')) {
        if (walk_is(at, '[')) {
            const size_t got = walk_numbers(at, lists < 2 ? set->values[lists] : one, POINTS);
            if (lists++ == 0)
                set->count = got;
            else if (got != set->count || lists > 2)
                walk_fail(at, "measurement has two lists of one length");
        } else {
            if (numbers >= 2 * POINTS)
                walk_fail(at, "measurement has over 64 points");
            else
                one[numbers++] = walk_number(at);
        }
    }
    if (numbers == 2) {
        set->values[0][0] = one[0];
        set->values[1][0] = one[1];
        set->count = 1;
    } else if (numbers > 0 || lists == 1) {
        walk_fail(at, "measurement is [n, e] or two lists");
    }
    return walk_good(at);
}

static bool bearings_read(json_walk *at, look_set *set)
{
    if (walk_is(at, '[')) {
        set->count = walk_numbers(at, set->values[0], POINTS);
    } else {
        set->values[0][0] = walk_number(at);
        set->count = 1;
    }
    return walk_good(at);
}

static bool is_number(double value, double least, double most)
{
    return value >= least && value <= most && floor(value) == value;
}

/* The measurement's shape hangs on the sensor, which may stand behind it. */
static bool set_read(json_walk *at, look_set *set, int number)
{
    json_walk measurement = {0};
    *set = (look_set){.number = number};
    walk_enter(at, '{');
    while (walk_more(at, '}')) {
        const char *key = walk_key(at);
        if (strcmp(key, "sensorID") == 0) {
            set->sensor = walk_number(at);
        } else if (strcmp(key, "time") == 0) {
            set->time = walk_number(at);
        } else if (strcmp(key, "ownshipPosition") == 0) {
            if (walk_numbers(at, set->own, 2) != 2)
                walk_fail(at, "ownshipPosition is [n, e]");
        } else {
            if (strcmp(key, "measurement") == 0)
                measurement = *at;
            walk_skip(at);
        }
    }
    if (!is_number(set->sensor, 1.0, 4.0) || !measurement.next)
        walk_fail(at, "a set needs sensorID 1 to 4, time, ownshipPosition and measurement");
    else if (!(set->time >= YEAR_2000_NS / 1e9 && set->time < YEAR_2100_NS / 1e9))
        walk_fail(at, "time is not within the years 2000 to 2100");
    if (!walk_good(at))
        return false;
    const bool bearings = parts[(int)set->sensor - 1].bearings;
    const bool read = bearings ? bearings_read(&measurement, set) : points_read(&measurement, set);
    if (!read)
        walk_fail(at, measurement.wrong);
    return read;
}

static feed_report point_made(const look_set *set, size_t k, double sigma)
{
    feed_report made = {.kind = FEED_GEODETIC};
    feed_geodetic *place = &made.as.geodetic;
    place_of(set->own[0] + set->values[0][k], set->own[1] + set->values[1][k], &place->lat,
             &place->lon);
    place->has_height = true;
    place->height = ORIGIN_UP;
    place->covariance[0] = place->covariance[3] = sigma * sigma;
    place->covariance[5] = 4.0;
    return made;
}

static bool set_add(rows *into, const look_set *set, uint32_t scan)
{
    const struct part *part = &parts[(int)set->sensor - 1];
    const int sensor = rows_sensor(into, part->name);
    feed_platform own = {.time_ns = llround(set->time * 1e6) * 1000, .height = ORIGIN_UP};
    place_of(set->own[0], set->own[1], &own.lat, &own.lon);
    into->file.line = set->number;
    for (size_t k = 0; k < set->count && sensor >= 0; k++) {
        feed_report made = {.kind = FEED_BEARING};
        if (part->bearings) {
            made.as.polar.azimuth = angle_wrap_positive(set->values[0][k]);
            made.as.polar.sigma_azimuth = part->sigma;
        } else {
            made = point_made(set, k, part->sigma);
        }
        made.time_ns = own.time_ns;
        made.scan = scan;
        made.categories = FUSION_SURFACE;
        if (!rows_add(into, sensor, made.time_ns, &made))
            return false;
        into->entries[into->count - 1].platform = own;
    }
    return sensor >= 0;
}

static int set_order(const void *a, const void *b)
{
    const look_set *one = a, *two = b;
    if (one->time != two->time)
        return one->time < two->time ? -1 : 1;
    return one->sensor < two->sensor ? -1 : one->sensor > two->sensor;
}

static bool sets_add(rows *into, look_set *sets, size_t count)
{
    uint32_t scans[4] = {0};
    if (count > 0)
        qsort(sets, count, sizeof *sets, set_order);
    for (size_t i = 0; i < count; i++)
        if (!set_add(into, &sets[i], ++scans[(int)sets[i].sensor - 1]))
            return false;
    return true;
}

/* Room for one more. NULL: memory was refused. */
static void *grown(void *items, size_t count, size_t size)
{
    return (count & (count - 1)) ? items : realloc(items, (2 * count + 1) * size);
}

static bool autoferry_read(rows *into, const char *path)
{
    char *text;
    size_t size, count = 0;
    if (file_read(path, SIZE_MOST, &text, &size) != 0) {
        text_say(into->messages, TEXT_ERROR, 0, "it cannot be read.");
        return false;
    }
    look_set *sets = NULL;
    json_walk at = {.next = text};
    walk_enter(&at, '[');
    while (walk_more(&at, ']')) {
        look_set *more = grown(sets, count, sizeof *sets);
        if (!more) {
            walk_fail(&at, "memory was refused");
            break;
        }
        sets = more;
        count += set_read(&at, &sets[count], (int)count + 1);
    }
    into->file.rows = count;
    if (!walk_good(&at))
        text_say(into->messages, TEXT_ERROR, 0, "set %zu: %s.", count + 1, at.wrong);
    const bool good = walk_good(&at) && sets_add(into, sets, count);
    free(sets);
    free(text);
    return good;
}

typedef struct target_place {
    double target, time, place[3];
} target_place;

static bool target_read(json_walk *at, target_place *one)
{
    walk_enter(at, '{');
    while (walk_more(at, '}')) {
        const char *key = walk_key(at);
        if (strcmp(key, "targetID") == 0)
            one->target = walk_number(at);
        else if (strcmp(key, "time") == 0)
            one->time = walk_number(at);
        else if (strcmp(key, "position") == 0)
            walk_numbers(at, one->place, 3);
        else
            walk_skip(at);
    }
    if (!is_number(one->target, 0.0, TARGETS))
        walk_fail(at, "targetID is not a whole number from 0 to 1,000,000");
    return walk_good(at);
}

static int target_order(const void *a, const void *b)
{
    const target_place *one = a, *two = b;
    if (one->target != two->target)
        return one->target < two->target ? -1 : 1;
    return one->time < two->time ? -1 : one->time > two->time;
}

static void truth_at(const target_place *from, const target_place *to, double second, truth *out)
{
    const double lasts = to->time - from->time, f = (second - from->time) / lasts;
    char name[24];
    snprintf(name, sizeof name, "target-%d", (int)from->target);
    truth_row row = {.time_ns = (int64_t)second * SECOND,
                     .object = name,
                     .height = ORIGIN_UP,
                     .velocity = {(to->place[1] - from->place[1]) / lasts,
                                  (to->place[0] - from->place[0]) / lasts, 0.0},
                     .categories = FUSION_SURFACE};
    place_of(from->place[0] + f * (to->place[0] - from->place[0]),
             from->place[1] + f * (to->place[1] - from->place[1]), &row.lat, &row.lon);
    truth_write(out, &row);
}

/* Each whole second that lies between two places of one target, in order of time. */
static void truth_seconds(const rows *from, const target_place *places, size_t count)
{
    const double first = floor((double)from->entries[0].time_ns / 1e9);
    const double last = ceil((double)from->entries[from->count - 1].time_ns / 1e9);
    for (double second = first; second <= last; second += 1.0)
        for (size_t i = 1; i < count; i++)
            if (places[i].target == places[i - 1].target && places[i - 1].time < second &&
                places[i].time >= second)
                truth_at(&places[i - 1], &places[i], second, from->true_places);
}

static bool targets_read(json_walk *at, target_place **places, size_t *count)
{
    walk_enter(at, '[');
    while (walk_more(at, ']')) {
        walk_enter(at, '[');
        while (walk_more(at, ']')) {
            target_place *more = grown(*places, *count, sizeof *more);
            if (!more)
                return false;
            *places = more;
            more[*count] = (target_place){.target = 0.0};
            *count += target_read(at, &more[*count]);
        }
    }
    return walk_good(at);
}

/* The truth lies beside the detections, under a name of its own. */
static bool autoferry_truth(const rows *from)
{
    if (!trails_fit(from, "set"))
        return false;
    char path[4096], *text = NULL;
    size_t size, count = 0;
    const char *file = from->messages->file, *end = strstr(file, "detections.json");
    snprintf(path, sizeof path, "%.*sgroundTruth.json", end ? (int)(end - file) : 0, file);
    if (!end || file_read(path, SIZE_MOST, &text, &size) != 0) {
        say_error(
            "%s is not there: truth is read from *_groundTruth.json beside *_detections.json.",
            path);
        return false;
    }
    target_place *places = NULL;
    json_walk at = {.next = text};
    const bool read = targets_read(&at, &places, &count);
    if (!read)
        say_error("%s: %s.", path, at.wrong ? at.wrong : "memory was refused");
    if (read && count > 0) {
        qsort(places, count, sizeof *places, target_order);
        truth_seconds(from, places, count);
    }
    free(places);
    free(text);
    return read;
}

const import_format format_autoferry = {
    .name = "autoferry",
    .what = "lidar, radar and cameras of the Autoferry sensor fusion data set",
    .about =
        "NAME_detections.json, with NAME_groundTruth.json beside it for --truth. Sensors lidar\n"
        "and radar send plots, infrared and daylight bearings, all of category surface, from the\n"
        "moving ferry. Accuracies, one sigma: lidar 2.5 m, radar 5 m each way, daylight 2.5 and\n"
        "infrared 5 degrees, from the medians that the two scenarios show; the sea's height 2 m.\n"
        "Truth is each second, between the two samples next to it, of sets that span 24 hours at\n"
        "most.\n",
    .read_file = autoferry_read,
    .truth = autoferry_truth,
};
