#include "daemon/staff/score_csv.h"

#include "daemon/file.h"
#include "geo/angle.h"
#include "geo/turn.h"
#include "geo/wgs84.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    TIME,
    NAME,
    LAT,
    LON,
    ALT,
    VE,
    VN,
    VU,
    CATEGORY,
    IDENTITY,
    EE,
    EN,
    EU,
    NN,
    NU,
    UU,
    VEE,
    VUU = VEE + 5,
    COLUMNS,
    NEEDED = ALT + 1,
    CELLS_MAX = 64
};

static const char *const names[COLUMNS] = {
    "time_s", "",         "lat_deg", "lon_deg", "alt_m", "ve_m_per_s", "vn_m_per_s", "vu_m_per_s",
    "",       "identity", "ee",      "en",      "eu",    "nn",         "nu",         "uu",
    "vee",    "ven",      "veu",     "vnn",     "vnu",   "vuu"};

/* One row as it stands in the file. */
typedef struct csv_row {
    int64_t time_ms;
    int line; /* in the file: rows of one epoch keep their order */
    uint64_t name;
    const char *label; /* the name, in the text */
    uint8_t categories, identity;
    double position[3], velocity[3], covariance[6], velocity_covariance[6]; /* ECEF */
    bool velocity_known, covariance_known, velocity_covariance_known;
} csv_row;

typedef struct reader {
    text_messages *messages;
    bool is_truth;
    int line;
    size_t column_of[COLUMNS]; /* where it stands; CELLS_MAX: nowhere */
    csv_row *rows;
    size_t count, room;
} reader;

static const char *name_of(const reader *one, int column)
{
    if (column == NAME)
        return one->is_truth ? "object" : "track";
    if (column == CATEGORY)
        return one->is_truth ? "category" : NULL;
    return names[column];
}

/* Cuts a line at its commas, in place. Gives the number of cells, the first CELLS_MAX of them kept.
 */
static size_t cut(char *line, char *cells[CELLS_MAX])
{
    size_t count = 0;
    for (char *at = line; at;) {
        char *comma = strchr(at, ',');
        if (comma)
            *comma = '\0';
        if (count < CELLS_MAX)
            cells[count] = at;
        count++;
        at = comma ? comma + 1 : NULL;
    }
    return count;
}

static bool read_head(reader *one, char *line)
{
    char found[256];
    snprintf(found, sizeof found, "%s", line);
    char *cells[CELLS_MAX];
    size_t count = cut(line, cells);
    count = count < CELLS_MAX ? count : CELLS_MAX;
    for (int column = 0; column < COLUMNS; column++) {
        const char *name = name_of(one, column);
        one->column_of[column] = CELLS_MAX;
        for (size_t i = 0; name && i < count; i++)
            if (strcmp(cells[i], name) == 0)
                one->column_of[column] = i;
        if (one->column_of[column] == CELLS_MAX && column < NEEDED) {
            text_say(one->messages, TEXT_ERROR, 1,
                     "column \"%s\" is missing (found: %s). Name it in the first line.", name,
                     found);
            return false;
        }
    }
    return true;
}

/* The cell's number. *known is false where the cell is empty or the column is not there. */
static bool read_number(reader *one, char *const *cells, int column, double low, double high,
                        double *number, bool *known)
{
    const size_t at = one->column_of[column];
    const char *text = at < CELLS_MAX ? cells[at] : "";
    *known = text[0] != '\0';
    if (!*known && column >= NEEDED)
        return true;
    char *end = NULL;
    const bool plain = *known && text[strspn(text, "0123456789+-.eE")] == '\0';
    *number = plain ? strtod(text, &end) : NAN;
    if (!plain || *end != '\0' || !isfinite(*number)) {
        text_say(one->messages, TEXT_ERROR, one->line, "%s \"%s\" is not a number.", names[column],
                 text);
        return false;
    }
    if (*number < low || *number > high) {
        text_say(one->messages, TEXT_ERROR, one->line, "%s %s is not from %g to %g.", names[column],
                 text, low, high);
        return false;
    }
    return true;
}

/* Several columns that are known together or not at all. */
static bool read_numbers(reader *one, char *const *cells, int first, int count, double *numbers,
                         bool *known)
{
    *known = true;
    for (int i = 0; i < count; i++) {
        bool one_known = false;
        if (!read_number(one, cells, first + i, -1e15, 1e15, &numbers[i], &one_known))
            return false;
        *known = *known && one_known;
    }
    return true;
}

/* FNV-1a: names are only told apart. */
static uint64_t hash(const char *text)
{
    uint64_t value = UINT64_C(14695981039346656037);
    for (; *text; text++)
        value = (value ^ (unsigned char)*text) * UINT64_C(1099511628211);
    return value;
}

/* "missile+air"; what is none of them adds nothing. */
static uint8_t categories_of(const char *text)
{
    unsigned set = 0;
    for (size_t length; *text; text += length + (text[length] == '+')) {
        length = strcspn(text, "+");
        const int found = fusion_category_find(text, length);
        set |= found >= 0 ? 1u << found : 0u;
    }
    return (uint8_t)set;
}

/* Latitude, longitude, height and what hangs on them, turned into ECEF. */
static bool read_state(reader *one, char *const *cells, csv_row *row)
{
    double lat, lon, alt, axes[9];
    bool known;
    if (!read_number(one, cells, LAT, -90.0, 90.0, &lat, &known) ||
        !read_number(one, cells, LON, -180.0, 360.0, &lon, &known) ||
        !read_number(one, cells, ALT, -1e8, 1e8, &alt, &known) ||
        !read_numbers(one, cells, VE, 3, row->velocity, &row->velocity_known) ||
        !read_numbers(one, cells, EE, 6, row->covariance, &row->covariance_known) ||
        !read_numbers(one, cells, VEE, 6, row->velocity_covariance,
                      &row->velocity_covariance_known))
        return false;
    lat /= ANGLE_DEGREES;
    lon /= ANGLE_DEGREES;
    wgs84_to_ecef(lat, lon, alt, row->position);
    wgs84_axes(lat, lon, axes);
    turn_to_ecef(axes, row->velocity, row->velocity);
    turn_covariance3_to_ecef(axes, row->covariance, row->covariance);
    turn_covariance3_to_ecef(axes, row->velocity_covariance, row->velocity_covariance);
    return true;
}

/* What is no identity says none. */
static uint8_t identity_of(const char *text)
{
    for (unsigned i = 1; i < FUSION_IDENTITIES; i++)
        if (strcmp(text, fusion_identity_name(i)) == 0)
            return (uint8_t)i;
    return FUSION_IDENTITY_NONE;
}

static bool read_row(reader *one, char *line)
{
    char *cells[CELLS_MAX];
    const size_t count = cut(line, cells);
    for (int column = 0; column < COLUMNS; column++)
        if (one->column_of[column] < CELLS_MAX && one->column_of[column] >= count) {
            text_say(one->messages, TEXT_ERROR, one->line, "the row ends before column \"%s\".",
                     name_of(one, column));
            return false;
        }
    csv_row row = {.line = one->line};
    double time;
    bool known;
    if (!read_number(one, cells, TIME, -9e9, 9e9, &time, &known) || !read_state(one, cells, &row))
        return false;
    row.time_ms = llround(time * 1e3);
    const char *name = cells[one->column_of[NAME]];
    if (!name[0]) {
        text_say(one->messages, TEXT_ERROR, one->line, "%s is empty.", name_of(one, NAME));
        return false;
    }
    if (one->is_truth && strlen(name) >= SCORE_NAME_ROOM) {
        text_say(one->messages, TEXT_ERROR, one->line,
                 "object \"%s\" is longer than %d characters.", name, SCORE_NAME_ROOM - 1);
        return false;
    }
    row.name = hash(name);
    row.label = name;
    if (one->column_of[CATEGORY] < CELLS_MAX)
        row.categories = categories_of(cells[one->column_of[CATEGORY]]);
    if (one->column_of[IDENTITY] < CELLS_MAX)
        row.identity = identity_of(cells[one->column_of[IDENTITY]]);
    if (one->count == one->room) {
        one->room = one->room ? 2 * one->room : 4096;
        csv_row *grown = realloc(one->rows, one->room * sizeof *grown);
        if (!grown) {
            text_say(one->messages, TEXT_ERROR, one->line, "memory was refused.");
            return false;
        }
        one->rows = grown;
    }
    one->rows[one->count++] = row;
    return true;
}

static void read_lines(reader *one, char *text)
{
    if (strncmp(text, "\xEF\xBB\xBF", 3) == 0)
        text += 3;
    for (one->line = 1; *text; one->line++) {
        char *end = strchr(text, '\n');
        char *next = end ? end + 1 : text + strlen(text);
        if (end)
            *end = '\0';
        const size_t length = strlen(text);
        if (length > 0 && text[length - 1] == '\r')
            text[length - 1] = '\0';
        if (one->line == 1 ? !read_head(one, text) : *text && !read_row(one, text))
            if (one->line == 1 || one->messages->errors >= TEXT_MESSAGES_MAX)
                return;
        text = next;
    }
    if (one->line == 1)
        text_say(one->messages, TEXT_ERROR, 1, "the file is empty. Its first line names columns.");
}

static int row_compare(const void *a, const void *b)
{
    const csv_row *one = a;
    const csv_row *other = b;
    if (one->time_ms != other->time_ms)
        return one->time_ms < other->time_ms ? -1 : 1;
    return one->line < other->line ? -1 : one->line > other->line;
}

static bool split_epochs(const reader *one, score_file *file)
{
    file->epochs = calloc(one->count + 1, sizeof *file->epochs);
    if (!file->epochs)
        return false;
    for (size_t i = 0; i < one->count; i++) {
        score_epoch *last = file->epochs + file->epoch_count;
        if (i == 0 || one->rows[i].time_ms != last[-1].time_ms) {
            *last = (score_epoch){.time_ms = one->rows[i].time_ms, .begin = i};
            file->epoch_count++;
        }
        file->epochs[file->epoch_count - 1].end = i + 1;
    }
    return true;
}

static int name_compare(const void *a, const void *b)
{
    const uint64_t one = *(const uint64_t *)a;
    const uint64_t other = *(const uint64_t *)b;
    return (one > other) - (one < other);
}

/* The distinct names in order: a name's place is its object's index. */
static size_t list_names(const reader *one, uint64_t *list)
{
    for (size_t i = 0; i < one->count; i++)
        list[i] = one->rows[i].name;
    qsort(list, one->count, sizeof *list, name_compare);
    size_t count = 0;
    for (size_t i = 0; i < one->count; i++)
        if (count == 0 || list[i] != list[count - 1])
            list[count++] = list[i];
    return count;
}

static bool take_truth(const reader *one, score_file *file)
{
    uint64_t *list = calloc(one->count + 1, sizeof *list);
    file->truth = calloc(one->count + 1, sizeof *file->truth);
    file->categories = calloc(one->count + 1, sizeof *file->categories);
    file->names = calloc(one->count + 1, sizeof *file->names);
    if (!list || !file->truth || !file->categories || !file->names) {
        free(list);
        return false;
    }
    file->object_count = list_names(one, list);
    for (size_t i = 0; i < one->count; i++) {
        const csv_row *row = &one->rows[i];
        const uint64_t *found =
            bsearch(&row->name, list, file->object_count, sizeof *list, name_compare);
        fusion_score_truth *truth = &file->truth[i];
        truth->object = (size_t)(found - list);
        memcpy(truth->position, row->position, sizeof truth->position);
        memcpy(truth->velocity, row->velocity, sizeof truth->velocity);
        truth->velocity_known = row->velocity_known;
        truth->identity = row->identity;
        file->categories[truth->object] |= row->categories;
        strcpy(file->names[truth->object], row->label);
    }
    free(list);
    return true;
}

static int twin_compare(const void *a, const void *b)
{
    const csv_row *one = *(const csv_row *const *)a;
    const csv_row *other = *(const csv_row *const *)b;
    if (one->time_ms != other->time_ms)
        return one->time_ms < other->time_ms ? -1 : 1;
    if (one->name != other->name)
        return one->name < other->name ? -1 : 1;
    return one->line < other->line ? -1 : one->line > other->line;
}

/* What is twice in one place of time would be scored twice. */
static void refuse_doubles(reader *one)
{
    const csv_row **order = calloc(one->count + 1, sizeof *order);
    if (!order) {
        text_say(one->messages, TEXT_ERROR, 0, "memory was refused.");
        return;
    }
    for (size_t i = 0; i < one->count; i++)
        order[i] = &one->rows[i];
    qsort(order, one->count, sizeof *order, twin_compare);
    for (size_t i = 1; i < one->count; i++)
        if (order[i]->time_ms == order[i - 1]->time_ms && order[i]->name == order[i - 1]->name)
            text_say(one->messages, TEXT_ERROR, order[i]->line,
                     "its %s stands a second time at this time.", name_of(one, NAME));
    free(order);
}

static bool take_tracks(const reader *one, score_file *file)
{
    file->tracks = calloc(one->count + 1, sizeof *file->tracks);
    if (!file->tracks)
        return false;
    for (size_t i = 0; i < one->count; i++) {
        const csv_row *row = &one->rows[i];
        fusion_score_track *track = &file->tracks[i];
        track->track = row->name;
        memcpy(track->position, row->position, sizeof track->position);
        memcpy(track->velocity, row->velocity, sizeof track->velocity);
        memcpy(track->covariance, row->covariance, sizeof track->covariance);
        track->velocity_known = row->velocity_known;
        track->identity = row->identity;
        track->covariance_known = row->covariance_known;
        memcpy(track->velocity_covariance, row->velocity_covariance,
               sizeof track->velocity_covariance);
        track->velocity_covariance_known = row->velocity_covariance_known;
    }
    return true;
}

static void take_rows(reader *one, score_file *file)
{
    if (one->count > 0)
        qsort(one->rows, one->count, sizeof *one->rows, row_compare);
    file->row_count = one->count;
    if (!split_epochs(one, file) || !(one->is_truth ? take_truth : take_tracks)(one, file))
        text_say(one->messages, TEXT_ERROR, 0, "memory was refused.");
    else
        refuse_doubles(one);
}

static int file_take(const char *path, bool is_truth, score_file *file, text_messages *messages)
{
    memset(file, 0, sizeof *file);
    char *text = NULL;
    size_t size = 0;
    const int error = file_read(path, SIZE_MAX / 2, &text, &size);
    if (error)
        return error;
    reader one = {.messages = messages, .is_truth = is_truth};
    if (strlen(text) == size)
        read_lines(&one, text);
    else
        text_say(messages, TEXT_ERROR, 0, "this is no text, and so no CSV.");
    if (messages->errors == 0)
        take_rows(&one, file);
    free(one.rows);
    free(text);
    if (messages->errors > 0)
        score_file_free(file);
    return 0;
}

int score_csv_truth(const char *path, score_file *file, text_messages *messages)
{
    return file_take(path, true, file, messages);
}

int score_csv_picture(const char *path, score_file *file, text_messages *messages)
{
    return file_take(path, false, file, messages);
}

void score_file_free(score_file *file)
{
    free(file->epochs);
    free(file->truth);
    free(file->tracks);
    free(file->categories);
    free(file->names);
    memset(file, 0, sizeof *file);
}
