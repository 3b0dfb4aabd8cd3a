#include "track/claim.h"

#include <math.h>
#include <string.h>

#define CHANGE_OF_MIND (60 * FUSION_SECOND)

bool claim_compatible(uint8_t one, uint8_t other)
{
    return one == 0 || other == 0 || (one & other) != 0;
}

/* FNV-1a (Fowler, Noll and Vo): tells one label from another, no more; 0 stands for none. */
static uint64_t label_hash(const char *label)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (; *label; label++)
        hash = (hash ^ (unsigned char)*label) * UINT64_C(0x100000001b3);
    return hash | 1;
}

static void take_label(track *one, const measure *seen)
{
    if (seen->label[0] == '\0')
        return;
    const uint64_t said = label_hash(seen->label);
    const bool same = strcmp(one->label, seen->label) == 0;
    if (!same && one->label[0] != '\0' && one->label_next != said) {
        one->label_next = said;
        return;
    }
    memcpy(one->label, seen->label, sizeof one->label);
    one->label_next = 0;
}

static bool claim_before(const claim *one, const claim *other)
{
    return one->nation != other->nation ? one->nation < other->nation : one->sensor < other->sensor;
}

/* What is lost with it: a word for a side, one for none, or no identity. */
static unsigned worth(const claim *one)
{
    return one->identity > FUSION_UNKNOWN ? 2 : one->identity != FUSION_IDENTITY_NONE;
}

static bool yields(const claim *one, const claim *other)
{
    const unsigned own = worth(one), others = worth(other);
    return own != others ? own < others : one->heard_ns < other->heard_ns;
}

static size_t first_to_yield(const track *one)
{
    size_t first = 0;
    for (size_t i = 1; i < one->claim_count; i++)
        if (yields(&one->claims[i], &one->claims[first]))
            first = i;
    return first;
}

static void drop(track *one, size_t at)
{
    one->claim_count--;
    for (size_t i = at; i < one->claim_count; i++)
        one->claims[i] = one->claims[i + 1];
}

/* Several may hide behind a source that is not named: who excludes each other within a minute are
 * two, for one that changes its mind does so once. */
static bool of_one_source(const claim *kept, const claim *news)
{
    if (kept->nation != news->nation || kept->sensor != news->sensor)
        return false;
    const int64_t later_ns = news->heard_ns - kept->heard_ns;
    if (news->sensor != fusion_sensor_unnamed(news->nation) || later_ns > CHANGE_OF_MIND ||
        later_ns < -CHANGE_OF_MIND)
        return true;
    const claim both[2] = {*kept, *news};
    return !belief_identities_conflict(both, 2, news->heard_ns) &&
           !belief_categories_conflict(both, 2, news->heard_ns);
}

/* The source's claim; of several, which it is once they are older, the newest, and the others go.
 * NULL: there is none. */
static claim *claim_known(track *one, const claim *news)
{
    size_t found = FUSION_CLAIMS_MAX;
    for (size_t i = one->claim_count; i-- > 0;) {
        if (!of_one_source(&one->claims[i], news))
            continue;
        if (found == FUSION_CLAIMS_MAX) {
            found = i;
        } else if (one->claims[i].heard_ns < one->claims[found].heard_ns) {
            drop(one, i);
            found--;
        } else {
            drop(one, found);
            found = i;
        }
    }
    return found < FUSION_CLAIMS_MAX ? &one->claims[found] : NULL;
}

/* The source's claim, in its place; NULL where there is no room and no other yields. */
static claim *claim_of(track *one, const claim *news)
{
    claim *known = claim_known(one, news);
    if (known)
        return known;
    if (one->claim_count == FUSION_CLAIMS_MAX) {
        const size_t first = first_to_yield(one);
        if (!yields(&one->claims[first], news))
            return NULL;
        drop(one, first);
    }
    size_t at = one->claim_count++;
    for (; at > 0 && !claim_before(&one->claims[at - 1], news); at--)
        one->claims[at] = one->claims[at - 1];
    one->claims[at] = (claim){.heard_ns = INT64_MIN,
                              .identity_ns = INT64_MIN,
                              .sensor = news->sensor,
                              .nation = news->nation};
    return &one->claims[at];
}

/* The newest counts; of two words of one moment the greater, so that their order does not. */
static void take_words(claim *said, const claim *news)
{
    if (news->heard_ns > said->heard_ns ||
        (news->heard_ns == said->heard_ns && news->categories > said->categories)) {
        said->heard_ns = news->heard_ns;
        said->categories = news->categories;
    }
    const unsigned word = (unsigned)news->identity << 8 | news->identity_percent;
    const unsigned known = (unsigned)said->identity << 8 | said->identity_percent;
    if (news->identity == FUSION_IDENTITY_NONE || news->identity_ns < said->identity_ns ||
        (news->identity_ns == said->identity_ns && word < known))
        return;
    said->identity_ns = news->identity_ns;
    said->identity = news->identity;
    said->identity_percent = news->identity_percent;
}

/* The same words again: what they amount to is the same but for their age. */
static bool says_anew(const claim *before, const claim *after)
{
    return before->categories != after->categories || before->identity != after->identity ||
           before->identity_percent != after->identity_percent;
}

static void weigh(track *one)
{
    const uint8_t before = one->categories;
    int64_t newest_ns = INT64_MIN;
    for (size_t i = 0; i < one->claim_count; i++)
        if (one->claims[i].heard_ns > newest_ns)
            newest_ns = one->claims[i].heard_ns;
    one->categories = belief_categories(one->claims, one->claim_count, newest_ns);
    belief_sides(one->claims, one->claim_count, newest_ns, one->sides);
    if (one->categories != before) /* of what nobody names they follow its speed */
        imm_change(&one->filter, motion_of(one->categories).models);
}

/* Whether it changes what the claims amount to. */
static bool take_claim(track *one, const claim *news)
{
    const uint8_t count = one->claim_count;
    claim *said = claim_of(one, news);
    if (!said)
        return false;
    const claim before = *said;
    take_words(said, news);
    return one->claim_count != count || one->claim_count > 1 || !(one->sides[0] > 0.0) ||
           says_anew(&before, said);
}

void claim_take(track *one, const measure *seen)
{
    const claim news = {.heard_ns = seen->time_ns,
                        .identity_ns = seen->time_ns,
                        .sensor = seen->sensor,
                        .nation = seen->nation,
                        .categories = seen->categories,
                        .identity = seen->identity,
                        .identity_percent = seen->identity_percent};
    const bool says = news.categories != 0 || news.identity != FUSION_IDENTITY_NONE;
    if (says && take_claim(one, &news))
        weigh(one);
    one->possible |= seen->categories;
    if (seen->type_code != 0)
        one->type_code = seen->type_code;
    take_label(one, seen);
}

void claim_merge(track *one, const track *other)
{
    for (size_t i = 0; i < other->claim_count; i++)
        (void)take_claim(one, &other->claims[i]);
    weigh(one);
    one->possible |= other->possible;
    if (one->type_code == 0)
        one->type_code = other->type_code;
    if (one->label[0] == '\0')
        memcpy(one->label, other->label, sizeof one->label);
}

static double identity_evidence(const track *one, const measure *seen)
{
    double word[BELIEF_SIDES], sum = 0.0;
    belief_of_word(seen->identity, seen->identity_percent, word);
    for (int k = 0; k < BELIEF_SIDES; k++)
        sum += one->sides[k] * word[k];
    return log(sum * BELIEF_SIDES);
}

static bool has_addresses(const fusion_registry *registry, uint16_t sensor)
{
    if (sensor >= registry->sensor_count)
        return false;
    const uint8_t kind = registry->sensors[sensor].kind;
    return kind == FUSION_ADSB || kind == FUSION_AIS;
}

/* Of the address as the newest other sensor of its kind heard it. */
static double address_evidence(const track *one, const measure *seen,
                               const fusion_registry *registry)
{
    if (seen->number == 0 || !has_addresses(registry, seen->sensor))
        return 0.0;
    const uint8_t kind = registry->sensors[seen->sensor].kind;
    const look *newest = NULL;
    for (size_t i = 0; i < one->look_count; i++) {
        const look *at = &one->looks[i];
        if (at->number != 0 && at->sensor != seen->sensor && has_addresses(registry, at->sensor) &&
            registry->sensors[at->sensor].kind == kind &&
            (!newest || at->newest_ns > newest->newest_ns))
            newest = at;
    }
    if (!newest)
        return 0.0;
    return newest->number == seen->number ? -CLAIM_CONTRADICTS : CLAIM_CONTRADICTS;
}

double claim_evidence(const track *one, const measure *seen, const fusion_registry *registry)
{
    double evidence = address_evidence(one, seen, registry);
    if (one->claim_count > 0 && seen->identity > FUSION_UNKNOWN)
        evidence += identity_evidence(one, seen);
    if (!claim_compatible(one->categories, seen->categories))
        evidence += CLAIM_CONTRADICTS;
    return evidence;
}

bool claim_conflict(const track *one, int64_t now_ns)
{
    return belief_identities_conflict(one->claims, one->claim_count, now_ns) ||
           belief_categories_conflict(one->claims, one->claim_count, now_ns);
}
