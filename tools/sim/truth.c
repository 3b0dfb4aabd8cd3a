#include "tools/sim/truth.h"

#include "fusion/report.h"
#include "fusion/status.h"
#include "geo/angle.h"
#include "geo/turn.h"
#include "geo/wgs84.h"
#include "text/number.h"

#define YEAR_2000 INT64_C(946684800)
#define YEAR_2001 INT64_C(978307200)

int truth_begin(truth *one, const char *path)
{
    const int error = file_part_open(&one->file, path);
    if (error)
        return error;
    fputs(
        "time_s,object,lat_deg,lon_deg,alt_m,ve_m_per_s,vn_m_per_s,vu_m_per_s,category,identity\n",
        one->file.stream);
    return 0;
}

static void write_time(FILE *stream, int64_t time_ns)
{
    int64_t second = time_ns / FUSION_SECOND;
    const int64_t part = time_ns % FUSION_SECOND;
    if (second >= YEAR_2000 && second < YEAR_2001)
        second -= YEAR_2000;
    char text[NUMBER_ROOM];
    number_rounded(text, (double)part * 1e-9, 9);
    fprintf(stream, "%lld%s", (long long)second, part ? text + 1 : "");
}

static void write_number(FILE *stream, double value, int decimals)
{
    char text[NUMBER_ROOM];
    number_rounded(text, value, decimals);
    fputc(',', stream);
    fputs(text, stream);
}

/* Rounding may reach 180, which is written -180. */
static double longitude_degrees(double lon)
{
    const double degrees = lon * ANGLE_DEGREES;
    return degrees >= 180.0 - 5e-8 ? degrees - 360.0 : degrees;
}

static void write_categories(FILE *stream, uint8_t categories)
{
    const char *before = "";
    fputc(',', stream);
    for (unsigned i = 0; i < FUSION_CATEGORIES; i++)
        if (categories & (1U << i)) {
            fprintf(stream, "%s%s", before, fusion_category_name(i));
            before = "+";
        }
}

void truth_write(truth *one, const truth_row *row)
{
    FILE *stream = one->file.stream;
    write_time(stream, row->time_ns);
    fprintf(stream, ",%s", row->object);
    write_number(stream, row->lat * ANGLE_DEGREES, 7);
    write_number(stream, longitude_degrees(row->lon), 7);
    write_number(stream, row->height, 2);
    for (int i = 0; i < 3; i++)
        write_number(stream, row->velocity[i], 2);
    write_categories(stream, row->categories);
    const bool said = row->identity != FUSION_IDENTITY_NONE;
    fprintf(stream, ",%s", said ? fusion_identity_name(row->identity) : "");
    fputc('\n', stream);
}

void truth_write_ecef(truth *one, int64_t time_ns, const char *object, const double position[3],
                      const double velocity[3], uint8_t categories, uint8_t identity)
{
    truth_row row = {
        .time_ns = time_ns, .object = object, .categories = categories, .identity = identity};
    double axes[9];
    wgs84_from_ecef(position, &row.lat, &row.lon, &row.height);
    wgs84_axes(row.lat, row.lon, axes);
    turn_to_local(axes, velocity, row.velocity);
    truth_write(one, &row);
}

int truth_finish(truth *one)
{
    return file_part_finish(&one->file);
}

void truth_abandon(truth *one)
{
    file_part_abandon(&one->file);
}
