#include "daemon/line/pipeline_parts.h"

#include <stdio.h>
#include <string.h>

/* A visit that is over changes nothing any more, and what was said of it may be forgotten: a room
 * that has lost a visitor is what it would be had he never come. But the rest must add up to the
 * same without it, and a book has visits of its own: so all words of one visitor up to a time go
 * together, where at that time he is neither in nor lingers, with them or by the book alone. */

enum { TRIED_MAX = 16 }; /* times; a visitor is mostly out at one of the last */

/* What a sentence says of a room. */
typedef struct about {
    char who[49]; /* empty: it restores the room */
    int64_t at_ns;
} about;

static bool about_room(const pipeline *one, const pipeline_said *said, size_t room, about *is)
{
    const int64_t epoch_ns = one->configuration->epoch_ns;
    char name[64];
    const int length = snprintf(name, sizeof name, "room %s ",
                                fusion_book_room(one->configuration->book, room).name);
    if (strncmp(said->sentence, name, (size_t)length) != 0)
        return false;
    const char *rest = said->sentence + length;
    *is = (about){.at_ns = (said->at_ns + epoch_ns - 1) / epoch_ns * epoch_ns};
    if (strcmp(rest, "restore") != 0)
        snprintf(is->who, sizeof is->who, "%.*s", (int)strcspn(rest, " "), rest);
    return true;
}

/* Said before the run for a time within it: it may count from another time, or not at all for what
 * the run itself says of the room. Then all that was said of the room stays. */
static bool is_entangled(const pipeline *one, size_t room)
{
    about is;
    for (size_t i = 0; i < one->said_count; i++)
        if (one->said[i].run_ns != 0 && one->said[i].at_ns >= one->said[i].run_ns &&
            about_room(one, &one->said[i], room, &is))
            return true;
    return false;
}

typedef struct closing {
    pipeline *one;
    const fusion_gate *bare; /* to which nothing was said */
    size_t room;
    int64_t by_ns;
} closing;

/* Is he out, and forgotten? nation: of the registry; its count: somebody unknown. */
static bool is_clear(const closing *all, const fusion_gate *gate, size_t nation, int64_t at_ns)
{
    const fusion_presence present = fusion_gate_present(gate, all->room, at_ns);
    if (nation == all->one->configuration->registry.nation_count)
        return present.unknown == 0 && !present.unknown_lingers;
    return present.inside[nation] == 0 && !(present.lingers >> nation & 1u);
}

static bool is_gone(const closing *all, size_t nation, int64_t at_ns)
{
    return is_clear(all, all->one->gate, nation, at_ns) && is_clear(all, all->bare, nation, at_ns);
}

/* The last time by then at which he was gone, of those at which something was said; INT64_MIN: none
 * was found. */
static int64_t gone_at(const closing *all, size_t nation)
{
    const pipeline *one = all->one;
    size_t tried = 1;
    if (is_gone(all, nation, all->by_ns))
        return all->by_ns;
    for (size_t i = one->said_count; i-- > 0 && tried < TRIED_MAX;) {
        about is;
        if (!about_room(one, &one->said[i], all->room, &is) || is.at_ns > all->by_ns)
            continue;
        if (is_gone(all, nation, is.at_ns))
            return is.at_ns;
        tried++;
    }
    return INT64_MIN;
}

static void close_words(const closing *all, const char *who, int64_t last_ns)
{
    for (size_t i = 0; i < all->one->said_count; i++) {
        about is;
        pipeline_said *said = &all->one->said[i];
        if (about_room(all->one, said, all->room, &is) && strcmp(is.who, who) == 0 &&
            is.at_ns <= last_ns)
            said->over_ns = all->by_ns;
    }
}

/* A restoring is for those who have left. It goes where nobody would linger again without it, or it
 * makes no difference to him: he is in, or lingers all the same. */
static bool restores_nothing(const closing *all)
{
    for (size_t n = 0; n <= all->one->configuration->registry.nation_count; n++)
        if (is_clear(all, all->one->gate, n, all->by_ns) &&
            !is_clear(all, all->bare, n, all->by_ns))
            return false;
    return true;
}

static void close_room(const closing *all)
{
    const fusion_registry *registry = &all->one->configuration->registry;
    if (is_entangled(all->one, all->room))
        return;
    for (size_t n = 0; n <= registry->nation_count; n++) {
        const bool known = n < registry->nation_count;
        close_words(all, known ? registry->nations[n].code : "unknown", gone_at(all, n));
    }
    if (restores_nothing(all))
        close_words(all, "", all->by_ns);
}

void pipeline_visits_close(pipeline *one, int64_t by_ns)
{
    const config *of = one->configuration;
    fusion_gate *bare = NULL;
    if (fusion_book_rooms(of->book) == 0 ||
        fusion_gate_create(of->book, &of->registry, one->views, 1, &bare) != FUSION_OK)
        return;
    if (fusion_gate_epoch(bare, of->epoch_ns) == FUSION_OK)
        for (size_t room = 0; room < fusion_book_rooms(of->book); room++)
            close_room(&(closing){.one = one, .bare = bare, .room = room, .by_ns = by_ns});
    fusion_gate_destroy(bare);
}
