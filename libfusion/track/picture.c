#include "track/picture.h"

#include "track/claim.h"

#include <string.h>

#define TOLD_NS (60 * FUSION_SECOND) /* for so long a merger is told */

static uint8_t marks_of(const track *one, bool conflict)
{
    unsigned marks = 0;
    if (conflict || one->number_shared)
        marks |= FUSION_MARK_CONFLICT;
    if (!one->height_known)
        marks |= FUSION_MARK_HEIGHT_UNKNOWN;
    if (one->height_is_pressure)
        marks |= FUSION_MARK_PRESSURE;
    return (uint8_t)marks;
}

static void name_sources(const track *one, int64_t now_ns, life_rules rules, fusion_track *shown)
{
    for (size_t i = 0; i < one->look_count; i++) {
        const look *at = &one->looks[i];
        if (now_ns - at->newest_ns > rules.settings->window_ns)
            continue;
        if (at->source_named)
            shown->sensors[at->sensor / 64] |= UINT64_C(1) << at->sensor % 64;
        if (at->nation_named)
            shown->nations |= UINT32_C(1) << at->nation;
    }
}

/* What each source says, where they do not say the same. */
static void tell_claims(const track *one, fusion_track *shown)
{
    shown->claim_count = one->claim_count;
    for (size_t i = 0; i < one->claim_count; i++) {
        const claim *said = &one->claims[i];
        shown->claims[i] = (fusion_claim){said->sensor, said->nation, said->categories,
                                          said->identity, said->identity_percent};
    }
}

/* The track, carried to `now`, with who contributed to it within the window. */
static void picture_track(const track *one, const cv_state *now, int64_t now_ns, life_rules rules,
                          fusion_track *shown)
{
    const bool conflict = claim_conflict(one, now_ns);
    *shown = (fusion_track){.number = one->number,
                            .newest_ns = one->newest_ns,
                            .type_code = one->type_code,
                            .status = (uint8_t)life_status(one, now_ns, rules),
                            .categories = one->categories,
                            .marks = marks_of(one, conflict),
                            .form = one->form};
    shown->identity =
        belief_identity(one->claims, one->claim_count, now_ns, &shown->identity_percent);
    memcpy(shown->position, now->state, sizeof shown->position);
    memcpy(shown->velocity, now->state + 3, sizeof shown->velocity);
    memcpy(shown->covariance, now->covariance, sizeof shown->covariance);
    memcpy(shown->label, one->label, sizeof shown->label);
    name_sources(one, now_ns, rules, shown);
    if (conflict)
        tell_claims(one, shown);
    if (now_ns - one->absorbed_ns <= TOLD_NS)
        shown->absorbed = one->absorbed;
}

static void carry_some(const roster *tracks, size_t first, int64_t now_ns, cv_state *states)
{
    const track *some[TRACK_ALL];
    size_t count = 0;
    for (size_t i = first; i < tracks->order.count && count < TRACK_ALL; i++)
        some[count++] = &tracks->slots.items[tracks->order.items[i].slot];
    track_all_at(some, count, now_ns, states);
}

void picture_all(const roster *tracks, const beside *streams, int64_t now_ns, life_rules rules,
                 fusion_track *shown)
{
    size_t apart = 0, bound = 0;
    cv_state carried[TRACK_ALL];
    for (size_t i = 0; i <= tracks->order.count; i++) {
        const bool last = i == tracks->order.count;
        const uint64_t next = last ? UINT64_MAX : tracks->order.items[i].number;
        for (; apart < streams->apart.count && streams->apart.items[apart].number < next; apart++)
            beside_picture(streams, apart, now_ns, shown++);
        if (last)
            return;
        if (i % TRACK_ALL == 0)
            carry_some(tracks, i, now_ns, carried);
        picture_track(&tracks->slots.items[tracks->order.items[i].slot], &carried[i % TRACK_ALL],
                      now_ns, rules, shown);
        beside_cover(streams, &bound, now_ns, shown++);
    }
}
