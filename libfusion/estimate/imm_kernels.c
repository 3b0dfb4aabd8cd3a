#include "estimate/imm_kernels.h"

static const imm_kernel *const kernels[] = {
    &imm_kernel_reference,
#ifdef FUSION_VECTOR_KERNELS
    &imm_kernel_avx2,
#endif
};

const imm_kernel *const *imm_kernels(size_t *count)
{
    *count = 1;
#ifdef FUSION_VECTOR_KERNELS
    if (__builtin_cpu_supports("avx2"))
        *count = 2;
#endif
    return kernels;
}

const imm_kernel *imm_kernel_best(void)
{
    size_t count;
    const imm_kernel *const *all = imm_kernels(&count);
    return all[count - 1];
}

int imm_whole_groups(int count)
{
    return (count + IMM_GROUP - 1) / IMM_GROUP * IMM_GROUP;
}

void imm_motion_write(imm_motions *all, int model, const cv_state *motion)
{
    for (int i = 0; i < 6; i++)
        all->state[i][model] = motion->state[i];
    for (int k = 0; k < 21; k++)
        all->covariance[k][model] = motion->covariance[k];
}

void imm_motion_read(const imm_motions *all, int model, cv_state *motion)
{
    for (int i = 0; i < 6; i++)
        motion->state[i] = all->state[i][model];
    for (int k = 0; k < 21; k++)
        motion->covariance[k] = all->covariance[k][model];
}
