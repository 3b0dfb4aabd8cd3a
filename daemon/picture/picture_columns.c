#include "daemon/picture/picture_columns.h"

#include "daemon/picture/picture_sources.h"
#include "geo/angle.h"
#include "geo/turn.h"
#include "geo/wgs84.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int name_compare(const void *a, const void *b)
{
    const source_name *one = a;
    const source_name *other = b;
    const int nation = strcmp(one->nation, other->nation);
    return nation ? nation : strcmp(one->sensor, other->sensor);
}

static uint16_t place_of(const source_names *names, source_name wanted)
{
    const source_name *found =
        bsearch(&wanted, names->names, names->count, sizeof wanted, name_compare);
    return (uint16_t)(found - names->names);
}

void source_names_make(source_names *names, const fusion_registry *registry)
{
    names->count = 0;
    for (size_t i = 0; i < registry->sensor_count; i++) {
        const fusion_sensor *sensor = &registry->sensors[i];
        names->names[names->count++] =
            (source_name){registry->nations[sensor->nation].code, sensor->name};
    }
    for (size_t i = 0; i < registry->nation_count; i++)
        names->names[names->count++] = (source_name){registry->nations[i].code, ""};
    qsort(names->names, names->count, sizeof names->names[0], name_compare);
    for (size_t i = 0; i < registry->sensor_count; i++) {
        const fusion_sensor *sensor = &registry->sensors[i];
        names->sensors[i] =
            place_of(names, (source_name){registry->nations[sensor->nation].code, sensor->name});
    }
    for (size_t i = 0; i < registry->nation_count; i++)
        names->nations[i] = place_of(names, (source_name){registry->nations[i].code, ""});
}

int source_key_compare(const source_key *a, const source_key *b)
{
    for (size_t i = SOURCE_WORDS; i > 0; i--)
        if (a->bits[i - 1] != b->bits[i - 1])
            return a->bits[i - 1] < b->bits[i - 1] ? -1 : 1;
    return 0;
}

static source_key key_of(const fusion_track *track, const source_names *names,
                         const fusion_registry *registry)
{
    source_key key = {{0}};
    for (size_t i = 0; i < registry->sensor_count; i++)
        if (picture_names_sensor(track, i))
            key.bits[names->sensors[i] / 64] |= UINT64_C(1) << names->sensors[i] % 64;
    const uint32_t nations = picture_names_nations(track, registry);
    for (size_t i = 0; i < registry->nation_count; i++)
        if (nations >> i & 1)
            key.bits[names->nations[i] / 64] |= UINT64_C(1) << names->nations[i] % 64;
    return key;
}

static uint16_t claimant(const fusion_claim *said, const source_names *names,
                         const fusion_registry *registry)
{
    if (said->sensor < registry->sensor_count)
        return names->sensors[said->sensor];
    return said->nation < registry->nation_count ? names->nations[said->nation] : SOURCES_MAX;
}

static void set_claims(column_claims *claims, const fusion_track *track, const source_names *names,
                       const fusion_registry *registry)
{
    claims->count = 0;
    for (size_t i = 0; i < track->claim_count; i++) {
        const fusion_claim *said = &track->claims[i];
        const uint16_t name = claimant(said, names, registry);
        size_t at = claims->count++;
        for (; at > 0 && claims->of[at - 1].name > name; at--)
            claims->of[at] = claims->of[at - 1];
        claims->of[at].name = name;
        claims->of[at].categories = said->categories;
        claims->of[at].identity = said->identity;
        claims->of[at].identity_percent = said->identity_percent;
    }
}

uint32_t picture_sigma(double sigma)
{
    const double q = ceil(64.0 * log2(sigma / 0.01));
    return q > 0.0 && isfinite(q) ? (uint32_t)q : 0;
}

void picture_ellipse(double ee, double en, double nn, double *major, double *minor, double *turn)
{
    /* Eigenvalues of a 2 x 2: mean and half difference, so that nothing cancels but at the end. */
    const double mean = 0.5 * (ee + nn);
    const double half = hypot(0.5 * (nn - ee), en);
    *major = sqrt(fmax(mean + half, 0.0));
    *minor = sqrt(fmax(mean - half, 0.0));
    const double axis = 0.5 * atan2(2.0 * en, nn - ee);
    *turn = axis < 0.0 ? axis + ANGLE_PI : axis;
}

double picture_largest_sigma(const double packed[6])
{
    /* Smith 1961, "Eigenvalues of a symmetric 3 x 3 matrix": the largest root by its cosine. */
    const double mean = (packed[0] + packed[3] + packed[5]) / 3.0;
    const double xx = packed[0] - mean, yy = packed[3] - mean, zz = packed[5] - mean;
    const double xy = packed[1], xz = packed[2], yz = packed[4];
    const double p2 = (xx * xx + yy * yy + zz * zz + 2.0 * (xy * xy + xz * xz + yz * yz)) / 6.0;
    if (!(p2 > 0.0))
        return sqrt(fmax(mean, 0.0));
    const double p = sqrt(p2);
    const double determinant =
        xx * (yy * zz - yz * yz) - xy * (xy * zz - yz * xz) + xz * (xy * yz - yy * xz);
    const double cosine = fmin(1.0, fmax(-1.0, determinant / (2.0 * p * p2)));
    return sqrt(fmax(mean + 2.0 * p * cos(acos(cosine) / 3.0), 0.0));
}

/* Rounds to a column's unit; what does not fit stands at the end of the range. */
static uint32_t whole(double value)
{
    if (!(value > -2147483648.0))
        return isnan(value) ? 0 : (uint32_t)INT32_MIN;
    return value < 2147483647.0 ? (uint32_t)(int32_t)lrint(value) : (uint32_t)INT32_MAX;
}

static void set_place(picture_columns *columns, size_t i, const fusion_track *track,
                      const fusion_form *form, double axes[9])
{
    double lat, lon, height;
    wgs84_from_ecef(track->position, &lat, &lon, &height);
    wgs84_axes(lat, lon, axes);
    columns->wide[WIDE_LAT][i] = whole(lat * ANGLE_DEGREES * 1e7);
    columns->wide[WIDE_LON][i] = whole(lon * ANGLE_DEGREES * 1e7);
    columns->wide[WIDE_HEIGHT][i] = form && form->altitude < 0.0 ? 0 : whole(height * 100.0);
}

static void set_velocity(picture_columns *columns, size_t i, const fusion_track *track,
                         const double axes[9])
{
    double velocity[3];
    turn_to_local(axes, track->velocity, velocity);
    const bool hidden = track->marks & FUSION_MARK_VELOCITY_UNKNOWN;
    for (int k = 0; k < 3; k++)
        columns->wide[WIDE_EAST + k][i] = hidden ? 0 : whole(velocity[k] * 100.0);
}

static void set_accuracy(picture_columns *columns, size_t i, const fusion_track *track,
                         const fusion_form *form, const double axes[9])
{
    double local[21];
    turn_covariance6_to_local(axes, track->covariance, local);
    double major, minor, turn;
    picture_ellipse(local[0], local[1], local[6], &major, &minor, &turn);
    columns->wide[WIDE_MAJOR][i] = picture_sigma(major);
    columns->wide[WIDE_MINOR][i] = picture_sigma(minor);
    columns->wide[WIDE_TURN][i] = (uint32_t)lrint(turn * ANGLE_DEGREES * 100.0) % 18000;
    const bool flat = form && form->altitude < 0.0;
    columns->wide[WIDE_VERTICAL][i] = flat ? 0 : picture_sigma(sqrt(fmax(local[11], 0.0)));
    /* The block of velocity: vxx vxy vxz vyy vyz vzz. */
    const double velocity[6] = {local[15], local[16], local[17], local[18], local[19], local[20]};
    const bool hidden = track->marks & FUSION_MARK_VELOCITY_UNKNOWN;
    columns->wide[WIDE_SPEED][i] = hidden ? 0 : picture_sigma(picture_largest_sigma(velocity));
}

static void set_words(picture_columns *columns, size_t i, const fusion_track *track)
{
    columns->number[i] = track->number;
    columns->absorbed[i] = track->absorbed;
    columns->narrow[NARROW_STATUS][i] = track->status;
    columns->narrow[NARROW_CATEGORIES][i] = track->categories;
    columns->narrow[NARROW_IDENTITY][i] = track->identity;
    columns->narrow[NARROW_PERCENT][i] = track->identity_percent;
    columns->narrow[NARROW_MARKS][i] = track->marks;
    columns->form[i] = track->form;
    columns->type_code[i] = track->type_code;
    memset(columns->label[i], 0, sizeof columns->label[i]);
    memcpy(columns->label[i], track->label, strnlen(track->label, 64));
}

/* Doubles, so that the room settles; what has grown already is only larger than it needs to be. */
static bool grow(picture_columns *columns, size_t count)
{
    if (count <= columns->room)
        return true;
    const size_t room = count > 2 * columns->room ? count : 2 * columns->room;
#define GROW(array)                                                                                \
    do {                                                                                           \
        void *grown = realloc(array, room * sizeof *(array));                                      \
        if (!grown)                                                                                \
            return false;                                                                          \
        (array) = grown;                                                                           \
    } while (0)
    GROW(columns->number);
    for (int k = 0; k < WIDE_COUNT; k++)
        GROW(columns->wide[k]);
    for (int k = 0; k < NARROW_COUNT; k++)
        GROW(columns->narrow[k]);
    GROW(columns->type_code);
    GROW(columns->label);
    GROW(columns->form);
    GROW(columns->sources);
    GROW(columns->claims);
    GROW(columns->absorbed);
    GROW(columns->listed_form);
    GROW(columns->source_set);
#undef GROW
    columns->room = room;
    return true;
}

bool picture_columns_set(picture_columns *columns, const fusion_track *tracks, size_t count,
                         int64_t epoch_ns, const source_names *names,
                         const fusion_registry *registry, const config_forms *forms)
{
    if (!grow(columns, count))
        return false;
    columns->count = count;
    for (size_t i = 0; i < count; i++) {
        const fusion_track *track = &tracks[i];
        const fusion_form *form = config_form(forms, track->form);
        const int64_t age_ns = epoch_ns > track->newest_ns ? epoch_ns - track->newest_ns : 0;
        double axes[9];
        set_words(columns, i, track);
        set_place(columns, i, track, form, axes);
        set_velocity(columns, i, track, axes);
        set_accuracy(columns, i, track, form, axes);
        columns->wide[WIDE_AGE][i] = whole((double)age_ns * 1e-8);
        columns->sources[i] = key_of(track, names, registry);
        set_claims(&columns->claims[i], track, names, registry);
    }
    return true;
}

static void copy_one(picture_columns *into, size_t at, const picture_columns *from, size_t i)
{
    into->number[at] = from->number[i];
    for (int k = 0; k < WIDE_COUNT; k++)
        into->wide[k][at] = from->wide[k][i];
    for (int k = 0; k < NARROW_COUNT; k++)
        into->narrow[k][at] = from->narrow[k][i];
    into->type_code[at] = from->type_code[i];
    memcpy(into->label[at], from->label[i], sizeof into->label[at]);
    into->form[at] = from->form[i];
    into->sources[at] = from->sources[i];
    into->claims[at] = from->claims[i];
    into->absorbed[at] = from->absorbed[i];
    into->listed_form[at] = from->listed_form[i];
    into->source_set[at] = from->source_set[i];
}

bool picture_columns_gather(picture_columns *into, const picture_columns *from,
                            const uint32_t *indices, size_t count)
{
    if (!grow(into, count))
        return false;
    into->count = count;
    for (size_t at = 0; at < count; at++)
        copy_one(into, at, from, indices[at]);
    return true;
}

void picture_columns_free(picture_columns *columns)
{
    free(columns->number);
    for (int k = 0; k < WIDE_COUNT; k++)
        free(columns->wide[k]);
    for (int k = 0; k < NARROW_COUNT; k++)
        free(columns->narrow[k]);
    free(columns->type_code);
    free(columns->label);
    free(columns->form);
    free(columns->sources);
    free(columns->claims);
    free(columns->absorbed);
    free(columns->listed_form);
    free(columns->source_set);
    memset(columns, 0, sizeof *columns);
}
