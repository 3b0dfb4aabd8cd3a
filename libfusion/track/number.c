#include "track/number.h"

#include <string.h>

#define NUMBER_MASK ((UINT64_C(1) << NUMBER_BITS) - 1)

static uint64_t turn_left(uint64_t x, unsigned bits)
{
    return (x << bits) | (x >> (64 - bits));
}

static inline void sip_round(uint64_t v[4])
{
    v[0] += v[1];
    v[2] += v[3];
    v[1] = turn_left(v[1], 13) ^ v[0];
    v[3] = turn_left(v[3], 16) ^ v[2];
    v[0] = turn_left(v[0], 32);
    v[2] += v[1];
    v[0] += v[3];
    v[1] = turn_left(v[1], 17) ^ v[2];
    v[3] = turn_left(v[3], 21) ^ v[0];
    v[2] = turn_left(v[2], 32);
}

static inline void sip_word(uint64_t v[4], uint64_t word)
{
    v[3] ^= word;
    sip_round(v);
    sip_round(v);
    v[0] ^= word;
}

/* By bytes, so that the number is the same on every machine; written so that a compiler sees the
 * one load that it is on most. */
static inline uint64_t word_at(const uint8_t b[8])
{
    return (uint64_t)b[0] | (uint64_t)b[1] << 8 | (uint64_t)b[2] << 16 | (uint64_t)b[3] << 24 |
           (uint64_t)b[4] << 32 | (uint64_t)b[5] << 40 | (uint64_t)b[6] << 48 |
           (uint64_t)b[7] << 56;
}

uint64_t number_siphash(const uint8_t key[16], const uint8_t *bytes, size_t size)
{
    const uint64_t k0 = word_at(key), k1 = word_at(key + 8);
    uint64_t v[4] = {k0 ^ UINT64_C(0x736f6d6570736575), k1 ^ UINT64_C(0x646f72616e646f6d),
                     k0 ^ UINT64_C(0x6c7967656e657261), k1 ^ UINT64_C(0x7465646279746573)};
    const size_t whole = size & ~(size_t)7;
    for (size_t at = 0; at < whole; at += 8)
        sip_word(v, word_at(bytes + at));
    uint8_t last[8] = {0};
    memcpy(last, bytes + whole, size - whole);
    last[7] = (uint8_t)size;
    sip_word(v, word_at(last));
    v[2] ^= 0xff;
    for (int round = 0; round < 4; round++)
        sip_round(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/* What is hashed, written out field after field in a fixed order. */
typedef struct script {
    uint8_t bytes[1024];
    size_t size;
} script;

static void write_bytes(script *to, const void *bytes, size_t size)
{
    memcpy(to->bytes + to->size, bytes, size);
    to->size += size;
}

static void write_word(script *to, uint64_t word)
{
    const uint8_t bytes[8] = {(uint8_t)word,         (uint8_t)(word >> 8),  (uint8_t)(word >> 16),
                              (uint8_t)(word >> 24), (uint8_t)(word >> 32), (uint8_t)(word >> 40),
                              (uint8_t)(word >> 48), (uint8_t)(word >> 56)};
    write_bytes(to, bytes, sizeof bytes);
}

static void write_doubles(script *to, const double *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint64_t word;
        memcpy(&word, &values[i], sizeof word);
        write_word(to, word);
    }
}

/* With its zero byte, so that two texts never run together. */
static void write_text(script *to, const char *text)
{
    write_bytes(to, text, strlen(text) + 1);
}

static void write_state(script *to, const fusion_state *state)
{
    write_doubles(to, state->position, 3);
    write_doubles(to, state->velocity, 3);
    write_doubles(to, state->covariance, 21);
    write_word(to, (uint64_t)state->velocity_kind | (uint64_t)state->height_known << 8 |
                       (uint64_t)state->height_is_pressure << 16 |
                       (uint64_t)state->track_status << 24 | (uint64_t)state->climb_believed << 32);
    write_word(to, (uint64_t)state->updated_ns);
    write_doubles(to, state->bend, 3);
}

static void write_line(script *to, const fusion_line_of_sight *line)
{
    write_doubles(to, line->origin, 3);
    const double angles[4] = {line->azimuth, line->elevation, line->sigma_azimuth,
                              line->sigma_elevation};
    write_doubles(to, angles, 4);
}

static void write_notice(script *to, const fusion_notice *notice, bool warning)
{
    const double circle[3] = {notice->lat, notice->lon, notice->radius};
    write_word(to, (uint64_t)notice->has_circle | (uint64_t)warning << 8);
    write_doubles(to, circle, 3);
    write_word(to, (uint64_t)notice->until_ns);
    write_text(to, notice->text);
}

static void write_source(script *to, const fusion_release *release, const fusion_registry *registry)
{
    const fusion_report *report = &release->report;
    if (release->source_named && report->sensor < registry->sensor_count)
        write_text(to, registry->sensors[report->sensor].name);
    else if (release->nation_named && report->nation < registry->nation_count)
        write_text(to, registry->nations[report->nation].code);
    else
        write_text(to, "");
}

uint64_t number_content(const uint8_t key[16], const fusion_release *release,
                        const fusion_registry *registry)
{
    const fusion_report *report = &release->report;
    script to;
    to.size = 0;
    write_word(&to, (uint64_t)report->time_ns);
    write_word(&to, (uint64_t)report->began_ns);
    write_word(&to, report->number);
    write_word(&to, (uint64_t)report->type_code | (uint64_t)report->kind << 32 |
                        (uint64_t)report->categories << 40 | (uint64_t)report->identity << 48 |
                        (uint64_t)report->identity_percent << 56);
    write_text(&to, report->label);
    write_source(&to, release, registry);
    if (report->kind == FUSION_BEARING)
        write_line(&to, &report->as.line);
    else if (report->kind == FUSION_NOTICE)
        write_notice(&to, &report->as.notice, release->warning);
    else
        write_state(&to, &report->as.state);
    return number_siphash(key, to.bytes, to.size);
}

uint64_t number_make(const uint8_t key[16], uint64_t content, unsigned attempt)
{
    if (attempt == 0 && (content & NUMBER_MASK) != 0)
        return content & NUMBER_MASK;
    uint64_t number = 0;
    for (uint64_t salt = attempt; number == 0; salt += UINT64_C(1) << 32) {
        script to;
        to.size = 0;
        write_word(&to, content);
        write_word(&to, salt);
        number = number_siphash(key, to.bytes, to.size) & NUMBER_MASK;
    }
    return number;
}
