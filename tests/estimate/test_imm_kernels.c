/* Models side by side: every kernel the same bits, and those of one model at a time. */
#include "estimate/imm_kernels.h"
#include "estimate/random_filter.h"
#include "geo/wgs84.h"
#include "suites.h"
#include "track/motion.h"

#include <string.h>

/* All that a kernel writes of one object's models: predicted, shifted, updated. */
typedef struct worked {
    imm predicted, shifted;
    imm_motions updated, joined;
    imm_row distance2, log_likelihood;
    cv_state mean, abreast[IMM_ABREAST];
} worked;

/* The same filter in every lane, each over a time of its own. */
static void work_abreast(const imm_kernel *kernel, const imm *filter, cv_state *means)
{
    static const double dts[IMM_ABREAST] = {0.5, 3.0, 60.0, 1e4};
    const imm *filters[IMM_ABREAST];
    for (int l = 0; l < IMM_ABREAST; l++)
        filters[l] = filter;
    kernel->means(filters, dts, means);
}

static void work(const imm_kernel *kernel, const imm *filter, const double *z, worked *out)
{
    const double r[6] = {2500.0, 3.0, 2.0, 900.0, 1.0, 400.0};
    const int count = filter->set->count;
    const bool turns[IMM_WIDE / IMM_GROUP] = {true, false};
    imm_row weights[2] = {{0.125, 0.25, 0.5, 0.0, 1.0}, {0.875, 0.75, 0.5, 1.0, 0.0}};
    memset(out, 0, sizeof *out);
    out->predicted = *filter;
    kernel->predict(&out->predicted, 3.0);
    out->shifted = out->predicted;
    kernel->carry(&out->shifted, -2.0, false);
    const imm_motions *before = &out->shifted.motions;
    CU_ASSERT_TRUE(
        kernel->update(before, count, z, r, out->distance2, out->log_likelihood, &out->updated));
    kernel->join(before, count, &out->updated, weights, 1, &out->joined);
    kernel->follow(before, turns, count, &out->joined);
    kernel->mean(&out->joined, filter->probability, count, &out->mean);
    work_abreast(kernel, filter, out->abreast);
}

static bool rows_equal(const imm_row *one, const imm_row *other, int rows, int count)
{
    for (int k = 0; k < rows; k++)
        if (memcmp(one[k], other[k], (size_t)count * sizeof **one) != 0)
            return false;
    return true;
}

static bool motions_equal(const imm_motions *one, const imm_motions *other, int count)
{
    return rows_equal(one->state, other->state, 6, count) &&
           rows_equal(one->covariance, other->covariance, 21, count) &&
           rows_equal(one->rate, other->rate, CT_RATES, count);
}

static bool filters_equal(const imm *one, const imm *other)
{
    return motions_equal(&one->motions, &other->motions, one->set->count) &&
           memcmp(one->probability, other->probability, sizeof one->probability) == 0 &&
           memcmp(one->lean, other->lean, sizeof one->lean) == 0 &&
           one->expected == other->expected;
}

/* Models of which each has an estimate of its own; some turn. */
static void make_all(random_source *source, const imm_set *set, imm *filter)
{
    const cv_state first = random_filter(source, 1.0, 2.0);
    imm_begin(filter, set, &first, 0.5);
    for (int m = 0; m < set->count; m++) {
        const cv_state other = random_filter(source, 1.0, 2.0);
        const bool turns = random_uniform(source, 0.0, 1.0) < 0.5;
        const ct_rate rate = {.mean = 0.01 * random_normal(source), .variance = 1e-4};
        imm_write(filter, m, &other, turns ? &rate : &(ct_rate){.mean = 0.0});
        filter->lean[m] = random_normal(source);
    }
}

static void works_alike(const worked *one, const worked *other, int count)
{
    CU_ASSERT_TRUE(filters_equal(&one->predicted, &other->predicted));
    CU_ASSERT_TRUE(filters_equal(&one->shifted, &other->shifted));
    CU_ASSERT_TRUE(motions_equal(&one->updated, &other->updated, count));
    CU_ASSERT_TRUE(motions_equal(&one->joined, &other->joined, count));
    CU_ASSERT_TRUE(rows_equal(&one->distance2, &other->distance2, 1, count));
    CU_ASSERT_TRUE(rows_equal(&one->log_likelihood, &other->log_likelihood, 1, count));
    CU_ASSERT_EQUAL(memcmp(&one->mean, &other->mean, sizeof one->mean), 0);
    CU_ASSERT_EQUAL(memcmp(one->abreast, other->abreast, sizeof one->abreast), 0);
}

static void all_give_the_same_bits(void)
{
    random_source source = random_seeded(734);
    size_t kernels;
    const imm_kernel *const *all = imm_kernels(&kernels);
    for (int round = 0; round < 80; round++) {
        static const uint8_t kinds[] = {FUSION_AIR, FUSION_SURFACE, FUSION_MINE, FUSION_MISSILE};
        const imm_set *set = motion_of(kinds[round % 4]).models;
        imm filter;
        worked plain, other;
        make_all(&source, set, &filter);
        const double z[3] = {filter.motions.state[0][0], filter.motions.state[1][0],
                             filter.motions.state[2][0]};
        work(all[0], &filter, z, &plain);
        for (size_t k = 1; k < kernels; k++) {
            work(all[k], &filter, z, &other);
            works_alike(&plain, &other, set->count);
        }
    }
}

/* Side by side or one at a time: a turn, or a straight step of a group where nothing else is. What
 * pulls is left out of the set. */
static void each_model_is_carried_as_by_itself(void)
{
    random_source source = random_seeded(735);
    imm_set set = *motion_of(FUSION_AIR).models;
    for (int m = 0; m < set.count; m++)
        set.models[m].pulled = PULL_NONE;
    for (int round = 0; round < 50; round++) {
        imm filter;
        make_all(&source, &set, &filter);
        filter.unrest = 1.0;
        imm after = filter;
        imm_kernel_best()->carry(&after, 3.0, true);
        for (int m = 0; m < set.count; m++) {
            const imm_model *model = &set.models[m];
            cv_state one, carried;
            ct_rate rate, carried_rate;
            imm_read(&filter, m, &one, &rate);
            imm_read(&after, m, &carried, &carried_rate);
            if (m < IMM_GROUP)
                ct_predict(&one, &rate, 3.0, model->noise, model->wanders, model->settles);
            else
                cv_predict(&one, 3.0, model->noise);
            CU_ASSERT_EQUAL(memcmp(&one, &carried, sizeof one), 0);
            CU_ASSERT_EQUAL(memcmp(&rate, &carried_rate, sizeof rate), 0);
        }
    }
}

/* An aircraft or a ship seen a few times, each somewhere else. */
static void fly(random_source *source, uint8_t category, imm *filter)
{
    const double r[6] = {2500.0, 0.0, 0.0, 2500.0, 0.0, 2500.0};
    cv_state truth = {
        .state = {WGS84_A + 3000.0, 1e5 * random_normal(source), 0.0, 0.0, 0.0, 150.0}};
    cv_state first;
    cv_begin(&first, truth.state, r, 200.0, 5.0);
    imm_begin(filter, motion_of(category).models, &first, 0.5);
    for (int k = 0; k < 3; k++) {
        double z[3];
        cv_predict(&truth, 4.0, (cv_noise){0.0, 0.0});
        random_draw(source, 3, truth.state, r, z);
        const imm_measured seen = {.position = z, .r = r};
        imm_predict(filter, 4.0);
        CU_ASSERT_EQUAL(imm_update(filter, &seen, NULL), FUSION_OK);
    }
}

/* What it is alone, test_imm.c holds against the prediction. */
static void abreast_each_has_its_own_mean(void)
{
    random_source source = random_seeded(736);
    for (int round = 0; round < 20; round++) {
        const uint8_t category = (uint8_t[]){FUSION_AIR, FUSION_SURFACE, FUSION_MINE}[round % 3];
        imm filters[IMM_ABREAST];
        const imm *all[IMM_ABREAST];
        double dts[IMM_ABREAST];
        cv_state means[IMM_ABREAST], *to[IMM_ABREAST];
        for (int i = 0; i < IMM_ABREAST; i++) {
            fly(&source, category, &filters[i]);
            all[i] = &filters[i];
            dts[i] = random_uniform(&source, 0.1, 10.0);
            to[i] = &means[i];
        }
        imm_means_at(all, dts, IMM_ABREAST, to);
        for (int i = 0; i < IMM_ABREAST; i++) {
            cv_state alone, *lone = &alone;
            imm_means_at(&all[i], &dts[i], 1, &lone);
            CU_ASSERT_EQUAL(memcmp(&alone, &means[i], sizeof alone), 0);
        }
    }
}

CU_TestInfo imm_kernels_tests[] = {
    {"all give the same bits", all_give_the_same_bits},
    {"each model is carried as by itself", each_model_is_carried_as_by_itself},
    {"abreast, each has its own mean", abreast_each_has_its_own_mean},
    CU_TEST_INFO_NULL,
};
