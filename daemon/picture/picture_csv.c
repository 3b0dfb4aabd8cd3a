#include "daemon/picture/picture_csv.h"

#include "daemon/file.h"
#include "daemon/picture/picture_sources.h"
#include "estimate/packed.h"
#include "geo/angle.h"
#include "geo/turn.h"
#include "geo/wgs84.h"
#include "text/number.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char picture_csv_head[] = "time_s,track,lat_deg,lon_deg,alt_m,ve_m_per_s,vn_m_per_s,"
                                "vu_m_per_s,status,categories,identity,ee,en,eu,nn,nu,uu,age_s,"
                                "sources,identity_percent,claims,absorbed,vee,ven,veu,vnn,vnu,"
                                "vuu\n";

struct picture_csv {
    const fusion_registry *registry;
    file_part file;
    char row[PICTURE_CSV_ROW];
};

int64_t picture_csv_time_ns(int64_t epoch_ns)
{
    const int64_t year_2000 = INT64_C(946684800) * FUSION_SECOND;
    const int64_t year_2001 = INT64_C(978307200) * FUSION_SECOND;
    return epoch_ns - (epoch_ns >= year_2000 && epoch_ns < year_2001 ? year_2000 : 0);
}

/* Exact. */
static char *put_time(char *at, int64_t epoch_ns)
{
    const int64_t time_ns = picture_csv_time_ns(epoch_ns);
    const int64_t whole = time_ns / FUSION_SECOND;
    const int64_t rest = time_ns % FUSION_SECOND;
    at += number_rounded(at, (double)whole, 0);
    if (rest == 0)
        return at;
    at += snprintf(at, 12, ".%09lld", (long long)rest);
    while (at[-1] == '0')
        at--;
    return at;
}

static char *put_text(char *at, const char *text)
{
    const size_t length = strlen(text);
    memcpy(at, text, length);
    return at + length;
}

/* 12 hexadecimal digits. */
static char *put_track(char *at, uint64_t number)
{
    static const char hexadecimal[] = "0123456789abcdef";
    for (int shift = 44; shift >= 0; shift -= 4)
        *at++ = hexadecimal[number >> shift & 15];
    return at;
}

static char *put_number(char *at, double value, int decimals)
{
    *at++ = ',';
    return at + number_rounded(at, value, decimals);
}

static char *put_place(char *at, const fusion_track *track, double axes[9])
{
    double lat, lon, height;
    wgs84_from_ecef(track->position, &lat, &lon, &height);
    wgs84_axes(lat, lon, axes);
    at = put_number(at, lat * ANGLE_DEGREES, 8);
    at = put_number(at, lon * ANGLE_DEGREES, 8);
    return put_number(at, height, 3);
}

static char *put_velocity(char *at, const fusion_track *track, const double axes[9])
{
    if (track->marks & FUSION_MARK_VELOCITY_UNKNOWN)
        return put_text(at, ",,,");
    double local[3];
    turn_to_local(axes, track->velocity, local);
    for (int i = 0; i < 3; i++)
        at = put_number(at, local[i], 3);
    return at;
}

static char *put_categories(char *at, uint8_t categories, char between)
{
    const char *const begin = at;
    for (unsigned i = 0; i < FUSION_CATEGORIES; i++) {
        if (!(categories >> i & 1))
            continue;
        if (at > begin)
            *at++ = between;
        at = put_text(at, fusion_category_name(i));
    }
    return at;
}

static char *put_identity(char *at, uint8_t identity)
{
    const char *name = fusion_identity_name(identity);
    return put_text(at, name && identity != FUSION_IDENTITY_NONE ? name : "");
}

/* status, categories, identity */
static char *put_what(char *at, const fusion_track *track)
{
    static const char *const statuses[] = {"", "tentative", "confirmed", "coasting"};
    *at++ = ',';
    at = put_text(at, track->status < 4 ? statuses[track->status] : "");
    *at++ = ',';
    at = put_categories(at, track->categories, '+');
    *at++ = ',';
    return put_identity(at, track->identity);
}

/* packed: three dimensions, ECEF. */
static char *put_covariance(char *at, const double packed[6], const double axes[9], int decimals)
{
    double local[6];
    turn_covariance3_to_local(axes, packed, local);
    for (int i = 0; i < 6; i++)
        at = put_number(at, local[i], decimals);
    return at;
}

static char *put_place_covariance(char *at, const fusion_track *track, const double axes[9])
{
    double packed[6];
    packed_position(track->covariance, packed);
    return put_covariance(at, packed, axes, 4);
}

static char *put_velocity_covariance(char *at, const fusion_track *track, const double axes[9])
{
    if (track->marks & FUSION_MARK_VELOCITY_UNKNOWN)
        return put_text(at, ",,,,,,");
    double packed[6];
    packed_velocity(track->covariance, packed);
    return put_covariance(at, packed, axes, 7);
}

static char *put_sources(char *at, const fusion_registry *registry, const fusion_track *track)
{
    *at++ = ',';
    const char *const begin = at;
    for (size_t i = 0; i < registry->sensor_count; i++) {
        if (!picture_names_sensor(track, i))
            continue;
        if (at > begin)
            *at++ = '+';
        at = put_text(at, registry->sensors[i].name);
    }
    const uint32_t nations = picture_names_nations(track, registry);
    for (size_t i = 0; i < registry->nation_count; i++) {
        if (!(nations >> i & 1))
            continue;
        if (at > begin)
            *at++ = '+';
        at = put_text(at, registry->nations[i].code);
    }
    return at;
}

/* Nothing stands for 0: a per cent that nobody said. */
static char *put_percent(char *at, uint8_t percent)
{
    return percent > 0 ? at + number_rounded(at, percent, 0) : at;
}

static char *put_claims(char *at, const fusion_registry *registry, const fusion_track *track)
{
    *at++ = ',';
    for (size_t i = 0; i < track->claim_count; i++) {
        const fusion_claim *said = &track->claims[i];
        if (i > 0)
            *at++ = '+';
        if (said->sensor < registry->sensor_count)
            at = put_text(at, registry->sensors[said->sensor].name);
        else if (said->nation < registry->nation_count)
            at = put_text(at, registry->nations[said->nation].code);
        *at++ = ':';
        at = put_identity(at, said->identity);
        *at++ = ':';
        at = put_percent(at, said->identity_percent);
        *at++ = ':';
        at = put_categories(at, said->categories, '/');
    }
    return at;
}

size_t picture_csv_row(char row[PICTURE_CSV_ROW], const fusion_registry *registry, int64_t epoch_ns,
                       const fusion_track *track)
{
    double axes[9];
    char *at = put_time(row, epoch_ns);
    *at++ = ',';
    at = put_track(at, track->number);
    at = put_place(at, track, axes);
    at = put_velocity(at, track, axes);
    at = put_what(at, track);
    at = put_place_covariance(at, track, axes);
    at = put_number(at, (double)(epoch_ns - track->newest_ns) / (double)FUSION_SECOND, 3);
    at = put_sources(at, registry, track);
    *at++ = ',';
    at = put_percent(at, track->identity_percent);
    at = put_claims(at, registry, track);
    *at++ = ',';
    at = track->absorbed != 0 ? put_track(at, track->absorbed) : at;
    at = put_velocity_covariance(at, track, axes);
    *at++ = '\n';
    *at = '\0';
    return (size_t)(at - row);
}

picture_csv *picture_csv_create(const char *path, const fusion_registry *registry, int *error)
{
    picture_csv *csv = calloc(1, sizeof *csv);
    *error = csv ? file_part_open(&csv->file, path) : ENOMEM;
    if (*error) {
        free(csv);
        return NULL;
    }
    csv->registry = registry;
    fputs(picture_csv_head, csv->file.stream);
    return csv;
}

bool picture_csv_write(picture_csv *csv, const pipeline_picture *picture)
{
    for (size_t i = 0; i < picture->track_count; i++) {
        if (picture->tracks[i].status == FUSION_TENTATIVE)
            continue;
        const size_t length =
            picture_csv_row(csv->row, csv->registry, picture->epoch_ns, &picture->tracks[i]);
        fwrite(csv->row, 1, length, csv->file.stream);
    }
    return !ferror(csv->file.stream);
}

int picture_csv_finish(picture_csv *csv)
{
    const int error = file_part_finish(&csv->file);
    free(csv);
    return error;
}

void picture_csv_abandon(picture_csv *csv)
{
    if (!csv)
        return;
    file_part_abandon(&csv->file);
    free(csv);
}
