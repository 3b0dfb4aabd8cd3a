/* Pictures on the wire, decoded by protobuf-c and held against the tracks that went in. */
#include "daemon/picture/picture_wire.h"
#include "picket/v1/picture.pb-c.h"
#include "picture/made_up.h"
#include "suites.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TRACKS_MAX 200

static const int64_t start_ns = MADE_UP_START;
static const double degree = 3.14159265358979323846 / 180.0;

static Picket__V1__Picture *unpack(const uint8_t *data, size_t size)
{
    Picket__V1__Picture *picture = picket__v1__picture__unpack(NULL, size, data);
    CU_ASSERT_PTR_NOT_NULL_FATAL(picture);
    return picture;
}

static Picket__V1__Picture *whole_of(picture_wire *wire)
{
    const uint8_t *data = NULL;
    const size_t size = picture_wire_whole(wire, &data);
    CU_ASSERT_FATAL(size > 0);
    return unpack(data, size);
}

static void a_whole_picture_says_what_the_tracks_say(void)
{
    config *configuration = made_up_config();
    picture_wire *wire = picture_wire_create(configuration, 0);
    fusion_track track = made_up_track(0xABCDEF012345, 36.5, 129.25, 1234.56);
    track.velocity[2] = 100.0 / cos(36.5 * degree); /* north 100, up 100 tan(lat), by geometry */
    track.categories = FUSION_AIR;
    track.identity = FUSION_HOSTILE;
    track.identity_percent = 80;
    track.newest_ns = start_ns - 2550000000;
    track.type_code = 77;
    track.sensors[0] = 1u << 1; /* jpn-ship may be named, ROK only as a nation */
    track.nations = 3;
    strcpy(track.label, "K-7");
    const pipeline_picture picture = {
        .since_ns = start_ns, .epoch_ns = start_ns, .tracks = &track, .track_count = 1};
    CU_ASSERT_TRUE(picture_wire_set(wire, &picture));
    Picket__V1__Picture *told = whole_of(wire);
    CU_ASSERT_STRING_EQUAL(told->audience, "JPN+ROK");
    CU_ASSERT_STRING_EQUAL(told->rule, "hub");
    CU_ASSERT_EQUAL(told->epoch_ns, start_ns);
    CU_ASSERT_EQUAL(told->base_ns, 0);
    const Picket__V1__Columns *columns = told->tracks;
    CU_ASSERT_EQUAL_FATAL(columns->n_number, 1);
    CU_ASSERT_EQUAL(columns->number[0], 0xABCDEF012345);
    CU_ASSERT_EQUAL(columns->lat_e7[0], 365000000);
    CU_ASSERT_EQUAL(columns->lon_e7[0], 1292500000);
    CU_ASSERT_EQUAL(columns->height_cm[0], 123456);
    CU_ASSERT_EQUAL(columns->east_cmps[0], 0);
    CU_ASSERT_EQUAL(columns->north_cmps[0], 10000);
    CU_ASSERT_EQUAL(columns->up_cmps[0], lround(10000.0 * tan(36.5 * degree)));
    CU_ASSERT_EQUAL(columns->age_ds[0], 26); /* 25.5, to even */
    CU_ASSERT_EQUAL(columns->status.data[0], 2);
    CU_ASSERT_EQUAL(columns->categories.data[0], 2);
    CU_ASSERT_EQUAL(columns->identity.data[0], 7);
    CU_ASSERT_EQUAL(columns->identity_percent.data[0], 80);
    CU_ASSERT_EQUAL(columns->type_code[0], 77);
    /* 100 m and 5 m/s on every axis: 64 log2(10000) is 850.4, 64 log2(500) is 573.8. */
    CU_ASSERT_EQUAL(columns->major[0], 851);
    CU_ASSERT_EQUAL(columns->minor[0], 851);
    CU_ASSERT_EQUAL(columns->vertical[0], 851);
    CU_ASSERT_EQUAL(columns->speed_sigma[0], 574);
    CU_ASSERT_EQUAL_FATAL(columns->n_labels, 1);
    CU_ASSERT_STRING_EQUAL(columns->labels[0]->text, "K-7");
    CU_ASSERT_EQUAL_FATAL(told->n_sources, 2);
    CU_ASSERT_STRING_EQUAL(told->sources[0]->sensor, "jpn-ship");
    CU_ASSERT_STRING_EQUAL(told->sources[1]->nation, "ROK");
    CU_ASSERT_STRING_EQUAL(told->sources[1]->sensor, "");
    CU_ASSERT_EQUAL(told->n_source_sets, 1);
    CU_ASSERT_EQUAL(told->n_forms, 1);
    CU_ASSERT_EQUAL(told->forms[0]->velocity, PICKET__V1__DETAIL__DETAIL_EXACT);
    picket__v1__picture__free_unpacked(told, NULL);
    picture_wire_destroy(wire);
    free(configuration);
}

static void what_is_listed_beside_the_columns(void)
{
    config *configuration = made_up_config();
    picture_wire *wire = picture_wire_create(configuration, 0);
    fusion_track tracks[2] = {made_up_track(7, 36.5, 129.25, 1000.0),
                              made_up_track(9, 37.5, 129.25, 1000.0)};
    tracks[1].marks = FUSION_MARK_CONFLICT;
    tracks[1].absorbed = 5;
    tracks[1].claim_count = 3; /* rok-sky, some sensor of JPN, somebody; JPN sorts before ROK */
    tracks[1].claims[0] = (fusion_claim){0, 0, FUSION_AIR, FUSION_FRIEND, 0};
    tracks[1].claims[1] =
        (fusion_claim){fusion_sensor_unnamed(1), 1, FUSION_AIR, FUSION_HOSTILE, 80};
    tracks[1].claims[2] =
        (fusion_claim){fusion_sensor_unnamed(FUSION_NATION_UNNAMED), FUSION_NATION_UNNAMED,
                       FUSION_SURFACE, FUSION_IDENTITY_NONE, 0};
    const pipeline_picture picture = {
        .since_ns = start_ns, .epoch_ns = start_ns, .tracks = tracks, .track_count = 2};
    CU_ASSERT_TRUE(picture_wire_set(wire, &picture));
    Picket__V1__Picture *told = whole_of(wire);
    CU_ASSERT_EQUAL_FATAL(told->n_sources, 2); /* named, though they contribute no more */
    CU_ASSERT_STRING_EQUAL(told->sources[0]->nation, "JPN");
    CU_ASSERT_STRING_EQUAL(told->sources[0]->sensor, "");
    CU_ASSERT_STRING_EQUAL(told->sources[1]->sensor, "rok-sky");
    CU_ASSERT_EQUAL(told->source_sets[told->tracks->source_set[1]]->n_source, 0);
    CU_ASSERT_EQUAL_FATAL(told->n_claims, 3);
    static const uint32_t want[3][4] = {{1, FUSION_AIR, FUSION_HOSTILE, 80},
                                        {2, FUSION_AIR, FUSION_FRIEND, 0},
                                        {0, FUSION_SURFACE, 0, 0}};
    for (size_t i = 0; i < 3; i++) {
        const Picket__V1__Claim *claim = told->claims[i];
        CU_ASSERT_EQUAL(claim->number, 9);
        CU_ASSERT_EQUAL(claim->source, want[i][0]);
        CU_ASSERT_EQUAL(claim->categories, want[i][1]);
        CU_ASSERT_EQUAL(claim->identity, want[i][2]);
        CU_ASSERT_EQUAL(claim->identity_percent, want[i][3]);
    }
    CU_ASSERT_EQUAL_FATAL(told->n_mergers, 1);
    CU_ASSERT_EQUAL(told->mergers[0]->number, 9);
    CU_ASSERT_EQUAL(told->mergers[0]->gone, 5);
    picket__v1__picture__free_unpacked(told, NULL);
    picture_wire_destroy(wire);
    free(configuration);
}

/* A world of tracks that move, appear, vanish and change their words. */
typedef struct world {
    random_source source;
    size_t count;
    fusion_track tracks[TRACKS_MAX];
} world;

static void world_stir(world *one, int64_t now_ns)
{
    size_t kept = 0;
    for (size_t i = 0; i < one->count; i++)
        if (made_up_chance(&one->source) > 0.1)
            one->tracks[kept++] = one->tracks[i];
    for (one->count = kept; one->count < TRACKS_MAX && made_up_chance(&one->source) > 0.1;
         one->count++) {
        /* On both sides of the date line, so that differences of longitude pass 2^31. */
        const double lon = 179.99 + 0.02 * made_up_chance(&one->source);
        fusion_track *track = &one->tracks[one->count];
        *track = made_up_track(0, -60.0 + 120.0 * made_up_chance(&one->source),
                               lon > 180.0 ? lon - 360.0 : lon, 1e4 * made_up_chance(&one->source));
        size_t at = one->count; /* sorted by number, as an engine gives them */
        track->number = 1 + made_up_number(&one->source);
        const fusion_track added = *track;
        for (; at > 0 && one->tracks[at - 1].number > added.number; at--)
            one->tracks[at] = one->tracks[at - 1];
        one->tracks[at] = added;
    }
    for (size_t i = 0; i < one->count; i++) {
        fusion_track *track = &one->tracks[i];
        for (int k = 0; k < 3; k++)
            track->position[k] += 2000.0 * (made_up_chance(&one->source) - 0.5);
        track->covariance[0] *= 0.5 + made_up_chance(&one->source);
        if (made_up_chance(&one->source) < 0.3) {
            track->newest_ns = now_ns;
            track->sensors[0] = made_up_number(&one->source) & 7;
            track->nations = (uint32_t)made_up_number(&one->source) & 3;
            track->identity = (uint8_t)(made_up_number(&one->source) & 7);
            track->absorbed = made_up_number(&one->source) & 1;
            track->claim_count = (uint8_t)(made_up_number(&one->source) & 3);
            for (size_t k = 0; k < track->claim_count; k++)
                track->claims[k] =
                    (fusion_claim){.sensor = (uint16_t)(made_up_number(&one->source) & 3),
                                   .nation = (uint8_t)(made_up_number(&one->source) & 1),
                                   .identity = (uint8_t)(made_up_number(&one->source) & 7)};
            snprintf(track->label, sizeof track->label, "%s",
                     made_up_number(&one->source) & 1 ? "" : "X-1");
        }
    }
}

static void add(int32_t *base, const int32_t *differences, size_t count)
{
    for (size_t i = 0; i < count; i++)
        base[i] = (int32_t)((uint32_t)base[i] + (uint32_t)differences[i]);
}

/* One track's entries of a decoded message. */
typedef struct row {
    uint64_t number;
    int32_t wide[12];
    uint8_t narrow[6];
    uint32_t source_set, type_code;
    const char *label;
} row;

static const char *label_of(const Picket__V1__Columns *columns, size_t index)
{
    for (size_t i = 0; i < columns->n_labels; i++)
        if (columns->labels[i]->index == index)
            return columns->labels[i]->text;
    return "";
}

static void words_of(const Picket__V1__Columns *columns, size_t i, row *into)
{
    const ProtobufCBinaryData *const narrow[6] = {&columns->status,   &columns->categories,
                                                  &columns->identity, &columns->identity_percent,
                                                  &columns->marks,    &columns->form};
    for (int k = 0; k < 6; k++)
        into->narrow[k] = narrow[k]->data[i];
    into->source_set = columns->source_set[i];
    into->type_code = columns->type_code[i];
    into->label = label_of(columns, i);
}

static void rows_of(const Picket__V1__Columns *columns, row *rows)
{
    for (size_t i = 0; i < columns->n_number; i++) {
        const int32_t wide[12] = {columns->lat_e7[i],
                                  columns->lon_e7[i],
                                  columns->height_cm[i],
                                  columns->east_cmps[i],
                                  columns->north_cmps[i],
                                  columns->up_cmps[i],
                                  (int32_t)columns->age_ds[i],
                                  (int32_t)columns->major[i],
                                  (int32_t)columns->minor[i],
                                  (int32_t)columns->turn_cdeg[i],
                                  (int32_t)columns->vertical[i],
                                  (int32_t)columns->speed_sigma[i]};
        rows[i].number = columns->number[i];
        memcpy(rows[i].wide, wide, sizeof wide);
        words_of(columns, i, &rows[i]);
    }
}

static void apply_differences(const Picket__V1__Change *change, row *rows, size_t count)
{
    const struct {
        size_t count;
        const int32_t *values;
    } wide[12] = {
        {change->n_lat_e7, change->lat_e7},         {change->n_lon_e7, change->lon_e7},
        {change->n_height_cm, change->height_cm},   {change->n_east_cmps, change->east_cmps},
        {change->n_north_cmps, change->north_cmps}, {change->n_up_cmps, change->up_cmps},
        {change->n_age_ds, change->age_ds},         {change->n_major, change->major},
        {change->n_minor, change->minor},           {change->n_turn_cdeg, change->turn_cdeg},
        {change->n_vertical, change->vertical},     {change->n_speed_sigma, change->speed_sigma}};
    for (int k = 0; k < 12; k++)
        for (size_t i = 0; i < count && wide[k].count > 0; i++)
            add(&rows[i].wide[k], &wide[k].values[i], 1);
    for (size_t i = 0; i < change->n_changed; i++)
        words_of(change->values, i, &rows[change->changed[i]]);
}

static int by_number(const void *a, const void *b)
{
    const row *one = a;
    const row *other = b;
    return one->number < other->number ? -1 : one->number > other->number;
}

/* What a reader does with a change: rows become those of the next picture; gives their count. */
static size_t apply(const Picket__V1__Change *change, row *rows, size_t count)
{
    size_t kept = 0;
    size_t gone = 0;
    for (size_t i = 0; i < count; i++) {
        if (gone < change->n_gone && change->gone[gone] == i)
            gone++;
        else
            rows[kept++] = rows[i];
    }
    apply_differences(change, rows, kept);
    if (!change->born)
        return kept;
    rows_of(change->born, rows + kept);
    kept += change->born->n_number;
    qsort(rows, kept, sizeof *rows, by_number);
    return kept;
}

static void put_words(Picket__V1__Columns *columns, const row *rows, size_t count)
{
    static uint8_t narrow[6][TRACKS_MAX];
    static uint32_t sets[TRACKS_MAX], types[TRACKS_MAX];
    ProtobufCBinaryData *const bytes_of[6] = {&columns->status,   &columns->categories,
                                              &columns->identity, &columns->identity_percent,
                                              &columns->marks,    &columns->form};
    for (size_t i = 0; i < count; i++) {
        sets[i] = rows[i].source_set;
        types[i] = rows[i].type_code;
        for (int k = 0; k < 6; k++)
            narrow[k][i] = rows[i].narrow[k];
    }
    for (int k = 0; k < 6; k++)
        *bytes_of[k] = (ProtobufCBinaryData){count, narrow[k]};
    columns->n_source_set = columns->n_type_code = count;
    columns->source_set = sets;
    columns->type_code = types;
}

static void put_labels(Picket__V1__Columns *columns, const row *rows, size_t count)
{
    static Picket__V1__Label labels[TRACKS_MAX], *pointers[TRACKS_MAX];
    columns->labels = pointers;
    for (size_t i = 0; i < count; i++) {
        if (!rows[i].label[0])
            continue;
        Picket__V1__Label *label = &labels[columns->n_labels];
        *label = (Picket__V1__Label)PICKET__V1__LABEL__INIT;
        label->index = (uint32_t)i;
        label->text = (char *)rows[i].label;
        pointers[columns->n_labels++] = label;
    }
}

static void put_numbers(Picket__V1__Columns *columns, const row *rows, size_t count)
{
    static uint64_t number[TRACKS_MAX];
    static int32_t wide[12][TRACKS_MAX];
    size_t *const counts[12] = {
        &columns->n_lat_e7,    &columns->n_lon_e7,     &columns->n_height_cm,
        &columns->n_east_cmps, &columns->n_north_cmps, &columns->n_up_cmps,
        &columns->n_age_ds,    &columns->n_major,      &columns->n_minor,
        &columns->n_turn_cdeg, &columns->n_vertical,   &columns->n_speed_sigma};
    int32_t **const places[6] = {&columns->lat_e7,    &columns->lon_e7,     &columns->height_cm,
                                 &columns->east_cmps, &columns->north_cmps, &columns->up_cmps};
    uint32_t **const plain[6] = {&columns->age_ds,    &columns->major,    &columns->minor,
                                 &columns->turn_cdeg, &columns->vertical, &columns->speed_sigma};
    for (size_t i = 0; i < count; i++) {
        number[i] = rows[i].number;
        for (int k = 0; k < 12; k++)
            wide[k][i] = rows[i].wide[k];
    }
    columns->n_number = count;
    columns->number = number;
    for (int k = 0; k < 12; k++)
        *counts[k] = count;
    for (int k = 0; k < 6; k++) {
        *places[k] = wide[k];
        *plain[k] = (uint32_t *)wide[6 + k];
    }
}

/* Packs rows as a whole picture with the head and lists of `told`. */
static size_t pack_rows(Picket__V1__Picture *told, const row *rows, size_t count, uint8_t *bytes)
{
    Picket__V1__Columns columns = PICKET__V1__COLUMNS__INIT;
    put_numbers(&columns, rows, count);
    put_words(&columns, rows, count);
    put_labels(&columns, rows, count);
    told->base_ns = 0;
    Picket__V1__Change *change = told->change;
    told->change = NULL;
    told->tracks = &columns;
    const size_t size = picket__v1__picture__pack(told, bytes);
    told->tracks = NULL;
    told->change = change;
    return size;
}

static void check_change(picture_wire *wire, const Picket__V1__Picture *base)
{
    static uint8_t rebuilt[1 << 16], whole[1 << 16];
    const uint8_t *data = NULL;
    const size_t whole_size = picture_wire_whole(wire, &data);
    CU_ASSERT_FATAL(whole_size > 0 && whole_size <= sizeof whole);
    memcpy(whole, data, whole_size);
    const size_t size = picture_wire_change(wire, &data);
    Picket__V1__Picture *told = unpack(data, size);
    CU_ASSERT_EQUAL(told->base_ns, base->epoch_ns);
    CU_ASSERT_PTR_NOT_NULL_FATAL(told->change);
    row rows[2 * TRACKS_MAX];
    rows_of(base->tracks, rows);
    const size_t count = apply(told->change, rows, base->tracks->n_number);
    const size_t rebuilt_size = pack_rows(told, rows, count, rebuilt);
    CU_ASSERT_EQUAL(rebuilt_size, whole_size);
    CU_ASSERT_EQUAL(memcmp(rebuilt, whole, whole_size), 0);
    picket__v1__picture__free_unpacked(told, NULL);
}

static void base_plus_change_is_the_whole_byte_for_byte(void)
{
    static world one;
    one = (world){.source = random_seeded(8123)};
    config *configuration = made_up_config();
    picture_wire *wire = picture_wire_create(configuration, 0);
    Picket__V1__Picture *base = NULL;
    for (int epoch = 0; epoch < 60; epoch++) {
        const int64_t now_ns = start_ns + epoch * FUSION_SECOND;
        world_stir(&one, now_ns);
        const pipeline_picture picture = {.since_ns = start_ns,
                                          .epoch_ns = now_ns,
                                          .tracks = one.tracks,
                                          .track_count = epoch % 20 == 19 ? 0 : one.count};
        CU_ASSERT_TRUE_FATAL(picture_wire_set(wire, &picture));
        if (base) {
            check_change(wire, base);
            picket__v1__picture__free_unpacked(base, NULL);
        }
        base = whole_of(wire);
    }
    picket__v1__picture__free_unpacked(base, NULL);
    picture_wire_destroy(wire);
    free(configuration);
}

CU_TestInfo picture_wire_tests[] = {
    {"a whole picture says what the tracks say", a_whole_picture_says_what_the_tracks_say},
    {"base plus change is the whole, byte for byte", base_plus_change_is_the_whole_byte_for_byte},
    {"conflicts and mergers are told beside the columns", what_is_listed_beside_the_columns},
    CU_TEST_INFO_NULL,
};
