#include "tools/bench_stages.h"

#include "daemon/line/lane.h"
#include "daemon/picture/picture_wire.h"
#include "daemon/wire/codec.h"
#include "tools/bench.h"

#include <stdlib.h>

/* A report as some views get it. */
typedef struct given {
    uint64_t views;
    fusion_release release;
} given;

typedef struct datagram {
    int64_t stamp_ns;
    const uint8_t *data;
    size_t size;
} datagram;

struct stages {
    const config *configuration;
    codec *codec;
    fusion_gate *gate;
    fusion_precedents *precedents;
    lane lanes[FUSION_VIEWS_MAX];
    picture_wire *wires[FUSION_VIEWS_MAX];
    datagram *datagrams; /* of the epoch: datagrams[0..datagram_count) */
    size_t datagram_count, datagram_room;
    fusion_report *reports; /* of the epoch: reports[0..count) */
    size_t count, room;
    given *givens;
    size_t given_count, given_room;
    double seconds[STAGES];
    uint64_t sum;
};

static bool stages_open(stages *one)
{
    const config *c = one->configuration;
    codec_settings settings = codec_defaults();
    settings.window_ns = c->window_ns;
    one->codec = codec_create(&settings, &c->registry);
    bool good = one->codec && fusion_gate_create(c->book, &c->registry, c->views, c->view_count,
                                                 &one->gate) == FUSION_OK;
    good = good && config_key_gate(c, one->gate) == FUSION_OK &&
           fusion_precedents_create(one->gate, &one->precedents) == FUSION_OK;
    for (size_t v = 0; good && v < c->view_count; v++) {
        one->wires[v] = picture_wire_create(c, v);
        good = one->wires[v] && lane_open(&one->lanes[v], c, v, false);
    }
    return good;
}

stages *stages_create(const config *configuration)
{
    stages *one = calloc(1, sizeof *one);
    if (!one)
        return NULL;
    one->configuration = configuration;
    if (stages_open(one))
        return one;
    stages_destroy(one);
    return NULL;
}

void stages_destroy(stages *one)
{
    if (!one)
        return;
    for (size_t v = 0; v < one->configuration->view_count; v++) {
        picture_wire_destroy(one->wires[v]);
        lane_close_down(&one->lanes[v]);
    }
    fusion_precedents_destroy(one->precedents);
    fusion_gate_destroy(one->gate);
    codec_destroy(one->codec);
    free(one->datagrams);
    free(one->reports);
    free(one->givens);
    free(one);
}

bool stages_take(stages *one, int64_t stamp_ns, const uint8_t *data, size_t size)
{
    if (one->datagram_count == one->datagram_room) {
        const size_t room = 2 * one->datagram_room + 64;
        datagram *grown = realloc(one->datagrams, room * sizeof *grown);
        if (!grown)
            return false;
        one->datagrams = grown;
        one->datagram_room = room;
    }
    one->datagrams[one->datagram_count++] = (datagram){stamp_ns, data, size};
    return true;
}

static bool decode_all(stages *one)
{
    const size_t most = one->datagram_count * CODEC_REPORTS_MAX;
    if (most > one->room) {
        fusion_report *grown = realloc(one->reports, most * sizeof *grown);
        if (!grown)
            return false;
        one->reports = grown;
        one->room = most;
    }
    const double begin = bench_now();
    one->count = 0;
    for (size_t d = 0; d < one->datagram_count; d++) {
        const datagram *in = &one->datagrams[d];
        codec_result result;
        codec_take(one->codec, in->stamp_ns, in->data, in->size, &result);
        for (size_t i = 0; i < result.count; i++)
            one->reports[one->count++] = result.reports[i];
    }
    one->seconds[STAGE_DECODE] += bench_now() - begin;
    one->datagram_count = 0;
    return true;
}

static bool gate_all(stages *one)
{
    const size_t most = 2 * one->count * one->configuration->view_count;
    if (most > one->given_room) {
        given *grown = realloc(one->givens, most * sizeof *grown);
        if (!grown)
            return false;
        one->givens = grown;
        one->given_room = most;
    }
    const double begin = bench_now();
    one->given_count = 0;
    for (size_t i = 0; i < one->count; i++) {
        const fusion_verdict verdict = fusion_gate_judge(one->precedents, &one->reports[i]);
        for (size_t s = 0; s < verdict.count; s++) {
            given *to = &one->givens[one->given_count];
            to->views = verdict.shares[s].views;
            if (fusion_gate_give(one->gate, &one->reports[i], &verdict.shares[s], &to->release))
                one->given_count++;
        }
    }
    one->seconds[STAGE_GATE] += bench_now() - begin;
    return true;
}

bool stages_close(stages *one, int64_t end_ns, int64_t first_ns)
{
    const size_t views = one->configuration->view_count;
    if (!decode_all(one) || !gate_all(one))
        return false;
    const double begin = bench_now();
    for (size_t i = 0; i < one->given_count; i++)
        for (uint64_t left = one->givens[i].views; left; left &= left - 1)
            lane_put(&one->lanes[__builtin_ctzll(left)], &one->givens[i].release, 0);
    for (size_t v = 0; v < views; v++)
        lane_epoch(&one->lanes[v], end_ns, first_ns);
    const double fused = bench_now();
    bool good = true;
    for (size_t v = 0; v < views; v++) {
        const lane_result *result = &one->lanes[v].present.result;
        const pipeline_picture picture = {
            .view = v,
            .since_ns = first_ns,
            .epoch_ns = result->epoch_ns,
            .tracks = result->tracks,
            .track_count = result->track_count,
            .notices = result->notices,
            .notice_count = result->notice_count,
        };
        const uint8_t *data;
        good &= !one->lanes[v].failed && picture_wire_set(one->wires[v], &picture) &&
                picture_wire_whole(one->wires[v], &data) > 0;
    }
    one->seconds[STAGE_ENGINE] += fused - begin;
    one->seconds[STAGE_PICTURE] += bench_now() - fused;
    for (size_t v = 0; v < views; v++)
        one->sum += stages_tracks_sum(one->lanes[v].present.result.tracks,
                                      one->lanes[v].present.result.track_count);
    return good;
}

uint64_t stages_tracks_sum(const fusion_track *tracks, size_t count)
{
    uint64_t sum = count;
    for (size_t i = 0; i < count; i++)
        sum += tracks[i].number;
    return sum;
}

const double *stages_seconds(const stages *one)
{
    return one->seconds;
}

uint64_t stages_sum(const stages *one)
{
    return one->sum;
}
