/* Models side by side: every kernel the same bits, and those of one model at a time. */
#include "estimate/imm_kernels.h"
#include "estimate/random_filter.h"
#include "suites.h"
#include "track/motion.h"

#include <string.h>

#define POOLS(count) (((count) + 1) / 2) /* fewer than models: the last group is not full */

/* All that a kernel writes of one object's models: pooled, mixed, carried, updated. */
typedef struct worked {
    imm_motions pooled, mixed, carried, updated, joined;
    imm_row distance2, log_likelihood;
    cv_state mean;
} worked;

static void work(const imm_kernel *kernel, const imm *filter, const imm_steps *steps,
                 const imm_blend *blends, const double *z, worked *out)
{
    const double r[6] = {2500.0, 3.0, 2.0, 900.0, 1.0, 400.0};
    const int count = filter->set->count;
    const bool turns[IMM_WIDE / IMM_GROUP] = {true, false};
    imm_row weights[2] = {{0.125, 0.25, 0.5, 0.0, 1.0}, {0.875, 0.75, 0.5, 1.0, 0.0}};
    memset(out, 0, sizeof *out);
    kernel->mix(&filter->motions, count, blends, POOLS(count), &out->pooled);
    kernel->mix(&filter->motions, count, blends, count, &out->mixed);
    kernel->carry(&out->mixed, steps, count, &out->carried);
    CU_ASSERT_TRUE(kernel->update(&out->carried, count, z, r, out->distance2, out->log_likelihood,
                                  &out->updated));
    kernel->join(&out->carried, count, &out->updated, weights, 1, &out->joined);
    kernel->follow(&out->carried, turns, count, &out->joined);
    kernel->mean(&out->joined, filter->probability, count, &out->mean);
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

/* Models of which each has an estimate of its own, and something that pulls it; some turn. */
static void make_all(random_source *source, const imm_set *set, imm *filter, imm_steps *steps,
                     imm_blend *blends)
{
    const cv_state first = random_filter(source, 1.0, 2.0);
    *steps = (imm_steps){.plain = {false, true}, .turns = {true, false}};
    imm_begin(filter, set, &first, 0.5);
    for (int m = 0; m < set->count; m++) {
        const cv_state other = random_filter(source, 1.0, 2.0);
        const bool turns = random_uniform(source, 0.0, 1.0) < 0.5;
        const ct_rate rate = {.mean = 0.01 * random_normal(source), .variance = 1e-4};
        imm_write(filter, m, &other, turns ? &rate : &(ct_rate){.mean = 0.0});
        ct_way(turns ? rate.mean : 0.0, 3.0, (cv_noise){2.0, 0.2}, 1e-5, 60.0, steps->way[m]);
        blends[m] = (imm_blend){.prior = turns ? 1e-3 : 0.0, .own = m};
        for (int from = 0; from < set->count; from++)
            blends[m].parts[from] = 1.0 / set->count;
        for (int i = 0; i < 3; i++)
            steps->acceleration[m][i] = random_normal(source);
    }
}

static void works_alike(const worked *one, const worked *other, int count)
{
    CU_ASSERT_TRUE(motions_equal(&one->pooled, &other->pooled, POOLS(count)));
    CU_ASSERT_TRUE(motions_equal(&one->mixed, &other->mixed, count));
    CU_ASSERT_TRUE(motions_equal(&one->carried, &other->carried, count));
    CU_ASSERT_TRUE(motions_equal(&one->updated, &other->updated, count));
    CU_ASSERT_TRUE(motions_equal(&one->joined, &other->joined, count));
    CU_ASSERT_TRUE(rows_equal(&one->distance2, &other->distance2, 1, count));
    CU_ASSERT_TRUE(rows_equal(&one->log_likelihood, &other->log_likelihood, 1, count));
    CU_ASSERT_EQUAL(memcmp(&one->mean, &other->mean, sizeof one->mean), 0);
}

static void all_give_the_same_bits(void)
{
    random_source source = random_seeded(734);
    size_t kernels;
    const imm_kernel *const *all = imm_kernels(&kernels);
    for (int round = 0; round < 50; round++) {
        const imm_set *set = motion_of(round % 2 ? FUSION_AIR : FUSION_SURFACE).models;
        imm filter;
        imm_steps steps;
        imm_blend blends[IMM_MODELS];
        worked plain, other;
        make_all(&source, set, &filter, &steps, blends);
        const double z[3] = {filter.motions.state[0][0], filter.motions.state[1][0],
                             filter.motions.state[2][0]};
        work(all[0], &filter, &steps, blends, z, &plain);
        for (size_t k = 1; k < kernels; k++) {
            work(all[k], &filter, &steps, blends, z, &other);
            works_alike(&plain, &other, set->count);
        }
    }
}

/* Side by side or one at a time: a turn, or a straight step of a group where nothing else is. */
static void each_model_is_carried_as_by_itself(void)
{
    random_source source = random_seeded(735);
    const imm_set *set = motion_of(FUSION_AIR).models;
    for (int round = 0; round < 50; round++) {
        imm filter;
        imm_steps steps;
        imm_blend blends[IMM_MODELS];
        make_all(&source, set, &filter, &steps, blends);
        memset(steps.acceleration, 0, sizeof steps.acceleration);
        imm after = filter;
        imm_kernel_best()->carry(&filter.motions, &steps, set->count, &after.motions);
        for (int m = 0; m < set->count; m++) {
            cv_state one, carried;
            ct_rate rate, carried_rate;
            imm_read(&filter, m, &one, &rate);
            imm_read(&after, m, &carried, &carried_rate);
            if (m < IMM_GROUP)
                ct_predict(&one, &rate, 3.0, (cv_noise){2.0, 0.2}, 1e-5, 60.0);
            else
                cv_predict(&one, 3.0, (cv_noise){2.0, 0.2});
            CU_ASSERT_EQUAL(memcmp(&one, &carried, sizeof one), 0);
            CU_ASSERT_EQUAL(memcmp(&rate, &carried_rate, sizeof rate), 0);
        }
    }
}

CU_TestInfo imm_kernels_tests[] = {
    {"all give the same bits", all_give_the_same_bits},
    {"each model is carried as by itself", each_model_is_carried_as_by_itself},
    CU_TEST_INFO_NULL,
};
