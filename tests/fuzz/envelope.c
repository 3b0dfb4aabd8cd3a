/* Whatever comes to the port of reports: the codec takes or refuses it, and its ledgers hold. */
#include "daemon/wire/envelope.h"
#include "daemon/wire/codec.h"
#include "picket/v1/picture.pb-c.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define STAMP_NS INT64_C(1574413200000000000)

static const fusion_registry registry = {
    .nations = {{.code = "ROK"}, {.code = "JPN"}},
    .nation_count = 2,
    .sensors = {{.name = "rok-sky", .sends = 0xF, .place = {-3.05e6, 4.05e6, 3.86e6}},
                {.name = "jpn-ship", .nation = 1, .sends = 0x5, .moves = true}},
    .sensor_count = 2,
};

static uint64_t refused_sum(const uint64_t refused[REFUSAL_COUNT])
{
    uint64_t sum = 0;
    for (size_t why = 0; why < REFUSAL_COUNT; why++)
        sum += refused[why];
    return sum;
}

static void ledgers_hold(const codec_counts *counts)
{
    if (counts->received != counts->taken + refused_sum(counts->refused))
        abort();
    for (size_t s = 0; s < registry.sensor_count; s++)
        if (counts->sensors[s].received !=
            counts->sensors[s].passed + refused_sum(counts->sensors[s].refused))
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static codec *one;
    static codec_result result;
    static envelope found;
    if (!one) {
        codec_settings settings = codec_defaults();
        settings.datagram_max = CODEC_DATAGRAM_MAX;
        one = codec_create(&settings, &registry);
    }
    codec_new_run(one);
    codec_take(one, STAMP_NS, data, size, &result);
    ledgers_hold(codec_count(one));
    if (result.why != REFUSAL_NONE && result.count + result.refused_count > 0)
        abort();
    /* The walk serves any message of the wire; a picture has lists that a datagram has not. */
    (void)envelope_walk(&picket__v1__picture__descriptor, data, size, &found);
    return 0;
}
