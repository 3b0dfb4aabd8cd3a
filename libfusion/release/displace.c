#include "release/displace.h"

#include <assert.h>
#include <math.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define SPEED_AIR   10.0 /* m/s: how fast a displacement drifts */
#define SPEED_OTHER 1.5

#define TICKS  128 /* that a drift remembers: eight time constants */
#define FINE   16  /* ticks in a time constant */
#define BLOCK  2   /* ticks that one hash draws for, both axes each */
#define BLOCKS (TICKS / BLOCK + 1)
#define DRIFTS 4096 /* kept; a power of two */

#define UNIFORMS 8 /* of 16 bits in a draw: near to normal, and bounded at 4.9 sigma */
#define MEAN     (UNIFORMS * 65535.0 / 2.0)

enum { CONSTANT = 'c', OWN = 'm', COMMON = 'g', NUMBER = 'n' };

/* Everything that a draw depends on but its tick. All bytes of it are set, so that it can be
 * compared as bytes. */
typedef struct drift_name {
    uint8_t key[DISPLACE_KEY];
    uint8_t said[3]; /* part, rung, whether it flies */
    char sensor[53]; /* empty where common */
    uint64_t number;
    int64_t began_ns;
} drift_name;

typedef struct drift {
    drift_name name;
    double constant[2]; /* of the same name, one sigma */
    int64_t block[BLOCKS];
    uint32_t drawn[BLOCKS][BLOCK][2];
} drift;

struct displacer {
    double weights[TICKS]; /* of the tick before, the one before that, and so on */
    drift drifts[DRIFTS];
};

double displace_floor(size_t rung)
{
    static const double floors[DISPLACE_RUNGS + 1] = {0, 1e3, 2e3, 5e3, 10e3, 20e3, 50e3};
    assert(rung <= DISPLACE_RUNGS);
    return floors[rung];
}

/* Of one part of what a rung adds to the one below it, on one axis. */
static double part_variance(size_t rung)
{
    const double floor = displace_floor(rung), finer = displace_floor(rung - 1);
    return (floor * floor - finer * finer) / 2.0;
}

/* The rate of a second-order Gauss-Markov process has its sigma over its time constant. */
double displace_rate(size_t rung, bool flies)
{
    double square = 0.0;
    for (size_t r = 1; r <= rung; r++)
        square += 2.0 * part_variance(r) / (displace_floor(r) * displace_floor(r));
    return sqrt(square) * (flies ? SPEED_AIR : SPEED_OTHER);
}

static void put_word(uint8_t bytes[8], uint64_t word)
{
    for (size_t i = 0; i < 8; i++)
        bytes[i] = (uint8_t)(word >> (8 * i));
}

static uint64_t take_word(const uint8_t *bytes, size_t size)
{
    uint64_t word = 0;
    for (size_t i = 0; i < size; i++)
        word |= (uint64_t)bytes[i] << (8 * i);
    return word;
}

static void hash(const drift_name *name, int64_t block, uint8_t out[64])
{
    uint8_t text[sizeof name->said + sizeof name->sensor + 24];
    uint8_t *at = text + sizeof name->said;
    memcpy(text, name->said, sizeof name->said);
    memcpy(at, name->sensor, sizeof name->sensor);
    at += sizeof name->sensor;
    put_word(at, name->number);
    put_word(at + 8, (uint64_t)name->began_ns);
    put_word(at + 16, (uint64_t)block);
    const int refused = crypto_generichash(out, 64, text, sizeof text, name->key, sizeof name->key);
    assert(refused == 0);
    (void)refused;
}

/* A hash is long enough for two ticks of two axes. */
static void draw(const drift_name *name, int64_t block, uint32_t drawn[BLOCK][2])
{
    uint8_t out[64];
    hash(name, block, out);
    const uint8_t *at = out;
    for (size_t tick = 0; tick < BLOCK; tick++)
        for (size_t axis = 0; axis < 2; axis++) {
            drawn[tick][axis] = 0;
            for (size_t i = 0; i < UNIFORMS; i++, at += 2)
                drawn[tick][axis] += (uint32_t)take_word(at, 2);
        }
}

/* Of the sum of uniforms in 0 .. 65535. */
static double draw_sigma(void)
{
    return sqrt(UNIFORMS * (65536.0 * 65536.0 - 1.0) / 12.0);
}

static drift_name name_of(const displace_source *source, int part, size_t rung)
{
    drift_name name;
    memset(&name, 0, sizeof name);
    memcpy(name.key, source->key, sizeof name.key);
    name.said[0] = (uint8_t)part;
    name.said[1] = (uint8_t)rung;
    name.said[2] = source->flies;
    if (part == COMMON)
        return name;
    const size_t length = strlen(source->sensor);
    memcpy(name.sensor, source->sensor, length < sizeof name.sensor ? length : sizeof name.sensor);
    name.number = source->number;
    name.began_ns = source->began_ns;
    return name;
}

/* The constant part is the track's own for good, whatever it is said to be meanwhile. */
static void draw_constant(drift_name name, double constant[2])
{
    uint32_t drawn[BLOCK][2];
    name.said[0] = CONSTANT;
    name.said[2] = 0;
    draw(&name, 0, drawn);
    for (size_t axis = 0; axis < 2; axis++)
        constant[axis] = (drawn[0][axis] - MEAN) / draw_sigma();
}

/* Where the drift is kept; another may have been there. */
static drift *drift_of(displacer *with, const drift_name *name)
{
    uint64_t mixed = name->number ^ (uint64_t)name->began_ns << 7 ^ take_word(name->key, 8) ^
                     (uint64_t)name->said[0] << 40 ^ (uint64_t)name->said[1] << 48 ^
                     (uint64_t)name->said[2] << 56 ^
                     take_word((const uint8_t *)name->sensor, 8) << 3;
    mixed *= UINT64_C(0x9e3779b97f4a7c15); /* the golden ratio: spreads what differs in few bits */
    drift *one = &with->drifts[mixed >> 52];
    if (memcmp(&one->name, name, sizeof *name) == 0)
        return one;
    one->name = *name;
    for (size_t i = 0; i < BLOCKS; i++)
        one->block[i] = INT64_MIN;
    if (name->said[0] == OWN)
        draw_constant(*name, one->constant);
    return one;
}

static int64_t floor_divide(int64_t value, int64_t by)
{
    return value / by - (value % by < 0);
}

static const uint32_t *drawn_for(drift *one, int64_t tick)
{
    const int64_t block = floor_divide(tick, BLOCK);
    const size_t place = (size_t)(block - BLOCKS * floor_divide(block, BLOCKS));
    if (one->block[place] != block) {
        draw(&one->name, block, one->drawn[place]);
        one->block[place] = block;
    }
    return one->drawn[place][tick - BLOCK * block];
}

/* A drift at two ticks, one sigma on each axis. */
static void values_at(const displacer *with, drift *one, int64_t tick, double from[2], double to[2])
{
    double drawn[TICKS + 1][2]; /* for the ticks tick - TICKS to tick */
    for (int64_t i = 0; i <= TICKS; i++) {
        const uint32_t *sums = drawn_for(one, tick - TICKS + i);
        drawn[i][0] = sums[0] - MEAN;
        drawn[i][1] = sums[1] - MEAN;
    }
    for (size_t axis = 0; axis < 2; axis++) {
        from[axis] = to[axis] = 0.0;
        for (size_t i = 0; i < TICKS; i++) {
            from[axis] += with->weights[i] * drawn[TICKS - 1 - i][axis];
            to[axis] += with->weights[i] * drawn[TICKS - i][axis];
        }
    }
}

/* A sixteenth of floor over speed. */
static int64_t tick_length(size_t rung, bool flies)
{
    const double length = displace_floor(rung) / (flies ? SPEED_AIR : SPEED_OTHER) / FINE;
    return (int64_t)(length * 1e9);
}

static displacement drift_at(const displacer *with, drift *one, double sigma, int64_t time_ns)
{
    const int64_t length_ns = tick_length(one->name.said[1], one->name.said[2]);
    const int64_t tick = floor_divide(time_ns, length_ns);
    const double part = (double)(time_ns - tick * length_ns) / (double)length_ns;
    double from[2], to[2];
    displacement moved;
    values_at(with, one, tick, from, to);
    for (size_t axis = 0; axis < 2; axis++) {
        const double change = to[axis] - from[axis];
        moved.place[axis] = sigma * (from[axis] + part * change);
        moved.rate[axis] = sigma * change / ((double)length_ns * 1e-9);
    }
    return moved;
}

displacement displace_part_at(displacer *with, const displace_source *source, displace_part part,
                              size_t rung, int64_t time_ns)
{
    assert(rung >= 1 && rung <= DISPLACE_RUNGS);
    const double sigma = sqrt(part_variance(rung));
    const drift_name name = name_of(source, part == DISPLACE_COMMON ? COMMON : OWN, rung);
    drift *one = drift_of(with, &name);
    if (part != DISPLACE_CONSTANT)
        return drift_at(with, one, sigma, time_ns);
    return (displacement){{sigma * one->constant[0], sigma * one->constant[1]}, {0.0, 0.0}};
}

displacement displace_at(displacer *with, const displace_source *source, size_t rung,
                         int64_t time_ns)
{
    displacement sum = {{0.0, 0.0}, {0.0, 0.0}};
    for (size_t r = 1; r <= rung; r++)
        for (displace_part part = 0; part < DISPLACE_PARTS; part++) {
            const displacement one = displace_part_at(with, source, part, r, time_ns);
            for (size_t axis = 0; axis < 2; axis++) {
                sum.place[axis] += one.place[axis];
                sum.rate[axis] += one.rate[axis];
            }
        }
    return sum;
}

uint64_t displace_number(const displace_source *source)
{
    drift_name name = name_of(source, NUMBER, 0);
    name.said[2] = 0;
    uint8_t out[64];
    uint64_t number = 0;
    for (int64_t attempt = 0; number == 0; attempt++) {
        hash(&name, attempt, out);
        number = take_word(out, 6);
    }
    return number;
}

/* u exp(-u), u in time constants, of unit variance in all. */
static void make_weights(double weights[TICKS])
{
    const double decay = 0.93941306281347578611; /* exp(-1 / FINE) */
    double power = 1.0, squares = 0.0;
    for (size_t i = 0; i < TICKS; i++) {
        power *= decay;
        weights[i] = (double)(i + 1) * power;
        squares += weights[i] * weights[i];
    }
    for (size_t i = 0; i < TICKS; i++)
        weights[i] /= sqrt(squares) * draw_sigma();
}

displacer *displacer_create(void)
{
    displacer *one = calloc(1, sizeof *one);
    if (one)
        make_weights(one->weights);
    return one;
}

void displacer_destroy(displacer *one)
{
    free(one);
}
