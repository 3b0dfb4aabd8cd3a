#!/bin/bash
# What is installed is enough: programs that run, and a library that a program outside the sources is
# built against with nothing but pkg-config, from whatever prefix it was put under.
set -eu
prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT
cmake --install "$1" --prefix "$prefix" >/dev/null
"$prefix/bin/picket" --version >/dev/null
"$prefix/bin/picketd" --version >/dev/null
[ ! -e "$1/page/index.html" ] || [ -e "$prefix/share/picket/page/index.html" ]

# A book is a tree of texts, so whoever reads one needs the tree's header too.
cat >"$prefix/outside.c" <<'C'
#include <fusion/engine.h>
#include <fusion/gate.h>
#include <fusion/score.h>
#include <fusion/text/message.h>
#include <fusion/text/tree.h>

int main(void)
{
    static fusion_registry registry;
    static text_messages messages;
    text_messages_init(&messages, "none.yaml");
    const text_tree tree = {.root = {.kind = TEXT_SCALAR, .line = 1, .text = ""}};
    fusion_book *book = NULL;
    const bool refused = fusion_book_read(&tree, &messages, &book) == FUSION_REFUSED;

    const fusion_engine_settings settings = fusion_engine_defaults();
    fusion_engine *engine = fusion_engine_create(&settings, &registry);
    size_t count = 1;
    const bool closed = engine && fusion_engine_close(engine, FUSION_SECOND) == FUSION_OK &&
                        fusion_engine_read(engine, NULL, 0, &count) == FUSION_OK;
    fusion_engine_destroy(engine);

    /* One pair, so that LAPACK is linked and called. */
    const fusion_score_settings judged = fusion_score_defaults();
    const fusion_score_truth truth = {.position = {6378137.0, 0.0, 0.0}};
    const fusion_score_track track = {
        .position = {6378137.0, 0.0, 0.0}, .covariance = {1, 0, 0, 1, 0, 1}, .covariance_known = true};
    const uint8_t air = FUSION_AIR;
    fusion_score *score = fusion_score_create(&judged, &air, 1);
    fusion_score_epoch epoch = {0};
    const bool scored = score && fusion_score_add(score, FUSION_SECOND, &truth, 1, &track, 1,
                                                  &epoch) == FUSION_OK;
    fusion_score_destroy(score);
    return refused && closed && count == 0 && scored && epoch.pairs == 1 ? 0 : 1;
}
C
# The program that the library's README shows: 52 km away by then, along 1 rad and 0.3 rad up.
sed -n '/^```c$/,/^```$/{//!p}' libfusion/README.md >"$prefix/radar.c"

PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name fusion.pc)")
export PKG_CONFIG_PATH
for one in outside radar; do
    # shellcheck disable=SC2046 # the flags are words
    "${CC:-gcc}" -std=c17 -Wall -Wextra -Werror "$prefix/$one.c" -o "$prefix/$one" \
        $(pkg-config --cflags --libs fusion)
done
"$prefix/outside"
"$prefix/radar" | grep -q 'confirmed at 0.6542 2.2282 rad, 15[67]..'
