#include "estimate/step.h"

#include "estimate/step_kernels.h"

#include <string.h>

static const step_kernel kernels[] = {
    {"reference", step_reference},
#ifdef FUSION_VECTOR_KERNELS
    {"avx2", step_avx2},
    {"avx512", step_avx512},
#endif
};

const step_kernel *step_kernels(size_t *count)
{
    *count = 1;
#ifdef FUSION_VECTOR_KERNELS
    if (__builtin_cpu_supports("avx2"))
        *count = __builtin_cpu_supports("avx512f") ? 3 : 2;
#endif
    return kernels;
}

const step_kernel *step_kernel_named(const char *name)
{
    size_t count;
    const step_kernel *all = step_kernels(&count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(all[i].name, name) == 0)
            return &all[i];
    return NULL;
}

const step_kernel *step_kernel_best(void)
{
    size_t count;
    const step_kernel *all = step_kernels(&count);
    return &all[count - 1];
}
