#include "score/trajectory.h"

#include "score/block.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool trajectory_reserve(trajectory *of, size_t near_count)
{
    if (of->count + near_count <= of->room)
        return true;
    const size_t room = 2 * (of->count + near_count);
    trajectory_contact *grown = realloc(of->contacts, room * sizeof *grown);
    if (!grown)
        return false;
    of->contacts = grown;
    of->room = room;
    return true;
}

void trajectory_add(trajectory *of, const epoch_scene *one)
{
    for (size_t e = 0; e < one->near_count; e++)
        of->contacts[of->count++] =
            (trajectory_contact){.object = one->truth[one->near[e].row].object,
                                 .track = one->name_of[one->near[e].column],
                                 .epoch = of->epochs,
                                 .gain = one->cutoff * one->cutoff - one->near[e].cost};
    of->epochs++;
    of->objects += one->truth_count;
    of->tracks += one->track_count;
}

void trajectory_free(trajectory *of)
{
    free(of->contacts);
    memset(of, 0, sizeof *of);
}

/* Where a place's block is: the least place that it is linked with. Objects stand first, then
 * tracks. */
static size_t root_of(size_t *parents, size_t place)
{
    while (parents[place] != place) {
        parents[place] = parents[parents[place]];
        place = parents[place];
    }
    return place;
}

static void link(size_t *parents, size_t one, size_t other)
{
    one = root_of(parents, one);
    other = root_of(parents, other);
    parents[one > other ? one : other] = one > other ? other : one;
}

/* A contact, filed under the block that it is in. Rows of a block are its objects or its tracks,
 * whichever are fewer. */
typedef struct filed {
    size_t root, row, column, epoch;
    double gain;
} filed;

static int filed_compare(const void *a, const void *b)
{
    const filed *one = a;
    const filed *other = b;
    if (one->root != other->root)
        return one->root < other->root ? -1 : 1;
    if (one->row != other->row)
        return one->row < other->row ? -1 : 1;
    if (one->column != other->column)
        return one->column < other->column ? -1 : 1;
    return one->epoch < other->epoch ? -1 : one->epoch > other->epoch;
}

/* Working memory of one reading. */
typedef struct desk {
    const trajectory *of;
    const fusion_score_settings *settings;
    size_t places, objects; /* numbers of both, of objects: those that were ever near a track */
    size_t *parents;        /* [place] */
    size_t *members[2];     /* [place]: objects, tracks of the block that begins there */
    size_t *column_of;      /* [name]: its column in the block at hand, one more; 0: none */
    size_t *epoch_of;       /* [epoch]: likewise */
    filed *files;
    double low, high, square; /* spared by holds, as known from below and above; of distances */
    size_t held, changes;     /* near pairs that hold; beginnings and ends of holds */
} desk;

static void desk_free(desk *one)
{
    free(one->parents);
    free(one->members[0]);
    free(one->members[1]);
    free(one->column_of);
    free(one->epoch_of);
    free(one->files);
}

static bool desk_create(desk *one, const trajectory *of, const fusion_score_settings *settings,
                        size_t numbers)
{
    size_t objects = 0;
    for (size_t i = 0; i < of->count; i++)
        objects = of->contacts[i].object >= objects ? of->contacts[i].object + 1 : objects;
    const size_t places = objects + numbers;
    *one = (desk){
        .of = of,
        .settings = settings,
        .places = places,
        .objects = objects,
        .parents = calloc(places + 1, sizeof *one->parents),
        .members = {calloc(places + 1, sizeof **one->members),
                    calloc(places + 1, sizeof **one->members)},
        .column_of = calloc(places + 1, sizeof *one->column_of),
        .epoch_of = calloc(of->epochs + 1, sizeof *one->epoch_of),
        .files = calloc(of->count + 1, sizeof *one->files),
    };
    if (one->parents && one->members[0] && one->members[1] && one->column_of && one->epoch_of &&
        one->files)
        return true;
    desk_free(one);
    return false;
}

/* Finds the blocks and puts each one's contacts together. */
static void file_contacts(desk *one)
{
    for (size_t i = 0; i < one->places; i++)
        one->parents[i] = i;
    for (size_t i = 0; i < one->of->count; i++)
        link(one->parents, one->of->contacts[i].object, one->objects + one->of->contacts[i].track);
    for (size_t i = 0; i < one->places; i++)
        one->members[i >= one->objects][root_of(one->parents, i)]++;
    for (size_t i = 0; i < one->of->count; i++) {
        const trajectory_contact *contact = &one->of->contacts[i];
        const size_t root = root_of(one->parents, contact->object);
        const bool turned = one->members[1][root] < one->members[0][root];
        one->files[i] = (filed){.root = root,
                                .row = turned ? contact->track : contact->object,
                                .column = turned ? contact->object : contact->track,
                                .epoch = contact->epoch,
                                .gain = contact->gain};
    }
    if (one->of->count > 0)
        qsort(one->files, one->of->count, sizeof *one->files, filed_compare);
}

static void hold(desk *one, const filed *contact)
{
    one->held++;
    one->square += one->settings->cutoff * one->settings->cutoff - contact->gain;
}

/* A pair that has nothing to do with others holds for good. */
static void take_pair(desk *one, const filed *files, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        one->low += files[i].gain;
        one->high += files[i].gain;
        hold(one, &files[i]);
    }
}

/* Rows, columns, pairs and epochs of a block, counted; each column's and epoch's place noted. */
static block measure(desk *one, const filed *files, size_t count)
{
    block of = {.half = 0.5 * one->settings->switching * one->settings->switching};
    for (size_t i = 0; i < count; i++) {
        const bool row = i == 0 || files[i].row != files[i - 1].row;
        of.rows += row;
        of.pair_count += row || files[i].column != files[i - 1].column;
        if (one->column_of[files[i].column] == 0)
            one->column_of[files[i].column] = ++of.columns;
        one->epoch_of[files[i].epoch] = 1;
    }
    for (size_t k = 0; k < one->of->epochs; k++)
        if (one->epoch_of[k] > 0)
            one->epoch_of[k] = ++of.epochs;
    return of;
}

static void lay_out(const desk *one, const filed *files, size_t count, const block *of,
                    block_pair *pairs, double *gain)
{
    size_t row = 0, pair = 0;
    for (size_t i = 0; i < count; i++) {
        const bool new_row = i > 0 && files[i].row != files[i - 1].row;
        row += new_row;
        pair += new_row || (i > 0 && files[i].column != files[i - 1].column);
        pairs[pair] = (block_pair){.row = row, .column = one->column_of[files[i].column] - 1};
        gain[(one->epoch_of[files[i].epoch] - 1) * of->pair_count + pair] = files[i].gain;
    }
}

static void take_holds(desk *one, const filed *files, size_t count, const block *of,
                       const size_t *holds)
{
    for (size_t row = 0; row < of->rows; row++) {
        const size_t *way = holds + row * of->epochs;
        for (size_t k = 1; k < of->epochs; k++)
            if (way[k] != way[k - 1]) {
                one->changes += way[k] != BLOCK_NONE;
                one->changes += way[k - 1] != BLOCK_NONE;
            }
    }
    size_t pair = 0;
    for (size_t i = 0; i < count; i++) {
        pair +=
            i > 0 && (files[i].row != files[i - 1].row || files[i].column != files[i - 1].column);
        const size_t cell = of->pairs[pair].row * of->epochs + one->epoch_of[files[i].epoch] - 1;
        if (holds[cell] == pair)
            hold(one, &files[i]);
    }
}

static bool take_block(desk *one, const filed *files, size_t count)
{
    block of = measure(one, files, count);
    block_pair *pairs = calloc(of.pair_count, sizeof *pairs);
    double *gain = calloc(of.pair_count * of.epochs, sizeof *gain);
    size_t *holds = calloc(of.rows * of.epochs, sizeof *holds);
    bool done = pairs && gain && holds;
    if (done) {
        double low, high;
        lay_out(one, files, count, &of, pairs, gain);
        of.pairs = pairs;
        of.gain = gain;
        done = block_solve(&of, holds, &low, &high);
        if (done) {
            one->low += low;
            one->high += high;
            take_holds(one, files, count, &of, holds);
        }
    }
    for (size_t i = 0; i < count; i++) {
        one->column_of[files[i].column] = 0;
        one->epoch_of[files[i].epoch] = 0;
    }
    free(pairs);
    free(gain);
    free(holds);
    return done;
}

static bool take_blocks(desk *one)
{
    for (size_t begin = 0, end = 0; begin < one->of->count; begin = end) {
        const size_t root = one->files[begin].root;
        while (end < one->of->count && one->files[end].root == root)
            end++;
        if (one->members[0][root] == 1 && one->members[1][root] == 1)
            take_pair(one, one->files + begin, end - begin);
        else if (!take_block(one, one->files + begin, end - begin))
            return false;
    }
    return true;
}

bool trajectory_read(const trajectory *of, const fusion_score_settings *settings, size_t numbers,
                     fusion_score_trajectory *figures)
{
    desk one;
    if (!desk_create(&one, of, settings, numbers))
        return false;
    file_contacts(&one);
    const bool done = take_blocks(&one);
    if (done) {
        const double epochs = of->epochs > 0 ? (double)of->epochs : NAN;
        const double alone = 0.5 * settings->cutoff * settings->cutoff;
        const double all = alone * (double)(of->objects + of->tracks);
        *figures = (fusion_score_trajectory){
            .gospa = sqrt(fmax(0.0, all - one.low) / epochs),
            .gospa_low = sqrt(fmax(0.0, all - one.high) / epochs),
            .location = sqrt(one.square / epochs),
            .missed = (double)(of->objects - one.held) / epochs,
            .false_tracks = (double)(of->tracks - one.held) / epochs,
            .switches = 0.5 * (double)one.changes,
        };
    }
    desk_free(&one);
    return done;
}
