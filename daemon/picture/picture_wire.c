#include "daemon/picture/picture_wire.h"

#include "daemon/picture/picture_columns.h"
#include "daemon/picture/picture_lists.h"
#include "daemon/picture/picture_notices.h"
#include "daemon/wire/wire_format.h"

#include <stdlib.h>
#include <string.h>

/* A picture as it is told. */
typedef struct told {
    picture_columns columns;
    picture_lists lists;
    picture_notices notices;
    int64_t since_ns, epoch_ns;
    bool settled;
} told;

/* What one message is made of, kept from call to call. */
typedef struct scratch {
    Picket__V1__Label *labels;
    Picket__V1__Label **label_pointers;
    size_t label_room;
} scratch;

/* What is in a part: tracks, then notices. */
typedef struct part_range {
    size_t track, track_end;
    size_t notice, notice_end;
} part_range;

struct picture_wire {
    const fusion_registry *registry;
    const config_forms *forms;
    source_names names;
    char audience[128], rule[128];
    told pictures[2];
    told *now, *before;     /* before is NULL where there is no base */
    scratch tracks, values; /* labels of the two Columns that one message can hold */

    /* A change. */
    picture_columns born, changed;
    int32_t *differences[WIDE_COUNT];
    uint32_t *gone, *born_at, *changed_at; /* indices into base, now, survivors */
    uint32_t *changed_now;                 /* the same tracks, as indices into now */
    size_t change_room;
    size_t gone_count, born_count, changed_count, survivor_count;

    /* Parts. */
    picture_columns part_columns;
    picture_lists part_lists;
    part_range *parts;
    uint32_t *part_tracks; /* 0, 1, 2 ... */
    size_t part_count, part_room, part_track_room;
    size_t planned_for; /* bytes; 0: not planned */

    uint8_t *data;
    size_t data_room;
};

picture_wire *picture_wire_create(const config *configuration, size_t view)
{
    picture_wire *one = calloc(1, sizeof *one);
    if (!one)
        return NULL;
    one->registry = &configuration->registry;
    one->forms = &configuration->forms;
    source_names_make(&one->names, one->registry);
    const char *name = configuration->view_names[view];
    const size_t audience = strcspn(name, ".");
    memcpy(one->audience, name, audience);
    if (name[audience] == '.')
        memcpy(one->rule, name + audience + 1, strlen(name + audience + 1));
    return one;
}

static void told_free(told *picture)
{
    picture_columns_free(&picture->columns);
    picture_lists_free(&picture->lists);
    picture_notices_free(&picture->notices);
}

static void scratch_free(scratch *one)
{
    free(one->labels);
    free(one->label_pointers);
}

void picture_wire_destroy(picture_wire *one)
{
    if (!one)
        return;
    told_free(&one->pictures[0]);
    told_free(&one->pictures[1]);
    scratch_free(&one->tracks);
    scratch_free(&one->values);
    picture_columns_free(&one->born);
    picture_columns_free(&one->changed);
    for (int k = 0; k < WIDE_COUNT; k++)
        free(one->differences[k]);
    free(one->gone);
    free(one->born_at);
    free(one->changed_at);
    free(one->changed_now);
    picture_columns_free(&one->part_columns);
    picture_lists_free(&one->part_lists);
    free(one->parts);
    free(one->part_tracks);
    free(one->data);
    free(one);
}

bool picture_wire_set(picture_wire *one, const pipeline_picture *picture)
{
    told *next = one->now == &one->pictures[0] ? &one->pictures[1] : &one->pictures[0];
    one->before = NULL; /* its room is what is filled now, should that fail half way */
    told *const base = one->now;
    one->now = NULL;
    one->planned_for = 0;
    if (!picture_columns_set(&next->columns, picture->tracks, picture->track_count,
                             picture->epoch_ns, &one->names, one->registry, one->forms) ||
        !picture_lists_make(&next->lists, &next->columns, &one->names, one->forms) ||
        !picture_notices_set(&next->notices, picture->notices, picture->notice_count,
                             one->registry))
        return false;
    next->since_ns = picture->since_ns;
    next->epoch_ns = picture->epoch_ns;
    next->settled = picture->settled;
    one->now = next;
    /* A new audience or another kind of picture is never told as a change. */
    if (base && base->since_ns == next->since_ns && base->settled == next->settled)
        one->before = base;
    return true;
}

/* ---- Messages ---- */

/* Wire column, name of the field in Columns and Change. */
#define WIDE_FIELDS(FIELD)                                                                         \
    FIELD(WIDE_LAT, lat_e7)                                                                        \
    FIELD(WIDE_LON, lon_e7)                                                                        \
    FIELD(WIDE_HEIGHT, height_cm)                                                                  \
    FIELD(WIDE_EAST, east_cmps)                                                                    \
    FIELD(WIDE_NORTH, north_cmps)                                                                  \
    FIELD(WIDE_UP, up_cmps)                                                                        \
    FIELD(WIDE_AGE, age_ds)                                                                        \
    FIELD(WIDE_MAJOR, major)                                                                       \
    FIELD(WIDE_MINOR, minor)                                                                       \
    FIELD(WIDE_TURN, turn_cdeg)                                                                    \
    FIELD(WIDE_VERTICAL, vertical)                                                                 \
    FIELD(WIDE_SPEED, speed_sigma)

static bool labels_message(Picket__V1__Columns *message, const picture_columns *columns,
                           scratch *with)
{
    if (columns->count > with->label_room) {
        Picket__V1__Label *labels = realloc(with->labels, columns->count * sizeof *labels);
        if (!labels)
            return false;
        with->labels = labels;
        void *pointers = realloc(with->label_pointers, columns->count * sizeof(void *));
        if (!pointers)
            return false;
        with->label_pointers = pointers;
        with->label_room = columns->count;
    }
    message->labels = with->label_pointers;
    for (size_t i = 0; i < columns->count; i++) {
        if (!columns->label[i][0])
            continue;
        Picket__V1__Label *label = &with->labels[message->n_labels];
        picket__v1__label__init(label);
        label->index = (uint32_t)i;
        label->text = columns->label[i];
        with->label_pointers[message->n_labels++] = label;
    }
    return true;
}

static void words_message(Picket__V1__Columns *message, const picture_columns *columns)
{
    const size_t count = columns->count;
    message->status = (ProtobufCBinaryData){count, columns->narrow[NARROW_STATUS]};
    message->categories = (ProtobufCBinaryData){count, columns->narrow[NARROW_CATEGORIES]};
    message->identity = (ProtobufCBinaryData){count, columns->narrow[NARROW_IDENTITY]};
    message->identity_percent = (ProtobufCBinaryData){count, columns->narrow[NARROW_PERCENT]};
    message->marks = (ProtobufCBinaryData){count, columns->narrow[NARROW_MARKS]};
    message->form = (ProtobufCBinaryData){count, columns->listed_form};
    message->n_source_set = message->n_type_code = count;
    message->source_set = columns->source_set;
    message->type_code = columns->type_code;
}

/* The columns of a track that is told whole. */
static bool columns_message(Picket__V1__Columns *message, const picture_columns *columns,
                            scratch *with)
{
    picket__v1__columns__init(message);
    message->n_number = columns->count;
    message->number = columns->number;
    words_message(message, columns);
#define FIELD(column, field)                                                                       \
    message->n_##field = columns->count;                                                           \
    message->field = (void *)columns->wide[column];
    WIDE_FIELDS(FIELD)
#undef FIELD
    return labels_message(message, columns, with);
}

static Picket__V1__Picture head_of(const picture_wire *one, const picture_lists *lists)
{
    Picket__V1__Picture head = PICKET__V1__PICTURE__INIT;
    const told *now = one->now;
    head.format = WIRE_FORMAT_PICTURE;
    head.audience = (char *)one->audience;
    head.rule = (char *)one->rule;
    head.since_ns = now->since_ns;
    head.epoch_ns = now->epoch_ns;
    head.settled = now->settled;
    head.part = head.parts = 1;
    head.n_sources = lists->source_count;
    head.sources = (Picket__V1__Source **)lists->source_pointers;
    head.n_source_sets = lists->set_count;
    head.source_sets = lists->set_pointers;
    head.n_forms = lists->form_count;
    head.forms = (Picket__V1__Form **)lists->form_pointers;
    head.n_claims = lists->claim_count;
    head.claims = lists->claim_pointers;
    head.n_mergers = lists->merger_count;
    head.mergers = lists->merger_pointers;
    head.n_notices = now->notices.count;
    head.notices = now->notices.pointers;
    return head;
}

static size_t pack(picture_wire *one, const Picket__V1__Picture *message, const uint8_t **data)
{
    const size_t size = picket__v1__picture__get_packed_size(message);
    if (size > one->data_room) {
        uint8_t *grown = realloc(one->data, 2 * size);
        if (!grown)
            return 0;
        one->data = grown;
        one->data_room = 2 * size;
    }
    *data = one->data;
    return picket__v1__picture__pack(message, one->data);
}

size_t picture_wire_whole(picture_wire *one, const uint8_t **data)
{
    if (!one->now)
        return 0;
    Picket__V1__Columns columns;
    if (!columns_message(&columns, &one->now->columns, &one->tracks))
        return 0;
    Picket__V1__Picture message = head_of(one, &one->now->lists);
    message.tracks = &columns;
    return pack(one, &message, data);
}

/* ---- Changes ---- */

static bool change_grow(picture_wire *one, size_t count)
{
    if (count <= one->change_room)
        return true;
    uint32_t **const lists[] = {&one->gone, &one->born_at, &one->changed_at, &one->changed_now};
    for (size_t k = 0; k < sizeof lists / sizeof lists[0]; k++) {
        uint32_t *grown = realloc(*lists[k], count * sizeof *grown);
        if (!grown)
            return false;
        *lists[k] = grown;
    }
    for (int k = 0; k < WIDE_COUNT; k++) {
        int32_t *grown = realloc(one->differences[k], count * sizeof *grown);
        if (!grown)
            return false;
        one->differences[k] = grown;
    }
    one->change_room = count;
    return true;
}

static bool words_differ(const picture_columns *a, size_t i, const picture_columns *b, size_t j)
{
    for (int k = 0; k < NARROW_COUNT; k++)
        if (a->narrow[k][i] != b->narrow[k][j])
            return true;
    return a->listed_form[i] != b->listed_form[j] || a->source_set[i] != b->source_set[j] ||
           a->type_code[i] != b->type_code[j] || strcmp(a->label[i], b->label[j]) != 0;
}

static void take_survivor(picture_wire *one, size_t i, size_t j)
{
    const picture_columns *base = &one->before->columns;
    const picture_columns *now = &one->now->columns;
    /* Modulo 2^32: over the date line a longitude differs by more than an int32_t holds, and the
     * sum is right all the same. */
    for (int k = 0; k < WIDE_COUNT; k++)
        one->differences[k][one->survivor_count] = (int32_t)(now->wide[k][j] - base->wide[k][i]);
    if (words_differ(base, i, now, j)) {
        one->changed_at[one->changed_count] = (uint32_t)one->survivor_count;
        one->changed_now[one->changed_count++] = (uint32_t)j;
    }
    one->survivor_count++;
}

/* Both are sorted by number: a merge. */
static void compare(picture_wire *one)
{
    const picture_columns *base = &one->before->columns;
    const picture_columns *now = &one->now->columns;
    one->gone_count = one->born_count = one->changed_count = one->survivor_count = 0;
    size_t i = 0, j = 0;
    while (i < base->count || j < now->count) {
        const bool only_base =
            j == now->count || (i < base->count && base->number[i] < now->number[j]);
        const bool only_now = !only_base && (i == base->count || now->number[j] < base->number[i]);
        if (only_base)
            one->gone[one->gone_count++] = (uint32_t)i++;
        else if (only_now)
            one->born_at[one->born_count++] = (uint32_t)j++;
        else
            take_survivor(one, i++, j++);
    }
}

/* How many entries a column of differences needs: none where nothing changed. */
static size_t told_entries(const int32_t *differences, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (differences[i] != 0)
            return count;
    return 0;
}

static void differences_message(Picket__V1__Change *message, const picture_wire *one)
{
    message->n_gone = one->gone_count;
    message->gone = one->gone;
#define FIELD(column, field)                                                                       \
    message->n_##field = told_entries(one->differences[column], one->survivor_count);              \
    message->field = one->differences[column];
    WIDE_FIELDS(FIELD)
#undef FIELD
    message->n_changed = one->changed_count;
    message->changed = one->changed_at;
}

size_t picture_wire_change(picture_wire *one, const uint8_t **data)
{
    if (!one->now || !one->before)
        return 0;
    const size_t most = one->before->columns.count + one->now->columns.count;
    if (!change_grow(one, most))
        return 0;
    compare(one);
    Picket__V1__Change change = PICKET__V1__CHANGE__INIT;
    Picket__V1__Columns born, values = PICKET__V1__COLUMNS__INIT;
    differences_message(&change, one);
    if (!picture_columns_gather(&one->born, &one->now->columns, one->born_at, one->born_count) ||
        !picture_columns_gather(&one->changed, &one->now->columns, one->changed_now,
                                one->changed_count) ||
        !columns_message(&born, &one->born, &one->tracks) ||
        !labels_message(&values, &one->changed, &one->values))
        return 0;
    words_message(&values, &one->changed);
    change.born = one->born_count > 0 ? &born : NULL;
    change.values = one->changed_count > 0 ? &values : NULL;
    Picket__V1__Picture message = head_of(one, &one->now->lists);
    message.base_ns = one->before->epoch_ns;
    message.change = &change;
    return pack(one, &message, data);
}

/* ---- Parts ---- */

static bool part_message(picture_wire *one, const part_range *range, Picket__V1__Columns *columns,
                         Picket__V1__Picture *message)
{
    if (!picture_columns_gather(&one->part_columns, &one->now->columns,
                                one->part_tracks + range->track, range->track_end - range->track) ||
        !picture_lists_make(&one->part_lists, &one->part_columns, &one->names, one->forms) ||
        !columns_message(columns, &one->part_columns, &one->tracks))
        return false;
    *message = head_of(one, &one->part_lists);
    message->tracks = columns;
    message->n_notices = range->notice_end - range->notice;
    if (message->n_notices > 0)
        message->notices = &one->now->notices.pointers[range->notice];
    return true;
}

/* 0: memory was refused. */
static size_t part_size(picture_wire *one, const part_range *range)
{
    Picket__V1__Columns columns;
    Picket__V1__Picture message;
    if (!part_message(one, range, &columns, &message))
        return 0;
    message.part = message.parts = 1u << 20; /* longer than any number of parts there will be */
    return picket__v1__picture__get_packed_size(&message);
}

/* Fills a part that begins at range->track and range->notice: tracks first, then notices. At least
 * one of them is taken, however large. guess: tracks that fitted into the part before. */
static bool part_fill(picture_wire *one, part_range *range, size_t guess, size_t room)
{
    const size_t tracks = one->now->columns.count;
    const size_t notices = one->now->notices.count;
    const size_t left = tracks - range->track;
    range->track_end = range->track + (guess < left ? guess : left);
    range->notice_end = range->notice;
    size_t size = part_size(one, range);
    while (size > 0 && size <= room && range->track_end < tracks) {
        range->track_end++;
        size = part_size(one, range);
    }
    while (size > room && range->track_end > range->track + 1) {
        range->track_end--;
        size = part_size(one, range);
    }
    while (size > 0 && range->track_end == tracks && range->notice_end < notices) {
        range->notice_end++;
        size = part_size(one, range);
        const bool alone =
            range->track == range->track_end && range->notice_end == range->notice + 1;
        if (size > room && !alone) {
            range->notice_end--;
            break;
        }
    }
    return size > 0;
}

static bool part_reserve(picture_wire *one, size_t parts)
{
    const size_t tracks = one->now->columns.count + 1; /* one more, so that there is an array */
    if (tracks > one->part_track_room) {
        uint32_t *grown = realloc(one->part_tracks, tracks * sizeof *grown);
        if (!grown)
            return false;
        one->part_tracks = grown;
        for (size_t i = 0; i < tracks; i++)
            grown[i] = (uint32_t)i;
        one->part_track_room = tracks;
    }
    if (parts <= one->part_room)
        return true;
    part_range *grown = realloc(one->parts, 2 * parts * sizeof *grown);
    if (!grown)
        return false;
    one->parts = grown;
    one->part_room = 2 * parts;
    return true;
}

/* Also an empty picture has a part: that there is nothing is told too. */
static bool plan(picture_wire *one, size_t room)
{
    part_range next = {0};
    size_t guess = 16;
    one->part_count = 0;
    do {
        if (!part_reserve(one, one->part_count + 1) || !part_fill(one, &next, guess, room))
            return false;
        one->parts[one->part_count++] = next;
        guess = next.track_end > next.track ? next.track_end - next.track : 1;
        next = (part_range){.track = next.track_end, .notice = next.notice_end};
    } while (next.track < one->now->columns.count || next.notice < one->now->notices.count);
    one->planned_for = room;
    return true;
}

size_t picture_wire_part(picture_wire *one, size_t part, size_t room, const uint8_t **data)
{
    if (!one->now || (one->planned_for != room && !plan(one, room)))
        return 0;
    if (part == 0 || part > one->part_count)
        return 0;
    Picket__V1__Columns columns;
    Picket__V1__Picture message;
    if (!part_message(one, &one->parts[part - 1], &columns, &message))
        return 0;
    message.part = (uint32_t)part;
    message.parts = (uint32_t)one->part_count;
    return pack(one, &message, data);
}
