#include "track/belief.h"

#include <math.h>
#include <string.h>

#define MINUTE       (60 * FUSION_SECOND)
#define HALF_MINUTES 30.0
#define WORD         0.90 /* of friend, neutral, hostile without a stated confidence */
#define WEAK_WORD    0.70 /* of assumed friend, suspect */
#define SUREST       0.99 /* no source is beyond doubt */
#define OUTSIDE      0.05 /* of a category that the source does not name */
#define INCOHERENT   0.75
#define FRESH        0.5

double belief_weight(int64_t said_ns, int64_t now_ns)
{
    const int64_t minutes = now_ns > said_ns ? (now_ns - said_ns) / MINUTE : 0;
    return exp2(-(double)minutes / HALF_MINUTES);
}

/* The side that a word stands for; BELIEF_SIDES: none. */
static unsigned side_of(uint8_t identity)
{
    switch (identity) {
    case FUSION_ASSUMED_FRIEND:
    case FUSION_FRIEND:
        return BELIEF_FRIEND;
    case FUSION_NEUTRAL:
        return BELIEF_NEUTRAL;
    case FUSION_SUSPECT:
    case FUSION_HOSTILE:
        return BELIEF_HOSTILE;
    default:
        return BELIEF_SIDES;
    }
}

void belief_of_word(uint8_t identity, uint8_t percent, double chance[BELIEF_SIDES])
{
    const bool weak = identity == FUSION_ASSUMED_FRIEND || identity == FUSION_SUSPECT;
    const double said = percent > 0 ? 0.01 * percent : weak ? WEAK_WORD : WORD;
    const double even = 1.0 / BELIEF_SIDES;
    const unsigned side = side_of(identity);
    const double sure = side == BELIEF_SIDES ? even : fmin(fmax(said, even), SUREST);
    for (unsigned k = 0; k < BELIEF_SIDES; k++)
        chance[k] = k == side ? sure : 0.5 * (1.0 - sure);
}

/* One claim as chances of states, of which there are at most eight. */
typedef struct voice {
    double chance[FUSION_CATEGORIES];
    double weight; /* 0: it says nothing */
    uint8_t nation;
} voice;

static voice voice_of_identity(const claim *said, int64_t now_ns)
{
    voice one = {.nation = said->nation};
    belief_of_word(said->identity, said->identity_percent, one.chance);
    if (side_of(said->identity) < BELIEF_SIDES)
        one.weight = belief_weight(said->identity_ns, now_ns);
    return one;
}

static voice voice_of_categories(const claim *said, int64_t now_ns)
{
    voice one = {.nation = said->nation};
    double sum = 0.0;
    for (unsigned k = 0; k < FUSION_CATEGORIES; k++)
        sum += one.chance[k] = said->categories >> k & 1 ? 1.0 : OUTSIDE;
    for (unsigned k = 0; k < FUSION_CATEGORIES; k++)
        one.chance[k] /= sum;
    if (said->categories != 0)
        one.weight = belief_weight(said->heard_ns, now_ns);
    return one;
}

/* The chance that two mean the same state, beside that of two that say nothing: 1 for those. */
static double coherence(const double *one, const double *other, size_t states)
{
    double sum = 0.0;
    for (size_t k = 0; k < states; k++)
        sum += one[k] * other[k];
    return sum * (double)states;
}

static void normalise(double *chance, size_t states)
{
    double sum = 0.0;
    for (size_t k = 0; k < states; k++)
        sum += chance[k];
    for (size_t k = 0; k < states; k++)
        chance[k] /= sum;
}

/* The chances as they are once `weight` of them counts, and the rest says nothing. */
static void fade(double *chance, double weight, size_t states)
{
    for (size_t k = 0; k < states; k++)
        chance[k] = weight * chance[k] + (1.0 - weight) / (double)states;
}

/* The voices that say anything, by their weight: the mean of their logarithms. */
static void pool_chances(const voice *voices, size_t count, size_t states, double sum, voice *all)
{
    double logs[FUSION_CATEGORIES] = {0.0};
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < states && voices[i].weight > 0.0; k++)
            logs[k] += voices[i].weight / sum * log(voices[i].chance[k]);
    for (size_t k = 0; k < states; k++)
        all->chance[k] = exp(logs[k]);
    normalise(all->chance, states);
}

static bool all_alike(const voice *voices, size_t count, size_t states)
{
    for (size_t i = 1; i < count; i++)
        if (memcmp(voices[i].chance, voices[0].chance, states * sizeof voices[0].chance[0]) != 0)
            return false;
    return true;
}

/* The voices of one originator as one. Most say the same, and then that is what all of them say. */
static voice pool(const voice *voices, size_t count, size_t states)
{
    voice all = voices[0];
    double sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        sum += voices[i].weight;
        all.weight = fmax(all.weight, voices[i].weight);
    }
    if (!(all.weight > 0.0))
        return all;
    if (!all_alike(voices, count, states))
        pool_chances(voices, count, states, sum, &all);
    fade(all.chance, all.weight, states);
    return all;
}

/* Some claim of a nation that may be named says the like. */
static bool is_said(const voice *one, const voice *voices, size_t count, size_t states)
{
    for (size_t i = 0; i < count; i++)
        if (voices[i].nation != FUSION_NATION_UNNAMED && voices[i].weight > 0.0 &&
            coherence(one->chance, voices[i].chance, states) > 1.0)
            return true;
    return false;
}

/* Bayes' rule over the originators, from an even prior; returns how many spoke. */
static size_t combine(voice *voices, size_t count, size_t states, double *chance)
{
    size_t spoke = 0;
    for (size_t k = 0; k < states; k++)
        chance[k] = 1.0;
    for (size_t i = 0; i < count; i++)
        if (voices[i].nation == FUSION_NATION_UNNAMED && is_said(&voices[i], voices, count, states))
            voices[i].weight = 0.0;
    for (size_t first = 0, next; first < count; first = next) {
        for (next = first + 1; next < count && voices[next].nation == voices[first].nation;)
            next++;
        const voice opinion = pool(voices + first, next - first, states);
        if (!(opinion.weight > 0.0))
            continue;
        for (size_t k = 0; k < states; k++)
            chance[k] *= opinion.chance[k];
        spoke++;
    }
    normalise(chance, states);
    return spoke;
}

static bool none_speaks(const claim *claims, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (side_of(claims[i].identity) < BELIEF_SIDES)
            return false;
    return true;
}

size_t belief_sides(const claim *claims, size_t count, int64_t now_ns, double chance[BELIEF_SIDES])
{
    voice voices[FUSION_CLAIMS_MAX];
    if (none_speaks(claims, count)) {
        for (unsigned k = 0; k < BELIEF_SIDES; k++)
            chance[k] = 1.0 / BELIEF_SIDES;
        return 0;
    }
    for (size_t i = 0; i < count; i++)
        voices[i] = voice_of_identity(&claims[i], now_ns);
    return combine(voices, count, BELIEF_SIDES, chance);
}

/* Where no side is believed. */
static uint8_t undecided(const claim *claims, size_t count)
{
    uint8_t most = FUSION_IDENTITY_NONE;
    for (size_t i = 0; i < count; i++)
        if (claims[i].identity > most)
            most = claims[i].identity;
    return most > FUSION_UNKNOWN ? FUSION_UNKNOWN : most;
}

uint8_t belief_identity(const claim *claims, size_t count, int64_t now_ns, uint8_t *percent)
{
    double chance[BELIEF_SIDES];
    const size_t spoke = belief_sides(claims, count, now_ns, chance);
    unsigned side = 0;
    for (unsigned k = 1; k < BELIEF_SIDES; k++)
        if (chance[k] > chance[side])
            side = k;
    *percent = 0;
    if (!(chance[side] > 0.5))
        return undecided(claims, count);
    uint8_t word = FUSION_IDENTITY_NONE;
    bool stated = spoke > 1;
    for (size_t i = 0; i < count; i++) {
        if (side_of(claims[i].identity) < BELIEF_SIDES)
            stated |= claims[i].identity_percent > 0;
        if (side_of(claims[i].identity) == side && claims[i].identity > word)
            word = claims[i].identity;
    }
    if (stated)
        *percent = (uint8_t)fmin(floor(100.0 * chance[side] + 0.5), 100.0 * SUREST);
    return word;
}

/* The set that all name who name any, one of them just now and under its nation's name: then every
 * other category is less than half as likely as theirs, whatever the rest weigh. 0: there is none.
 */
static uint8_t set_of_all(const claim *claims, size_t count, int64_t now_ns)
{
    uint8_t set = 0;
    bool fresh = false;
    for (size_t i = 0; i < count; i++) {
        if (claims[i].categories == 0)
            continue;
        if (set != 0 && claims[i].categories != set)
            return 0;
        set = claims[i].categories;
        fresh |= claims[i].nation != FUSION_NATION_UNNAMED && now_ns - claims[i].heard_ns < MINUTE;
    }
    return fresh ? set : 0;
}

uint8_t belief_categories(const claim *claims, size_t count, int64_t now_ns)
{
    voice voices[FUSION_CLAIMS_MAX];
    double chance[FUSION_CATEGORIES], most = 0.0;
    const uint8_t same = set_of_all(claims, count, now_ns);
    if (same != 0)
        return same;
    for (size_t i = 0; i < count; i++)
        voices[i] = voice_of_categories(&claims[i], now_ns);
    if (combine(voices, count, FUSION_CATEGORIES, chance) == 0)
        return 0;
    for (unsigned k = 0; k < FUSION_CATEGORIES; k++)
        most = fmax(most, chance[k]);
    unsigned set = 0;
    for (unsigned k = 0; k < FUSION_CATEGORIES; k++)
        if (chance[k] >= 0.5 * most)
            set |= 1u << k;
    return (uint8_t)set;
}

/* Two that name sides, and not the same. */
static bool sides_differ(const claim *claims, size_t count)
{
    unsigned said = BELIEF_SIDES;
    for (size_t i = 0; i < count; i++) {
        const unsigned side = side_of(claims[i].identity);
        if (side < BELIEF_SIDES && said < BELIEF_SIDES && side != said)
            return true;
        said = side < BELIEF_SIDES ? side : said;
    }
    return false;
}

bool belief_identities_conflict(const claim *claims, size_t count, int64_t now_ns)
{
    if (!sides_differ(claims, count))
        return false;
    voice voices[FUSION_CLAIMS_MAX];
    for (size_t i = 0; i < count; i++) {
        voices[i] = voice_of_identity(&claims[i], now_ns);
        fade(voices[i].chance, voices[i].weight, BELIEF_SIDES);
        for (size_t k = 0; k < i; k++)
            if (coherence(voices[i].chance, voices[k].chance, BELIEF_SIDES) < INCOHERENT)
                return true;
    }
    return false;
}

bool belief_categories_conflict(const claim *claims, size_t count, int64_t now_ns)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < i; k++)
            if (claims[i].categories != 0 && claims[k].categories != 0 &&
                !(claims[i].categories & claims[k].categories) &&
                belief_weight(claims[i].heard_ns, now_ns) >= FRESH &&
                belief_weight(claims[k].heard_ns, now_ns) >= FRESH)
                return true;
    return false;
}
