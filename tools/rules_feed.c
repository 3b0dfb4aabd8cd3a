#include "tools/rules_feed.h"

#include "daemon/recording/playback.h"
#include "tools/path.h"
#include "tools/progress.h"
#include "tools/rules.h"
#include "tools/say.h"
#include "tools/table.h"
#include "tools/when.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A track as a picture shows it. */
typedef struct glimpse {
    uint64_t number;
    double place[3];
    double variance; /* of the place, all three directions together; m^2 */
} glimpse;

typedef struct epoch_seen {
    int64_t epoch_ns;
    size_t first, count; /* of the glimpses */
} epoch_seen;

/* A track of one of the books: for how many epochs it was shown, and for how many the other book
 * showed none there. */
typedef struct track_seen {
    uint64_t number;
    size_t shown, alone;
} track_seen;

/* One view under one book. */
typedef struct sight {
    track_seen *tracks;
    size_t track_count, track_room;
    size_t shown, alone; /* epochs, over all tracks */
} sight;

/* One view under both books. */
typedef struct watched {
    char name[128];
    glimpse *glimpses; /* of the first book */
    size_t glimpse_count, glimpse_room;
    epoch_seen *epochs;
    size_t epoch_count, epoch_room, next; /* next: of the second run */
    sight by[2];
} watched;

typedef struct feed {
    const options *given;
    config *configuration;
    fusion_book *books[2];
    watched *all;
    size_t count;
    size_t views[FUSION_VIEWS_MAX]; /* of the run: which of all */
    int book;                       /* of the run */
    bool failed;
} feed;

/* Room for one more; false: no memory. */
static bool grow(void *list, size_t count, size_t *room, size_t size)
{
    void **at = list;
    if (count < *room)
        return true;
    void *grown = realloc(*at, (2 * *room + 64) * size);
    if (!grown)
        return false;
    *at = grown;
    *room = 2 * *room + 64;
    return true;
}

static track_seen *track_of(sight *of, uint64_t number)
{
    for (size_t i = 0; i < of->track_count; i++)
        if (of->tracks[i].number == number)
            return &of->tracks[i];
    if (!grow(&of->tracks, of->track_count, &of->track_room, sizeof *of->tracks))
        return NULL;
    of->tracks[of->track_count] = (track_seen){.number = number};
    return &of->tracks[of->track_count++];
}

static bool count_one(sight *of, uint64_t number, bool alone)
{
    track_seen *track = track_of(of, number);
    if (!track)
        return false;
    track->shown++;
    of->shown++;
    track->alone += alone;
    of->alone += alone;
    return true;
}

static glimpse glimpse_of(const fusion_track *track)
{
    glimpse one = {.number = track->number,
                   .variance = track->covariance[0] + track->covariance[6] + track->covariance[11]};
    memcpy(one.place, track->position, sizeof one.place);
    return one;
}

static bool near_enough(const glimpse *one, const glimpse *other, double *distance2)
{
    *distance2 = 0.0;
    for (int k = 0; k < 3; k++)
        *distance2 += (one->place[k] - other->place[k]) * (one->place[k] - other->place[k]);
    return *distance2 <= 9.0 * (one->variance + other->variance);
}

/* The first book's picture of an epoch is kept. */
static bool keep(watched *of, const pipeline_picture *picture)
{
    if (!grow(&of->epochs, of->epoch_count, &of->epoch_room, sizeof *of->epochs))
        return false;
    epoch_seen *epoch = &of->epochs[of->epoch_count++];
    *epoch = (epoch_seen){picture->epoch_ns, of->glimpse_count, 0};
    for (size_t i = 0; i < picture->track_count; i++) {
        if (picture->tracks[i].status == FUSION_TENTATIVE)
            continue;
        if (!grow(&of->glimpses, of->glimpse_count, &of->glimpse_room, sizeof *of->glimpses))
            return false;
        of->glimpses[of->glimpse_count++] = glimpse_of(&picture->tracks[i]);
        epoch->count++;
    }
    return true;
}

/* What the first book showed at that epoch; NULL: nothing was asked of it then. */
static const epoch_seen *epoch_at(watched *of, int64_t epoch_ns)
{
    while (of->next < of->epoch_count && of->epochs[of->next].epoch_ns < epoch_ns)
        of->next++;
    return of->next < of->epoch_count && of->epochs[of->next].epoch_ns == epoch_ns
               ? &of->epochs[of->next++]
               : NULL;
}

/* The one of the first book's that is not taken and nearest; those of the same number first. -1:
 * there is none. */
static long partner_of(const glimpse *one, const glimpse *others, const bool *taken, size_t count,
                       bool by_number)
{
    long best = -1;
    double nearest = INFINITY, distance2;
    for (size_t i = 0; i < count; i++) {
        if (taken[i] || (by_number && others[i].number != one->number) ||
            (!by_number && !near_enough(one, &others[i], &distance2)))
            continue;
        if (by_number)
            return (long)i;
        if (distance2 < nearest) {
            nearest = distance2;
            best = (long)i;
        }
    }
    return best;
}

/* Pairs the tracks of both pictures and counts those that are alone. */
static bool hold_against(watched *of, const glimpse *was, size_t was_count, const glimpse *is,
                         size_t is_count)
{
    bool *taken = calloc(was_count + 1, sizeof *taken),
         *paired = calloc(is_count + 1, sizeof *paired);
    bool good = taken && paired;
    for (int by_number = 1; good && by_number >= 0; by_number--)
        for (size_t i = 0; i < is_count; i++) {
            const long with =
                paired[i] ? -1 : partner_of(&is[i], was, taken, was_count, by_number == 1);
            if (with >= 0)
                taken[with] = paired[i] = true;
        }
    for (size_t i = 0; good && i < was_count; i++)
        good = count_one(&of->by[0], was[i].number, !taken[i]);
    for (size_t i = 0; good && i < is_count; i++)
        good = count_one(&of->by[1], is[i].number, !paired[i]);
    free(taken);
    free(paired);
    return good;
}

static bool compare_epoch(watched *of, const pipeline_picture *picture)
{
    const epoch_seen *before = epoch_at(of, picture->epoch_ns);
    glimpse *is = calloc(picture->track_count + 1, sizeof *is);
    size_t count = 0;
    for (size_t i = 0; is && i < picture->track_count; i++)
        if (picture->tracks[i].status != FUSION_TENTATIVE)
            is[count++] = glimpse_of(&picture->tracks[i]);
    const bool good = is && hold_against(of, before ? of->glimpses + before->first : NULL,
                                         before ? before->count : 0, is, count);
    free(is);
    return good;
}

static void picture_take(void *context, const pipeline_picture *picture)
{
    feed *one = context;
    watched *of = &one->all[one->views[picture->view]];
    if (picture->settled || one->failed)
        return;
    one->failed = one->book == 0 ? !keep(of, picture) : !compare_epoch(of, picture);
}

/* A view whose rule only the first book has: all that it showed is lost. */
static bool lose_rest(watched *of)
{
    for (; of->next < of->epoch_count; of->next++) {
        const epoch_seen *epoch = &of->epochs[of->next];
        if (!hold_against(of, of->glimpses + epoch->first, epoch->count, NULL, 0))
            return false;
    }
    return true;
}

/* The views that this book knows. */
static void views_choose(feed *one)
{
    text_messages unheard;
    one->configuration->book = one->books[one->book];
    one->configuration->view_count = 0;
    for (size_t i = 0; i < one->count; i++) {
        text_messages_init(&unheard, "");
        const size_t view = one->configuration->view_count;
        if (config_view_add(one->configuration, one->all[i].name, &unheard))
            one->views[view] = i;
    }
}

static bool play(feed *one, recording_reader *reader, pipeline *line)
{
    char error[512];
    recorded packet;
    codec_result result;
    playback play = playback_begin(one->configuration, line);
    progress shown = progress_begin("rules");
    int got = 0;
    while (!one->failed && (got = recording_read(reader, &packet, error)) > 0) {
        playback_take(&play, &packet, &result);
        if (progress_due(&shown))
            progress_show(&shown,
                          &(progress_state){.share = (recording_share(reader) + one->book) / 2.0,
                                            .where = when_clock(play.stamp_ns).text});
    }
    playback_end(&play);
    progress_end(&shown);
    if (!one->failed && got < 0)
        say_error("%s.", error);
    return !one->failed && got == 0;
}

static bool run(feed *one)
{
    char error[512];
    size_t threads = 0;
    const char *path = options_text(one->given, RULES_FEED);
    views_choose(one);
    if (one->configuration->view_count == 0)
        return true;
    if (!options_threads(one->given, &threads))
        return false;
    if (threads > one->configuration->view_count)
        threads = one->configuration->view_count;
    recording_reader *reader = recording_open(path, error);
    if (!reader) {
        say_error("%s.", error);
        return false;
    }
    const pipeline_settings settings = {.threads = threads, .sink = picture_take, .context = one};
    pipeline *line = pipeline_create(one->configuration, &settings);
    const bool good = line && play(one, reader, line);
    if (!line || one->failed || pipeline_failed(line))
        say_error("%s.", fusion_status_text(FUSION_NO_MEMORY));
    pipeline_destroy(line);
    recording_end(reader);
    return good;
}

static bool watch(feed *one, const char *nation, const char *rule)
{
    watched fresh = {.next = 0};
    snprintf(fresh.name, sizeof fresh.name, "%s%s%s", nation, *nation ? "." : "", rule);
    for (size_t i = 0; i < one->count; i++)
        if (strcmp(one->all[i].name, fresh.name) == 0)
            return true;
    if (one->count == FUSION_VIEWS_MAX) {
        say_error("there are more than %d views. Name those that matter: --view NATION.RULE, once "
                  "for each.",
                  FUSION_VIEWS_MAX);
        return false;
    }
    one->all[one->count++] = fresh;
    return true;
}

/* Every nation under every rule of either book, or what --view names. */
static bool watch_all(feed *one)
{
    const fusion_registry *registry = &one->configuration->registry;
    const char *name;
    bool good = true;
    for (size_t i = 0; good && (name = options_each(one->given, RULES_VIEW, i)); i++)
        good = watch(one, "", name);
    if (options_given(one->given, RULES_VIEW))
        return good;
    for (size_t n = 0; n < registry->nation_count; n++)
        for (int b = 0; b < 2; b++)
            for (size_t r = 0; good && (name = fusion_book_rule_name(one->books[b], r)); r++)
                good = watch(one, registry->nations[n].code, name);
    return good;
}

static void put_row(table *rows, const watched *of, double epoch_s)
{
    char partner[128];
    const char *dot = strrchr(of->name, '.');
    snprintf(partner, sizeof partner, "%.*s", (int)(dot ? dot - of->name : 0), of->name);
    table_text(rows, partner);
    table_text(rows, dot ? dot + 1 : of->name);
    for (int b = 0; b < 2; b++)
        table_count(rows, of->by[b].track_count);
    for (int b = 1; b >= 0; b--) {
        size_t alone = 0;
        for (size_t i = 0; i < of->by[b].track_count; i++)
            alone += 2 * of->by[b].tracks[i].alone > of->by[b].tracks[i].shown;
        table_count(rows, alone);
    }
    for (int b = 0; b < 2; b++)
        table_number(rows, (double)of->by[b].shown * epoch_s, 0);
    for (int b = 1; b >= 0; b--)
        table_number(rows, (double)of->by[b].alone * epoch_s, 0);
}

static bool print_all(const feed *one)
{
    static const table_column columns[] = {
        {"partner", NULL, true, false},       {"rule", NULL, true, false},
        {"tracks", "before", false, false},   {"tracks", "after", false, false},
        {"gained", NULL, false, false},       {"lost", NULL, false, false},
        {"shown", "before, s", false, false}, {"shown", "after, s", false, false},
        {"gained", "s", false, false},        {"lost", "s", false, false}};
    table *rows = table_create(columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < one->count; i++)
        put_row(rows, &one->all[i], (double)one->configuration->epoch_ns / 1e9);
    const bool good = table_print(rows, stdout);
    table_destroy(rows);
    if (!good)
        say_error("%s.", fusion_status_text(FUSION_NO_MEMORY));
    return good;
}

/* Do both books list the sensors as the configuration does? */
static bool books_match(const feed *one, const char *const paths[2])
{
    static text_messages messages;
    for (int b = 0; b < 2; b++) {
        text_messages_init(&messages, paths[b]);
        const fusion_status status =
            fusion_book_match(one->books[b], &one->configuration->registry, &messages);
        say_messages(&messages);
        if (status != FUSION_OK)
            return false;
    }
    return true;
}

static bool fuse_both(feed *one)
{
    bool good = watch_all(one);
    for (one->book = 0; good && one->book < 2; one->book++)
        good = run(one);
    for (size_t i = 0; good && i < one->count; i++)
        good = lose_rest(&one->all[i]);
    return good && print_all(one);
}

static void feed_free(feed *one)
{
    for (size_t i = 0; one->all && i < one->count; i++) {
        free(one->all[i].glimpses);
        free(one->all[i].epochs);
        free(one->all[i].by[0].tracks);
        free(one->all[i].by[1].tracks);
    }
    free(one->all);
}

bool rules_feed(const options *given, fusion_book *was, fusion_book *is)
{
    static config_faults faults;
    const char *const paths[2] = {options_operand(given, 1), options_operand(given, 2)};
    const char *file = options_text(given, OPTION_CONFIG);
    if (!file) {
        say_error("-c FILE is missing, and without it no sensor of the feed is known.");
        return false;
    }
    if (!path_readable(file) || !path_readable(options_text(given, RULES_FEED)))
        return false;
    feed one = {.given = given, .books = {was, is}, .configuration = config_read(file, &faults)};
    say_messages(&faults.own);
    say_messages(&faults.book);
    if (!one.configuration)
        return false;
    fusion_book *own = one.configuration->book;
    one.all = calloc(FUSION_VIEWS_MAX, sizeof *one.all);
    const bool good = one.all && books_match(&one, paths) && fuse_both(&one);
    one.configuration->book = own;
    config_destroy(one.configuration);
    feed_free(&one);
    return good;
}
