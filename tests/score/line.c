#include "score/line.h"

#include "suites.h"

fusion_score_truth line_object(size_t object, double x)
{
    return (fusion_score_truth){.object = object, .position = {x, 0.0, 0.0}};
}

fusion_score_track line_track(uint64_t track, double x)
{
    return (fusion_score_track){.track = track, .position = {x, 0.0, 0.0}};
}

fusion_score *line_score(size_t objects)
{
    static const uint8_t categories[4] = {FUSION_AIR, FUSION_MISSILE, FUSION_AIR, FUSION_AIR};
    const fusion_score_settings settings = fusion_score_defaults();
    fusion_score *score = fusion_score_create(&settings, categories, objects);
    CU_ASSERT_PTR_NOT_NULL_FATAL(score);
    return score;
}

fusion_score_epoch line_add(fusion_score *score, int second, const fusion_score_truth *truth,
                            size_t truths, const fusion_score_track *tracks, size_t count)
{
    fusion_score_epoch epoch = {0};
    CU_ASSERT_EQUAL(
        fusion_score_add(score, second * FUSION_SECOND, truth, truths, tracks, count, &epoch),
        FUSION_OK);
    return epoch;
}

fusion_score_figures line_read(fusion_score *score)
{
    fusion_score_figures figures;
    CU_ASSERT_EQUAL_FATAL(fusion_score_read(score, &figures), FUSION_OK);
    fusion_score_destroy(score);
    return figures;
}
