#include "estimate/random_filter.h"
#include "estimate/reference.h"
#include "estimate/step.h"
#include "suites.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* 1,003: no multiple of any number of lanes. */
#define COUNT 1003

typedef struct batch {
    step_record records[COUNT];
    step_plot plots[COUNT];
    step_fit fits[COUNT];
} batch;

static batch *batch_create(void)
{
    return aligned_alloc(64, (sizeof(batch) + 63) / 64 * 64);
}

static step_plot random_plot(random_source *source, const cv_state *filter)
{
    step_plot plot;
    memset(&plot, 0, sizeof plot);
    random_covariance(source, 3, 0.0, 3.0, plot.covariance);
    for (int k = 0; k < 3; k++)
        plot.position[k] = filter->state[k] + 300.0 * random_normal(source);
    plot.dt = random_uniform(source, 0.0, 12.0);
    plot.noise.horizontal = pow(10.0, random_uniform(source, -2.0, 2.0));
    plot.noise.vertical = pow(10.0, random_uniform(source, -3.0, 1.0));
    return plot;
}

/* Plots in arbitrary order: 7 and COUNT share no factor. */
static void batch_fill(batch *b, uint64_t seed)
{
    random_source source = random_seeded(seed);
    memset(b, 0x5a, sizeof *b);
    for (int i = 0; i < COUNT; i++)
        b->records[i].filter = random_filter(&source, 0.0, 3.0);
    for (int i = 0; i < COUNT; i++) {
        const uint32_t record = (uint32_t)(i * 7 % COUNT);
        b->plots[i] = random_plot(&source, &b->records[record].filter);
        b->plots[i].record = record;
    }
}

/* Largest difference of any state or covariance, in sigmas of the prediction. */
static double difference(const cv_state *a, const cv_state *b, const cv_state *predicted)
{
    static const int diagonal[6] = {0, 6, 11, 15, 18, 20};
    double worst = 0.0;
    for (int i = 0, k = 0; i < 6; i++) {
        const double si = sqrt(predicted->covariance[diagonal[i]]);
        worst = fmax(worst, fabs(a->state[i] - b->state[i]) / si);
        for (int j = i; j < 6; j++, k++) {
            const double sj = sqrt(predicted->covariance[diagonal[j]]);
            worst = fmax(worst, fabs(a->covariance[k] - b->covariance[k]) / (si * sj));
        }
    }
    return worst;
}

static void every_kernel_agrees_with_lapacke(void)
{
    /* The bound is the condition of S, up to 1e6 here, times a hundred roundings: 1e-8 of a sigma
     * of the prediction; for the likelihood the same times the squared distance, some 1e3. */
    size_t count;
    const step_kernel *kernels = step_kernels(&count);
    batch *before = batch_create(), *b = batch_create();
    batch_fill(before, 51);
    for (size_t n = 0; n < count; n++) {
        memcpy(b, before, sizeof *b);
        kernels[n].run(b->records, b->plots, b->fits, COUNT);
        double worst = 0.0, worst_fit = 0.0;
        for (int i = 0; i < COUNT; i++) {
            const step_plot *plot = &b->plots[i];
            reference_filter full;
            cv_state predicted, expected;
            cv_fit fit;
            reference_unpack(&before->records[plot->record].filter, &full);
            reference_predict(&full, plot->dt, plot->noise);
            reference_pack(&full, &predicted);
            const reference_measurement m =
                reference_position(&full, plot->position, plot->covariance);
            CU_ASSERT_EQUAL(reference_update(&full, &m, &fit), FUSION_OK);
            reference_pack(&full, &expected);
            worst =
                fmax(worst, difference(&b->records[plot->record].filter, &expected, &predicted));
            worst_fit =
                fmax(worst_fit, fabs(b->fits[i].distance2 - fit.distance2) / (1.0 + fit.distance2));
            worst_fit = fmax(worst_fit, fabs(b->fits[i].log_likelihood - fit.log_likelihood) /
                                            (1.0 + fabs(fit.log_likelihood)));
        }
        printf("%s %.1e %.1e ", kernels[n].name, worst, worst_fit);
        CU_ASSERT_TRUE(worst < 1e-8);
        CU_ASSERT_TRUE(worst_fit < 1e-8);
    }
    free(before);
    free(b);
}

static void every_kernel_gives_the_same_bits(void)
{
    size_t count;
    const step_kernel *kernels = step_kernels(&count);
    batch *first = batch_create(), *b = batch_create();
    batch_fill(first, 52);
    memcpy(b, first, sizeof *b);
    kernels[0].run(first->records, first->plots, first->fits, COUNT);
    for (size_t n = 1; n < count; n++) {
        batch *other = batch_create();
        memcpy(other, b, sizeof *b);
        kernels[n].run(other->records, other->plots, other->fits, COUNT);
        CU_ASSERT_EQUAL(memcmp(other, first, sizeof *first), 0);
        free(other);
    }
    free(first);
    free(b);
}

static void a_batch_gives_the_bits_of_single_steps(void)
{
    batch *b = batch_create(), *single = batch_create();
    batch_fill(b, 53);
    memcpy(single, b, sizeof *b);
    step_kernel_best()->run(b->records, b->plots, b->fits, COUNT);
    for (int i = 0; i < COUNT; i++) {
        const step_plot *plot = &single->plots[i];
        cv_state *filter = &single->records[plot->record].filter;
        cv_fit fit;
        cv_predict(filter, plot->dt, plot->noise);
        CU_ASSERT_EQUAL(cv_update_position(filter, plot->position, plot->covariance, &fit),
                        FUSION_OK);
        CU_ASSERT_EQUAL(fit.distance2, b->fits[i].distance2);
        CU_ASSERT_EQUAL(fit.log_likelihood, b->fits[i].log_likelihood);
    }
    CU_ASSERT_EQUAL(memcmp(b->records, single->records, sizeof b->records), 0);
    free(b);
    free(single);
}

static void what_stands_beside_a_filter_is_left_alone(void)
{
    size_t count;
    const step_kernel *kernels = step_kernels(&count);
    batch *b = batch_create();
    for (size_t n = 0; n < count; n++) {
        batch_fill(b, 54);
        for (int i = 0; i < COUNT; i++) {
            b->records[i].time_ns = -1 - i; /* as a double a NaN */
            memset(b->records[i].owner, i & 0xff, sizeof b->records[i].owner);
        }
        kernels[n].run(b->records, b->plots, b->fits, COUNT);
        for (int i = 0; i < COUNT; i++) {
            CU_ASSERT_EQUAL(b->records[i].time_ns, -1 - i);
            CU_ASSERT_EQUAL(b->records[i].owner[31], (unsigned char)(i & 0xff));
        }
    }
    free(b);
}

static void a_broken_plot_harms_no_other_filter(void)
{
    /* R = diag(-1e12), R = NaN and a place at infinity, each among a thousand good plots. */
    size_t count;
    const step_kernel *kernels = step_kernels(&count);
    batch *good = batch_create(), *bad = batch_create();
    for (size_t n = 0; n < count; n++) {
        batch_fill(good, 55);
        memcpy(bad, good, sizeof *bad);
        bad->plots[13].covariance[0] = -1e12;
        bad->plots[500].covariance[3] = NAN;
        bad->plots[COUNT - 1].position[1] = INFINITY;
        kernels[n].run(good->records, good->plots, good->fits, COUNT);
        kernels[n].run(bad->records, bad->plots, bad->fits, COUNT);
        int different = 0;
        for (int i = 0; i < COUNT; i++) {
            const step_fit *fit = &bad->fits[i];
            const cv_state *filter = &bad->records[bad->plots[i].record].filter;
            if (memcmp(fit, &good->fits[i], sizeof *fit) != 0)
                different++;
            for (int k = 0; k < 6; k++)
                CU_ASSERT_TRUE(isfinite(filter->state[k]));
        }
        CU_ASSERT_EQUAL(different, 3);
        CU_ASSERT_EQUAL(bad->fits[13].log_likelihood, -INFINITY);
        CU_ASSERT_EQUAL(bad->fits[500].distance2, INFINITY);
    }
    free(good);
    free(bad);
}

static void a_broken_plot_leaves_its_filter_predicted(void)
{
    batch *b = batch_create();
    batch_fill(b, 56);
    b->plots[6].covariance[0] = -1e12;
    cv_state expected = b->records[b->plots[6].record].filter;
    cv_predict(&expected, b->plots[6].dt, b->plots[6].noise);
    step_kernel_best()->run(b->records, b->plots, b->fits, COUNT);
    CU_ASSERT_EQUAL(memcmp(&b->records[b->plots[6].record].filter, &expected, sizeof expected), 0);
    free(b);
}

static void kernels_are_found_by_name(void)
{
    size_t count;
    const step_kernel *kernels = step_kernels(&count);
    CU_ASSERT_TRUE(count >= 1);
    CU_ASSERT_STRING_EQUAL(kernels[0].name, "reference");
    CU_ASSERT_PTR_EQUAL(step_kernel_named("reference"), &kernels[0]);
    CU_ASSERT_PTR_EQUAL(step_kernel_best(), &kernels[count - 1]);
    CU_ASSERT_PTR_NULL(step_kernel_named("abacus"));
}

CU_TestInfo step_tests[] = {
    {"every kernel agrees with LAPACKE", every_kernel_agrees_with_lapacke},
    {"every kernel gives the same bits", every_kernel_gives_the_same_bits},
    {"a batch gives the bits of single steps", a_batch_gives_the_bits_of_single_steps},
    {"what stands beside a filter is left alone", what_stands_beside_a_filter_is_left_alone},
    {"a broken plot harms no other filter", a_broken_plot_harms_no_other_filter},
    {"a broken plot leaves its filter predicted", a_broken_plot_leaves_its_filter_predicted},
    {"kernels are found by name", kernels_are_found_by_name},
    CU_TEST_INFO_NULL,
};
